//! Interruptions of sessions: what stopped them, when, and what stands of what was noted.

mod policy;
mod slot;

pub use policy::{Delivery, Earlier, HeldState, Policy, PolicyInForce, RawPolicy, Span, Stretches, deliver};
pub use slot::{Slot, propose};

use crate::access::Author;
use crate::id::{InterruptionId, SessionId, StepId};
use crate::person::FullName;
use crate::rejection::{Checks, Fault, Invalid, Refusal, Rejection};
use crate::session::{LocalTime, Plan, instant};
use crate::text::Line;
use crate::words;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

words! {
    /// What stopped a session.
    InterruptionCause {
        AirRaidAlert = "air_raid_alert",
        Power = "power",
        Connection = "connection",
        Other = "other",
    }
}

words! {
    /// How a note about an interruption came in.
    InterruptionSource {
        Web = "web",
        Api = "api",
        Import = "import",
    }
}

/// A note may speak of a time so far outside of the planned one.
const AROUND: TimeDelta = TimeDelta::hours(12);

/// What an interruption was, as somebody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    pub cause: InterruptionCause,
    pub began_at: DateTime<Utc>,
    /// Open while it lasts.
    pub ended_at: Option<DateTime<Utc>>,
}

/// One note about an interruption. Never changed, never removed; the last one about an interruption stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub id: StepId,
    pub session: SessionId,
    /// Counts the notes of a session, the first is 1.
    pub number: i32,
    pub interruption: InterruptionId,
    pub pause: Pause,
    /// There was no such interruption after all.
    pub withdrawn: bool,
    pub author: Author,
    pub at: DateTime<Utc>,
    pub source: InterruptionSource,
    /// Why it replaces the note before.
    pub reason: Option<Line>,
}

/// The same with the name of who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedNote {
    pub note: Note,
    pub author: Option<FullName>,
}

/// What stands of an interruption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interruption {
    pub id: InterruptionId,
    pub pause: Pause,
}

/// What stands of all notes, the earliest interruption first.
pub fn standing<'a>(notes: impl IntoIterator<Item = &'a Note>) -> Vec<Interruption> {
    let mut last: BTreeMap<InterruptionId, &Note> = BTreeMap::new();
    for note in notes {
        let newest = last.entry(note.interruption).or_insert(note);
        if newest.number < note.number {
            *newest = note;
        }
    }
    let mut standing: Vec<Interruption> = last
        .into_values()
        .filter(|note| !note.withdrawn)
        .map(|note| Interruption { id: note.interruption, pause: note.pause })
        .collect();
    standing.sort_by_key(|one| (one.pause.began_at, one.id));
    standing
}

/// The interruption that lasts, if one does.
pub fn open(standing: &[Interruption]) -> Option<Interruption> {
    standing.iter().copied().find(|one| one.pause.ended_at.is_none())
}

impl Pause {
    /// As much of a time as can belong to a session with this plan: alerts last for days in some places.
    pub fn around(plan: &Plan, cause: InterruptionCause, time: Span) -> Option<Self> {
        let reach = Span { from: plan.starts_at - AROUND, until: plan.ends_at + AROUND };
        let part = time.within(reach)?;
        plan.span().within(part)?;
        Some(Self { cause, began_at: part.from, ended_at: Some(part.until) })
    }

    /// Whether it can belong to a session with this plan.
    pub fn check(&self, plan: &Plan, now: DateTime<Utc>) -> Result<(), Vec<Invalid>> {
        let mut checks = Checks::default();
        let around = plan.starts_at - AROUND..=plan.ends_at + AROUND;
        if !around.contains(&self.began_at) {
            checks.note("began_at", Fault::OutsidePeriod);
        }
        if self.began_at > now {
            checks.note("began_at", Fault::InFuture);
        }
        if let Some(ended) = self.ended_at {
            if ended <= self.began_at {
                checks.note("ended_at", Fault::EndsBeforeStart);
            } else if !around.contains(&ended) {
                checks.note("ended_at", Fault::OutsidePeriod);
            } else if ended > now {
                checks.note("ended_at", Fault::InFuture);
            }
        }
        checks.finish()
    }
}

/// An interruption as typed: times on the wall of the session's zone; a time before the session's own start of the day
/// means the day after.
#[derive(Clone, Debug, Default)]
pub struct RawPause {
    pub cause: String,
    pub began_at: String,
    pub ended_at: String,
}

impl RawPause {
    /// Looks at the fields. Times are those on the clock of the session: `10:20`.
    pub fn check(&self, plan: &Plan) -> Result<Pause, Vec<Invalid>> {
        let mut checks = Checks::default();
        let cause = match self.cause.trim() {
            "" => Err(Invalid::new("cause", Fault::Missing)),
            word => word.parse().map_err(|_| Invalid::new("cause", Fault::NotAWord)),
        };
        let cause = checks.take(cause);
        let began_at = checks.take(on_the_wall("began_at", &self.began_at, plan));
        let ended_at = match self.ended_at.trim() {
            "" => None,
            text => checks.take(on_the_wall("ended_at", text, plan)),
        };
        let (Some(cause), Some(began_at)) = (cause, began_at) else { return Err(checks.into_faults()) };
        checks.finish()?;
        Ok(Pause { cause, began_at, ended_at })
    }
}

/// The instant nearest to the session at which its clock shows this time.
pub fn on_the_wall(field: &'static str, raw: &str, plan: &Plan) -> Result<DateTime<Utc>, Invalid> {
    let time = crate::session::time_of_day(field, raw)?;
    let middle = plan.starts_at + (plan.ends_at - plan.starts_at) / 2;
    let day = plan.local_start.0.date();
    let days = [day.pred_opt(), Some(day), day.succ_opt()];
    let near = days
        .into_iter()
        .flatten()
        .filter_map(|day| instant(field, LocalTime(day.and_time(time)), plan.time_zone).ok())
        .min_by_key(|at| (*at - middle).abs());
    near.ok_or_else(|| Invalid::new(field, Fault::TimeSkipped))
}

/// The next note of a session about a new interruption.
pub fn begin(standing: &[Interruption], pause: Pause) -> Result<(), Rejection> {
    if pause.ended_at.is_none() && open(standing).is_some() {
        return Err(Refusal::PausedAlready.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + minute * 60, 0).unwrap()
    }

    fn note(number: i32, interruption: u128, until: Option<i64>, withdrawn: bool) -> Note {
        Note {
            id: StepId(Uuid::nil()),
            session: SessionId(Uuid::nil()),
            number,
            interruption: InterruptionId(Uuid::from_u128(interruption)),
            pause: Pause { cause: InterruptionCause::Power, began_at: at(0), ended_at: until.map(at) },
            withdrawn,
            author: None,
            at: at(0),
            source: InterruptionSource::Web,
            reason: None,
        }
    }

    #[test]
    fn the_last_note_about_an_interruption_stands() {
        let mut notes = vec![
            note(1, 1, None, false),
            note(2, 2, Some(9), false),
            note(3, 1, Some(5), false),
            note(4, 2, Some(9), true),
        ];
        assert_eq!(open(&standing(&notes[..2])).map(|one| one.id.0.as_u128()), Some(1));
        let expected = standing(&notes);
        assert_eq!(expected.len(), 1);
        assert_eq!(expected[0].pause.ended_at, Some(at(5)));
        notes.reverse();
        assert_eq!(standing(&notes), expected);
    }
}
