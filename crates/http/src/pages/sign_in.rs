//! Signing in and out, and choosing a new password by mail. These forms carry no key for sending twice: a request with a
//! password leaves no trace in the table of keys.

use askama::Template;
use poem::error::ResponseError as _;
use poem::http::{HeaderValue, StatusCode, header::SET_COOKIE};
use poem::web::{Data, Path};
use poem::{IntoResponse as _, Response, handler};
use postup_app::Error;
use postup_domain::access::{Actor, Role};
use postup_domain::login::{LinkPurpose, LoginKind};
use postup_domain::rejection::{Refusal, Rejection};

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::held::{Held, Offer};
use super::page::{Page, go, own_path};
use crate::caller::{session_cookie, stale_cookie};
use crate::policy::Policy;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/sign-in", Policy::Everyone, show)
        .post("/sign-in", Policy::Everyone, sign_in)
        .post("/sign-out", Policy::SignedIn, sign_out)
        .get("/forgot", Policy::Everyone, forgot)
        .post("/forgot", Policy::Everyone, ask_for_reset)
        .get("/forgot/sent", Policy::Everyone, reset_sent)
        .get("/reset/:token", Policy::Everyone, choose)
        .post("/reset/:token", Policy::Everyone, reset)
}

#[derive(Template)]
#[template(path = "login/new.html")]
struct New<'a> {
    page: &'a Page,
    form: Form,
    /// A form that waits until the reader has signed in.
    held: Option<Held>,
}

/// Asks whoever sent a form after their sign-in had ended to come back, with everything they had typed.
pub(super) fn ask_again(page: &Page, held: Held) -> Response {
    let form = Form::blank(page.locale).about("login");
    let shown = page.show_as(StatusCode::FORBIDDEN, &New { page, form, held: Some(held) });
    shown.unwrap_or_else(|broken| broken.status().into_response())
}

#[derive(Template)]
#[template(path = "login/forgot.html")]
struct Forgot<'a> {
    page: &'a Page,
    form: Form,
}

#[derive(Template)]
#[template(path = "login/reset.html")]
struct Reset<'a> {
    page: &'a Page,
    form: Form,
    token: String,
    shortest: usize,
}

/// Something to know, and where to go from here.
#[derive(Template)]
#[template(path = "login/note.html")]
pub(super) struct Note<'a> {
    pub page: &'a Page,
    pub title: &'a str,
    pub body: &'a str,
    /// A path and the key of its words.
    pub next: Option<(&'a str, &'a str)>,
}

/// How a refusal of a form is answered.
pub(super) fn status_of(rejection: &Rejection) -> StatusCode {
    match rejection.refusal {
        Refusal::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Adds a cookie to an answer.
pub(super) fn with_cookie(mut response: Response, cookie: &str) -> Result<Response, PageError> {
    let cookie = HeaderValue::from_str(cookie).map_err(|error| PageError::broken(&error))?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

#[handler]
fn show(page: Page, form: Form) -> Result<Response, PageError> {
    if page.is_signed_in() {
        return Ok(go(own_path(form.value("to")), None));
    }
    page.show(&New { page: &page, form: form.about("login"), held: None })
}

#[handler]
async fn sign_in(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let (email, password) = (form.value("email"), form.value("password"));
    let held = Held::behind(&form);
    match site.app.sign_in(email, password, LoginKind::Web, &page.actor).await {
        Ok(opened) => {
            let reader = site.app.recognise(opened.token.reveal()).await?;
            let home = reader.as_ref().map_or("/", |known| first_page(&known.actor));
            if let (Some(held), Some(reader)) = (held, reader) {
                let page = page.of(reader);
                let (typed, more) = held.typed();
                let offer = page.show(&Offer { page: &page, held: &held, typed, more, home })?;
                return with_cookie(offer, &session_cookie(&site, &opened));
            }
            let to = Some(form.value("to")).filter(|to| !to.is_empty()).map_or(home, own_path);
            with_cookie(go(to, None), &session_cookie(&site, &opened))
        }
        Err(Error::Rejected(rejection)) => {
            let form = form.about("login").refused(&rejection);
            page.show_as(status_of(&rejection), &New { page: &page, form, held })
        }
        Err(other) => Err(other.into()),
    }
}

/// Where the work of a reader begins.
fn first_page(actor: &Actor) -> &'static str {
    let homes = [
        (Role::ProgramManager, "/manage"),
        (Role::Trainer, "/teach"),
        (Role::Analyst, "/insight"),
        (Role::Donor, "/insight"),
        (Role::Administrator, "/admin"),
        (Role::Official, "/me"),
    ];
    homes.into_iter().find(|(role, _)| actor.has(*role)).map_or("/", |(_, home)| home)
}

#[handler]
async fn sign_out(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.sign_out(&page.actor).await?;
    with_cookie(go("/", Some("login-signed-out")), &stale_cookie(&site))
}

#[handler]
fn forgot(page: Page, form: Form) -> Result<Response, PageError> {
    page.show(&Forgot { page: &page, form: form.about("login") })
}

#[handler]
async fn ask_for_reset(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    match site.app.ask_for_reset(form.value("email")).await {
        Ok(()) => Ok(go("/forgot/sent", None)),
        Err(Error::Invalid(faults)) => {
            let form = form.about("login").blame(&faults);
            page.show_as(StatusCode::UNPROCESSABLE_ENTITY, &Forgot { page: &page, form })
        }
        Err(other) => Err(other.into()),
    }
}

#[handler]
fn reset_sent(page: Page) -> Result<Response, PageError> {
    page.show(&Note { page: &page, title: "login-sent-title", body: "login-reset-sent", next: None })
}

#[handler]
async fn choose(page: Page, token: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    if !site.app.link_works(&token, LinkPurpose::ResetPassword).await? {
        return dead_link(&page, ("/forgot", "login-forgot-again"));
    }
    let form = Form::blank(page.locale).about("login");
    page.show(&Reset { page: &page, form, token: token.0, shortest: site.app.settings().passwords.shortest })
}

/// A link from a letter that does not work any more.
pub(super) fn dead_link(page: &Page, next: (&str, &str)) -> Result<Response, PageError> {
    let note =
        Note { page, title: "login-link-dead-title", body: "rejection-link-not-valid", next: Some(next) };
    page.show_as(StatusCode::UNPROCESSABLE_ENTITY, &note)
}

#[handler]
async fn reset(
    page: Page,
    token: Path<String>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    match site.app.reset_password(&token, form.value("password")).await {
        Ok(()) => Ok(go("/sign-in", Some("login-password-chosen"))),
        Err(Error::Invalid(faults)) => {
            let form = form.about("login").blame(&faults);
            let shortest = site.app.settings().passwords.shortest;
            let again = Reset { page: &page, form, token: token.0, shortest };
            page.show_as(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(Error::Rejected(_)) => dead_link(&page, ("/forgot", "login-forgot-again")),
        Err(other) => Err(other.into()),
    }
}
