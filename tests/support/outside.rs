//! The outside world, under the test's thumb.

use chrono::{DateTime, Duration, TimeZone, Utc};
use postup_domain::clock::{Clock, to_millis};
use postup_domain::entropy::Entropy;
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// A clock that moves when told to.
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Monday, 4 May 2026, 09:00 in Kyiv.
    pub fn new() -> Self {
        let start = Utc.with_ymd_and_hms(2026, 5, 4, 6, 0, 0).single().expect("a date");
        Self(AtomicI64::new(start.timestamp_millis()))
    }

    pub fn set(&self, to: DateTime<Utc>) {
        self.0.store(to_millis(to).timestamp_millis(), Ordering::SeqCst);
    }

    pub fn pass(&self, time: Duration) {
        self.0.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).expect("an instant")
    }
}

/// Bytes that are the same in every run, and never repeat within one.
pub struct CountingEntropy(AtomicU64);

impl CountingEntropy {
    pub fn new() -> Self {
        Self(AtomicU64::new(0))
    }
}

impl Default for CountingEntropy {
    fn default() -> Self {
        Self::new()
    }
}

impl Entropy for CountingEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::digest(self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}
