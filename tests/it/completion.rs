//! Completion is derived from marks and scores, and says what is missing.

use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{Basis, MarkKind, MarkSource, NewMark};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::completion::{Chance, CompletionState, Reason};
use postup_domain::id::{EnrollmentId, MarkId, SessionId};
use postup_http::explain;
use postup_i18n::Locale;
use postup_tests::{Ground, TestApp};

async fn present(house: &TestApp, trainer: &Actor, session: SessionId, enrollment: EnrollmentId) {
    let permit = house.app.may_take_attendance(trainer, session).await.unwrap();
    let id = MarkId::new(house.app.now(), house.app.entropy());
    let (kind, basis) = (MarkKind::Present, Basis::Unstated);
    let mark = NewMark { id, enrollment, kind, minutes: None, device_at: None, reason: None, basis };
    house.app.record_marks(&permit, vec![mark], MarkSource::Api).await.unwrap();
}

async fn close(house: &TestApp, trainer: &Actor, session: SessionId) {
    let permit = house.app.may_close_register(trainer, session).await.unwrap();
    house.app.close_register(&permit).await.unwrap();
}

#[tokio::test]
async fn the_verdict_follows_marks_registers_and_score() {
    let house = TestApp::new().await;
    let ground = Ground::with_rule(&house, 80, Some(60)).await;
    let cohort = ground.cohort(5, EnrollmentPolicy::Open).await;
    let begun = ground.now - chrono::Duration::hours(5);
    let sessions = [ground.session(cohort, begun, 80).await, ground.session(cohort, begun, 20).await];
    let called_off = ground.session(cohort, begun, 500).await;
    ground.run("UPDATE session SET state = 'cancelled' WHERE id = $1", vec![called_off.into()]).await;
    let trainer = ground.actor(ground.person("Тренер").await, &[(Role::Trainer, Scope::Cohort(cohort))]);
    let mut ids = Vec::new();
    for person in ground.people(2).await {
        let actor = ground.actor(person, &[]);
        let permit = house.app.may_enroll(&actor, cohort, person).await.unwrap();
        ids.push(house.app.enroll(permit).await.unwrap().enrollment.id);
    }
    let verdict = async |id: EnrollmentId| house.app.verdicts(&[id]).await.unwrap().pop().unwrap().2;
    assert_eq!(
        verdict(ids[0]).await.reasons,
        [
            Reason::MinutesMissing { missing: 80, available: 100 },
            Reason::RegistersOpen { count: 2 },
            Reason::ScoreMissing { required: 60 },
        ]
    );
    present(&house, &trainer, sessions[0], ids[0]).await;
    present(&house, &trainer, sessions[1], ids[1]).await;
    close(&house, &trainer, sessions[0]).await;
    let lost = verdict(ids[1]).await;
    assert_eq!(lost.state, CompletionState::NotCompleted);
    assert!(lost.reasons.contains(&Reason::MinutesMissing { missing: 60, available: 0 }));
    close(&house, &trainer, sessions[1]).await;
    assert_eq!(verdict(ids[0]).await.reasons, [Reason::ScoreMissing { required: 60 }]);
    let permit = house.app.may_assess(&trainer, ids[0]).await.unwrap();
    assert!(matches!(house.app.assess(&permit, 101, None).await, Err(Error::Invalid(_))));
    let version = house.app.assess(&permit, 59, Some(1)).await.unwrap();
    assert_eq!(verdict(ids[0]).await.state, CompletionState::NotCompleted);
    assert!(matches!(house.app.assess(&permit, 75, Some(1)).await, Err(Error::Stale)));
    house.app.assess(&permit, 75, Some(version)).await.unwrap();
    assert_eq!(verdict(ids[0]).await.state, CompletionState::Completed);
    let scores = "SELECT COUNT(*) AS count FROM assessment WHERE enrollment_id = $1";
    assert_eq!(ground.count(scores, vec![ids[0].into()]).await, 2);
    let (_, judged) = house.app.completion(&trainer, cohort).await.unwrap();
    let states: Vec<_> = judged.iter().map(|one| (one.enrollment, one.verdict.state)).collect();
    assert_eq!(states, [(ids[0], CompletionState::Completed), (ids[1], CompletionState::NotCompleted)]);
    let official = ground.actor(ground.person("Чужа").await, &[]);
    assert!(matches!(house.app.completion(&official, cohort).await, Err(Error::Denied(_))));
}

#[test]
fn every_reason_has_words_in_both_languages() {
    for reason in Reason::ALL {
        for locale in Locale::ALL {
            assert!(!explain::missing(locale, *reason).is_empty());
        }
    }
    let missing = Reason::MinutesMissing { missing: 21, available: 90 };
    let said = explain::missing(Locale::Uk, missing);
    assert_eq!(said, "Бракує 21 хвилини присутності; незакриті заняття ще можуть дати 90.");
}

/// A cohort of three sessions of 90 minutes: one is over and closed, two are ahead; 80 % are asked for.
#[tokio::test]
async fn whoever_comes_near_the_limit_is_told_once_what_not_to_miss_and_where_it_can_be_finished() {
    let house = TestApp::new().await;
    let ground = Ground::with_rule(&house, 60, None).await;
    let cohort = ground.cohort(5, EnrollmentPolicy::Open).await;
    ground.run("UPDATE cohort SET code = 'WATER-01'", vec![]).await;
    let hour = chrono::Duration::hours(1);
    let past = ground.session(cohort, ground.now - hour * 3, 90).await;
    let ahead = [
        ground.session(cohort, ground.now + hour * 24, 90).await,
        ground.session(cohort, ground.now + hour * 48, 90).await,
    ];
    let trainer = ground.actor(ground.person("Тренер").await, &[(Role::Trainer, Scope::Cohort(cohort))]);
    let officer = ground.person("Кадри").await;
    ground.sign_in(officer, &[(Role::PersonnelOfficer, Scope::Organization(ground.council))]).await;
    let mut ids = Vec::new();
    let people = ground.people(2).await;
    for person in &people {
        let actor = ground.actor(*person, &[]);
        let permit = house.app.may_enroll(&actor, cohort, *person).await.unwrap();
        ids.push(house.app.enroll(permit).await.unwrap().enrollment.id);
    }
    let token = ground.sign_in(people[1], &[]).await;
    ground.run("UPDATE login SET expires_at = $1", vec![(ground.now + hour * 900).into()]).await;
    let letters = async || {
        let text = "SELECT COUNT(*) AS count FROM notification WHERE key = 'attendance_at_risk'";
        ground.count(text, vec![]).await
    };
    present(&house, &trainer, past, ids[0]).await;
    close(&house, &trainer, past).await;
    assert_eq!(letters().await, 2, "the one who missed it, and the personnel officer");
    let postman =
        std::sync::Arc::new(postup_app::outbox::Postman::new(house.app.clone(), house.mailer.clone()));
    house.mailbox.take();
    let delivered = postman.deliver_due(100).await.unwrap();
    let told = house.mailbox.take();
    let warned: Vec<&str> = told.iter().map(|letter| letter.text.as_str()).collect();
    assert!(
        warned.iter().filter(|text| text.contains("0 minutes of the 162 needed")).count() == 2,
        "{delivered:?} {warned:?}"
    );
    let of = async |person: usize| {
        let actor = ground.actor(people[person], &[]);
        let of = house.app.enrollment(&actor, ids[person]).await.unwrap();
        house.app.outlook(&actor, &of).await.unwrap().unwrap()
    };
    let missed = of(1).await;
    assert_eq!(missed.chance, Chance::Possible);
    let hopes: Vec<_> =
        missed.hopes.iter().map(|hope| (hope.session.id, hope.minutes, hope.needed)).collect();
    assert_eq!(hopes, [(ahead[0], 90, true), (ahead[1], 90, true)]);
    assert!(of(0).await.hopes.iter().all(|hope| !hope.needed), "one of the two is enough");
    for person in [0, 1] {
        let outlook = of(person).await;
        let sum = outlook.verdict.evidence;
        assert_eq!(outlook.hopes.iter().map(|hope| hope.minutes).sum::<i64>(), sum.available);
    }
    // Nobody is told twice, and what is lost is not told at all.
    let client = house.client();
    house.clock.pass(hour * 26);
    let over: Vec<_> = of(1).await.hopes.iter().map(|hope| (hope.session.id, hope.over)).collect();
    assert_eq!(over, [(ahead[0], true), (ahead[1], false)], "what has ended cannot be missed any more");
    let page =
        client.get(format!("/me/enrollments/{}", ids[1])).header("authorization", format!("Bearer {token}"));
    let page = page.send().await.0.into_body().into_string().await.unwrap();
    assert_eq!(page.matches("not to be missed").count(), 1, "{page}");
    assert!(page.contains("over, its register is not filled yet"), "{page}");
    close(&house, &trainer, ahead[0]).await;
    assert_eq!(letters().await, 2 + 2, "now the other comes near the limit");
    assert_eq!(of(1).await.chance, Chance::Gone);
    assert_eq!(of(1).await.elsewhere.len(), 0);
    let later = ground.cohort(5, EnrollmentPolicy::Open).await;
    for day in [3, 4] {
        ground.session(later, ground.now + hour * 24 * day, 90).await;
    }
    let elsewhere = of(1).await.elsewhere;
    assert_eq!(elsewhere.len(), 1);
    assert_eq!((elsewhere[0].cohort.id, elsewhere[0].credited, elsewhere[0].available), (later, 0, 180));
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
    for (path, expected) in [
        (format!("/api/v1/enrollments/{}/outlook", ids[1]), "\"chance\":\"gone\""),
        (format!("/me/enrollments/{}", ids[1]), "Finish in another cohort"),
    ] {
        let answer = client.get(path).header("authorization", format!("Bearer {token}")).send().await.0;
        let said = answer.into_body().into_string().await.unwrap();
        assert!(said.contains(expected), "{said}");
    }
    let foreign = ground.actor(ground.person("Чужа").await, &[]);
    assert!(matches!(house.app.enrollment(&foreign, ids[1]).await, Err(Error::Missing(_))));
}
