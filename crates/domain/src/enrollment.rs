//! Enrollments: one person in one cohort, with its whole history.

mod view;

pub use view::{Decided, Listed, NamedStep, Run};

use crate::access::Author;
use crate::cohort::{Cohort, CohortState, EnrollmentPolicy};
use crate::email::Email;
use crate::id::{CohortId, EnrollmentId, PersonId};
use crate::rejection::{Refusal, Rejection};
use crate::text::Line;
use crate::words;
use chrono::{DateTime, Utc};

words! {
    /// Where an enrollment stands. Whether a seat led to completion is derived from marks, never stored here.
    EnrollmentState {
        /// Waits for the manager's decision.
        Applied = "applied",
        /// Waits for a seat.
        Waitlisted = "waitlisted",
        /// Holds a seat.
        Confirmed = "confirmed",
        /// Turned down by the manager.
        Rejected = "rejected",
        /// Ended before its time.
        Withdrawn = "withdrawn",
    }
}

impl EnrollmentState {
    /// Out of the cohort for good, unless the person applies anew.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Rejected | Self::Withdrawn)
    }
}

words! {
    /// Why an enrollment ended before its time.
    WithdrawalReason {
        Duty = "duty",
        Illness = "illness",
        Alert = "alert",
        Mobilization = "mobilization",
        Other = "other",
    }
}

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
}

words! {
    /// Why a transition happened; each has a sentence in words.
    Cause {
        SeatFree = "seat_free",
        NoSeatFree = "no_seat_free",
        NeedsDecision = "needs_decision",
        ManagerConfirmed = "manager_confirmed",
        ManagerRejected = "manager_rejected",
        HeadOfQueue = "head_of_queue",
        Duty = "duty",
        Illness = "illness",
        Alert = "alert",
        Mobilization = "mobilization",
        Other = "other",
    }
}

impl From<WithdrawalReason> for Cause {
    fn from(reason: WithdrawalReason) -> Self {
        match reason {
            WithdrawalReason::Duty => Self::Duty,
            WithdrawalReason::Illness => Self::Illness,
            WithdrawalReason::Alert => Self::Alert,
            WithdrawalReason::Mobilization => Self::Mobilization,
            WithdrawalReason::Other => Self::Other,
        }
    }
}

/// What a person gets who applies now: decided under the lock on the cohort (rule 1).
pub fn on_application(cohort: &Cohort, now: DateTime<Utc>) -> Result<(EnrollmentState, Cause), Rejection> {
    cohort.takes_applications(now)?;
    Ok(match cohort.plan.policy {
        EnrollmentPolicy::Approval => (EnrollmentState::Applied, Cause::NeedsDecision),
        EnrollmentPolicy::Open if may_be_seated(cohort) => (EnrollmentState::Confirmed, Cause::SeatFree),
        EnrollmentPolicy::Open => (EnrollmentState::Waitlisted, Cause::NoSeatFree),
    })
}

/// A newcomer is seated only when nobody waits.
fn may_be_seated(cohort: &Cohort) -> bool {
    cohort.seats_left() > 0 && cohort.waitlisted == 0
}

impl Enrollment {
    /// What the manager's "yes" leads to: a seat, or the queue when none is left.
    pub fn on_confirmation(&self, cohort: &Cohort) -> Result<(EnrollmentState, Cause), Rejection> {
        match self.state {
            EnrollmentState::Applied if cohort.seats_left() > 0 => {
                Ok((EnrollmentState::Confirmed, Cause::ManagerConfirmed))
            }
            EnrollmentState::Applied => Ok((EnrollmentState::Waitlisted, Cause::NoSeatFree)),
            EnrollmentState::Waitlisted if cohort.seats_left() > 0 => {
                Ok((EnrollmentState::Confirmed, Cause::ManagerConfirmed))
            }
            EnrollmentState::Waitlisted => Err(Refusal::NoSeatLeft.into()),
            _ => Err(Refusal::StepNotAllowed.into()),
        }
    }

    /// The manager's "no".
    pub fn on_rejection(&self) -> Result<(EnrollmentState, Cause), Rejection> {
        match self.state {
            EnrollmentState::Applied | EnrollmentState::Waitlisted => {
                Ok((EnrollmentState::Rejected, Cause::ManagerRejected))
            }
            _ => Err(Refusal::StepNotAllowed.into()),
        }
    }

    pub fn on_withdrawal(&self, reason: WithdrawalReason) -> Result<(EnrollmentState, Cause), Rejection> {
        if self.state.is_over() {
            return Err(Refusal::StepNotAllowed.into());
        }
        Ok((EnrollmentState::Withdrawn, reason.into()))
    }

    /// The head of the queue gets the seat that became free.
    pub fn on_free_seat(&self) -> Result<(EnrollmentState, Cause), Rejection> {
        match self.state {
            EnrollmentState::Waitlisted => Ok((EnrollmentState::Confirmed, Cause::HeadOfQueue)),
            _ => Err(Refusal::StepNotAllowed.into()),
        }
    }

    /// The message that tells of a transition.
    pub fn email(&self, cause: Cause) -> Email {
        let enrollment = self.id;
        match (self.state, cause) {
            (EnrollmentState::Confirmed, Cause::HeadOfQueue) => Email::Promoted { enrollment },
            (EnrollmentState::Confirmed, _) => Email::SeatConfirmed { enrollment },
            (EnrollmentState::Waitlisted, _) => Email::Waitlisted { enrollment },
            (EnrollmentState::Applied, _) => Email::ApplicationReceived { enrollment },
            (EnrollmentState::Rejected, _) => Email::Rejected { enrollment },
            (EnrollmentState::Withdrawn, _) => Email::Withdrawn { enrollment },
        }
    }
}

/// How many of the queue get a seat now: all that is free, until the cohort is over (E5).
pub fn seats_to_give(cohort: &Cohort, now: DateTime<Utc>) -> i32 {
    let over = now.with_timezone(&cohort.plan.time_zone).date_naive() > cohort.plan.ends_on;
    if over || cohort.state != CohortState::Published {
        0
    } else {
        cohort.seats_left().min(cohort.waitlisted)
    }
}
