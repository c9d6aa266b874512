//! Figures: what is due to be counted, the facts that were counted, the counters, and the tables read from them.
//!
//! A change only notes that an enrollment is due; [`settle`] counts it later. So the hot path pays one insert, nobody
//! queues for a counter row, and a figure says as of when it is.

mod fact;
mod slice;
mod table;
mod tally;

pub use fact::Fact;
pub use slice::slice;
pub use table::{Cell, Label, cells, counted, hromadas, keys, labels, people_total, reached, table};

use crate::sql;
use crate::store::{Read, Tx};
use crate::{Part, StoreError, together};
use chrono::{DateTime, Utc};
use postup_domain::id::{CohortId, EnrollmentId, ProgramId};
use postup_domain::territory::TerritoryCode;
use sea_orm::{FromQueryResult, Value};
use std::collections::BTreeSet;

/// Notes that enrollments have changed, so that the counters follow. Call it in the transaction of the change.
pub async fn touch(tx: &Tx, enrollments: &[EnrollmentId], now: DateTime<Utc>) -> Result<(), StoreError> {
    together(tx, touching(enrollments, now)).await
}

/// The same, to be written together with other changes.
pub fn touching(enrollments: &[EnrollmentId], now: DateTime<Utc>) -> Vec<Part> {
    let written = |chunk: &[EnrollmentId]| {
        let rows: Vec<String> = (0..chunk.len()).map(|n| format!("(${}, $1)", n + 2)).collect();
        let text = format!("INSERT INTO fact_due (enrollment_id, since) VALUES {}", rows.join(", "));
        let values =
            std::iter::once(Value::from(now)).chain(chunk.iter().copied().map(Value::from)).collect();
        Part::new(text, values, chunk.len())
    };
    enrollments.chunks(5_000).map(written).collect()
}

/// The same for everybody in a cohort: a session was added, or it starts in another month, or it is put away.
pub async fn touch_cohort(tx: &Tx, cohort: CohortId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let text =
        "INSERT INTO fact_due (enrollment_id, since) SELECT id, $1 FROM enrollment WHERE cohort_id = $2";
    sql::execute(tx, text, vec![now.into(), cohort.into()]).await?;
    Ok(())
}

/// The same for everybody in a program: its funders changed.
pub async fn touch_program(tx: &Tx, program: ProgramId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let text = "INSERT INTO fact_due (enrollment_id, since) SELECT e.id, $1 FROM enrollment e \
                JOIN cohort c ON c.id = e.cohort_id WHERE c.program_id = $2";
    sql::execute(tx, text, vec![now.into(), program.into()]).await?;
    Ok(())
}

/// The same for everybody who worked in these units: they lie in others now.
pub async fn touch_territories(
    tx: &Tx,
    codes: &[TerritoryCode],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for chunk in codes.chunks(5_000) {
        let text = format!(
            "INSERT INTO fact_due (enrollment_id, since) SELECT id, $1 FROM enrollment WHERE territory IN ({})",
            sql::places(2, chunk.len())
        );
        let codes = chunk.iter().map(|code| Value::from(code.as_str()));
        sql::execute(tx, &text, std::iter::once(Value::from(now)).chain(codes).collect()).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Due {
    id: i64,
    enrollment_id: EnrollmentId,
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

#[derive(FromQueryResult)]
struct Oldest {
    since: DateTime<Utc>,
}

/// How many changes wait to be counted.
pub async fn count_due(db: &impl Read) -> Result<i64, StoreError> {
    let count = sql::one::<Count>(db, "SELECT COUNT(*) AS n FROM fact_due", vec![]).await?;
    Ok(count.map_or(0, |count| count.n))
}

/// Since when something waits to be counted; nothing does when there is no answer.
pub async fn oldest_due(db: &impl Read) -> Result<Option<DateTime<Utc>>, StoreError> {
    let oldest = sql::one::<Oldest>(db, "SELECT since FROM fact_due ORDER BY id LIMIT 1", vec![]).await?;
    Ok(oldest.map(|oldest| oldest.since))
}

/// Counts up to `limit` changes; returns how many it took. One at a time, whoever asks.
pub async fn settle(tx: &Tx, limit: u64) -> Result<usize, StoreError> {
    lock(tx).await?;
    let due: Vec<Due> = sql::all(
        tx,
        "SELECT id, enrollment_id FROM fact_due ORDER BY id LIMIT $1",
        vec![i64::try_from(limit).unwrap_or(i64::MAX).into()],
    )
    .await?;
    if due.is_empty() {
        return Ok(0);
    }
    let mut enrollments: BTreeSet<EnrollmentId> = due.iter().map(|due| due.enrollment_id).collect();
    enrollments.extend(going_on(tx, &enrollments).await?);
    let enrollments: Vec<EnrollmentId> = enrollments.into_iter().collect();
    let before = fact::stored(tx, &enrollments).await?;
    let after = fact::present(tx, &enrollments).await?;
    tally::apply(tx, &before, &after).await?;
    fact::replace(tx, &after).await?;
    let ids = due.iter().map(|due| Value::from(due.id)).collect();
    let text = format!("DELETE FROM fact_due WHERE id IN ({})", sql::places(1, due.len()));
    sql::execute(tx, &text, ids).await?;
    Ok(due.len())
}

/// The enrollments for which these count too, since their people went on in another cohort.
async fn going_on(tx: &Tx, enrollments: &BTreeSet<EnrollmentId>) -> Result<Vec<EnrollmentId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        enrollment_id: EnrollmentId,
    }
    let places = sql::places(1, enrollments.len());
    let text = format!("SELECT enrollment_id FROM carried WHERE source_id IN ({places})");
    let rows = sql::all::<Row>(tx, &text, enrollments.iter().copied().map(Value::from).collect()).await?;
    Ok(rows.into_iter().map(|row| row.enrollment_id).collect())
}

/// One keeper at a time on PostgreSQL; SQLite has one writer anyway.
async fn lock(tx: &Tx) -> Result<(), StoreError> {
    if tx.is_postgres() {
        sql::execute(tx, "INSERT INTO figure_keeper (id) VALUES (1) ON CONFLICT DO NOTHING", vec![]).await?;
        sql::execute(tx, "SELECT id FROM figure_keeper WHERE id = 1 FOR UPDATE", vec![]).await?;
    }
    Ok(())
}

/// The next enrollments after `after`, in order of id, with their facts recomputed: for the recount.
pub async fn recount(
    db: &impl Read,
    after: Option<EnrollmentId>,
    limit: u64,
) -> Result<Vec<Fact>, StoreError> {
    #[derive(FromQueryResult)]
    struct Next {
        id: EnrollmentId,
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let next: Vec<Next> = match after {
        None => sql::all(db, "SELECT id FROM enrollment ORDER BY id LIMIT $1", vec![limit.into()]).await?,
        Some(after) => {
            let text = "SELECT id FROM enrollment WHERE id > $2 ORDER BY id LIMIT $1";
            sql::all(db, text, vec![limit.into(), after.into()]).await?
        }
    };
    let ids: Vec<EnrollmentId> = next.iter().map(|next| next.id).collect();
    let mut facts = fact::present(db, &ids).await?;
    facts.sort_by_key(|fact| fact.enrollment);
    Ok(facts)
}
