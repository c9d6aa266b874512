//! Tables of people and enrollments: verdicts, all or nothing, twice the same.

mod bounds;
mod costs;
mod files;
mod interruptions;
mod marks;
mod nominations;
mod pages;
mod quirks;
mod requirements;
mod written;

use calamine::{DataType as _, Reader as _};
use chrono::Duration;
use files::{PEOPLE, legacy, workbook};
use postup_app::sheet::written::Written;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::id::PersonId;
use postup_domain::import::{ImportKind, Job, JobState, Judged, TableFormat, Tally, Verdict};
use postup_domain::rejection::Refusal;
use postup_tests::{Ground, TestApp};

/// Somebody whose grant is written down, since files are read with the grants of the moment.
async fn staff(ground: &Ground, person: PersonId, role: Role, scope: Scope) -> Actor {
    ground.sign_in(person, &[(role, scope.clone())]).await;
    ground.actor(person, &[(role, scope)])
}

/// A file that was sent by somebody and looked at.
async fn checked(house: &TestApp, actor: &Actor, kind: ImportKind, file: impl AsRef<[u8]>) -> Job {
    let permit = actor.may_import_file().unwrap();
    let job = house.app.receive_import(&permit, kind, "список.csv", file.as_ref().to_vec()).await.unwrap();
    house.app.work_imports().await.unwrap();
    house.app.import(actor, job.id).await.unwrap()
}

/// The same, written where that can be.
async fn committed(house: &TestApp, actor: &Actor, kind: ImportKind, file: impl AsRef<[u8]>) -> Job {
    let job = checked(house, actor, kind, file).await;
    let wished = house.app.wish_import(&actor.may_import_file().unwrap(), job.id).await;
    assert!(wished.is_ok(), "{:?} {:?}", job.flaw, verdicts(house, &job).await);
    house.app.work_imports().await.unwrap();
    house.app.import(actor, job.id).await.unwrap()
}

async fn rows(house: &TestApp, job: &Job) -> Vec<Judged> {
    house.app.import_rows(job, None, 0, 1_000).await.unwrap()
}

async fn verdicts(house: &TestApp, job: &Job) -> Vec<(u32, Verdict, Vec<String>)> {
    let told = |row: Judged| {
        let faults = row.faults.iter().map(|one| format!("{} {}", one.column().unwrap_or("-"), one.code()));
        (row.number, row.verdict, faults.collect())
    };
    rows(house, job).await.into_iter().map(told).collect()
}

fn tally(new: i64, changed: i64, same: i64, faulty: i64) -> Tally {
    Tally { new, changed, same, faulty }
}

#[tokio::test]
async fn people_come_in_from_every_form_of_a_table_and_the_second_time_nothing_changes() {
    let text = PEOPLE.replace('\t', ";");
    let commas = format!("\u{feff}{}", PEOPLE.replace('\t', ",").replace('\n', "\r\n"));
    let excel = format!("sep=;\r\n{text}");
    let forms: [(&str, Vec<u8>); 6] = [
        ("utf-8", text.clone().into_bytes()),
        ("commas with a mark", commas.into_bytes()),
        ("sep", excel.into_bytes()),
        ("tabs", PEOPLE.into()),
        ("windows-1251", legacy(&text)),
        ("workbook", workbook(PEOPLE)),
    ];
    for (name, file) in forms {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let people = ground.count("SELECT COUNT(*) AS count FROM person", vec![]).await;
        let job = committed(&house, &Actor::system(), ImportKind::People, &file).await;
        assert_eq!((job.state, job.tally), (JobState::Committed, tally(3, 0, 0, 0)), "{name} {:?}", job.flaw);
        let again = checked(&house, &Actor::system(), ImportKind::People, &file).await;
        assert_eq!((again.state, again.tally), (JobState::Checked, tally(0, 0, 3, 0)), "{name}");
        let refused = house.app.wish_import(&Actor::system().may_import_file().unwrap(), again.id).await;
        assert!(
            matches!(refused, Err(postup_app::Error::Rejected(no)) if no.refusal == Refusal::ImportNotReady)
        );
        assert_eq!(ground.count("SELECT COUNT(*) AS count FROM person", vec![]).await, people + 3, "{name}");
        let written = ground
            .count(
                "SELECT COUNT(*) AS count FROM person WHERE email = 'daria@rada.test' AND family_name = 'Ґалаґан' AND \
                 latin_family_name = 'Galagan' AND position_category = 2 AND appointment = 'appointed' AND language = 'uk'",
                vec![],
            )
            .await;
        assert_eq!(written, 1, "{name}");
    }
}

#[tokio::test]
async fn an_empty_cell_leaves_what_is_known_and_a_full_one_corrects_it() {
    let house = TestApp::new().await;
    Ground::new(&house).await;
    committed(&house, &Actor::system(), ImportKind::People, PEOPLE).await;
    let correction =
        "email;family_name;given_name;position\ndaria@rada.test;Ґалаґан-Коваль;;\nivan@rada.test;;;Голова\n";
    let job = committed(&house, &Actor::system(), ImportKind::People, correction).await;
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(0, 2, 0, 0)));
    let seen = house.app.people(&Actor::system(), &Default::default(), None, 100).await.unwrap().items;
    let daria = seen.iter().find(|one| one.email.as_str() == "daria@rada.test").unwrap();
    assert_eq!(daria.name.in_register(), "Ґалаґан-Коваль Дар’я Петрівна");
    assert_eq!(daria.name.latin_family.as_str(), "Galagan-Koval");
    assert_eq!(daria.position.as_ref().unwrap().as_str(), "Головний спеціаліст");
}

#[tokio::test]
async fn every_row_says_what_is_wrong_and_one_such_row_keeps_all_out() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let before = ground.count("SELECT COUNT(*) AS count FROM person", vec![]).await;
    let file = "email;прізвище;ім’я;організація;категорія посади;громада\n\
                a@rada.test;Коваль;Іван;;;\n\
                немає;;Іван;;9;\n\
                b@rada.test;;Іван;;9;\n\
                A@Rada.test ;Коваль;Іван;;;\n\
                c@rada.test;Коваль;Іван;12345679;;UA1\n\
                d@rada.test;Коваль;Іван;Рада, якої немає;;\n\
                \n\
                e@rada.test;=1+1;Іван;;;\n";
    let job = checked(&house, &Actor::system(), ImportKind::People, file).await;
    assert_eq!(
        verdicts(&house, &job).await,
        [
            (2, Verdict::New, vec![]),
            (
                3,
                Verdict::Faulty,
                vec![
                    "email fault-not-an-address".into(),
                    "family_name fault-missing".into(),
                    "position_category fault-out-of-range".into()
                ]
            ),
            (
                4,
                Verdict::Faulty,
                vec!["family_name fault-missing".into(), "position_category fault-out-of-range".into()]
            ),
            (5, Verdict::Faulty, vec!["- import-fault-repeated".into()]),
            (
                6,
                Verdict::Faulty,
                vec!["organization fault-wrong-check-digit".into(), "territory fault-unknown".into()]
            ),
            (7, Verdict::Faulty, vec!["organization fault-unknown".into()]),
            (9, Verdict::New, vec![]),
        ]
    );
    assert!(!job.can_commit());
    let permit = Actor::system().may_import_file().unwrap();
    assert!(house.app.wish_import(&permit, job.id).await.is_err());
    house.app.work_imports().await.unwrap();
    assert_eq!(ground.count("SELECT COUNT(*) AS count FROM person", vec![]).await, before);
}

#[tokio::test]
async fn a_row_is_mended_or_left_out_and_then_all_are_written() {
    let house = TestApp::new().await;
    Ground::new(&house).await;
    let permit = Actor::system().may_import_file().unwrap();
    let file = "email;family_name;given_name\na@rada.test;Коваль;Іван\nb@rada;Коваль;Іван\nc;Коваль;Іван\n";
    let job = checked(&house, &Actor::system(), ImportKind::People, file).await;
    assert_eq!(job.tally, tally(1, 0, 0, 2));
    let mut cells = rows(&house, &job).await[1].cells.clone();
    let still = house.app.mend_import_row(&permit, job.id, 3, &cells).await.unwrap();
    assert_eq!(still.verdict, Verdict::Faulty);
    cells[0] = "b@rada.test".to_owned();
    assert_eq!(house.app.mend_import_row(&permit, job.id, 3, &cells).await.unwrap().verdict, Verdict::New);
    house.app.leave_out_import_row(&permit, job.id, 4).await.unwrap();
    let job = house.app.import(&Actor::system(), job.id).await.unwrap();
    assert_eq!(job.tally, tally(2, 0, 0, 0));
    house.app.wish_import(&permit, job.id).await.unwrap();
    house.app.work_imports().await.unwrap();
    let job = house.app.import(&Actor::system(), job.id).await.unwrap();
    assert_eq!(job.state, JobState::Committed);
}

#[tokio::test]
async fn what_changed_since_the_check_is_judged_again_under_the_commit() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let permit = Actor::system().may_import_file().unwrap();
    let file = "email;family_name;given_name\na@rada.test;Коваль;Іван\nb@rada.test;Коваль;Іван\n";
    let job = checked(&house, &Actor::system(), ImportKind::People, file).await;
    // The mend makes a twin; it shows under the commit.
    let mut cells = rows(&house, &job).await[1].cells.clone();
    cells[0] = "a@rada.test".to_owned();
    house.app.mend_import_row(&permit, job.id, 3, &cells).await.unwrap();
    let before = ground.count("SELECT COUNT(*) AS count FROM person", vec![]).await;
    house.app.wish_import(&permit, job.id).await.unwrap();
    house.app.work_imports().await.unwrap();
    let job = house.app.import(&Actor::system(), job.id).await.unwrap();
    assert_eq!((job.state, job.tally), (JobState::Checked, tally(1, 0, 0, 1)));
    assert_eq!(ground.count("SELECT COUNT(*) AS count FROM person", vec![]).await, before);
}

#[tokio::test]
async fn a_personnel_officer_takes_in_the_own_people_only() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let officer = ground.person("Кадрова").await;
    let officer = staff(&ground, officer, Role::PersonnelOfficer, Scope::Organization(ground.council)).await;
    let (council, other) = (ground.council, ground.organization);
    let file = format!(
        "email;family_name;given_name;organization\n\
         own@rada.test;Коваль;Іван;{council}\nother@rada.test;Коваль;Іван;{other}\nnobody@rada.test;Коваль;Іван;\n"
    );
    let job = checked(&house, &officer, ImportKind::People, &file).await;
    let found: Vec<_> =
        verdicts(&house, &job).await.into_iter().map(|(_, verdict, faults)| (verdict, faults)).collect();
    let not_yours = (Verdict::Faulty, vec!["- import-fault-not-yours".to_owned()]);
    assert_eq!(found, [(Verdict::New, vec![]), not_yours.clone(), not_yours]);

    committed(&house, &Actor::system(), ImportKind::People, &file).await;
    let takeover = format!("email;family_name;given_name;organization\nother@rada.test;Чужий;;{council}\n");
    let job = checked(&house, &officer, ImportKind::People, takeover).await;
    assert_eq!(job.tally, tally(0, 0, 0, 1));
    let stranger = ground.person("Сторонній").await;
    let stranger = ground.actor(stranger, &[]);
    assert!(stranger.may_import_file().is_err());
    assert!(matches!(house.app.import(&stranger, job.id).await, Err(postup_app::Error::Missing("import"))));
}

#[tokio::test]
async fn enrollments_take_seats_under_the_lock_then_the_queue_and_nobody_comes_back_by_a_file() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(2, EnrollmentPolicy::Open).await;
    let manager = ground.person("Менеджер").await;
    let manager = staff(&ground, manager, Role::ProgramManager, Scope::Everything).await;
    let code = "WATER-7";
    ground.run("UPDATE cohort SET code = $1 WHERE id = $2", vec![code.into(), cohort.into()]).await;
    committed(&house, &Actor::system(), ImportKind::People, PEOPLE).await;
    let file = format!(
        "cohort;email;state\n{code};daria@rada.test;x\n{code};ivan@rada.test;\n{code};o.koval@rada.test;\n"
    );
    let job = committed(&house, &manager, ImportKind::Enrollments, &file).await;
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(3, 0, 0, 0)));
    let count = |state: &str| format!("SELECT COUNT(*) AS count FROM enrollment WHERE state = '{state}'");
    assert_eq!(ground.count(&count("confirmed"), vec![]).await, 2);
    assert_eq!(ground.count(&count("waitlisted"), vec![]).await, 1);
    ground.run("UPDATE enrollment SET state = 'withdrawn' WHERE state = 'waitlisted'", vec![]).await;
    let again = checked(&house, &manager, ImportKind::Enrollments, &file).await;
    assert_eq!(again.tally, tally(0, 0, 3, 0));

    let wrong = format!("cohort;email\nNO-1;ivan@rada.test\n{code};nobody@rada.test\n");
    let job = checked(&house, &manager, ImportKind::Enrollments, wrong).await;
    let faults: Vec<_> = verdicts(&house, &job).await.into_iter().map(|(_, _, faults)| faults).collect();
    assert_eq!(faults, [["cohort fault-unknown"], ["email fault-unknown"]]);
    house.clock.pass(Duration::days(3_000));
    let late = format!("cohort;email\n{code};{}\n", "late@rada.test");
    committed(
        &house,
        &Actor::system(),
        ImportKind::People,
        "email;family_name;given_name\nlate@rada.test;Пізній;Іван\n",
    )
    .await;
    let job = checked(&house, &manager, ImportKind::Enrollments, late).await;
    assert_eq!(verdicts(&house, &job).await[0].2, ["- rejection-enrollment-closed"]);
}

#[tokio::test]
async fn what_is_exported_comes_back_unchanged() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(30, EnrollmentPolicy::Open).await;
    let manager = ground.person("Менеджер").await;
    let manager = staff(&ground, manager, Role::ProgramManager, Scope::Everything).await;
    let code = "WATER-7";
    ground.run("UPDATE cohort SET code = $1 WHERE id = $2", vec![code.into(), cohort.into()]).await;
    committed(&house, &Actor::system(), ImportKind::People, PEOPLE).await;
    let formula =
        "email;family_name;given_name;position\nf@rada.test;Коваль;Іван;\"'=HYPERLINK(\"\"x\"\")\"\n";
    committed(&house, &Actor::system(), ImportKind::People, formula).await;
    let enrollments = format!("cohort;email\n{code};daria@rada.test\n");
    committed(&house, &manager, ImportKind::Enrollments, enrollments).await;
    for kind in [ImportKind::People, ImportKind::Enrollments] {
        for format in [TableFormat::Csv, TableFormat::Xlsx] {
            let (table, count) = exported(&house, kind, format).await;
            assert!(count > 0 && no_cell_is_a_formula(format, &table));
            let job = checked(&house, &Actor::system(), kind, &table).await;
            assert_eq!(
                job.tally,
                tally(0, 0, count, 0),
                "{kind} {format} {:?}",
                verdicts(&house, &job).await
            );
        }
    }
}

/// A table as everybody may see it who sees everything, and how many rows it has.
async fn exported(house: &TestApp, kind: ImportKind, format: TableFormat) -> (Vec<u8>, i64) {
    let mut written = Written::new(format).unwrap();
    written.heading(kind.columns().iter().map(|column| column.name)).unwrap();
    let part = house.app.export_rows(&Actor::system(), kind, None, None).await.unwrap();
    for row in &part.rows {
        written.row(row.iter().map(String::as_str)).unwrap();
    }
    (written.finish().unwrap(), i64::try_from(part.rows.len()).unwrap())
}

/// As another reader than ours sees the table.
fn no_cell_is_a_formula(format: TableFormat, table: &[u8]) -> bool {
    let is_text = |cell: &str| !cell.starts_with(postup_domain::import::begins_formula);
    match format {
        TableFormat::Csv => {
            let text = str::from_utf8(table).unwrap().strip_prefix('\u{feff}').unwrap();
            text.lines().flat_map(|line| line.split(';')).all(|cell| is_text(cell.trim_start_matches('"')))
        }
        TableFormat::Xlsx => {
            let mut book = calamine::Xlsx::new(std::io::Cursor::new(table)).unwrap();
            let name = book.sheet_names().remove(0);
            let formulas = book.worksheet_formula(&name).unwrap().cells().count();
            let cells = book.worksheet_range(&name).unwrap();
            let texts = cells.used_cells().all(|(_, _, cell)| is_text(cell.get_string().unwrap()));
            formulas == 0 && texts
        }
    }
}

proptest::proptest! {
    #[test]
    fn whatever_a_cell_holds_it_is_written_as_a_text_and_read_as_itself(
        cells in proptest::collection::vec("[=+\\-@＝＋－＠'\t\r\n\";,а-яҐґA-z0-9 ]{0,12}", 1..20),
    ) {
        use postup_app::sheet::{self, Bounds, Kind, Row, Trouble};
        let bounds =
            Bounds { file: 1 << 20, inflated: 1 << 20, cells: 1_000, longest: 100, cut: true };
        let said: Vec<&str> = cells.iter().map(|cell| postup_domain::import::plain(cell)).collect();
        for format in [TableFormat::Csv, TableFormat::Xlsx] {
            let mut written = Written::new(format).unwrap();
            written.heading(["a", "b"].into_iter()).unwrap();
            for cell in &said {
                written.row([*cell, "x"].into_iter()).unwrap();
            }
            let table = written.finish().unwrap();
            let mut read = Vec::new();
            let take = |row: Row| {
                let first = row.cells.first().filter(|(column, _)| *column == 0);
                read.push(first.map_or_else(String::new, |(_, text)| text.clone()));
                Ok::<(), Trouble>(())
            };
            match sheet::kind(&table, &bounds).unwrap() {
                Kind::Text => sheet::text::read(&table, &bounds, take).unwrap(),
                Kind::Workbook => sheet::workbook::read(&table, &bounds, take).unwrap(),
            }
            let again: Vec<&str> = read[1..].iter().map(|cell| postup_domain::import::plain(cell)).collect();
            proptest::prop_assert_eq!(&again, &said, "{}", format);
        }
    }
}
