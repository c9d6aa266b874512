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
pub use table::{Listed, Told, count_lines, session_after, told};
pub use walk_in::{add_walk_in, merge_walk_in, walk_in, walk_ins};

use crate::store::{Read, Tx};
use crate::{Part, StoreError, sql, together};
use chrono::{DateTime, Utc};
use postup_domain::access::{Author, CohortPlace};
use postup_domain::attendance::{Mark, MarkVerdict, Standing};
use postup_domain::id::{
    CohortId, EnrollmentId, MarkId, OrganizationId, PersonId, ProgramId, SessionId, StepId,
};
use postup_domain::session::RegisterState;
use postup_domain::text::Line;
use row::{MARKS, MarkRow};
pub(crate) use row::{STOOD, Stood};
use sea_orm::{FromQueryResult, Value};
use std::collections::{HashMap, HashSet};

/// What is known before marks are entered.
pub type Found = (HashMap<EnrollmentId, Vec<Mark>>, HashMap<MarkId, Mark>);

/// Those of `enrollments` that hold a seat in the cohort or are guests of the session, each with its marks in the session,
/// and those of the marks `ids` that came before, for whomever.
pub async fn histories(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
    enrollments: &[EnrollmentId],
    ids: &[MarkId],
) -> Result<Found, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
    }
    let (mut histories, mut known) = (HashMap::with_capacity(enrollments.len()), HashMap::new());
    let ids: HashSet<MarkId> = ids.iter().copied().collect();
    for (number, chunk) in enrollments.chunks(10_000).enumerate() {
        let people = || chunk.iter().copied().map(Value::from);
        let places = sql::places(2, chunk.len());
        let text = format!(
            "SELECT id FROM enrollment WHERE cohort_id = $1 AND state = 'confirmed' AND id IN ({places}) UNION ALL \
             SELECT enrollment_id AS id FROM guest_place WHERE session_id = ${} AND ended_at IS NULL \
             AND enrollment_id IN ({places})",
            chunk.len() + 2
        );
        let mut values: Vec<Value> = std::iter::once(cohort.into()).chain(people()).collect();
        values.push(session.into());
        let seated = sql::all::<Row>(db, &text, values).await?;
        histories.extend(seated.into_iter().map(|row| (row.id, Vec::new())));
        let mut text = format!("{MARKS}(m.session_id = $1 AND m.enrollment_id IN ({places}))");
        let mut values: Vec<Value> = std::iter::once(session.into()).chain(people()).collect();
        if number == 0 && !ids.is_empty() {
            text = format!("{text} OR m.id IN ({})", sql::places(values.len() + 1, ids.len()));
            values.extend(ids.iter().copied().map(Value::from));
        }
        for mark in sql::all::<MarkRow>(db, &text, values).await? {
            let mark = Mark::from(mark);
            if ids.contains(&mark.id) {
                known.insert(mark.id, mark.clone());
            }
            if mark.session == session
                && let Some(marks) = histories.get_mut(&mark.enrollment)
            {
                marks.push(mark);
            }
        }
    }
    Ok((histories, known))
}

/// The marks of one person in a session; nothing for whoever holds no seat in the cohort.
pub async fn seated(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
    enrollment: EnrollmentId,
) -> Result<Option<Vec<Mark>>, StoreError> {
    let (mut found, _) = histories(db, session, cohort, &[enrollment], &[]).await?;
    Ok(found.remove(&enrollment))
}

/// Where a session belongs.
pub async fn place(db: &impl Read, session: SessionId) -> Result<Option<CohortPlace>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        cohort_id: CohortId,
        program_id: ProgramId,
        organization_id: OrganizationId,
    }
    let text = "SELECT s.cohort_id, c.program_id, c.organization_id FROM session s \
                JOIN cohort c ON c.id = s.cohort_id WHERE s.id = $1";
    let row = sql::one::<Row>(db, text, vec![session.into()]).await?;
    Ok(row.map(|row| CohortPlace {
        cohort: row.cohort_id,
        program: row.program_id,
        organization: row.organization_id,
    }))
}

/// Appends marks to the history of a session.
pub async fn append(tx: &Tx, cohort: CohortId, marks: &[Mark]) -> Result<(), StoreError> {
    together(tx, appending(cohort, marks)).await
}

/// The same, to be written together with other changes.
pub fn appending(cohort: CohortId, marks: &[Mark]) -> Vec<Part> {
    let written = |chunk: &[Mark]| {
        let values = chunk.iter().flat_map(|mark| -> [Value; 15] {
            [
                mark.id.into(),
                cohort.into(),
                mark.session.into(),
                mark.enrollment.into(),
                mark.kind.into(),
                mark.minutes.into(),
                mark.device_at.into(),
                mark.server_at.into(),
                mark.author.map(|person| person.0).into(),
                mark.source.into(),
                mark.reason.as_ref().map(|reason| reason.as_str().to_owned()).into(),
                mark.replaces.map(|mark| mark.0).into(),
                mark.skew_ms.into(),
                mark.late.into(),
                mark.rule.into(),
            ]
        });
        let text = format!(
            "INSERT INTO mark (id, cohort_id, session_id, enrollment_id, kind, minutes, device_at, server_at, author, source, \
             reason, replaces, skew_ms, late, rule) VALUES {}",
            sql::rows(chunk.len(), 15)
        );
        Part::new(text, values.collect(), chunk.len())
    };
    marks.chunks(500).map(written).collect()
}

/// Keeps what follows from the marks of a session, one line for each enrollment.
pub async fn keep(
    tx: &Tx,
    session: SessionId,
    standing: &[(EnrollmentId, Standing)],
) -> Result<(), StoreError> {
    together(tx, keeping(session, standing)).await
}

/// The same, to be written together with other changes.
pub fn keeping(session: SessionId, standing: &[(EnrollmentId, Standing)]) -> Vec<Part> {
    let written = |chunk: &[(EnrollmentId, Standing)]| {
        let values = chunk.iter().flat_map(|(enrollment, standing)| -> [Value; 7] {
            [
                session.into(),
                (*enrollment).into(),
                standing.attendance.status.into(),
                standing.attendance.minutes.into(),
                standing.mark.into(),
                standing.at.into(),
                standing.disputed.into(),
            ]
        });
        let text = format!(
            "INSERT INTO attendance (session_id, enrollment_id, status, minutes, mark_id, marked_at, disputed) VALUES {} \
             ON CONFLICT (session_id, enrollment_id) DO UPDATE SET status = excluded.status, minutes = excluded.minutes, \
             mark_id = excluded.mark_id, marked_at = excluded.marked_at, disputed = excluded.disputed",
            sql::rows(chunk.len(), 7)
        );
        Part::new(text, values.collect(), chunk.len())
    };
    standing.chunks(1_000).map(written).collect()
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

/// Everybody on the register of the session `$1` of the cohort `$2`: its own people, and guests.
pub(crate) const ON_REGISTER: &str = "SELECT id FROM enrollment WHERE cohort_id = $2 AND state = 'confirmed' UNION ALL \
    SELECT enrollment_id AS id FROM guest_place WHERE session_id = $1 AND ended_at IS NULL";

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
        "SELECT e.id FROM ({ON_REGISTER}) e WHERE NOT EXISTS \
         (SELECT 1 FROM attendance a WHERE a.session_id = $1 AND a.enrollment_id = e.id) LIMIT {limit}"
    );
    let rows = sql::all::<Row>(db, &text, vec![session.into(), cohort.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Everybody on the register of a session of a cohort; guests first, so that of whoever was one before they had a seat there
/// the own enrollment comes last.
pub async fn on_register(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
) -> Result<Vec<(EnrollmentId, PersonId)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
        person_id: PersonId,
    }
    let text = format!(
        "SELECT e.id, e.person_id FROM ({ON_REGISTER}) r JOIN enrollment e ON e.id = r.id \
         ORDER BY CASE WHEN e.cohort_id = $2 THEN 1 ELSE 0 END, e.id"
    );
    let rows = sql::all::<Row>(db, &text, vec![session.into(), cohort.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.person_id)).collect())
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
