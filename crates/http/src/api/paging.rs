//! Cursors, entity tags and dates as the JSON interface writes them.

use super::problem::{Failure, PreconditionRequired};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use postup_app::Error;
use postup_domain::rejection::Fault;
use postup_persistence::Cursor;

/// Where the interface stands.
const ROOT: &str = "/api/v1";
/// Items on a page when nobody says how many.
pub const DEFAULT_LIMIT: u64 = 50;
/// The most items on a page.
pub const GREATEST_LIMIT: u64 = 500;

/// How many items a page may have: 1 to [`GREATEST_LIMIT`].
pub fn limit(asked: Option<u64>) -> Result<u64, Failure> {
    match asked.unwrap_or(DEFAULT_LIMIT) {
        n @ 1..=GREATEST_LIMIT => Ok(n),
        _ => Err(Error::field("limit", Fault::OutOfRange { least: 1, most: 500 }).into()),
    }
}

/// Makes a cursor opaque.
pub fn seal(cursor: &Cursor) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{}\n{}", cursor.id, cursor.value))
}

/// Opens a cursor that we made.
pub fn open(sealed: Option<&str>) -> Result<Option<Cursor>, Failure> {
    let Some(sealed) = sealed else { return Ok(None) };
    let bad = || Failure::from(Error::field("cursor", Fault::Unknown));
    let text = BASE64_URL_SAFE_NO_PAD.decode(sealed).map_err(|_| bad())?;
    let text = String::from_utf8(text).map_err(|_| bad())?;
    let (id, value) = text.split_once('\n').ok_or_else(bad)?;
    Ok(Some(Cursor { value: value.to_owned(), id: id.to_owned() }))
}

/// The header that leads to the next page (RFC 8288): the path with its query, the cursor replaced.
///
/// Routing cuts [`ROOT`] off the address that handlers see; it is put back.
pub fn next_link(path_and_query: &str, next: Option<&Cursor>) -> Option<String> {
    let cursor = seal(next?);
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let path = path.strip_prefix(ROOT).unwrap_or(path);
    let kept: String = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="))
        .map(|pair| format!("{pair}&"))
        .collect();
    Some(format!("<{ROOT}{path}?{kept}cursor={cursor}>; rel=\"next\""))
}

/// The entity tag of a version.
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version an edit was made from. Without `If-Match` the edit is refused (428).
pub fn version(if_match: Option<&str>) -> Result<i64, poem::Error> {
    let tag = if_match.ok_or(PreconditionRequired)?;
    tag.trim().trim_matches('"').parse().map_err(|_| Failure(Error::Stale).into())
}

/// An instant with the offset of a zone, as RFC 3339 wants it.
pub fn offset(instant: DateTime<Utc>, zone: Tz) -> DateTime<FixedOffset> {
    instant.with_timezone(&zone).fixed_offset()
}
