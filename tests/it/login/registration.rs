//! From nobody to an account, and what nobody can tell from outside.

use super::{PASSWORD, letters, person, post, secret, token};
use poem::http::StatusCode;
use postup_tests::TestApp;
use serde_json::{Value, json};

fn registration(email: &str) -> Value {
    json!({"email": email, "password": PASSWORD, "family_name": "Їжакевич", "given_name": "Юрій"})
}

#[tokio::test]
async fn from_registration_to_the_first_sign_in() {
    let house = TestApp::new().await;
    let client = house.client();
    let (status, _) = post(&client, "/api/v1/auth/registrations", &registration("Yurii@Rada.test")).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    let credentials = json!({"email": "yurii@rada.test", "password": PASSWORD});
    let (status, body) = post(&client, "/api/v1/auth/sessions", &credentials).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("rejection-address-not-confirmed"))
    );

    let sent = letters(&house).await;
    assert_eq!(sent.len(), 1);
    let link = secret(&sent[0].1, "/confirm/");
    let page = client.get(format!("/confirm/{link}")).send().await;
    page.assert_status_is_ok();
    let (status, _) = post(&client, "/api/v1/auth/sessions", &credentials).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "looking at the link does not confirm");
    client.post(format!("/confirm/{link}")).send().await.assert_status(StatusCode::SEE_OTHER);
    client.post(format!("/confirm/{link}")).send().await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);

    let token = token(&client, "yurii@rada.test").await;
    let answer = client.get("/api/v1/me").header("authorization", format!("Bearer {token}")).send().await;
    answer.assert_status_is_ok();
    answer.assert_header_exist("etag");
    let body = answer.json().await;
    let person = body.value().object().get("person").object();
    person.get("latin_family_name").assert_string("Yizhakevych");
    person.get("latin_given_name").assert_string("Yurii");
    body.value().object().get("roles").array().get(0).assert_string("official");
}

#[tokio::test]
async fn known_and_unknown_addresses_get_the_same_answers() {
    let house = TestApp::new().await;
    let client = house.client();
    person(&house, "known@rada.test").await;
    let wrong = |email: &str| json!({"email": email, "password": "щось зовсім інше тут"});
    let cases: [(&str, fn(&str) -> Value, &str); 2] = [
        ("/api/v1/auth/registrations", registration, "new@rada.test"),
        ("/api/v1/auth/reset-requests", |email| json!({"email": email}), "unknown@rada.test"),
    ];
    for (path, body, unknown) in cases {
        let known = post(&client, path, &body("known@rada.test")).await;
        let unknown = post(&client, path, &body(unknown)).await;
        assert_eq!(known, unknown, "{path}");
        assert_eq!(known.0, StatusCode::ACCEPTED);
    }
    // Wrong passwords, up to and into the throttle; only the request's own name differs.
    for round in 0..7 {
        let mut answers = Vec::new();
        for email in ["known@rada.test", "nobody@rada.test"] {
            let (status, mut body) = post(&client, "/api/v1/auth/sessions", &wrong(email)).await;
            body.as_object_mut().unwrap().remove("instance");
            answers.push((status, body));
        }
        assert_eq!(answers[0], answers[1], "round {round}");
    }
    let mut told: Vec<String> = letters(&house)
        .await
        .into_iter()
        .map(|(to, text)| {
            let link = ["/confirm/", "/reset/"].into_iter().find(|path| text.contains(path));
            format!("{to} {}", link.unwrap_or("-"))
        })
        .collect();
    told.sort();
    assert_eq!(told, ["known@rada.test -", "known@rada.test /reset/", "new@rada.test /confirm/"]);
}
