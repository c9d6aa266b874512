//! Reading the audit trail.

use crate::{App, Error, entry};
use postup_domain::access::{Actor, Author, MayReadAudit};
use postup_domain::audit::{Entry, Search, Thing};
use postup_domain::id::PersonId;
use postup_domain::text::EmailAddress;
use postup_persistence::{Cursor, Page, audit, person};
use std::collections::HashMap;

/// Lines of the trail with what they speak of.
#[derive(Clone, Debug)]
pub struct Told {
    pub page: Page<Entry>,
    /// By kind and id.
    pub things: HashMap<(String, String), Thing>,
    /// Who did it, as far as the reader may see them.
    pub people: HashMap<PersonId, String>,
}

impl Told {
    pub fn thing(&self, entry: &Entry) -> Option<&Thing> {
        self.things.get(&(entry.subject_kind.clone(), entry.subject_id.clone()))
    }

    pub fn name(&self, author: Author) -> Option<&str> {
        self.people.get(&author?).map(String::as_str)
    }
}

impl App {
    /// The trail, newest first.
    pub async fn audit_trail(
        &self,
        _permit: &MayReadAudit,
        search: &Search,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Entry>, Error> {
        Ok(audit::list(&self.reader(), search, after, limit).await?)
    }

    /// The same, with the names of people and things.
    pub async fn audit_told(
        &self,
        permit: &MayReadAudit,
        actor: &Actor,
        search: &Search,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Told, Error> {
        let page = self.audit_trail(permit, search, after, limit).await?;
        let reader = self.reader();
        let things = audit::things(&reader, &page.items).await?;
        let mut authors: Vec<PersonId> = page.items.iter().filter_map(|entry| entry.author).collect();
        authors.sort_unstable();
        authors.dedup();
        let people = person::find_all(&reader, &actor.sight(), &authors).await?;
        let people = people.into_iter().map(|person| (person.id, person.name.in_register())).collect();
        Ok(Told { page, things, people })
    }

    /// Whom a search means: by id or by address.
    pub async fn audit_author(&self, _permit: &MayReadAudit, typed: &str) -> Result<Option<PersonId>, Error> {
        if let Ok(id) = typed.trim().parse() {
            return Ok(Some(id));
        }
        let Ok(email) = EmailAddress::new("author", typed) else { return Ok(None) };
        Ok(person::find_by_email(&self.reader(), &email).await?.map(|person| person.id))
    }

    /// Writes down that somebody takes the trail away.
    pub async fn begin_audit_export(&self, permit: &MayReadAudit) -> Result<(), Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let line =
            entry(now, self.entropy(), permit.author(), "audit.taken", ("audit", "csv".to_owned()), "");
        audit::record(&tx, &line).await?;
        Ok(tx.commit().await?)
    }
}
