//! The rows of enrollments and steps.

use super::requirement;
use crate::StoreError;
use chrono::NaiveDate;
use postup_domain::access::CohortPlace;
use postup_domain::cohort::{CohortState, Form, Silence, WaitlistPolicy};
use postup_domain::enrollment::{
    Cause, Enrollment, EnrollmentState, Listed, Matches, Pool, Reconfirmation, ReconfirmationState, Run, Turn,
};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId, ProgramId};
use postup_domain::person::FullName;
use postup_domain::text::{Both, Code, Line, Name, Title};
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::DateTimeUtc;

pub(super) mod step {
    use postup_domain::enrollment::{Cause, EnrollmentState};
    use postup_domain::id::{EnrollmentId, PersonId, StepId};
    use postup_domain::text::Line;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "enrollment_step")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: StepId,
        pub enrollment_id: EnrollmentId,
        pub number: i64,
        pub from_state: Option<EnrollmentState>,
        pub to_state: EnrollmentState,
        pub author: Option<PersonId>,
        pub at: DateTimeUtc,
        pub cause: Cause,
        pub note: Option<Line>,
        pub counterpart: Option<EnrollmentId>,
        pub stood_for: Option<PersonId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An enrollment without anything around it.
#[derive(FromQueryResult)]
pub(super) struct Brief {
    id: EnrollmentId,
    cohort_id: CohortId,
    person_id: PersonId,
    state: EnrollmentState,
    arrival: i64,
    applied_at: DateTimeUtc,
    since: DateTimeUtc,
    seat_held: bool,
    pool: Pool,
    matches: Matches,
    turn: i32,
    asked_id: Option<OrganizationId>,
    own_route: Option<String>,
    answer_by: Option<DateTimeUtc>,
    final_score: Option<i16>,
    version: i64,
}

pub(super) const BRIEF: &str = "SELECT e.id, e.cohort_id, e.person_id, e.state, e.arrival, e.applied_at, e.since, \
                                e.seat_held, e.pool, e.matches, e.turn, e.asked_id, e.route AS own_route, e.answer_by, \
                                e.final_score, e.version FROM enrollment e";

impl TryFrom<Brief> for Enrollment {
    type Error = StoreError;

    fn try_from(row: Brief) -> Result<Self, StoreError> {
        let route = row.own_route.map(|route| route.parse().map_err(StoreError::corrupt));
        Ok(Self {
            id: row.id,
            cohort: row.cohort_id,
            person: row.person_id,
            state: row.state,
            arrival: row.arrival,
            applied_at: row.applied_at,
            since: row.since,
            seat_held: row.seat_held,
            pool: row.pool,
            matches: row.matches,
            turn: Turn { number: row.turn, asked: row.asked_id },
            route: route.transpose()?,
            answer_by: row.answer_by,
            final_score: row.final_score,
            version: row.version,
        })
    }
}

/// The names of a person beside something else.
#[derive(FromQueryResult)]
pub(crate) struct Names {
    pub family_name: Name,
    pub given_name: Name,
    pub patronymic: Option<Name>,
    pub latin_family_name: Name,
    pub latin_given_name: Name,
}

impl Names {
    /// The names when there is a person to go with them.
    pub fn whole(
        family_name: Option<Name>,
        given_name: Option<Name>,
        patronymic: Option<Name>,
        latin_family_name: Option<Name>,
        latin_given_name: Option<Name>,
    ) -> Option<FullName> {
        let (family_name, given_name) = family_name.zip(given_name)?;
        let (latin_family_name, latin_given_name) = latin_family_name.zip(latin_given_name)?;
        Some(Self { family_name, given_name, patronymic, latin_family_name, latin_given_name }.into())
    }
}

pub(crate) const NAMES: &str =
    "p.family_name, p.given_name, p.patronymic, p.latin_family_name, p.latin_given_name";

impl From<Names> for FullName {
    fn from(row: Names) -> Self {
        Self {
            family: row.family_name,
            given: row.given_name,
            patronymic: row.patronymic,
            latin_family: row.latin_family_name,
            latin_given: row.latin_given_name,
        }
    }
}

/// An enrollment with its person, its run, its cause and its place in the queue.
#[derive(FromQueryResult)]
pub(super) struct Row {
    #[sea_orm(nested)]
    brief: Brief,
    #[sea_orm(nested)]
    names: Names,
    employer: Option<OrganizationId>,
    employer_uk: Option<Title>,
    employer_en: Option<Title>,
    asked_uk: Option<Title>,
    asked_en: Option<Title>,
    post: Option<Line>,
    cause: Cause,
    note: Option<Line>,
    queue: Option<i64>,
    program_id: ProgramId,
    runner: OrganizationId,
    code: Code,
    title_uk: Title,
    title_en: Title,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    time_zone: String,
    form: Form,
    venue: Option<Line>,
    contact: Option<Line>,
    withdrawal_closes: Option<DateTimeUtc>,
    substitution_closes: Option<DateTimeUtc>,
    cohort_state: CohortState,
    waitlist_policy: WaitlistPolicy,
    route: String,
    reserved: i32,
    reconfirmation: Option<ReconfirmationState>,
    asked_at: Option<DateTimeUtc>,
    reconfirm_by: Option<DateTimeUtc>,
    silence: Option<Silence>,
    answered_at: Option<DateTimeUtc>,
    shortfall: Option<String>,
}

/// What [`Row`] is read by; a condition on `e`, `c` or `p` follows.
pub(super) const LISTED: &str = "SELECT e.id, e.cohort_id, e.person_id, e.state, e.arrival, e.applied_at, e.since, \
    e.seat_held, e.pool, e.matches, e.turn, e.asked_id, e.route AS own_route, e.answer_by, e.final_score, e.version, e.organization_id AS employer, \
    (SELECT t.cause FROM enrollment_step t WHERE t.enrollment_id = e.id ORDER BY t.number DESC LIMIT 1) AS cause, \
    (SELECT t.note FROM enrollment_step t WHERE t.enrollment_id = e.id ORDER BY t.number DESC LIMIT 1) AS note, \
    CASE WHEN e.state = 'waitlisted' THEN (SELECT COUNT(*) FROM enrollment q WHERE q.cohort_id = e.cohort_id \
        AND q.state = 'waitlisted' AND q.arrival <= e.arrival) END AS queue, \
    p.family_name, p.given_name, p.patronymic, p.latin_family_name, p.latin_given_name, p.position AS post, \
    n.name_uk AS employer_uk, n.name_en AS employer_en, \
    a.name_uk AS asked_uk, a.name_en AS asked_en, \
    c.program_id, c.organization_id AS runner, c.code, c.starts_on, c.ends_on, c.time_zone, c.form, c.venue, \
    c.contact, c.withdrawal_closes, c.substitution_closes, c.state AS cohort_state, c.waitlist_policy, c.route, c.reserved, v.title_uk, v.title_en, \
    r.state AS reconfirmation, r.asked_at, r.answer_by AS reconfirm_by, r.silence, r.answered_at, u.shortfall \
    FROM enrollment e \
    JOIN person p ON p.id = e.person_id \
    JOIN cohort c ON c.id = e.cohort_id \
    JOIN course_version v ON v.id = c.course_version_id \
    LEFT JOIN reconfirmation r ON r.enrollment_id = e.id AND r.starts_on = c.starts_on AND r.asked_at >= e.since \
        AND e.state = 'confirmed' \
    LEFT JOIN shortfall u ON u.enrollment_id = e.id AND u.number = e.version \
    LEFT JOIN organization_name n ON n.organization_id = e.organization_id AND n.valid_from = \
        (SELECT MAX(m.valid_from) FROM organization_name m WHERE m.organization_id = e.organization_id) \
    LEFT JOIN organization_name a ON a.organization_id = e.asked_id AND a.valid_from = \
        (SELECT MAX(m.valid_from) FROM organization_name m WHERE m.organization_id = e.asked_id) \
    WHERE ";

impl TryFrom<Row> for Listed {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let enrollment = Enrollment::try_from(row.brief)?;
        let place =
            CohortPlace { cohort: enrollment.cohort, program: row.program_id, organization: row.runner };
        let reconfirmation = match (row.reconfirmation, row.asked_at, row.reconfirm_by, row.silence) {
            (Some(state), Some(asked_at), Some(answer_by), Some(silence)) => {
                Some(Reconfirmation { state, asked_at, answer_by, silence, answered_at: row.answered_at })
            }
            _ => None,
        };
        Ok(Self {
            enrollment,
            employer: row.employer,
            employer_name: row.employer_uk.zip(row.employer_en).map(|(uk, en)| Both::new(uk, en)),
            asked_name: row.asked_uk.zip(row.asked_en).map(|(uk, en)| Both::new(uk, en)),
            name: row.names.into(),
            post: row.post,
            cause: row.cause,
            note: row.note,
            queue: row.queue,
            reconfirmation,
            shortfall: row.shortfall.map(|kept| requirement::kept(&kept)).transpose()?,
            run: Run {
                place,
                code: row.code,
                title: Both::new(row.title_uk, row.title_en),
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                time_zone: row.time_zone.parse().map_err(StoreError::corrupt)?,
                form: row.form,
                venue: row.venue,
                contact: row.contact,
                withdrawal_closes: row.withdrawal_closes,
                substitution_closes: row.substitution_closes,
                state: row.cohort_state,
                waitlist: row.waitlist_policy,
                route: row.route.parse().map_err(StoreError::corrupt)?,
                reserved: row.reserved,
            },
        })
    }
}
