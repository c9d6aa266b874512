//! What managers wrote to people of their cohorts, and whom it reaches.

use crate::enrollment::reconfirmation::UNANSWERED;
use crate::store::{Read, Tx};
use crate::{Cursor, Page, StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::correspondence::{Correspondence, MailRhythm};
use postup_domain::email::MailKind;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::{CohortId, EnrollmentId, MessageId, PersonId};
use postup_domain::message::{Audience, Message, MessagePlan, MessageText};
use postup_domain::notification::NotificationState;
use postup_domain::person::{FullName, Language};
use postup_domain::text::{Name, Prose, Subject};
use sea_orm::{FromQueryResult, Value};
use std::collections::BTreeSet;

const READ: &str = "SELECT m.id, m.cohort_id, m.author, m.audience, m.enrollment_id, m.subject_uk, m.body_uk, \
    m.subject_en, m.body_en, m.recipients, m.sent_at, p.family_name, p.given_name, p.patronymic, \
    p.latin_family_name, p.latin_given_name FROM message m LEFT JOIN person p ON p.id = m.author";

#[derive(FromQueryResult)]
struct Row {
    id: MessageId,
    cohort_id: CohortId,
    author: Option<PersonId>,
    audience: String,
    enrollment_id: Option<EnrollmentId>,
    subject_uk: String,
    body_uk: String,
    subject_en: String,
    body_en: String,
    recipients: i32,
    sent_at: DateTime<Utc>,
    family_name: Option<Name>,
    given_name: Option<Name>,
    patronymic: Option<Name>,
    latin_family_name: Option<Name>,
    latin_given_name: Option<Name>,
}

fn words(subject: &str, body: &str) -> Result<Option<MessageText>, StoreError> {
    if subject.is_empty() {
        return Ok(None);
    }
    let subject = Subject::new("subject", subject).map_err(StoreError::corrupt)?;
    Ok(Some(MessageText { subject, body: Prose::new("body", body).map_err(StoreError::corrupt)? }))
}

impl TryFrom<Row> for Message {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let audience = match row.enrollment_id {
            Some(one) => Audience::One(one),
            None => {
                let groups = row.audience.split(' ').map(|word| word.parse().map_err(StoreError::corrupt));
                Audience::Groups(groups.collect::<Result<BTreeSet<_>, _>>()?)
            }
        };
        let name = (row.family_name, row.given_name, row.latin_family_name, row.latin_given_name);
        let author_name = match name {
            (Some(family), Some(given), Some(latin_family), Some(latin_given)) => {
                Some(FullName { family, given, patronymic: row.patronymic, latin_family, latin_given })
            }
            _ => None,
        };
        let uk = words(&row.subject_uk, &row.body_uk)?;
        let en = words(&row.subject_en, &row.body_en)?;
        Ok(Self {
            id: row.id,
            cohort: row.cohort_id,
            author: row.author,
            author_name,
            plan: MessagePlan { audience, uk, en },
            recipients: row.recipients,
            sent_at: row.sent_at,
        })
    }
}

/// Writes a message down.
pub async fn insert(tx: &Tx, message: &Message) -> Result<(), StoreError> {
    let (audience, one) = match &message.plan.audience {
        Audience::Groups(groups) => {
            (groups.iter().map(|group| group.as_str()).collect::<Vec<_>>().join(" "), None)
        }
        Audience::One(one) => (String::new(), Some(*one)),
    };
    let part = |text: &Option<MessageText>| {
        text.as_ref().map_or_else(Default::default, |text| (text.subject.to_string(), text.body.to_string()))
    };
    let ((subject_uk, body_uk), (subject_en, body_en)) = (part(&message.plan.uk), part(&message.plan.en));
    let values: Vec<Value> = vec![
        message.id.into(),
        message.cohort.into(),
        message.author.into(),
        audience.into(),
        one.into(),
        subject_uk.into(),
        body_uk.into(),
        subject_en.into(),
        body_en.into(),
        message.recipients.into(),
        message.sent_at.into(),
    ];
    let text = "INSERT INTO message (id, cohort_id, author, audience, enrollment_id, subject_uk, body_uk, subject_en, \
                body_en, recipients, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// One message; whoever manages its cohort may read it.
pub async fn find(db: &impl Read, id: MessageId) -> Result<Option<Message>, StoreError> {
    let found = sql::one::<Row>(db, &format!("{READ} WHERE m.id = $1"), vec![id.into()]).await?;
    found.map(Message::try_from).transpose()
}

/// The messages of a cohort, newest first.
pub async fn list(
    db: &impl Read,
    cohort: CohortId,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Message>, StoreError> {
    let after: Option<MessageId> = after.and_then(|cursor| cursor.id.parse().ok());
    let (older, mut values) = match after {
        Some(_) => (" AND m.id < $2", vec![Value::from(cohort)]),
        None => ("", vec![Value::from(cohort)]),
    };
    values.extend(after.map(Value::from));
    let text =
        format!("{READ} WHERE m.cohort_id = $1{older} ORDER BY m.id DESC LIMIT {}", limit.saturating_add(1));
    let rows = sql::all::<Row>(db, &text, values).await?;
    let found = rows.into_iter().map(Message::try_from).collect::<Result<Vec<_>, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Page::cut(found, limit, |one| Cursor { value: String::new(), id: one.id.to_string() }))
}

/// Somebody whom a message would reach, or who stands in the selection at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    pub enrollment: EnrollmentId,
    pub person: PersonId,
    pub state: EnrollmentState,
    pub language: Language,
    /// Given name first, as letters write it.
    pub name: String,
    pub latin_name: String,
    /// Mail servers have not refused the address for good, and the account is not suspended.
    pub reachable: bool,
    /// What they want of a kind of mail that they may do without.
    pub wish: Correspondence,
}

#[derive(FromQueryResult)]
struct Found {
    id: EnrollmentId,
    person_id: PersonId,
    state: EnrollmentState,
    language: Language,
    family_name: String,
    given_name: String,
    latin_family_name: String,
    latin_given_name: String,
    suspended_at: Option<DateTime<Utc>>,
    refused_since: Option<DateTime<Utc>>,
    rhythm: Option<MailRhythm>,
    unwanted: Option<MailKind>,
}

/// Everybody in the selection, in order of arrival; `kind` is the one that they may do without.
pub async fn recipients(
    db: &impl Read,
    cohort: CohortId,
    audience: &Audience,
    kind: MailKind,
) -> Result<Vec<Recipient>, StoreError> {
    let mut values: Vec<Value> = vec![cohort.into(), kind.into()];
    let whom = match audience {
        Audience::Groups(groups) => {
            let first = values.len() + 1;
            values.extend(groups.iter().flat_map(|group| group.states()).map(Value::from));
            let count = values.len() + 1 - first;
            let in_states = (count > 0).then(|| format!("e.state IN ({})", sql::places(first, count)));
            let silent = audience.asks_for_answers().then(|| format!("({UNANSWERED})"));
            let either: Vec<String> = in_states.into_iter().chain(silent).collect();
            format!("({})", either.join(" OR "))
        }
        Audience::One(one) => {
            values.push((*one).into());
            "e.id = $3".to_owned()
        }
    };
    let text = format!(
        "SELECT e.id, e.person_id, e.state, p.language, p.family_name, p.given_name, p.latin_family_name, \
         p.latin_given_name, a.suspended_at, r.since AS refused_since, w.rhythm, u.kind AS unwanted \
         FROM enrollment e JOIN person p ON p.id = e.person_id LEFT JOIN account a ON a.person_id = p.id \
         LEFT JOIN refused_address r ON r.address = p.email LEFT JOIN mail_preference w ON w.person_id = p.id \
         LEFT JOIN mail_refusal u ON u.person_id = p.id AND u.kind = $2 \
         WHERE e.cohort_id = $1 AND {whom} ORDER BY e.arrival"
    );
    let rows = sql::all::<Found>(db, &text, values).await?;
    let recipient = |row: Found| Recipient {
        enrollment: row.id,
        person: row.person_id,
        state: row.state,
        language: row.language,
        name: format!("{} {}", row.given_name, row.family_name),
        latin_name: format!("{} {}", row.latin_given_name, row.latin_family_name),
        reachable: row.suspended_at.is_none() && row.refused_since.is_none(),
        wish: Correspondence {
            rhythm: row.rhythm.unwrap_or(MailRhythm::AtOnce),
            unwanted: row.unwanted.into_iter().collect(),
        },
    };
    Ok(rows.into_iter().map(recipient).collect())
}

/// How many letters of a message stand where.
pub async fn fates(db: &impl Read, id: MessageId) -> Result<Vec<(NotificationState, i64)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Counted {
        fate: NotificationState,
        letters: i64,
    }
    let text = "SELECT fate, COUNT(*) AS letters FROM (SELECT CASE WHEN state = 'queued' AND held_at IS NOT NULL \
                THEN 'held' ELSE state END AS fate FROM notification WHERE message_id = $1) x GROUP BY fate";
    let rows = sql::all::<Counted>(db, text, vec![id.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.fate, row.letters)).collect())
}
