//! Certificates as pages: the holder's own, and what the issuer does with them.

mod claims;
mod issue;
mod register;

pub use claims::{Shown, shown};

use super::Pages;
use super::error::PageError;
use super::page::Page;
use crate::caller::Caller;
use crate::paper;
use crate::policy::{MANAGERS, Policy};
use crate::site::Site;
use askama::Template;
use poem::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::certificate::Checked;
use postup_domain::certificate::{Certificate, Facts};
use postup_domain::id::CertificateId;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/me/certificates", Policy::SignedIn, mine)
        .get("/certificates/:id/pdf", Policy::SignedIn, download)
        .get("/manage/cohorts/:id/certificates", MANAGERS, issue::list)
        .post("/manage/cohorts/:id/certificates", MANAGERS, issue::issue)
        .post("/manage/cohorts/:id/certificates/draft", MANAGERS, issue::confirm)
        .get("/manage/cohorts/:id/certificates/sample/:enrollment", MANAGERS, issue::sample)
        .get("/manage/certificates", MANAGERS, register::list)
        .get("/manage/certificates.csv", MANAGERS, register::download)
        .get("/manage/certificates/:id", MANAGERS, register::show)
        .post("/manage/certificates/:id/revocation", MANAGERS, register::revoke)
}

#[derive(Template)]
#[template(path = "certificate/mine.html")]
struct Mine<'a> {
    page: &'a Page,
    entries: Vec<(Certificate, Shown)>,
}

#[handler]
async fn mine(page: Page, Data(site): Data<&Site>, Caller(actor): Caller) -> Result<Response, PageError> {
    let certificates = site.app.own_certificates(&actor).await?;
    let entry = |certificate: Certificate| {
        let checked = Checked { certificate, replaced_by: None };
        let shown = shown(&page, &checked);
        (checked.certificate, shown)
    };
    page.show(&Mine { page: &page, entries: certificates.into_iter().map(entry).collect() })
}

#[handler]
async fn download(
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: CertificateId = id.parse().map_err(|_| PageError::Missing)?;
    let checked = site.app.certificate(&actor, id).await?;
    document(site, &checked.certificate.facts).await
}

/// The PDF of frozen facts as an answer.
pub async fn document(site: &Site, facts: &Facts) -> Result<Response, PageError> {
    let pdf = paper::pdf(site, facts).await?;
    Ok(Response::builder()
        .header(CONTENT_TYPE, "application/pdf")
        .header(CONTENT_DISPOSITION, paper::disposition(facts))
        .body(pdf))
}
