//! What a reader sees when something did not work: what happened, why, and a way out.

use std::fmt;

use askama::Template;
use poem::error::{ParsePathError, ResponseError};
use poem::http::{Method, StatusCode};
use poem::{IntoResponse as _, Response};
use postup_domain::rejection::Rejection;

use super::page::Page;
use crate::headers::RequestId;
use crate::reason;

/// Why there is no page.
#[derive(Debug)]
pub enum PageError {
    /// Nothing here that this reader may see.
    Missing,
    /// Seen, but not theirs to do; a visitor is asked to sign in.
    Denied,
    /// The form comes from a foreign page.
    Foreign,
    /// Edited since the form was opened.
    Stale,
    /// A rule said no, where there is no form to say so in.
    Rejected(Rejection),
    /// The address or the form cannot be read.
    Unreadable,
    TooLarge,
    TooMany,
    /// Too busy now.
    Busy,
    /// Ours to mend; the text is for the log.
    Broken(String),
}

impl PageError {
    /// An error that only the log can use.
    pub fn broken(error: &impl fmt::Display) -> Self {
        Self::Broken(error.to_string())
    }

    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Self::Missing,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Self::Denied,
            StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED => Self::Stale,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Self::TooMany,
            StatusCode::SERVICE_UNAVAILABLE => Self::Busy,
            other if other.is_client_error() => Self::Unreadable,
            other => Self::Broken(other.to_string()),
        }
    }

    /// The beginning of the message keys.
    fn key(&self) -> &'static str {
        match self {
            Self::Missing => "error-not-found",
            Self::Denied => "error-forbidden",
            Self::Foreign => "error-forbidden-origin",
            Self::Stale => "error-conflict",
            Self::Rejected(_) => "error-unprocessable",
            Self::Unreadable => "error-bad-request",
            Self::TooLarge => "error-too-large",
            Self::TooMany => "error-too-many",
            Self::Busy => "error-unavailable",
            Self::Broken(_) => "error-internal",
        }
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(why) => write!(f, "broken: {why}"),
            Self::Rejected(rejection) => write!(f, "{rejection}"),
            other => f.write_str(other.key()),
        }
    }
}

impl std::error::Error for PageError {}

impl ResponseError for PageError {
    fn status(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Denied | Self::Foreign => StatusCode::FORBIDDEN,
            Self::Stale => StatusCode::CONFLICT,
            Self::Rejected(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

#[derive(Template)]
#[template(path = "error/show.html")]
struct Show<'a> {
    page: &'a Page,
    title: String,
    body: String,
    request_id: Option<RequestId>,
    offer_sign_in: bool,
}

/// The page that stands for an error, in the reader's language. A visitor who may not do something is taken to sign in
/// and comes back afterwards.
pub fn present(page: &Page, method: &Method, error: &poem::Error) -> Response {
    let guessed;
    let error = match error.downcast_ref::<PageError>() {
        Some(error) => error,
        None => {
            // A path whose id is no id leads nowhere, like any other path that is not ours.
            let nowhere = error.is::<ParsePathError>();
            guessed = if nowhere { PageError::Missing } else { PageError::of_status(error.status()) };
            &guessed
        }
    };
    if matches!(error, PageError::Denied) && !page.is_signed_in() && *method == Method::GET {
        return super::page::go(&super::page::sign_in_then(&page.path), None);
    }
    if let PageError::Broken(why) = error {
        tracing::error!(%why, "a page is broken");
    }
    let show = Show {
        page,
        title: page.t(&format!("{}-title", error.key())),
        body: match error {
            PageError::Rejected(rejection) => reason::rejection(page.locale, rejection),
            other => page.t(&format!("{}-body", other.key())),
        },
        request_id: matches!(error, PageError::Broken(_) | PageError::Busy)
            .then(RequestId::current)
            .flatten(),
        offer_sign_in: !page.is_signed_in() && matches!(error, PageError::Missing | PageError::Denied),
    };
    page.show_as(error.status(), &show).unwrap_or_else(|broken| broken.status().into_response())
}
