//! Attendance: append-only marks, and the register as a pure function of them.

mod book;
mod view;

pub use book::{Book, Outcome};
pub use view::{Attendee, Meeting, NamedMark, RegisterStep};

use crate::access::Author;
use crate::id::{EnrollmentId, MarkId, SessionId};
use crate::rejection::{Refusal, Rejection};
use crate::text::Line;
use crate::words;
use chrono::{DateTime, Utc};

words! {
    /// What a mark says of a person in a session.
    MarkKind {
        Present = "present",
        Late = "late",
        Excused = "excused",
        Absent = "absent",
    }
}

words! {
    /// How a mark came in.
    MarkSource {
        Web = "web",
        Api = "api",
        Import = "import",
    }
}

/// The version of the rule below, shown on the register and in the API.
pub const RULE_VERSION: i32 = 1;

/// What somebody who came late misses when nobody wrote down how much, in minutes.
pub const LATE_WITHOUT_MINUTES: i32 = 15;

/// One attendance event. Never changed, never removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Made by the client, so that a repeated delivery is one mark.
    pub id: MarkId,
    pub session: SessionId,
    pub enrollment: EnrollmentId,
    pub kind: MarkKind,
    /// Minutes present, where somebody counted them.
    pub minutes: Option<i32>,
    /// When the device says it was made.
    pub device_at: Option<DateTime<Utc>>,
    pub server_at: DateTime<Utc>,
    pub author: Author,
    pub source: MarkSource,
    /// Why it replaces an earlier mark.
    pub reason: Option<Line>,
}

impl Mark {
    /// Says the same as another, whatever the server added.
    pub fn same_content(&self, other: &Self) -> bool {
        (self.id, self.session, self.enrollment, self.kind, self.minutes, &self.reason)
            == (other.id, other.session, other.enrollment, other.kind, other.minutes, &other.reason)
    }
}

/// What a client sends; the rest is added by the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMark {
    pub id: MarkId,
    pub enrollment: EnrollmentId,
    pub kind: MarkKind,
    pub minutes: Option<i32>,
    pub device_at: Option<DateTime<Utc>>,
    pub reason: Option<Line>,
    pub basis: Basis,
}

/// What the client saw when it made a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// It does not say.
    #[default]
    Unstated,
    /// The mark that stood, or that there was none. If another one stands by now, nothing is overwritten (A3).
    Seen(Option<MarkId>),
}

/// Where a person stands in a session: what follows from all marks by rule 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attendance {
    pub status: MarkKind,
    /// Minutes that count toward completion.
    pub minutes: i32,
}

/// Where a person stands, and which mark says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub attendance: Attendance,
    pub mark: MarkId,
    /// When that mark arrived.
    pub at: DateTime<Utc>,
}

/// Rule 1: the mark that arrived last counts (by server time, then id). Present is the whole planned length unless
/// minutes were counted; late is the minutes counted, or the length less [`LATE_WITHOUT_MINUTES`]; excused and absent
/// are none. Never more than the planned length.
pub fn fold<'a>(marks: impl IntoIterator<Item = &'a Mark>, planned_minutes: i32) -> Option<Attendance> {
    stand(marks, planned_minutes).map(|standing| standing.attendance)
}

/// The same, with the mark that says so.
pub fn stand<'a>(marks: impl IntoIterator<Item = &'a Mark>, planned_minutes: i32) -> Option<Standing> {
    let last = marks.into_iter().max_by_key(|mark| (mark.server_at, mark.id))?;
    let attendance = credit(last.kind, last.minutes, planned_minutes);
    Some(Standing { attendance, mark: last.id, at: last.server_at })
}

/// What one mark is worth by rule 1.
pub fn credit(kind: MarkKind, counted: Option<i32>, planned_minutes: i32) -> Attendance {
    let minutes = match kind {
        MarkKind::Present => counted.unwrap_or(planned_minutes),
        MarkKind::Late => counted.unwrap_or(planned_minutes - LATE_WITHOUT_MINUTES),
        MarkKind::Excused | MarkKind::Absent => 0,
    };
    Attendance { status: kind, minutes: minutes.clamp(0, planned_minutes.max(0)) }
}

/// A mark that changes what stands needs a reason (rule 3).
pub fn check_correction(
    standing: Option<Attendance>,
    new: &NewMark,
    planned_minutes: i32,
) -> Result<(), Rejection> {
    let changes = standing.is_some_and(|now| now != credit(new.kind, new.minutes, planned_minutes));
    if changes && new.reason.is_none() { Err(Refusal::ReasonMissing.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn mark(n: u128, second: i64, kind: MarkKind, minutes: Option<i32>) -> Mark {
        Mark {
            id: MarkId(Uuid::from_u128(n)),
            session: SessionId(Uuid::nil()),
            enrollment: EnrollmentId(Uuid::nil()),
            kind,
            minutes,
            device_at: None,
            server_at: DateTime::from_timestamp(second, 0).unwrap(),
            author: None,
            source: MarkSource::Api,
            reason: None,
        }
    }

    #[test]
    fn rule_one() {
        for (kind, counted, expected) in [
            (MarkKind::Present, None, 90),
            (MarkKind::Present, Some(60), 60),
            (MarkKind::Present, Some(600), 90),
            (MarkKind::Late, None, 75),
            (MarkKind::Late, Some(40), 40),
            (MarkKind::Excused, Some(40), 0),
            (MarkKind::Absent, None, 0),
        ] {
            assert_eq!(credit(kind, counted, 90).minutes, expected, "{kind} {counted:?}");
        }
        assert_eq!(credit(MarkKind::Late, None, 10).minutes, 0);
    }

    #[test]
    fn order_of_delivery_does_not_matter() {
        let mut marks = vec![
            mark(1, 10, MarkKind::Absent, None),
            mark(2, 20, MarkKind::Late, None),
            mark(3, 20, MarkKind::Present, None),
        ];
        let expected = fold(&marks, 90);
        marks.reverse();
        assert_eq!(fold(&marks, 90), expected);
        assert_eq!(expected.unwrap().status, MarkKind::Present);
        assert_eq!(fold(&[], 90), None);
    }
}
