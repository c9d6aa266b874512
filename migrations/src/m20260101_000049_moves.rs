//! How often time and place of a session changed, and how it stood before each change.

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
        let sequence = big("sequence").default(0).check(Expr::col("sequence").gte(0)).take();
        add(manager, "session", sequence).await?;
        // Calendars were told the version until now, and a number that they know never goes down.
        let known = Query::update().table("session").value("sequence", Expr::col("version").sub(1)).take();
        manager.exec_stmt(known).await?;
        let moves = table(
            "session_move",
            [
                id("session_id"),
                big("number").check(Expr::col("number").gt(0)).take(),
                instant("at"),
                id_or_none("author"),
                // As it stood before.
                instant("starts_at"),
                instant("ends_at"),
                text_or_none("venue"),
                text_or_none("link"),
            ],
            &["session_id", "number"],
        )
        .foreign_key(&mut points("session_move", "session_id", "session"))
        .foreign_key(&mut points("session_move", "author", "person"))
        .take();
        create(manager, vec![moves], vec![index("session_move", &["author"])]).await?;
        append_only(manager, "session_move").await
    }
}
