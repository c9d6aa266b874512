//! Interruptions: noted with one tap, corrected with a reason, judged by the policy of the organization; minutes, letters
//! and completion follow.

use crate::attendance::{Class, class, mark};
use chrono::{DateTime, Duration, Utc};
use poem::http::StatusCode;
use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{MarkKind, MarkSource};
use postup_domain::completion::{CompletionState, Evidence};
use postup_domain::id::{InterruptionId, SessionId};
use postup_domain::interruption::{HeldState, InterruptionCause, InterruptionSource, Pause, RawPolicy};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::series::RawRepeat;
use postup_domain::session::RawPlan;
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};
use serde_json::{Value, json};

const WEB: InterruptionSource = InterruptionSource::Web;

async fn present(house: &TestApp, class: &Class, session: SessionId, person: usize) {
    let permit = house.app.may_take_attendance(&class.trainer, session).await.unwrap();
    let marks = vec![mark(house, class.people[person], MarkKind::Present)];
    house.app.record_marks(&permit, marks, MarkSource::Api).await.unwrap();
}

async fn note(
    house: &TestApp,
    class: &Class,
    began_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
) -> Result<InterruptionId, Error> {
    let permit = house.app.may_take_attendance(&class.trainer, class.session).await.unwrap();
    let pause = Pause { cause: InterruptionCause::Power, began_at, ended_at };
    house.app.note_interruption(&permit, pause, WEB).await
}

async fn minutes(house: &TestApp, class: &Class) -> Vec<Option<i32>> {
    let register = house.app.register(&class.trainer, class.session, None, 10).await.unwrap();
    let standing = |one: &postup_domain::attendance::Attendee| one.standing.map(|now| now.attendance.minutes);
    register.people.items.iter().map(standing).collect()
}

async fn letters(ground: &Ground, key: &str) -> i64 {
    let text = "SELECT COUNT(*) AS count FROM notification WHERE key = $1";
    ground.count(text, vec![key.into()]).await
}

async fn evidence(house: &TestApp, class: &Class, person: usize) -> Evidence {
    house.app.verdicts(&[class.people[person]]).await.unwrap().pop().unwrap().2.evidence
}

fn reason() -> Line {
    Line::new("reason", "за журналом чергового").unwrap()
}

/// The session of a class began half an hour ago and is planned for an hour and a half.
#[tokio::test]
async fn one_tap_stops_a_session_and_another_goes_on() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 2).await;
    let permit = house.app.may_take_attendance(&class.trainer, class.session).await.unwrap();
    let cause = InterruptionCause::AirRaidAlert;
    house.app.pause_session(&permit, cause, WEB).await.unwrap();
    let again = house.app.pause_session(&permit, cause, WEB).await.unwrap_err();
    assert!(matches!(again, Error::Rejected(no) if no.refusal == Refusal::PausedAlready));
    present(&house, &class, class.session, 0).await;
    assert_eq!(minutes(&house, &class).await, [Some(30), None], "it lasts");
    assert_eq!(letters(&ground, "session_interrupted").await, 0, "nobody is told of what is under way");
    house.clock.pass(Duration::minutes(10));
    house.app.resume_session(&permit, None, WEB).await.unwrap();
    let idle = house.app.resume_session(&permit, None, WEB).await.unwrap_err();
    assert!(matches!(idle, Error::Rejected(no) if no.refusal == Refusal::NotPaused));
    assert_eq!(minutes(&house, &class).await, [Some(80), None]);
    assert_eq!(letters(&ground, "session_interrupted").await, 2);
    let of = house.app.interruptions(&class.trainer, class.session).await.unwrap();
    assert_eq!((of.session.count.state, of.owed_minutes), (HeldState::PartlyHeld, 10));
    assert!(of.proposal.is_some());
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
    // What is kept is what follows from the notes.
    ground.run("UPDATE session SET lost_minutes = 9", vec![]).await;
    let breaches = house.app.check_invariants().await.unwrap();
    assert!(breaches.iter().any(|breach| breach.finding.contains("interruptions say")), "{breaches:?}");
}

/// A person checks in at the start and leaves when teaching stops; another comes when it goes on.
#[tokio::test]
async fn each_is_credited_for_the_minutes_that_were_taught_while_they_were_there() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 2).await;
    let start = house.app.now() - Duration::minutes(30);
    let permit = house.app.may_take_attendance(&class.trainer, class.session).await.unwrap();
    house.clock.pass(Duration::minutes(60));
    note(&house, &class, start + Duration::minutes(20), Some(start + Duration::minutes(50))).await.unwrap();
    let check = |person: usize, kind, minute| {
        let device_at = Some(start + Duration::minutes(minute));
        postup_domain::attendance::NewMark { device_at, ..mark(&house, class.people[person], kind) }
    };
    let marks = vec![
        check(0, MarkKind::CheckIn, 0),
        check(0, MarkKind::CheckOut, 40),
        check(1, MarkKind::CheckIn, 45),
    ];
    house.app.record_marks(&permit, marks, MarkSource::Api).await.unwrap();
    let mut found = minutes(&house, &class).await;
    found.sort_unstable();
    assert_eq!(found, [Some(20), Some(40)]);
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
    // The audit knows which minutes counted, not only how many.
    let moved = "UPDATE session SET stretches = REPLACE(stretches, '\"waived\":[]', '\"waived\":[{\"from\":\"2020-01-01T00:00:00Z\",\"until\":\"2020-01-01T00:01:00Z\"}]')";
    ground.run(moved, vec![]).await;
    assert!(!house.app.check_invariants().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_last_minutes_take_nothing_away_and_nobody_is_written_to() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    present(&house, &class, class.session, 0).await;
    house.clock.pass(Duration::minutes(45));
    note(&house, &class, house.app.now() - Duration::minutes(5), Some(house.app.now())).await.unwrap();
    assert_eq!(minutes(&house, &class).await, [Some(90)]);
    assert_eq!(letters(&ground, "session_interrupted").await, 0);
}

#[tokio::test]
async fn a_correction_leaves_the_history_and_a_closed_register_takes_none() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    present(&house, &class, class.session, 0).await;
    let now = house.app.now();
    let wrong = note(&house, &class, now - Duration::minutes(20), Some(now)).await.unwrap();
    assert_eq!(minutes(&house, &class).await, [Some(70)]);
    let permit = house.app.may_take_attendance(&class.trainer, class.session).await.unwrap();
    let right =
        Pause { cause: InterruptionCause::Power, began_at: now - Duration::minutes(5), ended_at: Some(now) };
    house.app.correct_interruption(&permit, wrong, Some(right), reason(), WEB).await.unwrap();
    assert_eq!(minutes(&house, &class).await, [Some(85)]);
    house.app.correct_interruption(&permit, wrong, None, reason(), WEB).await.unwrap();
    assert_eq!(minutes(&house, &class).await, [Some(90)]);
    assert_eq!(letters(&ground, "session_interrupted").await, 3, "told each time, and that all counts again");
    let of = house.app.interruptions(&class.trainer, class.session).await.unwrap();
    assert_eq!((of.notes.len(), of.standing.len()), (3, 0));
    let gone = house.app.correct_interruption(&permit, wrong, None, reason(), WEB).await;
    assert!(matches!(gone, Err(Error::Missing("interruption"))));
    for statement in ["UPDATE interruption_note SET withdrawn = TRUE", "DELETE FROM interruption_note"] {
        assert!(ground.attempt(statement, vec![]).await.is_err(), "{statement}");
    }
    let early = note(&house, &class, now - Duration::days(2), Some(now)).await.unwrap_err();
    assert!(matches!(early, Error::Invalid(faults) if faults[0].fault == Fault::OutsidePeriod));
    let late = note(&house, &class, now, Some(now + Duration::minutes(1))).await.unwrap_err();
    assert!(matches!(late, Error::Invalid(faults) if faults[0].fault == Fault::InFuture));
    let close = house.app.may_close_register(&class.trainer, class.session).await.unwrap();
    house.app.close_register(&close).await.unwrap();
    let closed = note(&house, &class, now - Duration::minutes(1), Some(now)).await.unwrap_err();
    assert!(matches!(closed, Error::Rejected(no) if no.refusal == Refusal::RegisterClosed));
}

#[tokio::test]
async fn closing_ends_what_still_lasts_and_the_real_end_makes_up() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    present(&house, &class, class.session, 0).await;
    let now = house.app.now();
    note(&house, &class, now - Duration::minutes(10), Some(now)).await.unwrap();
    house.clock.pass(Duration::minutes(70));
    let permit = house.app.may_take_attendance(&class.trainer, class.session).await.unwrap();
    house.app.end_session(&permit, Some(now + Duration::minutes(65))).await.unwrap();
    assert_eq!(minutes(&house, &class).await, [Some(85)]);
    let early = house.app.end_session(&permit, Some(now - Duration::hours(1))).await.unwrap_err();
    assert!(matches!(early, Error::Invalid(faults) if faults[0].fault == Fault::EndsBeforeStart));
    note(&house, &class, now + Duration::minutes(20), None).await.unwrap();
    let close = house.app.may_close_register(&class.trainer, class.session).await.unwrap();
    house.app.close_register(&close).await.unwrap();
    let of = house.app.interruptions(&class.trainer, class.session).await.unwrap();
    let ends: Vec<_> = of.standing.iter().map(|one| one.pause.ended_at).collect();
    assert_eq!(ends, [Some(now), Some(now + Duration::minutes(60))]);
    assert_eq!(of.session.count.lost_minutes, 45, "10 and 40 lost, 5 made up");
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn a_policy_counts_for_sessions_that_begin_after_it() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    let manager = ground.manager().await;
    let permit = house.app.may_judge_interruptions(&manager, ground.organization).await.unwrap();
    let raw = RawPolicy {
        final_minutes: "20".to_owned(),
        overrun_minutes: "20".to_owned(),
        earlier: "not_held".to_owned(),
        source: "Наказ № 7 від 1 травня 2026 р.".to_owned(),
    };
    let nobody = RawPolicy { source: String::new(), final_minutes: "241".to_owned(), ..raw.clone() };
    let faults = house.app.set_interruption_policy(&permit, &nobody).await.unwrap_err();
    assert!(matches!(faults, Error::Invalid(faults) if faults.len() == 2));
    house.app.set_interruption_policy(&permit, &raw).await.unwrap();
    assert!(house.app.may_judge_interruptions(&class.trainer, ground.organization).await.is_err());
    assert!(house.app.may_judge_interruptions(&manager, ground.council).await.is_err());
    house.clock.pass(Duration::minutes(10));
    let later = ground.session(class.cohort, house.app.now(), 90).await;
    house.clock.pass(Duration::minutes(30));
    let now = house.app.now();
    let mut states = Vec::new();
    for session in [class.session, later] {
        let permit = house.app.may_take_attendance(&class.trainer, session).await.unwrap();
        let began_at = now - Duration::minutes(25);
        let pause = Pause { cause: InterruptionCause::Other, began_at, ended_at: Some(now) };
        house.app.note_interruption(&permit, pause, WEB).await.unwrap();
        states.push(house.app.interruptions(&class.trainer, session).await.unwrap().session.count.state);
    }
    assert_eq!(states, [HeldState::PartlyHeld, HeldState::NotHeld]);
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn lost_time_is_owed_until_a_session_makes_up_for_it() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 2).await;
    present(&house, &class, class.session, 0).await;
    let now = house.app.now();
    note(&house, &class, now - Duration::minutes(29), Some(now)).await.unwrap();
    let close = house.app.may_close_register(&class.trainer, class.session).await.unwrap();
    house.app.close_register(&close).await.unwrap();
    let state =
        async |person: usize| house.app.verdicts(&[class.people[person]]).await.unwrap().pop().unwrap().2;
    let lost = state(0).await;
    assert_eq!((lost.evidence.credited, lost.evidence.owed), (61, 29));
    assert_eq!(lost.state, CompletionState::InProgress, "72 of 90 are needed, 29 can still be made up");
    let manager = ground.manager().await;
    let permit = house.app.may_manage_cohort(&manager, class.cohort).await.unwrap();
    let day = (now + Duration::days(8)).date_naive().to_string();
    let plan = |makes_up: String| RawPlan {
        title_uk: "Відпрацювання".to_owned(),
        title_en: "Make-up".to_owned(),
        on: day.clone(),
        from: "10:00".to_owned(),
        to: "10:45".to_owned(),
        makes_up,
        ..RawPlan::default()
    };
    let whole = ground.session(class.cohort, now, 10).await;
    let unfit =
        house.app.plan_sessions(&permit, &plan(whole.to_string()), &RawRepeat::once()).await.unwrap_err();
    assert!(matches!(unfit, Error::Invalid(faults) if faults[0].field == "makes_up"));
    ground.run("UPDATE session SET state = 'cancelled' WHERE id = $1", vec![whole.into()]).await;
    let maker =
        house.app.plan_sessions(&permit, &plan(class.session.to_string()), &RawRepeat::once()).await.unwrap()
            [0]
        .id;
    assert_eq!(letters(&ground, "make_up_planned").await, 2);
    let before = evidence(&house, &class, 0).await;
    assert_eq!((before.planned, before.available, before.owed), (90, 29, 0), "never more than was planned");
    house.clock.pass(Duration::days(9));
    for person in [0, 1] {
        present(&house, &class, maker, person).await;
    }
    assert_eq!(evidence(&house, &class, 0).await.credited, 90);
    assert_eq!(evidence(&house, &class, 1).await.credited, 45);
    let close = house.app.may_close_register(&class.trainer, maker).await.unwrap();
    house.app.close_register(&close).await.unwrap();
    assert_eq!(state(0).await.state, CompletionState::Completed);
    assert_eq!(state(1).await.state, CompletionState::NotCompleted);
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
    ground.run("UPDATE session SET register = 'open' WHERE id = $1", vec![class.session.into()]).await;
    let gone = house.app.cancel_session(&permit, class.session).await.unwrap_err();
    assert!(matches!(gone, Error::Rejected(no) if no.refusal == Refusal::StillInUse));
}

#[tokio::test]
async fn the_same_by_form_and_by_interface() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    let trainer = ground.person("Коваль").await;
    let token = ground.sign_in(trainer, &[(Role::Trainer, Scope::Cohort(class.cohort))]).await;
    let client = house.client();
    let bearer = format!("Bearer {token}");
    let form = async |path: &str, fields: &[(&str, &str)]| {
        let path = format!("/teach/sessions/{}{path}", class.session);
        client.post(path).header("authorization", bearer.as_str()).form(&fields).send().await.0
    };
    let page = async |path: &str| {
        let path = format!("/teach/sessions/{}{path}", class.session);
        let answer = client.get(path).header("authorization", bearer.as_str()).send().await.0;
        (answer.status(), answer.into_body().into_string().await.unwrap())
    };
    let call = async |path: &str, body: &Value| {
        let path = format!("/api/v1/sessions/{}{path}", class.session);
        let answer =
            client.post(path).header("authorization", bearer.as_str()).body_json(body).send().await.0;
        let status = answer.status();
        let said: Value = serde_json::from_str(&answer.into_body().into_string().await.unwrap()).unwrap();
        (status, said)
    };
    assert!(page("").await.1.contains("name=\"cause\" value=\"air_raid_alert\""));
    assert_eq!(form("/pause", &[("cause", "air_raid_alert")]).await.status(), StatusCode::SEE_OTHER);
    assert!(page("").await.1.contains("air-raid alert"));
    let (status, problem) = call("/interruptions", &json!({ "cause": "power" })).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("rejection-paused-already"))
    );
    house.clock.pass(Duration::minutes(7));
    assert_eq!(form("/resumption", &[]).await.status(), StatusCode::SEE_OTHER);
    let (status, html) = page("/interruptions").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("83 of 90 minutes count"), "{html}");
    // The session began at a quarter to the hour or the like; a time on its clock is enough.
    let bad = form("/interruptions", &[("cause", "power"), ("began_at", "25:00")]).await;
    assert_eq!(bad.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let local = |minutes: i64| {
        let at = house.app.now() - Duration::minutes(minutes);
        at.with_timezone(&chrono_tz::Europe::Kyiv).format("%H:%M").to_string()
    };
    let (from, to) = (local(32), local(22));
    let fields = [("cause", "power"), ("began_at", from.as_str()), ("ended_at", to.as_str())];
    assert_eq!(form("/interruptions", &fields).await.status(), StatusCode::SEE_OTHER);
    let (status, said) = call("/end", &json!({ "ended_at": null })).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&said["held"], &said["held_minutes"]), (&json!("partly_held"), &json!(73)));
    let second = said["interruptions"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(page(&format!("/interruptions/{second}")).await.0, StatusCode::OK);
    let silent = form(&format!("/interruptions/{second}"), &fields).await;
    assert_eq!(silent.status(), StatusCode::UNPROCESSABLE_ENTITY, "a correction needs a reason");
    let withdrawn = form(&format!("/interruptions/{second}/withdrawal"), &[("reason", "помилка")]).await;
    assert_eq!(withdrawn.status(), StatusCode::SEE_OTHER);
    let (_, html) = page("/interruptions").await;
    assert!(html.contains("помилка") && html.contains("83 of 90 minutes count"), "{html}");
    let foreign = ground.person("Чужа").await;
    let other = ground.cohort(1, postup_domain::cohort::EnrollmentPolicy::Open).await;
    let token = ground.sign_in(foreign, &[(Role::Trainer, Scope::Cohort(other))]).await;
    let path = format!("/api/v1/sessions/{}/interruptions", class.session);
    let refused = client
        .post(path)
        .header("authorization", format!("Bearer {token}"))
        .body_json(&json!({ "cause": "power" }));
    assert_eq!(refused.send().await.0.status(), StatusCode::FORBIDDEN);
    assert!(matches!(house.app.interruptions(&Actor::visitor(), class.session).await, Err(Error::Denied(_))));
}
