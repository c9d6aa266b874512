//! A manager writes to people of a cohort: looks at what would go to whom, confirms that, and sees what became of it.

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, MayManageCohort, Sight};
use postup_domain::cohort::{Cohort, CohortState};
use postup_domain::email::{Email, MailKind, Need};
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::{EnrollmentId, MessageId, NotificationId};
use postup_domain::message::{Audience, Message, MessagePlan, need};
use postup_domain::notification::{NewNotification, NotificationState};
use postup_domain::person::{FullName, Language};
use postup_domain::rejection::{Refusal, Rejection};
use postup_i18n::Locale;
use postup_mail::{Letter, Training, Written, preview};
use postup_persistence::message::Recipient;
use postup_persistence::{Cursor, Page, Read, audit, cohort, course, message, outbox, person};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// What was looked at and is to be sent as it was looked at: the message to be, and a digest of its words and of everybody
/// it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    message: MessageId,
    digest: String,
}

impl fmt::Display for Confirmation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.message, self.digest)
    }
}

/// The text is no confirmation of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a confirmation")]
pub struct NotAConfirmation;

impl FromStr for Confirmation {
    type Err = NotAConfirmation;

    fn from_str(text: &str) -> Result<Self, NotAConfirmation> {
        let (message, digest) = text.split_once('.').ok_or(NotAConfirmation)?;
        let message = message.parse().map_err(|_| NotAConfirmation)?;
        Ok(Self { message, digest: digest.to_owned() })
    }
}

/// How many people are meant, and how it will reach them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub people: usize,
    /// By the language they read.
    pub in_ukrainian: usize,
    pub in_english: usize,
    /// They get it whatever they prefer.
    pub must_have: usize,
    /// They get it as they prefer to get what they can do without.
    pub optional: usize,
    /// Of the latter, those who want no such mail.
    pub unwanted: usize,
    /// Their address was refused for good, or their account is suspended.
    pub unreachable: usize,
}

/// The letter that would go out in one language, for the longest name in the selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    pub language: Language,
    pub reader: String,
    pub letter: Letter,
}

/// What would go to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub confirmation: Confirmation,
    pub counts: Counts,
    pub samples: Vec<Sample>,
}

impl App {
    /// The messages of a cohort that the actor manages, newest first.
    pub async fn messages(
        &self,
        permit: &MayManageCohort,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Message>, Error> {
        Ok(message::list(&self.reader(), permit.cohort(), after, limit).await?)
    }

    /// One message, and how many of its letters stand where; it exists for those who manage its cohort.
    pub async fn message(
        &self,
        actor: &Actor,
        id: MessageId,
    ) -> Result<(Message, Vec<(NotificationState, i64)>), Error> {
        let found = message::find(&self.reader(), id).await?.ok_or(Error::Missing("message"))?;
        self.may_manage_cohort(actor, found.cohort).await.map_err(|error| match error {
            Error::Denied(_) => Error::Missing("message"),
            other => other,
        })?;
        let fates = message::fates(&self.reader(), id).await?;
        Ok((found, fates))
    }

    /// Looks at what would go to whom. Changes nothing.
    ///
    /// # Errors
    /// `NobodySelected` when nobody is meant.
    pub async fn prepare_message(
        &self,
        permit: &MayManageCohort,
        plan: &MessagePlan,
    ) -> Result<Prepared, Error> {
        let (db, now) = (self.reader(), self.now());
        let cohort = cohort::find(&db, &Sight::system(), permit.cohort()).await?;
        let cohort = cohort.ok_or(Error::Missing("cohort"))?;
        let recipients = selection(&db, &cohort, &plan.audience).await?;
        let training = self.sample_training(&db, &cohort, &recipients, now).await?;
        let author = match permit.author() {
            Some(author) => person::find(&db, &Sight::system(), author).await?,
            None => None,
        };
        let author = author.map(|person| person.name);
        let texts = [Language::Ukrainian, Language::English].into_iter().filter_map(|language| {
            let (of, text) = plan.text_for(language)?;
            (of == language).then_some((language, text))
        });
        let seated = recipients.iter().any(|one| one.state == EnrollmentState::Confirmed);
        let mut samples = Vec::new();
        for (language, text) in texts {
            let (locale, (subject, body)) = (locale_of(language), text.patterns()?);
            let name = |one: &Recipient| match language {
                Language::Ukrainian => one.name.clone(),
                Language::English => one.latin_name.clone(),
            };
            let names = recipients.iter().map(name);
            let reader = names.max_by_key(|name| name.chars().count()).unwrap_or_default();
            let author = author.as_ref().map(|name| by_locale(name, locale)).unwrap_or_default();
            let written = Written { subject, body, locale, author, seated };
            let written = postup_mail::Message::CohortMessage(training.clone(), written);
            let letter = preview(&written, locale, &reader, &self.settings.origin);
            let letter = letter.map_err(|error| Error::Broken(error.to_string()))?;
            samples.push(Sample { language, reader, letter });
        }
        let message = MessageId::new(now, self.entropy());
        let digest = digest(&cohort, plan, &recipients, now);
        let counts = count(&cohort, &recipients, now);
        Ok(Prepared { confirmation: Confirmation { message, digest }, counts, samples })
    }

    /// Sends what was looked at, to those it was looked at for: one letter for each of them, in one change. The same
    /// confirmation again sends nothing and answers the message.
    ///
    /// # Errors
    /// `SelectionChanged` when it would not be the same any more: other people, or other words.
    pub async fn send_message(
        &self,
        permit: &MayManageCohort,
        plan: MessagePlan,
        confirmation: &Confirmation,
    ) -> Result<Message, Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        // Nobody enters or leaves the selection before this change is over.
        let cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        if let Some(sent) = message::find(&tx, confirmation.message).await? {
            return if sent.cohort == cohort.id { Ok(sent) } else { Err(Error::Missing("message")) };
        }
        let recipients = selection(&tx, &cohort, &plan.audience).await?;
        let people = i32::try_from(recipients.len()).unwrap_or(i32::MAX);
        if digest(&cohort, &plan, &recipients, now) != confirmation.digest {
            return Err(Rejection::from(Refusal::SelectionChanged).of(people.into()).into());
        }
        let id = confirmation.message;
        let (author, author_name) = (permit.author(), None);
        let sent =
            Message { id, cohort: cohort.id, author, author_name, plan, recipients: people, sent_at: now };
        message::insert(&tx, &sent).await?;
        let letters: Vec<NewNotification> = recipients
            .iter()
            .map(|one| {
                let email = letter_of(id, one.enrollment, need(one.state, is_on(&cohort, now)));
                let notification = NotificationId::new(now, self.entropy());
                NewNotification::now(notification, one.person, email, id, now).about(cohort.id)
            })
            .collect();
        outbox::push_all(&tx, &letters).await?;
        let detail = format!("{id}: {people} recipients, {}", said(&sent.plan.audience));
        let subject = ("cohort", cohort.id.to_string());
        let line = entry(now, self.entropy(), permit.author(), "message.sent", subject, detail);
        audit::record(&tx, &line).await?;
        tx.commit().await?;
        Ok(sent)
    }

    async fn sample_training(
        &self,
        db: &impl Read,
        cohort: &Cohort,
        recipients: &[Recipient],
        now: DateTime<Utc>,
    ) -> Result<Training, Error> {
        let version = course::version(db, cohort.course_version).await?.ok_or(Error::Missing("course"))?;
        let plan = &cohort.plan;
        let enrollment = recipients.first().map(|one| one.enrollment);
        Ok(Training {
            enrollment: enrollment.ok_or(Refusal::NobodySelected)?,
            title: version.title,
            code: plan.code.clone(),
            form: plan.form,
            starts_on: plan.starts_on,
            ends_on: plan.ends_on,
            time_zone: plan.time_zone,
            venue: plan.venue.as_ref().map(ToString::to_string),
            first_session: outbox::first_session(db, cohort.id, now).await?,
            contact: plan.contact.as_ref().map(ToString::to_string),
            explanation: String::new(),
        })
    }
}

/// Everybody who is meant; somebody is.
async fn selection(db: &impl Read, cohort: &Cohort, audience: &Audience) -> Result<Vec<Recipient>, Error> {
    let recipients = message::recipients(db, cohort.id, audience, MailKind::CohortNews).await?;
    if recipients.is_empty() { Err(Refusal::NobodySelected.into()) } else { Ok(recipients) }
}

/// Ahead or under way: neither called off nor over.
fn is_on(cohort: &Cohort, now: DateTime<Utc>) -> bool {
    let today = now.with_timezone(&cohort.plan.time_zone).date_naive();
    cohort.state == CohortState::Published && today <= cohort.plan.ends_on
}

fn letter_of(message: MessageId, enrollment: EnrollmentId, need: Need) -> Email {
    match need {
        Need::MustHave => Email::CohortMessage { enrollment, message },
        Need::Optional => Email::CohortNews { enrollment, message },
    }
}

fn count(cohort: &Cohort, recipients: &[Recipient], now: DateTime<Utc>) -> Counts {
    let is_on = is_on(cohort, now);
    let many = |fits: &dyn Fn(&Recipient) -> bool| recipients.iter().filter(|one| fits(one)).count();
    let optional = |one: &Recipient| need(one.state, is_on) == Need::Optional;
    Counts {
        people: recipients.len(),
        in_ukrainian: many(&|one| one.language == Language::Ukrainian),
        in_english: many(&|one| one.language == Language::English),
        must_have: many(&|one| !optional(one)),
        optional: many(&optional),
        unwanted: many(&|one| optional(one) && !one.wish.wants(MailKind::CohortNews)),
        unreachable: many(&|one| !one.reachable),
    }
}

/// The words, and of everybody: who, in which language, and whether they can do without.
fn digest(cohort: &Cohort, plan: &MessagePlan, recipients: &[Recipient], now: DateTime<Utc>) -> String {
    let mut hash = Sha256::new();
    let mut take = |part: &str| {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    };
    for text in [&plan.uk, &plan.en] {
        let (subject, body) =
            text.as_ref().map_or(("", ""), |text| (text.subject.as_str(), text.body.as_str()));
        take(subject);
        take(body);
    }
    take(&said(&plan.audience));
    let is_on = is_on(cohort, now);
    for one in recipients {
        take(&one.enrollment.to_string());
        take(one.language.as_str());
        take(need(one.state, is_on).as_str());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// To whom, in words of the code.
fn said(audience: &Audience) -> String {
    match audience {
        Audience::Groups(groups) => groups.iter().map(|group| group.as_str()).collect::<Vec<_>>().join(" "),
        Audience::One(one) => format!("enrollment {one}"),
    }
}

pub(crate) fn locale_of(language: Language) -> Locale {
    match language {
        Language::Ukrainian => Locale::Uk,
        Language::English => Locale::En,
    }
}

/// Given name first, in the letters of a language.
pub(crate) fn by_locale(name: &FullName, locale: Locale) -> String {
    match locale {
        Locale::Uk => format!("{} {}", name.given, name.family),
        Locale::En => name.in_latin(),
    }
}
