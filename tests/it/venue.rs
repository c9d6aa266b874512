//! The places of organizations: who keeps them, sessions in them, and what their change does to those.

use crate::calendar::invitation::{deliver, to, whole};
use crate::desk::{Desk, body_of, expect, header, session_plan, text};
use poem::http::StatusCode;
use postup_domain::access::{Role, Scope};
use serde_json::{Value, json};

pub fn venue_plan(name: &str, seats: i32, shelter: Option<i32>) -> Value {
    json!({ "name": name, "address": "м. Суми, майдан Незалежності, 2", "seats": seats, "shelter": shelter })
}

/// A place of the desk's organization.
pub async fn venue(desk: &Desk, name: &str, seats: i32, shelter: Option<i32>) -> Value {
    let mut plan = venue_plan(name, seats, shelter);
    plan["organization_id"] = json!(desk.organization.to_string());
    desk.made("/api/v1/venues", &plan).await
}

#[tokio::test]
async fn places_are_kept_by_those_who_manage_the_organization_and_exist_for_nobody_else() {
    let desk = Desk::new().await;
    let hall = venue(&desk, "Зала 5", 30, Some(0)).await;
    let one = format!("/api/v1/venues/{}", text(&hall, "id"));
    let elsewhere = desk.another_organization("Інша школа").await;
    let scope = Scope::Organization(elsewhere);
    let (_, stranger) = desk.staff("stranger", &[(Role::ProgramManager, scope)]).await;
    desk.get(&stranger, &one).await.assert_status(StatusCode::NOT_FOUND);
    assert_eq!(body_of(desk.get(&stranger, "/api/v1/venues").await).await, json!([]));
    let edited = venue_plan("Зала 6", 40, None);
    desk.put(&stranger, &one, Some("\"1\""), &edited).await.assert_status(StatusCode::NOT_FOUND);
    let mut theirs = venue_plan("Зала 6", 40, None);
    theirs["organization_id"] = json!(desk.organization.to_string());
    desk.post(&stranger, "/api/v1/venues", &theirs).await.assert_status(StatusCode::FORBIDDEN);

    let changed = expect(desk.put(&desk.manager, &one, Some("\"1\""), &edited).await, StatusCode::OK).await;
    assert_eq!((text(&changed, "name"), &changed["shelter"]), ("Зала 6".to_owned(), &Value::Null));
    let late = desk.put(&desk.manager, &one, Some("\"1\""), &edited).await;
    late.assert_status(StatusCode::PRECONDITION_FAILED);
    for (field, bad) in
        [("seats", json!(0)), ("shelter", json!(-1)), ("name", json!(" ")), ("territory", json!("UA1"))]
    {
        let mut plan = venue_plan("Зала 6", 40, None);
        plan[field] = bad;
        let answer = desk.put(&desk.manager, &one, Some("\"2\""), &plan).await;
        let problem = expect(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert_eq!(problem["errors"][0]["pointer"], format!("/{field}"));
    }
    desk.made(&format!("{one}/archiving"), &Value::Null).await;
    assert_eq!(body_of(desk.get(&desk.manager, "/api/v1/venues").await).await, json!([]));
    let all = body_of(desk.get(&desk.manager, "/api/v1/venues?archived=true").await).await;
    assert_eq!(all[0]["archived"], true);
}

#[tokio::test]
async fn a_session_takes_place_in_a_venue_of_its_organization_with_a_detail_of_its_own() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "ROOM").await;
    let cohort = desk.cohort(&course, "ROOM-A", 20).await;
    let path = format!("/api/v1/cohorts/{cohort}/sessions");
    let hall = venue(&desk, "Зала 5", 30, None).await;
    let mut plan = session_plan("2026-05-12", "10:00", "13:00");
    plan["venue_id"] = hall["id"].clone();
    plan["venue"] = json!("2 поверх");
    let session = desk.made(&path, &plan).await;
    let whole = "Зала 5, м. Суми, майдан Незалежності, 2, 2 поверх";
    assert_eq!(text(&session, "venue"), whole);
    // Written back as it was read, nothing is doubled and nobody is told.
    let one = format!("/api/v1/sessions/{}", text(&session, "id"));
    plan["venue"] = json!(whole);
    let again = expect(desk.put(&desk.manager, &one, Some("\"1\""), &plan).await, StatusCode::OK).await;
    assert_eq!(text(&again, "venue"), whole);
    // The place of the whole cohort, which forms fill in beforehand, is no detail of another.
    let mut elsewhere = session_plan("2026-05-14", "10:00", "13:00");
    elsewhere["venue_id"] = hall["id"].clone();
    let elsewhere = desk.made(&path, &elsewhere).await;
    assert_eq!(text(&elsewhere, "venue"), "Зала 5, м. Суми, майдан Незалежності, 2");
    // Who holds no seat sees neither.
    let seen = body_of(desk.client.get(&one).send().await).await;
    assert!(seen.get("venue").is_none() && seen.get("venue_id").is_none(), "{seen}");

    let other = desk.another_organization("Інша школа").await;
    let scope = Scope::Organization(other);
    let (_, stranger) = desk.staff("stranger", &[(Role::ProgramManager, scope)]).await;
    let mut theirs = venue_plan("Зала 5", 30, None);
    theirs["organization_id"] = json!(other.to_string());
    let theirs = expect(desk.post(&stranger, "/api/v1/venues", &theirs).await, StatusCode::CREATED).await;
    let away = format!("/api/v1/venues/{}/archiving", text(&hall, "id"));
    desk.made(&away, &Value::Null).await;
    let mut new = session_plan("2026-05-13", "10:00", "13:00");
    for id in [&theirs["id"], &hall["id"]] {
        new["venue_id"] = id.clone();
        let answer = desk.post(&desk.manager, &path, &new).await;
        let problem = expect(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert_eq!(problem["errors"][0]["pointer"], "/venue_id");
    }
    // What is there already may stay there.
    desk.put(&desk.manager, &one, Some("\"2\""), &plan).await.assert_status_is_ok();
}

#[tokio::test]
async fn a_venue_that_gets_another_address_moves_its_sessions_and_everybody_is_told_once() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "MOVE").await;
    let cohort = desk.cohort(&course, "MOVE-A", 20).await;
    let hall = venue(&desk, "Зала 5", 30, None).await;
    let mut plan = session_plan("2026-05-12", "10:00", "13:00");
    plan["venue_id"] = hall["id"].clone();
    plan["venue"] = json!("2 поверх");
    let session = desk.made(&format!("/api/v1/cohorts/{cohort}/sessions"), &plan).await;
    desk.enroll("seated", cohort).await;
    desk.staff("trainer", &[(Role::Trainer, Scope::Cohort(cohort))]).await;
    deliver(&desk).await;
    let one = format!("/api/v1/venues/{}", text(&hall, "id"));
    // More seats move nobody.
    let more = venue_plan("Зала 5", 40, None);
    desk.put(&desk.manager, &one, Some("\"1\""), &more).await.assert_status_is_ok();
    assert!(deliver(&desk).await.is_empty());
    let renamed = venue_plan("Актова зала", 40, None);
    desk.put(&desk.manager, &one, Some("\"2\""), &renamed).await.assert_status_is_ok();
    let letters = deliver(&desk).await;
    assert_eq!(letters.len(), 2, "{letters:?}");
    let [seated] = to(&letters, "seated")[..] else { panic!("{letters:?}") };
    assert!(
        seated.text.contains("Де: Актова зала, м. Суми, майдан Незалежності, 2, 2 поверх"),
        "{}",
        seated.text
    );
    assert!(seated.text.contains("Раніше було місце: Зала 5, "), "{}", seated.text);
    assert!(whole(seated, 0).contains("SEQUENCE:1\r\n"));
    let seen =
        body_of(desk.get(&desk.manager, &format!("/api/v1/sessions/{}", text(&session, "id"))).await).await;
    assert_eq!(text(&seen, "venue"), "Актова зала, м. Суми, майдан Незалежності, 2, 2 поверх");
    assert_eq!(desk.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn too_little_room_is_said_before_and_after_and_keeps_nothing_from_happening() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "TIGHT").await;
    let cohort = desk.cohort(&course, "TIGHT-A", 31).await;
    let hall = venue(&desk, "Зала 5", 30, Some(12)).await;
    let mut plan = session_plan("2026-05-12", "10:00", "13:00");
    plan["venue_id"] = hall["id"].clone();
    let series = json!({ "session": plan, "repeat": { "times": 1 } });
    let look = desk.made(&format!("/api/v1/cohorts/{cohort}/series/preview"), &series).await;
    let short = |of: &str, has: i32| json!({ "venue_id": hall["id"], "of": of, "has": has, "needs": 31 });
    assert_eq!(look["shortages"], json!([short("seats", 30), short("shelter", 12)]));
    desk.made(&format!("/api/v1/cohorts/{cohort}/sessions"), &plan).await;
    let known = body_of(desk.get(&desk.manager, &format!("/api/v1/cohorts/{cohort}/overlaps")).await).await;
    assert_eq!(known["shortages"], look["shortages"]);
    let page = desk.get(&desk.manager, &format!("/manage/cohorts/{cohort}")).await;
    let page = page.0.into_body().into_string().await.unwrap();
    assert!(page.contains("«Зала 5»: місць 30, а в групі 31."), "{page}");
}

#[tokio::test]
async fn the_pages_add_change_and_put_away() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "PAGE").await;
    let cohort = desk.cohort(&course, "PAGE-A", 20).await;
    let organization = desk.organization.to_string();
    let typed = [
        ("organization_id", organization.as_str()),
        ("name", "Зала 5"),
        ("address", "м. Суми, майдан Незалежності, 2"),
        ("seats", "30"),
        ("shelter", ""),
    ];
    let wrong =
        desk.form(&desk.manager, "/manage/venues", &[&typed[..3], &[("seats", "many")]].concat()).await;
    wrong.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    desk.form(&desk.manager, "/manage/venues", &typed).await.assert_status(StatusCode::SEE_OTHER);
    let listed = desk.get(&desk.manager, "/manage/venues").await.0.into_body().into_string().await.unwrap();
    assert!(listed.contains("Зала 5") && listed.contains("невідомо"), "{listed}");
    let known = body_of(desk.get(&desk.manager, "/api/v1/venues").await).await;
    let one = format!("/manage/venues/{}", text(&known[0], "id"));
    desk.get(&desk.manager, &one).await.assert_status_is_ok();
    let changed = [&typed[1..4], &[("shelter", "25"), ("version", "1")]].concat();
    desk.form(&desk.manager, &one, &changed).await.assert_status(StatusCode::SEE_OTHER);
    let form = desk.get(&desk.manager, &format!("/manage/cohorts/{cohort}/sessions/new")).await;
    let form = form.0.into_body().into_string().await.unwrap();
    assert!(form.contains("Зала 5 (місць: 30, в укритті: 25)"), "{form}");
    let away = desk.form(&desk.manager, &format!("{one}/archiving"), &[]).await;
    assert_eq!(header(&away, "location"), "/manage/venues");
    let form = desk.get(&desk.manager, &format!("/manage/cohorts/{cohort}/sessions/new")).await;
    assert!(!form.0.into_body().into_string().await.unwrap().contains("Зала 5"));
    desk.form(&desk.manager, &format!("{one}/restoration"), &[]).await.assert_status(StatusCode::SEE_OTHER);
}
