//! What the caller wants of optional mail.

use super::Tag;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, Policy};
use crate::site::Site;
use poem::http::Method;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::Error;
use postup_domain::correspondence::{Correspondence, MailRhythm};
use postup_domain::email::MailKind;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/me/mail-preferences", Policy::SignedIn),
    (Method::PUT, "/me/mail-preferences", Policy::SignedIn),
];

/// How the caller wants to be written to, and what there is to choose from.
#[derive(Object)]
struct MailPreferences {
    /// When optional messages come: each at once, all of a day in one letter, or none.
    rhythm: MailRhythm,
    /// Optional kinds that do not come in any rhythm.
    unwanted: Vec<MailKind>,
    /// The kinds that can be unwanted.
    optional: Vec<MailKind>,
    /// The kinds that come at once whatever is chosen here.
    must_have: Vec<MailKind>,
}

impl From<&Correspondence> for MailPreferences {
    fn from(wish: &Correspondence) -> Self {
        Self {
            rhythm: wish.rhythm,
            unwanted: wish.unwanted.iter().copied().collect(),
            optional: MailKind::refusable().collect(),
            must_have: MailKind::must_have().collect(),
        }
    }
}

/// What is wanted from now on.
#[derive(Object)]
#[oai(deny_unknown_fields)]
struct MailChoice {
    rhythm: MailRhythm,
    #[oai(default)]
    unwanted: Vec<MailKind>,
}

/// The operations.
pub struct CorrespondenceApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Notifications")]
impl CorrespondenceApi {
    /// What the caller wants of optional mail
    #[oai(path = "/me/mail-preferences", method = "get", operation_id = "get_mail_preferences")]
    async fn get(&self, caller: Caller) -> Result<Json<MailPreferences>, Failure> {
        let wish = self.site.app.own_correspondence(&caller.0).await?;
        Ok(Json((&wish).into()))
    }

    /// Choose what to get of optional mail
    #[oai(path = "/me/mail-preferences", method = "put", operation_id = "choose_mail_preferences")]
    async fn choose(&self, caller: Caller, body: Json<MailChoice>) -> Result<Json<MailPreferences>, Failure> {
        let app = &self.site.app;
        let person = caller.0.person().ok_or(Error::Missing("person"))?;
        let permit = app.may_edit_person(&caller.0, person).await?;
        let wish = Correspondence::new(body.0.rhythm, body.0.unwanted)?;
        app.choose_correspondence(&permit, &wish).await?;
        Ok(Json((&wish).into()))
    }
}
