//! Ways into a cohort through the approval of offices: the route of a cohort, where an application stands on it, and links
//! by which whoever is asked decides.

use crate::columns::*;
use crate::guard::{append_only, lift};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const STATES: [&str; 10] = [
    "nominated",
    "applied",
    "employer_approved",
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
        let by_queue =
            Index::drop().name("ix_enrollment_cohort_id_state_arrival").table("enrollment").to_owned();
        manager.drop_index(by_queue).await?;
        let state = word("state_wider", &STATES).default("applied").take();
        replace(manager, "enrollment", "state", state).await?;
        manager.create_index(index("enrollment", &["cohort_id", "state", "arrival"])).await?;
        lift(manager, "enrollment_step").await?;
        replace(manager, "enrollment_step", "from_state", word_or_none("from_state_wider", &STATES)).await?;
        let to = word("to_state_wider", &STATES).default("applied").take();
        replace(manager, "enrollment_step", "to_state", to).await?;
        append_only(manager, "enrollment_step").await?;
        let policies = ["open", "approval", "employer", "nomination"];
        replace(manager, "cohort", "policy", word("policy_wider", &policies).default("open").take()).await?;
        // Empty means the usual route: the employer, then the manager.
        add(manager, "cohort", text("route").default("").take()).await?;
        add(manager, "enrollment", int("turn").default(0).check(Expr::col("turn").between(0, 3)).take())
            .await?;
        let asked = id_or_none("asked_id").extra("REFERENCES organization (id)").take();
        add(manager, "enrollment", asked).await?;
        manager.create_index(index("enrollment", &["asked_id"])).await?;
        let approver = id_or_none("approver_id").extra("REFERENCES person (id)").take();
        add(manager, "answer_link", approver).await?;
        manager.create_index(index("answer_link", &["approver_id"])).await
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
