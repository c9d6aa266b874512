//! People who are named by an address or from a file, and whether the link of a letter was opened.

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
        let kinds = ["people", "enrollments", "nominations"];
        replace(manager, "import_job", "kind", word("kind_wider", &kinds).default("people").take()).await?;
        add(manager, "answer_link", instant_or_none("opened_at")).await?;
        let nominee = table(
            "nominee",
            [
                id("id"),
                id("cohort_id"),
                id("organization_id"),
                id_or_none("author"),
                text("email"),
                text("family_name"),
                text("given_name"),
                text_or_none("patronymic"),
                id_or_none("enrollment_id"),
                instant("answer_by"),
                instant("asked_at"),
                instant("created_at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("nominee", "cohort_id", "cohort"))
        .foreign_key(&mut points("nominee", "organization_id", "organization"))
        .foreign_key(&mut points("nominee", "author", "person"))
        .foreign_key(&mut points("nominee", "enrollment_id", "enrollment"))
        .take();
        let indices = vec![
            unique("nominee", &["cohort_id", "organization_id", "email"]),
            index("nominee", &["organization_id", "id"]),
            index("nominee", &["author"]),
            index("nominee", &["enrollment_id"]),
        ];
        create(manager, vec![nominee], indices).await
    }
}
