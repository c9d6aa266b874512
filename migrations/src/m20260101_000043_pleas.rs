//! What people ask about sessions: to be excused in advance, or another mark afterwards; what shows it, and what was
//! decided. Until when people appeal is part of the rule by which registers are closed.

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
        let plea = table(
            "plea",
            [
                id("id"),
                word("kind", &["absence", "appeal"]),
                id("cohort_id"),
                id("session_id"),
                id("enrollment_id"),
                text("text"),
                text_or_none("document"),
                instant("at"),
            ],
            &["id"],
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_plea_session")
                .from("plea", ("session_id", "cohort_id"))
                .to("session", ("id", "cohort_id")),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_plea_enrollment")
                .from("plea", ("enrollment_id", "cohort_id"))
                .to("enrollment", ("id", "cohort_id")),
        )
        .take();
        let decision = table(
            "plea_decision",
            [
                id("plea_id"),
                word("verdict", &["granted", "refused"]),
                id_or_none("mark_id"),
                // In a closed register the decision is a correction, which a second person confirms.
                id_or_none("correction_id"),
                id("author"),
                instant("at"),
                text_or_none("reason"),
            ],
            &["plea_id"],
        )
        .foreign_key(&mut points("plea_decision", "plea_id", "plea"))
        .foreign_key(&mut points("plea_decision", "mark_id", "mark"))
        .foreign_key(&mut points("plea_decision", "correction_id", "correction"))
        .foreign_key(&mut points("plea_decision", "author", "person"))
        .take();
        let bytes_within = int("bytes").check(Expr::col("bytes").between(1, 5 * 1024 * 1024)).take();
        // Apart from the rows that lists read, and not append-only: a document may have to be erased.
        let file = table(
            "plea_file",
            [
                id("plea_id"),
                text("name"),
                word("kind", &["pdf", "jpeg", "png"]),
                bytes_within,
                bytes("content"),
            ],
            &["plea_id"],
        )
        .foreign_key(&mut points("plea_file", "plea_id", "plea"))
        .take();
        let indices = vec![
            index("plea", &["session_id"]),
            index("plea", &["enrollment_id"]),
            index("plea_decision", &["mark_id"]),
            index("plea_decision", &["correction_id"]),
            index("plea_decision", &["author"]),
        ];
        let days = int("appeal_days").default(14).check(Expr::col("appeal_days").between(1, 90)).take();
        add(manager, "closing_rule", days).await?;
        add(manager, "closing_rule", text_or_none("source")).await?;
        create(manager, vec![plea, decision, file], indices).await?;
        append_only(manager, "plea").await?;
        append_only(manager, "plea_decision").await
    }
}
