//! Whether people still come: how a cohort asks, and what was asked and answered.

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
        let days = int("reconfirm_days").default(0).check(Expr::col("reconfirm_days").between(0, 30)).take();
        let silence = word("reconfirm_silence", &["keep", "free"]).default("keep").take();
        for column in [days, silence, day_or_none("reconfirm_asked_for")] {
            manager.alter_table(Table::alter().table("cohort").add_column(column).take()).await?;
        }
        let reconfirmation = table(
            "reconfirmation",
            [
                id("enrollment_id"),
                day("starts_on"),
                text("token_hash"),
                instant("asked_at"),
                instant("answer_by"),
                word("silence", &["keep", "free"]),
                word("state", &["asked", "confirmed", "declined", "silent"]),
                instant_or_none("answered_at"),
            ],
            &["enrollment_id", "starts_on"],
        )
        .foreign_key(&mut points("reconfirmation", "enrollment_id", "enrollment"))
        .take();
        let indices =
            vec![unique("reconfirmation", &["token_hash"]), index("reconfirmation", &["state", "answer_by"])];
        create(manager, vec![reconfirmation], indices).await
    }
}
