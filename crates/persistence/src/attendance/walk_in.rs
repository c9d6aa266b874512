//! The rows of people who were not on the list.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::attendance::{MarkKind, WalkIn};
use postup_domain::id::{CohortId, EnrollmentId, MarkId, PersonId, SessionId, WalkInId};
use postup_domain::text::Line;
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{FromQueryResult, Value};

const WALK_INS: &str = "SELECT w.id, w.session_id, w.name, w.kind, w.minutes, w.device_at, w.server_at, w.author, \
    g.enrollment_id FROM walk_in w LEFT JOIN walk_in_merge g ON g.walk_in_id = w.id WHERE ";

#[derive(FromQueryResult)]
struct Row {
    id: WalkInId,
    session_id: SessionId,
    name: Line,
    kind: MarkKind,
    minutes: Option<i32>,
    device_at: Option<DateTimeUtc>,
    server_at: DateTimeUtc,
    author: Option<PersonId>,
    enrollment_id: Option<EnrollmentId>,
}

impl From<Row> for WalkIn {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            session: row.session_id,
            name: row.name,
            kind: row.kind,
            minutes: row.minutes,
            device_at: row.device_at,
            server_at: row.server_at,
            author: row.author,
            merged: row.enrollment_id,
        }
    }
}

/// Everybody who came to a session without being on its list, in the order they were written down; at most 500.
pub async fn walk_ins(db: &impl Read, session: SessionId) -> Result<Vec<WalkIn>, StoreError> {
    let text = format!("{WALK_INS}w.session_id = $1 ORDER BY w.server_at, w.id LIMIT 500");
    let rows = sql::all::<Row>(db, &text, vec![session.into()]).await?;
    Ok(rows.into_iter().map(WalkIn::from).collect())
}

pub async fn walk_in(db: &impl Read, id: WalkInId) -> Result<Option<WalkIn>, StoreError> {
    let row = sql::one::<Row>(db, &format!("{WALK_INS}w.id = $1"), vec![id.into()]).await?;
    Ok(row.map(WalkIn::from))
}

pub async fn add_walk_in(tx: &Tx, walk_in: &WalkIn) -> Result<(), StoreError> {
    let text = "INSERT INTO walk_in (id, session_id, name, kind, minutes, device_at, server_at, author) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: Vec<Value> = vec![
        walk_in.id.into(),
        walk_in.session.into(),
        walk_in.name.as_str().to_owned().into(),
        walk_in.kind.into(),
        walk_in.minutes.into(),
        walk_in.device_at.into(),
        walk_in.server_at.into(),
        walk_in.author.map(|person| person.0).into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Writes down who a walk-in was, and by which mark they joined the register.
pub async fn merge_walk_in(
    tx: &Tx,
    id: WalkInId,
    cohort: CohortId,
    enrollment: EnrollmentId,
    mark: MarkId,
    author: Author,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let text = "INSERT INTO walk_in_merge (walk_in_id, cohort_id, enrollment_id, mark_id, author, at) \
                VALUES ($1, $2, $3, $4, $5, $6)";
    let values: Vec<Value> = vec![
        id.into(),
        cohort.into(),
        enrollment.into(),
        mark.into(),
        author.map(|person| person.0).into(),
        now.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}
