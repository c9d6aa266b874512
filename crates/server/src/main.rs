//! The binary: reads the settings, wires the layers together, and runs what was asked for.

mod accounts;
mod audit;
mod cli;
mod config;
mod database;
mod demo;
mod failure;
mod generate;
mod lock;
mod outside;
mod serve;
mod signals;
mod tables;
mod telemetry;
mod territories;
mod wiring;
mod worker;

use std::env;
use std::ffi::OsString;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use postup_domain::import::ImportKind;

use crate::cli::{Cli, Command, Export, Import};
use crate::config::Settings;
use crate::failure::Failure;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::RenderCertificates) {
        // Typesetting locks itself in, which a process with a runtime's threads could not.
        return postup_certificates::child_main();
    }
    if let Command::ReadTable { kind } = cli.command {
        return postup_app::import::child_main(kind);
    }
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("postup: {failure}");
            failure.exit_code()
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    if matches!(cli.command, Command::Settings) {
        print!("{}", config::DEFAULT);
        return Ok(());
    }
    let mut settings = read_settings(cli.config)?;
    if matches!(cli.command, Command::Demo(_)) {
        demo::quiet(&mut settings.log);
    }
    telemetry::start(&settings.log).map_err(|error| Failure::settings(format!("log.level: {error}")))?;
    let import =
        |kind, table: &cli::Table| finish(tables::import(&settings, kind, &table.file, table.dry_run));
    let export = |kind, wish: &cli::Output| finish(tables::export(&settings, kind, wish.output.as_deref()));
    match cli.command {
        Command::Demo(wishes) => finish(demo::demo(settings, wishes)),
        Command::Serve { no_worker } => finish(serve::serve(&settings, !no_worker)),
        Command::Worker => finish(worker::work(&settings)),
        Command::Migrate => finish(migrate(&settings)),
        Command::Import(Import::Territories { file, allow_removals }) => {
            finish(territories::import(&settings, &file, allow_removals))
        }
        Command::Export(Export::Territories { compact, output }) => {
            finish(territories::export(&settings, compact, output.as_deref()))
        }
        Command::Import(Import::People(table)) => import(ImportKind::People, &table),
        Command::Import(Import::Enrollments(table)) => import(ImportKind::Enrollments, &table),
        Command::Import(Import::Nominations(table)) => import(ImportKind::Nominations, &table),
        Command::Import(Import::Marks(table)) => import(ImportKind::Marks, &table),
        Command::Import(Import::Interruptions(table)) => import(ImportKind::Interruptions, &table),
        Command::Export(Export::People(wish)) => export(ImportKind::People, &wish),
        Command::Export(Export::Enrollments(wish)) => export(ImportKind::Enrollments, &wish),
        Command::Export(Export::Nominations(wish)) => export(ImportKind::Nominations, &wish),
        Command::Export(Export::Marks(wish)) => export(ImportKind::Marks, &wish),
        Command::Export(Export::Interruptions(wish)) => export(ImportKind::Interruptions, &wish),
        Command::Account(wish) => finish(accounts::manage(&settings, wish)),
        Command::Generate(wish) => finish(generate::generate(&settings, &wish)),
        Command::Audit => finish(audit::audit(&settings)),
        Command::Backup { file } => finish(backup(&settings, &file)),
        Command::Settings | Command::RenderCertificates | Command::ReadTable { .. } => Ok(()),
    }
}

/// Runs a command's future to its end.
fn finish(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| Failure::failed(format!("cannot start the runtime: {error}")))?;
    runtime.block_on(command)
}

/// The settings from the file of `--config` or `POSTUP_CONFIG` and from the environment. This is
/// the only place that reads the environment.
#[expect(clippy::disallowed_methods, reason = "settings come from the environment")]
fn read_settings(file: Option<PathBuf>) -> Result<Settings, Failure> {
    let file =
        file.or_else(|| env::var_os("POSTUP_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from));
    let text = |part: OsString| part.into_string().ok();
    let variables = env::vars_os().filter_map(|(name, value)| Some((text(name)?, text(value)?)));
    Settings::load(file.as_deref(), variables).map_err(Failure::settings)
}

async fn migrate(settings: &Settings) -> Result<(), Failure> {
    let opened = database::open(&settings.database).await?;
    let steps =
        opened.store.migrate().await.map_err(|error| {
            Failure::database(format!("the schema could not be brought up to date: {error}"))
        })?;
    match steps {
        0 => println!("The schema is up to date."),
        steps => println!("The schema is up to date, after {steps} steps."),
    }
    Ok(())
}

async fn backup(settings: &Settings, file: &Path) -> Result<(), Failure> {
    if settings.database.sqlite_path().is_none() {
        return Err(Failure::failed(
            "this copies SQLite databases; PostgreSQL brings pg_basebackup and pg_dump",
        ));
    }
    if file.exists() {
        return Err(Failure::failed(format!("{} exists already", file.display())));
    }
    let target = file.to_str().ok_or_else(|| Failure::failed("the file's name is not text"))?;
    let store = database::look_into(&settings.database).await?;
    store
        .backup_sqlite(target)
        .await
        .map_err(|error| Failure::failed(format!("the copy failed: {error}")))?;
    println!("Copied to {}.", file.display());
    Ok(())
}
