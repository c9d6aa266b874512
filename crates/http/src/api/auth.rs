//! Signing in and out, registration, passwords.

use super::Tag;
use super::answer::Done;
use super::person::{PersonPatch, PersonView, Shown, write};
use super::problem::{EditFailure, Failure};
use crate::caller::{Caller, session_cookie, stale_cookie};
use crate::policy::{Line, Policy};
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::http::Method;
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::login::{Opened, RawRegistration};
use postup_domain::access::{Grant, Role};
use postup_domain::id::{GrantId, LoginId};
use postup_domain::login::{Login, LoginKind};
use postup_domain::person::RawProfile;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::POST, "/auth/sessions", Policy::Everyone),
    (Method::GET, "/auth/sessions", Policy::SignedIn),
    (Method::DELETE, "/auth/sessions", Policy::SignedIn),
    (Method::DELETE, "/auth/sessions/current", Policy::SignedIn),
    (Method::DELETE, "/auth/sessions/:id", Policy::SignedIn),
    (Method::POST, "/auth/registrations", Policy::Everyone),
    (Method::POST, "/auth/confirmations", Policy::Everyone),
    (Method::POST, "/auth/reset-requests", Policy::Everyone),
    (Method::POST, "/auth/resets", Policy::Everyone),
    (Method::PUT, "/me/password", Policy::SignedIn),
    (Method::GET, "/me", Policy::SignedIn),
    (Method::PATCH, "/me", Policy::SignedIn),
];

/// What somebody signs in with.
#[derive(Object)]
#[oai(deny_unknown_fields)]
struct Credentials {
    email: String,
    password: String,
    /// `web` sets a cookie beside the token in the body, `bearer` gives the token only.
    #[oai(default = "by_cookie")]
    kind: LoginKind,
}

fn by_cookie() -> LoginKind {
    LoginKind::Web
}

/// A sign-in that was just opened.
#[derive(Object)]
struct NewSession {
    id: LoginId,
    /// The bearer token. It is shown this once.
    token: String,
    /// The first instant at which it no longer counts, however busy it is.
    expires_at: DateTime<Utc>,
}

impl From<&Opened> for NewSession {
    fn from(opened: &Opened) -> Self {
        Self {
            id: opened.login.id,
            token: opened.token.reveal().to_owned(),
            expires_at: opened.login.expires_at,
        }
    }
}

/// One of the caller's own sign-ins.
#[derive(Object)]
struct AuthSession {
    id: LoginId,
    kind: LoginKind,
    created_at: DateTime<Utc>,
    /// To the minute.
    seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// The one this request came with.
    current: bool,
}

impl AuthSession {
    fn new(login: &Login, current: Option<LoginId>) -> Self {
        Self {
            id: login.id,
            kind: login.kind,
            created_at: login.created_at,
            seen_at: login.seen_at,
            expires_at: login.expires_at,
            current: Some(login.id) == current,
        }
    }
}

/// What somebody types to get an account. Latin names left empty are suggested.
#[derive(Object)]
#[oai(deny_unknown_fields)]
struct Registration {
    email: String,
    password: String,
    family_name: String,
    given_name: String,
    #[oai(default)]
    patronymic: String,
    #[oai(default)]
    latin_family_name: String,
    #[oai(default)]
    latin_given_name: String,
    #[oai(default)]
    organization_id: String,
    #[oai(default)]
    position: String,
    /// 1 to 7 (law 2493-III, article 14).
    #[oai(default)]
    position_category: String,
    /// `elected` or `appointed`.
    #[oai(default)]
    appointment: String,
    /// The code of a unit of the codifier.
    #[oai(default)]
    territory: String,
    /// `uk` or `en`.
    #[oai(default)]
    language: String,
}

impl From<Registration> for RawRegistration {
    fn from(typed: Registration) -> Self {
        Self {
            email: typed.email,
            password: typed.password,
            profile: RawProfile {
                family_name: typed.family_name,
                given_name: typed.given_name,
                patronymic: typed.patronymic,
                latin_family_name: typed.latin_family_name,
                latin_given_name: typed.latin_given_name,
                organization_id: typed.organization_id,
                position: typed.position,
                position_category: typed.position_category,
                appointment: typed.appointment,
                territory: typed.territory,
                language: typed.language,
            },
        }
    }
}

#[derive(Object)]
#[oai(deny_unknown_fields)]
struct LinkToken {
    /// From the link in the letter.
    token: String,
}

#[derive(Object)]
#[oai(deny_unknown_fields)]
struct ResetRequest {
    email: String,
}

#[derive(Object)]
#[oai(deny_unknown_fields)]
struct Reset {
    /// From the link in the letter.
    token: String,
    password: String,
}

#[derive(Object)]
#[oai(deny_unknown_fields)]
struct PasswordChange {
    present: String,
    password: String,
}

/// A role somebody has.
#[derive(Object)]
pub(super) struct GrantView {
    id: GrantId,
    role: Role,
    /// `everything`, `organization`, `territory`, `program` or `cohort`.
    scope_kind: String,
    /// The id of what the scope names, the code of a territory, or nothing for everything.
    scope_target: String,
    valid_from: DateTime<Utc>,
    /// The first instant at which it no longer counts.
    valid_to: Option<DateTime<Utc>>,
}

impl From<&Grant> for GrantView {
    fn from(grant: &Grant) -> Self {
        Self {
            id: grant.id,
            role: grant.role,
            scope_kind: grant.scope.kind().to_owned(),
            scope_target: grant.scope.target(),
            valid_from: grant.valid_from,
            valid_to: grant.valid_to,
        }
    }
}

/// The caller.
#[derive(Object)]
struct Me {
    person: PersonView,
    /// Every role that counts now, `official` first.
    roles: Vec<Role>,
    /// Where each of them counts.
    grants: Vec<GrantView>,
}

#[derive(ApiResponse)]
enum SignedIn {
    #[oai(status = 201)]
    Created(Json<NewSession>, #[oai(header = "Set-Cookie")] Option<String>),
}

#[derive(ApiResponse)]
enum Renewed {
    #[oai(status = 200)]
    Ok(Json<NewSession>, #[oai(header = "Set-Cookie")] Option<String>),
}

#[derive(ApiResponse)]
enum SignedOut {
    #[oai(status = 204)]
    Done(#[oai(header = "Set-Cookie")] String),
}

#[derive(ApiResponse)]
enum Accepted {
    /// A letter is on its way to the address, if there is anything to say to it.
    #[oai(status = 202)]
    Accepted,
}

#[derive(ApiResponse)]
enum Mine {
    #[oai(status = 200)]
    Ok(Json<Me>, #[oai(header = "ETag")] String),
}

/// The operations.
pub struct AuthApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Access")]
impl AuthApi {
    /// Sign in
    ///
    /// The answer is the same for an unknown address and a wrong password. After some wrong passwords the address has to
    /// wait, at first a second, at most an hour (429).
    #[oai(path = "/auth/sessions", method = "post", operation_id = "sign_in")]
    async fn sign_in(&self, caller: Caller, body: Json<Credentials>) -> Result<SignedIn, Failure> {
        let Credentials { email, password, kind } = body.0;
        let opened = self.site.app.sign_in(&email, &password, kind, &caller.0).await?;
        let cookie = (kind == LoginKind::Web).then(|| session_cookie(&self.site, &opened));
        Ok(SignedIn::Created(Json((&opened).into()), cookie))
    }

    /// The caller's own sign-ins
    #[oai(path = "/auth/sessions", method = "get", operation_id = "list_sign_ins")]
    async fn list(&self, caller: Caller) -> Result<Json<Vec<AuthSession>>, Failure> {
        let logins = self.site.app.list_logins(&caller.0).await?;
        Ok(Json(logins.iter().map(|login| AuthSession::new(login, caller.0.login())).collect()))
    }

    /// Sign out everywhere
    #[oai(path = "/auth/sessions", method = "delete", operation_id = "sign_out_everywhere")]
    async fn sign_out_everywhere(&self, caller: Caller) -> Result<SignedOut, Failure> {
        self.site.app.sign_out_everywhere(&caller.0).await?;
        Ok(SignedOut::Done(stale_cookie(&self.site)))
    }

    /// Sign out
    #[oai(path = "/auth/sessions/current", method = "delete", operation_id = "sign_out")]
    async fn sign_out(&self, caller: Caller) -> Result<SignedOut, Failure> {
        self.site.app.sign_out(&caller.0).await?;
        Ok(SignedOut::Done(stale_cookie(&self.site)))
    }

    /// End one of the caller's own sign-ins
    #[oai(path = "/auth/sessions/:id", method = "delete", operation_id = "end_sign_in")]
    async fn end(&self, caller: Caller, id: Path<LoginId>) -> Result<Done, Failure> {
        self.site.app.end_login(&caller.0, id.0).await?;
        Ok(Done::Done)
    }

    /// Register
    ///
    /// The answer is the same whether the address is known or not; its owner gets a letter.
    #[oai(path = "/auth/registrations", method = "post", operation_id = "register")]
    async fn register(&self, body: Json<Registration>) -> Result<Accepted, Failure> {
        self.site.app.take_registration(&body.0.into()).await?;
        Ok(Accepted::Accepted)
    }

    /// Confirm the address by the token from the letter
    #[oai(path = "/auth/confirmations", method = "post", operation_id = "confirm_address")]
    async fn confirm(&self, body: Json<LinkToken>) -> Result<Done, Failure> {
        self.site.app.confirm_address(&body.0.token).await?;
        Ok(Done::Done)
    }

    /// Ask for a letter to choose a new password
    ///
    /// The answer is the same whether the address is known or not.
    #[oai(path = "/auth/reset-requests", method = "post", operation_id = "ask_for_reset")]
    async fn ask_for_reset(&self, body: Json<ResetRequest>) -> Result<Accepted, Failure> {
        self.site.app.ask_for_reset(&body.0.email).await?;
        Ok(Accepted::Accepted)
    }

    /// Choose a new password by the token from the letter
    ///
    /// Every sign-in of the account ends.
    #[oai(path = "/auth/resets", method = "post", operation_id = "reset_password")]
    async fn reset(&self, body: Json<Reset>) -> Result<Done, Failure> {
        self.site.app.reset_password(&body.0.token, &body.0.password).await?;
        Ok(Done::Done)
    }

    /// Change one's own password
    ///
    /// Every sign-in ends; the answer carries a new one.
    #[oai(path = "/me/password", method = "put", operation_id = "change_password")]
    async fn change_password(&self, caller: Caller, body: Json<PasswordChange>) -> Result<Renewed, Failure> {
        let opened = self.site.app.change_password(&caller.0, &body.0.present, &body.0.password).await?;
        let cookie = (opened.login.kind == LoginKind::Web).then(|| session_cookie(&self.site, &opened));
        Ok(Renewed::Ok(Json((&opened).into()), cookie))
    }

    /// Who am I
    #[oai(path = "/me", method = "get", operation_id = "get_me")]
    async fn me(&self, caller: Caller) -> Result<Mine, Failure> {
        let actor = &caller.0;
        let id = actor.person().ok_or(postup_app::Error::Missing("person"))?;
        let person = self.site.app.person(actor, id).await?;
        let roles = Role::ALL.iter().copied().filter(|role| actor.has(*role)).collect();
        let grants = actor.grants().iter().map(GrantView::from).collect();
        let tag = super::paging::etag(person.version);
        Ok(Mine::Ok(Json(Me { person: (&person).into(), roles, grants }), tag))
    }

    /// Edit one's own record
    #[oai(path = "/me", method = "patch", operation_id = "edit_me")]
    async fn edit_me(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<PersonPatch>,
    ) -> Result<Shown, EditFailure> {
        let id = caller.0.person().ok_or(postup_app::Error::Missing("person"))?;
        write(&self.site, &caller.0, id, if_match.0.as_deref(), body.0).await
    }
}
