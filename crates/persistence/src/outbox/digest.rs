//! Messages that are held until the digest of their reader, and the digest that takes them along.

use super::row;
use crate::StoreError;
use crate::store::{Read, Tx};
use chrono::{DateTime, Duration, Utc};
use postup_domain::email::Email;
use postup_domain::id::{NotificationId, PersonId};
use postup_domain::notification::{NotificationState, PATIENCE};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Order, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// A message in a digest is due so long after the digest was written: never before its fate is known, so that nobody who
/// looks for due messages walks over it.
pub(super) const BEYOND: Duration = Duration::days(1 + PATIENCE.num_days());

/// A message in a digest.
#[derive(Clone, Debug)]
pub struct Held {
    pub id: NotificationId,
    /// `None` when the row cannot be read back.
    pub email: Option<Email>,
    pub not_after: Option<DateTime<Utc>>,
}

/// Held, due, and in no digest yet.
fn waiting(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(row::Column::State.eq(NotificationState::Queued))
        .add(row::Column::HeldAt.is_not_null())
        .add(row::Column::DigestId.is_null())
        .add(row::Column::DueAt.lte(now))
}

/// Up to `limit` people for whom messages are held whose digest is due.
pub async fn people_due(db: &impl Read, now: DateTime<Utc>, limit: u64) -> Result<Vec<PersonId>, StoreError> {
    let query = Query::select()
        .distinct()
        .column("person_id")
        .from("notification")
        .cond_where(waiting(now))
        .limit(limit)
        .take();
    let rows = db.db().query_all(&query).await?;
    rows.iter().map(|row| Ok(row.try_get("", "person_id")?)).collect()
}

/// Of these people, those whom no other worker is writing a digest for at this moment; they are ours until the end of the
/// change, so that nobody's messages are divided.
pub async fn lock_readers(tx: &Tx, people: &[PersonId]) -> Result<Vec<PersonId>, StoreError> {
    let query = Query::select()
        .column("id")
        .from("person")
        .and_where(Expr::col("id").is_in(people.iter().copied()))
        .order_by("id", Order::Asc)
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .take();
    let rows = tx.db().query_all(&query).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}

/// Puts everything that waits for a person's digest into this one; answers how many messages that are.
pub async fn gather(
    tx: &Tx,
    person: PersonId,
    digest: NotificationId,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let update = row::Entity::update_many()
        .col_expr(row::Column::DigestId, Expr::value(digest))
        .col_expr(row::Column::DueAt, Expr::value(now + BEYOND))
        .filter(row::Column::PersonId.eq(person))
        .filter(waiting(now));
    Ok(update.exec(tx.db()).await?.rows_affected)
}

/// Leaves what came too late for a digest to the next one.
pub async fn postpone(
    tx: &Tx,
    person: PersonId,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update = row::Entity::update_many()
        .col_expr(row::Column::DueAt, Expr::value(until))
        .filter(row::Column::PersonId.eq(person))
        .filter(waiting(now));
    update.exec(tx.db()).await?;
    Ok(())
}

/// What a digest has still to tell, oldest first.
pub async fn held_in(db: &impl Read, digest: NotificationId) -> Result<Vec<Held>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::DigestId.eq(digest))
        .filter(row::Column::State.eq(NotificationState::Queued))
        .order_by_asc(row::Column::Id)
        .all(db.db())
        .await?;
    let held = |row: row::Model| Held {
        id: row.id,
        email: serde_json::from_str(&row.payload).ok(),
        not_after: row.not_after,
    };
    Ok(rows.into_iter().map(held).collect())
}

/// Ends one held message apart from its digest: it has nothing to say any more.
pub async fn drop_held(
    tx: &Tx,
    id: NotificationId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update = row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(NotificationState::Dropped))
        .col_expr(row::Column::FinishedAt, Expr::value(now))
        .col_expr(row::Column::LastReply, Expr::value(reason.to_owned()))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::State.eq(NotificationState::Queued))
        .filter(row::Column::HeldAt.is_not_null());
    update.exec(tx.db()).await?;
    Ok(())
}

/// The fate of a digest is that of all it tells.
pub(super) async fn settle_held(
    tx: &Tx,
    digest: NotificationId,
    state: NotificationState,
    reply: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update = row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(state))
        .col_expr(row::Column::Attempts, Expr::col(row::Column::Attempts).add(1))
        .col_expr(row::Column::FinishedAt, Expr::value(now))
        .col_expr(row::Column::LastReply, Expr::value(reply.to_owned()))
        .filter(row::Column::DigestId.eq(digest))
        .filter(row::Column::State.eq(NotificationState::Queued));
    update.exec(tx.db()).await?;
    Ok(())
}

/// A digest that is sent again takes along what failed with it.
pub(super) async fn hold_again(
    tx: &Tx,
    digest: NotificationId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update = row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(NotificationState::Queued))
        .col_expr(row::Column::DueAt, Expr::value(now + BEYOND))
        .col_expr(row::Column::FinishedAt, Expr::value(None::<DateTime<Utc>>))
        .filter(row::Column::DigestId.eq(digest))
        .filter(row::Column::State.eq(NotificationState::Failed));
    update.exec(tx.db()).await?;
    Ok(())
}
