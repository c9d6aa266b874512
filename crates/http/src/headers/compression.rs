//! Gzip for text that is worth it. Answers hold no secret that an attacker could guess by length:
//! tokens travel in cookies, and forms are protected by where they come from, not by a token.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::BodyExt as _;
use http_body_util::combinators::BoxBody;
use hyper::body::{Body as _, Bytes};
use poem::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, VARY,
};
use poem::{Body, Response};

/// Below this an answer fits one packet anyway.
const LEAST_BYTES: u64 = 1024;
/// Above this an answer is better sent as it is than held twice in memory.
const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// From here on compressing takes milliseconds and moves to a thread where it disturbs nobody.
const INLINE_BYTES: usize = 64 * 1024;

/// Whether the client takes gzip.
pub(super) fn is_accepted(headers: &HeaderMap) -> bool {
    headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0_f32));
            name.trim().eq_ignore_ascii_case("gzip") && !refused
        })
    })
}

/// Compresses the answer when it is text, of known and suitable length, and `wanted`. An entity
/// tag stays as it is: for us it names the version of a thing, which an edit must state exactly.
pub(super) async fn compress(mut response: Response, wanted: bool) -> Response {
    if !is_text(response.headers()) || response.headers().contains_key(CONTENT_ENCODING) {
        return response;
    }
    response.headers_mut().append(VARY, HeaderValue::from_static("Accept-Encoding"));
    let (parts, body) = response.into_parts();
    let body: BoxBody<Bytes, std::io::Error> = body.into();
    let suitable = matches!(body.size_hint().exact(), Some(LEAST_BYTES..=MOST_BYTES));
    if !wanted || !suitable {
        return Response::from_parts(parts, body.into());
    }
    let mut response = Response::from_parts(parts, Body::empty());
    let Ok(plain) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        response.set_status(poem::http::StatusCode::INTERNAL_SERVER_ERROR);
        return response;
    };
    let packed = if plain.len() <= INLINE_BYTES {
        gzip(&plain)
    } else {
        let plain = plain.clone();
        tokio::task::spawn_blocking(move || gzip(&plain)).await.ok().flatten()
    };
    match packed {
        Some(packed) => {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            response.headers_mut().remove(CONTENT_LENGTH);
            response.set_body(packed);
        }
        None => response.set_body(plain),
    }
    response
}

fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 4), Compression::new(4));
    encoder.write_all(plain).ok()?;
    encoder.finish().ok()
}

fn is_text(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else { return false };
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.starts_with("text/")
        || kind.ends_with("json")
        || kind.ends_with("xml")
        || kind == "application/javascript"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_used_only_where_it_is_accepted() {
        let cases = [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.000", false),
            ("br", false),
            ("", false),
        ];
        for (accepted, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(is_accepted(&headers), expected, "{accepted}");
        }
    }
}
