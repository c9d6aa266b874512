//! The installation's own words for kinds of letters, every version of them; and invitations of local authorities.

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
        let template = table(
            "mail_template",
            [
                text("kind"),
                word("language", &["uk", "en"]),
                big("number"),
                // An empty subject: the product's words again.
                text("subject"),
                text("greeting"),
                text("body"),
                id_or_none("author"),
                instant("at"),
                instant_or_none("failed_at"),
                text("failure").default("").take(),
            ],
            &["kind", "language", "number"],
        )
        .check(Expr::col("subject").ne("").or(Expr::col("body").eq("")))
        .take();
        let invitation = table(
            "invitation",
            [
                id("cohort_id"),
                id("organization_id"),
                int("round").check(Expr::col("round").gte(1)).take(),
                id("person_id"),
                id("notification_id"),
                id_or_none("author"),
                instant("at"),
            ],
            &["cohort_id", "organization_id", "round"],
        )
        .foreign_key(&mut points("invitation", "cohort_id", "cohort"))
        .foreign_key(&mut points("invitation", "organization_id", "organization"))
        .foreign_key(&mut points("invitation", "person_id", "person"))
        .foreign_key(&mut points("invitation", "notification_id", "notification"))
        .take();
        let indices = ["organization_id", "person_id", "notification_id"];
        let indices = indices.map(|column| index("invitation", &[column])).to_vec();
        create(manager, vec![template, invitation], indices).await
    }
}
