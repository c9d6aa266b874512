//! Accounts and roles from the command line: how the first administrator comes to be.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use postup_app::login::NewAccount;
use postup_app::{App, Error};
use postup_domain::access::{GrantPlan, Scope};
use postup_domain::person::RawProfile;
use postup_http::reason;
use postup_i18n::Locale;

use crate::cli::{Account, Place};
use crate::config::Settings;
use crate::database::{self, Opened};
use crate::failure::Failure;
use crate::wiring;

/// `postup account …`.
///
/// # Errors
/// A [`Failure`] that names what cannot be taken.
pub async fn manage(settings: &Settings, wish: Account) -> Result<(), Failure> {
    let (app, _opened) = ready(settings).await?;
    match wish {
        Account::Create { email, family_name, given_name } => {
            let profile =
                RawProfile { family_name, given_name, language: "uk".to_owned(), ..Default::default() };
            let new = NewAccount { email, password: read_password()?, profile };
            app.create_account(&new).await.map_err(explain)?;
            println!("The account {} can sign in.", new.email);
        }
        Account::Grant { email, role, place } => {
            let plan = GrantPlan::lasting(role, scope(place)?);
            app.grant_by_email(&email, &plan).await.map_err(explain)?;
            println!("{email} is {}.", role.as_str());
        }
    }
    Ok(())
}

async fn ready(settings: &Settings) -> Result<(App, Opened), Failure> {
    let opened = database::open(&settings.database).await?;
    database::demand_present_schema(&opened.store).await?;
    Ok((wiring::app(opened.store.clone(), settings, false), opened))
}

/// One line of standard input, so that the password stands neither in the shell's history nor in
/// the list of processes.
fn read_password() -> Result<String, Failure> {
    let mut input = io::stdin().lock();
    if input.is_terminal() {
        print!("Password (it will be visible): ");
        // An invisible question can still be answered.
        let _ = io::stdout().flush();
    }
    let mut line = String::new();
    input
        .read_line(&mut line)
        .map_err(|error| Failure::failed(format!("cannot read the password: {error}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn scope(place: Place) -> Result<Scope, Failure> {
    let targets = [
        ("organization", place.organization),
        ("territory", place.territory),
        ("program", place.program),
        ("cohort", place.cohort),
    ];
    match targets.into_iter().find_map(|(kind, target)| Some((kind, target?))) {
        None => Ok(Scope::Everything),
        Some((kind, target)) => {
            Scope::parse(kind, &target).ok_or_else(|| Failure::failed(format!("\"{target}\" is no {kind}")))
        }
    }
}

/// The reason in English, naming the fields.
fn explain(error: Error) -> Failure {
    match error {
        Error::Invalid(faults) => {
            let lines: Vec<String> = faults
                .iter()
                .map(|invalid| format!("{}: {}", invalid.field, reason::fault(Locale::En, invalid.fault)))
                .collect();
            Failure::failed(lines.join("\n"))
        }
        Error::Rejected(rejection) => Failure::failed(reason::rejection(Locale::En, &rejection)),
        other => Failure::failed(other),
    }
}
