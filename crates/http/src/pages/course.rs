//! The public catalogue and the page of a course.

mod catalogue;

use askama::Template;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_domain::course::{CompletionRule, Course};
use postup_domain::program::Contact;
use postup_i18n::Value;
use postup_persistence::{course, program};

use super::Pages;
use super::error::PageError;
use super::offer::{self, Fit, Offer};
use super::page::Page;
use crate::site::Site;

/// Open cohorts on the page of a course.
const MOST_OFFERS: u64 = 50;

pub fn pages(pages: Pages) -> Pages {
    pages.public("/courses", catalogue::show).public("/courses/:code", show)
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
    /// Whom to ask.
    contact: Option<Contact>,
    /// What the reader waits for, if they do.
    waiting: Option<String>,
}

#[handler]
async fn show(page: Page, code: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let sight = page.actor.sight();
    let found = course::find_by_code(&site.app.reader(), &sight, &code.to_uppercase()).await?;
    let course = found.ok_or(PageError::Missing)?;
    let mut offers = offer::open(&site, &page, Some(course.id), MOST_OFFERS).await?;
    offer::fit(&site, &page, &mut offers).await?;
    let program = program::find(&site.app.reader(), &sight, course.program).await?;
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
        contact: program.and_then(|program| program.plan.contact),
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
