//! Quotas, what is known of people when their criteria look, and what each seat counts against.

use crate::store::{Read, Tx};
use crate::{Part, StoreError, sql};
use chrono::NaiveDate;
use postup_domain::course::Subject;
use postup_domain::enrollment::{
    Approvers, Criterion, CriterionKind, EnrollmentState, Matches, Move, Newcomer, Pool, Quota, Record,
    Standing, Traits,
};
use postup_domain::id::{CohortId, EnrollmentId, ImportId, OrganizationId, PersonId};
use postup_domain::organization::OrganizationKind;
use postup_domain::person::AppointmentKind;
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{FromQueryResult, Value};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct Row {
    cohort_id: CohortId,
    number: i32,
    kind: CriterionKind,
    value: String,
    seats: i32,
    used: i32,
    release_on: NaiveDate,
    released_at: Option<DateTimeUtc>,
    freed: i32,
}

const ROWS: &str =
    "SELECT cohort_id, number, kind, value, seats, used, release_on, released_at, freed FROM quota";

impl TryFrom<Row> for Quota {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            number: row.number,
            criterion: Criterion::new(row.kind, &row.value).map_err(StoreError::corrupt)?,
            seats: row.seats,
            used: row.used,
            release_on: row.release_on,
            released_at: row.released_at,
            freed: row.freed,
        })
    }
}

/// The quotas of a cohort by their number. In a change, lock the cohort first.
pub async fn quotas(db: &impl Read, cohort: CohortId) -> Result<Vec<Quota>, StoreError> {
    let text = format!("{ROWS} WHERE cohort_id = $1 ORDER BY number");
    let rows = sql::all::<Row>(db, &text, vec![cohort.into()]).await?;
    rows.into_iter().map(Quota::try_from).collect()
}

/// The quotas of several cohorts that keep seats still.
pub async fn active_quotas(
    db: &impl Read,
    cohorts: &[CohortId],
) -> Result<Vec<(CohortId, Quota)>, StoreError> {
    if cohorts.is_empty() {
        return Ok(Vec::new());
    }
    let places = sql::places(1, cohorts.len());
    let text = format!("{ROWS} WHERE cohort_id IN ({places}) AND released_at IS NULL ORDER BY number");
    let values = cohorts.iter().copied().map(Value::from).collect();
    let rows = sql::all::<Row>(db, &text, values).await?;
    rows.into_iter().map(|row| Ok((row.cohort_id, Quota::try_from(row)?))).collect()
}

/// Cohorts with a quota whose day of release has come by some clock of the world.
pub async fn cohorts_with_due_quotas(db: &impl Read, on: NaiveDate) -> Result<Vec<CohortId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Due {
        cohort_id: CohortId,
    }
    let text = "SELECT DISTINCT cohort_id FROM quota WHERE released_at IS NULL AND release_on <= $1";
    let rows = sql::all::<Due>(db, text, vec![on.into()]).await?;
    Ok(rows.into_iter().map(|row| row.cohort_id).collect())
}

/// Writes a quota, new or changed, with how many of its seats are somebody's.
pub async fn put_quota(tx: &Tx, cohort: CohortId, quota: &Quota) -> Result<(), StoreError> {
    let text = "INSERT INTO quota (cohort_id, number, kind, value, seats, used, release_on, released_at, freed) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                ON CONFLICT (cohort_id, number) DO UPDATE SET kind = excluded.kind, value = excluded.value, \
                seats = excluded.seats, used = excluded.used, release_on = excluded.release_on, \
                released_at = excluded.released_at, freed = excluded.freed";
    let values = vec![
        cohort.into(),
        quota.number.into(),
        quota.criterion.kind().into(),
        quota.criterion.value().into(),
        quota.seats.into(),
        quota.used.into(),
        quota.release_on.into(),
        quota.released_at.into(),
        quota.freed.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Counts the seats of quotas that are somebody's up or down. The check constraint on the rows is the second proof that no
/// quota is overdrawn.
pub fn use_quotas(cohort: CohortId, uses: impl IntoIterator<Item = (Pool, i32)>) -> Option<Part> {
    let mut by: BTreeMap<Pool, i32> = BTreeMap::new();
    for (pool, count) in uses.into_iter().filter(|(pool, _)| *pool != Pool::GENERAL) {
        *by.entry(pool).or_default() += count;
    }
    by.retain(|_, count| *count != 0);
    if by.is_empty() {
        return None;
    }
    let count = by.len();
    let rows: Vec<String> = (0..count).map(|n| format!("({})", sql::places(n * 2 + 2, 2))).collect();
    let text = format!(
        "UPDATE quota SET used = used + n.column2 FROM (VALUES {}) n WHERE cohort_id = $1 AND number = n.column1",
        rows.join(", ")
    );
    let each = by.into_iter().flat_map(|(pool, count)| [Value::from(pool), count.into()]);
    Some(Part::new(text, std::iter::once(Value::from(cohort)).chain(each).collect(), count))
}

/// Writes how many seats of a cohort its quotas keep, and how many of those are somebody's.
pub async fn set_reserved(tx: &Tx, cohort: CohortId, reserved: i32, in_quota: i32) -> Result<(), StoreError> {
    let text = "UPDATE cohort SET reserved = $1, in_quota = $2 WHERE id = $3";
    sql::execute(tx, text, vec![reserved.into(), in_quota.into(), cohort.into()]).await?;
    Ok(())
}

/// Written so that the index by state is of use.
const HOLDING: &str =
    "state IN ('confirmed', 'offered', 'nominated') AND (state <> 'nominated' OR seat_held)";

/// How many hold a seat, by what it counts against and what they fit.
pub async fn holders(db: &impl Read, cohort: CohortId) -> Result<Vec<(Pool, Matches, i32)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Held {
        pool: Pool,
        matches: Matches,
        count: i64,
    }
    let text = format!(
        "SELECT pool, matches, COUNT(*) AS count FROM enrollment WHERE cohort_id = $1 AND {HOLDING} \
         GROUP BY pool, matches"
    );
    let rows = sql::all::<Held>(db, &text, vec![cohort.into()]).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.pool, row.matches, i32::try_from(row.count).unwrap_or(i32::MAX)))
        .collect())
}

/// Counts one holder anew, the first who fits the move.
pub async fn count_anew(tx: &Tx, cohort: CohortId, step: Move) -> Result<(), StoreError> {
    let text = format!(
        "UPDATE enrollment SET pool = $1 WHERE id = (SELECT id FROM enrollment WHERE cohort_id = $2 AND pool = $3 \
         AND matches = $4 AND {HOLDING} ORDER BY arrival LIMIT 1)"
    );
    let values = vec![step.to.into(), cohort.into(), step.from.into(), step.matches.into()];
    let done = sql::execute(tx, &text, values).await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::corrupt("nobody to be counted anew")) }
}

/// Counts all holders of a pool as general from now on.
pub async fn merge_pool(tx: &Tx, cohort: CohortId, pool: Pool) -> Result<(), StoreError> {
    let text = "UPDATE enrollment SET pool = 0 WHERE cohort_id = $1 AND pool = $2";
    sql::execute(tx, text, vec![cohort.into(), pool.into()]).await?;
    Ok(())
}

/// Somebody who is in a cohort, as quotas see them.
#[derive(Clone, Debug)]
pub struct Present {
    pub id: EnrollmentId,
    pub holds_seat: bool,
    pub pool: Pool,
    pub matches: Matches,
    pub traits: Traits,
}

/// Writes what a seat counts against and which quotas its holder fits.
pub async fn set_matches(
    tx: &Tx,
    ids: &[EnrollmentId],
    pool: Pool,
    matches: Matches,
) -> Result<(), StoreError> {
    for chunk in ids.chunks(5_000) {
        let text = format!(
            "UPDATE enrollment SET pool = $1, matches = $2 WHERE id IN ({})",
            sql::places(3, chunk.len())
        );
        let mut values: Vec<Value> = vec![pool.into(), matches.into()];
        values.extend(chunk.iter().copied().map(Value::from));
        sql::execute(tx, &text, values).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Known {
    organization_id: Option<OrganizationId>,
    organization_kind: Option<OrganizationKind>,
    position_category: Option<i16>,
    appointment: Option<AppointmentKind>,
    code: Option<String>,
    parent_code: Option<String>,
    oblast_code: Option<String>,
    raion_code: Option<String>,
    hromada_code: Option<String>,
    covered: bool,
}

impl From<Known> for Traits {
    fn from(known: Known) -> Self {
        let uncovered = known.hromada_code.is_some() && !known.covered;
        let units = [known.code, known.parent_code, known.oblast_code, known.raion_code, known.hromada_code];
        Self {
            units: units.into_iter().flatten().collect(),
            organization: known.organization_id,
            organization_kind: known.organization_kind,
            position_category: known.position_category,
            appointment: known.appointment,
            uncovered,
        }
    }
}

const KNOWN: &str = "o.kind AS organization_kind, p.position_category, p.appointment, t.code, t.parent_code, \
     t.oblast_code, t.raion_code, t.hromada_code";

/// Whether somebody of the hromada of `t` has completed a course of the subject `$1`, as the figures know it.
const COVERED: &str = "EXISTS (SELECT 1 FROM fact f JOIN enrollment fe ON fe.id = f.enrollment_id \
     JOIN cohort fc ON fc.id = fe.cohort_id JOIN course_version fv ON fv.id = fc.course_version_id \
     JOIN territory ft ON ft.code = fe.territory WHERE f.completed AND fv.subject = $1 \
     AND ft.hromada_code = t.hromada_code) AS covered";

/// What is known of people when they come to a cohort, those of an import by the records that are ready to be written;
/// `employer` is where those work who do not say it yet. Coverage is looked at for a subject only where one is named.
pub async fn newcomers(
    db: &impl Read,
    staged: Option<(ImportId, &[u32])>,
    cohort: CohortId,
    people: &[PersonId],
    employer: Option<OrganizationId>,
    subject: Option<Subject>,
) -> Result<Vec<Newcomer>, StoreError> {
    #[derive(FromQueryResult)]
    struct Coming {
        person_id: PersonId,
        id: Option<EnrollmentId>,
        state: Option<EnrollmentState>,
        version: Option<i64>,
        is_guest: bool,
        #[sea_orm(nested)]
        known: Known,
    }
    let covered = if subject.is_some() { COVERED } else { "$1 IS NOT NULL AS covered" };
    let subject = Value::from(subject.map_or_else(String::new, |subject| subject.to_string()));
    let mut newcomers = Vec::with_capacity(people.len());
    for chunk in people.chunks(5_000) {
        let records = match staged {
            None => "person".to_owned(),
            Some((_, numbers)) => format!(
                "(SELECT person_id AS id, organization_id, territory, position_category, appointment \
                 FROM import_person WHERE import_id = ${} AND number IN ({}))",
                chunk.len() + 4,
                sql::places(chunk.len() + 5, numbers.len())
            ),
        };
        let text = format!(
            "SELECT p.id AS person_id, e.id, e.state, e.version, o.id AS organization_id, {KNOWN}, {covered}, \
             EXISTS (SELECT 1 FROM enrollment x JOIN guest_place g ON g.enrollment_id = x.id AND g.ended_at IS NULL \
             JOIN session s ON s.id = g.session_id AND s.cohort_id = $2 WHERE x.person_id = p.id) AS is_guest FROM {records} p \
             LEFT JOIN enrollment e ON e.cohort_id = $2 AND e.person_id = p.id \
             LEFT JOIN organization o ON o.id = COALESCE(p.organization_id, $3) \
             LEFT JOIN territory t ON t.code = COALESCE(p.territory, o.territory) WHERE p.id IN ({})",
            sql::places(4, chunk.len())
        );
        let mut values = vec![subject.clone(), cohort.into(), employer.into()];
        values.extend(chunk.iter().copied().map(Value::from));
        if let Some((import, numbers)) = staged {
            values.push(import.into());
            values.extend(numbers.iter().map(|number| Value::from(i64::from(*number))));
        }
        let rows = sql::all::<Coming>(db, &text, values).await?;
        newcomers.extend(rows.into_iter().map(|row| Newcomer {
            person: row.person_id,
            approvers: Approvers::default(),
            record: Record::default(),
            standing: row.id.zip(row.state).zip(row.version).map(|((id, state), version)| Standing {
                id,
                state,
                version,
            }),
            is_guest: row.is_guest,
            traits: row.known.into(),
        }));
    }
    Ok(newcomers)
}

/// Everybody who is in a cohort and not out of it, in order of arrival. Lock it first. Employer and territory are those
/// of the application.
pub async fn present(
    tx: &Tx,
    cohort: CohortId,
    subject: Option<Subject>,
) -> Result<Vec<Present>, StoreError> {
    #[derive(FromQueryResult)]
    struct There {
        id: EnrollmentId,
        state: EnrollmentState,
        seat_held: bool,
        pool: Pool,
        matches: Matches,
        #[sea_orm(nested)]
        known: Known,
    }
    let covered = if subject.is_some() { COVERED } else { "$1 IS NOT NULL AS covered" };
    let text = format!(
        "SELECT e.id, e.state, e.seat_held, e.pool, e.matches, e.organization_id, {KNOWN}, {covered} \
         FROM enrollment e JOIN person p ON p.id = e.person_id \
         LEFT JOIN organization o ON o.id = e.organization_id \
         LEFT JOIN territory t ON t.code = COALESCE(e.territory, o.territory) \
         WHERE e.cohort_id = $2 AND e.state IN ('nominated', 'applied', 'waitlisted', 'offered', 'confirmed') \
         ORDER BY e.arrival"
    );
    let subject = subject.map_or_else(String::new, |subject| subject.to_string());
    let rows = sql::all::<There>(tx, &text, vec![subject.into(), cohort.into()]).await?;
    let present = |there: There| Present {
        id: there.id,
        holds_seat: there.seat_held
            || matches!(there.state, EnrollmentState::Confirmed | EnrollmentState::Offered),
        pool: there.pool,
        matches: there.matches,
        traits: there.known.into(),
    };
    Ok(rows.into_iter().map(present).collect())
}

/// A hromada in which nobody has completed a course of a subject.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Missing {
    pub code: String,
    pub oblast_code: Option<String>,
}

/// Every hromada of the codifier in force in which nobody has completed a course of the subject, by oblast and name.
pub async fn uncovered(db: &impl Read, subject: Subject) -> Result<Vec<Missing>, StoreError> {
    let text = "SELECT t.code, t.oblast_code FROM territory t WHERE t.category = 'H' AND t.valid_to IS NULL \
                AND NOT EXISTS (SELECT 1 FROM fact f JOIN enrollment fe ON fe.id = f.enrollment_id \
                JOIN cohort fc ON fc.id = fe.cohort_id JOIN course_version fv ON fv.id = fc.course_version_id \
                JOIN territory ft ON ft.code = fe.territory WHERE f.completed AND fv.subject = $1 \
                AND ft.hromada_code = t.code) ORDER BY t.oblast_code, t.name";
    sql::all::<Missing>(db, text, vec![subject.to_string().into()]).await
}
