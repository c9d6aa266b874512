//! What units were called, and where they lay, before an edition changed it.

use crate::StoreError;
use crate::store::{Read, Tx};
use chrono::NaiveDate;
use postup_domain::id::StepId;
use postup_domain::territory::{Category, Territory, TerritoryCode};
use postup_domain::text::Title;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Rows in one statement.
const CHUNK: usize = 2_000;

/// Values a unit had, and from when until before when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub id: StepId,
    pub code: TerritoryCode,
    pub category: Category,
    pub name: Title,
    pub name_en: String,
    pub parent: Option<TerritoryCode>,
    pub valid_from: NaiveDate,
    /// The first day on which they no longer held.
    pub valid_to: NaiveDate,
}

impl Period {
    /// The values of a unit, which end on a day.
    pub fn ended(id: StepId, unit: &Territory, valid_to: NaiveDate) -> Self {
        Self {
            id,
            code: unit.code.clone(),
            category: unit.category,
            name: unit.name.clone(),
            name_en: unit.name_en.clone(),
            parent: unit.parent.clone(),
            valid_from: unit.valid_from,
            valid_to,
        }
    }
}

mod row {
    use super::*;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "territory_history")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: StepId,
        #[sea_orm(column_type = "Text")]
        pub code: TerritoryCode,
        #[sea_orm(column_type = "Text")]
        pub category: Category,
        #[sea_orm(column_type = "Text")]
        pub name: Title,
        #[sea_orm(column_type = "Text")]
        pub name_en: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub parent_code: Option<TerritoryCode>,
        pub valid_from: NaiveDate,
        pub valid_to: NaiveDate,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Period {
        fn from(row: Model) -> Self {
            Self {
                id: row.id,
                code: row.code,
                category: row.category,
                name: row.name,
                name_en: row.name_en,
                parent: row.parent_code,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
            }
        }
    }
}

/// Adds ended periods.
pub async fn insert(tx: &Tx, periods: Vec<Period>) -> Result<(), StoreError> {
    for chunk in periods.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(|period| row::ActiveModel {
            id: Set(period.id),
            code: Set(period.code),
            category: Set(period.category),
            name: Set(period.name),
            name_en: Set(period.name_en),
            parent_code: Set(period.parent),
            valid_from: Set(period.valid_from),
            valid_to: Set(period.valid_to),
        });
        row::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// The former values of a unit, oldest first.
pub async fn of(db: &impl Read, code: &TerritoryCode) -> Result<Vec<Period>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Code.eq(code.clone()))
        .order_by_asc(row::Column::ValidTo)
        .order_by_asc(row::Column::Id);
    Ok(rows.all(db.db()).await?.into_iter().map(Period::from).collect())
}
