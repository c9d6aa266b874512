//! Enrollments: one person in one cohort, with its whole history.

mod admission;
mod approval;
mod clash;
mod criterion;
mod deadline;
mod equivalent;
mod explanation;
mod nominee;
mod reconfirmation;
mod requirement;
mod route;
mod seating;
mod substitution;
mod transfer;
mod transition;
mod view;

pub use admission::{Admission, Arrival, Coming, Newcomer, Request, Standing, asks_for_coverage, fitting};
pub use approval::{ApprovalStep, ApproverKind, Approvers, Lapse, MOST_STEPS, Office, Passage, Route, Turn};
pub use clash::Clash;
pub use criterion::{Criterion, CriterionKind, Traits};
pub use deadline::answer_by;
pub use equivalent::{Equivalent, EquivalentState, Evidence, NamedEquivalent, RawEvidence, may_state};
pub use explanation::{Explanation, Grounds, NamedQuota, Statement};
pub use nominee::{Nominee, NomineeState};
pub use reconfirmation::{Reconfirmation, ReconfirmationState};
pub use requirement::{
    Condition, ConditionKind, Look, MOST_CONDITIONS, NamedCondition, REQUIREMENTS_RULE, Record, Remedy,
    Shortfall, Unmet, alternatives,
};
pub use route::{NotARoute, RawApprovalStep, step_field};
pub use seating::{
    MOST_QUOTAS, Matches, Move, Placement, Pool, Quota, QuotaPlan, RULE, RawQuota, Seating, keeping,
    seat_anew,
};
pub use transfer::on_transfer;
pub use transition::{Cause, EnrollmentState, TRANSITIONS, WithdrawalReason, allows, follow};
pub use view::{Counterpart, Decided, Listed, Moving, NamedStep, Run};

use crate::access::Author;
use crate::cohort::{Cohort, CohortState, EnrollmentPolicy, WaitlistPolicy};
use crate::email::Email;
use crate::id::{CohortId, EnrollmentId, PersonId};
use crate::rejection::{Refusal, Rejection};
use crate::text::Line;
use chrono::{DateTime, Utc};

/// One person in one cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrollment {
    pub id: EnrollmentId,
    pub cohort: CohortId,
    pub person: PersonId,
    pub state: EnrollmentState,
    /// The order of arrival in the cohort, 1 for the first; the queue goes by it.
    pub arrival: i64,
    pub applied_at: DateTime<Utc>,
    /// Since when it is in the present state.
    pub since: DateTime<Utc>,
    /// A nomination for which a seat is kept free until the answer.
    pub seat_held: bool,
    /// What the seat counts against; general while there is none.
    pub pool: Pool,
    /// Which quotas of the cohort the person fits.
    pub matches: Matches,
    /// At which step of its route it waits.
    pub turn: Turn,
    /// The route it began with, where that of the cohort is another one since.
    pub route: Option<Route>,
    /// The last moment for an answer or an approval, while one is awaited.
    pub answer_by: Option<DateTime<Utc>>,
    /// The final score, 0–100, once assessed.
    pub final_score: Option<i16>,
    pub version: i64,
}

/// One transition: from what, to what, by whom, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub enrollment: EnrollmentId,
    /// `None` for the first.
    pub from: Option<EnrollmentState>,
    pub to: EnrollmentState,
    pub author: Author,
    pub at: DateTime<Utc>,
    pub cause: Cause,
    pub note: Option<Line>,
    /// The enrollment on the other side: of the colleague who leaves or comes, of the same person in another cohort.
    pub counterpart: Option<EnrollmentId>,
    /// The officer in whose place the author acted.
    pub stood_for: Option<PersonId>,
}

/// What a person gets who applies now: decided under the lock on the cohort (rule 1). `seat` says whether there is a way
/// to seat the person.
pub fn on_application(
    cohort: &Cohort,
    approvers: &Approvers,
    seat: bool,
    now: DateTime<Utc>,
) -> Result<Passage, Rejection> {
    cohort.lets_apply(now)?;
    Ok(match cohort.plan.policy {
        EnrollmentPolicy::Approval => (EnrollmentState::Applied, Cause::NeedsDecision).into(),
        EnrollmentPolicy::Employer => approval::on_arrival(cohort, approvers, now),
        EnrollmentPolicy::Open | EnrollmentPolicy::Nomination if seat => {
            (EnrollmentState::Confirmed, Cause::SeatFree).into()
        }
        EnrollmentPolicy::Open | EnrollmentPolicy::Nomination => {
            (EnrollmentState::Waitlisted, Cause::NoSeatFree).into()
        }
    })
}

/// What a nomination made now leads to, and whether a seat is kept free for it until the answer: where others decide none
/// is, since an answer leads to their decision only. A nomination by the employer stands for the employer's approval.
pub fn on_nomination(
    cohort: &Cohort,
    by_employer: bool,
    seat: bool,
    now: DateTime<Utc>,
) -> Result<(Passage, bool), Rejection> {
    cohort.takes_applications(now)?;
    let plan = &cohort.plan;
    let (to, cause) = follow(None, EnrollmentState::Nominated, Cause::Nominated)?;
    let vouched = by_employer && plan.policy == EnrollmentPolicy::Employer;
    let turn = Turn { number: if vouched { cohort.route.vouched() } else { 0 }, asked: None };
    let answer_by = Some(answer_by(now, plan.waitlist.answer_hours, plan.time_zone));
    Ok((Passage { to, cause, turn, answer_by }, plan.policy.seats_at_once() && seat))
}

impl Enrollment {
    /// Whether nobody else can have the seat: it is confirmed, offered, or kept for a nomination (E1).
    pub fn holds_seat(&self) -> bool {
        match self.state {
            EnrollmentState::Confirmed | EnrollmentState::Offered => true,
            EnrollmentState::Nominated => self.seat_held,
            _ => false,
        }
    }

    /// What it adds to the counters beside its cohort.
    pub fn weight(&self) -> Weight {
        Weight {
            confirmed: i32::from(self.state == EnrollmentState::Confirmed),
            held: i32::from(self.state != EnrollmentState::Confirmed && self.holds_seat()),
            waitlisted: i32::from(self.state == EnrollmentState::Waitlisted),
            in_quota: i32::from(self.holds_seat() && self.pool != Pool::GENERAL),
        }
    }

    /// What the manager's "yes" leads to: a seat, or the queue when there is none for this person.
    pub fn on_confirmation(&self, seat: bool) -> Result<(EnrollmentState, Cause), Rejection> {
        match self.state {
            _ if self.turn.asked.is_some() => Err(self.awaits_approval()),
            EnrollmentState::Applied | EnrollmentState::EmployerApproved if !seat => {
                self.follow(EnrollmentState::Waitlisted, Cause::NoSeatFree)
            }
            EnrollmentState::Waitlisted if !seat => Err(Refusal::NoSeatLeft.into()),
            _ => self.follow(EnrollmentState::Confirmed, Cause::ManagerConfirmed),
        }
    }

    /// The manager's "no".
    pub fn on_rejection(&self) -> Result<(EnrollmentState, Cause), Rejection> {
        self.follow(EnrollmentState::Rejected, Cause::ManagerRejected)
    }

    pub fn on_withdrawal(&self, reason: WithdrawalReason) -> Result<(EnrollmentState, Cause), Rejection> {
        self.follow(EnrollmentState::Withdrawn, reason.into())
    }

    /// The head of the queue gets the seat that became free, or is asked whether to take it: also where the cohort asks
    /// nobody, but the person has something else at the time of its sessions.
    pub fn on_free_seat(
        &self,
        cohort: &Cohort,
        clashes: bool,
        now: DateTime<Utc>,
    ) -> Result<Passage, Rejection> {
        let plan = &cohort.plan;
        let (to, cause) = match plan.waitlist.policy {
            WaitlistPolicy::Automatic if clashes => (EnrollmentState::Offered, Cause::Clashes),
            WaitlistPolicy::Automatic => (EnrollmentState::Confirmed, Cause::HeadOfQueue),
            WaitlistPolicy::Offer => (EnrollmentState::Offered, Cause::HeadOfQueue),
        };
        let passage = Passage::from(self.follow(to, cause)?);
        let deadline = answer_by(now, plan.waitlist.answer_hours, plan.time_zone);
        Ok(Passage { answer_by: to.awaits_answer().then_some(deadline), ..passage })
    }

    /// The person's "yes" to an offer or a nomination, in time.
    pub fn on_acceptance(
        &self,
        cohort: &Cohort,
        approvers: &Approvers,
        seat: bool,
        now: DateTime<Utc>,
    ) -> Result<Passage, Rejection> {
        self.in_time(now)?;
        let step = match self.state {
            EnrollmentState::Offered => self.follow(EnrollmentState::Confirmed, Cause::OfferAccepted),
            // The seat that is kept was decided on already.
            EnrollmentState::Nominated if self.seat_held => {
                self.follow(EnrollmentState::Confirmed, Cause::NominationAccepted)
            }
            EnrollmentState::Nominated if cohort.plan.policy == EnrollmentPolicy::Approval => {
                self.follow(EnrollmentState::Applied, Cause::NominationAccepted)
            }
            EnrollmentState::Nominated if cohort.plan.policy == EnrollmentPolicy::Employer => {
                return self.on_nominated_yes(cohort, approvers, seat, now);
            }
            EnrollmentState::Nominated if seat => {
                self.follow(EnrollmentState::Confirmed, Cause::NominationAccepted)
            }
            EnrollmentState::Nominated => self.follow(EnrollmentState::Waitlisted, Cause::NoSeatFree),
            _ => Err(Refusal::StepNotAllowed.into()),
        };
        Ok(step?.into())
    }

    /// The person's "no" to an offer or a nomination.
    pub fn on_decline(&self) -> Result<(EnrollmentState, Cause), Rejection> {
        let cause = match self.state {
            EnrollmentState::Nominated => Cause::NominationDeclined,
            _ => Cause::OfferDeclined,
        };
        self.follow(EnrollmentState::Declined, cause)
    }

    /// Silence until the deadline is a "no" of the person who was asked; that of an office leads where the route says.
    pub fn on_silence(
        &self,
        cohort: &Cohort,
        approvers: &Approvers,
        seat: bool,
        now: DateTime<Utc>,
    ) -> Result<Passage, Rejection> {
        match self.answer_by {
            Some(deadline) if deadline > now => Err(Refusal::StepNotAllowed.into()),
            None => Err(Refusal::StepNotAllowed.into()),
            Some(_) if self.turn.asked.is_some() => self.on_silent_office(cohort, approvers, seat, now),
            Some(_) => Ok(self.follow(EnrollmentState::Declined, Cause::NoAnswer)?.into()),
        }
    }

    /// Why nobody else can decide yet.
    fn awaits_approval(&self) -> Rejection {
        let awaits = Rejection::from(Refusal::ApprovalAwaited);
        match self.answer_by {
            Some(until) => awaits.at(until),
            None => awaits,
        }
    }

    fn in_time(&self, now: DateTime<Utc>) -> Result<(), Rejection> {
        match self.answer_by {
            Some(deadline) if deadline <= now => Err(Rejection::from(Refusal::AnswerTooLate).at(deadline)),
            _ => Ok(()),
        }
    }

    fn follow(&self, to: EnrollmentState, cause: Cause) -> Result<(EnrollmentState, Cause), Rejection> {
        follow(Some(self.state), to, cause)
    }

    /// The message that asks somebody who was nominated.
    pub fn question(&self) -> Email {
        Email::NominationAsked { enrollment: self.id, token: String::new() }
    }

    /// The message that tells of a transition.
    pub fn email(&self, cause: Cause) -> Email {
        let enrollment = self.id;
        match (self.state, cause) {
            (EnrollmentState::Confirmed, Cause::HeadOfQueue) => Email::Promoted { enrollment },
            (EnrollmentState::Confirmed, _) => Email::SeatConfirmed { enrollment },
            (EnrollmentState::Waitlisted, _) => Email::Waitlisted { enrollment },
            (EnrollmentState::EmployerApproved, _) => Email::ApplicationMovedOn { enrollment },
            (EnrollmentState::Applied, _) => Email::ApplicationReceived { enrollment },
            (EnrollmentState::Rejected, _) => Email::Rejected { enrollment },
            (EnrollmentState::Nominated, _) => self.question(),
            (EnrollmentState::Offered, _) => Email::SeatOffered { enrollment, token: String::new() },
            (EnrollmentState::Declined, Cause::NoAnswer | Cause::NotReconfirmed) => {
                Email::AnswerOverdue { enrollment }
            }
            (EnrollmentState::Declined, _) => Email::AnswerDeclined { enrollment },
            (EnrollmentState::Transferred, _) => Email::Transferred { enrollment },
            (EnrollmentState::Withdrawn, _) => Email::Withdrawn { enrollment },
        }
    }
}

/// What an enrollment adds to the counters beside its cohort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// Seats that are somebody's.
    pub confirmed: i32,
    /// Seats kept free while somebody is asked.
    pub held: i32,
    pub waitlisted: i32,
    /// Seats, of both kinds, that count against a quota.
    pub in_quota: i32,
}

impl Weight {
    /// How many seats it takes away from others.
    pub fn seats(self) -> i32 {
        self.confirmed + self.held
    }
}

impl std::ops::Add for Weight {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            confirmed: self.confirmed + other.confirmed,
            held: self.held + other.held,
            waitlisted: self.waitlisted + other.waitlisted,
            in_quota: self.in_quota + other.in_quota,
        }
    }
}

impl std::ops::Neg for Weight {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            confirmed: -self.confirmed,
            held: -self.held,
            waitlisted: -self.waitlisted,
            in_quota: -self.in_quota,
        }
    }
}

/// How many of the queue get a seat now: all that is free, until the cohort is over (E5).
pub fn seats_to_give(cohort: &Cohort, now: DateTime<Utc>) -> i32 {
    if cohort.is_over_at(now) || cohort.state != CohortState::Published {
        0
    } else {
        cohort.seats_left().min(cohort.waitlisted)
    }
}
