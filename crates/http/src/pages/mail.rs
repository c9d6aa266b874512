//! What became of every message, for those who manage; and the mail of the demonstration, for everybody who tries it.

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::page::{Page, go, own_path};
use crate::api::paging::{open, seal};
use crate::caller::Caller;
use crate::policy::Policy;
use crate::site::Site;
use askama::Template;
use poem::web::{Data, Path, Query};
use poem::{IntoResponse as _, Response, handler};
use postup_domain::access::Role;
use postup_domain::id::NotificationId;
use postup_domain::notification::{Notification, NotificationState};
use postup_mail::{Folder, Preview};
use postup_persistence::outbox::Filter;

/// Those who look after mail.
const SENDERS: Policy = Policy::Any(&[Role::ProgramManager, Role::Administrator]);
/// Messages on one page.
const ON_A_PAGE: u64 = 50;
/// Messages of the demonstration that are listed.
const LISTED: usize = 200;
/// A message shown as its reader sees it: styles of its own, and nothing that runs, loads or leads to our rights.
pub(super) const SANDBOX: &str = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// The pages of mail. Those of the demonstration exist there only.
pub(super) fn pages(pages: Pages, site: &Site) -> Pages {
    let pages =
        pages.get("/manage/mail", SENDERS, list).post("/manage/mail/:id/repetition", SENDERS, send_again);
    if !(site.demo() && site.look.mail_folder.is_some()) {
        return pages;
    }
    pages
        .get("/dev/mail", Policy::Everyone, demo_list)
        .get("/dev/mail/:name", Policy::Everyone, demo_show)
        .get("/dev/mail/:name/html", Policy::Everyone, demo_html)
}

#[derive(Template)]
#[template(path = "mail/list.html")]
struct List<'a> {
    page: &'a Page,
    form: Form,
    states: Vec<Choice>,
    found: Vec<(Notification, Fate)>,
    first: String,
    next: String,
}

/// What became of a message, in words.
pub(super) struct Fate {
    pub reader: String,
    pub tone: &'static str,
    pub state: String,
    /// When it went or will go.
    pub when: String,
    /// What the mail server said, or why we did not ask it.
    pub reply: String,
}

/// The shape beside the word of a state.
pub(super) fn tone(state: NotificationState) -> &'static str {
    match state {
        NotificationState::Queued | NotificationState::Held => "going",
        NotificationState::Sent => "good",
        NotificationState::Failed => "bad",
        NotificationState::Dropped => "",
    }
}

impl Fate {
    pub fn new(page: &Page, found: &Notification) -> Self {
        let (key, at) = match (found.state, found.finished_at) {
            (_, Some(at)) => ("mail-finished", at),
            (NotificationState::Held, None) => ("mail-held", found.due_at),
            (_, None) => ("mail-next-try", found.due_at),
        };
        let reply = found.last_reply.as_deref().unwrap_or_default();
        Self {
            reader: found.reader.clone(),
            tone: tone(found.state),
            state: page.word("mail-state", found.state),
            when: page.t1(key, "moment", page.moment(&at)),
            reply: match found.state {
                NotificationState::Dropped => page.word("mail-dropped", reply),
                _ => reply.to_owned(),
            },
        }
    }
}

#[handler]
async fn list(
    page: Page,
    caller: Caller,
    site: Data<&Site>,
    query: Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let form = Form::of(page.locale, query.0);
    let filter = Filter {
        person: form.value("person").parse().ok(),
        cohort: form.value("cohort").parse().ok(),
        state: form.value("state").parse().ok(),
        message: None,
    };
    let cursor = Some(form.value("cursor")).filter(|cursor| !cursor.is_empty());
    let after = open(cursor).map_err(|_| PageError::Unreadable)?;
    let found = site.app.notifications(&caller.0.sight(), &filter, after.as_ref(), ON_A_PAGE).await?;
    let kept: String = ["person", "cohort", "state"]
        .into_iter()
        // Parsed values only, so that nothing needs escaping.
        .zip([
            filter.person.map(|id| id.to_string()),
            filter.cohort.map(|id| id.to_string()),
            filter.state.map(|state| state.to_string()),
        ])
        .filter_map(|(name, value)| Some(format!("{name}={}&", value?)))
        .collect();
    let states =
        NotificationState::ALL.iter().map(|state| Choice::new(state, page.word("mail-state", state)));
    page.show(&List {
        page: &page,
        states: states.collect(),
        form,
        first: if after.is_some() { format!("/manage/mail?{kept}") } else { String::new() },
        next: found
            .next
            .as_ref()
            .map(|next| format!("/manage/mail?{kept}cursor={}", seal(next)))
            .unwrap_or_default(),
        found: found.items.into_iter().map(|one| (one.clone(), Fate::new(&page, &one))).collect(),
    })
}

#[handler]
async fn send_again(
    caller: Caller,
    query: Query<Vec<(String, String)>>,
    site: Data<&Site>,
    id: Path<String>,
) -> Result<Response, PageError> {
    let id: NotificationId = id.0.parse().map_err(|_| PageError::Missing)?;
    let permit = site.app.may_send_again(&caller.0, id).await?;
    site.app.send_again(&permit, id).await?;
    // Back to where the button was.
    let to = query.0.iter().find(|(name, _)| name == "to").map_or("/manage/mail", |(_, to)| own_path(to));
    Ok(go(to, Some("mail-sent-again")))
}

#[derive(Template)]
#[template(path = "mail/demo.html")]
struct DemoList<'a> {
    page: &'a Page,
    found: Vec<Preview>,
}

#[derive(Template)]
#[template(path = "mail/demo_show.html")]
struct DemoShow<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    mail: Preview,
}

fn folder(site: &Site) -> Result<Folder, PageError> {
    site.look.mail_folder.clone().map(Folder::new).ok_or(PageError::Missing)
}

async fn read(site: &Site, name: &str) -> Result<Preview, PageError> {
    folder(site)?.read(name).await.map_err(|error| PageError::broken(&error))?.ok_or(PageError::Missing)
}

#[handler]
async fn demo_list(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let found = folder(&site)?.newest(LISTED).await.map_err(|error| PageError::broken(&error))?;
    page.show(&DemoList { page: &page, found })
}

#[handler]
async fn demo_show(page: Page, site: Data<&Site>, name: Path<String>) -> Result<Response, PageError> {
    let mail = read(&site, &name).await?;
    let trail = vec![("/dev/mail".to_owned(), page.t("mail-demo-title"))];
    page.show(&DemoShow { page: &page, trail, mail })
}

#[handler]
async fn demo_html(site: Data<&Site>, name: Path<String>) -> Result<Response, PageError> {
    let mail = read(&site, &name).await?;
    let response = mail.html.with_content_type("text/html; charset=utf-8");
    Ok(response.with_header("content-security-policy", SANDBOX).into_response())
}
