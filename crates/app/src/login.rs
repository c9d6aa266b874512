//! Sign-ins.

use crate::{App, Error};
use postup_domain::access::Actor;
use postup_domain::person::Language;

/// Somebody recognised by a token.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub actor: Actor,
    /// Given and family name, for the header of pages.
    pub name: String,
    pub language: Language,
}

impl App {
    /// Who brings this token; nobody when it was never ours, has ended, or was taken back.
    pub async fn recognise(&self, _token: &str) -> Result<Option<SignedIn>, Error> {
        Ok(None)
    }
}
