//! When registers are closed by themselves, and those that are still open after their sessions.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::{Author, CohortPlace};
use postup_domain::closing::{ClosingRule, OpenRegister, SetClosing, Told};
use postup_domain::id::{CohortId, OrganizationId, ProgramId, SessionId};
use postup_domain::session::RegisterState;
use postup_domain::text::Line;
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct RuleRow {
    number: i32,
    cohort_id: Option<CohortId>,
    since: DateTime<Utc>,
    inherits: bool,
    close_hours: Option<i32>,
    trainer_hours: i32,
    manager_hours: i32,
    appeal_days: i32,
    source: Option<Line>,
}

impl From<RuleRow> for SetClosing {
    fn from(row: RuleRow) -> Self {
        let RuleRow { close_hours, trainer_hours, manager_hours, appeal_days, source, .. } = row;
        let rule = ClosingRule { close_hours, trainer_hours, manager_hours, appeal_days };
        let rule = (!row.inherits).then_some(rule);
        Self { rule, cohort: row.cohort_id, since: row.since, number: row.number, source }
    }
}

/// Every rule that an organization has set, for itself and for cohorts, the newest first.
pub async fn rules(db: &impl Read, organization: OrganizationId) -> Result<Vec<SetClosing>, StoreError> {
    let text = "SELECT number, cohort_id, since, inherits, close_hours, trainer_hours, manager_hours, \
                appeal_days, source FROM closing_rule WHERE organization_id = $1 ORDER BY number DESC";
    let rows = sql::all::<RuleRow>(db, text, vec![organization.into()]).await?;
    Ok(rows.into_iter().map(SetClosing::from).collect())
}

/// Appends a rule; [`StoreError::Stale`] when another one took its number.
pub async fn set(
    tx: &Tx,
    organization: OrganizationId,
    set: &SetClosing,
    author: Author,
) -> Result<(), StoreError> {
    let rule = set.rule.unwrap_or_default();
    let text = "INSERT INTO closing_rule (organization_id, number, cohort_id, since, inherits, close_hours, \
                trainer_hours, manager_hours, author, appeal_days, source) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values: Vec<Value> = vec![
        organization.into(),
        set.number.into(),
        set.cohort.map(|cohort| cohort.0).into(),
        set.since.into(),
        set.rule.is_none().into(),
        rule.close_hours.into(),
        rule.trainer_hours.into(),
        rule.manager_hours.into(),
        author.map(|person| person.0).into(),
        rule.appeal_days.into(),
        set.source.as_ref().map(|source| source.as_str().to_owned()).into(),
    ];
    match sql::execute(tx, text, values).await {
        Err(StoreError::Duplicate(_)) => Err(StoreError::Stale),
        done => done.map(drop),
    }
}

#[derive(FromQueryResult)]
struct OpenRow {
    id: SessionId,
    cohort_id: CohortId,
    program_id: ProgramId,
    organization_id: OrganizationId,
    ends_at: DateTime<Utc>,
    register: RegisterState,
    unfilled_told: i32,
    people: i32,
    marked: i64,
    taken: i64,
    reopened_at: Option<DateTime<Utc>>,
}

const OPEN: &str = "SELECT s.id, s.cohort_id, c.program_id, c.organization_id, s.ends_at, s.register, s.unfilled_told, \
    c.confirmed AS people, (SELECT COUNT(*) FROM attendance a WHERE a.session_id = s.id) AS marked, \
    (SELECT COUNT(*) FROM attendance a WHERE a.session_id = s.id AND a.status <> 'excused') AS taken, \
    (SELECT MAX(t.at) FROM register_step t WHERE t.session_id = s.id AND t.to_state = 'reopened') AS reopened_at \
    FROM session s JOIN cohort c ON c.id = s.cohort_id WHERE s.state = 'planned' AND s.register <> 'closed' ";

impl From<OpenRow> for OpenRegister {
    fn from(row: OpenRow) -> Self {
        Self {
            session: row.id,
            place: CohortPlace {
                cohort: row.cohort_id,
                program: row.program_id,
                organization: row.organization_id,
            },
            ends_at: row.ends_at,
            register: row.register,
            reopened_at: row.reopened_at,
            people: row.people.into(),
            marked: row.marked,
            taken: row.taken,
            told: match row.unfilled_told {
                0 => Told::Nobody,
                1 => Told::Trainers,
                _ => Told::Managers,
            },
        }
    }
}

/// Registers of sessions that ended between two instants and are not closed, the earliest first, from the one after.
pub async fn open_registers(
    db: &impl Read,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    after: Option<(DateTime<Utc>, SessionId)>,
    limit: u64,
) -> Result<Vec<OpenRegister>, StoreError> {
    let mut values: Vec<Value> = vec![from.into(), until.into()];
    let mut on = String::new();
    if let Some((ends_at, session)) = after {
        "AND (s.ends_at > $3 OR (s.ends_at = $3 AND s.id > $4)) ".clone_into(&mut on);
        values.extend([Value::from(ends_at), session.into()]);
    }
    let text = format!(
        "{OPEN}AND c.state = 'published' AND s.ends_at >= $1 AND s.ends_at <= $2 {on}ORDER BY s.ends_at, s.id LIMIT {limit}"
    );
    let rows = sql::all::<OpenRow>(db, &text, values).await?;
    Ok(rows.into_iter().map(OpenRegister::from).collect())
}

/// The register of a session, unless it is closed.
pub async fn open_register(db: &impl Read, id: SessionId) -> Result<Option<OpenRegister>, StoreError> {
    let row = sql::one::<OpenRow>(db, &format!("{OPEN}AND s.id = $1"), vec![id.into()]).await?;
    Ok(row.map(OpenRegister::from))
}

/// Notes who is being reminded of a register. `false` when another worker was first, or when it was closed or moved since it
/// was read.
pub async fn note_told(tx: &Tx, of: &OpenRegister, told: Told) -> Result<bool, StoreError> {
    let level = match told {
        Told::Nobody => 0,
        Told::Trainers => 1,
        Told::Managers => 2,
    };
    let text = "UPDATE session SET unfilled_told = $1 WHERE id = $2 AND ends_at = $3 AND unfilled_told < $1 \
                AND register = 'open' AND state = 'planned'";
    let values: Vec<Value> = vec![level.into(), of.session.into(), of.ends_at.into()];
    Ok(sql::execute(tx, text, values).await?.rows_affected() == 1)
}
