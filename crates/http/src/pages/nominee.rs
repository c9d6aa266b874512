//! Naming people who are not on the employer's list: by an address, to which a letter goes.

use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::enrollment::nominee::Naming;
use postup_app::{App, Error};
use postup_domain::access::Actor;
use postup_domain::enrollment::NomineeState;
use postup_domain::id::{CohortId, NomineeId, OrganizationId};
use postup_domain::organization::Edrpou;
use postup_domain::person::RawProfile;
use postup_domain::rejection::Fault;
use postup_persistence::enrollment::Named;

use super::Pages;
use super::employer::{Letter, refused_question, trail};
use super::error::PageError;
use super::form::{Choice, Form};
use super::offer::{self, Offer};
use super::page::{Page, go};
use crate::policy::NOMINATORS;
use crate::reason;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/employer/cohorts/:id/nominees/new", NOMINATORS, form_for_one)
        .post("/employer/cohorts/:id/nominees", NOMINATORS, send_one)
        .post("/employer/nominees/:id/question", NOMINATORS, ask_again)
}

/// The most of them on the page of a personnel officer.
const LINES: u64 = 50;

/// Somebody named, as the employer typed it.
pub(super) struct Line {
    pub id: NomineeId,
    pub name: String,
    pub email: String,
    pub title: String,
    pub code: String,
    pub tone: &'static str,
    pub state: String,
    pub letter: Letter,
    pub waits: bool,
}

pub(super) async fn lines(page: &Page, site: &Site) -> Result<Vec<Line>, PageError> {
    let found = site.app.nominees(&page.actor, None, LINES).await?;
    Ok(found.items.iter().map(|named| line(page, &site.app, named)).collect())
}

fn line(page: &Page, app: &App, named: &Named) -> Line {
    let state = app.nominee_state(named);
    Line {
        id: named.nominee.id,
        name: named.nominee.in_register(),
        email: named.nominee.email.to_string(),
        title: page.pick(&named.title).to_string(),
        code: named.code.to_string(),
        tone: match state {
            NomineeState::Asked => "going",
            NomineeState::Accepted => "good",
            NomineeState::Declined | NomineeState::Silent | NomineeState::Ended => "",
        },
        state: page.word("nominee-state", state),
        letter: Letter::new(page, named.letter(), named.opened_at),
        waits: state == NomineeState::Asked,
    }
}

#[derive(Template)]
#[template(path = "employer/nominee.html")]
struct New<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    offer: Offer,
    form: Form,
    /// In whose name, when there is a choice among few.
    employers: Vec<Choice>,
    /// Any employer, by its number of the register.
    any_employer: bool,
}

#[handler]
async fn form_for_one(
    page: Page,
    id: Path<CohortId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    show(&page, &site, *id, form.about("nominee"), StatusCode::OK).await
}

async fn show(
    page: &Page,
    site: &Site,
    id: CohortId,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let found = postup_persistence::cohort::find(&site.app.reader(), &page.actor.sight(), id).await?;
    let offer = offer::offers(site, page, vec![found.ok_or(PageError::Missing)?]).await?;
    let offer = offer.into_iter().next().ok_or(PageError::Missing)?;
    let own = site.app.own_employers(&page.actor).await?;
    let any_employer = own.is_empty();
    let several = own.iter().filter(|_| own.len() > 1);
    let employers = several.map(|one| Choice::new(one.id, page.pick(&one.name).to_string())).collect();
    let mut trail = trail(page);
    trail.push(("/employer/nominations/new".to_owned(), page.t("employer-choose-cohort")));
    let people = format!("/employer/cohorts/{id}/nominations/new");
    trail.push((people, page.t("employer-choose-people")));
    page.show_as(status, &New { page, trail, offer, form, employers, any_employer })
}

/// In whose name: the only organization of a personnel officer, the chosen one of several, any by its number.
async fn employer(app: &App, actor: &Actor, form: &Form) -> Result<OrganizationId, Error> {
    let typed = form.value("organization").trim();
    let chosen = match typed.parse() {
        Ok(id) => Some(id),
        Err(_) if typed.is_empty() => None,
        Err(_) => {
            let number = Edrpou::new("organization", typed)?;
            let found = app.organization_with_number(&number).await?;
            Some(found.ok_or_else(|| Error::field("organization", Fault::Unknown))?)
        }
    };
    app.employer_for(actor, "organization", chosen)
}

#[handler]
async fn send_one(
    page: Page,
    id: Path<CohortId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let raw = RawProfile {
        family_name: form.raw("family_name"),
        given_name: form.raw("given_name"),
        patronymic: form.raw("patronymic"),
        position: form.raw("position"),
        ..RawProfile::default()
    };
    match named(&page, &site.app, *id, &form, &raw).await {
        Ok(_) => Ok(go("/employer", Some("nominee-named-flash"))),
        Err(Error::Invalid(faults)) => {
            let form = form.about("nominee").blame(&faults);
            show(&page, &site, *id, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Error::Rejected(no)) => {
            let mut form = form.about("nominee");
            form.complain_with("email", reason::rejection(page.locale, &no));
            show(&page, &site, *id, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn named(
    page: &Page,
    app: &App,
    cohort: CohortId,
    form: &Form,
    raw: &RawProfile,
) -> Result<NomineeId, Error> {
    let naming = Naming::read(form.value("email"), raw);
    let employer = match (employer(app, &page.actor, form).await, &naming) {
        (Err(Error::Invalid(mut faults)), Err(Error::Invalid(more))) => {
            faults.extend(more.iter().cloned());
            return Err(Error::Invalid(faults));
        }
        (employer, _) => employer?,
    };
    let permit = app.may_name(&page.actor, cohort, employer).await?;
    app.name_by_address(&permit, &naming?).await
}

#[handler]
async fn ask_again(page: Page, id: Path<NomineeId>, site: Data<&Site>) -> Result<Response, PageError> {
    match site.app.ask_nominee_again(&page.actor, *id).await {
        Ok(()) => Ok(go("/employer", Some("employer-asked-again-flash"))),
        Err(Error::Rejected(no)) => refused_question(&page, &site, &no).await,
        Err(other) => Err(other.into()),
    }
}
