//! Accounts: changing one's password, creating, suspending and restoring.

use super::registration::{context_of, insert_person, not_written, suggest_latin, with_profile};
use super::throttle::address_key;
use super::{Opened, own};
use crate::{App, Error, entry};
use postup_domain::access::{Actor, MayManageAccess, Sight};
use postup_domain::id::{AccountId, PersonId};
use postup_domain::login::{Account, AttemptKind, LoginKind};
use postup_domain::password::Password;
use postup_domain::person::{Person, Profile, RawProfile};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::text::EmailAddress;
use postup_persistence::{StoreError, access, audit, login, person};
use std::collections::BTreeMap;

/// An account that the operator creates.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    pub email: String,
    pub password: String,
    pub profile: RawProfile,
}

impl App {
    /// The person an account belongs to.
    pub(super) async fn owner_of(&self, account: AccountId) -> Result<Person, Error> {
        let reader = self.reader();
        let account = login::find_account(&reader, account).await?.ok_or(Error::Missing("account"))?;
        person::find(&reader, &Sight::system(), account.person).await?.ok_or(Error::Missing("person"))
    }

    /// Changes the actor's own password. Every sign-in ends; a new one of the same kind as the actor's is opened for who
    /// asked, so that a stolen token is worth nothing any more.
    ///
    /// # Errors
    /// `WrongCredentials` when the present password is wrong, `TooManyAttempts` when that happened often.
    pub async fn change_password(&self, actor: &Actor, present: &str, wanted: &str) -> Result<Opened, Error> {
        let (now, own) = (self.now(), own(actor)?);
        let owner = self.owner_of(own.account).await?;
        let wanted = self.judge("password", wanted, &context_of(&owner))?;
        let key = address_key(owner.email.as_str());
        self.take_try(AttemptKind::SignIn, &key, now).await?;
        let known =
            login::find_credentials(&self.reader(), own.account).await?.ok_or(Error::Missing("account"))?;
        let present = Password::typed(present);
        if !self.hasher.verify(&present, Some(&known.password_hash), self.entropy()).await? {
            return Err(Refusal::WrongCredentials.into());
        }
        let hash = self.hasher.hash(&wanted, self.entropy()).await?;
        let tx = self.store.begin().await?;
        match login::lock_credentials(&tx, own.account).await? {
            Some(still)
                if still.password_hash == known.password_hash && still.account.suspended_at.is_none() => {}
            _ => return Err(Refusal::WrongCredentials.into()),
        }
        let kind = login::list(&tx, own.account)
            .await?
            .into_iter()
            .find(|login| login.id == own.login)
            .map_or(LoginKind::Web, |login| login.kind);
        login::forget_attempts(&tx, AttemptKind::SignIn, &key).await?;
        self.write_password(&tx, own.account, &hash, now).await?;
        let subject = ("account", own.account.to_string());
        let author = Some(own.person);
        audit::record(&tx, &entry(now, self.entropy(), author, "account.password_changed", subject, ""))
            .await?;
        let opened = self.open(&tx, own.account, own.person, kind, now).await?;
        tx.commit().await?;
        Ok(opened)
    }

    /// Creates a confirmed account: for the command line, and for whoever installs Postup. Latin names may be empty.
    pub async fn create_account(&self, new: &NewAccount) -> Result<PersonId, Error> {
        let email = EmailAddress::new("email", &new.email)?;
        let profile = Profile::try_from(&suggest_latin(&new.profile))?;
        let context = [new.email.as_str(), &new.profile.family_name, &new.profile.given_name];
        let password = self.judge("password", &new.password, &context)?;
        let hash = self.hasher.hash(&password, self.entropy()).await?;
        self.admit(&email, &profile, Some(hash)).await
    }

    /// Writes a person down, with a confirmed account when there is the hash of a password.
    ///
    /// # Errors
    /// `Taken` address, when an account is wanted and there is one.
    pub(crate) async fn admit(
        &self,
        email: &EmailAddress,
        profile: &Profile,
        hash: Option<String>,
    ) -> Result<PersonId, Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let id = match person::find_by_email(&tx, email).await? {
            Some(person) if hash.is_some() && login::credentials(&tx, person.id).await?.is_some() => {
                return Err(Error::field("email", Fault::Taken));
            }
            Some(person) => person.id,
            None => {
                let person = with_profile(PersonId::new(now, self.entropy()), email, profile, 1);
                self.check_places(&tx, &person).await?;
                insert_person(&tx, &person, now).await?;
                person.id
            }
        };
        let (action, subject) = match hash {
            Some(hash) => {
                let account = self.write_account(&tx, id, hash, Some(now), now).await?;
                ("account.created", ("account", account.to_string()))
            }
            None => ("person.added", ("person", id.to_string())),
        };
        audit::record(&tx, &entry(now, self.entropy(), None, action, subject, "")).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Writes many people down who were not here before, all of them or none, without accounts.
    ///
    /// # Errors
    /// `Taken` when one of the addresses is known; the territory of somebody that is none.
    pub(crate) async fn admit_all(&self, people: &[(EmailAddress, Profile)]) -> Result<Vec<PersonId>, Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let persons: Vec<Person> = people
            .iter()
            .map(|(email, profile)| with_profile(PersonId::new(now, self.entropy()), email, profile, 1))
            .collect();
        // One look for each place, however many work there.
        let places: BTreeMap<_, _> = persons.iter().map(|person| (&person.territory, person)).collect();
        for person in places.into_values() {
            self.check_places(&tx, person).await?;
        }
        person::insert_all(&tx, &persons, now).await.map_err(|error| match error {
            StoreError::Duplicate(_) => Error::field("email", Fault::Taken),
            other => not_written(other),
        })?;
        let added = |person: &Person| {
            let subject = ("person", person.id.to_string());
            entry(now, self.entropy(), None, "person.added", subject, "")
        };
        audit::record_all(&tx, &persons.iter().map(added).collect::<Vec<_>>()).await?;
        tx.commit().await?;
        Ok(persons.into_iter().map(|person| person.id).collect())
    }

    /// The hash of a password that nobody judges: for accounts made in bulk, as the demonstration's are.
    pub async fn hash_password(&self, raw: &str) -> Result<String, Error> {
        self.hasher.hash(&Password::typed(raw), self.entropy()).await
    }

    /// One account, for who keeps them.
    pub async fn account(&self, _permit: &MayManageAccess, id: AccountId) -> Result<Account, Error> {
        login::find_account(&self.reader(), id).await?.ok_or(Error::Missing("account"))
    }

    /// Suspends an account: every sign-in and link ends with this change, letters not yet sent are dropped when their turn
    /// comes (S5). The reason goes into the trail.
    ///
    /// # Errors
    /// `LastAdministrator` when nobody would be left to restore anything.
    pub async fn suspend_account(
        &self,
        permit: &MayManageAccess,
        id: AccountId,
        reason: &str,
    ) -> Result<(), Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let administrators = access::lock_administrators(&tx, now).await?;
        let account = login::lock_credentials(&tx, id).await?.ok_or(Error::Missing("account"))?.account;
        if account.suspended_at.is_some() {
            return Ok(());
        }
        if administrators.iter().all(|person| *person == account.person) && !administrators.is_empty() {
            return Err(Refusal::LastAdministrator.into());
        }
        login::set_suspended(&tx, id, Some(now)).await?;
        login::revoke_all(&tx, id, now).await?;
        login::end_links(&tx, id, None, now).await?;
        let subject = ("account", id.to_string());
        let reason = postup_domain::text::tidy(reason);
        audit::record(
            &tx,
            &entry(now, self.entropy(), permit.author(), "account.suspended", subject, reason),
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Ends a suspension. Signing in again is up to the person.
    pub async fn restore_account(&self, permit: &MayManageAccess, id: AccountId) -> Result<(), Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let account = login::lock_credentials(&tx, id).await?.ok_or(Error::Missing("account"))?.account;
        if account.suspended_at.is_none() {
            return Ok(());
        }
        login::set_suspended(&tx, id, None).await?;
        let subject = ("account", id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), permit.author(), "account.restored", subject, ""))
            .await?;
        Ok(tx.commit().await?)
    }
}
