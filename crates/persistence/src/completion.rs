//! What completion is judged by: sums over sessions and attendance, and final scores.

use crate::StoreError;
use crate::enrollment::{NAMES, Names};
use crate::guest::SAME_UNIT;
use crate::sql;
use crate::store::{Read, Tx};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::completion::{Carried, Evidence};
use postup_domain::course::CompletionRule;
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId, StepId, UnitId};
use postup_domain::person::FullName;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

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
    owed: i64,
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
                owed: sums.owed,
                carried: 0,
                final_score: sums.final_score,
            },
        }
    }
}

/// Sums of sums, since a session and those that make up for it count as one: never for more than it was planned for. Lost
/// time is owed until it is made up or the cohort is put away.
const SUMS: &str = "SELECT y.id, y.cohort_id, y.attendance_percent, y.required_score, y.final_score, \
     CAST(COALESCE(SUM(y.planned), 0) AS BIGINT) AS planned, \
     CAST(COALESCE(SUM(CASE WHEN y.credited > y.planned THEN y.planned ELSE y.credited END), 0) AS BIGINT) AS credited, \
     CAST(COALESCE(SUM(CASE WHEN y.credited + y.available <= y.planned THEN y.available \
         WHEN y.credited < y.planned THEN y.planned - y.credited ELSE 0 END), 0) AS BIGINT) AS available, \
     CAST(COALESCE(SUM(y.open_registers), 0) AS BIGINT) AS open_registers, \
     CAST(COALESCE(SUM(CASE WHEN y.owed > 0 THEN y.owed ELSE 0 END), 0) AS BIGINT) AS owed FROM \
     (SELECT e.id, e.cohort_id, v.attendance_percent, v.final_score AS required_score, e.final_score, \
     SUM(CASE WHEN s.makes_up IS NULL THEN s.minutes ELSE 0 END) AS planned, \
     SUM(COALESCE(a.minutes, 0)) AS credited, \
     SUM(CASE WHEN s.register <> 'closed' THEN s.minutes - s.lost_minutes - COALESCE(a.minutes, 0) ELSE 0 END) \
         AS available, \
     SUM(CASE WHEN s.register <> 'closed' THEN 1 ELSE 0 END) AS open_registers, \
     SUM(CASE WHEN c.state <> 'published' THEN 0 WHEN s.makes_up IS NULL THEN s.lost_minutes \
         ELSE s.lost_minutes - s.minutes END) AS owed \
     FROM enrollment e \
     JOIN cohort c ON c.id = e.cohort_id \
     JOIN course_version v ON v.id = c.course_version_id \
     LEFT JOIN session s ON s.cohort_id = e.cohort_id AND s.state = 'planned' \
     LEFT JOIN attendance a ON a.session_id = s.id AND a.enrollment_id = e.id \
     WHERE ";

const GROUP: &str = " GROUP BY e.id, e.cohort_id, e.final_score, v.attendance_percent, v.final_score, \
     COALESCE(s.makes_up, s.id)) y \
     GROUP BY y.id, y.cohort_id, y.final_score, y.attendance_percent, y.required_score";

/// What these enrollments are judged by, in no order. One statement for up to 5,000 of them.
pub async fn evidence(db: &impl Read, enrollments: &[EnrollmentId]) -> Result<Vec<Case>, StoreError> {
    let mut cases = Vec::with_capacity(enrollments.len());
    for chunk in enrollments.chunks(5_000) {
        let text = format!("{SUMS}e.id IN ({}){GROUP}", sql::places(1, chunk.len()));
        let ids = chunk.iter().copied().map(Value::from).collect();
        let sums = sql::all::<Sums>(db, &text, ids).await?.into_iter().map(Case::from);
        let carried = carried(db, chunk).await?;
        cases.extend(sums.map(|case| case.with(&carried)));
    }
    Ok(cases)
}

impl Case {
    fn with(self, carried: &HashMap<EnrollmentId, Vec<Carried>>) -> Self {
        match carried.get(&self.enrollment) {
            Some(units) => Self { evidence: self.evidence.with_carried(units), ..self },
            None => self,
        }
    }
}

/// What these people attended in other cohorts of the course, and what they can still attend there as guests, by unit of
/// their own cohort's version. What was attended in a session by two ways counts once.
fn brought_by(enrollments: usize) -> String {
    let these = sql::places(1, enrollments);
    format!(
        "SELECT k.enrollment_id, e.cohort_id, u.id AS unit_id, CAST(SUM(k.minutes) AS BIGINT) AS elsewhere, \
         CAST(SUM(CASE WHEN k.guest AND t.register <> 'closed' THEN t.minutes - t.lost_minutes - k.minutes ELSE 0 END) \
         AS BIGINT) AS coming FROM \
         (SELECT r.enrollment_id, b.session_id, b.minutes, 1 = 0 AS guest FROM carried r \
         JOIN attendance b ON b.enrollment_id = r.source_id WHERE r.enrollment_id IN ({these}) UNION ALL \
         SELECT g.enrollment_id, g.session_id, COALESCE(b.minutes, 0) AS minutes, 1 = 1 AS guest FROM guest_place g \
         LEFT JOIN attendance b ON b.session_id = g.session_id AND b.enrollment_id = g.enrollment_id \
         WHERE g.ended_at IS NULL AND g.enrollment_id IN ({these})) k \
         JOIN enrollment e ON e.id = k.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         JOIN session t ON t.id = k.session_id AND t.state = 'planned' AND NOT EXISTS (SELECT 1 FROM attendance o \
         WHERE o.session_id = t.id AND o.enrollment_id = k.enrollment_id AND t.cohort_id = e.cohort_id) \
         JOIN course_unit w ON w.id = t.unit_id JOIN course_unit u ON {SAME_UNIT} \
         GROUP BY k.enrollment_id, e.cohort_id, u.id"
    )
}

/// Sums of sums of these units, as in [`SUMS`].
const CARRIED: &str = "SELECT y.enrollment_id, y.elsewhere, y.coming, CAST(SUM(y.planned) AS BIGINT) AS planned, \
     CAST(SUM(CASE WHEN y.own > y.planned THEN y.planned ELSE y.own END) AS BIGINT) AS own, \
     CAST(SUM(CASE WHEN y.own + y.available <= y.planned THEN y.available \
         WHEN y.own < y.planned THEN y.planned - y.own ELSE 0 END) AS BIGINT) AS available, \
     CAST(SUM(y.open_registers) AS BIGINT) AS open_registers FROM (SELECT x.enrollment_id, x.unit_id, x.elsewhere, x.coming, \
     SUM(CASE WHEN s.makes_up IS NULL THEN s.minutes ELSE 0 END) AS planned, \
     SUM(COALESCE(a.minutes, 0)) AS own, \
     SUM(CASE WHEN s.register <> 'closed' THEN s.minutes - s.lost_minutes - COALESCE(a.minutes, 0) ELSE 0 END) \
         AS available, \
     SUM(CASE WHEN s.register <> 'closed' THEN 1 ELSE 0 END) AS open_registers FROM (";

async fn carried(
    db: &impl Read,
    enrollments: &[EnrollmentId],
) -> Result<HashMap<EnrollmentId, Vec<Carried>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        enrollment_id: EnrollmentId,
        elsewhere: i64,
        coming: i64,
        planned: i64,
        own: i64,
        available: i64,
        open_registers: i64,
    }
    let text = format!(
        "{CARRIED}{}) x \
         JOIN session r ON r.cohort_id = x.cohort_id AND r.unit_id = x.unit_id AND r.makes_up IS NULL \
         JOIN session s ON (s.id = r.id OR s.makes_up = r.id) AND s.state = 'planned' \
         LEFT JOIN attendance a ON a.session_id = s.id AND a.enrollment_id = x.enrollment_id \
         GROUP BY x.enrollment_id, x.unit_id, x.elsewhere, x.coming, r.id) y \
         GROUP BY y.enrollment_id, y.unit_id, y.elsewhere, y.coming",
        brought_by(enrollments.len())
    );
    let mut carried: HashMap<EnrollmentId, Vec<Carried>> = HashMap::new();
    if enrollments.is_empty() {
        return Ok(carried);
    }
    let ids = enrollments.iter().copied().map(Value::from).collect();
    for row in sql::all::<Row>(db, &text, ids).await? {
        let Row { enrollment_id, elsewhere, coming, planned, own, available, open_registers } = row;
        let unit = Carried { planned, own, available, open_registers, elsewhere, coming };
        carried.entry(enrollment_id).or_default().push(unit);
    }
    Ok(carried)
}

/// What these people attended in other cohorts of the course, by unit, in minutes.
pub async fn brought(
    db: &impl Read,
    enrollments: &[EnrollmentId],
) -> Result<HashMap<EnrollmentId, Vec<(UnitId, i64)>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        enrollment_id: EnrollmentId,
        unit_id: UnitId,
        elsewhere: i64,
    }
    let mut found: HashMap<EnrollmentId, Vec<(UnitId, i64)>> = HashMap::new();
    for chunk in enrollments.chunks(5_000) {
        let text = brought_by(chunk.len());
        let ids = chunk.iter().copied().map(Value::from).collect();
        for row in sql::all::<Row>(db, &text, ids).await? {
            found.entry(row.enrollment_id).or_default().push((row.unit_id, row.elsewhere));
        }
    }
    Ok(found)
}

/// Whose these enrollments are, and for whom they worked when they were made.
pub async fn employed(
    db: &impl Read,
    enrollments: &[EnrollmentId],
) -> Result<Vec<(EnrollmentId, PersonId, Option<OrganizationId>)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
        person_id: PersonId,
        organization_id: Option<OrganizationId>,
    }
    let mut found = Vec::with_capacity(enrollments.len());
    for chunk in enrollments.chunks(5_000) {
        let text = format!(
            "SELECT id, person_id, organization_id FROM enrollment WHERE id IN ({})",
            sql::places(1, chunk.len())
        );
        let ids = chunk.iter().copied().map(Value::from).collect();
        let rows = sql::all::<Row>(db, &text, ids).await?;
        found.extend(rows.into_iter().map(|row| (row.id, row.person_id, row.organization_id)));
    }
    Ok(found)
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
    let cases: Vec<(Case, FullName)> =
        rows.into_iter().map(|row| (row.sums.into(), row.names.into())).collect();
    let ids: Vec<EnrollmentId> = cases.iter().map(|(case, _)| case.enrollment).collect();
    let mut carried_by = HashMap::new();
    for chunk in ids.chunks(5_000) {
        carried_by.extend(carried(db, chunk).await?);
    }
    Ok(cases.into_iter().map(|(case, name)| (case.with(&carried_by), name)).collect())
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
