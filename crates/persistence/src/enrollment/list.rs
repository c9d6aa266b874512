//! Enrollments as people read them.

use super::row::{LISTED, NAMES, Names, Row};
use crate::store::Read;
use crate::{Cursor, Page, StoreError, sql};
use postup_domain::access::{CohortPlace, EnrollmentPlace, Sight};
use postup_domain::enrollment::{Cause, Counterpart, EnrollmentState, Listed, NamedStep, Step};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId, ProgramId};
use postup_domain::person::FullName;
use postup_domain::text::{Code, Line, Name};
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{FromQueryResult, Value};

fn listed(rows: Vec<Row>) -> Result<Vec<Listed>, StoreError> {
    rows.into_iter().map(Listed::try_from).collect()
}

/// Those for which a condition on `e`, `c` or `p` holds; an order may follow it.
pub(crate) async fn listed_where(
    db: &impl Read,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<Listed>, StoreError> {
    listed(sql::all(db, &format!("{LISTED}{condition}"), values).await?)
}

/// The enrollment, if it exists for the actor.
pub async fn find(db: &impl Read, sight: &Sight, id: EnrollmentId) -> Result<Option<Listed>, StoreError> {
    let row = sql::one::<Row>(db, &format!("{LISTED} e.id = $1"), vec![id.into()]).await?;
    let found = row.map(Listed::try_from).transpose()?;
    Ok(found.filter(|listed| sight.sees_enrollment(&listed.place())))
}

/// Enrollments in a cohort the actor manages or teaches, in order of arrival; of one state when it is named.
/// The caller has looked whether the cohort's people exist for the actor ([`Sight::sees_register`]).
pub async fn of_cohort(
    db: &impl Read,
    cohort: CohortId,
    state: Option<EnrollmentState>,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Listed>, StoreError> {
    let mut text = format!("{LISTED} e.cohort_id = $1 AND e.arrival > $2");
    let after: i64 = after.and_then(|cursor| cursor.value.parse().ok()).unwrap_or_default();
    let mut values: Vec<Value> = vec![cohort.into(), after.into()];
    if let Some(state) = state {
        values.push(state.into());
        text.push_str(" AND e.state = $3");
    }
    text.push_str(" ORDER BY e.arrival LIMIT ");
    text.push_str(&(limit + 1).to_string());
    let rows = listed(sql::all(db, &text, values).await?)?;
    Ok(Page::cut(rows, usize::try_from(limit).unwrap_or(usize::MAX), |listed| Cursor {
        value: listed.enrollment.arrival.to_string(),
        id: listed.enrollment.id.to_string(),
    }))
}

/// Everything a person ever applied for, the newest application first.
pub async fn of_person(db: &impl Read, person: PersonId) -> Result<Vec<Listed>, StoreError> {
    let text = format!("{LISTED} e.person_id = $1 ORDER BY e.applied_at DESC, e.id DESC");
    listed(sql::all(db, &text, vec![person.into()]).await?)
}

/// The enrollments of the people an actor stands for: the own ones, and those of the people of one's organizations.
pub async fn of_people(
    db: &impl Read,
    sight: &Sight,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Listed>, StoreError> {
    let mut values: Vec<Value> = vec![sight.person.map(|person| person.0).into()];
    let mut text = format!("{LISTED} (e.person_id = $1");
    if sight.employs.everything {
        text.push_str(" OR 1 = 1");
    } else if !sight.employs.organizations.is_empty() {
        let employers = &sight.employs.organizations;
        text.push_str(&format!(" OR e.organization_id IN ({})", sql::places(2, employers.len())));
        values.extend(employers.iter().copied().map(Value::from));
    }
    text.push(')');
    if let Some(id) = after.and_then(|cursor| cursor.id.parse::<EnrollmentId>().ok()) {
        values.push(id.into());
        text.push_str(&format!(" AND e.id < ${}", values.len()));
    }
    text.push_str(&format!(" ORDER BY e.id DESC LIMIT {}", limit + 1));
    let rows = listed(sql::all(db, &text, values).await?)?;
    Ok(Page::cut(rows, usize::try_from(limit).unwrap_or(usize::MAX), by_id))
}

/// The applications that wait for the approval of the actor's organizations, the oldest enrollment first.
pub async fn awaiting_approval(
    db: &impl Read,
    sight: &Sight,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Listed>, StoreError> {
    let mut values: Vec<Value> = Vec::new();
    let mut text = format!("{LISTED} e.asked_id IS NOT NULL");
    if !sight.employs.everything {
        values.extend(sight.approves_for().map(Value::from));
        // Nobody is asked in the name of no organization.
        let among = if values.is_empty() { "NULL".to_owned() } else { sql::places(1, values.len()) };
        text.push_str(&format!(" AND e.asked_id IN ({among})"));
    }
    if let Some(id) = after.and_then(|cursor| cursor.id.parse::<EnrollmentId>().ok()) {
        values.push(id.into());
        text.push_str(&format!(" AND e.id > ${}", values.len()));
    }
    text.push_str(&format!(" ORDER BY e.id LIMIT {}", limit + 1));
    let rows = listed(sql::all(db, &text, values).await?)?;
    Ok(Page::cut(rows, usize::try_from(limit).unwrap_or(usize::MAX), by_id))
}

fn by_id(listed: &Listed) -> Cursor {
    Cursor { value: String::new(), id: listed.enrollment.id.to_string() }
}

/// How many enrollments of a cohort are in each state; states without any are left out.
pub async fn count_by_state(
    db: &impl Read,
    cohort: CohortId,
) -> Result<Vec<(EnrollmentState, i64)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Count {
        state: EnrollmentState,
        count: i64,
    }
    let text = "SELECT state, COUNT(*) AS count FROM enrollment WHERE cohort_id = $1 GROUP BY state";
    let rows = sql::all::<Count>(db, text, vec![cohort.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.state, row.count)).collect())
}

#[derive(FromQueryResult)]
struct StepRow {
    from_state: Option<EnrollmentState>,
    to_state: EnrollmentState,
    author: Option<PersonId>,
    at: DateTimeUtc,
    cause: Cause,
    note: Option<Line>,
    family_name: Option<Name>,
    given_name: Option<Name>,
    patronymic: Option<Name>,
    latin_family_name: Option<Name>,
    latin_given_name: Option<Name>,
    counterpart: Option<EnrollmentId>,
    #[sea_orm(nested)]
    other: Option<Other>,
    #[sea_orm(nested)]
    away: Option<Away>,
}

/// The officer in whose place a step was taken.
#[derive(FromQueryResult)]
struct Away {
    stood_for: PersonId,
    away_family_name: Name,
    away_given_name: Name,
    away_patronymic: Option<Name>,
    away_latin_family_name: Name,
    away_latin_given_name: Name,
}

/// The enrollment on the other side of a step.
#[derive(FromQueryResult)]
struct Other {
    other_person: PersonId,
    other_employer: Option<OrganizationId>,
    other_family_name: Name,
    other_given_name: Name,
    other_patronymic: Option<Name>,
    other_latin_family_name: Name,
    other_latin_given_name: Name,
    other_cohort: CohortId,
    other_program: ProgramId,
    other_runner: OrganizationId,
    other_code: Code,
}

impl Other {
    fn counterpart(self, enrollment: EnrollmentId) -> Counterpart {
        let cohort = CohortPlace {
            cohort: self.other_cohort,
            program: self.other_program,
            organization: self.other_runner,
        };
        Counterpart {
            enrollment,
            place: EnrollmentPlace::of(self.other_person, self.other_employer, cohort),
            name: FullName {
                family: self.other_family_name,
                given: self.other_given_name,
                patronymic: self.other_patronymic,
                latin_family: self.other_latin_family_name,
                latin_given: self.other_latin_given_name,
            },
            code: self.other_code,
        }
    }
}

/// Every step of an enrollment, the newest first.
pub async fn history(db: &impl Read, id: EnrollmentId) -> Result<Vec<NamedStep>, StoreError> {
    let text = format!(
        "SELECT t.from_state, t.to_state, t.author, t.at, t.cause, t.note, t.counterpart, {NAMES}, \
         x.person_id AS other_person, x.organization_id AS other_employer, q.family_name AS other_family_name, \
         q.given_name AS other_given_name, q.patronymic AS other_patronymic, \
         q.latin_family_name AS other_latin_family_name, q.latin_given_name AS other_latin_given_name, \
         t.stood_for, w.family_name AS away_family_name, w.given_name AS away_given_name, \
         w.patronymic AS away_patronymic, w.latin_family_name AS away_latin_family_name, \
         w.latin_given_name AS away_latin_given_name, \
         c.id AS other_cohort, c.program_id AS other_program, c.organization_id AS other_runner, c.code AS other_code \
         FROM enrollment_step t LEFT JOIN person p ON p.id = t.author LEFT JOIN person w ON w.id = t.stood_for \
         LEFT JOIN enrollment x ON x.id = t.counterpart LEFT JOIN person q ON q.id = x.person_id \
         LEFT JOIN cohort c ON c.id = x.cohort_id WHERE t.enrollment_id = $1 ORDER BY t.number DESC"
    );
    let rows = sql::all::<StepRow>(db, &text, vec![id.into()]).await?;
    Ok(rows.into_iter().map(|row| named(id, row)).collect())
}

fn named(enrollment: EnrollmentId, row: StepRow) -> NamedStep {
    let author = Names::whole(
        row.family_name,
        row.given_name,
        row.patronymic,
        row.latin_family_name,
        row.latin_given_name,
    );
    let step = Step {
        enrollment,
        from: row.from_state,
        to: row.to_state,
        author: row.author,
        at: row.at,
        cause: row.cause,
        note: row.note,
        counterpart: row.counterpart,
        stood_for: row.away.as_ref().map(|away| away.stood_for),
    };
    let stood_for = row.away.map(|away| FullName {
        family: away.away_family_name,
        given: away.away_given_name,
        patronymic: away.away_patronymic,
        latin_family: away.away_latin_family_name,
        latin_given: away.away_latin_given_name,
    });
    let counterpart = row.other.zip(row.counterpart).map(|(other, id)| other.counterpart(id));
    NamedStep { step, author, stood_for, counterpart }
}
