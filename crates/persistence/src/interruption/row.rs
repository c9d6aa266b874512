//! The rows of notes on interruptions and of policies.

use chrono::{DateTime, Utc};
use postup_domain::id::{InterruptionId, PersonId, SessionId, StepId};
use postup_domain::interruption::{
    Earlier, InterruptionCause, InterruptionSource, Note, Pause, Policy, PolicyInForce,
};
use postup_domain::text::Line;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
pub(super) struct NoteRow {
    id: StepId,
    session_id: SessionId,
    number: i32,
    interruption_id: InterruptionId,
    cause: InterruptionCause,
    began_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    withdrawn: bool,
    author: Option<PersonId>,
    at: DateTime<Utc>,
    source: InterruptionSource,
    reason: Option<Line>,
}

impl From<NoteRow> for Note {
    fn from(row: NoteRow) -> Self {
        Self {
            id: row.id,
            session: row.session_id,
            number: row.number,
            interruption: row.interruption_id,
            pause: Pause { cause: row.cause, began_at: row.began_at, ended_at: row.ended_at },
            withdrawn: row.withdrawn,
            author: row.author,
            at: row.at,
            source: row.source,
            reason: row.reason,
        }
    }
}

#[derive(FromQueryResult)]
pub(super) struct PolicyRow {
    final_minutes: i32,
    overrun_minutes: i32,
    earlier: Earlier,
    since: DateTime<Utc>,
    source: Line,
    number: i32,
}

impl From<PolicyRow> for PolicyInForce {
    fn from(row: PolicyRow) -> Self {
        Self {
            policy: Policy {
                final_minutes: row.final_minutes,
                overrun_minutes: row.overrun_minutes,
                earlier: row.earlier,
            },
            since: Some(row.since),
            source: Some(row.source),
            number: row.number,
        }
    }
}
