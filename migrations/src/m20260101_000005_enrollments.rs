//! Enrollments, their steps, final scores.

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
        let states = ["applied", "waitlisted", "confirmed", "rejected", "withdrawn"];
        let enrollment = table(
            "enrollment",
            [
                id("id"),
                id("cohort_id"),
                id("person_id"),
                id_or_none("organization_id"),
                text_or_none("territory"),
                word("state", &states),
                big("arrival"),
                instant("applied_at"),
                instant("since"),
                small_or_none("final_score").check(Expr::col("final_score").between(0, 100)).take(),
                big("version"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("enrollment", "cohort_id", "cohort"))
        .foreign_key(&mut points("enrollment", "person_id", "person"))
        .take();
        let step = table(
            "enrollment_step",
            [
                id("id"),
                id("enrollment_id"),
                big("number"),
                word_or_none("from_state", &states),
                word("to_state", &states),
                id_or_none("author"),
                instant("at"),
                word(
                    "cause",
                    &[
                        "seat_free",
                        "no_seat_free",
                        "needs_decision",
                        "manager_confirmed",
                        "manager_rejected",
                        "head_of_queue",
                        "duty",
                        "illness",
                        "alert",
                        "mobilization",
                        "other",
                    ],
                ),
                text_or_none("note"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("enrollment_step", "enrollment_id", "enrollment"))
        .take();
        let assessment = table(
            "assessment",
            [id("id"), id("enrollment_id"), small("score"), id_or_none("author"), instant("at")],
            &["id"],
        )
        .foreign_key(&mut points("assessment", "enrollment_id", "enrollment"))
        .take();
        let indices = vec![
            unique("enrollment", &["cohort_id", "person_id"]),
            unique("enrollment", &["id", "cohort_id"]),
            unique("enrollment", &["cohort_id", "arrival"]),
            index("enrollment", &["cohort_id", "state", "arrival"]),
            index("enrollment", &["person_id"]),
            unique("enrollment_step", &["enrollment_id", "number"]),
            index("assessment", &["enrollment_id"]),
        ];
        create(manager, vec![enrollment, step, assessment], indices).await?;
        append_only(manager, "enrollment_step").await?;
        append_only(manager, "assessment").await
    }
}
