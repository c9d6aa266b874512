//! What people of the two cohorts see and send: the interface, the pages, the door.

use super::School;
use chrono::Duration;
use poem::http::StatusCode;
use postup_domain::access::{Role, Scope};
use serde_json::{Value, json};

#[tokio::test]
async fn a_place_is_asked_for_listed_and_given_up_in_the_interface() {
    let school = School::new(2).await;
    let client = school.house.client();
    let (person, id) = school.people[0];
    let token = school.ground.sign_in(person, &[]).await;
    let other = school.ground.sign_in(school.people[1].0, &[]).await;
    let path = format!("/api/v1/enrollments/{id}/guest-places");
    let bearer = |token: &str| format!("Bearer {token}");
    let list = async || -> Value {
        let answer = client.get(&path).header("authorization", bearer(&token)).send().await;
        answer.assert_status_is_ok();
        serde_json::from_slice(&answer.0.into_body().into_bytes().await.unwrap()).unwrap()
    };
    let before = list().await;
    assert_eq!(before["places"], json!([]));
    assert_eq!(before["possible"][0]["session_id"], json!(school.there));
    assert_eq!(
        (&before["possible"][0]["minutes"], &before["possible"][0]["cohort_code"]),
        (&json!(100), &json!("HOST-1"))
    );
    let ask = async |token: &str, session: &str| {
        let request = client.post(&path).header("authorization", bearer(token));
        request.body_json(&json!({ "session_id": session })).send().await.0.status()
    };
    assert_eq!(ask(&other, &school.there.to_string()).await, StatusCode::NOT_FOUND);
    assert_eq!(ask(&token, &id.to_string()).await, StatusCode::NOT_FOUND, "no session");
    assert_eq!(ask(&token, &school.ahead.to_string()).await, StatusCode::CONFLICT, "one's own cohort");
    assert_eq!(ask(&token, &school.there.to_string()).await, StatusCode::CREATED);
    assert_eq!(list().await["places"][0]["venue"], json!("вул. Соборна, 1"));
    let end = async |token: &str| {
        let path = format!("{path}/{}", school.there);
        client.delete(path).header("authorization", bearer(token)).send().await.0.status()
    };
    assert_eq!(end(&other).await, StatusCode::NOT_FOUND);
    assert_eq!(end(&token).await, StatusCode::NO_CONTENT);
    assert_eq!(end(&token).await, StatusCode::NOT_FOUND);
    assert_eq!(list().await["places"], json!([]));
}

#[tokio::test]
async fn pages_offer_the_place_show_the_guest_and_let_them_in() {
    let school = School::new(2).await;
    let client = school.house.client();
    let (person, id) = school.people[0];
    let token = school.ground.sign_in(person, &[]).await;
    let get = async |token: &str, path: &str| {
        let request = client.get(path).header("authorization", format!("Bearer {token}"));
        let answer = request.header("accept-language", "en").send().await;
        answer.assert_status_is_ok();
        answer.0.into_body().into_string().await.unwrap()
    };
    let own = format!("/me/enrollments/{id}");
    let there = format!("{own}/guest-places/{}", school.there);
    assert!(get(&token, &own).await.contains(&there), "a button");
    let post = async |token: &str, path: &str| {
        let request = client.post(path).header("authorization", format!("Bearer {token}"));
        request.header("accept-language", "en").form(&[("x", "y")]).send().await
    };
    post(&token, &there).await.assert_status(StatusCode::SEE_OTHER);
    let page = get(&token, &format!("{own}/guest-places")).await;
    assert!(page.contains("HOST-1") && page.contains(&format!("{there}/ending")));
    assert!(get(&token, &own).await.contains("вул. Соборна, 1"), "who comes is told the place");
    let again = post(&token, &format!("{own}/guest-places/{}", school.ahead)).await;
    again.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let manager = school.manager.person().unwrap();
    let runs = [(Role::ProgramManager, Scope::Organization(school.ground.organization))];
    let runs = school.ground.sign_in(manager, &runs).await;
    let second = school.people[1].1;
    assert!(get(&runs, &format!("/manage/enrollments/{second}")).await.contains("guest-places"));
    let given = post(&runs, &format!("/me/enrollments/{second}/guest-places/{}", school.there)).await;
    given.assert_status(StatusCode::SEE_OTHER);

    // At the door and on the register of the other cohort.
    school.house.clock.pass(Duration::hours(24 * 8) + Duration::minutes(10));
    let teaches = [(Role::Trainer, Scope::Cohort(school.host))];
    let trainer = school.ground.person("Тренерка").await;
    let trains = school.ground.sign_in(trainer, &teaches).await;
    let later = school.ground.now + Duration::days(60);
    school.ground.run("UPDATE login SET expires_at = $1", vec![later.into()]).await;
    let app = &school.house.app;
    let permit =
        app.may_take_attendance(&school.ground.actor(trainer, &teaches), school.there).await.unwrap();
    app.open_check_in(&permit).await.unwrap();
    let screen = app.check_in_screen(&permit).await.unwrap().unwrap();
    let (session, _) = app.check_in_typed(&school.actor(0), None, &screen.digits).await.unwrap();
    assert_eq!(session, school.there);
    let register = get(&trains, &format!("/teach/sessions/{}", school.there)).await;
    assert_eq!(register.matches("guest from cohort HOME-1").count(), 2);
    let of = get(&trains, &format!("/teach/sessions/{}/people/{id}", school.there)).await;
    assert!(of.contains("Прізвище0000"));
    let form = [(format!("kind-{second}"), "present".to_owned()), (format!("seen-{second}"), String::new())];
    let request = client.post(format!("/teach/sessions/{}", school.there));
    let saved = request.header("authorization", format!("Bearer {trains}")).form(&form).send().await;
    saved.assert_status(StatusCode::SEE_OTHER);
    let path = format!("/api/v1/sessions/{}/register", school.there);
    let seen: Value = serde_json::from_str(&get(&trains, &path).await).unwrap();
    assert_eq!((seen["people"].as_array().unwrap().len(), seen["marked"].as_i64()), (0, Some(0)));
    let guests = seen["guests"].as_array().unwrap();
    assert!(guests.iter().all(|one| one["guest_from"] == "HOME-1" && one["status"].is_string()));
    school.sound().await;
}
