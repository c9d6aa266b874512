//! The installation's own words for a kind of letter, in place of the product's.

use crate::access::Author;
use crate::email::MailKind;
use crate::pattern::{Pattern, Placeholder};
use crate::person::{FullName, Language};
use crate::rejection::{Checks, Fault, Invalid};
use crate::text::{Prose, Subject};
use chrono::{DateTime, Utc};

/// What the words of a kind may fill in, and what they have to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub may: &'static [Placeholder],
    /// A letter without these would be of no help.
    pub must: &'static [Placeholder],
}

mod shapes {
    use super::Placeholder::{
        Applying, Before, Check, Cohort, Colleague, Contact, Counted, Course, Dates, Deadline, Document,
        Link, Marked, Minimum, Name, Number, Organization, People, Person, Place, Position, Reason, Seats,
        Session, Sessions, Time,
    };
    use super::Shape;

    pub(super) const ACCOUNT: Shape = Shape { may: &[Name, Deadline, Link], must: &[Link] };
    pub(super) const TRAINING: Shape =
        Shape { may: &[Name, Course, Cohort, Dates, Place, Reason, Contact, Link], must: &[Course, Link] };
    /// Every decision explains itself.
    pub(super) const REFUSAL: Shape = Shape { must: &[Course, Reason, Link], ..TRAINING };
    pub(super) const QUEUE: Shape = Shape {
        may: &[Name, Course, Cohort, Dates, Place, Reason, Position, Contact, Link],
        must: &[Course, Reason, Link],
    };
    pub(super) const QUESTION: Shape = Shape {
        may: &[Name, Course, Cohort, Dates, Place, Reason, Deadline, Contact, Link],
        must: &[Course, Deadline, Link],
    };
    pub(super) const MEETING: Shape = Shape {
        may: &[Name, Course, Cohort, Session, Time, Place, Contact, Link],
        must: &[Session, Time, Link],
    };
    pub(super) const MADE_UP: Shape = Shape { must: &[Session, Time, Place, Link], ..MEETING };
    pub(super) const MOVED: Shape = Shape {
        may: &[Name, Course, Cohort, Session, Time, Place, Before, Contact, Link],
        must: &[Session, Time, Place, Link],
    };
    pub(super) const TAUGHT: Shape =
        Shape { may: &[Name, Course, Cohort, Session, Time, Link], must: &[Session, Time, Link] };
    pub(super) const TAUGHT_MOVED: Shape = Shape {
        may: &[Name, Course, Cohort, Session, Time, Place, Before, Link],
        must: &[Session, Time, Place, Link],
    };
    pub(super) const DECISION: Shape = Shape {
        may: &[Name, Course, Cohort, People, Minimum, Deadline, Link],
        must: &[Cohort, Deadline, Link],
    };
    pub(super) const CERTIFICATE: Shape =
        Shape { may: &[Name, Course, Number, Check, Link], must: &[Number, Link] };
    /// An application may wait without a last moment.
    pub(super) const APPROVAL: Shape = Shape {
        may: &[Name, Person, Course, Cohort, Dates, Place, Deadline, Contact, Link],
        must: &[Person, Course, Link],
    };
    pub(super) const HANDOVER: Shape = Shape {
        may: &[Name, Person, Colleague, Course, Cohort, Reason, Link],
        must: &[Person, Colleague, Cohort, Link],
    };
    pub(super) const DEPUTY: Shape = Shape {
        may: &[Name, Person, Colleague, Organization, Dates, Link],
        must: &[Person, Colleague, Dates, Link],
    };
    pub(super) const CLAIM: Shape =
        Shape { may: &[Name, Person, Course, Document, Reason, Link], must: &[Person, Course, Link] };
    pub(super) const VERDICT: Shape =
        Shape { may: &[Name, Course, Reason, Link], must: &[Course, Reason, Link] };
    /// Minutes alone do not say whether they count.
    pub(super) const INTERRUPTED: Shape = Shape {
        may: &[Name, Course, Cohort, Session, Time, Reason, Counted, Contact, Link],
        must: &[Session, Reason, Link],
    };
    pub(super) const REGISTER: Shape = Shape {
        may: &[Name, Course, Cohort, Session, Time, People, Marked, Deadline, Link],
        must: &[Session, Time, Link],
    };
    pub(super) const SHARE: Shape = Shape {
        may: &[Name, Person, Course, Cohort, Dates, Counted, Sessions, Contact, Link],
        must: &[Person, Course, Sessions, Link],
    };
    pub(super) const PLEA: Shape = Shape {
        may: &[Name, Person, Course, Cohort, Session, Time, Reason, Document, Link],
        must: &[Person, Session, Link],
    };
    pub(super) const ANSWERED: Shape = Shape {
        may: &[Name, Course, Cohort, Session, Time, Reason, Contact, Link],
        must: &[Session, Reason, Link],
    };
    pub(super) const OPENING: Shape =
        Shape { may: &[Name, Course, Cohort, Dates, Place, Applying, Link], must: &[Course, Applying, Link] };
    pub(super) const INVITATION: Shape = Shape {
        may: &[Name, Organization, Course, Cohort, Dates, Place, Seats, Deadline, Contact, Link],
        must: &[Organization, Course, Deadline, Link],
    };
}

/// The shape of a kind; `None` for what nobody can put into other words.
pub const fn shape(kind: MailKind) -> Option<Shape> {
    Some(match kind {
        MailKind::ConfirmAddress | MailKind::ResetPassword | MailKind::AlreadyRegistered => shapes::ACCOUNT,
        MailKind::ApplicationReceived
        | MailKind::ApplicationMovedOn
        | MailKind::SeatConfirmed
        | MailKind::Promoted
        | MailKind::AnswerDeclined
        | MailKind::AnswerOverdue
        | MailKind::Transferred
        | MailKind::Withdrawn
        | MailKind::CohortConfirmed
        | MailKind::CohortCancelled => shapes::TRAINING,
        MailKind::Rejected => shapes::REFUSAL,
        MailKind::Waitlisted => shapes::QUEUE,
        MailKind::SeatOffered | MailKind::NominationAsked | MailKind::ReconfirmationAsked => shapes::QUESTION,
        MailKind::ApprovalAsked => shapes::APPROVAL,
        MailKind::SeatPassedOn => shapes::HANDOVER,
        MailKind::StandInNamed | MailKind::StandInEnded => shapes::DEPUTY,
        MailKind::EquivalentStated => shapes::CLAIM,
        MailKind::EquivalentDecided => shapes::VERDICT,
        MailKind::SessionTomorrow | MailKind::SessionCancelled | MailKind::GuestPlaceEnded => shapes::MEETING,
        MailKind::SessionChanged => shapes::MOVED,
        MailKind::TaughtSessionChanged => shapes::TAUGHT_MOVED,
        MailKind::TaughtSessionCancelled => shapes::TAUGHT,
        MailKind::MakeUpPlanned | MailKind::GuestPlaceGiven => shapes::MADE_UP,
        MailKind::SessionInterrupted => shapes::INTERRUPTED,
        MailKind::RegisterUnfilled => shapes::REGISTER,
        MailKind::AttendanceAtRisk => shapes::SHARE,
        MailKind::PleaMade => shapes::PLEA,
        MailKind::PleaDecided => shapes::ANSWERED,
        MailKind::CourseOpened => shapes::OPENING,
        MailKind::CohortInvitation => shapes::INVITATION,
        MailKind::DecisionDue => shapes::DECISION,
        MailKind::CertificateIssued => shapes::CERTIFICATE,
        MailKind::CohortMessage | MailKind::CohortNews | MailKind::TemplateFailed | MailKind::DailyDigest => {
            return None;
        }
    })
}

/// The words of one kind in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateText {
    pub subject: Subject,
    /// The first line of the letter; the subject when there is none.
    pub greeting: Option<Subject>,
    pub body: Prose,
}

/// The same as typed.
#[derive(Clone, Debug, Default)]
pub struct RawTemplate {
    pub subject: String,
    pub greeting: String,
    pub body: String,
}

/// The words, ready to be filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patterns {
    pub subject: Pattern,
    pub greeting: Option<Pattern>,
    pub body: Pattern,
    /// Without a value for each of these the letter goes out in the product's words.
    pub must: &'static [Placeholder],
}

impl TemplateText {
    /// Takes words for a kind: what they fill in is known there, and what has to be said stands in the body.
    pub fn read(kind: MailKind, raw: &RawTemplate) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let subject = checks.take(Subject::new("subject", &raw.subject));
        let greeting = checks.take(Subject::optional("greeting", &raw.greeting));
        let body = checks.take(Prose::new("body", &raw.body));
        if body.as_ref().is_some_and(Prose::is_empty) {
            checks.note("body", Fault::Missing);
            return Err(checks.into_faults());
        }
        let (Some(subject), Some(greeting), Some(body)) = (subject, greeting, body) else {
            return Err(checks.into_faults());
        };
        let text = Self { subject, greeting, body };
        for (field, words) in text.parts() {
            let known = shape(kind).map_or::<&[Placeholder], _>(&[], |shape| shape.may);
            checks.take(Pattern::read(field, words, known));
        }
        checks.finish()?;
        text.patterns(kind).map_err(|fault| vec![fault])?;
        Ok(text)
    }

    fn parts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let greeting = self.greeting.as_ref().map(|line| ("greeting", line.as_str()));
        [("subject", self.subject.as_str())].into_iter().chain(greeting).chain([("body", self.body.as_str())])
    }

    /// The words, ready to be filled in for a kind.
    ///
    /// # Errors
    /// When they do not fit the kind, as words of an earlier version of the product may.
    pub fn patterns(&self, kind: MailKind) -> Result<Patterns, Invalid> {
        let Shape { may, must } = shape(kind).ok_or_else(|| Invalid::new("kind", Fault::Unknown))?;
        let greeting = self.greeting.as_ref().map(|line| Pattern::read("greeting", line.as_str(), may));
        let body = Pattern::read("body", self.body.as_str(), may)?;
        match must.iter().find(|place| !body.uses(**place)) {
            Some(missing) => {
                let name = missing.as_str().into();
                Err(Invalid::new("body", Fault::PlaceholderMissing { name }))
            }
            None => Ok(Patterns {
                subject: Pattern::read("subject", self.subject.as_str(), may)?,
                greeting: greeting.transpose()?,
                body,
                must,
            }),
        }
    }
}

/// One version of the words of a kind in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub kind: MailKind,
    pub language: Language,
    /// 1 for the first.
    pub number: i64,
    /// `None`: the product's words again.
    pub text: Option<TemplateText>,
    pub author: Author,
    /// Who wrote it, if the person is still there.
    pub author_name: Option<FullName>,
    pub at: DateTime<Utc>,
    /// When a letter could not be written with it for the first time, and why.
    pub failed: Option<(DateTime<Utc>, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(body: &str) -> RawTemplate {
        RawTemplate {
            subject: "Місце у групі {cohort}".to_owned(),
            greeting: "Вітаємо, {name}!".to_owned(),
            body: body.to_owned(),
        }
    }

    fn faults(kind: MailKind, raw: &RawTemplate) -> Vec<(String, Fault)> {
        let faults = TemplateText::read(kind, raw).unwrap_err();
        faults.into_iter().map(|invalid| (invalid.field, invalid.fault)).collect()
    }

    #[test]
    fn what_has_to_be_said_is_demanded() {
        let kind = MailKind::SeatOffered;
        let body = "Курс {course}. Відповісти до {deadline}: {link}";
        let text = TemplateText::read(kind, &raw(body)).unwrap();
        assert!(text.patterns(kind).unwrap().body.uses(Placeholder::Deadline));
        for (body, name) in [
            ("Курс {course}. {link}", "deadline"),
            ("{course} {deadline}", "link"),
            ("{link} {deadline}", "course"),
        ] {
            let missing = Fault::PlaceholderMissing { name: name.into() };
            assert_eq!(faults(kind, &raw(body)), [("body".to_owned(), missing)], "{body}");
        }
    }

    #[test]
    fn every_fault_names_its_field() {
        let odd = RawTemplate {
            subject: "{position".to_owned(),
            greeting: "{patronymic}".to_owned(),
            body: "{number} {link}".to_owned(),
        };
        let unknown = |name: &str| Fault::UnknownPlaceholder { name: name.into() };
        assert_eq!(
            faults(MailKind::SeatConfirmed, &odd),
            [
                ("subject".to_owned(), Fault::BrokenPlaceholder),
                ("greeting".to_owned(), unknown("patronymic")),
                ("body".to_owned(), unknown("number")),
            ]
        );
        let empty = faults(MailKind::SeatConfirmed, &RawTemplate::default());
        assert_eq!(empty, ["subject", "body"].map(|field| (field.to_owned(), Fault::Missing)));
        assert!(TemplateText::read(MailKind::DailyDigest, &raw("{link}")).is_err());
    }

    /// What nobody can put into other words, and why.
    const FIXED: &[(MailKind, &str)] = &[
        (MailKind::CohortMessage, "its words are the manager's"),
        (MailKind::CohortNews, "its words are the manager's"),
        (MailKind::TemplateFailed, "it warns of words that failed, so it cannot hang on such words itself"),
        (MailKind::DailyDigest, "it is a frame around other letters"),
    ];

    #[test]
    fn every_kind_can_be_reworded_or_is_fixed_for_a_reason() {
        for kind in MailKind::ALL {
            let fixed = FIXED.iter().any(|(one, why)| one == kind && !why.is_empty());
            assert_ne!(shape(*kind).is_some(), fixed, "{kind}");
        }
    }

    #[test]
    fn what_must_be_said_may_be_said() {
        for shape in MailKind::ALL.iter().filter_map(|kind| shape(*kind)) {
            assert!(shape.must.iter().all(|place| shape.may.contains(place)), "{shape:?}");
            assert!(shape.must.contains(&Placeholder::Link));
        }
    }
}
