//! When registers are closed by themselves: the rule of an organization, and of a cohort.

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::manage::{complaints, trail};
use super::page::{Page, go};
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::closing::Closing;
use postup_domain::closing::{ClosingRule, RawClosing, SetClosing};
use postup_domain::id::{CohortId, OrganizationId};
use postup_domain::text::Line;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/organizations/:id/closing", MANAGERS, of_organization)
        .post("/manage/organizations/:id/closing", MANAGERS, set)
        .get("/manage/cohorts/:id/closing", MANAGERS, of_cohort)
        .post("/manage/cohorts/:id/closing", MANAGERS, set_of_cohort)
        .post("/manage/cohorts/:id/closing/end", MANAGERS, end_of_cohort)
}

#[derive(Template)]
#[template(path = "register/rule.html")]
struct Rule<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    /// The organization, or the cohort.
    of: String,
    present: String,
    action: String,
    /// Where a cohort gives its own rule up; empty when it has none.
    end: String,
    rules: Vec<(String, String)>,
    form: Form,
}

/// A rule as a sentence.
fn say(page: &Page, rule: ClosingRule, source: Option<&Line>) -> String {
    let closes = match rule.close_hours {
        Some(hours) => page.t1("closing-by-rule", "hours", page.tn("closing-hours", hours)),
        None => page.t("closing-by-hand"),
    };
    let hours = |hours| page.tn("closing-hours", hours);
    let (trainers, managers) = (hours(rule.trainer_hours), hours(rule.manager_hours));
    let reminders = page.t2("closing-reminders", "trainers", trainers, "managers", managers);
    let appeals = page.t1("closing-appeals", "days", page.tn("plea-days", rule.appeal_days));
    let source = match source {
        Some(source) => page.t1("closing-source-said", "source", source.as_str()),
        None => page.t("closing-source-none"),
    };
    format!("{closes} {reminders} {appeals} {source}")
}

fn raw(form: &Form) -> RawClosing {
    RawClosing {
        close_hours: form.raw("close_hours"),
        trainer_hours: form.raw("trainer_hours"),
        manager_hours: form.raw("manager_hours"),
        appeal_days: form.raw("appeal_days"),
        source: form.raw("source"),
    }
}

fn filled_in(page: &Page, Closing { present: rule, source, .. }: &Closing) -> Form {
    Form::blank(page.locale)
        .about("closing")
        .with("close_hours", rule.close_hours.map(|hours| hours.to_string()).unwrap_or_default())
        .with("trainer_hours", rule.trainer_hours)
        .with("manager_hours", rule.manager_hours)
        .with("appeal_days", rule.appeal_days)
        .with("source", source.as_ref().map(ToString::to_string).unwrap_or_default())
}

fn show(
    page: &Page,
    (of, trail): (String, Vec<(String, String)>),
    action: String,
    closing: &Closing,
    form: Option<Form>,
) -> Result<Response, PageError> {
    let status = if form.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let rules = closing.all.iter().map(|one: &SetClosing| {
        let said = match one.rule {
            Some(rule) => say(page, rule, one.source.as_ref()),
            None => page.t("closing-as-organization"),
        };
        (said, page.moment(&one.since))
    });
    page.show_as(
        status,
        &Rule {
            page,
            trail,
            of,
            present: say(page, closing.present, closing.source.as_ref()),
            end: if closing.own { format!("{action}/end") } else { String::new() },
            action,
            rules: rules.collect(),
            form: form.unwrap_or_else(|| filled_in(page, closing)),
        },
    )
}

async fn organization(
    page: &Page,
    site: &Site,
    id: OrganizationId,
    form: Option<Form>,
) -> Result<Response, PageError> {
    let permit = site.app.may_rule_closing(&page.actor, id).await?;
    let closing = site.app.closing_of_organization(&permit).await?;
    let of = site.app.organization(id).await?;
    let (up, name) = (format!("/manage/organizations/{id}"), page.pick(&of.name).to_string());
    let trail = trail(page, &[(up.as_str(), name.clone())]);
    show(page, (name, trail), format!("/manage/organizations/{id}/closing"), &closing, form)
}

async fn cohort(page: &Page, site: &Site, id: CohortId, form: Option<Form>) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, id).await?;
    let of = site.app.cohort(&page.actor, id).await?;
    let closing = site.app.closing_of_cohort(&permit).await?;
    let (up, code) = (format!("/manage/cohorts/{id}"), of.plan.code.as_str());
    let name = page.t1("cohort-name", "code", code);
    let trail = trail(page, &[(up.as_str(), name.clone())]);
    show(page, (name, trail), format!("{up}/closing"), &closing, form)
}

#[handler]
async fn of_organization(
    page: Page,
    id: Path<OrganizationId>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    organization(&page, &site, *id, None).await
}

#[handler]
async fn set(
    page: Page,
    id: Path<OrganizationId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_rule_closing(&page.actor, *id).await?;
    match site.app.set_closing(&permit, &raw(&form)).await {
        Ok(()) => Ok(go(&format!("/manage/organizations/{}/closing", *id), Some("closing-flash"))),
        Err(error) => {
            let form = complaints(form.about("closing"), error)?;
            organization(&page, &site, *id, Some(form)).await
        }
    }
}

#[handler]
async fn of_cohort(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    cohort(&page, &site, *id, None).await
}

async fn change(page: &Page, site: &Site, id: CohortId, rule: Option<&RawClosing>) -> Result<(), Error> {
    let permit = site.app.may_manage_cohort(&page.actor, id).await?;
    site.app.set_closing_of_cohort(&permit, rule).await
}

#[handler]
async fn set_of_cohort(
    page: Page,
    id: Path<CohortId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    match change(&page, &site, *id, Some(&raw(&form))).await {
        Ok(()) => Ok(go(&format!("/manage/cohorts/{}/closing", *id), Some("closing-flash"))),
        Err(error) => {
            let form = complaints(form.about("closing"), error)?;
            cohort(&page, &site, *id, Some(form)).await
        }
    }
}

#[handler]
async fn end_of_cohort(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    change(&page, &site, *id, None).await?;
    Ok(go(&format!("/manage/cohorts/{}/closing", *id), Some("closing-flash")))
}
