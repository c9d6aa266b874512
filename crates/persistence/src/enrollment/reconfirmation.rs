//! The question whether people still come: one for each enrollment and first day of its cohort.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::cohort::{Cohort, CohortState, Silence};
use postup_domain::enrollment::{Reconfirmation, ReconfirmationState};
use postup_domain::id::{CohortId, EnrollmentId};
use sea_orm::{FromQueryResult, Value};

/// A question on its way into the table.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    pub enrollment: EnrollmentId,
    pub token_hash: String,
}

/// Whether the person of the enrollment `e` was asked for the present first day and the present seat and has not answered.
pub(crate) const UNANSWERED: &str = "e.state = 'confirmed' AND EXISTS (SELECT 1 FROM reconfirmation q \
    JOIN cohort d ON d.id = e.cohort_id AND d.starts_on = q.starts_on WHERE q.enrollment_id = e.id \
    AND q.state IN ('asked', 'silent') AND q.asked_at >= e.since)";

#[derive(FromQueryResult)]
struct Found {
    cohort_id: CohortId,
}

/// Cohorts that begin within these days and whose people were not asked for their first day.
pub async fn cohorts_to_ask(
    db: &impl Read,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<CohortId>, StoreError> {
    let text = "SELECT id AS cohort_id FROM cohort WHERE state = $1 AND starts_on BETWEEN $2 AND $3 \
                AND reconfirm_days > 0 AND (reconfirm_asked_for IS NULL OR reconfirm_asked_for <> starts_on) ORDER BY id";
    let values = vec![CohortState::Published.into(), from.into(), until.into()];
    let rows = sql::all::<Found>(db, text, values).await?;
    Ok(rows.into_iter().map(|row| row.cohort_id).collect())
}

/// Notes that the people of a cohort are being asked for its first day; `false` when they were already. Lock it first.
pub async fn note_asked(tx: &Tx, cohort: &Cohort) -> Result<bool, StoreError> {
    let text = "UPDATE cohort SET reconfirm_asked_for = starts_on WHERE id = $1 \
                AND (reconfirm_asked_for IS NULL OR reconfirm_asked_for <> starts_on)";
    Ok(sql::execute(tx, text, vec![cohort.id.into()]).await?.rows_affected() == 1)
}

/// Writes the questions of one round down. Somebody who was asked for the same day before is asked as if anew.
pub async fn insert_all(
    tx: &Tx,
    cohort: &Cohort,
    questions: &[NewQuestion],
    asked: &Reconfirmation,
) -> Result<(), StoreError> {
    for chunk in questions.chunks(1_000) {
        let rows: Vec<String> = (0..chunk.len())
            .map(|row| format!("(${}, ${}, $1, $2, $3, $4, $5)", row * 2 + 6, row * 2 + 7))
            .collect();
        let text = format!(
            "INSERT INTO reconfirmation (enrollment_id, token_hash, starts_on, asked_at, answer_by, silence, state) \
             VALUES {} ON CONFLICT (enrollment_id, starts_on) DO UPDATE SET token_hash = excluded.token_hash, \
             asked_at = excluded.asked_at, answer_by = excluded.answer_by, silence = excluded.silence, \
             state = excluded.state, answered_at = NULL",
            rows.join(", ")
        );
        let mut values: Vec<Value> = vec![
            cohort.plan.starts_on.into(),
            asked.asked_at.into(),
            asked.answer_by.into(),
            asked.silence.into(),
            asked.state.into(),
        ];
        values.extend(chunk.iter().flat_map(|question| -> [Value; 2] {
            [question.enrollment.into(), question.token_hash.clone().into()]
        }));
        sql::execute(tx, &text, values).await?;
    }
    Ok(())
}

/// Whose question a link opens, while it waits for the answer.
pub async fn find_link(
    db: &impl Read,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<EnrollmentId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Opened {
        id: EnrollmentId,
    }
    let text = "SELECT e.id FROM reconfirmation r JOIN enrollment e ON e.id = r.enrollment_id \
                JOIN cohort c ON c.id = e.cohort_id AND c.starts_on = r.starts_on WHERE r.token_hash = $1 \
                AND r.state = 'asked' AND r.answer_by > $2 AND e.state = 'confirmed' AND r.asked_at >= e.since";
    let row = sql::one::<Opened>(db, text, vec![token_hash.into(), now.into()]).await?;
    Ok(row.map(|row| row.id))
}

/// The question to somebody who holds a seat, for the first day of the cohort as it is. Lock the cohort first.
pub async fn find(
    tx: &Tx,
    cohort: &Cohort,
    enrollment: EnrollmentId,
) -> Result<Option<Reconfirmation>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        state: ReconfirmationState,
        asked_at: DateTime<Utc>,
        answer_by: DateTime<Utc>,
        silence: Silence,
        answered_at: Option<DateTime<Utc>>,
    }
    let text = "SELECT r.state, r.asked_at, r.answer_by, r.silence, r.answered_at FROM reconfirmation r \
                JOIN enrollment e ON e.id = r.enrollment_id AND e.state = 'confirmed' AND r.asked_at >= e.since \
                WHERE r.enrollment_id = $1 AND r.starts_on = $2";
    let row = sql::one::<Row>(tx, text, vec![enrollment.into(), cohort.plan.starts_on.into()]).await?;
    let reconfirmation = |Row { state, asked_at, answer_by, silence, answered_at }: Row| Reconfirmation {
        state,
        asked_at,
        answer_by,
        silence,
        answered_at,
    };
    Ok(row.map(reconfirmation))
}

/// Whether somebody holds a seat, was asked whether they still come, and has not answered.
pub async fn is_unanswered(db: &impl Read, enrollment: EnrollmentId) -> Result<bool, StoreError> {
    let text = format!("SELECT e.cohort_id FROM enrollment e WHERE e.id = $1 AND {UNANSWERED}");
    Ok(sql::one::<Found>(db, &text, vec![enrollment.into()]).await?.is_some())
}

/// Writes what became of the questions to these people. Lock their cohort first.
pub async fn settle(
    tx: &Tx,
    enrollments: &[EnrollmentId],
    state: ReconfirmationState,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for chunk in enrollments.chunks(5_000) {
        let text = format!(
            "UPDATE reconfirmation SET state = $1, answered_at = $2 WHERE state = 'asked' AND enrollment_id IN ({})",
            sql::places(3, chunk.len())
        );
        let mut values: Vec<Value> = vec![state.into(), now.into()];
        values.extend(chunk.iter().copied().map(Value::from));
        sql::execute(tx, &text, values).await?;
    }
    Ok(())
}

/// Cohorts in which somebody who was asked did not answer in time.
pub async fn cohorts_with_silent(
    db: &impl Read,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<CohortId>, StoreError> {
    let text = format!(
        "SELECT DISTINCT e.cohort_id FROM reconfirmation r JOIN enrollment e ON e.id = r.enrollment_id \
         WHERE r.state = 'asked' AND r.answer_by <= $1 LIMIT {limit}"
    );
    let rows = sql::all::<Found>(db, &text, vec![now.into()]).await?;
    Ok(rows.into_iter().map(|row| row.cohort_id).collect())
}

/// Who did not answer in time in a cohort, in order of arrival, and whether that frees the seat: the question is of the
/// present first day, and the seat is still the same. Lock the cohort first.
pub async fn silent(
    tx: &Tx,
    cohort: &Cohort,
    now: DateTime<Utc>,
) -> Result<Vec<(EnrollmentId, bool)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
        frees: bool,
    }
    let text = "SELECT e.id, (r.silence = 'free' AND e.state = 'confirmed' AND r.asked_at >= e.since \
                AND r.starts_on = $3) AS frees FROM reconfirmation r JOIN enrollment e ON e.id = r.enrollment_id \
                WHERE e.cohort_id = $1 AND r.state = 'asked' AND r.answer_by <= $2 ORDER BY e.arrival";
    let values = vec![cohort.id.into(), now.into(), cohort.plan.starts_on.into()];
    let rows = sql::all::<Row>(tx, text, values).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.frees)).collect())
}

/// How many of those who hold a seat in a cohort stand where with the question.
pub async fn count_by_state(
    db: &impl Read,
    cohort: CohortId,
) -> Result<Vec<(ReconfirmationState, i64)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Count {
        state: ReconfirmationState,
        count: i64,
    }
    let text = "SELECT r.state, COUNT(*) AS count FROM reconfirmation r JOIN enrollment e ON e.id = r.enrollment_id \
                JOIN cohort c ON c.id = e.cohort_id AND c.starts_on = r.starts_on WHERE e.cohort_id = $1 \
                AND e.state = 'confirmed' AND r.asked_at >= e.since GROUP BY r.state";
    let rows = sql::all::<Count>(db, text, vec![cohort.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.state, row.count)).collect())
}
