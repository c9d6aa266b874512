//! People of a file on their way into cohorts: decided on row by row, then all of them let in by one short change.

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
        let arrival = table(
            "import_arrival",
            [
                id("import_id"),
                int("number"),
                id("enrollment_id"),
                id("cohort_id"),
                id("person_id"),
                big("person_version"),
                flag("nominated"),
                flag("by_employer"),
                flag("sees_record"),
                id_or_none("employer"),
                text_or_none("from_state"),
                text("state"),
                text("cause"),
                flag("seat_held"),
                int("pool"),
                big("matches"),
                int("turn"),
                id_or_none("asked_id"),
                instant_or_none("answer_by"),
                big("arrival"),
                big("version"),
                id("step_id"),
                id("audit_id"),
                text("subject"),
                text_or_none("record"),
            ],
            &["import_id", "number"],
        )
        .foreign_key(&mut points("import_arrival", "import_id", "import_job"))
        .take();
        let letter = table(
            "import_letter",
            [
                id("import_id"),
                id("id"),
                id("enrollment_id"),
                id("person_id"),
                id("cohort_id"),
                text("key"),
                text("payload"),
                text("effect"),
                instant_or_none("not_after"),
            ],
            &["import_id", "id"],
        )
        .foreign_key(&mut points("import_letter", "import_id", "import_job"))
        .take();
        let link = table(
            "import_link",
            [
                id("import_id"),
                text("token_hash"),
                id("enrollment_id"),
                id_or_none("approver_id"),
                big("number"),
                instant("expires_at"),
            ],
            &["import_id", "token_hash"],
        )
        .foreign_key(&mut points("import_link", "import_id", "import_job"))
        .take();
        let nominee = table(
            "import_nominee",
            [
                id("import_id"),
                int("number"),
                id("id"),
                id("cohort_id"),
                id("organization_id"),
                text("email"),
                text("family_name"),
                text("given_name"),
                text_or_none("patronymic"),
                id_or_none("enrollment_id"),
                instant("answer_by"),
                id("audit_id"),
                text("subject"),
            ],
            &["import_id", "number"],
        )
        .foreign_key(&mut points("import_nominee", "import_id", "import_job"))
        .take();
        let indices = vec![
            index("import_letter", &["import_id", "enrollment_id"]),
            index("import_link", &["import_id", "enrollment_id"]),
        ];
        create(manager, vec![arrival, letter, link, nominee], indices).await
    }
}
