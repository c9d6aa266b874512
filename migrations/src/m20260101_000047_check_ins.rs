//! Check-in of one's own: the secret behind the code of a session, the words said in it, codes that people carry, and
//! how many heads were counted.

use crate::columns::*;
use crate::guard::{append_only, lift};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const SOURCES: [&str; 8] =
    ["web", "api", "import", "device", "walk_in", "projector", "word", "personal_code"];
const ATTEMPTS: [&str; 3] = ["sign_in", "letter", "check_in"];

/// PostgreSQL changes what a column may hold without touching its rows.
async fn allow(manager: &SchemaManager<'_>, table: &str, column: &str, words: &[&str]) -> Result<(), DbErr> {
    let text = format!(
        "ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_check, \
         ADD CONSTRAINT {table}_{column}_check CHECK ({column} IN ('{}'))",
        words.join("', '")
    );
    manager.get_connection().execute_unprepared(&text).await.map(|_| ())
}

/// The same on SQLite, where a column of a key cannot be replaced: the table is made anew.
async fn remake_attempts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let run = async |text: &str| manager.get_connection().execute_unprepared(text).await;
    run("CREATE TABLE attempt_before AS SELECT * FROM attempt").await?;
    run("DROP TABLE attempt").await?;
    let attempt = table(
        "attempt",
        [
            word("kind", &ATTEMPTS),
            text("address_hash"),
            count("tries"),
            instant("since"),
            instant_or_none("locked_until"),
        ],
        &["kind", "address_hash"],
    );
    create(manager, vec![attempt], vec![index("attempt", &["since"])]).await?;
    let columns = "kind, address_hash, tries, since, locked_until";
    run(&format!("INSERT INTO attempt ({columns}) SELECT {columns} FROM attempt_before")).await?;
    run("DROP TABLE attempt_before").await.map(|_| ())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            allow(manager, "mark", "source", &SOURCES).await?;
            allow(manager, "attempt", "kind", &ATTEMPTS).await?;
        } else {
            lift(manager, "mark").await?;
            replace(manager, "mark", "source", word("source_wider", &SOURCES).default("web").take()).await?;
            append_only(manager, "mark").await?;
            remake_attempts(manager).await?;
        }
        let key = table(
            "check_in_key",
            [id("session_id"), bytes("secret"), id_or_none("author"), instant("at")],
            &["session_id"],
        )
        .foreign_key(&mut points("check_in_key", "session_id", "session"))
        .foreign_key(&mut points("check_in_key", "author", "person"))
        .take();
        let word = table(
            "spoken_word",
            [id("session_id"), int("number"), text("word"), id_or_none("author"), instant("at")],
            &["session_id", "number"],
        )
        .foreign_key(&mut points("spoken_word", "session_id", "session"))
        .foreign_key(&mut points("spoken_word", "author", "person"))
        .take();
        let people = int("people").check(Expr::col("people").between(0, 10_000)).take();
        let heads = table(
            "head_count",
            [id("session_id"), int("number"), people, id_or_none("author"), instant("at")],
            &["session_id", "number"],
        )
        .foreign_key(&mut points("head_count", "session_id", "session"))
        .foreign_key(&mut points("head_count", "author", "person"))
        .take();
        let code = table("personal_code", [id("person_id"), text("code"), instant("since")], &["person_id"])
            .foreign_key(&mut points("personal_code", "person_id", "person"))
            .take();
        let indices = vec![
            index("check_in_key", &["author"]),
            index("spoken_word", &["author"]),
            index("head_count", &["author"]),
            unique("personal_code", &["code"]),
        ];
        create(manager, vec![key, word, heads, code], indices).await?;
        append_only(manager, "check_in_key").await?;
        append_only(manager, "spoken_word").await?;
        append_only(manager, "head_count").await
    }
}
