//! The schema itself: what a unique key cannot let through (product.md, section 4; PostgreSQL and SQLite hold two NULLs
//! for different, so a key with one proves nothing).

use postup_tests::TestApp;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

/// Every column that may be NULL and stands in a unique key, as `table.column`. A key that leaves NULL out by its own
/// condition (`WHERE column IS NOT NULL`) counts the rows it holds.
async fn nullable_in_unique_keys(db: &DatabaseConnection) -> Vec<String> {
    let text = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT t.relname || '.' || a.attname AS found FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
             JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public' \
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey) \
             WHERE i.indisunique AND NOT a.attnotnull AND NOT i.indnullsnotdistinct \
             AND COALESCE(pg_get_expr(i.indpred, i.indrelid), '') NOT LIKE '%' || a.attname || ' IS NOT NULL%' \
             ORDER BY 1"
        }
        _ => {
            "SELECT m.name || '.' || c.name AS found FROM sqlite_schema m \
             JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) k \
             JOIN pragma_table_info(m.name) c ON c.cid = k.cid \
             LEFT JOIN sqlite_schema s ON s.name = i.name \
             WHERE m.type = 'table' AND i.\"unique\" = 1 AND c.\"notnull\" = 0 \
             AND COALESCE(s.sql, '') NOT LIKE '%' || c.name || '\" IS NOT NULL%' \
             ORDER BY 1"
        }
    };
    let statement = Statement::from_string(db.get_database_backend(), text);
    db.query_all_raw(statement).await.unwrap().iter().map(|row| row.try_get("", "found").unwrap()).collect()
}

#[tokio::test]
async fn no_unique_key_has_a_column_that_may_be_null() {
    let house = TestApp::new().await;
    let db = Database::connect(&house.database.url).await.unwrap();
    assert_eq!(nullable_in_unique_keys(&db).await, Vec::<String>::new());

    // A key that would let two through is found.
    db.execute_unprepared("CREATE TABLE seat_of_nobody (cohort_id TEXT NOT NULL, person_id TEXT)")
        .await
        .unwrap();
    let broken = "CREATE UNIQUE INDEX seat_of_nobody_once ON seat_of_nobody (cohort_id, person_id)";
    db.execute_unprepared(broken).await.unwrap();
    assert_eq!(nullable_in_unique_keys(&db).await, ["seat_of_nobody.person_id"]);
}
