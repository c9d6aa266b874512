//! Errors of the JSON interface: problem documents (RFC 9457), in the caller's language, one shape for 400 to 5xx.

use super::parameters::UnknownParameter;
use crate::caller;
use crate::headers::RequestId;
use crate::once::{KeyTrouble, retry_after};
use crate::policy::Shut;
use crate::reason;
use poem::error::ResponseError;
use poem::http::StatusCode;
use poem::{Endpoint, IntoResponse, Middleware, Request, Response, Result};
use poem_openapi::error::{ContentTypeError, ParseParamError, ParsePathError, ParseRequestPayloadError};
use poem_openapi::payload::Json;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::{ToJSON, Type};
use poem_openapi::{ApiResponse, Object};
use postup_app::Error;
use postup_domain::rejection::Refusal;
use postup_i18n::{Locale, Words};
use std::fmt;

const CONTENT_TYPE: &str = "application/problem+json; charset=utf-8";

/// What went wrong, as a document.
#[derive(Debug, Object)]
pub struct Problem {
    /// A URN made of the code.
    #[oai(rename = "type")]
    kind: String,
    /// What happened, in the caller's language.
    title: String,
    status: u16,
    /// The stable code, the same in log, words and tests.
    code: String,
    /// What to do about it, where there is more to say.
    #[oai(skip_serializing_if_is_none)]
    detail: Option<String>,
    /// Names the request in our log.
    #[oai(skip_serializing_if_is_none)]
    instance: Option<String>,
    /// One entry for each field at fault.
    #[oai(default, skip_serializing_if_is_empty)]
    errors: Vec<FieldProblem>,
}

/// A field at fault.
#[derive(Debug, Object)]
pub struct FieldProblem {
    /// A JSON pointer (RFC 6901) into the request body.
    pointer: String,
    code: String,
    detail: String,
}

/// An error of a use-case on its way out.
#[derive(Debug)]
pub struct Failure(pub Error);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl ResponseError for Failure {
    fn status(&self) -> StatusCode {
        match &self.0 {
            Error::Missing(_) => StatusCode::NOT_FOUND,
            Error::Denied(_) => StatusCode::FORBIDDEN,
            Error::Rejected(rejection) => match rejection.refusal {
                Refusal::WrongCredentials => StatusCode::UNAUTHORIZED,
                Refusal::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
                Refusal::AlreadyEnrolled
                | Refusal::AlreadyNamed
                | Refusal::AlreadyCertified
                | Refusal::MarkDiffers => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            },
            Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Stale => StatusCode::PRECONDITION_FAILED,
            Error::Unreadable => StatusCode::BAD_REQUEST,
            Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Error::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl ApiResponse for Failure {
    fn meta() -> MetaResponses {
        let responses = [400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 428, 429, 500, 503]
            .map(|status| MetaResponse {
                description: "A problem document",
                status: Some(status),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: "application/problem+json",
                    schema: Problem::schema_ref(),
                }],
                headers: vec![],
            })
            .into();
        MetaResponses { responses }
    }

    fn register(registry: &mut Registry) {
        Problem::register(registry);
    }
}

/// How an edit fails: like any operation, or for want of the version it was made from.
#[derive(Debug)]
pub struct EditFailure(pub poem::Error);

impl<E: Into<Error>> From<E> for EditFailure {
    fn from(error: E) -> Self {
        Self(Failure::from(error).into())
    }
}

impl From<Failure> for EditFailure {
    fn from(failure: Failure) -> Self {
        Self(failure.into())
    }
}

impl From<EditFailure> for poem::Error {
    fn from(EditFailure(error): EditFailure) -> Self {
        error
    }
}

impl ApiResponse for EditFailure {
    fn meta() -> MetaResponses {
        Failure::meta()
    }

    fn register(registry: &mut Registry) {
        Failure::register(registry);
    }
}

/// The edit names no version (RFC 6585, section 3).
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("precondition required")]
pub struct PreconditionRequired;

impl ResponseError for PreconditionRequired {
    fn status(&self) -> StatusCode {
        StatusCode::PRECONDITION_REQUIRED
    }
}

/// Turns every error below `/api` into a problem document.
#[derive(Clone, Copy, Debug)]
pub struct Problems;

impl<E: Endpoint> Middleware<E> for Problems {
    type Output = WithProblems<E>;

    fn transform(&self, inner: E) -> Self::Output {
        WithProblems { inner }
    }
}

/// See [`Problems`].
pub struct WithProblems<E> {
    inner: E,
}

impl<E: Endpoint> Endpoint for WithProblems<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let locale = caller::locale(&request);
        match self.inner.call(request).await {
            Ok(response) => Ok(response.into_response()),
            Err(error) => Ok(answer(&error, locale)),
        }
    }
}

/// The problem document for any error.
pub fn answer(error: &poem::Error, locale: Locale) -> Response {
    if let Some(Failure(cause)) = error.downcast_ref::<Failure>() {
        return failure(cause, error.status(), locale);
    }
    let code = match error.downcast_ref::<KeyTrouble>() {
        Some(trouble) => format!("error-{trouble}"),
        None => code_of(error).to_owned(),
    };
    let mut problem = bare(error.status(), &code, locale);
    let said = |key, what: (&str, &str)| Words::embedded().text_with(locale, key, &[(what.0, what.1.into())]);
    if let Some(cause) = error.downcast_ref::<ParseRequestPayloadError>() {
        problem.detail = Some(said("problem-body-unreadable", ("reason", &cause.reason)));
    }
    if let Some(cause) = error.downcast_ref::<ParseParamError>() {
        problem.detail = Some(said("problem-parameter-unreadable", ("name", cause.name)));
    }
    if let Some(KeyTrouble::Lost { subject }) = error.downcast_ref::<KeyTrouble>() {
        problem.detail = Some(subject.clone());
    }
    if let Some(unknown) = error.downcast_ref::<UnknownParameter>() {
        problem.detail = Some(detail_of(unknown, locale));
    }
    let mut response = show(&problem, error.status());
    if matches!(error.downcast_ref::<KeyTrouble>(), Some(KeyTrouble::Running)) {
        retry_after(&mut response, 1);
    }
    response
}

/// Which parameter it is, and which ones there are.
fn detail_of(unknown: &UnknownParameter, locale: Locale) -> String {
    let name = unknown.name.as_str();
    if unknown.known.is_empty() {
        return Words::embedded().text_with(locale, "problem-parameter-none", &[("name", name.into())]);
    }
    let known = unknown.known.join(", ");
    let said = [("name", name.into()), ("known", known.as_str().into())];
    Words::embedded().text_with(locale, "problem-parameter-known", &said)
}

fn code_of(error: &poem::Error) -> &'static str {
    if error.is::<ParsePathError>() {
        return "error-not-found";
    }
    if error.is::<ParseRequestPayloadError>() || error.is::<ParseParamError>() {
        return "error-bad-request";
    }
    if error.is::<UnknownParameter>() {
        return "error-unknown-parameter";
    }
    if error.is::<ContentTypeError>() {
        return "error-content-type";
    }
    if error.is::<PreconditionRequired>() {
        return "error-precondition-required";
    }
    if let Some(shut) = error.downcast_ref::<Shut>() {
        return match shut {
            Shut::SignInFirst => "error-unauthorized",
            Shut::WrongRole => "error-forbidden",
        };
    }
    match error.status().as_u16() {
        401 => "error-unauthorized",
        403 => "error-forbidden",
        404 => "error-not-found",
        405 => "error-method-not-allowed",
        408 => "error-timeout",
        413 => "error-too-large",
        503 => "error-unavailable",
        status if status < 500 => "error-bad-request",
        _ => "error-internal",
    }
}

fn bare(status: StatusCode, code: &str, locale: Locale) -> Problem {
    Problem {
        kind: format!("urn:postup:problem:{code}"),
        title: Words::embedded().text(locale, &format!("problem-{}", code.trim_start_matches("error-"))),
        status: status.as_u16(),
        code: code.to_owned(),
        detail: None,
        instance: RequestId::current().map(|id| format!("urn:postup:request:{}", id.as_str())),
        errors: Vec::new(),
    }
}

/// Why one of many things was not done, within an answer about all of them.
pub fn within(error: Error, locale: Locale) -> Problem {
    let failure = Failure(error);
    described(&failure.0, failure.status(), locale)
}

fn failure(error: &Error, status: StatusCode, locale: Locale) -> Response {
    let mut response = show(&described(error, status, locale), status);
    if matches!(error, Error::Busy) {
        retry_after(&mut response, 2);
    }
    response
}

fn described(error: &Error, status: StatusCode, locale: Locale) -> Problem {
    match error {
        Error::Missing(_) => bare(status, "error-not-found", locale),
        Error::Denied(_) => bare(status, "error-forbidden", locale),
        Error::Stale => bare(status, "error-stale", locale),
        Error::Unreadable => bare(status, "error-bad-request", locale),
        Error::Busy => bare(status, "error-unavailable", locale),
        Error::Broken(why) => {
            tracing::error!(%why, "an operation is broken");
            bare(status, "error-internal", locale)
        }
        Error::Rejected(rejection) => Problem {
            title: reason::rejection(locale, rejection),
            kind: format!("urn:postup:problem:{}", rejection.code()),
            code: rejection.code().to_owned(),
            ..bare(status, "error-unprocessable", locale)
        },
        Error::Invalid(faults) => Problem {
            errors: faults
                .iter()
                .map(|invalid| FieldProblem {
                    pointer: format!("/{}", invalid.field.replace('.', "/")),
                    code: invalid.fault.code().to_owned(),
                    detail: reason::fault(locale, invalid.fault),
                })
                .collect(),
            ..bare(status, "error-invalid", locale)
        },
    }
}

fn show(problem: &Problem, status: StatusCode) -> Response {
    Json(problem.to_json())
        .into_response()
        .with_content_type(CONTENT_TYPE)
        .with_status(status)
        .into_response()
}
