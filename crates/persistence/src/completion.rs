//! What completion is judged by: sums over sessions and attendance, and final scores.

use crate::StoreError;
use crate::enrollment::{NAMES, Names};
use crate::sql;
use crate::store::{Read, Tx};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::completion::Evidence;
use postup_domain::course::CompletionRule;
use postup_domain::id::{CohortId, EnrollmentId, StepId};
use postup_domain::person::FullName;
use sea_orm::{FromQueryResult, Value};

/// What one enrollment is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    pub enrollment: EnrollmentId,
    pub cohort: CohortId,
    pub rule: CompletionRule,
    pub evidence: Evidence,
}

#[derive(FromQueryResult)]
struct Sums {
    id: EnrollmentId,
    cohort_id: CohortId,
    attendance_percent: i16,
    required_score: Option<i16>,
    final_score: Option<i16>,
    planned: i64,
    credited: i64,
    available: i64,
    open_registers: i64,
}

impl From<Sums> for Case {
    fn from(sums: Sums) -> Self {
        Self {
            enrollment: sums.id,
            cohort: sums.cohort_id,
            rule: CompletionRule {
                attendance_percent: sums.attendance_percent,
                final_score: sums.required_score,
            },
            evidence: Evidence {
                planned: sums.planned,
                credited: sums.credited,
                available: sums.available,
                open_registers: sums.open_registers,
                final_score: sums.final_score,
            },
        }
    }
}

const SUMS: &str = "SELECT e.id, e.cohort_id, v.attendance_percent, v.final_score AS required_score, e.final_score, \
     COALESCE(SUM(s.minutes), 0) AS planned, \
     COALESCE(SUM(a.minutes), 0) AS credited, \
     COALESCE(SUM(CASE WHEN s.register <> 'closed' THEN s.minutes - COALESCE(a.minutes, 0) ELSE 0 END), 0) \
         AS available, \
     COALESCE(SUM(CASE WHEN s.register <> 'closed' THEN 1 ELSE 0 END), 0) AS open_registers \
     FROM enrollment e \
     JOIN cohort c ON c.id = e.cohort_id \
     JOIN course_version v ON v.id = c.course_version_id \
     LEFT JOIN session s ON s.cohort_id = e.cohort_id AND s.state = 'planned' \
     LEFT JOIN attendance a ON a.session_id = s.id AND a.enrollment_id = e.id \
     WHERE ";

const GROUP: &str = " GROUP BY e.id, e.cohort_id, e.final_score, v.attendance_percent, v.final_score";

/// What these enrollments are judged by, in no order. One statement for up to 5,000 of them.
pub async fn evidence(db: &impl Read, enrollments: &[EnrollmentId]) -> Result<Vec<Case>, StoreError> {
    let mut cases = Vec::with_capacity(enrollments.len());
    for chunk in enrollments.chunks(5_000) {
        let text = format!("{SUMS}e.id IN ({}){GROUP}", sql::places(1, chunk.len()));
        let ids = chunk.iter().copied().map(Value::from).collect();
        cases.extend(sql::all::<Sums>(db, &text, ids).await?.into_iter().map(Case::from));
    }
    Ok(cases)
}

/// What everybody who holds a seat in a cohort is judged by, with their names, by surname. One statement.
pub async fn of_cohort(db: &impl Read, cohort: CohortId) -> Result<Vec<(Case, FullName)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        sums: Sums,
        #[sea_orm(nested)]
        names: Names,
    }
    let text = format!(
        "SELECT x.*, {NAMES} FROM ({SUMS}e.cohort_id = $1 AND e.state = 'confirmed'{GROUP}) x \
         JOIN enrollment f ON f.id = x.id JOIN person p ON p.id = f.person_id ORDER BY p.sort_key, x.id"
    );
    let rows = sql::all::<Row>(db, &text, vec![cohort.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.sums.into(), row.names.into())).collect())
}

/// Appends a final score, and keeps the last one beside the enrollment.
pub async fn assess(
    tx: &Tx,
    id: StepId,
    enrollment: EnrollmentId,
    score: i16,
    author: Author,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sql::execute(
        tx,
        "INSERT INTO assessment (id, enrollment_id, score, author, at) VALUES ($1, $2, $3, $4, $5)",
        vec![id.into(), enrollment.into(), score.into(), author.map(|person| person.0).into(), now.into()],
    )
    .await?;
    sql::execute(
        tx,
        "UPDATE enrollment SET final_score = $1, version = version + 1 WHERE id = $2",
        vec![score.into(), enrollment.into()],
    )
    .await?;
    Ok(())
}
