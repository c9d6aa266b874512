//! Dates and times as people say them.
//!
//! Instants are handed in as UTC and shown in the zone of the cohort, Kyiv unless it says otherwise.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Offset, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use crate::Locale;

const MONTHS_UK: [&str; 12] = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
];
const MONTHS_UK_ALONE: [&str; 12] = [
    "січень",
    "лютий",
    "березень",
    "квітень",
    "травень",
    "червень",
    "липень",
    "серпень",
    "вересень",
    "жовтень",
    "листопад",
    "грудень",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Locale {
    /// The short date: `31.12.2026`, `31 December 2026` (standards LANG-04).
    pub fn date(self, date: NaiveDate) -> String {
        match self {
            Locale::Uk => date.format("%d.%m.%Y").to_string(),
            Locale::En => self.date_long(date),
        }
    }

    /// The date in words: `12 травня 2026 р.`, `12 May 2026`.
    pub fn date_long(self, date: NaiveDate) -> String {
        format!("{} {}", self.day_and_month(date), self.year(date))
    }

    /// The day without its year: `12 травня`, `12 May`.
    pub fn day_and_month(self, date: NaiveDate) -> String {
        format!("{} {}", date.day(), self.month_of_date(date.month0()))
    }

    /// A month by itself, as a heading of a table: `травень 2026 р.`, `May 2026`.
    pub fn month(self, first: NaiveDate) -> String {
        let names = match self {
            Locale::Uk => &MONTHS_UK_ALONE,
            Locale::En => &MONTHS_EN,
        };
        format!("{} {}", nth(names, first.month0()), self.year(first))
    }

    /// A span of days, saying month and year once where it can: `12–30 травня 2026 р.`, `28 April – 12 May 2026`.
    pub fn period(self, from: NaiveDate, until: NaiveDate) -> String {
        if from == until {
            self.date_long(from)
        } else if from.year() != until.year() {
            format!("{} – {}", self.date_long(from), self.date_long(until))
        } else if from.month() != until.month() {
            format!("{} – {}", self.day_and_month(from), self.date_long(until))
        } else {
            format!("{}–{}", from.day(), self.date_long(until))
        }
    }

    /// The time of day: `10:00`, `09:05`.
    pub fn time(self, time: NaiveTime) -> String {
        time.format("%H:%M").to_string()
    }

    /// The day of the week alone, capitalised for a heading: `Вівторок`, `Tuesday`.
    pub fn weekday(self, date: NaiveDate) -> &'static str {
        match (self, date.weekday()) {
            (Locale::Uk, Weekday::Mon) => "Понеділок",
            (Locale::Uk, Weekday::Tue) => "Вівторок",
            (Locale::Uk, Weekday::Wed) => "Середа",
            (Locale::Uk, Weekday::Thu) => "Четвер",
            (Locale::Uk, Weekday::Fri) => "П’ятниця",
            (Locale::Uk, Weekday::Sat) => "Субота",
            (Locale::Uk, Weekday::Sun) => "Неділя",
            (Locale::En, Weekday::Mon) => "Monday",
            (Locale::En, Weekday::Tue) => "Tuesday",
            (Locale::En, Weekday::Wed) => "Wednesday",
            (Locale::En, Weekday::Thu) => "Thursday",
            (Locale::En, Weekday::Fri) => "Friday",
            (Locale::En, Weekday::Sat) => "Saturday",
            (Locale::En, Weekday::Sun) => "Sunday",
        }
    }

    /// When something happens, inside a sentence: `у вівторок, 12 травня, о 10:00 за Києвом`,
    /// `on Tuesday, 12 May, at 10:00 Kyiv time`.
    pub fn occasion(self, at: DateTime<Utc>, zone: Tz) -> String {
        let there = at.with_timezone(&zone);
        self.said(&there, &self.day_and_month(there.date_naive()), zone)
    }

    /// The same with the year, for what is not near: `у вівторок, 12 травня 2026 р., о 10:00 за Києвом`.
    pub fn occasion_with_year(self, at: DateTime<Utc>, zone: Tz) -> String {
        let there = at.with_timezone(&zone);
        self.said(&there, &self.date_long(there.date_naive()), zone)
    }

    /// An instant for tables and histories: `12.05.2026, 10:00`, `12 May 2026, 10:00`.
    pub fn moment(self, at: DateTime<Utc>, zone: Tz) -> String {
        let there = at.with_timezone(&zone);
        format!("{}, {}", self.date(there.date_naive()), self.time(there.time()))
    }

    /// How long a thing lasts, from whole minutes: `1 год 20 хв`, `1 h 20 min`.
    pub fn duration(self, minutes: u32) -> String {
        let (hour, minute) = match self {
            Locale::Uk => ("год", "хв"),
            Locale::En => ("h", "min"),
        };
        match (minutes / 60, minutes % 60) {
            (0, rest) => format!("{rest}\u{a0}{minute}"),
            (hours, 0) => format!("{hours}\u{a0}{hour}"),
            (hours, rest) => format!("{hours}\u{a0}{hour} {rest}\u{a0}{minute}"),
        }
    }

    /// Whose clock it is: `за Києвом`, `Kyiv time`; another zone by its distance from UTC at that moment.
    pub fn clock_of(self, at: DateTime<Utc>, zone: Tz) -> String {
        if matches!(zone, Tz::Europe__Kyiv | Tz::Europe__Kiev) {
            return match self {
                Locale::Uk => "за Києвом",
                Locale::En => "Kyiv time",
            }
            .to_owned();
        }
        let minutes = zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc() / 60;
        let sign = if minutes < 0 { '\u{2212}' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        format!("(UTC{sign}{hours}:{rest:02})")
    }

    fn said(self, there: &DateTime<Tz>, day: &str, zone: Tz) -> String {
        let time = self.time(there.time());
        let clock = self.clock_of(there.to_utc(), zone);
        match self {
            Locale::Uk => {
                let weekday = weekday_uk_on(there.weekday());
                // «об» stands before a vowel, and only eleven («одинадцята») begins with one.
                let at = if there.hour() == 11 { "об" } else { "о" };
                format!("{weekday}, {day}, {at} {time} {clock}")
            }
            Locale::En => format!("on {}, {day}, at {time} {clock}", self.weekday(there.date_naive())),
        }
    }

    fn month_of_date(self, month0: u32) -> &'static str {
        match self {
            Locale::Uk => nth(&MONTHS_UK, month0),
            Locale::En => nth(&MONTHS_EN, month0),
        }
    }

    fn year(self, date: NaiveDate) -> String {
        match self {
            Locale::Uk => format!("{}\u{a0}р.", date.year()),
            Locale::En => date.year().to_string(),
        }
    }
}

fn nth(names: &[&'static str; 12], month0: u32) -> &'static str {
    usize::try_from(month0).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
}

fn weekday_uk_on(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "у понеділок",
        Weekday::Tue => "у вівторок",
        Weekday::Wed => "у середу",
        Weekday::Thu => "у четвер",
        Weekday::Fri => "у п’ятницю",
        Weekday::Sat => "у суботу",
        Weekday::Sun => "у неділю",
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};
    use chrono_tz::Tz;

    use crate::Locale::{En, Uk};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_written_as_the_language_does() {
        assert_eq!(Uk.date(day("2026-12-31")), "31.12.2026");
        assert_eq!(En.date(day("2026-12-31")), "31 December 2026");
        assert_eq!(Uk.date_long(day("2026-05-12")), "12 травня 2026\u{a0}р.");
        assert_eq!(Uk.month(day("2026-05-01")), "травень 2026\u{a0}р.");
    }

    #[test]
    fn periods_say_month_and_year_once() {
        let (a, b, c, d) = (day("2026-05-12"), day("2026-05-30"), day("2026-06-02"), day("2027-01-02"));
        assert_eq!(Uk.period(a, a), "12 травня 2026\u{a0}р.");
        assert_eq!(Uk.period(a, b), "12–30 травня 2026\u{a0}р.");
        assert_eq!(En.period(a, c), "12 May – 2 June 2026");
        assert_eq!(En.period(a, d), "12 May 2026 – 2 January 2027");
    }

    #[test]
    fn an_occasion_is_said_on_the_clock_of_kyiv_in_summer_and_winter() {
        let (summer, winter) = (at("2026-05-12T07:00:00Z"), at("2026-12-01T09:30:00Z"));
        assert_eq!(Uk.occasion(summer, Tz::Europe__Kyiv), "у вівторок, 12 травня, о 10:00 за Києвом");
        assert_eq!(Uk.occasion(winter, Tz::Europe__Kyiv), "у вівторок, 1 грудня, об 11:30 за Києвом");
        assert_eq!(En.occasion(winter, Tz::Europe__Kiev), "on Tuesday, 1 December, at 11:30 Kyiv time");
        assert_eq!(
            Uk.occasion_with_year(summer, Tz::Europe__Kyiv),
            "у вівторок, 12 травня 2026\u{a0}р., о 10:00 за Києвом"
        );
        assert_eq!(En.moment(summer, Tz::Europe__Kyiv), "12 May 2026, 10:00");
    }

    #[test]
    fn a_clock_elsewhere_is_told_by_its_distance() {
        let summer = at("2026-05-12T07:00:00Z");
        assert_eq!(En.clock_of(summer, Tz::America__New_York), "(UTC\u{2212}4:00)");
        assert_eq!(Uk.clock_of(summer, Tz::Asia__Kolkata), "(UTC+5:30)");
    }

    #[test]
    fn durations_leave_out_what_is_nothing() {
        assert_eq!(Uk.duration(80), "1\u{a0}год 20\u{a0}хв");
        assert_eq!(En.duration(45), "45\u{a0}min");
        assert_eq!(En.duration(120), "2\u{a0}h");
    }
}
