//! The places of an organization, which of them a session takes place in, and which sessions were planned together.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn people(column: ColumnDef, least: i32) -> ColumnDef {
    let name = Alias::new(column.get_column_name());
    column.clone().check(Expr::col(name).between(least, 100_000)).take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let venue = table(
            "venue",
            [
                id("id"),
                id("organization_id"),
                text("name"),
                text("address"),
                text_or_none("territory"),
                people(int("seats"), 1),
                // Empty while nobody knows; 0 where there is none.
                people(int_or_none("shelter"), 0),
                flag("archived"),
                text("sort_key"),
                big("version"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("venue", "organization_id", "organization"))
        .take();
        create(manager, vec![venue], vec![index("venue", &["organization_id", "sort_key"])]).await?;
        add(manager, "session", id_or_none("venue_id").extra("REFERENCES venue (id)").take()).await?;
        add(manager, "session", id_or_none("series_id")).await?;
        manager.create_index(index("session", &["venue_id", "starts_at"])).await?;
        manager.create_index(index("session", &["series_id"])).await
    }
}
