//! Terms of cohorts: the last day for withdrawing by oneself; a minimum of people, the day by which it is decided on, and
//! who decides.

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
        let minimum = int_or_none("minimum").check(Expr::col("minimum").gte(1)).take();
        let columns = [
            instant_or_none("withdrawal_closes"),
            minimum,
            instant_or_none("decide_by"),
            id_or_none("decision_owner"),
            instant_or_none("decided_at"),
        ];
        for column in columns {
            manager.alter_table(Table::alter().table("cohort").add_column(column).take()).await?;
        }
        manager.create_index(index("cohort", &["decide_by"])).await
    }
}
