//! What the audit trail is searched by, newest first, and when each kind of the worker's work was last done.

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
        let beat = table(
            "worker_beat",
            [text("work"), instant_or_none("done_at"), instant_or_none("failed_at"), instant("at")],
            &["work"],
        );
        let indices = vec![
            index("audit_entry", &["author", "id"]),
            index("audit_entry", &["action", "id"]),
            index("audit_entry", &["subject_kind", "id"]),
            index("audit_entry", &["subject_kind", "subject_id", "id"]),
        ];
        create(manager, vec![beat], indices).await?;
        // The period is found by the ids, which begin with the time; the new index of a thing has the old one in it.
        for old in ["ix_audit_entry_at", "ix_audit_entry_subject_kind_subject_id"] {
            manager.drop_index(Index::drop().name(old).table("audit_entry").to_owned()).await?;
        }
        Ok(())
    }
}
