//! Cohorts as JSON. Without a seat or a role in it, nobody reads the exact place (product rule 11).

use super::Tag;
use super::answer::{Created, Many, One};
use super::paging::{limit, offset, open, version};
use super::problem::{EditFailure, Failure};
use crate::caller::Caller;
use crate::policy::{Line, MANAGERS, Policy};
use crate::site::Site;
use chrono::{DateTime, FixedOffset, NaiveDate};
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::App;
use postup_domain::access::Actor;
use postup_domain::cohort::{
    Cohort, CohortState, CopyPlan, EnrollmentPolicy, Form, Plan, Queue, RawCopy, RawPlan, Silence,
    TeachingLanguage, WaitlistPolicy,
};
use postup_domain::id::{CohortId, CourseId, CourseVersionId, OrganizationId, ProgramId};
use postup_persistence::Circle;
use postup_persistence::cohort::Filter;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/cohorts", Policy::Everyone),
    (Method::POST, "/courses/:id/cohorts", MANAGERS),
    (Method::POST, "/cohorts/:id/copies", MANAGERS),
    (Method::GET, "/cohorts/:id", Policy::Everyone),
    (Method::PUT, "/cohorts/:id", MANAGERS),
    (Method::POST, "/cohorts/:id/publication", MANAGERS),
    (Method::POST, "/cohorts/:id/confirmation", MANAGERS),
    (Method::POST, "/cohorts/:id/cancellation", MANAGERS),
    (Method::POST, "/cohorts/:id/archiving", MANAGERS),
];

/// One run of one course version.
#[derive(Debug, Object)]
#[oai(rename = "Cohort")]
struct CohortOut {
    id: CohortId,
    course_id: CourseId,
    course_version_id: CourseVersionId,
    program_id: ProgramId,
    /// Runs the program.
    organization_id: OrganizationId,
    code: String,
    state: CohortState,
    form: Form,
    language: TeachingLanguage,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    /// An IANA name.
    time_zone: String,
    /// The code of the settlement in the codifier; null online.
    settlement: Option<String>,
    /// The exact place, for people who hold a seat and for staff; otherwise absent.
    #[oai(skip_serializing_if_is_none)]
    venue: Option<String>,
    capacity: i32,
    /// Free seats. To others than staff they are told while applications are taken only, and where few seats are taken as a
    /// lower bound; otherwise absent.
    #[oai(skip_serializing_if_is_none)]
    seats_left: Option<i32>,
    /// People in the queue. To others than staff they are told while applications are taken only, and no small number of
    /// them; otherwise absent.
    #[oai(skip_serializing_if_is_none)]
    waitlisted: Option<i32>,
    policy: EnrollmentPolicy,
    /// How a seat that became free finds its next owner.
    waitlist_policy: WaitlistPolicy,
    /// How many hours of daytime there are for an answer to an offer.
    answer_hours: i32,
    enrollment_opens: DateTime<FixedOffset>,
    /// The first instant at which applications are no longer taken.
    enrollment_closes: DateTime<FixedOffset>,
    takes_applications: bool,
    /// The first instant at which people who hold a seat cannot withdraw by themselves any more; null means never.
    withdrawal_closes: Option<DateTime<FixedOffset>>,
    /// The first instant at which personnel officers cannot pass seats on to colleagues any more; null means the beginning
    /// of the first day.
    substitution_closes: Option<DateTime<FixedOffset>>,
    /// How many days before the first one people are asked whether they still come; null when they are not.
    reconfirm_days: Option<i32>,
    /// What it means when they do not answer; null when they are not asked.
    reconfirm_silence: Option<Silence>,
    /// How many people it takes; null when it takes place in any case.
    minimum: Option<i32>,
    /// The last day for the decision whether it takes place.
    decision_on: Option<NaiveDate>,
    /// It is not decided yet whether it takes place.
    tentative: bool,
    contact: Option<String>,
}

impl CohortOut {
    fn new(app: &App, actor: &Actor, cohort: Cohort, tells_place: bool) -> Self {
        let takes_applications = cohort.takes_applications(app.now()).is_ok();
        let told = app.counts_told(actor, &cohort);
        let tentative = cohort.is_tentative();
        let plan = cohort.plan;
        let zone = plan.time_zone;
        Self {
            id: cohort.id,
            course_id: cohort.course,
            course_version_id: cohort.course_version,
            program_id: cohort.program,
            organization_id: cohort.organization,
            code: plan.code.to_string(),
            state: cohort.state,
            form: plan.form,
            language: plan.language,
            starts_on: plan.starts_on,
            ends_on: plan.ends_on,
            time_zone: zone.name().to_owned(),
            settlement: plan.territory,
            venue: plan.venue.filter(|_| tells_place).map(|line| line.to_string()),
            capacity: plan.capacity,
            seats_left: told.seats.map(|seats| seats.left),
            waitlisted: told.queue.and_then(|queue| match queue {
                Queue::Exactly(count) => Some(count),
                Queue::FewerThan(_) => None,
            }),
            policy: plan.policy,
            waitlist_policy: plan.waitlist.policy,
            answer_hours: plan.waitlist.answer_hours,
            enrollment_opens: offset(plan.enrollment_opens, zone),
            enrollment_closes: offset(plan.enrollment_closes, zone),
            takes_applications,
            withdrawal_closes: plan.terms.withdrawal_closes.map(|closes| offset(closes, zone)),
            substitution_closes: plan.terms.substitution_closes.map(|closes| offset(closes, zone)),
            reconfirm_days: plan.terms.reconfirmation.map(|asked| asked.days),
            reconfirm_silence: plan.terms.reconfirmation.map(|asked| asked.silence),
            minimum: plan.terms.minimum.map(|minimum| minimum.people),
            decision_on: plan.terms.last_decision_day(zone),
            tentative,
            contact: plan.contact.map(|line| line.to_string()),
        }
    }
}

/// What it takes to write a cohort down.
#[derive(Debug, Object)]
#[oai(rename = "CohortPlan", deny_unknown_fields)]
struct CohortIn {
    /// Capital Latin letters, digits, hyphens.
    code: String,
    form: Form,
    language: TeachingLanguage,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    /// The code of the settlement in the codifier; needed where people meet.
    settlement: Option<String>,
    /// The exact place; shown to people who hold a seat.
    venue: Option<String>,
    /// An IANA name; Europe/Kyiv when absent.
    time_zone: Option<String>,
    capacity: i32,
    policy: EnrollmentPolicy,
    /// `automatic` when absent.
    waitlist_policy: Option<WaitlistPolicy>,
    /// How many hours of daytime (7 to 22 by the clock of the cohort) there are for an answer to an offer; 48 when absent.
    #[oai(validator(minimum(value = "1"), maximum(value = "720")))]
    answer_hours: Option<i32>,
    /// Enrollment opens as this day begins.
    enrollment_opens_on: NaiveDate,
    /// The last day of enrollment.
    enrollment_closes_on: NaiveDate,
    /// The last day on which people who hold a seat may withdraw by themselves; without it they always may.
    withdrawal_closes_on: Option<NaiveDate>,
    /// The last day on which personnel officers may pass seats on to colleagues, before the first day of training; without
    /// it they may until the training begins.
    substitution_closes_on: Option<NaiveDate>,
    /// How many days before the first one people who hold a seat are asked whether they still come; never when absent or 0.
    #[oai(validator(minimum(value = "0"), maximum(value = "30")))]
    reconfirm_days: Option<i32>,
    /// What it means when they do not answer in time; `keep` when absent.
    reconfirm_silence: Option<Silence>,
    /// How many people it takes; goes with `decision_on`.
    #[oai(validator(minimum(value = "1")))]
    minimum: Option<i32>,
    /// The last day for the decision whether it takes place. When it ends and there are people enough, that is decided; with
    /// too few and without a decision the cohort is called off a day later.
    decision_on: Option<NaiveDate>,
    contact: Option<String>,
}

impl From<CohortIn> for RawPlan {
    fn from(typed: CohortIn) -> Self {
        Self {
            code: typed.code,
            form: typed.form.to_string(),
            language: typed.language.to_string(),
            starts_on: typed.starts_on.to_string(),
            ends_on: typed.ends_on.to_string(),
            territory: typed.settlement.unwrap_or_default(),
            venue: typed.venue.unwrap_or_default(),
            time_zone: typed.time_zone.unwrap_or_default(),
            capacity: typed.capacity.to_string(),
            policy: typed.policy.to_string(),
            waitlist_policy: typed.waitlist_policy.map(|policy| policy.to_string()).unwrap_or_default(),
            answer_hours: typed.answer_hours.map(|hours| hours.to_string()).unwrap_or_default(),
            enrollment_opens_on: typed.enrollment_opens_on.to_string(),
            enrollment_closes_on: typed.enrollment_closes_on.to_string(),
            withdrawal_closes_on: typed.withdrawal_closes_on.map(|day| day.to_string()).unwrap_or_default(),
            substitution_closes_on: typed
                .substitution_closes_on
                .map(|day| day.to_string())
                .unwrap_or_default(),
            reconfirm_days: typed.reconfirm_days.map(|days| days.to_string()).unwrap_or_default(),
            reconfirm_silence: typed.reconfirm_silence.map(|word| word.to_string()).unwrap_or_default(),
            minimum: typed.minimum.map(|people| people.to_string()).unwrap_or_default(),
            decision_on: typed.decision_on.map(|day| day.to_string()).unwrap_or_default(),
            contact: typed.contact.unwrap_or_default(),
        }
    }
}

/// What differs in a copy.
#[derive(Debug, Object)]
#[oai(rename = "NewCohortCopy", deny_unknown_fields)]
struct CopyIn {
    code: String,
    starts_on: NaiveDate,
}

/// The operations.
pub struct CohortApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Cohorts")]
impl CohortApi {
    /// Cohorts by their first day, the newest first
    #[oai(path = "/cohorts", method = "get", operation_id = "list_cohorts")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        course: Query<Option<CourseId>>,
        program: Query<Option<ProgramId>>,
        state: Query<Option<CohortState>>,
        /// Only those that take applications now.
        open_now: Query<Option<bool>>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Many<CohortOut>, Failure> {
        let app = &self.site.app;
        let now = app.now();
        let filter = Filter {
            circle: Circle::Visible,
            course: course.0,
            program: program.0,
            state: state.0,
            taking_applications_at: open_now.0.unwrap_or_default().then_some(now),
            ..Filter::default()
        };
        let (after, most) = (open(cursor.0.as_deref())?, limit(most.0)?);
        let page = app.cohorts(&caller.0, &filter, after.as_ref(), most).await?;
        let known = app.knows_places(&caller.0, &page.items).await?;
        Ok(Many::page(request, page, |cohort| {
            let tells_place = known.contains(&cohort.id);
            CohortOut::new(app, &caller.0, cohort, tells_place)
        }))
    }

    /// A new cohort of the newest version of a course, as a draft
    #[oai(path = "/courses/:id/cohorts", method = "post", operation_id = "create_cohort")]
    async fn create(
        &self,
        caller: Caller,
        id: Path<CourseId>,
        body: Json<CohortIn>,
    ) -> Result<Created<CohortOut>, Failure> {
        let app = &self.site.app;
        let (permit, _) = app.may_manage_course(&caller.0, id.0).await?;
        let plan = Plan::try_from(&RawPlan::from(body.0))?;
        let cohort = app.create_cohort(&permit, id.0, plan).await?;
        let (id, version) = (cohort.id, cohort.version);
        Ok(Created::of("cohorts", id, version, CohortOut::new(app, &caller.0, cohort, true)))
    }

    /// The next cohort from this one, as a draft
    ///
    /// Timetable, quotas, requirements, route, trainers and terms go along, people do not. Sessions keep their weekday and their
    /// hour by the clock of the cohort; other days keep their distance from the first one.
    #[oai(path = "/cohorts/:id/copies", method = "post", operation_id = "copy_cohort")]
    async fn copy(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<CopyIn>,
    ) -> Result<Created<CohortOut>, Failure> {
        let app = &self.site.app;
        let of = app.may_manage_cohort(&caller.0, id.0).await?;
        let (permit, _) = app.may_manage_course(&caller.0, app.cohort(&caller.0, id.0).await?.course).await?;
        let raw = RawCopy { code: body.0.code, starts_on: body.0.starts_on.to_string() };
        let cohort = app.copy_cohort(&of, &permit, &CopyPlan::try_from(&raw)?).await?;
        let (id, version) = (cohort.id, cohort.version);
        Ok(Created::of("cohorts", id, version, CohortOut::new(app, &caller.0, cohort, true)))
    }

    /// One cohort
    #[oai(path = "/cohorts/:id", method = "get", operation_id = "get_cohort")]
    async fn get(&self, caller: Caller, id: Path<CohortId>) -> Result<One<CohortOut>, Failure> {
        let cohort = self.site.app.cohort(&caller.0, id.0).await?;
        present(&self.site.app, &caller.0, cohort).await
    }

    /// Replaces the plan of a cohort
    ///
    /// Seats cannot become fewer than people who hold one; new seats go to the queue.
    #[oai(path = "/cohorts/:id", method = "put", operation_id = "edit_cohort")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        #[oai(name = "If-Match")] seen: Header<Option<String>>,
        body: Json<CohortIn>,
    ) -> Result<One<CohortOut>, EditFailure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let version = version(seen.0.as_deref()).map_err(EditFailure)?;
        let plan = Plan::try_from(&RawPlan::from(body.0))?;
        let cohort = self.site.app.edit_cohort(&permit, version, plan).await?;
        Ok(present(&self.site.app, &caller.0, cohort).await?)
    }

    /// Shows a cohort to everyone
    #[oai(path = "/cohorts/:id/publication", method = "post", operation_id = "publish_cohort")]
    async fn publish(&self, caller: Caller, id: Path<CohortId>) -> Result<One<CohortOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let cohort = self.site.app.publish_cohort(&permit).await?;
        present(&self.site.app, &caller.0, cohort).await
    }

    /// Decides that a tentative cohort takes place
    ///
    /// Everybody in it is told, once.
    #[oai(path = "/cohorts/:id/confirmation", method = "post", operation_id = "confirm_cohort")]
    async fn confirm(&self, caller: Caller, id: Path<CohortId>) -> Result<One<CohortOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let cohort = self.site.app.confirm_cohort(&permit).await?;
        present(&self.site.app, &caller.0, cohort).await
    }

    /// Calls a cohort off with all its sessions to come
    #[oai(path = "/cohorts/:id/cancellation", method = "post", operation_id = "cancel_cohort")]
    async fn cancel(&self, caller: Caller, id: Path<CohortId>) -> Result<One<CohortOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let cohort = self.site.app.cancel_cohort(&permit).await?;
        present(&self.site.app, &caller.0, cohort).await
    }

    /// Puts a cohort away once it is over
    #[oai(path = "/cohorts/:id/archiving", method = "post", operation_id = "archive_cohort")]
    async fn archive(&self, caller: Caller, id: Path<CohortId>) -> Result<One<CohortOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let cohort = self.site.app.archive_cohort(&permit).await?;
        present(&self.site.app, &caller.0, cohort).await
    }
}

async fn present(app: &App, actor: &Actor, cohort: Cohort) -> Result<One<CohortOut>, Failure> {
    let tells_place = !app.knows_places(actor, std::slice::from_ref(&cohort)).await?.is_empty();
    Ok(One::at(cohort.version, CohortOut::new(app, actor, cohort, tells_place)))
}
