//! Going on in another cohort of the same course.

use super::{Cause, Enrollment, EnrollmentState, Listed, follow, on_application};
use crate::cohort::{Cohort, CohortState, EnrollmentPolicy};
use crate::rejection::{Refusal, Rejection};
use chrono::{DateTime, Utc};

impl Cohort {
    /// Whether people of this cohort can go on in that one.
    pub fn leads_to(&self, target: &Self) -> Result<(), Rejection> {
        if self.id == target.id {
            return Err(Refusal::AlreadyEnrolled.into());
        }
        if self.course == target.course { Ok(()) } else { Err(Refusal::OtherCourse.into()) }
    }

    /// Whether the day after its last has come.
    pub fn is_over_at(&self, now: DateTime<Utc>) -> bool {
        now.with_timezone(&self.plan.time_zone).date_naive() > self.plan.ends_on
    }
}

/// What somebody gets who comes from another cohort: seat, queue or decision, as everybody else in the cohort. Its manager
/// moves people also while it takes no applications.
pub fn on_transfer(
    cohort: &Cohort,
    seat: bool,
    by_manager: bool,
    now: DateTime<Utc>,
) -> Result<(EnrollmentState, Cause), Rejection> {
    let to = match cohort.plan.policy {
        _ if !by_manager => on_application(cohort, seat, now)?.0,
        _ if cohort.state != CohortState::Published || cohort.is_over_at(now) => {
            return Err(Refusal::CohortNotOpen.into());
        }
        EnrollmentPolicy::Approval => EnrollmentState::Applied,
        EnrollmentPolicy::Open if seat => EnrollmentState::Confirmed,
        EnrollmentPolicy::Open => EnrollmentState::Waitlisted,
    };
    follow(None, to, Cause::TransferredHere)
}

impl Listed {
    /// Whether there is a place here that can end for one in another cohort.
    pub fn may_go_on_elsewhere(&self) -> bool {
        self.enrollment.on_leaving_for_another().is_ok()
    }
}

impl Enrollment {
    /// Ends here and goes on elsewhere.
    pub fn on_leaving_for_another(&self) -> Result<(EnrollmentState, Cause), Rejection> {
        follow(Some(self.state), EnrollmentState::Transferred, Cause::Transferred)
    }
}
