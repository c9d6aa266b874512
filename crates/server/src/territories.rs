//! The codifier of territories: in and out.

use std::io::Write as _;
use std::path::Path;

use postup_app::territory::wording;
use postup_i18n::{Locale, Words};

use crate::config::Settings;
use crate::failure::Failure;
use crate::tables::format_of;
use crate::{database, wiring};

/// `postup import territories`: takes an edition of the codifier, or says what is wrong with it
/// and changes nothing.
///
/// # Errors
/// A [`Failure`] that names rows and columns.
pub async fn import(settings: &Settings, file: &Path, allow_removals: bool) -> Result<(), Failure> {
    let bytes = std::fs::read(file)
        .map_err(|error| Failure::failed(format!("cannot read {}: {error}", file.display())))?;
    let opened = database::open(&settings.database).await?;
    database::demand_present_schema(&opened.store).await?;
    let app = wiring::app(opened.store.clone(), settings, false);
    let words = Words::embedded();
    match app.import_territories(bytes, allow_removals).await {
        Ok(report) => {
            println!("{}", wording::report(words, Locale::En, &report));
            Ok(())
        }
        Err(failure) => {
            let lines = wording::refusal(words, Locale::En, &failure);
            Err(Failure::failed(lines.map_or_else(|| failure.to_string(), |lines| lines.join("\n"))))
        }
    }
}

/// `postup export territories`: writes the units in force in the official text form.
///
/// # Errors
/// A [`Failure`] when there are none, or the file cannot be written.
pub async fn export(settings: &Settings, compact: bool, output: Option<&Path>) -> Result<(), Failure> {
    let store = database::look_into(&settings.database).await?;
    database::demand_present_schema(&store).await?;
    let app = wiring::app(store, settings, false);
    let bytes = app.export_territories(compact, format_of(output)).await.map_err(|error| match error {
        postup_app::Error::Missing(_) => Failure::failed("no edition of the codifier was imported yet"),
        other => Failure::failed(other),
    })?;
    let written = match output {
        Some(path) => std::fs::write(path, bytes),
        None => std::io::stdout().write_all(&bytes),
    };
    written.map_err(|error| Failure::failed(format!("cannot write the territories: {error}")))
}
