//! What operations answer with: one thing with its entity tag, a new thing with its address, a page of things.

use super::paging::{etag, next_link};
use poem::Request;
use poem_openapi::payload::Json;
use poem_openapi::types::ToJSON;
use poem_openapi::{ApiResponse, Object};
use postup_domain::text::Both;
use postup_persistence::Page;
use std::fmt::Display;

/// One thing, as it stands.
#[derive(ApiResponse)]
pub enum One<T: ToJSON> {
    /// The entity tag goes into `If-Match` of an edit.
    #[oai(status = 200)]
    Ok(Json<T>, #[oai(header = "ETag")] String),
    /// It is still what `If-None-Match` names.
    #[oai(status = 304)]
    NotModified(#[oai(header = "ETag")] String),
}

impl<T: ToJSON> One<T> {
    pub fn at(version: i64, thing: impl Into<T>) -> Self {
        Self::Ok(Json(thing.into()), etag(version))
    }

    /// The same, spared a reader who has it already.
    pub fn unless(known: Option<&str>, version: i64, thing: impl Into<T>) -> Self {
        let tag = etag(version);
        let is_known = known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
        if is_known { Self::NotModified(tag) } else { Self::at(version, thing) }
    }
}

/// A new thing.
#[derive(ApiResponse)]
pub enum Created<T: ToJSON> {
    /// Written down; `Location` is its address.
    #[oai(status = 201)]
    Created(Json<T>, #[oai(header = "Location")] String, #[oai(header = "ETag")] String),
}

impl<T: ToJSON> Created<T> {
    /// `kind` is the first part of the path: `courses`.
    pub fn of(kind: &str, id: impl Display, version: i64, thing: impl Into<T>) -> Self {
        Self::Created(Json(thing.into()), format!("/api/v1/{kind}/{id}"), etag(version))
    }
}

/// Some things.
#[derive(ApiResponse)]
pub enum Many<T: ToJSON> {
    /// The header `Link` leads to the next page, where there is one.
    #[oai(status = 200)]
    Ok(Json<Vec<T>>, #[oai(header = "Link")] Option<String>),
}

impl<T: ToJSON> Many<T> {
    pub fn page<U>(request: &Request, page: Page<U>, present: impl Fn(U) -> T) -> Self {
        let address = request.original_uri().path_and_query().map_or("", |path| path.as_str());
        let link = next_link(address, page.next.as_ref());
        Self::Ok(Json(page.items.into_iter().map(present).collect()), link)
    }
}

/// It is done, and there is nothing more to say.
#[derive(ApiResponse)]
pub enum Done {
    #[oai(status = 204)]
    Done,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Object)]
#[oai(deny_unknown_fields)]
pub struct Bilingual {
    pub uk: String,
    pub en: String,
}

impl<T: Display> From<&Both<T>> for Bilingual {
    fn from(both: &Both<T>) -> Self {
        Self { uk: both.uk.to_string(), en: both.en.to_string() }
    }
}
