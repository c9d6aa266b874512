//! Sessions as the people in them see them: what comes next, and whose register is still open.

use crate::session::row::stretches;
use crate::store::Read;
use crate::{StoreError, sql};
use chrono::{DateTime, NaiveDateTime, Utc};
use postup_domain::access::{CohortPlace, Reach};
use postup_domain::attendance::{Attendance, AttendanceStatus, Meeting};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId, ProgramId, SessionId};
use postup_domain::interruption::HeldState;
use postup_domain::session::{Count, LocalTime, RegisterState, SessionState};
use postup_domain::text::{Both, Code, Line, Title};
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{FromQueryResult, Value};

/// Which sessions are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Meetings<'a> {
    /// Those of the cohorts in which a person holds a seat and those in which they are a guest, from an instant on.
    Attended { person: PersonId, ends_after: DateTime<Utc> },
    /// Those in which somebody is a guest, with their attendance.
    Visited { enrollment: EnrollmentId },
    /// All of one cohort, with the attendance of one enrollment.
    Of { cohort: CohortId, enrollment: EnrollmentId },
    /// Those within reach that start between two instants, and all that began before `now` with an open register.
    Taught { reach: &'a Reach, from: DateTime<Utc>, until: DateTime<Utc>, now: DateTime<Utc> },
    /// All of one cohort that were not called off.
    In { cohort: CohortId },
    /// A single one.
    One { session: SessionId },
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
    local_start: NaiveDateTime,
    local_end: NaiveDateTime,
    time_zone: String,
    starts_at: DateTimeUtc,
    ends_at: DateTimeUtc,
    minutes: i32,
    venue: Option<Line>,
    cohort_venue: Option<Line>,
    link: Option<Line>,
    state: SessionState,
    register: RegisterState,
    held: HeldState,
    lost_minutes: i32,
    ended_at: Option<DateTimeUtc>,
    stretches: Option<String>,
    makes_up: Option<SessionId>,
    people: i32,
    marked: i64,
    status: Option<AttendanceStatus>,
    credited: Option<i32>,
}

const FIELDS: &str = "SELECT s.id, s.cohort_id, c.program_id, c.organization_id, c.code, v.title_uk AS course_uk, \
    v.title_en AS course_en, s.title_uk, s.title_en, s.local_start, s.local_end, s.time_zone, s.starts_at, s.ends_at, \
    s.minutes, s.venue, c.venue AS cohort_venue, s.link, s.state, s.register, s.held, s.lost_minutes, s.ended_at, s.stretches, \
    s.makes_up, c.confirmed AS people, \
    (SELECT COUNT(*) FROM attendance k WHERE k.session_id = s.id) - (SELECT COUNT(*) FROM guest_place y \
    JOIN attendance k ON k.session_id = y.session_id AND k.enrollment_id = y.enrollment_id WHERE y.session_id = s.id) \
    AS marked, \
    a.status, a.minutes AS credited \
    FROM session s JOIN cohort c ON c.id = s.cohort_id JOIN course_version v ON v.id = c.course_version_id ";

/// The most that are read at once.
pub const MOST_MEETINGS: usize = 500;

/// Sessions with their course, in the order of time; at most [`MOST_MEETINGS`].
pub async fn meetings(db: &impl Read, which: Meetings<'_>) -> Result<Vec<Meeting>, StoreError> {
    let nobody = "LEFT JOIN attendance a ON 1 = 0 WHERE ";
    let (rest, values): (String, Vec<Value>) = match which {
        Meetings::Attended { person, ends_after } => (
            "JOIN (SELECT o.id AS session_id, e.id FROM enrollment e JOIN session o ON o.cohort_id = e.cohort_id \
             WHERE e.person_id = $1 AND e.state = 'confirmed' UNION ALL SELECT g.session_id, e.id FROM enrollment e \
             JOIN guest_place g ON g.enrollment_id = e.id AND g.ended_at IS NULL WHERE e.person_id = $1) e \
             ON e.session_id = s.id \
             LEFT JOIN attendance a ON a.session_id = s.id AND a.enrollment_id = e.id \
             WHERE s.ends_at > $2 AND s.state = 'planned' AND c.state = 'published'"
                .to_owned(),
            vec![person.into(), ends_after.into()],
        ),
        Meetings::Visited { enrollment } => (
            "JOIN guest_place g ON g.session_id = s.id AND g.enrollment_id = $1 AND g.ended_at IS NULL \
             LEFT JOIN attendance a ON a.session_id = s.id AND a.enrollment_id = $1 WHERE 1 = 1"
                .to_owned(),
            vec![enrollment.into()],
        ),
        Meetings::Of { cohort, enrollment } => (
            "LEFT JOIN attendance a ON a.session_id = s.id AND a.enrollment_id = $2 WHERE s.cohort_id = $1"
                .to_owned(),
            vec![cohort.into(), enrollment.into()],
        ),
        Meetings::Taught { reach, from, until, now } => {
            let mut values: Vec<Value> = vec![from.into(), until.into(), now.into()];
            let within = within(reach, &mut values);
            let time = "s.state = 'planned' AND c.state <> 'draft' AND ((s.starts_at >= $1 AND s.starts_at < $2) \
                        OR (s.starts_at <= $3 AND s.register <> 'closed'))";
            (format!("{nobody}{time} AND ({within})"), values)
        }
        Meetings::In { cohort } => {
            (format!("{nobody}s.cohort_id = $1 AND s.state = 'planned'"), vec![cohort.into()])
        }
        Meetings::One { session } => (format!("{nobody}s.id = $1"), vec![session.into()]),
    };
    let rows = sql::all::<Row>(
        db,
        &format!("{FIELDS}{rest} ORDER BY s.starts_at, s.id LIMIT {MOST_MEETINGS}"),
        values,
    )
    .await?;
    rows.into_iter().map(Meeting::try_from).collect()
}

/// The cohorts `c` within a reach, as a condition.
pub(crate) fn within(reach: &Reach, values: &mut Vec<Value>) -> String {
    if reach.everything {
        return "1 = 1".to_owned();
    }
    let mut any = vec!["1 = 0".to_owned()];
    let mut add = |column: &str, ids: Vec<Value>| {
        if !ids.is_empty() {
            any.push(format!("{column} IN ({})", sql::places(values.len() + 1, ids.len())));
            values.extend(ids);
        }
    };
    add("c.organization_id", reach.organizations.iter().copied().map(Value::from).collect());
    add("c.program_id", reach.programs.iter().copied().map(Value::from).collect());
    add("c.id", reach.cohorts.iter().copied().map(Value::from).collect());
    any.join(" OR ")
}

impl TryFrom<Row> for Meeting {
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
            local_start: LocalTime(row.local_start),
            local_end: LocalTime(row.local_end),
            time_zone: row.time_zone.parse().map_err(StoreError::corrupt)?,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            minutes: row.minutes,
            venue: row.venue.or(row.cohort_venue),
            link: row.link,
            state: row.state,
            register: row.register,
            count: Count {
                state: row.held,
                lost_minutes: row.lost_minutes,
                ended_at: row.ended_at,
                stretches: stretches(row.stretches.as_deref())?,
            },
            makes_up: row.makes_up,
            people: row.people.into(),
            marked: row.marked,
            own: row.status.zip(row.credited).map(|(status, minutes)| Attendance { status, minutes }),
        })
    }
}
