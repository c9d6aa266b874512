//! Marks and interruptions that come in by files, and marks that are entered from paper.

use crate::columns::*;
use crate::guard::{append_only, lift};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const KINDS: [&str; 5] = ["people", "enrollments", "nominations", "marks", "interruptions"];
/// With those of the step before this one.
const SOURCES: [&str; 9] =
    ["web", "api", "import", "device", "walk_in", "projector", "word", "personal_code", "paper"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, "import_job", "kind", word("kind_wider", &KINDS).default("people").take()).await?;
        // What a file without a column for it speaks of.
        add(manager, "import_job", id_or_none("session_id").extra("REFERENCES session (id)").take()).await?;
        manager.create_index(index("import_job", &["session_id"])).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            // Changes what the column may hold without touching the rows.
            let text = format!(
                "ALTER TABLE mark DROP CONSTRAINT mark_source_check, \
                 ADD CONSTRAINT mark_source_check CHECK (source IN ('{}'))",
                SOURCES.join("', '")
            );
            manager.get_connection().execute_unprepared(&text).await?;
        } else {
            lift(manager, "mark").await?;
            replace(manager, "mark", "source", word("source_wider", &SOURCES).default("web").take()).await?;
            append_only(manager, "mark").await?;
        }
        Ok(())
    }
}
