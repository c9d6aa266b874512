//! The public check, and the document.

use super::issue;
use chrono::Duration;
use poem::http::StatusCode;
use postup_domain::certificate::RevocationReason;
use postup_tests::factory::certificate::Graduation;
use postup_tests::{Client, TestApp};
use std::process::Command;

async fn bytes(client: &Client, path: &str) -> Vec<u8> {
    let answer = client.get(path).send().await;
    answer.assert_status_is_ok();
    answer.assert_content_type("application/pdf");
    answer.0.into_body().into_vec().await.unwrap()
}

async fn page(client: &Client, path: &str, language: &str) -> String {
    let answer = client.get(path).header("accept-language", language).send().await;
    answer.assert_status_is_ok();
    answer.assert_header("x-robots-tag", "noindex, nofollow");
    answer.assert_header("referrer-policy", "no-referrer");
    let text = answer.0.into_body().into_string().await.unwrap();
    // Without the marks that keep the direction of what is filled in.
    text.replace(['\u{2068}', '\u{2069}'], "")
}

/// The words on the paper, by poppler.
pub fn text_of(house: &TestApp, pdf: &[u8]) -> String {
    let path = house.database.folder.0.join("certificate.pdf");
    std::fs::write(&path, pdf).unwrap();
    let output = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn the_paper_says_what_was_issued_in_the_same_bytes_every_day() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 2).await;
    let issued = issue(&house, &of, of.graduates()).await.unwrap().remove(0);
    let client = house.client();
    let path = format!("/verify/{}/pdf", issued.facts.check_code);
    let pdf = bytes(&client, &path).await;
    let text = text_of(&house, &pdf);
    for words in
        ["ПК 2026/1", "Антоненко", "Дар’я Ігорівна", "Daria", "Antonenko", "Школа міст", "Водопостачання"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    house.clock.pass(Duration::days(3));
    of.run("UPDATE person SET family_name = 'Інша'", vec![]).await;
    assert_eq!(bytes(&client, &path).await, pdf);
}

#[tokio::test]
async fn a_stranger_sees_every_claim_and_the_state() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 2).await;
    let issued = issue(&house, &of, of.graduates()).await.unwrap().remove(0);
    let client = house.client();
    let code = issued.facts.check_code.to_string();
    let path = format!("/verify/{code}");
    let uk = page(&client, &path, "uk").await;
    for words in [
        "Сертифікат дійсний",
        "ПК 2026/1",
        "Антоненко Дар’я Ігорівна",
        "Daria Antonenko",
        "Водопостачання",
        "Спроможні громади",
        "Школа міст",
        "37472062",
        "спеціальна, короткострокова",
        "30 академічних годин",
        "1 кредит ЄКТС",
        "дистанційна",
        "онлайн",
        "4 травня 2026",
        "Іван Їжак",
        "Ректор",
        "читати схему мережі",
    ] {
        assert!(uk.contains(words), "{words} in {uk}");
    }
    let en = page(&client, &path, "en").await;
    for words in
        ["The certificate is valid", "Water supply", "School of Cities", "read a network plan", "Rector"]
    {
        assert!(en.contains(words), "{words} in {en}");
    }
    let manager = of.manager(&house);
    let permit = house.app.may_revoke_certificate(&manager, issued.id).await.unwrap();
    house.app.revoke_certificate(permit, RevocationReason::RuleNotMet).await.unwrap();
    let revoked = page(&client, &path, "uk").await;
    assert!(revoked.contains("Сертифікат анульовано") && revoked.contains("умову завершення не виконано"));
    let json = client.get(format!("/api/v1/public/certificates/{code}")).send().await;
    json.assert_status_is_ok();
    json.assert_header("x-robots-tag", "noindex, nofollow");
    let json = json.json().await;
    let json = json.value().object();
    json.get("standing").object().get("state").assert_string("revoked");
    json.get("standing").object().get("reason").assert_string("rule_not_met");
    json.get("claims").object().get("holder").object().get("family_name").assert_string("Антоненко");
}

#[tokio::test]
async fn a_code_with_one_letter_changed_opens_nothing() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 2).await;
    let issued = issue(&house, &of, of.graduates()).await.unwrap().remove(0);
    let client = house.client();
    let code = issued.facts.check_code.to_string();
    for place in [1, 12, 25] {
        let mut letters: Vec<char> = code.chars().collect();
        letters[place] = if letters[place] == 'x' { 'y' } else { 'x' };
        let wrong: String = letters.into_iter().collect();
        let shown = page(&client, &format!("/verify/{wrong}"), "uk").await;
        assert!(shown.contains("Такого сертифіката немає") && !shown.contains("Антоненко"));
        let json = client.get(format!("/api/v1/public/certificates/{wrong}")).send().await;
        json.assert_status(StatusCode::NOT_FOUND);
        json.assert_content_type("application/problem+json; charset=utf-8");
        json.assert_header("x-robots-tag", "noindex, nofollow");
        json.assert_header("referrer-policy", "no-referrer");
    }
    assert!(page(&client, "/verify/nonsense", "en").await.contains("There is no such certificate"));
    client.get("/verify/nonsense/pdf").send().await.assert_status(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn number_and_surname_open_it_only_together() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 4).await;
    issue(&house, &of, of.graduates()).await.unwrap();
    let client = house.client();
    let ask = |number: &'static str, surname: &'static str| {
        let client = &client;
        async move {
            let form = [("code", ""), ("number", number), ("surname", surname)];
            let answer = client.post("/verify").form(&form).send().await;
            let status = answer.0.status();
            (status, answer.0.into_body().into_string().await.unwrap())
        }
    };
    for surname in ["Ґалаґан", "галаган", "GALAGAN"] {
        let (status, shown) = ask(" пк  2026/3", surname).await;
        assert_eq!(status, StatusCode::OK);
        assert!(shown.contains("Сертифікат дійсний"), "{surname}: {shown}");
        assert!(!shown.contains("/pdf"), "the code is not theirs");
    }
    assert!(ask("ПК 2026/3", "Бондар").await.1.contains("Такого сертифіката немає"));
    assert!(ask("ПК 2026/77", "Бондар").await.1.contains("Такого сертифіката немає"));
    assert_eq!(ask("ПК 2026/3", "").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ask("", "Бондар").await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_typed_code_leads_to_its_page() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 2).await;
    let issued = issue(&house, &of, of.graduates()).await.unwrap().remove(0);
    let client = house.client();
    client.get("/verify").send().await.assert_status_is_ok();
    let code = issued.facts.check_code.to_string();
    let typed = format!("{} {}", code[..13].to_uppercase(), &code[13..]);
    let answer = client.post("/verify").form(&[("code", typed)]).send().await;
    answer.assert_status(StatusCode::SEE_OTHER);
    answer.assert_header("location", format!("/verify/{code}"));
    let answer = client.post("/verify").form(&[("code", "12")]).send().await;
    answer.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn sweeping_codes_ends_soon() {
    let house = TestApp::new().await;
    let client = house.client();
    for path in ["/verify/nonsense", "/api/v1/public/certificates/nonsense"] {
        for _ in 0..30 {
            let status = client.get(path).send().await.0.status();
            assert_ne!(status, StatusCode::TOO_MANY_REQUESTS);
        }
        client.get(path).send().await.assert_status(StatusCode::TOO_MANY_REQUESTS);
    }
    house.clock.pass(Duration::minutes(1));
    client.get("/verify/nonsense").send().await.assert_status_is_ok();
}
