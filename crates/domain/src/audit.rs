//! Who did what to which thing, when. Written in the transaction of the change itself.

use crate::access::Author;
use crate::id::AuditId;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// One line of the trail. Carries ids and words only, never names or addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub id: AuditId,
    pub at: DateTime<Utc>,
    pub author: Author,
    /// What was done, noun first: `enrollment.confirmed`.
    pub action: String,
    /// The noun of the thing, as in the URL: `enrollment`.
    pub subject_kind: String,
    pub subject_id: String,
    /// Reason or other detail, if the change has one.
    pub detail: String,
}
