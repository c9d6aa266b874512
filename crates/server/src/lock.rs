//! One process per SQLite file. Two would each believe to be the only writer.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Held for as long as this process may write to the database file.
pub struct Lock {
    _file: File,
}

/// Why the database file is not ours.
#[derive(Debug, thiserror::Error)]
pub enum Locked {
    /// Another process works on it.
    #[error("another Postup process works on {}; SQLite takes one at a time (stop it, or use PostgreSQL)", .0.display())]
    Taken(PathBuf),
    /// The lock file cannot be made.
    #[error("cannot lock {}: {error}", path.display())]
    Io {
        /// The database file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

impl Lock {
    /// Takes the lock of the database file `path`: a file beside it that the system frees when the
    /// process ends, however it ends.
    ///
    /// # Errors
    /// [`Locked`] when another process has it, or the folder cannot be written.
    pub fn take(path: &Path) -> Result<Self, Locked> {
        let failed = |error| Locked::Io { path: path.to_owned(), error };
        let mut beside = path.as_os_str().to_owned();
        beside.push(".lock");
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).open(beside).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Locked::Taken(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}
