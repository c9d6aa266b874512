//! Files that are taken in: the job, its file until it is read, its rows with their verdicts.

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
            "import_job",
            [
                id("id"),
                word("kind", &["people", "enrollments"]),
                id_or_none("author"),
                text("file_name"),
                word(
                    "state",
                    &["received", "checking", "checked", "committing", "committed", "refused", "discarded"],
                ),
                count("rows_new"),
                count("rows_changed"),
                count("rows_same"),
                count("rows_faulty"),
                text_or_none("flaw"),
                text("ignored"),
                instant("created_at"),
                instant("since"),
                instant_or_none("lease_until"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("import_job", "author", "person"))
        .take();
        let file = table("import_file", [id("import_id"), bytes("content")], &["import_id"])
            .foreign_key(&mut points("import_file", "import_id", "import_job"))
            .take();
        let row = table(
            "import_row",
            [
                id("import_id"),
                int("number"),
                text("cells"),
                word("verdict", &["new", "changed", "same", "faulty"]),
                text("faults"),
            ],
            &["import_id", "number"],
        )
        .foreign_key(&mut points("import_row", "import_id", "import_job"))
        .take();
        let indices = vec![
            index("import_job", &["author", "id"]),
            index("import_job", &["state", "lease_until"]),
            index("import_row", &["import_id", "verdict", "number"]),
        ];
        create(manager, vec![job, file, row], indices).await
    }
}
