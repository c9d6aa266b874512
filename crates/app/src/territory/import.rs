//! Taking an edition of the codifier: the whole of it in one transaction, or nothing.

use super::codifier::{self, Edition, Unusable};
use super::comparison::{Changed, Changes, compare};
use crate::{App, Error, entry};
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::entropy::Entropy;
use postup_domain::id::{EditionId, StepId};
use postup_domain::import::TableFormat;
use postup_domain::territory::{Territory, TerritoryCode};
use postup_persistence::territory::{self, Period};
use postup_persistence::{StoreError, Tx, figures};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A file without more than this share of the units in force is taken for a mistake, in percent.
pub const MOST_REMOVED: usize = 20;

/// The edition the binary carries: oblasts, raions, hromadas and cities.
const COMPACT: &str = include_str!("edition.csv");

/// What an import did, in units. Each unit is counted once; one that came back counts as added, one that was renamed
/// and moved counts as moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportReport {
    pub in_force_on: NaiveDate,
    /// Units in the file.
    pub units: usize,
    pub added: usize,
    pub renamed: usize,
    pub moved: usize,
    pub removed: usize,
    pub unchanged: usize,
}

/// Why a file was not taken. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// The file is damaged, foreign or contradicts itself.
    #[error("the file cannot be taken: {0}")]
    Unusable(#[from] Unusable),
    /// So many units would go out of force that the file is probably not complete.
    #[error("the file lacks {removed} of {present} units in force")]
    TooManyRemovals { removed: usize, present: usize },
    #[error(transparent)]
    Error(#[from] Error),
}

impl From<StoreError> for ImportFailure {
    fn from(error: StoreError) -> Self {
        Self::Error(error.into())
    }
}

impl App {
    /// Takes the ministry's file, `.xlsx` or text, told apart by content. The same file again changes nothing and
    /// writes nothing. A file that would end more than a fifth of the units is refused unless `allow_removals`.
    pub async fn import_territories(
        &self,
        file: Vec<u8>,
        allow_removals: bool,
    ) -> Result<ImportReport, ImportFailure> {
        let now = self.clock.now();
        let digest = hexadecimal(&Sha256::digest(&file));
        let edition = read(file, today(now)).await?;
        let tx = self.store.begin().await?;
        let changes = compare(territory::all(&tx).await?, &edition);
        let (removed, present) = (changes.removed.len(), changes.present);
        if !allow_removals && removed * 100 > present * MOST_REMOVED {
            return Err(ImportFailure::TooManyRemovals { removed, present });
        }
        let report = report(&edition, &changes);
        let known = territory::latest_edition(&tx).await?.is_some_and(|latest| latest.digest == digest);
        if !(known && changes.is_empty()) {
            apply(&tx, &changes, now, &*self.entropy).await?;
            self.record(&tx, &report, digest, now).await?;
            tx.commit().await?;
        }
        Ok(report)
    }

    /// Takes the edition the binary carries, if no edition was ever taken.
    pub async fn import_compact_territories(&self) -> Result<Option<ImportReport>, ImportFailure> {
        if territory::latest_edition(&self.reader()).await?.is_some() {
            return Ok(None);
        }
        self.import_territories(COMPACT.into(), false).await.map(Some)
    }

    /// The units in force with the codifier's seven columns; `compact` leaves out settlements, villages and city districts.
    pub async fn export_territories(&self, compact: bool, format: TableFormat) -> Result<Vec<u8>, Error> {
        let reader = self.reader();
        let edition = territory::latest_edition(&reader).await?.ok_or(Error::Missing("territory"))?;
        let mut units = territory::in_force(&reader).await?;
        units.retain(|unit| !compact || unit.category.is_compact());
        codifier::write(format, edition.in_force_on, &units)
    }

    async fn record(
        &self,
        tx: &Tx,
        report: &ImportReport,
        digest: String,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let count = |units: usize| i64::try_from(units).unwrap_or(i64::MAX);
        let id = EditionId::new(now, &*self.entropy);
        let edition = territory::Edition {
            id,
            imported_at: now,
            in_force_on: report.in_force_on,
            digest,
            units: count(report.units),
            added: count(report.added),
            renamed: count(report.renamed),
            moved: count(report.moved),
            removed: count(report.removed),
        };
        territory::insert_edition(tx, edition).await?;
        let subject = ("codifier_edition", id.to_string());
        let entry =
            entry(now, &*self.entropy, None, "territory.imported", subject, report.in_force_on.to_string());
        postup_persistence::audit::record(tx, &entry).await
    }
}

/// Reads on a thread of its own, since unfolding and parsing keep a processor busy. A panic in a library that reads
/// foreign files is a damaged file too.
async fn read(file: Vec<u8>, today: NaiveDate) -> Result<Edition, Unusable> {
    let reading = tokio::task::spawn_blocking(move || codifier::read(&file, today));
    reading.await.unwrap_or_else(|error| Err(codifier::damaged(error.to_string())))
}

/// The day in Kyiv, where the codifier comes into force.
fn today(now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&chrono_tz::Europe::Kyiv).date_naive()
}

/// Writes every change, and the values that ended with it into the history.
async fn apply(
    tx: &Tx,
    changes: &Changes,
    now: DateTime<Utc>,
    entropy: &dyn Entropy,
) -> Result<(), StoreError> {
    let ended = |unit: &Territory, day| Period::ended(StepId::new(now, entropy), unit, day);
    let changed = || changes.renamed.iter().chain(&changes.moved);
    let mut periods: Vec<Period> =
        changed().map(|Changed { before, after }| ended(before, after.valid_from)).collect();
    periods.extend(changes.removed.iter().map(|(unit, day)| ended(unit, *day)));
    territory::insert_history(tx, periods).await?;
    territory::insert(tx, &changes.added).await?;
    for unit in changed().map(|changed| &changed.after).chain(&changes.revived) {
        territory::replace(tx, unit).await?;
    }
    let placed = changed().map(|changed| &changed.after).chain(&changes.revived);
    figures::touch_territories(tx, &placed.map(|unit| unit.code.clone()).collect::<Vec<_>>(), now).await?;
    let ends: Vec<(TerritoryCode, NaiveDate)> =
        changes.removed.iter().map(|(unit, day)| (unit.code.clone(), *day)).collect();
    territory::end(tx, &ends).await
}

fn report(edition: &Edition, changes: &Changes) -> ImportReport {
    ImportReport {
        in_force_on: edition.in_force_on,
        units: edition.units.len(),
        added: changes.added.len() + changes.revived.len(),
        renamed: changes.renamed.len(),
        moved: changes.moved.len(),
        removed: changes.removed.len(),
        unchanged: changes.unchanged,
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
