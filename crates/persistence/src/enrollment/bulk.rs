//! Enrollments as they come in, one or thousands at a time.

use crate::{Part, sql};
use postup_domain::enrollment::Enrollment;
use sea_orm::Value;

/// Values of one row.
const COLUMNS: usize = 14;

/// Rows in one statement: so many values stay below SQLite's limit of 32,766.
const CHUNK: usize = 2_000;

/// What is written of somebody who comes in.
pub(crate) const WRITTEN: &str = "id, cohort_id, person_id, organization_id, territory, state, seat_held, pool, matches, \
     turn, asked_id, answer_by, arrival, applied_at, since, version";

/// Somebody who was out comes back on the same row; whoever is in stays as they are.
pub(crate) const COMES_BACK: &str = "ON CONFLICT (cohort_id, person_id) DO UPDATE SET \
     organization_id = excluded.organization_id, territory = excluded.territory, state = excluded.state, \
     seat_held = excluded.seat_held, pool = excluded.pool, matches = excluded.matches, turn = excluded.turn, \
     asked_id = excluded.asked_id, route = NULL, answer_by = excluded.answer_by, arrival = excluded.arrival, \
     applied_at = excluded.applied_at, since = excluded.since, version = excluded.version \
     WHERE enrollment.state IN ('declined', 'rejected', 'withdrawn', 'transferred') \
     AND enrollment.version = excluded.version - 1";

/// Writes enrollments down as they stand, with employer and territory of each person frozen in them; somebody who was out
/// comes back on the same row. Lock the cohort first, and count them by [`super::count_in`]; the steps that led there are
/// written by [`super::record_steps`].
pub fn insert_all(enrollments: &[Enrollment]) -> Vec<Part> {
    let written = |chunk: &[Enrollment]| {
        let rows = sql::rows(chunk.len(), COLUMNS);
        let text = format!(
            "INSERT INTO enrollment ({WRITTEN}) \
             SELECT n.column1, n.column2, p.id, p.organization_id, p.territory, n.column4, n.column5, n.column6, \
             n.column7, n.column8, n.column9, n.column10, n.column11, n.column12, n.column13, \
             n.column14 \
             FROM (VALUES {rows}) n JOIN person p ON p.id = n.column3 WHERE TRUE {COMES_BACK}"
        );
        Part::new(text, chunk.iter().flat_map(values).collect(), chunk.len())
    };
    enrollments.chunks(CHUNK).map(written).collect()
}

fn values(enrollment: &Enrollment) -> [Value; COLUMNS] {
    [
        enrollment.id.into(),
        enrollment.cohort.into(),
        enrollment.person.into(),
        enrollment.state.into(),
        enrollment.seat_held.into(),
        enrollment.pool.into(),
        enrollment.matches.into(),
        enrollment.turn.number.into(),
        enrollment.turn.asked.into(),
        enrollment.answer_by.into(),
        enrollment.arrival.into(),
        enrollment.applied_at.into(),
        enrollment.since.into(),
        enrollment.version.into(),
    ]
}
