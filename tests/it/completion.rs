//! Completion is derived from marks and scores, and says what is missing.

use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{Basis, MarkKind, MarkSource, NewMark};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::completion::{CompletionState, Reason};
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
