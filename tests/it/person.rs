//! Records of people and organizations: who sees whom, and edits that do not overwrite each other.

use crate::login::{person, token, with_role};
use poem::http::StatusCode;
use poem::test::TestResponse;
use postup_domain::access::Role;
use postup_tests::{Client, TestApp};
use serde_json::{Value, json};

async fn call(
    client: &Client,
    method: &str,
    path: &str,
    token: &str,
    version: Option<&str>,
    body: Value,
) -> TestResponse {
    let request = match method {
        "PATCH" => client.patch(path),
        "POST" => client.post(path),
        _ => client.get(path),
    };
    let request = request.header("authorization", format!("Bearer {token}"));
    let request = match version {
        Some(version) => request.header("if-match", version),
        None => request,
    };
    if method == "GET" { request.send().await } else { request.body_json(&body).send().await }
}

async fn json_of(response: TestResponse) -> Value {
    serde_json::from_str(&response.0.into_body().into_string().await.unwrap()).unwrap()
}

#[tokio::test]
async fn an_edit_names_the_version_it_was_made_from() {
    let house = TestApp::new().await;
    let client = house.client();
    person(&house, "a@rada.test").await;
    let token = token(&client, "a@rada.test").await;
    let patch = json!({"given_name": "Олена-Марія", "latin_given_name": "", "position": "голова"});
    call(&client, "PATCH", "/api/v1/me", &token, None, patch.clone())
        .await
        .assert_status(StatusCode::PRECONDITION_REQUIRED);
    let edited = call(&client, "PATCH", "/api/v1/me", &token, Some("\"1\""), patch.clone()).await;
    edited.assert_status_is_ok();
    edited.assert_header("etag", "\"2\"");
    let edited = json_of(edited).await;
    assert_eq!(edited["latin_given_name"], "Olena-Mariia");
    assert_eq!(edited["family_name"], "Коваль");
    call(&client, "PATCH", "/api/v1/me", &token, Some("\"1\""), patch)
        .await
        .assert_status(StatusCode::PRECONDITION_FAILED);
    let cleared =
        call(&client, "PATCH", "/api/v1/me", &token, Some("\"2\""), json!({"position": null})).await;
    assert_eq!(json_of(cleared).await["position"], Value::Null);
    let odd = json!({"role": "administrator", "email": "x@y.test"});
    call(&client, "PATCH", "/api/v1/me", &token, Some("\"3\""), odd)
        .await
        .assert_status(StatusCode::BAD_REQUEST);
    let faulty = json!({"position_category": 8, "territory": "UA00000000000000000"});
    let faulty = call(&client, "PATCH", "/api/v1/me", &token, Some("\"3\""), faulty).await;
    faulty.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(json_of(faulty).await["errors"][0]["pointer"], "/position_category");
}

#[tokio::test]
async fn people_see_themselves_and_keepers_see_theirs() {
    let house = TestApp::new().await;
    let client = house.client();
    let ids = [person(&house, "a@rada.test").await, person(&house, "b@rada.test").await];
    person(&house, "admin@rada.test").await;
    person(&house, "officer@rada.test").await;
    with_role(&house, "admin@rada.test", Role::Administrator).await;
    with_role(&house, "officer@rada.test", Role::PersonnelOfficer).await;
    let (a, admin) = (token(&client, "a@rada.test").await, token(&client, "admin@rada.test").await);
    let officer = token(&client, "officer@rada.test").await;
    let status = async |token: &str, path: String| {
        call(&client, "GET", &path, token, None, Value::Null).await.0.status()
    };
    assert_eq!(status(&a, format!("/api/v1/people/{}", ids[0])).await, StatusCode::OK);
    assert_eq!(status(&a, format!("/api/v1/people/{}", ids[1])).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&a, "/api/v1/people".to_owned()).await, StatusCode::FORBIDDEN);
    assert_eq!(status(&admin, format!("/api/v1/people/{}", ids[1])).await, StatusCode::OK);

    let organization =
        json!({"kind": "local_authority", "name_uk": "Сумська міська рада", "name_en": "Sumy City Council"});
    let made = call(&client, "POST", "/api/v1/organizations", &admin, None, organization).await;
    made.assert_status(StatusCode::CREATED);
    let employer = json_of(made).await["id"].clone();
    assert_eq!(status(&officer, format!("/api/v1/people/{}", ids[1])).await, StatusCode::NOT_FOUND);
    let edit = json!({"organization_id": employer});
    call(&client, "PATCH", &format!("/api/v1/people/{}", ids[1]), &admin, Some("\"1\""), edit)
        .await
        .assert_status_is_ok();
    let seen =
        json_of(call(&client, "GET", "/api/v1/people?q=koval", &officer, None, Value::Null).await).await;
    let seen: Vec<&str> = seen.as_array().unwrap().iter().map(|one| one["email"].as_str().unwrap()).collect();
    assert_eq!(seen, ["b@rada.test", "officer@rada.test"], "employees and oneself");
    let refused =
        call(&client, "PATCH", &format!("/api/v1/people/{}", ids[1]), &officer, Some("\"2\""), json!({}))
            .await;
    refused.assert_status(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn lists_follow_the_ukrainian_alphabet_and_go_on_page_by_page() {
    let house = TestApp::new().await;
    let client = house.client();
    person(&house, "admin@rada.test").await;
    with_role(&house, "admin@rada.test", Role::Administrator).await;
    let token = token(&client, "admin@rada.test").await;
    for name in ["Ірпінська рада", "Яготинська рада", "Ґорайська рада", "Гадяцька рада", "Єланецька рада"]
    {
        let body = json!({"kind": "local_authority", "name_uk": name, "name_en": "Council"});
        call(&client, "POST", "/api/v1/organizations", &token, None, body)
            .await
            .assert_status(StatusCode::CREATED);
    }
    let mut names = Vec::new();
    let mut path = "/api/v1/organizations?limit=2".to_owned();
    for _ in 0..3 {
        let answer = client.get(&path).send().await;
        answer.assert_status_is_ok();
        let link = answer.0.headers().get("link").map(|link| link.to_str().unwrap().to_owned());
        let page = json_of(answer).await;
        names.extend(page.as_array().unwrap().iter().map(|one| one["name_uk"].as_str().unwrap().to_owned()));
        match link {
            Some(link) => path = link[1..link.find('>').unwrap()].to_owned(),
            None => break,
        }
    }
    assert_eq!(
        names,
        ["Гадяцька рада", "Ґорайська рада", "Єланецька рада", "Ірпінська рада", "Яготинська рада"]
    );
    let found = json_of(client.get("/api/v1/organizations?q=горайська").send().await).await;
    assert_eq!(found.as_array().unwrap().len(), 1, "ґ is found by г");
}

#[tokio::test]
async fn names_are_dated_and_a_second_number_is_asked_about() {
    let house = TestApp::new().await;
    let client = house.client();
    person(&house, "admin@rada.test").await;
    with_role(&house, "admin@rada.test", Role::Administrator).await;
    let token = token(&client, "admin@rada.test").await;
    let ministry = json!({"kind": "ministry", "name_uk": "Мінінфраструктури", "name_en": "Ministry", "edrpou": "37472062", "name_since": "2022-12-02"});
    let made =
        json_of(call(&client, "POST", "/api/v1/organizations", &token, None, ministry.clone()).await).await;
    let twin = call(&client, "POST", "/api/v1/organizations", &token, None, ministry.clone()).await;
    twin.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(json_of(twin).await["errors"][0]["code"], "fault-taken");
    let mut meant = ministry;
    meant["twin_is_meant"] = json!(true);
    call(&client, "POST", "/api/v1/organizations", &token, None, meant)
        .await
        .assert_status(StatusCode::CREATED);

    let path = format!("/api/v1/organizations/{}", made["id"].as_str().unwrap());
    // Years that a database cannot tell are no dates.
    for day in ["-262143-01-01", "+262142-12-31"] {
        let rename = json!({"name_uk": "Давнє", "name_since": day});
        let odd = call(&client, "PATCH", &path, &token, Some("\"1\""), rename).await;
        odd.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(json_of(odd).await["errors"][0]["pointer"], "/name_since");
    }
    let rename = json!({"name_uk": "Мінрозвитку", "name_since": "2026-05-01"});
    call(&client, "PATCH", &path, &token, Some("\"1\""), rename).await.assert_status_is_ok();
    let later = json!({"name_uk": "Мін майбутнього", "name_since": "2027-01-01"});
    call(&client, "PATCH", &path, &token, Some("\"2\""), later).await.assert_status_is_ok();
    let shown = json_of(client.get(&path).send().await).await;
    assert_eq!(shown["name_uk"], "Мінрозвитку", "the one in force today");
    assert_eq!(shown["names"].as_array().unwrap().len(), 3);
}
