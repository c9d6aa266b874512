//! How the house is, at one look.

use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{MayManageAccess, Sight};
use postup_domain::health::Beat;
use postup_domain::import::Job;
use postup_persistence::outbox::QueueHealth;
use postup_persistence::{audit, figures, health, import};

/// What an administrator asks first.
#[derive(Clone, Debug)]
pub struct Health {
    pub now: DateTime<Utc>,
    /// The clock of the database, where it has one of its own.
    pub database_clock: Option<DateTime<Utc>>,
    /// Steps that the schema lacks.
    pub pending: usize,
    pub is_postgres: bool,
    /// What the database takes, in bytes.
    pub size: u64,
    /// What is left on the disk where the database lives, in bytes; `None` where that disk is not ours to see.
    pub free: Option<u64>,
    /// What the worker did last, each kind of work by itself.
    pub beats: Vec<Beat>,
    /// When the worker last said anything.
    pub beat_at: Option<DateTime<Utc>>,
    pub queue: QueueHealth,
    pub last_import: Option<Job>,
    /// Changes that are not in the figures yet, and since when.
    pub figures_due: i64,
    pub figures_since: Option<DateTime<Utc>>,
    /// When the newest line of the trail was written.
    pub last_change: Option<DateTime<Utc>>,
}

impl App {
    pub async fn health(&self, _permit: &MayManageAccess) -> Result<Health, Error> {
        let reader = self.reader();
        let beats = health::beats(&reader).await?;
        let imports = import::list(&reader, &Sight::system(), None, 1).await?;
        Ok(Health {
            now: self.now(),
            database_clock: health::clock(&reader).await?,
            pending: self.store.pending_migrations().await?,
            is_postgres: self.store.is_postgres(),
            size: u64::try_from(health::size(&reader).await?).unwrap_or_default(),
            free: self.free_space(),
            beat_at: beats.iter().map(|(_, at)| *at).max(),
            beats: beats.into_iter().map(|(beat, _)| beat).collect(),
            queue: self.mail_health().await?,
            last_import: imports.items.into_iter().next(),
            figures_due: figures::count_due(&reader).await?,
            figures_since: figures::oldest_due(&reader).await?,
            last_change: audit::newest(&reader).await?,
        })
    }

    /// Writes down what the worker did.
    pub async fn note_beats(&self, beats: &[Beat]) -> Result<(), Error> {
        let tx = self.store.begin().await?;
        health::note_beats(&tx, beats, self.now()).await?;
        Ok(tx.commit().await?)
    }

    fn free_space(&self) -> Option<u64> {
        let disk = rustix::fs::statvfs(self.settings.data_folder.as_ref()?).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
}
