//! Earlier enrollments that count for a later one.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use postup_domain::id::{CohortId, EnrollmentId};
use sea_orm::{FromQueryResult, Value};
use std::collections::BTreeMap;

/// Lets an enrollment count for another of the same person, with everything that counts for it already.
pub async fn carry(tx: &Tx, from: EnrollmentId, to: EnrollmentId) -> Result<(), StoreError> {
    let text = "INSERT INTO carried (enrollment_id, source_id) SELECT e.id, x.id FROM enrollment e JOIN enrollment x \
                ON x.id <> e.id AND (x.id = $1 OR x.id IN (SELECT k.source_id FROM carried k WHERE k.enrollment_id = $1)) \
                WHERE e.id = $2 ON CONFLICT DO NOTHING";
    sql::execute(tx, text, vec![from.into(), to.into()]).await?;
    Ok(())
}

/// Whether a valid certificate was issued for an enrollment.
pub async fn is_certified(tx: &Tx, id: EnrollmentId) -> Result<bool, StoreError> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let text = "SELECT COUNT(*) AS count FROM certificate WHERE enrollment_id = $1 AND state = 'valid'";
    Ok(sql::one::<Count>(tx, text, vec![id.into()]).await?.is_some_and(|row| row.count > 0))
}

/// To which cohorts these enrollments belong.
pub async fn by_cohort(
    db: &impl Read,
    enrollments: &[EnrollmentId],
) -> Result<BTreeMap<CohortId, Vec<EnrollmentId>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
        cohort_id: CohortId,
    }
    let mut found: BTreeMap<CohortId, Vec<EnrollmentId>> = BTreeMap::new();
    for chunk in enrollments.chunks(5_000) {
        let text =
            format!("SELECT id, cohort_id FROM enrollment WHERE id IN ({})", sql::places(1, chunk.len()));
        let values = chunk.iter().copied().map(Value::from).collect();
        for row in sql::all::<Row>(db, &text, values).await? {
            found.entry(row.cohort_id).or_default().push(row.id);
        }
    }
    Ok(found)
}
