//! Tables of figures, read from the counters: as many rows as there are keys, whatever stands behind them.

use crate::StoreError;
use crate::sql;
use crate::store::Read;
use postup_domain::figures::{Dimension, Figure, Stages};
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Row {
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

/// The rows along a dimension; of one oblast, raion or hromada when `within` names it and the dimension lies below.
pub async fn table(db: &impl Read, by: Dimension, within: Option<&str>) -> Result<Vec<Figure>, StoreError> {
    let rows: Vec<Row> = match within {
        None => {
            let text = format!(
                "SELECT {COLUMNS} FROM figure f WHERE f.dimension = $1 AND f.applied > 0 ORDER BY f.key"
            );
            sql::all(db, &text, vec![by.as_str().into()]).await?
        }
        Some(code) => {
            let text = format!(
                "SELECT {COLUMNS} FROM figure f JOIN territory t ON t.code = f.key \
                 WHERE f.dimension = $1 AND f.applied > 0 AND (t.oblast_code = $2 OR t.raion_code = $2) ORDER BY f.key"
            );
            sql::all(db, &text, vec![by.as_str().into(), code.into()]).await?
        }
    };
    Ok(rows.into_iter().map(Figure::from).collect())
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
        for figure in table(db, *dimension, None).await? {
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
