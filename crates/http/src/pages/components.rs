//! One page with every part of pages in every state, to look at and to check. It exists in the demonstration only.

use askama::Template;
use poem::{Response, handler};
use postup_domain::figures::Month;
use postup_domain::rejection::{Fault, Invalid};

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::page::{Event, Page, Tab, Task, go};
use super::plea::Waiting;
use crate::chart::{self, Bar, Map, Region, Series};
use crate::policy::Policy;
use crate::site::Site;

const PATH: &str = "/dev/components";

pub(super) fn pages(pages: Pages, site: &Site) -> Pages {
    if !site.demo() {
        return pages;
    }
    pages.get(PATH, Policy::Everyone, show).post(PATH, Policy::Everyone, act)
}

#[derive(Template)]
#[template(path = "components/show.html")]
struct Show<'a> {
    page: &'a Page,
    /// Nobody has touched this one.
    form: Form,
    /// Everything in this one is wrong.
    faulty: Form,
    options: Vec<Choice>,
    marks: Vec<Choice>,
    trail: Vec<(String, String)>,
    events: Vec<Event>,
    steps: Vec<(String, bool)>,
    tabs: Vec<Tab>,
    tasks: Vec<Task>,
    agenda: Vec<Waiting>,
    refused: Vec<String>,
    bars: Vec<Bar>,
    map: Map,
    series: Option<Series>,
}

impl<'a> Show<'a> {
    fn new(page: &'a Page) -> Self {
        let name = page.t("component-name");
        let moment = page.moment(&page.now);
        let choice = |key: &str| Choice::new(key, page.t(&format!("component-{key}")));
        let event = |what: &str, why: &str| Event {
            what: page.t(what),
            why: if why.is_empty() { String::new() } else { page.t(why) },
            when: moment.clone(),
            who: name.clone(),
            link: (!why.is_empty()).then(|| (PATH.to_owned(), page.t("component-more"))),
        };
        let task = |key: &str, tone: &'static str, state: &str| Task {
            path: PATH.to_owned(),
            name: page.t(&format!("component-task-{key}")),
            hint: if tone.is_empty() { page.t("component-task-hint") } else { String::new() },
            tone,
            state: page.t(state),
        };
        let filled = Form::blank(page.locale)
            .with("capacity", "30")
            .with("subject", "first")
            .with("way", "second")
            .with("mark", "late")
            .with("agreed", "yes")
            .with("note", page.t("component-name"))
            .with("starts_on", "2026-05-12");
        let typed = Form::blank(page.locale)
            .about("component")
            .with("family_name", page.t("component-word"))
            .with("email", "olena@hromada")
            .with("day_day", "31")
            .with("day_month", "2")
            .with("day_year", "2026");
        let faults = [
            Invalid::new("family_name", Fault::TooLong { longest: 20 }),
            Invalid::new("email", Fault::NotAnAddress),
            Invalid::new("day", Fault::NotADate),
            Invalid::new("choice", Fault::Missing),
            Invalid::new("employer", Fault::Missing),
            Invalid::new("agree", Fault::Missing),
            Invalid::new("remark", Fault::Missing),
            Invalid::new("file", Fault::Missing),
            Invalid::new("password", Fault::Missing),
        ];
        Self {
            page,
            form: filled,
            faulty: typed.blame(&faults),
            options: ["first", "second", "third"].map(choice).to_vec(),
            marks: ["present", "late", "excused", "absent"]
                .map(|kind| Choice::new(kind, page.word("attendance-kind", kind)))
                .to_vec(),
            trail: vec![
                ("/".to_owned(), page.t("common-home")),
                ("/courses".to_owned(), page.t("component-employer")),
            ],
            events: vec![
                event("component-event-confirmed", "component-event-why"),
                event("component-event-applied", ""),
            ],
            steps: vec![
                (page.t("component-task-dates"), false),
                (page.t("component-task-sessions"), true),
                (page.t("component-task-letters"), false),
            ],
            tabs: ["first", "second", "third"]
                .map(|key| Tab {
                    path: PATH.to_owned(),
                    words: page.t(&format!("component-{key}")),
                    here: key == "second",
                })
                .to_vec(),
            tasks: vec![
                task("dates", "good", "component-task-done"),
                task("sessions", "going", "component-task-begun"),
                task("trainers", "caution", "component-task-waits"),
                task("letters", "", "component-task-open"),
            ],
            agenda: vec![Waiting {
                path: PATH.to_owned(),
                what: name.clone(),
                session: page.t("component-second"),
                when: moment.clone(),
                code: "ACCESS-1".to_owned(),
            }],
            refused: vec![name, page.t("component-word")],
            bars: chart::funnel(
                page,
                [Some(90), Some(60), Some(48), Some(31), None],
                [Some(80), Some(55), Some(44), Some(30), None],
            ),
            map: chart::regions(page, &regions(page)),
            series: Series::new(page, &months()),
        }
    }
}

/// Many, few, none, and numbers that are kept back.
fn regions(page: &Page) -> Vec<Region> {
    let counts =
        [("UA46", Some(31)), ("UA59", Some(9)), ("UA80", Some(17)), ("UA65", Some(0)), ("UA53", None)];
    let region = |(code, count): (&str, _)| Region {
        code: code.to_owned(),
        name: page.t("component-employer"),
        count,
    };
    counts.map(region).to_vec()
}

fn months() -> Vec<(Month, Option<(i64, i64)>)> {
    let told = [("2025-11", Some((12, 9))), ("2026-01", None), ("2026-02", Some((37, 31)))];
    told.into_iter().filter_map(|(month, told)| Some((Month::new("month", month).ok()?, told))).collect()
}

#[handler]
fn show(page: Page) -> Result<Response, PageError> {
    page.show(&Show::new(&page))
}

/// Whatever is pressed here says that it was.
#[handler]
fn act() -> Response {
    go(PATH, Some("component-pressed"))
}

#[cfg(test)]
mod tests {
    use askama::Template as _;
    use chrono::DateTime;
    use postup_domain::access::Actor;
    use postup_i18n::Locale;

    use super::Show;
    use crate::pages::page::Page;

    fn page(locale: Locale, path: &str) -> Page {
        Page {
            locale,
            installation: "Поступ".to_owned(),
            demo: true,
            actor: Actor::visitor(),
            name: None,
            stay: None,
            path: path.to_owned(),
            flash: None,
            once: "0198a000-0000-7000-8000-000000000000".to_owned(),
            now: DateTime::UNIX_EPOCH,
        }
    }

    fn components(page: &Page) -> String {
        Show::new(page).render().unwrap()
    }

    #[test]
    fn every_complaint_is_tied_to_its_field() {
        let html = components(&page(Locale::Uk, "/courses"));
        for expected in [
            r##"<a href="#family_name">Прізвище: "##,
            r#"id="family_name""#,
            r#"aria-invalid="true" aria-describedby=" family_name-error""#,
            r#"id="family_name-error""#,
            r##"<a href="#day">"##,
            r#"aria-describedby="day-hint day-error""#,
            r#"<title>Помилка: Складники сторінок – Поступ</title>"#,
            r#"<html lang="uk">"#,
            r#"<a href="/courses" aria-current="page">"#,
            r#"name="starts_on_month" value="5""#,
            r#"name="day_day" value="31""#,
            r#"<option value="first" selected>"#,
        ] {
            assert!(html.contains(expected), "{expected} is not in {html}");
        }
    }

    #[test]
    fn nothing_is_inline_and_no_id_stands_twice() {
        for locale in Locale::ALL {
            let html = components(&page(locale, "/"));
            for inline in ["style=", "<style", " onclick", " onsubmit", " onchange", "javascript:"] {
                assert!(!html.contains(inline), "{inline}");
            }
            assert_eq!(html.matches("<script").count(), html.matches("<script src=").count());
            let mut ids: Vec<_> =
                html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all);
        }
    }
}
