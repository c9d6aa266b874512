//! What a year of training adds up to, as the personnel service reads it (standards UA-03, UA-10, UA-11).

use crate::certificate::{Certificate, CheckCode, RegistrationNumber, Standing};
use crate::cohort::Form;
use crate::course::{Credits, Hours};
use crate::id::{CertificateId, CourseId};
use crate::text::{Both, Title};
use chrono::{Datelike as _, NaiveDate};
use std::collections::{BTreeSet, HashMap};

/// The least that is expected of a calendar year. Told as information: it keeps nobody from anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// In whole credits; nothing is expected when it is 0.
    pub credits: i64,
    /// The first year for which it is.
    pub since: i32,
}

impl Need {
    /// What is expected of this year, if anything is.
    pub fn of(self, year: i32) -> Option<i64> {
        (self.credits > 0 && year >= self.since).then_some(self.credits)
    }
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
        Self { hours, needed: need.of(year) }
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
    pub course_id: CourseId,
    pub course: Both<Title>,
    pub provider: Both<Title>,
    pub form: Form,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// As the certificate says.
    pub hours: Hours,
    /// Nothing where the same course counts in that year already: hours are those of learning, not of papers.
    pub counted: Hours,
}

impl Entry {
    /// A certificate counts as long as it is valid; one that was replaced is counted by its successor. Its last day is over
    /// for checks, not for the year in which the training took place.
    fn of(certificate: &Certificate, course_id: CourseId) -> Option<Self> {
        let facts = &certificate.facts;
        matches!(certificate.standing, Standing::Valid | Standing::Expired { .. }).then(|| Self {
            certificate: certificate.id,
            number: facts.registration_number.clone(),
            check_code: facts.check_code,
            course_id,
            course: facts.course.clone(),
            provider: facts.provider.name.clone(),
            form: facts.form,
            starts_on: facts.starts_on,
            ends_on: facts.ends_on,
            hours: facts.hours,
            counted: facts.hours,
        })
    }

    /// The calendar year to which it belongs.
    pub fn year(&self) -> i32 {
        self.ends_on.year()
    }

    /// It adds nothing, since the same course counts already.
    pub fn is_repeated(&self) -> bool {
        self.counted != self.hours
    }
}

/// What certificates add, each to its year, in the order in which the training ended. Of a course that was taken more than
/// once in a year, the certificate with the most hours counts.
pub fn entries<'c>(certificates: impl IntoIterator<Item = (&'c Certificate, CourseId)>) -> Vec<Entry> {
    let found = certificates.into_iter().filter_map(|(certificate, course)| Entry::of(certificate, course));
    let mut entries: Vec<Entry> = found.collect();
    entries.sort_by(|one, other| (one.ends_on, &one.number).cmp(&(other.ends_on, &other.number)));
    count_once(&mut entries);
    entries
}

fn count_once(entries: &mut [Entry]) {
    let mut most: HashMap<(i32, CourseId), (Hours, CertificateId)> = HashMap::new();
    for entry in entries.iter() {
        let this = (entry.hours, entry.certificate);
        let known = most.entry((entry.year(), entry.course_id)).or_insert(this);
        if entry.hours > known.0 {
            *known = this;
        }
    }
    for entry in entries {
        let counting = most.get(&(entry.year(), entry.course_id));
        if counting.is_none_or(|(_, certificate)| *certificate != entry.certificate) {
            entry.counted = Hours::default();
        }
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
    /// The statement of a year from everything that a person's certificates add.
    pub fn of(year: i32, entries: Vec<Entry>, today: NaiveDate, need: Need) -> Self {
        let years: BTreeSet<i32> = entries.iter().map(Entry::year).chain([today.year()]).collect();
        let entries: Vec<Entry> = entries.into_iter().filter(|entry| entry.year() == year).collect();
        let hours = Hours::sum(entries.iter().map(|entry| entry.counted));
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
    use uuid::Uuid;

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
    fn a_course_counts_once_in_a_year() {
        let title = Title::new("title", "Вода").unwrap();
        let entry = |number: u128, course: u128, ends_on: &str, hundredths| Entry {
            certificate: CertificateId(Uuid::from_u128(number)),
            number: number.to_string().parse().unwrap(),
            check_code: CheckCode::from_bytes([0; 16]),
            course_id: CourseId(Uuid::from_u128(course)),
            course: Both::new(title.clone(), title.clone()),
            provider: Both::new(title.clone(), title.clone()),
            form: Form::Online,
            starts_on: ends_on.parse().unwrap(),
            ends_on: ends_on.parse().unwrap(),
            hours: Hours::from_hundredths(hundredths),
            counted: Hours::from_hundredths(hundredths),
        };
        let mut entries = vec![
            entry(1, 7, "2026-01-05", 600),
            entry(2, 7, "2026-02-05", 900),
            entry(3, 7, "2026-03-05", 900),
            entry(4, 8, "2026-03-05", 300),
            entry(5, 7, "2027-01-05", 600),
        ];
        count_once(&mut entries);
        let counted: Vec<i64> = entries.iter().map(|entry| entry.counted.hundredths()).collect();
        assert_eq!(counted, [0, 900, 0, 300, 600], "the most hours, the first of equals, each year anew");
        let repeated: Vec<bool> = entries.iter().map(Entry::is_repeated).collect();
        assert_eq!(repeated, [true, false, true, false, false]);
    }

    #[test]
    fn nothing_is_expected_of_years_before_the_rule_or_without_one() {
        assert_eq!(balance(0, 2019), Balance { hours: Hours::default(), needed: None });
        let free = Balance::new(Hours::default(), 2026, Need { credits: 0, since: 2020 });
        assert_eq!((free.needed, free.missing()), (None, None));
    }
}
