//! Swagger UI and the document it shows. Its page has inline scripts and styles, which are admitted by their hashes.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use poem::endpoint::make_sync;
use poem::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use poem::{Endpoint, Response};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The document itself.
pub fn document(spec: String) -> impl Endpoint<Output = Response> + 'static {
    let spec: Arc<str> = spec.into();
    make_sync(move |_| {
        Response::builder()
            .header(CONTENT_TYPE, "application/json")
            .header(CACHE_CONTROL, "public, max-age=60")
            .body(spec.to_string())
    })
}

/// The page that lets a reader try the interface.
pub fn page(html: &str) -> impl Endpoint<Output = Response> + 'static {
    let policy = format!(
        "default-src 'none'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'none'; script-src {}; style-src 'unsafe-inline'",
        hashes(html, "<script", "</script>")
    );
    let html: Arc<str> = html.into();
    make_sync(move |_| {
        Response::builder()
            .header(CONTENT_TYPE, "text/html; charset=utf-8")
            .header(CONTENT_SECURITY_POLICY, policy.clone())
            .body(html.to_string())
    })
}

/// The hash of every inline element between two marks, as the policy wants it.
fn hashes(html: &str, open: &str, close: &str) -> String {
    let inside = |rest: &str| -> Option<String> {
        let (_, rest) = rest.split_once('>')?;
        let (content, _) = rest.split_once(close)?;
        Some(format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(content))))
    };
    html.split(open).skip(1).filter_map(inside).collect::<Vec<_>>().join(" ")
}
