//! People of a file on their way into cohorts, decided on outside of the change that lets them in. That change copies rows
//! from table to table: a statement for each table, however many people there are.

use super::staged::{place, rows_of};
use crate::enrollment::{COMES_BACK, NewStep, Post, WRITTEN};
use crate::store::Tx;
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::audit::Entry;
use postup_domain::enrollment::{Enrollment, Nominee, Record};
use postup_domain::id::{AuditId, CohortId, EnrollmentId, ImportId, OrganizationId, PersonId};
use postup_domain::notification::NewNotification;
use sea_orm::{FromQueryResult, Value};

/// Somebody who comes by a row of a file, as far as it does not follow from what is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guest {
    pub number: u32,
    pub enrollment: EnrollmentId,
    pub person: PersonId,
    /// Of the record that was read; of a record that this file makes, the first.
    pub person_version: i64,
    /// Named, not applied for: by whom.
    pub nomination: Option<ByWhom>,
}

/// In whose name somebody is nominated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByWhom {
    /// Where the person's record does not say it yet.
    pub employer: Option<OrganizationId>,
    pub by_employer: bool,
    /// Whoever names the person sees their record.
    pub sees_record: bool,
}

/// A guest who was let in, with the rows that go with it.
#[derive(Clone, Debug)]
pub struct Arriving {
    pub guest: Guest,
    pub enrollment: Enrollment,
    pub step: NewStep,
    pub entry: Entry,
    /// What was seen of somebody who fits what the cohort asks.
    pub record: Option<Record>,
}

/// Somebody named by an address, with the line of the trail.
#[derive(Clone, Debug)]
pub struct StagedNominee {
    pub number: u32,
    pub nominee: Nominee,
    pub audit: AuditId,
}

/// Puts arrivals with their letters beside those that are ready.
pub async fn stage_arrivals(
    tx: &Tx,
    import: ImportId,
    arrivals: &[Arriving],
    post: &Post,
) -> Result<(), StoreError> {
    let columns = "import_id, number, enrollment_id, cohort_id, person_id, person_version, nominated, by_employer, sees_record, \
         employer, from_state, state, cause, seat_held, pool, matches, turn, asked_id, answer_by, arrival, version, \
         step_id, audit_id, subject, record";
    rows_of(tx, "import_arrival", columns, arrivals, |row| arrival_cells(import, row)).await?;
    let columns = "import_id, id, enrollment_id, person_id, cohort_id, key, payload, effect, not_after";
    rows_of(tx, "import_letter", columns, &post.letters, |(of, letter)| letter_cells(import, *of, letter))
        .await?;
    let columns = "import_id, token_hash, enrollment_id, approver_id, number, expires_at";
    rows_of(tx, "import_link", columns, &post.links, |link| {
        Ok(vec![
            import.into(),
            link.token_hash.clone().into(),
            link.enrollment.into(),
            link.approver.into(),
            link.number.into(),
            link.expires_at.into(),
        ])
    })
    .await
}

fn arrival_cells(import: ImportId, row: &Arriving) -> Result<Vec<Value>, StoreError> {
    let Arriving { guest, enrollment, step, entry, record } = row;
    let by = guest.nomination;
    let record = record.as_ref().map(serde_json::to_string).transpose().map_err(StoreError::corrupt)?;
    Ok(vec![
        import.into(),
        place(guest.number)?,
        enrollment.id.into(),
        enrollment.cohort.into(),
        enrollment.person.into(),
        guest.person_version.into(),
        by.is_some().into(),
        by.is_some_and(|by| by.by_employer).into(),
        by.is_some_and(|by| by.sees_record).into(),
        by.and_then(|by| by.employer).into(),
        step.step.from.into(),
        enrollment.state.into(),
        step.step.cause.into(),
        enrollment.seat_held.into(),
        enrollment.pool.into(),
        enrollment.matches.into(),
        enrollment.turn.number.into(),
        enrollment.turn.asked.into(),
        enrollment.answer_by.into(),
        enrollment.arrival.into(),
        enrollment.version.into(),
        step.id.into(),
        entry.id.into(),
        entry.subject_id.clone().into(),
        record.into(),
    ])
}

fn letter_cells(
    import: ImportId,
    of: EnrollmentId,
    letter: &NewNotification,
) -> Result<Vec<Value>, StoreError> {
    Ok(vec![
        import.into(),
        letter.id.into(),
        of.into(),
        letter.person.into(),
        letter.cohort.into(),
        letter.email.key().into(),
        serde_json::to_string(&letter.email).map_err(StoreError::corrupt)?.into(),
        letter.effect.clone().into(),
        letter.not_after.into(),
    ])
}

/// Puts people who were named by an address beside those that are ready.
pub async fn stage_nominees(tx: &Tx, import: ImportId, rows: &[StagedNominee]) -> Result<(), StoreError> {
    let columns = "import_id, number, id, cohort_id, organization_id, email, family_name, given_name, patronymic, \
         enrollment_id, answer_by, audit_id, subject";
    rows_of(tx, "import_nominee", columns, rows, |StagedNominee { number, nominee, audit }| {
        Ok(vec![
            import.into(),
            place(*number)?,
            nominee.id.into(),
            nominee.cohort.into(),
            nominee.organization.into(),
            nominee.email.clone().into(),
            nominee.family_name.clone().into(),
            nominee.given_name.clone().into(),
            nominee.patronymic.clone().into(),
            nominee.enrollment.into(),
            nominee.answer_by.into(),
            (*audit).into(),
            nominee.id.to_string().into(),
        ])
    })
    .await
}

#[derive(FromQueryResult)]
struct GuestRow {
    number: i32,
    enrollment_id: EnrollmentId,
    person_id: PersonId,
    person_version: i64,
    nominated: bool,
    by_employer: bool,
    sees_record: bool,
    employer: Option<OrganizationId>,
}

impl TryFrom<GuestRow> for Guest {
    type Error = StoreError;

    fn try_from(row: GuestRow) -> Result<Self, StoreError> {
        let by =
            ByWhom { employer: row.employer, by_employer: row.by_employer, sees_record: row.sees_record };
        Ok(Self {
            number: u32::try_from(row.number).map_err(StoreError::corrupt)?,
            enrollment: row.enrollment_id,
            person: row.person_id,
            person_version: row.person_version,
            nomination: row.nominated.then_some(by),
        })
    }
}

/// Takes those who come to one cohort back, to be decided on anew.
pub async fn unstage_arrivals(tx: &Tx, import: ImportId, cohort: CohortId) -> Result<Vec<Guest>, StoreError> {
    let text = "SELECT number, enrollment_id, person_id, person_version, nominated, by_employer, sees_record, employer \
                FROM import_arrival WHERE import_id = $1 AND cohort_id = $2 ORDER BY number";
    let values = || vec![import.into(), cohort.into()];
    let rows = sql::all::<GuestRow>(tx, text, values()).await?;
    for table in ["import_letter", "import_link"] {
        let text = format!(
            "DELETE FROM {table} WHERE import_id = $1 AND enrollment_id IN \
             (SELECT enrollment_id FROM import_arrival WHERE import_id = $1 AND cohort_id = $2)"
        );
        sql::execute(tx, &text, values()).await?;
    }
    let text = "DELETE FROM import_arrival WHERE import_id = $1 AND cohort_id = $2";
    sql::execute(tx, text, values()).await?;
    rows.into_iter().map(Guest::try_from).collect()
}

/// Whether everybody who comes is who they were when that was decided. Ask before the records of the file are written.
pub async fn guests_are_as_read(tx: &Tx, import: ImportId) -> Result<bool, StoreError> {
    #[derive(FromQueryResult)]
    struct Other {
        count: i64,
    }
    let text = "SELECT COUNT(*) AS count FROM import_arrival a JOIN person p ON p.id = a.person_id \
                WHERE a.import_id = $1 AND p.version <> a.person_version";
    let row = sql::one::<Other>(tx, text, vec![import.into()]).await?;
    Ok(row.is_none_or(|row| row.count == 0))
}

/// Lets all of them into their cohorts, which are locked and counted by the caller, with steps, letters and trail; and
/// writes down who was named.
///
/// # Errors
/// `Stale` when somebody is in a cohort by now.
pub async fn let_arrive(
    tx: &Tx,
    import: ImportId,
    count: u64,
    author: Author,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let run = async |text: &str| sql::execute(tx, text, vec![import.into(), now.into(), author.into()]).await;
    let arrived = format!(
        "INSERT INTO enrollment ({WRITTEN}) SELECT a.enrollment_id, a.cohort_id, p.id, p.organization_id, p.territory, \
         a.state, a.seat_held, a.pool, a.matches, a.turn, a.asked_id, a.answer_by, a.arrival, $2, $2, a.version \
         FROM import_arrival a JOIN person p ON p.id = a.person_id WHERE a.import_id = $1 ORDER BY a.number {COMES_BACK}"
    );
    let written = sql::execute(tx, &arrived, vec![import.into(), now.into()]).await?;
    if written.rows_affected() != count {
        return Err(StoreError::Stale);
    }
    run("INSERT INTO enrollment_step (id, enrollment_id, number, from_state, to_state, author, at, cause) \
         SELECT step_id, enrollment_id, version, from_state, state, $3, $2, cause \
         FROM import_arrival WHERE import_id = $1 ORDER BY number")
    .await?;
    run("INSERT INTO audit_entry (id, at, author, action, subject_kind, subject_id, detail) \
         SELECT audit_id, $2, $3, 'enrollment.' || state, 'enrollment', subject, cause \
         FROM import_arrival WHERE import_id = $1 ORDER BY number")
    .await?;
    let copied = [
        "INSERT INTO eligibility (cohort_id, person_id, at, record) SELECT cohort_id, person_id, $2, record \
         FROM import_arrival WHERE import_id = $1 AND record IS NOT NULL \
         ON CONFLICT (cohort_id, person_id) DO UPDATE SET at = excluded.at, record = excluded.record",
        "INSERT INTO fact_due (enrollment_id, since) SELECT enrollment_id, $2 FROM import_arrival \
         WHERE import_id = $1 ORDER BY number",
        "INSERT INTO notification (id, person_id, cohort_id, key, payload, effect, state, created_at, due_at, not_after) \
         SELECT id, person_id, cohort_id, key, payload, effect, 'queued', $2, $2, not_after \
         FROM import_letter WHERE import_id = $1 ORDER BY id",
    ];
    for text in copied {
        sql::execute(tx, text, vec![import.into(), now.into()]).await?;
    }
    let links = "INSERT INTO answer_link (token_hash, enrollment_id, approver_id, number, expires_at) \
                 SELECT token_hash, enrollment_id, approver_id, number, expires_at \
                 FROM import_link WHERE import_id = $1";
    sql::execute(tx, links, vec![import.into()]).await?;
    run("INSERT INTO nominee (id, cohort_id, organization_id, author, email, family_name, given_name, patronymic, \
         enrollment_id, answer_by, asked_at, created_at) SELECT id, cohort_id, organization_id, $3, email, family_name, \
         given_name, patronymic, enrollment_id, answer_by, $2, $2 \
         FROM import_nominee WHERE import_id = $1 ORDER BY number")
    .await?;
    run("INSERT INTO audit_entry (id, at, author, action, subject_kind, subject_id, detail) \
         SELECT audit_id, $2, $3, 'nominee.named', 'nominee', subject, '' \
         FROM import_nominee WHERE import_id = $1 ORDER BY number")
    .await?;
    Ok(())
}
