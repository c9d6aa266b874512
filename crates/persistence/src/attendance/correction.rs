//! The rows of changes that closed registers wait for.

use super::names_of;
use crate::enrollment::{NAMES, Names};
use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::attendance::{
    Correction, CorrectionDecision, CorrectionVerdict, MarkKind, MarkSource, NamedCorrection,
};
use postup_domain::id::{CohortId, CorrectionId, EnrollmentId, MarkId, PersonId, SessionId};
use postup_domain::person::FullName;
use postup_domain::text::Line;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

const CORRECTIONS: &str = "SELECT k.id, k.session_id, k.enrollment_id, k.kind, k.minutes, k.reason, k.replaces, k.author, \
    k.at, k.source, d.verdict, d.mark_id, d.author AS decider, d.at AS decided_at, d.reason AS answer \
    FROM correction k LEFT JOIN correction_decision d ON d.correction_id = k.id ";

#[derive(FromQueryResult)]
struct Row {
    id: CorrectionId,
    session_id: SessionId,
    enrollment_id: EnrollmentId,
    kind: MarkKind,
    minutes: Option<i32>,
    reason: Line,
    replaces: Option<MarkId>,
    author: Option<PersonId>,
    at: DateTime<Utc>,
    source: MarkSource,
    verdict: Option<CorrectionVerdict>,
    mark_id: Option<MarkId>,
    decider: Option<PersonId>,
    decided_at: Option<DateTime<Utc>>,
    answer: Option<Line>,
}

impl From<Row> for Correction {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            session: row.session_id,
            enrollment: row.enrollment_id,
            kind: row.kind,
            minutes: row.minutes,
            reason: row.reason,
            replaces: row.replaces,
            author: row.author,
            at: row.at,
            source: row.source,
            decision: row.verdict.zip(row.decided_at).map(|(verdict, at)| CorrectionDecision {
                verdict,
                mark: row.mark_id,
                author: row.decider,
                at,
                reason: row.answer,
            }),
        }
    }
}

pub async fn correction(db: &impl Read, id: CorrectionId) -> Result<Option<Correction>, StoreError> {
    let row = sql::one::<Row>(db, &format!("{CORRECTIONS}WHERE k.id = $1"), vec![id.into()]).await?;
    Ok(row.map(Correction::from))
}

/// Whether a change for this person in the session waits for a second one.
pub async fn correction_waits(
    db: &impl Read,
    session: SessionId,
    enrollment: EnrollmentId,
) -> Result<bool, StoreError> {
    let text = format!(
        "{CORRECTIONS}WHERE k.session_id = $1 AND k.enrollment_id = $2 AND d.verdict IS NULL LIMIT 1"
    );
    let row = sql::one::<Row>(db, &text, vec![session.into(), enrollment.into()]).await?;
    Ok(row.is_some())
}

/// Everything that was proposed for a closed register, the newest first; at most 500.
pub async fn corrections(db: &impl Read, session: SessionId) -> Result<Vec<NamedCorrection>, StoreError> {
    #[derive(FromQueryResult)]
    struct Attended {
        id: EnrollmentId,
        #[sea_orm(nested)]
        names: Names,
    }
    let text = format!("{CORRECTIONS}WHERE k.session_id = $1 ORDER BY k.at DESC, k.id DESC LIMIT 500");
    let rows = sql::all::<Row>(db, &text, vec![session.into()]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<Correction> = rows.into_iter().map(Correction::from).collect();
    let text = format!(
        "SELECT DISTINCT e.id, {NAMES} FROM correction k JOIN enrollment e ON e.id = k.enrollment_id \
         JOIN person p ON p.id = e.person_id WHERE k.session_id = $1"
    );
    let attended = sql::all::<Attended>(db, &text, vec![session.into()]).await?;
    let attended: HashMap<EnrollmentId, FullName> =
        attended.into_iter().map(|one| (one.id, one.names.into())).collect();
    let deciders = found.iter().filter_map(|one| one.decision.as_ref()?.author);
    let mut people: Vec<PersonId> = found.iter().filter_map(|one| one.author).chain(deciders).collect();
    people.sort_unstable();
    people.dedup();
    let names = names_of(db, &people).await?;
    let name = |author| names.iter().find(|(id, _)| Some(*id) == author).map(|(_, name)| name.clone());
    let named = found.into_iter().filter_map(|correction| {
        Some(NamedCorrection {
            name: attended.get(&correction.enrollment)?.clone(),
            author: name(correction.author),
            decider: name(correction.decision.as_ref().and_then(|decision| decision.author)),
            correction,
        })
    });
    Ok(named.collect())
}

pub async fn propose(tx: &Tx, cohort: CohortId, of: &Correction) -> Result<(), StoreError> {
    let text = "INSERT INTO correction (id, cohort_id, session_id, enrollment_id, kind, minutes, reason, replaces, author, \
                at, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values: Vec<Value> = vec![
        of.id.into(),
        cohort.into(),
        of.session.into(),
        of.enrollment.into(),
        of.kind.into(),
        of.minutes.into(),
        of.reason.as_str().to_owned().into(),
        of.replaces.map(|mark| mark.0).into(),
        of.author.map(|person| person.0).into(),
        of.at.into(),
        of.source.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Writes down what the second person said; [`StoreError::Duplicate`] when somebody did before.
pub async fn decide_correction(
    tx: &Tx,
    id: CorrectionId,
    decision: &CorrectionDecision,
) -> Result<(), StoreError> {
    let text = "INSERT INTO correction_decision (correction_id, verdict, mark_id, author, at, reason) \
                VALUES ($1, $2, $3, $4, $5, $6)";
    let values: Vec<Value> = vec![
        id.into(),
        decision.verdict.into(),
        decision.mark.map(|mark| mark.0).into(),
        decision.author.map(|person| person.0).into(),
        decision.at.into(),
        decision.reason.as_ref().map(|reason| reason.as_str().to_owned()).into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Who opened the register of a session last, after it was closed.
pub async fn reopened_by(db: &impl Read, session: SessionId) -> Result<Option<PersonId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Step {
        author: Option<PersonId>,
    }
    let text = "SELECT author FROM register_step WHERE session_id = $1 AND to_state = 'reopened' \
                ORDER BY at DESC, id DESC LIMIT 1";
    let step = sql::one::<Step>(db, text, vec![session.into()]).await?;
    Ok(step.and_then(|step| step.author))
}
