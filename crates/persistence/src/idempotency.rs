//! Idempotency keys (standards API-04): one key, one effect, one stored answer. The mark "has had its effect" is
//! written by [`Tx::commit`](crate::Tx::commit) itself, so effect and mark cannot part.

use crate::store::{Read, Store, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, Value, sea_query::Expr};
use std::future::Future;
use std::sync::{Arc, Mutex};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub principal: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub key: String,
        #[sea_orm(column_type = "Text")]
        pub request_hash: String,
        #[sea_orm(column_type = "Text")]
        pub state: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub subject: Option<String>,
        pub status: Option<i32>,
        #[sea_orm(column_type = "Text", nullable)]
        pub content_type: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub location: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub body: Option<String>,
        pub created_at: DateTimeUtc,
        pub lease_until: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whose key it is, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The account, or the address of a visitor, as an opaque text.
    pub principal: String,
    pub key: String,
}

/// The answer that is given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub content_type: Option<String>,
    pub location: Option<String>,
    pub body: String,
}

/// What is known of a key when a request brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Never seen, or its first try ended without effect: go on.
    New,
    /// Answered before: give the same answer.
    Done(Answer),
    /// Had its effect, but the answer was lost on the way; the subject is `kind/id` of what was done.
    Committed { subject: String },
    /// Its first try is still running.
    Running,
    /// Seen with another request.
    Differs,
}

/// A request under a key, on its way to its effect.
#[derive(Clone)]
pub struct Attempt {
    key: Key,
    subject: Arc<Mutex<Option<String>>>,
}

impl Attempt {
    /// The one this task runs under, for an effect that another task brings about.
    pub fn current() -> Option<Self> {
        ATTEMPT.try_with(Clone::clone).ok()
    }

    /// Remembers what the request was about, for an answer that gets lost.
    pub fn is_about(&self, kind: &str, id: &str) {
        if let Ok(mut subject) = self.subject.lock() {
            subject.get_or_insert_with(|| format!("{kind}/{id}"));
        }
    }
}

tokio::task_local! {
    static ATTEMPT: Attempt;
}

/// Runs a request under a key: every commit inside stamps it.
pub async fn under<F: Future>(key: Key, run: F) -> F::Output {
    ATTEMPT.scope(Attempt { key, subject: Arc::default() }, run).await
}

/// The same for the present request; does nothing outside [`under`].
pub(crate) fn note_subject(kind: &str, id: &str) {
    let _ = ATTEMPT.try_with(|attempt| attempt.is_about(kind, id));
}

/// Marks the key of the present request as having had its effect; does nothing outside [`under`].
pub(crate) async fn stamp(tx: &Tx) -> Result<(), StoreError> {
    match Attempt::current() {
        Some(attempt) => stamp_all(tx, &[attempt]).await,
        None => Ok(()),
    }
}

/// Marks the keys of requests that have their effect by this change.
pub async fn stamp_all(tx: &Tx, attempts: &[Attempt]) -> Result<(), StoreError> {
    for chunk in attempts.chunks(5_000) {
        let text = format!(
            "UPDATE idempotency SET state = 'committed', subject = n.column3 FROM (VALUES {}) n \
             WHERE principal = n.column1 AND key = n.column2",
            sql::rows(chunk.len(), 3)
        );
        let values = chunk.iter().flat_map(|attempt| {
            let subject = attempt.subject.lock().ok().and_then(|subject| subject.clone());
            [attempt.key.principal.as_str().into(), attempt.key.key.as_str().into(), Value::from(subject)]
        });
        sql::execute(tx, &text, values.collect()).await?;
    }
    Ok(())
}

/// Asks for a key. A first try that died before its effect gives the key free when its lease ends.
pub async fn claim(
    store: &Store,
    key: &Key,
    request_hash: &str,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Claim, StoreError> {
    let tx = store.begin().await?;
    let fresh = row::ActiveModel {
        principal: Set(key.principal.clone()),
        key: Set(key.key.clone()),
        request_hash: Set(request_hash.to_owned()),
        state: Set("running".to_owned()),
        subject: Set(None),
        status: Set(None),
        content_type: Set(None),
        location: Set(None),
        body: Set(None),
        created_at: Set(now),
        lease_until: Set(lease_until),
    };
    let known = row::Entity::find_by_id((key.principal.clone(), key.key.clone())).one(tx.db()).await?;
    let claim = match known {
        None => {
            match row::Entity::insert(fresh).exec_without_returning(tx.db()).await.map_err(StoreError::from) {
                Ok(_) => Claim::New,
                // Two at once on PostgreSQL: the other one was first.
                Err(StoreError::Duplicate(_)) => return Ok(Claim::Running),
                Err(other) => return Err(other),
            }
        }
        Some(row) if row.request_hash != request_hash => Claim::Differs,
        Some(row) => match row.state.as_str() {
            "done" => Claim::Done(Answer {
                status: row.status.and_then(|status| u16::try_from(status).ok()).unwrap_or(200),
                content_type: row.content_type,
                location: row.location,
                body: row.body.unwrap_or_default(),
            }),
            "committed" => Claim::Committed { subject: row.subject.unwrap_or_default() },
            _ => {
                let taken = row::Entity::update_many()
                    .col_expr(row::Column::LeaseUntil, Expr::value(lease_until))
                    .filter(row::Column::Principal.eq(&key.principal))
                    .filter(row::Column::Key.eq(&key.key))
                    .filter(row::Column::State.eq("running"))
                    .filter(row::Column::LeaseUntil.lt(now))
                    .exec(tx.db())
                    .await?;
                if taken.rows_affected == 1 { Claim::New } else { Claim::Running }
            }
        },
    };
    tx.commit().await?;
    Ok(claim)
}

/// Keeps the answer for the next time.
pub async fn keep(store: &Store, key: &Key, answer: &Answer) -> Result<(), StoreError> {
    let tx = store.begin().await?;
    row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value("done"))
        .col_expr(row::Column::Status, Expr::value(i32::from(answer.status)))
        .col_expr(row::Column::ContentType, Expr::value(answer.content_type.clone()))
        .col_expr(row::Column::Location, Expr::value(answer.location.clone()))
        .col_expr(row::Column::Body, Expr::value(answer.body.clone()))
        .filter(row::Column::Principal.eq(&key.principal))
        .filter(row::Column::Key.eq(&key.key))
        .exec(tx.db())
        .await?;
    tx.commit().await
}

/// Lets go of a key whose request had no effect, so that it can be tried again.
pub async fn release(store: &Store, key: &Key) -> Result<(), StoreError> {
    let tx = store.begin().await?;
    row::Entity::delete_many()
        .filter(row::Column::Principal.eq(&key.principal))
        .filter(row::Column::Key.eq(&key.key))
        .filter(row::Column::State.eq("running"))
        .exec(tx.db())
        .await?;
    tx.commit().await
}

/// Forgets keys older than 35 days.
pub async fn purge(store: &Store, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let tx = store.begin().await?;
    let gone = row::Entity::delete_many().filter(row::Column::CreatedAt.lt(before)).exec(tx.db()).await?;
    tx.commit().await?;
    Ok(gone.rows_affected)
}
