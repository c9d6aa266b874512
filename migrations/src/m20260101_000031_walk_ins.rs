//! People in the room who are not on the list, and who they were found to be.

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
        let walk_in = table(
            "walk_in",
            [
                id("id"),
                id("session_id"),
                text("name"),
                word("kind", &["present", "late"]),
                int_or_none("minutes"),
                instant_or_none("device_at"),
                instant("server_at"),
                id_or_none("author"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("walk_in", "session_id", "session"))
        .take();
        let merge = table(
            "walk_in_merge",
            [
                id("walk_in_id"),
                id("cohort_id"),
                id("enrollment_id"),
                id("mark_id"),
                id_or_none("author"),
                instant("at"),
            ],
            &["walk_in_id"],
        )
        .foreign_key(&mut points("walk_in_merge", "walk_in_id", "walk_in"))
        .foreign_key(&mut points("walk_in_merge", "mark_id", "mark"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_walk_in_merge_enrollment")
                .from("walk_in_merge", ("enrollment_id", "cohort_id"))
                .to("enrollment", ("id", "cohort_id")),
        )
        .take();
        let indices = vec![
            index("walk_in", &["session_id"]),
            index("walk_in_merge", &["enrollment_id"]),
            index("walk_in_merge", &["mark_id"]),
        ];
        create(manager, vec![walk_in, merge], indices).await?;
        append_only(manager, "walk_in").await?;
        append_only(manager, "walk_in_merge").await
    }
}
