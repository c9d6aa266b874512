//! The audit trail.

use crate::store::{Read, Tx};
use crate::{Cursor, Page, Part, StoreError, idempotency, together};
use postup_domain::audit::Entry;
use postup_domain::id::{AuditId, PersonId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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

/// The trail, newest first; of one thing when `subject` names it.
pub async fn list(
    db: &impl Read,
    subject: Option<(&str, &str)>,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Entry>, StoreError> {
    let mut query = row::Entity::find().order_by_desc(row::Column::Id).limit(limit + 1);
    if let Some((kind, id)) = subject {
        query = query.filter(
            Condition::all().add(row::Column::SubjectKind.eq(kind)).add(row::Column::SubjectId.eq(id)),
        );
    }
    if let Some(id) = after.and_then(|cursor| cursor.id.parse::<AuditId>().ok()) {
        query = query.filter(row::Column::Id.lt(id));
    }
    let entries: Vec<Entry> = query.all(db.db()).await?.into_iter().map(Entry::from).collect();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Page::cut(entries, limit, |entry| Cursor { value: String::new(), id: entry.id.to_string() }))
}
