//! Cohorts as their managers see them.

mod copy;
mod form;
mod task;

use super::timetable;
use super::{ROWS, Row, after, cohort_tone, pager, rows, trail};
use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::form::choices;
use crate::pages::form::{Choice, Form};
use crate::pages::mail::Fate;
use crate::pages::offer;
use crate::pages::page::{Page, go};
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use form::{create, edit, new, save};
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::territory::wording;
use postup_domain::access::Sight;
use postup_domain::cohort::{Cohort, CohortState, Silence};
use postup_domain::id::CohortId;
use postup_domain::notification::{Notification, NotificationState};
use postup_domain::rejection::Refusal;
use postup_domain::session::{Session, SessionState};
use postup_i18n::Words;
use postup_persistence::outbox::Filter;
use postup_persistence::{Circle, cohort, person};
use task::Tasks;

/// Failed letters that the page of a cohort shows.
const FAILED: u64 = 5;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/cohorts", MANAGERS, list)
        .get("/manage/courses/:id/cohorts/new", MANAGERS, new)
        .post("/manage/courses/:id/cohorts", MANAGERS, create)
        .get("/manage/cohorts/:id", MANAGERS, show)
        .post("/manage/cohorts/:id", MANAGERS, save)
        .get("/manage/cohorts/:id/edit", MANAGERS, edit)
        .get("/manage/cohorts/:id/publication", MANAGERS, ask_to_publish)
        .post("/manage/cohorts/:id/publication", MANAGERS, publish)
        .get("/manage/cohorts/:id/confirmation", MANAGERS, ask_to_confirm)
        .post("/manage/cohorts/:id/confirmation", MANAGERS, confirm)
        .get("/manage/cohorts/:id/cancellation", MANAGERS, ask_to_cancel)
        .post("/manage/cohorts/:id/cancellation", MANAGERS, cancel)
        .get("/manage/cohorts/:id/archiving", MANAGERS, ask_to_archive)
        .post("/manage/cohorts/:id/archiving", MANAGERS, archive)
        .get("/manage/cohorts/:id/copy", MANAGERS, copy::ask)
        .post("/manage/cohorts/:id/copy", MANAGERS, copy::make)
}

#[derive(Template)]
#[template(path = "manage/cohort/list.html")]
struct List<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    form: Form,
    states: Vec<Choice>,
    rows: Vec<Row>,
    first: String,
    next: String,
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let filter = cohort::Filter {
        circle: Circle::Managed,
        state: form.value("state").parse().ok(),
        ..Default::default()
    };
    let found = site.app.cohorts(&page.actor, &filter, after(&form).as_ref(), ROWS).await?;
    let (first, next) = pager("/manage/cohorts", &form, &["state"], found.next.as_ref());
    page.show(&List {
        page: &page,
        trail: trail(&page, &[]),
        form,
        states: choices(&page, "cohort-state", CohortState::ALL),
        rows: rows(&page, &site, &found.items).await?,
        first,
        next,
    })
}

/// A session as a row of the timetable.
struct Meeting {
    path: String,
    title: String,
    when: String,
    length: String,
    place: String,
    link: String,
    cancelled: bool,
    may_change: bool,
}

#[derive(Template)]
#[template(path = "manage/cohort/show.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: Cohort,
    title: String,
    tone: &'static str,
    settlement: String,
    enrollment: String,
    taken_percent: i32,
    /// Until when people may withdraw by themselves.
    withdrawal: Option<String>,
    /// Until when personnel officers may pass seats on.
    substitution: Option<String>,
    /// When people are asked whether they still come, and what silence means.
    reconfirming: Option<String>,
    /// How many people it takes, and what was decided or is to be.
    minimum: Option<String>,
    /// Who decides.
    owner: Option<String>,
    meetings: Vec<Meeting>,
    /// What the sessions to come overlap with.
    overlaps: Vec<String>,
    /// Where there is too little room for the cohort.
    shortages: Vec<String>,
    tasks: Tasks,
    /// Letters about it that failed, the newest first.
    failed: Vec<(Notification, Fate)>,
}

impl Show<'_> {
    fn path(&self, tail: &str) -> String {
        format!("/manage/cohorts/{}/{tail}", self.cohort.id)
    }

    /// Whether there is a session that people can sign for.
    fn has_sheets(&self) -> bool {
        self.meetings.iter().any(|meeting| !meeting.cancelled)
    }

    fn is_draft(&self) -> bool {
        self.cohort.state == CohortState::Draft
    }

    fn may_archive(&self) -> bool {
        self.cohort.on_archiving(self.page.now).is_ok()
    }

    fn is_archived(&self) -> bool {
        self.cohort.state == CohortState::Archived
    }
}

#[handler]
async fn show(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    let ahead = site.app.timetable_ahead(&permit).await?;
    let spans: Vec<_> = ahead.sessions.iter().map(|session| session.plan.span()).collect();
    let version = site.app.course_version(cohort.course_version).await?;
    let sessions = site.app.sessions(&page.actor, *id).await?;
    let title = page.pick(&version.title).to_string();
    let course_path = format!("/manage/courses/{}", cohort.course);
    let settlement = match &cohort.plan.territory {
        Some(code) => settlement(&page, &site, code).await?,
        None => String::new(),
    };
    let first = page.date(&cohort.plan.first_enrollment_day());
    let last = page.date(&cohort.plan.last_enrollment_day());
    let tasks = Tasks::new(&page, &site, &permit, &cohort, version, &sessions).await?;
    let failed = Filter { cohort: Some(*id), state: Some(NotificationState::Failed), ..Filter::default() };
    let failed = site.app.notifications(&page.actor.sight(), &failed, None, FAILED).await?.items;
    let failed = failed.into_iter().map(|one| (one.clone(), Fate::new(&page, &one))).collect();
    let taken = cohort.confirmed.saturating_mul(100).checked_div(cohort.plan.capacity).unwrap_or_default();
    page.show(&Show {
        page: &page,
        trail: trail(&page, &[("/manage/cohorts", page.t("manage-cohorts")), (&course_path, title.clone())]),
        title,
        tone: cohort_tone(cohort.state),
        settlement,
        enrollment: page.t2("manage-enrollment-window", "from", first, "until", last),
        taken_percent: taken.clamp(0, 100),
        withdrawal: cohort.plan.terms.last_withdrawal_day(cohort.plan.time_zone).map(|day| page.date(&day)),
        substitution: cohort
            .plan
            .terms
            .last_substitution_day(cohort.plan.time_zone)
            .map(|day| page.date(&day)),
        reconfirming: cohort
            .plan
            .terms
            .reconfirmation
            .map(|asked| reconfirming(&page, asked.days, asked.silence)),
        minimum: offer::minimum(&page, &cohort, &site.app.counts_told(&page.actor, &cohort)),
        owner: owner(&site, &cohort).await?,
        meetings: sessions.iter().map(|session| meeting(&page, session)).collect(),
        overlaps: timetable::overlaps(&page, &ahead.overlaps, &spans),
        shortages: timetable::shortages(&page, &ahead.cramped),
        tasks,
        failed,
        cohort,
    })
}

/// When people are asked whether they still come, and what silence means.
fn reconfirming(page: &Page, days: i32, silence: Silence) -> String {
    page.t2("cohort-reconfirming", "count", days, "silence", page.word("cohort-reconfirm-silence", silence))
}

/// The name of whoever decides whether a cohort takes place.
async fn owner(site: &Site, cohort: &Cohort) -> Result<Option<String>, PageError> {
    let Some(owner) = cohort.decision_owner else { return Ok(None) };
    let person = person::find(&site.app.reader(), &Sight::system(), owner).await?;
    Ok(person.map(|person| person.name.in_register()))
}

fn meeting(page: &Page, session: &Session) -> Meeting {
    let plan = &session.plan;
    Meeting {
        path: format!("/manage/sessions/{}", session.id),
        title: page.pick(&plan.title).to_string(),
        when: page.occasion(&plan.starts_at, &plan.time_zone),
        length: page.tn("common-count-minutes", plan.minutes()),
        place: plan.venue.as_ref().map(ToString::to_string).unwrap_or_default(),
        link: plan.link.as_ref().map(ToString::to_string).unwrap_or_default(),
        cancelled: session.state == SessionState::Cancelled,
        may_change: session.may_change().is_ok(),
    }
}

async fn settlement(page: &Page, site: &Site, code: &str) -> Result<String, PageError> {
    let Ok(code) = code.parse() else { return Ok(code.to_owned()) };
    let located = site.app.territory(&code).await?;
    Ok(wording::full_name(Words::embedded(), page.locale, &located))
}

#[handler]
async fn ask_to_publish(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    cohort.on_publication()?;
    let name = page.t1("cohort-name", "code", cohort.plan.code.as_str());
    publishing(&page, name, "manage-cohort-publish-consequence", format!("/manage/cohorts/{}", cohort.id))
}

/// Asks before something is shown to everybody, which cannot be taken back.
pub(super) fn publishing(
    page: &Page,
    what: String,
    consequence: &str,
    path: String,
) -> Result<Response, PageError> {
    page.show(&Ask {
        page,
        title: page.t("manage-publish-title"),
        what,
        consequence: page.t(consequence),
        action: format!("{path}/publication"),
        button: "manage-publish",
        back: path,
    })
}

#[handler]
async fn publish(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    site.app.publish_cohort(&permit).await?;
    Ok(go(&format!("/manage/cohorts/{}", *id), Some("manage-done-published")))
}

/// Asks once before something that cannot be taken back.
#[derive(Template)]
#[template(path = "manage/cancel.html")]
pub(in crate::pages) struct Ask<'a> {
    pub page: &'a Page,
    pub title: String,
    pub what: String,
    pub consequence: String,
    pub action: String,
    pub button: &'static str,
    pub back: String,
}

#[handler]
async fn ask_to_cancel(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    cohort.on_cancellation()?;
    let path = format!("/manage/cohorts/{}", cohort.id);
    page.show(&Ask {
        page: &page,
        title: page.t("manage-cohort-cancel-title"),
        what: page.t1("cohort-name", "code", cohort.plan.code.as_str()),
        consequence: page.tn("manage-cohort-cancel-consequence", cohort.confirmed),
        action: format!("{path}/cancellation"),
        button: "manage-cohort-cancel",
        back: path,
    })
}

/// Everybody in it gets a letter, and letters cannot be taken back.
#[handler]
async fn ask_to_confirm(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    if !cohort.is_tentative() {
        return Err(PageError::Rejected(Refusal::NothingToDecide.into()));
    }
    let path = format!("/manage/cohorts/{}", cohort.id);
    page.show(&Ask {
        page: &page,
        title: page.t("manage-cohort-confirm-title"),
        what: page.t1("cohort-name", "code", cohort.plan.code.as_str()),
        consequence: page.tn("manage-cohort-confirm-consequence", cohort.confirmed),
        action: format!("{path}/confirmation"),
        button: "manage-cohort-confirm",
        back: path,
    })
}

#[handler]
async fn confirm(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    site.app.confirm_cohort(&permit).await?;
    Ok(go(&format!("/manage/cohorts/{}", *id), Some("manage-done-confirmed")))
}

#[handler]
async fn cancel(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    site.app.cancel_cohort(&permit).await?;
    Ok(go(&format!("/manage/cohorts/{}", *id), Some("manage-done-cancelled")))
}

#[handler]
async fn ask_to_archive(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    cohort.on_archiving(page.now)?;
    let name = page.t1("cohort-name", "code", cohort.plan.code.as_str());
    archiving(&page, name, format!("/manage/cohorts/{}", cohort.id))
}

/// Asks before something is put away, which cannot be taken back.
pub(super) fn archiving(page: &Page, what: String, path: String) -> Result<Response, PageError> {
    page.show(&Ask {
        page,
        title: page.t("manage-archive-title"),
        what,
        consequence: page.t("manage-archive-consequence"),
        action: format!("{path}/archiving"),
        button: "manage-archive",
        back: path,
    })
}

#[handler]
async fn archive(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    site.app.archive_cohort(&permit).await?;
    Ok(go(&format!("/manage/cohorts/{}", *id), Some("manage-done-archived")))
}
