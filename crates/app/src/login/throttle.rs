//! How often something may be tried at an address. Addresses we do not know are counted like those we do (S10).

use super::token;
use crate::{App, Error};
use chrono::{DateTime, Duration, Utc};
use postup_domain::login::AttemptKind;
use postup_domain::rejection::{Refusal, Rejection};
use postup_persistence::login::{self, Attempts};
use postup_persistence::{StoreError, Tx};

/// Letters of sign-in matters that one address gets within [`LETTER_WINDOW`].
const LETTERS: i64 = 3;
const LETTER_WINDOW: Duration = Duration::hours(1);
/// Wrong passwords are forgotten after this time without another one.
const MEMORY: Duration = Duration::days(1);

/// Under what the tries at an address are counted. Spelling that does not matter is levelled.
pub(super) fn address_key(raw: &str) -> String {
    token::hash(&raw.trim().to_lowercase())
}

impl App {
    /// Takes one try, before the secret is looked at: of many at once only the first few get through.
    ///
    /// # Errors
    /// `TooManyAttempts` with the instant until which to wait.
    pub(crate) async fn take_try(
        &self,
        kind: AttemptKind,
        key: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let tx = self.store.begin().await?;
        let before = login::lock_attempts(&tx, kind, key, now).await?;
        if let Some(until) = before.locked_until.filter(|until| now < *until) {
            return Err(Rejection::from(Refusal::TooManyAttempts).at(until).into());
        }
        let fresh = now - before.since > MEMORY;
        let tries = if fresh { 1 } else { before.tries.saturating_add(1) };
        let wait = kind.wait_after(tries);
        let attempts = Attempts { tries, since: now, locked_until: (!wait.is_zero()).then(|| now + wait) };
        login::set_attempts(&tx, kind, key, attempts).await?;
        Ok(tx.commit().await?)
    }
}

/// Whether one more letter may go to the address. Counts it.
pub(super) async fn may_get_letter(tx: &Tx, key: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let before = login::lock_attempts(tx, AttemptKind::Letter, key, now).await?;
    let (tries, since) = if now - before.since >= LETTER_WINDOW {
        (1, now)
    } else {
        (before.tries.saturating_add(1), before.since)
    };
    login::set_attempts(tx, AttemptKind::Letter, key, Attempts { tries, since, locked_until: None }).await?;
    Ok(tries <= LETTERS)
}
