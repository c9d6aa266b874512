//! Who waits for a course that has no date yet, where, and for what.

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
        let interest = table(
            "interest",
            [
                id("course_id"),
                id("person_id"),
                text("territory"),
                word_or_none("form", &["in_person", "online", "blended"]),
                day_or_none("month"),
                instant("since"),
            ],
            &["course_id", "person_id"],
        )
        .foreign_key(&mut points("interest", "course_id", "course"))
        .foreign_key(&mut points("interest", "person_id", "person"))
        .take();
        create(manager, vec![interest], vec![index("interest", &["person_id"])]).await
    }
}
