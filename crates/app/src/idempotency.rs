//! One key, one effect: the use-cases behind the interface's idempotency keys.

use crate::{App, Error};
use chrono::Duration;
use postup_persistence::idempotency;

pub use postup_persistence::idempotency::{Answer, Claim, Key, under};

/// How long a first try may run before its key is free for another.
const LEASE: Duration = Duration::seconds(60);

/// How long a key is remembered (reliability, decision 8).
const MEMORY: Duration = Duration::days(35);

impl App {
    /// Asks for a key.
    pub async fn claim_key(&self, key: &Key, request_hash: &str) -> Result<Claim, Error> {
        let now = self.now();
        Ok(idempotency::claim(&self.store, key, request_hash, now, now + LEASE).await?)
    }

    /// Keeps the answer that the key will give from now on.
    pub async fn keep_answer(&self, key: &Key, answer: &Answer) -> Result<(), Error> {
        Ok(idempotency::keep(&self.store, key, answer).await?)
    }

    /// Lets go of a key whose request had no effect.
    pub async fn release_key(&self, key: &Key) -> Result<(), Error> {
        Ok(idempotency::release(&self.store, key).await?)
    }

    /// Forgets keys that are too old to come again; returns how many.
    pub async fn forget_keys(&self) -> Result<u64, Error> {
        Ok(idempotency::purge(&self.store, self.now() - MEMORY).await?)
    }
}
