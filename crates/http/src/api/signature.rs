//! Sheets to sign, as PDF.

use super::Tag;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::paper;
use crate::policy::{Line, TEACHERS};
use crate::site::Site;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Binary;
use poem_openapi::{ApiResponse, OpenApi, ResponseContent};
use postup_domain::attendance::SignatureSheet;
use postup_domain::id::{CohortId, SessionId};
use postup_domain::person::Language;
use postup_i18n::Locale;

pub const POLICIES: &[Line] = &[
    (Method::GET, "/sessions/:id/signature-sheet", TEACHERS),
    (Method::GET, "/cohorts/:id/signature-sheets", TEACHERS),
];

#[derive(ResponseContent)]
enum Document {
    #[oai(content_type = "application/pdf")]
    Pdf(Binary<Vec<u8>>),
}

#[derive(ApiResponse)]
enum Printed {
    /// To be printed.
    #[oai(status = 200)]
    Printed(Document, #[oai(header = "Content-Disposition")] String),
}

/// The operations.
pub struct SignatureApi {
    pub site: Site,
}

impl SignatureApi {
    async fn printed(
        &self,
        request: &Request,
        language: Option<Language>,
        sheets: &[SignatureSheet],
    ) -> Result<Printed, Failure> {
        let locale = match language {
            Some(Language::Ukrainian) => Locale::Uk,
            Some(Language::English) => Locale::En,
            None => caller::locale(request),
        };
        let pdf = paper::signatures(&self.site, sheets, locale).await?;
        Ok(Printed::Printed(Document::Pdf(Binary(pdf)), paper::signatures_disposition(sheets)))
    }
}

#[OpenApi(tag = "Tag::Attendance")]
impl SignatureApi {
    /// The list of a session to be signed on paper, a code in each line
    #[oai(path = "/sessions/:id/signature-sheet", method = "get", operation_id = "getSignatureSheet")]
    async fn of_session(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<SessionId>,
        /// The caller's own when absent.
        language: Query<Option<Language>>,
    ) -> Result<Printed, Failure> {
        let sheet = self.site.app.signature_sheet(&caller.0, id.0).await?;
        self.printed(request, language.0, &[sheet]).await
    }

    /// The lists of all sessions of a cohort in one document; at most 3,000 lines
    #[oai(path = "/cohorts/:id/signature-sheets", method = "get", operation_id = "getSignatureSheets")]
    async fn of_cohort(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<CohortId>,
        /// The caller's own when absent.
        language: Query<Option<Language>>,
    ) -> Result<Printed, Failure> {
        let sheets = self.site.app.signature_sheets(&caller.0, id.0).await?;
        self.printed(request, language.0, &sheets).await
    }
}
