//! Persons: seeing and editing records.

use crate::login::{not_written, suggest_latin, with_profile};
use crate::{App, Error, entry};
use postup_domain::access::{Actor, MayEditPerson, Sight};
use postup_domain::id::PersonId;
use postup_domain::person::{Language, Person, Profile, RawProfile};
use postup_domain::rejection::Fault;
use postup_domain::territory::TerritoryCode;
use postup_persistence::person::Filter;
use postup_persistence::{Cursor, Page, Read, Tx, audit, person, territory};

impl App {
    /// One person, if the actor may see them.
    pub async fn person(&self, actor: &Actor, id: PersonId) -> Result<Person, Error> {
        person::find(&self.reader(), &actor.sight(), id).await?.ok_or(Error::Missing("person"))
    }

    /// The persons the actor may see, in the order of the Ukrainian alphabet.
    pub async fn people(
        &self,
        actor: &Actor,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Person>, Error> {
        Ok(person::list(&self.reader(), &actor.sight(), filter, after, limit).await?)
    }

    /// The permit to edit a person the actor sees.
    pub async fn may_edit_person(&self, actor: &Actor, id: PersonId) -> Result<MayEditPerson, Error> {
        let person = self.person(actor, id).await?;
        Ok(actor.may_edit_person(id, person.employer)?)
    }

    /// Writes a profile anew, made from a version of it. The address stays; Latin names left empty are suggested.
    ///
    /// # Errors
    /// `Stale` when the record was edited since that version.
    pub async fn edit_person(
        &self,
        permit: &MayEditPerson,
        version: i64,
        raw: &RawProfile,
    ) -> Result<Person, Error> {
        let now = self.now();
        let profile = Profile::try_from(&suggest_latin(raw))?;
        let tx = self.store.begin().await?;
        let known =
            person::find(&tx, &Sight::system(), permit.person()).await?.ok_or(Error::Missing("person"))?;
        let mut edited = with_profile(known.id, &known.email, &profile, version);
        self.check_places(&tx, &edited).await?;
        person::update(&tx, &edited).await.map_err(not_written)?;
        edited.version += 1;
        let subject = ("person", known.id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), permit.author(), "person.edited", subject, ""))
            .await?;
        tx.commit().await?;
        Ok(edited)
    }

    /// Keeps the language a person wants to be spoken to in, on pages and in mail.
    pub async fn choose_language(&self, permit: &MayEditPerson, language: Language) -> Result<(), Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let known = person::find(&tx, &Sight::system(), permit.person()).await?;
        let mut known = known.ok_or(Error::Missing("person"))?;
        if known.language == language {
            return Ok(());
        }
        known.language = language;
        person::update(&tx, &known).await?;
        let subject = ("person", known.id.to_string());
        let line = entry(now, self.entropy(), permit.author(), "person.language", subject, language.as_str());
        audit::record(&tx, &line).await?;
        Ok(tx.commit().await?)
    }

    /// The territory of a person must be a unit of the codifier.
    pub(crate) async fn check_places(&self, tx: &Tx, person: &Person) -> Result<(), Error> {
        match &person.territory {
            Some(code) if !self.is_territory(tx, code).await? => {
                Err(Error::field("territory", Fault::Unknown))
            }
            _ => Ok(()),
        }
    }

    /// Whether a code names a unit of the codifier.
    pub(crate) async fn is_territory(&self, db: &impl Read, code: &str) -> Result<bool, Error> {
        let Ok(code) = code.parse::<TerritoryCode>() else { return Ok(false) };
        Ok(territory::find(db, &code).await?.is_some())
    }
}
