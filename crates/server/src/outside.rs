//! The system's clock and the system's randomness: the only two places that ask for them.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use postup_domain::clock::{Clock, to_millis};
use postup_domain::entropy::Entropy;

/// The clock of this machine.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "here the clock is made that all others are handed")]
        let now = SystemTime::now();
        to_millis(now.into())
    }
}

/// The operating system's source of randomness.
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// # Panics
    /// When the system has no randomness to give: guessable tokens would be worse than none.
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the system has no randomness: {error}");
        }
    }
}
