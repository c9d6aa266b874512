//! Long tables for those who take them away: what was asked for, how far it is, and the parts that are there.

use crate::store::{Read, Tx};
use crate::{Cursor, StoreError, lease, sql};
use chrono::{DateTime, Utc};
use postup_domain::export::{Export, ExportState};
use postup_domain::id::{CohortId, ExportId, PersonId};
use postup_domain::import::ImportKind;
use postup_domain::text::Code;
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    id: ExportId,
    kind: ImportKind,
    cohort_id: Option<CohortId>,
    code: Option<Code>,
    author: PersonId,
    rights: String,
    expected: i64,
    gathered: i64,
    parts: i32,
    state: ExportState,
    created_at: DateTime<Utc>,
    since: DateTime<Utc>,
}

impl From<Row> for Export {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            cohort: row.cohort_id.zip(row.code),
            author: row.author,
            rights: row.rights,
            expected: row.expected,
            rows: row.gathered,
            parts: row.parts,
            state: row.state,
            created_at: row.created_at,
            since: row.since,
        }
    }
}

const READ: &str = "SELECT id, kind, cohort_id, (SELECT code FROM cohort c WHERE c.id = cohort_id) AS code, author, \
                    rights, expected, gathered, parts, state, created_at, since FROM export_job";
const UNDER_WAY: &str = "'waiting', 'gathering'";

/// Writes down what was asked for.
pub async fn insert(tx: &Tx, export: &Export) -> Result<(), StoreError> {
    let text = "INSERT INTO export_job (id, kind, cohort_id, author, rights, expected, state, created_at, since) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    let values = vec![
        export.id.into(),
        export.kind.into(),
        export.cohort().into(),
        export.author.into(),
        export.rights.clone().into(),
        export.expected.into(),
        export.state.into(),
        export.created_at.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// The export as it stands now; the worker that gathers it keeps it until `lease_until`. Of one that is not kept the parts
/// are thrown away.
pub async fn update(tx: &Tx, export: &Export, lease_until: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    let text = "UPDATE export_job SET gathered = $2, parts = $3, state = $4, since = $5, lease_until = $6 WHERE id = $1";
    let values = vec![
        export.id.into(),
        export.rows.into(),
        export.parts.into(),
        export.state.into(),
        export.since.into(),
        lease_until.into(),
    ];
    sql::execute(tx, text, values).await?;
    if !export.state.is_kept() {
        sql::execute(tx, "DELETE FROM export_part WHERE export_id = $1", vec![export.id.into()]).await?;
    }
    Ok(())
}

/// One export.
pub async fn find(db: &impl Read, id: ExportId) -> Result<Option<Export>, StoreError> {
    let found = sql::one::<Row>(db, &format!("{READ} WHERE id = $1"), vec![id.into()]).await?;
    Ok(found.map(Export::from))
}

/// Held until the end of the change.
pub async fn lock(tx: &Tx, id: ExportId) -> Result<Option<Export>, StoreError> {
    let held = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    let found = sql::one::<Row>(tx, &format!("{READ} WHERE id = $1{held}"), vec![id.into()]).await?;
    Ok(found.map(Export::from))
}

/// Those of a person that nobody threw away, the newest first.
pub async fn of_author(db: &impl Read, author: PersonId, limit: u64) -> Result<Vec<Export>, StoreError> {
    let text = format!(
        "{READ} WHERE author = $1 AND state NOT IN ('discarded', 'expired') ORDER BY id DESC LIMIT {limit}"
    );
    Ok(sql::all::<Row>(db, &text, vec![author.into()]).await?.into_iter().map(Export::from).collect())
}

/// Those of a person of which rows are kept, the oldest first; the person is held until the end of the change, so that no
/// other comes between.
pub async fn lock_kept(tx: &Tx, author: PersonId) -> Result<Vec<Export>, StoreError> {
    if tx.is_postgres() {
        let text = "SELECT 1 FROM person WHERE id = $1 FOR NO KEY UPDATE";
        sql::execute(tx, text, vec![author.into()]).await?;
    }
    let text = format!("{READ} WHERE author = $1 AND state IN ({UNDER_WAY}, 'ready') ORDER BY id");
    Ok(sql::all::<Row>(tx, &text, vec![author.into()]).await?.into_iter().map(Export::from).collect())
}

/// The next export that no worker keeps, kept until `lease_until` from now on.
pub async fn claim(
    tx: &Tx,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<ExportId>, StoreError> {
    Ok(lease::claim(tx, "export_job", UNDER_WAY, now, lease_until).await?.map(ExportId))
}

/// Adds the next part, and where the one after it begins.
pub async fn append(
    tx: &Tx,
    export: &Export,
    rows: &[Vec<String>],
    next: Option<&Cursor>,
) -> Result<(), StoreError> {
    let cells = serde_json::to_string(rows).map_err(StoreError::corrupt)?;
    let (value, id) = next.map(|next| (next.value.clone(), next.id.clone())).unzip();
    let text =
        "INSERT INTO export_part (export_id, number, cells, next_value, next_id) VALUES ($1, $2, $3, $4, $5)";
    let values: Vec<Value> =
        vec![export.id.into(), export.parts.into(), cells.into(), value.into(), id.into()];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Where gathering goes on: behind the last part that is there.
pub async fn reached(db: &impl Read, export: &Export) -> Result<Option<Cursor>, StoreError> {
    #[derive(FromQueryResult)]
    struct End {
        next_value: Option<String>,
        next_id: Option<String>,
    }
    let text = "SELECT next_value, next_id FROM export_part WHERE export_id = $1 AND number = $2";
    let end = sql::one::<End>(db, text, vec![export.id.into(), (export.parts - 1).into()]).await?;
    Ok(end.and_then(|end| Some(Cursor { value: end.next_value?, id: end.next_id? })))
}

/// The rows of a part, if it is there.
pub async fn part(
    db: &impl Read,
    export: ExportId,
    number: i32,
) -> Result<Option<Vec<Vec<String>>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Part {
        cells: String,
    }
    let text = "SELECT cells FROM export_part WHERE export_id = $1 AND number = $2";
    let part = sql::one::<Part>(db, text, vec![export.into(), number.into()]).await?;
    let read = |part: Part| {
        serde_json::from_str(&part.cells)
            .map_err(|error| StoreError::corrupt(format!("part {number} of export {export}: {error}")))
    };
    part.map(read).transpose()
}

/// Kept ones that came to where they are before this instant.
pub async fn stale(db: &impl Read, before: DateTime<Utc>, limit: u64) -> Result<Vec<ExportId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Stale {
        id: ExportId,
    }
    let text = format!(
        "SELECT id FROM export_job WHERE state IN ({UNDER_WAY}, 'ready') AND since < $1 ORDER BY since LIMIT {limit}"
    );
    Ok(sql::all::<Stale>(db, &text, vec![before.into()]).await?.into_iter().map(|row| row.id).collect())
}

/// Forgets the ended ones that were asked for before this instant.
pub async fn purge(tx: &Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let text =
        format!("DELETE FROM export_job WHERE created_at < $1 AND state NOT IN ({UNDER_WAY}, 'ready')");
    Ok(sql::execute(tx, &text, vec![before.into()]).await?.rows_affected())
}
