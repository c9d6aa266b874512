//! Who approves applications, and which of them are on their way.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::enrollment::Route;
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId};
use sea_orm::{FromQueryResult, Value};

/// The people who approve for these organizations now, each with one of them. Whoever decides for all organizations is
/// asked by none.
pub async fn officers(
    db: &impl Read,
    organizations: &[OrganizationId],
    now: DateTime<Utc>,
) -> Result<Vec<(OrganizationId, PersonId)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        scope_target: String,
        person_id: PersonId,
    }
    let mut officers = Vec::new();
    for chunk in organizations.chunks(5_000) {
        let text = format!(
            "SELECT DISTINCT g.scope_target, g.person_id FROM access_grant g \
             LEFT JOIN account a ON a.person_id = g.person_id \
             WHERE g.role = 'personnel_officer' AND g.scope_kind = 'organization' AND g.revoked_at IS NULL \
             AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1) AND a.suspended_at IS NULL \
             AND g.scope_target IN ({}) ORDER BY g.scope_target, g.person_id",
            sql::places(2, chunk.len())
        );
        let targets = chunk.iter().map(|id| Value::from(id.to_string()));
        let values = std::iter::once(Value::from(now)).chain(targets).collect();
        for Row { scope_target, person_id } in sql::all::<Row>(db, &text, values).await? {
            officers.push((scope_target.parse().map_err(StoreError::corrupt)?, person_id));
        }
    }
    Ok(officers)
}

/// The employer that was written into an enrollment when it was made.
pub async fn employer_in(db: &impl Read, id: EnrollmentId) -> Result<Option<OrganizationId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        organization_id: Option<OrganizationId>,
    }
    let text = "SELECT organization_id FROM enrollment WHERE id = $1";
    Ok(sql::one::<Row>(db, text, vec![id.into()]).await?.and_then(|row| row.organization_id))
}

/// Lets everybody who is on the way into a cohort keep the route they began with. Lock the cohort first.
pub async fn keep_route(tx: &Tx, cohort: CohortId, route: &Route) -> Result<(), StoreError> {
    let text = "UPDATE enrollment SET route = $1 WHERE cohort_id = $2 AND route IS NULL \
                AND state IN ('nominated', 'applied', 'employer_approved')";
    sql::execute(tx, text, vec![route.to_string().into(), cohort.into()]).await.map(drop)
}
