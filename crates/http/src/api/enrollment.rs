//! Enrollments as JSON.

use super::Tag;
use super::answer::Many;
use super::clash::ClashDocument;
use super::completion::VerdictDocument;
use super::paging::{self, etag};
use super::problem::Failure;
use super::reconfirmation::ReconfirmationDocument;
use crate::caller::{self, Caller};
use crate::explain;
use crate::policy::{Line as PolicyLine, MANAGERS, Policy};
use crate::site::Site;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::enrollment::wording;
use postup_app::{App, Error};
use postup_domain::enrollment::{
    Cause, Decided, Enrollment, EnrollmentState, Explanation, Listed, NamedStep, WithdrawalReason,
};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId};
use postup_domain::text::Line;
use postup_i18n::Locale;
use postup_persistence::Page;

/// Enrollments: applying, the queue, decisions, leaving.
pub struct EnrollmentApi {
    site: Site,
}

pub const POLICIES: &[PolicyLine] = &[
    (Method::GET, "/enrollments", Policy::SignedIn),
    (Method::POST, "/cohorts/:id/enrollments", Policy::SignedIn),
    (Method::GET, "/cohorts/:id/enrollments", MANAGERS),
    (Method::GET, "/enrollments/:id", Policy::SignedIn),
    (Method::POST, "/enrollments/:id/confirmation", Policy::SignedIn),
    (Method::POST, "/enrollments/:id/decline", Policy::SignedIn),
    (Method::POST, "/enrollments/:id/withdrawal", Policy::SignedIn),
];

/// An application.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewEnrollment {
    /// For whom; oneself when absent.
    person_id: Option<PersonId>,
}

/// Leaving.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewWithdrawal {
    reason: WithdrawalReason,
    note: Option<String>,
}

/// One person in one cohort.
#[derive(Debug, Object)]
#[oai(rename = "Enrollment")]
pub(super) struct EnrollmentDocument {
    id: EnrollmentId,
    cohort_id: CohortId,
    person_id: PersonId,
    state: EnrollmentState,
    /// Why it is in this state.
    cause: Cause,
    /// State, cause and place in the queue as a sentence in the caller's language.
    explanation: String,
    /// The place in the queue, 1 for the next in line.
    #[oai(skip_serializing_if_is_none)]
    queue_position: Option<i64>,
    /// The organization whose approval is awaited.
    #[oai(skip_serializing_if_is_none)]
    asked_organization_id: Option<OrganizationId>,
    /// The last moment for an answer to an offer or a nomination, or for the approval.
    #[oai(skip_serializing_if_is_none)]
    answer_by: Option<DateTime<FixedOffset>>,
    /// The order of arrival in the cohort, 1 for the first.
    arrival: i64,
    applied_at: DateTime<FixedOffset>,
    /// Since when it is in this state.
    since: DateTime<FixedOffset>,
    /// 0 to 100.
    #[oai(skip_serializing_if_is_none)]
    final_score: Option<i16>,
    version: i64,
}

/// An enrollment in a list.
#[derive(Debug, Object)]
#[oai(rename = "ListedEnrollment")]
pub(super) struct ListedDocument {
    #[oai(flatten)]
    enrollment: EnrollmentDocument,
    /// Surname first.
    name: String,
    /// The employer at the time of the application.
    #[oai(skip_serializing_if_is_none)]
    employer_name: Option<String>,
    /// The post held.
    #[oai(skip_serializing_if_is_none)]
    position: Option<String>,
    cohort_code: String,
    course_title: String,
    /// Whether the person still comes, where that was asked.
    #[oai(skip_serializing_if_is_none)]
    reconfirmation: Option<ReconfirmationDocument>,
}

/// Who took a step.
#[derive(Clone, Copy, Debug, poem_openapi::Enum)]
#[oai(rename_all = "snake_case")]
enum StepAuthor {
    /// A rule.
    System,
    /// The person whose enrollment it is.
    Participant,
    /// Those who run the cohort.
    Staff,
}

/// One transition.
#[derive(Debug, Object)]
#[oai(rename = "EnrollmentStep")]
struct StepDocument {
    #[oai(skip_serializing_if_is_none)]
    from: Option<EnrollmentState>,
    to: EnrollmentState,
    cause: Cause,
    /// The cause as a sentence in the caller's language.
    explanation: String,
    at: DateTime<FixedOffset>,
    by: StepAuthor,
    /// For those who may know it.
    #[oai(skip_serializing_if_is_none)]
    author_name: Option<String>,
    /// The officer in whose place the author acted, for those who may know it.
    #[oai(skip_serializing_if_is_none)]
    stood_for_name: Option<String>,
    #[oai(skip_serializing_if_is_none)]
    note: Option<String>,
    /// The enrollment on the other side, for those who may see it: of the colleague who leaves or comes, or of the same
    /// person in another cohort.
    #[oai(skip_serializing_if_is_none)]
    counterpart_id: Option<EnrollmentId>,
}

/// An enrollment with its history, and what is still missing.
#[derive(Debug, Object)]
#[oai(rename = "EnrollmentWithHistory")]
struct WholeDocument {
    #[oai(flatten)]
    listed: ListedDocument,
    /// For those who hold a seat.
    #[oai(skip_serializing_if_is_none)]
    completion: Option<VerdictDocument>,
    /// Sessions of the cohort at the time of others of the person's. They keep nobody out.
    clashes: Vec<ClashDocument>,
    /// The newest step first.
    history: Vec<StepDocument>,
}

#[derive(ApiResponse)]
enum Created {
    /// The application is in; its state says what it led to.
    #[oai(status = 201)]
    Enrollment(Json<EnrollmentDocument>, #[oai(header = "Location")] String),
}

#[derive(ApiResponse)]
enum Found {
    #[oai(status = 200)]
    Enrollment(Json<WholeDocument>, #[oai(header = "ETag")] String),
}

impl EnrollmentApi {
    pub fn new(site: Site) -> Self {
        Self { site }
    }

    async fn whole(&self, caller: &Caller, locale: Locale, of: Listed) -> Result<WholeDocument, Error> {
        let app = &self.site.app;
        let history = app.enrollment_history(&caller.0, &of).await?;
        let seated = of.enrollment.state == EnrollmentState::Confirmed;
        let verdict = if seated { app.verdicts(&[of.enrollment.id]).await?.pop() } else { None };
        let zone = of.run.time_zone;
        let person = of.enrollment.person;
        Ok(WholeDocument {
            clashes: app.clashes_of(&of).await?.into_iter().map(ClashDocument::from).collect(),
            completion: verdict.map(|(_, _, verdict)| VerdictDocument::new(locale, &verdict)),
            history: history.iter().map(|step| step_document(locale, zone, person, step)).collect(),
            listed: listed(caller, locale, &of, &app.explain(&of).await?),
        })
    }
}

fn enrollment_document(
    caller: &Caller,
    locale: Locale,
    zone: Tz,
    enrollment: &Enrollment,
    cause: Cause,
    queue: Option<i64>,
    why: &Explanation,
) -> EnrollmentDocument {
    let own = caller.0.person() == Some(enrollment.person);
    EnrollmentDocument {
        id: enrollment.id,
        cohort_id: enrollment.cohort,
        person_id: enrollment.person,
        state: enrollment.state,
        cause,
        explanation: wording::explanation(locale, own, why),
        queue_position: queue,
        asked_organization_id: enrollment.turn.asked,
        answer_by: enrollment.answer_by.map(|deadline| paging::offset(deadline, zone)),
        arrival: enrollment.arrival,
        applied_at: paging::offset(enrollment.applied_at, zone),
        since: paging::offset(enrollment.since, zone),
        final_score: enrollment.final_score,
        version: enrollment.version,
    }
}

pub(super) fn decided(caller: &Caller, locale: Locale, of: &Decided) -> EnrollmentDocument {
    enrollment_document(caller, locale, Tz::Europe__Kyiv, &of.enrollment, of.cause, of.queue, &of.explanation)
}

fn listed(caller: &Caller, locale: Locale, of: &Listed, why: &Explanation) -> ListedDocument {
    ListedDocument {
        enrollment: enrollment_document(
            caller,
            locale,
            of.run.time_zone,
            &of.enrollment,
            of.cause,
            of.queue,
            why,
        ),
        name: of.name.in_register(),
        employer_name: of.employer_name.as_ref().map(|name| explain::pick(locale, name).to_string()),
        position: of.post.as_ref().map(ToString::to_string),
        cohort_code: of.run.code.to_string(),
        course_title: explain::pick(locale, &of.run.title).to_string(),
        reconfirmation: of
            .reconfirmation
            .as_ref()
            .map(|asked| ReconfirmationDocument::new(asked, of.run.time_zone)),
    }
}

fn step_document(locale: Locale, zone: Tz, person: PersonId, named: &NamedStep) -> StepDocument {
    let step = &named.step;
    StepDocument {
        from: step.from,
        to: step.to,
        cause: step.cause,
        explanation: wording::cause(locale, step.cause),
        at: paging::offset(step.at, zone),
        by: match step.author {
            None => StepAuthor::System,
            Some(author) if author == person => StepAuthor::Participant,
            Some(_) => StepAuthor::Staff,
        },
        author_name: named.author.as_ref().map(postup_domain::person::FullName::in_register),
        stood_for_name: named.stood_for.as_ref().map(postup_domain::person::FullName::in_register),
        note: step.note.as_ref().map(ToString::to_string),
        counterpart_id: named.counterpart.as_ref().map(|other| other.enrollment),
    }
}

#[OpenApi(tag = "Tag::Enrollments")]
impl EnrollmentApi {
    /// One's own enrollments, and those of one's employees.
    #[oai(path = "/enrollments", method = "get", operation_id = "listEnrollments")]
    async fn list(
        &self,
        caller: Caller,
        request: &Request,
        cursor: Query<Option<String>>,
        limit: Query<Option<u64>>,
    ) -> Result<Many<ListedDocument>, Failure> {
        let (after, limit) = (paging::open(cursor.0.as_deref())?, paging::limit(limit.0)?);
        let page = self.site.app.enrollments_of_people(&caller.0, after.as_ref(), limit).await?;
        listing(&self.site.app, &caller, request, page).await
    }

    /// Applies for a seat, for oneself or for somebody one stands for.
    #[oai(path = "/cohorts/:id/enrollments", method = "post", operation_id = "enroll")]
    async fn enroll(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
        body: Json<NewEnrollment>,
    ) -> Result<Created, Failure> {
        let person = body.0.person_id.or(caller.0.person()).ok_or(Error::Missing("person"))?;
        let permit = self.site.app.may_enroll(&caller.0, id.0, person).await?;
        let done = self.site.app.enroll(permit).await?;
        let location = format!("/api/v1/enrollments/{}", done.enrollment.id);
        Ok(Created::Enrollment(Json(decided(&caller, caller::locale(request), &done)), location))
    }

    /// The enrollments of a cohort in order of arrival, for those who decide on them.
    #[oai(path = "/cohorts/:id/enrollments", method = "get", operation_id = "listCohortEnrollments")]
    async fn of_cohort(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
        state: Query<Option<EnrollmentState>>,
        cursor: Query<Option<String>>,
        limit: Query<Option<u64>>,
    ) -> Result<Many<ListedDocument>, Failure> {
        let (after, limit) = (paging::open(cursor.0.as_deref())?, paging::limit(limit.0)?);
        let app = &self.site.app;
        let page = app.enrollments_of_cohort(&caller.0, id.0, state.0, after.as_ref(), limit).await?;
        listing(&self.site.app, &caller, request, page).await
    }

    /// An enrollment with its history and what is still missing for the certificate.
    #[oai(path = "/enrollments/:id", method = "get", operation_id = "getEnrollment")]
    async fn get(&self, caller: Caller, request: &Request, id: Path<EnrollmentId>) -> Result<Found, Failure> {
        let of = self.site.app.enrollment(&caller.0, id.0).await?;
        let tag = etag(of.enrollment.version);
        Ok(Found::Enrollment(Json(self.whole(&caller, caller::locale(request), of).await?), tag))
    }

    /// "Yes": of the person who was offered a seat or nominated; or of the manager to an application, which leads to a
    /// seat, or to the queue when none is left.
    #[oai(path = "/enrollments/:id/confirmation", method = "post", operation_id = "confirmEnrollment")]
    async fn confirm(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<EnrollmentId>,
    ) -> Result<Json<EnrollmentDocument>, Failure> {
        let done = self.site.app.say_yes(&caller.0, id.0).await?;
        Ok(Json(decided(&caller, caller::locale(request), &done)))
    }

    /// The "no" of the person who was offered a seat or nominated. A seat that was held goes to the next in the queue.
    #[oai(path = "/enrollments/:id/decline", method = "post", operation_id = "declineEnrollment")]
    async fn decline(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<EnrollmentId>,
    ) -> Result<Json<EnrollmentDocument>, Failure> {
        let permit = self.site.app.may_answer(&caller.0, id.0).await?;
        let done = self.site.app.decline(permit).await?;
        Ok(Json(decided(&caller, caller::locale(request), &done)))
    }

    /// Ends an enrollment before its time. A seat that becomes free goes to the first in the queue.
    #[oai(path = "/enrollments/:id/withdrawal", method = "post", operation_id = "withdrawEnrollment")]
    async fn withdraw(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<EnrollmentId>,
        body: Json<NewWithdrawal>,
    ) -> Result<Json<EnrollmentDocument>, Failure> {
        let permit = self.site.app.may_withdraw(&caller.0, id.0).await?;
        let note = Line::optional("note", body.0.note.as_deref().unwrap_or_default())?;
        let done = self.site.app.withdraw(permit, body.0.reason, note).await?;
        Ok(Json(decided(&caller, caller::locale(request), &done)))
    }
}

pub(super) async fn listing(
    app: &App,
    caller: &Caller,
    request: &Request,
    page: Page<Listed>,
) -> Result<Many<ListedDocument>, Failure> {
    let locale = caller::locale(request);
    let why = app.explain_all(&page.items).await?;
    let page = Page { items: page.items.into_iter().zip(why).collect(), next: page.next };
    Ok(Many::page(request, page, |(of, why)| listed(caller, locale, &of, &why)))
}
