//! What can go wrong between us and the database.

use sea_orm::{DbErr, RuntimeErr};

/// Why a statement had no effect.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique index has the row already; names the index or its columns.
    #[error("duplicate: {0}")]
    Duplicate(String),
    /// A row points to a row that is not there.
    #[error("dangling reference")]
    Dangling,
    /// A check constraint said no: the second proof behind a rule.
    #[error("check failed: {0}")]
    Check(String),
    /// The row was edited meanwhile.
    #[error("edited meanwhile")]
    Stale,
    /// The database is busy or lost a conflict; the same call may succeed later.
    #[error("busy")]
    Busy,
    /// What was asked for is nothing that the database can hold: a text with a NUL, a day outside its calendar.
    #[error("beyond the database")]
    Beyond,
    /// A row holds what the rules would never write.
    #[error("corrupt row: {0}")]
    Corrupt(String),
    #[error("database: {0}")]
    Db(DbErr),
}

impl StoreError {
    /// A row that cannot be read back, named for the operator.
    pub fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }

    /// A unique index with this word in its name or columns was hit.
    pub fn is_duplicate_of(&self, word: &str) -> bool {
        matches!(self, Self::Duplicate(index) if index.contains(word))
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let (code, message) = match &error {
            DbErr::Exec(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause))
            | DbErr::Conn(RuntimeErr::SqlxError(cause)) => match cause.as_database_error() {
                Some(database) => {
                    (database.code().map(|code| code.into_owned()), database.message().to_owned())
                }
                None if matches!(**cause, sqlx::Error::Encode(_)) => return Self::Beyond,
                None => (None, String::new()),
            },
            DbErr::ConnectionAcquire(_) => return Self::Busy,
            _ => (None, String::new()),
        };
        match code.as_deref() {
            Some("23505" | "2067" | "1555") => Self::Duplicate(message),
            Some("23503" | "787") => Self::Dangling,
            Some("23514" | "275") => Self::Check(message),
            Some("40001" | "40P01" | "55P03" | "57014" | "5" | "261" | "517") => Self::Busy,
            Some("22007" | "22008" | "22021" | "22P05") => Self::Beyond,
            _ => Self::Db(error),
        }
    }
}
