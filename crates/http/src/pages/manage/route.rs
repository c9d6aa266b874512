//! The steps of approval on the way into a cohort.

use super::quota::steps;
use super::{complaints, version};
use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::form::choices;
use crate::pages::form::{Choice, Form};
use crate::pages::page::{Page, go};
use crate::pages::whereabouts::{fill, find_organization};
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::enrollment::wording;
use postup_domain::cohort::{Cohort, EnrollmentPolicy};
use postup_domain::enrollment::{ApproverKind, Lapse, MOST_STEPS, RawApprovalStep, Route, step_field};
use postup_domain::id::CohortId;

pub fn pages(pages: Pages) -> Pages {
    pages.get("/manage/cohorts/:id/route", MANAGERS, show).post("/manage/cohorts/:id/route", MANAGERS, save)
}

/// The names of the fields of one step, and the organizations offered for what was typed.
struct Step {
    title: String,
    approver: String,
    office: String,
    organization: String,
    offered: Vec<Choice>,
    hours: String,
    silence: String,
}

impl Step {
    fn new(page: &Page, number: usize, offered: Vec<Choice>) -> Self {
        let field = |name| step_field(number, name);
        Self {
            title: page.t1("enrollment-route-step", "number", number + 1),
            approver: field("approver"),
            office: field("office"),
            organization: field("organization_id"),
            offered,
            hours: field("hours"),
            silence: field("silence"),
        }
    }
}

#[derive(Template)]
#[template(path = "manage/cohort/route.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: &'a Cohort,
    /// Why the steps do not count now.
    idle: Option<String>,
    said: Vec<String>,
    form: Form,
    steps: Vec<Step>,
    approvers: Vec<Choice>,
    silences: Vec<Choice>,
}

fn path(id: CohortId) -> String {
    format!("/manage/cohorts/{id}/route")
}

async fn render(
    page: &Page,
    site: &Site,
    cohort: &Cohort,
    form: Form,
    offered: Vec<Vec<Choice>>,
) -> Result<Response, PageError> {
    let offices = site.app.offices_on(&cohort.route).await?;
    let policy = |policy| page.word("cohort-policy", policy);
    let needed = EnrollmentPolicy::Employer;
    let is_idle = cohort.plan.policy != needed;
    let status = form.status();
    page.show_as(
        status,
        &Show {
            page,
            trail: steps(page, cohort),
            cohort,
            idle: is_idle.then(|| {
                let (now, needed) = (policy(cohort.plan.policy), policy(needed));
                page.t2("enrollment-route-idle", "policy", now, "needed", needed)
            }),
            said: wording::route(page.locale, &cohort.route, &offices),
            form,
            steps: offered
                .into_iter()
                .enumerate()
                .map(|(number, offered)| Step::new(page, number, offered))
                .collect(),
            approvers: choices(page, "enrollment-route-approver", ApproverKind::ALL),
            silences: choices(page, "enrollment-route-silence", Lapse::ALL),
        },
    )
}

#[handler]
async fn show(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    let offices = site.app.offices_on(&cohort.route).await?;
    let mut form = Form::blank(page.locale).about("enrollment-route").with("version", cohort.version);
    for (number, step) in cohort.route.raw().into_iter().enumerate() {
        for (name, value) in
            [("approver", &step.approver), ("hours", &step.hours), ("silence", &step.silence)]
        {
            form.set(&step_field(number, name), value);
        }
        let office = offices.iter().find(|office| office.id.to_string() == step.organization);
        if let Some(office) = office {
            let name = page.pick(&office.name).to_string();
            let (words, id) = (step_field(number, "office"), step_field(number, "organization_id"));
            fill(&mut form, &words, &id, &step.organization, &name);
        }
    }
    render(&page, &site, &cohort, form, vec![Vec::new(); MOST_STEPS]).await
}

/// What was typed for a step; the organization only where the step asks for one.
fn typed(form: &Form, number: usize) -> RawApprovalStep {
    let raw = |name| form.raw(&step_field(number, name));
    let asks = raw("approver").parse() == Ok(ApproverKind::Organization);
    RawApprovalStep {
        approver: raw("approver"),
        organization: if asks { raw("organization_id") } else { String::new() },
        hours: raw("hours"),
        silence: raw("silence"),
    }
}

/// Faults of an organization belong to the field in which its words were typed.
fn blamed(form: Form, error: Error) -> Result<Form, PageError> {
    let Error::Invalid(mut faults) = error else { return complaints(form, error) };
    for fault in &mut faults {
        if let Some(step) = fault.field.strip_suffix("organization_id") {
            fault.field = format!("{step}office");
        }
    }
    // What was not found was said already.
    faults.retain(|fault| form.error(&fault.field).is_none());
    Ok(form.blame(&faults))
}

#[handler]
async fn save(page: Page, id: Path<CohortId>, site: Data<&Site>, form: Form) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let (mut form, mut offered) = (form.about("enrollment-route"), Vec::new());
    for number in 0..MOST_STEPS {
        let asks = form.value(&step_field(number, "approver")).parse() == Ok(ApproverKind::Organization);
        let (words, id) = (step_field(number, "office"), step_field(number, "organization_id"));
        offered.push(match asks {
            true => find_organization(&page, &mut form, &site, &words, &id).await?,
            false => Vec::new(),
        });
    }
    let version = version(&form)?;
    let typed: Vec<RawApprovalStep> = (0..MOST_STEPS).map(|number| typed(&form, number)).collect();
    let saved = match Route::read(&typed).map_err(Error::from) {
        Ok(route) if !form.is_faulty() => site.app.set_route(&permit, version, route).await,
        Ok(_) => Err(Error::Invalid(Vec::new())),
        Err(error) => Err(error),
    };
    match saved {
        Ok(_) => Ok(go(&path(*id), Some("enrollment-route-saved-flash"))),
        Err(error) => {
            let form = blamed(form, error)?;
            let cohort = site.app.cohort(&page.actor, *id).await?;
            render(&page, &site, &cohort, form, offered).await
        }
    }
}
