//! The data that anybody may take: what each set holds, how often it changes, under which licence, at which addresses.

mod catalog;
pub(super) mod sets;

use super::Pages;
use super::error::PageError;
use super::figures::file;
use super::page::Page;
use crate::policy::Policy;
use crate::reckoning::comma_separated;
use crate::site::Site;
use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use poem::http::header::CONTENT_TYPE;
use poem::web::Data;
use poem::{Response, handler};
use postup_domain::access::Actor;
use postup_domain::cohort::CohortState;
use postup_domain::program::Publication;
use postup_persistence::{Cursor, cohort, course};
use sets::{DataSet, SETS};

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
    let (_, figures) = site.app.public_total().await?;
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

#[handler]
async fn course_file(site: Data<&Site>) -> Result<Response, PageError> {
    let filter = course::Filter { state: Some(Publication::Published), ..course::Filter::default() };
    let (mut rows, mut after): (Vec<Vec<String>>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let page = site.app.courses(&Actor::visitor(), &filter, after.as_ref(), ROWS).await?;
        rows.extend(page.items.iter().map(|course| {
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
        }));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    file("courses", comma_separated(&sets::names("courses"), rows))
}

/// Without any place: product rule 11.
#[handler]
async fn cohort_file(site: Data<&Site>) -> Result<Response, PageError> {
    let filter = cohort::Filter { state: Some(CohortState::Published), ..cohort::Filter::default() };
    let (mut rows, mut after): (Vec<Vec<String>>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let page = site.app.cohorts(&Actor::visitor(), &filter, after.as_ref(), ROWS).await?;
        rows.extend(page.items.iter().map(|cohort| {
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
        }));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    file("cohorts", comma_separated(&sets::names("cohorts"), rows))
}

#[handler]
async fn territory_file(site: Data<&Site>) -> Result<Response, PageError> {
    let units = site.app.codifier_units().await?;
    let rows = units.into_iter().map(|unit| {
        vec![
            unit.code.to_string(),
            unit.category.to_string(),
            unit.name.to_string(),
            unit.name_en.clone(),
            unit.parent.map(|code| code.to_string()).unwrap_or_default(),
            unit.oblast.to_string(),
            unit.hromada.map(|code| code.to_string()).unwrap_or_default(),
            unit.valid_from.to_string(),
        ]
    });
    file("territories", comma_separated(&sets::names("territories"), rows))
}
