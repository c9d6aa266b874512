//! Sheets to sign, as PDF.

use crate::pages::error::PageError;
use crate::pages::page::Page;
use crate::paper;
use crate::site::Site;
use poem::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use poem::web::{Data, Path, Query};
use poem::{Response, handler};
use postup_domain::attendance::SignatureSheet;
use postup_domain::id::{CohortId, SessionId};
use postup_i18n::Locale;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Wish {
    /// The reader's own when absent.
    language: Option<String>,
}

#[handler]
pub(super) async fn of_session(
    page: Page,
    id: Path<SessionId>,
    wish: Query<Wish>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let sheet = site.app.signature_sheet(&page.actor, *id).await?;
    answer(&page, &site, &wish, &[sheet]).await
}

#[handler]
pub(super) async fn of_cohort(
    page: Page,
    id: Path<CohortId>,
    wish: Query<Wish>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let sheets = site.app.signature_sheets(&page.actor, *id).await?;
    answer(&page, &site, &wish, &sheets).await
}

async fn answer(
    page: &Page,
    site: &Site,
    wish: &Wish,
    sheets: &[SignatureSheet],
) -> Result<Response, PageError> {
    let wished = wish.language.as_deref().map(str::parse::<Locale>);
    let locale = wished.transpose().map_err(|_| PageError::Unreadable)?.unwrap_or(page.locale);
    let pdf = paper::signatures(site, sheets, locale).await?;
    Ok(Response::builder()
        .header(CONTENT_TYPE, "application/pdf")
        .header(CONTENT_DISPOSITION, paper::signatures_disposition(sheets))
        .body(pdf))
}
