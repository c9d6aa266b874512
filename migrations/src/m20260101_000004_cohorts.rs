//! Cohorts and their sessions.

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
        let cohort = table(
            "cohort",
            [
                id("id"),
                id("course_id"),
                id("course_version_id"),
                id("program_id"),
                id("organization_id"),
                text("code"),
                word("form", &["in_person", "online", "blended"]),
                word("language", &["uk", "en"]),
                day("starts_on"),
                day("ends_on"),
                text_or_none("territory"),
                text_or_none("venue"),
                text("time_zone"),
                int("capacity"),
                word("policy", &["open", "approval"]),
                instant("enrollment_opens"),
                instant("enrollment_closes"),
                text_or_none("contact"),
                word("state", &["draft", "published", "cancelled", "archived"]),
                int("confirmed").default(0).take(),
                int("waitlisted").default(0).take(),
                count("arrivals"),
                big("version"),
                instant("created_at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("cohort", "course_id", "course"))
        .foreign_key(&mut points("cohort", "course_version_id", "course_version"))
        .foreign_key(&mut points("cohort", "program_id", "program"))
        .check(Expr::col("confirmed").gte(0).and(Expr::col("confirmed").lte(Expr::col("capacity"))))
        .check(Expr::col("waitlisted").gte(0))
        .take();
        let session = table(
            "session",
            [
                id("id"),
                id("cohort_id"),
                id_or_none("unit_id"),
                text("title_uk"),
                text("title_en"),
                local("local_start"),
                local("local_end"),
                text("time_zone"),
                instant("starts_at"),
                instant("ends_at"),
                int("minutes"),
                text_or_none("venue"),
                text_or_none("link"),
                word("state", &["planned", "cancelled"]),
                word("register", &["open", "closed", "reopened"]),
                instant_or_none("reminded_at"),
                big("version"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("session", "cohort_id", "cohort"))
        .foreign_key(&mut points("session", "unit_id", "course_unit"))
        .check(Expr::col("ends_at").gt(Expr::col("starts_at")))
        .take();
        let indices = vec![
            unique("cohort", &["code"]),
            index("cohort", &["course_id", "state"]),
            index("cohort", &["program_id"]),
            index("cohort", &["state", "starts_on"]),
            index("session", &["cohort_id", "starts_at"]),
            index("session", &["starts_at"]),
            unique("session", &["id", "cohort_id"]),
        ];
        create(manager, vec![cohort, session], indices).await
    }
}
