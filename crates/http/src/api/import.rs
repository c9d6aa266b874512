//! Tables on their way in and out.

use super::Tag;
use super::answer::Many;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line, SENDERS};
use crate::site::Site;
use crate::{table, verdict};
use chrono::{DateTime, Utc};
use poem::http::Method;
use poem::{Body, Request};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::{Binary, Json};
use poem_openapi::{ApiResponse, Object, OpenApi, ResponseContent};
use postup_domain::id::{CohortId, ImportId, PersonId, SessionId};
use postup_domain::import::{ImportKind, Job, JobState, Judged, TableFormat, Verdict};
use postup_i18n::Locale;

/// Who may call which operation. What may be done with each row follows from the caller's rights over its person.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/imports", SENDERS),
    (Method::POST, "/imports", SENDERS),
    (Method::GET, "/imports/:id", SENDERS),
    (Method::GET, "/imports/:id/rows", SENDERS),
    (Method::POST, "/imports/:id/commit", SENDERS),
    (Method::POST, "/imports/:id/discarding", SENDERS),
    (Method::GET, "/exports/:kind", SENDERS),
];

/// A file on its way.
#[derive(Debug, Object)]
#[oai(rename = "Import")]
struct ImportDocument {
    id: ImportId,
    kind: ImportKind,
    /// The session that its rows speak of where they name none.
    #[oai(skip_serializing_if_is_none)]
    session_id: Option<SessionId>,
    #[oai(skip_serializing_if_is_none)]
    author: Option<PersonId>,
    file_name: String,
    state: JobState,
    /// Rows that add something; counted while the file is being checked.
    rows_new: i64,
    /// Rows that correct something.
    rows_changed: i64,
    /// Rows that change nothing.
    rows_same: i64,
    /// Rows that cannot be taken; while there is one, nothing is written.
    rows_faulty: i64,
    /// While it is being committed: how many rows are ready to be written.
    rows_done: i64,
    /// Why the file as a whole is refused, in the caller's language.
    #[oai(skip_serializing_if_is_none)]
    flaw: Option<String>,
    /// Headings that no column answers to.
    ignored: Vec<String>,
    created_at: DateTime<Utc>,
    /// Since when it is in its state.
    since: DateTime<Utc>,
}

impl ImportDocument {
    fn new(job: Job, locale: Locale) -> Self {
        Self {
            flaw: verdict::flaw(locale, &job),
            id: job.id,
            kind: job.kind,
            session_id: job.session,
            author: job.author,
            file_name: job.file_name,
            state: job.state,
            rows_new: job.tally.new,
            rows_changed: job.tally.changed,
            rows_same: job.tally.same,
            rows_faulty: job.tally.faulty,
            rows_done: job.done,
            ignored: job.ignored,
            created_at: job.created_at,
            since: job.since,
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Object)]
#[oai(rename = "ImportFault")]
struct FaultDocument {
    code: String,
    #[oai(skip_serializing_if_is_none)]
    column: Option<String>,
    /// In the caller's language.
    detail: String,
}

/// A row with its verdict.
#[derive(Debug, Object)]
#[oai(rename = "ImportRow")]
struct RowDocument {
    /// As the table program counts, from 1.
    number: u32,
    verdict: Verdict,
    faults: Vec<FaultDocument>,
    /// One text for each column of the kind, in the order of an export.
    cells: Vec<String>,
}

impl RowDocument {
    fn new(row: Judged, locale: Locale) -> Self {
        let faults = row.faults.iter().map(|fault| FaultDocument {
            code: fault.code().to_owned(),
            column: fault.column().map(str::to_owned),
            detail: verdict::fault(locale, fault),
        });
        Self { number: row.number, verdict: row.verdict, faults: faults.collect(), cells: row.cells }
    }
}

#[derive(ApiResponse)]
enum Accepted {
    /// It is under way; `Location` says how far.
    #[oai(status = 202)]
    Accepted(Json<ImportDocument>, #[oai(header = "Location")] String),
}

/// A table as separated text or as a workbook.
#[derive(ResponseContent)]
pub(super) enum File {
    #[oai(content_type = "text/csv; charset=utf-8")]
    Csv(Binary<Body>),
    #[oai(content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    Xlsx(Binary<Body>),
}

#[derive(ApiResponse)]
pub(super) enum Table {
    /// The table, in the format that was asked for.
    #[oai(status = 200)]
    Table(File, #[oai(header = "Content-Disposition")] String),
}

impl Table {
    pub(super) fn of(name: &str, format: TableFormat, body: Body) -> Self {
        let body = Binary(body);
        let file = match format {
            TableFormat::Csv => File::Csv(body),
            TableFormat::Xlsx => File::Xlsx(body),
        };
        Self::Table(file, table::disposition(name, format))
    }
}

/// The operations.
pub struct ImportApi {
    pub site: Site,
}

impl ImportApi {
    fn accepted(job: Job, locale: Locale) -> Accepted {
        let location = format!("/api/v1/imports/{}", job.id);
        Accepted::Accepted(Json(ImportDocument::new(job, locale)), location)
    }
}

#[OpenApi(tag = "Tag::Imports")]
impl ImportApi {
    /// Files the caller sent, the newest first; every file for administrators
    #[oai(path = "/imports", method = "get", operation_id = "list_imports")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Many<ImportDocument>, Failure> {
        let (after, most) = (super::paging::open(cursor.0.as_deref())?, super::paging::limit(most.0)?);
        let page = self.site.app.imports(&caller.0, after.as_ref(), most).await?;
        let locale = caller::locale(request);
        Ok(Many::page(request, page, |job| ImportDocument::new(job, locale)))
    }

    /// Send a file: every row gets its verdict, nothing is written yet
    ///
    /// An `.xlsx` workbook, or text in UTF-8 or Windows-1251 with semicolons, commas or tabs; at most 10 MiB and 100,000
    /// rows. An import adds and corrects; it removes nobody, and an empty cell changes nothing.
    #[oai(path = "/imports", method = "post", operation_id = "send_import")]
    async fn send(
        &self,
        request: &Request,
        caller: Caller,
        kind: Query<ImportKind>,
        /// For marks and interruptions: the session that rows speak of which name none.
        session_id: Query<Option<SessionId>>,
        /// As people know the file.
        file_name: Query<Option<String>>,
        body: Binary<Vec<u8>>,
    ) -> Result<Accepted, Failure> {
        let permit = caller.0.may_import_file()?;
        let name = file_name.0.unwrap_or_default();
        let job = self.site.app.receive_import_about(&permit, kind.0, session_id.0, &name, body.0).await?;
        Ok(Self::accepted(job, caller::locale(request)))
    }

    /// How far a file is
    #[oai(path = "/imports/:id", method = "get", operation_id = "get_import")]
    async fn get(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<ImportId>,
    ) -> Result<Json<ImportDocument>, Failure> {
        let job = self.site.app.import(&caller.0, id.0).await?;
        Ok(Json(ImportDocument::new(job, caller::locale(request))))
    }

    /// Rows of a file with their verdicts, in its order
    #[oai(path = "/imports/:id/rows", method = "get", operation_id = "list_import_rows")]
    async fn rows(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<ImportId>,
        verdict: Query<Option<Verdict>>,
        /// The number of the last row seen.
        after: Query<Option<u32>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Json<Vec<RowDocument>>, Failure> {
        let (most, locale) = (super::paging::limit(most.0)?, caller::locale(request));
        let job = self.site.app.import(&caller.0, id.0).await?;
        let after = after.0.unwrap_or_default();
        let rows = self.site.app.import_rows(&job, verdict.0, after, most).await?;
        Ok(Json(rows.into_iter().map(|row| RowDocument::new(row, locale)).collect()))
    }

    /// Write all rows of a checked file
    ///
    /// Refused while a row is faulty (422). Should one have become so meanwhile, nothing is written and the file is
    /// `checked` again, with the verdicts of now.
    #[oai(path = "/imports/:id/commit", method = "post", operation_id = "commit_import")]
    async fn commit(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<ImportId>,
    ) -> Result<Accepted, Failure> {
        let permit = caller.0.may_import_file()?;
        self.site.app.import(&caller.0, id.0).await?;
        let job = self.site.app.wish_import(&permit, id.0).await?;
        Ok(Self::accepted(job, caller::locale(request)))
    }

    /// Throw away a file that is not written
    #[oai(path = "/imports/:id/discarding", method = "post", operation_id = "discard_import")]
    async fn discard(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<ImportId>,
    ) -> Result<Json<ImportDocument>, Failure> {
        let permit = caller.0.may_import_file()?;
        self.site.app.import(&caller.0, id.0).await?;
        let job = self.site.app.discard_import(&permit, id.0).await?;
        Ok(Json(ImportDocument::new(job, caller::locale(request))))
    }

    /// The rows the caller may see, as a table that can be sent again unchanged
    #[oai(path = "/exports/:kind", method = "get", operation_id = "get_export")]
    async fn export(
        &self,
        caller: Caller,
        kind: Path<ImportKind>,
        /// For marks: only those of this cohort.
        cohort_id: Query<Option<CohortId>>,
        /// `csv` when absent.
        format: Query<Option<TableFormat>>,
    ) -> Result<Table, Failure> {
        let format = format.0.unwrap_or(TableFormat::Csv);
        let body = table::export(&self.site.app, &caller.0, kind.0, cohort_id.0, format).await?;
        Ok(Table::of(kind.0.as_str(), format, body))
    }
}
