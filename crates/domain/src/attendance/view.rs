//! Registers and sessions as people read them.

use super::{Attendance, Frame, Mark, Standing};
use crate::access::{Author, CohortPlace};
use crate::id::{EnrollmentId, SessionId};
use crate::person::FullName;
use crate::session::{Count, LocalTime, RegisterState, SessionState};
use crate::text::{Both, Code, Line, Title};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// One line of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    pub enrollment: EnrollmentId,
    pub name: FullName,
    /// `None` while nobody has marked the person.
    pub standing: Option<Standing>,
    /// Why the mark that counts replaced an earlier one.
    pub reason: Option<Line>,
    /// The code of the own cohort of somebody who is a guest.
    pub guest_from: Option<Code>,
}

/// A mark with the name of whoever made it, if it was a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedMark {
    pub mark: Mark,
    pub author: Option<FullName>,
}

/// One closing or reopening of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterStep {
    pub to: RegisterState,
    pub author: Author,
    pub at: DateTime<Utc>,
    pub reason: Option<Line>,
    pub name: Option<FullName>,
}

/// A session as the people in it see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub session: SessionId,
    pub place: CohortPlace,
    /// The code of the cohort.
    pub code: Code,
    /// The title of the course.
    pub course: Both<Title>,
    /// The title of the session.
    pub title: Both<Title>,
    pub local_start: LocalTime,
    pub local_end: LocalTime,
    pub time_zone: Tz,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// The planned length.
    pub minutes: i32,
    /// Of the session, or else of the cohort; for participants and staff only (product rule 11).
    pub venue: Option<Line>,
    pub link: Option<Line>,
    pub state: SessionState,
    pub register: RegisterState,
    pub count: Count,
    /// The session whose lost time it makes up.
    pub makes_up: Option<SessionId>,
    /// How many hold a seat.
    pub people: i64,
    /// How many have a mark.
    pub marked: i64,
    /// Where the one who asks stands.
    pub own: Option<Attendance>,
}

impl Meeting {
    /// The time in which attendance counts.
    pub fn frame(&self) -> Frame<'_> {
        self.count.frame(self.starts_at, self.minutes)
    }

    /// The minutes that count.
    pub fn held_minutes(&self) -> i32 {
        self.frame().held()
    }
}

/// What a human has to decide about one person in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    pub enrollment: EnrollmentId,
    pub name: FullName,
    /// What stands until then.
    pub standing: Option<Standing>,
    /// The marks to choose from, the earliest first.
    pub marks: Vec<NamedMark>,
}
