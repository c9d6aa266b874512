//! When registers are closed by themselves, who was reminded of them, and changes of closed registers by two people.

use crate::columns::*;
use crate::guard::append_only;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn hours(name: &'static str) -> ColumnDef {
    int(name).check(Expr::col(name).between(1, 720)).take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let rule = table(
            "closing_rule",
            [
                id("organization_id"),
                int("number"),
                // Empty for all cohorts of the organization.
                id_or_none("cohort_id"),
                instant("since"),
                // The cohort follows its organization again.
                flag("inherits"),
                int_or_none("close_hours").check(Expr::col("close_hours").between(1, 720)).take(),
                hours("trainer_hours"),
                hours("manager_hours"),
                id_or_none("author"),
            ],
            &["organization_id", "number"],
        )
        .foreign_key(&mut points("closing_rule", "organization_id", "organization"))
        .foreign_key(&mut points("closing_rule", "cohort_id", "cohort"))
        .foreign_key(&mut points("closing_rule", "author", "person"))
        .take();
        let correction = table(
            "correction",
            [
                id("id"),
                id("cohort_id"),
                id("session_id"),
                id("enrollment_id"),
                word("kind", &["present", "late", "excused", "absent", "minutes", "correction"]),
                int_or_none("minutes"),
                text("reason"),
                id_or_none("replaces"),
                id_or_none("author"),
                instant("at"),
                word("source", &["web", "api"]),
            ],
            &["id"],
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_correction_session")
                .from("correction", ("session_id", "cohort_id"))
                .to("session", ("id", "cohort_id")),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_correction_enrollment")
                .from("correction", ("enrollment_id", "cohort_id"))
                .to("enrollment", ("id", "cohort_id")),
        )
        .foreign_key(&mut points("correction", "author", "person"))
        .take();
        let decision = table(
            "correction_decision",
            [
                id("correction_id"),
                word("verdict", &["confirmed", "refused"]),
                id_or_none("mark_id"),
                id("author"),
                instant("at"),
                text_or_none("reason"),
            ],
            &["correction_id"],
        )
        .foreign_key(&mut points("correction_decision", "correction_id", "correction"))
        .foreign_key(&mut points("correction_decision", "mark_id", "mark"))
        .foreign_key(&mut points("correction_decision", "author", "person"))
        .take();
        let indices = vec![
            index("closing_rule", &["cohort_id"]),
            index("closing_rule", &["author"]),
            index("correction", &["session_id"]),
            index("correction", &["enrollment_id"]),
            index("correction", &["author"]),
            index("correction_decision", &["mark_id"]),
            index("correction_decision", &["author"]),
            index("session", &["register", "ends_at"]),
        ];
        let told = int("unfilled_told").default(0).check(Expr::col("unfilled_told").between(0, 2)).take();
        add(manager, "session", told).await?;
        create(manager, vec![rule, correction, decision], indices).await?;
        append_only(manager, "closing_rule").await?;
        append_only(manager, "correction").await?;
        append_only(manager, "correction_decision").await
    }
}
