//! Registers after their sessions: closed by rule, people reminded once, and changed afterwards by two people only.

use crate::attendance::{Class, class, mark};
use chrono::Duration;
use poem::http::StatusCode;
use postup_app::Error;
use postup_app::attendance::NewCorrection;
use postup_app::outbox::Postman;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{CorrectionVerdict, MarkKind, MarkSource, Outcome};
use postup_domain::closing::RawClosing;
use postup_domain::id::{CorrectionId, EnrollmentId, MarkId, PersonId};
use postup_domain::rejection::Refusal;
use postup_domain::session::RegisterState;
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};
use serde_json::json;
use std::sync::Arc;

fn rule(close: &str) -> RawClosing {
    RawClosing {
        close_hours: close.to_owned(),
        trainer_hours: "10".to_owned(),
        manager_hours: "20".to_owned(),
        appeal_days: "14".to_owned(),
        source: String::new(),
    }
}

fn reason() -> Line {
    Line::new("reason", "за паперовим списком").unwrap()
}

async fn present(house: &TestApp, class: &Class, by: &Actor, person: usize) -> Vec<Outcome> {
    let permit = house.app.may_take_attendance(by, class.session).await.unwrap();
    let marks = vec![mark(house, class.people[person], MarkKind::Present)];
    let outcomes = house.app.record_marks(&permit, marks, MarkSource::Api).await.unwrap();
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

async fn letters(ground: &Ground) -> i64 {
    ground.count("SELECT COUNT(*) AS count FROM notification WHERE key = 'register_unfilled'", vec![]).await
}

async fn state(house: &TestApp, class: &Class) -> RegisterState {
    house.app.register(&class.trainer, class.session, None, 1).await.unwrap().meeting.register
}

/// A trainer of the class who can be found by the grant, as letters are addressed.
async fn appoint(ground: &Ground, class: &Class) -> Actor {
    let person = ground.person("Довіра").await;
    ground.sign_in(person, &[(Role::Trainer, Scope::Cohort(class.cohort))]).await;
    ground.actor(person, &[(Role::Trainer, Scope::Cohort(class.cohort))])
}

#[tokio::test]
async fn trainers_are_reminded_then_managers_and_the_rule_closes_what_is_marked() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 2).await;
    appoint(&ground, &class).await;
    let manager = ground.manager().await;
    let runs = [(Role::ProgramManager, Scope::Organization(ground.organization))];
    ground.sign_in(manager.person().unwrap(), &runs).await;
    let permit = house.app.may_rule_closing(&manager, ground.organization).await.unwrap();
    assert!(house.app.may_rule_closing(&class.trainer, ground.organization).await.is_err());
    house.app.set_closing(&permit, &rule("30")).await.unwrap();
    house.clock.pass(Duration::hours(12));
    assert_eq!(house.app.settle_registers().await.unwrap(), 1);
    assert_eq!(house.app.settle_registers().await.unwrap(), 0, "once");
    assert_eq!(letters(&ground).await, 1);
    let postman = Arc::new(Postman::new(house.app.clone(), house.mailer.clone()));
    assert_eq!(postman.deliver_due(10).await.unwrap().sent, 1);
    house.clock.pass(Duration::hours(10));
    assert_eq!(house.app.settle_registers().await.unwrap(), 1);
    assert_eq!(letters(&ground).await, 2);
    house.clock.pass(Duration::hours(24));
    assert_eq!(house.app.settle_registers().await.unwrap(), 0, "nobody is marked, so a human closes it");
    present(&house, &class, &class.trainer, 0).await;
    assert_eq!(house.app.settle_registers().await.unwrap(), 1);
    assert_eq!(state(&house, &class).await, RegisterState::Closed);
    let steps = house.app.register_history(&class.trainer, class.session).await.unwrap();
    assert_eq!((steps.len(), steps[0].author), (1, None));
    // Closed by then, so nobody is bothered.
    assert_eq!(postman.deliver_due(10).await.unwrap().dropped, 1);
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn a_cohort_has_its_own_rule_until_it_follows_the_organization_again() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    let manager = ground.manager().await;
    let permit = house.app.may_manage_cohort(&manager, class.cohort).await.unwrap();
    let faults = house.app.set_closing_of_cohort(&permit, Some(&rule("721"))).await.unwrap_err();
    assert!(matches!(faults, Error::Invalid(faults) if faults[0].field == "close_hours"));
    house.app.set_closing_of_cohort(&permit, Some(&rule("1"))).await.unwrap();
    present(&house, &class, &class.trainer, 0).await;
    house.app.set_closing_of_cohort(&permit, None).await.unwrap();
    let closing = house.app.closing_of_cohort(&permit).await.unwrap();
    assert_eq!((closing.own, closing.all.len(), closing.present.close_hours), (false, 2, None));
    house.clock.pass(Duration::hours(3));
    assert_eq!(house.app.settle_registers().await.unwrap(), 0);
    house.app.set_closing_of_cohort(&permit, Some(&rule("1"))).await.unwrap();
    assert_eq!(house.app.settle_registers().await.unwrap(), 0, "it ended before");
    for statement in ["UPDATE closing_rule SET inherits = TRUE", "DELETE FROM closing_rule"] {
        assert!(ground.attempt(statement, vec![]).await.is_err(), "{statement}");
    }
}

async fn closed(house: &TestApp, ground: &Ground) -> Class {
    let class = class(house, ground, 2).await;
    present(house, &class, &class.trainer, 0).await;
    let permit = house.app.may_close_register(&class.trainer, class.session).await.unwrap();
    house.app.close_register(&permit).await.unwrap();
    house.clock.pass(Duration::minutes(1));
    class
}

#[tokio::test]
async fn whoever_opens_a_register_again_does_not_change_it() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = closed(&house, &ground).await;
    let manager = ground.manager().await;
    let permit = house.app.may_reopen_register(&manager, class.session).await.unwrap();
    house.app.reopen_register(&permit, reason()).await.unwrap();
    house.clock.pass(Duration::minutes(1));
    let refused = Outcome::Refused(Refusal::SecondPersonNeeded);
    assert_eq!(present(&house, &class, &manager, 1).await, [refused]);
    let permit = house.app.may_take_attendance(&manager, class.session).await.unwrap();
    let away = vec![mark(&house, class.people[1], MarkKind::Present)];
    let kept = house.app.deliver_marks(&permit, away, house.app.now()).await.unwrap();
    assert_eq!(kept[0].1, Outcome::Kept, "what was marked on a device is not lost");
    assert!(house.app.mark_rest_present(&permit).await.is_err());
    assert_eq!(present(&house, &class, &class.trainer, 1).await, [Outcome::Recorded]);
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
    // The audit would see a mark of theirs.
    forge(&house, &ground, manager.person().unwrap()).await;
    let breaches = house.app.check_invariants().await.unwrap();
    assert!(breaches.iter().any(|breach| breach.invariant == "A6"), "{breaches:?}");
}

/// A mark that came around the rules.
async fn forge(house: &TestApp, ground: &Ground, author: PersonId) {
    let forged = "INSERT INTO mark (id, cohort_id, session_id, enrollment_id, kind, server_at, author, source, late, rule) \
                  SELECT $1, cohort_id, session_id, enrollment_id, kind, $2, $3, source, late, rule FROM mark \
                  WHERE NOT late LIMIT 1";
    let id = MarkId::new(house.app.now(), house.app.entropy());
    let later = house.app.now() + Duration::hours(1);
    ground.run(forged, vec![id.into(), later.into(), author.into()]).await;
}

async fn propose(
    house: &TestApp,
    class: &Class,
    by: &Actor,
    enrollment: EnrollmentId,
    kind: MarkKind,
) -> Result<CorrectionId, Error> {
    let permit = house.app.may_take_attendance(by, class.session).await?;
    let new = NewCorrection { enrollment, kind, minutes: None, reason: reason(), source: MarkSource::Web };
    house.app.propose_correction(&permit, new).await
}

async fn decide(
    house: &TestApp,
    class: &Class,
    by: &Actor,
    id: CorrectionId,
    verdict: CorrectionVerdict,
) -> Result<(), Error> {
    let permit = house.app.may_take_attendance(by, class.session).await?;
    house.app.decide_correction(&permit, id, verdict, None).await
}

fn refused(error: &Error) -> Option<Refusal> {
    match error {
        Error::Rejected(rejection) => Some(rejection.refusal),
        _ => None,
    }
}

#[tokio::test]
async fn a_closed_register_changes_by_the_word_of_two() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let open = class(&house, &ground, 1).await;
    let early = propose(&house, &open, &open.trainer, open.people[0], MarkKind::Present).await.unwrap_err();
    assert_eq!(refused(&early), Some(Refusal::RegisterOpen));
    let class = closed(&house, &ground).await;
    let manager = ground.manager().await;
    let [there, missing] = [class.people[0], class.people[1]];
    let same = propose(&house, &class, &class.trainer, there, MarkKind::Present).await.unwrap_err();
    assert_eq!(refused(&same), Some(Refusal::NothingToCorrect));
    let absent = propose(&house, &class, &class.trainer, missing, MarkKind::Absent).await.unwrap_err();
    assert_eq!(refused(&absent), Some(Refusal::NothingToCorrect));
    let id = propose(&house, &class, &class.trainer, missing, MarkKind::Present).await.unwrap();
    let again = propose(&house, &class, &manager, missing, MarkKind::Late).await.unwrap_err();
    assert_eq!(refused(&again), Some(Refusal::CorrectionWaits));
    let alone = decide(&house, &class, &class.trainer, id, CorrectionVerdict::Confirmed).await.unwrap_err();
    assert_eq!(refused(&alone), Some(Refusal::SecondPersonNeeded));
    let credited = async |person: EnrollmentId| {
        house.app.verdicts(&[person]).await.unwrap().pop().unwrap().2.evidence.credited
    };
    assert_eq!(credited(missing).await, 0, "it counts for nothing yet");
    decide(&house, &class, &manager, id, CorrectionVerdict::Confirmed).await.unwrap();
    assert_eq!((credited(missing).await, state(&house, &class).await), (90, RegisterState::Closed));
    let twice = decide(&house, &class, &manager, id, CorrectionVerdict::Refused).await.unwrap_err();
    assert_eq!(refused(&twice), Some(Refusal::MarkSettled));
    let id = propose(&house, &class, &manager, there, MarkKind::Absent).await.unwrap();
    decide(&house, &class, &class.trainer, id, CorrectionVerdict::Refused).await.unwrap();
    assert_eq!(credited(there).await, 90);
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
    for statement in ["UPDATE correction SET minutes = 1", "DELETE FROM correction_decision"] {
        assert!(ground.attempt(statement, vec![]).await.is_err(), "{statement}");
    }
    // A mark that nobody confirmed would be seen.
    forge(&house, &ground, class.trainer.person().unwrap()).await;
    let breaches = house.app.check_invariants().await.unwrap();
    assert!(breaches.iter().any(|breach| breach.invariant == "A6"), "{breaches:?}");
}

#[tokio::test]
async fn late_marks_are_accepted_by_somebody_else_than_who_made_them() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = closed(&house, &ground).await;
    let manager = ground.manager().await;
    let permit = house.app.may_take_attendance(&manager, class.session).await.unwrap();
    let late = mark(&house, class.people[1], MarkKind::Present);
    let id = late.id;
    house.app.deliver_marks(&permit, vec![late], house.app.now()).await.unwrap();
    let settle = house.app.may_settle_marks(&manager, class.session).await.unwrap();
    let own = house.app.settle_marks(&settle, class.people[1], Some(id), &reason()).await.unwrap_err();
    assert_eq!(refused(&own), Some(Refusal::SecondPersonNeeded));
    let other = ground.manager().await;
    let settle = house.app.may_settle_marks(&other, class.session).await.unwrap();
    house.app.settle_marks(&settle, class.people[1], Some(id), &reason()).await.unwrap();
}

#[tokio::test]
async fn the_same_by_form_and_by_interface() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = closed(&house, &ground).await;
    let (one, two) = (ground.person("Коваль").await, ground.person("Ткач").await);
    let trainer = ground.sign_in(one, &[(Role::Trainer, Scope::Cohort(class.cohort))]).await;
    let manager =
        ground.sign_in(two, &[(Role::ProgramManager, Scope::Organization(ground.organization))]).await;
    let client = house.client();
    let form = async |token: &str, path: String, fields: &[(&str, &str)]| {
        let call = client.post(path).header("authorization", format!("Bearer {token}"));
        let answer = call.form(&fields).send().await.0;
        (answer.status(), answer.into_body().into_string().await.unwrap())
    };
    let page = async |token: &str, path: String| {
        let answer = client.get(path).header("authorization", format!("Bearer {token}")).send().await.0;
        (answer.status(), answer.into_body().into_string().await.unwrap())
    };
    let register = format!("/teach/sessions/{}", class.session);
    let person = format!("{register}/people/{}", class.people[1]);
    assert!(page(&trainer, person.clone()).await.1.contains("Correct the closed register"));
    let (status, html) = form(&trainer, person.clone(), &[("kind", ""), ("minutes", "x")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["#kind", "#minutes", "#reason"] {
        assert!(html.contains(&format!("href=\"{field}\"")), "{field}");
    }
    let fields = [("kind", "late"), ("reason", "прийшла пізніше")];
    assert_eq!(form(&trainer, person, &fields).await.0, StatusCode::SEE_OTHER);
    assert!(page(&trainer, register.clone()).await.1.contains("another person has to confirm"));
    let listed = page(&manager, format!("/api/v1/sessions/{}/corrections", class.session)).await.1;
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let id = listed[0]["id"].as_str().unwrap();
    let path = format!("/api/v1/sessions/{}/corrections/{id}/confirmation", class.session);
    let call = client.post(&path).header("authorization", format!("Bearer {trainer}"));
    assert_eq!(call.send().await.0.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let (status, _) = form(&manager, format!("{register}/corrections/{id}/confirmation"), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(page(&manager, register).await.1.contains("Correction confirmed"));
    let rule = format!("/manage/cohorts/{}/closing", class.cohort);
    let bad = form(&manager, rule.clone(), &[("trainer_hours", "5"), ("manager_hours", "4")]).await;
    assert_eq!(bad.0, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("close_hours", "48"),
        ("trainer_hours", "5"),
        ("manager_hours", "8"),
        ("appeal_days", "21"),
        ("source", "Order 7"),
    ];
    assert_eq!(form(&manager, rule.clone(), &fields).await.0, StatusCode::SEE_OTHER);
    let set = page(&manager, rule).await.1;
    for words in ["48 hours after", "21 days after", "According to: Order 7"] {
        assert!(set.contains(words), "{words}: {set}");
    }
    let path = format!("/api/v1/organizations/{}/closing-rule", ground.organization);
    let put = client
        .put(&path)
        .header("authorization", format!("Bearer {manager}"))
        .body_json(&json!({ "close_hours": 24, "trainer_hours": 6, "manager_hours": 12 }));
    assert_eq!(put.send().await.0.status(), StatusCode::OK);
}

#[tokio::test]
async fn rules_of_an_organization_that_is_not_there_are_not_found() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let manager = ground.person("Керівна").await;
    let token = ground.sign_in(manager, &[(Role::ProgramManager, Scope::Everything)]).await;
    let (client, nobody) = (house.client(), ground.course);
    let bearer = format!("Bearer {token}");
    let rule = json!({ "close_hours": 5, "trainer_hours": 1, "manager_hours": 2 });
    let policy =
        json!({ "final_minutes": 10, "overrun_minutes": 20, "earlier": "not_held", "source": "Наказ" });
    let api = format!("/api/v1/organizations/{nobody}");
    for answer in [
        client
            .put(format!("{api}/closing-rule"))
            .header("authorization", &bearer)
            .body_json(&rule)
            .send()
            .await,
        client.get(format!("{api}/closing-rule")).header("authorization", &bearer).send().await,
        client
            .post(format!("{api}/interruption-policies"))
            .header("authorization", &bearer)
            .body_json(&policy)
            .send()
            .await,
    ] {
        answer.assert_status(StatusCode::NOT_FOUND);
    }
    let path = format!("/manage/organizations/{}/closing", ground.organization);
    let page =
        client.get(&path).header("authorization", &bearer).header("accept-language", "en").send().await;
    page.assert_status_is_ok();
    let name = house.app.organization(ground.organization).await.unwrap().name.en.to_string();
    let page = page.0.into_body().into_string().await.unwrap();
    assert!(page.contains(&format!("<p class=\"kicker\">{name}</p>")), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_rules_set_at_once_are_set_one_after_another_or_told_that_they_were_slower() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let manager = ground.manager().await;
    let permits = (0..12).map(|_| house.app.may_rule_closing(&manager, ground.organization));
    let permits = futures_util::future::join_all(permits).await;
    let set = permits.into_iter().map(|permit| {
        let app = house.app.clone();
        tokio::spawn(async move { app.set_closing(&permit.unwrap(), &rule("30")).await })
    });
    let outcomes: Vec<_> =
        futures_util::future::join_all(set).await.into_iter().map(Result::unwrap).collect();
    assert!(outcomes.iter().all(|one| matches!(one, Ok(()) | Err(Error::Stale))), "{outcomes:?}");
    let written = "SELECT COUNT(*) AS count FROM closing_rule";
    let set = outcomes.iter().filter(|one| one.is_ok()).count();
    assert_eq!(usize::try_from(ground.count(written, vec![]).await), Ok(set));
}
