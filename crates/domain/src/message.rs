//! What a manager writes to people of a cohort: to whom, in which words, and whether they may do without it.

use crate::access::Author;
use crate::email::Need;
use crate::enrollment::EnrollmentState;
use crate::id::{CohortId, EnrollmentId, MessageId};
use crate::pattern::{Pattern, Placeholder};
use crate::person::{FullName, Language};
use crate::rejection::{Checks, Fault, Invalid};
use crate::text::{Prose, Subject};
use crate::words;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

words! {
    /// People of a cohort who can be written to together.
    Group {
        /// They hold a seat.
        Confirmed = "confirmed",
        /// They hold a seat, were asked whether they still come, and have not answered.
        NotReconfirmed = "not_reconfirmed",
        Waitlisted = "waitlisted",
        /// They wait for a decision.
        Applied = "applied",
        /// A seat is held until they answer.
        Offered = "offered",
        /// Their employer named them, and they have not answered.
        Nominated = "nominated",
    }
}

impl Group {
    /// The group of an enrollment in this state, if it is not over. Those who have not re-confirmed are a part of one.
    pub const fn of(state: EnrollmentState) -> Option<Self> {
        match state {
            EnrollmentState::Confirmed => Some(Self::Confirmed),
            EnrollmentState::Waitlisted => Some(Self::Waitlisted),
            EnrollmentState::Applied | EnrollmentState::EmployerApproved => Some(Self::Applied),
            EnrollmentState::Offered => Some(Self::Offered),
            EnrollmentState::Nominated => Some(Self::Nominated),
            EnrollmentState::Declined
            | EnrollmentState::Rejected
            | EnrollmentState::Withdrawn
            | EnrollmentState::Transferred => None,
        }
    }

    /// The states whose enrollments are all in it.
    pub fn states(self) -> impl Iterator<Item = EnrollmentState> {
        EnrollmentState::ALL.iter().copied().filter(move |state| Self::of(*state) == Some(self))
    }
}

/// To whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody in these groups.
    Groups(BTreeSet<Group>),
    /// One person, in whatever state.
    One(EnrollmentId),
}

impl Audience {
    /// Whether an enrollment in this state is meant; `unanswered` when its person was asked whether they still come and has
    /// not answered.
    pub fn includes(&self, enrollment: EnrollmentId, state: EnrollmentState, unanswered: bool) -> bool {
        match self {
            Self::Groups(groups) => {
                let seated = state == EnrollmentState::Confirmed;
                Group::of(state).is_some_and(|group| groups.contains(&group))
                    || (seated && unanswered && groups.contains(&Group::NotReconfirmed))
            }
            Self::One(one) => *one == enrollment,
        }
    }

    /// Whether it takes to know who has not re-confirmed.
    pub fn asks_for_answers(&self) -> bool {
        matches!(self, Self::Groups(groups) if groups.contains(&Group::NotReconfirmed))
    }
}

/// What can be filled into a message.
pub const PLACEHOLDERS: &[Placeholder] = &[
    Placeholder::Name,
    Placeholder::Course,
    Placeholder::Cohort,
    Placeholder::Dates,
    Placeholder::Place,
    Placeholder::Link,
];

/// The words of a message in one language; both have been read as patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageText {
    pub subject: Subject,
    pub body: Prose,
}

impl MessageText {
    /// `None` when neither was typed.
    fn read(of: [&'static str; 2], raw: [&str; 2]) -> Result<Option<Self>, Vec<Invalid>> {
        let ([subject_field, body_field], [subject, body]) = (of, raw);
        if subject.trim().is_empty() && body.trim().is_empty() {
            return Ok(None);
        }
        let mut checks = Checks::default();
        let known = |field: &str, text: &str| Pattern::read(field, text, PLACEHOLDERS).map(drop);
        let subject = checks.take(
            Subject::new(subject_field, subject)
                .and_then(|read| known(subject_field, read.as_str()).map(|()| read)),
        );
        let body = checks.take(Prose::new(body_field, body).and_then(|read| {
            if read.is_empty() {
                return Err(Invalid::new(body_field, Fault::Missing));
            }
            known(body_field, read.as_str()).map(|()| read)
        }));
        match (subject, body) {
            (Some(subject), Some(body)) => Ok(Some(Self { subject, body })),
            _ => Err(checks.into_faults()),
        }
    }

    /// Subject and body, ready to be filled in.
    pub fn patterns(&self) -> Result<(Pattern, Pattern), Invalid> {
        let read = |field: &str, text: &str| Pattern::read(field, text, PLACEHOLDERS);
        Ok((read("subject", self.subject.as_str())?, read("body", self.body.as_str())?))
    }
}

/// What it takes to write to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessagePlan {
    pub audience: Audience,
    /// One of the two is there.
    pub uk: Option<MessageText>,
    pub en: Option<MessageText>,
}

impl MessagePlan {
    /// The words for readers of this language, and which language they are in: the other one where there is only that.
    pub fn text_for(&self, language: Language) -> Option<(Language, &MessageText)> {
        let of = |language| match language {
            Language::Ukrainian => self.uk.as_ref().map(|text| (language, text)),
            Language::English => self.en.as_ref().map(|text| (language, text)),
        };
        of(language).or_else(|| of(language.other()))
    }
}

/// The same as typed.
#[derive(Clone, Debug, Default)]
pub struct RawMessage {
    /// Names of groups.
    pub groups: Vec<String>,
    /// The enrollment of one person, instead of groups.
    pub enrollment: String,
    pub subject_uk: String,
    pub body_uk: String,
    pub subject_en: String,
    pub body_en: String,
}

impl TryFrom<&RawMessage> for MessagePlan {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawMessage) -> Result<Self, Vec<Invalid>> {
        let audience = audience(raw);
        let uk = MessageText::read(["subject_uk", "body_uk"], [&raw.subject_uk, &raw.body_uk]);
        let en = MessageText::read(["subject_en", "body_en"], [&raw.subject_en, &raw.body_en]);
        match (audience, uk, en) {
            (Ok(audience), Ok(uk), Ok(en)) if uk.is_some() || en.is_some() => Ok(Self { audience, uk, en }),
            (audience, uk, en) => {
                let mut faults: Vec<Invalid> = audience.err().into_iter().collect();
                if matches!((&uk, &en), (Ok(None), Ok(None))) {
                    faults.extend(["subject_uk", "body_uk"].map(|field| Invalid::new(field, Fault::Missing)));
                }
                faults.extend([uk, en].into_iter().filter_map(Result::err).flatten());
                Err(faults)
            }
        }
    }
}

fn audience(raw: &RawMessage) -> Result<Audience, Invalid> {
    let one = raw.enrollment.trim();
    if !one.is_empty() {
        let unknown = |_| Invalid::new("enrollment_id", Fault::Unknown);
        return one.parse().map(Audience::One).map_err(unknown);
    }
    let unknown = |_| Invalid::new("groups", Fault::NotAWord);
    let groups = raw.groups.iter().map(|word| word.parse().map_err(unknown));
    let groups: BTreeSet<Group> = groups.collect::<Result<_, _>>()?;
    if groups.is_empty() {
        return Err(Invalid::new("groups", Fault::Missing));
    }
    Ok(Audience::Groups(groups))
}

/// A message that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub cohort: CohortId,
    pub author: Author,
    /// Who wrote it, if the person is still there.
    pub author_name: Option<FullName>,
    pub plan: MessagePlan,
    /// To how many it went.
    pub recipients: i32,
    pub sent_at: DateTime<Utc>,
}

/// Whether a reader can do without what a manager writes: not, while they hold a seat or are asked for an answer in a
/// cohort that is ahead or under way, since they act by it. To everybody else, and once it is over or called off, it is
/// news.
pub fn need(state: EnrollmentState, cohort_is_on: bool) -> Need {
    let acts =
        matches!(state, EnrollmentState::Confirmed | EnrollmentState::Offered | EnrollmentState::Nominated);
    if acts && cohort_is_on { Need::MustHave } else { Need::Optional }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw() -> RawMessage {
        RawMessage {
            groups: vec!["confirmed".to_owned(), "waitlisted".to_owned()],
            subject_uk: "Перепустка: {course}".to_owned(),
            body_uk: "Вітаємо, {name}!\r\n\r\nВізьміть паспорт.".to_owned(),
            ..RawMessage::default()
        }
    }

    fn faults(raw: &RawMessage) -> Vec<(String, Fault)> {
        let faults = MessagePlan::try_from(raw).unwrap_err();
        faults.into_iter().map(|invalid| (invalid.field, invalid.fault)).collect()
    }

    #[test]
    fn one_language_is_enough_and_serves_both() {
        let plan = MessagePlan::try_from(&raw()).unwrap();
        for language in [Language::Ukrainian, Language::English] {
            let (of, text) = plan.text_for(language).unwrap();
            assert_eq!((of, text.subject.as_str()), (Language::Ukrainian, "Перепустка: {course}"));
        }
        let both = RawMessage { subject_en: "Pass".to_owned(), body_en: "Bring it.".to_owned(), ..raw() };
        let both = MessagePlan::try_from(&both).unwrap();
        assert_eq!(both.text_for(Language::English).unwrap().0, Language::English);
    }

    #[test]
    fn every_fault_names_its_field() {
        assert_eq!(
            faults(&RawMessage::default()),
            ["groups", "subject_uk", "body_uk"].map(|field| (field.to_owned(), Fault::Missing))
        );
        let half = RawMessage { subject_en: "Pass".to_owned(), ..raw() };
        assert_eq!(faults(&half), [("body_en".to_owned(), Fault::Missing)]);
        let odd = RawMessage {
            groups: vec!["everybody".to_owned()],
            body_uk: "{surname}".to_owned(),
            subject_uk: "а\u{202e}б".to_owned(),
            ..raw()
        };
        let unknown = Fault::UnknownPlaceholder { name: "surname".into() };
        assert_eq!(
            faults(&odd),
            [
                ("groups".to_owned(), Fault::NotAWord),
                ("subject_uk".to_owned(), Fault::ForbiddenCharacter),
                ("body_uk".to_owned(), unknown)
            ]
        );
        let nobody = RawMessage { enrollment: "7".to_owned(), ..raw() };
        assert_eq!(faults(&nobody), [("enrollment_id".to_owned(), Fault::Unknown)]);
    }

    #[test]
    fn a_line_break_in_a_subject_is_a_space() {
        let raw = RawMessage { subject_uk: "Так\r\nBcc: x@y.test".to_owned(), ..raw() };
        let plan = MessagePlan::try_from(&raw).unwrap();
        assert_eq!(plan.uk.unwrap().subject.as_str(), "Так Bcc: x@y.test");
    }

    #[test]
    fn only_who_acts_by_it_has_to_read_it() {
        use EnrollmentState::{Applied, Confirmed, Nominated, Offered, Waitlisted, Withdrawn};
        for state in [Confirmed, Offered, Nominated] {
            assert_eq!(need(state, true), Need::MustHave);
            assert_eq!(need(state, false), Need::Optional);
        }
        for state in [Applied, Waitlisted, Withdrawn] {
            assert_eq!(need(state, true), Need::Optional);
        }
    }

    #[test]
    fn who_is_out_is_in_no_group() {
        let id = EnrollmentId(uuid::Uuid::nil());
        let all = Audience::Groups(Group::ALL.iter().copied().collect());
        for state in EnrollmentState::ALL {
            for unanswered in [false, true] {
                assert_eq!(all.includes(id, *state, unanswered), !state.is_over(), "{state}");
            }
            assert!(Group::of(*state).is_none_or(|group| group.states().any(|one| one == *state)));
            assert!(Audience::One(id).includes(id, *state, false));
        }
    }

    #[test]
    fn who_answered_or_has_no_seat_has_nothing_to_reconfirm() {
        let id = EnrollmentId(uuid::Uuid::nil());
        let silent = Audience::Groups([Group::NotReconfirmed].into());
        assert!(silent.asks_for_answers() && !Audience::One(id).asks_for_answers());
        for state in EnrollmentState::ALL {
            assert!(!silent.includes(id, *state, false), "{state}");
            assert_eq!(silent.includes(id, *state, true), *state == EnrollmentState::Confirmed, "{state}");
        }
    }
}
