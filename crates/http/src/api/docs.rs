//! Swagger UI and the document it shows. Its page has inline scripts and styles, which are admitted by their hashes.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use poem::endpoint::make_sync;
use poem::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use poem::{Endpoint, Response};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The document with what the library leaves out: whatever need not be there may also be there as `null`, in what we
/// take and in what we answer.
pub fn completed(spec: &str) -> String {
    let Ok(mut document) = serde_json::from_str::<Value>(spec) else { return spec.to_owned() };
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.values_mut().for_each(admit_null);
    }
    format!("{document:#}")
}

/// Looks into an object's properties, and into those of the objects it is made of.
fn admit_null(schema: &mut Value) {
    for parts in ["allOf", "anyOf", "oneOf"] {
        schema.get_mut(parts).and_then(Value::as_array_mut).into_iter().flatten().for_each(admit_null);
    }
    let required: Vec<String> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .unwrap_or_default();
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        if required.contains(name) {
            continue;
        }
        // A reference has no place for anything beside it.
        if property.get("$ref").is_some() {
            *property = json!({ "allOf": [property.take()], "nullable": true });
        } else if let Some(property) = Value::as_object_mut(property) {
            nullable(property);
        }
    }
}

fn nullable(property: &mut Map<String, Value>) {
    property.insert("nullable".to_owned(), true.into());
    if let Some(words) = property.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
    }
}

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
