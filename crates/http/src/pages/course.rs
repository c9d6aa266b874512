//! The public catalogue and the page of a course.

use askama::Template;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::territory::wording;
use postup_domain::access::Actor;
use postup_domain::cohort::{Form as Teaching, TeachingLanguage};
use postup_domain::course::{CompletionRule, Course, Openings, Subject};
use postup_domain::id::CourseId;
use postup_i18n::{Value, Words};
use postup_persistence::{Cursor, course};
use std::collections::BTreeMap;

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::offer::{self, Offer};
use super::page::{Page, query};
use crate::site::Site;

/// Courses on one page of the catalogue.
const AT_ONCE: u64 = 20;
/// Open cohorts on the page of a course.
const MOST_OFFERS: u64 = 50;
/// The fields that narrow the catalogue.
const FILTERS: [&str; 6] = ["q", "subject", "oblast", "form", "language", "free"];

pub fn pages(pages: Pages) -> Pages {
    pages.public("/courses", list).public("/courses/:code", show)
}

#[derive(Template)]
#[template(path = "course/list.html")]
struct List<'a> {
    page: &'a Page,
    filter: &'a Form,
    narrowed: bool,
    subjects: Vec<Choice>,
    oblasts: Vec<Choice>,
    forms: Vec<Choice>,
    languages: Vec<Choice>,
    entries: Vec<(Course, Option<Openings>)>,
    first: String,
    next: String,
}

#[handler]
async fn list(page: Page, filter: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let reader = site.app.reader();
    let after = Some(filter.value("after")).filter(|code| !code.is_empty());
    let cursor = after.map(|code| Cursor { value: code.to_owned(), id: String::new() });
    let sight = Actor::visitor().sight();
    let found = course::list(&reader, &sight, &wanted(&page, &filter), cursor.as_ref(), AT_ONCE).await?;
    let ids: Vec<CourseId> = found.items.iter().map(|course| course.id).collect();
    let openings: BTreeMap<CourseId, Openings> =
        course::openings(&reader, &ids, page.now).await?.into_iter().collect();
    let kept: Vec<(&str, &str)> = FILTERS
        .iter()
        .map(|name| (*name, filter.value(name)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let with_openings = |course: Course| {
        let open = openings.get(&course.id).copied();
        (course, open)
    };
    let further = |after: &str| query("/courses", kept.iter().copied().chain([("after", after)]));
    page.show(&List {
        page: &page,
        filter: &filter,
        narrowed: !kept.is_empty(),
        subjects: words(&page, "course-subject", Subject::ALL),
        oblasts: oblasts(&page, &site).await?,
        forms: words(&page, "cohort-form", Teaching::ALL),
        languages: words(&page, "cohort-language", TeachingLanguage::ALL),
        first: if after.is_some() { query("/courses", kept.iter().copied()) } else { String::new() },
        next: found.next.as_ref().map(|cursor| further(&cursor.value)).unwrap_or_default(),
        entries: found.items.into_iter().map(with_openings).collect(),
    })
}

/// A filter that is no word of ours narrows nothing.
fn wanted(page: &Page, filter: &Form) -> course::Filter {
    let text = |name: &str| Some(filter.raw(name)).filter(|text| !text.trim().is_empty());
    course::Filter {
        subject: filter.value("subject").parse().ok(),
        text: text("q"),
        form: filter.value("form").parse().ok(),
        language: filter.value("language").parse().ok(),
        oblast: text("oblast"),
        with_seats_at: filter.is_chosen("free", "yes").then_some(page.now),
        ..course::Filter::default()
    }
}

fn words<T: Copy + ToString>(page: &Page, prefix: &str, all: &[T]) -> Vec<Choice> {
    all.iter().map(|value| Choice::new(value.to_string(), page.word(prefix, *value))).collect()
}

async fn oblasts(page: &Page, site: &Site) -> Result<Vec<Choice>, PageError> {
    let named = |unit: &_| wording::name(Words::embedded(), page.locale, unit);
    Ok(site.app.oblasts().await?.iter().map(|unit| Choice::new(unit.code.as_str(), named(unit))).collect())
}

#[derive(Template)]
#[template(path = "course/show.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    course: Course,
    volume: String,
    rule: String,
    offers: Vec<Offer>,
    /// What the reader waits for, if they do.
    waiting: Option<String>,
}

#[handler]
async fn show(page: Page, code: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let sight = page.actor.sight();
    let found = course::find_by_code(&site.app.reader(), &sight, &code.to_uppercase()).await?;
    let course = found.ok_or(PageError::Missing)?;
    let offers = offer::open(&site, &page, Some(course.id), MOST_OFFERS).await?;
    let waiting = match site.app.own_interest(&page.actor, course.id).await? {
        Some(interest) => Some(super::interest::sentence(&page, &site, &interest).await?),
        None => None,
    };
    page.show(&Show {
        page: &page,
        waiting,
        trail: vec![("/courses".to_owned(), page.t("course-catalog"))],
        volume: volume(&page, &course.content.hours),
        rule: rule(&page, &course.content.rule),
        course,
        offers,
    })
}

/// "45 академічних годин, 1,5 кредиту ЄКТС".
pub(super) fn volume(page: &Page, hours: &postup_domain::course::Hours) -> String {
    format!("{}, {}", page.hours(hours), page.credits(hours.credits()))
}

/// The completion rule as one plain sentence.
pub(super) fn rule(page: &Page, rule: &CompletionRule) -> String {
    let percent = page.locale.percent(rule.attendance_percent);
    match rule.final_score {
        None => page.t1("course-rule-attendance", "percent", percent),
        Some(score) => page.say(
            "course-rule-attendance-score",
            &[("percent", Value::from(percent)), ("score", Value::from(score))],
        ),
    }
}
