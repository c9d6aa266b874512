//! For those who watch the machine.

use crate::site::Site;
use poem::http::StatusCode;
use poem::web::Data;
use poem::{IntoResponse, Response, handler};

/// The process runs.
#[handler]
pub fn live() -> &'static str {
    "live\n"
}

/// The database answers and its schema is present.
#[handler]
pub async fn ready(Data(site): Data<&Site>) -> Response {
    match site.app.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            StatusCode::SERVICE_UNAVAILABLE.with_body("not ready\n").into_response()
        }
    }
}

/// Figures of the process in the text format of Prometheus.
#[handler]
pub async fn metrics(Data(site): Data<&Site>) -> Response {
    let due = site.app.figures_due().await.unwrap_or(-1);
    let statements = site.app.statements();
    format!(
        "# HELP postup_figures_due Enrollments whose changes are not in the figures yet.\n\
         # TYPE postup_figures_due gauge\npostup_figures_due {due}\n\
         # HELP postup_statements_total Statements this process has run on the database.\n\
         # TYPE postup_statements_total counter\npostup_statements_total {statements}\n"
    )
    .with_content_type("text/plain; version=0.0.4")
    .into_response()
}
