//! Files on their way in: jobs, their files until they are read, their rows.

mod arriving;
mod enrolled;
mod row;
mod rows;
mod staged;

pub use arriving::{
    Arriving, ByWhom, Guest, StagedNominee, guests_are_as_read, let_arrive, stage_arrivals, stage_nominees,
    unstage_arrivals,
};
pub use enrolled::{
    Exported, ExportedNomination, cohort_of_code, count_enrollments, count_nominations, enrolled,
    enrollments, nominations,
};
pub use rows::{append, find_row, remove_row, replace_row, rows};
pub use staged::{Staged, left_over, let_in, stage, unstage, unstage_records};

use crate::store::{Read, Tx};
use crate::{Cursor, Page, StoreError};
use chrono::{DateTime, Utc};
use postup_domain::access::Sight;
use postup_domain::id::ImportId;
use postup_domain::import::{Job, JobState, Tally};
use row::{file, job};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Writes a file down with the job to take it in.
pub async fn insert(tx: &Tx, new: &Job, content: Vec<u8>) -> Result<(), StoreError> {
    job::Entity::insert(row::active(new)?).exec_without_returning(tx.db()).await?;
    let file = file::ActiveModel { import_id: Set(new.id), content: Set(content) };
    file::Entity::insert(file).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The jobs an actor may see: the own ones; all for administrators.
fn seen_by(sight: &Sight) -> Condition {
    match (sight.administers, sight.person) {
        (true, _) => Condition::all(),
        (false, Some(person)) => Condition::all().add(job::Column::Author.eq(person)),
        (false, None) => crate::circle::none(),
    }
}

/// One job, if the actor may see it.
pub async fn find(db: &impl Read, sight: &Sight, id: ImportId) -> Result<Option<Job>, StoreError> {
    let row = job::Entity::find_by_id(id).filter(seen_by(sight)).one(db.db()).await?;
    row.map(Job::try_from).transpose()
}

/// Jobs, the newest first.
pub async fn list(
    db: &impl Read,
    sight: &Sight,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Job>, StoreError> {
    let mut query =
        job::Entity::find().filter(seen_by(sight)).order_by_desc(job::Column::Id).limit(limit + 1);
    if let Some(id) = after.and_then(|cursor| cursor.id.parse::<ImportId>().ok()) {
        query = query.filter(job::Column::Id.lt(id));
    }
    let jobs = query.all(db.db()).await?.into_iter().map(Job::try_from).collect::<Result<Vec<_>, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Page::cut(jobs, limit, |job| Cursor { value: String::new(), id: job.id.to_string() }))
}

/// The job, locked until the change ends.
pub async fn lock(tx: &Tx, id: ImportId) -> Result<Option<Job>, StoreError> {
    let row = job::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    row.map(Job::try_from).transpose()
}

/// Takes the oldest job that waits for work or whose worker died, and holds it until `lease_until`.
pub async fn claim(
    tx: &Tx,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<Job>, StoreError> {
    let free = Condition::any().add(job::Column::LeaseUntil.is_null()).add(job::Column::LeaseUntil.lte(now));
    let waiting = [JobState::Received, JobState::Checking, JobState::Committing];
    let row = job::Entity::find()
        .filter(job::Column::State.is_in(waiting))
        .filter(free)
        .order_by_asc(job::Column::Id)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(tx.db())
        .await?;
    let Some(row) = row else { return Ok(None) };
    hold(tx, row.id, lease_until).await?;
    Job::try_from(row).map(Some)
}

/// Holds a job for longer. `false` when it is gone.
pub async fn hold(tx: &Tx, id: ImportId, lease_until: DateTime<Utc>) -> Result<bool, StoreError> {
    let held = job::Entity::update_many()
        .col_expr(job::Column::LeaseUntil, Expr::value(lease_until))
        .filter(job::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(held.rows_affected == 1)
}

/// Writes the job as it stands now, and lets go of it.
pub async fn update(tx: &Tx, job: &Job) -> Result<(), StoreError> {
    job::Entity::update_many()
        .set(row::active(job)?)
        .filter(job::Column::Id.eq(job.id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The file of a job, unless it was thrown away.
pub async fn content(db: &impl Read, id: ImportId) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(file::Entity::find_by_id(id).one(db.db()).await?.map(|row| row.content))
}

/// Throws the file of a job away: its rows are read, or nobody wants them.
pub async fn forget_file(tx: &Tx, id: ImportId) -> Result<(), StoreError> {
    file::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}

/// Throws the rows of a job away, for a fresh look or because their time is over.
pub async fn forget_rows(tx: &Tx, id: ImportId) -> Result<(), StoreError> {
    row::line::Entity::delete_many().filter(row::line::Column::ImportId.eq(id)).exec(tx.db()).await?;
    Ok(())
}

/// Writes down how many rows are done with, and holds the job for longer.
pub async fn progress(
    tx: &Tx,
    id: ImportId,
    done: i64,
    lease_until: DateTime<Utc>,
) -> Result<(), StoreError> {
    job::Entity::update_many()
        .col_expr(job::Column::RowsDone, Expr::value(done))
        .col_expr(job::Column::LeaseUntil, Expr::value(lease_until))
        .filter(job::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Jobs that came to where they are before this instant and still have rows or a file.
pub async fn stale(db: &impl Read, before: DateTime<Utc>, limit: u64) -> Result<Vec<ImportId>, StoreError> {
    let text = format!(
        "SELECT j.id FROM import_job j WHERE j.since < $1 AND j.state NOT IN ('checking', 'committing') AND \
         (EXISTS (SELECT 1 FROM import_file f WHERE f.import_id = j.id) OR \
          EXISTS (SELECT 1 FROM import_row r WHERE r.import_id = j.id)) ORDER BY j.id LIMIT {limit}"
    );
    #[derive(sea_orm::FromQueryResult)]
    struct Stale {
        id: ImportId,
    }
    let rows = crate::sql::all::<Stale>(db, &text, vec![before.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Writes only the counters of a job.
pub async fn count(tx: &Tx, id: ImportId, tally: &Tally) -> Result<(), StoreError> {
    job::Entity::update_many()
        .col_expr(job::Column::RowsNew, Expr::value(tally.new))
        .col_expr(job::Column::RowsChanged, Expr::value(tally.changed))
        .col_expr(job::Column::RowsSame, Expr::value(tally.same))
        .col_expr(job::Column::RowsFaulty, Expr::value(tally.faulty))
        .filter(job::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}
