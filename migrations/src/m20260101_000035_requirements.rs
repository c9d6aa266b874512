//! What cohorts ask of everybody in them, exceptions from it, what was seen of people who fit, and what stood between a
//! cohort and those who did not.

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
        let kinds =
            ["territory", "organization_kind", "organization", "position_category", "appointment", "course"];
        let requirement = table(
            "requirement",
            [
                id("cohort_id"),
                int("number").check(Expr::col("number").between(1, 32)).take(),
                word("kind", &kinds),
                text("value"),
            ],
            &["cohort_id", "number"],
        )
        .foreign_key(&mut points("requirement", "cohort_id", "cohort"))
        .take();
        let exception = table(
            "requirement_exception",
            [id("cohort_id"), id("person_id"), text("reason"), id_or_none("author"), instant("at")],
            &["cohort_id", "person_id"],
        )
        .foreign_key(&mut points("requirement_exception", "cohort_id", "cohort"))
        .foreign_key(&mut points("requirement_exception", "person_id", "person"))
        .take();
        let eligibility = table(
            "eligibility",
            [id("cohort_id"), id("person_id"), instant("at"), text("record")],
            &["cohort_id", "person_id"],
        )
        .foreign_key(&mut points("eligibility", "cohort_id", "cohort"))
        .foreign_key(&mut points("eligibility", "person_id", "person"))
        .take();
        let shortfall = table(
            "shortfall",
            [id("enrollment_id"), big("number"), text("shortfall")],
            &["enrollment_id", "number"],
        )
        .foreign_key(&mut points("shortfall", "enrollment_id", "enrollment"))
        .take();
        let indices =
            vec![index("requirement_exception", &["person_id"]), index("eligibility", &["person_id"])];
        create(manager, vec![requirement, exception, eligibility, shortfall], indices).await?;
        add(manager, "cohort", instant_or_none("requirements_since")).await
    }
}
