//! Notes on interruptions are appended; what of a session counts is kept beside it. The policies of organizations.

mod row;

use crate::attendance::names_of;
use crate::session::row::{Column, Entity, written};
use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::id::{OrganizationId, SessionId};
use postup_domain::interruption::{HeldState, NamedNote, Note, PolicyInForce};
use postup_domain::session::Session;
use row::{NoteRow, PolicyRow};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Value};

/// Every note on a session, in order.
pub async fn notes(db: &impl Read, session: SessionId) -> Result<Vec<Note>, StoreError> {
    let text = "SELECT id, session_id, number, interruption_id, cause, began_at, ended_at, withdrawn, author, at, \
                source, reason FROM interruption_note WHERE session_id = $1 ORDER BY number";
    let rows = sql::all::<NoteRow>(db, text, vec![session.into()]).await?;
    Ok(rows.into_iter().map(Note::from).collect())
}

/// The same with the names of those who wrote them.
pub async fn named_notes(db: &impl Read, session: SessionId) -> Result<Vec<NamedNote>, StoreError> {
    let notes = notes(db, session).await?;
    let mut authors: Vec<_> = notes.iter().filter_map(|note| note.author).collect();
    authors.sort_unstable();
    authors.dedup();
    let names = names_of(db, &authors).await?;
    let name = |author| names.iter().find(|(id, _)| Some(*id) == author).map(|(_, name)| name.clone());
    Ok(notes.into_iter().map(|note| NamedNote { author: name(note.author), note }).collect())
}

/// Appends a note.
pub async fn append(tx: &Tx, note: &Note) -> Result<(), StoreError> {
    let text = "INSERT INTO interruption_note (id, session_id, number, interruption_id, cause, began_at, ended_at, \
                withdrawn, author, at, source, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values: Vec<Value> = vec![
        note.id.into(),
        note.session.into(),
        note.number.into(),
        note.interruption.into(),
        note.pause.cause.into(),
        note.pause.began_at.into(),
        note.pause.ended_at.into(),
        note.withdrawn.into(),
        note.author.map(|person| person.0).into(),
        note.at.into(),
        note.source.into(),
        note.reason.as_ref().map(|reason| reason.as_str().to_owned()).into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Keeps what of a session counts, and counts its version up. Lock it first.
pub async fn keep(tx: &Tx, session: &mut Session) -> Result<(), StoreError> {
    session.version += 1;
    let text = "UPDATE session SET held = $1, lost_minutes = $2, ended_at = $3, stretches = $4, version = $5 WHERE id = $6";
    let values: Vec<Value> = vec![
        session.count.state.into(),
        session.count.lost_minutes.into(),
        session.count.ended_at.into(),
        written(session.count.stretches.as_ref()).into(),
        session.version.into(),
        session.id.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Every session that was interrupted, or of which something else is kept than its plan says.
pub async fn touched(db: &impl Read) -> Result<Vec<Session>, StoreError> {
    let noted = Query::select().column("session_id").from("interruption_note").take();
    let found = Entity::find()
        .filter(
            Condition::any()
                .add(Column::Id.in_subquery(noted))
                .add(Column::LostMinutes.ne(0))
                .add(Column::Held.ne(HeldState::Held))
                .add(Column::EndedAt.is_not_null())
                .add(Column::Stretches.is_not_null()),
        )
        .all(db.db())
        .await?;
    found.into_iter().map(Session::try_from).collect()
}

const POLICY: &str = "SELECT final_minutes, overrun_minutes, earlier, since, source, number FROM interruption_policy \
    WHERE organization_id = $1";

/// The policy by which sessions of an organization are judged that begin at an instant.
pub async fn policy_at(
    db: &impl Read,
    organization: OrganizationId,
    at: DateTime<Utc>,
) -> Result<PolicyInForce, StoreError> {
    let text = format!("{POLICY} AND since <= $2 ORDER BY number DESC LIMIT 1");
    let row = sql::one::<PolicyRow>(db, &text, vec![organization.into(), at.into()]).await?;
    Ok(row.map(PolicyInForce::from).unwrap_or_default())
}

/// Every policy that an organization has set, the newest first.
pub async fn policies(
    db: &impl Read,
    organization: OrganizationId,
) -> Result<Vec<PolicyInForce>, StoreError> {
    let text = format!("{POLICY} ORDER BY number DESC");
    let rows = sql::all::<PolicyRow>(db, &text, vec![organization.into()]).await?;
    Ok(rows.into_iter().map(PolicyInForce::from).collect())
}

/// Appends a policy; [`StoreError::Stale`] when another one took its number.
pub async fn set_policy(
    tx: &Tx,
    organization: OrganizationId,
    set: &PolicyInForce,
    since: DateTime<Utc>,
    author: Author,
) -> Result<(), StoreError> {
    let text = "INSERT INTO interruption_policy (organization_id, number, since, final_minutes, overrun_minutes, \
                earlier, source, author) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: Vec<Value> = vec![
        organization.into(),
        set.number.into(),
        since.into(),
        set.policy.final_minutes.into(),
        set.policy.overrun_minutes.into(),
        set.policy.earlier.into(),
        set.source.as_ref().map(|source| source.as_str().to_owned()).unwrap_or_default().into(),
        author.map(|person| person.0).into(),
    ];
    match sql::execute(tx, text, values).await {
        Err(StoreError::Duplicate(_)) => Err(StoreError::Stale),
        done => done.map(drop),
    }
}
