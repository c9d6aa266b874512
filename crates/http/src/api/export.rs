//! Tables that the worker gathers for the caller: asked for, looked at, taken away.

use super::Tag;
use super::import::Table;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, SENDERS};
use crate::site::Site;
use crate::table;
use chrono::{DateTime, Utc};
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_domain::export::{Export, ExportState};
use postup_domain::id::{CohortId, ExportId};
use postup_domain::import::{ImportKind, TableFormat};

/// Who may call which operation. What a table holds follows from the caller's rights.
pub const POLICIES: &[Line] = &[
    (Method::POST, "/export-jobs", SENDERS),
    (Method::GET, "/export-jobs/:id", SENDERS),
    (Method::GET, "/export-jobs/:id/table", SENDERS),
    (Method::POST, "/export-jobs/:id/discarding", SENDERS),
];

/// What is to be gathered.
#[derive(Object)]
struct NewExport {
    kind: ImportKind,
    /// For marks: only those of this cohort.
    cohort_id: Option<CohortId>,
}

/// A table that is gathered.
#[derive(Object)]
#[oai(rename = "Export")]
struct ExportDocument {
    id: ExportId,
    kind: ImportKind,
    #[oai(skip_serializing_if_is_none)]
    cohort_id: Option<CohortId>,
    state: ExportState,
    /// How many rows there were when it was asked for; others may come or go meanwhile.
    rows_expected: i64,
    /// How many are gathered.
    rows_done: i64,
    created_at: DateTime<Utc>,
    /// Until when it can be taken away.
    #[oai(skip_serializing_if_is_none)]
    kept_until: Option<DateTime<Utc>>,
}

impl From<Export> for ExportDocument {
    fn from(export: Export) -> Self {
        Self {
            id: export.id,
            kind: export.kind,
            cohort_id: export.cohort(),
            state: export.state,
            rows_expected: export.expected,
            rows_done: export.rows,
            created_at: export.created_at,
            kept_until: export.kept_until(),
        }
    }
}

#[derive(ApiResponse)]
enum Accepted {
    /// It is under way; `Location` says how far.
    #[oai(status = 202)]
    Accepted(Json<ExportDocument>, #[oai(header = "Location")] String),
}

/// The operations.
pub struct ExportApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Imports")]
impl ExportApi {
    /// Gathers the rows the caller may see. Asking again while they are gathered answers the same
    #[oai(path = "/export-jobs", method = "post", operation_id = "begin_export")]
    async fn begin(&self, caller: Caller, body: Json<NewExport>) -> Result<Accepted, Failure> {
        let (NewExport { kind, cohort_id }, actor) = (body.0, &caller.0);
        let permit = actor.may_export_file(kind)?;
        let export = self.site.app.begin_gathering(&permit, actor, kind, cohort_id).await?;
        let location = format!("/api/v1/export-jobs/{}", export.id);
        Ok(Accepted::Accepted(Json(export.into()), location))
    }

    /// How far a table of the caller's own is
    #[oai(path = "/export-jobs/:id", method = "get", operation_id = "find_export")]
    async fn find(&self, caller: Caller, id: Path<ExportId>) -> Result<Json<ExportDocument>, Failure> {
        Ok(Json(self.site.app.export(&caller.0, id.0).await?.into()))
    }

    /// The table itself, once its state is `ready`
    #[oai(path = "/export-jobs/:id/table", method = "get", operation_id = "take_export")]
    async fn take(
        &self,
        caller: Caller,
        id: Path<ExportId>,
        /// `csv` when absent.
        format: Query<Option<TableFormat>>,
    ) -> Result<Table, Failure> {
        let format = format.0.unwrap_or(TableFormat::Csv);
        let (kind, body) = table::gathered(&self.site.app, &caller.0, id.0, format).await?;
        Ok(Table::of(kind.as_str(), format, body))
    }

    /// Deletes the table, or stops gathering it
    #[oai(path = "/export-jobs/:id/discarding", method = "post", operation_id = "discard_export")]
    async fn discard(&self, caller: Caller, id: Path<ExportId>) -> Result<Json<ExportDocument>, Failure> {
        let app = &self.site.app;
        app.discard_export(&caller.0, id.0).await?;
        Ok(Json(app.export(&caller.0, id.0).await?.into()))
    }
}
