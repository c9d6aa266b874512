//! Registers as tables that are written, one session after the other.

use super::row::{STOOD, Stood};
use super::{ON_REGISTER, within};
use crate::store::Read;
use crate::{StoreError, sql};
use chrono::NaiveDateTime;
use postup_domain::access::Sight;
use postup_domain::attendance::Standing;
use postup_domain::id::{CohortId, EnrollmentId, SessionId};
use postup_domain::text::{Code, EmailAddress, Name};
use sea_orm::{FromQueryResult, Value};

/// A session in a table.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: SessionId,
    pub cohort_id: CohortId,
    pub code: Code,
    pub local_start: NaiveDateTime,
    /// Sessions of the cohort that begin at the same time, with this one.
    pub twins: i64,
}

/// The next session after one whose register the actor sees, of one cohort or of all; those that were interrupted, if only
/// these are wanted.
pub async fn session_after(
    db: &impl Read,
    sight: &Sight,
    cohort: Option<CohortId>,
    interrupted: bool,
    after: Option<SessionId>,
) -> Result<Option<Listed>, StoreError> {
    let (mut seen, mut values) = seen(sight, cohort, interrupted);
    if let Some(after) = after {
        values.push(after.into());
        seen.push_str(&format!(" AND s.id > ${}", values.len()));
    }
    let text = format!(
        "SELECT s.id, s.cohort_id, c.code, s.local_start, (SELECT COUNT(*) FROM session o WHERE o.cohort_id = s.cohort_id \
         AND o.local_start = s.local_start AND o.state = 'planned') AS twins \
         FROM session s JOIN cohort c ON c.id = s.cohort_id WHERE {seen} ORDER BY s.id LIMIT 1"
    );
    sql::one(db, &text, values).await
}

/// How many lines the registers of these sessions have, but for guests; counted no further than `most`.
pub async fn count_lines(
    db: &impl Read,
    sight: &Sight,
    cohort: Option<CohortId>,
    interrupted: bool,
    most: i64,
) -> Result<i64, StoreError> {
    let (seen, values) = seen(sight, cohort, interrupted);
    let lines = if interrupted {
        "interruption_note l ON l.session_id = s.id"
    } else {
        "enrollment l ON l.cohort_id = s.cohort_id AND l.state = 'confirmed'"
    };
    let from = format!("session s JOIN cohort c ON c.id = s.cohort_id JOIN {lines} WHERE {seen}");
    sql::count(db, &from, values, most).await
}

/// The sessions `s` of cohorts `c` whose register the actor sees.
fn seen(sight: &Sight, cohort: Option<CohortId>, interrupted: bool) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = Vec::new();
    let within = [&sight.manages, &sight.teaches].map(|reach| within(reach, &mut values)).join(" OR ");
    let mut text = format!("s.state = 'planned' AND c.state <> 'draft' AND ({within})");
    if let Some(cohort) = cohort {
        values.push(cohort.into());
        text.push_str(&format!(" AND s.cohort_id = ${}", values.len()));
    }
    if interrupted {
        text.push_str(" AND EXISTS (SELECT 1 FROM interruption_note n WHERE n.session_id = s.id)");
    }
    (text, values)
}

/// Somebody on a register, in a table.
#[derive(Clone, Debug)]
pub struct Told {
    pub enrollment: EnrollmentId,
    pub email: EmailAddress,
    pub family_name: Name,
    pub given_name: Name,
    pub standing: Option<Standing>,
}

/// Everybody on the register of a session, by surname.
pub async fn told(db: &impl Read, session: &Listed) -> Result<Vec<Told>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
        email: EmailAddress,
        family_name: Name,
        given_name: Name,
        #[sea_orm(nested)]
        stood: Stood,
    }
    let text = format!(
        "SELECT e.id, p.email, p.family_name, p.given_name, {STOOD} FROM ({ON_REGISTER}) r \
         JOIN enrollment e ON e.id = r.id JOIN person p ON p.id = e.person_id \
         LEFT JOIN attendance a ON a.session_id = $1 AND a.enrollment_id = e.id ORDER BY p.sort_key, e.id"
    );
    let rows = sql::all::<Row>(db, &text, vec![session.id.into(), session.cohort_id.into()]).await?;
    Ok(rows
        .into_iter()
        .map(|row| Told {
            enrollment: row.id,
            email: row.email,
            family_name: row.family_name,
            given_name: row.given_name,
            standing: row.stood.into(),
        })
        .collect())
}
