//! Check-in of one's own: secrets and words of sessions, codes that people carry, head-counts.

use crate::attendance::ON_REGISTER;
use crate::enrollment::Names;
use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::attendance::MarkSource;
use postup_domain::check_in::{HeadCount, PersonalCode, SpokenWord, Turnout};
use postup_domain::id::{CohortId, EnrollmentId, PersonId, SessionId};
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

/// Marks `m` that came from a check-in.
const BY_CHECK_IN: &str = "m.source IN ('projector', 'word', 'personal_code')";

/// What proves a check-in to a session: the secret behind its code, and the word that was said last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    pub secret: Option<Vec<u8>>,
    pub word: Option<SpokenWord>,
}

/// What proves check-ins to some sessions.
pub async fn keys(db: &impl Read, sessions: &[SessionId]) -> Result<HashMap<SessionId, Keys>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: SessionId,
        secret: Option<Vec<u8>>,
        word: Option<SpokenWord>,
    }
    if sessions.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT s.id, k.secret, w.word FROM session s LEFT JOIN check_in_key k ON k.session_id = s.id \
         LEFT JOIN spoken_word w ON w.session_id = s.id AND w.number = \
         (SELECT MAX(n.number) FROM spoken_word n WHERE n.session_id = s.id) WHERE s.id IN ({})",
        sql::places(1, sessions.len())
    );
    let values = sessions.iter().copied().map(Value::from).collect();
    let rows = sql::all::<Row>(db, &text, values).await?;
    Ok(rows.into_iter().map(|row| (row.id, Keys { secret: row.secret, word: row.word })).collect())
}

/// Gives a session the secret behind its code; `false` when it has one. Lock the session first.
pub async fn open(
    tx: &Tx,
    session: SessionId,
    secret: &[u8],
    author: Author,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let text = "INSERT INTO check_in_key (session_id, secret, author, at) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (session_id) DO NOTHING";
    let values: Vec<Value> =
        vec![session.into(), secret.to_vec().into(), author.map(|person| person.0).into(), now.into()];
    Ok(sql::execute(tx, text, values).await?.rows_affected() > 0)
}

/// Writes down the word that is said from now on. Lock the session first.
pub async fn say(
    tx: &Tx,
    session: SessionId,
    word: &SpokenWord,
    author: Author,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    next_row(tx, "spoken_word", "word", session, word.clone().into(), author, now).await
}

/// Writes a head-count down. Lock the session first.
pub async fn count_heads(
    tx: &Tx,
    session: SessionId,
    people: i32,
    author: Author,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    next_row(tx, "head_count", "people", session, people.into(), author, now).await
}

async fn next_row(
    tx: &Tx,
    table: &str,
    column: &str,
    session: SessionId,
    value: Value,
    author: Author,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let text = format!(
        "INSERT INTO {table} (session_id, number, {column}, author, at) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4 FROM {table} WHERE session_id = $1"
    );
    let values = vec![session.into(), value, author.map(|person| person.0).into(), now.into()];
    sql::execute(tx, &text, values).await?;
    Ok(())
}

/// How a session fills.
pub async fn turnout(db: &impl Read, session: SessionId, cohort: CohortId) -> Result<Turnout, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        people: i64,
        there: i64,
        scans: i64,
    }
    let text = format!(
        "SELECT COUNT(*) AS people, COUNT(CASE WHEN a.status IN ('present', 'late') THEN 1 END) AS there, \
         COUNT(CASE WHEN a.mark_id IS NOT NULL THEN i.enrollment_id END) AS scans FROM ({ON_REGISTER}) e \
         LEFT JOIN attendance a ON a.session_id = $1 AND a.enrollment_id = e.id \
         LEFT JOIN (SELECT DISTINCT m.enrollment_id FROM mark m WHERE m.session_id = $1 AND {BY_CHECK_IN}) i \
         ON i.enrollment_id = e.id"
    );
    let counted = head_counts(db, session, 1).await?.pop();
    let row = sql::one::<Row>(db, &text, vec![session.into(), cohort.into()]).await?;
    Ok(row.map_or_else(Turnout::default, |row| Turnout {
        people: row.people,
        scans: row.scans,
        there: row.there,
        counted,
    }))
}

/// The head-counts of a session, the newest first.
pub async fn head_counts(
    db: &impl Read,
    session: SessionId,
    limit: u64,
) -> Result<Vec<HeadCount>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        people: i32,
        at: DateTime<Utc>,
        author: Option<PersonId>,
    }
    let text = format!(
        "SELECT people, at, author FROM head_count WHERE session_id = $1 ORDER BY number DESC LIMIT {limit}"
    );
    let rows = sql::all::<Row>(db, &text, vec![session.into()]).await?;
    let authors: Vec<PersonId> = rows.iter().filter_map(|row| row.author).collect();
    let names = crate::attendance::names_of(db, &authors).await?;
    let name = |author| names.iter().find(|(id, _)| Some(*id) == author).map(|(_, name)| name.clone());
    Ok(rows
        .into_iter()
        .map(|row| HeadCount { people: row.people, at: row.at, author: name(row.author) })
        .collect())
}

/// The seat of a person in the cohort of a session, or else the place of a guest.
pub async fn seat(
    db: &impl Read,
    session: SessionId,
    person: PersonId,
) -> Result<Option<EnrollmentId>, StoreError> {
    let text = "SELECT x.id FROM (SELECT e.id, 0 AS guest FROM session s JOIN enrollment e ON e.cohort_id = s.cohort_id \
                AND e.person_id = $2 AND e.state = 'confirmed' WHERE s.id = $1 UNION ALL \
                SELECT e.id, 1 AS guest FROM guest_place g JOIN enrollment e ON e.id = g.enrollment_id \
                AND e.person_id = $2 WHERE g.session_id = $1 AND g.ended_at IS NULL) x ORDER BY x.guest LIMIT 1";
    Ok(sql::one::<Seat>(db, text, vec![session.into(), person.into()]).await?.map(|row| row.id))
}

#[derive(FromQueryResult)]
struct Seat {
    id: EnrollmentId,
}

/// The same for whoever carries a code.
pub async fn seat_of_code(
    db: &impl Read,
    session: SessionId,
    code: &PersonalCode,
) -> Result<Option<EnrollmentId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Bearer {
        person_id: PersonId,
    }
    let text = "SELECT person_id FROM personal_code WHERE code = $1";
    match sql::one::<Bearer>(db, text, vec![code.clone().into()]).await? {
        Some(bearer) => seat(db, session, bearer.person_id).await,
        None => Ok(None),
    }
}

/// The name of somebody on the register of a session, as it is written there.
pub async fn name_of_seat(
    db: &impl Read,
    session: SessionId,
    seat: EnrollmentId,
) -> Result<Option<postup_domain::person::FullName>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        names: Names,
    }
    let text = format!(
        "SELECT {} FROM session s JOIN enrollment e ON e.id = $2 JOIN person p ON p.id = e.person_id \
         WHERE s.id = $1 AND (e.cohort_id = s.cohort_id OR EXISTS (SELECT 1 FROM guest_place g \
         WHERE g.session_id = $1 AND g.enrollment_id = $2))",
        crate::enrollment::NAMES
    );
    Ok(sql::one::<Row>(db, &text, vec![session.into(), seat.into()]).await?.map(|row| row.names.into()))
}

/// When somebody checked in to a session first since `from`, and how.
pub async fn first(
    db: &impl Read,
    session: SessionId,
    seat: EnrollmentId,
    from: DateTime<Utc>,
) -> Result<Option<(DateTime<Utc>, MarkSource)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        at: DateTime<Utc>,
        source: MarkSource,
    }
    let text = format!(
        "SELECT COALESCE(m.device_at, m.server_at) AS at, m.source FROM mark m WHERE m.session_id = $1 \
         AND m.enrollment_id = $2 AND COALESCE(m.device_at, m.server_at) >= $3 AND {BY_CHECK_IN} ORDER BY m.server_at, m.id LIMIT 1"
    );
    let row = sql::one::<Row>(db, &text, vec![session.into(), seat.into(), from.into()]).await?;
    Ok(row.map(|row| (row.at, row.source)))
}

/// The code that a person carries, and since when.
pub async fn personal_code(
    db: &impl Read,
    person: PersonId,
) -> Result<Option<(PersonalCode, DateTime<Utc>)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        code: PersonalCode,
        since: DateTime<Utc>,
    }
    let text = "SELECT code, since FROM personal_code WHERE person_id = $1";
    Ok(sql::one::<Row>(db, text, vec![person.into()]).await?.map(|row| (row.code, row.since)))
}

/// Gives a person a new code; the one before is nobody's.
///
/// # Errors
/// `Duplicate` when somebody else carries it.
pub async fn carry(
    tx: &Tx,
    person: PersonId,
    code: &PersonalCode,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let text = "INSERT INTO personal_code (person_id, code, since) VALUES ($1, $2, $3) \
                ON CONFLICT (person_id) DO UPDATE SET code = excluded.code, since = excluded.since";
    sql::execute(tx, text, vec![person.into(), code.clone().into(), now.into()]).await?;
    Ok(())
}

/// Takes a person's code away; `false` when there was none.
pub async fn put_down(tx: &Tx, person: PersonId) -> Result<bool, StoreError> {
    let text = "DELETE FROM personal_code WHERE person_id = $1";
    Ok(sql::execute(tx, text, vec![person.into()]).await?.rows_affected() > 0)
}
