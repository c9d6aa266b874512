//! The first of the two things the rules ask of the outside.

use chrono::{DateTime, SubsecRound, Utc};

/// Tells the present instant, cut to milliseconds so that what is read back is what was written.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// Cuts an instant to whole milliseconds, the finest step every database keeps.
pub fn to_millis(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant.trunc_subsecs(3)
}
