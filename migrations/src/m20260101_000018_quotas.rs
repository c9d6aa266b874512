//! Seats kept for some people until a day, and what each seat that is somebody's counts against.

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
        let kinds = [
            "territory",
            "organization_kind",
            "organization",
            "position_category",
            "appointment",
            "uncovered",
        ];
        let quota = table(
            "quota",
            [
                id("cohort_id"),
                int("number").check(Expr::col("number").between(1, 32)).take(),
                word("kind", &kinds),
                text("value"),
                int("seats").check(Expr::col("seats").gte(1)).take(),
                int("used").default(0).take(),
                day("release_on"),
                instant_or_none("released_at"),
                int("freed").default(0).take(),
            ],
            &["cohort_id", "number"],
        )
        .foreign_key(&mut points("quota", "cohort_id", "cohort"))
        .check(Expr::col("used").gte(0).and(Expr::col("used").lte(Expr::col("seats"))))
        .take();
        create(manager, vec![quota], vec![index("quota", &["released_at", "release_on"])]).await?;
        add(manager, "enrollment", int("pool").default(0).take()).await?;
        add(manager, "enrollment", big("matches").default(0).take()).await?;
        add(manager, "cohort", int("reserved").default(0).take()).await?;
        // The second proof that no general seat is sold that a quota keeps.
        let general = Expr::col("confirmed").add(Expr::col("held")).sub(Expr::col("in_quota"));
        let open = Expr::col("capacity").sub(Expr::col("reserved"));
        let in_quota =
            int("in_quota").default(0).check(Expr::col("in_quota").gte(0).and(general.lte(open))).take();
        add(manager, "cohort", in_quota).await
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}
