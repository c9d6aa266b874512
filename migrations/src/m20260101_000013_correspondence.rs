//! What people want of optional mail, and messages that are held for a digest.

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
        // No row: at once. Apart from the person, whose record it is not part of.
        let preference = table(
            "mail_preference",
            [id("person_id"), word("rhythm", &["at_once", "daily", "none"]), instant("changed_at")],
            &["person_id"],
        )
        .foreign_key(&mut points("mail_preference", "person_id", "person"))
        .take();
        let refusal =
            table("mail_refusal", [id("person_id"), text("kind"), instant("since")], &["person_id", "kind"])
                .foreign_key(&mut points("mail_refusal", "person_id", "person"))
                .take();
        create(manager, vec![preference, refusal], Vec::new()).await?;
        // A held message stays in the state "queued", which the check of the table knows.
        for column in [instant_or_none("held_at"), id_or_none("digest_id")] {
            manager.alter_table(Table::alter().table("notification").add_column(column).take()).await?;
        }
        manager.create_index(index("notification", &["digest_id"])).await
    }
}
