//! The product offered twice, as a JSON interface and as pages, and the edge that guards both.

pub mod api;
pub mod assets;
pub mod caller;
pub mod chart;
pub mod edge;
pub mod explain;
pub mod headers;
pub mod health;
pub mod once;
pub mod origin;
pub mod pages;
pub mod paper;
pub mod policy;
pub mod reason;
pub mod reckoning;
pub mod record;
mod refusal;
pub mod site;
pub mod table;
pub mod throttle;
pub mod verdict;

pub use site::Site;

use caller::Recognition;
use once::Once;
use origin::Home;
use poem::{Endpoint, EndpointExt, IntoEndpoint, Response, Route, get};
use policy::Unpoliced;

/// Every route of the product behind its guards. Refuses to be built when a route names no policy.
///
/// The accept loop in [`edge`] dresses what comes from here with a request id and security headers.
pub fn routes(site: Site) -> Result<impl Endpoint<Output = Response> + 'static, Unpoliced> {
    let home = if site.demo() { Home::Host } else { Home::Origin(site.app.settings().origin.clone()) };
    let api = api::service(&site)?;
    let route = Route::new()
        .at("/health/live", get(health::live))
        .at("/health/ready", get(health::ready))
        .at("/metrics", get(health::metrics))
        .at(assets::ROUTE, get(assets::serve))
        .at("/worker.js", get(assets::worker))
        .nest("/api", api)
        .nest("/", pages::routes(&site));
    Ok(route
        .into_endpoint()
        .with(Once::new(site.app.clone()))
        .with(Recognition::new(site.clone()))
        .with(home)
        .data(site)
        .map_to_response())
}
