//! Calendars to subscribe to: secret, revocable, true to the timetable, and read by programs that others wrote.

mod foreign;
pub mod invitation;

use crate::desk::{Desk, body_of, expect, header, session_plan, text};
use poem::http::StatusCode;
use serde_json::{Value, json};

async fn read(desk: &Desk, address: &str) -> String {
    let path = address.strip_prefix(&desk.house.app.settings().origin).unwrap();
    let answer = desk.client.get(path).send().await;
    answer.assert_status_is_ok();
    answer.assert_header("content-type", "text/calendar; charset=utf-8");
    answer.0.into_body().into_string().await.unwrap()
}

async fn status(desk: &Desk, address: &str) -> StatusCode {
    let path = address.strip_prefix(&desk.house.app.settings().origin).unwrap();
    desk.client.get(path).send().await.0.status()
}

/// A person with a seat in a cohort of two sessions, and the address of their calendar.
async fn subscribed(desk: &Desk) -> (String, String, [Value; 2]) {
    let course = desk.course(desk.program("P").await, "CAL").await;
    let cohort = desk.cohort(&course, "CAL-A", 5).await;
    let path = format!("/api/v1/cohorts/{cohort}/sessions");
    let first = desk.made(&path, &session_plan("2026-10-24", "10:00", "13:00")).await;
    let second = desk.made(&path, &session_plan("2026-10-26", "10:00", "13:00")).await;
    let (_, token) = desk.enroll("seated", cohort).await;
    let opened = desk.client.put("/api/v1/me/calendar").header("authorization", format!("Bearer {token}"));
    let opened = expect(opened.send().await, StatusCode::OK).await;
    (token, text(&opened, "address"), [first, second])
}

#[tokio::test]
async fn the_calendar_follows_the_timetable_under_one_identity() {
    let desk = Desk::new().await;
    let (_, address, [first, second]) = subscribed(&desk).await;
    let before = read(&desk, &address).await;
    assert_eq!(before.matches("BEGIN:VEVENT").count(), 2, "{before}");
    assert!(before.contains("DTSTART;TZID=Europe/Kyiv:20261024T100000\r\n"));
    assert!(before.contains("DTSTART;TZID=Europe/Kyiv:20261026T100000\r\n"));
    assert_eq!(read(&desk, &address).await, before, "the same timetable, other bytes");

    let one = format!("/api/v1/sessions/{}", text(&first, "id"));
    let tag = header(&desk.client.get(&one).send().await, "etag");
    desk.house.clock.pass(chrono::Duration::minutes(5));
    let moved = session_plan("2026-10-24", "14:00", "17:00");
    desk.put(&desk.manager, &one, Some(&tag), &moved).await.assert_status_is_ok();
    let gone = format!("/api/v1/sessions/{}/cancellation", text(&second, "id"));
    desk.post(&desk.manager, &gone, &json!({})).await.assert_status_is_ok();
    let after = read(&desk, &address).await;
    let event = |text: &str, id: &str| {
        let start = text.find(&format!("UID:session-{id}@")).unwrap();
        text[start..].split("END:VEVENT").next().unwrap().to_owned()
    };
    let shifted = event(&after, &text(&first, "id"));
    assert!(event(&before, &text(&first, "id")).contains("SEQUENCE:0\r\n"));
    assert!(!shifted.contains("SEQUENCE:0\r\n") && shifted.contains("20261024T140000"), "{shifted}");
    let called_off = event(&after, &text(&second, "id"));
    assert!(called_off.contains("STATUS:CANCELLED\r\n") && !called_off.contains("SEQUENCE:0\r\n"));
}

#[tokio::test]
async fn an_address_is_secret_and_ends_when_its_person_says_so() {
    let desk = Desk::new().await;
    let (token, address, _) = subscribed(&desk).await;
    let bearer = format!("Bearer {token}");
    // One letter of the proof changed, and somebody else's number.
    let at = address.len() - ".ics".len() - 3;
    let other = if &address[at..=at] == "A" { "B" } else { "A" };
    let forged = format!("{}{other}{}", &address[..at], &address[at + 1..]);
    assert_eq!(status(&desk, &forged).await, StatusCode::NOT_FOUND);
    for nonsense in ["x.ics", "AAAA", "%00", "..%2f", ""] {
        let address = format!("{}/calendar/{nonsense}", desk.house.app.settings().origin);
        assert_eq!(status(&desk, &address).await, StatusCode::NOT_FOUND, "{nonsense}");
    }
    let renewed = desk.client.put("/api/v1/me/calendar").header("authorization", &bearer).send().await;
    let renewed = text(&expect(renewed, StatusCode::OK).await, "address");
    assert_ne!(renewed, address);
    assert_eq!(status(&desk, &address).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&desk, &renewed).await, StatusCode::OK);
    let closed = desk.client.delete("/api/v1/me/calendar").header("authorization", &bearer).send().await;
    closed.assert_status(StatusCode::NO_CONTENT);
    assert_eq!(status(&desk, &renewed).await, StatusCode::NOT_FOUND);
    let none = desk.client.get("/api/v1/me/calendar").header("authorization", &bearer).send().await;
    none.assert_status(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_has_the_newest_is_not_sent_it_again() {
    let desk = Desk::new().await;
    let (_, address, _) = subscribed(&desk).await;
    let path = address.strip_prefix(&desk.house.app.settings().origin).unwrap().to_owned();
    let tag = header(&desk.client.get(&path).send().await, "etag");
    let again = desk.client.get(&path).header("if-none-match", format!("W/{tag}, \"x\"")).send().await;
    again.assert_status(StatusCode::NOT_MODIFIED);
    let other = desk.client.get(&path).header("if-none-match", "\"x\"").send().await;
    other.assert_status_is_ok();
}

#[tokio::test]
async fn a_calendar_shows_its_person_no_longer_once_the_seat_is_gone() {
    let desk = Desk::new().await;
    let (token, address, _) = subscribed(&desk).await;
    let bearer = format!("Bearer {token}");
    let mine = desk.client.get("/api/v1/enrollments").header("authorization", &bearer).send().await;
    let mine = body_of(mine).await;
    let path = format!("/api/v1/enrollments/{}/withdrawal", text(&mine[0], "id"));
    desk.post(&token, &path, &json!({ "reason": "duty" })).await.assert_status_is_ok();
    assert!(!read(&desk, &address).await.contains("VEVENT"));
}
