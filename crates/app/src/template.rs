//! The installation's own words for kinds of letters: looked at, written down, taken back, and what becomes of them when a
//! letter goes out.

use crate::message::locale_of;
use crate::{App, Error, entry};
use postup_domain::access::{MayManageTemplates, Role, Scope};
use postup_domain::email::{Email, MailKind};
use postup_domain::id::NotificationId;
use postup_domain::notification::NewNotification;
use postup_domain::person::Language;
use postup_domain::template::{Patterns, TemplateText, Version, shape};
use postup_i18n::Locale;
use postup_mail::{Letter, preview, preview_own, sample};
use postup_persistence::{access, audit, outbox, template};
use std::collections::HashMap;

/// Words that are in use, or why they cannot be.
#[derive(Debug)]
pub(crate) struct InUse {
    pub number: i64,
    pub words: Result<Patterns, String>,
}

/// The words in use, read once for a batch of letters.
#[derive(Debug, Default)]
pub(crate) struct Templates(HashMap<(MailKind, Language), InUse>);

impl Templates {
    /// The words for a kind in a language, if the installation has its own.
    pub fn find(&self, kind: MailKind, language: Language) -> Option<&InUse> {
        self.0.get(&(kind, language))
    }
}

impl App {
    pub(crate) async fn templates_in_use(&self) -> Result<Templates, Error> {
        let in_use = template::newest(&self.reader()).await?.into_iter().filter_map(|version| {
            let words = version.text?.patterns(version.kind).map_err(|fault| fault.to_string());
            Some(((version.kind, version.language), InUse { number: version.number, words }))
        });
        Ok(Templates(in_use.collect()))
    }

    /// The newest version of everything that ever had words of its own.
    pub async fn templates(&self, _: &MayManageTemplates) -> Result<Vec<Version>, Error> {
        Ok(template::newest(&self.reader()).await?)
    }

    /// Every version of the words of a kind in a language, newest first; none when they always were the product's.
    pub async fn template(
        &self,
        _: &MayManageTemplates,
        kind: MailKind,
        language: Language,
    ) -> Result<Vec<Version>, Error> {
        shape(kind).ok_or(Error::Missing("template"))?;
        Ok(template::versions(&self.reader(), kind, language).await?)
    }

    /// What a letter of a kind would be for a long name and a long title: in these words, or in the product's.
    pub fn preview_template(
        &self,
        _: &MayManageTemplates,
        kind: MailKind,
        language: Language,
        text: Option<&TemplateText>,
    ) -> Result<Letter, Error> {
        let locale = locale_of(language);
        let message = sample::sample(kind, locale, self.now())?.ok_or(Error::Missing("template"))?;
        let (reader, origin) = (sample::name(locale), self.settings.origin.as_str());
        let letter = match text {
            Some(text) => preview_own(&text.patterns(kind)?, &message, locale, reader, origin),
            None => preview(&message, locale, reader, origin),
        };
        letter.map_err(|error| Error::Broken(error.to_string()))
    }

    /// Puts letters of a kind into other words, or back into the product's, as they were at version `number` (0: never
    /// written). Letters that went out stay as they were. Answers the number of the version in use.
    pub async fn save_template(
        &self,
        permit: &MayManageTemplates,
        (kind, language): (MailKind, Language),
        number: i64,
        text: Option<TemplateText>,
    ) -> Result<i64, Error> {
        shape(kind).ok_or(Error::Missing("template"))?;
        let now = self.now();
        let tx = self.store.begin().await?;
        let newest = template::versions(&tx, kind, language).await?.into_iter().next();
        let (last, present) = newest.map_or((0, None), |version| (version.number, version.text));
        if present == text {
            return Ok(last);
        }
        if last != number {
            return Err(Error::Stale);
        }
        let action = if text.is_some() { "template.saved" } else { "template.reset" };
        let version = Version {
            kind,
            language,
            number: last + 1,
            text,
            author: permit.author(),
            author_name: None,
            at: now,
            failed: None,
        };
        template::insert(&tx, &version).await?;
        let subject = ("template", format!("{kind}/{language}"));
        let detail = format!("version {}", version.number);
        audit::record(&tx, &entry(now, self.entropy(), permit.author(), action, subject, detail)).await?;
        tx.commit().await?;
        Ok(version.number)
    }

    /// Notes that a letter could not be written in the installation's words, and tells every administrator of it once for
    /// each version.
    pub(crate) async fn note_template_failure(
        &self,
        kind: MailKind,
        locale: Locale,
        number: i64,
        why: &str,
    ) -> Result<(), Error> {
        let (now, language) = (self.now(), language_of(locale));
        let tx = self.store.begin().await?;
        if !template::note_failure(&tx, (kind, language, number), why, now).await? {
            return Ok(());
        }
        let administrators = access::of_scope(&tx, Role::Administrator, &Scope::Everything).await?;
        let letters: Vec<NewNotification> = administrators
            .iter()
            .filter(|grant| grant.counts_at(now))
            .map(|grant| {
                let id = NotificationId::new(now, self.entropy());
                let event = format!("{kind}/{language}/{number}");
                let email = Email::TemplateFailed { kind, language, number };
                NewNotification::now(id, grant.person, email, event, now)
            })
            .collect();
        outbox::push_all(&tx, &letters).await?;
        Ok(tx.commit().await?)
    }
}

/// The language of a letter, as rows name it.
pub(crate) fn language_of(locale: Locale) -> Language {
    match locale {
        Locale::Uk => Language::Ukrainian,
        Locale::En => Language::English,
    }
}
