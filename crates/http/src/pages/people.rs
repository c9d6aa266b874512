//! People and organizations, for who looks after them.

use askama::Template;
use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_domain::id::{OrganizationId, PersonId};
use postup_domain::organization::{DatedName, Organization, OrganizationKind, RawProfile};
use postup_domain::person::{AppointmentKind, Language, Person};
use postup_domain::rejection::Fault;
use postup_persistence::person::Filter;
use std::collections::HashMap;

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form, choices};
use super::page::{Page, go, query};
use super::settings::{filled_in, write};
use super::whereabouts::{Whereabouts, fill_place, find};
use crate::api::organization::EDITORS;
use crate::api::paging::{open, seal};
use crate::policy::KEEPERS;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/people", KEEPERS, people)
        .get("/manage/people/:id", KEEPERS, one_person)
        .post("/manage/people/:id", KEEPERS, edit_person)
        .get("/manage/organizations", EDITORS, organizations)
        .get("/manage/organizations/new", EDITORS, new_organization)
        .post("/manage/organizations/new", EDITORS, add_organization)
        .get("/manage/organizations/:id", EDITORS, one_organization)
        .post("/manage/organizations/:id", EDITORS, edit_organization)
}

/// Lines on a page of a list.
const LINES: u64 = 50;

#[derive(Template)]
#[template(path = "person/list.html")]
struct People<'a> {
    page: &'a Page,
    form: Form,
    people: Vec<Person>,
    employers: HashMap<OrganizationId, String>,
    first: String,
    next: String,
}

#[derive(Template)]
#[template(path = "person/show.html")]
struct Show<'a> {
    page: &'a Page,
    person: Person,
    employer: Option<String>,
    place: Option<String>,
    /// Absent when the reader may look only.
    form: Option<Form>,
    whereabouts: Whereabouts,
    appointments: Vec<Choice>,
    languages: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "organization/list.html")]
struct Organizations<'a> {
    page: &'a Page,
    form: Form,
    kinds: Vec<Choice>,
    organizations: Vec<Organization>,
    may_edit: bool,
    first: String,
    next: String,
}

#[derive(Template)]
#[template(path = "organization/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    title: &'static str,
    action: String,
    form: Form,
    whereabouts: Whereabouts,
    kinds: Vec<Choice>,
    names: Vec<DatedName>,
    /// Another organization has the same number: asks whether that is meant.
    twin: bool,
    /// Whose interrupted sessions the reader may say how to count.
    judged: Option<OrganizationId>,
}

/// Addresses of the first and the next page of a list.
pub(super) fn pager(path: &str, form: &Form, next: Option<&postup_persistence::Cursor>) -> (String, String) {
    let kept = || {
        form.pairs()
            .iter()
            .filter(|(name, _)| name != "cursor")
            .map(|(name, value)| (name.as_str(), value.as_str()))
    };
    let first = if form.value("cursor").is_empty() { String::new() } else { query(path, kept()) };
    let cursor = next.map(seal);
    let next = cursor.as_deref().map(|cursor| query(path, kept().chain([("cursor", cursor)])));
    (first, next.unwrap_or_default())
}

/// The cursor a list was asked to go on from.
pub(super) fn cursor(form: &Form) -> Result<Option<postup_persistence::Cursor>, PageError> {
    open(Some(form.value("cursor")).filter(|cursor| !cursor.is_empty())).map_err(|_| PageError::Unreadable)
}

#[handler]
async fn people(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let filter = Filter {
        words: form.raw("q"),
        employer: form.value("organization").parse().ok(),
        ..Filter::default()
    };
    let found = site.app.people(&page.actor, &filter, cursor(&form)?.as_ref(), LINES).await?;
    let employers: Vec<OrganizationId> = found.items.iter().filter_map(|person| person.employer).collect();
    let employers = site
        .app
        .organizations_by_id(&employers)
        .await?
        .into_iter()
        .map(|organization| (organization.id, page.pick(&organization.name).to_string()))
        .collect();
    let (first, next) = pager("/manage/people", &form, found.next.as_ref());
    page.show(&People { page: &page, form, people: found.items, employers, first, next })
}

fn person_id(raw: &str) -> Result<PersonId, PageError> {
    raw.parse().map_err(|_| PageError::Missing)
}

#[handler]
async fn one_person(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let person = site.app.person(&page.actor, person_id(&id)?).await?;
    let form = filled_in(&page, &person, &site).await?;
    show_person(&page, person, form, Whereabouts::default(), StatusCode::OK)
}

fn show_person(
    page: &Page,
    person: Person,
    form: Form,
    whereabouts: Whereabouts,
    status: StatusCode,
) -> Result<Response, PageError> {
    let known = |words: &str| Some(form.raw(words)).filter(|words| !words.is_empty());
    let (employer, place) = (known("employer"), known("place"));
    let may_edit = page.actor.may_edit_person(person.id, person.employer).is_ok();
    let appointments = choices(page, "person-appointment", AppointmentKind::ALL);
    let languages = choices(page, "person-language", Language::ALL);
    let form = may_edit.then_some(form);
    page.show_as(status, &Show { page, person, employer, place, form, whereabouts, appointments, languages })
}

#[handler]
async fn edit_person(
    page: Page,
    id: Path<String>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let id = person_id(&id)?;
    match write(&page, form, id, &site).await? {
        Ok(_) => Ok(go(&format!("/manage/people/{id}"), Some("person-saved"))),
        Err((form, whereabouts)) => {
            let person = site.app.person(&page.actor, id).await?;
            show_person(&page, person, form, whereabouts, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

#[handler]
async fn organizations(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let kind = form.value("kind").parse().ok();
    let found = site.app.organizations(form.value("q"), kind, cursor(&form)?.as_ref(), LINES).await?;
    let kinds = choices(&page, "organization-kind", OrganizationKind::ALL);
    let (first, next) = pager("/manage/organizations", &form, found.next.as_ref());
    let may_edit = page.actor.may_manage_organizations().is_ok();
    page.show(&Organizations { page: &page, form, kinds, organizations: found.items, may_edit, first, next })
}

/// An organization as typed, and from when it bears the name.
fn raw_organization(form: &mut Form) -> (RawProfile, Option<NaiveDate>) {
    let raw = RawProfile {
        kind: form.raw("kind"),
        name_uk: form.raw("name_uk"),
        name_en: form.raw("name_en"),
        edrpou: form.raw("edrpou"),
        territory: form.raw("territory"),
    };
    let typed = form.day_text("name_since");
    let since = typed.parse().ok();
    if since.is_none() && !typed.is_empty() {
        form.complain("name_since", Fault::NotADate.code());
    }
    (raw, since)
}

fn edit_page(
    page: &Page,
    id: Option<OrganizationId>,
    form: Form,
    whereabouts: Whereabouts,
    names: Vec<DatedName>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let kinds = choices(page, "organization-kind", OrganizationKind::ALL);
    let (title, action) = match id {
        Some(id) => ("organization-edit", format!("/manage/organizations/{id}")),
        None => ("organization-new", "/manage/organizations/new".to_owned()),
    };
    let twin = form.is_chosen("twin", "yes") || form.value("twin_asked") == "yes";
    let judged = id.filter(|id| page.actor.may_judge_interruptions(*id).is_ok());
    page.show_as(status, &Edit { page, title, action, form, whereabouts, kinds, names, twin, judged })
}

/// Puts faults beside their fields; a number that another organization has is asked about.
fn blame(form: Form, faults: &[postup_domain::rejection::Invalid]) -> Form {
    let twin = faults.iter().any(|invalid| invalid.field == "edrpou" && invalid.fault == Fault::Taken);
    let form = form.blame(faults);
    if twin { form.with("twin_asked", "yes") } else { form }
}

#[handler]
fn new_organization(page: Page) -> Result<Response, PageError> {
    page.actor.may_manage_organizations()?;
    let form = Form::blank(page.locale).about("organization");
    edit_page(&page, None, form, Whereabouts::default(), Vec::new(), StatusCode::OK)
}

#[handler]
async fn add_organization(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_organizations()?;
    let (mut form, whereabouts) = find(&page, form.about("organization"), &site).await?;
    let (raw, since) = raw_organization(&mut form);
    if !form.is_faulty() {
        match site.app.add_organization(&permit, &raw, since, form.is_chosen("twin", "yes")).await {
            Ok(_) => return Ok(go("/manage/organizations", Some("organization-saved"))),
            Err(Error::Invalid(faults)) => form = blame(form, &faults),
            Err(other) => return Err(other.into()),
        }
    }
    edit_page(&page, None, form, whereabouts, Vec::new(), StatusCode::UNPROCESSABLE_ENTITY)
}

fn organization_id(raw: &str) -> Result<OrganizationId, PageError> {
    raw.parse().map_err(|_| PageError::Missing)
}

#[handler]
async fn one_organization(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    page.actor.may_manage_organizations()?;
    let known = site.app.organization(organization_id(&id)?).await?;
    let mut form = Form::blank(page.locale)
        .about("organization")
        .with("kind", known.kind)
        .with("name_uk", &known.name.uk)
        .with("name_en", &known.name.en)
        .with("edrpou", known.edrpou.as_ref().map(ToString::to_string).unwrap_or_default())
        .with("version", known.version);
    fill_place(&page, &mut form, &site, known.territory.as_deref()).await?;
    let names = site.app.organization_names(known.id).await?;
    edit_page(&page, Some(known.id), form, Whereabouts::default(), names, StatusCode::OK)
}

#[handler]
async fn edit_organization(
    page: Page,
    id: Path<String>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_organizations()?;
    let id = organization_id(&id)?;
    let version: i64 = form.value("version").parse().map_err(|_| PageError::Unreadable)?;
    let (mut form, whereabouts) = find(&page, form.about("organization"), &site).await?;
    let (raw, since) = raw_organization(&mut form);
    if !form.is_faulty() {
        let twin = form.is_chosen("twin", "yes");
        match site.app.edit_organization(&permit, id, version, &raw, since, twin).await {
            Ok(_) => return Ok(go("/manage/organizations", Some("organization-saved"))),
            Err(Error::Invalid(faults)) => form = blame(form, &faults),
            Err(other) => return Err(other.into()),
        }
    }
    let names = site.app.organization_names(id).await?;
    edit_page(&page, Some(id), form, whereabouts, names, StatusCode::UNPROCESSABLE_ENTITY)
}
