//! Enrollments as people read them.

use super::{
    Approvers, Arrival, Cause, Enrollment, EnrollmentState, Explanation, Grounds, Reconfirmation, Route,
    Shortfall, Step,
};
use crate::access::{CohortPlace, EnrollmentPlace};
use crate::cohort::{Cohort, CohortState, Form, WaitlistPolicy};
use crate::id::{EnrollmentId, OrganizationId};
use crate::person::FullName;
use crate::text::{Both, Code, Line, Title};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// The run an enrollment is in, as far as its people need to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub place: CohortPlace,
    pub code: Code,
    /// The title of the course.
    pub title: Both<Title>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub time_zone: Tz,
    pub form: Form,
    /// The exact place; shown only to those who hold a seat (product rule 11).
    pub venue: Option<Line>,
    pub contact: Option<Line>,
    /// The first instant at which people who hold a seat cannot withdraw by themselves; `None` means never.
    pub withdrawal_closes: Option<DateTime<Utc>>,
    /// The first instant at which personnel officers cannot pass seats on; `None` means the beginning of the first day.
    pub substitution_closes: Option<DateTime<Utc>>,
    pub state: CohortState,
    /// How a seat that became free finds its next owner.
    pub waitlist: WaitlistPolicy,
    pub route: Route,
    /// Seats of quotas that were not released yet.
    pub reserved: i32,
}

/// An enrollment as lists and its own page show it: who, where, how it stands and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub enrollment: Enrollment,
    /// The employer at the time of the application.
    pub employer: Option<OrganizationId>,
    pub employer_name: Option<Both<Title>>,
    /// The organization whose approval is awaited.
    pub asked_name: Option<Both<Title>>,
    pub name: FullName,
    /// The post held.
    pub post: Option<Line>,
    /// Why it is in its present state.
    pub cause: Cause,
    /// The words that were given with the last step.
    pub note: Option<Line>,
    /// The place in the queue, 1 for the next in line; only for those who wait.
    pub queue: Option<i64>,
    /// Whether the person still comes, where that was asked since the seat is theirs.
    pub reconfirmation: Option<Reconfirmation>,
    /// What stands between the person and the cohort, if that is why it ended.
    pub shortfall: Option<Shortfall>,
    pub run: Run,
}

impl Listed {
    pub fn place(&self) -> EnrollmentPlace {
        EnrollmentPlace {
            person: self.enrollment.person,
            employer: self.employer,
            asked: self.enrollment.turn.asked,
            cohort: self.run.place,
        }
    }

    /// The route it goes by: the one it began with, else that of the cohort.
    pub fn route(&self) -> &Route {
        self.enrollment.route.as_ref().unwrap_or(&self.run.route)
    }

    /// What explains how it stands.
    pub fn grounds(&self) -> Grounds {
        Grounds {
            state: self.enrollment.state,
            cause: self.cause,
            note: self.note.clone(),
            queue: self.queue,
            answer_by: self.enrollment.answer_by,
            asked: self.asked_name.clone(),
            silence: self.route().silence(self.enrollment.turn),
            time_zone: self.run.time_zone,
            waitlist: self.run.waitlist,
            matches: self.enrollment.matches,
            reconfirmation: self.reconfirmation,
            shortfall: self.shortfall.clone(),
        }
    }

    /// Whether the person may still leave by oneself at an instant; the manager may take people off the list at any time.
    pub fn may_leave_at(&self, now: DateTime<Utc>) -> bool {
        let closed = self.run.withdrawal_closes.is_some_and(|closes| closes <= now);
        !(closed && self.enrollment.state == EnrollmentState::Confirmed)
    }

    /// The exact place and the link are told to those who hold a seat.
    pub fn tells_place(&self) -> bool {
        self.enrollment.state == EnrollmentState::Confirmed
    }
}

/// The enrollment on the other side of a step: whose it is, and in which cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterpart {
    pub enrollment: EnrollmentId,
    pub place: EnrollmentPlace,
    pub name: FullName,
    /// The code of the cohort.
    pub code: Code,
}

/// An enrollment that is about to move, and what decides where: seen under the lock on its cohort.
#[derive(Clone, Copy, Debug)]
pub struct Moving<'a> {
    pub enrollment: &'a Enrollment,
    pub cohort: &'a Cohort,
    pub approvers: &'a Approvers,
    /// There is a way to seat the person.
    pub seat: bool,
}

/// A step with the name of whoever took it, if it was a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedStep {
    pub step: Step,
    pub author: Option<FullName>,
    /// The officer in whose place the author acted.
    pub stood_for: Option<FullName>,
    pub counterpart: Option<Counterpart>,
}

/// What became of an application or a decision, with what makes the sentence about it exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub enrollment: Enrollment,
    pub cause: Cause,
    /// The place in the queue, 1 for the next in line; only for those who wait.
    pub queue: Option<i64>,
    pub explanation: Explanation,
}

impl From<Arrival> for Decided {
    /// Not explained yet.
    fn from(arrival: Arrival) -> Self {
        let Arrival { enrollment, cause, queue, .. } = arrival;
        Self { enrollment, cause, queue, explanation: Explanation::default() }
    }
}
