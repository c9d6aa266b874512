//! Tables of interruptions: alerts over a whole organization, a cohort or a session; twice the same.

use super::marks::named;
use super::*;
use crate::attendance::class;
use postup_domain::interruption::InterruptionSource;

#[tokio::test]
async fn alerts_stop_the_sessions_they_meet_and_the_same_file_changes_nothing() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 2).await;
    // Begun half an hour ago, and one of yesterday; another cohort of the same organization at the same time.
    let other = ground.cohort(3, EnrollmentPolicy::Open).await;
    let beside = ground.session(other, ground.now - Duration::minutes(30), 90).await;
    let yesterday = ground.session(class.cohort, ground.now - Duration::days(1), 60).await;
    let manager = ground.person("Керівна").await;
    let runs = Scope::Organization(ground.organization);
    let manager = staff(&ground, manager, Role::ProgramManager, runs).await;
    let at =
        |minutes: i64| (ground.now + Duration::minutes(minutes)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let code = named(&ground, class.cohort, "WATER-7").await;
    named(&ground, other, "WATER-8").await;
    let file = format!(
        "organization,cohort,began_at,ended_at,cause\n\
         {},,{},{},\n,{code},{},{},немає світла\n,{code},{},{},alert\n",
        ground.organization,
        at(-25),
        at(-5),
        at(-24 * 60 + 5),
        at(-24 * 60 + 20),
        at(-48 * 60),
        at(-47 * 60),
    );
    let job = committed(&house, &manager, ImportKind::Interruptions, &file).await;
    let told = verdicts(&house, &job).await;
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(2, 0, 1, 0)), "{told:?}");
    for (session, lost) in [(class.session, 20), (beside, 20), (yesterday, 15)] {
        let found = house.app.interruptions(&manager, session).await.unwrap();
        assert_eq!((found.standing.len(), found.session.count.lost_minutes), (1, lost));
        assert_eq!(found.notes[0].note.source, InterruptionSource::Import);
    }
    let notes = "SELECT COUNT(*) AS count FROM interruption_note";
    assert_eq!(ground.count(notes, vec![]).await, 3);
    let trail = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'session.interrupted'";
    assert_eq!(ground.count(trail, vec![]).await, 3);
    let again = checked(&house, &manager, ImportKind::Interruptions, &file).await;
    assert_eq!((again.state, again.tally), (JobState::Checked, tally(0, 0, 3, 0)));
    // What is written is taken in again unchanged.
    let mut written = Written::new(TableFormat::Csv).unwrap();
    written.heading(ImportKind::Interruptions.columns().iter().map(|column| column.name)).unwrap();
    let mut after = None;
    loop {
        let part =
            house.app.export_rows(&manager, ImportKind::Interruptions, None, after.as_ref()).await.unwrap();
        for row in &part.rows {
            written.row(row.iter().map(String::as_str)).unwrap();
        }
        after = part.next;
        if after.is_none() {
            break;
        }
    }
    let table = written.finish().unwrap();
    let same = checked(&house, &manager, ImportKind::Interruptions, table).await;
    assert_eq!((same.state, same.tally), (JobState::Checked, tally(0, 0, 3, 0)));
    // Nor does a file bring back what a human has corrected since.
    let permit = house.app.may_take_attendance(&manager, beside).await.unwrap();
    let standing = house.app.interruptions(&manager, beside).await.unwrap().standing;
    let reason = postup_domain::text::Line::new("reason", "навчалися в укритті").unwrap();
    let source = InterruptionSource::Web;
    house.app.correct_interruption(&permit, standing[0].id, None, reason, source).await.unwrap();
    let again = checked(&house, &manager, ImportKind::Interruptions, &file).await;
    assert_eq!(again.tally, tally(0, 0, 3, 0));
}

#[tokio::test]
async fn every_row_of_interruptions_says_what_is_wrong() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    let trainer = class.trainer.person().unwrap();
    let trainer = staff(&ground, trainer, Role::Trainer, Scope::Cohort(class.cohort)).await;
    let code = named(&ground, class.cohort, "WATER-7").await;
    let at =
        |minutes: i64| (ground.now + Duration::minutes(minutes)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let (from, until) = (at(-25), at(-5));
    let file = format!(
        "organization,cohort,session,began_at,ended_at,cause\n\
         {},,,{from},{until},\n\
         ,,,{from},{until},\n\
         ,{code},,{until},{from},\n\
         ,{code},,{from},{},\n\
         ,{code},,{from},,\n\
         ,{code},,{from},{until},дощ\n\
         ,{code},,{from},{until},\n\
         ,{code},,{from},{until},\n\
         ,{code},{},{},{from},\n",
        ground.organization,
        at(60),
        class.session,
        at(-40 * 24 * 60),
    );
    let job = checked(&house, &trainer, ImportKind::Interruptions, &file).await;
    let faults: Vec<Vec<String>> =
        verdicts(&house, &job).await.into_iter().map(|(_, _, faults)| faults).collect();
    let expected: [&[&str]; 9] = [
        &["- import-fault-not-yours"],
        &["cohort fault-missing"],
        &["ended_at fault-ends-before-start"],
        &["ended_at fault-in-future"],
        &["ended_at fault-missing"],
        &["cause fault-not-a-word"],
        &[],
        &["- import-fault-repeated"],
        &["ended_at fault-outside-period"],
    ];
    assert_eq!(faults, expected);
    assert_eq!(ground.count("SELECT COUNT(*) AS count FROM interruption_note", vec![]).await, 0);
    let permit = house.app.may_close_register(&trainer, class.session).await.unwrap();
    house.app.close_register(&permit).await.unwrap();
    let one = format!("cohort,began_at,ended_at\n{code},{from},{until}\n");
    let job = checked(&house, &trainer, ImportKind::Interruptions, one).await;
    assert_eq!(verdicts(&house, &job).await[0].2, ["- rejection-register-closed"]);
}
