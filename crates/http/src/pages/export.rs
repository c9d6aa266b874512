//! Tables that are taken away: short ones at once, long ones when the worker has gathered them. How far it is shows after a
//! reload and without scripts.

use askama::Template;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_domain::export::{Export, ExportState};
use postup_domain::id::{CohortId, ExportId};
use postup_domain::import::{ImportKind, TableFormat};

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::page::{Page, go, query};
use crate::policy::SENDERS;
use crate::site::Site;
use crate::table;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/exports", SENDERS, list)
        .post("/manage/exports", SENDERS, begin)
        .get("/manage/exports/:id", SENDERS, one)
        .get("/manage/exports/:id/table.csv", SENDERS, take_csv)
        .get("/manage/exports/:id/table.xlsx", SENDERS, take_xlsx)
        .post("/manage/exports/:id/discarding", SENDERS, discard)
}

/// A table that can be taken away.
struct Kind {
    value: ImportKind,
    label: String,
    /// It has to be gathered first.
    is_long: bool,
}

/// A table of the reader's own.
struct Line {
    export: Export,
    /// What it holds.
    what: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "export/list.html")]
struct List<'a> {
    page: &'a Page,
    kinds: Vec<Kind>,
    has_long: bool,
    /// One of a cohort that is too long to be written at once.
    wanted: Option<CohortId>,
    /// So many rows are written at once.
    at_once: i64,
    own: Vec<Line>,
}

#[derive(Template)]
#[template(path = "export/show.html")]
struct Show<'a> {
    page: &'a Page,
    what: String,
    tone: &'static str,
    /// How many rows of about how many, in words.
    counted: String,
    /// For the bar, which is full when there are more than were expected.
    done: i64,
    /// Until when it is kept, if it is whole.
    kept: Option<String>,
    export: Export,
}

/// The shape beside the word of a state.
fn tone(state: ExportState) -> &'static str {
    match state {
        ExportState::Waiting | ExportState::Gathering => "going",
        ExportState::Ready => "good",
        ExportState::Stopped => "bad",
        ExportState::Discarded | ExportState::Expired => "",
    }
}

fn path_of(id: ExportId) -> String {
    format!("/manage/exports/{id}")
}

fn id_of(raw: &str) -> Result<ExportId, PageError> {
    raw.parse().map_err(|_| PageError::Missing)
}

/// The cohort that a question names.
fn cohort_of(form: &Form) -> Result<Option<CohortId>, PageError> {
    match form.value("cohort") {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| PageError::Missing),
    }
}

/// What a table holds, with the code of its cohort if it is of one.
fn what(page: &Page, export: &Export) -> String {
    let kind = page.word("import-kind", export.kind);
    match &export.cohort {
        None => kind,
        Some((_, code)) => format!("{kind} · {code}"),
    }
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let mut kinds = Vec::new();
    for kind in ImportKind::ALL.iter().copied().filter(|kind| page.actor.may_export_file(*kind).is_ok()) {
        let is_long = site.app.is_long_export(&page.actor, kind, None).await?;
        kinds.push(Kind { value: kind, label: page.word("import-kind", kind), is_long });
    }
    let own = site.app.exports(&page.actor).await?.into_iter();
    let own =
        own.map(|export| Line { what: what(&page, &export), tone: tone(export.state), export }).collect();
    let at_once = site.app.settings().exports_at_once;
    let has_long = kinds.iter().any(|kind| kind.is_long);
    page.show(&List { page: &page, kinds, has_long, wanted: cohort_of(&form)?, at_once, own })
}

#[handler]
async fn begin(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let kind: ImportKind = form.value("kind").parse().map_err(|_| PageError::Unreadable)?;
    let (permit, cohort) = (page.actor.may_export_file(kind)?, cohort_of(&form)?);
    let export = site.app.begin_gathering(&permit, &page.actor, kind, cohort).await?;
    Ok(go(&path_of(export.id), None))
}

/// `people.csv`, `enrollments.xlsx` and so on: the table itself. Anything else names one that is gathered.
#[handler]
async fn one(page: Page, id: Path<String>, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    match id.split_once('.') {
        Some((kind, format)) => at_once(&page, kind, format, &form, &site).await,
        None => show(&page, id_of(&id)?, &site).await,
    }
}

async fn at_once(
    page: &Page,
    kind: &str,
    format: &str,
    form: &Form,
    site: &Site,
) -> Result<Response, PageError> {
    let kind: ImportKind = kind.parse().map_err(|_| PageError::Missing)?;
    let format: TableFormat = format.parse().map_err(|_| PageError::Missing)?;
    let cohort = cohort_of(form)?;
    page.actor.may_export_file(kind)?;
    if site.app.is_long_export(&page.actor, kind, cohort).await? {
        let cohort = cohort.map(|id| id.to_string());
        return Ok(go(&query("/manage/exports", cohort.as_deref().map(|id| ("cohort", id))), None));
    }
    let body = table::export(&site.app, &page.actor, kind, cohort, format).await?;
    Ok(table::file(kind.as_str(), format, body))
}

async fn show(page: &Page, id: ExportId, site: &Site) -> Result<Response, PageError> {
    let export = site.app.export(&page.actor, id).await?;
    let counted = match export.state {
        ExportState::Ready => page.tn("export-rows", export.rows),
        _ => page.t2("export-counted", "done", export.rows, "rows", export.expected),
    };
    page.show(&Show {
        page,
        what: what(page, &export),
        tone: tone(export.state),
        counted,
        done: export.rows.min(export.expected),
        kept: export.kept_until().map(|end| page.t1("export-kept", "moment", page.moment(&end))),
        export,
    })
}

#[handler]
async fn take_csv(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    take(&page, &id, &site, TableFormat::Csv).await
}

#[handler]
async fn take_xlsx(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    take(&page, &id, &site, TableFormat::Xlsx).await
}

async fn take(page: &Page, id: &str, site: &Site, format: TableFormat) -> Result<Response, PageError> {
    let (kind, body) = table::gathered(&site.app, &page.actor, id_of(id)?, format).await?;
    Ok(table::file(kind.as_str(), format, body))
}

#[handler]
async fn discard(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.discard_export(&page.actor, id_of(&id)?).await?;
    Ok(go("/manage/exports", Some("export-flash-discarded")))
}
