//! An invitation of a local authority, for its personnel officer.

use super::No;
use crate::coverage::still_takes_people;
use chrono::{DateTime, Utc};
use postup_domain::access::{Role, Scope, Sight};
use postup_domain::id::{CohortId, OrganizationId};
use postup_domain::notification::DropReason;
use postup_mail::Invitation;
use postup_persistence::outbox::Claimed;
use postup_persistence::{Reader, access, cohort, course, organization};

/// The invitation, if people are still taken and its reader still looks after the staff there.
pub(super) async fn invitation(
    db: &Reader,
    claimed: &Claimed,
    (id, of): (CohortId, OrganizationId),
    now: DateTime<Utc>,
) -> Result<Invitation, No> {
    let grants = access::of_persons(db, &[claimed.person]).await?;
    let theirs = grants.iter().any(|grant| {
        grant.role == Role::PersonnelOfficer && grant.scope == Scope::Organization(of) && grant.counts_at(now)
    });
    if !theirs {
        return Err(No::Drop(DropReason::NotTheirs));
    }
    let found = cohort::find(db, &Sight::system(), id).await?.ok_or(No::Drop(DropReason::Overtaken))?;
    still_takes_people(&found, now).map_err(|_| No::Drop(DropReason::Overtaken))?;
    let version = course::version(db, found.course_version).await?;
    let version = version.ok_or_else(|| No::Broken("the cohort runs no version".to_owned()))?;
    let organization = organization::find(db, of, now.date_naive()).await?;
    let organization = organization.ok_or(No::Drop(DropReason::Overtaken))?;
    let seats = found.seats_left();
    let plan = found.plan;
    Ok(Invitation {
        cohort: id,
        organization: organization.name,
        title: version.title,
        form: plan.form,
        starts_on: plan.starts_on,
        ends_on: plan.ends_on,
        closes_on: plan.last_enrollment_day(),
        seats,
        contact: plan.contact.as_ref().map(ToString::to_string),
        code: plan.code,
    })
}
