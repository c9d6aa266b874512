//! Nominations from a file.

use super::*;
use postup_domain::import::NOMINATIONS;

struct Council {
    house: TestApp,
    ground: Ground,
    officer: Actor,
}

const CODE: &str = "WATER-7";

impl Council {
    async fn new() -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(2, EnrollmentPolicy::Open).await;
        ground.run("UPDATE cohort SET code = $1 WHERE id = $2", vec![CODE.into(), cohort.into()]).await;
        let officer = ground.person("Кадрова").await;
        let scope = Scope::Organization(ground.council);
        let officer = staff(&ground, officer, Role::PersonnelOfficer, scope).await;
        Self { house, ground, officer }
    }

    /// Somebody with this address who works somewhere.
    async fn person(&self, email: &str, elsewhere: bool) {
        let person = self.ground.person("Відома").await;
        let employer = if elsewhere { self.ground.organization } else { self.ground.council };
        self.ground
            .run(
                "UPDATE person SET email = $1, organization_id = $2 WHERE id = $3",
                vec![email.into(), employer.into(), person.into()],
            )
            .await;
    }

    async fn count(&self, text: &str) -> i64 {
        self.ground.count(text, vec![]).await
    }
}

const ASKED: &str = "SELECT COUNT(*) AS count FROM notification WHERE key = 'nomination_asked'";

#[tokio::test]
async fn an_officer_nominates_the_listed_the_new_and_the_unlisted_with_one_file_twice_the_same() {
    let council = Council::new().await;
    council.person("own@rada.test", false).await;
    council.person("else@rada.test", true).await;
    let file = format!(
        "Код групи;Пошта;Прізвище;Ім’я;Посада\n{CODE};own@rada.test;;;Голова\n\
         {CODE};new@rada.test;Нова;Особа;спеціаліст\n{CODE};else@rada.test;Нова;Особа;спеціаліст\n"
    );
    let job = committed(&council.house, &council.officer, ImportKind::Nominations, &file).await;
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(3, 0, 0, 0)));
    assert_eq!(council.count(ASKED).await, 3);
    let corrected =
        "SELECT COUNT(*) AS count FROM person WHERE email = 'own@rada.test' AND position = 'Голова'";
    assert_eq!(council.count(corrected).await, 1);
    let untouched =
        "SELECT COUNT(*) AS count FROM person WHERE email = 'else@rada.test' AND family_name = 'Відома'";
    assert_eq!(council.count(untouched).await, 1);
    let again = checked(&council.house, &council.officer, ImportKind::Nominations, &file).await;
    assert_eq!((again.state, again.tally), (JobState::Checked, tally(0, 0, 3, 0)));

    for format in [TableFormat::Csv, TableFormat::Xlsx] {
        let (table, rows) = table_of(&council, format).await;
        assert_eq!(rows, 3);
        let job = checked(&council.house, &council.officer, ImportKind::Nominations, table).await;
        assert_eq!(job.tally, tally(0, 0, 3, 0), "{:?}", verdicts(&council.house, &job).await);
    }
}

/// As the officer may take it away.
async fn table_of(council: &Council, format: TableFormat) -> (Vec<u8>, usize) {
    let mut written = Written::new(format).unwrap();
    written.heading(NOMINATIONS.iter().map(|column| column.name)).unwrap();
    let (mut after, mut count) = (None, 0);
    loop {
        let part =
            council.house.app.export_rows(&council.officer, ImportKind::Nominations, None, after.as_ref());
        let part = part.await.unwrap();
        for row in &part.rows {
            assert!(row[2] != "Відома" || row[1] != "else@rada.test", "a name that was never typed");
            written.row(row.iter().map(String::as_str)).unwrap();
            count += 1;
        }
        after = match part.next {
            Some(next) => Some(next),
            None => return (written.finish().unwrap(), count),
        };
    }
}

#[tokio::test]
async fn the_verdict_is_the_same_whether_an_address_is_known_or_not() {
    let council = Council::new().await;
    council.person("else@rada.test", true).await;
    let row = |rest: &str, email: &str| format!("cohort;email;{rest}\n{CODE};{email};");
    for (heading, cells) in [
        ("family_name;given_name", "Нова;Особа"),
        ("family_name;given_name", ";"),
        ("family_name;given_name;organization", "Нова;Особа;32490244"),
        ("family_name;given_name;position_category", "Нова;Особа;9"),
    ] {
        let mut said = Vec::new();
        for email in ["else@rada.test", "new@rada.test"] {
            let file = format!("{}{cells}\n", row(heading, email));
            let job = checked(&council.house, &council.officer, ImportKind::Nominations, file).await;
            said.push((job.tally, verdicts(&council.house, &job).await));
        }
        assert_eq!(said[0], said[1], "{heading} {cells}");
    }
}

#[tokio::test]
async fn every_row_says_what_is_wrong_and_nobody_is_asked() {
    let council = Council::new().await;
    council.person("own@rada.test", false).await;
    let other = council.ground.organization;
    let file = format!(
        "cohort;email;family_name;given_name;organization\n\
         NO-1;own@rada.test;;;\n{CODE};own@rada.test;;;\n{CODE};own@rada.test;;;\n{CODE};немає;;;\n\
         {CODE};new@rada.test;;;\n{CODE};a@rada.test;Нова;Особа;{other}\n{CODE};own2@rada.test;Нова;Особа;\n"
    );
    let job = checked(&council.house, &council.officer, ImportKind::Nominations, file).await;
    let found: Vec<_> = verdicts(&council.house, &job)
        .await
        .into_iter()
        .map(|(_, verdict, faults)| (verdict, faults))
        .collect();
    let faulty = |faults: &[&str]| (Verdict::Faulty, faults.iter().map(|one| (*one).to_owned()).collect());
    assert_eq!(
        found,
        [
            faulty(&["cohort fault-unknown"]),
            (Verdict::New, vec![]),
            faulty(&["- import-fault-repeated"]),
            faulty(&["email fault-not-an-address"]),
            faulty(&["family_name fault-missing", "given_name fault-missing"]),
            faulty(&["- import-fault-not-yours"]),
            (Verdict::New, vec![]),
        ]
    );
    assert_eq!(council.count(ASKED).await, 0);
}

#[tokio::test]
async fn one_person_for_two_cohorts_is_corrected_once() {
    let council = Council::new().await;
    council.person("own@rada.test", false).await;
    let second = council.ground.cohort(5, EnrollmentPolicy::Approval).await;
    council.ground.run("UPDATE cohort SET code = 'WATER-8' WHERE id = $1", vec![second.into()]).await;
    let file = format!("cohort;email;position\n{CODE};own@rada.test;Голова\nWATER-8;own@rada.test;Голова\n");
    let job = committed(&council.house, &council.officer, ImportKind::Nominations, &file).await;
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(2, 0, 0, 0)));
    let edited = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'person.edited'";
    assert_eq!((council.count(ASKED).await, council.count(edited).await), (2, 1));
}
