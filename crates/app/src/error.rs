//! All a caller can act on, and the one thing it cannot.

use postup_domain::access::Denied;
use postup_domain::rejection::{Fault, Invalid, Refusal, Rejection};
use postup_persistence::StoreError;

/// Why a use-case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The thing does not exist for this actor; carries the noun.
    #[error("no such {0}")]
    Missing(&'static str),
    /// Seen, but not theirs to do.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A rule said no.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// Some fields cannot be taken.
    #[error("{} invalid fields", .0.len())]
    Invalid(Vec<Invalid>),
    /// The thing was edited since it was read.
    #[error("edited meanwhile")]
    Stale,
    /// What was asked for names a text or a day that nothing can have.
    #[error("unreadable")]
    Unreadable,
    /// Too busy now; the same call may succeed later.
    #[error("busy")]
    Busy,
    /// Ours to mend; the text is for the log.
    #[error("broken: {0}")]
    Broken(String),
}

impl Error {
    /// One field cannot be taken.
    pub fn field(field: impl Into<String>, fault: Fault) -> Self {
        Self::Invalid(vec![Invalid::new(field, fault)])
    }
}

impl From<Vec<Invalid>> for Error {
    fn from(faults: Vec<Invalid>) -> Self {
        Self::Invalid(faults)
    }
}

impl From<Invalid> for Error {
    fn from(fault: Invalid) -> Self {
        Self::Invalid(vec![fault])
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Rejected(refusal.into())
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            StoreError::Busy => Self::Busy,
            StoreError::Beyond => Self::Unreadable,
            other => Self::Broken(other.to_string()),
        }
    }
}
