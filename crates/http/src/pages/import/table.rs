//! The verdicts on a file, as a table that is taken away.

use super::id_of;
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::Page;
use crate::site::Site;
use crate::{table, verdict};
use futures_util::stream;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::sheet::written::Written;
use postup_domain::import::{TableFormat, Verdict};

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
    let mut written = Written::new(TableFormat::Csv)?;
    let columns = job.kind.columns().iter().map(|column| column.name);
    written.heading(verdict::REPORT.into_iter().chain(columns))?;
    let (app, locale) = (site.app.clone(), page.locale);
    let rows = stream::try_unfold((Some(0), written), move |(last, mut written)| {
        let (app, job) = (app.clone(), job.clone());
        async move {
            let Some(last) = last else { return Ok(None) };
            let rows = app.import_rows(&job, wanted, last, CHUNK).await?;
            for row in &rows {
                let told = verdict::told(locale, row);
                written.row(told.iter().chain(&row.cells).map(String::as_str))?;
            }
            let next = rows.last().map(|row| row.number);
            Ok::<_, Error>(Some((written.take(), (next, written))))
        }
    });
    Ok(table::file("verdicts", TableFormat::Csv, table::body(rows)))
}
