//! A message in the reader's language. Every letter has the same form: what, when, where and what to do in its first
//! lines, then what else is worth knowing; so one template for text and one for HTML serve all of them.

mod fill;
mod own;

pub use own::{NoValue, preview_own};

use askama::Template;
use postup_domain::cohort::Form;
use postup_domain::text::{Both, Code, Title};
use postup_i18n::{Locale, Value, Words};

use crate::message::{
    Approval, Award, Claim, Decision, Handover, Invitation, Meeting, Message, Opening, Question, Rest, Share,
    Training, Unfilled, Written,
};
use crate::rendered::Unbuildable;
use fill::{Paragraph, Run};

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
            | Message::SessionChanged(training, meeting)
            | Message::MakeUpPlanned(training, meeting)
            | Message::SessionCancelled(training, meeting) => self.meeting(message, training, meeting),
            Message::SessionInterrupted(training, meeting, rest) => {
                self.interrupted(message, training, meeting, *rest)
            }
            Message::RegisterUnfilled(unfilled) => self.unfilled(message, unfilled),
            Message::AttendanceAtRisk(training, share) => self.share(message, training, share),
            Message::DecisionDue(decision) => self.decision(message, decision),
            Message::EquivalentStated(claim) | Message::EquivalentDecided(claim) => {
                self.claim(message, claim)
            }
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

    fn account(&self, message: &Message, path: &str, until: Option<chrono::DateTime<chrono::Utc>>) -> Parts {
        // Nobody's cohort decides the zone here; the country's does.
        let until = until.map(|at| {
            let zone = chrono_tz::Tz::Europe__Kyiv;
            let said = format!("{} {}", self.locale.moment(at, zone), self.locale.clock_of(at, zone));
            (self.word("mail-valid-until"), said)
        });
        let subject = self.of(message, "subject", &[]);
        let what = self.of(message, "what", &[]);
        let more = self.of(message, "more", &[]);
        Parts {
            facts: until.into_iter().collect(),
            more: vec![more],
            ..self.frame(message, subject, what, path)
        }
    }

    fn training(&self, message: &Message, training: &Training, place: Option<String>) -> Parts {
        let subject = self.of(message, "subject", &[("title", self.title(&training.title).into())]);
        let what = self.of(message, "what", &[("course", self.course(training).into())]);
        let path = format!("/me/enrollments/{}", training.enrollment);
        let place = place.map_or_else(
            || {
                (
                    self.word("mail-form"),
                    self.word(&format!("mail-form-{}", hyphenated(training.form.as_str()))),
                )
            },
            |place| (self.word("mail-where"), place),
        );
        let facts = vec![(self.word("mail-when"), self.dates(training)), place];
        let key = format!("mail-{}-more", hyphenated(message.key()));
        let more = if self.words.has(&key) { vec![self.word(&key)] } else { Vec::new() };
        let why = Some(flat(&training.explanation)).filter(|why| !why.is_empty());
        let more = why.into_iter().chain(more).chain(self.contact(training)).collect();
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    fn waitlisted(&self, message: &Message, training: &Training, position: Option<u32>) -> Parts {
        let parts = self.training(message, training, None);
        let Some(position) = position else { return parts };
        let arguments = [("position", position.to_string().into()), ("course", self.course(training).into())];
        Parts { what: self.of(message, "what-at", &arguments), ..parts }
    }

    /// A question that waits for an answer; until when stands before everything else.
    /// `page` is where the link leads that needs no sign-in; `place` is told to those who hold a seat.
    fn question(
        &self,
        message: &Message,
        training: &Training,
        question: &Question,
        page: &str,
        place: Option<String>,
    ) -> Parts {
        let mut parts = self.training(message, training, place);
        if let Some(token) = &question.token {
            parts.link = self.link(&format!("/{page}/{token}"));
        }
        let deadline = self.locale.occasion_with_year(question.until, training.time_zone);
        parts.facts.insert(0, (self.word("mail-answer-by"), deadline));
        parts
    }

    /// Somebody else's application, for whoever approves it.
    fn approval(&self, message: &Message, training: &Training, approval: &Approval) -> Parts {
        let mut parts = self.training(message, training, None);
        parts.link = match &approval.token {
            Some(token) => self.link(&format!("/answer/{token}")),
            None => self.link("/employer/approvals"),
        };
        let until = approval.until.map(|until| {
            (self.word("mail-answer-by"), self.locale.occasion_with_year(until, training.time_zone))
        });
        let applicant = (self.word("mail-applicant"), flat(&approval.applicant));
        parts.facts.splice(0..0, std::iter::once(applicant).chain(until));
        parts
    }

    fn meeting(&self, message: &Message, training: &Training, meeting: &Meeting) -> Parts {
        let arguments =
            [("session", self.title(&meeting.title).into()), ("course", self.course(training).into())];
        let subject = self.of(message, "subject", &[("title", self.title(&training.title).into())]);
        let what = self.of(message, "what", &arguments);
        let path = format!("/me/enrollments/{}", training.enrollment);
        let mut facts = vec![(self.word("mail-when"), self.span(meeting))];
        if !matches!(message, Message::SessionCancelled(..)) {
            let places = [&meeting.venue, &meeting.link].into_iter().flatten().map(|place| flat(place));
            facts.extend(places.map(|place| (self.word("mail-where"), place)));
            if facts.len() == 1 {
                facts.push((self.word("mail-where"), self.place(training)));
            }
        }
        let more = self.contact(training).into_iter().collect();
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    fn interrupted(&self, message: &Message, training: &Training, meeting: &Meeting, rest: Rest) -> Parts {
        let arguments =
            [("session", self.title(&meeting.title).into()), ("course", self.course(training).into())];
        let subject = self.of(message, "subject", &[("title", self.title(&training.title).into())]);
        let what = self.of(message, &format!("what-{}", hyphenated(rest.state.as_str())), &arguments);
        let path = format!("/me/enrollments/{}", training.enrollment);
        Parts {
            facts: vec![
                (self.word("mail-when"), self.span(meeting)),
                (self.word("mail-counted"), self.minutes_left(rest)),
            ],
            more: self.contact(training).into_iter().collect(),
            ..self.frame(message, subject, what, &path)
        }
    }

    fn decision(&self, message: &Message, decision: &Decision) -> Parts {
        let (subject, what) = self.about(message, &decision.title, &decision.code);
        let people = [
            ("people", Value::from(decision.people.to_string())),
            ("minimum", Value::from(decision.minimum.to_string())),
        ];
        let facts = vec![
            (self.word("mail-decide-by"), self.locale.date(decision.decide_on)),
            (self.word("mail-people"), self.words.text_with(self.locale, "mail-people-of", &people)),
        ];
        let path = format!("/manage/cohorts/{}", decision.cohort);
        let more = vec![self.of(message, "more", &[])];
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    fn share(&self, message: &Message, training: &Training, share: &Share) -> Parts {
        let subject = self.of(message, "subject", &[("title", self.title(&training.title).into())]);
        let course = ("course", self.course(training).into());
        let what = match &share.person {
            None => self.of(message, "what", &[course]),
            Some(person) => self.of(message, "what-officer", &[course, ("person", flat(person).into())]),
        };
        let counted = self.minutes_credited(share);
        let needed = share.needed.iter().map(|meeting| (self.word("mail-not-to-miss"), self.needed(meeting)));
        let path = format!("/me/enrollments/{}", training.enrollment);
        Parts {
            facts: std::iter::once((self.word("mail-counted"), counted)).chain(needed).collect(),
            more: self.contact(training).into_iter().collect(),
            ..self.frame(message, subject, what, &path)
        }
    }

    fn unfilled(&self, message: &Message, unfilled: &Unfilled) -> Parts {
        let subject = self.of(message, "subject", &[("title", self.title(&unfilled.title).into())]);
        let course = self.named(&unfilled.title, &unfilled.code);
        let session = self.title(&unfilled.meeting.title);
        let what = self.of(message, "what", &[("session", session.into()), ("course", course.into())]);
        let marked = [
            ("marked", Value::from(unfilled.marked.to_string())),
            ("people", Value::from(unfilled.people.to_string())),
        ];
        let marked = self.words.text_with(self.locale, "mail-marked-of", &marked);
        let mut facts =
            vec![(self.word("mail-when"), self.span(&unfilled.meeting)), (self.word("mail-marked"), marked)];
        facts.extend(unfilled.closes_at.map(|at| {
            (self.word("mail-closes-at"), self.locale.occasion_with_year(at, unfilled.meeting.time_zone))
        }));
        let more = vec![self.of(message, "more", &[])];
        let path = format!("/teach/sessions/{}", unfilled.session);
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    fn claim(&self, message: &Message, claim: &Claim) -> Parts {
        let course = self.claimed(claim);
        let subject = self.of(message, "subject", &[("title", course.clone().into())]);
        let what = self.of(message, "what", &[("title", course.into())]);
        let person = claim.person.as_ref().map(|person| (self.word("mail-person"), flat(person)));
        let document = claim.document.as_ref().map(|document| (self.word("mail-document"), flat(document)));
        let facts = person.into_iter().chain(document).collect();
        let frame = self.frame(message, subject, what, &claim.path);
        Parts { facts, more: vec![flat(&claim.explanation)], ..frame }
    }

    fn handover(&self, message: &Message, handover: &Handover) -> Parts {
        let (subject, what) = self.about(message, &handover.title, &handover.code);
        let facts = vec![
            (self.word("mail-leaves"), flat(&handover.from)),
            (self.word("mail-comes"), flat(&handover.to)),
        ];
        let path = format!("/manage/enrollments/{}", handover.enrollment);
        Parts { facts, more: vec![flat(&handover.explanation)], ..self.frame(message, subject, what, &path) }
    }

    fn written(&self, message: &Message, training: &Training, written: &Written) -> Parts {
        let subject = self.line(message, &written.subject);
        let mut facts = vec![
            (self.word("mail-about"), self.course(training)),
            (self.word("mail-when"), self.dates(training)),
        ];
        if !written.author.is_empty() {
            facts.push((self.word("mail-from"), flat(&written.author)));
        }
        let path = format!("/me/enrollments/{}", training.enrollment);
        let (body, more) = (self.paragraphs(message, &written.body), self.contact(training));
        let frame = self.frame(message, subject.clone(), subject, &path);
        Parts { body, facts, more: more.into_iter().collect(), ..frame }
    }

    fn opening(&self, message: &Message, opening: &Opening) -> Parts {
        let (subject, what) = self.about(message, &opening.title, &opening.code);
        let form = format!("mail-form-{}", hyphenated(opening.form.as_str()));
        let facts = vec![
            (self.word("mail-when"), self.locale.period(opening.starts_on, opening.ends_on)),
            (self.word("mail-form"), self.word(&form)),
            (self.word("mail-apply"), self.locale.period(opening.opens_on, opening.closes_on)),
        ];
        let more = vec![self.of(message, "more", &[])];
        Parts { facts, more, ..self.frame(message, subject, what, &format!("/cohorts/{}", opening.cohort)) }
    }

    fn invitation(&self, message: &Message, invitation: &Invitation) -> Parts {
        let title = self.title(&invitation.title);
        let course = [("title", title.clone().into()), ("code", flat(invitation.code.as_str()).into())];
        let course = self.words.text_with(self.locale, "mail-course", &course);
        let organization = self.title(&invitation.organization);
        let subject = self.of(message, "subject", &[("title", title.into())]);
        let what =
            self.of(message, "what", &[("course", course.into()), ("organization", organization.into())]);
        let form = self.word(&format!("mail-form-{}", hyphenated(invitation.form.as_str())));
        let facts = vec![
            (self.word("mail-when"), self.locale.period(invitation.starts_on, invitation.ends_on)),
            (self.word("mail-form"), form),
            (self.word("mail-seats"), invitation.seats.to_string()),
            (self.word("mail-apply-by"), self.locale.date(invitation.closes_on)),
        ];
        let contact = invitation.contact.as_ref();
        let contact = contact.map(|contact| format!("{}: {}", self.word("mail-ask"), flat(contact)));
        let path = format!("/employer/cohorts/{}/nominations/new", invitation.cohort);
        let more = contact.into_iter().collect();
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    fn award(&self, message: &Message, award: &Award) -> Parts {
        let title = [("title", self.title(&award.title).into())];
        let (subject, what) = (self.of(message, "subject", &title), self.of(message, "what", &title));
        let check = self.link(&format!("/verify/{}", award.code));
        let more = vec![self.of(message, "check", &[("link", check.into())])];
        let facts = vec![(self.word("mail-number"), flat(&award.number))];
        Parts { facts, more, ..self.frame(message, subject, what, "/me/certificates") }
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

    fn of(&self, message: &Message, part: &str, arguments: &[(&str, Value<'_>)]) -> String {
        self.words.text_with(self.locale, &format!("mail-{}-{part}", hyphenated(message.key())), arguments)
    }

    fn word(&self, key: &str) -> String {
        self.words.text(self.locale, key)
    }

    fn link(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    fn title(&self, title: &Both<Title>) -> String {
        match self.locale {
            Locale::Uk => flat(title.uk.as_str()),
            Locale::En => flat(title.en.as_str()),
        }
    }

    fn course(&self, training: &Training) -> String {
        self.named(&training.title, &training.code)
    }

    fn named(&self, title: &Both<Title>, code: &Code) -> String {
        let arguments = [("title", self.title(title).into()), ("code", flat(code.as_str()).into())];
        self.words.text_with(self.locale, "mail-course", &arguments)
    }

    /// Subject and first line of a letter about a cohort.
    fn about(&self, message: &Message, title: &Both<Title>, code: &Code) -> (String, String) {
        let subject = self.of(message, "subject", &[("title", self.title(title).into())]);
        (subject, self.of(message, "what", &[("course", self.named(title, code).into())]))
    }

    fn dates(&self, training: &Training) -> String {
        let period = self.locale.period(training.starts_on, training.ends_on);
        let Some(first) = training.first_session else { return period };
        let occasion = self.locale.occasion(first, training.time_zone);
        let arguments = [("period", period.into()), ("occasion", occasion.into())];
        self.words.text_with(self.locale, "mail-first-session", &arguments)
    }

    fn span(&self, meeting: &Meeting) -> String {
        let start = self.locale.occasion_with_year(meeting.starts_at, meeting.time_zone);
        let end = self.locale.time(meeting.ends_at.with_timezone(&meeting.time_zone).time());
        self.words.text_with(self.locale, "mail-until", &[("start", start.into()), ("end", end.into())])
    }

    /// The title of the course that something is to count as.
    fn claimed(&self, claim: &Claim) -> String {
        match self.locale {
            Locale::Uk => flat(&claim.course.uk),
            Locale::En => flat(&claim.course.en),
        }
    }

    fn minutes_left(&self, rest: Rest) -> String {
        let minutes = [("held", rest.held.into()), ("planned", rest.planned.into())];
        self.words.text_with(self.locale, "mail-counted-minutes", &minutes)
    }

    fn minutes_credited(&self, share: &Share) -> String {
        let minutes = [("credited", share.credited.into()), ("required", share.required.into())];
        self.words.text_with(self.locale, "mail-credited-of", &minutes)
    }

    /// A session that must not be missed.
    fn needed(&self, meeting: &Meeting) -> String {
        format!("{}, {}", self.title(&meeting.title), self.span(meeting))
    }

    fn place(&self, training: &Training) -> String {
        training.venue.as_ref().map_or_else(|| self.no_place(training.form), |venue| flat(venue))
    }

    /// For whoever is not told the place, or not yet.
    fn no_place(&self, form: Form) -> String {
        match form {
            Form::Online => self.word("mail-where-online"),
            Form::InPerson | Form::Blended => self.word("mail-where-later"),
        }
    }

    fn contact(&self, training: &Training) -> Option<String> {
        training.contact.as_ref().map(|contact| format!("{}: {}", self.word("mail-ask"), flat(contact)))
    }
}

/// Keys of words have hyphens where the words of the code have underscores.
fn hyphenated(word: &str) -> String {
    word.replace('_', "-")
}

/// A value keeps to its line, whatever was stored: nobody can write lines of their own into our letters.
fn flat(value: &str) -> String {
    value
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect()
}
