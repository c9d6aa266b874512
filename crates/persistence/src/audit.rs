//! The audit trail.

mod thing;

pub use thing::things;

use crate::store::{Read, Tx};
use crate::{Cursor, Page, Part, StoreError, idempotency, together};
use chrono::{DateTime, TimeDelta, Utc};
use postup_domain::audit::{Entry, Search};
use postup_domain::id::{AuditId, PersonId};
use sea_orm::sea_query::{Alias, IntoCondition, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

mod row {
    use super::{AuditId, Entry, PersonId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AuditId,
        pub at: DateTimeUtc,
        pub author: Option<PersonId>,
        #[sea_orm(column_type = "Text")]
        pub action: String,
        #[sea_orm(column_type = "Text")]
        pub subject_kind: String,
        #[sea_orm(column_type = "Text")]
        pub subject_id: String,
        #[sea_orm(column_type = "Text")]
        pub detail: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Entry {
        fn from(row: Model) -> Self {
            Self {
                id: row.id,
                at: row.at,
                author: row.author,
                action: row.action,
                subject_kind: row.subject_kind,
                subject_id: row.subject_id,
                detail: row.detail,
            }
        }
    }
}

/// Writes a line of the trail; the first one of a request is also what its idempotency key points to.
pub async fn record(tx: &Tx, entry: &Entry) -> Result<(), StoreError> {
    together(tx, record_each(std::slice::from_ref(entry))).await
}

/// The same for several.
pub fn record_each(entries: &[Entry]) -> Vec<Part> {
    if let Some(entry) = entries.first() {
        idempotency::note_subject(&entry.subject_kind, &entry.subject_id);
    }
    written(entries)
}

/// Writes many lines in one statement.
pub async fn record_all(tx: &Tx, entries: &[Entry]) -> Result<(), StoreError> {
    together(tx, written(entries)).await
}

fn written(entries: &[Entry]) -> Vec<Part> {
    let rows = |chunk: &[Entry]| {
        let rows = chunk.iter().cloned().map(|entry| row::ActiveModel {
            id: Set(entry.id),
            at: Set(entry.at),
            author: Set(entry.author),
            action: Set(entry.action),
            subject_kind: Set(entry.subject_kind),
            subject_id: Set(entry.subject_id),
            detail: Set(entry.detail),
        });
        Part::built(&row::Entity::insert_many(rows), chunk.len())
    };
    entries.chunks(1_000).map(rows).collect()
}

/// So many lines are looked through for one page at most, so that a rare search in a long trail costs what a common one does.
const WINDOW: u64 = 5_000;

/// The trail, newest first. A page may hold fewer lines than `limit`, or none, and yet have a next one: older lines were
/// not looked through yet.
pub async fn list(
    db: &impl Read,
    search: &Search,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Entry>, StoreError> {
    let (indexed, rest) = parts(search);
    let before = after.and_then(|cursor| cursor.id.parse::<AuditId>().ok());
    let indexed = indexed.add_option(before.map(|id| row::Column::Id.lt(id)));
    let window = || row::Entity::find().filter(indexed.clone()).order_by_desc(row::Column::Id);
    let few = usize::try_from(limit).unwrap_or(usize::MAX);
    let cursor = |id: AuditId| Cursor { value: String::new(), id: id.to_string() };
    let Some(rest) = rest else {
        let rows = window().limit(limit + 1).all(db.db()).await?;
        let entries = rows.into_iter().map(Entry::from).collect();
        return Ok(Page::cut(entries, few, |entry: &Entry| cursor(entry.id)));
    };
    let looked_at = window().select_only().column(row::Column::Id).limit(WINDOW).into_query();
    let looked_at =
        Query::select().column(Alias::new("id")).from_subquery(looked_at, Alias::new("looked_at")).take();
    let rows = row::Entity::find()
        .filter(row::Column::Id.in_subquery(looked_at))
        .filter(rest)
        .order_by_desc(row::Column::Id)
        .limit(limit + 1)
        .all(db.db())
        .await?;
    let mut page =
        Page::cut(rows.into_iter().map(Entry::from).collect(), few, |entry: &Entry| cursor(entry.id));
    if page.next.is_none() {
        let last = window().offset(WINDOW - 1).one(db.db()).await?;
        page.next = last.map(|row| cursor(row.id));
    }
    Ok(page)
}

/// The condition that an index answers in the order of the trail, and the one that is looked at line by line.
fn parts(search: &Search) -> (Condition, Option<Condition>) {
    let kind = search.subject_kind.as_ref().map(|kind| row::Column::SubjectKind.eq(kind).into_condition());
    let (thing, kind) = match (kind, &search.subject_id) {
        (Some(kind), Some(id)) => (Some(kind.add(row::Column::SubjectId.eq(id))), None),
        (kind, _) => (None, kind),
    };
    let action = search.action.as_ref().map(|action| row::Column::Action.eq(action).into_condition());
    let author = search.author.map(|author| row::Column::Author.eq(author).into_condition());
    // What has the fewest lines as a rule comes first.
    let mut wanted = [thing, action, author, kind].into_iter().flatten();
    let mut indexed = wanted.next().unwrap_or_else(Condition::all);
    if let Some(from) = search.from {
        // What an import wrote has ids from when its rows were made ready, and that is less than a day before.
        indexed = indexed.add(
            row::Column::Id.gte(AuditId::least(from.checked_sub_signed(TimeDelta::days(1)).unwrap_or(from))),
        );
        indexed = indexed.add(row::Column::At.gte(from));
    }
    if let Some(until) = search.until {
        indexed = indexed.add(row::Column::Id.lt(AuditId::least(until)));
        indexed = indexed.add(row::Column::At.lt(until));
    }
    let rest: Vec<Condition> = wanted.collect();
    let all = || rest.iter().cloned().fold(Condition::all(), Condition::add);
    (indexed, (!rest.is_empty()).then(all))
}

/// When the newest line was written.
pub async fn newest(db: &impl Read) -> Result<Option<DateTime<Utc>>, StoreError> {
    let newest = row::Entity::find().order_by_desc(row::Column::Id).one(db.db()).await?;
    Ok(newest.map(|row| row.at))
}
