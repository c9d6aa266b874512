//! Sessions: the meetings of cohorts.

pub(crate) mod row;

use crate::store::{Read, Tx};
use crate::{StoreError, cohort, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::{Author, Sight};
use postup_domain::id::{CohortId, OrganizationId, SessionId, VenueId};
use postup_domain::session::{Former, RegisterState, Session, SessionState};
use postup_domain::text::Line;
use row::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

/// Ids of the cohorts that exist for an actor.
fn cohorts(sight: &Sight) -> sea_orm::sea_query::SelectStatement {
    cohort::row::Entity::find()
        .select_only()
        .column(cohort::row::Column::Id)
        .filter(cohort::visible(sight))
        .into_query()
}

/// The session, if its cohort exists for the actor.
pub async fn find(db: &impl Read, sight: &Sight, id: SessionId) -> Result<Option<Session>, StoreError> {
    Entity::find_by_id(id)
        .filter(Column::CohortId.in_subquery(cohorts(sight)))
        .one(db.db())
        .await?
        .map(Session::try_from)
        .transpose()
}

/// The session, locked until the change ends.
pub async fn lock(tx: &Tx, id: SessionId) -> Result<Option<Session>, StoreError> {
    Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.map(Session::try_from).transpose()
}

/// The later sessions of the same series that can still be moved, the earliest first; `None` for what was planned alone.
fn later(session: &Session, now: chrono::DateTime<chrono::Utc>) -> Option<sea_orm::Select<Entity>> {
    let query = Entity::find()
        .filter(Column::SeriesId.eq(session.series?))
        .filter(Column::CohortId.eq(session.cohort))
        .filter(Column::State.eq(SessionState::Planned))
        .filter(Column::Register.eq(RegisterState::Open))
        .filter(Column::StartsAt.gt(session.plan.starts_at.max(now)))
        .filter(Column::Id.ne(session.id))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id);
    Some(query)
}

/// The later sessions of the same series that can still be moved.
pub async fn later_of(
    db: &impl Read,
    session: &Session,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<Session>, StoreError> {
    let Some(query) = later(session, now) else { return Ok(Vec::new()) };
    let rows = query.all(db.db()).await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// The same, locked until the change ends.
pub async fn lock_later(
    tx: &Tx,
    session: &Session,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<Session>, StoreError> {
    let Some(query) = later(session, now) else { return Ok(Vec::new()) };
    let rows = query.lock_exclusive().all(tx.db()).await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// The planned sessions to come in a place, locked until the change ends.
pub async fn lock_ahead_in(
    tx: &Tx,
    venue: VenueId,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<Session>, StoreError> {
    let rows = Entity::find()
        .filter(Column::VenueId.eq(venue))
        .filter(Column::State.eq(SessionState::Planned))
        .filter(Column::StartsAt.gt(now))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// The timetable of a cohort, the earliest first; empty if the cohort does not exist for the actor.
pub async fn of_cohort(db: &impl Read, sight: &Sight, cohort: CohortId) -> Result<Vec<Session>, StoreError> {
    let rows = Entity::find()
        .filter(Column::CohortId.eq(cohort))
        .filter(Column::CohortId.in_subquery(cohorts(sight)))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .all(db.db())
        .await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// The planned sessions of several cohorts, the earliest first.
pub async fn planned_in(db: &impl Read, cohorts: &[CohortId]) -> Result<Vec<Session>, StoreError> {
    let rows = Entity::find()
        .filter(Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(Column::State.eq(SessionState::Planned))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .all(db.db())
        .await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// The planned sessions of the cohorts of an organization that meet a time, the earliest first.
pub async fn of_organization(
    db: &impl Read,
    organization: OrganizationId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Session>, StoreError> {
    let cohorts = cohort::row::Entity::find()
        .select_only()
        .column(cohort::row::Column::Id)
        .filter(cohort::row::Column::OrganizationId.eq(organization))
        .into_query();
    let rows = Entity::find()
        .filter(Column::CohortId.in_subquery(cohorts))
        .filter(Column::State.eq(SessionState::Planned))
        .filter(Column::StartsAt.lt(until))
        .filter(Column::EndsAt.gt(from))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .all(db.db())
        .await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Writes new sessions.
pub async fn insert(tx: &Tx, sessions: &[Session]) -> Result<(), StoreError> {
    let rows = sessions.iter().map(|session| {
        let mut columns = row::columns(session);
        columns.id = Set(session.id);
        columns.reminded_at = Set(None);
        columns.changed_at = Set(None);
        columns.unfilled_told = Set(0);
        columns
    });
    Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Writes a session back and counts its version up; [`StoreError::Stale`] when somebody else did so meanwhile.
/// A session that was moved is one that nobody was reminded of.
pub async fn update(
    tx: &Tx,
    session: &mut Session,
    moved: bool,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), StoreError> {
    let seen = session.version;
    session.version += 1;
    let mut columns = row::columns(session);
    columns.changed_at = Set(Some(now));
    if moved {
        columns.reminded_at = Set(None);
        columns.unfilled_told = Set(0);
    }
    let done = Entity::update_many()
        .set(columns)
        .filter(Column::Id.eq(session.id))
        .filter(Column::Version.eq(seen))
        .exec(tx.db())
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Keeps how a session stood before the change of time or place that gave it its sequence.
pub async fn keep_former(
    tx: &Tx,
    session: &Session,
    former: &Former,
    author: Author,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), StoreError> {
    let text = "INSERT INTO session_move (session_id, number, at, author, starts_at, ends_at, venue, link) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let line = |line: &Option<Line>| line.as_ref().map(ToString::to_string);
    let values = vec![
        session.id.into(),
        session.sequence.into(),
        now.into(),
        author.map(|person| person.0).into(),
        former.starts_at.into(),
        former.ends_at.into(),
        line(&former.venue).into(),
        line(&former.link).into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// How a session stood before the change of this number.
pub async fn former(db: &impl Read, id: SessionId, number: i64) -> Result<Option<Former>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        starts_at: chrono::DateTime<chrono::Utc>,
        ends_at: chrono::DateTime<chrono::Utc>,
        venue: Option<Line>,
        link: Option<Line>,
    }
    let text =
        "SELECT starts_at, ends_at, venue, link FROM session_move WHERE session_id = $1 AND number = $2";
    let found = sql::one::<Row>(db, text, vec![id.into(), number.into()]).await?;
    Ok(found.map(|row| Former {
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        venue: row.venue,
        link: row.link,
    }))
}

/// Calls off every planned session of a cohort that begins after this instant; returns how many.
pub async fn cancel_planned(
    tx: &Tx,
    cohort: CohortId,
    after: chrono::DateTime<chrono::Utc>,
) -> Result<u64, StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(SessionState::Cancelled))
        .col_expr(Column::Version, Expr::cust("version + 1"))
        .col_expr(Column::Sequence, Expr::cust("sequence + 1"))
        .col_expr(Column::ChangedAt, Expr::value(after))
        .filter(Column::CohortId.eq(cohort))
        .filter(Column::State.eq(SessionState::Planned))
        .filter(Column::StartsAt.gt(after))
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected)
}

/// Whether another planned session makes up for this one.
pub async fn is_made_up(db: &impl Read, id: SessionId) -> Result<bool, StoreError> {
    let makers = Entity::find()
        .filter(Column::MakesUp.eq(id))
        .filter(Column::State.eq(SessionState::Planned))
        .count(db.db())
        .await?;
    Ok(makers > 0)
}

/// How many sessions of a cohort are planned.
pub async fn count_planned(db: &impl Read, cohort: CohortId) -> Result<u64, StoreError> {
    Ok(Entity::find()
        .filter(Column::CohortId.eq(cohort))
        .filter(Column::State.eq(SessionState::Planned))
        .count(db.db())
        .await?)
}
