//! Demonstration data: made-up people of real hromadas, led through the use-cases at the times when things would have
//! happened. Nothing is written past the rules.

mod catalogue;
mod names;
mod story;

use crate::{App, Error, Settings};
use chrono::{DateTime, Utc};
use postup_domain::clock::{Clock, to_millis};
use postup_domain::entropy::Entropy;
use postup_persistence::Store;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The password of every log-in of the demonstration.
pub const PASSWORD: &str = "demo demo demo demo";

/// The log-ins, and what each is for, in the order in which they are worth trying.
pub const LOGINS: &[(&str, &str)] = &[
    ("official@demo.test", "official: enrolls, sees sessions and certificates"),
    ("trainer@demo.test", "trainer: records attendance"),
    ("manager@demo.test", "program manager: runs programs, issues certificates"),
    ("analyst@demo.test", "ministry analyst: reads figures"),
    ("officer@demo.test", "personnel officer: follows the people of one council"),
    ("donor@demo.test", "donor: reads figures"),
    ("admin@demo.test", "administrator: accounts, grants, mail, audit trail"),
];

/// A clock that the story turns.
struct StoryClock(AtomicI64);

impl StoryClock {
    fn turn_to(&self, instant: DateTime<Utc>) {
        self.0.store(to_millis(instant).timestamp_millis(), Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

/// Fills an empty, migrated database; does nothing when there are people in it already. Returns whether it did.
pub async fn load(
    store: Store,
    entropy: Arc<dyn Entropy>,
    settings: Settings,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let clock = Arc::new(StoryClock(AtomicI64::new(0)));
    clock.turn_to(now);
    let app = App::new(store, clock.clone(), entropy, settings);
    if postup_persistence::person::any(&app.reader()).await? {
        return Ok(false);
    }
    story::tell(&app, &clock, now).await?;
    app.settle_figures().await?;
    Ok(true)
}
