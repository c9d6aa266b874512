//! Sign-ins: opening, recognising and ending them.

pub mod account;
mod hasher;
mod registration;
mod throttle;
pub mod token;

pub use account::NewAccount;
pub use hasher::Hasher;
pub use registration::RawRegistration;
pub(crate) use registration::{not_written, suggest_latin, with_profile};
pub use token::Token;

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::Actor;
use postup_domain::id::{AccountId, LoginId, PersonId};
use postup_domain::login::{AttemptKind, Limits, Login, LoginKind};
use postup_domain::password::Password;
use postup_domain::person::Language;
use postup_domain::rejection::Refusal;
use postup_domain::text::EmailAddress;
use postup_persistence::login::{Bearer, Credentials};
use postup_persistence::{Tx, access, audit, login, person};

/// Somebody recognised by a token.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub actor: Actor,
    /// Given and family name, for the header of pages.
    pub name: String,
    pub language: Language,
    /// How long the sign-in goes on from here.
    pub stay: Limits,
}

/// A sign-in that was just opened. The token is shown this once.
#[derive(Clone, Debug)]
pub struct Opened {
    pub token: Token,
    pub login: Login,
}

/// A signed-in person's own account.
struct Own {
    person: PersonId,
    account: AccountId,
    login: LoginId,
}

fn own(actor: &Actor) -> Result<Own, Error> {
    match (actor.person(), actor.account(), actor.login()) {
        (Some(person), Some(account), Some(login)) => Ok(Own { person, account, login }),
        _ => Err(Error::Missing("account")),
    }
}

impl App {
    /// Opens a sign-in. `before` is the one the same browser had, if any: it ends, so that nobody can plant a sign-in on
    /// somebody else (S6).
    ///
    /// # Errors
    /// `WrongCredentials` alike for unknown addresses and wrong passwords; only who knows the password learns that the
    /// address is not confirmed or the account suspended. `TooManyAttempts`; `Busy` when too many sign in at once.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        kind: LoginKind,
        before: &Actor,
    ) -> Result<Opened, Error> {
        let now = self.now();
        let key = throttle::address_key(email);
        self.take_try(AttemptKind::SignIn, &key, now).await?;
        let known = self.known_by_address(email).await?;
        let password = Password::typed(password);
        let hash = known.as_ref().map(|known| known.password_hash.as_str());
        let fits = self.hasher.verify(&password, hash, self.entropy()).await?;
        let Some(known) = known.filter(|_| fits) else {
            self.note_failure(email, now).await?;
            return Err(Refusal::WrongCredentials.into());
        };
        let rehashed = match self.hasher.is_outdated(&known.password_hash) {
            true => Some(self.hasher.hash(&password, self.entropy()).await?),
            false => None,
        };
        let tx = self.store.begin().await?;
        let account = match login::lock_credentials(&tx, known.account.id).await? {
            Some(present) if present.password_hash == known.password_hash => present.account,
            _ => return Err(Refusal::WrongCredentials.into()),
        };
        if account.suspended_at.is_some() {
            return Err(Refusal::AccountSuspended.into());
        }
        if account.confirmed_at.is_none() {
            return Err(Refusal::AddressNotConfirmed.into());
        }
        if let Some(hash) = rehashed {
            login::set_password(&tx, account.id, &hash).await?;
        }
        login::forget_attempts(&tx, AttemptKind::SignIn, &key).await?;
        if let (Some(account), Some(login)) = (before.account(), before.login()) {
            login::revoke(&tx, account, login, now).await?;
        }
        let opened = self.open(&tx, account.id, account.person, kind, now).await?;
        tx.commit().await?;
        Ok(opened)
    }

    async fn known_by_address(&self, email: &str) -> Result<Option<Credentials>, Error> {
        let Ok(email) = EmailAddress::new("email", email) else { return Ok(None) };
        let reader = self.reader();
        let Some(person) = person::find_by_email(&reader, &email).await? else { return Ok(None) };
        Ok(login::credentials(&reader, person.id).await?)
    }

    /// A line of the trail for every failure, whether the address is known or not; it names the account, never the
    /// address (SEC-08).
    async fn note_failure(&self, email: &str, now: DateTime<Utc>) -> Result<(), Error> {
        let account = self.known_by_address(email).await?.map(|known| known.account.id.to_string());
        let tx = self.store.begin().await?;
        let subject = ("account", account.unwrap_or_default());
        audit::record(&tx, &entry(now, self.entropy(), None, "login.failed", subject, "")).await?;
        Ok(tx.commit().await?)
    }

    /// Writes a new sign-in down.
    pub(crate) async fn open(
        &self,
        tx: &Tx,
        account: AccountId,
        person: PersonId,
        kind: LoginKind,
        now: DateTime<Utc>,
    ) -> Result<Opened, Error> {
        let grants = access::of_persons(tx, &[person]).await?;
        let limits = self.limits(grants.iter().any(|grant| grant.counts_at(now)));
        let token = Token::new(self.entropy());
        let login = Login {
            id: LoginId::new(now, self.entropy()),
            account,
            kind,
            created_at: now,
            seen_at: now,
            expires_at: now + limits.absolute,
            revoked_at: None,
        };
        login::insert(tx, &login, &token.hash()).await?;
        let subject = ("login", login.id.to_string());
        audit::record(tx, &entry(now, self.entropy(), Some(person), "login.opened", subject, kind.as_str()))
            .await?;
        Ok(Opened { token, login })
    }

    /// How long a sign-in lasts for somebody with or without roles (standards SEC-05).
    fn limits(&self, is_staff: bool) -> Limits {
        let logins = &self.settings.logins;
        if is_staff {
            Limits { idle: logins.staff_idle, absolute: logins.staff_absolute }
        } else {
            Limits { idle: logins.official_idle, absolute: logins.official_absolute }
        }
    }

    /// Who brings this token; nobody when it was never ours, has ended, or was taken back. Roles, suspension and ends are
    /// read afresh each time, so that what is taken away is gone with the next request (S5).
    pub async fn recognise(&self, token: &str) -> Result<Option<SignedIn>, Error> {
        let now = self.now();
        let Some(bearer) = login::find_bearer(&self.reader(), &token::hash(token), now).await? else {
            return Ok(None);
        };
        let Bearer { login, suspended_at, person, given_name, family_name, language, grants, stands_in } =
            bearer;
        let actor =
            Actor::signed_in(person, login.account, login.id, grants, now).standing_in(stands_in, now);
        let limits = self.limits(actor.is_staff());
        if suspended_at.is_some() || !login.is_alive(limits, now) {
            return Ok(None);
        }
        if login.is_seen_anew(now) {
            self.touch(login.id, now).await;
        }
        let stay = login.stay(limits, now);
        Ok(Some(SignedIn { actor, name: format!("{given_name} {family_name}"), language, stay }))
    }

    /// Remembers that a sign-in is in use. Should that fail, the request goes on: the next one tries again.
    async fn touch(&self, login: LoginId, now: DateTime<Utc>) {
        let touched = async {
            let tx = self.store.begin().await?;
            login::touch(&tx, login, now).await?;
            tx.commit().await
        };
        if let Err(error) = touched.await {
            tracing::warn!(%error, "a sign-in could not be marked as seen");
        }
    }

    /// Ends the sign-in the actor came with.
    pub async fn sign_out(&self, actor: &Actor) -> Result<(), Error> {
        self.end_login(actor, own(actor)?.login).await
    }

    /// Ends one sign-in of the actor's own.
    pub async fn end_login(&self, actor: &Actor, id: LoginId) -> Result<(), Error> {
        let (now, own) = (self.now(), own(actor)?);
        let tx = self.store.begin().await?;
        if !login::revoke(&tx, own.account, id, now).await? {
            return Err(Error::Missing("login"));
        }
        let subject = ("login", id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), Some(own.person), "login.ended", subject, "")).await?;
        Ok(tx.commit().await?)
    }

    /// Ends every sign-in of the actor, this one included.
    pub async fn sign_out_everywhere(&self, actor: &Actor) -> Result<(), Error> {
        let (now, own) = (self.now(), own(actor)?);
        let tx = self.store.begin().await?;
        login::revoke_all(&tx, own.account, now).await?;
        let subject = ("account", own.account.to_string());
        audit::record(&tx, &entry(now, self.entropy(), Some(own.person), "login.all_ended", subject, ""))
            .await?;
        Ok(tx.commit().await?)
    }

    /// The actor's own sign-ins that are alive, the newest first.
    pub async fn list_logins(&self, actor: &Actor) -> Result<Vec<Login>, Error> {
        let (now, limits) = (self.now(), self.limits(actor.is_staff()));
        let logins = login::list(&self.reader(), own(actor)?.account).await?;
        Ok(logins.into_iter().filter(|login| login.is_alive(limits, now)).collect())
    }

    /// Forgets sign-ins and links that ended a month ago, and tries of yesterday.
    pub async fn purge_logins(&self) -> Result<(), Error> {
        let tx = self.store.begin().await?;
        login::purge(&tx, self.now()).await?;
        Ok(tx.commit().await?)
    }
}
