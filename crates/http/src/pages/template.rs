//! The installation's own words for letters, for the administrator.

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::mail::SANDBOX;
use super::manage::{complaints, version};
use super::page::{Event, Page, go};
use crate::policy::ADMINISTRATORS;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{IntoResponse as _, Response, handler};
use postup_domain::access::MayManageTemplates;
use postup_domain::email::MailKind;
use postup_domain::person::Language;
use postup_domain::template::{RawTemplate, TemplateText, Version, shape};
use postup_mail::Letter;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/admin/templates", ADMINISTRATORS, list)
        .get("/admin/templates/:kind/:language", ADMINISTRATORS, show)
        .post("/admin/templates/:kind/:language", ADMINISTRATORS, save)
        .post("/admin/templates/:kind/:language/preview", ADMINISTRATORS, look)
        .post("/admin/templates/:kind/:language/formatted", ADMINISTRATORS, formatted)
        .post("/admin/templates/:kind/:language/reset", ADMINISTRATORS, reset)
}

fn path_of(kind: MailKind, language: Language) -> String {
    format!("/admin/templates/{kind}/{language}")
}

/// A kind in a language: where it is changed, and whose words it has.
struct State {
    language: String,
    path: String,
    tone: &'static str,
    words: String,
}

#[derive(Template)]
#[template(path = "template/list.html")]
struct List<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    languages: Vec<String>,
    rows: Vec<(String, Vec<State>)>,
}

#[derive(Template)]
#[template(path = "template/show.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    title: String,
    language: Language,
    path: String,
    form: Form,
    /// Whether the installation has words of its own now.
    own: bool,
    failed: Option<String>,
    /// Name, what it becomes, whether it has to be there.
    placeholders: Vec<(String, String, bool)>,
    sample: Option<Letter>,
    product: Letter,
    versions: Vec<Event>,
}

fn trail(page: &Page, more: bool) -> Vec<(String, String)> {
    let mut trail = vec![("/admin".to_owned(), page.t("access-title"))];
    if more {
        trail.push(("/admin/templates".to_owned(), page.t("template-title")));
    }
    trail
}

#[handler]
async fn list(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_templates()?;
    let newest = site.app.templates(&permit).await?;
    let state = |kind: MailKind, language: Language| {
        let of = newest.iter().find(|one| one.kind == kind && one.language == language);
        let (tone, key) = match of.filter(|version| version.text.is_some()) {
            Some(version) if version.failed.is_some() => ("bad", "template-state-failed"),
            Some(_) => ("good", "template-state-own"),
            None => ("", "template-state-product"),
        };
        State {
            language: page.word("template-language", language),
            path: path_of(kind, language),
            tone,
            words: page.t(key),
        }
    };
    let kinds = MailKind::ALL.iter().copied().filter(|kind| shape(*kind).is_some());
    page.show(&List {
        page: &page,
        trail: trail(&page, false),
        languages: Language::ALL.iter().map(|language| page.word("template-language", language)).collect(),
        rows: kinds
            .map(|kind| {
                let states = Language::ALL.iter().map(|language| state(kind, *language)).collect();
                (page.word("mail-name", kind), states)
            })
            .collect(),
    })
}

fn filled(page: &Page, text: Option<&TemplateText>, number: i64) -> Form {
    let form = Form::blank(page.locale).about("template").with("version", number);
    let Some(text) = text else { return form };
    let greeting = text.greeting.as_ref().map(ToString::to_string).unwrap_or_default();
    form.with("subject", &text.subject).with("greeting", greeting).with("body", &text.body)
}

fn event(page: &Page, version: &Version) -> Event {
    let key = if version.text.is_some() { "template-version-own" } else { "template-version-reset" };
    Event {
        what: page.t1(key, "number", version.number.to_string()),
        why: version.text.as_ref().map(|text| text.subject.to_string()).unwrap_or_default(),
        when: page.moment(&version.at),
        who: version.author_name.as_ref().map(|name| name.in_register()).unwrap_or_default(),
        ..Event::default()
    }
}

/// The page of a kind; without a form, with the words in use.
async fn render(
    page: &Page,
    site: &Site,
    permit: &MayManageTemplates,
    (kind, language): (MailKind, Language),
    form: Option<Form>,
    sample: Option<Letter>,
) -> Result<Response, PageError> {
    let versions = site.app.template(permit, kind, language).await?;
    let (newest, shape) = (versions.first(), shape(kind).ok_or(PageError::Missing)?);
    let text = newest.and_then(|version| version.text.as_ref());
    let number = newest.map_or(0, |version| version.number);
    let untouched = form.is_none();
    let mut form = form.unwrap_or_else(|| filled(page, text, number));
    if untouched && let Some(Err(faults)) = text.map(|_| TemplateText::read(kind, &typed(&form))) {
        // Words that an earlier version of the product took.
        form = form.blame(&faults);
    }
    let sample = match (sample, text) {
        (None, Some(text)) if !form.is_faulty() && untouched => {
            Some(site.app.preview_template(permit, kind, language, Some(text))?)
        }
        (sample, _) => sample,
    };
    let status =
        if form.is_faulty() && !untouched { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let failed = newest.and_then(|version| version.failed.as_ref());
    page.show_as(
        status,
        &Show {
            page,
            trail: trail(page, true),
            title: page.word("mail-name", kind),
            language,
            path: path_of(kind, language),
            own: text.is_some(),
            failed: failed
                .map(|(at, why)| page.t2("template-failed", "moment", page.moment(at), "why", why.as_str())),
            placeholders: shape
                .may
                .iter()
                .map(|place| {
                    let words = page.word("pattern-placeholder", place);
                    (format!("{{{place}}}"), words, shape.must.contains(place))
                })
                .collect(),
            sample,
            product: site.app.preview_template(permit, kind, language, None)?,
            versions: versions.iter().map(|version| event(page, version)).collect(),
            form,
        },
    )
}

#[handler]
async fn show(
    page: Page,
    Path(of): Path<(MailKind, Language)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_templates()?;
    render(&page, &site, &permit, of, None, None).await
}

fn typed(form: &Form) -> RawTemplate {
    RawTemplate { subject: form.raw("subject"), greeting: form.raw("greeting"), body: form.raw("body") }
}

#[handler]
async fn look(
    page: Page,
    Path(of): Path<(MailKind, Language)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_templates()?;
    let form = form.about("template");
    match TemplateText::read(of.0, &typed(&form)) {
        Ok(text) => {
            let sample = site.app.preview_template(&permit, of.0, of.1, Some(&text))?;
            render(&page, &site, &permit, of, Some(form), Some(sample)).await
        }
        Err(faults) => render(&page, &site, &permit, of, Some(form.blame(&faults)), None).await,
    }
}

/// The letter as a mail program shows it.
#[handler]
async fn formatted(
    page: Page,
    Path(of): Path<(MailKind, Language)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_templates()?;
    let form = form.about("template");
    match TemplateText::read(of.0, &typed(&form)) {
        Ok(text) => {
            let sample = site.app.preview_template(&permit, of.0, of.1, Some(&text))?;
            let response = sample.html.with_content_type("text/html; charset=utf-8");
            Ok(response.with_header("content-security-policy", SANDBOX).into_response())
        }
        Err(faults) => render(&page, &site, &permit, of, Some(form.blame(&faults)), None).await,
    }
}

#[handler]
async fn save(
    page: Page,
    Path(of): Path<(MailKind, Language)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_templates()?;
    let form = form.about("template");
    let text = match TemplateText::read(of.0, &typed(&form)) {
        Ok(text) => text,
        Err(faults) => return render(&page, &site, &permit, of, Some(form.blame(&faults)), None).await,
    };
    match site.app.save_template(&permit, of, version(&form)?, Some(text)).await {
        Ok(_) => Ok(go(&path_of(of.0, of.1), Some("template-saved-flash"))),
        Err(error) => render(&page, &site, &permit, of, Some(complaints(form, error)?), None).await,
    }
}

#[handler]
async fn reset(
    page: Page,
    Path(of): Path<(MailKind, Language)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_templates()?;
    site.app.save_template(&permit, of, version(&form)?, None).await?;
    Ok(go(&path_of(of.0, of.1), Some("template-reset-flash")))
}
