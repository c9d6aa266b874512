//! `postup demo`: everything in one folder, with made-up people in real hromadas.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli;
use crate::config::{Log, LogFormat, MailTransport, Settings};
use crate::failure::Failure;
use crate::lock::{Lock, Locked};
use crate::outside::SystemEntropy;
use crate::{database, serve, wiring};

/// The folder when neither the command nor the settings name another.
const FOLDER: &str = "data/demo";

/// A demonstration talks to a person: its log has no line for each request.
pub fn quiet(log: &mut Log) {
    *log = Log { format: LogFormat::Pretty, level: "warn".to_owned() };
}

/// Prepares the folder, loads the demonstration data unless they are there, says how to get in, and serves.
///
/// # Errors
/// A [`Failure`] when the folder, the port or the data cannot be had.
pub async fn demo(mut settings: Settings, wishes: cli::Demo) -> Result<(), Failure> {
    place(&mut settings, wishes.dir)?;
    if let Some(port) = wishes.port {
        settings.http.port = port;
    }
    if wishes.reset {
        reset(&settings)?;
    }
    let opened = database::open(&settings.database).await?;
    let listener = serve::listen(&settings).await?;
    let address =
        listener.local_addr().map_err(|error| Failure::failed(format!("cannot tell the port: {error}")))?;
    settings.http.port = address.port();
    settings.http.origin = format!("http://localhost:{}", address.port());

    let app = wiring::app(opened.store.clone(), &settings, true);
    app.migrate()
        .await
        .map_err(|error| Failure::database(format!("the schema could not be made: {error}")))?;
    let entropy = Arc::new(SystemEntropy);
    let told = postup_app::demo::load(opened.store.clone(), entropy, app.settings().clone(), app.now())
        .await
        .map_err(|error| Failure::failed(format!("the demonstration data could not be loaded: {error}")))?;
    greet(&settings.http.origin, told);
    serve::run(&settings, app, listener, true).await
}

/// Says where to go and how to get in.
fn greet(origin: &str, told: bool) {
    if told {
        println!("Demonstration data are loaded; start again with --reset to have them anew.");
    }
    println!("\nLog-ins, all with the password \"{}\":", postup_app::demo::PASSWORD);
    for (email, purpose) in postup_app::demo::LOGINS {
        println!("  {email:<22} {purpose}");
    }
    println!("\nMail that was \"sent\":  {origin}/dev/mail");
    println!("Programming interface: {origin}/api/docs");
    println!("\nListening on {origin}");
}

/// Database and mail lie in the demonstration's folder, unless the settings say otherwise.
fn place(settings: &mut Settings, wished: Option<PathBuf>) -> Result<(), Failure> {
    let defaults = Settings::load(None, []).map_err(Failure::settings)?;
    let is_wished = wished.is_some();
    let folder = wished.unwrap_or_else(|| PathBuf::from(FOLDER));
    if is_wished || settings.database.url == defaults.database.url {
        settings.database.url = format!("sqlite://{}", folder.join("postup.db").display());
    }
    if is_wished || settings.mail.folder == defaults.mail.folder {
        settings.mail.folder = folder.join("mail");
    }
    settings.mail.transport = MailTransport::Folder;
    Ok(())
}

/// Deletes the demonstration's database and messages, and nothing that is not one of them.
fn reset(settings: &Settings) -> Result<(), Failure> {
    let Some(database) = settings.database.sqlite_path() else {
        return Err(Failure::failed(
            "--reset deletes SQLite files; this demonstration's database is another server's",
        ));
    };
    // With the lock in hand nobody else is using the files.
    let lock = Lock::take(&database);
    if let Err(taken @ Locked::Taken(_)) = lock {
        return Err(Failure::database(taken));
    }
    for ending in ["", "-wal", "-shm"] {
        let mut file = database.clone().into_os_string();
        file.push(ending);
        delete(Path::new(&file))?;
    }
    delete_all(&settings.mail.folder, "eml")?;
    delete_all(&settings.mail.folder.join("preview"), "json")
}

/// Deletes the files of a folder that have an ending.
fn delete_all(folder: &Path, ending: &str) -> Result<(), Failure> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    let files = entries.flatten().map(|entry| entry.path());
    for file in files.filter(|file| file.extension().is_some_and(|extension| extension == ending)) {
        delete(&file)?;
    }
    Ok(())
}

fn delete(file: &Path) -> Result<(), Failure> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::failed(format!("cannot delete {}: {error}", file.display())))
        }
        _ => Ok(()),
    }
}
