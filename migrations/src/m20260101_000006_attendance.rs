//! Marks, what follows from them, and the life of registers.

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
        let kinds = ["present", "late", "excused", "absent"];
        let mark = table(
            "mark",
            [
                id("id"),
                id("cohort_id"),
                id("session_id"),
                id("enrollment_id"),
                word("kind", &kinds),
                int_or_none("minutes"),
                instant_or_none("device_at"),
                instant("server_at"),
                id_or_none("author"),
                word("source", &["web", "api", "import"]),
                text_or_none("reason"),
            ],
            &["id"],
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_mark_session")
                .from("mark", ("session_id", "cohort_id"))
                .to("session", ("id", "cohort_id")),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_mark_enrollment")
                .from("mark", ("enrollment_id", "cohort_id"))
                .to("enrollment", ("id", "cohort_id")),
        )
        .take();
        let attendance = table(
            "attendance",
            [
                id("session_id"),
                id("enrollment_id"),
                word("status", &kinds),
                int("minutes"),
                id("mark_id"),
                instant("marked_at"),
            ],
            &["session_id", "enrollment_id"],
        )
        .foreign_key(&mut points("attendance", "session_id", "session"))
        .foreign_key(&mut points("attendance", "enrollment_id", "enrollment"))
        .foreign_key(&mut points("attendance", "mark_id", "mark"))
        .take();
        let step = table(
            "register_step",
            [
                id("id"),
                id("session_id"),
                word("to_state", &["closed", "reopened"]),
                id_or_none("author"),
                instant("at"),
                text_or_none("reason"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("register_step", "session_id", "session"))
        .take();
        let indices = vec![
            index("mark", &["session_id", "enrollment_id"]),
            index("attendance", &["enrollment_id"]),
            index("register_step", &["session_id"]),
        ];
        create(manager, vec![mark, attendance, step], indices).await?;
        append_only(manager, "mark").await?;
        append_only(manager, "register_step").await
    }
}
