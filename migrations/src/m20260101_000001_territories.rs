//! The codifier of administrative units.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let territory = table(
            "territory",
            [
                text("code"),
                word("category", &["O", "K", "P", "H", "M", "X", "C", "T", "B"]),
                text("name"),
                text("name_en"),
                text_or_none("parent_code"),
                text_or_none("oblast_code"),
                text_or_none("raion_code"),
                text_or_none("hromada_code"),
                text("search"),
                day("valid_from"),
                day_or_none("valid_to"),
            ],
            &["code"],
        );
        let history = table(
            "territory_history",
            [
                id("id"),
                text("code"),
                text("category"),
                text("name"),
                text("name_en"),
                text_or_none("parent_code"),
                day("valid_from"),
                day("valid_to"),
            ],
            &["id"],
        );
        let edition = table(
            "codifier_edition",
            [
                id("id"),
                instant("imported_at"),
                day("in_force_on"),
                text("digest"),
                big("units"),
                big("added"),
                big("renamed"),
                big("moved"),
                big("removed"),
            ],
            &["id"],
        );
        let indices = vec![
            index("territory", &["parent_code"]),
            index("territory", &["category", "search"]),
            index("territory", &["search"]),
            index("territory_history", &["code"]),
        ];
        create(manager, vec![territory, history, edition], indices).await
    }
}
