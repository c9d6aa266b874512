//! The audit trail, for administrators: who did what to which thing, when and why.

mod why;

use askama::Template;
use chrono::{Days, NaiveDate};
use poem::web::Data;
use poem::{Response, handler};
use postup_app::audit::Told;
use postup_domain::access::Role;
use postup_domain::audit::{ACTIONS, Entry, KINDS, Search, Thing};
use postup_domain::import::TableFormat;
use postup_domain::rejection::Fault;
use postup_i18n::Words;

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::page::{Page, midnight, query};
use super::people::{cursor, pager};
use crate::policy::ADMINISTRATORS;
use crate::site::Site;
use crate::table::{self, Part};

pub fn pages(pages: Pages) -> Pages {
    pages.get("/admin/audit", ADMINISTRATORS, list).get("/admin/audit.csv", ADMINISTRATORS, take)
}

/// Lines on a page.
const LINES: u64 = 50;
/// Lines that are read at a time for a file.
const CHUNK: u64 = 1_000;

/// One line in words.
struct Line {
    when: String,
    who: String,
    /// Leads to everything that this person did.
    author: Option<String>,
    what: String,
    /// The thing by name.
    thing: String,
    /// Where the thing itself is.
    path: Option<String>,
    /// Everything that was done to the thing.
    history: String,
    why: String,
}

#[derive(Template)]
#[template(path = "audit/list.html")]
struct List<'a> {
    page: &'a Page,
    form: Form,
    kinds: Vec<Choice>,
    actions: Vec<Choice>,
    /// What is searched for, in words; empty when nothing is.
    sought: String,
    lines: Vec<Line>,
    file: String,
    first: String,
    next: String,
    /// Older lines were not looked through yet.
    is_cut: bool,
}

/// What is searched for. A day ends where the next one begins, by the clock of Kyiv.
async fn search(page: &Page, mut form: Form, site: &Site) -> Result<(Search, Form), PageError> {
    let permit = page.actor.may_read_audit()?;
    let text =
        |form: &Form, name: &str| Some(form.value(name).trim().to_owned()).filter(|text| !text.is_empty());
    let mut search = Search {
        action: text(&form, "action"),
        subject_kind: text(&form, "kind"),
        subject_id: text(&form, "id"),
        ..Search::default()
    };
    if let Some(typed) = text(&form, "author") {
        search.author = site.app.audit_author(&permit, &typed).await?;
        if search.author.is_none() {
            form.complain("author", Fault::Unknown.code());
        }
    }
    if search.subject_id.is_some() && search.subject_kind.is_none() {
        form.complain("kind", Fault::Missing.code());
    }
    for (name, days, bound) in [("from", 0, &mut search.from), ("until", 1, &mut search.until)] {
        let typed = form.day_text(name);
        *bound =
            typed.parse().ok().and_then(|day: NaiveDate| midnight(day.checked_add_days(Days::new(days))?));
        if !typed.is_empty() && bound.is_none() {
            form.complain(name, Fault::NotADate.code());
        }
    }
    Ok((search, form))
}

/// What is searched for, in words, with the names of the author and the thing as far as they are known.
fn sought(page: &Page, form: &Form, author: Option<String>, thing: Option<&str>) -> String {
    let typed = |name: &str| Some(form.raw(name)).filter(|text| !text.trim().is_empty());
    let day = |name: &str, words: &str| {
        let day = form.day_text(name).parse::<NaiveDate>().ok()?;
        Some(format!("{} {}", page.t(words), page.date(&day)))
    };
    let kind = typed("kind").map(|kind| kind_words(page, &kind));
    let conditions = [
        author.or_else(|| typed("author")),
        typed("action").map(|action| action_words(page, &action)),
        thing.map(str::to_owned).or(kind),
        day("from", "audit-from"),
        day("until", "audit-until"),
    ];
    conditions.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = page.actor.may_read_audit()?;
    let after = cursor(&form)?;
    let (search, form) = search(&page, form.about("audit"), &site).await?;
    let (lines, more, author) = if form.is_faulty() {
        (Vec::new(), None, None)
    } else {
        let told = site.app.audit_told(&permit, &page.actor, &search, after.as_ref(), LINES).await?;
        let author = told.name(search.author).map(str::to_owned);
        let lines = told.page.items.iter().map(|entry| line(&page, &told, entry)).collect::<Vec<_>>();
        (lines, told.page.next, author)
    };
    let thing = lines.first().map(|line| line.thing.as_str()).filter(|_| search.subject_id.is_some());
    let sought = sought(&page, &form, author, thing);
    let (first, next) = pager("/admin/audit", &form, more.as_ref());
    let kept = form.pairs().iter().filter(|(name, _)| name != "cursor");
    let file = query("/admin/audit.csv", kept.map(|(name, value)| (name.as_str(), value.as_str())));
    page.show(&List {
        page: &page,
        kinds: KINDS.iter().map(|kind| Choice::new(kind, kind_words(&page, kind))).collect(),
        actions: actions(&page),
        is_cut: more.is_some() && u64::try_from(lines.len()).is_ok_and(|count| count < LINES),
        sought,
        lines,
        file,
        first,
        next,
        form,
    })
}

/// Every action, in the order of the words.
fn actions(page: &Page) -> Vec<Choice> {
    let mut actions: Vec<Choice> =
        ACTIONS.iter().map(|action| Choice::new(action, action_words(page, action))).collect();
    actions.sort_by_key(|action| postup_domain::collation::sort_key(&action.label));
    actions
}

fn words_or(page: &Page, key: &str, otherwise: &str) -> String {
    if Words::embedded().has(key) { page.t(key) } else { otherwise.to_owned() }
}

fn action_words(page: &Page, action: &str) -> String {
    words_or(page, &format!("audit-did-{}", action.replace(['.', '_'], "-")), action)
}

fn kind_words(page: &Page, kind: &str) -> String {
    words_or(page, &format!("audit-kind-{}", kind.replace('_', "-")), kind)
}

fn line(page: &Page, told: &Told, entry: &Entry) -> Line {
    let thing = told.thing(entry);
    let name = thing.and_then(|thing| thing.name.as_ref()).map(|name| page.pick(name).clone());
    let kind = kind_words(page, &entry.subject_kind);
    let who = match (told.name(entry.author), entry.author) {
        (Some(name), _) => name.to_owned(),
        (None, Some(_)) => page.t("audit-somebody"),
        (None, None) => page.t("audit-itself"),
    };
    let author = entry.author.map(|id| query("/admin/audit", [("author", id.to_string().as_str())]));
    Line {
        when: page.moment(&entry.at),
        who,
        author,
        what: action_words(page, &entry.action),
        thing: match name.or_else(|| told_by_id(page, entry)) {
            Some(name) => format!("{kind}: {name}"),
            None => kind,
        },
        path: path(page, entry, thing),
        history: query(
            "/admin/audit",
            [("kind", entry.subject_kind.as_str()), ("id", entry.subject_id.as_str())],
        ),
        why: why::why(page, entry),
    }
}

/// What a thing is whose id is made of words.
fn told_by_id(page: &Page, entry: &Entry) -> Option<String> {
    let id = entry.subject_id.as_str();
    match entry.subject_kind.as_str() {
        "export" => Some(words_or(page, &format!("import-kind-{id}"), id)),
        "figures" => Some(words_or(page, &format!("figures-by-{id}"), id)),
        "template" => {
            let (mail, language) = id.split_once('/')?;
            let mail = words_or(page, &format!("mail-name-{}", mail.replace('_', "-")), mail);
            Some(format!("{mail}, {}", words_or(page, &format!("person-language-{language}"), language)))
        }
        _ => None,
    }
}

/// Where a thing is, for this reader; nothing that they would be turned away from.
fn path(page: &Page, entry: &Entry, thing: Option<&Thing>) -> Option<String> {
    let (kind, id) = (entry.subject_kind.as_str(), entry.subject_id.as_str());
    match kind {
        "template" => return Some(format!("/admin/templates/{id}")),
        "export" | "figures" | "audit" | "codifier_edition" => return None,
        _ => {}
    }
    let thing = thing?;
    let manages = page.actor.has(Role::ProgramManager) && page.actor.sight().manages.everything;
    match (kind, thing.person) {
        ("certificate", _) => Some(format!("/verify/{}", thing.code.as_ref()?)),
        ("enrollment", _) if manages => Some(format!("/manage/enrollments/{id}")),
        ("notification", Some(person)) => Some(format!("/manage/mail?person={person}")),
        (_, Some(person)) => Some(format!("/admin/people/{person}")),
        ("cohort" | "session" | "nominee", None) => {
            let cohort = thing.cohort?;
            if manages {
                return Some(format!("/manage/cohorts/{cohort}"));
            }
            thing.is_public.then(|| format!("/cohorts/{cohort}"))
        }
        ("course", None) => thing.is_public.then_some(format!("/courses/{}", thing.code.as_ref()?)),
        ("program", None) if manages => Some(format!("/manage/programs/{id}")),
        ("import", None) => Some(format!("/manage/imports/{id}")),
        ("organization", None) => Some(format!("/manage/organizations/{id}")),
        _ => None,
    }
}

#[handler]
async fn take(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = page.actor.may_read_audit()?;
    let (search, form) = search(&page, form, &site).await?;
    if form.is_faulty() {
        return Err(PageError::Unreadable);
    }
    site.app.begin_audit_export(&permit).await?;
    let columns =
        ["at", "author_id", "author", "action", "what", "subject_kind", "subject_id", "subject", "detail"];
    let app = site.app.clone();
    let body = table::written(columns.into_iter(), TableFormat::Csv, move |after| {
        let (app, permit, page, search) = (app.clone(), permit.clone(), page.clone(), search.clone());
        async move {
            let told = app.audit_told(&permit, &page.actor, &search, after.as_ref(), CHUNK).await?;
            let rows = told.page.items.iter().map(|entry| cells(&page, &told, entry)).collect();
            Ok(Part { rows, next: told.page.next })
        }
    })?;
    Ok(table::file("audit", TableFormat::Csv, body))
}

fn cells(page: &Page, told: &Told, entry: &Entry) -> Vec<String> {
    let line = line(page, told, entry);
    vec![
        entry.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        entry.author.map(|id| id.to_string()).unwrap_or_default(),
        line.who,
        entry.action.clone(),
        line.what,
        entry.subject_kind.clone(),
        entry.subject_id.clone(),
        line.thing,
        entry.detail.clone(),
    ]
}
