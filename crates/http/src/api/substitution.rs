//! Passing a seat on to a colleague, as JSON.

use super::Tag;
use super::enrollment::{EnrollmentDocument, decided};
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line as PolicyLine, NOMINATORS};
use crate::site::Site;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_domain::id::{EnrollmentId, PersonId};
use postup_domain::text::Line;

/// Substitution: a colleague of the same employer is asked to take somebody's seat.
pub struct SubstitutionApi {
    pub site: Site,
}

pub const POLICIES: &[PolicyLine] = &[(Method::POST, "/enrollments/:id/substitution", NOMINATORS)];

/// Naming a colleague for somebody's seat.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewSubstitution {
    /// Who is asked to take the seat.
    person_id: PersonId,
    /// Stands in the history of the one who leaves.
    note: Option<String>,
}

#[derive(ApiResponse)]
enum Substituted {
    /// The colleague is asked.
    #[oai(status = 201)]
    Enrollment(Json<EnrollmentDocument>, #[oai(header = "Location")] String),
}

#[OpenApi(tag = "Tag::Enrollments")]
impl SubstitutionApi {
    /// Ends an enrollment and asks a colleague of the same employer to take the seat, which keeps its quota and never goes
    /// through the queue. Answers the enrollment of the colleague.
    #[oai(path = "/enrollments/:id/substitution", method = "post", operation_id = "substitute")]
    async fn substitute(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<EnrollmentId>,
        body: Json<NewSubstitution>,
    ) -> Result<Substituted, Failure> {
        let permit = self.site.app.may_substitute(&caller.0, id.0, body.0.person_id).await?;
        let note = Line::optional("note", body.0.note.as_deref().unwrap_or_default())?;
        let done = self.site.app.substitute(permit, note).await?;
        let location = format!("/api/v1/enrollments/{}", done.enrollment.id);
        Ok(Substituted::Enrollment(Json(decided(&caller, caller::locale(request), &done)), location))
    }
}
