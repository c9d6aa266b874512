//! The public check of a certificate: by its code, or by number and surname together (standards CERT-20).

use super::Pages;
use super::certificate::{Shown, document, shown};
use super::error::PageError;
use super::form::Form;
use super::page::{Page, go};
use crate::policy::Policy;
use crate::site::Site;
use crate::throttle::{EVERY_CHECK_TAKES, Throttle};
use askama::Template;
use poem::http::header::REFERRER_POLICY;
use poem::http::{HeaderName, HeaderValue, StatusCode};
use poem::web::{Data, Path, RemoteAddr};
use poem::{EndpointExt, Response, handler};
use postup_domain::certificate::CheckCode;
use std::sync::Arc;
use tokio::time::Instant;

pub fn pages(pages: Pages) -> Pages {
    let throttle = Arc::new(Throttle::of_checks());
    pages
        .get("/verify", Policy::Everyone, ask)
        .post("/verify", Policy::Everyone, search.data(Arc::clone(&throttle)))
        .get("/verify/:code", Policy::Everyone, check.data(Arc::clone(&throttle)))
        .get("/verify/:code/pdf", Policy::Everyone, print.data(throttle))
}

#[derive(Template)]
#[template(path = "verify/ask.html")]
struct Ask<'a> {
    page: &'a Page,
    form: Form,
}

#[derive(Template)]
#[template(path = "verify/show.html")]
struct Show<'a> {
    page: &'a Page,
    found: Vec<Shown>,
    /// Where the document can be had; nowhere for those who did not bring the code.
    pdf: String,
}

/// Kept out of search engines and out of other sites' logs.
fn unlisted(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Counts the question, and is over when as much time has passed as every check takes.
async fn pace(site: &Site, throttle: &Throttle, asker: &RemoteAddr) -> Result<Instant, PageError> {
    throttle.admit(asker, site.app.now()).map_err(|_| PageError::TooMany)?;
    Ok(Instant::now() + EVERY_CHECK_TAKES)
}

#[handler]
async fn ask(page: Page) -> Result<Response, PageError> {
    let form = Form::blank(page.locale).about("verify");
    page.show(&Ask { page: &page, form })
}

/// A code leads to its page; number and surname are answered here, since the code is not theirs to have.
#[handler]
async fn search(
    page: Page,
    Data(site): Data<&Site>,
    Data(throttle): Data<&Arc<Throttle>>,
    asker: &RemoteAddr,
    form: Form,
) -> Result<Response, PageError> {
    let mut form = form.about("verify");
    let [code, number, surname] =
        ["code", "number", "surname"].map(|name| form.value(name).trim().to_owned());
    if !code.is_empty() {
        match code.parse::<CheckCode>() {
            Ok(code) => return Ok(unlisted(go(&format!("/verify/{code}"), None))),
            Err(_) => form.complain("code", "verify-code-malformed"),
        }
    } else if number.is_empty() && surname.is_empty() {
        form.complain("code", "verify-nothing");
    } else if number.is_empty() {
        form.complain("number", "verify-number-missing");
    } else if surname.is_empty() {
        form.complain("surname", "verify-surname-missing");
    }
    if form.is_faulty() {
        return page.show_as(StatusCode::UNPROCESSABLE_ENTITY, &Ask { page: &page, form });
    }
    let until = pace(site, throttle, asker).await?;
    let checked = site.app.check_by_number(&number, &surname).await?;
    tokio::time::sleep_until(until).await;
    let found = checked.iter().map(|checked| shown(&page, checked)).collect();
    Ok(unlisted(page.show(&Show { page: &page, found, pdf: String::new() })?))
}

/// Hit and miss answer alike in status and time (reliability C10).
#[handler]
async fn check(
    page: Page,
    Data(site): Data<&Site>,
    Data(throttle): Data<&Arc<Throttle>>,
    asker: &RemoteAddr,
    Path(code): Path<String>,
) -> Result<Response, PageError> {
    let until = pace(site, throttle, asker).await?;
    let checked = site.app.check_by_code(&code).await?;
    tokio::time::sleep_until(until).await;
    let pdf = checked.as_ref().map(|found| found.certificate.facts.check_code);
    let pdf = pdf.map(|code| format!("/verify/{code}/pdf")).unwrap_or_default();
    let found = checked.iter().map(|checked| shown(&page, checked)).collect();
    Ok(unlisted(page.show(&Show { page: &page, found, pdf })?))
}

#[handler]
async fn print(
    Data(site): Data<&Site>,
    Data(throttle): Data<&Arc<Throttle>>,
    asker: &RemoteAddr,
    Path(code): Path<String>,
) -> Result<Response, PageError> {
    let until = pace(site, throttle, asker).await?;
    let checked = site.app.check_by_code(&code).await?;
    tokio::time::sleep_until(until).await;
    let checked = checked.ok_or(PageError::Missing)?;
    Ok(unlisted(document(site, &checked.certificate.facts).await?))
}
