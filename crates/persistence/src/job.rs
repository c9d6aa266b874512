//! Long work: what was asked for, and how far it is.

use crate::store::{Read, Tx};
use crate::{StoreError, lease, sql};
use chrono::{DateTime, Utc};
use postup_domain::id::{CohortId, EnrollmentId, JobId, PersonId};
use postup_domain::job::{Job, JobKind, Progress, Stop};
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    id: JobId,
    kind: JobKind,
    author: Option<PersonId>,
    cohort_id: CohortId,
    wanted: String,
    done: i32,
    made: i32,
    state: Progress,
    reason: Option<Stop>,
    created_at: DateTime<Utc>,
    since: DateTime<Utc>,
}

impl TryFrom<Row> for Job {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let wanted: Vec<EnrollmentId> = serde_json::from_str(&row.wanted)
            .map_err(|error| StoreError::corrupt(format!("job {}: {error}", row.id)))?;
        let count = |number: i32| usize::try_from(number).unwrap_or_default();
        Ok(Self {
            id: row.id,
            kind: row.kind,
            author: row.author,
            cohort: row.cohort_id,
            wanted,
            done: count(row.done),
            made: count(row.made),
            state: row.state,
            reason: row.reason,
            created_at: row.created_at,
            since: row.since,
        })
    }
}

const READ: &str =
    "SELECT id, kind, author, cohort_id, wanted, done, made, state, reason, created_at, since FROM job";
const UNDER_WAY: &str = "'waiting', 'running'";

fn number(count: usize) -> Value {
    i32::try_from(count).unwrap_or(i32::MAX).into()
}

/// Writes down what was asked for.
pub async fn insert(tx: &Tx, job: &Job) -> Result<(), StoreError> {
    let wanted = serde_json::to_string(&job.wanted).map_err(StoreError::corrupt)?;
    let text = "INSERT INTO job (id, kind, author, cohort_id, wanted, total, state, created_at, since) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    let values = vec![
        job.id.into(),
        job.kind.into(),
        job.author.into(),
        job.cohort.into(),
        wanted.into(),
        number(job.wanted.len()),
        job.state.into(),
        job.created_at.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// The work as it stands now; the worker that does it keeps it until `lease_until`.
pub async fn update(tx: &Tx, job: &Job, lease_until: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    let text = "UPDATE job SET done = $2, made = $3, state = $4, reason = $5, since = $6, lease_until = $7 \
                WHERE id = $1";
    let values = vec![
        job.id.into(),
        number(job.done),
        number(job.made),
        job.state.into(),
        job.reason.into(),
        job.since.into(),
        lease_until.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// One piece of work.
pub async fn find(db: &impl Read, id: JobId) -> Result<Option<Job>, StoreError> {
    let found = sql::one::<Row>(db, &format!("{READ} WHERE id = $1"), vec![id.into()]).await?;
    found.map(Job::try_from).transpose()
}

/// Held until the end of the change.
pub async fn lock(tx: &Tx, id: JobId) -> Result<Option<Job>, StoreError> {
    let held = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    let found = sql::one::<Row>(tx, &format!("{READ} WHERE id = $1{held}"), vec![id.into()]).await?;
    found.map(Job::try_from).transpose()
}

/// What is under way for a cohort. Lock the cohort first.
pub async fn open_for(db: &impl Read, cohort: CohortId) -> Result<Option<Job>, StoreError> {
    let text = format!("{READ} WHERE cohort_id = $1 AND state IN ({UNDER_WAY}) ORDER BY id LIMIT 1");
    sql::one::<Row>(db, &text, vec![cohort.into()]).await?.map(Job::try_from).transpose()
}

/// The next work that no worker keeps, kept until `lease_until` from now on.
pub async fn claim(
    tx: &Tx,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<JobId>, StoreError> {
    Ok(lease::claim(tx, "job", UNDER_WAY, now, lease_until).await?.map(JobId))
}
