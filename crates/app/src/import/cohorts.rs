//! The cohorts that rows name by their codes, and who is in them.

use crate::Error;
use postup_domain::access::Actor;
use postup_domain::cohort::Cohort;
use postup_domain::id::{CohortId, PersonId};
use postup_domain::import::RowFault;
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

/// Who of these has, or had, a place or an application in which cohort.
pub async fn enrolled(
    db: &impl Read,
    pairs: impl Iterator<Item = (CohortId, PersonId)>,
) -> Result<HashSet<(CohortId, PersonId)>, Error> {
    let mut asked: HashMap<CohortId, Vec<PersonId>> = HashMap::new();
    for (cohort, person) in pairs {
        asked.entry(cohort).or_default().push(person);
    }
    let mut enrolled = HashSet::new();
    for (cohort, persons) in asked {
        let there = import::enrolled(db, cohort, &persons).await?;
        enrolled.extend(there.into_iter().map(|person| (cohort, person)));
    }
    Ok(enrolled)
}
