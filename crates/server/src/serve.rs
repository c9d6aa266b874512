//! The web server, and unless told otherwise the worker beside it.

use std::sync::Arc;

use poem::EndpointExt as _;
use postup_app::App;
use postup_domain::text::EmailAddress;
use postup_http::edge;
use postup_http::headers::Headers;
use postup_persistence::{Store, person};
use tokio::net::TcpListener;

use crate::config::{Settings, Stage};
use crate::failure::Failure;
use crate::outside::SystemEntropy;
use crate::signals::Stop;
use crate::{database, wiring, worker};

/// Path prefixes that take files larger than a form.
const UPLOADS: [&str; 4] = ["/api/v1/imports", "/manage/imports", "/api/v1/pleas/", "/me/pleas/"];

/// `postup serve`: refuses unsafe settings, all of them at once, and a database that is not ready.
///
/// # Errors
/// A [`Failure`] that says why nothing was started, or what failed.
pub async fn serve(settings: &Settings, with_worker: bool) -> Result<(), Failure> {
    let opened = database::open(&settings.database).await?;
    refuse_dangers(settings, &opened.store).await?;
    database::demand_present_schema(&opened.store).await?;
    let app = wiring::app(opened.store.clone(), settings, false);
    let listener = listen(settings).await?;
    if let Ok(address) = listener.local_addr() {
        println!("Listening on http://{address}");
    }
    run(settings, app, listener, with_worker).await
}

/// All that is unsafe about the settings and, as far as its schema can be read, the database.
async fn refuse_dangers(settings: &Settings, store: &Store) -> Result<(), Failure> {
    let mut dangers = settings.dangers();
    if settings.installation.stage == Stage::Production && holds_demonstration(store).await {
        dangers.push(
            "the database holds the demonstration's log-ins, whose password everybody knows".to_owned(),
        );
    }
    if dangers.is_empty() {
        return Ok(());
    }
    let list = dangers.join("\n- ");
    Err(Failure::settings(format!("this is not safe for production:\n- {list}")))
}

async fn holds_demonstration(store: &Store) -> bool {
    let reader = store.reader();
    for (login, _purpose) in postup_app::demo::LOGINS {
        let Ok(email) = EmailAddress::new("email", login) else { continue };
        // A database without the table has no such person either; that it is old is said later.
        if matches!(person::find_by_email(&reader, &email).await, Ok(Some(_))) {
            return true;
        }
    }
    false
}

/// Takes the address and port of the settings.
///
/// # Errors
/// A [`Failure`] when somebody else has them.
pub async fn listen(settings: &Settings) -> Result<TcpListener, Failure> {
    let (host, port) = (settings.http.host, settings.http.port);
    TcpListener::bind((host, port))
        .await
        .map_err(|error| Failure::failed(format!("cannot listen on {host} port {port}: {error}")))
}

/// Serves until a signal says to stop; requests and deliveries in hand are finished.
///
/// # Errors
/// A [`Failure`] when something that the settings describe cannot be made.
pub async fn run(
    settings: &Settings,
    app: App,
    listener: TcpListener,
    with_worker: bool,
) -> Result<(), Failure> {
    let mut stop = Stop::on_signal()?;
    let limits = wiring::limits(&settings.http, UPLOADS.map(str::to_owned).into())?;
    let worker = if with_worker {
        let postman = wiring::postman(&app, settings)?;
        Some(tokio::spawn(worker::run(app.clone(), postman, stop.clone())))
    } else {
        None
    };
    let headers = Headers::new(settings.is_https(), Arc::new(SystemEntropy));
    let routes = postup_http::routes(wiring::site(app, settings)?).map_err(Failure::failed)?;
    edge::serve(listener, routes.with(headers.clone()), limits, headers, stop.wished())
        .await
        .map_err(|error| Failure::failed(format!("the server failed: {error}")))?;
    if let Some(worker) = worker {
        worker.await.map_err(|_panicked| Failure::failed("the worker failed"))?;
    }
    Ok(())
}
