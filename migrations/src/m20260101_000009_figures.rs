//! Counters kept incrementally: facts per enrollment, figures per dimension, and what still has to be counted.

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
        let due = Table::create()
            .table("fact_due")
            .col(ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key())
            .col(id("enrollment_id"))
            .col(instant("since"))
            .take();
        let fact = table(
            "fact",
            [
                id("enrollment_id"),
                id("person_id"),
                text("keys"),
                flag("applied"),
                flag("confirmed"),
                flag("present"),
                flag("completed"),
                flag("certified"),
                big("minutes"),
            ],
            &["enrollment_id"],
        );
        let stages = || ["applied", "confirmed", "present", "completed", "certified"].map(count);
        let people =
            ["people_applied", "people_confirmed", "people_present", "people_completed", "people_certified"];
        let figure = table(
            "figure",
            [text("dimension"), text("key"), count("minutes")]
                .into_iter()
                .chain(stages())
                .chain(people.map(count)),
            &["dimension", "key"],
        );
        let tally = table(
            "tally",
            [text("dimension"), text("key"), id("person_id")].into_iter().chain(stages()),
            &["dimension", "key", "person_id"],
        );
        let keeper = table("figure_keeper", [int("id")], &["id"]);
        create(manager, vec![due, fact, figure, tally, keeper], vec![]).await
    }
}
