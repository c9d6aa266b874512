//! Issued certificates and the counters of their numbers.

use crate::columns::*;
use crate::guard::append_only;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let states = ["valid", "replaced", "revoked", "expired"];
        let series = table(
            "certificate_series",
            [id("organization_id"), int("year"), big("last")],
            &["organization_id", "year"],
        )
        .foreign_key(&mut points("certificate_series", "organization_id", "organization"))
        .take();
        let certificate = table(
            "certificate",
            [
                id("id"),
                id("organization_id"),
                int("year"),
                big("number"),
                text("registration_number"),
                text("code"),
                id("enrollment_id"),
                id("cohort_id"),
                id("person_id"),
                text("facts"),
                text("digest"),
                word("state", &states),
                text_or_none("state_reason"),
                instant_or_none("state_since"),
                instant("issued_at"),
                id_or_none("issued_by"),
                id_or_none("replaces"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("certificate", "organization_id", "organization"))
        .foreign_key(&mut points("certificate", "enrollment_id", "enrollment"))
        .foreign_key(&mut points("certificate", "cohort_id", "cohort"))
        .foreign_key(&mut points("certificate", "person_id", "person"))
        .take();
        let step = table(
            "certificate_step",
            [
                id("id"),
                id("certificate_id"),
                word("to_state", &states),
                id_or_none("author"),
                instant("at"),
                text_or_none("reason"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("certificate_step", "certificate_id", "certificate"))
        .take();
        let indices = vec![
            unique("certificate", &["organization_id", "year", "number"]),
            unique("certificate", &["organization_id", "registration_number"]),
            // The public form asks by number alone.
            index("certificate", &["registration_number"]),
            unique("certificate", &["code"]),
            unique("certificate", &["enrollment_id"]).and_where(Expr::col("state").eq("valid")).take(),
            index("certificate", &["cohort_id"]),
            index("certificate", &["person_id"]),
            index("certificate_step", &["certificate_id"]),
        ];
        create(manager, vec![series, certificate, step], indices).await?;
        append_only(manager, "certificate_step").await
    }
}
