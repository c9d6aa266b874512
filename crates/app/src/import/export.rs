//! Writing the same tables, so that they can be taken in again unchanged.

use crate::{App, Error};
use chrono::SecondsFormat;
use postup_domain::access::{Actor, Sight};
use postup_domain::enrollment::{Nominee, NomineeState};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId};
use postup_domain::import::{ImportKind, NOMINATIONS, PEOPLE};
use postup_domain::person::{Person, RawProfile};
use postup_persistence::enrollment::Named;
use postup_persistence::{Cursor, import, organization, person};
use std::collections::HashMap;

/// How many rows are read at a time.
const CHUNK: u64 = 500;

/// Some rows of a table, and where the next ones begin.
#[derive(Clone, Debug)]
pub struct Exported {
    /// One text for each column of the kind.
    pub rows: Vec<Vec<String>>,
    pub next: Option<Cursor>,
}

impl App {
    /// The next rows that the actor may see; marks, of one cohort if that is wished.
    pub async fn export_rows(
        &self,
        actor: &Actor,
        kind: ImportKind,
        cohort: Option<CohortId>,
        after: Option<&Cursor>,
    ) -> Result<Exported, Error> {
        match kind {
            ImportKind::People => self.export_people(actor, after).await,
            ImportKind::Enrollments => self.export_enrollments(actor, after).await,
            ImportKind::Nominations => self.export_nominations(actor, after).await,
            ImportKind::Marks => self.export_marks(actor, cohort, after).await,
            ImportKind::Interruptions => self.export_interruptions(actor, after).await,
        }
    }

    async fn export_people(&self, actor: &Actor, after: Option<&Cursor>) -> Result<Exported, Error> {
        let filter = person::Filter::default();
        let page = person::list(&self.reader(), &actor.sight(), &filter, after, CHUNK).await?;
        let employers = self.employers_of(&page.items).await?;
        let rows = page.items.iter().map(|person| person_cells(person, &employers)).collect();
        Ok(Exported { rows, next: page.next })
    }

    /// How each employer is named: by its number of the register, or by its id where that would not be one.
    async fn employers_of(&self, people: &[Person]) -> Result<HashMap<OrganizationId, String>, Error> {
        self.employers_by_id(people.iter().filter_map(|person| person.employer).collect()).await
    }

    async fn employers_by_id(
        &self,
        mut ids: Vec<OrganizationId>,
    ) -> Result<HashMap<OrganizationId, String>, Error> {
        ids.sort_unstable();
        ids.dedup();
        let (reader, today) = (self.reader(), self.today());
        let mut named = HashMap::new();
        for one in organization::find_all(&reader, &ids, today).await? {
            let name = match &one.edrpou {
                Some(number) if organization::with_edrpou(&reader, number, today).await?.len() == 1 => {
                    number.to_string()
                }
                _ => one.id.to_string(),
            };
            named.insert(one.id, name);
        }
        Ok(named)
    }

    async fn export_enrollments(&self, actor: &Actor, after: Option<&Cursor>) -> Result<Exported, Error> {
        let after: Option<EnrollmentId> = after.and_then(|cursor| cursor.id.parse().ok());
        let found = import::enrollments(&self.reader(), &actor.sight(), after, CHUNK).await?;
        let is_full = u64::try_from(found.len()).is_ok_and(|count| count == CHUNK);
        let next = found.last().filter(|_| is_full);
        let next = next.map(|last| Cursor { value: String::new(), id: last.id.to_string() });
        let rows = found.into_iter().map(|one| {
            vec![
                one.code.to_string(),
                one.email.to_string(),
                one.family_name.to_string(),
                one.given_name.to_string(),
                one.state.to_string(),
                one.applied_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            ]
        });
        Ok(Exported { rows: rows.collect(), next })
    }

    /// First those whose enrollment the actor sees, then those who were named by an address and have not said yes.
    async fn export_nominations(&self, actor: &Actor, after: Option<&Cursor>) -> Result<Exported, Error> {
        if after.is_some_and(|cursor| cursor.value == NAMED) {
            return self.export_named(actor, after).await;
        }
        let (reader, sight) = (self.reader(), actor.sight());
        let after: Option<EnrollmentId> = after.and_then(|cursor| cursor.id.parse().ok());
        let found = import::nominations(&reader, &sight, after, CHUNK).await?;
        let ids: Vec<_> = found.iter().map(|one| one.person_id).collect();
        let people = person::find_all(&reader, &Sight::system(), &ids).await?;
        let employers = self.employers_of(&people).await?;
        let people: HashMap<_, _> = people.iter().map(|person| (person.id, person)).collect();
        let rows = found.iter().filter_map(|one| {
            let person = person_cells(people.get(&one.person_id)?, &employers);
            Some([one.code.to_string()].into_iter().chain(person).chain([one.state.to_string()]).collect())
        });
        let rows = rows.collect();
        let is_full = u64::try_from(found.len()).is_ok_and(|count| count == CHUNK);
        let next = match found.last().filter(|_| is_full) {
            Some(last) => Some(Cursor { value: String::new(), id: last.id.to_string() }),
            // Who manages sees all of them by their enrollments.
            None if sight.manages.is_empty() && !sight.employs.everything => {
                Some(Cursor { value: NAMED.to_owned(), id: String::new() })
            }
            None => None,
        };
        Ok(Exported { rows, next })
    }

    async fn export_named(&self, actor: &Actor, after: Option<&Cursor>) -> Result<Exported, Error> {
        let page = self.nominees(actor, after, CHUNK).await?;
        let ids: Vec<OrganizationId> = page.items.iter().map(|named| named.nominee.organization).collect();
        let employers = self.employers_by_id(ids).await?;
        let open = page.items.iter().filter(|named| self.nominee_state(named) != NomineeState::Accepted);
        let rows = open.map(|named| named_cells(self.nominee_state(named), named, &employers)).collect();
        let next = page.next.map(|next| Cursor { value: NAMED.to_owned(), id: next.id });
        Ok(Exported { rows, next })
    }
}

/// Marks the second part of the nominations in a cursor.
const NAMED: &str = "named";

fn named_cells(
    state: NomineeState,
    named: &Named,
    employers: &HashMap<OrganizationId, String>,
) -> Vec<String> {
    let Nominee { email, family_name, given_name, patronymic, organization, .. } = &named.nominee;
    let cell = |name: &str| match name {
        "cohort" => named.code.to_string(),
        "email" => email.to_string(),
        "family_name" => family_name.to_string(),
        "given_name" => given_name.to_string(),
        "patronymic" => patronymic.as_ref().map(ToString::to_string).unwrap_or_default(),
        "organization" => employers.get(organization).cloned().unwrap_or_default(),
        "state" => state.to_string(),
        _ => String::new(),
    };
    NOMINATIONS.iter().map(|column| cell(column.name)).collect()
}

fn person_cells(person: &Person, employers: &HashMap<OrganizationId, String>) -> Vec<String> {
    let raw = RawProfile::from(person);
    let employer = person.employer.and_then(|id| employers.get(&id)).cloned().unwrap_or_default();
    let cell = |name: &str| match name {
        "email" => person.email.to_string(),
        "family_name" => raw.family_name.clone(),
        "given_name" => raw.given_name.clone(),
        "patronymic" => raw.patronymic.clone(),
        "latin_family_name" => raw.latin_family_name.clone(),
        "latin_given_name" => raw.latin_given_name.clone(),
        "organization" => employer.clone(),
        "position" => raw.position.clone(),
        "position_category" => raw.position_category.clone(),
        "appointment" => raw.appointment.clone(),
        "territory" => raw.territory.clone(),
        _ => raw.language.clone(),
    };
    PEOPLE.iter().map(|column| cell(column.name)).collect()
}
