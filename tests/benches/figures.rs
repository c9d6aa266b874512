//! Postup and the limit, side by side in one run: `cargo bench -p postup-tests`, or only the named parts:
//! `cargo bench -p postup-tests -- enrollments rush`. Prints figures and ratios; judges nothing but that a rush ends right.
//! `POSTUP_TEST_DATABASE=postgres` runs the same on a PostgreSQL of its own, whose commits are durable.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::pedantic,
    reason = "a benchmark fails by panicking"
)]

mod direct;
mod house;
mod load;

use house::House;
use load::Load;
use postup_domain::id::CohortId;
use postup_domain::import::ImportKind;
use postup_tests::rush::Crowd;
use std::time::{Duration, Instant};

fn main() {
    postup_tests::database::commit_durably();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(run());
}

async fn run() {
    let named: Vec<String> = std::env::args().skip(1).filter(|name| !name.starts_with('-')).collect();
    let wanted = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    let house = House::open().await;
    println!("database: {}; 2 worker threads; client on the same cores", house.database_name());
    if wanted("catalogue") {
        catalogue(&house).await;
    }
    if wanted("enrollments") {
        enrollments().await;
    }
    if wanted("rush") {
        rush().await;
    }
    if wanted("register") {
        register(&house).await;
    }
    if wanted("statistics") {
        statistics(&house).await;
    }
    if wanted("certificates") {
        certificates(&house).await;
    }
    if wanted("process") {
        process().await;
    }
    if wanted("import") {
        tables(&house).await;
    }
}

fn line(what: &str, figure: f64, unit: &str) {
    println!("  {what:<58} {figure:>12.1} {unit}");
}

fn ratio(what: &str, ours: f64, limit: f64) {
    println!("  {what:<58} {:>11.1} %", ours / limit * 100.0);
}

/// The catalogue page against poem answering a constant of the same size.
async fn catalogue(house: &House) {
    println!("\ncatalogue page, anonymous, 16 clients");
    let page = house.get("/courses").await;
    let constant = house::constant(page.len()).await;
    let time = Duration::from_secs(3);
    let limit = Load::new(constant, 16).gets("/", time).await;
    let ours = Load::new(house.address, 16).gets("/courses", time).await;
    line("poem answering a constant of the same size", limit.per_second, "req/s");
    line("GET /courses, rendered anew each time", ours.per_second, "req/s");
    line("p50", ours.p50_ms, "ms");
    line("p99", ours.p99_ms, "ms");
    ratio("of the limit", ours.per_second, limit.per_second);
}

/// Applications of people who are signed in, against the same rows written directly on the same database.
async fn enrollments() {
    const EACH: usize = 2_000;
    let crowd = Crowd::gather(EACH).await;
    for clients in [1, 16, 64] {
        println!("\nenrollments, {clients} client(s), {EACH} people");
        let cohort = crowd.cohort(100_000).await;
        let path = format!("/api/v1/cohorts/{cohort}/enrollments");
        let before = crowd.house.store.statements();
        let ours = Load::new(crowd.address, clients).posts_as(&path, &crowd.tokens, 201).await;
        let statements = crowd.house.store.statements() - before;
        let limit = direct_rate(&crowd, clients).await;
        line("the same rows, directly, one commit each", limit, "tx/s");
        line("POST /cohorts/{id}/enrollments", ours.per_second, "req/s");
        line("p50", ours.p50_ms, "ms");
        line("p99", ours.p99_ms, "ms");
        line("statements for each", f64::from(u32::try_from(statements).unwrap()) / 2_000.0, "");
        ratio("of the limit", ours.per_second, limit);
    }
    println!("\nrace of {EACH} for 100 seats, 64 at once");
    let cohort = crowd.cohort(100).await;
    let path = format!("/api/v1/cohorts/{cohort}/enrollments");
    let ours = Load::new(crowd.address, 64).posts_as(&path, &crowd.tokens, 201).await;
    assert_eq!(crowd.count(cohort, "state = 'confirmed'").await, 100);
    line("all answered within", ours.seconds, "s");
    line("p99", ours.p99_ms, "ms");
}

/// Everybody writes on one hot row, with so many connections.
async fn direct_rate(crowd: &Crowd, clients: usize) -> f64 {
    let cohort = crowd.cohort(100_000).await;
    let begun = Instant::now();
    direct::enroll(&crowd.house, cohort, crowd.people.clone(), clients).await;
    per_second(crowd.people.len(), begun)
}

/// Ten thousand people for five hundred seats, of which three quotas keep half; nobody waits for anybody's answer.
async fn rush() {
    const PEOPLE: usize = 10_000;
    let crowd = Crowd::gather(PEOPLE).await;
    for over in [5, 1] {
        println!("\nrush of {PEOPLE} people for 500 seats with three quotas, all of them within {over} s");
        let cohort = crowd.cohort_with_quotas(500).await;
        let course = crowd.rush(cohort, Duration::from_secs(over)).await;
        assert_eq!((course.taken, course.strange.as_slice()), (PEOPLE, [].as_slice()), "{course:?}");
        assert!(course.longest < Duration::from_secs(30), "{course:?}");
        crowd.all_is_right(cohort, 500).await;
        let seconds = course.took.as_secs_f64();
        line("all answered after", seconds, "s");
        line("applications", 10_000.0 / seconds, "/s");
        line("longest wait for an answer", course.longest.as_secs_f64() * 1_000.0, "ms");
        line("503 with Retry-After", f64::from(u32::try_from(course.busy).unwrap()), "");
        line("connections closed without an answer", f64::from(u32::try_from(course.hung_up).unwrap()), "");
    }
    line("the same rows, directly, 50 connections on one hot row", direct_rate(&crowd, 50).await, "tx/s");
}

fn per_second(count: usize, begun: Instant) -> f64 {
    f64::from(u32::try_from(count).unwrap()) / begun.elapsed().as_secs_f64()
}

/// One register of 300 marks in one post, against two multi-row inserts.
async fn register(house: &House) {
    println!("\none register of 300 marks");
    let (cohort, sessions, enrollments) = house.registers_of(300, 20).await;
    let mut times = Vec::new();
    for session in sessions {
        let body = house.marks(&enrollments, "present");
        let begun = Instant::now();
        house.post(&format!("/api/v1/sessions/{session}/marks"), &body).await;
        times.push(begun.elapsed());
    }
    times.sort();
    let ours = times[times.len() / 2].as_secs_f64() * 1_000.0;
    let (other, sessions, enrollments) = house.registers_of(300, 20).await;
    let limit = direct::registers(house, other, &sessions, &enrollments).await.as_secs_f64() * 1_000.0;
    line("the same rows, directly, median", limit, "ms");
    line("POST /sessions/{id}/marks, median", ours, "ms");
    ratio("of the limit", limit, ours);
    grid(house, cohort).await;
    marks(house).await;
    webinar(house).await;
}

/// One mark in each post, as devices and check-ins send them.
async fn marks(house: &House) {
    const MARKS: usize = 3_000;
    for clients in [1, 16] {
        let (session, enrollments) = house.session_of(300).await;
        let bodies = (0..MARKS)
            .map(|n| {
                house.marks(
                    &enrollments[n % 300..=n % 300],
                    if n / 300 % 2 == 0 { "present" } else { "absent" },
                )
            })
            .collect();
        let (other, people) = house.session_of(300).await;
        let limit = direct::marks(house, other, &people, MARKS, clients).await;
        line(&format!("the same rows, directly, {clients} client(s)"), limit, "marks/s");
        let path = format!("/api/v1/sessions/{session}/marks");
        let ours = Load::new(house.address, clients).bearer(&house.manager).posts(&path, bodies, 200).await;
        line(&format!("marks one by one, {clients} client(s)"), ours.per_second, "marks/s");
        ratio("of the limit", ours.per_second, limit);
        line("p99", ours.p99_ms, "ms");
    }
}

/// A register of 3,000 opens, and is looked through.
async fn webinar(house: &House) {
    let (session, enrollments) = house.session_of(3_000).await;
    house.post(&format!("/api/v1/sessions/{session}/marks"), &house.marks(&enrollments, "present")).await;
    for (what, path) in [
        ("its page", format!("/teach/sessions/{session}")),
        (
            "those who are called so",
            format!("/teach/sessions/{session}?q=%D0%BA%D0%BE%D0%B2%D0%B0%D0%BB%D1%8C"),
        ),
        ("all of it as JSON", format!("/api/v1/sessions/{session}/register")),
    ] {
        let shown =
            Load::new(house.address, 1).bearer(&house.manager).gets(&path, Duration::from_secs(2)).await;
        line(&format!("register of 3,000: {what}, p50"), shown.p50_ms, "ms");
    }
}

/// 300 people by 20 sessions on one page.
async fn grid(house: &House, cohort: CohortId) {
    let path = format!("/teach/cohorts/{cohort}/grid");
    let shown = Load::new(house.address, 1).bearer(&house.manager).gets(&path, Duration::from_secs(2)).await;
    line("grid of 300 people by 20 sessions, p50", shown.p50_ms, "ms");
}

/// The page of figures with 1,000 and with 100,000 enrollments behind it.
async fn statistics(house: &House) {
    println!("\nfigures page by oblast, one client");
    for count in [1_000, 100_000] {
        direct::country(house, count).await;
        let begun = Instant::now();
        house.app.settle_figures().await.unwrap();
        line(&format!("counting {count} enrollments anew"), begun.elapsed().as_secs_f64(), "s");
        let shown = Load::new(house.address, 1)
            .bearer(&house.analyst)
            .gets("/insight?by=oblast", Duration::from_secs(2))
            .await;
        line(&format!("GET /insight with {count} more enrollments, p50"), shown.p50_ms, "ms");
        let raions = Load::new(house.address, 1)
            .bearer(&house.analyst)
            .gets("/insight?by=hromada", Duration::from_secs(2))
            .await;
        line("GET /insight?by=hromada, p50", raions.p50_ms, "ms");
    }
}

/// PDFs a second with two typesetting processes.
async fn certificates(house: &House) {
    const COUNT: usize = 300;
    println!("\ncertificates, two typesetting processes");
    let facts = house.facts().await;
    house.pdf(&facts).await;
    let begun = Instant::now();
    let size = futures_util::future::join_all((0..COUNT).map(|_| house.pdf(&facts))).await[0];
    line("PDFs", per_second(COUNT, begun), "/s");
    line("size of each", f64::from(u32::try_from(size).unwrap()) / 1_000.0, "kB");
}

/// The released binary as its operator starts it: cold start, memory.
async fn process() {
    println!("\nthe binary (target/release/postup demo)");
    let Some(binary) = house::binary() else {
        println!("  not built: cargo build --release, then this again");
        return;
    };
    let folder = postup_tests::database::Folder::new();
    drop(house::started(&binary, &folder.0, "8190").await);
    let begun = Instant::now();
    let child = house::started(&binary, &folder.0, "8191").await;
    line("cold start to the first page", begun.elapsed().as_secs_f64() * 1_000.0, "ms");
    line("memory idle (RSS)", child.resident_mib(), "MiB");
    let address = "127.0.0.1:8191".parse().unwrap();
    Load::new(address, 16).gets("/courses", Duration::from_secs(3)).await;
    line("memory after 3 s of load (RSS)", child.resident_mib(), "MiB");
}

/// A file of 5,000 people and one that enrolls them; and 100,000 rows of which none can be taken.
async fn tables(house: &House) {
    println!("\ntables: 5,000 people, their enrollments (aim: 0.5 s on SQLite, 1.0 s on PostgreSQL)");
    let cohort = house.open_cohort(6_000).await;
    let code = house.code_of(cohort).await;
    let (mut people, mut enrollments) =
        ("email;family_name;given_name;position\n".to_owned(), "cohort;email\n".to_owned());
    for number in 0..5_000 {
        people.push_str(&format!("table{number}@bench.test;Прізвище;Олена;спеціалістка\n"));
        enrollments.push_str(&format!("{code};table{number}@bench.test\n"));
    }
    let begun = Instant::now();
    let people = house.take_in(ImportKind::People, people).await;
    let enrollments = house.take_in(ImportKind::Enrollments, enrollments).await;
    line("both files: judged, written", begun.elapsed().as_secs_f64(), "s");
    line("the writer is held for the people, at most", people.held.as_secs_f64() * 1_000.0, "ms");
    line("the writer is held for the enrollments, at most", enrollments.held.as_secs_f64() * 1_000.0, "ms");
    let begun = Instant::now();
    direct::people(house.inside(), 5_000).await;
    line("5,000 rows of people and of the trail, directly", begun.elapsed().as_secs_f64(), "s");

    many_rows(house).await;
}

/// As many rows as a file may have, of each kind: what they take and what others wait.
async fn many_rows(house: &House) {
    println!("\n100,000 rows, none of which can be taken");
    let rows = |heading: &str, row: &dyn Fn(usize) -> String| -> String {
        format!("{heading}\n") + &(0..100_000).map(row).collect::<String>()
    };
    let people = "email;family_name;given_name";
    let before = memory("VmRSS:");
    let grown = || {
        line("memory grows by", (memory("VmHWM:") - before) / 1_024.0, "MiB");
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
    };
    let begun = Instant::now();
    let bad = house.look_at(ImportKind::People, rows(people, &|n| format!("не адреса {n};;Іван\n"))).await;
    assert_eq!(bad.tally.faulty, 100_000);
    line("judged, each row named", begun.elapsed().as_secs_f64(), "s");
    grown();
    let mut codes = Vec::new();
    let mut cohorts = Vec::new();
    for _ in 0..40 {
        let cohort = house.open_cohort(6_000).await;
        codes.push(house.code_of(cohort).await);
        cohorts.push(cohort);
    }
    let employer = house.employer_of(cohorts[0]).await;
    let code = |n: usize| &codes[n % 40];
    let files = [
        (ImportKind::People, rows(people, &|n| format!("many{n}@bench.test;Прізвище;Олена\n"))),
        (ImportKind::Enrollments, rows("cohort;email", &|n| format!("{};many{n}@bench.test\n", code(n)))),
        (
            ImportKind::Nominations,
            rows("cohort;email;family_name;given_name;organization", &|n| {
                format!("{};named{n}@bench.test;Прізвище;Олена;{employer}\n", code(n))
            }),
        ),
    ];
    for (kind, file) in files {
        println!("\n100,000 rows of {kind}, in 40 cohorts where it is one");
        let cost = house.take_in_beside(kind, file, &cohorts).await;
        line("judged", cost.judged.as_secs_f64(), "s");
        line("made ready and written", cost.written.as_secs_f64(), "s");
        line("others wait for the writer or a cohort, at most", cost.held.as_secs_f64() * 1_000.0, "ms");
        grown();
    }
}

/// A line of /proc/self/status in KiB.
fn memory(name: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
