//! Programs and courses.

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
        let publication = ["draft", "published", "archived"];
        let program = table(
            "program",
            [
                id("id"),
                text("code"),
                text("title_uk"),
                text("title_en"),
                text("description_uk"),
                text("description_en"),
                id("organization_id"),
                text_or_none("memorandum"),
                day("starts_on"),
                day("ends_on"),
                text("signatory_name_uk"),
                text("signatory_name_en"),
                text("signatory_position_uk"),
                text("signatory_position_en"),
                word("state", &publication),
                big("version"),
                instant("created_at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("program", "organization_id", "organization"))
        .take();
        let party = table(
            "program_party",
            [id("program_id"), id("organization_id"), word("role", &["partner", "funder"])],
            &["program_id", "organization_id", "role"],
        )
        .foreign_key(&mut points("program_party", "program_id", "program"))
        .foreign_key(&mut points("program_party", "organization_id", "organization"))
        .take();
        let course = table(
            "course",
            [
                id("id"),
                id("program_id"),
                text("code"),
                word("state", &publication),
                int("latest"),
                big("version"),
                instant("created_at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("course", "program_id", "program"))
        .take();
        let version = table(
            "course_version",
            [
                id("id"),
                id("course_id"),
                int("number"),
                text("title_uk"),
                text("title_en"),
                text("summary_uk"),
                text("summary_en"),
                text("outcomes_uk"),
                text("outcomes_en"),
                word(
                    "subject",
                    &[
                        "urban_development",
                        "civil_security",
                        "accessibility",
                        "basic_services",
                        "water_supply",
                        "architecture",
                        "environment",
                        "agglomerations",
                        "city_management",
                    ],
                ),
                word("content_type", &["general", "special"]),
                word("length_type", &["professional", "short_term"]),
                big("hours"),
                small("attendance_percent").check(Expr::col("attendance_percent").between(1, 100)).take(),
                small_or_none("final_score").check(Expr::col("final_score").between(1, 100)).take(),
                text("search"),
                instant("created_at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("course_version", "course_id", "course"))
        .take();
        let unit = table(
            "course_unit",
            [
                id("id"),
                id("course_version_id"),
                int("position"),
                text("title_uk"),
                text("title_en"),
                big("hours"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("course_unit", "course_version_id", "course_version"))
        .take();
        let indices = vec![
            unique("program", &["code"]),
            index("program", &["organization_id"]),
            index("program_party", &["organization_id"]),
            unique("course", &["code"]),
            index("course", &["program_id"]),
            unique("course_version", &["course_id", "number"]),
            unique("course_unit", &["course_version_id", "position"]),
        ];
        create(manager, vec![program, party, course, version, unit], indices).await
    }
}
