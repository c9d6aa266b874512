//! Registers on a device: the page that is shown where there is no network, and what makes it installable.

use super::Pages;
use super::attendance::sheet;
use super::error::PageError;
use super::form::{Choice, Form};
use super::page::Page;
use crate::policy::Policy;
use crate::site::Site;
use askama::Template;
use poem::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::json;

pub fn pages(pages: Pages) -> Pages {
    pages.get("/teach/device", Policy::Everyone, show).get(
        "/manifest.webmanifest",
        Policy::Everyone,
        manifest,
    )
}

#[derive(Template)]
#[template(path = "register/device.html")]
struct Device<'a> {
    page: &'a Page,
    form: Form,
    kinds: Vec<Choice>,
    reasons: Vec<Choice>,
}

/// Holds nothing about anybody: browsers keep it, and a script fills it with what the device has of its owner.
#[handler]
fn show(page: Page) -> Result<Response, PageError> {
    let form = Form::blank(page.locale);
    page.show(&Device { page: &page, form, kinds: sheet::kinds(&page), reasons: sheet::reasons(&page) })
}

#[handler]
fn manifest(page: Page, site: Data<&Site>) -> Response {
    let name = site.name(page.locale);
    let icon = |purpose| json!({"src": page.asset("mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": purpose});
    let document = json!({
        "id": "/teach",
        "name": name,
        "short_name": name,
        "lang": page.locale.to_string(),
        "start_url": "/teach",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fcfaf5",
        "theme_color": "#0e4b91",
        "icons": [icon("any"), icon("maskable")],
    });
    Response::builder()
        .header(CONTENT_TYPE, "application/manifest+json")
        .header(CACHE_CONTROL, "public, max-age=3600")
        .body(document.to_string())
}
