//! How the house is, at one look, and the settings it runs by: for administrators.

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use poem::web::Data;
use poem::{Response, handler};
use postup_app::health::Health;
use postup_domain::health::{Beat, is_alive};
use postup_i18n::Words;

use super::Pages;
use super::error::PageError;
use super::page::Page;
use crate::policy::ADMINISTRATORS;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages.get("/admin", ADMINISTRATORS, show).get("/admin/settings", ADMINISTRATORS, settings)
}

/// A gibibyte: a disk with less free space fills up before anybody looks again.
const SCARCE: u64 = 1 << 30;
/// Clocks further apart than this give wrong times.
const APART: TimeDelta = TimeDelta::seconds(2);
/// Mail and figures that wait longer than this are late.
const LATE: TimeDelta = TimeDelta::minutes(10);

struct Finding {
    name: String,
    tone: &'static str,
    state: String,
    more: String,
    /// Where to see more, and in which words.
    link: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "health/show.html")]
struct Show<'a> {
    page: &'a Page,
    findings: Vec<Finding>,
    /// What needs somebody.
    bad: usize,
    works: Vec<Work>,
    version: &'static str,
}

struct Work {
    name: String,
    tone: &'static str,
    state: String,
    when: String,
}

#[derive(Template)]
#[template(path = "health/settings.html")]
struct Settings<'a> {
    page: &'a Page,
    shown: &'a [(String, String)],
}

/// How long ago something was, in the largest whole unit.
fn ago(page: &Page, at: DateTime<Utc>) -> String {
    let past = (page.now - at).max(TimeDelta::zero());
    let (key, count) = match past.num_seconds() {
        seconds @ ..60 => ("health-seconds-ago", seconds),
        seconds @ 60..3_600 => ("health-minutes-ago", seconds / 60),
        seconds @ 3_600..172_800 => ("health-hours-ago", seconds / 3_600),
        seconds => ("health-days-ago", seconds / 86_400),
    };
    page.tn(key, count)
}

/// `1,4 ГБ`.
fn bytes(page: &Page, bytes: u64) -> String {
    const MEBI: u64 = 1 << 20;
    const GIBI: u64 = 1 << 30;
    let (unit, key) = if bytes < GIBI { (MEBI, "health-mebibytes") } else { (GIBI, "health-gibibytes") };
    let tenths = bytes.saturating_mul(10) / unit;
    page.t1(key, "amount", page.number(format!("{}.{}", tenths / 10, tenths % 10)))
}

impl Finding {
    fn new(page: &Page, name: &str, tone: &'static str, state: String) -> Self {
        Self { name: page.t(name), tone, state, more: String::new(), link: None }
    }

    fn with(self, more: String) -> Self {
        Self { more, ..self }
    }

    fn leading(self, page: &Page, path: &'static str, words: &str) -> Self {
        Self { link: Some((path, page.t(words))), ..self }
    }
}

fn database(page: &Page, health: &Health) -> Finding {
    let name = if health.is_postgres { "PostgreSQL" } else { "SQLite" };
    let (tone, state) = match health.pending {
        0 => ("good", page.t1("health-database-answers", "name", name)),
        count => ("bad", page.tn("health-database-pending", count)),
    };
    let size = page.t1("health-database-size", "size", bytes(page, health.size));
    Finding::new(page, "health-database", tone, state).with(size)
}

fn disk(page: &Page, health: &Health) -> Finding {
    let Some(free) = health.free else {
        let unseen = page.t(if health.is_postgres { "health-disk-elsewhere" } else { "health-disk-unknown" });
        return Finding::new(page, "health-disk", "", unseen);
    };
    // A backup beside the database takes as much again.
    let tone = if free < SCARCE || free < health.size.saturating_mul(2) { "bad" } else { "good" };
    Finding::new(page, "health-disk", tone, page.t1("health-disk-free", "size", bytes(page, free)))
}

fn worker(page: &Page, health: &Health) -> Finding {
    let (tone, state) = match health.beat_at {
        None => ("bad", page.t("health-worker-never")),
        Some(at) if is_alive(at, page.now) => ("good", page.t1("health-worker-beat", "ago", ago(page, at))),
        Some(at) => ("bad", page.t1("health-worker-silent", "ago", ago(page, at))),
    };
    Finding::new(page, "health-worker", tone, state)
}

fn mail(page: &Page, health: &Health) -> [Finding; 2] {
    let (tone, late) = match health.queue.overdue_since {
        None => ("good", page.t("health-mail-none-late")),
        Some(since) => {
            let tone = if page.now - since > LATE { "bad" } else { "going" };
            (tone, page.t1("health-mail-late", "ago", ago(page, since)))
        }
    };
    let queue = Finding::new(page, "health-mail", tone, page.tn("health-mail-queue", health.queue.queued))
        .with(late)
        .leading(page, "/manage/mail?state=queued", "health-mail-look");
    let failed = health.queue.failed;
    let tone = if failed == 0 { "good" } else { "caution" };
    let failed = Finding::new(page, "health-mail-failed", tone, page.tn("health-mail-failed-count", failed))
        .leading(page, "/manage/mail?state=failed", "health-mail-failed-look");
    [queue, failed]
}

fn import(page: &Page, health: &Health) -> Finding {
    let finding = match &health.last_import {
        None => Finding::new(page, "health-import", "", page.t("health-import-none")),
        Some(job) => {
            let late = job.state.is_under_way() && page.now - job.since > LATE;
            let tone = if late { "bad" } else { "good" };
            Finding::new(page, "health-import", tone, page.word("import-state", job.state)).with(format!(
                "{} · {}",
                page.word("import-kind", job.kind),
                ago(page, job.since)
            ))
        }
    };
    finding.leading(page, "/manage/imports", "health-import-look")
}

fn figures(page: &Page, health: &Health) -> Finding {
    let (tone, state) = match health.figures_since {
        None => ("good", page.t("health-figures-present")),
        Some(since) => {
            let tone = if page.now - since > LATE { "bad" } else { "going" };
            (tone, page.t1("health-figures-as-of", "ago", ago(page, since)))
        }
    };
    Finding::new(page, "health-figures", tone, state).with(page.tn("health-figures-due", health.figures_due))
}

fn clock(page: &Page, health: &Health) -> Finding {
    let apart = health.database_clock.map(|clock| (clock - health.now).abs());
    let ahead = health.last_change.is_some_and(|last| last > health.now + APART);
    let (tone, state) = if ahead {
        ("bad", page.t("health-clock-back"))
    } else if apart.is_some_and(|apart| apart > APART) {
        let seconds = apart.map_or(0, |apart| apart.num_seconds());
        ("bad", page.tn("health-clock-apart", seconds))
    } else {
        ("good", page.moment(&health.now))
    };
    let last = health.last_change.map(|last| page.t1("health-clock-change", "ago", ago(page, last)));
    Finding::new(page, "health-clock", tone, state).with(last.unwrap_or_default())
}

fn work(page: &Page, beat: &Beat) -> Work {
    let key = format!("health-work-{}", beat.work.replace('_', "-"));
    let name = if Words::embedded().has(&key) { page.t(&key) } else { beat.work.clone() };
    let at = if beat.is_failing() { beat.failed_at } else { beat.done_at };
    let (tone, state) =
        if beat.is_failing() { ("bad", "health-work-failed") } else { ("good", "health-work-done") };
    Work { name, tone, state: page.t(state), when: at.map(|at| ago(page, at)).unwrap_or_default() }
}

#[handler]
async fn show(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let health = site.app.health(&page.actor.may_manage_access()?).await?;
    let mut findings = vec![database(&page, &health), disk(&page, &health), worker(&page, &health)];
    findings.extend(mail(&page, &health));
    findings.extend([import(&page, &health), figures(&page, &health), clock(&page, &health)]);
    // The beats write themselves down, and are told as the worker's own finding already.
    let works = health.beats.iter().filter(|beat| beat.work != "beats").map(|beat| work(&page, beat));
    let works: Vec<Work> = works.collect();
    let tones = findings.iter().map(|finding| finding.tone).chain(works.iter().map(|work| work.tone));
    page.show(&Show {
        page: &page,
        bad: tones.filter(|tone| *tone == "bad").count(),
        works,
        findings,
        version: env!("CARGO_PKG_VERSION"),
    })
}

#[handler]
async fn settings(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    page.actor.may_manage_access()?;
    page.show(&Settings { page: &page, shown: &site.app.settings().shown })
}
