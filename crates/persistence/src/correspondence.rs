//! What people want of optional mail. Who never said anything has no row.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::correspondence::{Correspondence, MailRhythm};
use postup_domain::email::MailKind;
use postup_domain::id::PersonId;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Preference {
    rhythm: MailRhythm,
}

#[derive(FromQueryResult)]
struct Refusal {
    kind: MailKind,
}

/// What a person wants.
pub async fn of_person(db: &impl Read, person: PersonId) -> Result<Correspondence, StoreError> {
    let chosen: Option<Preference> =
        sql::one(db, "SELECT rhythm FROM mail_preference WHERE person_id = $1", vec![person.into()]).await?;
    let refused: Vec<Refusal> =
        sql::all(db, "SELECT kind FROM mail_refusal WHERE person_id = $1", vec![person.into()]).await?;
    Ok(Correspondence {
        rhythm: chosen.map_or(MailRhythm::AtOnce, |row| row.rhythm),
        unwanted: refused.into_iter().map(|row| row.kind).collect(),
    })
}

/// Writes down what a person wants from now on.
pub async fn write(
    tx: &Tx,
    person: PersonId,
    wish: &Correspondence,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sql::execute(
        tx,
        "INSERT INTO mail_preference (person_id, rhythm, changed_at) VALUES ($1, $2, $3) \
         ON CONFLICT (person_id) DO UPDATE SET rhythm = excluded.rhythm, changed_at = excluded.changed_at",
        vec![person.into(), wish.rhythm.into(), now.into()],
    )
    .await?;
    sql::execute(tx, "DELETE FROM mail_refusal WHERE person_id = $1", vec![person.into()]).await?;
    for kind in &wish.unwanted {
        sql::execute(
            tx,
            "INSERT INTO mail_refusal (person_id, kind, since) VALUES ($1, $2, $3)",
            vec![person.into(), (*kind).into(), now.into()],
        )
        .await?;
    }
    Ok(())
}
