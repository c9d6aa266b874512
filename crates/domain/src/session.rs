//! Sessions: the meetings of a cohort. Local time, zone and instant are kept together, so that a session never moves
//! when clocks or zone rules change (A7).

use crate::attendance::Frame;
use crate::id::{CohortId, SeriesId, SessionId, UnitId, VenueId};
use crate::interruption::{Delivery, HeldState, Span, Stretches};
use crate::program::day;
use crate::rejection::{Checks, Fault, Invalid, Refusal, Rejection};
use crate::text::{Both, Line, Title};
use crate::words;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

words! {
    /// Whether a session is meant to happen.
    SessionState {
        Planned = "planned",
        Cancelled = "cancelled",
    }
}

words! {
    /// Whether marks are taken.
    RegisterState {
        Open = "open",
        Closed = "closed",
        Reopened = "reopened",
    }
}

impl RegisterState {
    pub fn takes_marks(self) -> bool {
        self != Self::Closed
    }
}

/// A time on the wall of the place where it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime(pub NaiveDateTime);

impl LocalTime {
    pub fn midnight(on: NaiveDate) -> Self {
        Self(on.and_time(NaiveTime::MIN))
    }
}

/// The instant of a local time. In the hour that happens twice the first is meant; in the hour that does not happen
/// there is none, and the field is at fault.
pub fn instant(field: impl Into<String>, local: LocalTime, zone: Tz) -> Result<DateTime<Utc>, Invalid> {
    zone.from_local_datetime(&local.0)
        .earliest()
        .map(|time| time.with_timezone(&Utc))
        .ok_or_else(|| Invalid::new(field, Fault::TimeSkipped))
}

/// What it takes to write a session down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub title: Both<Title>,
    pub unit: Option<UnitId>,
    pub local_start: LocalTime,
    pub local_end: LocalTime,
    pub time_zone: Tz,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// The place of the organization's list that it takes place in.
    pub venue_id: Option<VenueId>,
    /// The exact place in words, for participants only.
    pub venue: Option<Line>,
    /// Where to join online, for participants only.
    pub link: Option<Line>,
    /// The session whose lost time this one makes up.
    pub makes_up: Option<SessionId>,
}

impl Plan {
    /// The planned length, in minutes that really pass: right on days of 23 and 25 hours.
    pub fn minutes(&self) -> i32 {
        i32::try_from((self.ends_at - self.starts_at).num_minutes()).unwrap_or(i32::MAX)
    }

    /// The planned time.
    pub fn span(&self) -> Span {
        Span { from: self.starts_at, until: self.ends_at }
    }
}

/// What of a session counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub state: HeldState,
    /// Planned minutes that do not count, since the session was interrupted.
    pub lost_minutes: i32,
    /// When it really ended, where somebody wrote that down.
    pub ended_at: Option<DateTime<Utc>>,
    /// The times that count, where they are not those of the plan.
    pub stretches: Option<Stretches>,
}

impl Default for Count {
    /// As planned.
    fn default() -> Self {
        Self { state: HeldState::Held, lost_minutes: 0, ended_at: None, stretches: None }
    }
}

impl Count {
    /// The same after what was found of its delivery.
    #[must_use]
    pub fn after(&self, delivery: &Delivery) -> Self {
        Self {
            state: delivery.state,
            lost_minutes: delivery.lost_minutes,
            stretches: (!delivery.as_planned()).then(|| delivery.stretches.clone()),
            ended_at: self.ended_at,
        }
    }

    /// The time in which attendance counts.
    pub fn frame(&self, starts_at: DateTime<Utc>, minutes: i32) -> Frame<'_> {
        Frame { starts_at, minutes, lost: self.lost_minutes, stretches: self.stretches.as_ref() }
    }
}

/// One meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub cohort: CohortId,
    /// Those planned together have one in common.
    pub series: Option<SeriesId>,
    pub plan: Plan,
    pub state: SessionState,
    pub register: RegisterState,
    pub count: Count,
    /// How often calendars have to learn of a new time or place, or of its end: what RFC 5545 calls SEQUENCE.
    pub sequence: i64,
    pub version: i64,
}

/// How a session stood before its time or place changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub venue: Option<Line>,
    pub link: Option<Line>,
}

impl Session {
    /// A new one, as planned.
    pub fn planned(id: SessionId, cohort: CohortId, plan: Plan) -> Self {
        Self {
            id,
            cohort,
            series: None,
            plan,
            state: SessionState::Planned,
            register: RegisterState::Open,
            count: Count::default(),
            sequence: 0,
            version: 1,
        }
    }

    /// The time in which attendance counts.
    pub fn frame(&self) -> Frame<'_> {
        self.count.frame(self.plan.starts_at, self.plan.minutes())
    }

    /// The minutes that count.
    pub fn held_minutes(&self) -> i32 {
        self.frame().held()
    }

    /// Whether a session of this cohort can make up for the time that this one lost.
    pub fn can_be_made_up_in(&self, cohort: CohortId) -> bool {
        self.cohort == cohort
            && self.state == SessionState::Planned
            && self.count.lost_minutes > 0
            && self.plan.makes_up.is_none()
    }

    /// Whether it may still be moved or called off: it is planned, and its register was never closed.
    pub fn may_change(&self) -> Result<(), Rejection> {
        match (self.state, self.register) {
            (SessionState::Cancelled, _) => Err(Refusal::SessionCancelled.into()),
            (_, RegisterState::Open) => Ok(()),
            _ => Err(Refusal::RegisterClosed.into()),
        }
    }
}

impl Plan {
    /// The same meeting so many days later, at the time of day and the place of another.
    ///
    /// # Errors
    /// When that time does not happen, naming `from` or `to`.
    pub fn like(&self, other: &Self, days: i64) -> Result<Self, Vec<Invalid>> {
        let on = self.local_start.0.date();
        let out_of_time = || vec![Invalid::new("on", Fault::NotADate)];
        let on = on.checked_add_signed(Duration::days(days)).ok_or_else(out_of_time)?;
        let nights = other.local_end.0.date() - other.local_start.0.date();
        let until = on.checked_add_signed(nights).ok_or_else(out_of_time)?;
        let local_start = LocalTime(on.and_time(other.local_start.0.time()));
        let local_end = LocalTime(until.and_time(other.local_end.0.time()));
        let mut checks = Checks::default();
        let starts_at = checks.take(instant("from", local_start, other.time_zone));
        let ends_at = checks.take(instant("to", local_end, other.time_zone));
        let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at) else { return Err(checks.into_faults()) };
        Ok(Self {
            local_start,
            local_end,
            time_zone: other.time_zone,
            starts_at,
            ends_at,
            venue_id: other.venue_id,
            venue: other.venue.clone(),
            link: other.link.clone(),
            ..self.clone()
        })
    }

    /// What people who plan with it go by.
    pub fn former(&self) -> Former {
        Former {
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            venue: self.venue.clone(),
            link: self.link.clone(),
        }
    }

    /// Whether people who planned with the other have to plan anew.
    pub fn differs_in_time_or_place(&self, other: &Self) -> bool {
        self.former() != other.former()
    }
}

/// The same as typed: a day and two times of the same day; an end before the start means the next day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawPlan {
    pub title_uk: String,
    pub title_en: String,
    pub unit_id: String,
    pub on: String,
    pub from: String,
    pub to: String,
    /// A place of the list; `venue` is a detail of it then.
    pub venue_id: String,
    pub venue: String,
    pub link: String,
    pub makes_up: String,
}

/// `10:20`, also as `10.20`.
pub(crate) fn time_of_day(field: &'static str, raw: &str) -> Result<NaiveTime, Invalid> {
    let text = raw.trim().replace('.', ":");
    if text.is_empty() {
        return Err(Invalid::new(field, Fault::Missing));
    }
    NaiveTime::parse_from_str(&text, "%H:%M").map_err(|_| Invalid::new(field, Fault::NotATime))
}

fn link(raw: &str) -> Result<Option<Line>, Invalid> {
    let link = Line::optional("link", raw)?;
    match &link {
        Some(text) if !text.as_str().starts_with("https://") => Err(Invalid::new("link", Fault::NotAWord)),
        _ => Ok(link),
    }
}

/// The most meetings of one series.
pub const LONGEST_SERIES: i64 = 30;

impl RawPlan {
    /// Looks at the fields; times are those of the cohort's zone.
    pub fn check(&self, zone: Tz) -> Result<Plan, Vec<Invalid>> {
        let mut checks = Checks::default();
        let uk = checks.take(Title::new("title_uk", &self.title_uk));
        let en = checks.take(Title::new("title_en", &self.title_en));
        let unit = match self.unit_id.trim() {
            "" => None,
            text => checks.take(text.parse().map_err(|_| Invalid::new("unit_id", Fault::Unknown))),
        };
        let makes_up = match self.makes_up.trim() {
            "" => None,
            text => checks.take(text.parse().map_err(|_| Invalid::new("makes_up", Fault::Unknown))),
        };
        let venue_id = match self.venue_id.trim() {
            "" => None,
            text => checks.take(text.parse().map_err(|_| Invalid::new("venue_id", Fault::Unknown))),
        };
        let on = checks.take(day("on", &self.on));
        let from = checks.take(time_of_day("from", &self.from));
        let to = checks.take(time_of_day("to", &self.to));
        let venue = checks.take(Line::optional("venue", &self.venue)).flatten();
        let link = checks.take(link(&self.link)).flatten();
        let (Some(uk), Some(en), Some(on), Some(from), Some(to)) = (uk, en, on, from, to) else {
            return Err(checks.into_faults());
        };
        if from == to {
            checks.note("to", Fault::EndsBeforeStart);
        }
        let last_day = if to < from { on.succ_opt().unwrap_or(on) } else { on };
        let (local_start, local_end) = (LocalTime(on.and_time(from)), LocalTime(last_day.and_time(to)));
        let starts_at = checks.take(instant("from", local_start, zone));
        let ends_at = checks.take(instant("to", local_end, zone));
        if matches!((starts_at, ends_at), (Some(start), Some(end)) if (end - start).num_hours() > 12) {
            checks.note("to", Fault::EndsBeforeStart);
        }
        let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at) else {
            return Err(checks.into_faults());
        };
        checks.finish()?;
        let title = Both::new(uk, en);
        Ok(Plan {
            title,
            unit,
            local_start,
            local_end,
            time_zone: zone,
            starts_at,
            ends_at,
            venue_id,
            venue,
            link,
            makes_up,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(on: &str, from: &str, to: &str) -> Result<Plan, Vec<Invalid>> {
        let raw = RawPlan {
            title_uk: "Тема".into(),
            title_en: "Topic".into(),
            on: on.into(),
            from: from.into(),
            to: to.into(),
            ..RawPlan::default()
        };
        raw.check(Tz::Europe__Kyiv)
    }

    #[test]
    fn local_time_holds_across_both_clock_changes() {
        let utc = |on, from| typed(on, from, "18:00").unwrap().starts_at.to_rfc3339();
        assert_eq!(utc("2026-03-27", "10:00"), "2026-03-27T08:00:00+00:00");
        assert_eq!(utc("2026-03-30", "10:00"), "2026-03-30T07:00:00+00:00");
        assert_eq!(utc("2026-10-23", "10:00"), "2026-10-23T07:00:00+00:00");
        assert_eq!(utc("2026-10-26", "10:00"), "2026-10-26T08:00:00+00:00");
    }

    #[test]
    fn minutes_are_those_that_pass() {
        assert_eq!(typed("2026-03-29", "02:00", "05:00").unwrap().minutes(), 120);
        assert_eq!(typed("2026-10-25", "02:00", "05:00").unwrap().minutes(), 240);
        assert_eq!(typed("2026-05-12", "22:00", "01:00").unwrap().minutes(), 180);
    }

    #[test]
    fn the_rest_of_a_series_follows_on_the_wall() {
        let before = typed("2026-10-23", "10:00", "12:00").unwrap();
        let (head, later) =
            (typed("2026-10-20", "14:30", "00:30").unwrap(), before.like(&before, 0).unwrap());
        assert_eq!(later, before);
        let moved = before.like(&head, 3).unwrap();
        assert_eq!(moved.starts_at.to_rfc3339(), "2026-10-26T12:30:00+00:00");
        assert_eq!(moved.local_end.0.to_string(), "2026-10-27 00:30:00");
        let skipped = typed("2026-03-22", "03:30", "06:00").unwrap();
        assert_eq!(skipped.like(&skipped, 7).unwrap_err(), [Invalid::new("from", Fault::TimeSkipped)]);
    }

    #[test]
    fn the_hour_that_does_not_happen_is_refused() {
        let faults = typed("2026-03-29", "03:30", "06:00").unwrap_err();
        assert_eq!(faults, [Invalid::new("from", Fault::TimeSkipped)]);
    }

    #[test]
    fn a_session_has_a_length_and_at_most_half_a_day() {
        assert!(typed("2026-05-12", "10:00", "10:00").is_err());
        assert!(typed("2026-05-12", "10:00", "09:00").is_err());
    }
}
