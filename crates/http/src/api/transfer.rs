//! Going on in another cohort, as JSON.

use super::Tag;
use super::enrollment::{EnrollmentDocument, decided};
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line as PolicyLine, Policy};
use crate::site::Site;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::text::Line;

/// Transfer: somebody goes on in another cohort of the same course.
pub struct TransferApi {
    pub site: Site,
}

pub const POLICIES: &[PolicyLine] = &[(Method::POST, "/enrollments/:id/transfer", Policy::SignedIn)];

/// Going on in another cohort.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewTransfer {
    /// Another cohort of the same course.
    cohort_id: CohortId,
    /// Stands in the history of the enrollment that ends.
    note: Option<String>,
}

#[derive(ApiResponse)]
enum Transferred {
    /// The person has a place there; its state says which.
    #[oai(status = 201)]
    Enrollment(Json<EnrollmentDocument>, #[oai(header = "Location")] String),
}

#[OpenApi(tag = "Tag::Enrollments")]
impl TransferApi {
    /// Ends an enrollment and begins one in another cohort of the same course: a seat, the queue or a decision, by the rules
    /// there. What was attended counts there for the same units. Asked for by the person while that cohort takes
    /// applications, or done by whoever manages both. Answers the enrollment that begins.
    #[oai(path = "/enrollments/:id/transfer", method = "post", operation_id = "transfer")]
    async fn transfer(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<EnrollmentId>,
        body: Json<NewTransfer>,
    ) -> Result<Transferred, Failure> {
        let permit = self.site.app.may_transfer(&caller.0, id.0, body.0.cohort_id).await?;
        let note = Line::optional("note", body.0.note.as_deref().unwrap_or_default())?;
        let done = self.site.app.transfer(permit, note).await?;
        let location = format!("/api/v1/enrollments/{}", done.enrollment.id);
        Ok(Transferred::Enrollment(Json(decided(&caller, caller::locale(request), &done)), location))
    }
}
