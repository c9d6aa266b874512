//! What managers see: the fate of every message about their cohorts, next to the person it went to.

use super::row;
use crate::store::Read;
use crate::{Cursor, Page, StoreError};
use chrono::{DateTime, Utc};
use postup_domain::access::{CohortPlace, Sight};
use postup_domain::id::{CohortId, NotificationId, OrganizationId, PersonId, ProgramId};
use postup_domain::notification::{Notification, NotificationState};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Which messages are asked for; an empty filter asks for all that can be seen.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub person: Option<PersonId>,
    pub cohort: Option<CohortId>,
    pub state: Option<NotificationState>,
}

/// How the queue is doing, for health pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueHealth {
    /// Messages that wait.
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

/// Messages, newest first.
pub async fn list(
    db: &impl Read,
    sight: &Sight,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Notification>, StoreError> {
    let mut wanted = visible(sight);
    wanted = Condition::all().add(wanted);
    wanted = wanted
        .add_option(filter.person.map(|person| row::Column::PersonId.eq(person)))
        .add_option(filter.cohort.map(|cohort| row::Column::CohortId.eq(cohort)))
        .add_option(filter.state.map(|state| row::Column::State.eq(state)));
    if let Some(id) = after.and_then(|cursor| cursor.id.parse::<NotificationId>().ok()) {
        wanted = wanted.add(row::Column::Id.lt(id));
    }
    let query = row::Entity::find().filter(wanted).order_by_desc(row::Column::Id).limit(limit + 1);
    let found: Vec<Notification> = query.all(db.db()).await?.into_iter().map(Notification::from).collect();
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
    Ok(found.map(Notification::from))
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
    let of = |state| row::Entity::find().filter(row::Column::State.eq(state));
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
