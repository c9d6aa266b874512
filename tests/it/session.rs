//! Sessions: times on the wall across the changes of the clock, moving, calling off.

use crate::desk::{Desk, body_of, expect, header, session_plan, text};
use poem::http::StatusCode;
use postup_domain::id::CohortId;
use serde_json::{Value, json};

async fn cohort(desk: &Desk) -> (CohortId, String) {
    let course = desk.course(desk.program("P").await, "CLOCK").await;
    let cohort = desk.cohort(&course, "CLOCK-A", 5).await;
    (cohort, format!("/api/v1/cohorts/{cohort}/sessions"))
}

#[tokio::test]
async fn times_on_the_wall_hold_when_the_clock_changes() {
    let desk = Desk::new().await;
    let (_, path) = cohort(&desk).await;
    for (day, from, to, starts_at, minutes) in [
        ("2026-10-24", "10:00", "13:00", "2026-10-24T10:00:00+03:00", 180),
        ("2026-10-26", "10:00", "13:00", "2026-10-26T10:00:00+02:00", 180),
        ("2026-10-25", "02:00", "05:00", "2026-10-25T02:00:00+03:00", 240),
        ("2026-10-25", "03:30", "05:00", "2026-10-25T03:30:00+03:00", 150),
        ("2026-11-07", "22:00", "01:00", "2026-11-07T22:00:00+02:00", 180),
    ] {
        let session = desk.made(&path, &session_plan(day, from, to)).await;
        assert_eq!(text(&session, "starts_at"), starts_at);
        assert_eq!(session["minutes"], minutes, "{day} {from}");
    }
    let timetable = body_of(desk.client.get(&path).send().await).await;
    insta::assert_json_snapshot!("session", timetable[0], { ".id" => "[id]", ".cohort_id" => "[id]" });
}

#[tokio::test]
async fn the_hour_that_does_not_happen_is_refused_by_name() {
    let desk = Desk::new().await;
    let program = desk.program("P").await;
    let course = desk.course(program, "SPRING").await;
    let mut plan = crate::desk::cohort_plan("SPRING-A", 5);
    plan["ends_on"] = json!("2027-04-30");
    let made = desk.made(&format!("/api/v1/courses/{course}/cohorts"), &plan).await;
    let path = format!("/api/v1/cohorts/{}/sessions", text(&made, "id"));
    let skipped = desk.post(&desk.manager, &path, &session_plan("2027-03-28", "03:30", "06:00")).await;
    let problem = expect(skipped, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(problem["errors"][0]["pointer"], "/from");
    assert_eq!(problem["errors"][0]["code"], "fault-time-skipped");
    let short = desk.made(&path, &session_plan("2027-03-28", "02:00", "05:00")).await;
    assert_eq!(short["minutes"], 120);
}

#[tokio::test]
async fn a_session_lies_within_its_cohort_and_its_unit_in_the_course() {
    let desk = Desk::new().await;
    let (_, path) = cohort(&desk).await;
    let outside = desk.post(&desk.manager, &path, &session_plan("2027-01-12", "10:00", "13:00")).await;
    let problem = expect(outside, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(problem["errors"][0]["code"], "fault-outside-period");
    let mut foreign = session_plan("2026-05-12", "10:00", "13:00");
    foreign["unit_id"] = json!("0198a000-0000-7000-8000-000000000000");
    let problem = expect(desk.post(&desk.manager, &path, &foreign).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem.await["errors"][0]["pointer"], "/unit_id");
}

#[tokio::test]
async fn who_holds_a_seat_is_told_of_a_new_time_and_of_the_end() {
    let desk = Desk::new().await;
    let (id, path) = cohort(&desk).await;
    let (person, _) = desk.enroll("seated", id).await;
    let session = desk.made(&path, &session_plan("2026-05-12", "10:00", "13:00")).await;
    let one = format!("/api/v1/sessions/{}", text(&session, "id"));
    let told = async |key: &str| -> usize {
        let filter = postup_persistence::outbox::Filter::default();
        let page = postup_persistence::outbox::list(
            &desk.house.app.reader(),
            &postup_domain::access::Sight::system(),
            &filter,
            None,
            100,
        )
        .await
        .unwrap();
        page.items.iter().filter(|letter| letter.person == person && letter.key == key).count()
    };
    let mut renamed = session_plan("2026-05-12", "10:00", "13:00");
    renamed["title"]["en"] = json!("Kerbs");
    let same_time = desk.put(&desk.manager, &one, Some("\"1\""), &renamed).await;
    same_time.assert_status_is_ok();
    assert_eq!(told("session_changed").await, 0, "a new title moves nobody");
    let moved = session_plan("2026-05-13", "10:00", "13:00");
    desk.put(&desk.manager, &one, Some("\"1\""), &moved).await.assert_status(StatusCode::PRECONDITION_FAILED);
    desk.put(&desk.manager, &one, Some("\"2\""), &moved).await.assert_status_is_ok();
    assert_eq!(told("session_changed").await, 1);
    let off = format!("{one}/cancellation");
    let gone = desk.made(&off, &Value::Null).await;
    assert_eq!(gone["state"], "cancelled");
    assert_eq!(told("session_cancelled").await, 1);
    expect(desk.post(&desk.manager, &off, &Value::Null).await, StatusCode::UNPROCESSABLE_ENTITY).await;
}

#[tokio::test]
async fn a_weekly_series_is_planned_at_once() {
    let desk = Desk::new().await;
    let (id, path) = cohort(&desk).await;
    let typed = [
        ("title_uk", "Ухили"),
        ("title_en", "Slopes"),
        ("on_day", "12"),
        ("on_month", "10"),
        ("on_year", "2026"),
        ("from", "10.00"),
        ("to", "12:00"),
    ];
    let page = format!("/manage/cohorts/{id}/sessions");
    let many = desk.form(&desk.manager, &page, &[&typed[..], &[("times", "40")]].concat()).await;
    many.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let late = desk.form(&desk.manager, &page, &[&typed[..], &[("times", "20")]].concat()).await;
    late.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(body_of(desk.client.get(&path).send().await).await.as_array().unwrap().len(), 0);
    let saved = desk.form(&desk.manager, &page, &[&typed[..], &[("times", "4")]].concat()).await;
    saved.assert_status(StatusCode::SEE_OTHER);
    let timetable = body_of(desk.client.get(&path).send().await).await;
    let starts: Vec<String> =
        timetable.as_array().unwrap().iter().map(|session| text(session, "starts_at")).collect();
    assert_eq!(starts.len(), 4);
    assert_eq!(starts[2], "2026-10-26T10:00:00+02:00", "the clock changed the day before");
    let show = desk.get(&desk.manager, &header(&saved, "location")).await;
    let html = show.0.into_body().into_string().await.unwrap();
    assert!(html.matches("Ухили").count() >= 4, "{html}");
}
