//! Deliveries and timed work, again and again until it is time to stop.

use std::sync::Arc;

use postup_app::App;
use postup_app::outbox::Postman;

use crate::config::Settings;
use crate::failure::Failure;
use crate::signals::Stop;
use crate::{database, wiring};

/// `postup worker`: the worker without the web server. On PostgreSQL any number of them may run.
///
/// # Errors
/// A [`Failure`] that says why nothing was started.
pub async fn work(settings: &Settings) -> Result<(), Failure> {
    let opened = database::open(&settings.database).await?;
    database::demand_present_schema(&opened.store).await?;
    let app = wiring::app(opened.store.clone(), settings, false);
    let postman = wiring::postman(&app, settings)?;
    run(app, postman, Stop::on_signal()?).await;
    Ok(())
}

/// Works until `stop`; what is in hand is finished.
pub async fn run(_app: App, postman: Arc<Postman>, mut stop: Stop) {
    postman.run(stop.wished()).await;
}
