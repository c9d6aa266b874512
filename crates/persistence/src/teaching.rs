//! Trainers of cohorts, and the sessions of these that are over.

use crate::store::Read;
use crate::{Cursor, Page, StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::CohortPlace;
use postup_domain::id::{CohortId, OrganizationId, PersonId, ProgramId, SessionId};
use postup_domain::interruption::HeldState;
use postup_domain::session::RegisterState;
use postup_domain::teaching::{Engagement, Lesson};
use postup_domain::text::{Both, Code, Title};
use sea_orm::{FromQueryResult, Value};

const ENGAGED: &str = "FROM access_grant g JOIN person p ON p.id = g.person_id WHERE g.role = 'trainer' \
    AND g.scope_kind = 'cohort' AND g.valid_from < $2 AND (g.valid_to IS NULL OR g.valid_to > $1) \
    AND (g.revoked_at IS NULL OR g.revoked_at > $1)";

#[derive(FromQueryResult)]
struct Trainer {
    id: PersonId,
    sort_key: String,
}

/// The people who were trainers of a cohort at some time between two instants, in the order of the alphabet; of all people
/// when `only` names nobody.
pub async fn trainers(
    db: &impl Read,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    only: Option<PersonId>,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<PersonId>, StoreError> {
    let mut text = format!("SELECT DISTINCT p.id, p.sort_key {ENGAGED}");
    let mut values: Vec<Value> = vec![from.into(), until.into()];
    if let Some(person) = only {
        values.push(person.into());
        text.push_str(&format!(" AND p.id = ${}", values.len()));
    }
    if let Some((cursor, id)) = after.and_then(|cursor| Some((cursor, cursor.id.parse::<PersonId>().ok()?))) {
        values.extend([Value::from(cursor.value.clone()), id.into()]);
        let (key, id) = (values.len() - 1, values.len());
        text.push_str(&format!(" AND (p.sort_key > ${key} OR (p.sort_key = ${key} AND p.id > ${id}))"));
    }
    text.push_str(&format!(" ORDER BY p.sort_key, p.id LIMIT {}", limit + 1));
    let rows = sql::all::<Trainer>(db, &text, values).await?;
    let page = Page::cut(rows, usize::try_from(limit).unwrap_or(usize::MAX), |row| Cursor {
        value: row.sort_key.clone(),
        id: row.id.to_string(),
    });
    Ok(page.map(|row| row.id))
}

/// When these people were trainers of which cohort, as far as it touches the time between two instants.
pub async fn engagements(
    db: &impl Read,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    trainers: &[PersonId],
) -> Result<Vec<(CohortId, Engagement)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        person_id: PersonId,
        scope_target: String,
        valid_from: DateTime<Utc>,
        valid_to: Option<DateTime<Utc>>,
        revoked_at: Option<DateTime<Utc>>,
    }
    if trainers.is_empty() {
        return Ok(Vec::new());
    }
    let among = sql::places(3, trainers.len());
    let text = format!(
        "SELECT g.person_id, g.scope_target, g.valid_from, g.valid_to, g.revoked_at {ENGAGED} \
         AND g.person_id IN ({among}) ORDER BY g.id"
    );
    let values = [from.into(), until.into()].into_iter().chain(trainers.iter().copied().map(Value::from));
    let rows = sql::all::<Row>(db, &text, values.collect()).await?;
    let engaged = rows.into_iter().map(|row| {
        let cohort = row.scope_target.parse().map_err(StoreError::corrupt)?;
        let until = [row.valid_to, row.revoked_at].into_iter().flatten().min();
        Ok((cohort, Engagement { trainer: row.person_id, from: row.valid_from, until }))
    });
    engaged.collect()
}

#[derive(FromQueryResult)]
struct Row {
    id: SessionId,
    cohort_id: CohortId,
    program_id: ProgramId,
    organization_id: OrganizationId,
    code: Code,
    course_uk: Title,
    course_en: Title,
    title_uk: Title,
    title_en: Title,
    starts_at: DateTime<Utc>,
    time_zone: String,
    minutes: i32,
    lost_minutes: i32,
    held: HeldState,
    register: RegisterState,
}

impl TryFrom<Row> for Lesson {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            session: row.id,
            place: CohortPlace {
                cohort: row.cohort_id,
                program: row.program_id,
                organization: row.organization_id,
            },
            code: row.code,
            course: Both::new(row.course_uk, row.course_en),
            title: Both::new(row.title_uk, row.title_en),
            starts_at: row.starts_at,
            time_zone: row.time_zone.parse().map_err(StoreError::corrupt)?,
            planned_minutes: row.minutes,
            lost_minutes: row.lost_minutes,
            held: row.held,
            register: row.register,
        })
    }
}

/// The sessions of these cohorts that begin between two instants and are over by `now`, in the order of time.
pub async fn lessons(
    db: &impl Read,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    cohorts: &[CohortId],
    now: DateTime<Utc>,
) -> Result<Vec<Lesson>, StoreError> {
    let mut lessons = Vec::new();
    for chunk in cohorts.chunks(5_000) {
        let text = format!(
            "SELECT s.id, s.cohort_id, c.program_id, c.organization_id, c.code, v.title_uk AS course_uk, \
             v.title_en AS course_en, s.title_uk, s.title_en, s.starts_at, s.time_zone, s.minutes, s.lost_minutes, \
             s.held, s.register FROM session s JOIN cohort c ON c.id = s.cohort_id \
             JOIN course_version v ON v.id = c.course_version_id WHERE s.state = 'planned' AND s.starts_at >= $1 \
             AND s.starts_at < $2 AND s.ends_at <= $3 AND s.cohort_id IN ({}) ORDER BY s.starts_at, s.id",
            sql::places(4, chunk.len())
        );
        let times = [from.into(), until.into(), now.into()].into_iter();
        let values = times.chain(chunk.iter().copied().map(Value::from)).collect();
        for row in sql::all::<Row>(db, &text, values).await? {
            lessons.push(row.try_into()?);
        }
    }
    Ok(lessons)
}
