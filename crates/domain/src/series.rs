//! Sessions in series: which days a rule means. Days are those of the calendar on the wall, so clocks that change move
//! nothing.

use crate::course::number;
use crate::program::day;
use crate::rejection::{Checks, Fault, Invalid};
use crate::session::{LONGEST_SERIES, Plan, RawPlan};
use crate::words;
use chrono::{Datelike, Duration, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

words! {
    /// What a series goes by.
    Every {
        Week = "week",
        Day = "day",
    }
}

words! {
    /// The days of the week, Monday first.
    DayOfWeek {
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
        Sunday = "sunday",
    }
}

impl DayOfWeek {
    fn of(day: NaiveDate) -> Option<Self> {
        let number = usize::try_from(day.weekday().num_days_from_monday()).ok()?;
        Self::ALL.get(number).copied()
    }
}

/// Where a series ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// After so many sessions that take place.
    After(i64),
    /// With the last that is not after this day.
    On(NaiveDate),
}

/// How a session repeats itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    every: Every,
    /// Empty for that of the first session.
    weekdays: BTreeSet<DayOfWeek>,
    end: End,
    /// Days that are left out and do not count.
    except: BTreeSet<NaiveDate>,
}

/// The same as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawRepeat {
    pub every: String,
    pub weekdays: Vec<String>,
    pub times: String,
    pub until: String,
    /// Days, separated by commas, blanks or line ends.
    pub except: String,
}

impl RawRepeat {
    /// It does not.
    pub fn once() -> Self {
        Self { times: "1".to_owned(), ..Self::default() }
    }
}

impl TryFrom<&RawRepeat> for Repeat {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawRepeat) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let not_a_word = |field: &'static str| move |_| Invalid::new(field, Fault::NotAWord);
        let every = match raw.every.trim() {
            "" => Some(Every::Week),
            text => checks.take(text.parse().map_err(not_a_word("every"))),
        };
        let mut weekdays = BTreeSet::new();
        for text in &raw.weekdays {
            weekdays.extend(checks.take(text.trim().parse::<DayOfWeek>().map_err(not_a_word("weekdays"))));
        }
        let mut except = BTreeSet::new();
        let apart = |one: char| one == ',' || one == ';' || one.is_whitespace();
        for text in raw.except.split(apart).filter(|text| !text.is_empty()) {
            except.extend(checks.take(day("except", text)));
        }
        let end = match (raw.until.trim(), raw.times.trim()) {
            ("", times) => checks.take(number("times", times, 1, LONGEST_SERIES).map(End::After)),
            (until, "" | "1") => checks.take(day("until", until).map(End::On)),
            // One end is enough, and two may contradict each other.
            _ => checks.take(Err(Invalid::new("until", Fault::Taken))),
        };
        let (Some(every), Some(end)) = (every, end) else { return Err(checks.into_faults()) };
        checks.finish()?;
        Ok(Self { every, weekdays, end, except })
    }
}

impl Repeat {
    /// The days that are meant, from the first on.
    ///
    /// # Errors
    /// `until` before the first day, or more days than [`LONGEST_SERIES`].
    fn days(&self, first: NaiveDate) -> Result<Vec<NaiveDate>, Invalid> {
        let is_meant = |day: NaiveDate| {
            let of_week = DayOfWeek::of(day);
            let fits = match self.every {
                _ if !self.weekdays.is_empty() => of_week.is_some_and(|day| self.weekdays.contains(&day)),
                Every::Week => of_week == DayOfWeek::of(first),
                Every::Day => true,
            };
            fits && !self.except.contains(&day)
        };
        let longest = usize::try_from(LONGEST_SERIES).unwrap_or_default();
        let wanted = match self.end {
            End::After(times) => usize::try_from(times).unwrap_or_default(),
            End::On(_) => longest + 1,
        };
        // Of every week at least one day is meant, unless it is left out.
        let weeks = i64::try_from(wanted.saturating_add(self.except.len())).unwrap_or(i64::MAX);
        let last = match self.end {
            End::After(_) => first.checked_add_signed(Duration::weeks(weeks)).unwrap_or(first),
            End::On(until) => until,
        };
        let days: Vec<NaiveDate> = first
            .iter_days()
            .take_while(|day| *day <= last)
            .filter(|day| is_meant(*day))
            .take(wanted)
            .collect();
        match days.len() {
            0 => Err(Invalid::new("until", Fault::EndsBeforeStart)),
            count if count > longest => {
                Err(Invalid::new("times", Fault::OutOfRange { least: 1, most: LONGEST_SERIES }))
            }
            _ => Ok(days),
        }
    }

    /// The same meeting on every day that is meant, at the same time on the wall.
    ///
    /// # Errors
    /// What is wrong with the meeting or with one of its days; then there is none of them.
    pub fn plans(&self, raw: &RawPlan, zone: Tz) -> Result<Vec<Plan>, Vec<Invalid>> {
        let Ok(first) = day("on", &raw.on) else { return raw.check(zone).map(|plan| vec![plan]) };
        let days = self.days(first).map_err(|fault| vec![fault])?;
        days.into_iter().map(|day| RawPlan { on: day.to_string(), ..raw.clone() }.check(zone)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(on: &str) -> RawPlan {
        RawPlan {
            title_uk: "Тема".into(),
            title_en: "Topic".into(),
            on: on.into(),
            from: "10:00".into(),
            to: "12:00".into(),
            ..RawPlan::default()
        }
    }

    fn starts(raw: &RawRepeat, on: &str) -> Result<Vec<String>, Vec<Invalid>> {
        let plans = Repeat::try_from(raw)?.plans(&typed(on), Tz::Europe__Kyiv)?;
        Ok(plans.iter().map(|plan| plan.starts_at.format("%m-%d %H:%M").to_string()).collect())
    }

    fn raw(every: &str, weekdays: &[&str], times: &str, until: &str, except: &str) -> RawRepeat {
        RawRepeat {
            every: every.into(),
            weekdays: weekdays.iter().map(|day| (*day).to_owned()).collect(),
            times: times.into(),
            until: until.into(),
            except: except.into(),
        }
    }

    #[test]
    fn time_on_the_wall_stays_over_both_changes_of_the_clocks() {
        let weekly = raw("week", &[], "3", "", "");
        assert_eq!(starts(&weekly, "2026-03-22").unwrap(), ["03-22 08:00", "03-29 07:00", "04-05 07:00"]);
        let daily = raw("day", &[], "", "2026-10-26", "");
        assert_eq!(starts(&daily, "2026-10-24").unwrap(), ["10-24 07:00", "10-25 08:00", "10-26 08:00"]);
    }

    #[test]
    fn days_of_the_week_and_exceptions_are_kept_to() {
        let rule = raw("week", &["monday", "thursday"], "4", "", "2026-05-14, 25.05.2026");
        // The first day is a Tuesday and so not meant itself; what is left out does not count.
        assert_eq!(
            starts(&rule, "2026-05-12").unwrap(),
            ["05-18 07:00", "05-21 07:00", "05-28 07:00", "06-01 07:00"]
        );
        let until = raw("week", &["monday"], "1", "2026-05-25", "");
        assert_eq!(starts(&until, "2026-05-18").unwrap(), ["05-18 07:00", "05-25 07:00"]);
        let once = raw("", &[], "1", "", "");
        assert_eq!(starts(&once, "2026-05-12").unwrap(), ["05-12 07:00"]);
    }

    #[test]
    fn what_a_rule_cannot_mean_is_refused_by_name() {
        let field = |rule: &RawRepeat, on: &str| starts(rule, on).unwrap_err()[0].field.to_string();
        assert_eq!(field(&raw("year", &[], "2", "", ""), "2026-05-12"), "every");
        assert_eq!(field(&raw("week", &["mon"], "2", "", ""), "2026-05-12"), "weekdays");
        assert_eq!(field(&raw("week", &[], "0", "", ""), "2026-05-12"), "times");
        assert_eq!(field(&raw("week", &[], "31", "", ""), "2026-05-12"), "times");
        assert_eq!(field(&raw("day", &[], "", "2026-07-12", ""), "2026-05-12"), "times");
        assert_eq!(field(&raw("week", &[], "", "2026-05-11", ""), "2026-05-12"), "until");
        assert_eq!(field(&raw("week", &[], "5", "2026-06-12", ""), "2026-05-12"), "until");
        assert_eq!(field(&raw("week", &[], "2", "", "soon"), "2026-05-12"), "except");
        assert_eq!(field(&raw("week", &[], "2", "", ""), "12 May"), "on");
    }
}
