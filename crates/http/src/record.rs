//! Attendance across cohorts, credits of a year and hours of trainers as the rows of tables that are taken away; shared by pages and interface.

use crate::table::{self, Part};
use chrono::{DateTime, Utc};
use poem::Body;
use postup_app::attendance::Record;
use postup_app::statement::LedgerLine;
use postup_app::teaching::Taught;
use postup_app::{App, Error};
use postup_domain::access::{Actor, MayReadCredits};
use postup_domain::attendance::RecordFilter;
use postup_domain::id::PersonId;
use postup_domain::import::TableFormat;
use postup_domain::statement::{Entry, Statement};
use postup_domain::teaching::Lesson;

/// How many people are read at a time.
const CHUNK: u64 = 1_000;
/// How many trainers.
const TRAINERS: u64 = 100;

const ATTENDANCE: [&str; 17] = [
    "name",
    "employer_uk",
    "employer_en",
    "course_uk",
    "course_en",
    "cohort",
    "starts_on",
    "ends_on",
    "sessions",
    "present",
    "late",
    "excused",
    "absent",
    "unmarked",
    "planned_minutes",
    "credited_minutes",
    "credited_percent",
];

fn attendance_row(record: &Record) -> Vec<String> {
    let Record { of, tally, evidence } = record;
    let employer = |pick: fn(&postup_domain::text::Both<postup_domain::text::Title>) -> String| {
        of.employer_name.as_ref().map(pick).unwrap_or_default()
    };
    vec![
        of.name.in_register(),
        employer(|name| name.uk.to_string()),
        employer(|name| name.en.to_string()),
        of.run.title.uk.to_string(),
        of.run.title.en.to_string(),
        of.run.code.to_string(),
        of.run.starts_on.to_string(),
        of.run.ends_on.to_string(),
        tally.sessions.to_string(),
        tally.present.to_string(),
        tally.late.to_string(),
        tally.excused.to_string(),
        tally.absent.to_string(),
        tally.unmarked().to_string(),
        evidence.planned.to_string(),
        evidence.credited.to_string(),
        record.percent().map(|percent| percent.to_string()).unwrap_or_default(),
    ]
}

/// All attendance that exists for the actor and fits, one row for each person in each cohort.
pub fn attendance(
    app: &App,
    actor: &Actor,
    filter: RecordFilter,
    format: TableFormat,
) -> Result<Body, Error> {
    let (app, actor) = (app.clone(), actor.clone());
    table::written(ATTENDANCE.into_iter(), format, move |after| {
        let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
        async move {
            let page = app.attendance_records(&actor, &filter, after.as_ref(), CHUNK).await?;
            Ok(Part { rows: page.items.iter().map(attendance_row).collect(), next: page.next })
        }
    })
}

const CREDITS: [&str; 10] = [
    "name",
    "email",
    "position",
    "year",
    "certificates",
    "hours",
    "ects_credits",
    "needed_credits",
    "missing_hours",
    "numbers",
];

fn credits_row(line: &LedgerLine, year: i32) -> Vec<String> {
    let LedgerLine { person, balance, entries } = line;
    let numbers: Vec<String> = entries.iter().map(|entry| entry.number.to_string()).collect();
    vec![
        person.name.in_register(),
        person.email.to_string(),
        person.position.as_ref().map(ToString::to_string).unwrap_or_default(),
        year.to_string(),
        entries.len().to_string(),
        balance.hours.to_string(),
        balance.credits().to_string(),
        balance.needed.map(|credits| credits.to_string()).unwrap_or_default(),
        balance.missing().map(|hours| hours.to_string()).unwrap_or_default(),
        numbers.join("; "),
    ]
}

/// What the training of an organization's people adds up to in a year, one row for each person.
pub fn credits(app: &App, permit: MayReadCredits, year: i32, format: TableFormat) -> Result<Body, Error> {
    let app = app.clone();
    table::written(CREDITS.into_iter(), format, move |after| {
        let (app, permit) = (app.clone(), permit.clone());
        async move {
            let page = app.credit_ledger(&permit, year, "", after.as_ref(), CHUNK).await?;
            Ok(Part {
                rows: page.items.iter().map(|line| credits_row(line, year)).collect(),
                next: page.next,
            })
        }
    })
}

const STATEMENT: [&str; 12] = [
    "course_uk",
    "course_en",
    "provider_uk",
    "provider_en",
    "form",
    "starts_on",
    "ends_on",
    "hours",
    "ects_credits",
    "number",
    "check",
    "counted_hours",
];

/// One's own year, one row for each certificate.
pub fn statement(app: &App, statement: &Statement, format: TableFormat) -> Result<Body, Error> {
    let row = |entry: &Entry| {
        vec![
            entry.course.uk.to_string(),
            entry.course.en.to_string(),
            entry.provider.uk.to_string(),
            entry.provider.en.to_string(),
            entry.form.to_string(),
            entry.starts_on.to_string(),
            entry.ends_on.to_string(),
            entry.hours.to_string(),
            entry.hours.credits().to_string(),
            entry.number.to_string(),
            app.check_url(&entry.check_code),
            entry.counted.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = statement.entries.iter().map(row).collect();
    table::written(STATEMENT.into_iter(), format, move |_| {
        let rows = rows.clone();
        async move { Ok(Part { rows, next: None }) }
    })
}

const TEACHING: [&str; 12] = [
    "trainer",
    "cohort",
    "course_uk",
    "course_en",
    "session_uk",
    "session_en",
    "starts_at",
    "planned_minutes",
    "lost_minutes",
    "delivered_minutes",
    "held",
    "register",
];

fn lesson_row(trainer: &str, lesson: &Lesson) -> Vec<String> {
    let hours = lesson.hours();
    vec![
        trainer.to_owned(),
        lesson.code.to_string(),
        lesson.course.uk.to_string(),
        lesson.course.en.to_string(),
        lesson.title.uk.to_string(),
        lesson.title.en.to_string(),
        lesson.starts_at.with_timezone(&lesson.time_zone).to_rfc3339(),
        hours.planned.to_string(),
        hours.lost().to_string(),
        hours.delivered.to_string(),
        lesson.held.to_string(),
        lesson.register.to_string(),
    ]
}

/// What was taught, one row for each trainer of each session.
pub fn teaching(
    app: &App,
    actor: &Actor,
    period: (DateTime<Utc>, DateTime<Utc>),
    only: Option<PersonId>,
    format: TableFormat,
) -> Result<Body, Error> {
    let (app, actor) = (app.clone(), actor.clone());
    table::written(TEACHING.into_iter(), format, move |after| {
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            let page = app.taught(&actor, period, only, after.as_ref(), TRAINERS).await?;
            let of = |taught: &Taught| {
                let name = taught.name.in_register();
                taught.lessons.iter().map(move |lesson| lesson_row(&name, lesson)).collect::<Vec<_>>()
            };
            Ok(Part { rows: page.items.iter().flat_map(of).collect(), next: page.next })
        }
    })
}
