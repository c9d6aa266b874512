//! Files that are large, hostile or no tables at all.

use super::*;
use crate::territory::files::packed;

#[tokio::test]
async fn a_hundred_thousand_malformed_rows_are_each_named_and_nothing_is_written() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let administrator = ground.person("Адміністраторка").await;
    let token = ground.sign_in(administrator, &[(Role::Administrator, Scope::Everything)]).await;
    let before = ground.count("SELECT COUNT(*) AS count FROM person", vec![]).await;
    let file = format!("email;family_name;given_name\n{}", "не адреса;;=1\n".repeat(100_000));
    let job = checked(&house, &Actor::system(), ImportKind::People, file).await;
    assert_eq!((job.state, job.tally), (JobState::Checked, tally(0, 0, 0, 100_000)));
    let last = house.app.import_rows(&job, Some(Verdict::Faulty), 100_000, 10).await.unwrap();
    assert_eq!(last.iter().map(|row| row.number).collect::<Vec<_>>(), [100_001]);
    let (status, report) = pages::read(&house, &token, &job, "/report.csv?verdict=faulty").await;
    let named = report.lines().skip(1).map(|line| line.split(';').next().unwrap().parse::<u32>().unwrap());
    assert!(status.is_success() && named.eq(2..=100_001_u32), "{:?}", report.lines().nth(1));
    let (status, page) = pages::read(&house, &token, &job, "?verdict=faulty&after=99990").await;
    assert!(status.is_success() && page.contains("/rows/100001\"") && !page.contains("/commit\""), "{page}");
    assert_eq!(ground.count("SELECT COUNT(*) AS count FROM person", vec![]).await, before);
}

#[tokio::test]
async fn malformed_rows_about_sessions_are_each_named_too() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    for (kind, heading, row) in [
        (ImportKind::Marks, "cohort;session;email;status", "=1+1;\u{202e}вчора;не адреса;'"),
        (ImportKind::Marks, "session;line_code;minutes", "9999-99-99 99:99;ЇЇЇ-ЇЇЇ;1e999"),
        (ImportKind::Interruptions, "cohort;began_at;ended_at;cause", "'';0000-00-00;T;дощ"),
        (ImportKind::Interruptions, "organization;began_at;ended_at", "00000000;262143-12-31;-1"),
    ] {
        let file = format!("{heading}\n{}", format!("{row}\n").repeat(3_000));
        let job = checked(&house, &Actor::system(), kind, file).await;
        assert_eq!((job.state, job.tally), (JobState::Checked, tally(0, 0, 0, 3_000)), "{row}");
    }
    for table in ["mark", "interruption_note"] {
        let count = format!("SELECT COUNT(*) AS count FROM {table}");
        assert_eq!(ground.count(&count, vec![]).await, 0, "{table}");
    }
}

#[tokio::test]
async fn bombs_damaged_and_foreign_files_are_refused_with_a_reason() {
    let house = TestApp::new().await;
    let zeros = vec![0; 70 * 1024 * 1024];
    let bomb = packed([("xl/worksheets/sheet1.xml".to_owned(), zeros.as_slice())].into_iter());
    let sound = files::workbook(PEOPLE);
    for (file, code) in [
        (bomb, "import-flaw-bomb"),
        (sound[..sound.len() / 2].to_vec(), "import-flaw-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "import-flaw-old-workbook"),
        (b"hello".to_vec(), "import-flaw-no-heading"),
        (b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), "import-flaw-not-text"),
    ] {
        for kind in ImportKind::ALL {
            let job = checked(&house, &Actor::system(), *kind, &file).await;
            assert_eq!(job.state, JobState::Refused, "{code}");
            assert!(job.flaw.as_deref().unwrap().contains(code), "{code}: {:?}", job.flaw);
            for locale in postup_i18n::Locale::ALL {
                assert!(!postup_http::verdict::flaw(locale, &job).unwrap().contains("import-flaw"));
            }
            assert!(rows(&house, &job).await.is_empty());
        }
    }
    let permit = Actor::system().may_import_file().unwrap();
    let large = vec![b'a'; 10 * 1024 * 1024 + 1];
    assert!(house.app.receive_import(&permit, ImportKind::People, "a.csv", large).await.is_err());
}

#[tokio::test]
async fn a_check_that_broke_off_begins_anew_when_its_lease_is_over() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let permit = Actor::system().may_import_file().unwrap();
    let job = house.app.receive_import(&permit, ImportKind::People, "a.csv", PEOPLE.into()).await.unwrap();
    // What a worker that died leaves: some rows, some counters, its lease.
    ground.run("UPDATE import_job SET state = 'checking', rows_new = 2", vec![]).await;
    house.app.work_imports().await.unwrap();
    let job = house.app.import(&Actor::system(), job.id).await.unwrap();
    assert_eq!((job.state, job.tally), (JobState::Checked, tally(3, 0, 0, 0)));
}

#[tokio::test]
async fn rows_nobody_came_back_for_are_forgotten_and_the_job_stays() {
    let house = TestApp::new().await;
    Ground::new(&house).await;
    let job = checked(&house, &Actor::system(), ImportKind::People, PEOPLE).await;
    assert_eq!(house.app.forget_imports().await.unwrap(), 0);
    house.clock.pass(Duration::days(31));
    assert_eq!(house.app.forget_imports().await.unwrap(), 1);
    assert!(rows(&house, &job).await.is_empty());
    assert_eq!(house.app.import(&Actor::system(), job.id).await.unwrap().tally, tally(3, 0, 0, 0));
}
