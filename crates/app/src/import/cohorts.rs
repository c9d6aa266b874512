//! The cohorts that rows name by their codes, and who is in them.

use crate::Error;
use crate::enrollment::eligibility;
use chrono::{DateTime, Utc};
use postup_domain::access::Actor;
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{Look, NamedCondition, Record};
use postup_domain::id::{CohortId, PersonId};
use postup_domain::import::RowFault;
use postup_domain::rejection::Rejection;
use postup_domain::text::Code;
use postup_persistence::{Read, cohort, import};
use std::collections::{HashMap, HashSet};

/// What was looked up for earlier rows.
#[derive(Default)]
pub struct Cohorts {
    /// By code; nothing where there is no such cohort for the importer.
    known: HashMap<String, Option<Cohort>>,
}

/// What a cell says.
pub fn code(cell: &str) -> Result<Code, RowFault> {
    Code::new("cohort", cell).map_err(|invalid| RowFault::cell("cohort", invalid.fault))
}

impl Cohorts {
    /// Looks a cell up, unless that was done before.
    pub async fn look_up(&mut self, db: &impl Read, actor: &Actor, cell: &str) -> Result<(), Error> {
        let Ok(code) = code(cell) else { return Ok(()) };
        if !self.known.contains_key(code.as_str()) {
            let found = match import::cohort_of_code(db, &code).await? {
                Some(id) => cohort::find(db, &actor.sight(), id).await?,
                None => None,
            };
            self.known.insert(code.to_string(), found);
        }
        Ok(())
    }

    pub fn get(&self, cell: &str) -> Option<&Cohort> {
        self.known.get(code(cell).ok()?.as_str())?.as_ref()
    }
}

/// What is known about pairs of a cohort and a person.
#[derive(Default)]
pub struct Pairs {
    /// Who has, or had, a place or an application there.
    enrolled: HashSet<(CohortId, PersonId)>,
    /// What the cohorts ask.
    asked: HashMap<CohortId, Vec<NamedCondition>>,
    /// What they look at; only where they ask something.
    records: HashMap<(CohortId, PersonId), Record>,
}

impl Pairs {
    /// A few statements for each cohort, however many people there are.
    pub async fn load<'c>(
        db: &impl Read,
        pairs: impl Iterator<Item = (&'c Cohort, PersonId)>,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let mut of: HashMap<CohortId, (&Cohort, Vec<PersonId>)> = HashMap::new();
        for (cohort, person) in pairs {
            of.entry(cohort.id).or_insert_with(|| (cohort, Vec::new())).1.push(person);
        }
        let mut known = Self::default();
        for (id, (cohort, persons)) in of {
            let there = import::enrolled(db, id, &persons).await?;
            known.enrolled.extend(there.into_iter().map(|person| (id, person)));
            let (asked, records) = eligibility::records(db, cohort, &persons, now).await?;
            known.asked.insert(id, asked);
            known.records.extend(records.into_iter().map(|(person, record)| ((id, person), record)));
        }
        Ok(known)
    }

    pub fn is_enrolled(&self, cohort: CohortId, person: PersonId) -> bool {
        self.enrolled.contains(&(cohort, person))
    }

    /// Why a person cannot be in a cohort, if so, by their record and what a row changes of it.
    pub fn why_not(
        &self,
        cohort: CohortId,
        person: PersonId,
        change: impl FnOnce(Record) -> Record,
    ) -> Option<Rejection> {
        let record = self.records.get(&(cohort, person))?.clone();
        let look = Look::at(self.asked.get(&cohort)?, change(record));
        (!look.is_good()).then(|| eligibility::refusal(&look))
    }
}
