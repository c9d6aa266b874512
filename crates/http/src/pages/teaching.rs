//! Hours of trainers: one's own, and those in the cohorts one manages.

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::page::{Page, query};
use super::people::{cursor, pager};
use crate::policy::TEACHERS;
use crate::site::Site;
use crate::{reckoning, record, table};
use askama::Template;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::teaching::Taught;
use postup_domain::import::TableFormat;
use postup_domain::program::day;
use postup_domain::rejection::Checks;
use postup_domain::teaching::{Hours, period};

pub fn pages(pages: Pages) -> Pages {
    pages.get("/teach/hours", TEACHERS, list).get("/teach/hours/tables/:name", TEACHERS, download)
}

const TRAINERS: u64 = 30;

/// From one instant to another.
type Period = (DateTime<Utc>, DateTime<Utc>);

/// One trainer in one cohort, or in all of them.
#[derive(Default)]
struct Line {
    name: String,
    course: String,
    code: String,
    sessions: i64,
    open: String,
    planned: String,
    lost: String,
    delivered: String,
    is_total: bool,
}

#[derive(Template)]
#[template(path = "teaching/list.html")]
struct List<'a> {
    page: &'a Page,
    form: Form,
    period: String,
    lines: Vec<Line>,
    csv: String,
    xlsx: String,
    first: String,
    next: String,
}

/// The first and the last day, and the time between: what is asked for, else this year until today. Complaints go into the
/// form.
fn asked(page: &Page, site: &Site, form: &mut Form) -> (NaiveDate, NaiveDate, Option<Period>) {
    let zone = site.look.time_zone;
    let today = page.now.with_timezone(&zone).date_naive();
    let mut checks = Checks::default();
    let mut read = |name: &'static str, usual: NaiveDate| match form.day_text(name).as_str() {
        "" => usual,
        text => checks.take(day(name, text)).unwrap_or(usual),
    };
    let (first, last) = (read("from", today.with_ordinal(1).unwrap_or(today)), read("until", today));
    let period = checks.finish().and_then(|()| period(first, last, zone));
    if let Err(faults) = &period {
        *form = form.clone().blame(faults);
    }
    (first, last, period.ok())
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let mut form = form.about("teaching");
    let (first_day, last_day, period) = asked(&page, &site, &mut form);
    let found = match period {
        None => postup_persistence::Page { items: Vec::new(), next: None },
        Some(period) => site.app.taught(&page.actor, period, None, cursor(&form)?.as_ref(), TRAINERS).await?,
    };
    let days = [("from", first_day.to_string()), ("until", last_day.to_string())];
    let kept = || days.iter().map(|(name, value)| (*name, value.as_str()));
    let here =
        Form::of(page.locale, days.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect());
    let here = if form.value("cursor").is_empty() { here } else { here.with("cursor", form.value("cursor")) };
    let (first, next) = pager("/teach/hours", &here, found.next.as_ref());
    let table = |format: &str| query(&format!("/teach/hours/tables/trainer-hours.{format}"), kept());
    let status = form.status();
    let shown = if form.is_faulty() { form } else { here.about("teaching") };
    let view = List {
        page: &page,
        form: shown,
        period: page.period(&first_day, &last_day),
        lines: found.items.iter().flat_map(|taught| lines(&page, taught)).collect(),
        csv: table("csv"),
        xlsx: table("xlsx"),
        first,
        next,
    };
    page.show_as(status, &view)
}

/// A line for each cohort, and one for all of them where there are several.
fn lines(page: &Page, taught: &Taught) -> Vec<Line> {
    let name = taught.name.in_register();
    let mut cohorts: Vec<(Line, Hours)> = Vec::new();
    let mut all = Hours::default();
    for lesson in &taught.lessons {
        let hours = lesson.hours();
        all += hours;
        match cohorts.iter_mut().find(|(line, _)| line.code == lesson.code.as_str()) {
            Some((_, sum)) => *sum += hours,
            None => {
                let (course, code) = (page.pick(&lesson.course).to_string(), lesson.code.to_string());
                cohorts.push((Line { name: name.clone(), course, code, ..Line::default() }, hours));
            }
        }
    }
    if cohorts.len() > 1 {
        cohorts.push((Line { name, is_total: true, ..Line::default() }, all));
    }
    cohorts.into_iter().map(|(line, hours)| filled(page, line, hours)).collect()
}

fn filled(page: &Page, line: Line, of: Hours) -> Line {
    let hours = |minutes| page.number(reckoning::hours(minutes));
    Line {
        sessions: of.sessions,
        open: if of.open > 0 { page.t1("teaching-open", "count", of.open) } else { String::new() },
        planned: hours(of.planned),
        lost: hours(of.lost()),
        delivered: hours(of.delivered),
        ..line
    }
}

#[handler]
async fn download(
    page: Page,
    name: Path<String>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let mut form = form;
    let format = name.strip_prefix("trainer-hours.").and_then(|format| format.parse::<TableFormat>().ok());
    let (_, _, period) = asked(&page, &site, &mut form);
    let (format, period) = format.zip(period).ok_or(PageError::Missing)?;
    let body = record::teaching(&site.app, &page.actor, period, None, format)?;
    Ok(table::file("trainer-hours", format, body))
}
