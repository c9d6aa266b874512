//! Rows of enrollments: a person, by the address, in a cohort, by its code. Whoever has ever had a place or an
//! application there stays as they are: a file applies for people, it does not bring anybody back who left.

use super::{Change, Finding, RawRow, faulty, sound};
use crate::Error;
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, EnrollmentPlace};
use postup_domain::cohort::Cohort;
use postup_domain::id::{CohortId, PersonId};
use postup_domain::import::{ENROLLMENTS, RowFault, Verdict};
use postup_domain::person::Person;
use postup_domain::rejection::Fault;
use postup_domain::text::{Code, EmailAddress};
use postup_persistence::{Read, cohort, import, person};
use std::collections::{HashMap, HashSet};

/// What was looked up for earlier rows.
#[derive(Default)]
pub struct Enrollments {
    /// By code; nothing where there is no such cohort for the importer.
    cohorts: HashMap<String, Option<Cohort>>,
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
            self.look_up(db, actor, row).await?;
        }
        let enrolled = self.enrolled(db, &rows, &people).await?;
        Ok(rows.into_iter().map(|row| self.judge_row(actor, now, seen, row, &people, &enrolled)).collect())
    }

    async fn look_up(&mut self, db: &impl Read, actor: &Actor, row: &EnrollmentRow) -> Result<(), Error> {
        let Ok(code) = row.code() else { return Ok(()) };
        if !self.cohorts.contains_key(code.as_str()) {
            let found = match import::cohort_of_code(db, &code).await? {
                Some(id) => cohort::find(db, &actor.sight(), id).await?,
                None => None,
            };
            self.cohorts.insert(code.to_string(), found);
        }
        Ok(())
    }

    fn cohort(&self, row: &EnrollmentRow) -> Option<&Cohort> {
        self.cohorts.get(row.code().ok()?.as_str())?.as_ref()
    }

    /// Who of the rows has, or had, a place or an application in which cohort.
    async fn enrolled(
        &self,
        db: &impl Read,
        rows: &[EnrollmentRow],
        people: &HashMap<String, Person>,
    ) -> Result<HashSet<(CohortId, PersonId)>, Error> {
        let mut asked: HashMap<CohortId, Vec<PersonId>> = HashMap::new();
        for row in rows {
            if let (Some(cohort), Some(person)) = (self.cohort(row), row.person(people)) {
                asked.entry(cohort.id).or_default().push(person.id);
            }
        }
        let mut enrolled = HashSet::new();
        for (cohort, persons) in asked {
            let there = import::enrolled(db, cohort, &persons).await?;
            enrolled.extend(there.into_iter().map(|person| (cohort, person)));
        }
        Ok(enrolled)
    }

    fn judge_row(
        &self,
        actor: &Actor,
        now: DateTime<Utc>,
        seen: &mut HashMap<String, u32>,
        row: EnrollmentRow,
        people: &HashMap<String, Person>,
        enrolled: &HashSet<(CohortId, PersonId)>,
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
        let place = EnrollmentPlace { person: person.id, employer: person.employer, cohort: cohort.place() };
        if actor.may_enroll(place).is_err() {
            return faulty(row.0, vec![RowFault::NotYours]);
        }
        if enrolled.contains(&(cohort.id, person.id)) {
            return sound(row.0, Verdict::Same, None);
        }
        if let Err(rejection) = cohort.takes_applications(now) {
            let (code, instant) = (rejection.code().to_owned(), rejection.instant);
            return faulty(row.0, vec![RowFault::Refused { code, instant }]);
        }
        let change = Change::Enroll { cohort: cohort.id, person: person.id };
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
        Code::new("cohort", self.cell("cohort")).map_err(|invalid| RowFault::cell("cohort", invalid.fault))
    }

    fn person<'p>(&self, people: &'p HashMap<String, Person>) -> Option<&'p Person> {
        people.get(self.address().ok()?.as_str())
    }
}
