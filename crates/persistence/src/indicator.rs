//! Indicators of programs, and the values that were reported on them.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::access::Author;
use postup_domain::id::{IndicatorId, ProgramId, ReportId};
use postup_domain::indicator::{Indicator, Measure, Plan, Report};
use postup_domain::text::{Both, Line, Prose, Title};
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    id: IndicatorId,
    program_id: ProgramId,
    name_uk: Title,
    name_en: Title,
    definition_uk: Prose,
    definition_en: Prose,
    unit_uk: Line,
    unit_en: Line,
    measure: Measure,
    baseline: i64,
    baseline_on: NaiveDate,
    target: i64,
    due_on: NaiveDate,
    archived: bool,
    version: i64,
}

impl From<Row> for Indicator {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            program: row.program_id,
            plan: Plan {
                name: Both::new(row.name_uk, row.name_en),
                definition: Both::new(row.definition_uk, row.definition_en),
                unit: Both::new(row.unit_uk, row.unit_en),
                measure: row.measure,
                baseline: row.baseline,
                baseline_on: row.baseline_on,
                target: row.target,
                due_on: row.due_on,
            },
            archived: row.archived,
            version: row.version,
        }
    }
}

const COLUMNS: &str = "id, program_id, name_uk, name_en, definition_uk, definition_en, unit_uk, unit_en, measure, \
                       baseline, baseline_on, target, due_on, archived, version";

fn values(plan: &Plan) -> [Value; 11] {
    [
        plan.name.uk.as_str().into(),
        plan.name.en.as_str().into(),
        plan.definition.uk.as_str().into(),
        plan.definition.en.as_str().into(),
        plan.unit.uk.as_str().into(),
        plan.unit.en.as_str().into(),
        plan.measure.as_str().into(),
        plan.baseline.into(),
        plan.baseline_on.into(),
        plan.target.into(),
        plan.due_on.into(),
    ]
}

/// Writes a new indicator.
pub async fn insert(tx: &Tx, indicator: &Indicator, now: DateTime<Utc>) -> Result<(), StoreError> {
    let text = format!("INSERT INTO indicator ({COLUMNS}, created_at) VALUES ({})", sql::places(1, 16));
    let mut all = vec![Value::from(indicator.id), indicator.program.into()];
    all.extend(values(&indicator.plan));
    all.extend([Value::from(indicator.archived), indicator.version.into(), now.into()]);
    sql::execute(tx, &text, all).await?;
    Ok(())
}

/// Writes an indicator back and counts its version up.
///
/// # Errors
/// `Stale` when somebody else did so meanwhile.
pub async fn update(tx: &Tx, indicator: &mut Indicator) -> Result<(), StoreError> {
    let text = "UPDATE indicator SET name_uk = $3, name_en = $4, definition_uk = $5, definition_en = $6, unit_uk = $7, \
                unit_en = $8, measure = $9, baseline = $10, baseline_on = $11, target = $12, due_on = $13, \
                archived = $14, version = version + 1 WHERE id = $1 AND version = $2";
    let mut all = vec![Value::from(indicator.id), indicator.version.into()];
    all.extend(values(&indicator.plan));
    all.push(indicator.archived.into());
    let done = sql::execute(tx, text, all).await?;
    indicator.version += 1;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// An indicator of a program.
pub async fn find(
    db: &impl Read,
    program: ProgramId,
    id: IndicatorId,
) -> Result<Option<Indicator>, StoreError> {
    let text = format!("SELECT {COLUMNS} FROM indicator WHERE id = $1 AND program_id = $2");
    Ok(sql::one::<Row>(db, &text, vec![id.into(), program.into()]).await?.map(Indicator::from))
}

/// The indicators of programs, in the order in which they were written down.
pub async fn of(db: &impl Read, programs: &[ProgramId]) -> Result<Vec<Indicator>, StoreError> {
    if programs.is_empty() {
        return Ok(Vec::new());
    }
    let places = sql::places(1, programs.len());
    let text =
        format!("SELECT {COLUMNS} FROM indicator WHERE program_id IN ({places}) ORDER BY created_at, id");
    let rows = sql::all::<Row>(db, &text, programs.iter().copied().map(Value::from).collect()).await?;
    Ok(rows.into_iter().map(Indicator::from).collect())
}

/// Writes a report down.
pub async fn report(tx: &Tx, report: &Report, author: Author) -> Result<(), StoreError> {
    let text = "INSERT INTO indicator_report (id, indicator_id, value, of_day, source, author, at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = vec![
        report.id.into(),
        report.indicator.into(),
        report.value.into(),
        report.on.into(),
        report.source.as_str().into(),
        author.into(),
        report.at.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// What was reported on indicators: by day, and of each day what was said last.
pub async fn reports(db: &impl Read, indicators: &[IndicatorId]) -> Result<Vec<Report>, StoreError> {
    #[derive(FromQueryResult)]
    struct Said {
        id: ReportId,
        indicator_id: IndicatorId,
        value: i64,
        of_day: NaiveDate,
        source: Line,
        at: DateTime<Utc>,
    }
    if indicators.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT id, indicator_id, value, of_day, source, at FROM indicator_report r WHERE indicator_id IN ({}) \
         AND NOT EXISTS (SELECT 1 FROM indicator_report l WHERE l.indicator_id = r.indicator_id \
         AND l.of_day = r.of_day AND l.id > r.id) ORDER BY indicator_id, of_day",
        sql::places(1, indicators.len())
    );
    let rows = sql::all::<Said>(db, &text, indicators.iter().copied().map(Value::from).collect()).await?;
    let report = |row: Said| Report {
        id: row.id,
        indicator: row.indicator_id,
        value: row.value,
        on: row.of_day,
        source: row.source,
        at: row.at,
    };
    Ok(rows.into_iter().map(report).collect())
}
