//! The code that a person carries.

use super::Drawn;
use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::page::{Page, go};
use crate::policy::Policy;
use crate::site::Site;
use askama::Template;
use poem::web::Data;
use poem::{Response, handler};
use postup_domain::access::MayEditPerson;

pub(super) fn pages(pages: Pages) -> Pages {
    pages.get("/me/code", Policy::SignedIn, show).post("/me/code", Policy::SignedIn, renew).post(
        "/me/code/closing",
        Policy::SignedIn,
        void,
    )
}

#[derive(Template)]
#[template(path = "check_in/carried.html")]
struct Show<'a> {
    page: &'a Page,
    symbol: Option<Drawn>,
    digits: String,
    since: String,
}

#[handler]
async fn show(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let code = site.app.own_code(&page.actor).await?;
    let draw = |text: &str| Drawn::new(text, page.t("check-in-carried-symbol"));
    page.show(&Show {
        page: &page,
        symbol: code.as_ref().map(|(code, _)| draw(code.as_str())).transpose()?,
        digits: code.as_ref().map(|(code, _)| code.spaced()).unwrap_or_default(),
        since: code.map(|(_, since)| page.moment(&since)).unwrap_or_default(),
    })
}

#[handler]
async fn renew(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.renew_code(&own(&page, &site).await?).await?;
    Ok(go("/me/code", Some("check-in-carried-renewed-flash")))
}

#[handler]
async fn void(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.void_code(&own(&page, &site).await?).await?;
    Ok(go("/me/code", Some("check-in-carried-void-flash")))
}

async fn own(page: &Page, site: &Site) -> Result<MayEditPerson, PageError> {
    let person = page.actor.person().ok_or(PageError::Denied)?;
    Ok(site.app.may_edit_person(&page.actor, person).await?)
}
