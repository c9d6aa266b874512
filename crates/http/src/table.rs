//! Tables that are taken away, by pages and interface alike. Written while they are read, so that a hundred thousand rows
//! need no more memory than a thousand; a workbook is folded on the disk.

use futures_util::stream::{self, Stream, StreamExt as _};
use poem::Body;
use poem::Response;
use poem::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use postup_app::sheet::written::Written;
use postup_app::{App, Error};
use postup_domain::access::Actor;
use postup_domain::import::{ImportKind, TableFormat};
use postup_persistence::Cursor;
use std::io;

/// Where an export is.
enum At {
    Behind(Option<Cursor>, Written),
    End,
}

/// The rows of a table that the actor may see.
pub async fn export(app: &App, actor: &Actor, kind: ImportKind, format: TableFormat) -> Result<Body, Error> {
    app.begin_export(&actor.may_import_file()?, kind).await?;
    let mut written = Written::new(format)?;
    written.heading(kind.columns().iter().map(|column| column.name))?;
    let (app, actor) = (app.clone(), actor.clone());
    Ok(body(stream::try_unfold(At::Behind(None, written), move |at| {
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            let At::Behind(after, mut written) = at else { return Ok(None) };
            let part = app.export_rows(&actor, kind, after.as_ref()).await?;
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
