//! A trainer's sessions: today, registers still open, the days ahead.

use super::Pages;
use super::error::PageError;
use super::page::Page;
use super::plea::{Waiting, agenda};
use crate::policy::TEACHERS;
use crate::site::Site;
use askama::Template;
use chrono::{NaiveTime, TimeDelta};
use poem::web::Data;
use poem::{Response, handler};
use postup_domain::attendance::Meeting;
use postup_domain::session::{LocalTime, instant};

pub fn pages(pages: Pages) -> Pages {
    pages.get("/teach", TEACHERS, show)
}

/// One session in a list.
struct Entry {
    path: String,
    title: String,
    course: String,
    code: String,
    when: String,
    bar: String,
}

#[derive(Template)]
#[template(path = "teach/show.html")]
struct Show<'a> {
    page: &'a Page,
    waiting: Vec<Waiting>,
    today: Vec<Entry>,
    open: Vec<Entry>,
    next: Vec<Entry>,
}

#[handler]
async fn show(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let zone = site.look.time_zone;
    let day = page.now.with_timezone(&zone).date_naive();
    let midnight = instant("day", LocalTime(day.and_time(NaiveTime::MIN)), zone).unwrap_or(page.now);
    let meetings = site.app.taught_meetings(&page.actor, midnight, 8).await?;
    let tomorrow = midnight + TimeDelta::days(1);
    let is_today = |meeting: &&Meeting| meeting.starts_at >= midnight && meeting.starts_at < tomorrow;
    let entry = |meeting: &Meeting| Entry {
        path: format!("/teach/sessions/{}", meeting.session),
        title: page.pick(&meeting.title).to_string(),
        course: page.pick(&meeting.course).to_string(),
        code: meeting.code.to_string(),
        when: page.occasion(&meeting.starts_at, &meeting.time_zone),
        bar: page.t2("attendance-bar", "marked", meeting.marked, "people", meeting.people),
    };
    let owed = |meeting: &&Meeting| meeting.starts_at < midnight && meeting.register.takes_marks();
    page.show(&Show {
        page: &page,
        waiting: agenda(&page, &site).await?,
        today: meetings.iter().filter(is_today).map(entry).collect(),
        open: meetings.iter().filter(owed).map(entry).collect(),
        next: meetings.iter().filter(|meeting| meeting.starts_at >= tomorrow).map(entry).collect(),
    })
}
