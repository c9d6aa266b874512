//! The installation's own words for kinds of letters. Versions are added, never changed.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::email::MailKind;
use postup_domain::id::PersonId;
use postup_domain::person::{FullName, Language};
use postup_domain::template::{TemplateText, Version};
use postup_domain::text::{Name, Prose, Subject};
use sea_orm::{FromQueryResult, Value};

const READ: &str = "SELECT t.kind, t.language, t.number, t.subject, t.greeting, t.body, t.author, t.at, t.failed_at, \
    t.failure, p.family_name, p.given_name, p.patronymic, p.latin_family_name, p.latin_given_name \
    FROM mail_template t LEFT JOIN person p ON p.id = t.author";
const NEWEST: &str = "t.number = (SELECT MAX(n.number) FROM mail_template n \
    WHERE n.kind = t.kind AND n.language = t.language)";

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    language: Language,
    number: i64,
    subject: String,
    greeting: String,
    body: String,
    author: Option<PersonId>,
    at: DateTime<Utc>,
    failed_at: Option<DateTime<Utc>>,
    failure: String,
    family_name: Option<Name>,
    given_name: Option<Name>,
    patronymic: Option<Name>,
    latin_family_name: Option<Name>,
    latin_given_name: Option<Name>,
}

impl Row {
    /// `None` for a kind of letters that there is no more.
    fn version(self) -> Result<Option<Version>, StoreError> {
        let Ok(kind) = self.kind.parse::<MailKind>() else { return Ok(None) };
        let text = if self.subject.is_empty() {
            None
        } else {
            Some(TemplateText {
                subject: Subject::new("subject", &self.subject).map_err(StoreError::corrupt)?,
                greeting: Subject::optional("greeting", &self.greeting).map_err(StoreError::corrupt)?,
                body: Prose::new("body", &self.body).map_err(StoreError::corrupt)?,
            })
        };
        let names = (self.family_name, self.given_name, self.latin_family_name, self.latin_given_name);
        let author_name = match names {
            (Some(family), Some(given), Some(latin_family), Some(latin_given)) => {
                Some(FullName { family, given, patronymic: self.patronymic, latin_family, latin_given })
            }
            _ => None,
        };
        Ok(Some(Version {
            kind,
            language: self.language,
            number: self.number,
            text,
            author: self.author,
            author_name,
            at: self.at,
            failed: self.failed_at.map(|at| (at, self.failure)),
        }))
    }
}

async fn read(db: &impl Read, rest: &str, values: Vec<Value>) -> Result<Vec<Version>, StoreError> {
    let rows = sql::all::<Row>(db, &format!("{READ} WHERE {rest}"), values).await?;
    rows.into_iter().filter_map(|row| row.version().transpose()).collect()
}

/// The newest version of everything that ever had words of its own.
pub async fn newest(db: &impl Read) -> Result<Vec<Version>, StoreError> {
    read(db, NEWEST, vec![]).await
}

/// Every version of the words of a kind in a language, newest first.
pub async fn versions(
    db: &impl Read,
    kind: MailKind,
    language: Language,
) -> Result<Vec<Version>, StoreError> {
    let rest = "t.kind = $1 AND t.language = $2 ORDER BY t.number DESC LIMIT 100";
    read(db, rest, vec![kind.into(), language.into()]).await
}

/// Writes a version down.
///
/// # Errors
/// `Stale` when somebody else wrote one of this number first.
pub async fn insert(tx: &Tx, version: &Version) -> Result<(), StoreError> {
    let text = version.text.as_ref();
    let values: Vec<Value> = vec![
        version.kind.into(),
        version.language.into(),
        version.number.into(),
        text.map(|text| text.subject.to_string()).unwrap_or_default().into(),
        text.and_then(|text| text.greeting.as_ref()).map(ToString::to_string).unwrap_or_default().into(),
        text.map(|text| text.body.to_string()).unwrap_or_default().into(),
        version.author.into(),
        version.at.into(),
    ];
    let statement = "INSERT INTO mail_template (kind, language, number, subject, greeting, body, author, at) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    match sql::execute(tx, statement, values).await {
        Err(StoreError::Duplicate(_)) => Err(StoreError::Stale),
        done => done.map(drop),
    }
}

/// Notes that a letter could not be written with a version. `false` when that was known.
pub async fn note_failure(
    tx: &Tx,
    (kind, language, number): (MailKind, Language, i64),
    why: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let statement = "UPDATE mail_template SET failed_at = $1, failure = $2 \
                     WHERE kind = $3 AND language = $4 AND number = $5 AND failed_at IS NULL";
    let values = vec![now.into(), why.to_owned().into(), kind.into(), language.into(), number.into()];
    Ok(sql::execute(tx, statement, values).await?.rows_affected() == 1)
}
