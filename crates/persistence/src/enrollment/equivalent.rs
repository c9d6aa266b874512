//! Courses from elsewhere that people state in place of one that a cohort asks for.

use super::row::{NAMES, Names};
use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::NaiveDate;
use postup_domain::enrollment::{Equivalent, EquivalentState, Evidence, NamedEquivalent};
use postup_domain::id::{CohortId, CourseId, EquivalentId, PersonId};
use postup_domain::person::FullName;
use postup_domain::text::{Both, Line};
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    id: EquivalentId,
    cohort_id: CohortId,
    person_id: PersonId,
    course_id: CourseId,
    title: Line,
    provider: Line,
    completed_on: NaiveDate,
    document: Line,
    state: EquivalentState,
    author: Option<PersonId>,
    stated_at: DateTimeUtc,
    decided_at: Option<DateTimeUtc>,
    reason: Option<Line>,
    course_uk: String,
    course_en: String,
    #[sea_orm(nested)]
    names: Names,
}

impl From<Row> for NamedEquivalent {
    fn from(row: Row) -> Self {
        let Row { title, provider, completed_on, document, .. } = row;
        Self {
            person: FullName::from(row.names).in_register(),
            course: Both::new(row.course_uk, row.course_en),
            equivalent: Equivalent {
                id: row.id,
                cohort: row.cohort_id,
                person: row.person_id,
                course: row.course_id,
                evidence: Evidence { title, provider, completed_on, document },
                state: row.state,
                author: row.author,
                stated_at: row.stated_at,
                decided_at: row.decided_at,
                reason: row.reason,
            },
        }
    }
}

/// Those for which a condition on `q` holds, the newest first.
async fn those(
    db: &impl Read,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<NamedEquivalent>, StoreError> {
    let text = format!(
        "SELECT q.id, q.cohort_id, q.person_id, q.course_id, q.title, q.provider, q.completed_on, q.document, q.state, \
         q.author, q.stated_at, q.decided_at, q.reason, v.title_uk AS course_uk, v.title_en AS course_en, {NAMES} \
         FROM equivalent q JOIN person p ON p.id = q.person_id JOIN course c ON c.id = q.course_id \
         JOIN course_version v ON v.course_id = c.id AND v.number = c.latest WHERE {condition} \
         ORDER BY q.stated_at DESC, q.id DESC"
    );
    let rows = sql::all::<Row>(db, &text, values).await?;
    Ok(rows.into_iter().map(NamedEquivalent::from).collect())
}

/// One of them.
pub async fn equivalent(db: &impl Read, id: EquivalentId) -> Result<Option<NamedEquivalent>, StoreError> {
    Ok(those(db, "q.id = $1", vec![id.into()]).await?.pop())
}

/// What a person stated in a cohort.
pub async fn equivalents_of(
    db: &impl Read,
    cohort: CohortId,
    person: PersonId,
) -> Result<Vec<NamedEquivalent>, StoreError> {
    those(db, "q.cohort_id = $1 AND q.person_id = $2", vec![cohort.into(), person.into()]).await
}

/// What was accepted of a person's learning elsewhere, in whichever cohort.
pub async fn accepted_elsewhere(
    db: &impl Read,
    person: PersonId,
) -> Result<Vec<NamedEquivalent>, StoreError> {
    those(db, "q.person_id = $1 AND q.state = 'accepted'", vec![person.into()]).await
}

/// The newest of what people stated in a cohort; those that wait for a decision all come.
pub async fn equivalents(
    db: &impl Read,
    cohort: CohortId,
    decided: i64,
) -> Result<Vec<NamedEquivalent>, StoreError> {
    let condition = "q.cohort_id = $1 AND (q.state = 'stated' OR q.id IN (SELECT o.id FROM equivalent o \
                     WHERE o.cohort_id = $1 AND o.state <> 'stated' ORDER BY o.decided_at DESC LIMIT $2))";
    those(db, condition, vec![cohort.into(), decided.into()]).await
}

/// Writes what somebody states. Lock the cohort first.
pub async fn insert_equivalent(tx: &Tx, new: &Equivalent) -> Result<(), StoreError> {
    let Evidence { title, provider, completed_on, document } = &new.evidence;
    let text = "INSERT INTO equivalent (id, cohort_id, person_id, course_id, title, provider, completed_on, document, \
                state, author, stated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = vec![
        new.id.into(),
        new.cohort.into(),
        new.person.into(),
        new.course.into(),
        title.clone().into(),
        provider.clone().into(),
        (*completed_on).into(),
        document.clone().into(),
        new.state.into(),
        new.author.into(),
        new.stated_at.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Writes what was decided. Lock the cohort first.
pub async fn decide_equivalent(tx: &Tx, decided: &Equivalent) -> Result<(), StoreError> {
    let text = "UPDATE equivalent SET state = $1, decided_at = $2, reason = $3 WHERE id = $4";
    let values = vec![
        decided.state.into(),
        decided.decided_at.into(),
        decided.reason.clone().into(),
        decided.id.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}
