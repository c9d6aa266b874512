//! A clock that a story turns: what is told through the use-cases happens at the times when it would have happened.

use chrono::{DateTime, Utc};
use postup_domain::clock::{Clock, to_millis};
use std::sync::atomic::{AtomicI64, Ordering};

/// Shows what it was turned to last.
pub(crate) struct StoryClock(AtomicI64);

impl StoryClock {
    pub(crate) fn new(now: DateTime<Utc>) -> Self {
        Self(AtomicI64::new(to_millis(now).timestamp_millis()))
    }

    pub(crate) fn turn_to(&self, instant: DateTime<Utc>) {
        self.0.store(to_millis(instant).timestamp_millis(), Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}
