//! Which sessions people are still to be reminded of, and whom.

use crate::StoreError;
use crate::store::{Read, Tx};
use chrono::{DateTime, Utc};
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::{CohortId, EnrollmentId, PersonId, SessionId};
use postup_domain::session::SessionState;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A session that nobody was reminded of yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Upcoming {
    pub id: SessionId,
    pub cohort_id: CohortId,
    pub starts_at: DateTime<Utc>,
}

/// Somebody who holds a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Seated {
    pub id: EnrollmentId,
    pub person_id: PersonId,
}

/// Planned sessions that begin after `from` and not after `until` and that nobody was reminded of, the earliest first.
pub async fn upcoming(
    db: &impl Read,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Upcoming>, StoreError> {
    let query = Query::select()
        .columns(["id", "cohort_id", "starts_at"])
        .from("session")
        .and_where(Expr::col("starts_at").gt(from))
        .and_where(Expr::col("starts_at").lte(until))
        .and_where(Expr::col("reminded_at").is_null())
        .and_where(Expr::col("state").eq(SessionState::Planned))
        .order_by("starts_at", Order::Asc)
        .limit(limit)
        .take();
    let rows = db.db().query_all(&query).await?;
    rows.iter().map(|row| Upcoming::from_query_result(row, "").map_err(StoreError::from)).collect()
}

/// Notes that people are being reminded. `false` when another worker was first, or when the session was moved or
/// cancelled since it was read.
pub async fn note_reminded(tx: &Tx, session: &Upcoming, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let update = Query::update()
        .table("session")
        .value("reminded_at", now)
        .and_where(Expr::col("id").eq(session.id))
        .and_where(Expr::col("starts_at").eq(session.starts_at))
        .and_where(Expr::col("reminded_at").is_null())
        .and_where(Expr::col("state").eq(SessionState::Planned))
        .take();
    Ok(tx.db().execute(&update).await?.rows_affected() == 1)
}

/// Everybody who holds a seat in a cohort.
pub async fn seated(db: &impl Read, cohort: CohortId) -> Result<Vec<Seated>, StoreError> {
    let query = Query::select()
        .columns(["id", "person_id"])
        .from("enrollment")
        .and_where(Expr::col("cohort_id").eq(cohort))
        .and_where(Expr::col("state").eq(EnrollmentState::Confirmed))
        .take();
    let rows = db.db().query_all(&query).await?;
    rows.iter().map(|row| Seated::from_query_result(row, "").map_err(StoreError::from)).collect()
}
