//! Guest places: what was missed at home, in a session of another cohort; asked for by the person, or given by the
//! coordinator.

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::page::{Page, go};
use super::transfer::shown;
use crate::policy::Policy;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::completion::Visitable;
use postup_domain::attendance::Meeting;
use postup_domain::cohort::time_zone;
use postup_domain::enrollment::Listed;
use postup_domain::id::{EnrollmentId, SessionId};
use postup_domain::session::SessionState;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/me/enrollments/:id/guest-places", Policy::SignedIn, list)
        .post("/me/enrollments/:id/guest-places/:session", Policy::SignedIn, give)
        .post("/me/enrollments/:id/guest-places/:session/ending", Policy::SignedIn, end)
}

/// A session in which somebody is a guest.
pub(super) struct Place {
    pub(super) session: SessionId,
    pub(super) title: String,
    pub(super) code: String,
    pub(super) when: String,
    pub(super) place: Option<String>,
    pub(super) link: Option<String>,
    pub(super) mark: String,
    pub(super) cancelled: bool,
    /// It has not begun, and the reader may give the place up.
    pub(super) may_end: bool,
}

/// A session in which somebody could be one.
pub(super) struct Possible {
    pub(super) session: SessionId,
    pub(super) title: String,
    /// Cohort, time, and what it brings.
    pub(super) words: String,
}

#[derive(Template)]
#[template(path = "guest/list.html")]
struct List<'a> {
    page: &'a Page,
    of: &'a Listed,
    own: bool,
    form: Form,
    places: Vec<Place>,
    possible: Vec<Possible>,
    /// Where the enrollment itself is shown.
    back: String,
}

pub(super) fn place(page: &Page, who: &Listed, of: &Meeting) -> Place {
    let ahead = of.starts_at > page.now;
    let manages = page.actor.sight().manages;
    let may_end = page.actor.person() == Some(who.enrollment.person)
        || (manages.covers(&who.run.place) && manages.covers(&of.place));
    Place {
        session: of.session,
        title: page.pick(&of.title).to_string(),
        code: page.t1("enrollment-show-cohort", "code", of.code.as_str()),
        when: page.occasion(&of.starts_at, &of.time_zone),
        place: of.venue.as_ref().map(ToString::to_string),
        link: of.link.as_ref().map(ToString::to_string),
        mark: match of.own {
            Some(own) => super::attendance::sheet::say(page, own),
            None if ahead => String::new(),
            None => page.t("enrollment-show-not-marked"),
        },
        cancelled: of.state == SessionState::Cancelled,
        may_end: ahead && may_end,
    }
}

pub(super) fn possible(page: &Page, of: &Visitable) -> Result<Possible, PageError> {
    let zone = time_zone("time_zone", &of.session.time_zone).map_err(Error::from)?;
    let code = page.t1("enrollment-show-cohort", "code", of.session.code.as_str());
    let brings = page.tn("guest-brings", of.minutes);
    Ok(Possible {
        session: of.session.session,
        title: page.pick(&of.session.title).to_string(),
        words: [page.occasion(&of.session.starts_at, &zone), code, brings].join(" · "),
    })
}

async fn render(
    page: &Page,
    site: &Site,
    id: EnrollmentId,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let of = site.app.enrollment(&page.actor, id).await?;
    let places = site.app.guest_places(&page.actor, &of).await?;
    let visits = site.app.outlook(&page.actor, &of).await?.map(|outlook| outlook.visits).unwrap_or_default();
    let possible = visits.iter().map(|one| possible(page, one)).collect::<Result<_, _>>()?;
    let own = page.actor.person() == Some(of.enrollment.person);
    let back = shown(page, &of, id);
    let places = places.iter().map(|one| place(page, &of, one)).collect();
    page.show_as(status, &List { page, of: &of, own, form, places, possible, back })
}

#[handler]
async fn list(page: Page, id: Path<EnrollmentId>, site: Data<&Site>) -> Result<Response, PageError> {
    render(&page, &site, *id, Form::blank(page.locale), StatusCode::OK).await
}

#[handler]
async fn give(
    page: Page,
    path: Path<(EnrollmentId, SessionId)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let (id, session) = *path;
    let permit = site.app.may_visit(&page.actor, id, session).await?;
    after(&page, &site, id, form, site.app.visit(&permit).await, "guest-given-flash").await
}

#[handler]
async fn end(
    page: Page,
    path: Path<(EnrollmentId, SessionId)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let (id, session) = *path;
    let permit = site.app.may_visit(&page.actor, id, session).await?;
    after(&page, &site, id, form, site.app.give_up_visit(&permit).await, "guest-ended-flash").await
}

async fn after(
    page: &Page,
    site: &Site,
    id: EnrollmentId,
    form: Form,
    done: Result<(), Error>,
    flash: &'static str,
) -> Result<Response, PageError> {
    match done {
        Ok(()) => Ok(go(&format!("/me/enrollments/{id}/guest-places"), Some(flash))),
        Err(Error::Rejected(rejection)) => {
            let form = form.about("guest").refused(&rejection);
            render(page, site, id, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}
