//! The installation's own words for letters as JSON.

use super::Tag;
use super::answer::One;
use super::paging::version;
use super::problem::{EditFailure, Failure};
use crate::caller::Caller;
use crate::policy::{ADMINISTRATORS, Line};
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::http::Method;
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::Error;
use postup_domain::access::MayManageTemplates;
use postup_domain::email::MailKind;
use postup_domain::id::PersonId;
use postup_domain::pattern::Placeholder;
use postup_domain::person::Language;
use postup_domain::template::{RawTemplate, TemplateText, Version, shape};
use postup_mail::Letter;

/// Words of letters.
pub struct TemplateApi {
    pub site: Site,
}

pub const POLICIES: &[Line] = &[
    (Method::GET, "/templates", ADMINISTRATORS),
    (Method::GET, "/templates/:kind/:language", ADMINISTRATORS),
    (Method::PUT, "/templates/:kind/:language", ADMINISTRATORS),
    (Method::POST, "/templates/:kind/:language/reset", ADMINISTRATORS),
    (Method::POST, "/templates/:kind/:language/preview", ADMINISTRATORS),
];

/// Words for a kind of letter: plain text with placeholders. An empty line begins a paragraph.
#[derive(Debug, Object)]
#[oai(rename = "TemplateText", deny_unknown_fields)]
struct Words {
    subject: String,
    /// The first line; the subject when there is none.
    greeting: Option<String>,
    body: String,
}

impl From<Words> for RawTemplate {
    fn from(words: Words) -> Self {
        Self { subject: words.subject, greeting: words.greeting.unwrap_or_default(), body: words.body }
    }
}

impl From<&TemplateText> for Words {
    fn from(text: &TemplateText) -> Self {
        Self {
            subject: text.subject.to_string(),
            greeting: text.greeting.as_ref().map(ToString::to_string),
            body: text.body.to_string(),
        }
    }
}

/// One version.
#[derive(Debug, Object)]
struct TemplateVersion {
    number: i64,
    /// Absent: the product's words again.
    #[oai(skip_serializing_if_is_none)]
    text: Option<Words>,
    #[oai(skip_serializing_if_is_none)]
    author: Option<PersonId>,
    at: DateTime<Utc>,
    /// When a letter could not be written with it for the first time.
    #[oai(skip_serializing_if_is_none)]
    failed_at: Option<DateTime<Utc>>,
    #[oai(skip_serializing_if_is_none)]
    failure: Option<String>,
}

impl From<&Version> for TemplateVersion {
    fn from(version: &Version) -> Self {
        let (failed_at, failure) = version.failed.clone().unzip();
        Self {
            number: version.number,
            text: version.text.as_ref().map(Words::from),
            author: version.author,
            at: version.at,
            failed_at,
            failure,
        }
    }
}

/// The words of a kind in a language.
#[derive(Debug, Object)]
#[oai(rename = "Template")]
struct TemplateOut {
    kind: MailKind,
    language: Language,
    /// What can be filled in.
    placeholders: Vec<Placeholder>,
    /// What the body has to fill in.
    required: Vec<Placeholder>,
    /// Absent: the product's words.
    #[oai(skip_serializing_if_is_none)]
    text: Option<Words>,
    /// Newest first.
    versions: Vec<TemplateVersion>,
}

/// A letter for a long name and a long title.
#[derive(Debug, Object)]
#[oai(rename = "TemplateSample")]
struct SampleOut {
    subject: String,
    text: String,
    html: String,
}

impl From<Letter> for SampleOut {
    fn from(Letter { subject, text, html }: Letter) -> Self {
        Self { subject, text, html }
    }
}

/// A kind in a language that can have words of its own.
#[derive(Debug, Object)]
struct TemplateLine {
    kind: MailKind,
    language: Language,
    /// Whether the installation has words of its own now.
    own: bool,
    /// Whether letters could not be written with them.
    failing: bool,
}

impl TemplateApi {
    async fn one(
        &self,
        permit: &MayManageTemplates,
        kind: MailKind,
        language: Language,
    ) -> Result<One<TemplateOut>, Error> {
        let versions = self.site.app.template(permit, kind, language).await?;
        let shape = shape(kind).ok_or(Error::Missing("template"))?;
        let newest = versions.first();
        let out = TemplateOut {
            kind,
            language,
            placeholders: shape.may.to_vec(),
            required: shape.must.to_vec(),
            text: newest.and_then(|version| version.text.as_ref()).map(Words::from),
            versions: versions.iter().map(TemplateVersion::from).collect(),
        };
        Ok(One::at(newest.map_or(0, |version| version.number), out))
    }
}

#[OpenApi(tag = "Tag::Notifications")]
impl TemplateApi {
    /// Every kind of letter that can have words of the installation's own
    #[oai(path = "/templates", method = "get", operation_id = "list_templates")]
    async fn list(&self, caller: Caller) -> Result<Json<Vec<TemplateLine>>, Failure> {
        let permit = caller.0.may_manage_templates()?;
        let newest = self.site.app.templates(&permit).await?;
        let kinds = MailKind::ALL.iter().copied().filter(|kind| shape(*kind).is_some());
        let line = |kind: MailKind, language: Language| {
            let of = newest.iter().find(|one| one.kind == kind && one.language == language);
            let own = of.filter(|version| version.text.is_some());
            let failing = own.is_some_and(|version| version.failed.is_some());
            TemplateLine { kind, language, own: own.is_some(), failing }
        };
        let lines = kinds
            .flat_map(|kind| Language::ALL.iter().map(move |language| (kind, *language)))
            .map(|(kind, language)| line(kind, language));
        Ok(Json(lines.collect()))
    }

    /// The words of a kind in a language, and every version of them
    #[oai(path = "/templates/:kind/:language", method = "get", operation_id = "get_template")]
    async fn get(
        &self,
        caller: Caller,
        kind: Path<MailKind>,
        language: Path<Language>,
    ) -> Result<One<TemplateOut>, Failure> {
        let permit = caller.0.may_manage_templates()?;
        Ok(self.one(&permit, kind.0, language.0).await?)
    }

    /// Puts letters of a kind into other words
    ///
    /// The entity tag of words that were never written is `"0"`.
    #[oai(path = "/templates/:kind/:language", method = "put", operation_id = "save_template")]
    async fn save(
        &self,
        caller: Caller,
        kind: Path<MailKind>,
        language: Path<Language>,
        #[oai(name = "If-Match")] seen: Header<Option<String>>,
        body: Json<Words>,
    ) -> Result<One<TemplateOut>, EditFailure> {
        let permit = caller.0.may_manage_templates()?;
        let number = version(seen.0.as_deref()).map_err(EditFailure)?;
        let text = TemplateText::read(kind.0, &body.0.into())?;
        self.site.app.save_template(&permit, (kind.0, language.0), number, Some(text)).await?;
        Ok(self.one(&permit, kind.0, language.0).await?)
    }

    /// Goes back to the product's words
    #[oai(path = "/templates/:kind/:language/reset", method = "post", operation_id = "reset_template")]
    async fn reset(
        &self,
        caller: Caller,
        kind: Path<MailKind>,
        language: Path<Language>,
        #[oai(name = "If-Match")] seen: Header<Option<String>>,
    ) -> Result<One<TemplateOut>, EditFailure> {
        let permit = caller.0.may_manage_templates()?;
        let number = version(seen.0.as_deref()).map_err(EditFailure)?;
        self.site.app.save_template(&permit, (kind.0, language.0), number, None).await?;
        Ok(self.one(&permit, kind.0, language.0).await?)
    }

    /// Shows a letter in other words; changes nothing
    #[oai(path = "/templates/:kind/:language/preview", method = "post", operation_id = "preview_template")]
    async fn preview(
        &self,
        caller: Caller,
        kind: Path<MailKind>,
        language: Path<Language>,
        body: Json<Words>,
    ) -> Result<Json<SampleOut>, Failure> {
        let permit = caller.0.may_manage_templates()?;
        let text = TemplateText::read(kind.0, &body.0.into())?;
        Ok(Json(self.site.app.preview_template(&permit, kind.0, language.0, Some(&text))?.into()))
    }
}
