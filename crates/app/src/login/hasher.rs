//! Hashing passwords: argon2id, a few at a time, with a queue that has an end (reliability, decision 10).

use crate::Error;
use crate::settings::Passwords;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use postup_domain::entropy::{Entropy, sixteen};
use postup_domain::password::Password;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many may wait for each hash that runs. At 25 ms a hash, the last of them waits under a second.
const WAITING_PER_RUNNING: usize = 32;

/// Hashes and compares passwords.
#[derive(Clone, Debug)]
pub struct Hasher {
    params: Params,
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

impl Hasher {
    /// Parameters that argon2 cannot take become its own defaults.
    pub fn new(settings: &Passwords) -> Self {
        let params = Params::new(settings.memory_kib, settings.iterations, 1, None).unwrap_or_default();
        let parallel = settings.parallel.max(1);
        Self {
            params,
            running: Arc::new(Semaphore::new(parallel)),
            admitted: Arc::new(Semaphore::new(parallel * (WAITING_PER_RUNNING + 1))),
        }
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone())
    }

    /// Waits for its turn.
    ///
    /// # Errors
    /// `Busy` when the queue is full.
    async fn turn(&self) -> Result<(OwnedSemaphorePermit, OwnedSemaphorePermit), Error> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| Error::Busy)?;
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(|_| Error::Busy)?;
        Ok((admitted, running))
    }

    /// A new hash with a fresh salt, as a PHC string.
    pub async fn hash(&self, password: &Password, entropy: &dyn Entropy) -> Result<String, Error> {
        let salt = sixteen(entropy);
        let turn = self.turn().await?;
        let (argon2, password) = (self.argon2(), password.clone());
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            argon2
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map(|hash: PasswordHash| hash.to_string())
        })
        .await
        .map_err(|error| Error::Broken(error.to_string()))?
        .map_err(|error| Error::Broken(format!("argon2: {error}")))
    }

    /// Whether the password is the one that was hashed. Without a hash it takes the same time and says no, so that
    /// nobody can tell from the clock which addresses we know (S10).
    pub async fn verify(
        &self,
        password: &Password,
        hash: Option<&str>,
        entropy: &dyn Entropy,
    ) -> Result<bool, Error> {
        let Some(hash) = hash.map(str::to_owned) else {
            self.hash(password, entropy).await?;
            return Ok(false);
        };
        let turn = self.turn().await?;
        let (argon2, password) = (self.argon2(), password.clone());
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let hash =
                PasswordHash::new(&hash).map_err(|error| Error::Broken(format!("password hash: {error}")))?;
            Ok(argon2.verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
        .map_err(|error| Error::Broken(error.to_string()))?
    }

    /// Whether a hash was made with other parameters than are asked for now.
    pub fn is_outdated(&self, hash: &str) -> bool {
        let Ok(hash) = PasswordHash::new(hash) else { return true };
        let Ok(params) = Params::try_from(&hash.params) else { return true };
        let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        cost(&params) != cost(&self.params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zeros;
    impl Entropy for Zeros {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    fn hasher(iterations: u32, parallel: usize) -> Hasher {
        Hasher::new(&Passwords { shortest: 15, memory_kib: 8, iterations, parallel })
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_only_and_ages() {
        let hasher_of_today = hasher(1, 1);
        let hash = hasher_of_today.hash(&Password::typed("сіно"), &Zeros).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert!(hasher_of_today.verify(&Password::typed("сіно"), Some(&hash), &Zeros).await.unwrap());
        assert!(!hasher_of_today.verify(&Password::typed("сіна"), Some(&hash), &Zeros).await.unwrap());
        assert!(!hasher_of_today.verify(&Password::typed("сіно"), None, &Zeros).await.unwrap());
        assert!(!hasher_of_today.is_outdated(&hash));
        assert!(hasher(2, 1).is_outdated(&hash));
    }

    #[tokio::test]
    async fn a_full_queue_says_so_at_once() {
        let hasher = hasher(1, 1);
        let all = hasher.admitted.try_acquire_many(33).unwrap();
        assert!(matches!(hasher.hash(&Password::typed("x"), &Zeros).await, Err(Error::Busy)));
        drop(all);
        assert!(hasher.hash(&Password::typed("x"), &Zeros).await.is_ok());
    }
}
