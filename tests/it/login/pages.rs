//! The pages of signing in.

use super::{PASSWORD, person};
use poem::http::StatusCode;
use postup_tests::{Client, TestApp};

fn pairs(body: &[(&str, &str)]) -> String {
    let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    body.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect::<Vec<_>>().join("&")
}

async fn send(client: &Client, path: &str, body: &[(&str, &str)]) -> poem::Response {
    client.post(path).content_type("application/x-www-form-urlencoded").body(pairs(body)).send().await.0
}

#[tokio::test]
async fn after_signing_in_nobody_is_led_elsewhere() {
    let house = TestApp::new().await;
    let client = house.client();
    person(&house, "a@rada.test").await;
    let odd = [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/%0d%0aSet-Cookie:x=1\r\n",
        "http:evil.example",
        "/\0",
        " /me",
        "///evil.example",
        "/\u{2028}/evil",
        "https:/evil.example",
    ];
    for to in odd.into_iter().chain(["", "/me/settings?x=1"]) {
        let answer =
            send(&client, "/sign-in", &[("email", "a@rada.test"), ("password", PASSWORD), ("to", to)]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{to:?}");
        let location = answer.headers().get("location").unwrap().to_str().unwrap();
        let expected = match to {
            "" => "/me",
            "/me/settings?x=1" => to,
            _ => "/",
        };
        assert_eq!(location, expected, "{to:?}");
        assert!(answer.headers().contains_key("set-cookie"));
    }
}

#[tokio::test]
async fn what_was_typed_survives_errors_except_the_password() {
    let house = TestApp::new().await;
    let client = house.client();
    let typed = [
        ("email", "not an address"),
        ("password", "коротко"),
        ("family_name", "О’Коваль <b>"),
        ("given_name", ""),
        ("position", "голова"),
        ("place", "немає такого"),
    ];
    let answer = send(&client, "/register", &typed).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let html = answer.into_body().into_string().await.unwrap();
    for kept in ["not an address", "О’Коваль", "голова", "немає такого"] {
        assert!(html.contains(kept), "{kept}");
    }
    assert!(!html.contains("коротко") && !html.contains("<b>"), "{html}");
    for faulty in ["#email", "#password", "#given_name", "#place"] {
        assert!(html.contains(&format!("href=\"{faulty}\"")), "{faulty}");
    }
    let answer =
        send(&client, "/sign-in", &[("email", "x@rada.test"), ("password", PASSWORD), ("to", "/me")]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let html = answer.into_body().into_string().await.unwrap();
    assert!(html.contains("x@rada.test") && html.contains("value=\"/me\"") && !html.contains(PASSWORD));
}
