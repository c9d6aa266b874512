//! Nominations, offers with a deadline, transfers: more states, and seats that are held while somebody is asked.

use crate::columns::*;
use crate::guard::{append_only, lift};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const STATES: [&str; 9] = [
    "nominated",
    "applied",
    "waitlisted",
    "offered",
    "confirmed",
    "declined",
    "rejected",
    "withdrawn",
    "transferred",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let queue = || index("enrollment", &["cohort_id", "state", "arrival"]);
        let by_queue =
            Index::drop().name("ix_enrollment_cohort_id_state_arrival").table("enrollment").to_owned();
        manager.drop_index(by_queue).await?;
        replace(manager, "enrollment", "state", word("state_wider", &STATES).default("applied").take())
            .await?;
        manager.create_index(queue()).await?;
        lift(manager, "enrollment_step").await?;
        replace(manager, "enrollment_step", "from_state", word_or_none("from_state_wider", &STATES)).await?;
        replace(
            manager,
            "enrollment_step",
            "to_state",
            word("to_state_wider", &STATES).default("applied").take(),
        )
        .await?;
        // Causes are a list that grows with the ways in and out; the domain knows which goes with which transition.
        replace(manager, "enrollment_step", "cause", text("cause_wider").default("").take()).await?;
        append_only(manager, "enrollment_step").await?;
        add(manager, "enrollment", flag("seat_held").default(false).take()).await?;
        add(manager, "enrollment", instant_or_none("answer_by")).await?;
        manager.create_index(index("enrollment", &["answer_by"])).await?;
        // The second proof that no seat is promised twice.
        let promised = Expr::col("confirmed").add(Expr::col("held"));
        let held = int("held")
            .default(0)
            .check(Expr::col("held").gte(0).and(promised.lte(Expr::col("capacity"))))
            .take();
        add(manager, "cohort", held).await?;
        add(manager, "cohort", word("waitlist_policy", &["automatic", "offer"]).default("automatic").take())
            .await?;
        let hours = int("answer_hours").default(48).check(Expr::col("answer_hours").between(1, 720)).take();
        add(manager, "cohort", hours).await?;
        let link = table(
            "answer_link",
            [text("token_hash"), id("enrollment_id"), big("number"), instant("expires_at")],
            &["token_hash"],
        )
        .foreign_key(&mut points("answer_link", "enrollment_id", "enrollment"))
        .take();
        create(manager, vec![link], vec![index("answer_link", &["enrollment_id"])]).await
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}

/// Puts a column with another constraint in the place of one, which keeps its values and its name.
async fn replace(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: &'static str,
    wider: ColumnDef,
) -> Result<(), DbErr> {
    let name = wider.get_column_name();
    add(manager, table, wider).await?;
    let copy = Query::update().table(table).value(Alias::new(&name), Expr::col(column)).take();
    manager.exec_stmt(copy).await?;
    manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
    manager.alter_table(Table::alter().table(table).rename_column(Alias::new(&name), column).take()).await
}
