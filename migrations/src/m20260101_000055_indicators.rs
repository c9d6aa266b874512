//! What the memorandum of a program promises, and the values that people report on it.

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
        let value = |name: &'static str| big(name).check(Expr::col(name).gte(0)).take();
        let indicator = table(
            "indicator",
            [
                id("id"),
                id("program_id"),
                text("name_uk"),
                text("name_en"),
                text("definition_uk"),
                text("definition_en"),
                text("unit_uk"),
                text("unit_en"),
                word("measure", &["reported", "people_trained", "completions", "participations", "hromadas"]),
                value("baseline"),
                day("baseline_on"),
                value("target"),
                day("due_on"),
                flag("archived"),
                big("version"),
                instant("created_at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("indicator", "program_id", "program"))
        .check(Expr::col("target").ne(Expr::col("baseline")))
        .check(Expr::col("due_on").gt(Expr::col("baseline_on")))
        .take();
        let report = table(
            "indicator_report",
            [
                id("id"),
                id("indicator_id"),
                value("value"),
                day("of_day"),
                text("source"),
                id_or_none("author"),
                instant("at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("indicator_report", "indicator_id", "indicator"))
        .take();
        let indices = vec![
            index("indicator", &["program_id", "id"]),
            index("indicator_report", &["indicator_id", "of_day"]),
        ];
        create(manager, vec![indicator, report], indices).await?;
        append_only(manager, "indicator_report").await
    }
}
