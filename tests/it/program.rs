//! Programs: written down, shown, edited, put away, by those who may.

use crate::desk::{Desk, body_of, course_plan, expect, header, program_plan, text};
use poem::http::StatusCode;
use postup_domain::access::{Role, Scope};
use serde_json::{Value, json};

#[tokio::test]
async fn an_edit_says_which_version_it_was_made_from() {
    let desk = Desk::new().await;
    let plan = program_plan("BAR-FREE", desk.organization);
    let made = desk.post(&desk.manager, "/api/v1/programs", &plan).await;
    let (tag, path) = (header(&made, "etag"), header(&made, "location"));
    let program = expect(made, StatusCode::CREATED).await;
    insta::assert_json_snapshot!("program", program, { ".id" => "[id]", ".organization_id" => "[id]" });
    assert_eq!(path, format!("/api/v1/programs/{}", text(&program, "id")));

    let missing = desk.put(&desk.manager, &path, None, &plan).await;
    let missing = expect(missing, StatusCode::PRECONDITION_REQUIRED).await;
    assert_eq!(text(&missing, "code"), "error-precondition-required");
    let mut other = plan.clone();
    other["title"]["en"] = json!("Cities for everyone");
    let saved = desk.put(&desk.manager, &path, Some(&tag), &other).await;
    assert_ne!(header(&saved, "etag"), tag);
    let saved = expect(saved, StatusCode::OK).await;
    assert_eq!(saved["title"]["en"], "Cities for everyone");
    let stale = desk.put(&desk.manager, &path, Some(&tag), &plan).await;
    expect(stale, StatusCode::PRECONDITION_FAILED).await;

    let fresh = desk.get(&desk.manager, &path).await;
    let tag = header(&fresh, "etag");
    let again = desk.client.get(&path).header("authorization", format!("Bearer {}", desk.manager));
    again.header("if-none-match", tag).send().await.assert_status(StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn what_is_wrong_is_named_by_its_field() {
    let desk = Desk::new().await;
    desk.program("TAKEN").await;
    let taken = desk.post(&desk.manager, "/api/v1/programs", &program_plan("taken", desk.organization)).await;
    let problem = expect(taken, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(problem["errors"][0]["pointer"], "/code");
    assert_eq!(problem["errors"][0]["code"], "fault-taken");
    let mut ancient = program_plan("ANCIENT", desk.organization);
    ancient["starts_on"] = json!("-262143-01-01");
    let answer = desk.post(&desk.manager, "/api/v1/programs", &ancient).await;
    let problem = expect(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(problem["errors"][0]["code"], "fault-not-a-date");
    let mut odd = program_plan("ODD", desk.organization);
    odd["colour"] = json!("red");
    let answer = desk.post(&desk.manager, "/api/v1/programs", &odd).await;
    expect(answer, StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn a_program_is_seen_by_all_once_it_is_published_and_goes_when_nothing_stands_on_it() {
    let desk = Desk::new().await;
    let mut plan = program_plan("SEEN", desk.organization);
    plan["description"]["en"] = json!("");
    let program = desk.made("/api/v1/programs", &plan).await;
    let path = format!("/api/v1/programs/{}", text(&program, "id"));
    desk.client.get(&path).send().await.assert_status(StatusCode::NOT_FOUND);
    let publish = format!("{path}/publication");
    let refused = desk.post(&desk.manager, &publish, &Value::Null).await;
    assert_eq!(text(&body_of(refused).await, "code"), "rejection-incomplete");
    plan["description"]["en"] = json!("Training.");
    desk.put(&desk.manager, &path, Some("\"1\""), &plan).await.assert_status_is_ok();
    let question = format!("/manage/programs/{}/publication", text(&program, "id"));
    let asked = desk.get(&desk.manager, &question).await.0.into_body().into_string().await.unwrap();
    assert!(asked.contains("Чернеткою вона вже не стане"), "{asked}");
    assert!(asked.contains(&format!("action=\"{question}\"")), "{asked}");
    desk.made(&publish, &Value::Null).await;
    desk.get(&desk.manager, &question).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    desk.client.get(&path).send().await.assert_status_is_ok();

    let course = desk.course(text(&program, "id").parse().unwrap(), "STEPS").await;
    let archive = format!("{path}/archiving");
    let refused = desk.post(&desk.manager, &archive, &Value::Null).await;
    assert_eq!(text(&body_of(refused).await, "code"), "rejection-still-in-use");
    desk.made(&format!("/api/v1/courses/{course}/archiving"), &Value::Null).await;
    let gone = desk.made(&archive, &Value::Null).await;
    assert_eq!(gone["state"], "archived");
}

#[tokio::test]
async fn a_manager_of_one_program_cannot_touch_another() {
    let desk = Desk::new().await;
    let (own, other) = (desk.program("OWN").await, desk.program("OTHER").await);
    let draft = desk.made("/api/v1/programs", &program_plan("DRAFT", desk.organization)).await;
    let (_, narrow) = desk.staff("narrow", &[(Role::ProgramManager, Scope::Program(own))]).await;
    let plan = program_plan("OTHER", desk.organization);
    let edit = desk.put(&narrow, &format!("/api/v1/programs/{other}"), Some("\"2\""), &plan).await;
    edit.assert_status(StatusCode::FORBIDDEN);
    let hidden = format!("/api/v1/programs/{}", text(&draft, "id"));
    desk.get(&narrow, &hidden).await.assert_status(StatusCode::NOT_FOUND);
    desk.put(&narrow, &hidden, Some("\"1\""), &plan).await.assert_status(StatusCode::NOT_FOUND);
    let courses = format!("/api/v1/programs/{other}/courses");
    desk.post(&narrow, &courses, &course_plan("C")).await.assert_status(StatusCode::FORBIDDEN);
    desk.post(&narrow, "/api/v1/programs", &program_plan("NEW", desk.organization))
        .await
        .assert_status(StatusCode::FORBIDDEN);
    let mine = format!("/api/v1/programs/{own}/courses");
    desk.post(&narrow, &mine, &course_plan("C")).await.assert_status(StatusCode::CREATED);
    let elsewhere = desk.another_organization("Інша школа").await;
    let foreign = desk.post(&desk.manager, "/api/v1/programs", &program_plan("X", elsewhere)).await;
    foreign.assert_status(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_pages_say_what_is_missing_and_keep_what_was_typed() {
    let desk = Desk::new().await;
    let list = desk.get(&desk.manager, "/manage").await;
    list.assert_status_is_ok();
    let organization = desk.organization.to_string();
    let mut fields = vec![
        ("code", "pages"),
        ("title_uk", "Поступ громад"),
        ("title_en", ""),
        ("organization_id", organization.as_str()),
        ("starts_on_day", "1"),
        ("starts_on_month", "2"),
        ("starts_on_year", "2026"),
        ("ends_on", "2027-02-01"),
        ("signatory_name_uk", "Ірина Бондар"),
        ("signatory_name_en", "Iryna Bondar"),
        ("signatory_position_uk", "директорка"),
        ("signatory_position_en", "director"),
        ("_once", "one-click"),
    ];
    let faulty = desk.form(&desk.manager, "/manage/programs", &fields).await;
    faulty.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let html = faulty.0.into_body().into_string().await.unwrap();
    assert!(html.contains("value=\"Поступ громад\"") && html.contains("href=\"#title_en\""), "{html}");
    fields[2].1 = "Progress of hromadas";
    let first = desk.form(&desk.manager, "/manage/programs", &fields).await;
    first.assert_status(StatusCode::SEE_OTHER);
    let second = desk.form(&desk.manager, "/manage/programs", &fields).await;
    assert_eq!(header(&first, "location"), header(&second, "location"));
    let listed = desk.get(&desk.manager, "/api/v1/programs").await;
    assert_eq!(body_of(listed).await.as_array().unwrap().len(), 1);
    let show = desk.get(&desk.manager, &header(&first, "location")).await;
    let html = show.0.into_body().into_string().await.unwrap();
    assert!(html.contains("Поступ громад") && html.contains("Опублікувати"), "{html}");
}
