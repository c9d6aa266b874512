//! The way of an application through the offices that must approve it before it gets a seat.

use super::{Cause, Enrollment, EnrollmentState, answer_by};
use crate::cohort::Cohort;
use crate::id::OrganizationId;
use crate::rejection::{Refusal, Rejection};
use crate::words;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

words! {
    /// Who approves at one step of a route.
    ApproverKind {
        /// The personnel officers of the person's employer.
        Employer = "employer",
        /// The personnel officers of another organization of the register.
        Organization = "organization",
        /// The manager of the cohort; the last.
        Manager = "manager",
    }
}

words! {
    /// What follows when nobody has decided in time. It leads to a seat only where silence is said to be a "yes".
    Lapse {
        /// Silence is a "yes" of the office.
        Approve = "approve",
        /// The application goes on to the next step; to the manager when there is none.
        PassOn = "pass_on",
        /// The application ends.
        Reject = "reject",
        /// The manager decides.
        Manager = "manager",
    }
}

/// The office that approves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Office {
    Employer,
    Organization(OrganizationId),
}

impl Office {
    pub fn approver(self) -> ApproverKind {
        match self {
            Self::Employer => ApproverKind::Employer,
            Self::Organization(_) => ApproverKind::Organization,
        }
    }

    /// The organization that is named.
    pub fn organization(self) -> Option<OrganizationId> {
        match self {
            Self::Employer => None,
            Self::Organization(id) => Some(id),
        }
    }
}

/// One step: an office, and how long it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApprovalStep {
    pub office: Office,
    /// Hours of daytime, 1–720, and what follows when they are over; `None` means without end.
    pub limit: Option<(i32, Lapse)>,
}

/// The steps of a cohort, one to three with that of the manager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub steps: Vec<ApprovalStep>,
    /// The manager decides after them.
    pub then_manager: bool,
}

/// The most steps of a route.
pub const MOST_STEPS: usize = 3;

impl Default for Route {
    /// The employer within three days, then the manager.
    fn default() -> Self {
        let limit = Some((72, Lapse::PassOn));
        Self { steps: vec![ApprovalStep { office: Office::Employer, limit }], then_manager: true }
    }
}

/// Who could approve for a person when a step begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approvers {
    pub employer: Option<OrganizationId>,
    /// Organizations in which somebody other than the person can approve.
    pub staffed: BTreeSet<OrganizationId>,
}

/// At which step of the route an application waits, and for whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// 1 for the first step; 0 where no office is asked. For a nomination: the last step that the employer's word stands
    /// for.
    pub number: i32,
    pub asked: Option<OrganizationId>,
}

/// Where an application goes: a state and why, the step of the route, and until when it waits there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    pub to: EnrollmentState,
    pub cause: Cause,
    pub turn: Turn,
    pub answer_by: Option<DateTime<Utc>>,
}

impl From<(EnrollmentState, Cause)> for Passage {
    fn from((to, cause): (EnrollmentState, Cause)) -> Self {
        Self { to, cause, turn: Turn::default(), answer_by: None }
    }
}

/// What comes after a step.
enum Onward {
    Office(Turn, Option<DateTime<Utc>>),
    Manager,
    Seat,
}

impl Route {
    /// What comes after step `after`. A step at which nobody can approve is passed over. A seat comes only after a "yes" at
    /// the last step; else the manager decides.
    fn onward(
        &self,
        after: i32,
        yes: bool,
        approvers: &Approvers,
        cohort: &Cohort,
        now: DateTime<Utc>,
    ) -> Onward {
        let mut rest = (1..).zip(&self.steps).filter(|(number, _)| *number > after).peekable();
        let is_last = rest.peek().is_none();
        for (number, step) in rest {
            let asked = match step.office {
                Office::Employer => approvers.employer,
                Office::Organization(id) => Some(id),
            };
            if asked.is_some_and(|id| approvers.staffed.contains(&id)) {
                let until = step.limit.map(|(hours, _)| answer_by(now, hours, cohort.plan.time_zone));
                return Onward::Office(Turn { number, asked }, until);
            }
        }
        if is_last && yes && !self.then_manager { Onward::Seat } else { Onward::Manager }
    }

    /// What follows when nobody decides at a step in time.
    pub fn silence(&self, turn: Turn) -> Option<Lapse> {
        let at = usize::try_from(turn.number).ok()?.checked_sub(1)?;
        self.steps.get(at)?.limit.map(|(_, silence)| silence)
    }

    /// How many of the first steps the employer's own word stands for.
    pub fn vouched(&self) -> i32 {
        let own = self.steps.iter().take_while(|step| step.office == Office::Employer).count();
        i32::try_from(own).unwrap_or_default()
    }

    /// The organizations it names.
    pub fn organizations(&self) -> impl Iterator<Item = OrganizationId> + '_ {
        self.steps.iter().filter_map(|step| step.office.organization())
    }
}

/// Where an application begins that needs approval.
pub(super) fn on_arrival(cohort: &Cohort, approvers: &Approvers, now: DateTime<Utc>) -> Passage {
    match cohort.route.onward(0, false, approvers, cohort, now) {
        Onward::Office(turn, answer_by) => {
            Passage { to: EnrollmentState::Applied, cause: Cause::NeedsApproval, turn, answer_by }
        }
        Onward::Manager | Onward::Seat => (EnrollmentState::Applied, Cause::NeedsDecision).into(),
    }
}

impl Enrollment {
    /// An office's "yes".
    pub fn on_approval(
        &self,
        cohort: &Cohort,
        approvers: &Approvers,
        seat: bool,
        now: DateTime<Utc>,
    ) -> Result<Passage, Rejection> {
        self.is_asked(now)?;
        self.after_yes(cohort, Cause::Approved, approvers, seat, now)
    }

    /// An office's "no".
    pub fn on_disapproval(&self, now: DateTime<Utc>) -> Result<Passage, Rejection> {
        self.is_asked(now)?;
        Ok(self.follow(EnrollmentState::Rejected, Cause::NotApproved)?.into())
    }

    /// A "yes" to a nomination where offices approve: the employer's word was given with it, if it was the employer who
    /// named the person.
    pub(super) fn on_nominated_yes(
        &self,
        cohort: &Cohort,
        approvers: &Approvers,
        seat: bool,
        now: DateTime<Utc>,
    ) -> Result<Passage, Rejection> {
        if self.turn.number > 0 {
            return self.after_yes(cohort, Cause::NominationAccepted, approvers, seat, now);
        }
        let begins = on_arrival(cohort, approvers, now);
        let (to, cause) = self.follow(begins.to, Cause::NominationAccepted)?;
        Ok(Passage { to, cause, ..begins })
    }

    /// Nobody decided in time.
    pub(super) fn on_silent_office(
        &self,
        cohort: &Cohort,
        approvers: &Approvers,
        seat: bool,
        now: DateTime<Utc>,
    ) -> Result<Passage, Rejection> {
        let route = self.route_in(cohort);
        let onward = match route.silence(self.turn).unwrap_or(Lapse::Manager) {
            Lapse::Approve => return self.after_yes(cohort, Cause::ApprovalPresumed, approvers, seat, now),
            Lapse::Reject => {
                return Ok(self.follow(EnrollmentState::Rejected, Cause::ApprovalLapsed)?.into());
            }
            Lapse::PassOn => route.onward(self.turn.number, false, approvers, cohort, now),
            Lapse::Manager => Onward::Manager,
        };
        let (to, cause) = self.follow(self.state, Cause::ApprovalOverdue)?;
        Ok(match onward {
            Onward::Office(turn, answer_by) => Passage { to, cause, turn, answer_by },
            Onward::Manager | Onward::Seat => (to, cause).into(),
        })
    }

    fn after_yes(
        &self,
        cohort: &Cohort,
        cause: Cause,
        approvers: &Approvers,
        seat: bool,
        now: DateTime<Utc>,
    ) -> Result<Passage, Rejection> {
        let approved = EnrollmentState::EmployerApproved;
        Ok(match self.route_in(cohort).onward(self.turn.number, true, approvers, cohort, now) {
            Onward::Office(turn, answer_by) => {
                let (to, cause) = self.follow(approved, cause)?;
                Passage { to, cause, turn, answer_by }
            }
            Onward::Manager => self.follow(approved, cause)?.into(),
            Onward::Seat if seat => self.follow(EnrollmentState::Confirmed, cause)?.into(),
            Onward::Seat => self.follow(EnrollmentState::Waitlisted, Cause::NoSeatFree)?.into(),
        })
    }

    /// The route it goes by: the one it began with, else that of the cohort.
    pub fn route_in<'a>(&'a self, cohort: &'a Cohort) -> &'a Route {
        self.route.as_ref().unwrap_or(&cohort.route)
    }

    /// An office is asked whose silence is a "yes".
    pub fn is_yes_by_silence(&self, cohort: &Cohort) -> bool {
        self.turn.asked.is_some() && self.route_in(cohort).silence(self.turn) == Some(Lapse::Approve)
    }

    /// Whether it still waits at the step for which somebody decides.
    pub fn is_at(&self, turn: i32) -> Result<(), Rejection> {
        if self.turn.number == turn { Ok(()) } else { Err(Refusal::StepNotAllowed.into()) }
    }

    /// An office is asked, and there is time left.
    fn is_asked(&self, now: DateTime<Utc>) -> Result<(), Rejection> {
        if self.turn.asked.is_none() {
            return Err(Refusal::StepNotAllowed.into());
        }
        self.in_time(now)
    }
}
