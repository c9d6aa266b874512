//! Results for everybody: national totals, and tables in which small numbers are kept back.

use super::file;
use crate::chart::{self, Bar, KEPT_BACK, Map, Region, Series};
use crate::pages::error::PageError;
use crate::pages::page::{Page, go, query};
use crate::reckoning::{self, Head};
use crate::site::Site;
use askama::Template;
use poem::http::Uri;
use poem::web::{Data, Query};
use poem::{Response, handler};
use postup_app::figures::{PublicFigures, PublicTable};
use postup_domain::collation::sort_key;
use postup_domain::disclosure::{Disclosure, Outcome};
use postup_domain::figures::{Dimension, Month, Reach};
use postup_i18n::Locale;
use serde::Deserialize;
use std::cmp::Reverse;

/// The order of the tables.
#[derive(Clone, Deserialize, Default)]
pub struct Order {
    #[serde(default)]
    sort: String,
}

impl Order {
    /// Whether a question is one that leads here: every other would be one more page to keep.
    fn is_all_of(&self, query: &str) -> bool {
        let word = self.sort.strip_prefix('-').unwrap_or(&self.sort);
        let is_known = word == "name" || COLUMNS.iter().any(|(name, _, _)| *name == word);
        query.is_empty() || (is_known && query.strip_prefix("sort=") == Some(self.sort.as_str()))
    }
}

/// One row: its name, and what it tells.
struct Row {
    key: String,
    name: String,
    outcome: Option<Outcome>,
}

impl Row {
    /// Its numbers, or what stands in their place.
    fn numbers(&self, page: &Page) -> [String; COLUMNS.len()] {
        COLUMNS.map(|(_, _, of)| match &self.outcome {
            Some(outcome) => page.number(of(outcome)),
            None => KEPT_BACK.to_owned(),
        })
    }
}

/// A table with the heads that sort it, and the address of the same as a file.
struct Table {
    by: Dimension,
    heads: Vec<Head>,
    rows: Vec<Row>,
    csv: String,
}

type Column = (&'static str, &'static str, fn(&Outcome) -> i64);

const COLUMNS: [Column; 4] = [
    ("participations", "figures-public-participations", |outcome| outcome.participations),
    ("people", "figures-public-people", |outcome| outcome.people),
    ("completed", "figures-public-completed", |outcome| outcome.completed),
    ("people_completed", "figures-public-people-completed", |outcome| outcome.people_completed),
];

/// Rows by name, months by time, or by the numbers of a column; what is kept back last.
fn rows(table: &PublicTable, locale: Locale, sort: &str) -> Vec<Row> {
    let name = |key: &str| reckoning::name(table.by, key, &table.labels, locale);
    let mut rows: Vec<Row> = table
        .rows
        .iter()
        .map(|row| Row { name: name(&row.key), key: row.key.clone(), outcome: row.outcome })
        .collect();
    if table.by != Dimension::Month {
        rows.sort_by_key(|row| (row.key.is_empty(), sort_key(&row.name)));
    }
    let (reversed, word) = sort.strip_prefix('-').map_or((false, sort), |word| (true, word));
    if let Some((_, _, of)) = COLUMNS.iter().find(|(name, _, _)| *name == word) {
        rows.sort_by_key(|row| Reverse(row.outcome.as_ref().map_or(-1, of)));
    }
    if reversed {
        rows.reverse();
    }
    rows
}

fn table(page: &Page, table: &PublicTable, sort: &str) -> Table {
    let by = table.by;
    let address = |sort: &str| format!("{}#by-{by}", query("/statistics", [("sort", sort)]));
    let first = ("name", page.word("figures-by", by));
    let others = COLUMNS.iter().map(|(name, label, _)| (*name, page.t(label)));
    let heads = std::iter::once(first)
        .chain(others)
        .map(|(name, label)| reckoning::head(label, name, sort, &address));
    Table {
        by,
        heads: heads.collect(),
        rows: rows(table, page.locale, sort),
        csv: format!("/statistics/{by}.csv"),
    }
}

#[derive(Template)]
#[template(path = "figures/statistics.html")]
struct Statistics<'a> {
    page: &'a Page,
    figures: &'a PublicFigures,
    hours: Option<String>,
    bars: Vec<Bar>,
    map: Option<Map>,
    reach: Option<Map>,
    series: Option<Series>,
    tables: Vec<Table>,
}

impl Statistics<'_> {
    fn by(&self, by: &str) -> Option<&Table> {
        self.table(by.parse().ok()?)
    }

    fn table(&self, by: Dimension) -> Option<&Table> {
        self.tables.iter().find(|table| table.by == by && !table.rows.is_empty())
    }

    /// The oblasts with their hromadas, by name.
    fn reached(&self) -> impl Iterator<Item = (&str, &Reach)> {
        let rows = self.table(Dimension::Oblast).map_or(&[][..], |table| &table.rows);
        rows.iter().filter_map(|row| {
            let one = self.figures.reach.iter().find(|one| one.oblast == row.key)?;
            Some((row.name.as_str(), one))
        })
    }
}

#[handler]
pub async fn show(
    page: Page,
    Data(site): Data<&Site>,
    Query(order): Query<Order>,
    uri: &Uri,
) -> Result<Response, PageError> {
    if !order.is_all_of(uri.query().unwrap_or_default()) {
        return Ok(go("/statistics", None));
    }
    let figures = site.app.public_figures().await?;
    let tables = [&figures.oblasts, &figures.programs, &figures.courses, &figures.months]
        .map(|one| table(&page, one, &order.sort));
    let regions: Vec<Region> = rows(&figures.oblasts, page.locale, "")
        .into_iter()
        .filter(|row| !row.key.is_empty())
        .map(|row| Region {
            code: row.key,
            name: row.name,
            count: row.outcome.map(|outcome| outcome.people_completed),
        })
        .collect();
    let months: Vec<(Month, Option<(i64, i64)>)> = figures
        .months
        .rows
        .iter()
        .filter_map(|row| {
            let told = row.outcome.map(|outcome| (outcome.participations, outcome.completed));
            Some((Month::new("month", &row.key).ok()?, told))
        })
        .collect();
    page.show(&Statistics {
        page: &page,
        hours: figures.total.minutes.map(reckoning::hours),
        bars: chart::funnel(&page, figures.total.participations, figures.total.people),
        map: (!regions.is_empty()).then(|| chart::regions(&page, &regions)),
        reach: (!figures.reach.is_empty()).then(|| Map::reach(&page, &figures.reach)),
        series: Series::new(&page, &months),
        tables: tables.into(),
        figures: &figures,
    })
}

/// One of the tables as a file: `/statistics/oblast.csv`.
async fn csv(page: &Page, site: &Site, by: Dimension) -> Result<Response, PageError> {
    let figures = site.app.public_figures().await?;
    let table = figures.table(by).ok_or(PageError::Missing)?;
    let as_of = figures.as_of.to_rfc3339();
    let rows = rows(table, page.locale, "").into_iter().map(|row| {
        let status = if row.outcome.is_some() { Disclosure::Shown } else { Disclosure::Suppressed };
        let number =
            |of: fn(&Outcome) -> i64| row.outcome.as_ref().map(|one| of(one).to_string()).unwrap_or_default();
        let numbers = COLUMNS.map(|(_, _, of)| number(of));
        let mut line = vec![row.key.clone(), row.name.clone(), status.to_string()];
        line.extend(numbers);
        line.extend([table.base.to_string(), figures.threshold.to_string(), as_of.clone()]);
        line
    });
    let head = [by.as_str(), "name", "status"]
        .into_iter()
        .chain(["participations", "people", "participations_completed", "people_completed"])
        .chain(["rounded_to", "threshold", "as_of"])
        .collect::<Vec<_>>();
    file(&format!("completion-by-{by}"), reckoning::comma_separated(&head, rows))
}

#[handler]
pub async fn by_oblast(page: Page, Data(site): Data<&Site>) -> Result<Response, PageError> {
    csv(&page, site, Dimension::Oblast).await
}

#[handler]
pub async fn by_program(page: Page, Data(site): Data<&Site>) -> Result<Response, PageError> {
    csv(&page, site, Dimension::Program).await
}

#[handler]
pub async fn by_course(page: Page, Data(site): Data<&Site>) -> Result<Response, PageError> {
    csv(&page, site, Dimension::Course).await
}

#[handler]
pub async fn by_month(page: Page, Data(site): Data<&Site>) -> Result<Response, PageError> {
    csv(&page, site, Dimension::Month).await
}
