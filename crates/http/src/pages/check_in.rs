//! Check-in of one's own: the page behind the symbol on the screen, the field for digits and words, and what the trainer
//! sees of it.

mod carried;
mod desk;

pub(super) use desk::{Doors, doors};

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::page::{Page, go, sign_in_then};
use super::sign_in::{status_of, with_cookie};
use crate::caller;
use crate::policy::Policy;
use crate::reason;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Request, Response, handler};
use postup_app::Error;
use postup_app::check_in::OwnCheckIn;
use postup_certificates::Symbol;
use postup_domain::check_in::{CheckedIn, PATIENCE};
use postup_domain::id::SessionId;
use postup_domain::rejection::Refusal;

pub fn pages(pages: Pages) -> Pages {
    let pages = carried::pages(desk::pages(pages));
    pages
        .get("/check-in", Policy::SignedIn, ask)
        .post("/check-in", Policy::SignedIn, typed)
        .get("/check-in/:session", Policy::SignedIn, show)
        .post("/check-in/:session", Policy::SignedIn, scanned)
        .get("/check-in/:session/:token", Policy::Everyone, offer)
}

/// The cookie that keeps a scan while its person signs in.
const KEPT: &str = "scan";

#[derive(Template)]
#[template(path = "check_in/new.html")]
struct New<'a> {
    page: &'a Page,
    form: Form,
}

#[derive(Template)]
#[template(path = "check_in/show.html")]
struct Show<'a> {
    page: &'a Page,
    own: &'a OwnCheckIn,
    /// What the button sends; empty where there is no button.
    token: String,
    /// Why there is none.
    shut: String,
    waits: bool,
}

#[handler]
fn ask(page: Page) -> Result<Response, PageError> {
    let form = Form::blank(page.locale).about("check-in");
    page.show(&New { page: &page, form })
}

#[handler]
async fn typed(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let entered = site.app.check_in_typed(&page.actor, None, form.value("code")).await;
    answered(&page, form, entered)
}

/// Only shows a button: programs that look at links check nobody in. A visitor signs in first and comes back; the scan is
/// kept for them.
#[handler]
async fn offer(
    page: Page,
    path: Path<(SessionId, String)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (session, token) = &*path;
    let kept = site.app.keep_scan(*session, token).await?;
    let response = if page.is_signed_in() {
        own(&page, &site, *session, token).await?
    } else {
        go(&sign_in_then(&format!("/check-in/{session}/{token}")), None)
    };
    let Some(kept) = kept else { return Ok(response) };
    let secure = if site.https() { "; Secure" } else { "" };
    let cookie = format!(
        "{KEPT}={kept}; Path=/check-in/{session}; Max-Age={}; HttpOnly; SameSite=Lax{secure}",
        PATIENCE.num_seconds()
    );
    with_cookie(response, &cookie)
}

#[handler]
async fn show(page: Page, session: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    own(&page, &site, *session, "").await
}

async fn own(page: &Page, site: &Site, session: SessionId, token: &str) -> Result<Response, PageError> {
    let own = site.app.own_check_in(&page.actor, session).await?;
    let door = own.door.as_ref().err().map(|shut| reason::rejection(page.locale, shut));
    let may = own.seated && own.since.is_none() && door.is_none();
    page.show(&Show {
        page,
        token: if may { token.to_owned() } else { String::new() },
        shut: match (own.seated, own.since) {
            (false, _) => page.t("check-in-no-seat"),
            (true, None) => door.unwrap_or_default(),
            (true, Some(_)) => String::new(),
        },
        waits: own.door == Ok(CheckedIn::Waiting),
        own: &own,
    })
}

#[handler]
async fn scanned(
    request: &Request,
    page: Page,
    session: Path<SessionId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let permit = site.app.may_check_in(&page.actor, *session).await?;
    let kept = caller::cookie(request, KEPT);
    let entered = site.app.check_in(&permit, form.value("token"), kept.as_deref()).await;
    answered(&page, form, entered.map(|outcome| (*session, outcome)))
}

/// After a check-in: where it stands; or the field for the digits, with what was wrong.
fn answered(
    page: &Page,
    form: Form,
    entered: Result<(SessionId, CheckedIn), Error>,
) -> Result<Response, PageError> {
    let form = form.about("check-in");
    let (status, form) = match entered {
        Ok((session, outcome)) => {
            let done = match outcome {
                CheckedIn::Recorded => "check-in-flash-recorded",
                CheckedIn::Waiting => "check-in-flash-waiting",
                CheckedIn::Known => "check-in-flash-known",
            };
            return Ok(go(&format!("/check-in/{session}"), Some(done)));
        }
        Err(Error::Invalid(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, form.blame(&faults)),
        Err(Error::Rejected(no)) if no.refusal == Refusal::CheckInCodeUnknown => {
            let mut form = form;
            form.complain_with("code", reason::rejection(page.locale, &no));
            (StatusCode::UNPROCESSABLE_ENTITY, form)
        }
        Err(Error::Rejected(no)) => (status_of(&no), form.refused(&no)),
        Err(other) => return Err(other.into()),
    };
    page.show_as(status, &New { page, form })
}

/// A symbol with its quiet zone, as a page draws it.
struct Drawn {
    label: String,
    side: usize,
    bars: String,
}

/// Modules of quiet around a symbol.
const QUIET: usize = 4;

impl Drawn {
    fn new(text: &str, label: String) -> Result<Self, PageError> {
        let Symbol { side, bars } = Symbol::of(text).map_err(|error| PageError::broken(&error))?;
        Ok(Self { label, side: side + 2 * QUIET, bars })
    }
}
