//! The public page of a cohort: when, how, whether a seat is left, and the way to it.

use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::enrollment::wording;
use postup_domain::cohort::{Cohort, EnrollmentPolicy, Form as Teaching};
use postup_domain::enrollment::{Enrollment, Explanation, Look, NamedCondition, Remedy, alternatives};
use postup_domain::id::CohortId;
use postup_domain::program::Contact;
use postup_domain::rejection::{Refusal, Rejection};
use postup_domain::session::{Session, SessionState};
use postup_persistence::{cohort, course, program, session};

use super::Pages;
use super::error::PageError;
use super::offer::{self, Offer};
use super::page::{Page, sign_in_then};
use crate::reason;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages.public("/cohorts/:id", show)
}

/// What the reader can do here.
enum Step {
    /// See the own enrollment: its state in words, and its path.
    Mine(String, String),
    SignIn(String),
    Apply,
    /// Nothing, for this reason.
    Closed(String),
}

struct Meeting {
    title: String,
    when: String,
    cancelled: bool,
}

/// One thing that is asked, and whether it is met, when somebody is signed in.
struct Ask {
    sentence: String,
    met: Option<bool>,
}

#[derive(Template)]
#[template(path = "cohort/show.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    offer: Offer,
    place: String,
    volume: String,
    apply: String,
    step: Step,
    refusal: Option<String>,
    /// What is kept for whom until when.
    quotas: Vec<String>,
    /// What else the reader has at the time of its sessions.
    clashes: Vec<String>,
    /// Whom it is for, and whether the reader is one of them.
    asks: Vec<Ask>,
    /// What keeps the reader out, and what would change that.
    unfit: Option<String>,
    /// Nothing keeps the reader out, as things stand.
    may_promise: bool,
    /// What the reader stated in place of courses, and what became of it.
    equivalents: Vec<String>,
    /// Where that is stated, when a course is missing.
    elsewhere: Option<String>,
    /// An exception was made for the reader.
    is_excepted: bool,
    /// The steps of approval, where there are any.
    route: Vec<String>,
    /// Why it may not take place, while that is open.
    tentative: Option<String>,
    meetings: Vec<Meeting>,
    /// The office of the program.
    contact: Option<Contact>,
}

#[handler]
async fn show(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    render(&page, &site, *id, None, StatusCode::OK).await
}

/// The page once more, with the reason why an application was not taken.
pub(super) async fn refused(
    page: &Page,
    site: &Site,
    id: CohortId,
    rejection: &Rejection,
) -> Result<Response, PageError> {
    let refusal = reason::rejection(page.locale, rejection);
    render(page, site, id, Some(refusal), StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn render(
    page: &Page,
    site: &Site,
    id: CohortId,
    refusal: Option<String>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let (reader, sight) = (site.app.reader(), page.actor.sight());
    let cohort = cohort::find(&reader, &sight, id).await?.ok_or(PageError::Missing)?;
    let version = course::version(&reader, cohort.course_version).await?.ok_or(PageError::Missing)?;
    let course = course::find(&reader, &sight, cohort.course).await?;
    let sessions = session::of_cohort(&reader, &sight, cohort.id).await?;
    let meetings = sessions.iter().map(|session| meeting(page, &cohort, session)).collect();
    let quotas = site.app.quotas(&page.actor, cohort.id).await?;
    let conditions = site.app.requirements(&page.actor, cohort.id).await?;
    let look = site.app.own_look(&page.actor, cohort.id).await?;
    let equivalents = match conditions.is_empty() {
        true => Vec::new(),
        false => site.app.own_equivalents(&page.actor, cohort.id).await?,
    };
    let asks = alternatives(&conditions).iter().map(|group| ask(page, look.as_ref(), group)).collect();
    let route = match cohort.plan.policy {
        EnrollmentPolicy::Employer => {
            wording::route(page.locale, &cohort.route, &site.app.offices_on(&cohort.route).await?)
        }
        _ => Vec::new(),
    };
    let program = program::find(&reader, &sight, cohort.program).await?;
    let own = site.app.own_enrollment_in(&page.actor, cohort.id).await?;
    let step = match own {
        Some(own) if !own.enrollment.state.is_over() => mine(page, &own.enrollment),
        _ => step(page, &cohort),
    };
    let clashes = match step {
        Step::Apply => offer::clashes(page, &site.app.own_clashes(&page.actor, cohort.id).await?),
        _ => Vec::new(),
    };
    let mut trail = vec![("/courses".to_owned(), page.t("course-catalog"))];
    if let Some(course) = course {
        trail.push((format!("/courses/{}", course.code), page.pick(&version.title).to_string()));
    }
    let apply = format!("/cohorts/{}/enrollments", cohort.id);
    let mut offers = offer::offers(site, page, vec![cohort]).await?;
    let offer = offers.pop().ok_or(PageError::Missing)?;
    let content = Show {
        page,
        trail,
        place: offer.whereabouts(page),
        volume: super::course::volume(page, &version.hours),
        apply,
        step,
        refusal,
        clashes,
        asks,
        equivalents: equivalents.iter().map(|one| wording::equivalent(page.locale, one)).collect(),
        elsewhere: look
            .as_ref()
            .filter(|look| look.shortfall.remedies().any(|remedy| remedy == Remedy::Course))
            .map(|_| format!("/cohorts/{id}/equivalents")),
        may_promise: look.as_ref().is_none_or(Look::is_good),
        is_excepted: look.as_ref().is_some_and(|look| look.record.is_excepted),
        unfit: look
            .filter(|look| !look.is_good())
            .map(|look| wording::explanation(page.locale, true, &Explanation::of_shortfall(&look.shortfall))),
        quotas: quotas.iter().map(|quota| wording::quota_kept(page.locale, quota)).collect(),
        route,
        tentative: offer::minimum(page, &offer.cohort, &offer.told).filter(|_| offer.cohort.is_tentative()),
        meetings,
        contact: program.and_then(|program| program.plan.contact),
        offer,
    };
    page.show_as(status, &content)
}

/// One thing the cohort asks, and whether the reader has it.
fn ask(page: &Page, look: Option<&Look>, group: &Vec<NamedCondition>) -> Ask {
    let lacks = |look: &Look| look.shortfall.unmet.iter().any(|unmet| unmet.asked == *group);
    let met = look.filter(|look| !look.record.is_excepted).map(|look| !lacks(look));
    Ask { sentence: wording::requirement(page.locale, group), met }
}

fn mine(page: &Page, enrollment: &Enrollment) -> Step {
    let state = page.word("enrollment-state", enrollment.state);
    Step::Mine(state, format!("/me/enrollments/{}", enrollment.id))
}

fn step(page: &Page, cohort: &Cohort) -> Step {
    match cohort.takes_applications(page.now) {
        Err(rejection) => Step::Closed(reason::rejection(page.locale, &rejection)),
        Ok(()) if cohort.plan.policy == EnrollmentPolicy::Nomination => {
            Step::Closed(reason::rejection(page.locale, &Refusal::NominationOnly.into()))
        }
        Ok(()) if page.is_signed_in() => Step::Apply,
        Ok(()) => Step::SignIn(sign_in_then(&page.path)),
    }
}

/// Day and hour of an online meeting; of one where people come together the day only, since place and hour together tell
/// a stranger too much (product rule 11, standards PRIV-08).
fn meeting(page: &Page, cohort: &Cohort, session: &Session) -> Meeting {
    let plan = &session.plan;
    let day = plan.local_start.0.date();
    let when = if cohort.plan.form == Teaching::Online {
        page.occasion(&plan.starts_at, &plan.time_zone)
    } else {
        format!("{}, {}", page.locale.weekday(day), page.date(&day))
    };
    Meeting {
        title: page.pick(&plan.title).to_string(),
        when,
        cancelled: session.state == SessionState::Cancelled,
    }
}
