//! Tables of people and enrollments: in and out.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use postup_app::App;
use postup_app::sheet::written::Written;
use postup_domain::access::{Actor, MayImportFile};
use postup_domain::import::{ImportKind, Job, JobState, TableFormat, Verdict};
use postup_http::verdict;
use postup_i18n::{Locale, Value, Words};

use crate::config::Settings;
use crate::failure::Failure;
use crate::{database, wiring};

/// How often a file is looked at that another process has taken.
const LOOK: Duration = Duration::from_millis(200);
/// How many rows are told at a time.
const CHUNK: u64 = 1_000;

/// `postup import people|…`: judges every row, then writes all of them, or says which ones are to be mended
/// and writes none.
///
/// # Errors
/// A [`Failure`] when the file cannot be taken; the rows at fault are printed before.
pub async fn import(
    settings: &Settings,
    kind: ImportKind,
    file: &Path,
    dry_run: bool,
) -> Result<(), Failure> {
    let bytes = std::fs::read(file)
        .map_err(|error| Failure::failed(format!("cannot read {}: {error}", file.display())))?;
    let opened = database::open(&settings.database).await?;
    database::demand_present_schema(&opened.store).await?;
    let app = wiring::app(opened.store.clone(), settings, false);
    let permit = Actor::system().may_import_file().map_err(Failure::failed)?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let job = app.receive_import(&permit, kind, &name, bytes).await.map_err(|error| match error {
        postup_app::Error::Invalid(_) => {
            Failure::failed(format!("{} is empty, or larger than 10 MiB", file.display()))
        }
        other => Failure::failed(other),
    })?;
    let job = settled(&app, job).await?;
    if dry_run || !job.can_commit() {
        return conclude(&app, &permit, job, dry_run).await;
    }
    let wished = app.wish_import(&permit, job.id).await.map_err(Failure::failed)?;
    let job = settled(&app, wished).await?;
    match job.state {
        JobState::Committed => {
            println!("{}", summary(&job));
            Ok(())
        }
        _ => conclude(&app, &permit, job, false).await,
    }
}

/// Works, or waits for whoever works, until the file is checked, written or refused.
async fn settled(app: &App, job: Job) -> Result<Job, Failure> {
    loop {
        app.work_imports().await.map_err(Failure::failed)?;
        let job = app.import(&Actor::system(), job.id).await.map_err(Failure::failed)?;
        if !job.state.is_under_way() {
            return Ok(job);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Tells what was found in a file that is not written, and throws it away.
async fn conclude(app: &App, permit: &MayImportFile, job: Job, dry_run: bool) -> Result<(), Failure> {
    let words = Words::embedded();
    if job.state == JobState::Refused {
        return Err(Failure::failed(verdict::flaw(Locale::En, &job).unwrap_or_default()));
    }
    tell_faulty_rows(app, &job).await?;
    app.discard_import(permit, job.id).await.map_err(Failure::failed)?;
    println!("{}", summary(&job));
    if job.tally.faulty > 0 {
        let counts = [("faulty", Value::from(job.tally.faulty)), ("rows", Value::from(job.tally.rows()))];
        return Err(Failure::failed(words.text_with(Locale::En, "import-nothing-written", &counts)));
    }
    if dry_run {
        println!("{}", words.text(Locale::En, "import-dry-run"));
    }
    Ok(())
}

async fn tell_faulty_rows(app: &App, job: &Job) -> Result<(), Failure> {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut last = 0;
    loop {
        let rows = app.import_rows(job, Some(Verdict::Faulty), last, CHUNK).await.map_err(Failure::failed)?;
        let Some(end) = rows.last() else { break };
        last = end.number;
        for row in &rows {
            let (number, fault) = (row.number.to_string(), verdict::faults(Locale::En, row));
            let said = [("row", number.as_str().into()), ("fault", fault.as_str().into())];
            let line = Words::embedded().text_with(Locale::En, "import-row", &said);
            writeln!(output, "{line}").map_err(unwritten)?;
        }
    }
    output.flush().map_err(unwritten)
}

fn summary(job: &Job) -> String {
    let words = Words::embedded();
    let kind = words.text(Locale::En, &format!("import-kind-{}", job.kind));
    let counts = [
        ("kind", kind.as_str().into()),
        ("rows", Value::from(job.tally.rows())),
        ("new", Value::from(job.tally.new)),
        ("changed", Value::from(job.tally.changed)),
        ("same", Value::from(job.tally.same)),
    ];
    let mut said = words.text_with(Locale::En, "import-done", &counts);
    if !job.ignored.is_empty() {
        let columns = job.ignored.join(", ");
        let ignored = [("columns", columns.as_str().into())];
        said.push('\n');
        said.push_str(&words.text_with(Locale::En, "import-ignored", &ignored));
    }
    said
}

/// `postup export people|…`: the same table, which can be taken in again unchanged; a workbook when the file is
/// called so.
///
/// # Errors
/// A [`Failure`] when it cannot be written.
pub async fn export(settings: &Settings, kind: ImportKind, output: Option<&Path>) -> Result<(), Failure> {
    let store = database::look_into(&settings.database).await?;
    database::demand_present_schema(&store).await?;
    let app = wiring::app(store, settings, false);
    let mut written = Written::new(format_of(output)).map_err(Failure::failed)?;
    written.heading(kind.columns().iter().map(|column| column.name)).map_err(Failure::failed)?;
    let mut output: Box<dyn Write + Send> = match output {
        Some(path) => Box::new(std::fs::File::create(path).map_err(unwritten)?),
        None => Box::new(io::stdout()),
    };
    let mut after = None;
    loop {
        let part =
            app.export_rows(&Actor::system(), kind, None, after.as_ref()).await.map_err(Failure::failed)?;
        for row in &part.rows {
            written.row(row.iter().map(String::as_str)).map_err(Failure::failed)?;
        }
        output.write_all(&written.take()).map_err(unwritten)?;
        match part.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    output.write_all(&written.finish().map_err(Failure::failed)?).map_err(unwritten)?;
    output.flush().map_err(unwritten)
}

/// By the name of the file.
pub fn format_of(output: Option<&Path>) -> TableFormat {
    let is_workbook =
        output.and_then(Path::extension).is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
    if is_workbook { TableFormat::Xlsx } else { TableFormat::Csv }
}

fn unwritten(error: io::Error) -> Failure {
    Failure::failed(format!("cannot write the table: {error}"))
}
