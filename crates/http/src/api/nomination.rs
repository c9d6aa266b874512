//! Nominations as JSON.

use super::Tag;
use super::enrollment::{EnrollmentDocument, decided};
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line, NOMINATORS};
use crate::site::Site;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};

/// Nominations: an employer names people, and they are asked.
pub struct NominationApi {
    pub site: Site,
}

pub const POLICIES: &[Line] = &[
    (Method::POST, "/cohorts/:id/nominations", NOMINATORS),
    (Method::POST, "/enrollments/:id/question", NOMINATORS),
];

/// Naming somebody.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewNomination {
    person_id: PersonId,
}

#[derive(ApiResponse)]
enum Nominated {
    /// The person is asked.
    #[oai(status = 201)]
    Enrollment(Json<EnrollmentDocument>, #[oai(header = "Location")] String),
}

#[derive(ApiResponse)]
enum Asked {
    /// The letter is on its way.
    #[oai(status = 204)]
    Again,
}

#[OpenApi(tag = "Tag::Enrollments")]
impl NominationApi {
    /// Names a person, who is asked by a letter; a free seat is kept until the answer or the deadline.
    #[oai(path = "/cohorts/:id/nominations", method = "post", operation_id = "nominate")]
    async fn nominate(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
        body: Json<NewNomination>,
    ) -> Result<Nominated, Failure> {
        let permit = self.site.app.may_nominate(&caller.0, id.0, body.0.person_id).await?;
        let done = self.site.app.nominate(permit).await?;
        let location = format!("/api/v1/enrollments/{}", done.enrollment.id);
        Ok(Nominated::Enrollment(Json(decided(&caller, caller::locale(request), &done)), location))
    }

    /// Sends the question of a nomination again; the deadline stays.
    #[oai(path = "/enrollments/:id/question", method = "post", operation_id = "askAgain")]
    async fn ask_again(&self, caller: Caller, id: Path<EnrollmentId>) -> Result<Asked, Failure> {
        let permit = self.site.app.may_ask_again(&caller.0, id.0).await?;
        self.site.app.ask_again(permit).await?;
        Ok(Asked::Again)
    }
}
