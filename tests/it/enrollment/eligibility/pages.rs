//! What a cohort asks, on pages and in the interface.

use super::hall::Hall;
use poem::http::StatusCode;
use postup_domain::access::{Role, Scope};
use serde_json::{Value, json};

#[tokio::test]
async fn managers_set_whom_a_cohort_is_for_and_everybody_reads_it() {
    let hall = Hall::of(3).await;
    let roles = [(Role::ProgramManager, Scope::Everything)];
    let token = hall.ground.sign_in(hall.manager.person().unwrap(), &roles).await;
    let (client, bearer) = (hall.house.client(), format!("Bearer {token}"));
    let path = format!("/api/v1/cohorts/{}/requirements", hall.cohort);
    let put = async |body: Value| {
        let answer = client.put(&path).header("authorization", &bearer).body_json(&body).send().await.0;
        let status = answer.status();
        let said: Value = serde_json::from_str(&answer.into_body().into_string().await.unwrap()).unwrap();
        (status, said)
    };
    let wrong = put(json!({ "conditions": [
        { "kind": "position_category", "value": "5" }, { "kind": "position_category", "value": "9" },
    ] }))
    .await;
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.1["errors"][0]["pointer"], "/conditions/1/value", "{}", wrong.1);
    let own = json!({ "conditions": [{ "kind": "course", "value": hall.ground.course.to_string() }] });
    assert_eq!(put(own).await.0, StatusCode::UNPROCESSABLE_ENTITY, "a course is not earlier than itself");
    let set = put(json!({ "conditions": [
        { "kind": "position_category", "value": "5" }, { "kind": "position_category", "value": "6" },
        { "kind": "organization_kind", "value": "local_authority" },
    ] }))
    .await;
    assert_eq!(set.0, StatusCode::OK, "{}", set.1);
    assert_eq!(set.1["explanation"].as_array().unwrap().len(), 2);
    let page = client.get(format!("/cohorts/{}", hall.cohort)).send().await.0;
    let html = page.into_body().into_string().await.unwrap();
    assert!(html.contains("посади категорії 5 або 6"), "{html}");

    let manage = format!("/manage/cohorts/{}/requirements", hall.cohort);
    let form = async |path: String, fields: &[(&str, &str)]| {
        let request = client.post(path).header("authorization", &bearer).form(&fields);
        request.send().await.0.status()
    };
    let removed = [("kind", "organization_kind"), ("value", "local_authority")];
    assert_eq!(form(format!("{manage}/removal"), &removed).await, StatusCode::SEE_OTHER);
    let fields = [("kind", "appointment"), ("appointment", "elected")];
    assert_eq!(form(manage.clone(), &fields).await, StatusCode::SEE_OTHER);
    assert_eq!(form(manage.clone(), &[("kind", "territory")]).await, StatusCode::UNPROCESSABLE_ENTITY);
    let html = client.get(&manage).header("authorization", &bearer).send().await.0;
    let html = html.into_body().into_string().await.unwrap();
    assert!(html.contains("elected officials"), "{html}");
    assert!(!html.contains("value=\"local_authority\"><button"));
    let exceptions = format!("/manage/cohorts/{}/exceptions", hall.cohort);
    let email = hall.address(hall.somebody("Тиха", 1).await);
    let fields = [("email", email.as_str()), ("reason", "")];
    assert_eq!(form(exceptions.clone(), &fields).await, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("email", email.as_str()), ("reason", "Веде водоканал")];
    assert_eq!(form(exceptions.clone(), &fields).await, StatusCode::SEE_OTHER);
    assert_eq!(form(exceptions, &fields).await, StatusCode::UNPROCESSABLE_ENTITY, "once is enough");
}

#[tokio::test]
async fn an_applicant_sees_before_applying_what_is_asked_and_whether_it_is_met() {
    let hall = Hall::of(3).await;
    let person = hall.somebody("Тиха", 4).await;
    let bearer = format!("Bearer {}", hall.ground.sign_in(person, &[]).await);
    let client = hall.house.client();
    let get = async |path: String| {
        let get = client.get(path).header("authorization", &bearer).header("accept-language", "en");
        get.send().await.0.into_body().into_string().await.unwrap()
    };
    let cohort = format!("/cohorts/{}", hall.cohort);
    let path = format!("/api/v1{cohort}/requirements");
    let said: Value = serde_json::from_str(&get(path.clone()).await).unwrap();
    assert_eq!(said["own"]["is_eligible"], false, "{said}");
    let why = said["own"]["explanation"].as_str().unwrap();
    assert!(why.contains("the profile says category 4"), "{why}");
    let html = get(cohort.clone()).await;
    assert!(html.contains(why) && html.contains(">not met<"), "{html}");
    hall.become_of(person, 5).await;
    let html = get(cohort).await;
    assert!(html.contains(">met<") && !html.contains("would be turned down"), "{html}");
    let said: Value = serde_json::from_str(&get(path).await).unwrap();
    assert_eq!(said["own"]["is_eligible"], true, "{said}");
}
