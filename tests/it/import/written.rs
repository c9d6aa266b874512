//! How a file is written: by one short change, whoever comes meanwhile, and anew after an end in the middle.

use super::*;
use futures_util::future::join;
use postup_app::import::ReadyImport;
use postup_domain::enrollment::{Criterion, QuotaPlan};
use postup_domain::id::{AuditId, CohortId, ImportId};
use postup_domain::person::Person;
use postup_persistence::import::{self, Staged};

const CODE: &str = "WATER-7";

struct Hall {
    house: TestApp,
    ground: Ground,
    manager: Actor,
    cohort: CohortId,
}

impl Hall {
    async fn of(seats: i32) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(seats, EnrollmentPolicy::Open).await;
        ground.run("UPDATE cohort SET code = $1 WHERE id = $2", vec![CODE.into(), cohort.into()]).await;
        let manager = ground.person("Менеджер").await;
        let manager = staff(&ground, manager, Role::ProgramManager, Scope::Everything).await;
        Self { house, ground, manager, cohort }
    }

    async fn keep(&self, criterion: Criterion, seats: i32) {
        let permit = self.house.app.may_manage_cohort(&self.manager, self.cohort).await.unwrap();
        let release_on = (self.ground.now + Duration::days(3)).date_naive();
        self.house.app.add_quota(&permit, QuotaPlan { criterion, seats, release_on }).await.unwrap();
    }

    /// Commits a checked file and writes it.
    async fn write(&self, id: ImportId) -> Job {
        self.house.app.wish_import(&self.manager.may_import_file().unwrap(), id).await.unwrap();
        self.house.app.work_imports().await.unwrap();
        self.house.app.import(&self.manager, id).await.unwrap()
    }

    /// A file that somebody committed and that is ready to be written.
    async fn ready(&self, kind: ImportKind, file: String) -> ReadyImport {
        let job = checked(&self.house, &self.manager, kind, file).await;
        let job = self.house.app.wish_import(&self.manager.may_import_file().unwrap(), job.id).await.unwrap();
        self.house.app.make_import_ready(job).await.unwrap().unwrap()
    }

    /// Somebody whom a worker made ready before it died.
    async fn make_ghost(&self, job: &Job) {
        let known = self.ground.person("Привид").await;
        let ghost: Person = self.house.app.person(&Actor::system(), known).await.unwrap();
        let ghost = Person { id: PersonId::new(self.ground.now, self.house.app.entropy()), ..ghost };
        let audit = AuditId::new(self.ground.now, self.house.app.entropy());
        let tx = self.house.store.begin().await.unwrap();
        let staged = Staged { number: 2, is_new: true, person: ghost, audit };
        import::stage(&tx, job.id, &[staged]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn count(&self, text: &str) -> i64 {
        self.ground.count(&format!("SELECT COUNT(*) AS count FROM {text}"), vec![]).await
    }

    /// Nothing of what was made ready is left, and every invariant holds.
    async fn all_is_right(&self) {
        for table in ["import_person", "import_arrival", "import_letter", "import_link", "import_nominee"] {
            assert_eq!(self.count(table).await, 0, "{table}");
        }
        assert_eq!(self.house.app.check_invariants().await.unwrap(), []);
    }
}

fn people(count: usize) -> String {
    let row =
        |n: usize| format!("p{n}@rada.test;Коваль;Іван;{}\n", if n.is_multiple_of(3) { "5" } else { "" });
    "email;family_name;given_name;position_category\n".to_owned() + &(0..count).map(row).collect::<String>()
}

fn coming(count: usize) -> String {
    let row = |n: usize| format!("{CODE};p{n}@rada.test\n");
    "cohort;email\n".to_owned() + &(0..count).map(row).collect::<String>()
}

/// Of people nobody knows and of those of [`people`] alike, each with a name and a position.
fn nominated(council: impl std::fmt::Display, range: std::ops::Range<usize>) -> String {
    let row = |n: usize| format!("{CODE};p{n}@rada.test;Коваль;Іван;{council};5\n");
    "cohort;email;family_name;given_name;organization;position_category\n".to_owned()
        + &range.map(row).collect::<String>()
}

#[tokio::test]
async fn those_who_come_by_themselves_meanwhile_are_counted_and_so_are_those_of_the_file() {
    let hall = Hall::of(150).await;
    hall.keep(Criterion::PositionCategory(5), 60).await;
    committed(&hall.house, &hall.manager, ImportKind::People, people(400)).await;
    let job = checked(&hall.house, &hall.manager, ImportKind::Enrollments, coming(400)).await;
    let others = hall.ground.people(60).await;
    let alone = async {
        for person in &others {
            let actor = hall.ground.actor(*person, &[]);
            let permit = hall.house.app.may_enroll(&actor, hall.cohort, *person).await.unwrap();
            hall.house.app.enroll(permit).await.unwrap();
        }
    };
    let (job, ()) = join(hall.write(job.id), alone).await;
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(400, 0, 0, 0)));
    assert_eq!(hall.count("enrollment").await, 460);
    let seated = hall.count("enrollment WHERE state = 'confirmed'").await;
    assert!((90..=150).contains(&seated), "{seated}");
    assert_eq!(hall.count("enrollment WHERE state = 'confirmed' AND pool = 1").await, 60);
    assert_eq!(hall.count("notification").await, 460);
    hall.all_is_right().await;
}

#[tokio::test]
async fn a_cohort_that_changed_since_it_was_looked_at_is_decided_on_anew() {
    let hall = Hall::of(3).await;
    committed(&hall.house, &hall.manager, ImportKind::People, people(4)).await;
    let ready = hall.ready(ImportKind::Enrollments, coming(4)).await;
    let other = hall.ground.person("Перша").await;
    let permit = hall.house.app.may_enroll(&hall.ground.actor(other, &[]), hall.cohort, other).await.unwrap();
    hall.house.app.enroll(permit).await.unwrap();
    let job = hall.house.app.let_import_in(ready).await.unwrap().unwrap();
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(4, 0, 0, 0)));
    assert_eq!(hall.count("enrollment WHERE state = 'confirmed'").await, 3);
    assert_eq!(hall.count("enrollment WHERE state = 'waitlisted'").await, 2);
    assert_eq!(hall.count("notification").await, 5);
    hall.all_is_right().await;
}

#[tokio::test]
async fn nominations_keep_seats_of_quotas_by_what_the_file_says_of_people() {
    let hall = Hall::of(10).await;
    hall.keep(Criterion::PositionCategory(5), 6).await;
    committed(&hall.house, &hall.manager, ImportKind::People, people(3)).await;
    // Three are known, of whom the file corrects the employer and the category of two; five are new.
    let file = nominated(hall.ground.council, 0..8);
    let job = committed(&hall.house, &hall.manager, ImportKind::Nominations, &file).await;
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(8, 0, 0, 0)));
    assert_eq!(hall.count("enrollment WHERE state = 'nominated' AND seat_held").await, 8);
    assert_eq!(hall.count("enrollment WHERE pool = 1").await, 6);
    assert_eq!(hall.count("person WHERE email LIKE 'p%@rada.test' AND position_category = 5").await, 8);
    assert_eq!(hall.count("nominee WHERE enrollment_id IS NOT NULL").await, 5);
    assert_eq!(hall.count("answer_link").await, 8);
    let again = checked(&hall.house, &hall.manager, ImportKind::Nominations, &file).await;
    assert_eq!(again.tally, tally(0, 0, 8, 0));
    hall.all_is_right().await;
}

#[tokio::test]
async fn a_file_is_written_by_as_many_statements_however_many_rows_it_has() {
    let mut counted = Vec::new();
    for count in [3, 300] {
        let hall = Hall::of(1_000).await;
        let mut statements = Vec::new();
        let files = [
            (ImportKind::People, people(count)),
            (ImportKind::Enrollments, coming(count)),
            (ImportKind::Nominations, nominated(hall.ground.council, count..2 * count)),
        ];
        for (kind, file) in files {
            let job = checked(&hall.house, &hall.manager, kind, file).await;
            let before = hall.house.store.statements();
            let job = hall.write(job.id).await;
            statements.push(hall.house.store.statements() - before);
            assert_eq!((job.state, job.tally.new), (JobState::Committed, count as i64));
        }
        hall.all_is_right().await;
        counted.push(statements);
    }
    assert_eq!(counted[0], counted[1]);
}

#[tokio::test]
async fn what_a_worker_that_died_made_ready_is_nobodys_when_another_begins_anew() {
    let hall = Hall::of(5).await;
    let job = checked(&hall.house, &hall.manager, ImportKind::People, people(3)).await;
    hall.make_ghost(&job).await;
    let permit = hall.manager.may_import_file().unwrap();
    hall.house.app.wish_import(&permit, job.id).await.unwrap();
    // Another worker holds it, and says nothing any more.
    let lease = hall.ground.now + Duration::seconds(50);
    hall.ground.run("UPDATE import_job SET lease_until = $1, rows_done = 2", vec![lease.into()]).await;
    assert_eq!(hall.house.app.work_imports().await.unwrap(), 0);
    hall.house.clock.pass(Duration::seconds(51));
    assert_eq!(hall.house.app.work_imports().await.unwrap(), 1);
    let job = hall.house.app.import(&hall.manager, job.id).await.unwrap();
    assert_eq!((job.state, job.tally, job.done), (JobState::Committed, tally(3, 0, 0, 0), 3));
    assert_eq!(hall.count("person WHERE email LIKE 'p%@rada.test'").await, 3);
    hall.all_is_right().await;
}

#[tokio::test]
async fn where_somebody_was_corrected_meanwhile_nothing_is_written_before_all_is_judged_anew() {
    let hall = Hall::of(5).await;
    committed(&hall.house, &hall.manager, ImportKind::People, people(3)).await;
    let ready = hall.ready(ImportKind::Enrollments, coming(3)).await;
    hall.ground.run("UPDATE person SET version = version + 1 WHERE email = 'p1@rada.test'", vec![]).await;
    assert_eq!(hall.house.app.let_import_in(ready).await.unwrap(), None);
    assert_eq!(hall.count("enrollment").await, 0);
    // The whole of it, once more.
    hall.house.clock.pass(Duration::minutes(2));
    // The change that came to nothing may still hold the row.
    while hall.house.app.work_imports().await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(hall.count("enrollment WHERE state = 'confirmed'").await, 3);
    hall.all_is_right().await;
}

#[tokio::test]
async fn an_address_that_somebody_took_meanwhile_keeps_all_rows_out() {
    let hall = Hall::of(5).await;
    let ready = hall.ready(ImportKind::People, people(3)).await;
    let other = hall.ground.person("Перша").await;
    let text = "UPDATE person SET email = 'p1@rada.test' WHERE id = $1";
    hall.ground.run(text, vec![other.into()]).await;
    assert!(hall.house.app.let_import_in(ready).await.is_err());
    assert_eq!(hall.count("person WHERE email LIKE 'p%@rada.test'").await, 1);
}

#[tokio::test]
async fn of_two_rows_that_correct_one_person_the_last_counts() {
    let hall = Hall::of(5).await;
    committed(&hall.house, &hall.manager, ImportKind::People, people(2)).await;
    let second = hall.ground.cohort(5, EnrollmentPolicy::Open).await;
    hall.ground.run("UPDATE cohort SET code = 'WATER-8' WHERE id = $1", vec![second.into()]).await;
    let council = hall.ground.council;
    // More than are made ready at a time.
    let others: String =
        (0..1_200).map(|n| format!("{CODE};far{n}@rada.test;;Коваль;Іван;{council}\n")).collect();
    let file = format!(
        "cohort;email;position;family_name;given_name;organization\n{CODE};p0@rada.test;Голова\n{CODE};p1@rada.test;Голова\n\
         WATER-8;p0@rada.test;Писар\n{others}WATER-8;p1@rada.test;Писар\n"
    );
    let job = committed(&hall.house, &hall.manager, ImportKind::Nominations, &file).await;
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(1_204, 0, 0, 0)));
    assert_eq!(
        hall.count(
            "person WHERE email IN ('p0@rada.test', 'p1@rada.test') AND position = 'Писар' AND version = 2"
        )
        .await,
        2
    );
    assert_eq!(hall.count("audit_entry WHERE action = 'person.edited'").await, 2);
    hall.all_is_right().await;
}

#[tokio::test]
async fn what_was_left_over_is_thrown_away_with_what_has_served_its_time() {
    let hall = Hall::of(5).await;
    let job = checked(&hall.house, &hall.manager, ImportKind::People, people(3)).await;
    let working = hall.ready(ImportKind::People, people(2)).await;
    hall.make_ghost(&job).await;
    assert_eq!(hall.count("import_person").await, 3);
    hall.house.app.forget_imports().await.unwrap();
    assert_eq!(hall.count("import_person").await, 2);
    let job = hall.house.app.let_import_in(working).await.unwrap().unwrap();
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(2, 0, 0, 0)));
    hall.all_is_right().await;
}
