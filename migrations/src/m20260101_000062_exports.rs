//! Long tables that the worker gathers for those who take them away, piece by piece.

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
        let job = table(
            "export_job",
            [
                id("id"),
                word("kind", &["people", "enrollments", "nominations", "marks", "interruptions"]),
                id_or_none("cohort_id"),
                id("author"),
                // The grants with which it is gathered.
                text("rights"),
                count("expected"),
                count("gathered"),
                int("parts").default(0).take(),
                word("state", &["waiting", "gathering", "ready", "stopped", "discarded", "expired"]),
                instant("created_at"),
                instant("since"),
                instant_or_none("lease_until"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("export_job", "author", "person"))
        .foreign_key(&mut points("export_job", "cohort_id", "cohort"))
        .take();
        let part = table(
            "export_part",
            [
                id("export_id"),
                int("number"),
                // Rows of cells, as JSON.
                text("cells"),
                // Where the part after it begins, if there is one.
                text_or_none("next_value"),
                text_or_none("next_id"),
            ],
            &["export_id", "number"],
        )
        .foreign_key(&mut points("export_part", "export_id", "export_job"))
        .take();
        let indices = vec![
            index("export_job", &["author", "id"]),
            index("export_job", &["cohort_id"]),
            index("export_job", &["state", "since"]),
        ];
        create(manager, vec![job, part], indices).await
    }
}
