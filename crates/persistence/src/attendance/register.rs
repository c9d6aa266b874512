//! The register as people read it.

use super::ON_REGISTER;
use super::row::{MARKS, MarkRow, STOOD, Stood};
use crate::enrollment::{NAMES, Names};
use crate::store::Read;
use crate::{Cursor, Page, StoreError, sql};
use postup_domain::attendance::{Attendee, Dispute, Mark, NamedMark, RULE_VERSION, RegisterStep, Standing};
use postup_domain::id::{CohortId, EnrollmentId, PersonId, SessionId};
use postup_domain::person::FullName;
use postup_domain::session::RegisterState;
use postup_domain::text::{Line, Name};
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Seated {
    id: EnrollmentId,
    #[sea_orm(nested)]
    names: Names,
    sort_key: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: EnrollmentId,
    #[sea_orm(nested)]
    names: Names,
    #[sea_orm(nested)]
    stood: Stood,
    reason: Option<Line>,
}

/// Everybody who holds a seat and whose names hold every word that was typed, by surname, with where they stand in the
/// session.
pub async fn register(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
    typed: &str,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Attendee>, StoreError> {
    let mut values: Vec<Value> = vec![cohort.into()];
    let mut text = format!(
        "SELECT e.id, {NAMES}, p.sort_key FROM enrollment e JOIN person p ON p.id = e.person_id \
         WHERE e.cohort_id = $1 AND e.state = 'confirmed'"
    );
    for word in crate::search_words(typed) {
        values.push(format!("%{}%", word.spelled).into());
        values.push(word.sound_pattern().into());
        let place = values.len();
        text.push_str(&format!(" AND (p.search LIKE ${} OR p.search LIKE ${place})", place - 1));
    }
    if let Some((key, id)) =
        after.and_then(|at| Some((at.value.clone(), at.id.parse::<EnrollmentId>().ok()?)))
    {
        text.push_str(&format!(" AND (p.sort_key, e.id) > ({})", sql::places(values.len() + 1, 2)));
        values.extend([key.into(), id.into()]);
    }
    text.push_str(&format!(" ORDER BY p.sort_key, e.id LIMIT {}", limit + 1));
    let rows = sql::all::<Seated>(db, &text, values).await?;
    let page = Page::cut(rows, usize::try_from(limit).unwrap_or(usize::MAX), |row| Cursor {
        value: row.sort_key.clone(),
        id: row.id.to_string(),
    });
    let ids: Vec<EnrollmentId> = page.items.iter().map(|row| row.id).collect();
    let mut standing = standings(db, session, &ids).await?;
    let attendees = page.items.into_iter().map(|row| {
        let (standing, reason) = standing.remove(&row.id).unwrap_or_default();
        Attendee { enrollment: row.id, name: row.names.into(), standing, reason, guest_from: None }
    });
    Ok(Page { items: attendees.collect(), next: page.next })
}

/// Where those of some people stand in a session who were marked, and the reason beside the mark. Asked for apart from their
/// names: a planner that knows nothing yet of a full room would compare everybody with every mark.
async fn standings(
    db: &impl Read,
    session: SessionId,
    people: &[EnrollmentId],
) -> Result<HashMap<EnrollmentId, (Option<Standing>, Option<Line>)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Marked {
        enrollment_id: EnrollmentId,
        #[sea_orm(nested)]
        stood: Stood,
        reason: Option<Line>,
    }
    let mut found = HashMap::with_capacity(people.len());
    for chunk in people.chunks(5_000) {
        let text = format!(
            "SELECT a.enrollment_id, {STOOD}, m.reason FROM attendance a JOIN mark m ON m.id = a.mark_id \
             WHERE a.session_id = $1 AND a.enrollment_id IN ({})",
            sql::places(2, chunk.len())
        );
        let values = std::iter::once(session.into()).chain(chunk.iter().copied().map(Value::from));
        for row in sql::all::<Marked>(db, &text, values.collect()).await? {
            found.insert(row.enrollment_id, (row.stood.into(), row.reason));
        }
    }
    Ok(found)
}

/// The most lines of registers that are taken along at once.
const MOST_TAKEN: u64 = 20_000;

/// Everybody on the registers of some sessions, by surname. One statement.
pub async fn rosters(
    db: &impl Read,
    sessions: &[SessionId],
) -> Result<HashMap<SessionId, Vec<Attendee>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Taken {
        session_id: SessionId,
        #[sea_orm(nested)]
        row: Row,
    }
    let mut found: HashMap<SessionId, Vec<Attendee>> = HashMap::new();
    if sessions.is_empty() {
        return Ok(found);
    }
    let text = format!(
        "SELECT s.id AS session_id, e.id, {NAMES}, p.sort_key, {STOOD}, NULL AS reason FROM session s \
         JOIN enrollment e ON e.cohort_id = s.cohort_id AND e.state = 'confirmed' JOIN person p ON p.id = e.person_id \
         LEFT JOIN attendance a ON a.session_id = s.id AND a.enrollment_id = e.id \
         WHERE s.id IN ({}) ORDER BY s.starts_at, s.id, p.sort_key, e.id LIMIT {MOST_TAKEN}",
        sql::places(1, sessions.len())
    );
    let values = sessions.iter().copied().map(Value::from).collect();
    for Taken { session_id, row } in sql::all::<Taken>(db, &text, values).await? {
        found.entry(session_id).or_default().push(row.into());
    }
    Ok(found)
}

/// Where some people stand in every session of their cohort.
pub async fn cells(
    db: &impl Read,
    cohort: CohortId,
    enrollments: &[EnrollmentId],
) -> Result<HashMap<(EnrollmentId, SessionId), Standing>, StoreError> {
    #[derive(FromQueryResult)]
    struct Cell {
        session_id: SessionId,
        enrollment_id: EnrollmentId,
        #[sea_orm(nested)]
        stood: Stood,
    }
    if enrollments.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT a.session_id, a.enrollment_id, {STOOD} FROM attendance a JOIN session s ON s.id = a.session_id \
         WHERE s.cohort_id = $1 AND a.enrollment_id IN ({})",
        sql::places(2, enrollments.len())
    );
    let values = std::iter::once(cohort.into()).chain(enrollments.iter().copied().map(Value::from)).collect();
    let cells = sql::all::<Cell>(db, &text, values).await?;
    Ok(cells
        .into_iter()
        .filter_map(|cell| Some(((cell.enrollment_id, cell.session_id), Option::from(cell.stood)?)))
        .collect())
}

impl From<Row> for Attendee {
    fn from(row: Row) -> Self {
        Self {
            enrollment: row.id,
            name: row.names.into(),
            standing: row.stood.into(),
            reason: row.reason,
            guest_from: None,
        }
    }
}

/// How much of a register is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Bar {
    /// Everybody who holds a seat.
    pub people: i64,
    pub marked: i64,
    /// Marks that contradict each other, and marks that came after the closing: people about whom somebody has to decide.
    pub disputed: i64,
}

/// How many people are on a register, and how many have a mark.
pub async fn bar(db: &impl Read, session: SessionId, cohort: CohortId) -> Result<Bar, StoreError> {
    // From the marks to the people, each by its key; the other way round a planner that knows nothing yet of a full room
    // would compare everybody with every mark.
    let seated = "JOIN enrollment e ON e.id = x.enrollment_id AND e.cohort_id = $2 AND e.state = 'confirmed'";
    let text = format!(
        "SELECT (SELECT COUNT(*) FROM enrollment WHERE cohort_id = $2 AND state = 'confirmed') AS people, \
         (SELECT COUNT(*) FROM attendance x {seated} WHERE x.session_id = $1) AS marked, \
         (SELECT COUNT(*) FROM (SELECT x.enrollment_id FROM attendance x {seated} WHERE x.session_id = $1 AND x.disputed \
         UNION SELECT x.enrollment_id FROM mark x {seated} WHERE x.session_id = $1 AND x.late AND NOT EXISTS \
         (SELECT 1 FROM mark_decision d WHERE d.mark_id = x.id)) u) AS disputed"
    );
    Ok(sql::one(db, &text, vec![session.into(), cohort.into()]).await?.unwrap_or_default())
}

/// Since when attendance is counted by the present rule.
pub async fn rule_since(db: &impl Read) -> Result<Option<DateTimeUtc>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        since: DateTimeUtc,
    }
    let text = "SELECT since FROM counting_rule WHERE version = $1";
    Ok(sql::one::<Row>(db, text, vec![RULE_VERSION.into()]).await?.map(|row| row.since))
}

/// Every mark of a session, in the order of arrival.
pub async fn marks_of(db: &impl Read, session: SessionId) -> Result<Vec<Mark>, StoreError> {
    let text = format!("{MARKS}m.session_id = $1 ORDER BY m.server_at, m.id");
    let rows = sql::all::<MarkRow>(db, &text, vec![session.into()]).await?;
    Ok(rows.into_iter().map(Mark::from).collect())
}

/// Every mark of one person in a session with who made it, the newest first.
pub async fn history(
    db: &impl Read,
    session: SessionId,
    enrollment: EnrollmentId,
) -> Result<Vec<NamedMark>, StoreError> {
    let text =
        format!("{MARKS}m.session_id = $1 AND m.enrollment_id = $2 ORDER BY m.server_at DESC, m.id DESC");
    let rows = sql::all::<MarkRow>(db, &text, vec![session.into(), enrollment.into()]).await?;
    named(db, rows.into_iter().map(Mark::from).collect()).await
}

async fn named(db: &impl Read, marks: Vec<Mark>) -> Result<Vec<NamedMark>, StoreError> {
    let mut authors = marks.iter().filter_map(|mark| mark.author).collect::<Vec<_>>();
    authors.sort_unstable();
    authors.dedup();
    let names = names_of(db, &authors).await?;
    let name = |author| names.iter().find(|(id, _)| Some(*id) == author).map(|(_, name)| name.clone());
    Ok(marks.into_iter().map(|mark| NamedMark { author: name(mark.author), mark }).collect())
}

/// Those on the register about whom somebody has to decide, by surname, with all their marks; at most 200 people.
pub async fn disputes(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
) -> Result<Vec<Dispute>, StoreError> {
    let text = format!(
        "SELECT e.id, {NAMES}, p.sort_key, {STOOD}, NULL AS reason FROM enrollment e \
         JOIN person p ON p.id = e.person_id \
         LEFT JOIN attendance a ON a.session_id = $1 AND a.enrollment_id = e.id \
         WHERE e.id IN (SELECT k.enrollment_id FROM mark k WHERE k.session_id = $1) AND e.id IN ({ON_REGISTER}) \
         AND (a.disputed OR EXISTS (SELECT 1 FROM mark m \
         WHERE m.session_id = $1 AND m.enrollment_id = e.id AND m.late AND NOT EXISTS \
         (SELECT 1 FROM mark_decision d WHERE d.mark_id = m.id))) ORDER BY p.sort_key, e.id LIMIT 200"
    );
    let rows = sql::all::<Row>(db, &text, vec![session.into(), cohort.into()]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{MARKS}m.session_id = $1 AND m.enrollment_id IN ({}) ORDER BY m.server_at, m.id",
        sql::places(2, rows.len())
    );
    let values = std::iter::once(session.into()).chain(rows.iter().map(|row| row.id.into())).collect();
    let marks = sql::all::<MarkRow>(db, &text, values).await?.into_iter().map(Mark::from).collect();
    let marks = named(db, marks).await?;
    Ok(rows
        .into_iter()
        .map(|row| Dispute {
            marks: marks.iter().filter(|named| named.mark.enrollment == row.id).cloned().collect(),
            enrollment: row.id,
            name: row.names.into(),
            standing: row.stood.into(),
        })
        .collect())
}

pub(crate) async fn names_of(
    db: &impl Read,
    people: &[PersonId],
) -> Result<Vec<(PersonId, FullName)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: PersonId,
        #[sea_orm(nested)]
        names: Names,
    }
    let text = format!("SELECT p.id, {NAMES} FROM person p WHERE p.id IN ({})", sql::places(1, people.len()));
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sql::all::<Row>(db, &text, people.iter().copied().map(Value::from).collect()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.names.into())).collect())
}

/// Who closed and reopened a register, when and why; the newest first.
pub async fn register_history(db: &impl Read, session: SessionId) -> Result<Vec<RegisterStep>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        to_state: RegisterState,
        author: Option<PersonId>,
        at: DateTimeUtc,
        reason: Option<Line>,
        family_name: Option<Name>,
        given_name: Option<Name>,
        patronymic: Option<Name>,
        latin_family_name: Option<Name>,
        latin_given_name: Option<Name>,
    }
    let text = format!(
        "SELECT t.to_state, t.author, t.at, t.reason, {NAMES} FROM register_step t \
         LEFT JOIN person p ON p.id = t.author WHERE t.session_id = $1 ORDER BY t.at DESC, t.id DESC"
    );
    let rows = sql::all::<Row>(db, &text, vec![session.into()]).await?;
    Ok(rows
        .into_iter()
        .map(|row| RegisterStep {
            to: row.to_state,
            author: row.author,
            at: row.at,
            reason: row.reason,
            name: Names::whole(
                row.family_name,
                row.given_name,
                row.patronymic,
                row.latin_family_name,
                row.latin_given_name,
            ),
        })
        .collect())
}
