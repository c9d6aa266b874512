//! Whoever is on the way keeps the route of approval they began with.

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
        // Nothing means the route of the cohort.
        let route = Table::alter().table("enrollment").add_column(text_or_none("route")).take();
        manager.alter_table(route).await
    }
}
