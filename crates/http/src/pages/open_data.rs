//! The data that anybody may take: what each set holds, how often it changes, under which licence, at which addresses.

mod catalog;
pub(super) mod sets;

use super::Pages;
use super::error::PageError;
use super::page::Page;
use crate::policy::Policy;
use crate::reckoning::{comma_separated, comma_separated_on};
use crate::site::Site;
use crate::table::{self, Part};
use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::stream;
use poem::http::header::CONTENT_TYPE;
use poem::web::Data;
use poem::{Response, handler};
use postup_app::Error;
use postup_domain::access::Actor;
use postup_domain::cohort::{Cohort, CohortState};
use postup_domain::course::Course;
use postup_domain::import::TableFormat;
use postup_domain::program::Publication;
use postup_domain::territory::Territory;
use postup_persistence::{Cursor, cohort, course};
use sets::{DataSet, SETS};
use std::future::Future;

/// Rows read in one statement.
const ROWS: u64 = 500;

pub fn pages(pages: Pages) -> Pages {
    pages
        .public("/open-data", show)
        .get("/open-data/catalog.json", Policy::Everyone, describe)
        .get("/open-data/courses.csv", Policy::Everyone, course_file)
        .get("/open-data/cohorts.csv", Policy::Everyone, cohort_file)
        .get("/open-data/territories.csv", Policy::Everyone, territory_file)
}

/// As of when the sets speak.
struct Moments {
    figures: DateTime<Utc>,
    now: DateTime<Utc>,
    /// Since when the edition of the codifier is in force.
    codifier: Option<NaiveDate>,
}

async fn moments(page: &Page, site: &Site) -> Result<Moments, PageError> {
    let figures = site.app.public_figures().await?.as_of;
    Ok(Moments { figures, now: page.now, codifier: site.app.codifier_in_force().await? })
}

#[derive(Template)]
#[template(path = "open_data/show.html")]
struct Show<'a> {
    page: &'a Page,
    sets: &'a [DataSet],
    moments: Moments,
}

impl Show<'_> {
    fn title(&self, set: &DataSet) -> String {
        self.page.t(&set.key("title"))
    }

    fn text(&self, set: &DataSet) -> String {
        self.page.t(&set.key("text"))
    }

    fn meaning(&self, column: &str) -> String {
        self.page.t(&sets::column_key(column))
    }

    fn as_of(&self, set: &DataSet) -> String {
        match set.id {
            "territories" => {
                let day = self.moments.codifier.map(|day| self.page.date(&day)).unwrap_or_default();
                self.page.t1("open-data-edition", "date", day)
            }
            "courses" | "cohorts" => self.page.moment(&self.moments.now),
            _ => self.page.moment(&self.moments.figures),
        }
    }
}

#[handler]
async fn show(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let moments = moments(&page, &site).await?;
    page.show(&Show { page: &page, sets: SETS, moments })
}

/// The same for machines: DCAT-AP as JSON-LD.
#[handler]
async fn describe(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let catalog = catalog::catalog(&site, &moments(&page, &site).await?);
    Ok(Response::builder().header(CONTENT_TYPE, "application/ld+json").body(catalog.to_string()))
}

/// A data set as a file that is written while it is read, page by page: in memory is one of them.
fn streamed<R>(set: &'static str, read: impl Fn(Option<Cursor>) -> R + Send + 'static) -> Response
where
    R: Future<Output = Result<Part, Error>> + Send + 'static,
{
    let parts = stream::try_unfold(Some(None), move |at: Option<Option<Cursor>>| {
        let is_first = matches!(at, Some(None));
        let reading = at.map(&read);
        async move {
            let Some(reading) = reading else { return Ok(None) };
            let Part { rows, next } = reading.await?;
            let head = sets::names(set);
            let lines = if is_first { comma_separated(&head, rows) } else { comma_separated_on(rows) };
            let lines = lines.map_err(|error| Error::Broken(error.to_string()))?;
            Ok::<_, Error>(Some((lines, next.map(Some))))
        }
    });
    table::file(set, TableFormat::Csv, table::body(parts))
}

#[handler]
async fn course_file(Data(site): Data<&Site>) -> Response {
    let app = site.app.clone();
    streamed("courses", move |after| {
        let app = app.clone();
        async move {
            let filter = course::Filter { state: Some(Publication::Published), ..course::Filter::default() };
            let page = app.courses(&Actor::visitor(), &filter, after.as_ref(), ROWS).await?;
            Ok(Part { rows: page.items.iter().map(course_row).collect(), next: page.next })
        }
    })
}

fn course_row(course: &Course) -> Vec<String> {
    let content = &course.content;
    vec![
        course.code.to_string(),
        course.program.to_string(),
        content.title.uk.to_string(),
        content.title.en.to_string(),
        content.subject.to_string(),
        content.content_type.to_string(),
        content.length_type.to_string(),
        content.hours.to_string(),
        content.number.to_string(),
    ]
}

#[handler]
async fn cohort_file(Data(site): Data<&Site>) -> Response {
    let app = site.app.clone();
    streamed("cohorts", move |after| {
        let app = app.clone();
        async move {
            let filter = cohort::Filter { state: Some(CohortState::Published), ..cohort::Filter::default() };
            let page = app.cohorts(&Actor::visitor(), &filter, after.as_ref(), ROWS).await?;
            Ok(Part { rows: page.items.iter().map(cohort_row).collect(), next: page.next })
        }
    })
}

/// Without any place: product rule 11.
fn cohort_row(cohort: &Cohort) -> Vec<String> {
    let plan = &cohort.plan;
    vec![
        plan.code.to_string(),
        cohort.course.to_string(),
        cohort.program.to_string(),
        plan.form.to_string(),
        plan.language.to_string(),
        plan.starts_on.to_string(),
        plan.ends_on.to_string(),
        plan.capacity.to_string(),
        plan.enrollment_opens.to_rfc3339(),
        plan.enrollment_closes.to_rfc3339(),
    ]
}

#[handler]
async fn territory_file(Data(site): Data<&Site>) -> Response {
    let app = site.app.clone();
    streamed("territories", move |after| {
        let app = app.clone();
        async move {
            let page = app.codifier_units(after.as_ref(), ROWS).await?;
            Ok(Part { rows: page.items.iter().map(territory_row).collect(), next: page.next })
        }
    })
}

fn territory_row(unit: &Territory) -> Vec<String> {
    vec![
        unit.code.to_string(),
        unit.category.to_string(),
        unit.name.to_string(),
        unit.name_en.clone(),
        unit.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
        unit.oblast.to_string(),
        unit.hromada.as_ref().map(ToString::to_string).unwrap_or_default(),
        unit.valid_from.to_string(),
    ]
}
