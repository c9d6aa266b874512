//! What managers write to people of their cohorts, and which letters carry it.

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
        let message = table(
            "message",
            [
                id("id"),
                id("cohort_id"),
                id_or_none("author"),
                // Words of groups; empty when it went to one person.
                text("audience"),
                id_or_none("enrollment_id"),
                text("subject_uk"),
                text("body_uk"),
                text("subject_en"),
                text("body_en"),
                int("recipients").check(Expr::col("recipients").gte(1)).take(),
                instant("sent_at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("message", "cohort_id", "cohort"))
        .foreign_key(&mut points("message", "enrollment_id", "enrollment"))
        .check(Expr::col("subject_uk").ne("").or(Expr::col("subject_en").ne("")))
        .check(Expr::col("audience").ne("").or(Expr::col("enrollment_id").is_not_null()))
        .take();
        let indices = vec![index("message", &["cohort_id", "id"]), index("message", &["enrollment_id"])];
        create(manager, vec![message], indices).await?;
        let column = Table::alter().table("notification").add_column(id_or_none("message_id")).take();
        manager.alter_table(column).await?;
        manager.create_index(index("notification", &["message_id", "state"])).await
    }
}
