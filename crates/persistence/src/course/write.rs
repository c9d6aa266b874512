//! Writing courses down.

use super::row::{self, course, unit, version};
use super::words;
use super::{newest, one};
use crate::store::{Read, Tx};
use crate::{StoreError, cohort};
use chrono::{DateTime, Utc};
use postup_domain::course::Course;
use postup_domain::id::CourseId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// The course with its newest version, locked until the change ends.
pub async fn lock(tx: &Tx, id: CourseId) -> Result<Option<Course>, StoreError> {
    let locked = course::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    if locked.is_none() {
        return Ok(None);
    }
    one(tx, newest().filter(course::Column::Id.eq(id))).await
}

/// Writes a new course with its first version.
pub async fn insert(tx: &Tx, course: &Course, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut columns = row::course_columns(course);
    columns.id = Set(course.id);
    columns.created_at = Set(now);
    course::Entity::insert(columns).exec_without_returning(tx.db()).await?;
    insert_version(tx, course, now).await
}

async fn insert_version(tx: &Tx, course: &Course, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut columns = row::version_columns(course);
    columns.id = Set(course.content.id);
    columns.created_at = Set(now);
    version::Entity::insert(columns).exec_without_returning(tx.db()).await?;
    write_words(tx, course).await?;
    insert_units(tx, course).await
}

async fn write_words(tx: &Tx, course: &Course) -> Result<(), StoreError> {
    words::write(tx, course.content.id, &words::text_of(&course.content, course.code.as_str())).await
}

async fn insert_units(tx: &Tx, course: &Course) -> Result<(), StoreError> {
    let units = row::unit_columns(&course.content);
    if !units.is_empty() {
        unit::Entity::insert_many(units).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Writes a course back with its newest version in place, and counts the row's version up; [`StoreError::Stale`] when
/// somebody else did so meanwhile.
pub async fn update(tx: &Tx, course: &mut Course) -> Result<(), StoreError> {
    update_course(tx, course).await?;
    if cohort::count_of_version(tx, course.content.id).await? > 0 {
        // Sessions point to units of a version that runs, and such a version does not change.
        return Ok(());
    }
    version::Entity::update_many()
        .set(row::version_columns(course))
        .filter(version::Column::Id.eq(course.content.id))
        .exec(tx.db())
        .await?;
    write_words(tx, course).await?;
    unit::Entity::delete_many()
        .filter(unit::Column::CourseVersionId.eq(course.content.id))
        .exec(tx.db())
        .await?;
    insert_units(tx, course).await
}

/// Writes a course back with a version that is new.
pub async fn update_with_new_version(
    tx: &Tx,
    course: &mut Course,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    update_course(tx, course).await?;
    insert_version(tx, course, now).await
}

async fn update_course(tx: &Tx, course: &mut Course) -> Result<(), StoreError> {
    let seen = course.version;
    course.version += 1;
    let done = course::Entity::update_many()
        .set(row::course_columns(course))
        .filter(course::Column::Id.eq(course.id))
        .filter(course::Column::Version.eq(seen))
        .exec(tx.db())
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
