//! Tables of figures, read from the counters: as many rows as there are keys, whatever stands behind them.

use crate::StoreError;
use crate::sql;
use crate::store::Read;
use postup_domain::figures::{Dimension, Figure, Stages};
use postup_domain::id::{CourseId, ProgramId};
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

#[derive(FromQueryResult)]
pub(super) struct Row {
    key: String,
    minutes: i64,
    applied: i64,
    confirmed: i64,
    present: i64,
    completed: i64,
    certified: i64,
    people_applied: i64,
    people_confirmed: i64,
    people_present: i64,
    people_completed: i64,
    people_certified: i64,
}

impl From<Row> for Figure {
    fn from(row: Row) -> Self {
        Self {
            key: row.key,
            participations: Stages {
                applied: row.applied,
                confirmed: row.confirmed,
                present: row.present,
                completed: row.completed,
                certified: row.certified,
            },
            people: Stages {
                applied: row.people_applied,
                confirmed: row.people_confirmed,
                present: row.people_present,
                completed: row.people_completed,
                certified: row.people_certified,
            },
            minutes: row.minutes,
        }
    }
}

const COLUMNS: &str = "f.key, f.minutes, f.applied, f.confirmed, f.present, f.completed, f.certified, \
     f.people_applied, f.people_confirmed, f.people_present, f.people_completed, f.people_certified";

/// The rows along a dimension.
pub async fn table(db: &impl Read, by: Dimension) -> Result<Vec<Figure>, StoreError> {
    let text =
        format!("SELECT {COLUMNS} FROM figure f WHERE f.dimension = $1 AND f.applied > 0 ORDER BY f.key");
    let rows: Vec<Row> = sql::all(db, &text, vec![by.as_str().into()]).await?;
    Ok(rows.into_iter().map(Figure::from).collect())
}

/// The keys under which anybody was counted, of some dimensions, in order.
pub async fn keys(db: &impl Read, of: &[Dimension]) -> Result<Vec<(Dimension, String)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Known {
        dimension: Dimension,
        key: String,
    }
    let text = format!(
        "SELECT dimension, key FROM figure WHERE dimension IN ({}) AND applied > 0 AND key <> '' ORDER BY key",
        sql::places(1, of.len())
    );
    let dimensions = of.iter().map(|dimension| Value::from(dimension.as_str())).collect();
    let rows = sql::all::<Known>(db, &text, dimensions).await?;
    Ok(rows.into_iter().map(|row| (row.dimension, row.key)).collect())
}

/// How many participations with a seat a course has whose cohorts start in a month, and how many of them completed: the
/// smallest parts of the tables by program, course and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub program: String,
    pub course: String,
    pub month: String,
    pub confirmed: i64,
    pub completed: i64,
}

/// The cells in which anybody was counted.
pub async fn cells(db: &impl Read) -> Result<Vec<Cell>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        program_id: ProgramId,
        course_id: CourseId,
        month: String,
        confirmed: i64,
        completed: i64,
    }
    let text = "SELECT c.program_id, c.course_id, SUBSTR(CAST(c.starts_on AS TEXT), 1, 7) AS month, \
                SUM(CASE WHEN f.confirmed THEN 1 ELSE 0 END) AS confirmed, \
                SUM(CASE WHEN f.completed THEN 1 ELSE 0 END) AS completed \
                FROM fact f JOIN enrollment e ON e.id = f.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
                GROUP BY c.program_id, c.course_id, SUBSTR(CAST(c.starts_on AS TEXT), 1, 7)";
    let cells = sql::all::<Row>(db, text, vec![]).await?.into_iter().map(|row| Cell {
        program: row.program_id.to_string(),
        course: row.course_id.to_string(),
        month: row.month,
        confirmed: row.confirmed,
        completed: row.completed,
    });
    Ok(cells.collect())
}

/// In how many hromadas somebody completed a course of each program.
pub async fn reached(db: &impl Read) -> Result<Vec<(ProgramId, i64)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Reached {
        program_id: ProgramId,
        hromadas: i64,
    }
    let text = "SELECT c.program_id, \
                COUNT(DISTINCT COALESCE(t.hromada_code, CASE WHEN t.category = 'H' THEN t.code END)) AS hromadas \
                FROM fact f JOIN enrollment e ON e.id = f.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
                JOIN territory t ON t.code = e.territory WHERE f.completed GROUP BY c.program_id";
    let rows = sql::all::<Reached>(db, text, vec![]).await?;
    Ok(rows.into_iter().map(|row| (row.program_id, row.hromadas)).collect())
}

/// How many hromadas each oblast has, by the codifier in force.
pub async fn hromadas(db: &impl Read) -> Result<Vec<(String, i64)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Many {
        oblast: String,
        hromadas: i64,
    }
    let text = "SELECT oblast_code AS oblast, COUNT(*) AS hromadas FROM territory \
                WHERE category = 'H' AND valid_to IS NULL AND oblast_code IS NOT NULL \
                GROUP BY oblast_code ORDER BY oblast_code";
    let rows = sql::all::<Many>(db, text, vec![]).await?;
    Ok(rows.into_iter().map(|row| (row.oblast, row.hromadas)).collect())
}

/// One row of figures; zeros when nobody was counted under the key.
pub async fn people_total(db: &impl Read, by: Dimension, key: &str) -> Result<Figure, StoreError> {
    let text = format!("SELECT {COLUMNS} FROM figure f WHERE f.dimension = $1 AND f.key = $2");
    let row = sql::one::<Row>(db, &text, vec![by.as_str().into(), key.into()]).await?;
    Ok(row.map_or_else(
        || Figure {
            key: key.to_owned(),
            participations: Stages::default(),
            people: Stages::default(),
            minutes: 0,
        },
        Figure::from,
    ))
}

/// Every counter as it stands, for the recount: dimension, key and figures.
pub async fn counted(db: &impl Read) -> Result<HashMap<(Dimension, String), Figure>, StoreError> {
    let mut all = HashMap::new();
    for dimension in Dimension::ALL {
        for figure in table(db, *dimension).await? {
            all.insert((*dimension, figure.key.clone()), figure);
        }
    }
    Ok(all)
}

/// What a key is called, in both languages; the category where it is a territory.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Label {
    pub key: String,
    pub uk: String,
    pub en: String,
    pub category: String,
}

/// The names of the keys of a dimension, where they are rows of their own.
pub async fn labels(db: &impl Read, by: Dimension, keys: &[String]) -> Result<Vec<Label>, StoreError> {
    let text = match by {
        Dimension::Oblast | Dimension::Raion | Dimension::Hromada => {
            "SELECT code AS key, name AS uk, name_en AS en, category FROM territory WHERE code IN "
        }
        Dimension::Organization | Dimension::Funder => {
            "SELECT k.id AS key, n.name_uk AS uk, n.name_en AS en, '' AS category FROM organization k \
             JOIN organization_name n ON n.organization_id = k.id AND n.valid_from = \
             (SELECT MAX(m.valid_from) FROM organization_name m WHERE m.organization_id = k.id) WHERE k.id IN "
        }
        Dimension::Program => {
            "SELECT k.id AS key, k.title_uk AS uk, k.title_en AS en, '' AS category FROM program k WHERE k.id IN "
        }
        Dimension::Course => {
            "SELECT k.id AS key, v.title_uk AS uk, v.title_en AS en, '' AS category FROM course k \
             JOIN course_version v ON v.course_id = k.id AND v.number = k.latest WHERE k.id IN "
        }
        Dimension::All | Dimension::Subject | Dimension::Month => return Ok(Vec::new()),
    };
    let mut labels = Vec::with_capacity(keys.len());
    for chunk in keys.chunks(5_000) {
        if matches!(by, Dimension::Oblast | Dimension::Raion | Dimension::Hromada) {
            let text = format!("{text}({})", sql::places(1, chunk.len()));
            let codes = chunk.iter().map(|key| Value::from(key.as_str())).collect();
            labels.extend(sql::all::<Label>(db, &text, codes).await?);
            continue;
        }
        let ids: Vec<Value> =
            chunk.iter().filter_map(|key| key.parse::<uuid::Uuid>().ok()).map(Value::from).collect();
        if !ids.is_empty() {
            let text = format!("{text}({})", sql::places(1, ids.len()));
            labels.extend(sql::all::<Named>(db, &text, ids).await?.into_iter().map(Label::from));
        }
    }
    Ok(labels)
}

#[derive(FromQueryResult)]
struct Named {
    key: uuid::Uuid,
    uk: String,
    en: String,
    category: String,
}

impl From<Named> for Label {
    fn from(named: Named) -> Self {
        Self { key: named.key.to_string(), uk: named.uk, en: named.en, category: named.category }
    }
}
