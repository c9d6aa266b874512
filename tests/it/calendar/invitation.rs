//! Invitations in letters: every change reaches the calendars of those it concerns, under one identity.

use super::foreign::agreed;
use crate::desk::{Desk, body_of, cohort_plan, expect, header, session_plan, text};
use poem::http::StatusCode;
use postup_app::outbox::Postman;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::id::CohortId;
use postup_mail::Rendered;
use postup_tests::ground::Ground;
use serde_json::{Value, json};
use std::sync::Arc;

pub async fn deliver(desk: &Desk) -> Vec<Rendered> {
    let postman = Arc::new(Postman::new(desk.house.app.clone(), desk.house.mailer.clone()));
    postman.deliver_due(100).await.unwrap();
    desk.house.mailbox.take()
}

/// The letters to an address, of those that were sent.
pub fn to<'a>(letters: &'a [Rendered], name: &str) -> Vec<&'a Rendered> {
    letters.iter().filter(|letter| letter.to.address().to_string() == format!("{name}@postup.test")).collect()
}

/// Lines unfolded.
pub fn whole(letter: &Rendered, number: usize) -> String {
    letter.invites[number].text.replace("\r\n ", "")
}

fn wire(letter: &Rendered) -> String {
    String::from_utf8(letter.bytes().unwrap()).unwrap()
}

/// A cohort with a session before and one after a change of the clocks, and its path.
async fn autumn(desk: &Desk, code: &str, capacity: i32) -> (CohortId, [Value; 2]) {
    let course = desk.course(desk.program(code).await, code).await;
    let mut plan = cohort_plan(&format!("{code}-A"), capacity);
    plan["waitlist_policy"] = json!("offer");
    let made = desk.made(&format!("/api/v1/courses/{course}/cohorts"), &plan).await;
    let id = text(&made, "id");
    desk.made(&format!("/api/v1/cohorts/{id}/publication"), &Value::Null).await;
    let path = format!("/api/v1/cohorts/{id}/sessions");
    let first = desk.made(&path, &session_plan("2026-10-24", "10:00", "13:00")).await;
    let second = desk.made(&path, &session_plan("2026-10-26", "10:00", "13:00")).await;
    (id.parse().unwrap(), [first, second])
}

async fn move_to(desk: &Desk, session: &Value, plan: &Value) {
    let one = format!("/api/v1/sessions/{}", text(session, "id"));
    let tag = header(&desk.client.get(&one).send().await, "etag");
    desk.put(&desk.manager, &one, Some(&tag), plan).await.assert_status_is_ok();
    // The tag of before opens nothing any more, so a second click changes nothing.
    let again = desk.put(&desk.manager, &one, Some(&tag), plan).await;
    again.assert_status(StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn a_seat_brings_the_meetings_changes_follow_and_its_end_takes_them_out() {
    let desk = Desk::new().await;
    let (cohort, [first, second]) = autumn(&desk, "INV", 5).await;
    let (_, token) = desk.enroll("seated", cohort).await;
    desk.enroll("other", cohort).await;
    let mut letters = deliver(&desk).await;
    let [letter] = to(&letters, "seated")[..] else { panic!("{letters:?}") };
    assert_eq!(letter.invites.len(), 2);
    for (number, session) in [&first, &second].into_iter().enumerate() {
        let object = whole(letter, number);
        assert!(object.contains("METHOD:REQUEST\r\n") && object.contains("SEQUENCE:0\r\n"), "{object}");
        assert!(object.contains(&format!("UID:session-{}@postup.test\r\n", text(session, "id"))));
        assert!(object.contains(":mailto:seated@postup.test\r\n") && !object.contains("other@"), "{object}");
        assert!(object.contains("ORGANIZER;CN=\"Postup\":mailto:postup@postup.test\r\n"), "{object}");
        assert!(letter.invites[number].text.split("\r\n").all(|line| line.len() <= 75));
    }
    let mut wires: Vec<String> = vec![wire(letter)];

    desk.house.clock.pass(chrono::Duration::minutes(5));
    move_to(&desk, &first, &session_plan("2026-10-25", "14:00", "17:00")).await;
    letters = deliver(&desk).await;
    assert_eq!(letters.len(), 2, "one letter each for one change");
    let [letter] = to(&letters, "seated")[..] else { panic!("{letters:?}") };
    let object = whole(letter, 0);
    assert!(object.contains("SEQUENCE:1\r\n") && object.contains("20261025T140000"), "{object}");
    assert!(letter.text.contains("25 жовтня 2026\u{a0}р., о 14:00 за Києвом, до 17:00"), "{}", letter.text);
    let before = "Раніше: у суботу, 24 жовтня 2026\u{a0}р., о 10:00 за Києвом, до 13:00";
    assert!(letter.text.contains(before), "{}", letter.text);
    wires.push(wire(letter));

    // Another title is no reason to plan anew: nobody is told, and calendars keep their number.
    let mut renamed = session_plan("2026-10-25", "14:00", "17:00");
    renamed["title"]["en"] = json!("Kerbs");
    move_to(&desk, &first, &renamed).await;
    assert!(deliver(&desk).await.is_empty());

    let gone = format!("/api/v1/sessions/{}/cancellation", text(&second, "id"));
    desk.post(&desk.manager, &gone, &json!({})).await.assert_status_is_ok();
    letters = deliver(&desk).await;
    let [letter] = to(&letters, "seated")[..] else { panic!("{letters:?}") };
    let object = whole(letter, 0);
    assert!(object.contains("METHOD:CANCEL\r\n") && object.contains("SEQUENCE:1\r\n"), "{object}");
    wires.push(wire(letter));

    desk.house.clock.pass(chrono::Duration::minutes(5));
    let mine = desk.get(&token, "/api/v1/enrollments").await;
    let mine = text(&body_of(mine).await[0], "id");
    let out = format!("/api/v1/enrollments/{mine}/withdrawal");
    desk.post(&token, &out, &json!({ "reason": "duty" })).await.assert_status_is_ok();
    letters = deliver(&desk).await;
    let [letter] = to(&letters, "seated")[..] else { panic!("{letters:?}") };
    let object = whole(letter, 0);
    // The meeting itself goes on: its number is the same, and the later stamp decides.
    assert!(object.contains("METHOD:CANCEL\r\n") && object.contains("SEQUENCE:1\r\n"), "{object}");
    assert!(object.contains(&format!("UID:session-{}@", text(&first, "id"))), "{object}");
    wires.push(wire(letter));
    assert_eq!(desk.house.app.check_invariants().await.unwrap(), []);
    // The audit would see a number that went back.
    let ground = Ground::new(&desk.house).await;
    ground.run("UPDATE session SET sequence = 0 WHERE sequence > 0", vec![]).await;
    let breaches = desk.house.app.check_invariants().await.unwrap();
    assert!(breaches.iter().any(|breach| breach.invariant == "A7"), "{breaches:?}");

    let Some(objects) = agreed(&[], &wires) else { return };
    let said = |number: usize| {
        let event = &objects[number][0];
        let field = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        (field("method"), event["sequence"].as_i64().unwrap(), field("start"))
    };
    let request = |sequence, start: &str| ("REQUEST".to_owned(), sequence, start.to_owned());
    assert_eq!(said(0), request(0, "2026-10-24T07:00:00+00:00"));
    assert_eq!(said(1), request(0, "2026-10-26T08:00:00+00:00"));
    // On the day on which the clocks change.
    assert_eq!(said(2), request(1, "2026-10-25T12:00:00+00:00"));
    assert!(objects[3..].iter().all(|object| object[0]["status"] == "CANCELLED"), "{objects:?}");
    for object in &objects {
        assert_eq!(object[0]["organizer"], "mailto:postup@postup.test");
        assert_eq!(object[0]["attendees"], json!(["mailto:seated@postup.test"]));
    }
}

#[tokio::test]
async fn spring_is_read_alike_too() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("SPR").await, "SPR").await;
    let mut plan = cohort_plan("SPR-A", 5);
    plan["ends_on"] = json!("2027-04-30");
    let made = desk.made(&format!("/api/v1/courses/{course}/cohorts"), &plan).await;
    let id = text(&made, "id");
    desk.made(&format!("/api/v1/cohorts/{id}/publication"), &Value::Null).await;
    for (day, from, to) in
        [("2027-03-27", "10:00", "13:00"), ("2027-03-28", "02:00", "05:00"), ("2027-03-29", "10:00", "13:00")]
    {
        desk.made(&format!("/api/v1/cohorts/{id}/sessions"), &session_plan(day, from, to)).await;
    }
    desk.enroll("seated", id.parse().unwrap()).await;
    let letters = deliver(&desk).await;
    let Some(objects) = agreed(&[], &[wire(to(&letters, "seated")[0])]) else { return };
    let spans: Vec<[&str; 2]> =
        objects.iter().map(|object| ["start", "end"].map(|name| object[0][name].as_str().unwrap())).collect();
    assert_eq!(
        spans,
        [
            ["2027-03-27T08:00:00+00:00", "2027-03-27T11:00:00+00:00"],
            // Three hours on the wall, two that pass.
            ["2027-03-28T00:00:00+00:00", "2027-03-28T02:00:00+00:00"],
            ["2027-03-29T07:00:00+00:00", "2027-03-29T10:00:00+00:00"],
        ]
    );
}

#[tokio::test]
async fn who_teaches_and_who_is_offered_a_seat_are_told_too_each_what_they_may_know() {
    let desk = Desk::new().await;
    let (cohort, [first, second]) = autumn(&desk, "TELL", 1).await;
    let (_, token) = desk.enroll("seated", cohort).await;
    desk.enroll("next", cohort).await;
    desk.staff("trainer", &[(Role::Trainer, Scope::Cohort(cohort))]).await;
    let mine = body_of(desk.get(&token, "/api/v1/enrollments").await).await;
    let out = format!("/api/v1/enrollments/{}/withdrawal", text(&mine[0], "id"));
    desk.post(&token, &out, &json!({ "reason": "duty" })).await.assert_status_is_ok();
    deliver(&desk).await;
    move_to(&desk, &first, &session_plan("2026-10-24", "14:00", "17:00")).await;
    let letters = deliver(&desk).await;
    assert_eq!(letters.len(), 2, "{letters:?}");
    let [offered] = to(&letters, "next")[..] else { panic!("{letters:?}") };
    assert!(offered.text.contains("о 14:00 за Києвом"), "{}", offered.text);
    assert!(!offered.text.contains("Соборна") && !offered.text.contains("video.postup.test"));
    assert!(offered.invites.is_empty(), "there is no seat to put down yet");
    let [trainer] = to(&letters, "trainer")[..] else { panic!("{letters:?}") };
    assert!(
        trainer.text.contains("Соборна") && trainer.text.contains("о 10:00 за Києвом"),
        "{}",
        trainer.text
    );
    assert!(whole(trainer, 0).contains("SEQUENCE:1\r\n"));
    let gone = format!("/api/v1/sessions/{}/cancellation", text(&second, "id"));
    desk.post(&desk.manager, &gone, &json!({})).await.assert_status_is_ok();
    expect(desk.post(&desk.manager, &gone, &json!({})).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    let letters = deliver(&desk).await;
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert!(whole(to(&letters, "trainer")[0], 0).contains("METHOD:CANCEL\r\n"));
}

#[tokio::test]
async fn a_cohort_that_is_called_off_leaves_no_meeting_in_a_calendar() {
    let desk = Desk::new().await;
    let (cohort, _) = autumn(&desk, "OFF", 5).await;
    desk.enroll("seated", cohort).await;
    deliver(&desk).await;
    let permit = desk.house.app.may_manage_cohort(&Actor::system(), cohort).await.unwrap();
    desk.house.app.cancel_cohort(&permit).await.unwrap();
    let letters = deliver(&desk).await;
    let [letter] = to(&letters, "seated")[..] else { panic!("{letters:?}") };
    assert_eq!(letter.invites.len(), 2);
    for number in 0..2 {
        let object = whole(letter, number);
        assert!(object.contains("METHOD:CANCEL\r\n") && object.contains("SEQUENCE:1\r\n"), "{object}");
    }
}
