//! Opening the database that the settings name.

use std::fs;

use postup_persistence::Store;
use postup_persistence::store::PoolSizes;

use crate::config::Database;
use crate::failure::Failure;
use crate::lock::Lock;

/// The database, and on SQLite the lock that makes this process its only user.
pub struct Opened {
    /// Where the rows are.
    pub store: Store,
    /// Held as long as the store may be written to.
    _lock: Option<Lock>,
}

/// Opens the database for reading and writing. A missing SQLite file is created, with its folder.
///
/// # Errors
/// A [`Failure`] that says whether it is absent or taken.
pub async fn open(settings: &Database) -> Result<Opened, Failure> {
    let lock = match settings.sqlite_path() {
        Some(path) => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(|error| {
                    Failure::database(format!("cannot create the folder {}: {error}", folder.display()))
                })?;
            }
            Some(Lock::take(&path).map_err(Failure::database)?)
        }
        None => None,
    };
    Ok(Opened { store: connect(settings).await?, _lock: lock })
}

/// Opens the database beside a process that may be using it: for commands that only read.
///
/// # Errors
/// A [`Failure`] when it is not there.
pub async fn look_into(settings: &Database) -> Result<Store, Failure> {
    match settings.sqlite_path() {
        Some(path) if !path.exists() => {
            Err(Failure::database(format!("there is no database {}", path.display())))
        }
        _ => connect(settings).await,
    }
}

async fn connect(settings: &Database) -> Result<Store, Failure> {
    let sizes = PoolSizes { readers: settings.readers, writers: settings.readers };
    Store::open(&settings.url, sizes)
        .await
        .map_err(|error| Failure::database(format!("cannot open the database: {error}")))
}

/// Refuses a database whose schema is older than this program.
///
/// # Errors
/// A [`Failure`] that says what to do.
pub async fn demand_present_schema(store: &Store) -> Result<(), Failure> {
    match store.pending_migrations().await {
        Ok(0) => Ok(()),
        Ok(steps) => Err(Failure::database(format!(
            "the database lacks {steps} steps of the schema: make a backup, then run `postup migrate`"
        ))),
        Err(error) => Err(Failure::database(format!("cannot read the state of the schema: {error}"))),
    }
}
