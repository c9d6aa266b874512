//! What trainers taught: the sessions of their cohorts that are over, and how much of them really took place.

use crate::access::CohortPlace;
use crate::cohort::beginning;
use crate::id::{PersonId, SessionId};
use crate::interruption::HeldState;
use crate::program::of_the_calendar;
use crate::rejection::{Checks, Fault, Invalid};
use crate::session::RegisterState;
use crate::text::{Both, Code, Title};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::ops::AddAssign;

/// The time from the beginning of one day to the end of another, by the clock of a zone; the fields are `from` and `until`.
pub fn period(
    first: NaiveDate,
    last: NaiveDate,
    zone: Tz,
) -> Result<(DateTime<Utc>, DateTime<Utc>), Vec<Invalid>> {
    let mut checks = Checks::default();
    let first = checks.take(of_the_calendar("from", first));
    let last = checks.take(of_the_calendar("until", last));
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        checks.note("until", Fault::EndsBeforeStart);
    }
    match (first, last.and_then(|last| last.succ_opt())) {
        (Some(first), Some(next)) if checks.is_clean() => Ok((beginning(first, zone), beginning(next, zone))),
        _ => Err(checks.into_faults()),
    }
}

/// Somebody's time as a trainer of a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Engagement {
    pub trainer: PersonId,
    pub from: DateTime<Utc>,
    /// The first instant at which it is over.
    pub until: Option<DateTime<Utc>>,
}

impl Engagement {
    /// Whether somebody was the trainer when a session began.
    pub fn covers(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// A session that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    pub session: SessionId,
    pub place: CohortPlace,
    /// The code of the cohort.
    pub code: Code,
    pub course: Both<Title>,
    pub title: Both<Title>,
    pub starts_at: DateTime<Utc>,
    pub time_zone: Tz,
    pub planned_minutes: i32,
    /// Lost by interruptions, whether somebody made up for them or not: what makes up is a session of its own.
    pub lost_minutes: i32,
    pub held: HeldState,
    pub register: RegisterState,
}

impl Lesson {
    /// What of it is taught time.
    pub fn hours(&self) -> Hours {
        let (planned, lost) = (i64::from(self.planned_minutes), i64::from(self.lost_minutes));
        let delivered = if self.held == HeldState::NotHeld { 0 } else { (planned - lost).max(0) };
        let open = i64::from(self.register != RegisterState::Closed);
        Hours { sessions: 1, open, planned, delivered }
    }
}

/// Sums of lessons, in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    pub sessions: i64,
    /// Those whose register is not closed, so that the rest may still change.
    pub open: i64,
    pub planned: i64,
    /// After interruptions.
    pub delivered: i64,
}

impl Hours {
    /// Lost by interruptions.
    pub fn lost(&self) -> i64 {
        self.planned - self.delivered
    }
}

impl AddAssign for Hours {
    fn add_assign(&mut self, other: Self) {
        self.sessions += other.sessions;
        self.open += other.open;
        self.planned += other.planned;
        self.delivered += other.delivered;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{CohortId, OrganizationId, ProgramId};
    use uuid::Uuid;

    fn at(instant: &str) -> DateTime<Utc> {
        instant.parse().unwrap()
    }

    fn lesson(planned: i32, lost: i32, held: HeldState, register: RegisterState) -> Lesson {
        let title = |text| Title::new("title", text).unwrap();
        Lesson {
            session: SessionId(Uuid::nil()),
            place: CohortPlace {
                cohort: CohortId(Uuid::nil()),
                program: ProgramId(Uuid::nil()),
                organization: OrganizationId(Uuid::nil()),
            },
            code: Code::new("code", "WATER-01").unwrap(),
            course: Both::new(title("Вода"), title("Water")),
            title: Both::new(title("Заняття"), title("Session")),
            starts_at: at("2026-05-12T07:00:00Z"),
            time_zone: Tz::Europe__Kyiv,
            planned_minutes: planned,
            lost_minutes: lost,
            held,
            register,
        }
    }

    #[test]
    fn what_was_lost_is_not_taught_and_what_was_not_held_not_at_all() {
        let mut all = Hours::default();
        for one in [
            lesson(90, 0, HeldState::Held, RegisterState::Closed),
            lesson(90, 40, HeldState::PartlyHeld, RegisterState::Open),
            lesson(90, 60, HeldState::NotHeld, RegisterState::Reopened),
        ] {
            all += one.hours();
        }
        assert_eq!(all, Hours { sessions: 3, open: 2, planned: 270, delivered: 140 });
        assert_eq!(all.lost(), 130);
    }

    #[test]
    fn whoever_takes_over_teaches_from_then_on() {
        let trainer = PersonId(Uuid::nil());
        let one =
            Engagement { trainer, from: at("2026-05-01T00:00:00Z"), until: Some(at("2026-05-12T00:00:00Z")) };
        assert!(!one.covers(at("2026-04-30T23:59:59Z")) && one.covers(one.from));
        assert!(!one.covers(at("2026-05-12T00:00:00Z")));
        assert!(Engagement { until: None, ..one }.covers(at("2027-01-01T00:00:00Z")));
    }
}
