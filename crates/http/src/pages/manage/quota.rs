//! The quotas of a cohort.

use super::cohort::Ask;
use super::trail;
use crate::pages::Pages;
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
use postup_domain::enrollment::{CriterionKind, NamedQuota, QuotaPlan, RawQuota};
use postup_domain::id::CohortId;
use postup_domain::organization::OrganizationKind;
use postup_domain::person::AppointmentKind;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/cohorts/:id/quotas", MANAGERS, show)
        .post("/manage/cohorts/:id/quotas", MANAGERS, add)
        .get("/manage/cohorts/:id/quotas/:number/release", MANAGERS, ask)
        .post("/manage/cohorts/:id/quotas/:number/release", MANAGERS, let_go)
}

/// A quota in words, and whether it can still be released.
struct Row {
    whom: String,
    said: String,
    used: String,
    release: Option<String>,
}

#[derive(Template)]
#[template(path = "manage/cohort/quotas.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: &'a Cohort,
    rows: Vec<Row>,
    form: Form,
    kinds: Vec<Choice>,
    organization_kinds: Vec<Choice>,
    categories: Vec<Choice>,
    appointments: Vec<Choice>,
    whereabouts: Whereabouts,
}

fn quotas_of(id: CohortId) -> String {
    format!("/manage/cohorts/{id}/quotas")
}

pub(super) fn steps(page: &Page, cohort: &Cohort) -> Vec<(String, String)> {
    let own = format!("/manage/cohorts/{}", cohort.id);
    trail(page, &[("/manage/cohorts", page.t("manage-cohorts")), (&own, cohort.plan.code.to_string())])
}

async fn render(
    page: &Page,
    site: &Site,
    id: CohortId,
    form: Form,
    whereabouts: Whereabouts,
    status: StatusCode,
) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, id).await?;
    let cohort = site.app.cohort(&page.actor, id).await?;
    let quotas = site.app.quotas(&page.actor, id).await?;
    let row = |named: &NamedQuota| Row {
        whom: wording::criterion(page.locale, named),
        said: wording::quota(page.locale, named),
        used: page.t2("manage-seats", "taken", named.quota.used, "of", named.quota.seats),
        release: named.quota.is_active().then(|| format!("{}/{}/release", quotas_of(id), named.quota.number)),
    };
    page.show_as(
        status,
        &Show {
            page,
            trail: steps(page, &cohort),
            rows: quotas.iter().map(row).collect(),
            form,
            kinds: choices(page, "cohort-quota-kind", CriterionKind::ALL),
            organization_kinds: choices(page, "organization-kind", OrganizationKind::ALL),
            categories: (1..=7).map(|category| Choice::new(category, category.to_string())).collect(),
            appointments: choices(page, "cohort-quota-appointment", AppointmentKind::ALL),
            whereabouts,
            cohort: &cohort,
        },
    )
}

#[handler]
async fn show(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    let form = Form::blank(page.locale).about("quota");
    render(&page, &site, *id, form, Whereabouts::default(), StatusCode::OK).await
}

/// What was typed, in the field that belongs to the kind.
fn typed(form: &Form) -> RawQuota {
    let value = match form.value("kind").parse() {
        Ok(CriterionKind::Territory) => form.raw("territory"),
        Ok(CriterionKind::Organization) => form.raw("organization_id"),
        Ok(CriterionKind::OrganizationKind) => form.raw("organization_kind"),
        Ok(CriterionKind::PositionCategory) => form.raw("position_category"),
        Ok(CriterionKind::Appointment) => form.raw("appointment"),
        Ok(CriterionKind::Uncovered) | Err(_) => String::new(),
    };
    RawQuota {
        kind: form.raw("kind"),
        value,
        seats: form.raw("seats"),
        release_on: form.day_text("release_on"),
    }
}

/// Faults of the value belong to the field in which it was typed.
fn blamed(form: Form, error: &Error) -> Form {
    let field = match form.value("kind").parse() {
        Ok(CriterionKind::Territory) => "place",
        Ok(CriterionKind::Organization) => "employer",
        Ok(CriterionKind::OrganizationKind) => "organization_kind",
        Ok(CriterionKind::PositionCategory) => "position_category",
        Ok(CriterionKind::Appointment) => "appointment",
        Ok(CriterionKind::Uncovered) | Err(_) => "kind",
    };
    match error {
        Error::Invalid(faults) => {
            let mut faults = faults.clone();
            for fault in faults.iter_mut().filter(|fault| fault.field == "value") {
                field.clone_into(&mut fault.field);
            }
            form.blame(&faults)
        }
        Error::Rejected(rejection) => form.refused(rejection),
        _ => form,
    }
}

#[handler]
async fn add(page: Page, id: Path<CohortId>, site: Data<&Site>, form: Form) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let (form, whereabouts) = find(&page, form.about("quota"), &site).await?;
    let plan = QuotaPlan::try_from(&typed(&form)).map_err(Error::from);
    let added = match plan {
        Ok(plan) if !form.is_faulty() => site.app.add_quota(&permit, plan).await,
        Ok(_) => Err(Error::Invalid(Vec::new())),
        Err(error) => Err(error),
    };
    match added {
        Ok(_) => Ok(go(&quotas_of(*id), Some("cohort-quota-added-flash"))),
        Err(error @ (Error::Invalid(_) | Error::Rejected(_))) => {
            let form = blamed(form, &error);
            render(&page, &site, *id, form, whereabouts, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Asks before seats are let go, which cannot be taken back.
#[handler]
async fn ask(
    page: Page,
    Path((id, number)): Path<(CohortId, i32)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, id).await?;
    let quotas = site.app.quotas(&page.actor, id).await?;
    let is_meant = |named: &&NamedQuota| named.quota.number == number && named.quota.is_active();
    let named = quotas.iter().find(is_meant).ok_or(PageError::Missing)?;
    page.show(&Ask {
        page: &page,
        title: page.t("cohort-quota-release-title"),
        what: wording::quota(page.locale, named),
        consequence: page.tn("cohort-quota-release-consequence", named.quota.free()),
        action: format!("{}/{number}/release", quotas_of(id)),
        button: "cohort-quota-release",
        back: quotas_of(id),
    })
}

#[handler]
async fn let_go(
    page: Page,
    Path((id, number)): Path<(CohortId, i32)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, id).await?;
    site.app.release_quota(&permit, number).await?;
    Ok(go(&quotas_of(id), Some("cohort-quota-released-flash")))
}
