//! A message in the reader's language. Every letter has the same form: what, when, where and what to do in its first
//! lines, then what else is worth knowing; so one template for text and one for HTML serve all of them.

mod fill;
mod kind;
mod own;
mod phrase;

pub use own::{NoValue, preview_own};

use askama::Template;
use postup_i18n::{Locale, Words};

use crate::message::Message;
use crate::rendered::Unbuildable;
use fill::{Paragraph, Run};
use phrase::{flat, hyphenated};

/// A letter in both forms, and its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// What a letter would be for a reader of this name, with links that start at `origin`.
///
/// # Errors
/// [`Unbuildable::Other`] when a template fails.
pub fn preview(message: &Message, locale: Locale, reader: &str, origin: &str) -> Result<Letter, Unbuildable> {
    Writer { words: Words::embedded(), locale, origin, reader }.write(message, None)
}

/// Writes in one language with links that start at one place.
pub(crate) struct Writer<'a> {
    pub(crate) words: &'a Words,
    pub(crate) locale: Locale,
    /// Scheme and host of the installation, without a slash at the end.
    pub(crate) origin: &'a str,
    /// The reader's name.
    pub(crate) reader: &'a str,
}

#[derive(Template)]
#[template(path = "letter.txt")]
struct Text<'a> {
    letter: &'a Parts,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    letter: &'a Parts,
}

#[derive(Template)]
#[template(path = "digest.txt")]
struct DigestText<'a> {
    letter: &'a Parts,
    entries: &'a [Parts],
}

#[derive(Template)]
#[template(path = "digest.html")]
struct DigestHtml<'a> {
    letter: &'a Parts,
    entries: &'a [Parts],
}

/// What the two templates fill in.
struct Parts {
    language: &'static str,
    subject: String,
    what: String,
    /// Paragraphs that somebody wrote.
    body: Vec<Paragraph>,
    facts: Vec<(String, String)>,
    to_do: String,
    action: String,
    link: String,
    more: Vec<String>,
    footer: String,
    sender: String,
    /// What to do to get no more of its kind, and where; only for what one may do without.
    leave: Option<(String, String)>,
}

impl Parts {
    fn render(self) -> Result<Letter, Unbuildable> {
        let failed = |error: askama::Error| Unbuildable::Other(error.to_string());
        let text = Text { letter: &self }.render().map_err(failed)?;
        let html = Html { letter: &self }.render().map_err(failed)?;
        Ok(Letter { subject: self.subject, text, html })
    }
}

impl Writer<'_> {
    /// Writes the letter. `unsubscribe` is where its reader ends letters of its kind.
    ///
    /// # Errors
    /// [`Unbuildable::Other`] when a template fails.
    pub(crate) fn write(&self, message: &Message, unsubscribe: Option<&str>) -> Result<Letter, Unbuildable> {
        let parts = Parts { leave: self.leave(unsubscribe), ..self.parts(message) };
        let Message::DailyDigest(told) = message else { return parts.render() };
        let failed = |error: askama::Error| Unbuildable::Other(error.to_string());
        let entries: Vec<Parts> = told.iter().map(|one| self.parts(one)).collect();
        let (letter, entries) = (&parts, entries.as_slice());
        let text = DigestText { letter, entries }.render().map_err(failed)?;
        let html = DigestHtml { letter, entries }.render().map_err(failed)?;
        Ok(Letter { subject: parts.subject, text, html })
    }

    fn leave(&self, unsubscribe: Option<&str>) -> Option<(String, String)> {
        unsubscribe.map(|link| (self.word("mail-leave"), link.to_owned()))
    }

    fn parts(&self, message: &Message) -> Parts {
        match message {
            Message::ConfirmAddress { token, until } => {
                self.account(message, &format!("/confirm/{token}"), *until)
            }
            Message::ResetPassword { token, until } => {
                self.account(message, &format!("/reset/{token}"), *until)
            }
            Message::AlreadyRegistered => self.account(message, "/sign-in", None),
            Message::Waitlisted(training, position) => self.waitlisted(message, training, *position),
            Message::SeatConfirmed(training) | Message::Promoted(training) => {
                self.training(message, training, Some(self.place(training)))
            }
            Message::SeatOffered(training, question) | Message::NominationAsked(training, question) => {
                self.question(message, training, question, "answer", None)
            }
            Message::ReconfirmationAsked(training, question) => {
                self.question(message, training, question, "reconfirm", Some(self.place(training)))
            }
            Message::ApprovalAsked(training, approval) => self.approval(message, training, approval),
            Message::ApplicationReceived(training)
            | Message::ApplicationMovedOn(training)
            | Message::AnswerDeclined(training)
            | Message::AnswerOverdue(training)
            | Message::Transferred(training)
            | Message::CohortConfirmed(training)
            | Message::CohortCancelled(training)
            | Message::Rejected(training)
            | Message::Withdrawn(training) => self.training(message, training, None),
            Message::SessionTomorrow(training, meeting)
            | Message::MakeUpPlanned(training, meeting)
            | Message::GuestPlaceGiven(training, meeting)
            | Message::GuestPlaceEnded(training, meeting)
            | Message::SessionCancelled(training, meeting) => self.meeting(message, training, meeting),
            Message::SessionChanged(training, moved, rest) => {
                let parts = self.meeting(message, training, &moved.meeting);
                self.moved(parts, moved, rest)
            }
            Message::TaughtSessionChanged(taught) => {
                let parts = self.taught(message, taught);
                self.moved(parts, &taught.moved, &taught.rest)
            }
            Message::TaughtSessionCancelled(taught) => self.taught(message, taught),
            Message::SessionInterrupted(training, meeting, rest) => {
                self.interrupted(message, training, meeting, *rest)
            }
            Message::RegisterUnfilled(unfilled) => self.unfilled(message, unfilled),
            Message::AttendanceAtRisk(training, share) => self.share(message, training, share),
            Message::PleaMade(training, asked) | Message::PleaDecided(training, asked) => {
                self.plea(message, training, asked)
            }
            Message::DecisionDue(decision) => self.decision(message, decision),
            Message::EquivalentStated(claim) | Message::EquivalentDecided(claim) => {
                self.claim(message, claim)
            }
            Message::StandInNamed(deputy) | Message::StandInEnded(deputy) => self.deputy(message, deputy),
            Message::SeatPassedOn(handover) => self.handover(message, handover),
            Message::CourseOpened(opening) => self.opening(message, opening),
            Message::CertificateIssued(award) => self.award(message, award),
            Message::CohortMessage(training, written) | Message::CohortNews(training, written) => {
                self.written(message, training, written)
            }
            Message::CohortInvitation(invitation) => self.invitation(message, invitation),
            Message::TemplateFailed { kind, language } => {
                self.template_failed(message, kind.as_str(), *language)
            }
            Message::DailyDigest(told) => self.digest(message, told.len()),
        }
    }

    fn digest(&self, message: &Message, count: usize) -> Parts {
        let subject = self.of(message, "subject", &[("count", count.into())]);
        let what = self.of(message, "what", &[("count", count.into())]);
        self.frame(message, subject, what, "/me/settings")
    }

    fn template_failed(&self, message: &Message, kind: &str, language: Locale) -> Parts {
        let name = self.word(&format!("mail-name-{}", hyphenated(kind)));
        let subject = self.of(message, "subject", &[("kind", name.clone().into())]);
        let what = self.of(message, "what", &[("kind", name.into())]);
        self.frame(message, subject, what, &format!("/admin/templates/{kind}/{language}"))
    }

    /// What every letter has.
    fn frame(&self, message: &Message, subject: String, what: String, path: &str) -> Parts {
        let sender = [
            ("installation", self.word("common-installation").into()),
            ("origin", self.origin.to_owned().into()),
        ];
        Parts {
            language: self.locale.as_str(),
            subject,
            what,
            body: Vec::new(),
            facts: Vec::new(),
            to_do: self.word("mail-to-do"),
            action: self.of(message, "do", &[]),
            link: self.link(path),
            more: Vec::new(),
            leave: None,
            footer: self.word("mail-footer"),
            sender: self.words.text_with(self.locale, "mail-sent-by", &sender),
        }
    }
}
