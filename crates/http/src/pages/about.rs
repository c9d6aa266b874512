//! Pages about the site itself: help, personal data, accessibility; and the choice of its language.

use askama::Template;
use chrono::NaiveDate;
use poem::http::header::SET_COOKIE;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_domain::person::Language;
use postup_i18n::Locale;

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::page::{Page, go, own_path};
use crate::caller::COOKIE_LANGUAGE;
use crate::policy::Policy;
use crate::site::Site;

/// When the accessibility of the pages was last judged (standards A11Y-12). Change it together with the statement.
const ACCESSIBILITY_JUDGED: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 27);

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/help", Policy::Everyone, help)
        .get("/help/:role", Policy::Everyone, help_for)
        .get("/privacy", Policy::Everyone, privacy)
        .get("/accessibility", Policy::Everyone, accessibility)
        .post("/language", Policy::Everyone, choose_language)
}

#[derive(Template)]
#[template(path = "about/show.html")]
struct Show<'a> {
    page: &'a Page,
    title: String,
    lead: String,
    sections: Vec<Section>,
    contact: Option<String>,
    /// Help of every role, and whose this page is: its picture, and where the work begins.
    guides: Vec<&'static Guide>,
    guide: Option<&'static Guide>,
}

struct Section {
    title: String,
    blocks: Vec<Block>,
    /// One thing after the other.
    ordered: bool,
}

/// Help for one role.
struct Guide {
    name: &'static str,
    begins: &'static str,
}

static GUIDES: [Guide; 6] = [
    Guide { name: "official", begins: "/me" },
    Guide { name: "trainer", begins: "/teach" },
    Guide { name: "officer", begins: "/employer" },
    Guide { name: "manager", begins: "/manage" },
    Guide { name: "analyst", begins: "/insight" },
    Guide { name: "administrator", begins: "/admin" },
];

impl Guide {
    fn path(&self) -> String {
        format!("/help/{}", self.name)
    }

    fn say(&self, page: &Page, part: &str) -> String {
        page.t(&format!("about-help-{}-{part}", self.name))
    }

    /// Whether the work begins for this reader too; who is not signed in is asked to.
    fn opens_to(&self, page: &Page) -> bool {
        !page.is_signed_in() || page.sections().iter().any(|section| section.path() == self.begins)
    }

    fn picture(&self, page: &Page) -> String {
        page.asset(&format!("help-{}-{}.webp", self.name, page.locale))
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Block {
    Paragraph(String),
    List(Vec<String>),
}

#[handler]
fn help(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    show(&page, &site, "about-help", &["apply", "attend", "certificate", "mail", "contact"])
}

#[handler]
fn help_for(page: Page, site: Data<&Site>, role: Path<String>) -> Result<Response, PageError> {
    let guide = GUIDES.iter().find(|guide| guide.name == role.as_str()).ok_or(PageError::Missing)?;
    let section = |part: &str| Section {
        title: page.t(&format!("about-help-{part}")),
        blocks: blocks(&guide.say(&page, &format!("{part}-text"))),
        ordered: part == "steps",
    };
    page.show(&Show {
        page: &page,
        title: guide.say(&page, "title"),
        lead: guide.say(&page, "lead"),
        sections: ["first", "steps", "doubts"].map(section).into(),
        contact: contact(&page, &site),
        guides: GUIDES.iter().filter(|other| other.name != guide.name).collect(),
        guide: Some(guide),
    })
}

fn contact(page: &Page, site: &Site) -> Option<String> {
    site.look.contact.as_deref().map(|email| page.t1("about-contact", "email", email))
}

#[handler]
fn privacy(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    show(&page, &site, "about-privacy", &["who", "what", "keep", "law", "see", "rights", "cookies"])
}

#[handler]
fn accessibility(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    show(&page, &site, "about-accessibility", &["level", "gaps", "method", "contact"])
}

fn show(page: &Page, site: &Site, subject: &str, topics: &[&str]) -> Result<Response, PageError> {
    let judged = ACCESSIBILITY_JUDGED.map(|date| page.locale.date_long(date)).unwrap_or_default();
    let days = site.app.settings().documents.num_days();
    let sections = topics
        .iter()
        .map(|topic| Section {
            title: page.t(&format!("{subject}-{topic}")),
            blocks: blocks(&page.say(
                &format!("{subject}-{topic}-text"),
                &[("date", judged.as_str().into()), ("days", days.into())],
            )),
            ordered: false,
        })
        .collect();
    page.show(&Show {
        page,
        title: page.t(&format!("{subject}-title")),
        lead: page.t(&format!("{subject}-lead")),
        sections,
        contact: contact(page, site),
        guides: if subject == "about-help" { GUIDES.iter().collect() } else { Vec::new() },
        guide: None,
    })
}

/// Paragraphs are parted by empty lines; a run of lines that begin with a dash is a list.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (line.strip_prefix("– "), blocks.last_mut()) {
            (Some(item), Some(Block::List(items))) => items.push(item.to_owned()),
            (Some(item), _) => blocks.push(Block::List(vec![item.to_owned()])),
            (None, _) => blocks.push(Block::Paragraph(line.to_owned())),
        }
    }
    blocks
}

/// Keeps the language with the person or, of a visitor, in a cookie for a year, and stays on the page.
#[handler]
async fn choose_language(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let locale: Locale = form.value("language").parse().map_err(|_| PageError::Unreadable)?;
    if let Some(person) = page.actor.person() {
        let permit = site.app.may_edit_person(&page.actor, person).await?;
        let language = match locale {
            Locale::Uk => Language::Ukrainian,
            Locale::En => Language::English,
        };
        site.app.choose_language(&permit, language).await?;
    }
    let secure = if site.https() { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE_LANGUAGE}={locale}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}");
    let cookie = cookie.parse().map_err(|_| PageError::Unreadable)?;
    let mut response = go(own_path(form.value("to")), None);
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::{Block, blocks};

    #[test]
    fn dashes_make_lists() {
        let paragraph = |text: &str| Block::Paragraph(text.to_owned());
        let list = |items: &[&str]| Block::List(items.iter().map(|item| (*item).to_owned()).collect());
        assert_eq!(
            blocks("Перше.\n\n– а\n– б\n\nДруге – з тире.\n– в"),
            [paragraph("Перше."), list(&["а", "б"]), paragraph("Друге – з тире."), list(&["в"])]
        );
    }
}
