//! The rows of marks and of attendance.

use postup_domain::attendance::{
    Attendance, AttendanceStatus, Mark, MarkKind, MarkSource, MarkVerdict, Standing,
};
use postup_domain::id::{EnrollmentId, MarkId, PersonId, SessionId};
use postup_domain::text::Line;
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::DateTimeUtc;

/// Marks with what was decided on them last; a condition follows.
pub(crate) const MARKS: &str = "SELECT m.id, m.session_id, m.enrollment_id, m.kind, m.minutes, m.device_at, m.server_at, \
    m.author, m.source, m.reason, m.replaces, m.skew_ms, m.late, m.rule, d.verdict \
    FROM mark m LEFT JOIN mark_decision d ON d.mark_id = m.id AND d.number = \
    (SELECT MAX(n.number) FROM mark_decision n WHERE n.mark_id = m.id) WHERE ";

#[derive(FromQueryResult)]
pub(crate) struct MarkRow {
    id: MarkId,
    session_id: SessionId,
    enrollment_id: EnrollmentId,
    kind: MarkKind,
    minutes: Option<i32>,
    device_at: Option<DateTimeUtc>,
    server_at: DateTimeUtc,
    author: Option<PersonId>,
    source: MarkSource,
    reason: Option<Line>,
    replaces: Option<MarkId>,
    skew_ms: Option<i64>,
    late: bool,
    rule: i16,
    verdict: Option<MarkVerdict>,
}

impl From<MarkRow> for Mark {
    fn from(row: MarkRow) -> Self {
        Self {
            id: row.id,
            session: row.session_id,
            enrollment: row.enrollment_id,
            kind: row.kind,
            minutes: row.minutes,
            device_at: row.device_at,
            server_at: row.server_at,
            author: row.author,
            source: row.source,
            reason: row.reason,
            replaces: row.replaces,
            skew_ms: row.skew_ms,
            late: row.late,
            rule: row.rule,
            verdict: row.verdict,
        }
    }
}

/// The columns of attendance where a person may have none.
#[derive(FromQueryResult)]
pub(crate) struct Stood {
    status: Option<AttendanceStatus>,
    credited: Option<i32>,
    mark_id: Option<MarkId>,
    marked_at: Option<DateTimeUtc>,
    disputed: Option<bool>,
}

/// What [`Stood`] reads of the table `a`.
pub(crate) const STOOD: &str = "a.status, a.minutes AS credited, a.mark_id, a.marked_at, a.disputed";

impl From<Stood> for Option<Standing> {
    fn from(row: Stood) -> Self {
        Some(Standing {
            attendance: Attendance { status: row.status?, minutes: row.credited? },
            mark: row.mark_id?,
            at: row.marked_at?,
            disputed: row.disputed?,
        })
    }
}
