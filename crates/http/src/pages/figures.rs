//! `/statistics` for everybody, `/insight` for those who read figures.

mod insight;
mod statistics;

use super::Pages;
use super::error::PageError;
use crate::policy::{Policy, READERS};
use poem::Response;
use poem::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

pub fn pages(pages: Pages) -> Pages {
    pages
        .public("/statistics", statistics::show)
        .get("/statistics/oblast.csv", Policy::Everyone, statistics::by_oblast)
        .get("/statistics/program.csv", Policy::Everyone, statistics::by_program)
        .get("/statistics/course.csv", Policy::Everyone, statistics::by_course)
        .get("/statistics/month.csv", Policy::Everyone, statistics::by_month)
        .get("/insight", READERS, insight::show)
        .get("/insight/figures.csv", READERS, insight::download)
        .get("/insight/coverage.csv", READERS, insight::reach_table)
}

/// A table to keep.
pub(super) fn file(name: &str, csv: Result<Vec<u8>, csv::Error>) -> Result<Response, PageError> {
    let csv = csv.map_err(|error| PageError::broken(&error))?;
    Ok(Response::builder()
        .header(CONTENT_TYPE, "text/csv; charset=utf-8")
        .header(CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\""))
        .body(csv))
}
