//! Requests that change something must come from our own pages (reliability, decision 12).
//!
//! A browser attaches its cookies to a request whatever page started it; so a request with a
//! cookie, or of a kind that a foreign form can send, is refused unless the browser says that it
//! comes from here. There is no token in forms to forget or to leak. One address is for foreigners: a mail provider that
//! ends a list for its user holds an unguessable path, and nothing there looks at a cookie.

use poem::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderName, ORIGIN};
use poem::http::uri::Authority;
use poem::http::{Method, StatusCode, Uri};
use poem::{Endpoint, Middleware, Request, Response, Result};

use crate::headers::RequestId;
use crate::pages::correspondence::is_one_click;
use crate::refusal::{Reader, refuse};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Where our own pages come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// One origin, such as `https://postup.example`, without a trailing slash.
    Origin(String),
    /// Whatever host the request names; for a demonstration that is reached under any name. It
    /// stops foreign pages, but not one that lets its own name point to our address.
    Host,
}

impl Home {
    /// Whether a request with this method and these headers may change something.
    pub fn admits(&self, method: &Method, headers: &HeaderMap) -> bool {
        if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) || !is_forgeable(headers) {
            return true;
        }
        if headers.contains_key(FETCH_SITE) {
            return matches!(only(headers, &FETCH_SITE), Some("same-origin" | "none"));
        }
        only(headers, &ORIGIN).is_some_and(|origin| self.is(origin, headers))
    }

    fn is(&self, origin: &str, headers: &HeaderMap) -> bool {
        match self {
            Self::Origin(home) => origin.eq_ignore_ascii_case(home),
            Self::Host => {
                let Ok(origin) = origin.parse::<Uri>() else { return false };
                origin.scheme().is_some() && origin.authority().map(Authority::as_str) == only(headers, &HOST)
            }
        }
    }
}

/// Whether a foreign page could have caused the request: it carries a cookie, or the content of a
/// form. A bearer token is attached by programs only.
fn is_forgeable(headers: &HeaderMap) -> bool {
    headers.contains_key(COOKIE) || (is_form(headers) && !has_bearer(headers))
}

fn is_form(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_TYPE).iter().any(|kind| {
        let kind = kind.to_str().unwrap_or_default().to_ascii_lowercase();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        matches!(kind, "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain")
    })
}

fn has_bearer(headers: &HeaderMap) -> bool {
    only(headers, &AUTHORIZATION)
        .and_then(|value| value.get(..7))
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "))
}

/// The value of a header that occurs once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

impl<E: Endpoint> Middleware<E> for Home {
    type Output = AtHome<E>;

    fn transform(&self, endpoint: E) -> Self::Output {
        AtHome { endpoint, home: self.clone() }
    }
}

/// An endpoint that foreign pages cannot make change anything.
pub struct AtHome<E> {
    endpoint: E,
    home: Home,
}

impl<E: Endpoint> Endpoint for AtHome<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let one_click = is_one_click(request.method(), request.uri().path());
        if !one_click && !self.home.admits(request.method(), request.headers()) {
            let (reader, id) = (Reader::of(&request), RequestId::current());
            return Ok(refuse(reader, StatusCode::FORBIDDEN, "foreign-origin", id.as_ref()));
        }
        Ok(self.endpoint.get_response(request).await)
    }
}

#[cfg(test)]
mod tests {
    use poem::http::HeaderValue;

    use super::*;

    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
    const JSON: (&str, &str) = ("content-type", "application/json");
    const SESSION: (&str, &str) = ("cookie", "__Host-session=x");
    const BEARER: (&str, &str) = ("authorization", "Bearer x");

    fn admits(home: &Home, method: &Method, given: &[(&str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            let name: HeaderName = name.parse().unwrap();
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        home.admits(method, &headers)
    }

    #[test]
    fn every_combination_of_site_origin_and_method() {
        let home = Home::Origin("https://postup.example".to_owned());
        let sites =
            [None, Some("same-origin"), Some("none"), Some("same-site"), Some("cross-site"), Some("")];
        let origins = [
            None,
            Some("https://postup.example"),
            Some("http://postup.example"),
            Some("https://postup.example:8443"),
            Some("https://postup.example.evil.example"),
            Some("https://evil.example"),
            Some("null"),
        ];
        let methods = [
            (Method::GET, false),
            (Method::HEAD, false),
            (Method::OPTIONS, false),
            (Method::POST, true),
            (Method::PUT, true),
            (Method::PATCH, true),
            (Method::DELETE, true),
            (Method::TRACE, true),
            ("PROPFIND".parse().unwrap(), true),
        ];
        for (method, changes) in &methods {
            for site in sites {
                for origin in origins {
                    let ours = match site {
                        Some(site) => site == "same-origin" || site == "none",
                        None => origin == Some("https://postup.example"),
                    };
                    let mut given = vec![SESSION, JSON];
                    given.extend(site.map(|site| ("sec-fetch-site", site)));
                    given.extend(origin.map(|origin| ("origin", origin)));
                    let expected = !changes || ours;
                    assert_eq!(admits(&home, method, &given), expected, "{method} {site:?} {origin:?}");
                }
            }
        }
    }

    #[test]
    fn only_what_a_foreign_page_could_send_is_looked_at() {
        let home = Home::Origin("https://postup.example".to_owned());
        let foreign = ("origin", "https://evil.example");
        let cases: [(&[(&str, &str)], bool); 9] = [
            (&[JSON], true),
            (&[JSON, BEARER], true),
            (&[FORM, BEARER], true),
            (&[JSON, BEARER, SESSION], false),
            (&[JSON, SESSION], false),
            (&[FORM], false),
            (&[("content-type", "Multipart/Form-Data; boundary=x")], false),
            (&[("content-type", "text/plain")], false),
            (&[FORM, ("authorization", "Basic eDp5")], false),
        ];
        for (given, expected) in cases {
            let given: Vec<_> = given.iter().copied().chain([foreign]).collect();
            assert_eq!(admits(&home, &Method::POST, &given), expected, "{given:?}");
        }
    }

    #[test]
    fn a_doubled_header_counts_as_foreign() {
        let home = Home::Origin("https://postup.example".to_owned());
        let twice = [SESSION, ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")];
        assert!(!admits(&home, &Method::POST, &twice));
        let twice = [SESSION, ("origin", "https://postup.example"), ("origin", "https://evil.example")];
        assert!(!admits(&home, &Method::POST, &twice));
    }

    #[test]
    fn without_a_configured_origin_the_host_decides() {
        let cases = [
            ("http://localhost:8080", "localhost:8080", true),
            ("https://localhost:8080", "localhost:8080", true),
            ("http://localhost:8081", "localhost:8080", false),
            ("http://evil.example", "localhost:8080", false),
            ("null", "null", false),
        ];
        for (origin, host, expected) in cases {
            let given = [SESSION, FORM, ("origin", origin), ("host", host)];
            assert_eq!(admits(&Home::Host, &Method::POST, &given), expected, "{origin} at {host}");
        }
    }
}
