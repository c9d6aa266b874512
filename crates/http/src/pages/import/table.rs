//! Tables that are taken away: the verdicts on a file, people, enrollments. Written while they are read, so that a
//! hundred thousand rows need no more memory than a thousand.

use super::id_of;
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::Page;
use crate::site::Site;
use crate::verdict::{REPORT, heading, line, report_line};
use futures_util::stream::{self, Stream, StreamExt as _};
use poem::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use poem::web::{Data, Path};
use poem::{Body, Response, handler};
use postup_app::Error;
use postup_domain::import::{ImportKind, Verdict};
use postup_persistence::Cursor;
use std::io;

/// How many verdicts are read at a time.
const CHUNK: u64 = 1_000;

#[handler]
pub async fn report(
    page: Page,
    id: Path<String>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let job = site.app.import(&page.actor, id_of(&id)?).await?;
    let wanted: Option<Verdict> = form.value("verdict").parse().ok();
    let (app, locale, begin) = (site.app.clone(), page.locale, heading(job.kind, &REPORT));
    let rows = stream::try_unfold(Some(0), move |last| {
        let (app, job) = (app.clone(), job.clone());
        async move {
            let Some(last) = last else { return Ok(None) };
            let rows = app.import_rows(&job, wanted, last, CHUNK).await?;
            let next = rows.last().map(|row| row.number);
            let text: String = rows.iter().map(|row| report_line(locale, row)).collect();
            Ok::<_, Error>(Some((text, next)))
        }
    });
    Ok(file("verdicts", begin, rows))
}

#[handler]
pub async fn people(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    export(&page, &site, ImportKind::People).await
}

#[handler]
pub async fn enrollments(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    export(&page, &site, ImportKind::Enrollments).await
}

/// Where an export is: at its beginning, behind a row, at its end.
enum At {
    Begin,
    Behind(Cursor),
    End,
}

async fn export(page: &Page, site: &Site, kind: ImportKind) -> Result<Response, PageError> {
    site.app.begin_export(&page.actor.may_import_file()?, kind).await?;
    let (app, actor) = (site.app.clone(), page.actor.clone());
    let rows = stream::try_unfold(At::Begin, move |at| {
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            let after = match at {
                At::Begin => None,
                At::Behind(cursor) => Some(cursor),
                At::End => return Ok(None),
            };
            let part = app.export_rows(&actor, kind, after.as_ref()).await?;
            let text: String = part.rows.iter().map(|row| line(row.iter().map(String::as_str))).collect();
            Ok::<_, Error>(Some((text, part.next.map_or(At::End, At::Behind))))
        }
    });
    Ok(file(kind.as_str(), heading(kind, &[]), rows))
}

/// A table to be saved. Should reading fail in the middle, the connection breaks off, and nobody takes half a table for
/// a whole one.
fn file(
    name: &str,
    begin: String,
    rows: impl Stream<Item = Result<String, Error>> + Send + 'static,
) -> Response {
    let begin = stream::once(async move { Ok(begin) });
    let text = begin.chain(rows).map(|part| part.map_err(|error| io::Error::other(error.to_string())));
    Response::builder()
        .header(CONTENT_TYPE, "text/csv; charset=utf-8")
        .header(CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\""))
        .body(Body::from_bytes_stream(text.map(|part| part.map(String::into_bytes))))
}
