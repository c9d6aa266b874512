//! When what was lost could be made up.

use super::Span;
use crate::session::{LocalTime, instant};
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Utc, Weekday};
use chrono_tz::Tz;

/// A proposed time, on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub from: LocalTime,
    pub until: LocalTime,
}

/// The first day after today on which so many minutes fit at the time of the session that lost them, beside nothing else
/// of the cohort; not on a weekend unless the session was. `None` when the cohort is over before.
pub fn propose(
    began: LocalTime,
    minutes: i32,
    zone: Tz,
    taken: &[Span],
    last_day: NaiveDate,
    now: DateTime<Utc>,
) -> Option<Slot> {
    let weekend = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let on_weekends = weekend(began.0.date());
    let first = now.with_timezone(&zone).date_naive().succ_opt()?.max(began.0.date().succ_opt()?);
    first
        .iter_days()
        .take_while(|day| *day <= last_day)
        .filter(|day| on_weekends || !weekend(*day))
        .find_map(|day| fits(day.and_time(began.0.time()), minutes, zone, taken))
}

fn fits(start: NaiveDateTime, minutes: i32, zone: Tz, taken: &[Span]) -> Option<Slot> {
    let from = LocalTime(start);
    let begins = instant("from", from, zone).ok()?;
    let span = Span { from: begins, until: begins + Duration::minutes(minutes.into()) };
    let until = LocalTime(span.until.with_timezone(&zone).naive_local());
    taken.iter().all(|other| span.within(*other).is_none()).then_some(Slot { from, until })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KYIV: Tz = Tz::Europe__Kyiv;

    fn local(text: &str) -> LocalTime {
        LocalTime(text.parse().unwrap())
    }

    fn taken(from: &str, until: &str) -> Span {
        Span { from: from.parse().unwrap(), until: until.parse().unwrap() }
    }

    #[test]
    fn the_first_free_day_at_the_usual_time() {
        let now = "2026-05-14T15:00:00Z".parse().unwrap();
        let last = NaiveDate::from_ymd_opt(2026, 5, 30).unwrap();
        let began = local("2026-05-14T10:00:00");
        let friday = taken("2026-05-15T07:30:00Z", "2026-05-15T09:00:00Z");
        let slot = |taken: &[Span], last| propose(began, 40, KYIV, taken, last, now).map(|slot| slot.from);
        assert_eq!(slot(&[], last), Some(local("2026-05-15T10:00:00")));
        // Friday is taken, and the days after it are a weekend.
        assert_eq!(slot(&[friday], last), Some(local("2026-05-18T10:00:00")));
        assert_eq!(slot(&[friday], NaiveDate::from_ymd_opt(2026, 5, 17).unwrap()), None);
        let until = propose(began, 40, KYIV, &[], last, now).unwrap().until;
        assert_eq!(until, local("2026-05-15T10:40:00"));
    }
}
