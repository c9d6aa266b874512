//! Whether somebody still comes, as JSON.

use super::Tag;
use super::enrollment::{EnrollmentDocument, decided};
use super::paging::offset;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line, Policy};
use crate::site::Site;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_domain::cohort::Silence;
use postup_domain::enrollment::{Reconfirmation, ReconfirmationState};
use postup_domain::id::EnrollmentId;

/// Re-confirmation: some days before the training begins people are asked whether they still come.
pub struct ReconfirmationApi {
    pub site: Site,
}

pub const POLICIES: &[Line] = &[(Method::POST, "/enrollments/:id/reconfirmation", Policy::SignedIn)];

/// The answer.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewReconfirmation {
    /// `false` gives the seat to the queue.
    comes: bool,
}

/// The question whether a person still comes, and its answer.
#[derive(Debug, Object)]
#[oai(rename = "Reconfirmation")]
pub(super) struct ReconfirmationDocument {
    state: ReconfirmationState,
    asked_at: DateTime<FixedOffset>,
    /// The last moment for the answer.
    answer_by: DateTime<FixedOffset>,
    /// What silence means.
    silence: Silence,
    #[oai(skip_serializing_if_is_none)]
    answered_at: Option<DateTime<FixedOffset>>,
}

impl ReconfirmationDocument {
    pub(super) fn new(asked: &Reconfirmation, zone: Tz) -> Self {
        Self {
            state: asked.state,
            asked_at: offset(asked.asked_at, zone),
            answer_by: offset(asked.answer_by, zone),
            silence: asked.silence,
            answered_at: asked.answered_at.map(|at| offset(at, zone)),
        }
    }
}

#[OpenApi(tag = "Tag::Enrollments")]
impl ReconfirmationApi {
    /// The person's answer to the question whether they still come; once.
    #[oai(path = "/enrollments/:id/reconfirmation", method = "post", operation_id = "reconfirm")]
    async fn reconfirm(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<EnrollmentId>,
        body: Json<NewReconfirmation>,
    ) -> Result<Json<EnrollmentDocument>, Failure> {
        let permit = self.site.app.may_answer(&caller.0, id.0).await?;
        let done = self.site.app.reconfirm(permit, body.0.comes).await?;
        Ok(Json(decided(&caller, caller::locale(request), &done)))
    }
}
