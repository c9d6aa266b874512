//! Records of a file, made ready outside of the change that lets them in. That change is then three statements, however
//! many there are, and holds the writer no longer than the database takes to copy the rows.

use crate::store::{Read, Tx};
use crate::{StoreError, person, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::id::{AuditId, ImportId};
use postup_domain::person::Person;
use sea_orm::{FromQueryResult, Value};

/// Somebody who is to be added, or corrected from the version that was read.
#[derive(Clone, Debug)]
pub struct Staged {
    pub number: u32,
    pub is_new: bool,
    pub person: Person,
    /// Of the line in the trail.
    pub audit: AuditId,
}

/// So many values stay below the limit of one statement on both databases.
const MOST_VALUES: usize = 30_000;

/// Puts rows into one of the tables of what is ready.
pub(super) async fn rows_of<T>(
    tx: &Tx,
    table: &str,
    columns: &str,
    rows: &[T],
    cells: impl Fn(&T) -> Result<Vec<Value>, StoreError>,
) -> Result<(), StoreError> {
    let width = columns.split(',').count();
    for chunk in rows.chunks(MOST_VALUES / width) {
        let text = format!("INSERT INTO {table} ({columns}) VALUES {}", sql::rows(chunk.len(), width));
        let values: Vec<Vec<Value>> = chunk.iter().map(&cells).collect::<Result<_, _>>()?;
        sql::execute(tx, &text, values.concat()).await?;
    }
    Ok(())
}

pub(super) fn place(number: u32) -> Result<Value, StoreError> {
    Ok(i32::try_from(number).map_err(StoreError::corrupt)?.into())
}

/// Puts records beside those that are ready.
pub async fn stage(tx: &Tx, import: ImportId, rows: &[Staged]) -> Result<(), StoreError> {
    let columns = format!("import_id, number, is_new, person_id, {WRITTEN}, version, audit_id, subject");
    rows_of(tx, "import_person", &columns, rows, |row| cells(import, row)).await
}

/// Takes records back that give way to others.
pub async fn unstage_records(tx: &Tx, import: ImportId, numbers: &[u32]) -> Result<(), StoreError> {
    for chunk in numbers.chunks(5_000) {
        let text = format!(
            "DELETE FROM import_person WHERE import_id = $1 AND number IN ({})",
            sql::places(2, chunk.len())
        );
        let values = std::iter::once(Value::from(import))
            .chain(chunk.iter().map(|number| Value::from(i64::from(*number))));
        sql::execute(tx, &text, values.collect()).await?;
    }
    Ok(())
}

fn cells(import: ImportId, row: &Staged) -> Result<Vec<Value>, StoreError> {
    let Staged { number, is_new, person, audit } = row;
    let name = &person.name;
    let (sort_key, search) = person::keys(person);
    Ok(vec![
        import.into(),
        place(*number)?,
        (*is_new).into(),
        person.id.into(),
        name.family.clone().into(),
        name.given.clone().into(),
        name.patronymic.clone().into(),
        name.latin_family.clone().into(),
        name.latin_given.clone().into(),
        person.email.clone().into(),
        person.employer.into(),
        person.position.clone().into(),
        person.position_category.into(),
        person.appointment.into(),
        person.territory.clone().into(),
        person.language.into(),
        sort_key.into(),
        search.into(),
        person.version.into(),
        (*audit).into(),
        person.id.to_string().into(),
    ])
}

const WRITTEN: &str = "family_name, given_name, patronymic, latin_family_name, latin_given_name, email, \
     organization_id, position, position_category, appointment, territory, language, sort_key, search";

/// Lets everybody in who is ready, with a line of the trail for each.
///
/// # Errors
/// `Duplicate` when somebody has an address by now, `Stale` when somebody was edited: then nothing is so.
pub async fn let_in(
    tx: &Tx,
    import: ImportId,
    corrected: i64,
    author: Author,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let added = format!(
        "INSERT INTO person (id, {WRITTEN}, created_at, version) SELECT person_id, {WRITTEN}, $2, 1 \
         FROM import_person WHERE import_id = $1 AND is_new ORDER BY number"
    );
    sql::execute(tx, &added, vec![import.into(), now.into()]).await?;
    if corrected > 0 {
        let fields: Vec<String> =
            WRITTEN.split(", ").map(|column| format!("{column} = s.{column}")).collect();
        let edited = format!(
            "UPDATE person SET {}, version = s.version + 1 FROM import_person s WHERE s.import_id = $1 \
             AND NOT s.is_new AND person.id = s.person_id AND person.version = s.version",
            fields.join(", ")
        );
        let written = sql::execute(tx, &edited, vec![import.into()]).await?;
        if i64::try_from(written.rows_affected()) != Ok(corrected) {
            return Err(StoreError::Stale);
        }
    }
    let trail = "INSERT INTO audit_entry (id, at, author, action, subject_kind, subject_id, detail) \
                 SELECT audit_id, $2, $3, CASE WHEN is_new THEN 'person.added' ELSE 'person.edited' END, 'person', \
                 subject, $4 FROM import_person WHERE import_id = $1 ORDER BY number";
    let detail = format!("import {import}");
    sql::execute(tx, trail, vec![import.into(), now.into(), author.into(), detail.into()]).await?;
    Ok(())
}

/// Tables of what is ready, and what tells their rows apart.
const READY: [(&str, &str); 5] = [
    ("import_person", "number"),
    ("import_arrival", "number"),
    ("import_letter", "id"),
    ("import_link", "token_hash"),
    ("import_nominee", "number"),
];

/// Jobs that are not being written and still have rows that were made ready: whoever wrote them died before the end.
pub async fn left_over(db: &impl Read, limit: u64) -> Result<Vec<ImportId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Left {
        id: ImportId,
    }
    let any = READY.map(|(table, _)| format!("EXISTS (SELECT 1 FROM {table} r WHERE r.import_id = j.id)"));
    let text = format!(
        "SELECT j.id FROM import_job j WHERE j.state <> 'committing' AND ({}) ORDER BY j.id LIMIT {limit}",
        any.join(" OR ")
    );
    let rows = sql::all::<Left>(db, &text, Vec::new()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Throws some of the rows away that were made ready; `false` when there are none left.
pub async fn unstage(tx: &Tx, import: ImportId) -> Result<bool, StoreError> {
    for (table, key) in READY {
        let text = format!(
            "DELETE FROM {table} WHERE import_id = $1 AND {key} IN \
             (SELECT {key} FROM {table} WHERE import_id = $1 ORDER BY {key} LIMIT 5000)"
        );
        if sql::execute(tx, &text, vec![import.into()]).await?.rows_affected() > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
