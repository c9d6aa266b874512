//! The issuer's pages and the JSON interface.

use super::issue;
use poem::http::StatusCode;
use postup_tests::factory::certificate::Graduation;
use postup_tests::{Client, TestApp};
use serde_json::json;

struct Reader {
    client: Client,
    token: String,
}

impl Reader {
    async fn get(&self, path: &str) -> (StatusCode, String) {
        let bearer = format!("Bearer {}", self.token);
        let answer = self.client.get(path).header("authorization", bearer).send().await;
        (answer.0.status(), answer.0.into_body().into_string().await.unwrap_or_default())
    }

    async fn post(&self, path: &str, form: &[(&str, String)]) -> (StatusCode, String) {
        let bearer = format!("Bearer {}", self.token);
        let answer = self.client.post(path).header("authorization", bearer).form(&form).send().await;
        (answer.0.status(), answer.0.into_body().into_string().await.unwrap_or_default())
    }

    async fn post_json(&self, path: &str, body: serde_json::Value) -> (StatusCode, serde_json::Value) {
        let bearer = format!("Bearer {}", self.token);
        let answer = self.client.post(path).header("authorization", bearer).body_json(&body).send().await;
        let status = answer.0.status();
        let text = answer.0.into_body().into_string().await.unwrap();
        (status, serde_json::from_str(&text).unwrap())
    }
}

async fn manager(house: &TestApp, of: &Graduation) -> Reader {
    Reader { client: house.client(), token: of.manager_token(house).await }
}

async fn count(of: &Graduation, table: &str) -> i64 {
    of.number(&format!("SELECT COUNT(*) AS answer FROM {table}")).await
}

#[tokio::test]
async fn issuing_is_looked_at_first_and_happens_once() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 3).await;
    let reader = manager(&house, &of).await;
    let path = format!("/manage/cohorts/{}/certificates", of.cohort);
    let (status, list) = reader.get(&path).await;
    assert_eq!(status, StatusCode::OK, "{list}");
    assert!(list.contains("Антоненко Дар’я") && list.contains("72 хвилин"), "{list}");
    assert_eq!(list.matches("name=\"enrollment_ids\"").count(), 2);
    let mut form: Vec<(&str, String)> =
        of.graduates().iter().map(|id| ("enrollment_ids", id.to_string())).collect();
    let (status, confirm) = reader.post(&format!("{path}/draft"), &form).await;
    assert_eq!(status, StatusCode::OK);
    assert!(confirm.contains("Видати 2 сертифікати?"), "{confirm}");
    let (status, sample) = reader.get(&format!("{path}/sample/{}", of.graduates()[0])).await;
    assert_eq!((status, sample.is_empty()), (StatusCode::OK, true), "a PDF is no text");
    assert_eq!(count(&of, "certificate").await, 0);

    form.push(("_once", "0123456789abcdef".to_owned()));
    for _ in 0..2 {
        let (status, _) = reader.post(&path, &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(count(&of, "certificate").await, 2);
    }
    form.retain(|(name, _)| *name != "_once");
    let (status, refused) = reader.post(&path, &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("вже видано чинний сертифікат"), "{refused}");
    let (status, refused) = reader.post(&format!("{path}/draft"), &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("Виберіть, кому видати"), "{refused}");
    assert_eq!(count(&of, "certificate").await, 2);
}

#[tokio::test]
async fn the_register_lists_every_number_with_its_state() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 4).await;
    let reader = manager(&house, &of).await;
    let (status, empty) = reader.get("/manage/certificates").await;
    assert_eq!(status, StatusCode::OK);
    assert!(empty.contains("Сертифікатів ще не видавали"));
    of.run("UPDATE person SET family_name = '=Антоненко' WHERE email = 'person0@example.test'", vec![]).await;
    let issued = issue(&house, &of, of.graduates()).await.unwrap();
    let one = format!("/manage/certificates/{}", issued[1].id);
    assert_eq!(reader.get(&one).await.0, StatusCode::OK);
    let revocation = format!("{one}/revocation");
    assert_eq!(reader.post(&revocation, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [("reason", "issued_in_error".to_owned())];
    assert_eq!(reader.post(&revocation, &form).await.0, StatusCode::SEE_OTHER);
    assert_eq!(reader.post(&revocation, &form).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, shown) = reader.get(&one).await;
    assert!(shown.contains("анульований") && shown.contains("Керівна Марта"), "{shown}");
    let (_, list) = reader.get("/manage/certificates").await;
    assert!(list.contains("ПК 2026/1") && list.contains("ПК 2026/3") && list.contains("анульований"));
    let (status, csv) =
        reader.get(&format!("/manage/certificates.csv?series=2026.{}", of.organization)).await;
    assert_eq!(status, StatusCode::OK);
    let lines: Vec<&str> = csv.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 4, "{csv}");
    assert!(lines[1].starts_with("ПК 2026/1,2026-05-04,'=Антоненко,"), "{csv}");
    assert!(lines[2].contains("анульований,видано помилково"), "{csv}");
}

#[tokio::test]
async fn reading_changes_nothing() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 3).await;
    let reader = manager(&house, &of).await;
    let issued = issue(&house, &of, of.graduates()[..1].to_vec()).await.unwrap().remove(0);
    let tables = ["certificate", "certificate_step", "certificate_series", "notification", "audit_entry"];
    let mut before = Vec::new();
    for table in tables {
        before.push(count(&of, table).await);
    }
    let (cohort, id, code) = (of.cohort, issued.id, issued.facts.check_code);
    for path in [
        format!("/manage/cohorts/{cohort}/certificates"),
        format!("/manage/cohorts/{cohort}/certificates/sample/{}", of.graduates()[1]),
        "/manage/certificates".to_owned(),
        format!("/manage/certificates/{id}"),
        format!("/certificates/{id}/pdf"),
        "/me/certificates".to_owned(),
        format!("/verify/{code}"),
        format!("/verify/{code}/pdf"),
        format!("/api/v1/cohorts/{cohort}/certificates"),
        format!("/api/v1/certificates/{id}"),
        format!("/api/v1/certificates/{id}.json"),
        format!("/api/v1/certificates/{id}.pdf"),
        format!("/api/v1/public/certificates/{code}"),
    ] {
        assert_eq!(reader.get(&path).await.0, StatusCode::OK, "{path}");
    }
    for (table, before) in tables.iter().zip(before) {
        assert_eq!(count(&of, table).await, before, "{table}");
    }
    for path in ["draft", "sample", "revocation"] {
        let status = reader.get(&format!("/manage/cohorts/{cohort}/certificates/{path}")).await.0;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_name_that_cannot_be_printed_is_told_before_the_issue() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 4).await;
    let reader = manager(&house, &of).await;
    of.run("UPDATE person SET family_name = 'Бондар𓀀' WHERE email = 'person1@example.test'", vec![]).await;
    let form: Vec<(&str, String)> =
        of.graduates().iter().map(|id| ("enrollment_ids", id.to_string())).collect();
    let path = format!("/manage/cohorts/{}/certificates", of.cohort);
    let (status, confirm) = reader.post(&format!("{path}/draft"), &form).await;
    assert_eq!(status, StatusCode::OK);
    assert!(confirm.contains("не можна надрукувати") && confirm.contains("Бондар𓀀"), "{confirm}");
    assert!(!confirm.contains(&format!("action=\"{path}\"")));
    assert_eq!(reader.post(&path, &form).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let body = json!({ "enrollment_ids": of.graduates() });
    let (status, problem) =
        reader.post_json(&format!("/api/v1/cohorts/{}/certificates", of.cohort), body).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["pointer"], "/enrollment_ids/1");
    assert_eq!(count(&of, "certificate").await, 0);
}

#[tokio::test]
async fn the_interface_issues_reads_and_revokes() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 3).await;
    let reader = manager(&house, &of).await;
    let list = format!("/api/v1/cohorts/{}/certificates", of.cohort);
    let body = json!({ "enrollment_ids": of.graduates() });
    let (status, issued) = reader.post_json(&list, body.clone()).await;
    assert_eq!(status, StatusCode::CREATED, "{issued}");
    assert_eq!(issued["certificates"][1]["registration_number"], "ПК 2026/2");
    let (status, problem) = reader.post_json(&list, body).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("rejection-already-certified")));
    let id = issued["certificates"][0]["id"].as_str().unwrap();
    let (_, text) = reader.get(&format!("/api/v1/certificates/{id}")).await;
    let certificate: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(certificate["claims"]["course"]["en"], "Water supply");
    assert_eq!(certificate["standing"], json!({ "state": "valid" }));
    assert_eq!(reader.get(&format!("/api/v1/certificates/{id}.json")).await.1, text);
    let path = format!("/api/v1/certificates/{id}/revocation");
    let (status, revoked) = reader.post_json(&path, json!({ "reason": "request_of_holder" })).await;
    assert_eq!((status, &revoked["standing"]["state"]), (StatusCode::OK, &json!("revoked")));

    let holder = Reader { client: house.client(), token: of.official_token(&house, 1).await };
    let (status, mine) = holder.get("/me/certificates").await;
    assert_eq!(status, StatusCode::OK);
    assert!(mine.contains("ПК 2026/2") && !mine.contains("ПК 2026/1"), "{mine}");
    assert_eq!(holder.get(&format!("/api/v1/certificates/{id}")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(holder.get(&format!("/api/v1/certificates/{id}.pdf")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(
        holder.get(&format!("/manage/cohorts/{}/certificates", of.cohort)).await.0,
        StatusCode::FORBIDDEN
    );
    let visitor = house.client();
    visitor.get(format!("/api/v1/certificates/{id}")).send().await.assert_status(StatusCode::UNAUTHORIZED);
}
