//! Days and times as cells say them: of data, of people, and of table programs.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use postup_domain::interruption::on_the_wall;
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::session::{LocalTime, Plan, instant};

/// Days before this one are what table programs put in front of a time alone.
const NO_DAY: i32 = 1_905;

/// A day with a time of it, or one of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub day: Option<NaiveDate>,
    pub time: Option<NaiveTime>,
}

impl Said {
    /// What a cell says.
    pub fn new(cell: &str) -> Result<Self, Fault> {
        let text = cell.trim().replace('T', " ");
        let (mut day, mut time, mut rest) = (None, None, Vec::new());
        for word in text.split_whitespace() {
            match date(word) {
                Some(date) if day.is_none() && time.is_none() => day = Some(date),
                _ => rest.push(word),
            }
        }
        if !rest.is_empty() {
            time = Some(clock(&rest.join(" ")).ok_or(Fault::NotATime)?);
        }
        if day.is_none() && time.is_none() {
            return Err(Fault::Missing);
        }
        use chrono::Datelike as _;
        Ok(Self { day: day.filter(|day| day.year() > NO_DAY), time })
    }
}

fn date(word: &str) -> Option<NaiveDate> {
    let word = word.trim_end_matches(',');
    ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(word, form).ok())
}

pub fn clock(text: &str) -> Option<NaiveTime> {
    let text = text.replace('.', ":").to_uppercase();
    ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p"]
        .iter()
        .find_map(|form| NaiveTime::parse_from_str(&text, form).ok())
}

/// The instant that a cell means; without a zone in it, on the clocks of `zone`.
pub fn at(field: &'static str, cell: &str, zone: Tz) -> Result<DateTime<Utc>, Invalid> {
    if let Ok(exact) = DateTime::parse_from_rfc3339(cell) {
        return Ok(exact.with_timezone(&Utc));
    }
    let Said { day, time } = Said::new(cell).map_err(|fault| Invalid::new(field, fault))?;
    let day = day.ok_or_else(|| Invalid::new(field, Fault::NotADate))?;
    // A table program that writes a midnight writes the day alone.
    let time = time.unwrap_or(NaiveTime::MIN);
    instant(field, LocalTime(NaiveDateTime::new(day, time)), zone)
}

/// The same near a session, whose day need not be said.
pub fn near(field: &'static str, cell: &str, plan: &Plan) -> Result<DateTime<Utc>, Invalid> {
    match Said::new(cell) {
        Ok(Said { day: None, time: Some(time) }) => {
            on_the_wall(field, &time.format("%H:%M").to_string(), plan)
        }
        _ => at(field, cell, plan.time_zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_of_every_spelling() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 4);
        let time = |hour, minute, second| NaiveTime::from_hms_opt(hour, minute, second);
        for (cell, said) in [
            ("2026-05-04", (day, None)),
            ("04.05.2026 9:05", (day, time(9, 5, 0))),
            ("2026-05-04T09:05:07", (day, time(9, 5, 7))),
            ("04/05/2026, 1:05 pm", (day, time(13, 5, 0))),
            ("09.05", (None, time(9, 5, 0))),
            ("1899-12-31 10:30:00", (None, time(10, 30, 0))),
            ("10:05", (None, time(10, 5, 0))),
        ] {
            let said = Said { day: said.0, time: said.1 };
            assert_eq!(Said::new(cell), Ok(said), "{cell}");
        }
        for (cell, fault) in [("", Fault::Missing), ("вчора", Fault::NotATime), ("25:00", Fault::NotATime)]
        {
            assert_eq!(Said::new(cell), Err(fault), "{cell}");
        }
        let exact = at("began_at", "2026-05-04T09:05:00+03:00", Tz::UTC).unwrap();
        assert_eq!(at("began_at", "04.05.2026 09:05", Tz::Europe__Kyiv), Ok(exact));
        assert!(at("began_at", "09:05", Tz::Europe__Kyiv).is_err());
    }
}
