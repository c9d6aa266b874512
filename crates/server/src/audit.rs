//! `postup audit`: recomputes every invariant from the rows and names what breaks.

use crate::config::Settings;
use crate::failure::Failure;
use crate::{database, wiring};

/// Looks at every row, also beside a running server.
///
/// # Errors
/// A [`Failure`] with one line for each breach.
pub async fn audit(settings: &Settings) -> Result<(), Failure> {
    let store = database::look_into(&settings.database).await?;
    database::demand_present_schema(&store).await?;
    let app = wiring::app(store, settings, false);
    let breaches = app.check_invariants().await.map_err(Failure::failed)?;
    if breaches.is_empty() {
        println!("Every invariant holds.");
        return Ok(());
    }
    let lines: Vec<String> = breaches
        .iter()
        .map(|breach| format!("{}: {}: {}", breach.invariant, breach.subject, breach.finding))
        .collect();
    Err(Failure::audit(format!("{} breaches\n{}", lines.len(), lines.join("\n"))))
}
