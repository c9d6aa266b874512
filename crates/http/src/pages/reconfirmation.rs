//! Whether somebody still comes: answered on one's own page, or by the link in the letter without a sign-in. A link only
//! shows the question.

use super::Pages;
use super::answer::{Answered, Ask};
use super::error::PageError;
use super::form::Form;
use super::page::{Page, go};
use super::sign_in::dead_link;
use crate::policy::Policy;
use crate::site::Site;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::enrollment::wording;
use postup_domain::enrollment::{Listed, Reconfirmation, ReconfirmationState};
use postup_domain::id::EnrollmentId;

pub fn pages(pages: Pages) -> Pages {
    pages
        .post("/me/enrollments/:id/reconfirmation", Policy::SignedIn, answer_on_own_page)
        .get("/reconfirm/:token", Policy::Everyone, ask)
        .post("/reconfirm/:token", Policy::Everyone, answer)
}

/// What was said; nothing when it was neither.
fn comes(form: &Form) -> Option<bool> {
    match form.value("answer") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// How the question stands, as a tag: tone and words.
pub(super) fn tag(page: &Page, asked: Option<&Reconfirmation>) -> Option<(&'static str, String)> {
    let asked = asked?;
    let tone = match asked.state {
        ReconfirmationState::Asked => "going",
        ReconfirmationState::Confirmed => "good",
        ReconfirmationState::Declined => "bad",
        ReconfirmationState::Silent => "caution",
    };
    Some((tone, page.word("enrollment-reconfirmation", asked.state)))
}

#[handler]
async fn answer_on_own_page(
    page: Page,
    id: Path<EnrollmentId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_answer(&page.actor, *id).await?;
    let own = format!("/me/enrollments/{}", *id);
    let Some(comes) = comes(&form) else { return Ok(go(&own, None)) };
    site.app.reconfirm(permit, comes).await?;
    Ok(go(&own, Some(if comes { "enrollment-reconfirmed-flash" } else { "enrollment-declined-flash" })))
}

async fn question(
    page: &Page,
    site: &Site,
    of: &Listed,
    token: &str,
    status: StatusCode,
) -> Result<Response, PageError> {
    let deadline = of.reconfirmation.map(|asked| page.occasion(&asked.answer_by, &of.run.time_zone));
    let explanation = wording::explanation(page.locale, true, &site.app.explain(of).await?);
    let (deadline, action) = (deadline.unwrap_or_default(), format!("/reconfirm/{token}"));
    let clashes = super::offer::clashes(page, &site.app.clashes_of(of).await?);
    page.show_as(status, &Ask { page, of, explanation, deadline, action, clashes })
}

#[handler]
async fn ask(page: Page, token: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    match site.app.reconfirmation_behind(&token).await {
        Ok(of) => question(&page, &site, &of, &token, StatusCode::OK).await,
        Err(Error::Rejected(_)) => dead_link(&page, ("/me", "enrollment-me-title")),
        Err(other) => Err(other.into()),
    }
}

#[handler]
async fn answer(
    page: Page,
    token: Path<String>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let asked = match site.app.reconfirmation_behind(&token).await {
        Ok(of) => of,
        Err(Error::Rejected(_)) => return dead_link(&page, ("/me", "enrollment-me-title")),
        Err(other) => return Err(other.into()),
    };
    let Some(comes) = comes(&form) else {
        return question(&page, &site, &asked, &token, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let permit = site.app.may_reconfirm_by_letter(&token).await?;
    let done = site.app.reconfirm(permit, comes).await?;
    page.show(&Answered {
        page: &page,
        title: page.word("enrollment-state", done.enrollment.state),
        explanation: wording::explanation(page.locale, true, &done.explanation),
        of: &asked,
        account: String::new(),
    })
}
