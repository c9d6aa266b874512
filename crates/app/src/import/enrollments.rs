//! Rows of enrollments: a person, by the address, in a cohort, by its code. Whoever has ever had a place or an
//! application there stays as they are: a file applies for people, it does not bring anybody back who left.

use super::cohorts::{self, Cohorts, Pairs};
use super::{Change, Finding, RawRow, faulty, sound};
use crate::Error;
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, EnrollmentPlace};
use postup_domain::cohort::Cohort;
use postup_domain::import::{ENROLLMENTS, RowFault, Verdict};
use postup_domain::person::Person;
use postup_domain::rejection::Fault;
use postup_domain::text::{Code, EmailAddress};
use postup_persistence::{Read, person};
use std::collections::HashMap;

/// What was looked up for earlier rows.
#[derive(Default)]
pub struct Enrollments {
    cohorts: Cohorts,
}

impl Enrollments {
    /// The verdicts on the next rows.
    pub async fn judge(
        &mut self,
        db: &impl Read,
        actor: &Actor,
        now: DateTime<Utc>,
        seen: &mut HashMap<String, u32>,
        rows: Vec<RawRow>,
    ) -> Result<Vec<Finding>, Error> {
        let rows: Vec<EnrollmentRow> = rows.into_iter().map(EnrollmentRow).collect();
        let addresses: Vec<EmailAddress> = rows.iter().filter_map(|row| row.address().ok()).collect();
        let people = person::find_by_emails(db, &addresses).await?;
        let people: HashMap<String, Person> =
            people.into_iter().map(|person| (person.email.to_string(), person)).collect();
        for row in &rows {
            self.cohorts.look_up(db, actor, row.cell("cohort")).await?;
        }
        let pairs = rows.iter().filter_map(|row| Some((self.cohort(row)?, row.person(&people)?.id)));
        let known = Pairs::load(db, pairs, now).await?;
        Ok(rows.into_iter().map(|row| self.judge_row(actor, now, seen, row, &people, &known)).collect())
    }

    fn cohort(&self, row: &EnrollmentRow) -> Option<&Cohort> {
        self.cohorts.get(row.cell("cohort"))
    }

    fn judge_row(
        &self,
        actor: &Actor,
        now: DateTime<Utc>,
        seen: &mut HashMap<String, u32>,
        row: EnrollmentRow,
        people: &HashMap<String, Person>,
        known: &Pairs,
    ) -> Finding {
        let (code, address) = match (row.code(), row.address()) {
            (Ok(code), Ok(address)) => (code, address),
            (code, address) => {
                return faulty(row.0, [code.err(), address.err()].into_iter().flatten().collect());
            }
        };
        let key = format!("{code} {address}");
        if let Some(earlier) = seen.get(&key) {
            let fault = RowFault::Repeated { row: *earlier };
            return faulty(row.0, vec![fault]);
        }
        seen.insert(key, row.0.number);
        let unknown = |column: &str| RowFault::cell(column, Fault::Unknown);
        let (cohort, person) = match (self.cohort(&row), row.person(people)) {
            (Some(cohort), Some(person)) => (cohort, person),
            (cohort, person) => {
                let faults =
                    [cohort.is_none().then(|| unknown("cohort")), person.is_none().then(|| unknown("email"))];
                return faulty(row.0, faults.into_iter().flatten().collect());
            }
        };
        let place = EnrollmentPlace::of(person.id, person.employer, cohort.place());
        if actor.may_enroll(place).is_err() {
            return faulty(row.0, vec![RowFault::NotYours]);
        }
        if known.is_enrolled(cohort.id, person.id) {
            return sound(row.0, Verdict::Same, None);
        }
        if let Err(rejection) = cohort.lets_apply(now) {
            return faulty(row.0, vec![RowFault::refused(&rejection)]);
        }
        if let Some(rejection) = known.why_not(cohort.id, person.id, |record| record) {
            return faulty(row.0, vec![RowFault::refused(&rejection)]);
        }
        let change = Change::Enroll { cohort: cohort.id, person: person.id, version: person.version };
        sound(row.0, Verdict::New, Some(change))
    }
}

/// A row read by the names of its columns.
struct EnrollmentRow(RawRow);

impl EnrollmentRow {
    fn cell(&self, name: &str) -> &str {
        let place = ENROLLMENTS.iter().position(|column| column.name == name);
        place.and_then(|place| self.0.cells.get(place)).map_or("", String::as_str)
    }

    fn address(&self) -> Result<EmailAddress, RowFault> {
        EmailAddress::new("email", self.cell("email"))
            .map_err(|invalid| RowFault::cell("email", invalid.fault))
    }

    fn code(&self) -> Result<Code, RowFault> {
        cohorts::code(self.cell("cohort"))
    }

    fn person<'p>(&self, people: &'p HashMap<String, Person>) -> Option<&'p Person> {
        people.get(self.address().ok()?.as_str())
    }
}
