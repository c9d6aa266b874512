//! A manager's messages as JSON.

use super::Tag;
use super::answer::Many;
use super::paging::{limit, open};
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, MANAGERS};
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::Error;
use postup_app::message::{Confirmation, Counts, Prepared, Sample};
use postup_domain::id::{CohortId, EnrollmentId, MessageId, PersonId};
use postup_domain::message::{Audience, Group, Message, MessagePlan, MessageText, RawMessage};
use postup_domain::notification::NotificationState;
use postup_domain::person::Language;
use postup_domain::rejection::Fault;

/// What managers write to people of their cohorts.
pub struct MessageApi {
    pub site: Site,
}

pub const POLICIES: &[Line] = &[
    (Method::GET, "/cohorts/:id/messages", MANAGERS),
    (Method::POST, "/cohorts/:id/messages/preview", MANAGERS),
    (Method::POST, "/cohorts/:id/messages", MANAGERS),
    (Method::GET, "/messages/:id", MANAGERS),
];

/// A subject and a text in one language, plain, with placeholders: `{name}`, `{course}`, `{cohort}`, `{dates}`, `{place}`,
/// `{link}`.
#[derive(Debug, Default, Object)]
#[oai(rename = "MessageText", deny_unknown_fields)]
struct Words {
    subject: String,
    body: String,
}

impl From<&MessageText> for Words {
    fn from(text: &MessageText) -> Self {
        Self { subject: text.subject.to_string(), body: text.body.to_string() }
    }
}

/// What it takes to write to people: some groups of them, or the enrollment of one; one language at least.
#[derive(Debug, Object)]
#[oai(rename = "MessagePlan", deny_unknown_fields)]
struct Plan {
    #[oai(default)]
    groups: Vec<Group>,
    enrollment_id: Option<EnrollmentId>,
    uk: Option<Words>,
    en: Option<Words>,
}

/// The same with what was confirmed.
#[derive(Debug, Object)]
#[oai(rename = "NewMessage", deny_unknown_fields)]
struct Confirmed {
    #[oai(default)]
    groups: Vec<Group>,
    enrollment_id: Option<EnrollmentId>,
    uk: Option<Words>,
    en: Option<Words>,
    /// As the preview gave it. It stands for the words and for everybody who gets them; the same one again sends nothing.
    confirmation: String,
}

impl TryFrom<Plan> for MessagePlan {
    type Error = Error;

    fn try_from(typed: Plan) -> Result<Self, Error> {
        let (uk, en) = (typed.uk.unwrap_or_default(), typed.en.unwrap_or_default());
        let raw = RawMessage {
            groups: typed.groups.iter().map(ToString::to_string).collect(),
            enrollment: typed.enrollment_id.map(|id| id.to_string()).unwrap_or_default(),
            subject_uk: uk.subject,
            body_uk: uk.body,
            subject_en: en.subject,
            body_en: en.body,
        };
        let named = |field: &str| match field.split_once('_') {
            Some((part @ ("subject" | "body"), language)) => format!("{language}.{part}"),
            _ => field.to_owned(),
        };
        Self::try_from(&raw).map_err(|mut faults| {
            for fault in &mut faults {
                fault.field = named(&fault.field);
            }
            Error::Invalid(faults)
        })
    }
}

/// How many people, and how it reaches them.
#[derive(Debug, Object)]
struct Reach {
    people: usize,
    /// By the language they read.
    in_ukrainian: usize,
    in_english: usize,
    /// Get it at once whatever they prefer: they hold a seat or are asked about one, and the cohort is not over.
    must_have: usize,
    /// Get it as they prefer to get what they can do without.
    optional: usize,
    /// Of the latter, those who want no such mail.
    unwanted: usize,
    /// Their address takes no mail, or their account is suspended.
    unreachable: usize,
}

impl From<Counts> for Reach {
    fn from(counts: Counts) -> Self {
        let Counts { people, in_ukrainian, in_english, must_have, optional, unwanted, unreachable } = counts;
        Self { people, in_ukrainian, in_english, must_have, optional, unwanted, unreachable }
    }
}

/// The letter for the longest name among the recipients.
#[derive(Debug, Object)]
#[oai(rename = "MessageSample")]
struct SampleOut {
    language: Language,
    /// Whose name is filled in.
    reader: String,
    subject: String,
    text: String,
}

impl From<Sample> for SampleOut {
    fn from(sample: Sample) -> Self {
        let Sample { language, reader, letter } = sample;
        Self { language, reader, subject: letter.subject, text: letter.text }
    }
}

/// What would go to whom.
#[derive(Debug, Object)]
#[oai(rename = "MessagePreview")]
struct Preview {
    /// To be sent back with the same words.
    confirmation: String,
    reach: Reach,
    samples: Vec<SampleOut>,
}

impl From<Prepared> for Preview {
    fn from(prepared: Prepared) -> Self {
        Self {
            confirmation: prepared.confirmation.to_string(),
            reach: prepared.counts.into(),
            samples: prepared.samples.into_iter().map(SampleOut::from).collect(),
        }
    }
}

/// How many letters stand where.
#[derive(Debug, Object)]
struct FateCount {
    state: NotificationState,
    letters: i64,
}

/// A message that was sent.
#[derive(Debug, Object)]
#[oai(rename = "Message")]
struct MessageOut {
    id: MessageId,
    cohort_id: CohortId,
    #[oai(skip_serializing_if_is_none)]
    author: Option<PersonId>,
    groups: Vec<Group>,
    #[oai(skip_serializing_if_is_none)]
    enrollment_id: Option<EnrollmentId>,
    #[oai(skip_serializing_if_is_none)]
    uk: Option<Words>,
    #[oai(skip_serializing_if_is_none)]
    en: Option<Words>,
    recipients: i32,
    sent_at: DateTime<Utc>,
    /// Only where one message is asked for; the letters themselves are at `/notifications?message=`.
    #[oai(skip_serializing_if_is_none)]
    fates: Option<Vec<FateCount>>,
}

impl From<Message> for MessageOut {
    fn from(message: Message) -> Self {
        let (groups, enrollment_id) = match &message.plan.audience {
            Audience::Groups(groups) => (groups.iter().copied().collect(), None),
            Audience::One(one) => (Vec::new(), Some(*one)),
        };
        Self {
            id: message.id,
            cohort_id: message.cohort,
            author: message.author,
            groups,
            enrollment_id,
            uk: message.plan.uk.as_ref().map(Words::from),
            en: message.plan.en.as_ref().map(Words::from),
            recipients: message.recipients,
            sent_at: message.sent_at,
            fates: None,
        }
    }
}

#[derive(ApiResponse)]
enum Sent {
    /// The letters are on their way.
    #[oai(status = 201)]
    Message(Json<MessageOut>, #[oai(header = "Location")] String),
}

#[OpenApi(tag = "Tag::Notifications")]
impl MessageApi {
    /// What was written to people of a cohort, newest first
    #[oai(path = "/cohorts/:id/messages", method = "get", operation_id = "list_messages")]
    async fn list(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Many<MessageOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let after = open(cursor.0.as_deref())?;
        let page = self.site.app.messages(&permit, after.as_ref(), limit(most.0)?).await?;
        Ok(Many::page(request, page, MessageOut::from))
    }

    /// Shows what would go to whom; sends nothing
    #[oai(path = "/cohorts/:id/messages/preview", method = "post", operation_id = "preview_message")]
    async fn preview(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<Plan>,
    ) -> Result<Json<Preview>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let plan = MessagePlan::try_from(body.0)?;
        Ok(Json(self.site.app.prepare_message(&permit, &plan).await?.into()))
    }

    /// Sends what was previewed, to those it was previewed for
    ///
    /// With `rejection-selection-changed` nothing was sent: look at the preview again.
    #[oai(path = "/cohorts/:id/messages", method = "post", operation_id = "send_message")]
    async fn send(&self, caller: Caller, id: Path<CohortId>, body: Json<Confirmed>) -> Result<Sent, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let Confirmed { groups, enrollment_id, uk, en, confirmation } = body.0;
        let plan = MessagePlan::try_from(Plan { groups, enrollment_id, uk, en })?;
        let unknown = |_| Error::field("confirmation", Fault::Unknown);
        let confirmation: Confirmation = confirmation.parse().map_err(unknown)?;
        let sent = self.site.app.send_message(&permit, plan, &confirmation).await?;
        let location = format!("/api/v1/messages/{}", sent.id);
        Ok(Sent::Message(Json(sent.into()), location))
    }

    /// One message, and what became of its letters
    #[oai(path = "/messages/:id", method = "get", operation_id = "get_message")]
    async fn get(&self, caller: Caller, id: Path<MessageId>) -> Result<Json<MessageOut>, Failure> {
        let (message, fates) = self.site.app.message(&caller.0, id.0).await?;
        let fates = fates.into_iter().map(|(state, letters)| FateCount { state, letters }).collect();
        Ok(Json(MessageOut { fates: Some(fates), ..message.into() }))
    }
}
