//! Whom a cohort is for, and exceptions from that.

use super::{complaints, trail};
use crate::pages::Pages;
use crate::pages::equivalent;
use crate::pages::error::PageError;
use crate::pages::form::choices;
use crate::pages::form::{Choice, Form};
use crate::pages::page::{Page, go};
use crate::pages::whereabouts::{Whereabouts, find};
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::enrollment::wording;
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{Condition, ConditionKind, NamedCondition};
use postup_domain::id::CohortId;
use postup_domain::organization::OrganizationKind;
use postup_domain::person::AppointmentKind;
use postup_domain::text::Line;
use postup_persistence::{Circle, course};

/// Courses that can be asked for.
const MOST_COURSES: u64 = 100;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/cohorts/:id/requirements", MANAGERS, show)
        .post("/manage/cohorts/:id/requirements", MANAGERS, add)
        .post("/manage/cohorts/:id/requirements/removal", MANAGERS, remove)
        .post("/manage/cohorts/:id/exceptions", MANAGERS, except)
}

/// A condition in words, and where it is taken away.
struct Row {
    what: String,
    asks: String,
    kind: ConditionKind,
    value: String,
}

/// Somebody who is let in, and why.
struct Exempt {
    name: String,
    reason: String,
    when: String,
}

#[derive(Template)]
#[template(path = "manage/cohort/requirements.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: &'a Cohort,
    said: Vec<String>,
    rows: Vec<Row>,
    exceptions: Vec<Exempt>,
    /// What was stated in place of courses, in words, and where it is decided.
    waiting: Vec<(String, String)>,
    decided: Vec<(String, String)>,
    form: Form,
    kinds: Vec<Choice>,
    organization_kinds: Vec<Choice>,
    categories: Vec<Choice>,
    appointments: Vec<Choice>,
    courses: Vec<Choice>,
    whereabouts: Whereabouts,
}

fn path_of(id: CohortId) -> String {
    format!("/manage/cohorts/{id}/requirements")
}

async fn render(
    page: &Page,
    site: &Site,
    id: CohortId,
    form: Form,
    whereabouts: Whereabouts,
    status: StatusCode,
) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, id).await?;
    let cohort = site.app.cohort(&page.actor, id).await?;
    let conditions = site.app.requirements(&page.actor, id).await?;
    let filter = course::Filter { circle: Circle::Visible, ..course::Filter::default() };
    let courses = site.app.courses(&page.actor, &filter, None, MOST_COURSES).await?.items;
    let others = courses.iter().filter(|course| course.id != cohort.course);
    let row = |one: &NamedCondition| Row {
        what: page.word("cohort-condition", one.condition.kind()),
        asks: wording::condition(page.locale, one),
        kind: one.condition.kind(),
        value: one.condition.value(),
    };
    let exceptions = site.app.exceptions(&permit).await?;
    let equivalents = site.app.equivalents(&permit).await?;
    page.show_as(
        status,
        &Show {
            page,
            trail: trail(
                page,
                &[
                    ("/manage/cohorts", page.t("manage-cohorts")),
                    (&format!("/manage/cohorts/{id}"), cohort.plan.code.to_string()),
                ],
            ),
            said: wording::requirements(page.locale, &conditions),
            rows: conditions.iter().map(row).collect(),
            exceptions: exceptions
                .into_iter()
                .map(|one| Exempt {
                    name: format!("{} {}", one.family_name, one.given_name),
                    reason: one.reason.to_string(),
                    when: page.moment(&one.at),
                })
                .collect(),
            waiting: equivalent::listed(page, &equivalents, true),
            decided: equivalent::listed(page, &equivalents, false),
            form,
            kinds: choices(page, "cohort-condition", ConditionKind::ALL),
            organization_kinds: choices(page, "organization-kind", OrganizationKind::ALL),
            categories: (1..=7).map(|category| Choice::new(category, category.to_string())).collect(),
            appointments: choices(page, "cohort-quota-appointment", AppointmentKind::ALL),
            courses: others
                .map(|course| Choice::new(course.id, page.pick(&course.content.title).as_str()))
                .collect(),
            whereabouts,
            cohort: &cohort,
        },
    )
}

#[handler]
async fn show(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    let form = Form::blank(page.locale).about("cohort");
    render(&page, &site, *id, form, Whereabouts::default(), StatusCode::OK).await
}

/// The field in which the value of a kind is typed, and where the fault of it is shown.
fn fields(kind: ConditionKind) -> (&'static str, &'static str) {
    match kind {
        ConditionKind::Territory => ("territory", "place"),
        ConditionKind::Organization => ("organization_id", "employer"),
        ConditionKind::OrganizationKind => ("organization_kind", "organization_kind"),
        ConditionKind::PositionCategory => ("position_category", "position_category"),
        ConditionKind::Appointment => ("appointment", "appointment"),
        ConditionKind::Course => ("course", "course"),
    }
}

#[handler]
async fn add(page: Page, id: Path<CohortId>, site: Data<&Site>, form: Form) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let (mut form, whereabouts) = find(&page, form.about("cohort"), &site).await?;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let Ok(kind) = form.value("kind").parse::<ConditionKind>() else {
        form.complain("kind", "fault-missing");
        return render(&page, &site, *id, form, whereabouts, status).await;
    };
    let (typed, shown) = fields(kind);
    let added = match Condition::new(kind, form.value(typed)).map_err(Error::from) {
        Ok(condition) if !form.is_faulty() => site.app.add_requirement(&permit, condition).await,
        Ok(_) => Err(Error::Invalid(Vec::new())),
        Err(error) => Err(error),
    };
    match added {
        Ok(()) => Ok(go(&path_of(*id), Some("manage-done-saved"))),
        Err(Error::Invalid(mut faults)) => {
            for fault in &mut faults {
                let field = if fault.field == "value" { shown } else { "kind" };
                field.clone_into(&mut fault.field);
            }
            render(&page, &site, *id, form.blame(&faults), whereabouts, status).await
        }
        Err(error) => render(&page, &site, *id, complaints(form, error)?, whereabouts, status).await,
    }
}

#[handler]
async fn remove(
    page: Page,
    id: Path<CohortId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let kind = form.value("kind").parse::<ConditionKind>().map_err(|_| PageError::Missing)?;
    let condition = Condition::new(kind, form.value("value")).map_err(|_| PageError::Missing)?;
    site.app.drop_requirement(&permit, &condition).await?;
    Ok(go(&path_of(*id), Some("manage-done-saved")))
}

#[handler]
async fn except(
    page: Page,
    id: Path<CohortId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let form = form.about("cohort-exception");
    let made = match Line::new("reason", form.value("reason")).map_err(Error::from) {
        Ok(reason) => site.app.make_exception_by_email(&permit, form.value("email"), &reason).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(()) => Ok(go(&path_of(*id), Some("cohort-exception-made"))),
        Err(error) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let form = complaints(form, error)?;
            render(&page, &site, *id, form, Whereabouts::default(), status).await
        }
    }
}
