//! The next cohort from this one: asked for, looked at, written.

use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::manage::{complaints, timetable, trail};
use crate::pages::page::{Page, go};
use crate::site::Site;
use askama::Template;
use chrono_tz::Europe::Kyiv;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::cohort::CopyProspect;
use postup_app::enrollment::wording;
use postup_domain::cohort::{Cohort, CopyPlan, RawCopy};
use postup_domain::id::CohortId;
use postup_domain::interruption::Span;
use postup_domain::session::Session;

#[derive(Template)]
#[template(path = "manage/cohort/copy.html")]
struct Ask<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: &'a Cohort,
    title: String,
    form: Form,
    action: String,
    back: String,
}

#[derive(Template)]
#[template(path = "manage/cohort/copied.html")]
struct Preview<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: &'a Cohort,
    /// What it is a copy of.
    source: &'a Cohort,
    enrollment: String,
    times: Vec<(String, String)>,
    quotas: Vec<String>,
    requirements: Vec<String>,
    trainers: Vec<String>,
    /// What does not go along, as sentences.
    left: Vec<String>,
    overlaps: Vec<String>,
    shortages: Vec<String>,
    form: Form,
    action: String,
    back: String,
}

fn up(page: &Page, of: &Cohort) -> Vec<(String, String)> {
    let back = format!("/manage/cohorts/{}", of.id);
    let name = page.t1("cohort-name", "code", of.plan.code.as_str());
    trail(page, &[("/manage/cohorts", page.t("manage-cohorts")), (back.as_str(), name)])
}

async fn show_form(
    page: &Page,
    site: &Site,
    of: &Cohort,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let version = site.app.course_version(of.course_version).await?;
    let back = format!("/manage/cohorts/{}", of.id);
    let title = page.pick(&version.title).to_string();
    let action = format!("{back}/copy");
    page.show_as(status, &Ask { page, trail: up(page, of), cohort: of, title, form, action, back })
}

#[handler]
pub(super) async fn ask(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    site.app.may_manage_course(&page.actor, cohort.course).await?;
    let today = page.now.with_timezone(&Kyiv).date_naive();
    let first = cohort.plan.next_first_day(today).map(|day| day.to_string()).unwrap_or_default();
    let form = Form::blank(page.locale).about("cohort").with("starts_on", first);
    show_form(&page, &site, &cohort, form, StatusCode::OK).await
}

#[handler]
pub(super) async fn make(
    page: Page,
    form: Form,
    id: Path<CohortId>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let form = form.about("cohort");
    let of = site.app.may_manage_cohort(&page.actor, *id).await?;
    let source = site.app.cohort(&page.actor, *id).await?;
    let (permit, _) = site.app.may_manage_course(&page.actor, source.course).await?;
    let raw = RawCopy { code: form.raw("code"), starts_on: form.day_text("starts_on") };
    let plan = CopyPlan::try_from(&raw).map_err(Error::from);
    let step = form.raw("step");
    let done = match (step.as_str(), plan) {
        ("back", _) => return show_form(&page, &site, &source, form, StatusCode::OK).await,
        (_, Err(error)) => Err(error),
        ("keep", Ok(plan)) => site.app.copy_cohort(&of, &permit, &plan).await.map(Ok),
        (_, Ok(plan)) => site.app.look_at_copy(&of, &permit, &plan).await.map(Err),
    };
    match done {
        Ok(Ok(cohort)) => Ok(go(&format!("/manage/cohorts/{}", cohort.id), Some("manage-done-created"))),
        Ok(Err(found)) => show_preview(&page, &site, &source, found, form).await,
        Err(error) => {
            let form = complaints(form, error)?;
            show_form(&page, &site, &source, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

async fn show_preview(
    page: &Page,
    site: &Site,
    source: &Cohort,
    found: CopyProspect,
    form: Form,
) -> Result<Response, PageError> {
    let (quotas, conditions) = site.app.names_in_copy(&found).await?;
    let trainers = site.app.trainers_in_copy(&found).await?;
    let spans: Vec<Span> = found.sessions.iter().map(|session| session.plan.span()).collect();
    let plan = &found.cohort.plan;
    let (from, until) = (plan.first_enrollment_day(), plan.last_enrollment_day());
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let lost = [
        ("cohort-copy-without-place", found.without_place),
        ("cohort-copy-without-unit", found.without_unit),
    ];
    let lost = lost.into_iter().filter(|(_, sessions)| *sessions > 0);
    let back = format!("/manage/cohorts/{}", source.id);
    page.show(&Preview {
        page,
        trail: up(page, source),
        enrollment: page.t2("manage-enrollment-window", "from", page.date(&from), "until", page.date(&until)),
        times: found.sessions.iter().map(|session| meeting(page, session)).collect(),
        quotas: quotas.iter().map(|named| wording::quota(page.locale, named)).collect(),
        requirements: wording::requirements(page.locale, &conditions),
        trainers: trainers.iter().map(|person| person.name.in_register()).collect(),
        left: lost.map(|(key, sessions)| page.tn(key, count(sessions))).collect(),
        overlaps: timetable::overlaps(page, &found.overlaps, &spans),
        shortages: timetable::shortages(page, &found.cramped),
        cohort: &found.cohort,
        source,
        form,
        action: format!("{back}/copy"),
        back,
    })
}

/// A session by its topic and its time.
fn meeting(page: &Page, session: &Session) -> (String, String) {
    let plan = &session.plan;
    let until = page.locale.time(plan.ends_at.with_timezone(&plan.time_zone).time());
    let time =
        page.t2("session-time", "start", page.occasion(&plan.starts_at, &plan.time_zone), "end", until);
    (page.pick(&plan.title).to_string(), time)
}
