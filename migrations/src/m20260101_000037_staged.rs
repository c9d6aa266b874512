//! People of a file on their way into the register: made ready row by row, then all of them let in by one short change. And
//! how far a file is in what is being done with it.

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
        add(manager, "import_job", count("rows_done")).await?;
        let staged = table(
            "import_person",
            [
                id("import_id"),
                int("number"),
                flag("is_new"),
                id("person_id"),
                text("family_name"),
                text("given_name"),
                text_or_none("patronymic"),
                text("latin_family_name"),
                text("latin_given_name"),
                text("email"),
                id_or_none("organization_id"),
                text_or_none("position"),
                small_or_none("position_category"),
                text_or_none("appointment"),
                text_or_none("territory"),
                text("language"),
                text("sort_key"),
                text("search"),
                big("version"),
                id("audit_id"),
                text("subject"),
            ],
            &["import_id", "number"],
        )
        .foreign_key(&mut points("import_person", "import_id", "import_job"))
        .take();
        create(manager, vec![staged], Vec::new()).await
    }
}
