//! Token or cookie → actor. The same rights either way.

use crate::api::problem::Failure;
use crate::pages::page::{FLASH, Page};
use crate::site::Site;
use poem::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE};
use poem::web::Data;
use poem::{Endpoint, FromRequest, Middleware, Request, RequestBody, Result};
use postup_app::login::{Opened, SignedIn};
use postup_domain::access::Actor;
use postup_domain::login::Limits;
use postup_domain::person::Language;
use postup_i18n::Locale;
use uuid::Uuid;

/// The cookie of a signed-in browser where TLS is off: the demonstration, tests.
pub const COOKIE_PLAIN: &str = "postup";
/// The same under TLS; the prefix pins it to this host (standards SEC-05).
pub const COOKIE_HOST: &str = "__Host-postup";
/// The cookie that keeps a visitor's language.
pub const COOKIE_LANGUAGE: &str = "language";

/// The one who asks.
#[derive(Clone, Debug, Default)]
pub struct Caller(pub Actor);

/// Who was recognised, with what pages show of them.
#[derive(Clone, Debug, Default)]
struct Known {
    actor: Actor,
    name: Option<String>,
    language: Option<Language>,
    stay: Option<Limits>,
}

impl From<SignedIn> for Known {
    fn from(SignedIn { actor, name, language, stay }: SignedIn) -> Self {
        Self { actor, name: Some(name), language: Some(language), stay: Some(stay) }
    }
}

impl Caller {
    /// The caller of a request that passed [`Recognition`]; a visitor otherwise.
    pub fn of(request: &Request) -> Self {
        Self(request.data::<Known>().map(|known| known.actor.clone()).unwrap_or_default())
    }
}

impl<'a> FromRequest<'a> for Caller {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        Ok(Self::of(request))
    }
}

/// Reads one cookie.
pub fn cookie(request: &Request, name: &str) -> Option<String> {
    request.headers().get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).find_map(|all| {
        all.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    })
}

/// The cookie that carries a sign-in (standards SEC-05). It lasts as long as the browser is open or the sign-in counts,
/// whichever ends first.
pub fn session_cookie(site: &Site, opened: &Opened) -> String {
    format!("{}; HttpOnly; SameSite=Lax; Path=/{}", named(site, opened.token.reveal()), secure(site))
}

/// The same emptied.
pub fn stale_cookie(site: &Site) -> String {
    format!("{}; Max-Age=0; HttpOnly; SameSite=Lax; Path=/{}", named(site, ""), secure(site))
}

fn named(site: &Site, value: &str) -> String {
    format!("{}={value}", if site.https() { COOKIE_HOST } else { COOKIE_PLAIN })
}

fn secure(site: &Site) -> &'static str {
    if site.https() { "; Secure" } else { "" }
}

/// The secret of a sign-in that a request brings: a bearer token, or the cookie.
pub fn token(request: &Request, https: bool) -> Option<String> {
    let bearer = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(|token| token.trim().to_owned());
    bearer.or_else(|| cookie(request, if https { COOKIE_HOST } else { COOKIE_PLAIN }))
}

/// The language an answer is written in: the person's choice, then the cookie, then the browser's wish.
pub fn locale(request: &Request) -> Locale {
    let chosen = request.data::<Known>().and_then(|known| known.language).map(|language| match language {
        Language::Ukrainian => Locale::Uk,
        Language::English => Locale::En,
    });
    let kept = || cookie(request, COOKIE_LANGUAGE).and_then(|word| word.parse().ok());
    let default = request.data::<Site>().map_or(Locale::Uk, |site| site.look.default_locale);
    let wished = || {
        let header = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        Some(Locale::negotiate(header, default))
    };
    chosen.or_else(kept).or_else(wished).unwrap_or(default)
}

/// Middleware that finds out who asks.
#[derive(Clone)]
pub struct Recognition {
    site: Site,
}

impl Recognition {
    pub fn new(site: Site) -> Self {
        Self { site }
    }
}

impl<E: Endpoint> Middleware<E> for Recognition {
    type Output = Recognised<E>;

    fn transform(&self, inner: E) -> Self::Output {
        Recognised { site: self.site.clone(), inner }
    }
}

/// See [`Recognition`].
pub struct Recognised<E> {
    site: Site,
    inner: E,
}

impl<E: Endpoint> Endpoint for Recognised<E> {
    type Output = E::Output;

    async fn call(&self, mut request: Request) -> Result<E::Output> {
        if let Some(token) = token(&request, self.site.https())
            && let Some(signed_in) = self.site.app.recognise(&token).await.map_err(Failure)?
        {
            request.extensions_mut().insert(Known::from(signed_in));
        }
        self.inner.call(request).await
    }
}

/// The frame of the page that answers a request.
pub fn page(request: &Request, site: &Site) -> Page {
    let known = request.data::<Known>().cloned().unwrap_or_default();
    let locale = locale(request);
    let mut once = [0; 16];
    site.app.entropy().fill(&mut once);
    Page {
        locale,
        installation: site.name(locale).to_owned(),
        demo: site.demo(),
        actor: known.actor,
        name: known.name,
        stay: known.stay,
        path: request.original_uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        flash: cookie(request, FLASH),
        once: Uuid::from_bytes(once).simple().to_string(),
        now: site.app.now(),
    }
}

impl<'a> FromRequest<'a> for Page {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let Data(site) = Data::<&Site>::from_request(request, body).await?;
        Ok(page(request, site))
    }
}
