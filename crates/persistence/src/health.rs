//! How the house is: what the worker did last, and how large the database is.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::health::Beat;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Value};

/// Writes down when each kind of work was last done.
pub async fn note_beats(tx: &Tx, beats: &[Beat], now: DateTime<Utc>) -> Result<(), StoreError> {
    if beats.is_empty() {
        return Ok(());
    }
    // Several workers may do the same kind of work: of what each has seen, the latest stays.
    let latest = |column: &str| {
        format!(
            "{column} = CASE WHEN worker_beat.{column} IS NULL OR excluded.{column} > worker_beat.{column} \
             THEN excluded.{column} ELSE worker_beat.{column} END"
        )
    };
    let text = format!(
        "INSERT INTO worker_beat (work, done_at, failed_at, at) VALUES {} ON CONFLICT (work) DO UPDATE SET \
         {}, {}, at = excluded.at",
        sql::rows(beats.len(), 4),
        latest("done_at"),
        latest("failed_at")
    );
    let values = beats.iter().flat_map(|beat| {
        [beat.work.clone().into(), beat.done_at.into(), beat.failed_at.into(), Value::from(now)]
    });
    sql::execute(tx, &text, values.collect()).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    work: String,
    done_at: Option<DateTime<Utc>>,
    failed_at: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
}

/// What the worker did last, each kind with when that was written down.
pub async fn beats(db: &impl Read) -> Result<Vec<(Beat, DateTime<Utc>)>, StoreError> {
    let text = "SELECT work, done_at, failed_at, at FROM worker_beat ORDER BY work";
    let rows = sql::all::<Row>(db, text, vec![]).await?;
    let beat = |row: Row| (Beat { work: row.work, done_at: row.done_at, failed_at: row.failed_at }, row.at);
    Ok(rows.into_iter().map(beat).collect())
}

#[derive(FromQueryResult)]
struct Size {
    bytes: i64,
}

/// How many bytes the database takes.
pub async fn size(db: &impl Read) -> Result<i64, StoreError> {
    let text = match db.db().get_database_backend() {
        DbBackend::Postgres => "SELECT pg_database_size(current_database()) AS bytes",
        _ => {
            "SELECT c.page_count * s.page_size AS bytes FROM pragma_page_count() AS c, pragma_page_size() AS s"
        }
    };
    Ok(sql::one::<Size>(db, text, vec![]).await?.map_or(0, |size| size.bytes))
}

#[derive(FromQueryResult)]
struct Moment {
    at: DateTime<Utc>,
}

/// The clock of the database, where it has one of its own.
pub async fn clock(db: &impl Read) -> Result<Option<DateTime<Utc>>, StoreError> {
    if db.db().get_database_backend() != DbBackend::Postgres {
        return Ok(None);
    }
    let moment = sql::one::<Moment>(db, "SELECT clock_timestamp() AS at", vec![]).await?;
    Ok(moment.map(|moment| moment.at))
}
