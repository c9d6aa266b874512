//! Guests: places in sessions of other cohorts, and where there could be one.

use crate::attendance::{STOOD, Stood};
use crate::enrollment::{NAMES, Names};
use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, NaiveDateTime, Utc};
use postup_domain::access::{Author, CohortPlace};
use postup_domain::attendance::Attendee;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::guest::{Crowd, GuestPlace, Room};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId, ProgramId, SessionId, UnitId};
use postup_domain::text::{Both, Code, Title};
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Row {
    session_id: SessionId,
    enrollment_id: EnrollmentId,
    person_id: PersonId,
}

impl From<Row> for GuestPlace {
    fn from(row: Row) -> Self {
        Self { session: row.session_id, enrollment: row.enrollment_id, person: row.person_id }
    }
}

const PLACES: &str = "SELECT g.session_id, g.enrollment_id, e.person_id FROM guest_place g \
    JOIN enrollment e ON e.id = g.enrollment_id JOIN session s ON s.id = g.session_id WHERE g.ended_at IS NULL";

/// The guests of a session, in the order in which they got their places.
pub async fn of_session(db: &impl Read, session: SessionId) -> Result<Vec<GuestPlace>, StoreError> {
    let text = format!("{PLACES} AND g.session_id = $1 ORDER BY g.given_at, g.enrollment_id");
    let rows = sql::all::<Row>(db, &text, vec![session.into()]).await?;
    Ok(rows.into_iter().map(GuestPlace::from).collect())
}

/// The guests of the sessions of a cohort that begin after an instant, and its own people where they are guests.
pub async fn ahead_around(
    db: &impl Read,
    cohort: CohortId,
    now: DateTime<Utc>,
) -> Result<Vec<GuestPlace>, StoreError> {
    let text = format!("{PLACES} AND s.starts_at > $2 AND (s.cohort_id = $1 OR e.cohort_id = $1)");
    let rows = sql::all::<Row>(db, &text, vec![cohort.into(), now.into()]).await?;
    Ok(rows.into_iter().map(GuestPlace::from).collect())
}

/// The guests of the sessions of a cohort that begin after an instant who hold a seat in it by now.
pub async fn ahead_beside_seats(
    db: &impl Read,
    cohort: CohortId,
    now: DateTime<Utc>,
) -> Result<Vec<GuestPlace>, StoreError> {
    let text = format!(
        "{PLACES} AND s.cohort_id = $1 AND s.starts_at > $2 AND EXISTS (SELECT 1 FROM enrollment o \
         WHERE o.cohort_id = $1 AND o.person_id = e.person_id AND o.state = 'confirmed')"
    );
    let rows = sql::all::<Row>(db, &text, vec![cohort.into(), now.into()]).await?;
    Ok(rows.into_iter().map(GuestPlace::from).collect())
}

/// The places of some people in sessions that begin after an instant.
pub async fn ahead_of(
    db: &impl Read,
    enrollments: &[EnrollmentId],
    now: DateTime<Utc>,
) -> Result<Vec<GuestPlace>, StoreError> {
    let mut found = Vec::new();
    for chunk in enrollments.chunks(5_000) {
        let text =
            format!("{PLACES} AND s.starts_at > $1 AND g.enrollment_id IN ({})", sql::places(2, chunk.len()));
        let values = std::iter::once(now.into()).chain(chunk.iter().copied().map(Value::from)).collect();
        found.extend(sql::all::<Row>(db, &text, values).await?.into_iter().map(GuestPlace::from));
    }
    Ok(found)
}

/// Whether somebody has this place.
pub async fn is_guest(
    db: &impl Read,
    session: SessionId,
    enrollment: EnrollmentId,
) -> Result<bool, StoreError> {
    let text = format!("{PLACES} AND g.session_id = $1 AND g.enrollment_id = $2");
    Ok(sql::one::<Row>(db, &text, vec![session.into(), enrollment.into()]).await?.is_some())
}

/// Gives a place. Lock the session first.
pub async fn give(
    tx: &Tx,
    session: SessionId,
    enrollment: EnrollmentId,
    author: Author,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let text = "INSERT INTO guest_place (session_id, enrollment_id, given_by, given_at) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (session_id, enrollment_id) DO UPDATE SET given_by = excluded.given_by, \
                given_at = excluded.given_at, ended_at = NULL";
    let author = author.map(|person| person.0).into();
    sql::execute(tx, text, vec![session.into(), enrollment.into(), author, now.into()]).await?;
    Ok(())
}

/// Ends a place, unless something was marked there; `false` when it was.
pub async fn end(
    tx: &Tx,
    session: SessionId,
    enrollment: EnrollmentId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let text = "UPDATE guest_place SET ended_at = $3 WHERE session_id = $1 AND enrollment_id = $2 \
                AND ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.session_id = $1 AND m.enrollment_id = $2)";
    let values = vec![session.into(), enrollment.into(), now.into()];
    Ok(sql::execute(tx, text, values).await?.rows_affected() > 0)
}

/// The guests of some sessions with where they stand there, by surname, each with the code of the own cohort; and about how
/// many of them somebody has to decide.
pub async fn on_registers(
    db: &impl Read,
    sessions: &[SessionId],
) -> Result<HashMap<SessionId, (Vec<Attendee>, i64)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        session_id: SessionId,
        id: EnrollmentId,
        code: Code,
        #[sea_orm(nested)]
        names: Names,
        #[sea_orm(nested)]
        stood: Stood,
        late: i64,
    }
    let text = format!(
        "SELECT g.session_id, e.id, c.code, {NAMES}, {STOOD}, (SELECT COUNT(*) FROM mark m WHERE m.session_id = g.session_id \
         AND m.enrollment_id = e.id AND m.late AND NOT EXISTS (SELECT 1 FROM mark_decision d WHERE d.mark_id = m.id)) AS late \
         FROM guest_place g JOIN enrollment e ON e.id = g.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         JOIN person p ON p.id = e.person_id \
         LEFT JOIN attendance a ON a.session_id = g.session_id AND a.enrollment_id = g.enrollment_id \
         WHERE g.ended_at IS NULL AND g.session_id IN ({}) ORDER BY p.sort_key, e.id",
        sql::places(1, sessions.len())
    );
    let mut found: HashMap<SessionId, (Vec<Attendee>, i64)> = HashMap::new();
    if sessions.is_empty() {
        return Ok(found);
    }
    let values = sessions.iter().copied().map(Value::from).collect();
    for row in sql::all::<Row>(db, &text, values).await? {
        let of = Attendee {
            enrollment: row.id,
            name: row.names.into(),
            standing: row.stood.into(),
            reason: None,
            guest_from: Some(row.code),
        };
        let disputed = row.late > 0 || of.standing.is_some_and(|standing| standing.disputed);
        let (guests, open) = found.entry(row.session_id).or_default();
        guests.push(of);
        *open += i64::from(disputed);
    }
    Ok(found)
}

/// What the sessions in which some people are guests can still bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Visiting {
    pub enrollment_id: EnrollmentId,
    pub session_id: SessionId,
    /// Of the person's own course.
    pub unit_id: UnitId,
    pub open: i64,
}

/// The unit `u` of the course that the cohort `c` runs, and the unit `w` that a session teaches, are the same: a unit of
/// another version when title and hours are.
pub(crate) const SAME_UNIT: &str = "u.course_version_id = c.course_version_id AND (u.id = w.id OR \
    (u.course_version_id <> w.course_version_id AND u.title_uk = w.title_uk AND u.hours = w.hours))";

/// What the places of some people can still bring.
pub async fn visiting(db: &impl Read, enrollments: &[EnrollmentId]) -> Result<Vec<Visiting>, StoreError> {
    let mut found = Vec::new();
    for chunk in enrollments.chunks(5_000) {
        let text = format!(
            "SELECT g.enrollment_id, g.session_id, u.id AS unit_id, \
             CAST(t.minutes - t.lost_minutes - COALESCE(b.minutes, 0) AS BIGINT) AS open FROM guest_place g \
             JOIN enrollment e ON e.id = g.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
             JOIN session t ON t.id = g.session_id AND t.state = 'planned' AND t.register <> 'closed' \
             JOIN course_unit w ON w.id = t.unit_id JOIN course_unit u ON {SAME_UNIT} \
             LEFT JOIN attendance b ON b.session_id = g.session_id AND b.enrollment_id = g.enrollment_id \
             WHERE g.ended_at IS NULL AND g.enrollment_id IN ({})",
            sql::places(1, chunk.len())
        );
        found
            .extend(sql::all::<Visiting>(db, &text, chunk.iter().copied().map(Value::from).collect()).await?);
    }
    Ok(found)
}

/// A session of another cohort of the course that teaches a unit of the person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub session: SessionId,
    pub place: CohortPlace,
    pub policy: EnrollmentPolicy,
    pub code: Code,
    pub title: Both<Title>,
    pub local_start: NaiveDateTime,
    pub starts_at: DateTime<Utc>,
    pub time_zone: String,
    /// Of the person's own course.
    pub unit: UnitId,
    pub minutes: i64,
    pub room: Room,
}

#[derive(FromQueryResult)]
struct CrowdRow {
    capacity: i32,
    seated: i32,
    waiting: i64,
    open: i32,
}

impl From<CrowdRow> for Crowd {
    fn from(row: CrowdRow) -> Self {
        Self {
            capacity: row.capacity,
            seated: row.seated,
            waiting: whole(row.waiting),
            takes_applications: row.open != 0,
        }
    }
}

fn whole(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// So many sessions are offered to choose from.
const MOST: u64 = 60;

/// The sessions ahead in which somebody could be a guest as far as their course and their seats go, or this one if it is
/// one of them; the earliest first. `open_only` leaves out cohorts to which nobody comes by themselves.
pub async fn candidates(
    db: &impl Read,
    enrollment: EnrollmentId,
    only: Option<SessionId>,
    open_only: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Candidate>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: SessionId,
        cohort_id: CohortId,
        program_id: ProgramId,
        organization_id: OrganizationId,
        policy: EnrollmentPolicy,
        code: Code,
        title_uk: Title,
        title_en: Title,
        local_start: NaiveDateTime,
        starts_at: DateTime<Utc>,
        time_zone: String,
        unit_id: UnitId,
        minutes: i64,
        seats: Option<i32>,
        #[sea_orm(nested)]
        crowd: CrowdRow,
        guests: i64,
    }
    let mut values: Vec<Value> = vec![enrollment.into(), now.into()];
    let this = match only {
        Some(only) => {
            values.push(only.into());
            " AND t.id = $3"
        }
        None => "",
    };
    let open = if open_only { " AND h.policy = 'open'" } else { "" };
    let text = format!(
        "SELECT t.id, t.cohort_id, h.program_id, h.organization_id, h.policy, h.code, t.title_uk, t.title_en, t.local_start, t.starts_at, t.time_zone, \
         u.id AS unit_id, CAST(t.minutes - t.lost_minutes AS BIGINT) AS minutes, v.seats, \
         h.capacity, h.confirmed + h.held AS seated, CASE WHEN h.enrollment_closes > $2 THEN 1 ELSE 0 END AS open, \
         (SELECT COUNT(*) FROM enrollment o WHERE o.cohort_id = h.id AND o.state IN ('applied', 'employer_approved', \
         'waitlisted')) AS waiting, \
         (SELECT COUNT(*) FROM guest_place g WHERE g.session_id = t.id AND g.ended_at IS NULL) AS guests \
         FROM enrollment e JOIN cohort c ON c.id = e.cohort_id \
         JOIN cohort h ON h.course_id = c.course_id AND h.id <> c.id AND h.state = 'published' \
         JOIN session t ON t.cohort_id = h.id AND t.state = 'planned' AND t.register <> 'closed' AND t.starts_at > $2 \
         JOIN course_unit w ON w.id = t.unit_id JOIN course_unit u ON {SAME_UNIT} \
         LEFT JOIN venue v ON v.id = t.venue_id \
         WHERE e.id = $1 AND e.state = 'confirmed' AND c.state <> 'cancelled'{this}{open} AND NOT EXISTS (SELECT 1 FROM enrollment o \
         WHERE o.cohort_id = h.id AND o.person_id = e.person_id AND o.state = 'confirmed') \
         AND NOT EXISTS (SELECT 1 FROM guest_place g JOIN enrollment o ON o.id = g.enrollment_id \
         WHERE g.session_id = t.id AND o.person_id = e.person_id AND g.ended_at IS NULL) ORDER BY t.starts_at, t.id LIMIT {MOST}"
    );
    let rows = sql::all::<Row>(db, &text, values).await?;
    let candidate = |row: Row| Candidate {
        session: row.id,
        place: CohortPlace {
            cohort: row.cohort_id,
            program: row.program_id,
            organization: row.organization_id,
        },
        policy: row.policy,
        code: row.code,
        title: Both::new(row.title_uk, row.title_en),
        local_start: row.local_start,
        starts_at: row.starts_at,
        time_zone: row.time_zone,
        unit: row.unit_id,
        minutes: row.minutes,
        room: Room { seats: row.seats, own: Crowd::from(row.crowd).at_most(), guests: whole(row.guests) },
    };
    Ok(rows.into_iter().map(candidate).collect())
}
