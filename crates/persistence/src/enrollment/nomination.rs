//! People who were asked to come, and the letters that asked them.

use super::row::{BRIEF, Brief};
use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::enrollment::Enrollment;
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::notification::NotificationState;
use sea_orm::{FromQueryResult, Value};

/// The nomination of a person that still waits for an answer. Lock the cohort first.
pub async fn nominated(
    tx: &Tx,
    cohort: CohortId,
    person: PersonId,
) -> Result<Option<Enrollment>, StoreError> {
    let text = format!("{BRIEF} WHERE e.cohort_id = $1 AND e.person_id = $2 AND e.state = 'nominated'");
    let row = sql::one::<Brief>(tx, &text, vec![cohort.into(), person.into()]).await?;
    row.map(Enrollment::try_from).transpose()
}

/// A letter that asked somebody, and its fate.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Asked {
    pub enrollment: EnrollmentId,
    pub state: NotificationState,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// When a link from any letter of this enrollment was first opened, by its reader or by a program that looks at mail.
    pub opened_at: Option<DateTime<Utc>>,
}

/// The letters of these nominations since they were made, the oldest first.
pub async fn asked(db: &impl Read, enrollments: &[EnrollmentId]) -> Result<Vec<Asked>, StoreError> {
    let mut asked = Vec::new();
    for chunk in enrollments.chunks(1_000) {
        let text = format!(
            "SELECT e.id AS enrollment, n.state, n.created_at AS at, (SELECT MIN(l.opened_at) FROM answer_link l \
             WHERE l.enrollment_id = e.id) AS opened_at FROM notification n \
             JOIN enrollment e ON e.person_id = n.person_id AND e.cohort_id = n.cohort_id \
             WHERE n.key = 'nomination_asked' AND n.created_at >= e.applied_at AND e.id IN ({}) ORDER BY n.id",
            sql::places(1, chunk.len())
        );
        asked.extend(sql::all::<Asked>(db, &text, chunk.iter().copied().map(Value::from).collect()).await?);
    }
    Ok(asked)
}
