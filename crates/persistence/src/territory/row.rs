//! The row of a unit.

use crate::StoreError;
use chrono::NaiveDate;
use postup_domain::territory::{Category, Territory, TerritoryCode};
use postup_domain::text::Title;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "territory")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub code: TerritoryCode,
    #[sea_orm(column_type = "Text")]
    pub category: Category,
    #[sea_orm(column_type = "Text")]
    pub name: Title,
    #[sea_orm(column_type = "Text")]
    pub name_en: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub parent_code: Option<TerritoryCode>,
    #[sea_orm(column_type = "Text", nullable)]
    pub oblast_code: Option<TerritoryCode>,
    #[sea_orm(column_type = "Text", nullable)]
    pub raion_code: Option<TerritoryCode>,
    #[sea_orm(column_type = "Text", nullable)]
    pub hromada_code: Option<TerritoryCode>,
    #[sea_orm(column_type = "Text")]
    pub search: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<&Territory> for Model {
    fn from(unit: &Territory) -> Self {
        Self {
            code: unit.code.clone(),
            category: unit.category,
            name: unit.name.clone(),
            name_en: unit.name_en.clone(),
            parent_code: unit.parent.clone(),
            oblast_code: Some(unit.oblast.clone()),
            raion_code: unit.raion.clone(),
            hromada_code: unit.hromada.clone(),
            search: unit.search_text(),
            valid_from: unit.valid_from,
            valid_to: unit.valid_to,
        }
    }
}

impl TryFrom<Model> for Territory {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let missing = || StoreError::corrupt(format!("territory {} without its oblast", row.code));
        Ok(Self {
            oblast: row.oblast_code.ok_or_else(missing)?,
            code: row.code,
            category: row.category,
            name: row.name,
            name_en: row.name_en,
            parent: row.parent_code,
            raion: row.raion_code,
            hromada: row.hromada_code,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        })
    }
}
