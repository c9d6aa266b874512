//! Links in mail that open an answer without a sign-in. Secrets are kept as hashes only. A link belongs to one question:
//! with the first step that follows, whoever takes it, it is dead.

use crate::store::{Read, Tx};
use crate::{Part, StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::id::{EnrollmentId, PersonId};
use postup_domain::notification::NewNotification;
use sea_orm::{FromQueryResult, Value};

/// A link on its way into the table.
#[derive(Clone, Debug)]
pub struct NewLink {
    pub token_hash: String,
    pub enrollment: EnrollmentId,
    /// The officer who decides by it; `None` where the person answers.
    pub approver: Option<PersonId>,
    /// The version of the enrollment with which the question was asked.
    pub number: i64,
    /// The last moment for the answer.
    pub expires_at: DateTime<Utc>,
}

/// Letters about enrollments, and the links in them.
#[derive(Clone, Debug, Default)]
pub struct Post {
    pub letters: Vec<(EnrollmentId, NewNotification)>,
    pub links: Vec<NewLink>,
}

/// Writes links down.
pub fn insert_links(links: &[NewLink]) -> Vec<Part> {
    let written = |chunk: &[NewLink]| {
        let text = format!(
            "INSERT INTO answer_link (token_hash, enrollment_id, number, expires_at, approver_id) VALUES {}",
            sql::rows(chunk.len(), 5)
        );
        let values = chunk.iter().flat_map(|link| -> [Value; 5] {
            [
                link.token_hash.clone().into(),
                link.enrollment.into(),
                link.number.into(),
                link.expires_at.into(),
                link.approver.into(),
            ]
        });
        Part::new(text, values.collect(), chunk.len())
    };
    links.chunks(1_000).map(written).collect()
}

/// What a link opens: an answer of the person, or a decision of an officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Opened {
    pub enrollment: EnrollmentId,
    pub approver: Option<PersonId>,
}

/// What a link opens, if its question is still open.
pub async fn find_link(
    db: &impl Read,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Opened>, StoreError> {
    let text = "SELECT e.id AS enrollment, l.approver_id AS approver FROM answer_link l \
                JOIN enrollment e ON e.id = l.enrollment_id AND e.version = l.number \
                WHERE l.token_hash = $1 AND l.expires_at > $2 \
                AND CASE WHEN l.approver_id IS NULL THEN e.state IN ('nominated', 'offered') \
                ELSE e.asked_id IS NOT NULL END";
    sql::one::<Opened>(db, text, vec![token_hash.into(), now.into()]).await
}

/// Whether nobody has opened a link yet.
pub async fn is_unopened(db: &impl Read, token_hash: &str) -> Result<bool, StoreError> {
    #[derive(FromQueryResult)]
    struct Unopened {
        count: i64,
    }
    let text = "SELECT COUNT(*) AS count FROM answer_link WHERE token_hash = $1 AND opened_at IS NULL";
    let row = sql::one::<Unopened>(db, text, vec![token_hash.into()]).await?;
    Ok(row.is_some_and(|row| row.count > 0))
}

/// Notes when a link was opened first.
pub async fn note_opening(tx: &Tx, token_hash: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let text = "UPDATE answer_link SET opened_at = $1 WHERE token_hash = $2 AND opened_at IS NULL";
    sql::execute(tx, text, vec![now.into(), token_hash.into()]).await?;
    Ok(())
}

/// To whom a link was sent, if it was answered and its time is not over.
pub async fn owner_of_link(
    db: &impl Read,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<PersonId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Owner {
        person_id: PersonId,
    }
    let text = "SELECT e.person_id FROM answer_link l JOIN enrollment e ON e.id = l.enrollment_id \
                WHERE l.token_hash = $1 AND l.approver_id IS NULL AND l.expires_at > $2 AND e.version > l.number";
    let row = sql::one::<Owner>(db, text, vec![token_hash.into(), now.into()]).await?;
    Ok(row.map(|row| row.person_id))
}

/// Throws links away that ended before a moment; answers how many.
pub async fn purge_links(tx: &Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let text = "DELETE FROM answer_link WHERE expires_at < $1";
    Ok(sql::execute(tx, text, vec![before.into()]).await?.rows_affected())
}
