//! Idempotency keys in front of every change (standards API-04): the header `Idempotency-Key` of a program, the hidden
//! field `_once` of a form. One key, one effect; the answer is given again.

use crate::caller::Caller;
use memchr::memmem;
use poem::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use poem::http::{HeaderName, Method, StatusCode};
use poem::{Body, Endpoint, IntoResponse, Middleware, Request, Response, Result};
use postup_app::App;
use postup_app::idempotency::{Answer, Claim, Key};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::ops::RangeInclusive;
use std::time::Duration;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// The field of a form that carries the key.
pub const FIELD: &str = "_once";

/// How long a second request waits for the first one's answer.
const PATIENCE: Duration = Duration::from_secs(5);
const STEP: Duration = Duration::from_millis(50);

/// The longest answer that is kept, in octets; a longer one is given once only.
const LONGEST: usize = 64 * 1024;

/// How long the text between parts may be (RFC 2046, section 5.1.1).
const BOUNDARY: RangeInclusive<usize> = 1..=70;

/// Why a key did not lead to the answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTrouble {
    /// The key came before with another request.
    #[error("idempotency-key-differs")]
    Differs,
    /// The first request with the key is still running.
    #[error("idempotency-key-running")]
    Running,
    /// It was done, but the answer was lost.
    #[error("idempotency-answer-lost")]
    Lost { subject: String },
    /// Longer than 100 characters, or empty.
    #[error("idempotency-key-malformed")]
    Malformed,
}

impl poem::error::ResponseError for KeyTrouble {
    fn status(&self) -> StatusCode {
        match self {
            Self::Differs => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Running | Self::Lost { .. } => StatusCode::CONFLICT,
            Self::Malformed => StatusCode::BAD_REQUEST,
        }
    }
}

/// The middleware.
#[derive(Clone)]
pub struct Once {
    app: App,
}

impl Once {
    pub fn new(app: App) -> Self {
        Self { app }
    }
}

impl<E: Endpoint> Middleware<E> for Once {
    type Output = AtMostOnce<E>;

    fn transform(&self, inner: E) -> Self::Output {
        AtMostOnce { app: self.app.clone(), inner }
    }
}

/// See [`Once`].
pub struct AtMostOnce<E> {
    app: App,
    inner: E,
}

impl<E: Endpoint> Endpoint for AtMostOnce<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
            || carries_secret(request.uri().path())
        {
            return Ok(self.inner.call(request).await?.into_response());
        }
        let kind = FormKind::of(content_type(&request));
        let header = request.headers().get(HEADER).map(|value| value.to_str().unwrap_or_default().to_owned());
        if header.is_none() && kind.is_none() {
            return Ok(self.inner.call(request).await?.into_response());
        }
        let body = request.take_body().into_bytes().await?;
        let field = || kind.as_ref().and_then(|kind| kind.field(&body));
        request.set_body(Body::from_bytes(body.clone()));
        let Some(key) = header.or_else(field) else {
            return Ok(self.inner.call(request).await?.into_response());
        };
        if key.is_empty() || key.len() > 100 {
            return Err(KeyTrouble::Malformed.into());
        }
        let hash = match &kind {
            Some(kind) => hash(&request, kind.pieces(&body)),
            None => hash(&request, std::iter::once(&*body)),
        };
        let principal =
            Caller::of(&request).0.account().map_or_else(|| "visitor".to_owned(), |id| id.to_string());
        self.once(Key { principal, key }, hash, request).await
    }
}

impl<E: Endpoint> AtMostOnce<E> {
    async fn once(&self, key: Key, hash: String, request: Request) -> Result<Response> {
        let mut waited = Duration::ZERO;
        loop {
            match self.app.claim_key(&key, &hash).await.map_err(crate::api::problem::Failure)? {
                Claim::New => break,
                Claim::Done(answer) => return Ok(again(answer)),
                Claim::Committed { subject } => return Err(KeyTrouble::Lost { subject }.into()),
                Claim::Differs => return Err(KeyTrouble::Differs.into()),
                Claim::Running if waited >= PATIENCE => return Err(KeyTrouble::Running.into()),
                Claim::Running => {
                    tokio::time::sleep(STEP).await;
                    waited += STEP;
                }
            }
        }
        let outcome = postup_app::idempotency::under(key.clone(), self.inner.call(request)).await;
        let response = match outcome {
            Ok(response) => response.into_response(),
            Err(error) => {
                self.release(&key).await;
                return Err(error);
            }
        };
        if !(response.status().is_success() || response.status().is_redirection()) {
            self.release(&key).await;
            return Ok(response);
        }
        let (response, answer) = split(response).await?;
        if let Some(answer) = answer
            && let Err(error) = self.app.keep_answer(&key, &answer).await
        {
            tracing::warn!(%error, "an answer could not be kept for its idempotency key");
        }
        Ok(response)
    }

    async fn release(&self, key: &Key) {
        if let Err(error) = self.app.release_key(key).await {
            tracing::warn!(%error, "an idempotency key could not be released; its lease will end");
        }
    }
}

/// Passwords and tokens, going in or out, leave no trace in the table of keys: neither in the hash of a request nor in an
/// answer that is kept (S6).
pub(crate) fn carries_secret(path: &str) -> bool {
    path.starts_with("/api/v1/auth/") || path.ends_with("/password")
}

fn content_type(request: &Request) -> &str {
    request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// How a form is written.
#[derive(Debug, PartialEq, Eq)]
enum FormKind {
    Pairs,
    /// With files: parts between lines of this text, which browsers choose anew each time a form is sent.
    Parts(Vec<u8>),
}

impl FormKind {
    fn of(content_type: &str) -> Option<Self> {
        if content_type.starts_with("application/x-www-form-urlencoded") {
            return Some(Self::Pairs);
        }
        let rest = content_type.strip_prefix("multipart/form-data")?;
        let boundary = rest.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
        let boundary = boundary.trim_matches('"');
        BOUNDARY.contains(&boundary.len()).then(|| Self::Parts(format!("--{boundary}").into_bytes()))
    }

    /// The key in it.
    fn field(&self, body: &[u8]) -> Option<String> {
        let Self::Parts(_) = self else {
            let text = std::str::from_utf8(body).ok()?;
            return text.split('&').find_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                (name == FIELD).then(|| value.to_owned())
            });
        };
        self.pieces(body).find_map(|part| {
            // A key and its head are short; a file need not be text at all.
            let text = std::str::from_utf8(part).ok().filter(|text| text.len() < 500)?;
            let (head, value) = text.split_once("\r\n\r\n")?;
            head.contains(&format!("name=\"{FIELD}\"")).then(|| value.trim_end().to_owned())
        })
    }

    /// The body without what differs when the same form is sent again.
    fn pieces<'b>(&self, body: &'b [u8]) -> impl Iterator<Item = &'b [u8]> {
        let boundary = match self {
            Self::Pairs => None,
            Self::Parts(boundary) => Some(memmem::Finder::new(boundary)),
        };
        let mut rest = Some(body);
        std::iter::from_fn(move || {
            let body = rest.take()?;
            let Some((finder, at)) = boundary.as_ref().and_then(|finder| Some((finder, finder.find(body)?)))
            else {
                return Some(body);
            };
            rest = body.get(at + finder.needle().len()..);
            body.get(..at)
        })
    }
}

fn hash<'b>(request: &Request, pieces: impl Iterator<Item = &'b [u8]>) -> String {
    let mut digest = Sha256::new();
    digest.update(request.method().as_str());
    digest.update(b" ");
    digest.update(request.original_uri().to_string());
    for piece in pieces {
        digest.update(b"\n");
        digest.update(piece);
    }
    let mut hex = String::with_capacity(64);
    for byte in digest.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

async fn split(response: Response) -> Result<(Response, Option<Answer>)> {
    let text = |name| {
        response
            .headers()
            .get(name)
            .and_then(|value: &poem::http::HeaderValue| value.to_str().ok())
            .map(str::to_owned)
    };
    let (status, content_type, location) = (response.status().as_u16(), text(CONTENT_TYPE), text(LOCATION));
    let (parts, body) = response.into_parts();
    let body = body.into_bytes().await?;
    let answer = match std::str::from_utf8(&body) {
        Ok(text) if text.len() <= LONGEST => {
            Some(Answer { status, content_type, location, body: text.to_owned() })
        }
        _ => None,
    };
    Ok((Response::from_parts(parts, Body::from_bytes(body)), answer))
}

fn again(answer: Answer) -> Response {
    let mut response = Response::builder()
        .status(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK))
        .header("idempotency-replayed", "true");
    if let Some(kind) = answer.content_type {
        response = response.header(CONTENT_TYPE, kind);
    }
    if let Some(location) = answer.location {
        response = response.header(LOCATION, location);
    }
    response.body(answer.body)
}

/// A wait, in seconds, for answers that say "later".
pub fn retry_after(response: &mut Response, seconds: u32) {
    response.headers_mut().insert(RETRY_AFTER, seconds.into());
}

#[cfg(test)]
mod tests {
    use super::FormKind;

    fn parts(boundary: &str, key: &str, file: &[u8]) -> Vec<u8> {
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"_once\"\r\n\r\n{key}\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n"
        );
        [head.as_bytes(), file, format!("\r\n--{boundary}--\r\n").as_bytes()].concat()
    }

    #[test]
    fn the_key_of_a_form_is_found_with_and_without_files() {
        let pairs = FormKind::of("application/x-www-form-urlencoded; charset=utf-8").unwrap();
        assert_eq!(pairs.field(b"a=1&_once=abc&b=2").unwrap(), "abc");
        let one = FormKind::of("multipart/form-data; boundary=\"----x1\"").unwrap();
        let body = parts("----x1", "abc", &[0, 159, 146, 150]);
        assert_eq!(one.field(&body).unwrap(), "abc");
        assert_eq!(one.field(&body[..20]), None);
        let long = format!("multipart/form-data; boundary={}", "-".repeat(71));
        for other in ["application/json", "multipart/form-data", "multipart/form-data; boundary=", &long] {
            assert_eq!(FormKind::of(other), None, "{other}");
        }
    }

    #[test]
    fn another_boundary_is_the_same_form_and_another_file_is_not() {
        let of = |boundary: &str, file: &[u8]| {
            let kind = FormKind::of(&format!("multipart/form-data; boundary={boundary}")).unwrap();
            let body = parts(boundary, "abc", file);
            kind.pieces(&body).collect::<Vec<_>>().concat()
        };
        assert_eq!(of("x1", b"content"), of("other", b"content"));
        assert_ne!(of("x1", b"content"), of("x1", b"contents"));
    }
}
