//! What every answer carries: a request id, security headers, compression; and what every
//! request leaves behind: one line in the log.

mod compression;

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use poem::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use poem::http::{Method, StatusCode};
use poem::{Endpoint, Middleware, PathPattern, Request, Response, Result};
use postup_domain::entropy::{Entropy, sixteen};
use tokio::time::Instant;
use tracing::{Instrument as _, info_span};

use crate::refusal::{Reader, refuse};

/// Nothing comes from elsewhere, nothing is inline (standards SEC-06).
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
    manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Of the page that reads codes with the camera: that, and nothing else.
pub const WITH_CAMERA: (HeaderName, HeaderValue) = (
    HeaderName::from_static("permissions-policy"),
    HeaderValue::from_static(
        "accelerometer=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), \
         magnetometer=(), microphone=(), payment=(), usb=()",
    ),
);

/// Set on every answer whose handler did not say otherwise.
const DEFAULTS: [(HeaderName, &str); 7] = [
    (CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "same-origin"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
         magnetometer=(), microphone=(), payment=(), usb=()",
    ),
];

/// Two years, as SEC-06 asks for at least one.
const TRANSPORT_SECURITY: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: RequestId;
}

/// Names one request in its answer and in the log: 32 hexadecimal digits, from randomness only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    fn new(entropy: &dyn Entropy) -> Self {
        Self(format!("{:032x}", u128::from_be_bytes(sixteen(entropy))).into())
    }

    /// The id of the request that the calling task serves, for a problem document.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What of a request shapes its answer.
struct Asked {
    method: Method,
    gzip: bool,
    reader: Reader,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let gzip = compression::is_accepted(request.headers());
        Self { method: request.method().clone(), gzip, reader: Reader::of(request) }
    }
}

/// Middleware that dresses every answer of the endpoint it surrounds.
#[derive(Clone)]
pub struct Headers {
    https: bool,
    entropy: Arc<dyn Entropy>,
}

impl Headers {
    /// `https` says whether people reach us that way: only then may browsers be told to insist.
    pub fn new(https: bool, entropy: Arc<dyn Entropy>) -> Self {
        Self { https, entropy }
    }

    /// Does `work` under a fresh request id, turns its panic into an opaque 500, sets the headers,
    /// compresses, and writes the line in the log. That line holds no path and no query, as both
    /// can carry names and tokens; the route's pattern stands for them.
    pub async fn dress<F>(&self, request: &Request, work: impl FnOnce(RequestId) -> F) -> Response
    where
        F: Future<Output = Response>,
    {
        let id = RequestId::new(&*self.entropy);
        self.dress_under(id, Asked::of(request), work).await
    }

    async fn dress_under<F>(&self, id: RequestId, asked: Asked, work: impl FnOnce(RequestId) -> F) -> Response
    where
        F: Future<Output = Response>,
    {
        let Asked { method, gzip, reader } = asked;
        let begun = Instant::now();
        let span = info_span!("request", id = id.as_str());
        let work = CURRENT.scope(id.clone(), work(id.clone())).instrument(span);
        let mut response = AssertUnwindSafe(work)
            .catch_unwind()
            .await
            .unwrap_or_else(|_panic| refuse(reader, StatusCode::INTERNAL_SERVER_ERROR, "broken", Some(&id)));
        self.complete(response.headers_mut(), &id);
        let response = compression::compress(response, gzip).await;
        let route = response.data::<PathPattern>().map_or("-", |pattern| &*pattern.0);
        let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
        let status = response.status().as_u16();
        tracing::info!(target: "postup::access", id = id.as_str(), %method, route, status, milliseconds);
        response
    }

    fn complete(&self, headers: &mut HeaderMap, id: &RequestId) {
        for (name, value) in DEFAULTS {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        if self.https {
            headers.entry(STRICT_TRANSPORT_SECURITY).or_insert(TRANSPORT_SECURITY);
        }
        if let Ok(id) = HeaderValue::from_str(id.as_str()) {
            headers.insert(REQUEST_ID, id);
        }
    }
}

impl<E: Endpoint> Middleware<E> for Headers {
    type Output = Dressed<E>;

    fn transform(&self, endpoint: E) -> Self::Output {
        Dressed { endpoint, headers: self.clone() }
    }
}

/// An endpoint whose answers are complete.
pub struct Dressed<E> {
    endpoint: E,
    headers: Headers,
}

impl<E: Endpoint> Endpoint for Dressed<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let id = RequestId::new(&*self.headers.entropy);
        let asked = Asked::of(&request);
        request.set_data(id.clone());
        Ok(self.headers.dress_under(id, asked, |_| self.endpoint.get_response(request)).await)
    }
}
