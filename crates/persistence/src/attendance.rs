//! Attendance: marks are appended; the table of attendance keeps what follows from them.

mod correction;
mod meeting;
mod record;
mod register;
mod row;
mod table;
mod walk_in;

pub use correction::{correction, correction_waits, corrections, decide_correction, propose, reopened_by};
pub(crate) use meeting::within;
pub use meeting::{MOST_MEETINGS, Meetings, meetings};
pub use record::{records, tallies};
pub(crate) use register::names_of;
pub use register::{
    Bar, bar, cells, disputes, history, marks_of, register, register_history, rosters, rule_since,
};
pub use table::{Listed, Told, session_after, told};
pub use walk_in::{add_walk_in, merge_walk_in, walk_in, walk_ins};

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::attendance::{Mark, MarkVerdict, Standing};
use postup_domain::id::{CohortId, EnrollmentId, MarkId, SessionId, StepId};
use postup_domain::session::RegisterState;
use postup_domain::text::Line;
use row::{MARKS, MarkRow};
pub(crate) use row::{STOOD, Stood};
use row::{attendance, mark};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait, FromQueryResult, Value};
use std::collections::HashMap;

/// Those of `enrollments` that hold a seat in the cohort, each with its marks in the session.
pub async fn histories(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
    enrollments: &[EnrollmentId],
) -> Result<HashMap<EnrollmentId, Vec<Mark>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
    }
    let mut found = HashMap::with_capacity(enrollments.len());
    for chunk in enrollments.chunks(5_000) {
        let text = format!(
            "SELECT id FROM enrollment WHERE cohort_id = $1 AND state = 'confirmed' AND id IN ({})",
            sql::places(2, chunk.len())
        );
        let values = |first: Value| {
            std::iter::once(first).chain(chunk.iter().copied().map(Value::from)).collect::<Vec<_>>()
        };
        let seated = sql::all::<Row>(db, &text, values(cohort.into())).await?;
        found.extend(seated.into_iter().map(|row| (row.id, Vec::new())));
        let text =
            format!("{MARKS}m.session_id = $1 AND m.enrollment_id IN ({})", sql::places(2, chunk.len()));
        for mark in sql::all::<MarkRow>(db, &text, values(session.into())).await? {
            let mark = Mark::from(mark);
            if let Some(marks) = found.get_mut(&mark.enrollment) {
                marks.push(mark);
            }
        }
    }
    Ok(found)
}

/// Those of the marks that came before.
pub async fn known(tx: &Tx, ids: &[MarkId]) -> Result<HashMap<MarkId, Mark>, StoreError> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(5_000) {
        let text = format!("{MARKS}m.id IN ({})", sql::places(1, chunk.len()));
        let values = chunk.iter().copied().map(Value::from).collect();
        let rows = sql::all::<MarkRow>(tx, &text, values).await?;
        found.extend(rows.into_iter().map(Mark::from).map(|mark| (mark.id, mark)));
    }
    Ok(found)
}

/// Appends marks to the history of a session.
pub async fn append(tx: &Tx, cohort: CohortId, marks: &[Mark]) -> Result<(), StoreError> {
    for chunk in marks.chunks(500) {
        let rows = chunk.iter().map(|mark| mark::ActiveModel {
            id: Set(mark.id),
            cohort_id: Set(cohort),
            session_id: Set(mark.session),
            enrollment_id: Set(mark.enrollment),
            kind: Set(mark.kind),
            minutes: Set(mark.minutes),
            device_at: Set(mark.device_at),
            server_at: Set(mark.server_at),
            author: Set(mark.author),
            source: Set(mark.source),
            reason: Set(mark.reason.clone()),
            replaces: Set(mark.replaces),
            skew_ms: Set(mark.skew_ms),
            late: Set(mark.late),
            rule: Set(mark.rule),
        });
        mark::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Keeps what follows from the marks of a session, one line for each enrollment.
pub async fn keep(
    tx: &Tx,
    session: SessionId,
    standing: &[(EnrollmentId, Standing)],
) -> Result<(), StoreError> {
    use attendance::Column;
    for chunk in standing.chunks(1_000) {
        let rows = chunk.iter().map(|(enrollment, standing)| attendance::ActiveModel {
            session_id: Set(session),
            enrollment_id: Set(*enrollment),
            status: Set(standing.attendance.status),
            minutes: Set(standing.attendance.minutes),
            mark_id: Set(standing.mark),
            marked_at: Set(standing.at),
            disputed: Set(standing.disputed),
        });
        let replace = OnConflict::columns([Column::SessionId, Column::EnrollmentId])
            .update_columns([
                Column::Status,
                Column::Minutes,
                Column::MarkId,
                Column::MarkedAt,
                Column::Disputed,
            ])
            .to_owned();
        attendance::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Takes the lines of people away again: no mark of theirs counts any more.
pub async fn forget(tx: &Tx, session: SessionId, people: &[EnrollmentId]) -> Result<(), StoreError> {
    for chunk in people.chunks(5_000) {
        let places = sql::places(2, chunk.len());
        let text = format!("DELETE FROM attendance WHERE session_id = $1 AND enrollment_id IN ({places})");
        let people = chunk.iter().copied().map(Value::from);
        sql::execute(tx, &text, std::iter::once(session.into()).chain(people).collect()).await?;
    }
    Ok(())
}

/// Writes down what a human decided on a mark; the last decision counts. Lock the session first.
pub async fn decide(
    tx: &Tx,
    mark: MarkId,
    verdict: MarkVerdict,
    author: Author,
    reason: &Line,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let text = "INSERT INTO mark_decision (mark_id, number, verdict, author, at, reason) \
                SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM mark_decision WHERE mark_id = $1";
    let values: Vec<Value> = vec![
        mark.into(),
        verdict.into(),
        author.map(|person| person.0).into(),
        now.into(),
        reason.as_str().to_owned().into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Everybody on the register of a cohort who has no mark in the session yet, at most `limit` of them.
pub async fn unmarked(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
    limit: u64,
) -> Result<Vec<EnrollmentId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
    }
    let text = format!(
        "SELECT e.id FROM enrollment e WHERE e.cohort_id = $2 AND e.state = 'confirmed' AND NOT EXISTS \
         (SELECT 1 FROM attendance a WHERE a.session_id = $1 AND a.enrollment_id = e.id) LIMIT {limit}"
    );
    let rows = sql::all::<Row>(db, &text, vec![session.into(), cohort.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Ids of everybody who holds a seat in a cohort.
pub async fn roster(db: &impl Read, cohort: CohortId) -> Result<Vec<EnrollmentId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
    }
    let text = "SELECT id FROM enrollment WHERE cohort_id = $1 AND state = 'confirmed'";
    let rows = sql::all::<Row>(db, text, vec![cohort.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Closes or reopens a register, and writes down by whom and why. Lock the session first.
pub async fn set_register(
    tx: &Tx,
    step: StepId,
    session: SessionId,
    to: RegisterState,
    author: Author,
    reason: Option<&Line>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let text = "UPDATE session SET register = $1, version = version + 1 WHERE id = $2";
    sql::execute(tx, text, vec![to.into(), session.into()]).await?;
    let text = "INSERT INTO register_step (id, session_id, to_state, author, at, reason) \
                VALUES ($1, $2, $3, $4, $5, $6)";
    let values: Vec<Value> = vec![
        step.into(),
        session.into(),
        to.into(),
        author.map(|person| person.0).into(),
        now.into(),
        reason.map(|reason| reason.as_str().to_owned()).into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}
