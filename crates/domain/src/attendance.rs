//! Attendance: append-only marks, and the register as a pure function of them.

mod book;
mod correction;
mod line_code;
mod paper;
mod record;
mod rule;
mod said;
mod signature;
mod view;
mod walk_in;

pub use book::{Book, Outcome};
pub use correction::{Correction, CorrectionDecision, CorrectionVerdict, NamedCorrection};
pub use line_code::{LineCode, LineCodes, NotALine};
pub use paper::{LineMeaning, typed_codes};
pub use record::{RecordFilter, Tally};
pub(crate) use rule::measures;
pub use rule::{Attendance, Frame, Standing, contenders, credit, fold, settle, stand, untold};
pub use said::{Heard, Said};
pub use signature::{MOST_LINES, SignatureLine, SignatureSheet};
pub use view::{Attendee, Dispute, Meeting, NamedMark, RegisterStep};
pub use walk_in::{NewWalkIn, WalkIn, newcomers};

use crate::access::Author;
use crate::id::{EnrollmentId, MarkId, SessionId};
use crate::text::Line;
use crate::words;
use chrono::{DateTime, TimeDelta, Utc};

words! {
    /// What a mark says of a person in a session.
    MarkKind {
        Present = "present",
        Late = "late",
        Excused = "excused",
        Absent = "absent",
        /// Came, at the time the mark was made.
        CheckIn = "check_in",
        /// Left, at the time the mark was made.
        CheckOut = "check_out",
        /// Was there for so many minutes, as somebody or something counted.
        Minutes = "minutes",
        /// So many minutes are credited, whatever check-ins say; always with a reason.
        Correction = "correction",
    }
}

impl MarkKind {
    /// The four that a register offers with one tap.
    pub const PLAIN: [Self; 4] = [Self::Present, Self::Late, Self::Excused, Self::Absent];

    /// Whether it only measures time. Everything else states how a person stands.
    pub fn is_check(self) -> bool {
        matches!(self, Self::CheckIn | Self::CheckOut)
    }

    /// Whether it says nothing without a number of minutes.
    pub fn needs_minutes(self) -> bool {
        matches!(self, Self::Minutes | Self::Correction)
    }
}

words! {
    /// How a person stands in a session.
    AttendanceStatus {
        Present = "present",
        Late = "late",
        Excused = "excused",
        Absent = "absent",
    }
}

impl AttendanceStatus {
    /// The mark that says just this.
    pub fn kind(self) -> MarkKind {
        match self {
            Self::Present => MarkKind::Present,
            Self::Late => MarkKind::Late,
            Self::Excused => MarkKind::Excused,
            Self::Absent => MarkKind::Absent,
        }
    }
}

words! {
    /// What a human decided on a mark that came late or that another one contradicts.
    MarkVerdict {
        Accepted = "accepted",
        SetAside = "set_aside",
    }
}

words! {
    /// How a mark came in.
    MarkSource {
        Web = "web",
        Api = "api",
        Import = "import",
        /// Made on a device that may have been away, delivered when there was a network.
        Device = "device",
        /// Somebody who was not on the list, and was found to be the person.
        WalkIn = "walk_in",
        /// The person scanned or typed the code on the screen of the room.
        Projector = "projector",
        /// The person typed the word that was said in the room.
        Word = "word",
        /// The trainer scanned or typed the code that the person carries.
        PersonalCode = "personal_code",
        /// Entered from a sheet that was signed.
        Paper = "paper",
    }
}

impl MarkSource {
    /// Whether it is the check-in of one's own.
    pub fn is_check_in(self) -> bool {
        matches!(self, Self::Projector | Self::Word | Self::PersonalCode)
    }
}

/// The version of the rule that counts attendance, shown on the register and in the API. Each mark carries the version it
/// was made under, and keeps its meaning.
pub const RULE_VERSION: i16 = 3;

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
    /// The mark that stood when this one was made.
    pub replaces: Option<MarkId>,
    /// By how much the clock of the device was ahead when it delivered, in milliseconds.
    pub skew_ms: Option<i64>,
    /// Delivered when the register was closed already: counts only once somebody accepts it.
    pub late: bool,
    /// The version of the rule it was made under.
    pub rule: i16,
    pub verdict: Option<MarkVerdict>,
}

impl Mark {
    /// When it was made, by the clock of the server as far as one can tell: never after it arrived. What was marked by rule 1
    /// counts as made when it arrived.
    pub fn made_at(&self) -> DateTime<Utc> {
        let skew = TimeDelta::milliseconds(self.skew_ms.unwrap_or_default());
        match self.device_at.filter(|_| self.rule > 1).and_then(|at| at.checked_sub_signed(skew)) {
            Some(at) => at.min(self.server_at),
            None => self.server_at,
        }
    }

    /// Whether it counts at all.
    pub fn counts(&self) -> bool {
        match self.verdict {
            Some(verdict) => verdict == MarkVerdict::Accepted,
            None => !self.late,
        }
    }

    /// Whether somebody still has to decide on it.
    pub fn is_undecided(&self) -> bool {
        self.late && self.verdict.is_none()
    }

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
