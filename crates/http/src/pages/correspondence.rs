//! What somebody wants of optional mail: chosen among one's settings, or ended by the link in a letter.

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form, choices};
use super::page::{Page, go};
use super::sign_in::Note;
use crate::policy::Policy;
use crate::site::Site;
use askama::Template;
use poem::http::{Method, StatusCode};
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::correspondence::Subscription;
use postup_domain::correspondence::{Correspondence, MailRhythm};
use postup_domain::email::MailKind;
use postup_domain::person::Language;
use postup_domain::rejection::Refusal;
use postup_i18n::Locale;

pub fn pages(pages: Pages) -> Pages {
    pages
        .post("/me/settings/mail", Policy::SignedIn, choose)
        .get("/unsubscribe/:kind/:token", Policy::Everyone, ask)
        .post("/unsubscribe/:kind/:token", Policy::Everyone, unsubscribe)
        .post("/unsubscribe/:kind/:token/undo", Policy::Everyone, undo)
}

/// Whether a request is the one POST that a mail provider may send for its user (RFC 8058): without a cookie and from
/// nowhere, its right being the address itself. The only route that foreign origins may post to.
pub(crate) fn is_one_click(method: &Method, path: &str) -> bool {
    let mut steps = path.split('/');
    let outline = (steps.next(), steps.next(), steps.next(), steps.next(), steps.next());
    *method == Method::POST
        && matches!(outline, (Some(""), Some("unsubscribe"), Some(kind), Some(token), None)
            if !kind.is_empty() && !token.is_empty())
}

/// The part of the settings that is about mail.
pub(super) struct Wishes {
    pub rhythms: Vec<Choice>,
    pub kinds: Vec<Choice>,
    /// What comes whatever is chosen, in words.
    pub must_have: Vec<String>,
    /// At which hour of Kyiv digests leave.
    pub hour: String,
    pub form: Form,
}

impl Wishes {
    pub async fn own(page: &Page, site: &Site) -> Result<Self, PageError> {
        let wish = site.app.own_correspondence(&page.actor).await?;
        let mut chosen = vec![("rhythm".to_owned(), wish.rhythm.to_string())];
        let wanted = MailKind::refusable().filter(|kind| !wish.unwanted.contains(kind));
        chosen.extend(wanted.map(|kind| ("wanted".to_owned(), kind.to_string())));
        let named = |kind: MailKind| page.word("mail-name", kind);
        Ok(Self {
            rhythms: choices(page, "mail-rhythm", MailRhythm::ALL),
            kinds: MailKind::refusable().map(|kind| Choice::new(kind, named(kind))).collect(),
            must_have: MailKind::must_have().map(named).collect(),
            hour: site.app.settings().letters.digest_hour.to_string(),
            form: Form::of(page.locale, chosen),
        })
    }
}

#[handler]
async fn choose(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let person = page.actor.person().ok_or(PageError::Denied)?;
    let permit = site.app.may_edit_person(&page.actor, person).await?;
    let rhythm = form.value("rhythm").parse().map_err(|_| PageError::Unreadable)?;
    let unwanted = MailKind::refusable().filter(|kind| !form.is_chosen("wanted", kind.as_str()));
    let wish = Correspondence::new(rhythm, unwanted).map_err(Error::from)?;
    site.app.choose_correspondence(&permit, &wish).await?;
    Ok(go("/me/settings", Some("mail-wishes-saved")))
}

#[derive(Template)]
#[template(path = "correspondence/show.html")]
struct Show<'a> {
    page: &'a Page,
    kind: String,
    wanted: bool,
    /// Where the button sends its form.
    action: String,
}

/// Shows a button only: mail programs that look at links end nothing.
#[handler]
async fn ask(page: Page, path: Path<(String, String)>, site: Data<&Site>) -> Result<Response, PageError> {
    let (kind, token) = &path.0;
    present(page, &path.0, site.app.subscription(kind, token).await)
}

/// Ends a kind of mail: for the button of the page, and for the one click in a mail program. Answers with the page
/// itself, since a redirect may not be followed (RFC 8058, section 3.1).
#[handler]
async fn unsubscribe(
    page: Page,
    path: Path<(String, String)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (kind, token) = &path.0;
    present(page, &path.0, site.app.unsubscribe(kind, token).await)
}

#[handler]
async fn undo(page: Page, path: Path<(String, String)>, site: Data<&Site>) -> Result<Response, PageError> {
    let (kind, token) = &path.0;
    present(page, &path.0, site.app.subscribe_again(kind, token).await)
}

fn present(
    page: Page,
    (kind, token): &(String, String),
    found: Result<Subscription, Error>,
) -> Result<Response, PageError> {
    let Subscription { kind: of, language, wanted } = match found {
        Ok(found) => found,
        Err(Error::Rejected(rejection)) if rejection.refusal == Refusal::LinkNotValid => {
            return page.show_as(StatusCode::NOT_FOUND, &dead(&page));
        }
        Err(other) => return Err(other.into()),
    };
    // Readers are spoken to as in the letter that led them here, unless they are somebody in particular.
    let locale = match language {
        Language::Ukrainian => Locale::Uk,
        Language::English => Locale::En,
    };
    let page = if page.is_signed_in() { page } else { Page { locale, ..page } };
    let tail = if wanted { "" } else { "/undo" };
    page.show(&Show {
        kind: page.word("mail-name", of),
        wanted,
        action: format!("/unsubscribe/{kind}/{token}{tail}"),
        page: &page,
    })
}

fn dead(page: &Page) -> Note<'_> {
    Note {
        page,
        title: "login-link-dead-title",
        body: "mail-unsubscribe-dead",
        next: Some(("/me/settings", "mail-unsubscribe-settings")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_route_alone_takes_posts_from_elsewhere() {
        assert!(is_one_click(&Method::POST, "/unsubscribe/session_tomorrow/abc"));
        for path in [
            "/unsubscribe",
            "/unsubscribe/",
            "/unsubscribe/session_tomorrow",
            "/unsubscribe/session_tomorrow/",
            "/unsubscribe//abc",
            "/unsubscribe/session_tomorrow/abc/undo",
            "/unsubscribe/session_tomorrow/abc/",
            "/me/settings/mail",
            "//unsubscribe/session_tomorrow/abc",
            "/api/v1/unsubscribe/a/b",
        ] {
            assert!(!is_one_click(&Method::POST, path), "{path}");
        }
        assert!(!is_one_click(&Method::DELETE, "/unsubscribe/session_tomorrow/abc"));
    }
}
