//! Tables of marks: what they say, what they cannot say, and the same table a second time.

use super::*;
use crate::attendance::{Class, class};
use postup_domain::attendance::{AttendanceStatus, LineCodes};
use postup_domain::id::{CohortId, SessionId};
use postup_domain::session::RegisterState;

/// Gives a cohort a code that people write.
pub async fn named(ground: &Ground, cohort: CohortId, code: &str) -> String {
    let text = "UPDATE cohort SET code = $1 WHERE id = $2";
    ground.run(text, vec![code.into(), cohort.into()]).await;
    code.to_owned()
}

async fn address(house: &TestApp, of: &Actor) -> String {
    house.app.person(&Actor::system(), of.person().unwrap()).await.unwrap().email.to_string()
}

/// A cohort that was taught, its trainer, and the addresses of its people in the order of their enrollments.
struct School {
    house: TestApp,
    ground: Ground,
    class: Class,
    second: SessionId,
    trainer: Actor,
    code: String,
    addresses: Vec<String>,
}

impl School {
    async fn new(people: usize) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let class = class(&house, &ground, people).await;
        let second = ground.session(class.cohort, ground.now - Duration::days(1), 60).await;
        let trainer = class.trainer.person().unwrap();
        let trainer = staff(&ground, trainer, Role::Trainer, Scope::Cohort(class.cohort)).await;
        let code = named(&ground, class.cohort, "WATER-7").await;
        let mut addresses = Vec::new();
        for actor in &class.actors {
            addresses.push(address(&house, actor).await);
        }
        Self { house, ground, class, second, trainer, code, addresses }
    }

    /// The start of a session, as tables name it.
    async fn start(&self, id: SessionId) -> String {
        let session = self.house.app.session(&self.trainer, id).await.unwrap();
        session.plan.local_start.0.format("%d.%m.%Y %H:%M").to_string()
    }

    async fn standing(&self, session: SessionId) -> Vec<Option<(AttendanceStatus, i32)>> {
        let register = self.house.app.register(&self.trainer, session, None, 100).await.unwrap();
        let of = |enrollment| {
            let person = register.people.items.iter().find(|person| person.enrollment == enrollment)?;
            person.standing.map(|now| (now.attendance.status, now.attendance.minutes))
        };
        self.class.people.iter().map(|enrollment| of(*enrollment)).collect()
    }

    async fn marks(&self) -> i64 {
        self.ground.count("SELECT COUNT(*) AS count FROM mark", vec![]).await
    }

    /// The whole table as it is written.
    async fn table(&self, actor: &Actor) -> String {
        let mut written = Written::new(TableFormat::Csv).unwrap();
        written.heading(ImportKind::Marks.columns().iter().map(|column| column.name)).unwrap();
        let mut after = None;
        loop {
            let cohort = Some(self.class.cohort);
            let part = self.house.app.export_marks(actor, cohort, after.as_ref()).await.unwrap();
            for row in &part.rows {
                written.row(row.iter().map(String::as_str)).unwrap();
            }
            after = part.next;
            if after.is_none() {
                return String::from_utf8(written.finish().unwrap()).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_table_marks_a_whole_cohort_and_the_second_time_changes_nothing() {
    let school = School::new(4).await;
    let (first, second) = (school.start(school.class.session).await, school.start(school.second).await);
    let (code, of) = (&school.code, &school.addresses);
    let noon = school.house.app.session(&school.trainer, school.second).await.unwrap().plan.local_start.0;
    let clock = |minutes| (noon + Duration::minutes(minutes)).format("%H:%M").to_string();
    let file = format!(
        "Код групи;Заняття;Пошта;Код рядка;Відмітка;Хвилини;Час приходу;Час виходу\n\
         {code};{first};{};;присутня;;;\n{code};{first};{};;запізнення;40;;\n{code};{first};;{};н;;;\n\
         {code};{second};{};;;;{};{}\n{code};{second};{};;;25;;\n{code};{second};{};;;;;\n",
        of[0],
        of[1],
        LineCodes::new(school.class.session, school.class.people.clone()).of(school.class.people[2]).unwrap(),
        of[0],
        clock(5),
        clock(35),
        of[1],
        of[2],
    );
    let job = committed(&school.house, &school.trainer, ImportKind::Marks, &file).await;
    assert_eq!(
        (job.state, job.tally),
        (JobState::Committed, tally(5, 0, 1, 0)),
        "{:?}",
        verdicts(&school.house, &job).await
    );
    use AttendanceStatus::{Absent, Late, Present};
    let stands = school.standing(school.class.session).await;
    assert_eq!(stands, [Some((Present, 90)), Some((Late, 40)), Some((Absent, 0)), None]);
    let stands = school.standing(school.second).await;
    assert_eq!(stands, [Some((Present, 30)), Some((Present, 25)), None, None]);
    let marks = school.marks().await;
    let again = checked(&school.house, &school.trainer, ImportKind::Marks, &file).await;
    assert_eq!((again.state, again.tally), (JobState::Checked, tally(0, 0, 6, 0)));
    assert_eq!(school.marks().await, marks);
    let sources = "SELECT COUNT(*) AS count FROM mark WHERE source = 'import' AND author IS NOT NULL";
    assert_eq!(school.ground.count(sources, vec![]).await, marks);
    let trail = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'register.marked'";
    assert_eq!(school.ground.count(trail, vec![]).await, 2);
}

#[tokio::test]
async fn what_is_written_is_taken_in_again_unchanged_also_from_a_closed_register() {
    let school = School::new(3).await;
    let before = school.table(&school.trainer).await;
    let empty = checked(&school.house, &school.trainer, ImportKind::Marks, &before).await;
    assert_eq!((empty.state, empty.tally), (JobState::Checked, tally(0, 0, 6, 0)));
    // The table is what people fill in.
    let filled: String = before
        .lines()
        .enumerate()
        .map(|(number, line)| match number {
            0 => format!("{line}\n"),
            odd if odd % 2 == 1 => format!("{}\n", line.replacen(";;;;;", ";late;15;;;", 1)),
            _ => format!("{}\n", line.replacen(";;;;;", ";excused;;;;", 1)),
        })
        .collect();
    let job = committed(&school.house, &school.trainer, ImportKind::Marks, &filled).await;
    assert_eq!(job.tally, tally(6, 0, 0, 0), "{:?}", verdicts(&school.house, &job).await);
    let permit = school.house.app.may_close_register(&school.trainer, school.class.session).await.unwrap();
    school.house.app.close_register(&permit).await.unwrap();
    let after = school.table(&school.trainer).await;
    assert!(after.contains(";late;15;") && after.contains(";excused;0;"), "{after}");
    let again = checked(&school.house, &school.trainer, ImportKind::Marks, &after).await;
    assert_eq!((again.state, again.tally), (JobState::Checked, tally(0, 0, 6, 0)));
    let stranger = school.ground.person("Інша").await;
    let other = staff(
        &school.ground,
        stranger,
        Role::Trainer,
        Scope::Cohort(school.ground.cohort(3, EnrollmentPolicy::Open).await),
    );
    assert_eq!(school.table(&other.await).await.lines().count(), 1, "others see nothing");
}

#[tokio::test]
async fn every_row_says_what_is_wrong_and_one_such_row_keeps_all_marks_out() {
    let school = School::new(2).await;
    let (house, trainer) = (&school.house, &school.trainer);
    let foreign = class(house, &school.ground, 1).await;
    let foreign_code = named(&school.ground, foreign.cohort, "WATER-8").await;
    let (first, second) = (school.start(school.class.session).await, school.start(school.second).await);
    let permit = house.app.may_close_register(trainer, school.second).await.unwrap();
    house.app.close_register(&permit).await.unwrap();
    let start = house.app.session(trainer, school.class.session).await.unwrap().plan.local_start.0;
    let clock = |minutes| (start + Duration::minutes(minutes)).format("%H:%M").to_string();
    let given = format!("{};{first};{};present;;\n", school.code, school.addresses[0]);
    let marked = "cohort;session;email;status;minutes;change_reason\n";
    committed(house, trainer, ImportKind::Marks, format!("{marked}{given}")).await;
    let (code, of) = (&school.code, &school.addresses);
    let file = format!(
        "cohort;session;email;line_code;status;minutes;came_at;left_at;change_reason\n\
         {code};{first};{one};;absent;;;;\n\
         {code};{first};{one};;present;;;;\n\
         {code};{second};{one};;present;;;;\n\
         {foreign_code};{first};{one};;present;;;;\n\
         NOWHERE-9;{first};{one};;present;;;;\n\
         {code};01.01.2020 10:00;{one};;present;;;;\n\
         {code};{first};nobody@rada.test;;present;;;;\n\
         {code};{first};{stranger};;present;;;;\n\
         {code};{first};{two};;можливо;91;;;\n\
         {code};{first};{two};;absent;10;;;\n\
         {code};{first};{two};;;багато;25:00;;\n\
         {code};{first};{two};;;;{later};{sooner};\n\
         {code};{first};;ABC-123;present;;;;\n\
         {code};{first};;;present;;;;\n\
         ;;{one};;present;;;;\n",
        one = of[0],
        two = of[1],
        later = clock(20),
        sooner = clock(10),
        stranger = address(house, &foreign.actors[0]).await,
    );
    let job = checked(house, trainer, ImportKind::Marks, &file).await;
    let faults: Vec<Vec<String>> =
        verdicts(house, &job).await.into_iter().map(|(_, _, faults)| faults).collect();
    let expected: [&[&str]; 15] = [
        &["- rejection-reason-missing"],
        &["- import-fault-repeated"],
        &["- rejection-register-closed"],
        &["- import-fault-not-yours"],
        &["cohort fault-unknown"],
        &["session fault-unknown"],
        &["- rejection-not-on-register"],
        &["- rejection-not-on-register"],
        &["status fault-not-a-word", "minutes fault-out-of-range"],
        &["minutes fault-out-of-range"],
        &["minutes fault-not-a-number", "came_at fault-not-a-time"],
        &["left_at fault-ends-before-start"],
        &["line_code fault-wrong-check-digit"],
        &["email fault-missing"],
        &["cohort fault-missing"],
    ];
    assert_eq!(faults, expected);
    let marks = school.marks().await;
    assert!(house.app.wish_import(&trainer.may_import_file().unwrap(), job.id).await.is_err());
    assert_eq!(school.marks().await, marks);
    for row in rows(house, &job).await {
        for locale in postup_i18n::Locale::ALL {
            assert!(!postup_http::verdict::faults(locale, &row).contains("fault-"));
        }
    }
    // With the reason, the first row is a correction.
    let file = format!("{marked}{code};{first};{};absent;;помилка в аркуші\n", of[0]);
    let job = committed(house, trainer, ImportKind::Marks, &file).await;
    assert_eq!(job.tally, tally(0, 1, 0, 0));
    assert_eq!(school.standing(school.class.session).await[0], Some((AttendanceStatus::Absent, 0)));
}

#[tokio::test]
async fn a_register_that_closes_meanwhile_sends_the_whole_file_back() {
    let school = School::new(2).await;
    let (house, trainer) = (&school.house, &school.trainer);
    let (first, second) = (school.start(school.class.session).await, school.start(school.second).await);
    let (code, of) = (&school.code, &school.addresses);
    let file = format!(
        "cohort;session;email;status\n{code};{first};{one};present\n{code};{second};{one};present\n",
        one = of[0]
    );
    let job = checked(house, trainer, ImportKind::Marks, &file).await;
    assert_eq!((job.state, job.tally, &job.flaw), (JobState::Checked, tally(2, 0, 0, 0), &None));
    let wished = house.app.wish_import(&trainer.may_import_file().unwrap(), job.id).await.unwrap();
    let ready = house.app.make_import_ready(wished).await.unwrap().unwrap();
    let permit = house.app.may_close_register(trainer, school.second).await.unwrap();
    house.app.close_register(&permit).await.unwrap();
    assert!(house.app.let_import_in(ready).await.is_err());
    assert_eq!(school.marks().await, 0, "all of it or nothing");
    house.app.work_imports().await.unwrap();
    house.clock.pass(Duration::minutes(2));
    // The database may still be undoing what was refused; the worker passes the file over until that is done.
    for _ in 0..100 {
        if house.app.work_imports().await.unwrap() > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let back = house.app.import(trainer, job.id).await.unwrap();
    assert_eq!((back.state, back.tally), (JobState::Checked, tally(1, 0, 0, 1)));
    let register = house.app.register(trainer, school.second, None, 1).await.unwrap();
    assert_eq!(register.meeting.register, RegisterState::Closed);
}

#[tokio::test]
async fn a_file_sent_for_a_session_need_not_name_it() {
    let school = School::new(2).await;
    let (house, trainer) = (&school.house, &school.trainer);
    let file = format!("email;status\n{};present\n", school.addresses[1]);
    let permit = trainer.may_import_file().unwrap();
    let (kind, session) = (ImportKind::Marks, Some(school.class.session));
    let job = house.app.receive_import_about(&permit, kind, session, "a.csv", file.clone().into()).await;
    house.app.work_imports().await.unwrap();
    house.app.wish_import(&permit, job.unwrap().id).await.unwrap();
    house.app.work_imports().await.unwrap();
    assert_eq!(school.standing(school.class.session).await, [None, Some((AttendanceStatus::Present, 90))]);
    let people = house.app.receive_import_about(&permit, ImportKind::People, session, "a.csv", file.into());
    assert!(people.await.is_err(), "people belong to no session");
    // Whoever only teaches takes no tables of people away.
    assert!(trainer.may_export_file(ImportKind::People).is_err());
    assert!(trainer.may_export_file(ImportKind::Marks).is_ok());
}
