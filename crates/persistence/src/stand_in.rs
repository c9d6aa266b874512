//! Who approves in the place of officers who are away.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::id::{GrantId, OrganizationId, PersonId, StandInId};
use postup_domain::stand_in::StandIn;
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    id: StandInId,
    organization_id: OrganizationId,
    absent_id: PersonId,
    deputy_id: PersonId,
    valid_from: DateTime<Utc>,
    valid_to: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

const ROWS: &str = "SELECT s.id, s.organization_id, g.person_id AS absent_id, s.deputy_id, s.valid_from, s.valid_to, \
                    s.ended_at FROM stand_in s JOIN access_grant g ON g.id = s.grant_id";

/// What must hold so that one counts at `$1`, beside its own time: the officer has the role, and the deputy works there.
pub(crate) const COUNTS: &str = "s.ended_at IS NULL AND s.valid_from <= $1 AND s.valid_to > $1 \
    AND g.revoked_at IS NULL AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1) \
    AND d.organization_id = s.organization_id";

impl From<Row> for StandIn {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            organization: row.organization_id,
            absent: row.absent_id,
            deputy: row.deputy_id,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            ended_at: row.ended_at,
        }
    }
}

async fn rows(db: &impl Read, text: &str, values: Vec<Value>) -> Result<Vec<StandIn>, StoreError> {
    Ok(sql::all::<Row>(db, text, values).await?.into_iter().map(StandIn::from).collect())
}

/// Writes one down; `grant` is the role of the officer who is away.
pub async fn insert(
    tx: &Tx,
    new: &StandIn,
    grant: GrantId,
    author: Author,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let text = "INSERT INTO stand_in (id, grant_id, organization_id, deputy_id, valid_from, valid_to, named_by, named_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: Vec<Value> = vec![
        new.id.into(),
        grant.into(),
        new.organization.into(),
        new.deputy.into(),
        new.valid_from.into(),
        new.valid_to.into(),
        author.map(|person| person.0).into(),
        now.into(),
    ];
    sql::execute(tx, text, values).await.map(drop)
}

/// Ends one before its time; `false` when it is over.
pub async fn end(tx: &Tx, id: StandInId, author: Author, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let text = "UPDATE stand_in SET ended_at = $1, ended_by = $2 WHERE id = $3 AND ended_at IS NULL AND valid_to > $1";
    let values: Vec<Value> = vec![now.into(), author.map(|person| person.0).into(), id.into()];
    Ok(sql::execute(tx, text, values).await?.rows_affected() == 1)
}

pub async fn find(db: &impl Read, id: StandInId) -> Result<Option<StandIn>, StoreError> {
    let found = rows(db, &format!("{ROWS} WHERE s.id = $1"), vec![id.into()]).await?;
    Ok(found.into_iter().next())
}

/// In whose place somebody acts now.
pub async fn of_deputy(
    db: &impl Read,
    deputy: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<StandIn>, StoreError> {
    let text = format!(
        "{ROWS} JOIN person d ON d.id = s.deputy_id WHERE s.deputy_id = $2 AND {COUNTS} ORDER BY s.id"
    );
    rows(db, &text, vec![now.into(), deputy.into()]).await
}

/// Those of some organizations that count after a moment, the newest first.
pub async fn of_organizations(
    db: &impl Read,
    organizations: &[OrganizationId],
    since: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<StandIn>, StoreError> {
    if organizations.is_empty() {
        return Ok(Vec::new());
    }
    let among = sql::places(2, organizations.len());
    let text = format!(
        "{ROWS} WHERE s.organization_id IN ({among}) AND s.valid_to > $1 ORDER BY s.id DESC LIMIT {limit}"
    );
    let values = std::iter::once(Value::from(since)).chain(organizations.iter().copied().map(Value::from));
    rows(db, &text, values.collect()).await
}
