//! Who approves in the place of a personnel officer who is away, and for whom a step was taken.

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
        let stand_in = table(
            "stand_in",
            [
                id("id"),
                // The role of the officer who is away: it says who that is, and where it counts.
                id("grant_id"),
                id("organization_id"),
                id("deputy_id"),
                instant("valid_from"),
                instant("valid_to").check(Expr::col("valid_to").gt(Expr::col("valid_from"))).take(),
                id_or_none("named_by"),
                instant("named_at"),
                instant_or_none("ended_at"),
                id_or_none("ended_by"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("stand_in", "grant_id", "access_grant"))
        .foreign_key(&mut points("stand_in", "organization_id", "organization"))
        .foreign_key(&mut points("stand_in", "deputy_id", "person"))
        .foreign_key(&mut points("stand_in", "named_by", "person"))
        .foreign_key(&mut points("stand_in", "ended_by", "person"))
        .take();
        let indices = vec![
            index("stand_in", &["grant_id"]),
            index("stand_in", &["organization_id", "valid_to"]),
            index("stand_in", &["deputy_id", "valid_to"]),
            index("stand_in", &["named_by"]),
            index("stand_in", &["ended_by"]),
        ];
        create(manager, vec![stand_in], indices).await?;
        let stood_for = id_or_none("stood_for").extra("REFERENCES person (id)").take();
        let step = Table::alter().table("enrollment_step").add_column(stood_for).take();
        manager.alter_table(step).await?;
        manager.create_index(index("enrollment_step", &["stood_for"])).await
    }
}
