//! Courses, their versions and units.

pub(crate) mod row;

mod catalogue;
mod words;
mod write;

pub use catalogue::{Filter, Found, Order, list, nearest, openings, search};
pub(crate) use words::renew_search;
pub use write::{insert, lock, update, update_with_new_version};

use crate::store::Read;
use crate::{StoreError, circle, cohort, program};
use chrono::NaiveDate;
use postup_domain::access::{Reach, Sight};
use postup_domain::course::{Course, CourseVersion};
use postup_domain::id::{CourseId, CourseVersionId, ProgramId};
use postup_domain::program::Publication;
use row::{course, unit, version};
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, SelectTwo,
};

/// Courses that exist for an actor: the published of published programs, and the drafts within reach.
pub(crate) fn visible(sight: &Sight) -> Condition {
    Condition::any()
        .add(
            Condition::all()
                .add(course::Column::State.eq(Publication::Published))
                .add(course::Column::ProgramId.in_subquery(program::published())),
        )
        .add(within_reach(&sight.manages))
        .add(within_reach(&sight.teaches))
}

fn within_reach(reach: &Reach) -> Condition {
    if reach.everything {
        return circle::all();
    }
    let mut any =
        circle::none().add(course::Column::ProgramId.in_subquery(program::ids(program::owned(reach))));
    if !reach.cohorts.is_empty() {
        let taught = cohort::row::Entity::find()
            .select_only()
            .column(cohort::row::Column::CourseId)
            .filter(cohort::row::Column::Id.is_in(reach.cohorts.iter().copied()))
            .into_query();
        any = any.add(course::Column::Id.in_subquery(taught));
    }
    any
}

/// Courses an actor manages.
fn managed(sight: &Sight) -> Condition {
    if sight.manages.everything {
        return circle::all();
    }
    Condition::all().add(course::Column::ProgramId.in_subquery(program::ids(program::owned(&sight.manages))))
}

/// Ids of courses that every visitor may see.
pub(crate) fn published() -> SelectStatement {
    course::Entity::find()
        .select_only()
        .column(course::Column::Id)
        .filter(course::Column::State.eq(Publication::Published))
        .filter(course::Column::ProgramId.in_subquery(program::published()))
        .into_query()
}

/// Courses with their newest versions.
fn newest() -> SelectTwo<course::Entity, version::Entity> {
    course::Entity::find()
        .find_also_related(version::Entity)
        .filter(version::Column::Number.into_expr().equals((course::Entity, course::Column::Latest)))
}

/// The newest versions, with what is known of their courses to filter by.
fn newest_versions() -> Select<version::Entity> {
    version::Entity::find()
        .inner_join(course::Entity)
        .filter(version::Column::Number.into_expr().equals((course::Entity, course::Column::Latest)))
}

/// The course with its newest version, if it exists for the actor.
pub async fn find(db: &impl Read, sight: &Sight, id: CourseId) -> Result<Option<Course>, StoreError> {
    one(db, newest().filter(course::Column::Id.eq(id)).filter(visible(sight))).await
}

/// The same by its code.
pub async fn find_by_code(db: &impl Read, sight: &Sight, code: &str) -> Result<Option<Course>, StoreError> {
    one(db, newest().filter(course::Column::Code.eq(code)).filter(visible(sight))).await
}

/// Several courses that exist for the actor, in no order.
pub async fn find_all(db: &impl Read, sight: &Sight, ids: &[CourseId]) -> Result<Vec<Course>, StoreError> {
    let query = newest().filter(course::Column::Id.is_in(ids.iter().copied())).filter(visible(sight));
    assemble_all(db, query.all(db.db()).await?).await
}

async fn one(
    db: &impl Read,
    query: SelectTwo<course::Entity, version::Entity>,
) -> Result<Option<Course>, StoreError> {
    Ok(assemble_all(db, query.all(db.db()).await?).await?.into_iter().next())
}

/// Puts courses and units together with one more query, however many they are.
async fn assemble_all(
    db: &impl Read,
    rows: Vec<(course::Model, Option<version::Model>)>,
) -> Result<Vec<Course>, StoreError> {
    let versions = rows.iter().filter_map(|(_, version)| version.as_ref().map(|row| row.id)).collect();
    let units = units(db, versions).await?;
    rows.into_iter()
        .map(|(course, version)| {
            let version = version.ok_or_else(|| StoreError::corrupt("course without a version"))?;
            Ok(row::assemble(course, row::assemble_version(version, &units)))
        })
        .collect()
}

async fn units(db: &impl Read, versions: Vec<CourseVersionId>) -> Result<Vec<unit::Model>, StoreError> {
    Ok(unit::Entity::find()
        .filter(unit::Column::CourseVersionId.is_in(versions))
        .order_by_asc(unit::Column::Position)
        .all(db.db())
        .await?)
}

/// One version of a course, old or new. Whoever may see a cohort may see the version it runs.
pub async fn version(db: &impl Read, id: CourseVersionId) -> Result<Option<CourseVersion>, StoreError> {
    Ok(versions(db, &[id]).await?.into_iter().next())
}

/// Several versions, in no order.
pub async fn versions(db: &impl Read, ids: &[CourseVersionId]) -> Result<Vec<CourseVersion>, StoreError> {
    let query: Select<version::Entity> =
        version::Entity::find().filter(version::Column::Id.is_in(ids.iter().copied()));
    let rows = query.all(db.db()).await?;
    let units = units(db, rows.iter().map(|row| row.id).collect()).await?;
    Ok(rows.into_iter().map(|row| row::assemble_version(row, &units)).collect())
}

/// How many cohorts run a version.
pub async fn count_cohorts(db: &impl Read, version: CourseVersionId) -> Result<u64, StoreError> {
    cohort::count_of_version(db, version).await
}

/// How many published courses a program has.
pub async fn count_published(db: &impl Read, program: ProgramId) -> Result<u64, StoreError> {
    Ok(course::Entity::find()
        .filter(course::Column::ProgramId.eq(program))
        .filter(course::Column::State.eq(Publication::Published))
        .count(db.db())
        .await?)
}

/// How many published cohorts of a course are not over on a day.
pub async fn count_running(db: &impl Read, course: CourseId, on: NaiveDate) -> Result<u64, StoreError> {
    cohort::count_running(db, course, on).await
}
