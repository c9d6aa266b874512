//! Times and lengths as the programs write them. Days are written in the order of the reader's country, which the file does
//! not name: of the ways to read one, the day nearest to the session is meant.

use crate::import::when::clock;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use postup_domain::rejection::Fault;
use postup_domain::session::{LocalTime, Plan, instant};

/// The longest time in a meeting.
const LONGEST: TimeDelta = TimeDelta::hours(48);

/// The instant that a cell means, on the clocks of the session.
pub fn moment(cell: &str, plan: &Plan) -> Result<DateTime<Utc>, Fault> {
    if let Ok(exact) = DateTime::parse_from_rfc3339(cell) {
        return Ok(postup_domain::clock::to_millis(exact.with_timezone(&Utc)));
    }
    let (mut days, mut rest) = (Vec::new(), Vec::new());
    let words = cell.split(|sign: char| sign.is_whitespace() || sign == ',' || sign == 'T');
    for word in words.filter(|word| !word.is_empty()) {
        let found = if days.is_empty() { readings(word) } else { Vec::new() };
        if !found.is_empty() {
            days = found;
        } else if let Some(half) = half_of_day(word) {
            rest.push(half.to_owned());
        } else if word.chars().any(|sign| sign.is_ascii_digit()) {
            rest.push(word.to_owned());
        }
    }
    let time = clock(&rest.join(" ")).ok_or(Fault::NotATime)?;
    if days.is_empty() {
        days = vec![plan.local_start.0.date(), plan.local_end.0.date()];
    }
    let at = |day: NaiveDate| instant("at", LocalTime(day.and_time(time)), plan.time_zone).ok();
    let nearest = days.into_iter().filter_map(at).min_by_key(|at| (*at - plan.starts_at).abs());
    nearest.ok_or(Fault::NotADate)
}

/// The days that a word can mean.
fn readings(word: &str) -> Vec<NaiveDate> {
    let parts: Vec<i32> = word
        .trim_end_matches('.')
        .split(['.', '/', '-'])
        .filter_map(|part| part.parse().ok().filter(|number| (0..=9_999).contains(number)))
        .collect();
    let &[one, two, three] = parts.as_slice() else { return Vec::new() };
    let year = |year: i32| if year < 100 { year + 2_000 } else { year };
    let day = |year, month: i32, day: i32| {
        NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
    };
    if one > 31 {
        return day(one, two, three).into_iter().collect();
    }
    [day(year(three), two, one), day(year(three), one, two)].into_iter().flatten().collect()
}

/// Which half of the day a word names.
fn half_of_day(word: &str) -> Option<&'static str> {
    match word.to_lowercase().replace('.', "").as_str() {
        "am" | "дп" => Some("AM"),
        "pm" | "пп" => Some("PM"),
        _ => None,
    }
}

/// How long somebody was there: `85`, `1:25:10`, `1h 25m 10s`, `1 год 25 хв`. Numbers alone are minutes.
pub fn length(cell: &str) -> Option<TimeDelta> {
    let text = cell.trim().to_lowercase();
    let seconds = if text.contains(':') {
        let parts: Vec<f64> = text.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        match parts.as_slice() {
            [hours, minutes, seconds] => hours * 3_600.0 + minutes * 60.0 + seconds,
            [hours, minutes] => hours * 3_600.0 + minutes * 60.0,
            _ => return None,
        }
    } else if let Ok(minutes) = text.replace(',', ".").parse::<f64>() {
        minutes * 60.0
    } else {
        of_units(&text)?
    };
    let most = LONGEST.num_seconds();
    // Rounded first, so that it is a whole number within bounds.
    let whole = format!("{:.0}", seconds.round()).parse::<i64>().ok()?;
    (0..=most).contains(&whole).then(|| TimeDelta::seconds(whole))
}

fn of_units(text: &str) -> Option<f64> {
    let mut rest = text.strip_prefix("pt").unwrap_or(text).trim();
    let mut seconds = 0.0;
    let mut any = false;
    while !rest.is_empty() {
        let end = rest.find(|sign: char| !sign.is_ascii_digit() && sign != '.' && sign != ',')?.max(1);
        let (number, behind) = rest.split_at_checked(end)?;
        let number: f64 = number.replace(',', ".").parse().ok()?;
        let behind = behind.trim_start();
        let word = behind.find(|sign: char| sign.is_ascii_digit()).unwrap_or(behind.len());
        let (unit, after) = behind.split_at_checked(word)?;
        seconds += number
            * match unit.trim().chars().next()? {
                'h' | 'г' => 3_600.0,
                'm' | 'х' => 60.0,
                's' | 'с' => 1.0,
                _ => return None,
            };
        (rest, any) = (after, true);
    }
    any.then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDateTime, TimeZone};
    use chrono_tz::Tz;
    use postup_domain::text::{Both, Title};

    fn plan(day: (i32, u32, u32)) -> Plan {
        let local = |hour| -> NaiveDateTime {
            NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap().and_hms_opt(hour, 0, 0).unwrap()
        };
        let zone = Tz::Europe__Kyiv;
        let at = |hour| zone.from_local_datetime(&local(hour)).unwrap().with_timezone(&Utc);
        let title = Title::new("title", "Заняття").unwrap();
        Plan {
            title: Both::new(title.clone(), title),
            unit: None,
            local_start: LocalTime(local(10)),
            local_end: LocalTime(local(12)),
            time_zone: zone,
            starts_at: at(10),
            ends_at: at(12),
            venue_id: None,
            venue: None,
            link: None,
            makes_up: None,
        }
    }

    #[test]
    fn a_day_is_read_in_the_order_that_fits_the_session() {
        let may = plan((2026, 5, 4));
        let same = may.starts_at + TimeDelta::minutes(2) + TimeDelta::seconds(7);
        for cell in [
            "04.05.2026 10:02:07",
            "4.5.26, 10:02:07",
            "5/4/2026 10:02:07 AM",
            "5/4/26, 10:02:07\u{202f}AM",
            "04/05/2026, 10:02:07 дп",
            "2026-05-04 10:02:07",
            "2026-05-04T10:02:07",
            "2026-05-04T07:02:07Z",
            "10:02:07 a.m. EET",
        ] {
            assert_eq!(moment(cell, &may), Ok(same), "{cell}");
        }
        let evening = moment("11/12/2026 1:05 PM", &plan((2026, 12, 11))).unwrap();
        assert_eq!(evening.to_rfc3339(), "2026-12-11T11:05:00+00:00");
        let november = moment("11/12/2026 1:05 PM", &plan((2026, 11, 12))).unwrap();
        assert_eq!(november.to_rfc3339(), "2026-11-12T11:05:00+00:00");
        for (cell, fault) in [
            ("", Fault::NotATime),
            ("04.05.2026", Fault::NotATime),
            ("вчора", Fault::NotATime),
            ("04.05.2026 25:00", Fault::NotATime),
            ("29.03.2026 03:30", Fault::NotADate),
        ] {
            assert_eq!(moment(cell, &may), Err(fault), "{cell}");
        }
    }

    #[test]
    fn lengths_of_every_spelling() {
        for (cell, seconds) in [
            ("85", None),
            ("85 min", Some(5_100)),
            ("1h 25m 10s", Some(5_110)),
            ("1 hr 25 min", Some(5_100)),
            ("1 год 25 хв 10 с", Some(5_110)),
            ("1:25:10", Some(5_110)),
            ("0:05", Some(300)),
            ("pt1h25m10s", Some(5_110)),
            ("12s", Some(12)),
            ("49h", None),
            ("-5 m", None),
            ("довго", None),
            ("", None),
            ("nan", None),
            ("1:x", None),
        ] {
            let expected =
                if cell == "85" { Some(TimeDelta::minutes(85)) } else { seconds.map(TimeDelta::seconds) };
            assert_eq!(length(cell), expected, "{cell}");
        }
    }
}
