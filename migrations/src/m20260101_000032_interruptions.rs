//! What interrupted sessions, what is left of them, how organizations judge that, and which session makes up for which.

use crate::columns::*;
use crate::guard::append_only;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let note = table(
            "interruption_note",
            [
                id("id"),
                id("session_id"),
                int("number"),
                id("interruption_id"),
                word("cause", &["air_raid_alert", "power", "connection", "other"]),
                instant("began_at"),
                instant_or_none("ended_at"),
                flag("withdrawn"),
                id_or_none("author"),
                instant("at"),
                word("source", &["web", "api", "import"]),
                text_or_none("reason"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("interruption_note", "session_id", "session"))
        .foreign_key(&mut points("interruption_note", "author", "person"))
        .check(Expr::col("ended_at").is_null().or(Expr::col("ended_at").gt(Expr::col("began_at"))))
        .take();
        let policy = table(
            "interruption_policy",
            [
                id("organization_id"),
                int("number"),
                instant("since"),
                int("final_minutes").check(Expr::col("final_minutes").between(0, 240)).take(),
                int("overrun_minutes").check(Expr::col("overrun_minutes").between(0, 240)).take(),
                word("earlier", &["partly", "not_held"]),
                text("source"),
                id_or_none("author"),
            ],
            &["organization_id", "number"],
        )
        .foreign_key(&mut points("interruption_policy", "organization_id", "organization"))
        .foreign_key(&mut points("interruption_policy", "author", "person"))
        .take();
        let indices = vec![
            unique("interruption_note", &["session_id", "number"]),
            index("interruption_note", &["author"]),
            index("interruption_policy", &["author"]),
        ];
        create(manager, vec![note, policy], indices).await?;
        append_only(manager, "interruption_note").await?;
        append_only(manager, "interruption_policy").await?;
        let lost = Expr::col("lost_minutes").gte(0).and(Expr::col("lost_minutes").lte(Expr::col("minutes")));
        for column in [
            word("held", &["held", "partly_held", "not_held"]).default("held").take(),
            int("lost_minutes").default(0).check(lost).take(),
            instant_or_none("ended_at"),
            id_or_none("makes_up").extra("REFERENCES session (id)").take(),
        ] {
            manager.alter_table(Table::alter().table("session").add_column(column).take()).await?;
        }
        manager.create_index(index("session", &["makes_up"])).await
    }
}
