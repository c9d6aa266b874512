//! Answering an offer or a nomination: from one's own page, or by the link in the letter without a sign-in. A link only
//! shows the question, so that mail programs which look at links answer nothing.

use super::error::PageError;
use super::form::Form;
use super::page::{Page, go};
use super::sign_in::{Note, dead_link};
use super::{Pages, approval, offer};
use crate::policy::Policy;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::enrollment::answer::{Question, Reply};
use postup_app::enrollment::wording;
use postup_domain::enrollment::{Decided, Listed};
use postup_domain::id::EnrollmentId;

pub fn pages(pages: Pages) -> Pages {
    pages
        .post("/me/enrollments/:id/acceptance", Policy::SignedIn, accept)
        .post("/me/enrollments/:id/decline", Policy::SignedIn, decline)
        .get("/answer/:token", Policy::Everyone, ask)
        .post("/answer/:token", Policy::Everyone, answer)
        .post("/answer/:token/account", Policy::Everyone, make_account)
}

/// The question behind a link.
#[derive(Template)]
#[template(path = "enrollment/answer.html")]
pub(super) struct Ask<'a> {
    pub(super) page: &'a Page,
    pub(super) of: &'a Listed,
    pub(super) explanation: String,
    pub(super) deadline: String,
    pub(super) action: String,
    /// What else the person has at the time of the sessions.
    pub(super) clashes: Vec<String>,
}

/// What the answer led to, for somebody who did not sign in.
#[derive(Template)]
#[template(path = "enrollment/answered.html")]
pub(super) struct Answered<'a> {
    pub(super) page: &'a Page,
    pub(super) of: &'a Listed,
    pub(super) title: String,
    pub(super) explanation: String,
    /// Where somebody without an account gets one; empty for everybody else.
    pub(super) account: String,
}

fn own_page(done: &Decided, flash: &'static str) -> Response {
    go(&format!("/me/enrollments/{}", done.enrollment.id), Some(flash))
}

#[handler]
async fn accept(page: Page, id: Path<EnrollmentId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_answer(&page.actor, *id).await?;
    Ok(own_page(&site.app.accept(permit).await?, "enrollment-accepted-flash"))
}

#[handler]
async fn decline(page: Page, id: Path<EnrollmentId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_answer(&page.actor, *id).await?;
    Ok(own_page(&site.app.decline(permit).await?, "enrollment-declined-flash"))
}

#[handler]
async fn ask(page: Page, token: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    match site.app.question_behind(&token).await {
        Ok(Question { of, permit: Reply::Answer(_) }) => {
            site.app.note_opening(&token).await?;
            question(&page, &site, &of, &token).await
        }
        Ok(Question { of, .. }) => approval::ask(&page, &of, Form::blank(page.locale), &token),
        Err(Error::Rejected(_)) => dead(&page),
        Err(other) => Err(other.into()),
    }
}

/// A question that is answered, over, or was never asked.
fn dead(page: &Page) -> Result<Response, PageError> {
    let next = Some(("/me", "enrollment-me-title"));
    let note = Note { page, title: "login-link-dead-title", body: "enrollment-answer-dead", next };
    page.show_as(StatusCode::UNPROCESSABLE_ENTITY, &note)
}
async fn question(page: &Page, site: &Site, of: &Listed, token: &str) -> Result<Response, PageError> {
    let deadline = of.enrollment.answer_by.map(|at| page.occasion(&at, &of.run.time_zone));
    page.show(&Ask {
        page,
        explanation: wording::explanation(page.locale, true, &site.app.explain(of).await?),
        deadline: deadline.unwrap_or_default(),
        action: format!("/answer/{token}"),
        clashes: offer::clashes(page, &site.app.clashes_of(of).await?),
        of,
    })
}

#[handler]
async fn answer(
    page: Page,
    token: Path<String>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let (asked, permit) = match site.app.question_behind(&token).await {
        Ok(Question { of, permit: Reply::Answer(permit) }) => (of, permit),
        Ok(Question { of, permit: Reply::Approval(permit) }) => {
            return approval::answer(&page, &site, &of, permit, form, &token).await;
        }
        Err(Error::Rejected(_)) => return dead(&page),
        Err(other) => return Err(other.into()),
    };
    let done = match form.value("answer") {
        "yes" => site.app.accept(permit).await?,
        "no" => site.app.decline(permit).await?,
        _ => return question(&page, &site, &asked, &token).await,
    };
    let is_new = !done.enrollment.state.is_over() && !site.app.has_account(done.enrollment.person).await?;
    let account = if is_new { format!("/answer/{}/account", *token) } else { String::new() };
    let of = Listed { enrollment: done.enrollment, cause: done.cause, queue: done.queue, ..asked };
    page.show(&Answered {
        page: &page,
        title: page.word("enrollment-state", of.enrollment.state),
        explanation: wording::explanation(page.locale, true, &done.explanation),
        of: &of,
        account,
    })
}

/// An account for whoever answered by letter; they choose their password next.
#[handler]
async fn make_account(page: Page, token: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    match site.app.account_by_letter(&token).await {
        Ok(chosen_by) => Ok(go(&format!("/reset/{}", chosen_by.reveal()), None)),
        Err(Error::Rejected(_)) => dead_link(&page, ("/sign-in", "common-sign-in")),
        Err(other) => Err(other.into()),
    }
}
