//! How the house is: what the worker did last, and how large the database is.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::health::Beat;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

/// Writes down when each kind of work was last done.
pub async fn note_beats(tx: &Tx, beats: &[Beat], now: DateTime<Utc>) -> Result<(), StoreError> {
    if beats.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> =
        (0..beats.len()).map(|n| format!("(${}, ${}, ${}, $1)", 3 * n + 2, 3 * n + 3, 3 * n + 4)).collect();
    // Several workers may do the same kind of work: what one has not seen, another has.
    let text = format!(
        "INSERT INTO worker_beat (work, done_at, failed_at, at) VALUES {} ON CONFLICT (work) DO UPDATE SET \
         done_at = COALESCE(excluded.done_at, worker_beat.done_at), \
         failed_at = COALESCE(excluded.failed_at, worker_beat.failed_at), at = excluded.at",
        rows.join(", ")
    );
    let mut values = vec![now.into()];
    for beat in beats {
        values.extend([beat.work.clone().into(), beat.done_at.into(), beat.failed_at.into()]);
    }
    sql::execute(tx, &text, values).await?;
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
