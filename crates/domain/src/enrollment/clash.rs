//! A session of a cohort at the time of another that the person has elsewhere. It keeps nobody out.

use crate::text::{Both, Code, Title};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// One overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The session of the cohort that is looked at.
    pub session: Both<Title>,
    pub starts_at: DateTime<Utc>,
    pub time_zone: Tz,
    /// The course of the other session.
    pub course: Both<Title>,
    /// The short name of its cohort.
    pub code: Code,
}
