//! Addresses that mail servers refuse for good, and messages that somebody sent again.

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
        let refused =
            table("refused_address", [text("address"), instant("since"), text("reply")], &["address"]);
        create(manager, vec![refused], Vec::new()).await?;
        let again = Table::alter().table("notification").add_column(instant_or_none("requeued_at")).take();
        manager.alter_table(again).await
    }
}
