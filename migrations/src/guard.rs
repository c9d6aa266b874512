//! Tables whose rows are never changed and never removed: the database itself refuses.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Makes a table append-only by triggers (A2, S18).
pub async fn append_only(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements = match manager.get_database_backend() {
        DbBackend::Postgres => vec![
            "CREATE OR REPLACE FUNCTION postup_append_only() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
                .to_owned(),
            format!(
                "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} \
                 FOR EACH ROW EXECUTE FUNCTION postup_append_only()"
            ),
        ],
        _ => ["UPDATE", "DELETE"]
            .map(|verb| {
                format!(
                    "CREATE TRIGGER {table}_no_{} BEFORE {verb} ON {table} \
                     BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
                    verb.to_lowercase()
                )
            })
            .into(),
    };
    for statement in statements {
        connection.execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// Takes the triggers off again, for a migration that rewrites the rows; [`append_only`] puts them back.
pub async fn lift(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements = match manager.get_database_backend() {
        DbBackend::Postgres => vec![format!("DROP TRIGGER {table}_append_only ON {table}")],
        _ => ["update", "delete"].map(|verb| format!("DROP TRIGGER {table}_no_{verb}")).into(),
    };
    for statement in statements {
        connection.execute_unprepared(&statement).await?;
    }
    Ok(())
}
