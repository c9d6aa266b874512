//! Who approves in the place of a personnel officer who is away. It is a narrow right: to decide on what waits for the
//! officer's approval, for as long as the officer has the role, and nothing else of the role.

use crate::cohort::beginning;
use crate::id::{OrganizationId, PersonId, StandInId};
use crate::program::day;
use crate::rejection::{Checks, Fault, Invalid, Refusal, Rejection};
use crate::text::EmailAddress;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;

/// Whose clock the days are told by.
const ZONE: Tz = Tz::Europe__Kyiv;

/// The longest time that somebody stands in at once.
const LONGEST: Duration = Duration::days(366);

/// One person in the place of another, from one moment to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    pub id: StandInId,
    /// Whose approvals they are.
    pub organization: OrganizationId,
    /// The officer who is away.
    pub absent: PersonId,
    pub deputy: PersonId,
    pub valid_from: DateTime<Utc>,
    /// The first instant at which it no longer counts.
    pub valid_to: DateTime<Utc>,
    /// When it was ended before its time.
    pub ended_at: Option<DateTime<Utc>>,
}

impl StandIn {
    pub fn counts_at(&self, now: DateTime<Utc>) -> bool {
        self.ended_at.is_none() && self.valid_from <= now && now < self.valid_to
    }

    /// Can still be ended.
    pub fn is_ahead_or_counts(&self, now: DateTime<Utc>) -> bool {
        self.ended_at.is_none() && now < self.valid_to
    }

    /// The first and the last day.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        let on = |at: DateTime<Utc>| at.with_timezone(&ZONE).date_naive();
        let last = on(self.valid_to);
        (on(self.valid_from), last.pred_opt().unwrap_or(last))
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandInPlan {
    /// The officer who is away.
    pub absent: PersonId,
    /// The address of somebody who works in the same organization.
    pub deputy: EmailAddress,
    /// From now on when `None`.
    pub first_day: Option<NaiveDate>,
    pub last_day: NaiveDate,
}

/// The same as typed; days are ISO 8601.
#[derive(Clone, Debug, Default)]
pub struct RawStandIn {
    pub absent_id: String,
    pub deputy_email: String,
    pub first_day: String,
    pub last_day: String,
}

impl TryFrom<&RawStandIn> for StandInPlan {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawStandIn) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let absent = checks.take(match raw.absent_id.trim() {
            "" => Err(Invalid::new("absent_id", Fault::Missing)),
            id => id.parse().map_err(|_| Invalid::new("absent_id", Fault::Unknown)),
        });
        let deputy = checks.take(EmailAddress::new("deputy_email", &raw.deputy_email));
        let first_day = checks.take(match raw.first_day.trim() {
            "" => Ok(None),
            text => day("first_day", text).map(Some),
        });
        let last_day = checks.take(day("last_day", &raw.last_day));
        match (absent, deputy, first_day, last_day) {
            (Some(absent), Some(deputy), Some(first_day), Some(last_day)) => {
                Ok(Self { absent, deputy, first_day, last_day })
            }
            _ => Err(checks.into_faults()),
        }
    }
}

impl StandInPlan {
    /// When it counts: from the beginning of the first day, or from now when that is over, to the end of the last one.
    ///
    /// # Errors
    /// The last day is over, or before the first.
    pub fn period(&self, now: DateTime<Utc>) -> Result<(DateTime<Utc>, DateTime<Utc>), Invalid> {
        let begins = self.first_day.map_or(now, |day| beginning(day, ZONE)).max(now);
        let ends = self.last_day.succ_opt().map(|next| beginning(next, ZONE));
        let ends = ends.filter(|ends| begins < *ends);
        Ok((begins, ends.ok_or_else(|| Invalid::new("last_day", Fault::EndsBeforeStart))?))
    }
}

/// Nobody stands in for more than a year at a time.
pub fn is_short((begins, ends): (DateTime<Utc>, DateTime<Utc>)) -> Result<(), Rejection> {
    if ends - begins <= LONGEST { Ok(()) } else { Err(Refusal::StandInTooLong.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn on(day: &str) -> NaiveDate {
        day.parse().unwrap()
    }

    fn at(instant: &str) -> DateTime<Utc> {
        instant.parse().unwrap()
    }

    fn plan(first: Option<&str>, last: &str) -> StandInPlan {
        StandInPlan {
            absent: PersonId(Uuid::from_u128(1)),
            deputy: EmailAddress::new("deputy_email", "ivan@rada.test").unwrap(),
            first_day: first.map(on),
            last_day: on(last),
        }
    }

    #[test]
    fn days_are_whole_by_the_clock_of_kyiv() {
        let now = at("2026-10-20T09:00:00Z");
        // The clocks go back on the 25th: the first day begins at 21:00 UTC, the last one ends at 22:00 UTC.
        let period = plan(Some("2026-10-24"), "2026-10-25").period(now);
        assert_eq!(period, Ok((at("2026-10-23T21:00:00Z"), at("2026-10-25T22:00:00Z"))));
        assert_eq!(plan(None, "2026-10-20").period(now), Ok((now, at("2026-10-20T21:00:00Z"))));
        assert_eq!(plan(Some("2026-10-01"), "2026-10-20").period(now).map(|from| from.0), Ok(now));
        let wrong = Err(Invalid::new("last_day", Fault::EndsBeforeStart));
        assert_eq!(plan(None, "2026-10-19").period(now), wrong);
        assert_eq!(plan(Some("2026-10-26"), "2026-10-25").period(now), wrong);
        let fits = |last: &str| is_short(plan(Some("2026-11-01"), last).period(now).unwrap());
        assert_eq!(fits("2027-11-01"), Ok(()));
        assert_eq!(fits("2027-11-02"), Err(Refusal::StandInTooLong.into()));
        assert_eq!(fits("9999-12-30"), Err(Refusal::StandInTooLong.into()));
    }

    #[test]
    fn it_counts_from_its_beginning_to_its_end() {
        let mut one = StandIn {
            id: StandInId(Uuid::from_u128(1)),
            organization: OrganizationId(Uuid::from_u128(2)),
            absent: PersonId(Uuid::from_u128(3)),
            deputy: PersonId(Uuid::from_u128(4)),
            valid_from: at("2026-10-23T21:00:00Z"),
            valid_to: at("2026-10-25T22:00:00Z"),
            ended_at: None,
        };
        assert_eq!(one.days(), (on("2026-10-24"), on("2026-10-25")));
        let counts = |one: &StandIn, text: &str| one.counts_at(at(text));
        assert!(!counts(&one, "2026-10-23T20:59:59Z"));
        assert!(counts(&one, "2026-10-23T21:00:00Z") && counts(&one, "2026-10-25T21:59:59Z"));
        assert!(!counts(&one, "2026-10-25T22:00:00Z"));
        assert!(one.is_ahead_or_counts(at("2026-10-01T00:00:00Z")));
        one.ended_at = Some(at("2026-10-24T09:00:00Z"));
        assert!(!counts(&one, "2026-10-24T10:00:00Z") && !one.is_ahead_or_counts(one.valid_from));
    }

    #[test]
    fn everything_wrong_with_what_is_typed_is_said_at_once() {
        let raw = RawStandIn {
            absent_id: "me".into(),
            deputy_email: "ivan".into(),
            first_day: "tomorrow".into(),
            last_day: String::new(),
        };
        let faults = StandInPlan::try_from(&raw).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["absent_id", "deputy_email", "first_day", "last_day"]);
    }
}
