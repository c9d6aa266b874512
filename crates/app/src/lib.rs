//! The use-cases: what Postup can do. One use-case, one method, one transaction.

pub mod access;
pub mod attendance;
pub mod audit;
pub mod calendar;
pub mod certificate;
pub mod check_in;
pub mod closing;
pub mod cohort;
pub mod completion;
pub mod correspondence;
pub mod course;
pub mod coverage;
pub mod demo;
mod dice;
pub mod enrollment;
pub mod error;
pub mod export;
pub mod figures;
pub mod generate;
pub mod guest;
pub mod health;
pub mod idempotency;
pub mod import;
pub mod indicator;
pub mod interest;
pub mod interruption;
pub mod invariants;
pub mod job;
mod lease;
mod line;
pub mod login;
pub mod meeting_log;
pub mod message;
pub mod organization;
pub mod outbox;
pub mod person;
pub mod plea;
pub mod program;
pub mod session;
pub mod settings;
pub mod sheet;
pub mod stand_in;
pub mod statement;
mod story_clock;
pub mod teaching;
pub mod template;
pub mod territory;
pub mod timetable;
pub mod venue;

pub use error::Error;
pub use settings::Settings;

use chrono::{DateTime, Utc};
use line::Lines;
use postup_domain::access::Author;
use postup_domain::clock::Clock;
use postup_domain::entropy::Entropy;
use postup_domain::id::{CohortId, SessionId};
use postup_persistence::{Reader, Store};
use std::sync::Arc;

/// Everything a use-case may reach.
#[derive(Clone)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) hasher: login::Hasher,
    /// Applications in front of cohorts.
    pub(crate) admissions: Arc<Lines<CohortId, enrollment::Waiting>>,
    /// Marks in front of registers.
    pub(crate) deliveries: Arc<Lines<SessionId, attendance::Delivery>>,
    /// Figures for everybody.
    pub(crate) public: Arc<figures::Kept>,
}

impl App {
    pub fn new(store: Store, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>, settings: Settings) -> Self {
        let hasher = login::Hasher::new(&settings.passwords);
        Self {
            store,
            clock,
            entropy,
            settings: Arc::new(settings),
            hasher,
            admissions: Arc::default(),
            deliveries: Arc::default(),
            public: Arc::default(),
        }
    }

    /// Reads past any write under way.
    pub fn reader(&self) -> Reader {
        self.store.reader()
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The present instant, in whole milliseconds.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// Brings the schema to the present; returns how many steps it took.
    pub async fn migrate(&self) -> Result<usize, Error> {
        Ok(self.store.migrate().await?)
    }

    /// How many statements this process has run on the database.
    pub fn statements(&self) -> u64 {
        self.store.statements()
    }

    /// Grows with every change that this process commits.
    pub fn revision(&self) -> u64 {
        self.store.revision()
    }

    /// `Ok` when the database answers and its schema is present.
    pub async fn ready(&self) -> Result<(), Error> {
        match self.store.pending_migrations().await? {
            0 => Ok(()),
            count => Err(Error::Broken(format!("{count} migrations are pending"))),
        }
    }
}

/// A line of the audit trail about something that happens `now`.
pub(crate) fn entry(
    now: DateTime<Utc>,
    entropy: &dyn Entropy,
    author: Author,
    action: &str,
    subject: (&str, String),
    detail: impl Into<String>,
) -> postup_domain::audit::Entry {
    let (kind, id) = subject;
    postup_domain::audit::Entry {
        id: postup_domain::id::AuditId::new(now, entropy),
        at: now,
        author,
        action: action.to_owned(),
        subject_kind: kind.to_owned(),
        subject_id: id,
        detail: detail.into(),
    }
}
