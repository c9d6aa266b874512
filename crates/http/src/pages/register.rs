//! Registration and the confirmation of the address.

use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::login::RawRegistration;
use postup_domain::login::LinkPurpose;

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form, choices};
use super::page::{Page, go};
use super::settings::raw_profile;
use super::sign_in::{Note, dead_link};
use super::whereabouts::{Whereabouts, find};
use crate::policy::Policy;
use crate::site::Site;
use postup_domain::person::AppointmentKind;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/register", Policy::Everyone, show)
        .post("/register", Policy::Everyone, register)
        .get("/register/sent", Policy::Everyone, sent)
        .get("/confirm/:token", Policy::Everyone, ask)
        .post("/confirm/:token", Policy::Everyone, confirm)
}

#[derive(Template)]
#[template(path = "registration/new.html")]
struct New<'a> {
    page: &'a Page,
    form: Form,
    whereabouts: Whereabouts,
    appointments: Vec<Choice>,
    shortest: usize,
}

fn form_page(
    page: &Page,
    form: Form,
    whereabouts: Whereabouts,
    site: &Site,
    status: StatusCode,
) -> Result<Response, PageError> {
    let appointments = choices(page, "person-appointment", AppointmentKind::ALL);
    let shortest = site.app.settings().passwords.shortest;
    page.show_as(status, &New { page, form, whereabouts, appointments, shortest })
}

#[handler]
fn show(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let form = Form::blank(page.locale).about("person").with("language", page.locale);
    form_page(&page, form, Whereabouts::default(), &site, StatusCode::OK)
}

#[handler]
async fn register(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let (mut form, whereabouts) = find(&page, form.about("person"), &site).await?;
    let raw = RawRegistration {
        email: form.raw("email"),
        password: form.raw("password"),
        profile: raw_profile(&form),
    };
    if form.is_faulty() {
        // The other fields are judged too, so that everything is shown at once.
        if let Err(Error::Invalid(faults)) = site.app.judge_registration(&raw) {
            form = form.blame(&faults);
        }
        return form_page(&page, form, whereabouts, &site, StatusCode::UNPROCESSABLE_ENTITY);
    }
    match site.app.take_registration(&raw).await {
        Ok(()) => Ok(go("/register/sent", None)),
        Err(Error::Invalid(faults)) => {
            let form = form.blame(&faults);
            form_page(&page, form, whereabouts, &site, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(other) => Err(other.into()),
    }
}

#[handler]
fn sent(page: Page) -> Result<Response, PageError> {
    page.show(&Note { page: &page, title: "login-sent-title", body: "login-register-sent", next: None })
}

#[derive(Template)]
#[template(path = "registration/confirm.html")]
struct Confirm<'a> {
    page: &'a Page,
    action: String,
}

/// Only shows a button: mail programs that look at links do not use them up.
#[handler]
async fn ask(page: Page, token: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    if !site.app.link_works(&token, LinkPurpose::ConfirmAddress).await? {
        return dead_link(&page, ("/sign-in", "common-sign-in"));
    }
    page.show(&Confirm { page: &page, action: format!("/confirm/{}", token.0) })
}

#[handler]
async fn confirm(page: Page, token: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    match site.app.confirm_address(&token).await {
        Ok(()) => Ok(go("/sign-in", Some("login-confirmed"))),
        Err(Error::Rejected(_)) => dead_link(&page, ("/sign-in", "common-sign-in")),
        Err(other) => Err(other.into()),
    }
}
