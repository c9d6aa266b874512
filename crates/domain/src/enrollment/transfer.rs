//! Going on in another cohort of the same course.

use super::{Approvers, Cause, Enrollment, EnrollmentState, Listed, Passage, follow, on_application};
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
    approvers: &Approvers,
    seat: bool,
    by_manager: bool,
    now: DateTime<Utc>,
) -> Result<Passage, Rejection> {
    let passage: Passage = match cohort.plan.policy {
        _ if !by_manager => on_application(cohort, approvers, seat, now)?,
        _ if cohort.state != CohortState::Published || cohort.is_over_at(now) => {
            return Err(Refusal::CohortNotOpen.into());
        }
        EnrollmentPolicy::Approval | EnrollmentPolicy::Employer => {
            (EnrollmentState::Applied, Cause::TransferredHere).into()
        }
        EnrollmentPolicy::Open | EnrollmentPolicy::Nomination if seat => {
            (EnrollmentState::Confirmed, Cause::TransferredHere).into()
        }
        EnrollmentPolicy::Open | EnrollmentPolicy::Nomination => {
            (EnrollmentState::Waitlisted, Cause::TransferredHere).into()
        }
    };
    let (to, cause) = follow(None, passage.to, Cause::TransferredHere)?;
    Ok(Passage { to, cause, ..passage })
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
