//! Who approves applications, and which of them are on their way.

use crate::store::{Read, Tx};
use crate::{StoreError, sql, stand_in};
use chrono::{DateTime, Utc};
use postup_domain::enrollment::Route;
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId};
use sea_orm::{FromQueryResult, Value};

/// Somebody who approves for an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Officer {
    pub person_id: PersonId,
    /// Who is away, where somebody acts in an officer's place.
    pub stands_for: Option<PersonId>,
}

/// The people who approve for these organizations now, each with one of them: officers, and whoever stands in for one.
/// Whoever decides for all organizations is asked by none.
pub async fn officers(
    db: &impl Read,
    organizations: &[OrganizationId],
    now: DateTime<Utc>,
) -> Result<Vec<(OrganizationId, Officer)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        scope_target: String,
        #[sea_orm(nested)]
        officer: Officer,
    }
    let mut officers = Vec::new();
    for chunk in organizations.chunks(5_000) {
        let among = sql::places(2, chunk.len());
        let of_office = format!(
            "g.role = 'personnel_officer' AND g.scope_kind = 'organization' AND a.suspended_at IS NULL \
             AND g.scope_target IN ({among})"
        );
        let text = format!(
            "SELECT g.scope_target, g.person_id, NULL AS stands_for FROM access_grant g \
             LEFT JOIN account a ON a.person_id = g.person_id WHERE {of_office} AND g.revoked_at IS NULL \
             AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1) \
             UNION SELECT g.scope_target, s.deputy_id AS person_id, g.person_id AS stands_for FROM access_grant g \
             JOIN stand_in s ON s.grant_id = g.id JOIN person d ON d.id = s.deputy_id \
             LEFT JOIN account a ON a.person_id = s.deputy_id WHERE {of_office} AND {} \
             ORDER BY scope_target, person_id",
            stand_in::COUNTS
        );
        let targets = chunk.iter().map(|id| Value::from(id.to_string()));
        let values = std::iter::once(Value::from(now)).chain(targets).collect();
        for Row { scope_target, officer } in sql::all::<Row>(db, &text, values).await? {
            officers.push((scope_target.parse().map_err(StoreError::corrupt)?, officer));
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
