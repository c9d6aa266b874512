//! The registers of all sessions of a cohort in one table.

use crate::api::paging;
use crate::pages::error::PageError;
use crate::pages::page::{Page, query};
use crate::site::Site;
use askama::Template;
use poem::web::{Data, Path, Query};
use poem::{Response, handler};
use postup_app::attendance::Grid;
use postup_domain::attendance::AttendanceStatus;
use postup_domain::id::CohortId;
use serde::Deserialize;

/// People on one page.
const ROWS: u64 = 300;

#[derive(Deserialize)]
pub(super) struct At {
    after: Option<String>,
}

struct Column {
    path: String,
    day: String,
    title: String,
}

struct Cell {
    shape: &'static str,
    words: String,
    disputed: bool,
}

struct Line {
    name: String,
    cells: Vec<Cell>,
    minutes: i32,
}

#[derive(Template)]
#[template(path = "register/grid.html")]
struct Show<'a> {
    page: &'a Page,
    grid: &'a Grid,
    columns: Vec<Column>,
    lines: Vec<Line>,
    first: String,
    next: String,
}

fn shape(status: AttendanceStatus) -> &'static str {
    match status {
        AttendanceStatus::Present => "●",
        AttendanceStatus::Late => "◐",
        AttendanceStatus::Excused => "△",
        AttendanceStatus::Absent => "○",
    }
}

fn lines(page: &Page, grid: &Grid) -> Vec<Line> {
    let words: Vec<(AttendanceStatus, String)> =
        AttendanceStatus::ALL.iter().map(|status| (*status, page.word("attendance-kind", status))).collect();
    let say = |status| words.iter().find(|(other, _)| *other == status).map(|(_, word)| word.clone());
    let line = |person: &postup_domain::attendance::Attendee| {
        let standings: Vec<_> =
            grid.sessions.iter().map(|session| grid.cells.get(&(person.enrollment, session.id))).collect();
        Line {
            name: person.name.in_register(),
            minutes: standings.iter().flatten().map(|now| now.attendance.minutes).sum(),
            cells: standings
                .iter()
                .map(|standing| Cell {
                    shape: standing.map_or("", |now| shape(now.attendance.status)),
                    words: standing.and_then(|now| say(now.attendance.status)).unwrap_or_default(),
                    disputed: standing.is_some_and(|now| now.disputed),
                })
                .collect(),
        }
    };
    grid.people.items.iter().map(line).collect()
}

#[handler]
pub(super) async fn show(
    page: Page,
    id: Path<CohortId>,
    at: Query<At>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let after = paging::open(at.after.as_deref()).map_err(|failure| PageError::from(failure.0))?;
    let grid = site.app.grid(&page.actor, *id, after.as_ref(), ROWS).await?;
    let path = format!("/teach/cohorts/{}/grid", *id);
    let columns = grid
        .sessions
        .iter()
        .map(|session| Column {
            path: format!("/teach/sessions/{}", session.id),
            day: session.plan.local_start.0.format("%d.%m").to_string(),
            title: page.pick(&session.plan.title).to_string(),
        })
        .collect();
    let next = grid.people.next.as_ref().map(paging::seal);
    page.show(&Show {
        page: &page,
        columns,
        lines: lines(&page, &grid),
        first: if at.after.is_some() { path.clone() } else { String::new() },
        next: next.map(|next| query(&path, [("after", next.as_str())])).unwrap_or_default(),
        grid: &grid,
    })
}
