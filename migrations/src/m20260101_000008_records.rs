//! What goes with every change: mail, audit trail, idempotency keys.

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
        let notification = table(
            "notification",
            [
                id("id"),
                id("person_id"),
                id_or_none("cohort_id"),
                text("key"),
                text("payload"),
                text("effect"),
                word("state", &["queued", "sent", "failed", "dropped"]),
                int("attempts").default(0).take(),
                instant("created_at"),
                instant("due_at"),
                instant_or_none("lease_until"),
                instant_or_none("not_after"),
                instant_or_none("finished_at"),
                text_or_none("last_reply"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("notification", "person_id", "person"))
        .take();
        let audit = table(
            "audit_entry",
            [
                id("id"),
                instant("at"),
                id_or_none("author"),
                text("action"),
                text("subject_kind"),
                text("subject_id"),
                text("detail"),
            ],
            &["id"],
        );
        let idempotency = table(
            "idempotency",
            [
                text("principal"),
                text("key"),
                text("request_hash"),
                word("state", &["running", "committed", "done"]),
                text_or_none("subject"),
                int_or_none("status"),
                text_or_none("content_type"),
                text_or_none("location"),
                text_or_none("body"),
                instant("created_at"),
                instant("lease_until"),
            ],
            &["principal", "key"],
        );
        let indices = vec![
            unique("notification", &["effect"]),
            index("notification", &["state", "due_at"]),
            index("notification", &["person_id"]),
            index("notification", &["cohort_id", "created_at"]),
            index("audit_entry", &["subject_kind", "subject_id"]),
            index("audit_entry", &["at"]),
            index("idempotency", &["created_at"]),
        ];
        create(manager, vec![notification, audit, idempotency], indices).await?;
        append_only(manager, "audit_entry").await
    }
}
