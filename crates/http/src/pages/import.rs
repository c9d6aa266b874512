//! Taking in tables: send, look at the verdicts, mend, write.

mod table;
mod upload;

use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_domain::id::ImportId;
use postup_domain::import::{ImportKind, Job, JobState, Judged, Verdict};
use postup_domain::rejection::Refusal;

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::manage::cohort::Ask;
use super::manage::{after, pager};
use super::page::{Page, Tab, go, query};
use crate::policy::SENDERS;
use crate::site::Site;
use crate::verdict;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/imports", SENDERS, list)
        .post("/manage/imports", SENDERS, upload::receive)
        .get("/manage/imports/:id", SENDERS, one_file)
        .post("/manage/imports/:id/commit", SENDERS, commit)
        .get("/manage/imports/:id/discarding", SENDERS, ask_to_discard)
        .post("/manage/imports/:id/discarding", SENDERS, discard)
        .get("/manage/imports/:id/report.csv", SENDERS, table::report)
        .get("/manage/imports/:id/rows/:number", SENDERS, one_row)
        .post("/manage/imports/:id/rows/:number", SENDERS, mend)
        .post("/manage/imports/:id/rows/:number/omission", SENDERS, leave_out)
}

/// Files on a page of the list.
const FILES: u64 = 30;
/// Rows on a page of one file.
const ROWS: u64 = 50;
/// Columns of the file that the table of rows shows.
const SHOWN: usize = 4;

#[derive(Template)]
#[template(path = "import/list.html")]
struct List<'a> {
    page: &'a Page,
    form: Form,
    kinds: Vec<Choice>,
    /// What rows speak of that name no session.
    about: Option<String>,
    /// Has the pages of people.
    keeps: bool,
    jobs: Vec<Sent>,
    first: String,
    next: String,
}

/// A file in the list.
struct Sent {
    job: Job,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "import/show.html")]
struct Show<'a> {
    page: &'a Page,
    job: Job,
    tone: &'static str,
    is_checked: bool,
    is_committed: bool,
    /// Why the whole file is refused.
    flaw: Option<String>,
    tabs: Vec<Tab>,
    rows: Vec<Line>,
    columns: Vec<&'static str>,
    first: String,
    next: String,
    /// A wish that could not be granted.
    refusal: Option<String>,
}

struct Line {
    row: Judged,
    /// The first cells with their columns.
    cells: Vec<(&'static str, String)>,
    faults: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "import/row.html")]
struct Row<'a> {
    page: &'a Page,
    job: Job,
    is_checked: bool,
    row: Judged,
    tone: &'static str,
    cells: Vec<(&'static str, String)>,
    faults: Vec<String>,
}

/// The shape beside the word of a state.
fn tone(state: JobState) -> &'static str {
    match state {
        JobState::Received | JobState::Checking | JobState::Committing => "going",
        JobState::Checked => "caution",
        JobState::Committed => "good",
        JobState::Refused => "bad",
        JobState::Discarded => "",
    }
}

fn verdict_tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::New | Verdict::Changed => "good",
        Verdict::Same => "",
        Verdict::Faulty => "bad",
    }
}

/// Cells with the names of their columns.
fn named(kind: ImportKind, cells: &[String]) -> impl Iterator<Item = (&'static str, String)> {
    kind.columns().iter().map(|column| column.name).zip(cells.iter().cloned())
}

fn id_of(raw: &str) -> Result<ImportId, PageError> {
    raw.parse().map_err(|_| PageError::Missing)
}

fn path_of(id: ImportId) -> String {
    format!("/manage/imports/{id}")
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    show_list(&page, form, &site, StatusCode::OK).await
}

async fn show_list(page: &Page, form: Form, site: &Site, status: StatusCode) -> Result<Response, PageError> {
    let found = site.app.imports(&page.actor, after(&form).as_ref(), FILES).await?;
    let (first, next) = pager("/manage/imports", &form, &[], found.next.as_ref());
    let kinds = ImportKind::ALL.iter().filter(|kind| page.actor.may_export_file(**kind).is_ok());
    let kinds = kinds.map(|kind| Choice::new(kind, page.word("import-kind", kind))).collect();
    let about = match form.value("session").parse() {
        Ok(id) => {
            let session = site.app.session(&page.actor, id).await?;
            let (plan, title) = (&session.plan, page.pick(&session.plan.title));
            Some(format!("{title}, {}", page.occasion(&plan.starts_at, &plan.time_zone)))
        }
        Err(_) => None,
    };
    let keeps = page.actor.may_export_file(ImportKind::People).is_ok();
    let jobs = found.items.into_iter().map(|job| Sent { tone: tone(job.state), job }).collect();
    page.show_as(status, &List { page, form, kinds, about, keeps, jobs, first, next })
}

#[handler]
async fn one_file(
    page: Page,
    id: Path<String>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    show_job(&page, id_of(&id)?, &form, &site, None).await
}

async fn show_job(
    page: &Page,
    id: ImportId,
    form: &Form,
    site: &Site,
    refusal: Option<String>,
) -> Result<Response, PageError> {
    let job = site.app.import(&page.actor, id).await?;
    let wanted: Option<Verdict> = form.value("verdict").parse().ok();
    let last: u32 = form.value("after").parse().unwrap_or_default();
    let found = site.app.import_rows(&job, wanted, last, ROWS).await?;
    let is_full = u64::try_from(found.len()).is_ok_and(|count| count == ROWS);
    let next = found.last().filter(|_| is_full).map(|row| row.number.to_string());
    let kept = || wanted.map(|verdict| ("verdict", verdict.as_str()));
    let path = path_of(id);
    let first = if last == 0 { String::new() } else { query(&path, kept()) };
    let next = next.map(|next| query(&path, kept().into_iter().chain([("after", next.as_str())])));
    let rows = found.into_iter().map(|row| Line {
        faults: verdict::faults(page.locale, &row),
        cells: named(job.kind, &row.cells).take(SHOWN).collect(),
        tone: verdict_tone(row.verdict),
        row,
    });
    let rows: Vec<Line> = rows.collect();
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let show = Show {
        page,
        flaw: verdict::flaw(page.locale, &job),
        tabs: tabs(page, &job, wanted),
        rows,
        columns: job.kind.columns().iter().map(|column| column.name).take(SHOWN).collect(),
        tone: tone(job.state),
        is_checked: job.state == JobState::Checked,
        is_committed: job.state == JobState::Committed,
        first,
        next: next.unwrap_or_default(),
        refusal,
        job,
    };
    page.show_as(status, &show)
}

fn tabs(page: &Page, job: &Job, here: Option<Verdict>) -> Vec<Tab> {
    let counted = |verdict: Verdict| match verdict {
        Verdict::New => job.tally.new,
        Verdict::Changed => job.tally.changed,
        Verdict::Same => job.tally.same,
        Verdict::Faulty => job.tally.faulty,
    };
    let of = |verdict: Verdict| Tab {
        path: query(&path_of(job.id), [("verdict", verdict.as_str())]),
        words: format!("{}: {}", page.word("import-verdict", verdict), page.number(counted(verdict))),
        here: here == Some(verdict),
    };
    let all = format!("{}: {}", page.t("import-all-rows"), page.number(job.tally.rows()));
    let all = Tab { path: path_of(job.id), words: all, here: here.is_none() };
    std::iter::once(all).chain(Verdict::ALL.iter().copied().map(of)).collect()
}

#[handler]
async fn commit(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let id = id_of(&id)?;
    let permit = page.actor.may_import_file()?;
    site.app.import(&page.actor, id).await?;
    match site.app.wish_import(&permit, id).await {
        Ok(_) => Ok(go(&path_of(id), Some("import-flash-committing"))),
        Err(Error::Rejected(no)) => {
            let why = crate::reason::rejection(page.locale, &no);
            show_job(&page, id, &Form::blank(page.locale), &site, Some(why)).await
        }
        Err(other) => Err(other.into()),
    }
}

#[handler]
async fn ask_to_discard(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let id = id_of(&id)?;
    page.actor.may_import_file()?;
    let job = site.app.import(&page.actor, id).await?;
    if !job.may_be_discarded() {
        return Err(PageError::Rejected(Refusal::ImportNotReady.into()));
    }
    page.show(&Ask {
        page: &page,
        title: page.t("import-discard-title"),
        what: job.file_name,
        consequence: page.t("import-discard-consequence"),
        action: format!("{}/discarding", path_of(id)),
        button: "import-discard",
        back: path_of(id),
    })
}

#[handler]
async fn discard(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let id = id_of(&id)?;
    let permit = page.actor.may_import_file()?;
    site.app.import(&page.actor, id).await?;
    site.app.discard_import(&permit, id).await?;
    Ok(go("/manage/imports", Some("import-flash-discarded")))
}

fn number_of(raw: &str) -> Result<u32, PageError> {
    raw.parse().map_err(|_| PageError::Missing)
}

#[handler]
async fn one_row(page: Page, at: Path<(String, String)>, site: Data<&Site>) -> Result<Response, PageError> {
    let (id, number) = &*at;
    let job = site.app.import(&page.actor, id_of(id)?).await?;
    let row = site.app.import_row(&job, number_of(number)?).await?;
    show_row(&page, job, row, StatusCode::OK)
}

fn show_row(page: &Page, job: Job, row: Judged, status: StatusCode) -> Result<Response, PageError> {
    let faults = row.faults.iter().map(|one| verdict::fault(page.locale, one)).collect();
    let cells = named(job.kind, &row.cells).collect();
    let (is_checked, tone) = (job.state == JobState::Checked, verdict_tone(row.verdict));
    page.show_as(status, &Row { page, job, is_checked, row, tone, cells, faults })
}

#[handler]
async fn mend(
    page: Page,
    at: Path<(String, String)>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (id, number) = (id_of(&at.0.0)?, number_of(&at.0.1)?);
    let permit = page.actor.may_import_file()?;
    let job = site.app.import(&page.actor, id).await?;
    let cells: Vec<String> = job.kind.columns().iter().map(|column| form.raw(column.name)).collect();
    let mended = site.app.mend_import_row(&permit, id, number, &cells).await?;
    if mended.verdict == Verdict::Faulty {
        return show_row(&page, job, mended, StatusCode::UNPROCESSABLE_ENTITY);
    }
    Ok(go(&query(&path_of(id), [("verdict", "faulty")]), Some("import-flash-mended")))
}

#[handler]
async fn leave_out(page: Page, at: Path<(String, String)>, site: Data<&Site>) -> Result<Response, PageError> {
    let (id, number) = (id_of(&at.0.0)?, number_of(&at.0.1)?);
    let permit = page.actor.may_import_file()?;
    site.app.import(&page.actor, id).await?;
    site.app.leave_out_import_row(&permit, id, number).await?;
    Ok(go(&query(&path_of(id), [("verdict", "faulty")]), Some("import-flash-left-out")))
}
