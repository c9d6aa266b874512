//! Applying, one's own enrollment with its history, and leaving.

use super::error::PageError;
use super::form::{Choice, Form};
use super::guest::{Place, Possible, place, possible};
use super::me::{Outlook, Ways, outlook, tone, ways};
use super::page::{Event, Page, go};
use super::plea::{Asking, asking};
use super::{Pages, cohort, offer};
use crate::explain;
use crate::policy::Policy;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::enrollment::wording;
use postup_domain::attendance::Meeting;
use postup_domain::enrollment::{Counterpart, EnrollmentState, Listed, NamedStep, WithdrawalReason};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::session::SessionState;
use postup_domain::text::Line;

pub fn pages(pages: Pages) -> Pages {
    pages
        .post("/cohorts/:id/enrollments", Policy::SignedIn, apply)
        .get("/me/enrollments/:id", Policy::SignedIn, show)
        .get("/me/enrollments/:id/withdrawal", Policy::SignedIn, ask)
        .post("/me/enrollments/:id/withdrawal", Policy::SignedIn, withdraw)
}

/// One session of the cohort, as a participant reads it.
struct Lesson {
    title: String,
    when: String,
    place: Option<String>,
    link: Option<String>,
    mark: String,
    cancelled: bool,
    asking: Asking,
}

#[derive(Template)]
#[template(path = "enrollment/show.html")]
struct Show<'a> {
    page: &'a Page,
    of: &'a Listed,
    own: bool,
    tone: &'static str,
    explanation: String,
    /// Until when an answer is awaited.
    deadline: Option<String>,
    /// Until when an answer is awaited whether the person still comes.
    reconfirm_by: Option<String>,
    outlook: Option<Outlook>,
    ways: Option<Ways>,
    /// Sessions of other cohorts in which the person could be a guest.
    possible: Vec<Possible>,
    /// Those in which they are.
    places: Vec<Place>,
    rule: Option<String>,
    may_leave: bool,
    /// Whether one may go on in another cohort.
    may_go_on: bool,
    /// Until when one may leave by oneself, or that one no longer may.
    leaving: Option<String>,
    /// What else the person has at the time of the sessions.
    clashes: Vec<String>,
    lessons: Vec<Lesson>,
    history: Vec<Event>,
}

impl Show<'_> {
    /// Where an answer is sent.
    fn path(&self, answer: &str) -> String {
        format!("/me/enrollments/{}/{answer}", self.of.enrollment.id)
    }
}

#[derive(Template)]
#[template(path = "enrollment/withdrawal.html")]
struct Ask<'a> {
    page: &'a Page,
    of: &'a Listed,
    form: Form,
    /// Why there is nothing to fill in.
    closed: Option<String>,
    reasons: Vec<Choice>,
}

#[handler]
async fn apply(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    let person = page.actor.person().ok_or(PageError::Denied)?;
    let permit = site.app.may_enroll(&page.actor, *id, person).await?;
    match site.app.enroll(permit).await {
        Ok(done) => {
            let own = format!("/me/enrollments/{}", done.enrollment.id);
            Ok(go(&own, Some("enrollment-applied-flash")))
        }
        Err(Error::Rejected(rejection)) => cohort::refused(&page, &site, *id, &rejection).await,
        Err(other) => Err(other.into()),
    }
}

#[handler]
async fn show(page: Page, id: Path<EnrollmentId>, site: Data<&Site>) -> Result<Response, PageError> {
    let of = site.app.enrollment(&page.actor, *id).await?;
    let history = site.app.enrollment_history(&page.actor, &of).await?;
    let meetings = site.app.timetable(&of).await?;
    let verdict = if of.tells_place() { site.app.verdicts(&[*id]).await?.pop() } else { None };
    let own = page.actor.person() == Some(of.enrollment.person);
    let mut asking = asking(&page, &site, &of, &meetings).await?;
    let prospect = site.app.outlook(&page.actor, &of).await?;
    page.show(&Show {
        page: &page,
        own,
        tone: tone(of.enrollment.state),
        explanation: wording::explanation(page.locale, own, &site.app.explain(&of).await?),
        deadline: of.enrollment.answer_by.map(|at| page.occasion(&at, &of.run.time_zone)),
        reconfirm_by: of
            .reconfirmation
            .filter(|asked| asked.is_open_at(page.now).is_ok())
            .map(|asked| page.occasion(&asked.answer_by, &of.run.time_zone)),
        outlook: verdict.as_ref().map(|(_, _, verdict)| outlook(&page, verdict)),
        ways: prospect.as_ref().map(|prospect| ways(&page, *id, prospect)),
        possible: prospect
            .iter()
            .flat_map(|prospect| &prospect.visits)
            .map(|one| possible(&page, one))
            .collect::<Result<_, _>>()?,
        places: site
            .app
            .guest_places(&page.actor, &of)
            .await?
            .iter()
            .map(|one| place(&page, &of, one))
            .collect(),
        may_leave: may_leave(&page, &of),
        may_go_on: own && of.may_leave_at(page.now) && of.may_go_on_elsewhere(),
        leaving: leaving(&page, &of),
        rule: verdict.as_ref().map(|(_, rule, _)| explain::rule(page.locale, *rule)),
        clashes: offer::clashes(&page, &site.app.clashes_of(&of).await?),
        lessons: meetings
            .iter()
            .map(|meeting| lesson(&page, meeting, asking.remove(&meeting.session).unwrap_or_default()))
            .collect(),
        history: history.iter().map(|step| event(&page, &of, step)).collect(),
        of: &of,
    })
}

/// Whether the reader may end this enrollment now.
fn may_leave(page: &Page, of: &Listed) -> bool {
    of.may_leave_at(page.now) || page.actor.sight().manages.covers(&of.run.place)
}

/// Until when people may leave the cohort by themselves, or that the time is over; for those who hold a seat.
fn leaving(page: &Page, of: &Listed) -> Option<String> {
    let closes = of.run.withdrawal_closes.filter(|_| of.enrollment.state == EnrollmentState::Confirmed)?;
    let last = closes.with_timezone(&of.run.time_zone).date_naive().pred_opt()?;
    let key = if closes <= page.now { "enrollment-leave-closed" } else { "enrollment-leave-until" };
    Some(page.t1(key, "date", page.date(&last)))
}

fn lesson(page: &Page, meeting: &Meeting, asking: Asking) -> Lesson {
    let mark = match meeting.own {
        Some(own) => format!(
            "{} · {}",
            page.word("attendance-kind", own.status),
            page.tn("common-count-minutes", own.minutes)
        ),
        None if meeting.starts_at <= page.now => page.t("enrollment-show-not-marked"),
        None => String::new(),
    };
    Lesson {
        title: page.pick(&meeting.title).to_string(),
        when: page.occasion(&meeting.starts_at, &meeting.time_zone),
        place: meeting.venue.as_ref().map(ToString::to_string),
        link: meeting.link.as_ref().map(ToString::to_string),
        mark,
        cancelled: meeting.state == SessionState::Cancelled,
        asking,
    }
}

/// One step of the history: what, why, when, who, in words.
pub(super) fn event(page: &Page, of: &Listed, named: &NamedStep) -> Event {
    let step = &named.step;
    let who = match (step.author, &named.author) {
        (None, _) => page.t("common-history-by-system"),
        (author, _) if author == page.actor.person() => page.t("enrollment-by-self"),
        (_, Some(name)) => name.in_register(),
        (Some(author), None) if author == of.enrollment.person => page.t("enrollment-by-person"),
        (Some(_), None) => page.t("enrollment-by-staff"),
    };
    let who = match &named.stood_for {
        Some(absent) => page.t2("enrollment-in-the-place-of", "who", who, "absent", absent.in_register()),
        None => who,
    };
    let cause = wording::cause(page.locale, step.cause);
    let why = match &step.note {
        Some(note) => page.t2("enrollment-history-noted", "why", cause, "note", note.as_str()),
        None => cause,
    };
    let link = named.counterpart.as_ref().map(|other| counterpart(page, of, other));
    Event { what: page.word("enrollment-state", step.to), why, when: page.moment(&step.at), who, link }
}

/// The way to the enrollment on the other side of a step: of a colleague, or of the same person in another cohort.
fn counterpart(page: &Page, of: &Listed, other: &Counterpart) -> (String, String) {
    let manages = page.actor.sight().manages.covers(&other.place.cohort);
    let area = if manages { "manage" } else { "me" };
    let words = if other.place.person == of.enrollment.person {
        page.t1("enrollment-show-cohort", "code", other.code.as_str())
    } else {
        other.name.in_register()
    };
    (format!("/{area}/enrollments/{}", other.enrollment), words)
}

fn reasons(page: &Page) -> Vec<Choice> {
    WithdrawalReason::ALL
        .iter()
        .map(|reason| Choice::new(reason, page.word("enrollment-reason", reason)))
        .collect()
}

#[handler]
async fn ask(page: Page, id: Path<EnrollmentId>, site: Data<&Site>) -> Result<Response, PageError> {
    let of = site.app.enrollment(&page.actor, *id).await?;
    site.app.may_withdraw(&page.actor, *id).await?;
    let closed = leaving(&page, &of).filter(|_| !may_leave(&page, &of));
    let form = Form::blank(page.locale);
    page.show(&Ask { page: &page, of: &of, form, closed, reasons: reasons(&page) })
}

#[handler]
async fn withdraw(
    page: Page,
    id: Path<EnrollmentId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_withdraw(&page.actor, *id).await?;
    let form = form.about("enrollment");
    let back = async |form: Form| -> Result<Response, PageError> {
        let of = site.app.enrollment(&page.actor, *id).await?;
        let question = Ask { page: &page, of: &of, form, closed: None, reasons: reasons(&page) };
        page.show_as(StatusCode::UNPROCESSABLE_ENTITY, &question)
    };
    let Ok(reason) = form.value("reason").parse::<WithdrawalReason>() else {
        return back(form.blame(&[Invalid::new("reason", Fault::Missing)])).await;
    };
    let note = match Line::optional("note", form.value("note")) {
        Ok(note) => note,
        Err(invalid) => return back(form.blame(&[invalid])).await,
    };
    match site.app.withdraw(permit, reason, note).await {
        Ok(_) => Ok(go(&format!("/me/enrollments/{}", *id), Some("enrollment-withdrawn-flash"))),
        Err(Error::Rejected(rejection)) => back(form.refused(&rejection)).await,
        Err(other) => Err(other.into()),
    }
}
