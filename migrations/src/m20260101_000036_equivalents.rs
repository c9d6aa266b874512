//! Courses from elsewhere that people state in place of one that a cohort asks for.

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
        let equivalent = table(
            "equivalent",
            [
                id("id"),
                id("cohort_id"),
                id("person_id"),
                id("course_id"),
                text("title"),
                text("provider"),
                day("completed_on"),
                text("document"),
                word("state", &["stated", "accepted", "refused"]),
                id_or_none("author"),
                instant("stated_at"),
                instant_or_none("decided_at"),
                text_or_none("reason"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("equivalent", "cohort_id", "cohort"))
        .foreign_key(&mut points("equivalent", "person_id", "person"))
        .foreign_key(&mut points("equivalent", "course_id", "course"))
        .take();
        let indices = vec![
            index("equivalent", &["cohort_id", "person_id"]),
            index("equivalent", &["person_id"]),
            index("equivalent", &["course_id"]),
        ];
        create(manager, vec![equivalent], indices).await
    }
}
