//! Going on in another cohort of the same course: asked for by the person, or done by the coordinator.

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::offer::{self, Offer};
use super::page::{Page, go};
use crate::policy::Policy;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_domain::enrollment::Listed;
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::text::Line;

pub fn pages(pages: Pages) -> Pages {
    pages.get("/me/enrollments/:id/transfer", Policy::SignedIn, ask).post(
        "/me/enrollments/:id/transfer",
        Policy::SignedIn,
        transfer,
    )
}

#[derive(Template)]
#[template(path = "enrollment/transfer.html")]
struct Ask<'a> {
    page: &'a Page,
    of: &'a Listed,
    form: Form,
    cohorts: Vec<Choice>,
    /// Where the enrollment itself is shown.
    back: String,
}

#[handler]
async fn ask(page: Page, id: Path<EnrollmentId>, site: Data<&Site>) -> Result<Response, PageError> {
    let form = Form::blank(page.locale);
    choose(&page, &site, *id, form, StatusCode::OK).await
}

async fn choose(
    page: &Page,
    site: &Site,
    id: EnrollmentId,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let of = site.app.enrollment(&page.actor, id).await?;
    // Whoever may move it at all may move it to where it is.
    site.app.may_transfer(&page.actor, id, of.enrollment.cohort).await?;
    let cohorts = site.app.cohorts_to_go_on_in(&page.actor, &of).await?;
    let cohorts = offer::offers(site, page, cohorts).await?;
    let cohorts = cohorts.iter().map(|offer| choice(page, offer)).collect();
    let back = shown(page, &of, id);
    page.show_as(status, &Ask { page, of: &of, form, cohorts, back })
}

/// "WATER-02, 12–30 травня 2026 · Полтава · Вільно 12 місць із 30".
fn choice(page: &Page, offer: &Offer) -> Choice {
    let plan = &offer.cohort.plan;
    let dates = page.period(&plan.starts_on, &plan.ends_on);
    let words = [format!("{}, {dates}", plan.code), offer.whereabouts(page), offer.seats(page)];
    Choice::new(offer.cohort.id, words.join(" · "))
}

pub(super) fn shown(page: &Page, of: &Listed, id: EnrollmentId) -> String {
    let manages = page.actor.sight().manages.covers(&of.run.place);
    let area = if manages && page.actor.person() != Some(of.enrollment.person) { "manage" } else { "me" };
    format!("/{area}/enrollments/{id}")
}

#[handler]
async fn transfer(
    page: Page,
    id: Path<EnrollmentId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let form = form.about("enrollment");
    let again = StatusCode::UNPROCESSABLE_ENTITY;
    let to: Option<CohortId> = form.value("cohort_id").parse().ok();
    let note = Line::optional("note", form.value("note"));
    let (Some(to), Ok(note)) = (to, &note) else {
        let nowhere = to.is_none().then(|| Invalid::new("cohort_id", Fault::Missing));
        let faults: Vec<Invalid> = nowhere.into_iter().chain(note.err()).collect();
        return choose(&page, &site, *id, form.blame(&faults), again).await;
    };
    let of = site.app.enrollment(&page.actor, *id).await?;
    let permit = site.app.may_transfer(&page.actor, *id, to).await?;
    match site.app.transfer(permit, note.clone()).await {
        Ok(done) => {
            let there = shown(&page, &of, done.enrollment.id);
            Ok(go(&there, Some("enrollment-transferred-flash")))
        }
        Err(Error::Rejected(rejection)) => choose(&page, &site, *id, form.refused(&rejection), again).await,
        Err(other) => Err(other.into()),
    }
}
