//! Enrollments: seats, the queue, and every step on the way.

mod approval;
mod bulk;
mod clash;
mod equivalent;
mod link;
mod list;
mod nomination;
mod nominee;
mod quota;
pub mod reconfirmation;
mod requirement;
mod row;
mod transfer;

pub use approval::{Officer, employer_in, keep_route, officers};
pub use bulk::insert_all;
pub(crate) use bulk::{COMES_BACK, WRITTEN};
pub use clash::{clashes, clashing};
pub use equivalent::{
    accepted_elsewhere, decide_equivalent, equivalent, equivalents, equivalents_of, insert_equivalent,
};
pub use link::{
    NewLink, Opened, Post, find_link, insert_links, is_unopened, note_opening, owner_of_link, purge_links,
};
pub(crate) use list::listed_where;
pub use list::{awaiting_approval, count_by_state, find, history, of_cohort, of_people, of_person};
pub use nomination::{Asked, asked, nominated};
pub use nominee::{
    Named, find_nominee, freeze_employer, insert_nominee, is_in, named_before, nominee_asked, nominee_of,
    nominees,
};
pub use quota::{
    Missing, Present, active_quotas, cohorts_with_due_quotas, count_anew, holders, merge_pool, newcomers,
    present, put_quota, quotas, set_matches, set_reserved, uncovered, use_quotas,
};
pub use requirement::{
    Exception, Judged, OwnPast, Past, exceptions, insert_exception, judged, note_fitting, note_shortfalls,
    own_past, past, requirements, requirements_of_all, set_requirements, shortfalls,
};
pub(crate) use row::{NAMES, Names};
pub use transfer::{by_cohort, carry, is_certified};

use crate::store::{Read, Tx};
use crate::{Part, StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::enrollment::{Enrollment, Passage, Pool, Step, Weight};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId, StepId};
use row::{Brief, step};
use sea_orm::{ActiveValue::Set, EntityTrait, FromQueryResult, Value};

/// Counts so many who came in, and moves the counters of seats and queue by it. Call it under the lock on the cohort. The
/// check constraint on the row is the second proof that no seat is sold twice.
pub fn count_in(cohort: CohortId, came: usize, weight: Weight) -> Part {
    let text = "UPDATE cohort SET arrivals = arrivals + $1, confirmed = confirmed + $2, held = held + $3, \
                waitlisted = waitlisted + $4, in_quota = in_quota + $5 WHERE id = $6";
    let Weight { confirmed, held, waitlisted, in_quota } = weight;
    let came = i64::try_from(came).unwrap_or(i64::MAX);
    let values =
        vec![came.into(), confirmed.into(), held.into(), waitlisted.into(), in_quota.into(), cohort.into()];
    Part::new(text, values, 1)
}

/// Moves the counters of seats and queue. Call it under the lock on the cohort.
pub async fn count(tx: &Tx, cohort: CohortId, weight: Weight) -> Result<(), StoreError> {
    if weight != Weight::default() {
        let text = "UPDATE cohort SET confirmed = confirmed + $1, held = held + $2, waitlisted = waitlisted + $3, \
                    in_quota = in_quota + $4 WHERE id = $5";
        let Weight { confirmed, held, waitlisted, in_quota } = weight;
        let values = vec![confirmed.into(), held.into(), waitlisted.into(), in_quota.into(), cohort.into()];
        sql::execute(tx, text, values).await?;
    }
    Ok(())
}

/// The enrollment as it stands in this change. Lock its cohort first.
pub async fn read(tx: &Tx, id: EnrollmentId) -> Result<Option<Enrollment>, StoreError> {
    let text = format!("{} WHERE e.id = $1", row::BRIEF);
    sql::one::<Brief>(tx, &text, vec![id.into()]).await?.map(Enrollment::try_from).transpose()
}

/// Everybody who waits, in order of arrival. Lock the cohort first.
pub async fn queue(tx: &Tx, cohort: CohortId) -> Result<Vec<Enrollment>, StoreError> {
    let text = format!("{} WHERE e.cohort_id = $1 AND e.state = 'waitlisted' ORDER BY e.arrival", row::BRIEF);
    let rows = sql::all::<Brief>(tx, &text, vec![cohort.into()]).await?;
    rows.into_iter().map(Enrollment::try_from).collect()
}

/// The first of the queue, in order of arrival. Lock the cohort first.
pub async fn head_of_queue(tx: &Tx, cohort: CohortId, count: i32) -> Result<Vec<Enrollment>, StoreError> {
    let text = format!(
        "{} WHERE e.cohort_id = $1 AND e.state = 'waitlisted' ORDER BY e.arrival LIMIT $2",
        row::BRIEF
    );
    let rows = sql::all::<Brief>(tx, &text, vec![cohort.into(), i64::from(count).into()]).await?;
    rows.into_iter().map(Enrollment::try_from).collect()
}

/// Moves enrollments on, onto seats of one pool, and says so in `enrollments`. Lock their cohort first.
pub async fn advance(
    tx: &Tx,
    enrollments: &mut [Enrollment],
    passage: Passage,
    pool: Pool,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Passage { to, turn, answer_by, .. } = passage;
    for chunk in enrollments.chunks_mut(5_000) {
        let text = format!(
            "UPDATE enrollment SET state = $1, answer_by = $2, seat_held = FALSE, pool = $3, since = $4, \
             turn = $5, asked_id = $6, version = version + 1 WHERE id IN ({})",
            sql::places(7, chunk.len())
        );
        let mut values: Vec<Value> =
            vec![to.into(), answer_by.into(), pool.into(), now.into(), turn.number.into(), turn.asked.into()];
        values.extend(chunk.iter().map(|enrollment| Value::from(enrollment.id)));
        sql::execute(tx, &text, values).await?;
        for enrollment in chunk {
            (enrollment.state, enrollment.answer_by, enrollment.since) = (to, answer_by, now);
            (enrollment.seat_held, enrollment.pool, enrollment.turn) = (false, pool, turn);
            enrollment.version += 1;
        }
    }
    Ok(())
}

/// Cohorts in which somebody's answer is overdue.
pub async fn cohorts_with_overdue(
    db: &impl Read,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<CohortId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Late {
        cohort_id: CohortId,
    }
    let text = format!("SELECT DISTINCT cohort_id FROM enrollment WHERE answer_by <= $1 LIMIT {limit}");
    let rows = sql::all::<Late>(db, &text, vec![now.into()]).await?;
    Ok(rows.into_iter().map(|row| row.cohort_id).collect())
}

/// Whose answer is overdue in a cohort. Lock it first.
pub async fn overdue(tx: &Tx, cohort: CohortId, now: DateTime<Utc>) -> Result<Vec<Enrollment>, StoreError> {
    let text = format!("{} WHERE e.cohort_id = $1 AND e.answer_by <= $2 ORDER BY e.arrival", row::BRIEF);
    let rows = sql::all::<Brief>(tx, &text, vec![cohort.into(), now.into()]).await?;
    rows.into_iter().map(Enrollment::try_from).collect()
}

/// A step with its own id and its number, which is the version the enrollment has after it.
#[derive(Clone, Debug)]
pub struct NewStep {
    pub id: StepId,
    pub number: i64,
    pub step: Step,
}

/// Writes steps down.
pub fn record_steps(steps: &[NewStep]) -> Vec<Part> {
    let written = |chunk: &[NewStep]| {
        let rows = chunk.iter().map(|new| step::ActiveModel {
            id: Set(new.id),
            enrollment_id: Set(new.step.enrollment),
            number: Set(new.number),
            from_state: Set(new.step.from),
            to_state: Set(new.step.to),
            author: Set(new.step.author),
            at: Set(new.step.at),
            cause: Set(new.step.cause),
            note: Set(new.step.note.clone()),
            counterpart: Set(new.step.counterpart),
            stood_for: Set(new.step.stood_for),
        });
        Part::built(&step::Entity::insert_many(rows), chunk.len())
    };
    steps.chunks(1_000).map(written).collect()
}

/// The place of somebody who waits, 1 for the next in line.
pub async fn place_in_queue(tx: &Tx, of: &Enrollment) -> Result<i64, StoreError> {
    #[derive(FromQueryResult)]
    struct Place {
        place: i64,
    }
    let text = "SELECT COUNT(*) AS place FROM enrollment \
                WHERE cohort_id = $1 AND state = 'waitlisted' AND arrival <= $2";
    let row = sql::one::<Place>(tx, text, vec![of.cohort.into(), of.arrival.into()]).await?;
    Ok(row.map_or(0, |row| row.place))
}

/// Everybody in a cohort whose enrollment is not over, in order of arrival.
pub async fn everybody_in(
    db: &impl Read,
    cohort: CohortId,
) -> Result<Vec<(EnrollmentId, PersonId)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
        person_id: PersonId,
    }
    let text = "SELECT id, person_id FROM enrollment WHERE cohort_id = $1 \
                AND state NOT IN ('declined', 'rejected', 'withdrawn', 'transferred') ORDER BY arrival";
    let rows = sql::all::<Row>(db, text, vec![cohort.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.person_id)).collect())
}

/// Where a person works now, for the question who may apply for them; `None` when there is no such person.
pub async fn employer_of(
    db: &impl Read,
    person: PersonId,
) -> Result<Option<Option<OrganizationId>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Employed {
        organization_id: Option<OrganizationId>,
    }
    let text = "SELECT organization_id FROM person WHERE id = $1";
    let row = sql::one::<Employed>(db, text, vec![person.into()]).await?;
    Ok(row.map(|row| row.organization_id))
}
