//! Enrollments that are written by the thousand.

use crate::store::Tx;
use crate::{StoreError, sql};
use postup_domain::enrollment::{Enrollment, Weight};
use postup_domain::id::CohortId;
use sea_orm::Value;
use std::ops::Add;

/// Rows in one statement: nine values each stay below SQLite's limit of 32,766.
const CHUNK: usize = 2_000;

/// Writes the enrollments of a new cohort down as they stand, with employer and territory of each person frozen in it, and
/// counts them. For data made in bulk; the steps that led there are written by [`super::record_steps`].
pub async fn insert_all(tx: &Tx, cohort: CohortId, enrollments: &[Enrollment]) -> Result<(), StoreError> {
    const COLUMNS: usize = 9;
    for chunk in enrollments.chunks(CHUNK) {
        let rows: Vec<String> =
            (0..chunk.len()).map(|n| format!("({})", sql::places(n * COLUMNS + 2, COLUMNS))).collect();
        let text = format!(
            "INSERT INTO enrollment \
             (id, cohort_id, person_id, organization_id, territory, state, seat_held, answer_by, arrival, applied_at, \
             since, version) SELECT n.column1, $1, p.id, p.organization_id, p.territory, n.column3, n.column4, \
             n.column5, n.column6, n.column7, n.column8, n.column9 FROM (VALUES {}) n JOIN person p ON p.id = n.column2",
            rows.join(", ")
        );
        let values = std::iter::once(Value::from(cohort)).chain(chunk.iter().flat_map(values));
        let written = sql::execute(tx, &text, values.collect()).await?;
        if usize::try_from(written.rows_affected()) != Ok(chunk.len()) {
            return Err(StoreError::Dangling);
        }
    }
    let weight = enrollments.iter().map(Enrollment::weight).fold(Weight::default(), Weight::add);
    let text = "UPDATE cohort SET arrivals = arrivals + $1 WHERE id = $2";
    let arrivals = i64::try_from(enrollments.len()).unwrap_or(i64::MAX);
    sql::execute(tx, text, vec![arrivals.into(), cohort.into()]).await?;
    super::count(tx, cohort, weight).await
}

fn values(enrollment: &Enrollment) -> [Value; 9] {
    [
        enrollment.id.into(),
        enrollment.person.into(),
        enrollment.state.into(),
        enrollment.seat_held.into(),
        enrollment.answer_by.into(),
        enrollment.arrival.into(),
        enrollment.applied_at.into(),
        enrollment.since.into(),
        enrollment.version.into(),
    ]
}
