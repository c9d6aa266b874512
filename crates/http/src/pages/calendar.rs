//! One's own calendar: the page that opens and closes it, and what other programs read under its address.

use super::Pages;
use super::error::PageError;
use super::page::{Page, go};
use crate::policy::Policy;
use crate::site::Site;
use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use poem::http::StatusCode;
use poem::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use poem::web::{Data, Path};
use poem::{Request, Response, handler};
use postup_app::calendar::Subscription;
use postup_domain::access::MayEditPerson;
use sha2::{Digest, Sha256};

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/me/calendar", Policy::SignedIn, show)
        .post("/me/calendar", Policy::SignedIn, subscribe)
        .post("/me/calendar/closing", Policy::SignedIn, close)
        .get("/calendar/:token", Policy::Everyone, read)
}

#[derive(Template)]
#[template(path = "calendar/show.html")]
struct Show<'a> {
    page: &'a Page,
    open: Option<Subscription>,
}

#[handler]
async fn show(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let open = site.app.own_calendar(&page.actor).await?;
    page.show(&Show { page: &page, open })
}

#[handler]
async fn subscribe(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.open_calendar(&own(&page, &site).await?).await?;
    Ok(go("/me/calendar", Some("calendar-opened")))
}

#[handler]
async fn close(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.close_calendar(&own(&page, &site).await?).await?;
    Ok(go("/me/calendar", Some("calendar-closed")))
}

async fn own(page: &Page, site: &Site) -> Result<MayEditPerson, PageError> {
    let person = page.actor.person().ok_or(PageError::Denied)?;
    Ok(site.app.may_edit_person(&page.actor, person).await?)
}

/// For programs: the calendar, or that it is still what they have (RFC 9110, 13.1.2).
#[handler]
async fn read(request: &Request, token: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let text = site.app.calendar(&token.0).await?;
    let tag = format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&text)));
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let unchanged =
        known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let response = Response::builder().header(ETAG, tag).header(CACHE_CONTROL, "private, no-cache");
    Ok(if unchanged {
        response.status(StatusCode::NOT_MODIFIED).finish()
    } else {
        response.header(CONTENT_TYPE, "text/calendar; charset=utf-8").body(text)
    })
}
