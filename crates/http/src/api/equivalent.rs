//! Courses from elsewhere in place of those that a cohort asks for, as JSON.

use super::Tag;
use super::answer::Bilingual;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line as PolicyLine, MANAGERS, Policy};
use crate::site::Site;
use chrono::{DateTime, NaiveDate, Utc};
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::Error;
use postup_app::enrollment::wording;
use postup_domain::enrollment::{EquivalentState, NamedEquivalent, RawEvidence};
use postup_domain::id::{CohortId, CourseId, EquivalentId, PersonId};
use postup_domain::text::Line;
use postup_i18n::Locale;

/// Stating and deciding.
pub struct EquivalentApi {
    pub site: Site,
}

pub const POLICIES: &[PolicyLine] = &[
    (Method::GET, "/cohorts/:id/equivalents", MANAGERS),
    (Method::POST, "/cohorts/:id/equivalents", Policy::SignedIn),
    (Method::POST, "/equivalents/:id/decision", MANAGERS),
];

/// A course from elsewhere, with what shows it.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewEquivalent {
    /// For whom; oneself when absent.
    person_id: Option<PersonId>,
    /// The course that the cohort asks for.
    course_id: CourseId,
    title: String,
    provider: String,
    /// `2025-05-12`.
    completed_on: String,
    /// The number of a document, or where it can be read.
    document: String,
}

/// Counting it as the course, or not.
#[derive(Debug, Object)]
#[oai(rename = "NewEquivalentDecision", deny_unknown_fields)]
struct Decision {
    accept: bool,
    /// Needed for a "no"; the person reads it.
    reason: Option<String>,
}

/// What somebody stated, and what became of it.
#[derive(Debug, Object)]
#[oai(rename = "Equivalent")]
pub(super) struct EquivalentDocument {
    id: EquivalentId,
    cohort_id: CohortId,
    person_id: PersonId,
    course_id: CourseId,
    course: Bilingual,
    title: String,
    provider: String,
    completed_on: NaiveDate,
    document: String,
    state: EquivalentState,
    /// The same as a sentence in the caller's language.
    explanation: String,
    stated_at: DateTime<Utc>,
    #[oai(skip_serializing_if_is_none)]
    decided_at: Option<DateTime<Utc>>,
    #[oai(skip_serializing_if_is_none)]
    reason: Option<String>,
}

impl EquivalentDocument {
    pub(super) fn new(locale: Locale, named: &NamedEquivalent) -> Self {
        let of = &named.equivalent;
        Self {
            id: of.id,
            cohort_id: of.cohort,
            person_id: of.person,
            course_id: of.course,
            course: Bilingual::from(&named.course),
            title: of.evidence.title.to_string(),
            provider: of.evidence.provider.to_string(),
            completed_on: of.evidence.completed_on,
            document: of.evidence.document.to_string(),
            state: of.state,
            explanation: wording::equivalent(locale, named),
            stated_at: of.stated_at,
            decided_at: of.decided_at,
            reason: of.reason.as_ref().map(ToString::to_string),
        }
    }
}

/// What was written down.
#[derive(Debug, Object)]
struct StatedEquivalent {
    id: EquivalentId,
}

#[derive(ApiResponse)]
enum Stated {
    /// It waits for a decision.
    #[oai(status = 201)]
    Equivalent(Json<StatedEquivalent>),
}

#[OpenApi(tag = "Tag::Cohorts")]
impl EquivalentApi {
    /// What people stated in place of courses that a cohort asks for
    ///
    /// All that waits for a decision, and what was decided last.
    #[oai(path = "/cohorts/:id/equivalents", method = "get", operation_id = "listEquivalents")]
    async fn list(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
    ) -> Result<Json<Vec<EquivalentDocument>>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let found = self.site.app.equivalents(&permit).await?;
        let locale = caller::locale(request);
        Ok(Json(found.iter().map(|one| EquivalentDocument::new(locale, one)).collect()))
    }

    /// States a course from elsewhere in place of one that the cohort asks for
    #[oai(path = "/cohorts/:id/equivalents", method = "post", operation_id = "stateEquivalent")]
    async fn state(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<NewEquivalent>,
    ) -> Result<Stated, Failure> {
        let NewEquivalent { person_id, course_id, title, provider, completed_on, document } = body.0;
        let person = person_id.or(caller.0.person()).ok_or(Error::Missing("person"))?;
        let permit = self.site.app.may_enroll(&caller.0, id.0, person).await?;
        let raw = RawEvidence { title, provider, completed_on, document };
        let id = self.site.app.state_equivalent(&permit, course_id, &raw).await?;
        Ok(Stated::Equivalent(Json(StatedEquivalent { id })))
    }

    /// Counts what was stated as the course, or not
    #[oai(path = "/equivalents/:id/decision", method = "post", operation_id = "decideEquivalent")]
    async fn decide(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<EquivalentId>,
        body: Json<Decision>,
    ) -> Result<Json<EquivalentDocument>, Failure> {
        let (permit, _) = self.site.app.equivalent(&caller.0, id.0).await?;
        let reason = Line::optional("reason", body.0.reason.as_deref().unwrap_or_default())?;
        let decided = self.site.app.decide_equivalent(&permit, id.0, body.0.accept, reason).await?;
        Ok(Json(EquivalentDocument::new(caller::locale(request), &decided)))
    }
}
