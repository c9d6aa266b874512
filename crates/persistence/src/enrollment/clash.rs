//! Sessions of one cohort that overlap with those of others in which a person has a seat or is offered one.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::enrollment::Clash;
use postup_domain::id::{CohortId, PersonId};
use postup_domain::text::{Both, Code, Title};
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashSet;

/// A session `n` of the cohort `$1` and a session `s` of another of the person's, both ahead of `$2`, that overlap.
const OVERLAP: &str = "enrollment e JOIN session s ON s.cohort_id = e.cohort_id \
     JOIN session n ON n.cohort_id = $1 AND n.starts_at < s.ends_at AND s.starts_at < n.ends_at \
     WHERE e.cohort_id <> $1 AND e.state IN ('confirmed', 'offered') AND s.state = 'planned' \
     AND n.state = 'planned' AND n.ends_at > $2";

/// Of these people those whose other sessions overlap with those of a cohort.
pub async fn clashing(
    tx: &Tx,
    cohort: CohortId,
    people: &[PersonId],
    now: DateTime<Utc>,
) -> Result<HashSet<PersonId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        person_id: PersonId,
    }
    let mut clashing = HashSet::new();
    for chunk in people.chunks(5_000) {
        let places = sql::places(3, chunk.len());
        let text = format!("SELECT DISTINCT e.person_id FROM {OVERLAP} AND e.person_id IN ({places})");
        let mut values: Vec<Value> = vec![cohort.into(), now.into()];
        values.extend(chunk.iter().copied().map(Value::from));
        let rows = sql::all::<Row>(tx, &text, values).await?;
        clashing.extend(rows.into_iter().map(|row| row.person_id));
    }
    Ok(clashing)
}

/// The overlaps of one person, in the order of time.
pub async fn clashes(
    db: &impl Read,
    cohort: CohortId,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<Clash>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        session_uk: Title,
        session_en: Title,
        starts_at: DateTimeUtc,
        time_zone: String,
        course_uk: Title,
        course_en: Title,
        code: Code,
    }
    let text = format!(
        "SELECT n.title_uk AS session_uk, n.title_en AS session_en, n.starts_at, n.time_zone, \
         (SELECT v.title_uk FROM cohort c JOIN course_version v ON v.id = c.course_version_id WHERE c.id = e.cohort_id) \
         AS course_uk, (SELECT v.title_en FROM cohort c JOIN course_version v ON v.id = c.course_version_id \
         WHERE c.id = e.cohort_id) AS course_en, (SELECT c.code FROM cohort c WHERE c.id = e.cohort_id) AS code \
         FROM {OVERLAP} AND e.person_id = $3 ORDER BY n.starts_at, s.starts_at"
    );
    let rows = sql::all::<Row>(db, &text, vec![cohort.into(), now.into(), person.into()]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Clash {
                session: Both::new(row.session_uk, row.session_en),
                starts_at: row.starts_at,
                time_zone: row.time_zone.parse().map_err(StoreError::corrupt)?,
                course: Both::new(row.course_uk, row.course_en),
                code: row.code,
            })
        })
        .collect()
}
