//! What a cohort is subject to: until when people may leave it by themselves, and how many of them it takes.

use super::{Cohort, CohortState, RawPlan, Silence};
use crate::course::{number, word};
use crate::enrollment::{Enrollment, EnrollmentState};
use crate::program::day;
use crate::rejection::{Checks, Fault, Refusal, Rejection};
use crate::session::{LocalTime, instant};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;

/// Whoever decides has so long after the day for it, before the silence is taken for a "no".
const PATIENCE: Duration = Duration::days(1);

/// A least number of people, and the last moment to decide by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minimum {
    /// People with a seat, 1 or more.
    pub people: i32,
    /// The first instant after the last day for the decision.
    pub decide_by: DateTime<Utc>,
}

/// That people who hold a seat are asked whether they still come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reconfirming {
    /// So many days before the first one, 1–30.
    pub days: i32,
    pub silence: Silence,
}

/// The terms that a plan sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The first instant at which only the manager may end the enrollment of somebody who holds a seat; `None` means
    /// never.
    pub withdrawal_closes: Option<DateTime<Utc>>,
    /// The first instant at which a personnel officer cannot pass seats on to colleagues any more; `None` means the
    /// beginning of the first day.
    pub substitution_closes: Option<DateTime<Utc>>,
    /// Without it nobody is asked again.
    pub reconfirmation: Option<Reconfirming>,
    /// Without one it takes place in any case.
    pub minimum: Option<Minimum>,
}

impl Reconfirming {
    fn read(checks: &mut Checks, raw: &RawPlan) -> Option<Self> {
        let days = match raw.reconfirm_days.trim() {
            "" => 0,
            text => checks.take(number("reconfirm_days", text, 0, 30))?,
        };
        let silence = match raw.reconfirm_silence.trim() {
            "" => Silence::Keep,
            text => checks.take(word("reconfirm_silence", text))?,
        };
        let days = i32::try_from(days).ok().filter(|days| *days > 0)?;
        Some(Self { days, silence })
    }
}

impl Terms {
    /// Reads the terms of a plan with these first and last days.
    pub(super) fn read(
        checks: &mut Checks,
        raw: &RawPlan,
        (starts_on, ends_on): (NaiveDate, NaiveDate),
        zone: Tz,
        capacity: i32,
    ) -> Self {
        let withdrawal_closes =
            end_of(checks, "withdrawal_closes_on", &raw.withdrawal_closes_on, zone, ends_on);
        let day_before = starts_on.pred_opt().unwrap_or(starts_on);
        let substitution_closes =
            end_of(checks, "substitution_closes_on", &raw.substitution_closes_on, zone, day_before);
        let reconfirmation = Reconfirming::read(checks, raw);
        let decide_by = end_of(checks, "decision_on", &raw.decision_on, zone, starts_on);
        let people = match raw.minimum.trim() {
            "" => None,
            text => checks.take(number("minimum", text, 1, capacity.into())),
        };
        let given = |text: &str| !text.trim().is_empty();
        match (given(&raw.minimum), given(&raw.decision_on)) {
            (true, false) => checks.note("decision_on", Fault::Missing),
            (false, true) => checks.note("minimum", Fault::Missing),
            _ => {}
        }
        let minimum = people.zip(decide_by).map(|(people, decide_by)| Minimum {
            people: i32::try_from(people).unwrap_or(i32::MAX),
            decide_by,
        });
        Self { withdrawal_closes, substitution_closes, reconfirmation, minimum }
    }

    /// The last day on which people may withdraw by themselves.
    pub fn last_withdrawal_day(&self, zone: Tz) -> Option<NaiveDate> {
        self.withdrawal_closes.and_then(|end| last_day(end, zone))
    }

    /// The last day on which a personnel officer can pass seats on to colleagues, where one is set.
    pub fn last_substitution_day(&self, zone: Tz) -> Option<NaiveDate> {
        self.substitution_closes.and_then(|end| last_day(end, zone))
    }

    /// The last day for the decision whether it takes place.
    pub fn last_decision_day(&self, zone: Tz) -> Option<NaiveDate> {
        self.minimum.and_then(|minimum| last_day(minimum.decide_by, zone))
    }
}

/// The day that ends at an instant.
fn last_day(end: DateTime<Utc>, zone: Tz) -> Option<NaiveDate> {
    end.with_timezone(&zone).date_naive().pred_opt()
}

/// The instant at which a day ends, if one is given; it must not lie after `latest`.
fn end_of(
    checks: &mut Checks,
    field: &'static str,
    raw: &str,
    zone: Tz,
    latest: NaiveDate,
) -> Option<DateTime<Utc>> {
    if raw.trim().is_empty() {
        return None;
    }
    let on = checks.take(day(field, raw))?;
    if on > latest {
        checks.note(field, Fault::OutsidePeriod);
        return None;
    }
    let next = on.succ_opt().unwrap_or(on);
    checks.take(instant(field, LocalTime::midnight(next), zone))
}

impl Cohort {
    /// Whether it is open if it takes place: shown, with a minimum, and not decided on.
    pub fn is_tentative(&self) -> bool {
        self.state == CohortState::Published && self.plan.terms.minimum.is_some() && self.decided_at.is_none()
    }

    /// Whether as many people hold a seat as it takes.
    pub fn has_enough_people(&self) -> bool {
        self.plan.terms.minimum.is_none_or(|minimum| self.confirmed >= minimum.people)
    }

    /// When it is called off by itself because nobody decided and there are not people enough: a day after the day for the
    /// decision, or as the training begins if that comes first.
    pub fn called_off_at(&self) -> Option<DateTime<Utc>> {
        let decide_by = self.plan.terms.minimum?.decide_by;
        Some((decide_by + PATIENCE).min(self.plan.begins_at()).max(decide_by))
    }

    /// Calls it off since nobody decided.
    pub fn on_silence(&self, now: DateTime<Utc>) -> Result<CohortState, Rejection> {
        let is_due = self.called_off_at().is_some_and(|at| at <= now);
        if is_due && self.is_tentative() && !self.has_enough_people() {
            self.on_cancellation()
        } else {
            Err(Refusal::NothingToDecide.into())
        }
    }

    /// Decides that it takes place, whatever the number: that is for its manager to weigh.
    pub fn on_go_ahead(&mut self, now: DateTime<Utc>) -> Result<(), Rejection> {
        if !self.is_tentative() {
            return Err(Refusal::NothingToDecide.into());
        }
        self.decided_at = Some(now);
        Ok(())
    }

    /// Whether somebody may leave by oneself now. Who holds no seat may at any time: nobody counts on them.
    pub fn lets_go(&self, enrollment: &Enrollment, now: DateTime<Utc>) -> Result<(), Rejection> {
        match self.plan.terms.withdrawal_closes {
            Some(closes) if closes <= now && enrollment.state == EnrollmentState::Confirmed => {
                Err(Rejection::from(Refusal::WithdrawalClosed).at(closes))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rejection::Invalid;
    use chrono_tz::Europe::Kyiv;

    fn terms(withdrawal: &str, minimum: &str, decision: &str) -> Result<Terms, Vec<Invalid>> {
        let raw = RawPlan {
            withdrawal_closes_on: withdrawal.to_owned(),
            minimum: minimum.to_owned(),
            decision_on: decision.to_owned(),
            ..RawPlan::default()
        };
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut checks = Checks::default();
        let terms = Terms::read(&mut checks, &raw, (on("2026-05-12"), on("2026-05-26")), Kyiv, 30);
        checks.finish().map(|()| terms)
    }

    #[test]
    fn days_end_where_the_cohort_is() {
        let read = terms("2026-05-10", "12", "2026-05-05").unwrap();
        assert_eq!(read.withdrawal_closes.unwrap().to_rfc3339(), "2026-05-10T21:00:00+00:00");
        assert_eq!(read.minimum.unwrap().decide_by.to_rfc3339(), "2026-05-05T21:00:00+00:00");
        assert_eq!(read.last_withdrawal_day(Kyiv), NaiveDate::from_ymd_opt(2026, 5, 10));
        assert_eq!(read.last_decision_day(Kyiv), NaiveDate::from_ymd_opt(2026, 5, 5));
        assert_eq!(terms("", "", "").unwrap(), Terms::default());
    }

    #[test]
    fn a_minimum_and_its_day_go_together_and_fit_the_plan() {
        for (withdrawal, minimum, decision, field, fault) in [
            ("", "12", "", "decision_on", Fault::Missing),
            ("", "", "2026-05-05", "minimum", Fault::Missing),
            ("", "31", "2026-05-05", "minimum", Fault::OutOfRange { least: 1, most: 30 }),
            ("", "0", "2026-05-05", "minimum", Fault::OutOfRange { least: 1, most: 30 }),
            ("", "12", "2026-05-13", "decision_on", Fault::OutsidePeriod),
            ("2026-05-27", "", "", "withdrawal_closes_on", Fault::OutsidePeriod),
        ] {
            let faults = terms(withdrawal, minimum, decision).unwrap_err();
            assert_eq!(faults, [Invalid::new(field, fault)], "{withdrawal} {minimum} {decision}");
        }
    }
}
