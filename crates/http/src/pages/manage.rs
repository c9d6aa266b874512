//! What managers work on: programs, courses, cohorts, sessions. The overview leads to what runs and comes next.

pub mod cohort;
pub mod course;
pub mod coverage;
pub mod indicator;
pub mod program;
pub mod quota;
pub mod requirement;
pub mod route;
pub mod session;
mod timetable;
pub mod venue;

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::page::{Page, query};
use super::plea::{Waiting, agenda};
use crate::api::paging;
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use chrono_tz::Europe::Kyiv;
use poem::web::Data;
use poem::{Response, handler};
use postup_app::Error;
use postup_domain::cohort::{Cohort, CohortState};
use postup_domain::program::Publication;
use postup_persistence::{Circle, Cursor, cohort as stored, course as courses};

/// Rows on one page of a list.
pub(crate) const ROWS: u64 = 30;
/// Cohorts on the overview.
const NEXT: u64 = 12;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage", MANAGERS, overview)
        .with(program::pages)
        .with(indicator::pages)
        .with(course::pages)
        .with(cohort::pages)
        .with(quota::pages)
        .with(route::pages)
        .with(coverage::pages)
        .with(requirement::pages)
        .with(session::pages)
        .with(venue::pages)
}

/// A cohort as a row of a list.
pub(crate) struct Row {
    pub path: String,
    pub title: String,
    pub code: String,
    pub period: String,
    pub state: String,
    pub tone: &'static str,
    pub seats: String,
    pub waiting: String,
}

/// Rows of cohorts, with the titles of what they run: two more statements, however many they are.
pub(crate) async fn rows(page: &Page, site: &Site, cohorts: &[Cohort]) -> Result<Vec<Row>, PageError> {
    let ids: Vec<_> = cohorts.iter().map(|cohort| cohort.course_version).collect();
    let versions = courses::versions(&site.app.reader(), &ids).await?;
    let title = |cohort: &Cohort| {
        let version = versions.iter().find(|version| version.id == cohort.course_version);
        version.map(|version| page.pick(&version.title).to_string()).unwrap_or_default()
    };
    Ok(cohorts
        .iter()
        .map(|cohort| Row {
            path: format!("/manage/cohorts/{}", cohort.id),
            title: title(cohort),
            code: cohort.plan.code.to_string(),
            period: page.period(&cohort.plan.starts_on, &cohort.plan.ends_on),
            state: page.word("cohort-state", cohort.state),
            tone: cohort_tone(cohort.state),
            seats: page.t2("manage-seats", "taken", cohort.confirmed, "of", cohort.plan.capacity),
            waiting: if cohort.waitlisted > 0 { cohort.waitlisted.to_string() } else { String::new() },
        })
        .collect())
}

/// The shape beside the word of a state.
pub(crate) fn tone(state: Publication) -> &'static str {
    match state {
        Publication::Published => "good",
        Publication::Draft => "going",
        Publication::Archived => "",
    }
}

pub(crate) fn cohort_tone(state: CohortState) -> &'static str {
    match state {
        CohortState::Published => "good",
        CohortState::Draft => "going",
        CohortState::Cancelled => "bad",
        CohortState::Archived => "",
    }
}

/// Where a list starts, as its address says; an address that was tampered with starts at the beginning.
pub(crate) fn after(form: &Form) -> Option<Cursor> {
    let sealed = form.value("after");
    if sealed.is_empty() { None } else { paging::open(Some(sealed)).ok().flatten() }
}

/// The addresses of the first and the next page of a list; empty where there is none.
pub(crate) fn pager(path: &str, form: &Form, kept: &[&str], next: Option<&Cursor>) -> (String, String) {
    let pairs: Vec<(&str, &str)> =
        kept.iter().map(|name| (*name, form.value(name))).filter(|(_, value)| !value.is_empty()).collect();
    let first = if form.value("after").is_empty() { String::new() } else { query(path, pairs.clone()) };
    let sealed = next.map(paging::seal).unwrap_or_default();
    let further = if sealed.is_empty() {
        String::new()
    } else {
        query(path, pairs.into_iter().chain([("after", sealed.as_str())]))
    };
    (first, further)
}

/// Puts what a use-case found wrong into the form, if it is something to say in a form.
pub(crate) fn complaints(mut form: Form, error: Error) -> Result<Form, PageError> {
    match error {
        Error::Invalid(faults) => Ok(form.blame(&faults)),
        Error::Rejected(rejection) => Ok(form.refused(&rejection)),
        Error::Stale => {
            form.complain("", "manage-edited-meanwhile");
            Ok(form)
        }
        other => Err(other.into()),
    }
}

/// The version that a form was opened at.
pub(crate) fn version(form: &Form) -> Result<i64, PageError> {
    form.value("version").parse().map_err(|_| PageError::Unreadable)
}

/// The way up from a page below the overview.
pub(crate) fn trail(page: &Page, steps: &[(&str, String)]) -> Vec<(String, String)> {
    let top = ("/manage".to_owned(), page.t("manage-title"));
    let below = steps.iter().map(|(path, words)| ((*path).to_owned(), words.clone()));
    std::iter::once(top).chain(below).collect()
}

#[derive(Template)]
#[template(path = "manage/overview.html")]
struct Overview<'a> {
    page: &'a Page,
    waiting: Vec<Waiting>,
    rows: Vec<Row>,
}

#[handler]
async fn overview(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let filter = stored::Filter {
        circle: Circle::Managed,
        not_over_on: Some(page.now.with_timezone(&Kyiv).date_naive()),
        soonest_first: true,
        ..Default::default()
    };
    let cohorts = site.app.cohorts(&page.actor, &filter, None, NEXT).await?;
    let rows = rows(&page, &site, &cohorts.items).await?;
    let waiting = agenda(&page, &site).await?;
    page.show(&Overview { page: &page, waiting, rows })
}
