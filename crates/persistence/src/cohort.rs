//! Cohorts, with the counters kept beside them.

pub(crate) mod row;

use crate::circle::{Circle, none};
use crate::store::{Read, Tx};
use crate::{Cursor, Page, StoreError, course};
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::access::{Reach, Sight};
use postup_domain::cohort::{Cohort, CohortState, Form};
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::{CohortId, CourseId, CourseVersionId, EnrollmentId, PersonId, ProgramId};
use postup_domain::territory::{Nearness, TerritoryCode};
use row::{Column, Entity};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Narrows a list of cohorts.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub circle: Circle,
    pub course: Option<CourseId>,
    pub program: Option<ProgramId>,
    pub state: Option<CohortState>,
    /// Only those that end on this day or later.
    pub not_over_on: Option<NaiveDate>,
    /// Only those that take applications at this instant.
    pub taking_applications_at: Option<DateTime<Utc>>,
    /// The next one first; otherwise the newest first.
    pub soonest_first: bool,
}

/// Cohorts that exist for an actor: the published of published courses, those within reach, and the own ones.
pub(crate) fn visible(sight: &Sight) -> Condition {
    let mut any = Condition::any()
        .add(
            Condition::all()
                .add(Column::State.eq(CohortState::Published))
                .add(Column::CourseId.in_subquery(course::published())),
        )
        .add(within_reach(&sight.manages))
        .add(within_reach(&sight.teaches));
    if let Some(person) = sight.person {
        any = any.add(Column::Id.in_subquery(enrolled(person, None)));
    }
    any
}

fn within_reach(reach: &Reach) -> Condition {
    let mut any = crate::circle::within(reach, Column::OrganizationId, Column::ProgramId);
    if !reach.everything && !reach.cohorts.is_empty() {
        any = Condition::any().add(any).add(Column::Id.is_in(reach.cohorts.iter().copied()));
    }
    any
}

/// Ids of the cohorts in which a person has an enrollment, in this state if one is named.
fn enrolled(person: PersonId, state: Option<EnrollmentState>) -> SelectStatement {
    let mut query = Query::select()
        .column(Alias::new("cohort_id"))
        .from(Alias::new("enrollment"))
        .and_where(Expr::col(Alias::new("person_id")).eq(person))
        .take();
    if let Some(state) = state {
        query.and_where(Expr::col(Alias::new("state")).eq(state));
    }
    query
}

/// Cohorts an actor manages.
pub(crate) fn managed(sight: &Sight) -> Condition {
    if sight.manages.is_empty() { none() } else { within_reach(&sight.manages) }
}

/// The cohort, if it exists for the actor.
pub async fn find(db: &impl Read, sight: &Sight, id: CohortId) -> Result<Option<Cohort>, StoreError> {
    Entity::find_by_id(id).filter(visible(sight)).one(db.db()).await?.map(Cohort::try_from).transpose()
}

/// The cohort, locked until the change ends. Lock it before counting what belongs to it.
pub async fn lock(tx: &Tx, id: CohortId) -> Result<Option<Cohort>, StoreError> {
    Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.map(Cohort::try_from).transpose()
}

/// Whether the exact place of a cohort's meetings may be told: to its staff, and to people who hold a seat
/// (product rule 11).
pub async fn tells_place(db: &impl Read, sight: &Sight, cohort: &Cohort) -> Result<bool, StoreError> {
    let at = cohort.place();
    if sight.sees_register(&at) {
        return Ok(true);
    }
    let Some(person) = sight.person else { return Ok(false) };
    let seats = Entity::find_by_id(cohort.id)
        .filter(Column::Id.in_subquery(enrolled(person, Some(EnrollmentState::Confirmed))))
        .count(db.db())
        .await?;
    Ok(seats > 0)
}

/// Of these cohorts, those whose exact place may be told.
pub async fn telling_place(
    db: &impl Read,
    sight: &Sight,
    cohorts: &[Cohort],
) -> Result<Vec<CohortId>, StoreError> {
    let staffed = |cohort: &&Cohort| sight.sees_register(&cohort.place());
    let mut ids: Vec<CohortId> = cohorts.iter().filter(staffed).map(|cohort| cohort.id).collect();
    if let Some(person) = sight.person {
        let seated: Vec<CohortId> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Id.is_in(cohorts.iter().map(|cohort| cohort.id)))
            .filter(Column::Id.in_subquery(enrolled(person, Some(EnrollmentState::Confirmed))))
            .into_tuple()
            .all(db.db())
            .await?;
        ids.extend(seated);
    }
    Ok(ids)
}

/// Cohorts by their first day.
pub async fn list(
    db: &impl Read,
    sight: &Sight,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Cohort>, StoreError> {
    let mut query = Entity::find().filter(match filter.circle {
        Circle::Visible => visible(sight),
        Circle::Managed => managed(sight),
    });
    if let Some(course) = filter.course {
        query = query.filter(Column::CourseId.eq(course));
    }
    if let Some(program) = filter.program {
        query = query.filter(Column::ProgramId.eq(program));
    }
    if let Some(state) = filter.state {
        query = query.filter(Column::State.eq(state));
    }
    if let Some(day) = filter.not_over_on {
        query = query.filter(Column::EndsOn.gte(day));
    }
    if let Some(now) = filter.taking_applications_at {
        query = query
            .filter(Column::State.eq(CohortState::Published))
            .filter(Column::EnrollmentOpens.lte(now))
            .filter(Column::EnrollmentCloses.gt(now));
    }
    if let Some(later) = after.and_then(|cursor| beyond(cursor, filter.soonest_first)) {
        query = query.filter(later);
    }
    query = if filter.soonest_first {
        query.order_by_asc(Column::StartsOn).order_by_asc(Column::Id)
    } else {
        query.order_by_desc(Column::StartsOn).order_by_desc(Column::Id)
    };
    let rows = query.limit(limit + 1).all(db.db()).await?;
    let cohorts = rows.into_iter().map(Cohort::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::cut(cohorts, usize::try_from(limit).unwrap_or(usize::MAX), |cohort: &Cohort| Cursor {
        value: cohort.plan.starts_on.to_string(),
        id: cohort.id.to_string(),
    }))
}

/// The cohorts of everybody that take applications at an instant, the nearest to where somebody works first, then the next
/// to start. One statement.
pub async fn nearest(
    db: &impl Read,
    reader: &TerritoryCode,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Cohort>, StoreError> {
    let mut rank = Expr::case(Column::Form.eq(Form::Online), Nearness::Online.rank());
    let parts = [Nearness::Oblast, Nearness::Raion, Nearness::Hromada];
    for (part, beginning) in parts.into_iter().zip(reader.beginnings()).rev() {
        if let Some(beginning) = beginning {
            rank = rank.case(Column::Territory.starts_with(beginning), part.rank());
        }
    }
    let rows = Entity::find()
        .filter(visible(&Sight::visitor()))
        .filter(Column::EnrollmentOpens.lte(now))
        .filter(Column::EnrollmentCloses.gt(now))
        .order_by(Expr::Case(Box::new(rank.finally(Nearness::Country.rank()))), Order::Asc)
        .order_by_asc(Column::StartsOn)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db.db())
        .await?;
    rows.into_iter().map(Cohort::try_from).collect()
}

/// What lies beyond the end of the page before; a cursor that was not ours counts as none.
fn beyond(cursor: &Cursor, ascending: bool) -> Option<Condition> {
    let day: NaiveDate = cursor.value.parse().ok()?;
    let id: CohortId = cursor.id.parse().ok()?;
    let (further, next) = if ascending {
        (Column::StartsOn.gt(day), Column::Id.gt(id))
    } else {
        (Column::StartsOn.lt(day), Column::Id.lt(id))
    };
    let same_day = Condition::all().add(Column::StartsOn.eq(day)).add(next);
    Some(Condition::any().add(further).add(same_day))
}

/// The newest cohort of a course, whatever its state: the pattern for the next one.
pub async fn newest_of(
    db: &impl Read,
    sight: &Sight,
    course: CourseId,
) -> Result<Option<Cohort>, StoreError> {
    Entity::find()
        .filter(managed(sight))
        .filter(Column::CourseId.eq(course))
        .order_by_desc(Column::Id)
        .one(db.db())
        .await?
        .map(Cohort::try_from)
        .transpose()
}

/// Writes a new cohort.
pub async fn insert(tx: &Tx, cohort: &Cohort, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut columns = row::columns(cohort);
    columns.id = Set(cohort.id);
    columns.confirmed = Set(0);
    columns.held = Set(0);
    columns.reserved = Set(0);
    columns.in_quota = Set(0);
    columns.waitlisted = Set(0);
    columns.arrivals = Set(0);
    columns.created_at = Set(now);
    Entity::insert(columns).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Writes a cohort back, but for its counters, and counts its version up; [`StoreError::Stale`] when somebody else
/// did so meanwhile.
pub async fn update(tx: &Tx, cohort: &mut Cohort) -> Result<(), StoreError> {
    let seen = cohort.version;
    cohort.version += 1;
    let done = Entity::update_many()
        .set(row::columns(cohort))
        .filter(Column::Id.eq(cohort.id))
        .filter(Column::Version.eq(seen))
        .exec(tx.db())
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Who holds a seat.
pub async fn seated(db: &impl Read, cohort: CohortId) -> Result<Vec<(EnrollmentId, PersonId)>, StoreError> {
    in_state(db, cohort, EnrollmentState::Confirmed).await
}

async fn in_state(
    db: &impl Read,
    cohort: CohortId,
    state: EnrollmentState,
) -> Result<Vec<(EnrollmentId, PersonId)>, StoreError> {
    let query = Query::select()
        .columns([Alias::new("id"), Alias::new("person_id")])
        .from(Alias::new("enrollment"))
        .and_where(Expr::col(Alias::new("cohort_id")).eq(cohort))
        .and_where(Expr::col(Alias::new("state")).eq(state))
        .order_by(Alias::new("arrival"), Order::Asc)
        .take();
    let rows = db.db().query_all(&query).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "person_id")?))).collect()
}

/// Those who are offered a seat of a cohort and have not answered.
pub async fn offered(db: &impl Read, cohort: CohortId) -> Result<Vec<(EnrollmentId, PersonId)>, StoreError> {
    in_state(db, cohort, EnrollmentState::Offered).await
}

/// Published cohorts on which is to be decided by an instant, or was, and on which nobody has.
pub async fn undecided(db: &impl Read, until: DateTime<Utc>) -> Result<Vec<CohortId>, StoreError> {
    let undecided = Entity::find()
        .filter(Column::State.eq(CohortState::Published))
        .filter(Column::DecideBy.lte(until))
        .filter(Column::DecidedAt.is_null())
        .order_by_asc(Column::DecideBy)
        .order_by_asc(Column::Id)
        .all(db.db())
        .await?;
    Ok(undecided.into_iter().map(|row| row.id).collect())
}

/// How many cohorts run this version of a course.
pub(crate) async fn count_of_version(db: &impl Read, version: CourseVersionId) -> Result<u64, StoreError> {
    Ok(Entity::find().filter(Column::CourseVersionId.eq(version)).count(db.db()).await?)
}

/// How many published cohorts of a course are not over on a day.
pub async fn count_running(db: &impl Read, course: CourseId, on: NaiveDate) -> Result<u64, StoreError> {
    Ok(Entity::find()
        .filter(Column::CourseId.eq(course))
        .filter(Column::State.eq(CohortState::Published))
        .filter(Column::EndsOn.gte(on))
        .count(db.db())
        .await?)
}
