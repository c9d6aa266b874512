//! Query parameters that an operation does not know (standards API-06): a misspelt filter must not silently list everything.

use poem::error::ResponseError;
use poem::http::StatusCode;
use poem::{Endpoint, Request, Response, Result};

/// The longest name that an answer repeats, in characters.
const LONGEST_SHOWN: usize = 100;

/// The query names something that the operation does not take.
#[derive(Clone, Debug, thiserror::Error)]
#[error("unknown query parameter")]
pub struct UnknownParameter {
    /// As it was sent, perhaps cut.
    pub name: String,
    /// What the operation does take, in the order of the document.
    pub known: Vec<String>,
}

impl ResponseError for UnknownParameter {
    fn status(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }
}

/// An operation that refuses what its document does not name.
pub struct Strict<E> {
    known: Vec<String>,
    inner: E,
}

impl<E> Strict<E> {
    /// `known` are the names of the query parameters.
    pub fn new(known: Vec<String>, inner: E) -> Self {
        Self { known, inner }
    }
}

impl<E: Endpoint<Output = Response>> Endpoint for Strict<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let sent: Vec<(String, String)> = request.params()?;
        match sent.into_iter().map(|(name, _)| name).find(|name| !self.known.contains(name)) {
            None => self.inner.call(request).await,
            Some(name) => {
                let name = name.chars().take(LONGEST_SHOWN).collect();
                Err(UnknownParameter { name, known: self.known.clone() }.into())
            }
        }
    }
}
