//! Answers to what is refused before any page or resource is reached: a problem document (RFC 9457) for programs, a page
//! for people.

use askama::Template;
use poem::Request;
use poem::Response;
use poem::http::StatusCode;
use poem::http::header::{ACCEPT, CONTENT_TYPE};
use postup_i18n::{Locale, Words};
use serde_json::json;

use crate::headers::RequestId;
use crate::{assets, caller};

/// Who will read the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    Program,
    /// Somebody with a browser, in this language.
    Person(Locale),
}

impl Reader {
    /// A browser says that it takes HTML, and does not look below `/api`.
    pub(crate) fn of(request: &Request) -> Self {
        let wants_page = request
            .headers()
            .get_all(ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .any(|kinds| kinds.contains("text/html"));
        if wants_page && !request.original_uri().path().starts_with("/api/") {
            Self::Person(caller::locale(request))
        } else {
            Self::Program
        }
    }
}

#[derive(Template)]
#[template(path = "error/refused.html")]
struct Refused {
    locale: Locale,
    stylesheet: String,
    title: String,
    body: String,
    request: Option<String>,
    way_home: String,
}

/// The answer under a status; `code` is for programs.
pub(crate) fn refuse(
    reader: Reader,
    status: StatusCode,
    code: &'static str,
    id: Option<&RequestId>,
) -> Response {
    let page = match reader {
        Reader::Program => None,
        Reader::Person(locale) => page(locale, status, id),
    };
    page.unwrap_or_else(|| problem(status, code, id))
}

fn page(locale: Locale, status: StatusCode, id: Option<&RequestId>) -> Option<Response> {
    let words = Words::embedded();
    let key = key(status);
    let refused = Refused {
        locale,
        stylesheet: assets::address("app.css"),
        title: words.text(locale, &format!("{key}-title")),
        body: words.text(locale, &format!("{key}-body")),
        request: id.map(|id| words.page_text(locale, "error-request-id", &[("id", id.as_str().into())])),
        way_home: words.text(locale, "error-way-home"),
    };
    let html = refused.render().ok()?;
    Some(Response::builder().status(status).header(CONTENT_TYPE, "text/html; charset=utf-8").body(html))
}

/// The beginning of the message keys.
fn key(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FORBIDDEN => "error-forbidden-origin",
        StatusCode::REQUEST_TIMEOUT => "error-timeout",
        StatusCode::PAYLOAD_TOO_LARGE => "error-too-large",
        StatusCode::SERVICE_UNAVAILABLE => "error-unavailable",
        status if status.is_server_error() => "error-internal",
        _ => "error-bad-request",
    }
}

fn problem(status: StatusCode, code: &'static str, id: Option<&RequestId>) -> Response {
    let title = status.canonical_reason().unwrap_or_default();
    let mut body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "code": code });
    if let (Some(id), Some(body)) = (id, body.as_object_mut()) {
        body.insert("instance".to_owned(), format!("urn:postup:request:{}", id.as_str()).into());
    }
    Response::builder().status(status).header(CONTENT_TYPE, "application/problem+json").body(body.to_string())
}
