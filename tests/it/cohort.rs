//! Cohorts: conditions, seats, places, scope.

mod copy;
mod decision;
mod told;

use crate::desk::{Desk, body_of, cohort_plan, course_plan, expect, header, session_plan, text};
use chrono::Duration;
use poem::http::StatusCode;
use postup_domain::access::{Role, Scope};
use serde_json::{Value, json};

#[tokio::test]
async fn a_cohort_is_shown_with_its_course_and_lies_within_the_program() {
    let desk = Desk::new().await;
    let program = desk.program("P").await;
    let draft = desk.made(&format!("/api/v1/programs/{program}/courses"), &course_plan("DRAFT")).await;
    let below = format!("/api/v1/courses/{}/cohorts", text(&draft, "id"));
    let early = desk.made(&below, &cohort_plan("EARLY", 30)).await;
    let publish = format!("/api/v1/cohorts/{}/publication", text(&early, "id"));
    let refused = desk.post(&desk.manager, &publish, &Value::Null).await;
    assert_eq!(text(&body_of(refused).await, "code"), "rejection-not-published");

    let mut plan = cohort_plan("LATE", 30);
    plan["ends_on"] = json!("2028-01-01");
    let late = expect(desk.post(&desk.manager, &below, &plan).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(late["errors"][0]["pointer"], "/ends_on");
    assert_eq!(late["errors"][0]["code"], "fault-outside-period");
    let mut plan = cohort_plan("PLACE", 30);
    plan["settlement"] = json!("UA00000000000000000");
    let nowhere = expect(desk.post(&desk.manager, &below, &plan).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(nowhere.await["errors"][0]["code"], "fault-unknown");

    let course = desk.course(program, "SHOWN").await;
    let mut plan = cohort_plan("MEET", 30);
    plan["form"] = json!("in_person");
    let meet = desk.made(&format!("/api/v1/courses/{course}/cohorts"), &plan).await;
    let publish = format!("/api/v1/cohorts/{}/publication", text(&meet, "id"));
    let refused = desk.post(&desk.manager, &publish, &Value::Null).await;
    assert_eq!(text(&body_of(refused).await, "code"), "rejection-incomplete", "a settlement is missing");
}

#[tokio::test]
async fn promised_seats_stay_and_new_ones_go_to_the_queue() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "SEATS").await;
    let cohort = desk.cohort(&course, "SEATS-A", 2).await;
    for name in ["one", "two", "three"] {
        desk.enroll(name, cohort).await;
    }
    let path = format!("/api/v1/cohorts/{cohort}");
    let seen = desk.get(&desk.manager, &path).await;
    let tag = header(&seen, "etag");
    let seen = body_of(seen).await;
    assert_eq!((seen["seats_left"].as_i64(), seen["waitlisted"].as_i64()), (Some(0), Some(1)));

    let fewer = desk.put(&desk.manager, &path, Some(&tag), &cohort_plan("SEATS-A", 1)).await;
    let problem = expect(fewer, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(problem["code"], "rejection-capacity-below-confirmed");
    let more = desk.put(&desk.manager, &path, Some(&tag), &cohort_plan("SEATS-A", 4)).await;
    let more = expect(more, StatusCode::OK).await;
    assert_eq!((more["seats_left"].as_i64(), more["waitlisted"].as_i64()), (Some(1), Some(0)));
}

#[tokio::test]
async fn the_exact_place_is_told_to_those_who_hold_a_seat_and_to_staff() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "PLACE").await;
    let cohort = desk.cohort(&course, "PLACE-A", 1).await;
    let (_, seated) = desk.enroll("seated", cohort).await;
    let (_, waiting) = desk.enroll("waiting", cohort).await;
    let (_, trainer) = desk.staff("trainer", &[(Role::Trainer, Scope::Cohort(cohort))]).await;
    let (_, stranger) = desk.staff("stranger", &[]).await;
    desk.made(&format!("/api/v1/cohorts/{cohort}/sessions"), &session_plan("2026-05-12", "10:00", "13:00"))
        .await;
    for (who, token, told) in [
        ("manager", &desk.manager, true),
        ("trainer", &trainer, true),
        ("seated", &seated, true),
        ("waiting", &waiting, false),
        ("stranger", &stranger, false),
    ] {
        let one = body_of(desk.get(token, &format!("/api/v1/cohorts/{cohort}")).await).await;
        let sessions = body_of(desk.get(token, &format!("/api/v1/cohorts/{cohort}/sessions")).await).await;
        let listed = body_of(desk.get(token, "/api/v1/cohorts").await).await;
        for thing in [&one, &sessions[0], &listed[0]] {
            assert_eq!(thing.get("venue").is_some(), told, "{who}: {thing}");
        }
        assert_eq!(sessions[0].get("link").is_some(), told, "{who}");
    }
    let public = body_of(desk.client.get(format!("/api/v1/cohorts/{cohort}")).send().await).await;
    insta::assert_json_snapshot!("cohort", public, {
        ".id" => "[id]", ".course_id" => "[id]", ".course_version_id" => "[id]", ".program_id" => "[id]",
        ".organization_id" => "[id]"
    });
}

#[tokio::test]
async fn calling_off_tells_everyone_and_is_asked_once() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "OFF").await;
    let cohort = desk.cohort(&course, "OFF-A", 5).await;
    let (_, seated) = desk.enroll("seated", cohort).await;
    let sessions = format!("/api/v1/cohorts/{cohort}/sessions");
    desk.made(&sessions, &session_plan("2026-05-12", "10:00", "13:00")).await;
    let page = format!("/manage/cohorts/{cohort}/cancellation");
    let asked = desk.get(&desk.manager, &page).await;
    let html = asked.0.into_body().into_string().await.unwrap();
    assert!(html.contains("1 особа"), "{html}");
    desk.form(&desk.manager, &page, &[("_once", "off")]).await.assert_status(StatusCode::SEE_OTHER);
    desk.form(&desk.manager, &page, &[("_once", "off")]).await.assert_status(StatusCode::SEE_OTHER);
    desk.client.get(format!("/api/v1/cohorts/{cohort}")).send().await.assert_status(StatusCode::NOT_FOUND);
    let theirs = body_of(desk.get(&seated, &format!("/api/v1/cohorts/{cohort}")).await).await;
    assert_eq!(theirs["state"], "cancelled", "who holds a seat still sees what became of it");
    let timetable = body_of(desk.get(&seated, &sessions).await).await;
    assert_eq!(timetable[0]["state"], "cancelled");
    let more = desk.post(&desk.manager, &sessions, &session_plan("2026-05-19", "10:00", "13:00")).await;
    expect(more, StatusCode::UNPROCESSABLE_ENTITY).await;
}

#[tokio::test]
async fn a_cohort_goes_to_the_archive_when_it_is_over() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "OVER").await;
    let cohort = desk.cohort(&course, "OVER-A", 5).await;
    let path = format!("/api/v1/cohorts/{cohort}/archiving");
    let refused = desk.post(&desk.manager, &path, &Value::Null).await;
    assert_eq!(text(&body_of(refused).await, "code"), "rejection-still-in-use");
    let course_path = format!("/api/v1/courses/{course}/archiving");
    let refused = desk.post(&desk.manager, &course_path, &Value::Null).await;
    assert_eq!(text(&body_of(refused).await, "code"), "rejection-still-in-use");
    desk.house.clock.pass(Duration::days(300));
    let roles = [(Role::ProgramManager, Scope::Organization(desk.organization))];
    let (_, later) = desk.staff("later", &roles).await;
    let gone = expect(desk.post(&later, &path, &Value::Null).await, StatusCode::OK).await;
    assert_eq!(gone["state"], "archived");
    expect(desk.post(&later, &course_path, &Value::Null).await, StatusCode::OK).await;
}

#[tokio::test]
async fn the_next_cohort_takes_over_what_the_last_one_had() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "NEXT").await;
    desk.cohort(&course, "NEXT-A", 17).await;
    let form = desk.get(&desk.manager, &format!("/manage/courses/{course}/cohorts/new")).await;
    let html = form.0.into_body().into_string().await.unwrap();
    assert!(html.contains("value=\"17\"") && html.contains("каб. 5") && !html.contains("NEXT-A"), "{html}");
    for path in ["/manage", "/manage/programs", "/manage/courses", "/manage/cohorts"] {
        desk.get(&desk.manager, path).await.assert_status_is_ok();
    }
}

#[tokio::test]
async fn what_few_need_is_folded_away_unless_something_is_wrong_with_it() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "FOLD").await;
    let path = format!("/manage/courses/{course}/cohorts");
    let form =
        desk.get(&desk.manager, &format!("{path}/new")).await.0.into_body().into_string().await.unwrap();
    assert_eq!(form.matches("<details class=\"fold\">").count(), 3, "{form}");
    let plan = cohort_plan("FOLD-A", 5);
    let plan = plan.as_object().unwrap().iter().map(|(name, value)| {
        (name.clone(), value.as_str().map_or_else(|| value.to_string(), ToString::to_string))
    });
    let plan: Vec<(String, String)> = plan.collect();
    let rules = [
        ("_once", "fold"),
        ("waitlist_policy", "automatic"),
        ("answer_hours", "48"),
        ("reconfirm_days", "3"),
        ("reconfirm_silence", "keep"),
        ("minimum", "many"),
    ];
    let plan = plan.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> = plan.chain(rules).collect();
    let refused = desk.form(&desk.manager, &path, &fields).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let form = refused.0.into_body().into_string().await.unwrap();
    let (_, opened) = form.split_once("<details class=\"fold\" open>").unwrap();
    assert!(!opened.contains("<details") && form.contains("href=\"#minimum\""), "{form}");
    assert_eq!(form.matches("<details class=\"fold\">").count(), 2, "{form}");
}

#[tokio::test]
async fn an_open_cohort_shows_first_what_waits_for_its_manager() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "WAITS").await;
    let cohort = desk.cohort(&course, "WAITS-A", 5).await;
    let page = desk.get(&desk.manager, &format!("/manage/cohorts/{cohort}")).await;
    let page = page.0.into_body().into_string().await.unwrap();
    let (_, waiting) = page.split_once("Чекає на вас").unwrap();
    let (waiting, done) = waiting.split_once("<details class=\"fold\">").unwrap();
    assert!(!waiting.contains("Завершено") && done.contains("Завершено"), "{page}");
    assert!(waiting.contains(&format!("/manage/cohorts/{cohort}/sessions/new")), "{page}");
}
