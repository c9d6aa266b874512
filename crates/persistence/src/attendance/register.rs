//! The register as people read it.

use super::row::mark;
use crate::enrollment::{NAMES, Names};
use crate::store::Read;
use crate::{Cursor, Page, StoreError, sql};
use postup_domain::attendance::{Attendance, Attendee, Mark, MarkKind, NamedMark, RegisterStep, Standing};
use postup_domain::id::{CohortId, EnrollmentId, MarkId, PersonId, SessionId};
use postup_domain::person::FullName;
use postup_domain::session::RegisterState;
use postup_domain::text::{Line, Name};
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Value};

#[derive(FromQueryResult)]
struct Row {
    id: EnrollmentId,
    #[sea_orm(nested)]
    names: Names,
    sort_key: String,
    status: Option<MarkKind>,
    minutes: Option<i32>,
    mark_id: Option<MarkId>,
    marked_at: Option<DateTimeUtc>,
    reason: Option<Line>,
}

/// Everybody who holds a seat, by surname, with where they stand in the session.
pub async fn register(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Attendee>, StoreError> {
    let mut values: Vec<Value> = vec![session.into(), cohort.into()];
    let mut text = format!(
        "SELECT e.id, {NAMES}, p.sort_key, a.status, a.minutes, a.mark_id, a.marked_at, m.reason \
         FROM enrollment e JOIN person p ON p.id = e.person_id \
         LEFT JOIN attendance a ON a.session_id = $1 AND a.enrollment_id = e.id \
         LEFT JOIN mark m ON m.id = a.mark_id \
         WHERE e.cohort_id = $2 AND e.state = 'confirmed'"
    );
    if let Some((key, id)) =
        after.and_then(|at| Some((at.value.clone(), at.id.parse::<EnrollmentId>().ok()?)))
    {
        text.push_str(" AND (p.sort_key, e.id) > ($3, $4)");
        values.extend([key.into(), id.into()]);
    }
    text.push_str(&format!(" ORDER BY p.sort_key, e.id LIMIT {}", limit + 1));
    let rows = sql::all::<Row>(db, &text, values).await?;
    let page = Page::cut(rows, usize::try_from(limit).unwrap_or(usize::MAX), |row| Cursor {
        value: row.sort_key.clone(),
        id: row.id.to_string(),
    });
    Ok(Page { items: page.items.into_iter().map(Attendee::from).collect(), next: page.next })
}

impl From<Row> for Attendee {
    fn from(row: Row) -> Self {
        let standing = match (row.status, row.minutes, row.mark_id, row.marked_at) {
            (Some(status), Some(minutes), Some(mark), Some(at)) => {
                Some(Standing { attendance: Attendance { status, minutes }, mark, at })
            }
            _ => None,
        };
        Self { enrollment: row.id, name: row.names.into(), standing, reason: row.reason }
    }
}

/// How much of a register is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Bar {
    /// Everybody who holds a seat.
    pub people: i64,
    pub marked: i64,
}

/// How many people are on a register, and how many have a mark.
pub async fn bar(db: &impl Read, session: SessionId, cohort: CohortId) -> Result<Bar, StoreError> {
    let text = "SELECT COUNT(*) AS people, COUNT(a.mark_id) AS marked FROM enrollment e \
                LEFT JOIN attendance a ON a.session_id = $1 AND a.enrollment_id = e.id \
                WHERE e.cohort_id = $2 AND e.state = 'confirmed'";
    Ok(sql::one(db, text, vec![session.into(), cohort.into()]).await?.unwrap_or_default())
}

/// Every mark of a session, in the order of arrival.
pub async fn marks_of(db: &impl Read, session: SessionId) -> Result<Vec<Mark>, StoreError> {
    let rows = mark::Entity::find()
        .filter(mark::Column::SessionId.eq(session))
        .order_by_asc(mark::Column::ServerAt)
        .order_by_asc(mark::Column::Id)
        .all(db.db())
        .await?;
    Ok(rows.into_iter().map(Mark::from).collect())
}

/// Every mark of one person in a session with who made it, the newest first.
pub async fn history(
    db: &impl Read,
    session: SessionId,
    enrollment: EnrollmentId,
) -> Result<Vec<NamedMark>, StoreError> {
    let rows = mark::Entity::find()
        .filter(mark::Column::SessionId.eq(session))
        .filter(mark::Column::EnrollmentId.eq(enrollment))
        .order_by_desc(mark::Column::ServerAt)
        .order_by_desc(mark::Column::Id)
        .all(db.db())
        .await?;
    let authors = rows.iter().filter_map(|row| row.author).collect::<Vec<_>>();
    let names = names_of(db, &authors).await?;
    let name = |author| names.iter().find(|(id, _)| Some(*id) == author).map(|(_, name)| name.clone());
    Ok(rows.into_iter().map(|row| NamedMark { author: name(row.author), mark: row.into() }).collect())
}

async fn names_of(db: &impl Read, people: &[PersonId]) -> Result<Vec<(PersonId, FullName)>, StoreError> {
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
