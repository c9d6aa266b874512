//! The rows of cohorts.

use crate::StoreError;
use postup_domain::cohort::{
    Cohort, CohortState, EnrollmentPolicy, Form, Minimum, Plan, Reconfirming, Silence, TeachingLanguage,
    Terms, Waitlist, WaitlistPolicy,
};
use postup_domain::id::{CohortId, CourseId, CourseVersionId, OrganizationId, PersonId, ProgramId};
use postup_domain::text::{Code, Line};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohort")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CohortId,
    pub course_id: CourseId,
    pub course_version_id: CourseVersionId,
    pub program_id: ProgramId,
    pub organization_id: OrganizationId,
    pub code: Code,
    pub form: Form,
    pub language: TeachingLanguage,
    pub starts_on: Date,
    pub ends_on: Date,
    #[sea_orm(column_type = "Text", nullable)]
    pub territory: Option<String>,
    pub venue: Option<Line>,
    #[sea_orm(column_type = "Text")]
    pub time_zone: String,
    pub capacity: i32,
    pub policy: EnrollmentPolicy,
    #[sea_orm(column_type = "Text")]
    pub route: String,
    pub waitlist_policy: WaitlistPolicy,
    pub answer_hours: i32,
    pub enrollment_opens: DateTimeUtc,
    pub enrollment_closes: DateTimeUtc,
    pub withdrawal_closes: Option<DateTimeUtc>,
    pub substitution_closes: Option<DateTimeUtc>,
    pub reconfirm_days: i32,
    pub reconfirm_silence: Silence,
    pub minimum: Option<i32>,
    pub decide_by: Option<DateTimeUtc>,
    pub decision_owner: Option<PersonId>,
    pub decided_at: Option<DateTimeUtc>,
    pub requirements_since: Option<DateTimeUtc>,
    pub contact: Option<Line>,
    pub state: CohortState,
    pub confirmed: i32,
    pub held: i32,
    pub reserved: i32,
    pub in_quota: i32,
    pub waitlisted: i32,
    pub arrivals: i64,
    pub version: i64,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Cohort {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let time_zone = row.time_zone.parse().map_err(StoreError::corrupt)?;
        Ok(Self {
            id: row.id,
            course: row.course_id,
            course_version: row.course_version_id,
            program: row.program_id,
            organization: row.organization_id,
            plan: Plan {
                code: row.code,
                form: row.form,
                language: row.language,
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                territory: row.territory,
                venue: row.venue,
                time_zone,
                capacity: row.capacity,
                policy: row.policy,
                waitlist: Waitlist { policy: row.waitlist_policy, answer_hours: row.answer_hours },
                enrollment_opens: row.enrollment_opens,
                enrollment_closes: row.enrollment_closes,
                terms: Terms {
                    withdrawal_closes: row.withdrawal_closes,
                    substitution_closes: row.substitution_closes,
                    reconfirmation: Some(Reconfirming {
                        days: row.reconfirm_days,
                        silence: row.reconfirm_silence,
                    })
                    .filter(|asked| asked.days > 0),
                    minimum: row
                        .minimum
                        .zip(row.decide_by)
                        .map(|(people, decide_by)| Minimum { people, decide_by }),
                },
                contact: row.contact,
            },
            route: row.route.parse().map_err(StoreError::corrupt)?,
            state: row.state,
            confirmed: row.confirmed,
            held: row.held,
            reserved: row.reserved,
            in_quota: row.in_quota,
            waitlisted: row.waitlisted,
            arrivals: row.arrivals,
            decision_owner: row.decision_owner,
            decided_at: row.decided_at,
            requirements_since: row.requirements_since,
            version: row.version,
        })
    }
}

/// The row of a cohort, but for its counters and when it was made.
pub(crate) fn columns(cohort: &Cohort) -> ActiveModel {
    let plan = cohort.plan.clone();
    ActiveModel {
        id: Unchanged(cohort.id),
        course_id: Set(cohort.course),
        course_version_id: Set(cohort.course_version),
        program_id: Set(cohort.program),
        organization_id: Set(cohort.organization),
        code: Set(plan.code),
        form: Set(plan.form),
        language: Set(plan.language),
        starts_on: Set(plan.starts_on),
        ends_on: Set(plan.ends_on),
        territory: Set(plan.territory),
        venue: Set(plan.venue),
        time_zone: Set(plan.time_zone.name().to_owned()),
        capacity: Set(plan.capacity),
        policy: Set(plan.policy),
        route: Set(cohort.route.to_string()),
        waitlist_policy: Set(plan.waitlist.policy),
        answer_hours: Set(plan.waitlist.answer_hours),
        enrollment_opens: Set(plan.enrollment_opens),
        enrollment_closes: Set(plan.enrollment_closes),
        withdrawal_closes: Set(plan.terms.withdrawal_closes),
        substitution_closes: Set(plan.terms.substitution_closes),
        reconfirm_days: Set(plan.terms.reconfirmation.map_or(0, |asked| asked.days)),
        reconfirm_silence: Set(plan.terms.reconfirmation.map_or(Silence::Keep, |asked| asked.silence)),
        minimum: Set(plan.terms.minimum.map(|minimum| minimum.people)),
        decide_by: Set(plan.terms.minimum.map(|minimum| minimum.decide_by)),
        decision_owner: Set(cohort.decision_owner),
        decided_at: Set(cohort.decided_at),
        requirements_since: NotSet,
        contact: Set(plan.contact),
        state: Set(cohort.state),
        confirmed: NotSet,
        held: NotSet,
        reserved: NotSet,
        in_quota: NotSet,
        waitlisted: NotSet,
        arrivals: NotSet,
        version: Set(cohort.version),
        created_at: NotSet,
    }
}
