//! Marks by rule 2: more kinds, what a mark replaces, how far the clock of its device was off; decisions on marks that came
//! late or contradict each other; since when each rule counts.

use crate::columns::*;
use crate::guard::append_only;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

const OLD_MARK: &str =
    "id, cohort_id, session_id, enrollment_id, kind, minutes, device_at, server_at, author, source, reason";
const OLD_ATTENDANCE: &str = "session_id, enrollment_id, status, minutes, mark_id, marked_at";

fn mark() -> TableCreateStatement {
    let kinds = ["present", "late", "excused", "absent", "check_in", "check_out", "minutes", "correction"];
    table(
        "mark",
        [
            id("id"),
            id("cohort_id"),
            id("session_id"),
            id("enrollment_id"),
            word("kind", &kinds),
            int_or_none("minutes"),
            instant_or_none("device_at"),
            instant("server_at"),
            id_or_none("author"),
            word("source", &["web", "api", "import", "device", "walk_in"]),
            text_or_none("reason"),
            // No foreign key: a mark may arrive before the one it replaces.
            id_or_none("replaces"),
            big_or_none("skew_ms"),
            flag("late").default(false).take(),
            small("rule").default(1).take(),
        ],
        &["id"],
    )
    .foreign_key(
        ForeignKey::create()
            .name("fk_mark_session")
            .from("mark", ("session_id", "cohort_id"))
            .to("session", ("id", "cohort_id")),
    )
    .foreign_key(
        ForeignKey::create()
            .name("fk_mark_enrollment")
            .from("mark", ("enrollment_id", "cohort_id"))
            .to("enrollment", ("id", "cohort_id")),
    )
    .take()
}

fn attendance() -> TableCreateStatement {
    table(
        "attendance",
        [
            id("session_id"),
            id("enrollment_id"),
            word("status", &["present", "late", "excused", "absent"]),
            int("minutes"),
            id("mark_id"),
            instant("marked_at"),
            flag("disputed").default(false).take(),
        ],
        &["session_id", "enrollment_id"],
    )
    .foreign_key(&mut points("attendance", "session_id", "session"))
    .foreign_key(&mut points("attendance", "enrollment_id", "enrollment"))
    .foreign_key(&mut points("attendance", "mark_id", "mark"))
    .take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let run = async |text: String| manager.get_connection().execute_unprepared(&text).await;
        // The check on kinds cannot be altered on SQLite, so both tables are made anew; the attendance first, since it
        // points to the marks.
        for (name, columns) in [("mark", OLD_MARK), ("attendance", OLD_ATTENDANCE)] {
            run(format!("CREATE TABLE {name}_before AS SELECT {columns} FROM {name}")).await?;
        }
        run("DROP TABLE attendance".to_owned()).await?;
        run("DROP TABLE mark".to_owned()).await?;
        let decision = table(
            "mark_decision",
            [
                id("mark_id"),
                small("number"),
                word("verdict", &["accepted", "set_aside"]),
                id_or_none("author"),
                instant("at"),
                text("reason"),
            ],
            &["mark_id", "number"],
        )
        .foreign_key(&mut points("mark_decision", "mark_id", "mark"))
        .take();
        let rule = table("counting_rule", [small("version"), instant("since")], &["version"]);
        create(manager, vec![mark(), attendance(), decision, rule], Vec::new()).await?;
        for (name, columns) in [("mark", OLD_MARK), ("attendance", OLD_ATTENDANCE)] {
            run(format!("INSERT INTO {name} ({columns}) SELECT {columns} FROM {name}_before")).await?;
            run(format!("DROP TABLE {name}_before")).await?;
        }
        run("INSERT INTO counting_rule (version, since) VALUES (2, CURRENT_TIMESTAMP)".to_owned()).await?;
        for index in
            [index("mark", &["session_id", "enrollment_id"]), index("attendance", &["enrollment_id"])]
        {
            manager.create_index(index).await?;
        }
        append_only(manager, "mark").await?;
        append_only(manager, "mark_decision").await
    }
}
