//! Until when somebody may answer. Nobody answers at night, so the hours from 22 to 7 do not count.

use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

/// The hours of the clock between which an answer can be expected.
const DAY: (u32, u32) = (7, 22);

/// The last moment for an answer to a question asked now: so many hours of daytime from then on, by the clock of the
/// zone. The mornings and evenings are those of the clock, also on the two days a year on which it is moved.
pub fn answer_by(asked: DateTime<Utc>, hours: i32, zone: Tz) -> DateTime<Utc> {
    let mut left = Duration::hours(hours.max(0).into());
    let mut day = asked.with_timezone(&zone).date_naive();
    loop {
        let (morning, evening) = (at_hour(day, DAY.0, zone), at_hour(day, DAY.1, zone));
        let from = asked.max(morning);
        let usable = (evening - from).max(Duration::zero());
        if left <= usable {
            return from + left;
        }
        left -= usable;
        let Some(next) = day.succ_opt() else { return evening };
        day = next;
    }
}

/// Whether it is a time at which people are asked something.
pub(super) fn is_day(now: DateTime<Utc>, zone: Tz) -> bool {
    (DAY.0..DAY.1).contains(&now.with_timezone(&zone).hour())
}

/// The hour of a day by the clock of a zone: the first of two, and the next that exists where the clock jumps over it.
pub(super) fn at_hour(day: NaiveDate, hour: u32, zone: Tz) -> DateTime<Utc> {
    let local = day.and_time(NaiveTime::MIN) + Duration::hours(hour.into());
    let mut later = (0..8).map(|quarters| local + Duration::minutes(15 * quarters));
    later
        .find_map(|local| match zone.from_local_datetime(&local) {
            LocalResult::Single(one) | LocalResult::Ambiguous(one, _) => Some(one.with_timezone(&Utc)),
            LocalResult::None => None,
        })
        .unwrap_or_else(|| local.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KYIV: Tz = Tz::Europe__Kyiv;

    fn at(text: &str) -> DateTime<Utc> {
        let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        KYIV.from_local_datetime(&local).earliest().unwrap().with_timezone(&Utc)
    }

    #[test]
    fn the_night_does_not_count() {
        for (asked, hours, expected) in [
            ("2026-05-12 10:00", 4, "2026-05-12 14:00"),
            ("2026-05-12 10:00", 12, "2026-05-12 22:00"),
            ("2026-05-12 21:00", 2, "2026-05-13 08:00"),
            ("2026-05-12 23:30", 2, "2026-05-13 09:00"),
            ("2026-05-12 03:00", 1, "2026-05-12 08:00"),
            ("2026-05-12 07:00", 15, "2026-05-12 22:00"),
            ("2026-05-12 10:00", 48, "2026-05-15 13:00"),
        ] {
            assert_eq!(answer_by(at(asked), hours, KYIV), at(expected), "{hours} hours from {asked}");
        }
    }

    #[test]
    fn the_night_on_which_clocks_go_forward_is_shorter_and_its_morning_the_same() {
        // On 29 March 2026 three o'clock becomes four.
        let asked = at("2026-03-28 21:30");
        let deadline = answer_by(asked, 2, KYIV);
        assert_eq!(deadline, at("2026-03-29 08:30"));
        assert_eq!(deadline - asked, Duration::hours(10));
        // Asked in the middle of it.
        assert_eq!(answer_by(at("2026-03-29 02:30"), 1, KYIV), at("2026-03-29 08:00"));
    }

    #[test]
    fn the_night_on_which_clocks_go_back_is_longer_and_its_morning_the_same() {
        // On 25 October 2026 four o'clock becomes three.
        let asked = at("2026-10-24 21:30");
        let deadline = answer_by(asked, 2, KYIV);
        assert_eq!(deadline, at("2026-10-25 08:30"));
        assert_eq!(deadline - asked, Duration::hours(12));
        // Both half past threes of that night lead to the same morning.
        let first = at("2026-10-25 03:30");
        for asked in [first, first + Duration::hours(1)] {
            assert_eq!(answer_by(asked, 1, KYIV), at("2026-10-25 08:00"));
        }
    }

    #[test]
    fn more_hours_never_mean_an_earlier_deadline() {
        let asked = at("2026-10-23 12:34");
        let deadlines: Vec<_> = (1..=720).map(|hours| answer_by(asked, hours, KYIV)).collect();
        assert!(deadlines.is_sorted());
        for deadline in deadlines {
            let local = deadline.with_timezone(&KYIV).time();
            let (morning, evening) = (NaiveTime::from_hms_opt(7, 0, 0), NaiveTime::from_hms_opt(22, 0, 0));
            assert!(Some(local) > morning && Some(local) <= evening, "{local}");
        }
    }
}
