//! Courses: versions, conditions of publication, the catalogue.

mod near;
mod search;

use crate::desk::{Desk, body_of, cohort_plan, course_plan, expect, header, text};
use poem::http::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn a_course_says_hours_credits_and_rule_exactly() {
    let desk = Desk::new().await;
    let program = desk.program("P").await;
    let course = desk.course(program, "ACCESS-01").await;
    let by_id = body_of(desk.client.get(format!("/api/v1/courses/{course}")).send().await).await;
    let by_code = body_of(desk.client.get("/api/v1/courses/access-01").send().await).await;
    assert_eq!(by_id, by_code);
    insta::assert_json_snapshot!("course", by_id, {
        ".id" => "[id]", ".program_id" => "[id]", ".version_id" => "[id]", ".units[].id" => "[id]"
    });
}

#[tokio::test]
async fn a_volume_outside_its_band_warns_and_does_not_block() {
    let desk = Desk::new().await;
    let program = desk.program("P").await;
    let mut plan = course_plan("LONG");
    plan["units"][0]["hours"] = json!("45");
    plan["units"][1]["hours"] = json!("0.5");
    let course = desk.made(&format!("/api/v1/programs/{program}/courses"), &plan).await;
    assert_eq!(course["ects_credits"], "1.51");
    assert_eq!(course["warning"], "course-band-short-term-above-one");
    let id = text(&course, "id");
    desk.made(&format!("/api/v1/courses/{id}/publication"), &Value::Null).await;
    let page = desk.get(&desk.manager, &format!("/manage/courses/{id}")).await;
    let html = page.0.into_body().into_string().await.unwrap();
    assert!(html.contains("не більше 1 кредиту ЄКТС"), "{html}");
}

#[tokio::test]
async fn a_course_is_published_when_it_is_complete_and_its_program_is_shown() {
    let desk = Desk::new().await;
    let hidden = desk.made("/api/v1/programs", &crate::desk::program_plan("HIDDEN", desk.organization)).await;
    let below = format!("/api/v1/programs/{}/courses", text(&hidden, "id"));
    let early = desk.made(&below, &course_plan("EARLY")).await;
    let publish = |id: String| format!("/api/v1/courses/{id}/publication");
    let refused = desk.post(&desk.manager, &publish(text(&early, "id")), &Value::Null).await;
    assert_eq!(text(&body_of(refused).await, "code"), "rejection-not-published");

    let program = desk.program("P").await;
    let mut plan = course_plan("EMPTY");
    plan["units"] = json!([]);
    let empty = desk.made(&format!("/api/v1/programs/{program}/courses"), &plan).await;
    let refused = desk.post(&desk.manager, &publish(text(&empty, "id")), &Value::Null).await;
    assert_eq!(text(&body_of(refused).await, "code"), "rejection-incomplete");
    let path = format!("/api/v1/courses/{}", text(&empty, "id"));
    desk.client.get(&path).send().await.assert_status(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn cohorts_keep_the_version_they_were_made_with() {
    let desk = Desk::new().await;
    let program = desk.program("P").await;
    let course = desk.course(program, "ROADS").await;
    let path = format!("/api/v1/courses/{course}");
    let edit = async |change: &str| {
        let seen = desk.get(&desk.manager, &path).await;
        let tag = header(&seen, "etag");
        let mut plan = course_plan("ROADS");
        plan["summary"]["en"] = json!(change);
        expect(desk.put(&desk.manager, &path, Some(&tag), &plan).await, StatusCode::OK).await
    };
    let alone = edit("Nobody runs it yet.").await;
    assert_eq!(alone["version_number"], 1, "without cohorts the version changes in place");
    let cohort = desk.cohort(&course, "ROADS-A", 30).await;
    let changed = edit("Somebody runs it.").await;
    assert_eq!(changed["version_number"], 2);
    let same = edit("Somebody runs it.").await;
    assert_eq!(same["version_number"], 2, "the same words make no version");
    let running = body_of(desk.client.get(format!("/api/v1/cohorts/{cohort}")).send().await).await;
    assert_eq!(running["course_version_id"], alone["version_id"]);
    let next = desk.made(&format!("{path}/cohorts"), &cohort_plan("ROADS-B", 30)).await;
    assert_eq!(next["course_version_id"], changed["version_id"]);
}

#[tokio::test]
async fn the_catalogue_is_narrowed_and_paged() {
    let desk = Desk::new().await;
    let program = desk.program("P").await;
    for code in ["A-1", "A-2", "A-3"] {
        desk.course(program, code).await;
    }
    desk.cohort(&desk.course(program, "OPEN-1").await, "OPEN-1-A", 30).await;
    desk.made(&format!("/api/v1/programs/{program}/courses"), &course_plan("DRAFT")).await;
    let codes = async |query: &str| -> Vec<String> {
        let answer = desk.client.get(format!("/api/v1/courses?{query}")).send().await;
        body_of(answer).await.as_array().unwrap().iter().map(|course| text(course, "code")).collect()
    };
    assert_eq!(codes("").await, ["A-1", "A-2", "A-3", "OPEN-1"]);
    assert_eq!(codes("q=ДОСТУПНІСТЬ%20open").await, ["OPEN-1"]);
    assert_eq!(codes("q=%25").await.len(), 4, "a wildcard is not a word");
    assert_eq!(codes("q=мости").await.len(), 0);
    assert_eq!(codes("subject=water_supply").await.len(), 0);
    assert_eq!(codes("free_seats=true").await, ["OPEN-1"]);
    assert_eq!(codes("form=online&language=uk").await, ["OPEN-1"]);
    assert_eq!(codes("form=in_person").await.len(), 0);
    assert_eq!(codes("oblast=UA59000000000057109").await.len(), 0);

    let first = desk.client.get("/api/v1/courses?limit=3").send().await;
    let link = header(&first, "link");
    assert!(link.ends_with("rel=\"next\""), "{link}");
    // The test client does not keep the path of a request, so the cursor is put on it again.
    let (_, cursor) = link.split_once("cursor=").unwrap();
    let next = format!("/api/v1/courses?limit=3&cursor={}", cursor.split('>').next().unwrap());
    assert_eq!(body_of(first).await.as_array().unwrap().len(), 3);
    let second = desk.client.get(next).send().await;
    assert_eq!(header(&second, "link"), "");
    assert_eq!(text(&body_of(second).await[0], "code"), "OPEN-1");
    desk.client.get("/api/v1/courses?subject=cooking").send().await.assert_status(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_form_grows_by_a_button_without_losing_anything() {
    let desk = Desk::new().await;
    let program = desk.program("P").await;
    let path = format!("/manage/programs/{program}/courses");
    let typed = [
        ("code", "grow"),
        ("title_uk", "Вода"),
        ("title_en", "Water"),
        ("subject", "water_supply"),
        ("content_type", "general"),
        ("length_type", "short_term"),
        ("attendance_percent", "80"),
        ("units.0.title_uk", "Насоси"),
        ("units.0.title_en", "Pumps"),
        ("units.0.hours", "7,5"),
    ];
    let more = desk.form(&desk.manager, &path, &[&typed[..], &[("do", "add_unit")]].concat()).await;
    more.assert_status_is_ok();
    let html = more.0.into_body().into_string().await.unwrap();
    assert!(html.contains("name=\"units.1.hours\"") && html.contains("value=\"7,5\""), "{html}");
    let wrong = [("units.1.title_uk", "Труби"), ("units.1.hours", "багато"), ("do", "save")];
    let faulty = desk.form(&desk.manager, &path, &[&typed[..], &wrong[..]].concat()).await;
    faulty.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let html = faulty.0.into_body().into_string().await.unwrap();
    assert!(
        html.contains("href=\"#units.1.hours\"") && html.contains("href=\"#units.1.title_en\""),
        "{html}"
    );
    let blank = [("units.1.title_uk", ""), ("units.1.hours", ""), ("do", "save")];
    let saved = desk.form(&desk.manager, &path, &[&typed[..], &blank[..]].concat()).await;
    saved.assert_status(StatusCode::SEE_OTHER);
    let page = desk.get(&desk.manager, &header(&saved, "location")).await;
    let html = page.0.into_body().into_string().await.unwrap();
    assert!(html.contains("7,5") && html.contains("Щоб завершити курс"), "{html}");
}

#[tokio::test]
async fn what_starts_next_comes_first_and_can_be_looked_for() {
    let desk = Desk::new().await;
    let program = desk.program("P").await;
    for (code, starts) in
        [("A-1", None), ("A-2", Some("2026-07-01")), ("A-3", Some("2026-05-11")), ("A-4", Some("2026-07-01"))]
    {
        let course = desk.course(program, code).await;
        if let Some(starts) = starts {
            let mut plan = cohort_plan(&format!("{code}-X"), 30);
            plan["starts_on"] = json!(starts);
            let cohort = desk.made(&format!("/api/v1/courses/{course}/cohorts"), &plan).await;
            let id = text(&cohort, "id");
            desk.made(&format!("/api/v1/cohorts/{id}/publication"), &Value::Null).await;
        }
    }
    let codes = async |query: &str| -> Vec<String> {
        let answer = desk.client.get(format!("/api/v1/courses?{query}")).send().await;
        body_of(answer).await.as_array().unwrap().iter().map(|course| text(course, "code")).collect()
    };
    assert_eq!(codes("sort=next_start").await, ["A-3", "A-2", "A-4", "A-1"]);
    assert_eq!(codes("starts_from=2026-06-01").await, ["A-2", "A-4"]);
    assert_eq!(codes("starts_from=2026-05-01&starts_until=2026-06-30").await, ["A-3"]);
    assert_eq!(codes("starts_until=2026-05-10").await.len(), 0);
    let first = desk.client.get("/api/v1/courses?sort=next_start&limit=2").send().await;
    let link = header(&first, "link");
    let (_, cursor) = link.split_once("cursor=").unwrap();
    let rest = codes(&format!("sort=next_start&limit=2&cursor={}", cursor.split('>').next().unwrap())).await;
    assert_eq!(rest, ["A-4", "A-1"], "a page ends in the middle of a day and nobody is lost");
    let page = desk.client.get("/courses?start=2026-07").header("accept-language", "en").send().await;
    let html = page.0.into_body().into_string().await.unwrap();
    assert!(html.contains("2 courses found") && !html.contains("/courses/A-3"), "{html}");
}
