//! Pages that look the same to every visitor are rendered once and kept until something changes: at the hour when
//! enrollment opens, thousands ask for the same few.
//!
//! A kept page is good while this process has committed nothing since; other processes write too, so it is good for a
//! second at most. Who is signed in, or is to be shown what was just done, gets a page of their own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use poem::http::StatusCode;
use poem::http::header::CONTENT_TYPE;
use poem::{Body, Endpoint, Request, Response, Result};
use postup_i18n::Locale;

use super::page::FLASH;
use crate::caller::{self, Caller};
use crate::site::Site;

const GOOD_FOR: Duration = Duration::seconds(1);
/// Different pages kept at once; anybody can think of more addresses.
const MOST: usize = 500;
/// The longest page that is kept, in octets.
const LONGEST: usize = 128 * 1024;

type Address = (Locale, String);

struct Copy {
    html: Arc<str>,
    revision: u64,
    rendered_at: DateTime<Utc>,
}

/// Where the pages are kept.
#[derive(Clone, Default)]
pub(super) struct Shelf(Arc<Mutex<HashMap<Address, Copy>>>);

impl Shelf {
    fn find(&self, address: &Address, revision: u64, now: DateTime<Utc>) -> Option<Arc<str>> {
        let copies = self.0.lock().ok()?;
        let copy = copies.get(address)?;
        (copy.revision == revision && now - copy.rendered_at < GOOD_FOR).then(|| copy.html.clone())
    }

    fn put(&self, address: Address, copy: Copy) {
        if let Ok(mut copies) = self.0.lock() {
            if copies.len() >= MOST {
                copies.clear();
            }
            copies.insert(address, copy);
        }
    }
}

/// A page behind its shelf.
pub(super) struct Kept<E> {
    pub inner: E,
    pub shelf: Shelf,
}

impl<E: Endpoint<Output = Response>> Endpoint for Kept<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let Some(site) = request.data::<Site>().filter(|_| is_anybody(&request)) else {
            return self.inner.call(request).await;
        };
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        let address = (caller::locale(&request), target.to_owned());
        // Read before the page is rendered: what is committed meanwhile makes the copy old.
        let (revision, now) = (site.app.revision(), site.app.now());
        if let Some(html) = self.shelf.find(&address, revision, now) {
            return Ok(page(html.to_string()));
        }
        let response = self.inner.call(request).await?;
        let is_plain = response.status() == StatusCode::OK && response.headers().len() == 1;
        if !is_plain || response.content_type() != Some("text/html; charset=utf-8") {
            return Ok(response);
        }
        let html = response.into_body().into_string().await?;
        if html.len() <= LONGEST && !html.contains("name=\"_once\"") {
            self.shelf.put(address, Copy { html: html.as_str().into(), revision, rendered_at: now });
        }
        Ok(page(html))
    }
}

fn is_anybody(request: &Request) -> bool {
    Caller::of(request).0.person().is_none() && caller::cookie(request, FLASH).is_none()
}

fn page(html: String) -> Response {
    Response::builder().header(CONTENT_TYPE, "text/html; charset=utf-8").body(Body::from_string(html))
}
