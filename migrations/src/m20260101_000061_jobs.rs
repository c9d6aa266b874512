//! Long work that the worker does piece by piece, with how far it is.

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
            "job",
            [
                id("id"),
                word("kind", &["issue"]),
                id_or_none("author"),
                id("cohort_id"),
                // The ids that it is about, in order, as JSON.
                text("wanted"),
                int("total").check(Expr::col("total").gt(0)).take(),
                int("done").default(0).check(Expr::col("done").lte(Expr::col("total"))).take(),
                int("made").default(0).check(Expr::col("made").lte(Expr::col("done"))).take(),
                word("state", &["waiting", "running", "done", "stopped"]),
                text_or_none("reason"),
                instant("created_at"),
                instant("since"),
                instant_or_none("lease_until"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("job", "cohort_id", "cohort"))
        .take();
        let indices = vec![index("job", &["state", "id"]), index("job", &["cohort_id", "id"])];
        create(manager, vec![job], indices).await
    }
}
