//! Naming people by an address: whoever has it is asked by a letter. An address that is new here gets a record, without
//! an employer until its owner says yes; of an address that is known here nothing is changed and nothing is told.

use super::Nominated;
use crate::login::{Token, not_written, token, with_profile};

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Author, MayName, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{Enrollment, Nominee, NomineeState, answer_by};
use postup_domain::id::{CohortId, NomineeId, OrganizationId, PersonId};
use postup_domain::login::LinkPurpose;
use postup_domain::password::Password;
use postup_domain::person::{Person, Profile, RawProfile};
use postup_domain::rejection::{Checks, Fault, Refusal, Rejection};
use postup_domain::text::EmailAddress;
use postup_persistence::enrollment::Named;
use postup_persistence::login::Credentials;
use postup_persistence::{Cursor, Page, Tx, audit, cohort, enrollment, login, organization, person};

/// Somebody to be named: the address, and what the employer says of its owner.
#[derive(Clone, Debug)]
pub struct Naming {
    pub email: EmailAddress,
    /// The employer in it is the one in whose name this happens.
    pub profile: Profile,
}

impl Naming {
    /// From what was typed.
    pub fn read(email: &str, raw: &RawProfile) -> Result<Self, Error> {
        let mut checks = Checks::default();
        let email = checks.take(EmailAddress::new("email", email));
        let mut faults = checks.into_faults();
        match (email, Profile::try_from(&crate::login::suggest_latin(raw))) {
            (Some(email), Ok(profile)) => Ok(Self { email, profile }),
            (_, profile) => {
                let is_own = |one: &postup_domain::rejection::Invalid| {
                    !(one.field.starts_with("latin_") && one.fault == Fault::Missing)
                };
                faults.extend(profile.err().unwrap_or_default().into_iter().filter(is_own));
                Err(Error::Invalid(faults))
            }
        }
    }
}

impl App {
    /// Whether the actor may name people by their addresses for this cohort in the name of an employer.
    pub async fn may_name(
        &self,
        actor: &Actor,
        cohort: CohortId,
        employer: OrganizationId,
    ) -> Result<MayName, Error> {
        let found = cohort::find(&self.reader(), &actor.sight(), cohort).await?;
        let place = found.ok_or(Error::Missing("cohort"))?.place();
        Ok(actor.may_name(employer, place)?)
    }

    /// The employers in whose name the actor may nominate, when they are few: those of a personnel officer.
    pub async fn own_employers(
        &self,
        actor: &Actor,
    ) -> Result<Vec<postup_domain::organization::Organization>, Error> {
        let ids = actor.sight().employs.organizations;
        Ok(organization::find_all(&self.reader(), &ids, self.today()).await?)
    }

    /// In whose name the actor nominates: what was chosen, or else the one organization of a personnel officer.
    pub fn employer_for(
        &self,
        actor: &Actor,
        field: &'static str,
        chosen: Option<OrganizationId>,
    ) -> Result<OrganizationId, Error> {
        let own = actor.sight().employs;
        match (chosen, own.organizations.as_slice()) {
            (Some(chosen), _) => Ok(chosen),
            (None, [only]) if !own.everything => Ok(*only),
            _ => Err(Error::field(field, Fault::Missing)),
        }
    }

    /// Names somebody; the answer says the same whoever has the address.
    ///
    /// # Errors
    /// `AlreadyNamed` when the same employer named the address for this cohort before.
    pub async fn name_by_address(&self, permit: &MayName, naming: &Naming) -> Result<NomineeId, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let id = self.name_within(&tx, &mut cohort, permit, naming, now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The same within a change that holds the lock on the cohort.
    pub(crate) async fn name_within(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        permit: &MayName,
        naming: &Naming,
        now: DateTime<Utc>,
    ) -> Result<NomineeId, Error> {
        let (employer, by_employer, author) = (permit.employer(), permit.by_employer(), permit.author());
        cohort.takes_applications(now)?;
        let email = std::slice::from_ref(&naming.email);
        let before = enrollment::named_before(tx, cohort.id, email).await?;
        if before.iter().any(|(organization, _)| *organization == employer) {
            return Err(Refusal::AlreadyNamed.into());
        }
        let (person, works_there) = self.person_to_name(tx, employer, naming, author, now).await?;
        let enrollment = match enrollment::is_in(tx, cohort.id, person).await? {
            true if works_there => return Err(Refusal::AlreadyEnrolled.into()),
            // Nothing to ask. To say so would tell that the address is known, and in what its owner takes part.
            true => None,
            false => {
                let named = Nominated { person, employer: Some(employer), by_employer, is_seen: works_there };
                let asked = self.nominate_within(tx, cohort, named, author, now);
                Some(asked.await?.enrollment.id)
            }
        };
        let id = NomineeId::new(now, self.entropy());
        let name = &naming.profile.name;
        let nominee = Nominee {
            id,
            cohort: cohort.id,
            organization: employer,
            author,
            email: naming.email.clone(),
            family_name: name.family.clone(),
            given_name: name.given.clone(),
            patronymic: name.patronymic.clone(),
            enrollment,
            answer_by: answer_by(now, cohort.plan.waitlist.answer_hours, cohort.plan.time_zone),
            asked_at: now,
            created_at: now,
        };
        enrollment::insert_nominee(tx, &nominee).await.map_err(not_written)?;
        let subject = ("nominee", id.to_string());
        audit::record(tx, &entry(now, self.entropy(), author, "nominee.named", subject, "")).await?;
        Ok(id)
    }

    /// Whoever has the address, and whether they say that they work for the employer; a new record when nobody has it. It
    /// has no employer yet: the owner of the address has not said yes, and so the record shows nowhere.
    async fn person_to_name(
        &self,
        tx: &Tx,
        employer: OrganizationId,
        naming: &Naming,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(PersonId, bool), Error> {
        if let Some(known) = person::find_by_email(tx, &naming.email).await? {
            return Ok((known.id, known.employer == Some(employer)));
        }
        let id = PersonId::new(now, self.entropy());
        let profile = Profile { employer: None, ..naming.profile.clone() };
        let new = with_profile(id, &naming.email, &profile, 1);
        self.check_places(tx, &new).await?;
        person::insert(tx, &new, now).await.map_err(not_written)?;
        let subject = ("person", id.to_string());
        audit::record(tx, &entry(now, self.entropy(), author, "person.added", subject, "named")).await?;
        Ok((id, false))
    }

    /// After the "yes" of somebody who was named: a record that was made for them now says where they work.
    pub(crate) async fn settle_nominee(
        &self,
        tx: &Tx,
        enrollment: &Enrollment,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Some(nominee) = enrollment::nominee_of(tx, enrollment.id).await? else { return Ok(()) };
        let Some(person) = person::find(tx, &Sight::system(), enrollment.person).await? else {
            return Ok(());
        };
        let is_ours = person::created_at(tx, person.id).await? == Some(nominee.created_at);
        if is_ours && person.employer.is_none() {
            let person = Person { employer: Some(nominee.organization), ..person };
            person::update(tx, &person).await.map_err(not_written)?;
            enrollment::freeze_employer(tx, enrollment.id).await?;
            let subject = ("person", person.id.to_string());
            let line = entry(now, self.entropy(), Some(person.id), "person.edited", subject, "employer");
            audit::record(tx, &line).await?;
        }
        Ok(())
    }

    /// Whom the actor named, or who was named for the actor's organizations, the newest first.
    pub async fn nominees(
        &self,
        actor: &Actor,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Named>, Error> {
        Ok(enrollment::nominees(&self.reader(), &actor.sight(), after, limit).await?)
    }

    /// One of them.
    pub async fn nominee(&self, actor: &Actor, id: NomineeId) -> Result<Named, Error> {
        let found = enrollment::find_nominee(&self.reader(), &actor.sight(), id).await?;
        found.ok_or(Error::Missing("nominee"))
    }

    /// What became of the question to somebody named.
    pub fn nominee_state(&self, named: &Named) -> NomineeState {
        NomineeState::of(named.there, named.nominee.answer_by, self.now())
    }

    /// Sends the question again; the deadline stays.
    ///
    /// # Errors
    /// As [`Self::ask_again`], and alike whether there was somebody to ask or not.
    pub async fn ask_nominee_again(&self, actor: &Actor, id: NomineeId) -> Result<(), Error> {
        let now = self.clock.now();
        let nominee = self.nominee(actor, id).await?.nominee;
        let permit = self.may_name(actor, nominee.cohort, nominee.organization).await?;
        let tx = self.store.begin().await?;
        cohort::lock(&tx, nominee.cohort).await?.ok_or(Error::Missing("cohort"))?;
        let asked = match nominee.enrollment {
            Some(id) => enrollment::read(&tx, id).await?,
            None => None,
        };
        let awaited = asked.as_ref().is_none_or(|asked| asked.state.awaits_answer());
        if !awaited || nominee.answer_by <= now {
            return Err(Refusal::StepNotAllowed.into());
        }
        if now < nominee.asked_at + super::nomination::PATIENCE {
            let free_at = nominee.asked_at + super::nomination::PATIENCE;
            return Err(Rejection::from(Refusal::AskedJustNow).at(free_at).into());
        }
        if let Some(nominated) = &asked {
            self.push_question(&tx, nominated, nominee.answer_by, permit.author(), now).await?;
        }
        enrollment::nominee_asked(&tx, id, now).await?;
        let subject = ("nominee", id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), permit.author(), "nominee.asked_again", subject, ""))
            .await?;
        Ok(tx.commit().await?)
    }

    /// Notes that the link of a letter was opened, once. Programs that look at mail open links too, so this says that
    /// the letter arrived, not that somebody read it.
    pub async fn note_opening(&self, secret: &str) -> Result<(), Error> {
        let (hash, now) = (token::hash(secret), self.clock.now());
        if !enrollment::is_unopened(&self.reader(), &hash).await? {
            return Ok(());
        }
        let tx = self.store.begin().await?;
        enrollment::note_opening(&tx, &hash, now).await?;
        Ok(tx.commit().await?)
    }

    /// Whether somebody can sign in already.
    pub async fn has_account(&self, person: PersonId) -> Result<bool, Error> {
        let known = login::credentials(&self.reader(), person).await?;
        Ok(known.is_some_and(|known| known.account.confirmed_at.is_some()))
    }

    /// An account for whoever answered by the link in a letter, and has none: the secret shows that the address is
    /// theirs. Answers the token with which they choose a password.
    ///
    /// # Errors
    /// `LinkNotValid` when there is an account already, or the link is too old.
    pub async fn account_by_letter(&self, secret: &str) -> Result<Token, Error> {
        let now = self.clock.now();
        // Nobody can sign in with it; it stands there until a password is chosen.
        let nobodys = Token::new(self.entropy());
        let hash = self.hasher.hash(&Password::typed(nobodys.reveal()), self.entropy()).await?;
        let tx = self.store.begin().await?;
        let owner = enrollment::owner_of_link(&tx, &token::hash(secret), now).await?;
        let person = owner.ok_or(Refusal::LinkNotValid)?;
        let account = match login::credentials(&tx, person).await? {
            None => self.write_account(&tx, person, hash, None, now).await?,
            Some(Credentials { account, .. })
                if account.confirmed_at.is_none() && account.suspended_at.is_none() =>
            {
                account.id
            }
            Some(_) => return Err(Refusal::LinkNotValid.into()),
        };
        let chosen_by = Token::new(self.entropy());
        let ends = now + self.settings.logins.reset_link;
        login::insert_link(&tx, &chosen_by.hash(), account, LinkPurpose::ResetPassword, now, ends).await?;
        let subject = ("account", account.to_string());
        audit::record(
            &tx,
            &entry(now, self.entropy(), Some(person), "account.registered", subject, "letter"),
        )
        .await?;
        tx.commit().await?;
        Ok(chosen_by)
    }
}
