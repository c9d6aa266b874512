//! The same rows, written without Postup: the limit that the figures are held against.

use super::house::House;
use postup_domain::id::{CohortId, EnrollmentId, PersonId, SessionId};
use postup_tests::TestApp;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement, TransactionTrait, Value};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use uuid::Uuid;

async fn open(house: &TestApp, connections: u32) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(&house.database.url);
    options.max_connections(connections).sqlx_logging(false).map_sqlx_sqlite_opts(|options| {
        options
            .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
            .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
    });
    Database::connect(options).await.unwrap()
}

async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.unwrap();
}

/// One transaction for each person: the cohort's counter, enrollment, step, message, audit line, what is due.
#[expect(clippy::disallowed_methods, reason = "the limit begins its transactions itself")]
pub async fn enroll(house: &TestApp, cohort: CohortId, people: Vec<PersonId>, clients: usize) {
    let connections = if postup_tests::database::on_postgres() { clients } else { 1 };
    let db = open(house, u32::try_from(connections).unwrap()).await;
    let now = house.app.now();
    let queue = Arc::new(Mutex::new(people.into_iter().enumerate()));
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (db, queue) = (db.clone(), queue.clone());
            tokio::spawn(async move {
                loop {
                    let Some((number, person)) = queue.lock().await.next() else { return };
                    let id = fresh();
                    let tx = db
                        .begin_with_options(sea_orm::TransactionOptions {
                            isolation_level: None,
                            access_mode: None,
                            sqlite_transaction_mode: Some(sea_orm::SqliteTransactionMode::Immediate),
                        })
                        .await
                        .unwrap();
                    let seat = "UPDATE cohort SET confirmed = confirmed + 1, arrivals = arrivals + 1 WHERE id = $1 AND confirmed < capacity";
                    run(&tx, seat, vec![cohort.into()]).await;
                    let row = "INSERT INTO enrollment (id, cohort_id, person_id, state, arrival, applied_at, since, version) \
                               VALUES ($1, $2, $3, 'confirmed', $4, $5, $5, 1)";
                    let arrival = i64::try_from(number).unwrap() + 1;
                    run(&tx, row, vec![id.into(), cohort.into(), person.into(), arrival.into(), now.into()]).await;
                    let step = "INSERT INTO enrollment_step (id, enrollment_id, number, to_state, at, cause) \
                                VALUES ($1, $2, 1, 'confirmed', $3, 'seat_free')";
                    run(&tx, step, vec![fresh().into(), id.into(), now.into()]).await;
                    let mail = "INSERT INTO notification (id, person_id, cohort_id, key, payload, effect, state, attempts, created_at, due_at) \
                                VALUES ($1, $2, $3, 'seat_confirmed', '{}', $4, 'sent', 0, $5, $5)";
                    let effect = id.to_string();
                    run(&tx, mail, vec![fresh().into(), person.into(), cohort.into(), effect.into(), now.into()]).await;
                    let line = "INSERT INTO audit_entry (id, at, action, subject_kind, subject_id, detail) \
                                VALUES ($1, $2, 'enrollment.confirmed', 'enrollment', $3, '')";
                    run(&tx, line, vec![fresh().into(), now.into(), id.to_string().into()]).await;
                    run(&tx, "INSERT INTO fact_due (enrollment_id, since) VALUES ($1, $2)", vec![id.into(), now.into()]).await;
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

/// People and a line of the trail for each, a thousand a statement, in one commit.
#[expect(clippy::disallowed_methods, reason = "the limit begins its transactions itself")]
pub async fn people(house: &TestApp, count: usize) {
    let db = open(house, 1).await;
    let now = house.app.now();
    let tx = db.begin().await.unwrap();
    let ids: Vec<Uuid> = (0..count).map(|_| fresh()).collect();
    for (part, chunk) in ids.chunks(1_000).enumerate() {
        let row = |n: usize| {
            format!(
                "(${}, 'Прізвище', 'Олена', 'Pryzvyshche', 'Olena', ${}, 'uk', 'прізвище', 'прізвище олена', $1, 1)",
                n * 2 + 2,
                n * 2 + 3
            )
        };
        let rows: Vec<String> = (0..chunk.len()).map(row).collect();
        let text = format!(
            "INSERT INTO person (id, family_name, given_name, latin_family_name, latin_given_name, email, language, \
             sort_key, search, created_at, version) VALUES {}",
            rows.join(", ")
        );
        let each = chunk
            .iter()
            .enumerate()
            .flat_map(|(n, id)| [Value::from(*id), format!("direct{}@bench.test", part * 1_000 + n).into()]);
        run(&tx, &text, std::iter::once(Value::from(now)).chain(each).collect()).await;
        let line = |n: usize| format!("(${}, $1, 'person.added', 'person', ${}, '')", n * 2 + 2, n * 2 + 3);
        let lines: Vec<String> = (0..chunk.len()).map(line).collect();
        let text = format!(
            "INSERT INTO audit_entry (id, at, action, subject_kind, subject_id, detail) VALUES {}",
            lines.join(", ")
        );
        let each = chunk.iter().flat_map(|id| [Value::from(fresh()), id.to_string().into()]);
        run(&tx, &text, std::iter::once(Value::from(now)).chain(each).collect()).await;
    }
    tx.commit().await.unwrap();
}

fn fresh() -> Uuid {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    Uuid::from_bytes(bytes)
}

/// One change for each register: a mark and its standing for everybody. The median time of one.
#[expect(clippy::disallowed_methods, reason = "the limit begins its transactions itself")]
pub async fn registers(
    house: &House,
    cohort: CohortId,
    sessions: &[SessionId],
    enrollments: &[EnrollmentId],
) -> Duration {
    let db = open(&house.inner, 1).await;
    let now = house.app.now();
    let mut times = Vec::new();
    for session in sessions {
        let begun = Instant::now();
        let tx = db.begin().await.unwrap();
        write_register(&tx, cohort, *session, enrollments, now).await;
        tx.commit().await.unwrap();
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

/// One change for each mark, from so many clients; how many a second.
#[expect(clippy::disallowed_methods, reason = "the limit begins its transactions itself")]
pub async fn marks(
    house: &House,
    session: SessionId,
    enrollments: &[EnrollmentId],
    count: usize,
    clients: usize,
) -> f64 {
    let connections = if postup_tests::database::on_postgres() { clients } else { 1 };
    let db = open(&house.inner, u32::try_from(connections).unwrap()).await;
    let now = house.app.now();
    let cohort: CohortId = {
        let sql = "SELECT cohort_id FROM session WHERE id = $1";
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, vec![session.into()]);
        db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "cohort_id").unwrap()
    };
    let begun = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let (db, enrollments) = (db.clone(), enrollments.to_vec());
            tokio::spawn(async move {
                for number in (client..count).step_by(clients) {
                    let tx = db.begin().await.unwrap();
                    let one = &enrollments[number % enrollments.len()];
                    write_register(&tx, cohort, session, std::slice::from_ref(one), now).await;
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    f64::from(u32::try_from(count).unwrap()) / begun.elapsed().as_secs_f64()
}

async fn write_register(
    tx: &sea_orm::DatabaseTransaction,
    cohort: CohortId,
    session: SessionId,
    enrollments: &[EnrollmentId],
    now: chrono::DateTime<chrono::Utc>,
) {
    let rows = |width: usize, fixed: usize, pattern: &dyn Fn(usize) -> String| -> String {
        (0..enrollments.len()).map(|n| pattern(fixed + n * width)).collect::<Vec<_>>().join(", ")
    };
    let ids: Vec<Uuid> = enrollments.iter().map(|_| fresh()).collect();
    let each = || ids.iter().zip(enrollments).flat_map(|(id, who)| [Value::from(*id), (*who).into()]);
    let marks = format!(
        "INSERT INTO mark (id, cohort_id, session_id, enrollment_id, kind, server_at, source) VALUES {}",
        rows(2, 4, &|n| format!("(${n}, $1, $2, ${}, 'present', $3, 'api')", n + 1))
    );
    let head: Vec<Value> = vec![cohort.into(), session.into(), now.into()];
    run(tx, &marks, head.into_iter().chain(each()).collect()).await;
    let kept = format!(
        "INSERT INTO attendance (session_id, enrollment_id, status, minutes, mark_id, marked_at) VALUES {} \
         ON CONFLICT (session_id, enrollment_id) DO UPDATE SET mark_id = excluded.mark_id, marked_at = excluded.marked_at",
        rows(2, 3, &|n| format!("($1, ${}, 'present', 120, ${n}, $2)", n + 1))
    );
    let head: Vec<Value> = vec![session.into(), now.into()];
    run(tx, &kept, head.into_iter().chain(each()).collect()).await;
}

/// So many enrollments of people from everywhere, written in bulk and noted as due.
#[expect(clippy::disallowed_methods, reason = "bulk rows are written past the use-cases")]
pub async fn country(house: &House, count: usize) {
    let cohort = house.open_cohort(100_000).await;
    let db = open(&house.inner, 1).await;
    let hromadas: Vec<String> = db
        .query_all_raw(Statement::from_string(
            db.get_database_backend(),
            "SELECT code FROM territory WHERE category = 'H' ORDER BY code",
        ))
        .await
        .unwrap()
        .iter()
        .map(|row| row.try_get("", "code").unwrap())
        .collect();
    let now = house.app.now();
    let people = house.new_people(count / 2).await;
    for (round, people) in [&people, &people].into_iter().enumerate() {
        let cohort = if round == 0 { cohort } else { house.open_cohort(100_000).await };
        for (part, chunk) in people.chunks(2_000).enumerate() {
            let tx = db.begin().await.unwrap();
            let ids: Vec<Uuid> = chunk.iter().map(|_| fresh()).collect();
            let rows: Vec<String> = (0..chunk.len())
                .map(|n| {
                    let at = 3 + n * 4;
                    format!("(${at}, $1, ${}, ${}, 'confirmed', ${}, $2, $2, 1)", at + 1, at + 2, at + 3)
                })
                .collect();
            let text = format!(
                "INSERT INTO enrollment (id, cohort_id, person_id, territory, state, arrival, applied_at, since, version) VALUES {}",
                rows.join(", ")
            );
            let head: Vec<Value> = vec![cohort.into(), now.into()];
            let each = ids.iter().zip(chunk).enumerate().flat_map(|(n, (id, person))| {
                let arrival = part * 2_000 + n + 1;
                let code = &hromadas[(arrival * 7) % hromadas.len()];
                [
                    Value::from(*id),
                    (*person).into(),
                    code.as_str().into(),
                    i64::try_from(arrival).unwrap().into(),
                ]
            });
            run(&tx, &text, head.into_iter().chain(each).collect()).await;
            let due: Vec<String> = (0..ids.len()).map(|n| format!("(${}, $1)", n + 2)).collect();
            let text = format!("INSERT INTO fact_due (enrollment_id, since) VALUES {}", due.join(", "));
            run(&tx, &text, std::iter::once(now.into()).chain(ids.iter().map(|id| (*id).into())).collect())
                .await;
            tx.commit().await.unwrap();
        }
    }
}
