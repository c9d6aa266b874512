//! Check-in of one's own: by the code on the screen of the room, by the word that was said there, or by the code that a
//! person carries. And how many heads somebody counted beside that.

mod code;

pub use code::{PersonalCode, SpokenWord, Typed, digits, spaced};

use crate::attendance::{AttendanceStatus, Frame, Mark, MarkKind, MarkSource, RULE_VERSION, measures, stand};
use crate::id::{EnrollmentId, MarkId, PersonId, SessionId};
use crate::person::FullName;
use crate::rejection::{Fault, Invalid, Refusal, Rejection};
use chrono::{DateTime, TimeDelta, Utc};

/// How long one code stands on the screen, in seconds.
const STEP: i64 = 60;
/// How long before its start a session lets people in.
pub const EARLY: TimeDelta = TimeDelta::minutes(60);
/// How long a scan waits for its person to sign in.
pub const PATIENCE: TimeDelta = TimeDelta::minutes(30);
/// Wrong codes and words that cost nothing.
const FREE_TRIES: i64 = 3;

/// One minute of the code on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step(i64);

impl Step {
    /// The one whose code the screen shows.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(now.timestamp().div_euclid(STEP))
    }

    /// Those whose codes are taken: whoever scans at the end of a minute needs a moment.
    pub fn taken_at(now: DateTime<Utc>) -> [Self; 2] {
        let Self(number) = Self::at(now);
        [Self(number), Self(number - 1)]
    }

    pub fn number(self) -> i64 {
        self.0
    }

    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// When the screen shows the next code.
    pub fn ends(self) -> DateTime<Utc> {
        DateTime::from_timestamp((self.0 + 1) * STEP, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

/// How long to wait after so many wrong codes and words in a row: nothing at first, then a minute, doubled each time.
pub fn wait_after(tries: i64) -> TimeDelta {
    if tries <= FREE_TRIES {
        return TimeDelta::zero();
    }
    TimeDelta::minutes(1_i64 << (tries - FREE_TRIES - 1).clamp(0, 10))
}

/// What became of a check-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckedIn {
    Recorded,
    /// Recorded before the start; it counts from then.
    Waiting,
    /// The person is in already: nothing was added.
    Known,
}

/// Whether people can check in at an instant; what is recorded then counts at once, or waits for the start.
pub fn open_at(frame: Frame<'_>, at: DateTime<Utc>) -> Result<CheckedIn, Rejection> {
    let opens = frame.starts_at - EARLY;
    if at < opens {
        return Err(Rejection::from(Refusal::CheckInNotYet).at(opens));
    }
    if at >= frame.until() {
        return Err(Refusal::CheckInOver.into());
    }
    Ok(if at < frame.starts_at { CheckedIn::Waiting } else { CheckedIn::Recorded })
}

/// Whether a check-in adds anything to what is known of a person: not when they are in, and not when somebody has marked
/// them as there, since minutes would be taken from them that they have.
pub fn adds(history: &[Mark], frame: Frame<'_>) -> bool {
    let last =
        history.iter().filter(|mark| measures(mark, frame)).max_by_key(|mark| (mark.made_at(), mark.id));
    match last {
        Some(check) => check.kind == MarkKind::CheckOut,
        None => !stand(history, frame).is_some_and(|now| {
            matches!(now.attendance.status, AttendanceStatus::Present | AttendanceStatus::Late)
        }),
    }
}

/// A check-in before it is a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub session: SessionId,
    pub enrollment: EnrollmentId,
    /// Whose hand it was: the person's, or the trainer's who scanned their code.
    pub author: PersonId,
    pub source: MarkSource,
    /// When the code was scanned, by the clock of the server.
    pub at: DateTime<Utc>,
}

impl Arrival {
    pub fn mark(self, id: MarkId, now: DateTime<Utc>) -> Mark {
        Mark {
            id,
            session: self.session,
            enrollment: self.enrollment,
            kind: MarkKind::CheckIn,
            minutes: None,
            device_at: (self.at < now).then_some(self.at),
            server_at: now,
            author: Some(self.author),
            source: self.source,
            reason: None,
            replaces: None,
            skew_ms: None,
            late: false,
            rule: RULE_VERSION,
            verdict: None,
        }
    }
}

/// The most people one counts in a room, or in a call.
const MOST_HEADS: i32 = 10_000;

/// A head-count as typed.
pub fn heads(field: &'static str, raw: &str) -> Result<i32, Invalid> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(Invalid::new(field, Fault::Missing));
    }
    let people: i32 = raw.parse().map_err(|_| Invalid::new(field, Fault::NotANumber))?;
    if (0..=MOST_HEADS).contains(&people) {
        return Ok(people);
    }
    Err(Invalid::new(field, Fault::OutOfRange { least: 0, most: MOST_HEADS.into() }))
}

/// How many heads somebody counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadCount {
    pub people: i32,
    pub at: DateTime<Utc>,
    pub author: Option<FullName>,
}

/// How a session fills.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turnout {
    /// Everybody who holds a seat.
    pub people: i64,
    /// Those who checked in by a code or a word.
    pub scans: i64,
    /// Those who count as present or late, however that is known.
    pub there: i64,
    /// The last head-count.
    pub counted: Option<HeadCount>,
}

impl Turnout {
    /// Heads in the room less the people who count as there; `None` while nobody has counted.
    pub fn difference(&self) -> Option<i64> {
        self.counted.as_ref().map(|count| i64::from(count.people) - self.there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attendance::MarkVerdict;
    use uuid::Uuid;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + minutes * 60, 0).unwrap()
    }

    fn frame() -> Frame<'static> {
        Frame { starts_at: at(0), minutes: 90, lost: 0, stretches: None }
    }

    fn mark(number: u128, kind: MarkKind, minute: i64) -> Mark {
        let arrival = Arrival {
            session: SessionId(Uuid::nil()),
            enrollment: EnrollmentId(Uuid::nil()),
            author: PersonId(Uuid::nil()),
            source: MarkSource::Projector,
            at: at(minute),
        };
        Mark { kind, ..arrival.mark(MarkId(Uuid::from_u128(number)), at(minute)) }
    }

    #[test]
    fn a_code_is_taken_in_its_minute_and_the_next() {
        let shown = Step::at(at(5));
        for (seconds, taken) in [(0, true), (59, true), (60, true), (119, true), (120, false), (-1, false)] {
            let now = at(5) + TimeDelta::seconds(seconds);
            assert_eq!(Step::taken_at(now).contains(&shown), taken, "{seconds}");
        }
        assert_eq!(shown.ends(), at(6));
    }

    #[test]
    fn a_door_opens_an_hour_before_the_start_and_shuts_at_the_end() {
        let said = |minute| open_at(frame(), at(minute)).map_err(|no| (no.refusal, no.instant));
        assert_eq!(said(-61), Err((Refusal::CheckInNotYet, Some(at(-60)))));
        assert_eq!(said(-60), Ok(CheckedIn::Waiting));
        assert_eq!(said(-1), Ok(CheckedIn::Waiting));
        assert_eq!(said(0), Ok(CheckedIn::Recorded));
        assert_eq!(said(89), Ok(CheckedIn::Recorded));
        assert_eq!(said(90), Err((Refusal::CheckInOver, None)));
    }

    #[test]
    fn whoever_is_in_stays_in_and_whoever_left_may_return() {
        use MarkKind::{Absent, CheckIn, CheckOut, Excused, Late, Minutes, Present};
        for (kinds, adds_one) in [
            (vec![], true),
            (vec![CheckIn], false),
            (vec![CheckIn, CheckOut], true),
            (vec![CheckIn, CheckOut, CheckIn], false),
            (vec![Present], false),
            (vec![Late], false),
            (vec![Absent], true),
            (vec![Excused], true),
            (vec![CheckIn, Absent], false),
            (vec![Minutes], true),
        ] {
            let history: Vec<Mark> =
                (1..).zip(&kinds).map(|(n, kind)| mark(n, *kind, 2 * i64::try_from(n).unwrap())).collect();
            assert_eq!(adds(&history, frame()), adds_one, "{kinds:?}");
        }
        let aside = Mark { verdict: Some(MarkVerdict::SetAside), ..mark(1, CheckIn, 2) };
        assert!(adds(&[aside], frame()), "what was set aside keeps nobody out");
    }

    #[test]
    fn a_scan_for_another_time_is_none_for_this_one() {
        let moved = Frame { starts_at: at(24 * 60), ..frame() };
        let scan = mark(1, MarkKind::CheckIn, -20);
        assert!(!adds(std::slice::from_ref(&scan), frame()) && adds(std::slice::from_ref(&scan), moved));
        assert_eq!(
            stand(std::slice::from_ref(&scan), moved),
            None,
            "whoever came yesterday was not there today"
        );
        let by_hand = Mark { source: MarkSource::Web, ..scan };
        assert!(stand(&[by_hand], moved).is_some(), "what a trainer wrote down stands");
    }

    #[test]
    fn a_scan_before_the_start_counts_from_the_start() {
        let standing = stand(&[mark(1, MarkKind::CheckIn, -20)], frame()).unwrap();
        assert_eq!(
            (standing.attendance.status, standing.attendance.minutes),
            (AttendanceStatus::Present, 90)
        );
        let late = stand(&[mark(1, MarkKind::CheckIn, 20)], frame()).unwrap();
        assert_eq!((late.attendance.status, late.attendance.minutes), (AttendanceStatus::Late, 70));
        let Mark { device_at, .. } = mark(1, MarkKind::CheckIn, 20);
        assert_eq!(device_at, None, "a scan that is sent at once has one time");
    }

    #[test]
    fn guessing_takes_longer_each_time() {
        let waits: Vec<i64> = [1, 3, 4, 5, 6, 9, 100, i64::MAX].map(|n| wait_after(n).num_minutes()).into();
        assert_eq!(waits, [0, 0, 1, 2, 4, 32, 1024, 1024]);
    }

    #[test]
    fn heads_are_a_number_and_are_compared_with_who_is_there() {
        assert_eq!(heads("people", " 27 "), Ok(27));
        for (raw, fault) in [
            ("", Fault::Missing),
            ("many", Fault::NotANumber),
            ("-1", Fault::OutOfRange { least: 0, most: 10_000 }),
            ("10001", Fault::OutOfRange { least: 0, most: 10_000 }),
        ] {
            assert_eq!(heads("people", raw).unwrap_err().fault, fault);
        }
        let mut filled = Turnout { people: 30, scans: 20, there: 25, counted: None };
        assert_eq!(filled.difference(), None);
        filled.counted = Some(HeadCount { people: 27, at: at(0), author: None });
        assert_eq!(filled.difference(), Some(2));
    }
}
