//! Local authorities of hromadas, who looks after their staff, and how they were invited.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::correspondence::{Correspondence, MailRhythm};
use postup_domain::coverage::Invitation;
use postup_domain::email::MailKind;
use postup_domain::id::{CohortId, OrganizationId, PersonId};
use postup_domain::notification::NotificationState;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

/// A local authority and the hromada it stands in.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Authority {
    pub id: OrganizationId,
    /// The code of the hromada.
    pub hromada: String,
    pub name_uk: String,
    pub name_en: String,
}

/// Every local authority that stands in a hromada, with its name in force, by name.
pub async fn authorities(db: &impl Read, on: NaiveDate) -> Result<Vec<Authority>, StoreError> {
    let text = "SELECT o.id, CASE WHEN t.category = 'H' THEN t.code ELSE t.hromada_code END AS hromada, \
                n.name_uk, n.name_en FROM organization o JOIN territory t ON t.code = o.territory \
                JOIN organization_name n ON n.organization_id = o.id AND n.valid_from = \
                (SELECT MAX(v.valid_from) FROM organization_name v WHERE v.organization_id = o.id AND v.valid_from <= $1) \
                WHERE o.kind IN ('local_authority', 'military_administration') \
                AND (t.category = 'H' OR t.hromada_code IS NOT NULL) ORDER BY o.sort_key, o.id";
    sql::all::<Authority>(db, text, vec![on.into()]).await
}

/// Somebody who looks after the staff of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    pub person: PersonId,
    /// Mail servers have not refused the address for good, and the account is not suspended.
    pub reachable: bool,
    pub wish: Correspondence,
}

#[derive(FromQueryResult)]
struct Granted {
    scope_target: String,
    person_id: PersonId,
    suspended_at: Option<DateTime<Utc>>,
    refused_since: Option<DateTime<Utc>>,
    rhythm: Option<MailRhythm>,
    unwanted: Option<MailKind>,
}

/// The personnel officers of every organization, those first who have been it for longest.
pub async fn officers(
    db: &impl Read,
    now: DateTime<Utc>,
) -> Result<HashMap<OrganizationId, Vec<Officer>>, StoreError> {
    let text = "SELECT g.scope_target, g.person_id, a.suspended_at, r.since AS refused_since, w.rhythm, \
                u.kind AS unwanted FROM access_grant g JOIN person p ON p.id = g.person_id \
                LEFT JOIN account a ON a.person_id = p.id LEFT JOIN refused_address r ON r.address = p.email \
                LEFT JOIN mail_preference w ON w.person_id = p.id \
                LEFT JOIN mail_refusal u ON u.person_id = p.id AND u.kind = $2 \
                WHERE g.role = 'personnel_officer' AND g.scope_kind = 'organization' AND g.revoked_at IS NULL \
                AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1) ORDER BY g.valid_from, g.id";
    let rows = sql::all::<Granted>(db, text, vec![now.into(), MailKind::CohortInvitation.into()]).await?;
    let mut officers: HashMap<OrganizationId, Vec<Officer>> = HashMap::new();
    for row in rows {
        let organization: OrganizationId = row.scope_target.parse().map_err(StoreError::corrupt)?;
        officers.entry(organization).or_default().push(Officer {
            person: row.person_id,
            reachable: row.suspended_at.is_none() && row.refused_since.is_none(),
            wish: Correspondence {
                rhythm: row.rhythm.unwrap_or(MailRhythm::AtOnce),
                unwanted: row.unwanted.into_iter().collect(),
            },
        });
    }
    Ok(officers)
}

/// The last invitation of an organization to a cohort, and what became of the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    pub round: i32,
    pub at: DateTime<Utc>,
    /// Surname and given name of whoever invited; empty when that is not known.
    pub by: String,
    pub fate: NotificationState,
}

#[derive(FromQueryResult)]
struct Sent {
    organization_id: OrganizationId,
    round: i32,
    at: DateTime<Utc>,
    family_name: Option<String>,
    given_name: Option<String>,
    fate: NotificationState,
}

/// The last invitation of every organization to a cohort.
pub async fn invited(
    db: &impl Read,
    cohort: CohortId,
) -> Result<HashMap<OrganizationId, Invited>, StoreError> {
    let text = "SELECT i.organization_id, i.round, i.at, p.family_name, p.given_name, \
                CASE WHEN n.state = 'queued' AND n.held_at IS NOT NULL THEN 'held' ELSE n.state END AS fate \
                FROM invitation i JOIN notification n ON n.id = i.notification_id \
                LEFT JOIN person p ON p.id = i.author WHERE i.cohort_id = $1 ORDER BY i.round";
    let rows = sql::all::<Sent>(db, text, vec![cohort.into()]).await?;
    let last = |row: Sent| {
        let by = row.family_name.zip(row.given_name).map(|(family, given)| format!("{family} {given}"));
        let by = by.unwrap_or_default();
        (row.organization_id, Invited { round: row.round, at: row.at, by, fate: row.fate })
    };
    Ok(rows.into_iter().map(last).collect())
}

/// How many people each organization has named for a cohort.
pub async fn nominated(db: &impl Read, cohort: CohortId) -> Result<HashMap<OrganizationId, i64>, StoreError> {
    #[derive(FromQueryResult)]
    struct Named {
        organization_id: OrganizationId,
        people: i64,
    }
    let text = "SELECT e.organization_id, COUNT(*) AS people FROM enrollment e WHERE e.cohort_id = $1 \
                AND e.organization_id IS NOT NULL AND EXISTS (SELECT 1 FROM enrollment_step s \
                WHERE s.enrollment_id = e.id AND s.cause = 'nominated') GROUP BY e.organization_id";
    let rows = sql::all::<Named>(db, text, vec![cohort.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.organization_id, row.people)).collect())
}

/// Writes invitations down; their letters are written already.
pub async fn insert_all(tx: &Tx, invitations: &[Invitation]) -> Result<(), StoreError> {
    for chunk in invitations.chunks(2_000) {
        let text = format!(
            "INSERT INTO invitation (cohort_id, organization_id, round, person_id, notification_id, author, at) \
             VALUES {}",
            sql::rows(chunk.len(), 7)
        );
        let values = chunk.iter().flat_map(|one| {
            [
                Value::from(one.cohort),
                one.organization.into(),
                one.round.into(),
                one.person.into(),
                one.notification.into(),
                one.author.into(),
                one.at.into(),
            ]
        });
        sql::execute(tx, &text, values.collect()).await?;
    }
    Ok(())
}
