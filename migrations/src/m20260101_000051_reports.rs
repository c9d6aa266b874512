//! What reports on the people of an organization, or of a territory, are found by.

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
        manager.create_index(index("enrollment", &["organization_id", "id"])).await?;
        manager.create_index(index("enrollment", &["territory", "id"])).await
    }
}
