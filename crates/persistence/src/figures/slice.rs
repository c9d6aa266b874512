//! Figures of a part of everything, summed up from the facts that were counted: of the same instant as the counters.

use super::table::Row;
use crate::StoreError;
use crate::sql;
use crate::store::Read;
use postup_domain::figures::{Dimension, Figure, Slice};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// Under what a participation is counted, as a text and as an id; one of them says nothing.
fn key(by: Dimension) -> (&'static str, &'static str) {
    const NO_ID: &str = "CAST(NULL AS UUID)";
    match by {
        Dimension::All => ("''", NO_ID),
        Dimension::Oblast => {
            ("COALESCE(t.oblast_code, CASE WHEN t.category IN ('O', 'K') THEN t.code END, '')", NO_ID)
        }
        Dimension::Raion => ("COALESCE(t.raion_code, CASE WHEN t.category = 'P' THEN t.code END, '')", NO_ID),
        Dimension::Hromada => {
            ("COALESCE(t.hromada_code, CASE WHEN t.category = 'H' THEN t.code END, '')", NO_ID)
        }
        Dimension::Subject => ("v.subject", NO_ID),
        Dimension::Month => ("SUBSTR(CAST(c.starts_on AS TEXT), 1, 7)", NO_ID),
        Dimension::Organization => ("''", "e.organization_id"),
        Dimension::Course => ("''", "c.course_id"),
        Dimension::Program => ("''", "c.program_id"),
        Dimension::Funder => ("''", "y.organization_id"),
    }
}

/// What must hold of a row, and the values of its placeholders.
fn conditions(slice: &Slice) -> (String, Vec<Value>) {
    let (mut text, mut values) = (String::from("1 = 1"), Vec::new());
    let mut add = |condition: &str, value: Value| {
        values.push(value);
        text.push_str(&condition.replace('?', &format!("${}", values.len())));
    };
    if let Some(code) = &slice.territory {
        let below = " AND e.territory IN (SELECT code FROM territory \
                     WHERE code = ? OR oblast_code = ? OR raion_code = ? OR hromada_code = ?)";
        add(below, code.as_str().into());
    }
    if let Some(course) = slice.course {
        add(" AND c.course_id = ?", course.into());
    }
    if let Some(program) = slice.program {
        add(" AND c.program_id = ?", program.into());
    }
    if let Some(from) = slice.from {
        add(" AND c.starts_on >= ?", from.first_day().into());
    }
    if let Some(until) = slice.until {
        add(" AND c.starts_on < ?", until.next().first_day().into());
    }
    (text, values)
}

/// The rows along a dimension, of what the slice leaves.
pub async fn slice(db: &impl Read, by: Dimension, slice: &Slice) -> Result<Vec<Figure>, StoreError> {
    const STAGES: [&str; 5] = ["applied", "confirmed", "present", "completed", "certified"];
    let sums = STAGES.map(|stage| {
        format!(
            "SUM(CASE WHEN f.{stage} THEN 1 ELSE 0 END) AS {stage}, \
             COUNT(DISTINCT CASE WHEN f.{stage} THEN f.person_id END) AS people_{stage}"
        )
    });
    let (key, id) = key(by);
    let (conditions, values) = conditions(slice);
    let funders = match by {
        Dimension::Funder => "JOIN program_party y ON y.program_id = c.program_id AND y.role = 'funder'",
        _ => "",
    };
    let text = format!(
        "SELECT {key} AS key, {id} AS id, CAST(SUM(f.minutes) AS BIGINT) AS minutes, {} FROM fact f \
         JOIN enrollment e ON e.id = f.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         JOIN course_version v ON v.id = c.course_version_id LEFT JOIN territory t ON t.code = e.territory \
         {funders} WHERE {conditions} GROUP BY 1, 2 ORDER BY 1, 2",
        sums.join(", ")
    );
    Ok(sql::all::<Sliced>(db, &text, values).await?.into_iter().map(|row| row.0).collect())
}

/// A row whose key may be an id.
struct Sliced(Figure);

impl FromQueryResult for Sliced {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        let mut figure = Figure::from(Row::from_query_result(row, prefix)?);
        if let Some(id) = row.try_get::<Option<Uuid>>(prefix, "id")? {
            figure.key = id.to_string();
        }
        Ok(Self(figure))
    }
}
