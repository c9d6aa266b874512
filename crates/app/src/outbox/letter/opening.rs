//! A cohort that takes applications, for whoever waits for its course.

use super::No;
use postup_domain::access::Sight;
use postup_domain::cohort::CohortState;
use postup_domain::id::CohortId;
use postup_domain::notification::DropReason;
use postup_mail::Opening;
use postup_persistence::outbox::Claimed;
use postup_persistence::{Reader, interest};

/// The cohort, if its reader still waits for the course.
pub(super) async fn of(db: &Reader, claimed: &Claimed, id: CohortId) -> Result<Opening, No> {
    let cohort = postup_persistence::cohort::find(db, &Sight::system(), id).await?;
    let cohort = cohort.filter(|cohort| cohort.state == CohortState::Published);
    let cohort = cohort.ok_or(No::Drop(DropReason::Overtaken))?;
    let waited_for = interest::of_person(db, claimed.person).await?;
    if !waited_for.iter().any(|one| one.course == cohort.course) {
        return Err(No::Drop(DropReason::Overtaken));
    }
    let version = postup_persistence::course::version(db, cohort.course_version).await?;
    let version = version.ok_or_else(|| No::Broken("the cohort runs no version".to_owned()))?;
    Ok(Opening {
        cohort: id,
        title: version.title,
        opens_on: cohort.plan.first_enrollment_day(),
        closes_on: cohort.plan.last_enrollment_day(),
        code: cohort.plan.code,
        form: cohort.plan.form,
        starts_on: cohort.plan.starts_on,
        ends_on: cohort.plan.ends_on,
    })
}
