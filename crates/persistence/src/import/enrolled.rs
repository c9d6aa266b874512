//! Enrollments as tables of people and cohorts name them.

use crate::store::Read;
use crate::{StoreError, sql};
use postup_domain::access::Sight;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::text::{Code, EmailAddress, Name};
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{FromQueryResult, Value};

/// The cohort of a code, whoever asks.
pub async fn cohort_of_code(db: &impl Read, code: &Code) -> Result<Option<CohortId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Found {
        id: CohortId,
    }
    let text = "SELECT id FROM cohort WHERE code = $1";
    Ok(sql::one::<Found>(db, text, vec![code.clone().into()]).await?.map(|found| found.id))
}

/// Which of these persons have, or had, a place or an application in a cohort.
pub async fn enrolled(
    db: &impl Read,
    cohort: CohortId,
    persons: &[PersonId],
) -> Result<Vec<PersonId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Found {
        person_id: PersonId,
    }
    let mut enrolled = Vec::new();
    for chunk in persons.chunks(5_000) {
        let text = format!(
            "SELECT person_id FROM enrollment WHERE cohort_id = $1 AND person_id IN ({})",
            sql::places(2, chunk.len())
        );
        let values = std::iter::once(Value::from(cohort)).chain(chunk.iter().copied().map(Value::from));
        let found = sql::all::<Found>(db, &text, values.collect()).await?;
        enrolled.extend(found.into_iter().map(|row| row.person_id));
    }
    Ok(enrolled)
}

/// One enrollment of a table that is written.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Exported {
    pub id: EnrollmentId,
    pub code: Code,
    pub email: EmailAddress,
    pub family_name: Name,
    pub given_name: Name,
    pub state: EnrollmentState,
    pub applied_at: DateTimeUtc,
}

/// How many of those [`enrollments`] lists, counted no further than `most`.
pub async fn count_enrollments(db: &impl Read, sight: &Sight, most: i64) -> Result<i64, StoreError> {
    let (seen, values) = seen_after(sight, None);
    let of = format!("enrollment e JOIN cohort c ON c.id = e.cohort_id WHERE {seen}");
    sql::count(db, &of, values, most).await
}

/// How many of those [`nominations`] lists, counted no further than `most`.
pub async fn count_nominations(db: &impl Read, sight: &Sight, most: i64) -> Result<i64, StoreError> {
    let (seen, values) = seen_after(sight, None);
    let of = format!("enrollment e JOIN cohort c ON c.id = e.cohort_id WHERE {seen} AND {NOMINATED}");
    sql::count(db, &of, values, most).await
}

/// The enrollment `e` began with a nomination.
const NOMINATED: &str =
    "EXISTS (SELECT 1 FROM enrollment_step t WHERE t.enrollment_id = e.id AND t.to_state = 'nominated')";

/// Enrollments in what the actor manages and of the people of the actor's organizations, oldest first.
pub async fn enrollments(
    db: &impl Read,
    sight: &Sight,
    after: Option<EnrollmentId>,
    limit: u64,
) -> Result<Vec<Exported>, StoreError> {
    let (seen, values) = seen_after(sight, after);
    let text = format!(
        "SELECT e.id, c.code, p.email, p.family_name, p.given_name, e.state, e.applied_at \
         FROM enrollment e JOIN cohort c ON c.id = e.cohort_id JOIN person p ON p.id = e.person_id \
         WHERE {seen} ORDER BY e.id LIMIT {limit}"
    );
    sql::all(db, &text, values).await
}

/// A nomination of a table that is written.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ExportedNomination {
    pub id: EnrollmentId,
    pub code: Code,
    pub person_id: PersonId,
    pub state: EnrollmentState,
}

/// The same, of those that began with a nomination.
pub async fn nominations(
    db: &impl Read,
    sight: &Sight,
    after: Option<EnrollmentId>,
    limit: u64,
) -> Result<Vec<ExportedNomination>, StoreError> {
    let (seen, values) = seen_after(sight, after);
    let text = format!(
        "SELECT e.id, c.code, e.person_id, e.state FROM enrollment e JOIN cohort c ON c.id = e.cohort_id \
         WHERE {seen} AND {NOMINATED} ORDER BY e.id LIMIT {limit}"
    );
    sql::all(db, &text, values).await
}

fn seen_after(sight: &Sight, after: Option<EnrollmentId>) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = Vec::new();
    let mut text = "(1 = 0".to_owned();
    if sight.manages.everything || sight.employs.everything {
        text.push_str(" OR 1 = 1");
    }
    let mut within = |column: &str, ids: Vec<Value>| {
        if !ids.is_empty() {
            text.push_str(&format!(" OR {column} IN ({})", sql::places(values.len() + 1, ids.len())));
            values.extend(ids);
        }
    };
    let manages = &sight.manages;
    within("c.organization_id", manages.organizations.iter().copied().map(Value::from).collect());
    within("c.program_id", manages.programs.iter().copied().map(Value::from).collect());
    within("c.id", manages.cohorts.iter().copied().map(Value::from).collect());
    within("e.organization_id", sight.employs.organizations.iter().copied().map(Value::from).collect());
    text.push(')');
    if let Some(after) = after {
        values.push(after.into());
        text.push_str(&format!(" AND e.id > ${}", values.len()));
    }
    (text, values)
}
