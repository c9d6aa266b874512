//! `/statistics` for everybody, `/insight` for those who read figures.

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::page::Page;
use crate::caller::Caller;
use crate::policy::READERS;
use crate::reckoning::{self, Line};
use crate::site::Site;
use askama::Template;
use chrono::{DateTime, Utc};
use poem::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use poem::web::{Data, Query};
use poem::{Response, handler};
use postup_app::territory::wording;
use postup_domain::figures::{Dimension, Figure};
use postup_i18n::Words;
use serde::Deserialize;

pub fn pages(pages: Pages) -> Pages {
    pages.public("/statistics", statistics).get("/insight", READERS, insight).get(
        "/insight/figures.csv",
        READERS,
        download,
    )
}

/// One bar of the funnel: a stage, how many reached it, and what share of the first that is.
struct Bar {
    name: String,
    participations: i64,
    people: i64,
    percent: i64,
    lost: i64,
}

fn funnel(page: &Page, total: &Figure) -> Vec<Bar> {
    let (a, b) = (total.participations, total.people);
    let stages = [
        ("applied", a.applied, b.applied),
        ("confirmed", a.confirmed, b.confirmed),
        ("present", a.present, b.present),
        ("completed", a.completed, b.completed),
        ("certified", a.certified, b.certified),
    ];
    let mut before = a.applied;
    stages
        .into_iter()
        .map(|(stage, participations, people)| {
            let lost = (before - participations).max(0);
            before = participations;
            let percent = if a.applied > 0 { participations * 100 / a.applied } else { 0 };
            Bar { name: page.t(&format!("figures-stage-{stage}")), participations, people, percent, lost }
        })
        .collect()
}

#[derive(Template)]
#[template(path = "figures/statistics.html")]
struct Statistics<'a> {
    page: &'a Page,
    total: Figure,
    hours: String,
    bars: Vec<Bar>,
    as_of: DateTime<Utc>,
}

#[handler]
async fn statistics(page: Page, Data(site): Data<&Site>) -> Result<Response, PageError> {
    let (total, as_of) = site.app.public_figures().await?;
    let bars = funnel(&page, &total);
    let hours = reckoning::hours(total.minutes);
    page.show(&Statistics { page: &page, hours, bars, total, as_of })
}

/// Along what, and within what.
#[derive(Deserialize, Default)]
struct Question {
    #[serde(default)]
    by: String,
    #[serde(default)]
    within: String,
}

impl Question {
    fn dimension(&self) -> Dimension {
        match self.by.parse() {
            Ok(Dimension::All) | Err(_) => Dimension::Oblast,
            Ok(by) => by,
        }
    }

    fn within(&self) -> Option<&str> {
        let below = matches!(self.dimension(), Dimension::Raion | Dimension::Hromada);
        (below && !self.within.is_empty()).then_some(self.within.as_str())
    }
}

/// What lies below a dimension.
fn below(by: Dimension) -> Option<Dimension> {
    match by {
        Dimension::Oblast => Some(Dimension::Raion),
        Dimension::Raion => Some(Dimension::Hromada),
        _ => None,
    }
}

#[derive(Template)]
#[template(path = "figures/insight.html")]
struct Insight<'a> {
    page: &'a Page,
    form: Form,
    choices: Vec<Choice>,
    by: Dimension,
    within: Option<String>,
    within_name: Option<String>,
    below: Option<Dimension>,
    lines: Vec<Line>,
    total: Line,
    bars: Vec<Bar>,
    as_of: DateTime<Utc>,
}

#[handler]
async fn insight(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let permit = actor.may_read_figures()?;
    let by = question.dimension();
    let named = site.app.completion_figures(&permit, by, question.within()).await?;
    let within_name = match question.within() {
        Some(code) => {
            let code = code.parse().map_err(|_| PageError::Missing)?;
            let located = site.app.territory(&code).await?;
            Some(wording::full_name(Words::embedded(), page.locale, &located))
        }
        None => None,
    };
    let choices = Dimension::ALL
        .iter()
        .filter(|dimension| **dimension != Dimension::All)
        .map(|dimension| Choice::new(dimension, page.word("figures-by", dimension)))
        .collect();
    let form = Form::blank(page.locale).with("by", by);
    // Without a key, since the line of totals leads nowhere.
    let total = Figure { key: String::new(), ..named.figures.total.clone() };
    let total = Line { name: page.t("figures-total"), figure: total };
    page.show(&Insight {
        page: &page,
        form,
        choices,
        by,
        within: question.within().map(str::to_owned),
        within_name,
        below: below(by),
        lines: reckoning::lines(&named, page.locale),
        bars: funnel(&page, &named.figures.total),
        total,
        as_of: named.figures.as_of,
    })
}

#[handler]
async fn download(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let permit = actor.may_read_figures()?;
    let named = site.app.completion_figures(&permit, question.dimension(), question.within()).await?;
    let csv = reckoning::csv(&named, page.locale).map_err(|error| PageError::broken(&error))?;
    let name = format!("attachment; filename=\"completion-by-{}.csv\"", question.dimension());
    Ok(Response::builder()
        .header(CONTENT_TYPE, "text/csv; charset=utf-8")
        .header(CONTENT_DISPOSITION, name)
        .body(csv))
}
