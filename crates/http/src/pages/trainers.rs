//! Trainers of a cohort.

use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_domain::access::{Grant, MayManageCohort};
use postup_domain::cohort::Cohort;
use postup_domain::id::{CohortId, GrantId};
use postup_domain::person::Person;

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::page::{Page, go};
use crate::policy::MANAGERS;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/cohorts/:id/trainers", MANAGERS, list)
        .post("/manage/cohorts/:id/trainers", MANAGERS, assign)
        .post("/manage/cohorts/:id/trainers/:grant/end", MANAGERS, dismiss)
}

#[derive(Template)]
#[template(path = "access/trainers.html")]
struct List<'a> {
    page: &'a Page,
    cohort: Cohort,
    trainers: Vec<(Grant, Person)>,
    form: Form,
}

async fn permit(page: &Page, id: &str, site: &Site) -> Result<MayManageCohort, PageError> {
    let id: CohortId = id.parse().map_err(|_| PageError::Missing)?;
    Ok(site.app.may_manage_cohort(&page.actor, id).await?)
}

async fn present(
    page: &Page,
    permit: &MayManageCohort,
    form: Form,
    site: &Site,
    status: StatusCode,
) -> Result<Response, PageError> {
    let cohort = site.app.cohort(&page.actor, permit.cohort()).await?;
    let trainers = site.app.trainers(permit).await?;
    page.show_as(status, &List { page, cohort, trainers, form })
}

#[handler]
async fn list(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = permit(&page, &id, &site).await?;
    present(&page, &permit, Form::blank(page.locale).about("person"), &site, StatusCode::OK).await
}

#[handler]
async fn assign(page: Page, id: Path<String>, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = permit(&page, &id, &site).await?;
    match site.app.assign_trainer_by_email(&permit, form.value("email")).await {
        Ok(_) => {
            Ok(go(&format!("/manage/cohorts/{}/trainers", permit.cohort()), Some("access-trainer-assigned")))
        }
        Err(Error::Invalid(faults)) => {
            let form = form.about("person").blame(&faults);
            present(&page, &permit, form, &site, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

#[handler]
async fn dismiss(page: Page, path: Path<(String, String)>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = permit(&page, &path.0.0, &site).await?;
    let grant: GrantId = path.0.1.parse().map_err(|_| PageError::Missing)?;
    site.app.dismiss_trainer(&permit, grant).await?;
    Ok(go(&format!("/manage/cohorts/{}/trainers", permit.cohort()), Some("access-trainer-dismissed")))
}
