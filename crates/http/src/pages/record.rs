//! Attendance across cohorts: one's own, of one's people, of the cohorts one manages or teaches.

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::page::{Page, query};
use super::people::{cursor, pager};
use crate::policy::Policy;
use crate::site::Site;
use crate::{reckoning, record, table};
use askama::Template;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::attendance::Record;
use postup_app::territory::wording;
use postup_domain::attendance::RecordFilter;
use postup_domain::import::TableFormat;
use postup_domain::organization::Edrpou;
use postup_domain::rejection::{Fault, Invalid};
use postup_i18n::Words;

pub fn pages(pages: Pages) -> Pages {
    pages.get("/attendance", Policy::SignedIn, list).get(
        "/attendance/tables/:name",
        Policy::SignedIn,
        download,
    )
}

const LINES: u64 = 50;

/// One person in one cohort.
struct Line {
    name: String,
    employer: String,
    course: String,
    code: String,
    dates: String,
    attended: String,
    /// Late, excused, absent, not marked, as far as there is any.
    rest: String,
    hours: String,
    share: String,
}

#[derive(Template)]
#[template(path = "record/list.html")]
struct Records<'a> {
    page: &'a Page,
    title: String,
    form: Form,
    /// The reader sees more than the own attendance.
    narrows: bool,
    is_narrowed: bool,
    territories: Vec<Choice>,
    lines: Vec<Line>,
    csv: String,
    xlsx: String,
    first: String,
    next: String,
}

/// What is asked for; complaints go into the form.
async fn filter(form: &mut Form, site: &Site) -> Result<RecordFilter, PageError> {
    let mut filter = RecordFilter::default();
    let typed = |name: &str| Some(form.value(name).trim().to_owned()).filter(|typed| !typed.is_empty());
    let (person, organization, territory) = (typed("person"), typed("organization"), typed("territory"));
    if let Some(person) = person {
        filter.person = Some(person.parse().map_err(|_| PageError::Missing)?);
    }
    if let Some(code) = territory {
        filter.territory = Some(code.parse().map_err(|_| PageError::Missing)?);
    }
    let Some(organization) = organization else { return Ok(filter) };
    filter.organization = match organization.parse() {
        Ok(id) => Some(id),
        Err(_) => {
            let found = match Edrpou::new("organization", &organization) {
                Ok(number) => site
                    .app
                    .organization_with_number(&number)
                    .await?
                    .ok_or_else(|| Invalid::new("organization", Fault::Unknown)),
                Err(invalid) => Err(invalid),
            };
            found.map_err(|invalid| *form = form.clone().blame(&[invalid])).ok()
        }
    };
    Ok(filter)
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let mut form = form.about("record");
    let filter = filter(&mut form, &site).await?;
    let found = match form.is_faulty() {
        true => postup_persistence::Page { items: Vec::new(), next: None },
        false => site.app.attendance_records(&page.actor, &filter, cursor(&form)?.as_ref(), LINES).await?,
    };
    let (first, next) = pager("/attendance", &form, found.next.as_ref());
    let kept = || {
        let asked = form.pairs().iter().filter(|(name, _)| name != "cursor");
        asked.map(|(name, value)| (name.as_str(), value.as_str()))
    };
    let table = |format: &str| query(&format!("/attendance/tables/attendance.{format}"), kept());
    let title = match (filter.person, found.items.first()) {
        (Some(_), Some(one)) => page.t1("record-of-person", "name", one.of.name.in_register()),
        _ => page.t("record-title"),
    };
    let status = form.status();
    let view = Records {
        page: &page,
        title,
        narrows: page.actor.is_staff(),
        is_narrowed: filter != RecordFilter::default(),
        territories: territories(&page, &site).await?,
        lines: found.items.iter().map(|record| line(&page, record)).collect(),
        csv: table("csv"),
        xlsx: table("xlsx"),
        first,
        next,
        form: form.clone(),
    };
    page.show_as(status, &view)
}

async fn territories(page: &Page, site: &Site) -> Result<Vec<Choice>, PageError> {
    let named = |unit: &_| wording::name(Words::embedded(), page.locale, unit);
    Ok(site.app.oblasts().await?.iter().map(|unit| Choice::new(unit.code.as_str(), named(unit))).collect())
}

fn line(page: &Page, record: &Record) -> Line {
    let Record { of, tally, evidence } = record;
    let rest = [
        ("record-late", tally.late),
        ("record-excused", tally.excused),
        ("record-absent", tally.absent),
        ("record-unmarked", tally.unmarked()),
    ];
    let rest = rest.into_iter().filter(|(_, count)| *count > 0);
    let rest: Vec<String> = rest.map(|(key, count)| page.t1(key, "count", count)).collect();
    let hours = |minutes| page.number(reckoning::hours(minutes));
    let (credited, planned) = (hours(evidence.credited), hours(evidence.planned));
    Line {
        name: of.name.in_register(),
        employer: of.employer_name.as_ref().map(|name| page.pick(name).to_string()).unwrap_or_default(),
        course: page.pick(&of.run.title).to_string(),
        code: of.run.code.to_string(),
        dates: page.period(&of.run.starts_on, &of.run.ends_on),
        attended: page.t2("record-attended-of", "attended", tally.attended(), "sessions", tally.sessions),
        rest: rest.join(", "),
        hours: page.t2("record-hours-of", "credited", credited, "planned", planned),
        share: record.percent().map(|percent| page.locale.percent(percent)).unwrap_or_default(),
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
    let format: TableFormat =
        name.strip_prefix("attendance.").and_then(|format| format.parse().ok()).ok_or(PageError::Missing)?;
    let filter = filter(&mut form, &site).await?;
    if form.is_faulty() {
        return Err(PageError::Missing);
    }
    let body = record::attendance(&site.app, &page.actor, filter, format)?;
    Ok(table::file("attendance", format, body))
}
