//! What managers see: the fate of every message about their cohorts, next to the person it went to.

use super::digest::BEYOND;
use super::row;
use crate::store::Read;
use crate::{Cursor, Page, StoreError};
use chrono::{DateTime, Utc};
use postup_domain::access::{CohortPlace, Sight};
use postup_domain::id::{CohortId, MessageId, NotificationId, OrganizationId, PersonId, ProgramId};
use postup_domain::notification::{Notification, NotificationState};
use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;

/// Which messages are asked for; an empty filter asks for all that can be seen.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub person: Option<PersonId>,
    pub cohort: Option<CohortId>,
    pub state: Option<NotificationState>,
    /// Those that tell what a manager wrote.
    pub message: Option<MessageId>,
}

/// How the queue is doing, for health pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueHealth {
    /// Messages that wait for an attempt; not those held for a digest.
    pub queued: u64,
    /// When the oldest of those that should have gone was due.
    pub overdue_since: Option<DateTime<Utc>>,
    /// Messages that failed and that nobody sent again.
    pub failed: u64,
}

/// One's own messages, those about cohorts that one manages, and all for administrators.
fn visible(sight: &Sight) -> Condition {
    if sight.administers || sight.manages.everything {
        return Condition::all();
    }
    let own = sight.person.map(|person| row::Column::PersonId.eq(person));
    let reach = &sight.manages;
    let cohorts = Query::select()
        .column("id")
        .from("cohort")
        .cond_where(
            Condition::any()
                .add(Expr::col("id").is_in(reach.cohorts.iter().copied()))
                .add(Expr::col("program_id").is_in(reach.programs.iter().copied()))
                .add(Expr::col("organization_id").is_in(reach.organizations.iter().copied())),
        )
        .take();
    Condition::any().add_option(own).add(row::Column::CohortId.in_subquery(cohorts))
}

/// Held is queued with a date in its column.
fn in_state(state: NotificationState) -> Condition {
    let held = row::Column::HeldAt.is_not_null();
    match state {
        NotificationState::Queued => {
            Condition::all().add(row::Column::State.eq(state)).add(row::Column::HeldAt.is_null())
        }
        NotificationState::Held => {
            Condition::all().add(row::Column::State.eq(NotificationState::Queued)).add(held)
        }
        NotificationState::Sent | NotificationState::Failed | NotificationState::Dropped => {
            row::Column::State.eq(state).into_condition()
        }
    }
}

/// Messages, newest first.
pub async fn list(
    db: &impl Read,
    sight: &Sight,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Notification>, StoreError> {
    let mut wanted = Condition::all()
        .add(visible(sight))
        .add_option(filter.person.map(|person| row::Column::PersonId.eq(person)))
        .add_option(filter.cohort.map(|cohort| row::Column::CohortId.eq(cohort)))
        .add_option(filter.message.map(|message| row::Column::MessageId.eq(message)))
        .add_option(filter.state.map(in_state));
    if let Some(id) = after.and_then(|cursor| cursor.id.parse::<NotificationId>().ok()) {
        wanted = wanted.add(row::Column::Id.lt(id));
    }
    let query = row::Entity::find().filter(wanted).order_by_desc(row::Column::Id).limit(limit + 1);
    let found = named(db, query.all(db.db()).await?).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Page::cut(found, limit, |found| Cursor { value: String::new(), id: found.id.to_string() }))
}

/// One message.
pub async fn find(
    db: &impl Read,
    sight: &Sight,
    id: NotificationId,
) -> Result<Option<Notification>, StoreError> {
    let found = row::Entity::find_by_id(id).filter(visible(sight)).one(db.db()).await?;
    Ok(named(db, found.into_iter().collect()).await?.pop())
}

/// The rows with the names of their readers, which one query finds for all of them.
async fn named(db: &impl Read, rows: Vec<row::Model>) -> Result<Vec<Notification>, StoreError> {
    let query = Query::select()
        .columns(["id", "family_name", "given_name"])
        .from("person")
        .and_where(Expr::col("id").is_in(rows.iter().map(|row| row.person_id)))
        .take();
    let mut names = HashMap::new();
    if !rows.is_empty() {
        for found in db.db().query_all(&query).await? {
            let id: PersonId = found.try_get("", "id")?;
            let (family, given): (String, String) =
                (found.try_get("", "family_name")?, found.try_get("", "given_name")?);
            names.insert(id, format!("{family} {given}"));
        }
    }
    let with_name = |row: row::Model| Notification {
        reader: names.get(&row.person_id).cloned().unwrap_or_default(),
        id: row.id,
        person: row.person_id,
        cohort: row.cohort_id,
        key: row.key,
        state: match (row.state, row.held_at) {
            (NotificationState::Queued, Some(_)) => NotificationState::Held,
            (state, _) => state,
        },
        attempts: row.attempts,
        created_at: row.created_at,
        due_at: if row.digest_id.is_some() { row.due_at - BEYOND } else { row.due_at },
        not_after: row.not_after,
        finished_at: row.finished_at,
        last_reply: row.last_reply,
    };
    Ok(rows.into_iter().map(with_name).collect())
}

/// Where the cohort that a message is about stands.
pub async fn cohort_place(db: &impl Read, cohort: CohortId) -> Result<Option<CohortPlace>, StoreError> {
    let query = Query::select()
        .columns(["program_id", "organization_id"])
        .from("cohort")
        .and_where(Expr::col("id").eq(cohort))
        .take();
    let Some(found) = db.db().query_one(&query).await? else { return Ok(None) };
    let program: ProgramId = found.try_get("", "program_id")?;
    let organization: OrganizationId = found.try_get("", "organization_id")?;
    Ok(Some(CohortPlace { cohort, program, organization }))
}

/// How the queue is doing at `now`.
pub async fn health(db: &impl Read, now: DateTime<Utc>) -> Result<QueueHealth, StoreError> {
    let of = |state| row::Entity::find().filter(in_state(state));
    let oldest = of(NotificationState::Queued)
        .filter(row::Column::DueAt.lt(now))
        .order_by_asc(row::Column::DueAt)
        .limit(1)
        .one(db.db())
        .await?;
    Ok(QueueHealth {
        queued: of(NotificationState::Queued).count(db.db()).await?,
        overdue_since: oldest.map(|row| row.due_at),
        failed: of(NotificationState::Failed).count(db.db()).await?,
    })
}
