//! Attendance by rule 3: which times of a session count, not only how many minutes.

use crate::columns::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Empty where a session goes as planned, and where it was judged before; the next judgement fills it in.
        add(manager, "session", text_or_none("stretches")).await?;
        let rule = "INSERT INTO counting_rule (version, since) VALUES (3, CURRENT_TIMESTAMP)";
        manager.get_connection().execute_unprepared(rule).await?;
        Ok(())
    }
}
