//! Calendars to subscribe to, and when a session was changed last.

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
        // The address follows from the number; a new number makes every earlier address void.
        let feed = table(
            "calendar_feed",
            [id("person_id"), big("number"), flag("open"), instant("changed_at")],
            &["person_id"],
        )
        .foreign_key(&mut points("calendar_feed", "person_id", "person"))
        .take();
        create(manager, vec![feed], Vec::new()).await?;
        // Empty in rows from before: their change is the making, which the id tells.
        let column = instant_or_none("changed_at");
        manager.alter_table(Table::alter().table("session").add_column(column).take()).await
    }
}
