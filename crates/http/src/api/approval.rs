//! "Yes" and "no" to applications, of whoever's turn it is.

use super::Tag;
use super::answer::Many;
use super::enrollment::{EnrollmentDocument, ListedDocument, decided, listing};
use super::paging;
use super::problem::{self, Failure, Problem};
use crate::caller::{self, Caller};
use crate::policy::{APPROVERS, Line as PolicyLine};
use crate::site::Site;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::enrollment::approval::Verdict;
use postup_domain::id::EnrollmentId;
use postup_domain::text::Line;

/// Decisions of offices and managers.
pub struct ApprovalApi {
    pub site: Site,
}

pub const POLICIES: &[PolicyLine] = &[
    (Method::POST, "/enrollments/:id/approval", APPROVERS),
    (Method::POST, "/enrollments/:id/rejection", APPROVERS),
    (Method::GET, "/approvals", APPROVERS),
    (Method::POST, "/approvals", APPROVERS),
];

/// Turning an application down.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewRejection {
    /// The person reads it.
    reason: String,
}

/// One decision on many applications.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewDecisions {
    #[oai(validator(min_items = 1, max_items = 500, unique_items))]
    enrollment_ids: Vec<EnrollmentId>,
    /// Yes or no.
    approve: bool,
    /// Needed for a "no"; the people read it.
    reason: Option<String>,
}

/// What became of one of them: how it stands now, or why it was not decided.
#[derive(Debug, Object)]
#[oai(rename = "EnrollmentDecision")]
struct DecisionDocument {
    enrollment_id: EnrollmentId,
    #[oai(skip_serializing_if_is_none)]
    enrollment: Option<EnrollmentDocument>,
    #[oai(skip_serializing_if_is_none)]
    problem: Option<Problem>,
}

#[OpenApi(tag = "Tag::Enrollments")]
impl ApprovalApi {
    /// "Yes" of whoever's turn it is: an office on the way of the application, or the manager. It goes on to the next step,
    /// to a seat, or to the queue when none is left.
    #[oai(path = "/enrollments/:id/approval", method = "post", operation_id = "approveEnrollment")]
    async fn approve(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<EnrollmentId>,
    ) -> Result<Json<EnrollmentDocument>, Failure> {
        let done = self.site.app.decide_enrollment(&caller.0, id.0, Verdict::Yes).await?;
        Ok(Json(decided(&caller, caller::locale(request), &done)))
    }

    /// Applications that wait for the approval of one's organization.
    #[oai(path = "/approvals", method = "get", operation_id = "listApprovals")]
    async fn awaiting(
        &self,
        caller: Caller,
        request: &Request,
        cursor: Query<Option<String>>,
        limit: Query<Option<u64>>,
    ) -> Result<Many<ListedDocument>, Failure> {
        let (after, limit) = (paging::open(cursor.0.as_deref())?, paging::limit(limit.0)?);
        let page = self.site.app.awaiting_approval(&caller.0, after.as_ref(), limit).await?;
        listing(&self.site.app, &caller, request, page).await
    }

    /// The same "yes" or "no" on many applications, by whoever's turn it is. Each is decided for itself: what is refused for
    /// one changes nothing for the others.
    #[oai(path = "/approvals", method = "post", operation_id = "decideEnrollments")]
    async fn decide_all(
        &self,
        caller: Caller,
        request: &Request,
        body: Json<NewDecisions>,
    ) -> Result<Json<Vec<DecisionDocument>>, Failure> {
        let NewDecisions { enrollment_ids, approve, reason } = body.0;
        let verdict = match (approve, reason) {
            (true, _) => Verdict::Yes,
            (false, reason) => Verdict::No(Line::new("reason", reason.as_deref().unwrap_or_default())?),
        };
        let locale = caller::locale(request);
        let decisions = self.site.app.decide_all(&caller.0, &enrollment_ids, &verdict).await;
        let documents = decisions.into_iter().map(|one| match one.outcome {
            Ok(done) => DecisionDocument {
                enrollment_id: one.id,
                enrollment: Some(decided(&caller, locale, &done)),
                problem: None,
            },
            Err(error) => DecisionDocument {
                enrollment_id: one.id,
                enrollment: None,
                problem: Some(problem::within(error, locale)),
            },
        });
        Ok(Json(documents.collect()))
    }

    /// "No" of whoever's turn it is, with a reason; the manager may say it at any time.
    #[oai(path = "/enrollments/:id/rejection", method = "post", operation_id = "rejectEnrollment")]
    async fn reject(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<EnrollmentId>,
        body: Json<NewRejection>,
    ) -> Result<Json<EnrollmentDocument>, Failure> {
        let reason = Line::new("reason", &body.0.reason)?;
        let done = self.site.app.decide_enrollment(&caller.0, id.0, Verdict::No(reason)).await?;
        Ok(Json(decided(&caller, caller::locale(request), &done)))
    }
}
