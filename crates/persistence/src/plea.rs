//! What people ask about sessions, and what was decided.

use crate::attendance::{names_of, within};
use crate::enrollment::{NAMES, Names};
use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::{Reach, Sight};
use postup_domain::attendance::CorrectionVerdict;
use postup_domain::id::{CohortId, CorrectionId, EnrollmentId, MarkId, PersonId, PleaId, SessionId};
use postup_domain::plea::{
    Attached, Effect, FileKind, Moments, NamedPlea, Pending, Plea, PleaDecision, PleaFile, PleaKind,
    PleaVerdict, SecondWord,
};
use postup_domain::text::{Both, Code, Line, Title};
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    id: PleaId,
    kind: PleaKind,
    session_id: SessionId,
    enrollment_id: EnrollmentId,
    text: Line,
    document: Option<Line>,
    at: DateTime<Utc>,
    file_name: Option<Line>,
    file_kind: Option<FileKind>,
    bytes: Option<i32>,
    verdict: Option<PleaVerdict>,
    mark_id: Option<MarkId>,
    correction_id: Option<CorrectionId>,
    second: Option<CorrectionVerdict>,
    answer: Option<Line>,
    decider: Option<PersonId>,
    decided_at: Option<DateTime<Utc>>,
    reason: Option<Line>,
    #[sea_orm(nested)]
    names: Names,
}

const PLEAS: &str = "SELECT k.id, k.kind, k.session_id, k.enrollment_id, k.text, k.document, k.at, f.name AS file_name, \
    f.kind AS file_kind, f.bytes, d.verdict, d.mark_id, d.correction_id, c.verdict AS second, c.reason AS answer, \
    d.author AS decider, d.at AS decided_at, d.reason, ";
const FROM: &str = " FROM plea k JOIN enrollment e ON e.id = k.enrollment_id JOIN person p ON p.id = e.person_id \
    LEFT JOIN plea_file f ON f.plea_id = k.id LEFT JOIN plea_decision d ON d.plea_id = k.id \
    LEFT JOIN correction_decision c ON c.correction_id = d.correction_id WHERE ";

impl From<&Row> for Plea {
    fn from(row: &Row) -> Self {
        let attached = |((name, kind), bytes)| Attached { name, kind, bytes };
        let effect = match (row.mark_id, row.correction_id) {
            (Some(mark), _) => Effect::Mark(mark),
            (None, Some(correction)) => {
                let second = |verdict| SecondWord { verdict, reason: row.answer.clone() };
                Effect::Correction(correction, row.second.map(second))
            }
            (None, None) => Effect::None,
        };
        Self {
            id: row.id,
            kind: row.kind,
            session: row.session_id,
            enrollment: row.enrollment_id,
            text: row.text.clone(),
            document: row.document.clone(),
            file: row.file_name.clone().zip(row.file_kind).zip(row.bytes).map(attached),
            at: row.at,
            decision: row.verdict.zip(row.decided_at).map(|(verdict, at)| PleaDecision {
                verdict,
                effect,
                author: row.decider,
                at,
                reason: row.reason.clone(),
            }),
        }
    }
}

async fn found(db: &impl Read, so: &str, values: Vec<Value>) -> Result<Vec<NamedPlea>, StoreError> {
    let text = format!("{PLEAS}{NAMES}{FROM}{so} ORDER BY k.at DESC, k.id DESC LIMIT 500");
    let rows = sql::all::<Row>(db, &text, values).await?;
    let mut people: Vec<PersonId> = rows.iter().filter_map(|row| row.decider).collect();
    people.sort_unstable();
    people.dedup();
    let names = names_of(db, &people).await?;
    let named = |row: Row| NamedPlea {
        plea: Plea::from(&row),
        decider: names.iter().find(|(id, _)| Some(*id) == row.decider).map(|(_, name)| name.clone()),
        name: row.names.into(),
    };
    Ok(rows.into_iter().map(named).collect())
}

pub async fn find(db: &impl Read, id: PleaId) -> Result<Option<NamedPlea>, StoreError> {
    Ok(found(db, "k.id = $1", vec![id.into()]).await?.into_iter().next())
}

/// Everything that was asked about a session, the newest first; at most 500.
pub async fn of_session(db: &impl Read, session: SessionId) -> Result<Vec<NamedPlea>, StoreError> {
    found(db, "k.session_id = $1", vec![session.into()]).await
}

/// Everything that the person of an enrollment asked, the newest first; at most 500.
pub async fn of_enrollment(db: &impl Read, enrollment: EnrollmentId) -> Result<Vec<NamedPlea>, StoreError> {
    found(db, "k.enrollment_id = $1", vec![enrollment.into()]).await
}

/// Erases the files of what was decided before an instant, or never, about sessions that ended before it; answers how many.
pub async fn erase_files(tx: &Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let text = "DELETE FROM plea_file WHERE plea_id IN (SELECT k.id FROM plea k JOIN session s ON s.id = k.session_id \
                LEFT JOIN plea_decision d ON d.plea_id = k.id WHERE s.ends_at < $1 AND (d.at IS NULL OR d.at < $1))";
    Ok(sql::execute(tx, text, vec![before.into()]).await?.rows_affected())
}

/// What was asked about this session for this person and waits for a decision.
pub async fn waiting_for(
    db: &impl Read,
    session: SessionId,
    enrollment: EnrollmentId,
) -> Result<Option<Plea>, StoreError> {
    let so = "k.session_id = $1 AND k.enrollment_id = $2 AND d.verdict IS NULL";
    let found = found(db, so, vec![session.into(), enrollment.into()]).await?;
    Ok(found.into_iter().next().map(|named| named.plea))
}

/// What led to a change of a closed register, and whose it is.
pub async fn of_correction(
    db: &impl Read,
    correction: CorrectionId,
) -> Result<Option<(PleaId, PersonId)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Asked {
        plea_id: PleaId,
        person_id: PersonId,
    }
    let text = "SELECT d.plea_id, e.person_id FROM plea_decision d JOIN plea k ON k.id = d.plea_id \
                JOIN enrollment e ON e.id = k.enrollment_id WHERE d.correction_id = $1";
    let asked = sql::one::<Asked>(db, text, vec![correction.into()]).await?;
    Ok(asked.map(|asked| (asked.plea_id, asked.person_id)))
}

#[derive(FromQueryResult)]
struct Held {
    session_id: SessionId,
    title_uk: Title,
    title_en: Title,
    code: Code,
    starts_at: DateTime<Utc>,
    time_zone: String,
}

impl Held {
    fn pending<T>(self, what: T) -> Result<Pending<T>, StoreError> {
        Ok(Pending {
            what,
            session: self.session_id,
            title: Both::new(self.title_uk, self.title_en),
            code: self.code,
            starts_at: self.starts_at,
            time_zone: self.time_zone.parse().map_err(StoreError::corrupt)?,
        })
    }
}

const HELD: &str = "s.id AS session_id, s.title_uk, s.title_en, c.code, s.starts_at, s.time_zone";
/// On the lists of what waits.
const MOST: u64 = 100;

fn within_sight(sight: &Sight, values: &mut Vec<Value>) -> String {
    let mut each = |reach: &Reach| within(reach, values);
    format!("({} OR {})", each(&sight.teaches), each(&sight.manages))
}

/// What people asked about sessions within sight and nobody has decided, the next session first.
pub async fn waiting(
    db: &impl Read,
    sight: &Sight,
) -> Result<Vec<Pending<(PleaId, PleaKind, String)>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Asked {
        id: PleaId,
        kind: PleaKind,
        #[sea_orm(nested)]
        names: Names,
        #[sea_orm(nested)]
        held: Held,
    }
    let mut values = Vec::new();
    let within = within_sight(sight, &mut values);
    let text = format!(
        "SELECT k.id, k.kind, {HELD}, {NAMES} FROM plea k JOIN session s ON s.id = k.session_id \
         JOIN cohort c ON c.id = s.cohort_id JOIN enrollment e ON e.id = k.enrollment_id \
         JOIN person p ON p.id = e.person_id WHERE s.state = 'planned' AND {within} \
         AND NOT EXISTS (SELECT 1 FROM plea_decision d WHERE d.plea_id = k.id) ORDER BY s.starts_at, k.id LIMIT {MOST}"
    );
    let rows = sql::all::<Asked>(db, &text, values).await?;
    let name = |names: Names| postup_domain::person::FullName::from(names).in_register();
    rows.into_iter().map(|row| row.held.pending((row.id, row.kind, name(row.names)))).collect()
}

/// How many changes of closed registers within sight wait for somebody else than this person.
pub async fn unconfirmed(db: &impl Read, sight: &Sight) -> Result<Vec<Pending<i64>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Proposed {
        count: i64,
        #[sea_orm(nested)]
        held: Held,
    }
    let mut values: Vec<Value> = vec![sight.person.map(|person| person.0).into()];
    let within = within_sight(sight, &mut values);
    let text = format!(
        "SELECT COUNT(*) AS count, {HELD} FROM correction k JOIN session s ON s.id = k.session_id \
         JOIN cohort c ON c.id = s.cohort_id WHERE s.state = 'planned' AND {within} AND k.author <> $1 \
         AND NOT EXISTS (SELECT 1 FROM correction_decision d WHERE d.correction_id = k.id) \
         GROUP BY s.id, s.title_uk, s.title_en, c.code, s.starts_at, s.time_zone ORDER BY s.starts_at, s.id LIMIT {MOST}"
    );
    let rows = sql::all::<Proposed>(db, &text, values).await?;
    rows.into_iter().map(|row| row.held.pending(row.count)).collect()
}

/// A document with what is in it.
pub async fn file(db: &impl Read, id: PleaId) -> Result<Option<PleaFile>, StoreError> {
    #[derive(FromQueryResult)]
    struct Stored {
        name: Line,
        kind: FileKind,
        content: Vec<u8>,
    }
    let text = "SELECT name, kind, content FROM plea_file WHERE plea_id = $1";
    let row = sql::one::<Stored>(db, text, vec![id.into()]).await?;
    Ok(row.map(|Stored { name, kind, content }| PleaFile { name, kind, content }))
}

/// Keeps a document; [`StoreError::Duplicate`] when there is one.
pub async fn attach(tx: &Tx, id: PleaId, file: PleaFile) -> Result<(), StoreError> {
    let text = "INSERT INTO plea_file (plea_id, name, kind, bytes, content) VALUES ($1, $2, $3, $4, $5)";
    let Attached { name, kind, bytes } = file.attached();
    let values: Vec<Value> =
        vec![id.into(), name.as_str().to_owned().into(), kind.into(), bytes.into(), file.content.into()];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// When a session is, and when its register was closed.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    pub session: SessionId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// `None` while it is open.
    pub closed_at: Option<DateTime<Utc>>,
    /// The register says something of the person.
    pub marked: bool,
}

impl Times {
    /// With how long appeals are taken.
    pub fn moments(self, appeal_days: i32) -> Moments {
        let Self { starts_at, ends_at, closed_at, marked, .. } = self;
        Moments { starts_at, ends_at, closed_at, marked, appeal_days }
    }
}

/// The same for all sessions of a cohort that were not called off, as somebody in it sees them.
pub async fn times(
    db: &impl Read,
    cohort: CohortId,
    enrollment: EnrollmentId,
) -> Result<Vec<Times>, StoreError> {
    #[derive(FromQueryResult)]
    struct Session {
        id: SessionId,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
        closed_at: Option<DateTime<Utc>>,
        marked: i64,
    }
    let text = "SELECT s.id, s.starts_at, s.ends_at, (SELECT MAX(t.at) FROM register_step t WHERE t.session_id = s.id \
                AND t.to_state = 'closed' AND s.register = 'closed') AS closed_at, (SELECT COUNT(*) FROM attendance a \
                WHERE a.session_id = s.id AND a.enrollment_id = $2) AS marked FROM session s \
                WHERE s.cohort_id = $1 AND s.state = 'planned'";
    let rows = sql::all::<Session>(db, text, vec![cohort.into(), enrollment.into()]).await?;
    let times = |row: Session| Times {
        session: row.id,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        closed_at: row.closed_at,
        marked: row.marked > 0,
    };
    Ok(rows.into_iter().map(times).collect())
}

pub async fn insert(tx: &Tx, cohort: CohortId, of: &Plea) -> Result<(), StoreError> {
    let text = "INSERT INTO plea (id, kind, cohort_id, session_id, enrollment_id, text, document, at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: Vec<Value> = vec![
        of.id.into(),
        of.kind.into(),
        cohort.into(),
        of.session.into(),
        of.enrollment.into(),
        of.text.as_str().to_owned().into(),
        of.document.as_ref().map(|document| document.as_str().to_owned()).into(),
        of.at.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Writes down what was decided; [`StoreError::Duplicate`] when somebody did before.
pub async fn decide(tx: &Tx, id: PleaId, decision: &PleaDecision) -> Result<(), StoreError> {
    let text = "INSERT INTO plea_decision (plea_id, verdict, mark_id, correction_id, author, at, reason) \
                VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (mark, correction) = match &decision.effect {
        Effect::None => (None, None),
        Effect::Mark(mark) => (Some(mark.0), None),
        Effect::Correction(correction, _) => (None, Some(correction.0)),
    };
    let values: Vec<Value> = vec![
        id.into(),
        decision.verdict.into(),
        mark.into(),
        correction.into(),
        decision.author.map(|person| person.0).into(),
        decision.at.into(),
        decision.reason.as_ref().map(|reason| reason.as_str().to_owned()).into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}
