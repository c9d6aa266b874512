//! Tables that are taken away, by pages and interface alike. Written while they are read, so that a hundred thousand rows
//! need no more memory than a thousand; a workbook is folded on the disk.

use futures_util::stream::{self, Stream, StreamExt as _};
use poem::Body;
use poem::Response;
use poem::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use postup_app::import::Exported;
use postup_app::sheet::written::Written;
use postup_app::{App, Error};
use postup_domain::access::Actor;
use postup_domain::id::{CohortId, ExportId};
use postup_domain::import::{ImportKind, TableFormat};
use postup_persistence::Cursor;
use std::future::Future;
use std::io;
use std::sync::Arc;

/// Where an export is.
enum At {
    Behind(Option<Cursor>, Written),
    End,
}

/// Some rows of a table, and where to go on reading, if there are more.
pub struct Part {
    pub rows: Vec<Vec<String>>,
    pub next: Option<Cursor>,
}

/// A table that is written while its parts are read, one after another.
pub fn written<'c, F, R>(
    heading: impl Iterator<Item = &'c str>,
    format: TableFormat,
    read: F,
) -> Result<Body, Error>
where
    F: Fn(Option<Cursor>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Part, Error>> + Send + 'static,
{
    let mut written = Written::new(format)?;
    written.heading(heading)?;
    let read = Arc::new(read);
    Ok(body(stream::try_unfold(At::Behind(None, written), move |at| {
        let read = Arc::clone(&read);
        async move {
            let At::Behind(after, mut written) = at else { return Ok(None) };
            let part = read(after).await?;
            for row in &part.rows {
                written.row(row.iter().map(String::as_str))?;
            }
            let (bytes, at) = match part.next {
                Some(next) => (written.take(), At::Behind(Some(next), written)),
                None => (finished(written).await?, At::End),
            };
            Ok::<_, Error>(Some((bytes, at)))
        }
    })))
}

/// The rows of a table that the actor may see; marks, of one cohort if that is wished.
pub async fn export(
    app: &App,
    actor: &Actor,
    kind: ImportKind,
    cohort: Option<CohortId>,
    format: TableFormat,
) -> Result<Body, Error> {
    app.begin_export(&actor.may_export_file(kind)?, actor, kind, cohort).await?;
    let (app, actor) = (app.clone(), actor.clone());
    written(heading(kind), format, move |after| {
        let (app, actor) = (app.clone(), actor.clone());
        async move { app.export_rows(&actor, kind, cohort, after.as_ref()).await.map(Part::from) }
    })
}

/// A table that was gathered for the actor.
pub async fn gathered(
    app: &App,
    actor: &Actor,
    id: ExportId,
    format: TableFormat,
) -> Result<(ImportKind, Body), Error> {
    let (app, export) = (app.clone(), app.take_export(actor, id).await?);
    let kind = export.kind;
    let body = written(heading(kind), format, move |after| {
        let (app, export) = (app.clone(), export.clone());
        async move { app.export_part(&export, after.as_ref()).await.map(Part::from) }
    })?;
    Ok((kind, body))
}

fn heading(kind: ImportKind) -> impl Iterator<Item = &'static str> {
    kind.columns().iter().map(|column| column.name)
}

impl From<Exported> for Part {
    fn from(part: Exported) -> Self {
        Self { rows: part.rows, next: part.next }
    }
}

/// Folding keeps a processor busy.
async fn finished(written: Written) -> Result<Vec<u8>, Error> {
    let folding = tokio::task::spawn_blocking(move || written.finish());
    folding.await.map_err(|error| Error::Broken(error.to_string()))?
}

/// Should reading fail in the middle, the connection breaks off, and nobody takes half a table for a whole one.
pub fn body(parts: impl Stream<Item = Result<Vec<u8>, Error>> + Send + 'static) -> Body {
    Body::from_bytes_stream(parts.map(|part| part.map_err(|error| io::Error::other(error.to_string()))))
}

/// What the browser does with it.
pub fn disposition(name: &str, format: TableFormat) -> String {
    format!("attachment; filename=\"{name}.{format}\"")
}

/// A table to be saved.
pub fn file(name: &str, format: TableFormat, body: Body) -> Response {
    let kind = match format {
        TableFormat::Csv => "text/csv; charset=utf-8",
        TableFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    Response::builder()
        .header(CONTENT_TYPE, kind)
        .header(CONTENT_DISPOSITION, disposition(name, format))
        .body(body)
}
