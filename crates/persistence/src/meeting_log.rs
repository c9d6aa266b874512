//! The people of a session as reports of meetings may call them, and who participants were said to be.

use crate::attendance::ON_REGISTER;
use crate::enrollment::{NAMES, Names};
use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::id::{CohortId, EnrollmentId, SessionId};
use postup_domain::meeting_log::Choice;
use postup_domain::person::FullName;
use postup_domain::text::EmailAddress;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

/// Somebody on the register.
#[derive(Clone, Debug)]
pub struct Expected {
    pub enrollment: EnrollmentId,
    /// Belongs to another cohort.
    pub is_guest: bool,
    pub name: FullName,
    pub email: EmailAddress,
}

/// Everybody on the register of a session of a cohort, by surname.
pub async fn expected(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
) -> Result<Vec<Expected>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: EnrollmentId,
        cohort_id: CohortId,
        #[sea_orm(nested)]
        names: Names,
        email: EmailAddress,
    }
    let text = format!(
        "SELECT e.id, e.cohort_id, {NAMES}, p.email FROM ({ON_REGISTER}) r JOIN enrollment e ON e.id = r.id \
         JOIN person p ON p.id = e.person_id ORDER BY p.sort_key, e.id"
    );
    let rows = sql::all::<Row>(db, &text, vec![session.into(), cohort.into()]).await?;
    let expected = |row: Row| Expected {
        enrollment: row.id,
        is_guest: row.cohort_id != cohort,
        name: row.names.into(),
        email: row.email,
    };
    Ok(rows.into_iter().map(expected).collect())
}

/// Who participants were said to be in meetings of a cohort, by what they go by.
pub async fn choices(db: &impl Read, cohort: CohortId) -> Result<HashMap<String, Choice>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        participant: String,
        choice: String,
        enrollment_id: Option<EnrollmentId>,
    }
    let text = "SELECT participant, choice, enrollment_id FROM known_participant WHERE cohort_id = $1";
    let rows = sql::all::<Row>(db, text, vec![cohort.into()]).await?;
    let choice = |row: Row| {
        let choice = match (row.choice.as_str(), row.enrollment_id) {
            ("person", Some(person)) => Choice::Person(person),
            ("walk_in", _) => Choice::WalkIn,
            ("nobody", _) => Choice::Nobody,
            _ => return None,
        };
        Some((row.participant, choice))
    };
    Ok(rows.into_iter().filter_map(choice).collect())
}

/// Keeps who participants are, in place of what was said of them before.
pub async fn keep_choices(
    tx: &Tx,
    cohort: CohortId,
    choices: &[(String, Choice)],
    author: Author,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for chunk in choices.chunks(500) {
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 6);
        let mut rows = Vec::with_capacity(chunk.len());
        for (participant, choice) in chunk {
            let (word, person) = match choice {
                Choice::Person(person) => ("person", Some(person.0)),
                Choice::WalkIn => ("walk_in", None),
                Choice::Nobody => ("nobody", None),
            };
            rows.push(format!("({})", sql::places(values.len() + 1, 6)));
            values.extend([
                cohort.into(),
                participant.clone().into(),
                word.into(),
                person.into(),
                author.map(|person| person.0).into(),
                now.into(),
            ]);
        }
        let text = format!(
            "INSERT INTO known_participant (cohort_id, participant, choice, enrollment_id, author, at) VALUES {} \
             ON CONFLICT (cohort_id, participant) DO UPDATE SET choice = excluded.choice, \
             enrollment_id = excluded.enrollment_id, author = excluded.author, at = excluded.at",
            rows.join(", ")
        );
        sql::execute(tx, &text, values).await?;
    }
    Ok(())
}
