//! Changes that do not look at each other's effects, run in one round trip: one hop to SQLite's thread, one statement of
//! many parts on PostgreSQL.

use crate::store::Tx;
use crate::{StoreError, sql};
use sea_orm::{DbBackend, FromQueryResult, QueryTrait, Value};

/// So many values stay below the limit of one statement on both databases.
const MOST_VALUES: usize = 30_000;

/// One change, with `$1`, `$2` … for its values, and how many rows it must change.
#[derive(Clone, Debug)]
pub struct Part {
    text: String,
    values: Vec<Value>,
    rows: usize,
}

impl Part {
    pub(crate) fn new(text: impl Into<String>, values: Vec<Value>, rows: usize) -> Self {
        Self { text: text.into(), values, rows }
    }

    /// An insertion as the builder has it; both databases understand the words of PostgreSQL.
    pub(crate) fn built(insert: &impl QueryTrait, rows: usize) -> Self {
        let built = insert.build(DbBackend::Postgres);
        Self { text: built.sql, values: built.values.map(|values| values.0).unwrap_or_default(), rows }
    }
}

/// Runs all parts. On PostgreSQL they see the rows as they were before; on SQLite they run in this order, so that a row
/// comes before those that point to it.
///
/// # Errors
/// `Dangling` when they changed other rows than was expected.
pub async fn together(tx: &Tx, parts: Vec<Part>) -> Result<(), StoreError> {
    let mut run: Vec<Part> = Vec::new();
    let mut values = 0;
    for part in parts {
        if values + part.values.len() > MOST_VALUES {
            run_at_once(tx, std::mem::take(&mut run)).await?;
            values = 0;
        }
        values += part.values.len();
        run.push(part);
    }
    run_at_once(tx, run).await
}

async fn run_at_once(tx: &Tx, parts: Vec<Part>) -> Result<(), StoreError> {
    if parts.is_empty() {
        return Ok(());
    }
    let expected: usize = parts.iter().map(|part| part.rows).sum();
    let changed = if tx.is_postgres() { as_one(tx, parts).await? } else { one_by_one(tx, parts).await? };
    if u64::try_from(expected) == Ok(changed) { Ok(()) } else { Err(StoreError::Dangling) }
}

async fn one_by_one(tx: &Tx, parts: Vec<Part>) -> Result<u64, StoreError> {
    let (mut texts, mut values) = (Vec::with_capacity(parts.len()), Vec::new());
    for part in parts {
        let (text, used) = sql::in_order(&part.text, part.values);
        texts.push(text);
        values.extend(used);
    }
    Ok(sql::execute_in_order(tx, texts.join("; "), values).await?.rows_affected())
}

async fn as_one(tx: &Tx, parts: Vec<Part>) -> Result<u64, StoreError> {
    #[derive(FromQueryResult)]
    struct Changed {
        changed: i64,
    }
    let (mut texts, mut values) = (Vec::with_capacity(parts.len()), Vec::new());
    let counts: Vec<String> = (0..parts.len()).map(|n| format!("(SELECT COUNT(*) FROM part{n})")).collect();
    for (number, part) in parts.into_iter().enumerate() {
        let text = sql::shifted(&part.text, values.len());
        texts.push(format!("part{number} AS ({text} RETURNING 1)"));
        values.extend(part.values);
    }
    let text = format!("WITH {} SELECT {} AS changed", texts.join(", "), counts.join(" + "));
    let row = sql::one::<Changed>(tx, &text, values).await?;
    Ok(row.and_then(|row| u64::try_from(row.changed).ok()).unwrap_or_default())
}
