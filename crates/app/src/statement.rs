//! Credits of a year: one's own statement, and the ledger of an employer.

use crate::{App, Error};
use chrono::Datelike as _;
use postup_domain::access::{Actor, MayReadCredits, Sight};
use postup_domain::certificate::Certificate;
use postup_domain::course::Hours;
use postup_domain::enrollment::NamedEquivalent;
use postup_domain::id::{CourseId, OrganizationId, PersonId};
use postup_domain::person::Person;
use postup_domain::rejection::Fault;
use postup_domain::statement::{self, Balance, Entry, Statement};
use postup_persistence::{Cursor, Page, certificate, enrollment, person};
use std::collections::HashMap;

/// One's own year, with what was accepted from elsewhere, which adds no hours here.
#[derive(Clone, Debug)]
pub struct OwnStatement {
    pub person: Person,
    pub statement: Statement,
    pub elsewhere: Vec<NamedEquivalent>,
}

/// How one person of an organization stands in a year.
#[derive(Clone, Debug)]
pub struct LedgerLine {
    pub person: Person,
    pub balance: Balance,
    pub entries: Vec<Entry>,
}

fn of_course((certificate, course): &(Certificate, CourseId)) -> (&Certificate, CourseId) {
    (certificate, *course)
}

impl App {
    /// The year that is meant: the present one when none is named.
    ///
    /// # Errors
    /// A year that no calendar of ours has.
    pub fn statement_year(&self, year: Option<i32>) -> Result<i32, Error> {
        match year.unwrap_or_else(|| self.today().year()) {
            year @ 2000..=9999 => Ok(year),
            _ => Err(Error::field("year", Fault::OutOfRange { least: 2000, most: 9999 })),
        }
    }

    /// What the actor's own training of a year adds up to.
    ///
    /// # Errors
    /// `Missing` for whoever is no person.
    pub async fn own_statement(&self, actor: &Actor, year: i32) -> Result<OwnStatement, Error> {
        let own = actor.person().ok_or(Error::Missing("person"))?;
        let db = self.reader();
        let person = person::find(&db, &actor.sight(), own).await?.ok_or(Error::Missing("person"))?;
        let entries = statement::entries(certificate::counting_of(&db, &[own]).await?.iter().map(of_course));
        let mut elsewhere = enrollment::accepted_elsewhere(&db, own).await?;
        elsewhere.retain(|one| one.equivalent.evidence.completed_on.year() == year);
        let need = self.settings.need;
        let statement = Statement::of(year, entries, self.today(), need);
        Ok(OwnStatement { person, statement, elsewhere })
    }

    /// The permit to read what the training of an organization's people adds up to.
    ///
    /// # Errors
    /// `Missing` also for those with rights over everything, when there is no such organization.
    pub async fn may_read_credits(
        &self,
        actor: &Actor,
        organization: OrganizationId,
    ) -> Result<MayReadCredits, Error> {
        let permit = actor.may_read_credits(organization)?;
        self.organization(organization).await?;
        Ok(permit)
    }

    /// How each person who works in the organization stands in a year, by surname: as many statements for one as for all.
    pub async fn credit_ledger(
        &self,
        permit: &MayReadCredits,
        year: i32,
        words: &str,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<LedgerLine>, Error> {
        let db = self.reader();
        let filter = person::Filter {
            words: words.to_owned(),
            employer: Some(permit.organization()),
            ..Default::default()
        };
        let people = person::list(&db, &Sight::system(), &filter, after, limit).await?;
        let ids: Vec<PersonId> = people.items.iter().map(|person| person.id).collect();
        let mut entries: HashMap<PersonId, Vec<Entry>> = HashMap::new();
        let certificates = certificate::counting_of(&db, &ids).await?;
        for of in certificates.chunk_by(|(one, _), (other, _)| one.person == other.person) {
            let theirs = statement::entries(of.iter().map(of_course)).into_iter();
            if let Some((certificate, _)) = of.first() {
                entries.insert(certificate.person, theirs.filter(|entry| entry.year() == year).collect());
            }
        }
        Ok(people.map(|person| {
            let entries = entries.remove(&person.id).unwrap_or_default();
            let hours = Hours::sum(entries.iter().map(|entry| entry.counted));
            LedgerLine { balance: Balance::new(hours, year, self.settings.need), person, entries }
        }))
    }
}
