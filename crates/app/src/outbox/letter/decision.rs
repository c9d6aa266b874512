//! Whether a cohort takes place, for whoever decides that.

use super::No;
use postup_domain::access::Sight;
use postup_domain::id::CohortId;
use postup_domain::notification::DropReason;
use postup_mail::Decision;
use postup_persistence::Reader;
use postup_persistence::outbox::Claimed;

/// A decision that is still to be made, for whoever makes it.
pub(super) async fn due(db: &Reader, claimed: &Claimed, id: CohortId) -> Result<Decision, No> {
    let cohort = postup_persistence::cohort::find(db, &Sight::system(), id).await?;
    let cohort = cohort.ok_or(No::Drop(DropReason::Overtaken))?;
    if cohort.decision_owner != Some(claimed.person) {
        return Err(No::Drop(DropReason::NotTheirs));
    }
    let (terms, zone) = (cohort.plan.terms, cohort.plan.time_zone);
    let Some((minimum, decide_on)) = terms.minimum.zip(terms.last_decision_day(zone)) else {
        return Err(No::Drop(DropReason::Overtaken));
    };
    if !cohort.is_tentative() {
        return Err(No::Drop(DropReason::Overtaken));
    }
    let version = postup_persistence::course::version(db, cohort.course_version).await?;
    let version = version.ok_or_else(|| No::Broken("the cohort runs no version".to_owned()))?;
    Ok(Decision {
        cohort: id,
        title: version.title,
        code: cohort.plan.code,
        people: cohort.confirmed,
        minimum: minimum.people,
        decide_on,
    })
}
