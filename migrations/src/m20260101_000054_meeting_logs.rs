//! Who the participants of online meetings are, as somebody said: proposed for the next meeting of the cohort.

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
        let known = table(
            "known_participant",
            [
                id("cohort_id"),
                text("participant"),
                word("choice", &["person", "walk_in", "nobody"]),
                id_or_none("enrollment_id")
                    .check(Expr::cust("(choice = 'person') = (enrollment_id IS NOT NULL)"))
                    .take(),
                id_or_none("author"),
                instant("at"),
            ],
            &["cohort_id", "participant"],
        )
        .foreign_key(&mut points("known_participant", "cohort_id", "cohort"))
        .foreign_key(&mut points("known_participant", "author", "person"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_known_participant_enrollment")
                .from("known_participant", ("enrollment_id", "cohort_id"))
                .to("enrollment", ("id", "cohort_id")),
        )
        .take();
        let indices = vec![
            index("known_participant", &["enrollment_id", "cohort_id"]),
            index("known_participant", &["author"]),
        ];
        create(manager, vec![known], indices).await
    }
}
