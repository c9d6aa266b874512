//! Guests: who is on the register of a session without belonging to its cohort. A mark is of somebody who belongs there or
//! has such a place; a foreign key cannot say "or", so triggers do.

use crate::columns::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Whose enrollment had to be of the session's own cohort.
const TABLES: [&str; 3] = ["mark", "correction", "walk_in_merge"];

const TOGETHER: &str =
    r#"FOREIGN KEY ("enrollment_id", "cohort_id") REFERENCES "enrollment" ("id", "cohort_id")"#;
const ALONE: &str = r#"FOREIGN KEY ("enrollment_id") REFERENCES "enrollment" ("id")"#;

/// What SQLite says of the way to drop a constraint without writing every row anew: the rows stay as they are, so the text
/// of the table may be replaced (lang_altertable.html, section 7).
async fn loosen_sqlite(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    let version = connection.query_one_raw(sqlite("PRAGMA schema_version")).await?;
    let version: i32 = version.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    connection.execute_unprepared("PRAGMA writable_schema = ON").await?;
    for name in TABLES {
        let text = format!(
            "UPDATE sqlite_schema SET sql = replace(sql, '{TOGETHER}', '{ALONE}') \
             WHERE type = 'table' AND name = '{name}' AND instr(sql, '{TOGETHER}') > 0"
        );
        let changed = connection.execute_unprepared(&text).await?;
        if changed.rows_affected() != 1 {
            return Err(DbErr::Migration(format!("the table {name} has another text than expected")));
        }
    }
    connection.execute_unprepared(&format!("PRAGMA schema_version = {}", version + 1)).await?;
    connection.execute_unprepared("PRAGMA writable_schema = OFF").await?;
    Ok(())
}

fn sqlite(text: &str) -> sea_orm_migration::sea_orm::Statement {
    sea_orm_migration::sea_orm::Statement::from_string(DbBackend::Sqlite, text)
}

async fn loosen_postgres(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    for name in TABLES {
        let text = format!(
            "ALTER TABLE {name} DROP CONSTRAINT fk_{name}_enrollment, \
             ADD CONSTRAINT fk_{name}_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollment (id)"
        );
        connection.execute_unprepared(&text).await?;
    }
    Ok(())
}

const BELONGS: &str =
    "EXISTS (SELECT 1 FROM enrollment e WHERE e.id = NEW.enrollment_id AND e.cohort_id = NEW.cohort_id)";

/// How the table finds the session of a row.
fn is_guest(table: &str) -> String {
    let session = match table {
        "walk_in_merge" => "(SELECT w.session_id FROM walk_in w WHERE w.id = NEW.walk_in_id)",
        _ => "NEW.session_id",
    };
    format!(
        "EXISTS (SELECT 1 FROM guest_place g WHERE g.session_id = {session} AND g.enrollment_id = NEW.enrollment_id)"
    )
}

fn guards(backend: DbBackend, table: &str) -> Vec<String> {
    let guest = is_guest(table);
    match backend {
        DbBackend::Postgres => vec![
            format!(
                "CREATE FUNCTION postup_{table}_on_register() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 IF NOT {BELONGS} THEN IF NOT {guest} THEN \
                 RAISE EXCEPTION 'somebody who is not on the register'; END IF; END IF; RETURN NEW; END $$"
            ),
            format!(
                "CREATE TRIGGER {table}_on_register BEFORE INSERT ON {table} \
                 FOR EACH ROW EXECUTE FUNCTION postup_{table}_on_register()"
            ),
        ],
        _ => vec![format!(
            "CREATE TRIGGER {table}_on_register BEFORE INSERT ON {table} WHEN NOT {BELONGS} AND NOT {guest} \
             BEGIN SELECT RAISE(ABORT, 'somebody who is not on the register'); END"
        )],
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let place = table(
            "guest_place",
            [
                id("session_id"),
                id("enrollment_id"),
                id_or_none("given_by"),
                instant("given_at"),
                // Empty while the place is somebody's.
                instant_or_none("ended_at"),
            ],
            &["session_id", "enrollment_id"],
        )
        .foreign_key(&mut points("guest_place", "session_id", "session"))
        .foreign_key(&mut points("guest_place", "enrollment_id", "enrollment"))
        .foreign_key(&mut points("guest_place", "given_by", "person"))
        .take();
        let indices = vec![index("guest_place", &["enrollment_id"]), index("guest_place", &["given_by"])];
        create(manager, vec![place], indices).await?;
        let (connection, backend) = (manager.get_connection(), manager.get_database_backend());
        match backend {
            DbBackend::Postgres => loosen_postgres(connection).await?,
            _ => loosen_sqlite(connection).await?,
        }
        for table in TABLES {
            for guard in guards(backend, table) {
                connection.execute_unprepared(&guard).await?;
            }
        }
        Ok(())
    }
}
