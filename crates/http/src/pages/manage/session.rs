//! Sessions as their managers plan, move and call them off.

use super::cohort::Ask;
use super::{complaints, trail, version};
use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::form::{Choice, Form};
use crate::pages::page::{Page, go};
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_domain::cohort::Cohort;
use postup_domain::course::number;
use postup_domain::id::{CohortId, SessionId};
use postup_domain::session::{LONGEST_SERIES, RawPlan, Session};

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/cohorts/:id/sessions/new", MANAGERS, new)
        .post("/manage/cohorts/:id/sessions", MANAGERS, create)
        .get("/manage/sessions/:id", MANAGERS, edit)
        .post("/manage/sessions/:id", MANAGERS, save)
        .get("/manage/sessions/:id/cancellation", MANAGERS, ask_to_cancel)
        .post("/manage/sessions/:id/cancellation", MANAGERS, cancel)
}

#[derive(Template)]
#[template(path = "manage/session/form.html")]
struct Edit<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    title: String,
    form: Form,
    action: String,
    back: String,
    units: Vec<Choice>,
    zone: String,
    is_new: bool,
    /// Where the session can be called off; empty for a new one.
    cancellation: String,
}

async fn fill_in(
    page: &Page,
    site: &Site,
    form: Form,
    cohort: &Cohort,
    session: Option<SessionId>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let content = site.app.course_version(cohort.course_version).await?;
    let back = format!("/manage/cohorts/{}", cohort.id);
    let (title, action, cancellation) = match session {
        Some(id) => (
            "manage-session-edit",
            format!("/manage/sessions/{id}"),
            format!("/manage/sessions/{id}/cancellation"),
        ),
        None => ("manage-session-new", format!("{back}/sessions"), String::new()),
    };
    let up = [(back.as_str(), page.t1("cohort-name", "code", cohort.plan.code.as_str()))];
    let units = content.units.iter().map(|unit| Choice::new(unit.id, page.pick(&unit.title).to_string()));
    page.show_as(
        status,
        &Edit {
            page,
            trail: trail(page, &up),
            title: page.t(title),
            form,
            action,
            units: units.collect(),
            zone: cohort.plan.time_zone.name().to_owned(),
            is_new: session.is_none(),
            cancellation,
            back: back.clone(),
        },
    )
}

fn typed(form: &Form) -> RawPlan {
    RawPlan {
        title_uk: form.raw("title_uk"),
        title_en: form.raw("title_en"),
        unit_id: form.raw("unit_id"),
        on: form.day_text("on"),
        from: form.raw("from"),
        to: form.raw("to"),
        venue: form.raw("venue"),
        link: form.raw("link"),
        makes_up: form.raw("makes_up"),
    }
}

fn filled(page: &Page, session: &Session) -> Form {
    let plan = &session.plan;
    let time = |local: postup_domain::session::LocalTime| local.0.format("%H:%M").to_string();
    let text =
        |line: &Option<postup_domain::text::Line>| line.as_ref().map(ToString::to_string).unwrap_or_default();
    Form::blank(page.locale)
        .about("session")
        .with("version", session.version)
        .with("title_uk", &plan.title.uk)
        .with("title_en", &plan.title.en)
        .with("unit_id", plan.unit.map(|unit| unit.to_string()).unwrap_or_default())
        .with("on", plan.local_start.0.date())
        .with("from", time(plan.local_start))
        .with("to", time(plan.local_end))
        .with("venue", text(&plan.venue))
        .with("link", text(&plan.link))
        .with("makes_up", plan.makes_up.map(|id| id.to_string()).unwrap_or_default())
}

/// What makes up for the time that a session lost, as proposed.
async fn proposed(page: &Page, site: &Site, form: Form, lost: SessionId) -> Result<Form, PageError> {
    let of = site.app.interruptions(&page.actor, lost).await?;
    let mut form = filled(page, &of.session)
        .with("times", "1")
        .with("makes_up", lost)
        .with("venue", form.value("venue"));
    for field in ["on", "from", "to"] {
        form.set(field, "");
    }
    let Some(slot) = of.proposal else { return Ok(form) };
    let time = |local: postup_domain::session::LocalTime| local.0.format("%H:%M").to_string();
    Ok(form.with("on", slot.from.0.date()).with("from", time(slot.from)).with("to", time(slot.until)))
}

#[handler]
async fn new(page: Page, query: Form, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    let venue = cohort.plan.venue.as_ref().map(ToString::to_string).unwrap_or_default();
    let form = Form::blank(page.locale).about("session").with("venue", venue).with("times", "1");
    let form = match query.value("makes_up").parse() {
        Ok(lost) => proposed(&page, &site, form, lost).await?,
        Err(_) => form,
    };
    fill_in(&page, &site, form, &cohort, None, StatusCode::OK).await
}

#[handler]
async fn create(
    page: Page,
    form: Form,
    id: Path<CohortId>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let form = form.about("session");
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    let planned = async {
        let times = match form.value("makes_up") {
            "" => number("times", form.value("times"), 1, LONGEST_SERIES)?,
            _ => 1,
        };
        site.app.plan_sessions(&permit, &typed(&form), times).await
    };
    match planned.await {
        Ok(_) => Ok(go(&format!("/manage/cohorts/{}", *id), Some("manage-done-planned"))),
        Err(error) => {
            let form = complaints(form, error)?;
            fill_in(&page, &site, form, &cohort, None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

#[handler]
async fn edit(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (_, session) = site.app.may_manage_session(&page.actor, *id).await?;
    session.may_change()?;
    let cohort = site.app.cohort(&page.actor, session.cohort).await?;
    fill_in(&page, &site, filled(&page, &session), &cohort, Some(*id), StatusCode::OK).await
}

#[handler]
async fn save(page: Page, form: Form, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let form = form.about("session");
    let (permit, session) = site.app.may_manage_session(&page.actor, *id).await?;
    let version = version(&form)?;
    match site.app.edit_session(&permit, *id, version, &typed(&form)).await {
        Ok(session) => Ok(go(&format!("/manage/cohorts/{}", session.cohort), Some("manage-done-saved"))),
        Err(error) => {
            let form = complaints(form, error)?;
            let cohort = site.app.cohort(&page.actor, session.cohort).await?;
            fill_in(&page, &site, form, &cohort, Some(*id), StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

#[handler]
async fn ask_to_cancel(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (_, session) = site.app.may_manage_session(&page.actor, *id).await?;
    session.may_change()?;
    let cohort = site.app.cohort(&page.actor, session.cohort).await?;
    let title = page.pick(&session.plan.title).to_string();
    let when = page.occasion(&session.plan.starts_at, &session.plan.time_zone);
    page.show(&Ask {
        page: &page,
        title: page.t("manage-session-cancel-title"),
        what: format!("{title}, {when}"),
        consequence: page.tn("manage-session-cancel-consequence", cohort.confirmed),
        action: format!("/manage/sessions/{}/cancellation", *id),
        button: "manage-session-cancel",
        back: format!("/manage/cohorts/{}", session.cohort),
    })
}

#[handler]
async fn cancel(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (permit, session) = site.app.may_manage_session(&page.actor, *id).await?;
    site.app.cancel_session(&permit, *id).await?;
    Ok(go(&format!("/manage/cohorts/{}", session.cohort), Some("manage-done-cancelled")))
}
