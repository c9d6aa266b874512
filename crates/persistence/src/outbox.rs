//! The outbox: messages written in the transaction that causes them, claimed by lease, settled one by one.

mod digest;
mod facts;
mod list;
mod remind;
mod row;

pub use digest::*;
pub use facts::*;
pub use list::*;
pub use remind::*;

use crate::store::{Read, Tx};
use crate::{Part, StoreError};
use chrono::{DateTime, Utc};
use postup_domain::email::Email;
use postup_domain::id::{NotificationId, PersonId};
use postup_domain::notification::{NewNotification, NotificationState};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    TryInsertResult,
};

/// A message that is ours to deliver until the lease ends.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: NotificationId,
    pub person: PersonId,
    /// `None` when the row cannot be read back.
    pub email: Option<Email>,
    /// This attempt included.
    pub attempts: i32,
    /// Since when it is tried: when it was written or sent again.
    pub since: DateTime<Utc>,
    pub not_after: Option<DateTime<Utc>>,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is over, in this state; says what the mail server or we said.
    Over(NotificationState, String),
    /// Another attempt at this moment.
    Again(DateTime<Utc>, String),
    /// No attempt was made; look again at this moment.
    NotYet(DateTime<Utc>),
    /// No attempt was made; it waits for the digest of this moment.
    Held(DateTime<Utc>),
}

/// So many messages go into one statement: SQLite takes 32,766 values in one.
const MOST_AT_ONCE: usize = 2_500;

/// Writes a message down. `false` when the same effect has had its message before.
pub async fn push(tx: &Tx, new: &NewNotification) -> Result<bool, StoreError> {
    Ok(push_all(tx, std::slice::from_ref(new)).await? == 1)
}

/// Writes many messages down; returns how many of them are new.
pub async fn push_all(tx: &Tx, new: &[NewNotification]) -> Result<u64, StoreError> {
    let mut written = 0;
    for chunk in new.chunks(MOST_AT_ONCE) {
        let rows = chunk.iter().map(columns).collect::<Result<Vec<_>, StoreError>>()?;
        let insert = row::Entity::insert_many(rows).on_conflict_do_nothing_on([row::Column::Effect]);
        if let TryInsertResult::Inserted(count) = insert.exec_without_returning(tx.db()).await? {
            written += count;
        }
    }
    Ok(written)
}

/// Writes messages down of which each has an effect of its own.
pub fn push_new(new: &[NewNotification]) -> Result<Vec<Part>, StoreError> {
    let written = |chunk: &[NewNotification]| {
        let rows = chunk.iter().map(columns).collect::<Result<Vec<_>, StoreError>>()?;
        Ok(Part::built(&row::Entity::insert_many(rows), chunk.len()))
    };
    new.chunks(MOST_AT_ONCE).map(written).collect()
}

fn columns(new: &NewNotification) -> Result<row::ActiveModel, StoreError> {
    Ok(row::ActiveModel {
        id: Set(new.id),
        person_id: Set(new.person),
        cohort_id: Set(new.cohort),
        key: Set(new.email.key().to_owned()),
        payload: Set(serde_json::to_string(&new.email).map_err(StoreError::corrupt)?),
        effect: Set(new.effect.clone()),
        state: Set(NotificationState::Queued),
        created_at: Set(new.at),
        due_at: Set(new.at),
        not_after: Set(new.not_after),
        message_id: Set(new.email.message()),
        // The rest begins empty.
        ..Default::default()
    })
}

/// Takes up to `limit` messages that are due, oldest first, and holds them until `lease_until`. Messages that another
/// worker is taking at this moment are passed over; those whose worker died come back when their lease ends.
pub async fn claim(
    tx: &Tx,
    limit: u64,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Vec<Claimed>, StoreError> {
    let free = Condition::any().add(row::Column::LeaseUntil.is_null()).add(row::Column::LeaseUntil.lte(now));
    let rows = row::Entity::find()
        .filter(row::Column::State.eq(NotificationState::Queued))
        .filter(row::Column::DueAt.lte(now))
        .filter(row::Column::HeldAt.is_null())
        .filter(free)
        .order_by_asc(row::Column::DueAt)
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(tx.db())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    // Counting the attempt now means that a message which kills its worker is not tried for ever.
    row::Entity::update_many()
        .col_expr(row::Column::LeaseUntil, Expr::value(lease_until))
        .col_expr(row::Column::Attempts, Expr::col(row::Column::Attempts).add(1))
        .filter(row::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(tx.db())
        .await?;
    Ok(rows.into_iter().map(Claimed::from).collect())
}

/// Writes down what became of an attempt. `false` when the message was not ours any more: the lease ended and somebody
/// else took it.
pub async fn settle(
    tx: &Tx,
    claimed: &Claimed,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let update = row::Entity::update_many()
        .col_expr(row::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(row::Column::Id.eq(claimed.id))
        .filter(row::Column::State.eq(NotificationState::Queued))
        // The count tells whose attempt it is.
        .filter(row::Column::Attempts.eq(claimed.attempts));
    let update = match outcome {
        Outcome::Over(state, reply) => {
            let update = update
                .col_expr(row::Column::State, Expr::value(*state))
                .col_expr(row::Column::FinishedAt, Expr::value(now))
                .col_expr(row::Column::LastReply, Expr::value(reply.clone()));
            match claimed.email.as_ref().and_then(without_secret) {
                Some(payload) => update.col_expr(row::Column::Payload, Expr::value(payload?)),
                None => update,
            }
        }
        Outcome::Again(due_at, reply) => update
            .col_expr(row::Column::DueAt, Expr::value(*due_at))
            .col_expr(row::Column::LastReply, Expr::value(reply.clone())),
        Outcome::NotYet(due_at) => update
            .col_expr(row::Column::DueAt, Expr::value(*due_at))
            .col_expr(row::Column::Attempts, Expr::value(claimed.attempts - 1)),
        Outcome::Held(digest_at) => update
            .col_expr(row::Column::DueAt, Expr::value(*digest_at))
            .col_expr(row::Column::HeldAt, Expr::value(now))
            .col_expr(row::Column::Attempts, Expr::value(claimed.attempts - 1)),
    };
    let ours = update.exec(tx.db()).await?.rows_affected == 1;
    if let (true, Some(Email::DailyDigest { .. }), Outcome::Over(state, reply)) =
        (ours, &claimed.email, outcome)
    {
        settle_held(tx, claimed.id, *state, reply, now).await?;
    }
    Ok(ours)
}

/// The payload without the token that opens a link, once it is of no more use (reliability S19).
fn without_secret(email: &Email) -> Option<Result<String, StoreError>> {
    email.token()?;
    let bare = email.clone().opened_by(String::new());
    Some(serde_json::to_string(&bare).map_err(StoreError::corrupt))
}

/// Puts a message that is over back into the queue, with all its patience. `false` when it is not over.
pub async fn requeue(tx: &Tx, id: NotificationId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let over = [NotificationState::Failed, NotificationState::Dropped];
    let done = row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(NotificationState::Queued))
        .col_expr(row::Column::Attempts, Expr::value(0))
        .col_expr(row::Column::DueAt, Expr::value(now))
        .col_expr(row::Column::RequeuedAt, Expr::value(now))
        .col_expr(row::Column::FinishedAt, Expr::value(None::<DateTime<Utc>>))
        // On its own from here on, unless its reader's rhythm holds it again.
        .col_expr(row::Column::HeldAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(row::Column::DigestId, Expr::value(None::<NotificationId>))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::State.is_in(over))
        .exec(tx.db())
        .await?;
    hold_again(tx, id, now).await?;
    Ok(done.rows_affected == 1)
}

/// Remembers that mail servers refuse an address for good.
pub async fn refuse_address(
    tx: &Tx,
    address: &str,
    since: DateTime<Utc>,
    reply: &str,
) -> Result<(), StoreError> {
    let row = row::refused::ActiveModel {
        address: Set(address.to_owned()),
        since: Set(since),
        reply: Set(reply.to_owned()),
    };
    let insert = row::refused::Entity::insert(row);
    insert.on_conflict_do_nothing_on([row::refused::Column::Address]).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Gives an address another chance.
pub async fn accept_address(tx: &Tx, address: &str) -> Result<(), StoreError> {
    row::refused::Entity::delete_by_id(address.to_owned()).exec(tx.db()).await?;
    Ok(())
}

impl From<row::Model> for Claimed {
    /// The row as it was before the claim.
    fn from(row: row::Model) -> Self {
        Self {
            id: row.id,
            person: row.person_id,
            email: serde_json::from_str(&row.payload).ok(),
            attempts: row.attempts + 1,
            since: row.requeued_at.unwrap_or(row.created_at),
            not_after: row.not_after,
        }
    }
}
