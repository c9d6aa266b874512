//! The next cohort from the last one: its plan with every day moved, its sessions on the same weekdays at the same hours.

use super::{Minimum, Plan, Terms, beginning};
use crate::enrollment::Quota;
use crate::program::day;
use crate::rejection::{Checks, Fault, Invalid};
use crate::session::{Plan as Meeting, Session, SessionState};
use crate::text::Code;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A copy as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawCopy {
    pub code: String,
    pub starts_on: String,
}

/// What differs in a copy: its code and its first day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyPlan {
    pub code: Code,
    pub starts_on: NaiveDate,
}

impl TryFrom<&RawCopy> for CopyPlan {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawCopy) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let code = checks.take(Code::new("code", &raw.code));
        let starts_on = checks.take(day("starts_on", &raw.starts_on));
        let (Some(code), Some(starts_on)) = (code, starts_on) else { return Err(checks.into_faults()) };
        Ok(Self { code, starts_on })
    }
}

/// The least number of whole weeks that is not less than so many days.
fn weeks(days: i64) -> i64 {
    days.div_euclid(7) + i64::from(days.rem_euclid(7) > 0)
}

/// From the first day of a plan to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Days that go by the first day: of enrollment, decisions, quotas.
    days: i64,
    /// Sessions keep their weekday, so they move by whole weeks: the least number that is not before the first day.
    weeks: i64,
    zone: Tz,
}

impl Shift {
    pub fn new(plan: &Plan, starts_on: NaiveDate) -> Self {
        let days = (starts_on - plan.starts_on).num_days();
        Self { days, weeks: weeks(days), zone: plan.time_zone }
    }

    fn day(self, on: NaiveDate) -> Option<NaiveDate> {
        on.checked_add_signed(TimeDelta::days(self.days))
    }

    /// The midnight that many days later, by the clock on the wall.
    fn midnight(self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        Some(beginning(self.day(at.with_timezone(&self.zone).date_naive())?, self.zone))
    }

    /// The plan with every day moved. It ends on the weekday on which it ended.
    ///
    /// # Errors
    /// When a day would lie beyond the calendar.
    pub fn plan(self, plan: &Plan, copy: &CopyPlan) -> Result<Plan, Vec<Invalid>> {
        let moved = || {
            let terms = &plan.terms;
            let minimum = match terms.minimum {
                Some(minimum) => Some(Minimum { decide_by: self.midnight(minimum.decide_by)?, ..minimum }),
                None => None,
            };
            let or_none = |at: Option<DateTime<Utc>>| match at {
                Some(at) => self.midnight(at).map(Some),
                None => Some(None),
            };
            Some(Plan {
                code: copy.code.clone(),
                starts_on: copy.starts_on,
                ends_on: plan.ends_on.checked_add_signed(TimeDelta::weeks(self.weeks))?,
                enrollment_opens: self.midnight(plan.enrollment_opens)?,
                enrollment_closes: self.midnight(plan.enrollment_closes)?,
                terms: Terms {
                    withdrawal_closes: or_none(terms.withdrawal_closes)?,
                    substitution_closes: or_none(terms.substitution_closes)?,
                    minimum,
                    ..*terms
                },
                ..plan.clone()
            })
        };
        moved().ok_or_else(|| vec![Invalid::new("starts_on", Fault::NotADate)])
    }

    /// The sessions of a timetable that take place, moved: those called off and those that made up for others stay behind.
    ///
    /// # Errors
    /// When the time of one does not happen on its new day.
    pub fn meetings(self, sessions: &[Session]) -> Result<Vec<(&Session, Meeting)>, Vec<Invalid>> {
        let taken = sessions
            .iter()
            .filter(|session| session.state == SessionState::Planned && session.plan.makes_up.is_none());
        taken
            .map(|session| {
                let plan = session.plan.like(&session.plan, self.weeks * 7).map_err(|faults| {
                    let told = |fault: Invalid| Invalid::new("starts_on", fault.fault);
                    faults.into_iter().map(told).collect::<Vec<_>>()
                })?;
                Ok((session, plan))
            })
            .collect()
    }

    /// A quota that keeps as many seats, until as long before the first day; nobody sits on them.
    pub fn quota(self, quota: &Quota, number: i32) -> Option<Quota> {
        Some(Quota {
            number,
            criterion: quota.criterion.clone(),
            seats: quota.seats,
            used: 0,
            release_on: self.day(quota.release_on)?,
            released_at: None,
            freed: 0,
        })
    }
}

impl Plan {
    /// The first day that is proposed for the next one: the same weekday, after this one and not in the past.
    pub fn next_first_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        let after = self.ends_on.max(today).checked_add_days(Days::new(1))?;
        self.starts_on.checked_add_signed(TimeDelta::weeks(weeks((after - self.starts_on).num_days())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::RawPlan;
    use super::*;
    use crate::enrollment::{Criterion, CriterionKind};
    use crate::id::{CohortId, SessionId};
    use crate::session::RawPlan as RawMeeting;
    use chrono::Datelike as _;
    use chrono_tz::Europe::Kyiv;
    use uuid::Uuid;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// From a Tuesday in spring to the Thursday of the second week after.
    fn plan() -> Plan {
        let text = str::to_owned;
        Plan::try_from(&RawPlan {
            code: text("A-1"),
            form: text("online"),
            language: text("uk"),
            starts_on: text("2026-09-01"),
            ends_on: text("2026-09-17"),
            capacity: text("30"),
            policy: text("open"),
            enrollment_opens_on: text("2026-08-01"),
            enrollment_closes_on: text("2026-08-25"),
            withdrawal_closes_on: text("2026-08-30"),
            minimum: text("5"),
            decision_on: text("2026-08-26"),
            ..RawPlan::default()
        })
        .unwrap()
    }

    fn session(number: u128, day: &str, from: &str, to: &str) -> Session {
        let raw = RawMeeting {
            title_uk: "Зустріч".into(),
            title_en: "Meeting".into(),
            on: day.into(),
            from: from.into(),
            to: to.into(),
            link: "https://meet.example/1".into(),
            ..RawMeeting::default()
        };
        let id = SessionId(Uuid::from_u128(number));
        Session::planned(id, CohortId(Uuid::nil()), raw.check(Kyiv).unwrap())
    }

    fn copy(starts_on: &str) -> CopyPlan {
        CopyPlan::try_from(&RawCopy { code: "A-2".into(), starts_on: starts_on.into() }).unwrap()
    }

    /// Whatever the first day: weekdays and hours stay, and everything lies between the first and the last day.
    #[test]
    fn weekday_and_hour_stay_on_the_clock_of_the_wall() {
        let plan = plan();
        let sessions =
            [session(1, "2026-09-01", "10:00", "11:30"), session(2, "2026-09-17", "22:30", "00:30")];
        for offset in -400..800 {
            let first = plan.starts_on + TimeDelta::days(offset);
            let copy = copy(&first.to_string());
            let shift = Shift::new(&plan, copy.starts_on);
            let moved = shift.plan(&plan, &copy).unwrap();
            assert_eq!(moved.starts_on, first);
            assert_eq!(moved.ends_on.weekday(), plan.ends_on.weekday());
            let days = |at: &Plan| (at.starts_on - at.last_enrollment_day()).num_days();
            assert_eq!(days(&moved), days(&plan), "{first}");
            for (before, after) in shift.meetings(&sessions).unwrap() {
                let (old, new) = (before.plan.local_start.0, after.local_start.0);
                assert_eq!((old.weekday(), old.time()), (new.weekday(), new.time()), "{first}");
                assert_eq!(after.starts_at.with_timezone(&Kyiv).naive_local(), new, "{first}");
                assert!(moved.spans(new.date()), "{first}: {new}");
                assert_eq!(after.link, before.plan.link);
            }
        }
    }

    #[test]
    fn the_hour_stays_across_the_change_of_clocks() {
        let sessions = [session(1, "2026-09-01", "10:00", "11:30")];
        let shift = Shift::new(&plan(), on("2026-11-03"));
        let (before, after) = shift.meetings(&sessions).unwrap().pop().unwrap();
        assert_eq!(before.plan.starts_at.to_rfc3339(), "2026-09-01T07:00:00+00:00");
        assert_eq!(after.starts_at.to_rfc3339(), "2026-11-03T08:00:00+00:00");
        // An hour that does not happen on its day is at the fault of the first day.
        let night = [session(1, "2026-09-06", "03:30", "04:30")];
        let faults = Shift::new(&plan(), on("2027-03-23")).meetings(&night).unwrap_err();
        assert_eq!(faults, [Invalid::new("starts_on", Fault::TimeSkipped)]);
    }

    #[test]
    fn what_was_called_off_or_made_up_stays_behind() {
        let mut off = session(1, "2026-09-01", "10:00", "11:30");
        off.state = SessionState::Cancelled;
        let mut make_up = session(2, "2026-09-02", "10:00", "11:30");
        make_up.plan.makes_up = Some(off.id);
        assert!(Shift::new(&plan(), on("2026-10-06")).meetings(&[off, make_up]).unwrap().is_empty());
    }

    #[test]
    fn days_and_quotas_keep_their_distance_from_the_first_day() {
        let plan = plan();
        let copy = copy("2026-11-05");
        let shift = Shift::new(&plan, copy.starts_on);
        let moved = shift.plan(&plan, &copy).unwrap();
        assert_eq!(moved.first_enrollment_day(), on("2026-10-05"));
        assert_eq!(moved.last_enrollment_day(), on("2026-10-29"));
        assert_eq!(moved.terms.last_withdrawal_day(Kyiv), Some(on("2026-11-03")));
        assert_eq!(moved.terms.last_decision_day(Kyiv), Some(on("2026-10-30")));
        assert_eq!(moved.ends_on, on("2026-11-26"));
        let quota = Quota {
            number: 4,
            criterion: Criterion::new(CriterionKind::PositionCategory, "3").unwrap(),
            seats: 5,
            used: 5,
            release_on: on("2026-08-31"),
            released_at: Some(DateTime::UNIX_EPOCH),
            freed: 0,
        };
        let next = shift.quota(&quota, 1).unwrap();
        assert_eq!((next.number, next.seats, next.used, next.is_active()), (1, 5, 0, true));
        assert_eq!(next.release_on, on("2026-11-04"));
    }

    #[test]
    fn the_next_first_day_has_the_same_weekday() {
        let plan = plan();
        assert_eq!(plan.next_first_day(on("2026-09-02")), Some(on("2026-09-22")));
        assert_eq!(plan.next_first_day(on("2026-11-27")), Some(on("2026-12-01")));
    }
}
