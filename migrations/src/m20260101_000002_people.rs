//! Organizations, persons, accounts, sign-ins, grants.

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
        let organization = table(
            "organization",
            [
                id("id"),
                word(
                    "kind",
                    &[
                        "ministry",
                        "ngo",
                        "provider",
                        "donor",
                        "local_authority",
                        "military_administration",
                        "other",
                    ],
                ),
                text_or_none("edrpou"),
                text_or_none("territory"),
                text("sort_key").default("").take(),
                text("search"),
                big("version"),
            ],
            &["id"],
        );
        let organization_name = table(
            "organization_name",
            [id("organization_id"), day("valid_from"), text("name_uk"), text("name_en")],
            &["organization_id", "valid_from"],
        )
        .foreign_key(&mut points("organization_name", "organization_id", "organization"))
        .take();
        let person = table(
            "person",
            [
                id("id"),
                text("family_name"),
                text("given_name"),
                text_or_none("patronymic"),
                text("latin_family_name"),
                text("latin_given_name"),
                text("email"),
                id_or_none("organization_id"),
                text_or_none("position"),
                small_or_none("position_category"),
                word_or_none("appointment", &["elected", "appointed"]),
                text_or_none("territory"),
                word("language", &["uk", "en"]),
                text("sort_key"),
                text("search"),
                instant("created_at"),
                big("version"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("person", "organization_id", "organization"))
        .take();
        let account = table(
            "account",
            [
                id("id"),
                id("person_id"),
                text("password_hash"),
                instant_or_none("email_confirmed_at"),
                instant_or_none("suspended_at"),
                instant("created_at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("account", "person_id", "person"))
        .take();
        let login = table(
            "login",
            [
                id("id"),
                id("account_id"),
                text("token_hash"),
                word("kind", &["web", "bearer"]),
                instant("created_at"),
                instant("seen_at"),
                instant("expires_at"),
                instant_or_none("revoked_at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("login", "account_id", "account"))
        .take();
        let email_link = table(
            "email_link",
            [
                text("token_hash"),
                id("account_id"),
                word("purpose", &["confirm_address", "reset_password"]),
                instant("created_at"),
                instant("expires_at"),
                instant_or_none("used_at"),
            ],
            &["token_hash"],
        )
        .foreign_key(&mut points("email_link", "account_id", "account"))
        .take();
        let attempt = table(
            "attempt",
            [
                word("kind", &["sign_in", "letter"]),
                text("address_hash"),
                count("tries"),
                instant("since"),
                instant_or_none("locked_until"),
            ],
            &["kind", "address_hash"],
        );
        let grant = table(
            "access_grant",
            [
                id("id"),
                id("person_id"),
                word(
                    "role",
                    &[
                        "official",
                        "trainer",
                        "personnel_officer",
                        "program_manager",
                        "analyst",
                        "donor",
                        "administrator",
                    ],
                ),
                word("scope_kind", &["everything", "organization", "territory", "program", "cohort"]),
                text("scope_target"),
                instant("valid_from"),
                instant_or_none("valid_to"),
                id_or_none("granted_by"),
                instant("granted_at"),
                instant_or_none("revoked_at"),
            ],
            &["id"],
        )
        .foreign_key(&mut points("access_grant", "person_id", "person"))
        .take();
        let indices = vec![
            index("organization", &["sort_key", "id"]),
            index("organization", &["edrpou"]),
            unique("person", &["email"]),
            index("person", &["organization_id"]),
            index("person", &["sort_key", "id"]),
            unique("account", &["person_id"]),
            unique("login", &["token_hash"]),
            index("login", &["account_id"]),
            index("email_link", &["account_id"]),
            index("attempt", &["since"]),
            unique("access_grant", &["person_id", "role", "scope_kind", "scope_target"])
                .and_where(Expr::col("revoked_at").is_null())
                .take(),
            index("access_grant", &["scope_kind", "scope_target"]),
        ];
        let tables =
            vec![organization, organization_name, person, account, login, email_link, attempt, grant];
        create(manager, tables, indices).await
    }
}
