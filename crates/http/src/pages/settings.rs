//! One's own record, password and sign-ins.

use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_domain::access::Actor;
use postup_domain::id::{LoginId, PersonId};
use postup_domain::login::Login;
use postup_domain::person::{AppointmentKind, Language, Person, RawProfile};

use super::Pages;
use super::correspondence::Wishes;
use super::error::PageError;
use super::form::{Choice, Form, choices};
use super::page::{Page, go};
use super::sign_in::{status_of, with_cookie};
use super::whereabouts::{Whereabouts, describe, find};
use crate::caller::{session_cookie, stale_cookie};
use crate::policy::Policy;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/me/settings", Policy::SignedIn, show)
        .post("/me/settings", Policy::SignedIn, edit)
        .get("/me/settings/password", Policy::SignedIn, password)
        .post("/me/settings/password", Policy::SignedIn, change_password)
        .post("/me/settings/sign-ins/:id/end", Policy::SignedIn, end_login)
        .post("/me/settings/sign-out-everywhere", Policy::SignedIn, sign_out_everywhere)
}

#[derive(Template)]
#[template(path = "settings/show.html")]
struct Show<'a> {
    page: &'a Page,
    form: Form,
    whereabouts: Whereabouts,
    appointments: Vec<Choice>,
    languages: Vec<Choice>,
    person: Person,
    mail: Wishes,
    logins: Vec<Login>,
}

impl Show<'_> {
    /// The sign-in this very page was asked for with.
    fn is_current(&self, login: &Login) -> bool {
        self.page.actor.login() == Some(login.id)
    }
}

#[derive(Template)]
#[template(path = "settings/password.html")]
struct Password<'a> {
    page: &'a Page,
    form: Form,
    shortest: usize,
}

/// A profile as typed into a form.
pub(super) fn raw_profile(form: &Form) -> RawProfile {
    RawProfile {
        family_name: form.raw("family_name"),
        given_name: form.raw("given_name"),
        patronymic: form.raw("patronymic"),
        latin_family_name: form.raw("latin_family_name"),
        latin_given_name: form.raw("latin_given_name"),
        organization_id: form.raw("organization_id"),
        position: form.raw("position"),
        position_category: form.raw("position_category"),
        appointment: form.raw("appointment"),
        territory: form.raw("territory"),
        language: form.raw("language"),
    }
}

/// A form filled in with a person's record.
pub(super) async fn filled_in(page: &Page, person: &Person, site: &Site) -> Result<Form, PageError> {
    let raw = RawProfile::from(person);
    let mut form = Form::blank(page.locale)
        .about("person")
        .with("family_name", raw.family_name)
        .with("given_name", raw.given_name)
        .with("patronymic", raw.patronymic)
        .with("latin_family_name", raw.latin_family_name)
        .with("latin_given_name", raw.latin_given_name)
        .with("position", raw.position)
        .with("position_category", raw.position_category)
        .with("appointment", raw.appointment)
        .with("language", raw.language)
        .with("version", person.version);
    describe(page, &mut form, site, person.employer, person.territory.as_deref()).await?;
    Ok(form)
}

/// Takes an edited record from a form: `Ok` when it was written, the form with its faults otherwise.
pub(super) async fn write(
    page: &Page,
    form: Form,
    id: PersonId,
    site: &Site,
) -> Result<Result<Person, (Form, Whereabouts)>, PageError> {
    let permit = site.app.may_edit_person(&page.actor, id).await?;
    let version: i64 = form.value("version").parse().map_err(|_| PageError::Unreadable)?;
    let (form, whereabouts) = find(page, form.about("person"), site).await?;
    if form.is_faulty() {
        return Ok(Err((form, whereabouts)));
    }
    match site.app.edit_person(&permit, version, &raw_profile(&form)).await {
        Ok(person) => Ok(Ok(person)),
        Err(Error::Invalid(faults)) => Ok(Err((form.blame(&faults), whereabouts))),
        Err(other) => Err(other.into()),
    }
}

fn own(actor: &Actor) -> Result<PersonId, PageError> {
    actor.person().ok_or(PageError::Denied)
}

#[handler]
async fn show(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let person = site.app.person(&page.actor, own(&page.actor)?).await?;
    let form = filled_in(&page, &person, &site).await?;
    present(&page, form, Whereabouts::default(), &site, StatusCode::OK).await
}

async fn present(
    page: &Page,
    form: Form,
    whereabouts: Whereabouts,
    site: &Site,
    status: StatusCode,
) -> Result<Response, PageError> {
    let person = site.app.person(&page.actor, own(&page.actor)?).await?;
    let logins = site.app.list_logins(&page.actor).await?;
    let appointments = choices(page, "person-appointment", AppointmentKind::ALL);
    let languages = choices(page, "person-language", Language::ALL);
    let mail = Wishes::own(page, site).await?;
    page.show_as(status, &Show { page, form, whereabouts, appointments, languages, person, mail, logins })
}

#[handler]
async fn edit(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    match write(&page, form, own(&page.actor)?, &site).await? {
        Ok(_) => Ok(go("/me/settings", Some("person-saved"))),
        Err((form, whereabouts)) => {
            present(&page, form, whereabouts, &site, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

#[handler]
fn password(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let shortest = site.app.settings().passwords.shortest;
    page.show(&Password { page: &page, form: Form::blank(page.locale).about("login"), shortest })
}

#[handler]
async fn change_password(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let shortest = site.app.settings().passwords.shortest;
    let form = form.about("login");
    match site.app.change_password(&page.actor, form.value("present"), form.value("password")).await {
        Ok(opened) => {
            let changed = go("/me/settings", Some("login-password-changed"));
            with_cookie(changed, &session_cookie(&site, &opened))
        }
        Err(Error::Invalid(faults)) => {
            let form = form.blame(&faults);
            page.show_as(StatusCode::UNPROCESSABLE_ENTITY, &Password { page: &page, form, shortest })
        }
        Err(Error::Rejected(rejection)) => {
            let form = form.refused(&rejection);
            page.show_as(status_of(&rejection), &Password { page: &page, form, shortest })
        }
        Err(other) => Err(other.into()),
    }
}

#[handler]
async fn end_login(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let id: LoginId = id.parse().map_err(|_| PageError::Missing)?;
    site.app.end_login(&page.actor, id).await?;
    Ok(go("/me/settings", Some("login-ended")))
}

#[handler]
async fn sign_out_everywhere(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.sign_out_everywhere(&page.actor).await?;
    with_cookie(go("/sign-in", Some("login-all-ended")), &stale_cookie(&site))
}
