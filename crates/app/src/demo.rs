//! Demonstration data: made-up people of real hromadas, led through the use-cases at the times when things would have
//! happened. Nothing is written past the rules.

mod cast;
pub(crate) mod catalogue;
mod cohorts;
mod councils;
pub(crate) mod names;
mod pleas;
mod plot;
mod programs;
mod story;

use crate::story_clock::StoryClock;
use crate::{App, Error, Settings};
use chrono::{DateTime, Utc};
use postup_domain::entropy::Entropy;
use postup_persistence::Store;
use std::sync::Arc;

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

/// Fills an empty, migrated database; does nothing when there are people in it already. Returns whether it did.
pub async fn load(
    store: Store,
    entropy: Arc<dyn Entropy>,
    settings: Settings,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let clock = Arc::new(StoryClock::new(now));
    let app = App::new(store, clock.clone(), entropy, settings);
    if postup_persistence::person::any(&app.reader()).await? {
        return Ok(false);
    }
    story::tell(&app, &clock, now).await?;
    app.settle_figures().await?;
    Ok(true)
}
