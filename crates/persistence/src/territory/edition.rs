//! The editions of the codifier that were taken, and what each changed.

use crate::StoreError;
use crate::store::{Read, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::id::EditionId;
use sea_orm::{EntityTrait, IntoActiveModel, QueryOrder};

mod row {
    use chrono::{NaiveDate, Utc};
    use postup_domain::id::EditionId;
    use sea_orm::entity::prelude::*;

    /// One file that was taken.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "codifier_edition")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: EditionId,
        pub imported_at: chrono::DateTime<Utc>,
        pub in_force_on: NaiveDate,
        #[sea_orm(column_type = "Text")]
        pub digest: String,
        pub units: i64,
        pub added: i64,
        pub renamed: i64,
        pub moved: i64,
        pub removed: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One file that was taken. All fields are facts of that moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub id: EditionId,
    pub imported_at: DateTime<Utc>,
    pub in_force_on: NaiveDate,
    /// SHA-256 of the file, in small hexadecimal digits.
    pub digest: String,
    pub units: i64,
    pub added: i64,
    pub renamed: i64,
    pub moved: i64,
    pub removed: i64,
}

impl From<row::Model> for Edition {
    fn from(row: row::Model) -> Self {
        let row::Model { id, imported_at, in_force_on, digest, units, added, renamed, moved, removed } = row;
        Self { id, imported_at, in_force_on, digest, units, added, renamed, moved, removed }
    }
}

impl From<Edition> for row::Model {
    fn from(edition: Edition) -> Self {
        let Edition { id, imported_at, in_force_on, digest, units, added, renamed, moved, removed } = edition;
        Self { id, imported_at, in_force_on, digest, units, added, renamed, moved, removed }
    }
}

/// Records a file.
pub async fn insert(tx: &Tx, edition: Edition) -> Result<(), StoreError> {
    let row = row::Model::from(edition).into_active_model();
    row::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The file that was taken last.
pub async fn latest(db: &impl Read) -> Result<Option<Edition>, StoreError> {
    let last = row::Entity::find().order_by_desc(row::Column::ImportedAt).order_by_desc(row::Column::Id);
    Ok(last.one(db.db()).await?.map(Edition::from))
}
