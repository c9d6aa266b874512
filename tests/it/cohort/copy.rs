//! The next cohort from the last one, and what is still missing before it opens.

use crate::desk::{Desk, body_of, cohort_plan, expect, session_plan, text};
use chrono::Timelike as _;
use poem::http::StatusCode;
use postup_domain::access::{Role, Scope};
use serde_json::{Value, json};

/// A cohort with a session of two weeks, a quota, a requirement, and a trainer.
async fn full(desk: &Desk) -> (String, String) {
    let course = desk.course(desk.program("P").await, "NEXT").await;
    let cohort = desk.cohort(&course, "NEXT-1", 30).await.to_string();
    let starts_on = cohort_plan("X", 1)["starts_on"].as_str().unwrap().to_owned();
    desk.enroll("somebody", cohort.parse().unwrap()).await;
    let plan = session_plan(&starts_on, "10:00", "11:30");
    desk.made(&format!("/api/v1/cohorts/{cohort}/sessions"), &plan).await;
    let quota = json!({"kind": "position_category", "value": "3", "seats": 4, "release_on": starts_on});
    desk.made(&format!("/api/v1/cohorts/{cohort}/quotas"), &quota).await;
    let asks = json!({"conditions": [{"kind": "position_category", "value": "3"}]});
    let path = format!("/api/v1/cohorts/{cohort}/requirements");
    expect(desk.put(&desk.manager, &path, None, &asks).await, StatusCode::OK).await;
    desk.staff("trainer", &[(Role::Trainer, Scope::Cohort(cohort.parse().unwrap()))]).await;
    (cohort, starts_on)
}

async fn page(desk: &Desk, path: &str) -> String {
    let answer = desk
        .client
        .get(path)
        .header("authorization", format!("Bearer {}", desk.manager))
        .header("accept-language", "en")
        .send()
        .await;
    answer.assert_status_is_ok();
    answer.0.into_body().into_string().await.unwrap()
}

fn weeks_later(day: &str, weeks: i64) -> String {
    (day.parse::<chrono::NaiveDate>().unwrap() + chrono::TimeDelta::weeks(weeks)).to_string()
}

#[tokio::test]
async fn everything_but_the_people_goes_along() {
    let desk = Desk::new().await;
    let (cohort, starts_on) = full(&desk).await;
    // Across the change of clocks.
    let first = weeks_later(&starts_on, 26);
    let copies = format!("/api/v1/cohorts/{cohort}/copies");
    let copy = desk.made(&copies, &json!({"code": "NEXT-2", "starts_on": first})).await;
    let id = text(&copy, "id");
    assert_eq!((copy["state"].as_str(), copy["seats_left"].as_i64()), (Some("draft"), Some(30)));
    assert_eq!(copy["starts_on"], first.as_str());

    let old = body_of(desk.get(&desk.manager, &format!("/api/v1/cohorts/{cohort}/sessions")).await).await;
    let new = body_of(desk.get(&desk.manager, &format!("/api/v1/cohorts/{id}/sessions")).await).await;
    let start = |list: &Value| {
        list[0]["starts_at"].as_str().unwrap().parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap()
    };
    assert_eq!(new.as_array().unwrap().len(), 1);
    assert_eq!(start(&new).hour(), 10, "the hour on the wall");
    assert_eq!(start(&new).date_naive().to_string(), first);
    assert_ne!(start(&old).offset(), start(&new).offset(), "the clocks changed between them");

    let quotas = body_of(desk.get(&desk.manager, &format!("/api/v1/cohorts/{id}/quotas")).await).await;
    assert_eq!((quotas[0]["seats"].as_i64(), quotas[0]["used"].as_i64()), (Some(4), Some(0)), "{quotas}");
    assert_eq!(quotas[0]["release_on"], first.as_str());
    let asks = body_of(desk.get(&desk.manager, &format!("/api/v1/cohorts/{id}/requirements")).await).await;
    assert!(asks.to_string().contains("position_category"), "{asks}");
    let trainers = page(&desk, &format!("/manage/cohorts/{id}/trainers")).await;
    assert!(trainers.contains("trainer@postup.test"), "{trainers}");
    assert_eq!(desk.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn what_cannot_be_is_said_and_nothing_is_kept_before_it_is_confirmed() {
    let desk = Desk::new().await;
    let (cohort, starts_on) = full(&desk).await;
    let path = format!("/manage/cohorts/{cohort}/copy");
    let form = page(&desk, &path).await;
    assert!(form.contains("name=\"starts_on_day\""), "{form}");
    let first = weeks_later(&starts_on, 4);
    let cohorts = async || {
        let all = body_of(desk.get(&desk.manager, "/api/v1/cohorts?limit=100").await).await;
        all.as_array().unwrap().len()
    };
    let before = cohorts().await;
    for (code, day, field) in
        [("", first.as_str(), "code"), ("NEXT-2", "", "starts_on"), ("NEXT-2", "2040-01-01", "starts_on")]
    {
        let fields = [("code", code), ("starts_on", day)];
        let answer = desk.form(&desk.manager, &path, &fields).await;
        answer.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        let text = answer.0.into_body().into_string().await.unwrap();
        assert!(text.contains(&format!("href=\"#{field}\"")), "{code} {day}: {text}");
    }
    let fields = [("code", "NEXT-2"), ("starts_on", first.as_str())];
    let preview = desk.form(&desk.manager, &path, &fields).await;
    preview.assert_status_is_ok();
    let text = preview.0.into_body().into_string().await.unwrap();
    assert!(text.contains("10:00") && text.contains("value=\"keep\""), "{text}");
    assert_eq!(cohorts().await, before, "a look keeps nothing");
    let kept = [("code", "NEXT-2"), ("starts_on", first.as_str()), ("step", "keep")];
    desk.form(&desk.manager, &path, &kept).await.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(cohorts().await, before + 1);
    // The code is taken now.
    let again = desk.form(&desk.manager, &path, &kept).await;
    again.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    // Somebody who manages nothing here sees neither.
    let (_, stranger) = desk.staff("stranger", &[]).await;
    let copies = format!("/api/v1/cohorts/{cohort}/copies");
    let body = json!({"code": "NEXT-3", "starts_on": first});
    assert!(desk.post(&stranger, &copies, &body).await.0.status().is_client_error());
}

#[tokio::test]
async fn a_session_of_the_trainer_at_the_same_time_is_said() {
    let desk = Desk::new().await;
    let (cohort, starts_on) = full(&desk).await;
    // The same days: the trainer would be in both.
    let fields = [("code", "NEXT-2"), ("starts_on", starts_on.as_str())];
    let preview = desk.form(&desk.manager, &format!("/manage/cohorts/{cohort}/copy"), &fields).await;
    preview.assert_status_is_ok();
    let text = preview.0.into_body().into_string().await.unwrap();
    assert!(text.contains("NEXT-1") && text.contains("notice caution"), "{text}");
}

#[tokio::test]
async fn a_draft_says_what_is_missing() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "TASKS").await;
    let made = desk.made(&format!("/api/v1/courses/{course}/cohorts"), &cohort_plan("TASKS-1", 30)).await;
    let path = format!("/manage/cohorts/{}", text(&made, "id"));
    let shown = page(&desk, &path).await;
    assert!(shown.contains(&format!("<a href=\"{path}/sessions/new\">Розклад</a>")), "{shown}");
    let trainers =
        format!("<a href=\"{path}/trainers\">Тренери</a></div><span class=\"tag caution\">Ще не розпочато");
    assert!(shown.contains(&trainers), "{shown}");
    assert!(shown.contains("За потреби"), "{shown}");
    let desk = Desk::new().await;
    let (cohort, _) = full(&desk).await;
    let shown = page(&desk, &format!("/manage/cohorts/{cohort}")).await;
    let trainers = "Тренери</a><p class=\"hint small\">1 тренер</p></div><span class=\"tag good\">Завершено";
    assert!(shown.contains(trainers), "{shown}");
    assert!(shown.contains("академічних годин по 45 хвилин"), "{shown}");
}

#[tokio::test]
async fn a_course_is_the_pattern_for_another() {
    let desk = Desk::new().await;
    let program = desk.program("P").await;
    let course = desk.course(program, "FIRST").await;
    let shown = page(&desk, &format!("/manage/courses/{course}")).await;
    let path = format!("/manage/programs/{program}/courses/new?from={course}");
    assert!(shown.contains(&path), "{shown}");
    let form = page(&desk, &path).await;
    assert!(form.contains("Усе взято з курсу FIRST"), "{form}");
    assert!(form.contains("name=\"units.0.title_uk\""), "{form}");
    assert!(!form.contains("value=\"FIRST\"") || form.contains("name=\"copied\" value=\"FIRST\""), "{form}");
}

#[tokio::test]
async fn what_cannot_be_taken_back_is_asked_first() {
    let desk = Desk::new().await;
    let (cohort, _) = full(&desk).await;
    let path = format!("/manage/cohorts/{cohort}/quotas/1/release");
    assert!(
        page(&desk, &format!("/manage/cohorts/{cohort}/quotas")).await.contains(&format!("href=\"{path}\""))
    );
    assert!(page(&desk, &path).await.contains(&format!("action=\"{path}\"")));
    let quotas =
        async || body_of(desk.get(&desk.manager, &format!("/api/v1/cohorts/{cohort}/quotas")).await).await;
    assert!(quotas().await[0]["released_at"].is_null(), "a look lets nothing go");
    desk.form(&desk.manager, &path, &[("x", "")]).await.assert_status(StatusCode::SEE_OTHER);
    assert!(!quotas().await[0]["released_at"].is_null());
    desk.get(&desk.manager, &path).await.assert_status(StatusCode::NOT_FOUND);
    let confirmation = format!("/manage/cohorts/{cohort}/confirmation");
    assert!(desk.get(&desk.manager, &confirmation).await.0.status().is_client_error(), "nothing to decide");
}
