//! Registration, confirmation of the address, and a new password by mail. The answers are the same whether we know the
//! address or not; only its owner's mailbox learns more (S10).

use super::throttle::{address_key, may_get_letter};
use super::token::{self, Token};
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::email::Email;
use postup_domain::id::{AccountId, NotificationId, PersonId};
use postup_domain::login::{Account, AttemptKind, LinkPurpose};
use postup_domain::notification::NewNotification;
use postup_domain::password::Password;
use postup_domain::person::{Person, Profile, RawProfile};
use postup_domain::rejection::{Checks, Fault, Refusal};
use postup_domain::romanization::romanize;
use postup_domain::text::EmailAddress;
use postup_persistence::login::Credentials;
use postup_persistence::{StoreError, Tx, audit, login, outbox, person};
use serde::{Deserialize, Serialize};

/// What somebody types to get an account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawRegistration {
    pub email: String,
    pub password: String,
    pub profile: RawProfile,
}

/// The same, looked at.
struct Registration {
    email: EmailAddress,
    password: Password,
    profile: Profile,
}

/// Fills Latin names that were left empty with the spelling of resolution 55 of 2010; the person may have another one.
pub(crate) fn suggest_latin(raw: &RawProfile) -> RawProfile {
    let mut raw = raw.clone();
    if raw.latin_family_name.trim().is_empty() {
        raw.latin_family_name = romanize(&raw.family_name);
    }
    if raw.latin_given_name.trim().is_empty() {
        raw.latin_given_name = romanize(&raw.given_name);
    }
    raw
}

impl App {
    fn look_at(&self, raw: &RawRegistration) -> Result<Registration, Error> {
        let mut checks = Checks::default();
        let email = checks.take(EmailAddress::new("email", &raw.email));
        let context = [raw.email.as_str(), &raw.profile.family_name, &raw.profile.given_name];
        let password = checks.take(self.judge("password", &raw.password, &context));
        let mut faults = checks.into_faults();
        match (email, password, Profile::try_from(&suggest_latin(&raw.profile))) {
            (Some(email), Some(password), Ok(profile)) => Ok(Registration { email, password, profile }),
            (_, _, profile) => {
                faults.extend(profile.err().unwrap_or_default());
                Err(Error::Invalid(faults))
            }
        }
    }

    /// Whether a password may be chosen, by the settings of this installation.
    pub(super) fn judge(
        &self,
        field: &'static str,
        raw: &str,
        context: &[&str],
    ) -> Result<Password, postup_domain::rejection::Invalid> {
        Password::wanted(field, raw, self.settings.passwords.shortest, context)
    }

    /// What is wrong with a registration, without taking it.
    pub fn judge_registration(&self, raw: &RawRegistration) -> Result<(), Error> {
        self.look_at(raw).map(|_| ())
    }

    /// Takes a registration. A new address gets a letter with a link to confirm it, a known one a letter that says so.
    pub async fn take_registration(&self, raw: &RawRegistration) -> Result<(), Error> {
        let now = self.now();
        let registration = self.look_at(raw)?;
        let hash = self.hasher.hash(&registration.password, self.entropy()).await?;
        match self.try_registration(&registration, &hash, now).await {
            // The same address twice at once: the other one was first, and now it is known.
            Err(Error::Busy) => self.try_registration(&registration, &hash, now).await,
            outcome => outcome,
        }
    }

    async fn try_registration(
        &self,
        registration: &Registration,
        hash: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let tx = self.store.begin().await?;
        self.write_registration(&tx, registration, hash, now).await?;
        Ok(tx.commit().await?)
    }

    async fn write_registration(
        &self,
        tx: &Tx,
        registration: &Registration,
        hash: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let letters_left = may_get_letter(tx, &address_key(registration.email.as_str()), now).await?;
        let known = person::find_by_email(tx, &registration.email).await?;
        let person = match &known {
            Some(person) => person.id,
            None => self.write_person(tx, registration, now).await?,
        };
        let account = match login::credentials(tx, person).await? {
            Some(Credentials { account, .. }) if account.confirmed_at.is_some() => {
                if letters_left {
                    self.tell(tx, person, Email::AlreadyRegistered, now, None).await?;
                }
                return Ok(());
            }
            Some(Credentials { account, .. }) => {
                login::set_password(tx, account.id, hash).await?;
                if let Some(known) = known {
                    self.replace_unconfirmed(tx, &account, known, &registration.profile).await?;
                }
                account.id
            }
            None => self.write_account(tx, person, hash.to_owned(), None, now).await?,
        };
        let subject = ("account", account.to_string());
        audit::record(tx, &entry(now, self.entropy(), None, "account.registered", subject, "")).await?;
        if letters_left {
            self.send_link(tx, account, person, LinkPurpose::ConfirmAddress, now).await?;
        }
        Ok(())
    }

    async fn write_person(
        &self,
        tx: &Tx,
        registration: &Registration,
        now: DateTime<Utc>,
    ) -> Result<PersonId, Error> {
        let id = PersonId::new(now, self.entropy());
        let person = with_profile(id, &registration.email, &registration.profile, 1);
        self.check_places(tx, &person).await?;
        insert_person(tx, &person, now).await?;
        Ok(id)
    }

    /// Nobody has shown yet that the address is theirs: the last one who registers with it is believed, but only as long
    /// as the record came from a registration and not from a manager or an import.
    async fn replace_unconfirmed(
        &self,
        tx: &Tx,
        account: &Account,
        known: Person,
        profile: &Profile,
    ) -> Result<(), Error> {
        if person::created_at(tx, known.id).await? == Some(account.created_at) {
            let person = with_profile(known.id, &known.email, profile, known.version);
            self.check_places(tx, &person).await?;
            person::update(tx, &person).await.map_err(not_written)?;
        }
        Ok(())
    }

    pub(crate) async fn write_account(
        &self,
        tx: &Tx,
        person: PersonId,
        password_hash: String,
        confirmed_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<AccountId, Error> {
        let id = AccountId::new(now, self.entropy());
        let account = Account { id, person, confirmed_at, suspended_at: None, created_at: now };
        login::insert_account(tx, &Credentials { account, password_hash }).await.map_err(not_written)?;
        Ok(id)
    }

    async fn send_link(
        &self,
        tx: &Tx,
        account: AccountId,
        person: PersonId,
        purpose: LinkPurpose,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let secret = Token::new(self.entropy());
        let token = secret.reveal().to_owned();
        let (lasts, email) = match purpose {
            LinkPurpose::ConfirmAddress => {
                (self.settings.logins.confirm_link, Email::ConfirmAddress { token })
            }
            LinkPurpose::ResetPassword => (self.settings.logins.reset_link, Email::ResetPassword { token }),
        };
        login::insert_link(tx, &secret.hash(), account, purpose, now, now + lasts).await?;
        self.tell(tx, person, email, now, Some(now + lasts)).await
    }

    async fn tell(
        &self,
        tx: &Tx,
        person: PersonId,
        email: Email,
        now: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
    ) -> Result<(), Error> {
        let id = NotificationId::new(now, self.entropy());
        let mut letter = NewNotification::now(id, person, email, id, now);
        letter.not_after = until;
        outbox::push(tx, &letter).await?;
        Ok(())
    }

    /// Confirms the address by the link from the letter. From then on its owner can sign in.
    ///
    /// # Errors
    /// `LinkNotValid` when the link was used, has expired or was never ours.
    pub async fn confirm_address(&self, token: &str) -> Result<(), Error> {
        let now = self.now();
        let (tx, person, account) = self.follow(token, LinkPurpose::ConfirmAddress, now).await?;
        login::set_confirmed(&tx, account, now).await?;
        let subject = ("account", account.to_string());
        audit::record(&tx, &entry(now, self.entropy(), Some(person), "account.confirmed", subject, ""))
            .await?;
        Ok(tx.commit().await?)
    }

    /// Whether a link from a letter still works; following it is another matter.
    pub async fn link_works(&self, token: &str, purpose: LinkPurpose) -> Result<bool, Error> {
        Ok(login::find_link(&self.reader(), &token::hash(token), purpose, self.now()).await?.is_some())
    }

    /// Begins a change with using up a link; says whose it was.
    async fn follow(
        &self,
        token: &str,
        purpose: LinkPurpose,
        now: DateTime<Utc>,
    ) -> Result<(Tx, PersonId, AccountId), Error> {
        let hash = token::hash(token);
        let tx = self.store.begin().await?;
        let account = match login::find_link(&tx, &hash, purpose, now).await? {
            Some(account) if login::use_link(&tx, &hash, purpose, now).await? => account,
            _ => return Err(Refusal::LinkNotValid.into()),
        };
        let Some(Credentials { account, .. }) = login::lock_credentials(&tx, account).await? else {
            return Err(Refusal::LinkNotValid.into());
        };
        Ok((tx, account.person, account.id))
    }

    /// Sends a letter with a link to choose a new password, if there is an account to choose it for. Nobody who asks can
    /// tell; an address gets three such letters an hour at most.
    pub async fn ask_for_reset(&self, email: &str) -> Result<(), Error> {
        let now = self.now();
        let email = EmailAddress::new("email", email)?;
        let tx = self.store.begin().await?;
        let letters_left = may_get_letter(&tx, &address_key(email.as_str()), now).await?;
        if let Some(person) = person::find_by_email(&tx, &email).await?
            && let Some(Credentials { account, .. }) = login::credentials(&tx, person.id).await?
            && account.suspended_at.is_none()
            && letters_left
        {
            self.send_link(&tx, account.id, person.id, LinkPurpose::ResetPassword, now).await?;
            let subject = ("account", account.id.to_string());
            audit::record(&tx, &entry(now, self.entropy(), None, "account.reset_asked", subject, "")).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Chooses a new password by the link from the letter. Ends every sign-in and every other link, and shows by the way
    /// that the address is its owner's.
    pub async fn reset_password(&self, token: &str, password: &str) -> Result<(), Error> {
        let now = self.now();
        let reader = self.reader();
        let purpose = LinkPurpose::ResetPassword;
        let account = login::find_link(&reader, &token::hash(token), purpose, now)
            .await?
            .ok_or_else(|| Error::from(Refusal::LinkNotValid))?;
        let owner = self.owner_of(account).await?;
        let password = self.judge("password", password, &context_of(&owner))?;
        let hash = self.hasher.hash(&password, self.entropy()).await?;
        let (tx, person, account) = self.follow(token, purpose, now).await?;
        login::set_confirmed(&tx, account, now).await?;
        login::forget_attempts(&tx, AttemptKind::SignIn, &address_key(owner.email.as_str())).await?;
        self.write_password(&tx, account, &hash, now).await?;
        let subject = ("account", account.to_string());
        audit::record(&tx, &entry(now, self.entropy(), Some(person), "account.password_reset", subject, ""))
            .await?;
        Ok(tx.commit().await?)
    }

    /// Writes a new password down and ends what the old one had opened.
    pub(super) async fn write_password(
        &self,
        tx: &Tx,
        account: AccountId,
        hash: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        login::set_password(tx, account, hash).await?;
        login::revoke_all(tx, account, now).await?;
        login::end_links(tx, account, None, now).await?;
        Ok(())
    }
}

/// What others know of a person, so that it makes a poor password.
pub(super) fn context_of(person: &Person) -> [&str; 5] {
    let name = &person.name;
    [
        person.email.as_str(),
        name.family.as_str(),
        name.given.as_str(),
        name.latin_family.as_str(),
        name.latin_given.as_str(),
    ]
}

pub(crate) fn with_profile(id: PersonId, email: &EmailAddress, profile: &Profile, version: i64) -> Person {
    Person {
        id,
        name: profile.name.clone(),
        email: email.clone(),
        employer: profile.employer,
        position: profile.position.clone(),
        position_category: profile.position_category,
        appointment: profile.appointment,
        territory: profile.territory.clone(),
        language: profile.language,
        version,
    }
}

pub(crate) async fn insert_person(tx: &Tx, person: &Person, now: DateTime<Utc>) -> Result<(), Error> {
    person::insert(tx, person, now).await.map_err(not_written)
}

pub(crate) fn not_written(error: StoreError) -> Error {
    match error {
        StoreError::Dangling => Error::field("organization_id", Fault::Unknown),
        // Somebody else wrote the same address down at this very moment.
        StoreError::Duplicate(_) => Error::Busy,
        other => other.into(),
    }
}
