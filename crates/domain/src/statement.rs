//! What a year of training adds up to, as the personnel service reads it (standards UA-03, UA-10, UA-11).

use crate::certificate::{Certificate, CheckCode, RegistrationNumber, Standing};
use crate::cohort::Form;
use crate::course::{Credits, Hours};
use crate::id::CertificateId;
use crate::text::{Both, Title};
use chrono::{Datelike as _, NaiveDate};
use std::collections::BTreeSet;

/// The least that is expected of a calendar year. Told as information: it keeps nobody from anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// In whole credits; nothing is expected when it is 0.
    pub credits: i64,
    /// The first year for which it is.
    pub since: i32,
}

/// The hours of a year beside what is expected of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    pub hours: Hours,
    /// In whole credits; `None` where nothing is expected.
    pub needed: Option<i64>,
}

impl Balance {
    pub fn new(hours: Hours, year: i32, need: Need) -> Self {
        let needed = (need.credits > 0 && year >= need.since).then_some(need.credits);
        Self { hours, needed }
    }

    pub const fn credits(self) -> Credits {
        self.hours.credits()
    }

    /// The hours that are still to come; none when it is enough, or nothing is expected. Credits are cut when they are
    /// shown, so what is missing is told in hours, which are exact.
    pub fn missing(self) -> Option<Hours> {
        let missing = Hours::of_credits(self.needed?).hundredths() - self.hours.hundredths();
        (missing > 0).then(|| Hours::from_hundredths(missing))
    }
}

/// What one certificate adds to the year in which the training ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub certificate: CertificateId,
    pub number: RegistrationNumber,
    pub check_code: CheckCode,
    pub course: Both<Title>,
    pub provider: Both<Title>,
    pub form: Form,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub hours: Hours,
}

impl Entry {
    /// A certificate counts as long as it is valid; one that was replaced is counted by its successor. Its last day is over
    /// for checks, not for the year in which the training took place.
    pub fn of(certificate: &Certificate) -> Option<Self> {
        let facts = &certificate.facts;
        matches!(certificate.standing, Standing::Valid | Standing::Expired { .. }).then(|| Self {
            certificate: certificate.id,
            number: facts.registration_number.clone(),
            check_code: facts.check_code,
            course: facts.course.clone(),
            provider: facts.provider.name.clone(),
            form: facts.form,
            starts_on: facts.starts_on,
            ends_on: facts.ends_on,
            hours: facts.hours,
        })
    }

    /// The calendar year to which it belongs.
    pub fn year(&self) -> i32 {
        self.ends_on.year()
    }
}

/// A year of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub year: i32,
    /// Years with anything in them, and the present one; the newest first.
    pub years: Vec<i32>,
    /// In the order in which the training ended.
    pub entries: Vec<Entry>,
    pub balance: Balance,
}

impl Statement {
    /// The statement of a year from all certificates of a person.
    pub fn of(year: i32, certificates: &[Certificate], today: NaiveDate, need: Need) -> Self {
        let entries: Vec<Entry> = certificates.iter().filter_map(Entry::of).collect();
        let years: BTreeSet<i32> = entries.iter().map(Entry::year).chain([today.year()]).collect();
        let mut entries: Vec<Entry> = entries.into_iter().filter(|entry| entry.year() == year).collect();
        entries.sort_by(|one, other| (one.ends_on, &one.number).cmp(&(other.ends_on, &other.number)));
        let hours = Hours::sum(entries.iter().map(|entry| entry.hours));
        Self {
            year,
            years: years.into_iter().rev().collect(),
            balance: Balance::new(hours, year, need),
            entries,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEED: Need = Need { credits: 1, since: 2020 };

    fn balance(hundredths: i64, year: i32) -> Balance {
        Balance::new(Hours::from_hundredths(hundredths), year, NEED)
    }

    #[test]
    fn a_hundredth_of_an_hour_short_is_short() {
        assert_eq!(balance(3_000, 2026).missing(), None);
        let short = balance(2_999, 2026);
        assert_eq!(short.missing().map(|hours| hours.to_string()).as_deref(), Some("0.01"));
        assert_eq!(short.credits().to_string(), "0.99", "nothing is rounded up");
        assert_eq!(balance(0, 2026).missing(), Some(Hours::from_hundredths(3_000)));
    }

    #[test]
    fn nothing_is_expected_of_years_before_the_rule_or_without_one() {
        assert_eq!(balance(0, 2019), Balance { hours: Hours::default(), needed: None });
        let free = Balance::new(Hours::default(), 2026, Need { credits: 0, since: 2020 });
        assert_eq!((free.needed, free.missing()), (None, None));
    }
}
