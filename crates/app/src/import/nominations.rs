//! Rows of nominations: a person, with everything a row of people may say, and a cohort. Somebody on the importer's list is
//! found by the address and nominated; anybody else is named by it, and the verdict is the same whether we know the
//! address or not.

use super::cohorts::{self, Cohorts, Pairs};
use super::people::{People, PersonRow, Weighed};
use super::{Change, Finding, RawRow, faulty, sound};
use crate::enrollment::nominee::Naming;
use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, EnrollmentPlace};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::Record;
use postup_domain::id::{CohortId, OrganizationId, PersonId};
use postup_domain::import::{PEOPLE, RowFault, Verdict};
use postup_domain::person::Person;
use postup_domain::rejection::Fault;
use postup_domain::text::EmailAddress;
use postup_persistence::{Read, enrollment, person};
use std::collections::{HashMap, HashSet};

/// What was looked up for earlier rows.
#[derive(Default)]
pub struct Nominations {
    people: People,
    cohorts: Cohorts,
    /// Records as earlier rows leave them.
    corrected: HashMap<PersonId, Person>,
}

/// What is known about the rows at hand.
struct Known {
    /// People on the importer's list, by address.
    listed: HashMap<String, Person>,
    pairs: Pairs,
    named: HashSet<(CohortId, OrganizationId, String)>,
}

impl Known {
    /// Somebody who was named as working somewhere, and has no employer yet, is asked just that: a second file with the same
    /// row does not answer for them.
    fn without_what_is_asked(&self, cohort: CohortId, before: &Person, weighed: Weighed) -> Weighed {
        let was_named = |employer| self.named.contains(&(cohort, employer, before.email.to_string()));
        if before.employer.is_some() || !weighed.person.employer.is_some_and(was_named) {
            return weighed;
        }
        let person = Person { employer: None, ..weighed.person };
        let verdict = if person == *before { Verdict::Same } else { Verdict::Changed };
        Weighed { person, verdict }
    }
}

impl Nominations {
    /// The verdicts on the next rows.
    pub async fn judge(
        &mut self,
        app: &App,
        db: &impl Read,
        actor: &Actor,
        now: DateTime<Utc>,
        seen: &mut HashMap<String, u32>,
        rows: Vec<RawRow>,
    ) -> Result<Vec<Finding>, Error> {
        let rows: Vec<NominationRow> = rows.into_iter().map(NominationRow::new).collect();
        for row in &rows {
            self.cohorts.look_up(db, actor, &row.cohort).await?;
            self.people.look_up(app, db, &row.person).await?;
        }
        let known = self.known(db, actor, now, &rows).await?;
        Ok(rows.into_iter().map(|row| self.judge_row(app, actor, now, seen, row, &known)).collect())
    }

    async fn known(
        &self,
        db: &impl Read,
        actor: &Actor,
        now: DateTime<Utc>,
        rows: &[NominationRow],
    ) -> Result<Known, Error> {
        let addresses: Vec<EmailAddress> = rows.iter().filter_map(|row| row.person.address().ok()).collect();
        let found = person::find_by_emails(db, &addresses).await?;
        let ids: Vec<PersonId> = found.iter().map(|person| person.id).collect();
        let sight = actor.sight();
        let seen: HashSet<PersonId> =
            person::find_all(db, &sight, &ids).await?.into_iter().map(|person| person.id).collect();
        let listed: HashMap<String, Person> = found
            .into_iter()
            .filter(|person| seen.contains(&person.id))
            .map(|person| (person.email.to_string(), person))
            .collect();
        let pairs = rows.iter().filter_map(|row| {
            let person = listed.get(row.person.address().ok()?.as_str())?;
            Some((self.cohorts.get(&row.cohort)?, person.id))
        });
        let pairs = Pairs::load(db, pairs, now).await?;
        let mut named = HashSet::new();
        let mut asked: HashSet<CohortId> = HashSet::new();
        for cohort in rows.iter().filter_map(|row| self.cohorts.get(&row.cohort)) {
            if asked.insert(cohort.id) {
                let before = enrollment::named_before(db, cohort.id, &addresses).await?;
                named.extend(before.into_iter().map(|(of, email)| (cohort.id, of, email.to_string())));
            }
        }
        Ok(Known { listed, pairs, named })
    }

    fn judge_row(
        &mut self,
        app: &App,
        actor: &Actor,
        now: DateTime<Utc>,
        seen: &mut HashMap<String, u32>,
        row: NominationRow,
        known: &Known,
    ) -> Finding {
        let (code, address) = match (cohorts::code(&row.cohort), row.person.address()) {
            (Ok(code), Ok(address)) => (code, address),
            (code, address) => {
                return row.faulty([code.err(), address.err()].into_iter().flatten().collect());
            }
        };
        let key = format!("{code} {address}");
        if let Some(earlier) = seen.get(&key) {
            let fault = RowFault::Repeated { row: *earlier };
            return row.faulty(vec![fault]);
        }
        seen.insert(key, row.raw.number);
        let Some(cohort) = self.cohorts.get(&row.cohort) else {
            return row.faulty(vec![RowFault::cell("cohort", Fault::Unknown)]);
        };
        match known.listed.get(address.as_str()) {
            Some(person) => {
                let before = self.corrected.get(&person.id).unwrap_or(person).clone();
                let (finding, correction) = self.nominate(app, actor, now, row, cohort, before, known);
                if let Some(correction) = correction {
                    // A second row about the same person goes on from here.
                    let next = Person { version: correction.version + 1, ..correction };
                    self.corrected.insert(next.id, next);
                }
                finding
            }
            None => self.name(app, actor, now, row, cohort, &address, known),
        }
    }

    /// Somebody on the list; answers the record too, if it is to be corrected.
    #[expect(clippy::too_many_arguments, reason = "a row is judged by all of this")]
    fn nominate(
        &self,
        app: &App,
        actor: &Actor,
        now: DateTime<Utc>,
        row: NominationRow,
        cohort: &Cohort,
        before: Person,
        known: &Known,
    ) -> (Finding, Option<Person>) {
        let place = EnrollmentPlace::of(before.id, before.employer, cohort.place());
        let Weighed { person, verdict } = match self.people.weigh(app, &row.person, Some(&before)) {
            Ok(weighed) => known.without_what_is_asked(cohort.id, &before, weighed),
            Err(faults) => return (row.faulty(faults), None),
        };
        let may_correct = || {
            [before.employer, person.employer]
                .iter()
                .all(|at| actor.may_import_person(person.id, *at).is_ok())
        };
        let permit = actor.may_nominate(place);
        let permit = permit.ok().filter(|_| verdict == Verdict::Same || may_correct());
        let Some(permit) = permit else {
            return (row.faulty(vec![RowFault::NotYours]), None);
        };
        let correction = (verdict != Verdict::Same).then(|| person.clone());
        if known.pairs.is_enrolled(cohort.id, person.id) {
            let change = correction.clone().map(|person| Change::Correct(Box::new(person)));
            return (sound(row.raw, verdict, change), correction);
        }
        if let Err(no) = cohort.takes_applications(now) {
            return (row.refused(&no), None);
        }
        let corrected = |record: Record| record.corrected(&before, &person);
        if let Some(no) = known.pairs.why_not(cohort.id, person.id, corrected) {
            return (row.refused(&no), None);
        }
        let corrected = correction.clone().map(Box::new);
        let change = Change::Nominate {
            cohort: cohort.id,
            person: person.id,
            version: before.version,
            by_employer: permit.by_employer(),
            correction: corrected,
        };
        (sound(row.raw, Verdict::New, Some(change)), correction)
    }

    /// Somebody who is not on the list.
    #[expect(clippy::too_many_arguments, reason = "a row is judged by all of this")]
    fn name(
        &self,
        app: &App,
        actor: &Actor,
        now: DateTime<Utc>,
        row: NominationRow,
        cohort: &Cohort,
        address: &EmailAddress,
        known: &Known,
    ) -> Finding {
        let Weighed { person, .. } = match self.people.weigh(app, &row.person, None) {
            Ok(weighed) => weighed,
            Err(faults) => return row.faulty(faults),
        };
        // A personnel officer of one organization need not write it into every row.
        let own = actor.sight().employs;
        let single = match own.organizations.as_slice() {
            [one] if !own.everything => Some(*one),
            _ => None,
        };
        let Some(employer) = person.employer.or(single) else {
            return row.faulty(vec![RowFault::cell("organization", Fault::Missing)]);
        };
        let Ok(permit) = actor.may_name(employer, cohort.place()) else {
            return row.faulty(vec![RowFault::NotYours]);
        };
        if known.named.contains(&(cohort.id, employer, address.to_string())) {
            return sound(row.raw, Verdict::Same, None);
        }
        if let Err(no) = cohort.takes_applications(now) {
            return row.refused(&no);
        }
        let naming = Box::new(Naming { email: address.clone(), profile: person.into() });
        let change = Change::Name { permit, naming };
        sound(row.raw, Verdict::New, Some(change))
    }
}

/// A row, and the part of it that speaks of the person.
struct NominationRow {
    raw: RawRow,
    cohort: String,
    person: PersonRow,
}

impl NominationRow {
    /// The columns of people stand behind the cohort, in their order.
    fn new(raw: RawRow) -> Self {
        let cohort = raw.cells.first().cloned().unwrap_or_default();
        let cells = raw.cells.iter().skip(1).take(PEOPLE.len()).cloned().collect();
        let person = PersonRow::new(RawRow { number: raw.number, cells });
        Self { raw, cohort, person }
    }

    fn faulty(self, faults: Vec<RowFault>) -> Finding {
        faulty(self.raw, faults)
    }

    fn refused(self, no: &postup_domain::rejection::Rejection) -> Finding {
        faulty(self.raw, vec![RowFault::refused(no)])
    }
}
