//! Sessions that overlap with a person's others, as JSON.

use super::answer::Bilingual;
use chrono::{DateTime, Utc};
use poem_openapi::Object;
use postup_domain::enrollment::Clash;

/// A session of the cohort that overlaps with one of another cohort in which the person has a seat or is offered one. It
/// keeps nobody out.
#[derive(Debug, Object)]
#[oai(rename = "Clash")]
pub(super) struct ClashDocument {
    session: Bilingual,
    starts_at: DateTime<Utc>,
    /// The course of the other session.
    course: Bilingual,
    /// The short name of its cohort.
    cohort_code: String,
}

impl From<Clash> for ClashDocument {
    fn from(clash: Clash) -> Self {
        Self {
            session: (&clash.session).into(),
            starts_at: clash.starts_at,
            course: (&clash.course).into(),
            cohort_code: clash.code.to_string(),
        }
    }
}
