//! Indicators of a program: what the memorandum promises, by when, and where it stands.

use crate::course::{number, word};
use crate::id::{IndicatorId, ProgramId, ReportId};
use crate::program::{both, day};
use crate::rejection::{Checks, Fault, Invalid};
use crate::text::{Both, Line, Prose, Title};
use crate::words;
use chrono::{DateTime, NaiveDate, Utc};

/// The greatest value that is written down.
const MOST: i64 = 1_000_000_000;

words! {
    /// Where the actual value comes from.
    Measure {
        /// Somebody reports it, with a source.
        Reported = "reported",
        /// People who completed a course of the program, each once.
        PeopleTrained = "people_trained",
        /// Participations that were completed.
        Completions = "completions",
        /// Participations with a confirmed seat.
        Participations = "participations",
        /// Hromadas in which at least one person completed.
        Hromadas = "hromadas",
    }
}

words! {
    /// Where an indicator stands, beside the straight line from its baseline to its target.
    Standing {
        /// No value is known, or it is kept back.
        Unknown = "unknown",
        Reached = "reached",
        OnTheWay = "on_the_way",
        Behind = "behind",
        /// The day has passed.
        Missed = "missed",
    }
}

/// An indicator of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    pub id: IndicatorId,
    pub program: ProgramId,
    pub plan: Plan,
    /// No longer shown.
    pub archived: bool,
    pub version: i64,
}

/// What it takes to write an indicator down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub name: Both<Title>,
    /// What exactly is counted, and how.
    pub definition: Both<Prose>,
    pub unit: Both<Line>,
    pub measure: Measure,
    pub baseline: i64,
    pub baseline_on: NaiveDate,
    pub target: i64,
    pub due_on: NaiveDate,
}

impl Plan {
    /// What share of the way from the baseline to the target a value has gone, in whole percent.
    pub fn percent(&self, value: i64) -> i64 {
        let (gone, whole) = (value - self.baseline, self.target - self.baseline);
        if whole == 0 { 100 } else { gone * 100 / whole }
    }

    /// Where a value of that day stands.
    pub fn standing(&self, value: Option<i64>, on: NaiveDate) -> Standing {
        let Some(value) = value else { return Standing::Unknown };
        let sign = if self.target < self.baseline { -1 } else { 1 };
        if (value - self.target) * sign >= 0 {
            return Standing::Reached;
        }
        if on > self.due_on {
            return Standing::Missed;
        }
        let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days().max(0);
        let (gone, whole) = (days(self.baseline_on, on), days(self.baseline_on, self.due_on).max(1));
        let ahead = (value - self.baseline) * sign * whole >= (self.target - self.baseline) * sign * gone;
        if ahead { Standing::OnTheWay } else { Standing::Behind }
    }
}

/// The same as typed.
#[derive(Clone, Debug, Default)]
pub struct RawPlan {
    pub name_uk: String,
    pub name_en: String,
    pub definition_uk: String,
    pub definition_en: String,
    pub unit_uk: String,
    pub unit_en: String,
    pub measure: String,
    pub baseline: String,
    pub baseline_on: String,
    pub target: String,
    pub due_on: String,
}

impl TryFrom<&RawPlan> for Plan {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawPlan) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let name = both(&mut checks, ["name_uk", "name_en"], [&raw.name_uk, &raw.name_en], Title::new);
        let definition = both(
            &mut checks,
            ["definition_uk", "definition_en"],
            [&raw.definition_uk, &raw.definition_en],
            Prose::new,
        );
        let unit = both(&mut checks, ["unit_uk", "unit_en"], [&raw.unit_uk, &raw.unit_en], Line::new);
        let measure = checks.take(word::<Measure>("measure", &raw.measure));
        let baseline = checks.take(number("baseline", &raw.baseline, 0, MOST));
        let baseline_on = checks.take(day("baseline_on", &raw.baseline_on));
        let target = checks.take(number("target", &raw.target, 0, MOST));
        let due_on = checks.take(day("due_on", &raw.due_on));
        if matches!((baseline_on, due_on), (Some(from), Some(to)) if to <= from) {
            checks.note("due_on", Fault::EndsBeforeStart);
        }
        if baseline.is_some() && baseline == target {
            let least = baseline.unwrap_or_default() + 1;
            checks.note("target", Fault::OutOfRange { least, most: MOST });
        }
        let all = (name, definition, unit, measure, baseline, baseline_on, target, due_on);
        let (
            Some(name),
            Some(definition),
            Some(unit),
            Some(measure),
            Some(baseline),
            Some(baseline_on),
            Some(target),
            Some(due_on),
        ) = all
        else {
            return Err(checks.into_faults());
        };
        checks.finish()?;
        Ok(Self { name, definition, unit, measure, baseline, baseline_on, target, due_on })
    }
}

/// A value that somebody reported. A later report on the same day takes the place of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub indicator: IndicatorId,
    pub value: i64,
    /// The day of which it speaks.
    pub on: NaiveDate,
    pub source: Line,
    pub at: DateTime<Utc>,
}

/// What it takes to report a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    pub value: i64,
    pub on: NaiveDate,
    pub source: Line,
}

impl NewReport {
    /// Reads a report as typed, not of a day after `today`.
    pub fn read(value: &str, on: &str, source: &str, today: NaiveDate) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let value = checks.take(number("value", value, 0, MOST));
        let on = checks.take(day("on", on));
        let source = checks.take(Line::new("source", source));
        if on.is_some_and(|on| on > today) {
            checks.note("on", Fault::InFuture);
        }
        let (Some(value), Some(on), Some(source)) = (value, on, source) else {
            return Err(checks.into_faults());
        };
        checks.finish()?;
        Ok(Self { value, on, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(baseline: i64, target: i64) -> Plan {
        let raw = RawPlan {
            name_uk: "Навчені".to_owned(),
            name_en: "Trained".to_owned(),
            unit_uk: "осіб".to_owned(),
            unit_en: "people".to_owned(),
            measure: "people_trained".to_owned(),
            baseline: baseline.to_string(),
            baseline_on: "2026-01-01".to_owned(),
            target: target.to_string(),
            due_on: "2026-12-31".to_owned(),
            ..RawPlan::default()
        };
        Plan::try_from(&raw).unwrap()
    }

    fn of(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_value_stands_beside_the_straight_line() {
        let up = plan(0, 1_000);
        let cases = [
            (None, "2026-06-01", Standing::Unknown),
            (Some(0), "2026-01-01", Standing::OnTheWay),
            (Some(499), "2026-07-02", Standing::Behind),
            (Some(500), "2026-07-02", Standing::OnTheWay),
            (Some(1_000), "2026-07-02", Standing::Reached),
            (Some(999), "2026-12-31", Standing::Behind),
            (Some(999), "2027-01-01", Standing::Missed),
            (Some(1_200), "2027-01-01", Standing::Reached),
        ];
        for (value, on, standing) in cases {
            assert_eq!(up.standing(value, of(on)), standing, "{value:?} on {on}");
        }
        assert_eq!((up.percent(412), up.percent(1_200)), (41, 120));
    }

    #[test]
    fn what_is_to_fall_is_judged_the_other_way_round() {
        let down = plan(60, 20);
        assert_eq!(down.standing(Some(50), of("2026-07-02")), Standing::Behind);
        assert_eq!(down.standing(Some(40), of("2026-07-02")), Standing::OnTheWay);
        assert_eq!(down.standing(Some(20), of("2026-07-02")), Standing::Reached);
        assert_eq!(down.percent(50), 25);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field() {
        let raw =
            RawPlan { baseline: "5".into(), target: "5".into(), measure: "x".into(), ..RawPlan::default() };
        let fields: Vec<String> =
            Plan::try_from(&raw).unwrap_err().into_iter().map(|fault| fault.field).collect();
        for field in ["name_uk", "unit_en", "measure", "baseline_on", "due_on", "target"] {
            assert!(fields.iter().any(|one| one == field), "{field} of {fields:?}");
        }
        let faults = NewReport::read("-1", "2026-05-02", "", of("2026-05-01")).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_ref()).collect();
        assert_eq!(fields, ["value", "source", "on"]);
    }
}
