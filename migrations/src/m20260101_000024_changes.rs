//! People who change places: until when seats are passed on to colleagues, which two enrollments a step joins, and which
//! earlier enrollments count for a later one. And whoever decides on a cohort is a person there is.

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
        add(manager, "cohort", instant_or_none("substitution_closes")).await?;
        add(manager, "enrollment_step", id_or_none("counterpart").extra("REFERENCES enrollment (id)").take())
            .await?;
        manager.create_index(index("enrollment_step", &["counterpart"])).await?;
        let carried =
            table("carried", [id("enrollment_id"), id("source_id")], &["enrollment_id", "source_id"])
                .foreign_key(&mut points("carried", "enrollment_id", "enrollment"))
                .foreign_key(&mut points("carried", "source_id", "enrollment"))
                .take();
        create(manager, vec![carried], vec![index("carried", &["source_id"])]).await?;
        // A column cannot be made to point somewhere afterwards on SQLite, so another takes its place. Whoever is not
        // there any more decides nothing.
        add(manager, "cohort", id_or_none("decides").extra("REFERENCES person (id)").take()).await?;
        let known = Query::select().column("id").from("person").take();
        let copy = Query::update()
            .table("cohort")
            .value("decides", Expr::col("decision_owner"))
            .and_where(Expr::col("decision_owner").in_subquery(known))
            .take();
        manager.exec_stmt(copy).await?;
        manager.alter_table(Table::alter().table("cohort").drop_column("decision_owner").take()).await?;
        manager
            .alter_table(Table::alter().table("cohort").rename_column("decides", "decision_owner").take())
            .await?;
        manager.create_index(index("cohort", &["decision_owner"])).await
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}
