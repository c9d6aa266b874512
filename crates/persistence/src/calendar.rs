//! Calendars to subscribe to, and what stands in them.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, NaiveDateTime, Utc};
use postup_domain::cohort::CohortState;
use postup_domain::id::{CohortId, EnrollmentId, PersonId, SessionId};
use postup_domain::session::SessionState;
use sea_orm::{FromQueryResult, Value};

/// The columns of a [`Meeting`] but for whose it is.
const COLUMNS: &str = "s.id AS session_id, s.sequence, s.changed_at, s.local_start, s.local_end, s.time_zone, \
     s.title_uk, s.title_en, v.title_uk AS course_uk, v.title_en AS course_en, COALESCE(s.venue, c.venue) AS venue, \
     s.link, s.state, c.state AS cohort_state \
     FROM session s JOIN cohort c ON c.id = s.cohort_id JOIN course_version v ON v.id = c.course_version_id";

/// The most meetings of one calendar; the latest stay.
const MOST: u32 = 1_000;

/// Whether a person's calendar can be subscribed to, and under the how manieth address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Subscription {
    pub number: i64,
    pub open: bool,
    pub changed_at: DateTime<Utc>,
}

/// A meeting that a person takes part in or holds.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Meeting {
    pub session_id: SessionId,
    /// Of whoever takes part; those who teach have none.
    pub enrollment_id: Option<EnrollmentId>,
    pub sequence: i64,
    /// `None` when it was not changed since it was made.
    pub changed_at: Option<DateTime<Utc>>,
    pub local_start: NaiveDateTime,
    pub local_end: NaiveDateTime,
    pub time_zone: String,
    pub title_uk: String,
    pub title_en: String,
    pub course_uk: String,
    pub course_en: String,
    pub venue: Option<String>,
    pub link: Option<String>,
    pub state: SessionState,
    pub cohort_state: CohortState,
}

/// What a person settled about the own calendar; `None` when nothing ever.
pub async fn subscription(db: &impl Read, person: PersonId) -> Result<Option<Subscription>, StoreError> {
    let text = "SELECT number, open, changed_at FROM calendar_feed WHERE person_id = $1";
    sql::one(db, text, vec![person.into()]).await
}

/// Opens the calendar under a new address, or closes it; either way the addresses until now are void.
pub async fn settle(tx: &Tx, person: PersonId, open: bool, now: DateTime<Utc>) -> Result<(), StoreError> {
    let text = "INSERT INTO calendar_feed (person_id, number, open, changed_at) VALUES ($1, 1, $2, $3) \
                ON CONFLICT (person_id) DO UPDATE SET number = calendar_feed.number + 1, \
                open = excluded.open, changed_at = excluded.changed_at";
    sql::execute(tx, text, vec![person.into(), open.into(), now.into()]).await?;
    Ok(())
}

/// Everything that ends after `since`, called off or not: where the person holds a seat, and in the cohorts they teach.
pub async fn meetings(
    db: &impl Read,
    person: PersonId,
    taught: &[CohortId],
    since: DateTime<Utc>,
) -> Result<Vec<Meeting>, StoreError> {
    let teaches = match taught.len() {
        0 => String::new(),
        count => format!(" OR c.id IN ({})", sql::places(3, count)),
    };
    let text = format!(
        "SELECT e.id AS enrollment_id, {COLUMNS} \
         LEFT JOIN enrollment e ON e.person_id = $1 AND ((e.cohort_id = c.id AND e.state = 'confirmed') OR e.id IN \
         (SELECT g.enrollment_id FROM guest_place g WHERE g.session_id = s.id AND g.ended_at IS NULL)) \
         WHERE s.ends_at >= $2 AND c.state IN ('published', 'cancelled') AND (e.id IS NOT NULL{teaches}) \
         ORDER BY s.starts_at DESC, s.id LIMIT {MOST}"
    );
    let mut values: Vec<Value> = vec![person.into(), since.into()];
    values.extend(taught.iter().map(|cohort| Value::from(*cohort)));
    sql::all(db, &text, values).await
}

/// The meetings of a cohort that end after `since`, or only these of them, in the order of time; nobody's in particular.
pub async fn meetings_of(
    db: &impl Read,
    cohort: CohortId,
    only: &[SessionId],
    since: DateTime<Utc>,
) -> Result<Vec<Meeting>, StoreError> {
    let mut values: Vec<Value> = vec![cohort.into(), since.into()];
    let these = match only.len() {
        0 => String::new(),
        count => format!(" AND s.id IN ({})", sql::places(3, count)),
    };
    values.extend(only.iter().map(|id| Value::from(*id)));
    let text = format!(
        "SELECT NULL AS enrollment_id, {COLUMNS} WHERE c.id = $1 AND s.ends_at >= $2{these} \
         ORDER BY s.starts_at, s.id LIMIT {MOST}"
    );
    sql::all(db, &text, values).await
}
