//! What a personnel officer works with: the people of the own organization on courses, and naming more of them.

use askama::Template;
use chrono::{DateTime, Utc};
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::enrollment::wording;
use postup_domain::enrollment::{Explanation, Listed};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::notification::NotificationState;
use postup_domain::person::Person;
use postup_domain::rejection::Rejection;
use postup_persistence::enrollment::Asked;
use postup_persistence::person::Filter;

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::me::tone;
use super::nominee;
use super::offer::{self, Offer};
use super::page::{Page, go};
use super::people::{cursor, pager};
use super::reconfirmation;
use crate::policy::NOMINATORS;
use crate::reason;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/employer", NOMINATORS, show)
        .get("/employer/nominations/new", NOMINATORS, choose_cohort)
        .get("/employer/cohorts/:id/nominations/new", NOMINATORS, choose_people)
        .post("/employer/cohorts/:id/nominations", NOMINATORS, nominate)
        .post("/employer/enrollments/:id/question", NOMINATORS, ask_again)
}

const LINES: u64 = 50;
/// Open cohorts to choose from.
const MOST_OFFERS: u64 = 100;

/// Somebody's way into one cohort.
struct Line {
    id: EnrollmentId,
    name: String,
    title: String,
    code: String,
    tone: &'static str,
    state: String,
    standing: String,
    /// Whether the person still comes: tone and words.
    comes: Option<(&'static str, String)>,
    /// What became of the letter that asked, if one did.
    letter: Option<Letter>,
    /// An answer is awaited.
    waits: bool,
    may_substitute: bool,
}

/// The fate of a letter that asked.
pub(super) struct Letter {
    pub tone: &'static str,
    pub word: String,
    /// When its link was first opened; empty when nobody has.
    pub opened: String,
}

impl Letter {
    pub fn new(page: &Page, state: NotificationState, opened_at: Option<DateTime<Utc>>) -> Self {
        let opened = opened_at.map(|at| page.t1("employer-opened", "moment", page.moment(&at)));
        Self { tone: fate(state), word: page.word("mail-state", state), opened: opened.unwrap_or_default() }
    }
}

#[derive(Template)]
#[template(path = "employer/show.html")]
struct Show<'a> {
    page: &'a Page,
    refusal: Option<String>,
    /// Applications wait for the reader's approval.
    waiting: bool,
    lines: Vec<Line>,
    nominees: Vec<nominee::Line>,
    first: String,
    next: String,
}

#[derive(Template)]
#[template(path = "employer/cohorts.html")]
struct Cohorts<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    offers: Vec<Offer>,
}

#[derive(Template)]
#[template(path = "employer/people.html")]
struct People<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    offer: Offer,
    form: Form,
    people: Vec<Person>,
    /// Names of those who were asked just now.
    asked: Vec<String>,
    /// Who was not, and why.
    refused: Vec<(String, String)>,
    first: String,
    next: String,
}

#[handler]
async fn show(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    overview(&page, &form, &site, None, StatusCode::OK).await
}

async fn overview(
    page: &Page,
    form: &Form,
    site: &Site,
    refusal: Option<String>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let found = site.app.enrollments_of_people(&page.actor, cursor(form)?.as_ref(), LINES).await?;
    let ids: Vec<EnrollmentId> = found.items.iter().map(|of| of.enrollment.id).collect();
    let letters = site.app.letters_that_asked(&ids).await?;
    let (first, next) = pager("/employer", form, found.next.as_ref());
    let waiting = !site.app.awaiting_approval(&page.actor, None, 1).await?.items.is_empty();
    let explanations = site.app.explain_all(&found.items).await?;
    let lines =
        found.items.iter().zip(&explanations).map(|(of, why)| line(page, of, why, &letters)).collect();
    let nominees = nominee::lines(page, site).await?;
    page.show_as(status, &Show { page, refusal, waiting, lines, nominees, first, next })
}

fn line(page: &Page, of: &Listed, why: &Explanation, letters: &[Asked]) -> Line {
    let state = of.enrollment.state;
    let last = letters.iter().rfind(|letter| letter.enrollment == of.enrollment.id);
    Line {
        id: of.enrollment.id,
        name: of.name.in_register(),
        title: page.pick(&of.run.title).to_string(),
        code: of.run.code.to_string(),
        tone: tone(state),
        state: page.word("enrollment-state", state),
        standing: wording::explanation(page.locale, false, why),
        comes: reconfirmation::tag(page, of.reconfirmation.as_ref()),
        letter: last.map(|letter| Letter::new(page, letter.state, letter.opened_at)),
        waits: state.awaits_answer(),
        may_substitute: of.passes_on_at(page.actor.sight().manages.covers(&of.run.place), page.now),
    }
}

fn fate(state: NotificationState) -> &'static str {
    match state {
        NotificationState::Queued | NotificationState::Held => "going",
        NotificationState::Sent => "good",
        NotificationState::Failed => "bad",
        NotificationState::Dropped => "",
    }
}

pub(super) fn trail(page: &Page) -> Vec<(String, String)> {
    vec![("/employer".to_owned(), page.t("employer-title"))]
}

#[handler]
async fn choose_cohort(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let offers = offer::open(&site, &page, None, MOST_OFFERS).await?;
    page.show(&Cohorts { page: &page, trail: trail(&page), offers })
}

#[handler]
async fn choose_people(
    page: Page,
    id: Path<CohortId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    list_people(&page, &site, *id, form, Vec::new(), Vec::new()).await
}

async fn list_people(
    page: &Page,
    site: &Site,
    id: CohortId,
    form: Form,
    asked: Vec<String>,
    refused: Vec<(String, String)>,
) -> Result<Response, PageError> {
    let (reader, sight) = (site.app.reader(), page.actor.sight());
    let found = postup_persistence::cohort::find(&reader, &sight, id).await?;
    let cohort = found.ok_or(PageError::Missing)?;
    let offer = offer::offers(site, page, vec![cohort]).await?.pop().ok_or(PageError::Missing)?;
    let filter = Filter { words: form.raw("q"), employer: None, ..Filter::default() };
    let people = site.app.people(&page.actor, &filter, cursor(&form)?.as_ref(), LINES).await?;
    let sought = form.pairs().iter().filter(|(name, _)| name == "q").cloned().collect();
    let (first, next) = pager(&path(id), &Form::of(page.locale, sought), people.next.as_ref());
    let mut trail = trail(page);
    trail.push(("/employer/nominations/new".to_owned(), page.t("employer-choose-cohort")));
    let is_fine = refused.is_empty() && !form.is_faulty();
    let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let people = people.items;
    page.show_as(status, &People { page, trail, offer, form, people, asked, refused, first, next })
}

fn path(cohort: CohortId) -> String {
    format!("/employer/cohorts/{cohort}/nominations/new")
}

/// Names everybody who was chosen, one after the other: whom a rule keeps out does not keep out the others.
#[handler]
async fn nominate(
    page: Page,
    id: Path<CohortId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let mut chosen: Vec<PersonId> = Vec::new();
    for person in form.all("person_id") {
        chosen.push(person.parse().map_err(|_| PageError::Unreadable)?);
    }
    if chosen.is_empty() {
        let mut form = form;
        form.complain("person_id", "employer-nobody-chosen");
        return list_people(&page, &site, *id, form, Vec::new(), Vec::new()).await;
    }
    let (mut asked, mut refused) = (Vec::new(), Vec::new());
    for person in chosen {
        let permit = site.app.may_nominate(&page.actor, *id, person).await?;
        let name = site.app.person(&page.actor, person).await?.name.in_register();
        match site.app.nominate(permit).await {
            Ok(_) => asked.push(name),
            Err(Error::Rejected(rejection)) => {
                refused.push((name, reason::rejection(page.locale, &rejection)));
            }
            Err(other) => return Err(other.into()),
        }
    }
    if refused.is_empty() {
        return Ok(go("/employer", Some("employer-nominated-flash")));
    }
    list_people(&page, &site, *id, Form::blank(page.locale), asked, refused).await
}

#[handler]
async fn ask_again(page: Page, id: Path<EnrollmentId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_ask_again(&page.actor, *id).await?;
    match site.app.ask_again(permit).await {
        Ok(()) => Ok(go("/employer", Some("employer-asked-again-flash"))),
        Err(Error::Rejected(rejection)) => refused_question(&page, &site, &rejection).await,
        Err(other) => Err(other.into()),
    }
}

/// A letter that was not sent again.
pub(super) async fn refused_question(
    page: &Page,
    site: &Site,
    rejection: &Rejection,
) -> Result<Response, PageError> {
    let refusal = Some(reason::rejection(page.locale, rejection));
    let form = Form::blank(page.locale);
    overview(page, &form, site, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
}
