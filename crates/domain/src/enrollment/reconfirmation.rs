//! Whether somebody who holds a seat still comes: asked some days before the training begins.

use super::deadline::{at_hour, is_day};
use super::{Cause, Enrollment, EnrollmentState, answer_by, follow};
use crate::cohort::{Cohort, CohortState, Silence};
use crate::rejection::{Refusal, Rejection};
use crate::words;
use chrono::{DateTime, Days, Utc};

words! {
    /// What became of the question whether somebody still comes.
    ReconfirmationState {
        /// Waits for the answer.
        Asked = "asked",
        /// The person comes.
        Confirmed = "confirmed",
        /// The person does not come.
        Declined = "declined",
        /// There was no answer in time.
        Silent = "silent",
    }
}

impl ReconfirmationState {
    /// The person has not said whether they come, be there time left or not.
    pub const fn is_unanswered(self) -> bool {
        matches!(self, Self::Asked | Self::Silent)
    }
}

/// The question whether somebody still comes, and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reconfirmation {
    pub state: ReconfirmationState,
    pub asked_at: DateTime<Utc>,
    /// The last moment for the answer.
    pub answer_by: DateTime<Utc>,
    /// What silence means, as it was said with the question.
    pub silence: Silence,
    pub answered_at: Option<DateTime<Utc>>,
}

/// The hours of the clock at which people are asked, and at which the answer is needed the day before the training begins,
/// so that somebody else can still be asked.
const MORNING: u32 = 7;
const NOON: u32 = 12;

/// Nobody is asked who has not at least so many hours of daytime to answer.
const LEAST_HOURS: i32 = 2;

impl Cohort {
    /// The last moment for the answer of those who are asked now; `None` when now is not the time to ask: too early, too late,
    /// at night, or while it is not certain that the cohort takes place.
    pub fn reconfirmation_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (plan, zone) = (&self.plan, self.plan.time_zone);
        let days = u64::try_from(plan.terms.reconfirmation?.days).ok()?;
        let asked_on = plan.starts_on.checked_sub_days(Days::new(days))?;
        let last_noon = at_hour(plan.starts_on.pred_opt()?, NOON, zone);
        let deadline = answer_by(now, plan.waitlist.answer_hours, zone).min(last_noon);
        let is_time = at_hour(asked_on, MORNING, zone) <= now
            && is_day(now, zone)
            && answer_by(now, LEAST_HOURS, zone) <= deadline;
        (is_time && self.state == CohortState::Published && !self.is_tentative()).then_some(deadline)
    }
}

impl Reconfirmation {
    /// Whether it can be answered now.
    pub fn is_open_at(&self, now: DateTime<Utc>) -> Result<(), Rejection> {
        if self.state != ReconfirmationState::Asked {
            return Err(Refusal::NothingToReconfirm.into());
        }
        if now < self.answer_by {
            Ok(())
        } else {
            Err(Rejection::from(Refusal::AnswerTooLate).at(self.answer_by))
        }
    }
}

impl Enrollment {
    /// The "no" of somebody who was asked anew, or the silence where it means that.
    pub fn on_not_coming(&self, answered: bool) -> Result<(EnrollmentState, Cause), Rejection> {
        let cause = if answered { Cause::ReconfirmationDeclined } else { Cause::NotReconfirmed };
        follow(Some(self.state), EnrollmentState::Declined, cause)
    }
}
