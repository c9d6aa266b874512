//! The public catalogue: all courses, narrowed, and the way out where none is left.

use crate::pages::form::choices;
use askama::Template;
use chrono::{Datelike as _, Months, NaiveDate};
use poem::web::Data;
use poem::{Response, handler};
use postup_domain::access::Actor;
use postup_domain::cohort::{Form as Teaching, TeachingLanguage};
use postup_domain::course::{Course, Openings, Subject};
use postup_domain::id::CourseId;
use postup_persistence::course::{self, Filter, Order};
use postup_persistence::{Cursor, Reader};
use std::collections::BTreeMap;

use super::super::error::PageError;
use super::super::form::{Choice, Form};
use super::super::page::{Page, query};
use crate::site::Site;

/// Courses on one page of the catalogue.
const AT_ONCE: u64 = 20;
/// Courses named where none fits.
const MOST_NEAREST: u64 = 3;
/// Months ahead in which a start can be looked for.
const MONTHS: u32 = 12;
/// The fields that narrow the catalogue, and the words of their labels.
const FILTERS: [(&str, &str); 7] = [
    ("q", "course-catalog-text"),
    ("subject", "course-subject"),
    ("oblast", "course-catalog-oblast"),
    ("form", "course-catalog-form"),
    ("language", "course-catalog-language"),
    ("start", "course-catalog-start"),
    ("free", "course-catalog-free"),
];

#[derive(Template)]
#[template(path = "course/list.html")]
struct List<'a> {
    page: &'a Page,
    filter: &'a Form,
    /// What narrows the list: in words, and the catalogue without it.
    chosen: Vec<(String, String)>,
    /// Something but words narrows it.
    choices_made: bool,
    subjects: Vec<Choice>,
    oblasts: Vec<Choice>,
    forms: Vec<Choice>,
    languages: Vec<Choice>,
    months: Vec<Choice>,
    count: u64,
    /// Words that were taken for others like them.
    guessed: String,
    entries: Vec<(Course, Option<Openings>)>,
    nearest: Vec<Course>,
    first: String,
    next: String,
}

#[handler]
pub async fn show(page: Page, filter: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let (reader, sight) = (site.app.reader(), Actor::visitor().sight());
    let wanted = wanted(&page, &filter);
    let after = filter.value("after");
    let found = course::search(&reader, &sight, &wanted, cursor(after).as_ref(), AT_ONCE).await?;
    let ids: Vec<CourseId> = found.courses.items.iter().map(|course| course.id).collect();
    let threshold = site.app.settings().threshold;
    let openings: BTreeMap<CourseId, Openings> =
        course::openings(&reader, &ids, &wanted, threshold, page.now).await?.into_iter().collect();
    let nearest = if found.count == 0 { nearest(&reader, &wanted).await? } else { Vec::new() };
    let mut list = List {
        page: &page,
        filter: &filter,
        chosen: Vec::new(),
        choices_made: kept(&filter).any(|(name, _)| name != "q"),
        subjects: choices(&page, "course-subject", Subject::ALL),
        oblasts: super::super::offer::oblasts(&page, &site).await?,
        forms: choices(&page, "cohort-form", Teaching::ALL),
        languages: choices(&page, "cohort-language", TeachingLanguage::ALL),
        months: months(&page),
        count: found.count,
        guessed: found.guessed.iter().map(|word| format!("«{word}»")).collect::<Vec<_>>().join(", "),
        nearest,
        first: if after.is_empty() { String::new() } else { query("/courses", kept(&filter)) },
        next: found.courses.next.as_ref().map(|next| further(&filter, next)).unwrap_or_default(),
        entries: found
            .courses
            .items
            .into_iter()
            .map(|course| {
                let open = openings.get(&course.id).copied();
                (course, open)
            })
            .collect(),
    };
    list.chosen = chosen(&list);
    page.show(&list)
}

fn kept(filter: &Form) -> impl Iterator<Item = (&str, &str)> {
    FILTERS.iter().map(|(name, _)| (*name, filter.value(name))).filter(|(_, value)| !value.trim().is_empty())
}

/// Where the page before ended: `2026-05-12~ACCESS`.
fn cursor(after: &str) -> Option<Cursor> {
    let (day, code) = after.split_once('~')?;
    Some(Cursor { value: code.to_owned(), id: day.to_owned() })
}

fn further(filter: &Form, next: &Cursor) -> String {
    let after = format!("{}~{}", next.id, next.value);
    query("/courses", kept(filter).chain([("after", after.as_str())]))
}

/// A filter that is no word of ours narrows nothing.
fn wanted(page: &Page, filter: &Form) -> Filter {
    let text = |name: &str| Some(filter.raw(name)).filter(|text| !text.trim().is_empty());
    Filter {
        subject: filter.value("subject").parse().ok(),
        text: text("q"),
        form: filter.value("form").parse().ok(),
        language: filter.value("language").parse().ok(),
        oblast: text("oblast"),
        starts: month(filter.value("start")),
        with_seats_at: filter.is_chosen("free", "yes").then_some(page.now),
        order: Order::NextStart(page.now),
        ..Filter::default()
    }
}

/// The first and the last day of a month, from `2026-05`.
fn month(text: &str) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok();
    let first = first.filter(|day| (2000..=9998).contains(&day.year()));
    (first, first.and_then(|day| day.checked_add_months(Months::new(1))?.pred_opt()))
}

fn months(page: &Page) -> Vec<Choice> {
    let first = page.now.date_naive().with_day(1).unwrap_or_default();
    let months = (0..MONTHS).filter_map(|ahead| first.checked_add_months(Months::new(ahead)));
    months.map(|first| Choice::new(first.format("%Y-%m"), page.locale.month(first))).collect()
}

/// Each thing that narrows the list, in words, with the address of the list without it.
fn chosen(list: &List<'_>) -> Vec<(String, String)> {
    let said = |name: &str, label: &str, value: &str| {
        let label = list.page.t(label);
        let options = match name {
            "q" => return format!("«{}»", value.trim()),
            "free" => return label,
            "subject" => &list.subjects,
            "oblast" => &list.oblasts,
            "form" => &list.forms,
            "language" => &list.languages,
            _ => &list.months,
        };
        let option = options.iter().find(|option| option.value == value);
        option.map_or_else(String::new, |option| format!("{label}: {}", option.label))
    };
    FILTERS
        .iter()
        .map(|(name, label)| (*name, *label, list.filter.value(name)))
        .filter(|(_, _, value)| !value.trim().is_empty())
        .map(|(name, label, value)| {
            let others = kept(list.filter).filter(|(other, _)| *other != name);
            (said(name, label, value), query("/courses", others))
        })
        .filter(|(said, _)| !said.is_empty())
        .collect()
}

/// Courses to look at where none fits: by their words, or of the subject whenever they take place.
async fn nearest(reader: &Reader, wanted: &Filter) -> Result<Vec<Course>, PageError> {
    let sight = Actor::visitor().sight();
    match (wanted.text.as_deref(), wanted.subject) {
        (Some(text), _) => Ok(course::nearest(reader, &sight, text, MOST_NEAREST).await?),
        (None, Some(_)) => {
            let of_subject = Filter { subject: wanted.subject, ..Filter::default() };
            Ok(course::list(reader, &sight, &of_subject, None, MOST_NEAREST).await?.items)
        }
        (None, None) => Ok(Vec::new()),
    }
}
