//! What somebody stated in place of a course: to those who decide, and with the decision to the person.

use super::No;
use crate::enrollment::wording;
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Sight};
use postup_domain::enrollment::EquivalentState;
use postup_domain::id::EquivalentId;
use postup_domain::notification::DropReason;
use postup_i18n::Locale;
use postup_mail::Claim;
use postup_persistence::outbox::Claimed;
use postup_persistence::{Reader, access, enrollment};

/// What waits for a decision, if the reader may decide still.
pub(super) async fn stated(
    db: &Reader,
    claimed: &Claimed,
    id: EquivalentId,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Claim, No> {
    let found = enrollment::equivalent(db, id).await?;
    let found = found.filter(|found| found.equivalent.state == EquivalentState::Stated);
    let found = found.ok_or(No::Drop(DropReason::Overtaken))?;
    let cohort = postup_persistence::cohort::find(db, &Sight::system(), found.equivalent.cohort).await?;
    let cohort = cohort.ok_or(No::Drop(DropReason::Overtaken))?;
    let grants = access::of_persons(db, &[claimed.person]).await?;
    if !Actor::away(claimed.person, grants, now).sight().manages.covers(&cohort.place()) {
        return Err(No::Drop(DropReason::NotTheirs));
    }
    let explanation = wording::equivalent(locale, &found);
    Ok(Claim {
        path: format!("/manage/equivalents/{id}"),
        course: found.course,
        person: Some(found.person),
        document: Some(found.equivalent.evidence.document.to_string()),
        explanation,
    })
}

/// What was decided, for whoever stated it.
pub(super) async fn decided(
    db: &Reader,
    claimed: &Claimed,
    id: EquivalentId,
    locale: Locale,
) -> Result<Claim, No> {
    let found = enrollment::equivalent(db, id).await?.ok_or(No::Drop(DropReason::Overtaken))?;
    if found.equivalent.person != claimed.person {
        return Err(No::Drop(DropReason::NotTheirs));
    }
    let explanation = wording::equivalent(locale, &found);
    let path = format!("/cohorts/{}", found.equivalent.cohort);
    Ok(Claim { path, course: found.course, person: None, document: None, explanation })
}
