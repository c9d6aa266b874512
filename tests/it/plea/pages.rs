//! The same through pages and through the interface.

use super::{PDF, Room, asks};
use chrono::Duration;
use poem::http::StatusCode;
use postup_domain::attendance::MarkKind;
use postup_domain::plea::PleaKind;
use serde_json::{Value, json};

/// A room with somebody signed in.
struct Desk {
    room: Room,
    own: String,
    trainer: String,
    manager: String,
}

impl Desk {
    async fn new() -> Self {
        let room = Room::new().await;
        let [trainer, manager, own] = room.tokens.clone();
        Self { room, own, trainer, manager }
    }

    async fn call(
        &self,
        token: &str,
        method: &str,
        path: &str,
        (kind, body): (&str, Vec<u8>),
    ) -> (StatusCode, String, poem::http::HeaderMap) {
        let client = self.room.house.client();
        let request = client.request(method.parse().unwrap(), path.to_owned());
        let mut request = request.header("accept-language", "en");
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if !kind.is_empty() {
            request = request.content_type(kind).body(body);
        }
        let answer = request.send().await.0;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.into_body().into_vec().await.unwrap();
        (status, String::from_utf8_lossy(&body).into_owned(), headers)
    }

    /// Everybody reads in this language from now on.
    async fn read_in(&self, language: &str) {
        self.room.ground.run("UPDATE person SET language = $1", vec![language.into()]).await;
    }

    async fn get(&self, token: &str, path: &str) -> (StatusCode, String) {
        let (status, body, _) = self.call(token, "GET", path, ("", vec![])).await;
        (status, body)
    }

    async fn json(&self, token: &str, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        let body = ("application/json", body.to_string().into_bytes());
        let (status, body, _) = self.call(token, method, path, body).await;
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    async fn form(&self, token: &str, path: &str, body: &str) -> (StatusCode, String) {
        let body = ("application/x-www-form-urlencoded", body.as_bytes().to_vec());
        let (status, body, _) = self.call(token, "POST", path, body).await;
        (status, body)
    }

    async fn upload(
        &self,
        token: &str,
        path: &str,
        fields: &[(&str, &str)],
        file: &[u8],
    ) -> (StatusCode, String) {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let name = if file.is_empty() { "" } else { "C:\\довідка.pdf" };
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/html\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(file);
        body.extend(b"\r\n--x--\r\n");
        let body = ("multipart/form-data; boundary=x", body);
        let (status, body, _) = self.call(token, "POST", path, body).await;
        (status, body)
    }
}

#[tokio::test]
async fn an_absence_goes_through_the_pages() {
    let desk = Desk::new().await;
    let Room { class, ahead, .. } = &desk.room;
    let own = format!("/me/enrollments/{}", class.people[0]);
    let path = format!("/me/pleas/{}/{ahead}", class.people[0]);
    assert!(desk.get(&desk.own, &own).await.1.contains(&path));
    assert!(desk.get(&desk.own, &path).await.1.contains("Announce an absence"));
    desk.read_in("uk").await;
    assert!(desk.get(&desk.own, &path).await.1.contains("Повідомити про відсутність"));
    desk.read_in("en").await;
    // Faulty, and in place.
    let huge = {
        let mut huge = PDF.to_vec();
        huge.resize(5 * 1024 * 1024 + 1, 0);
        huge
    };
    for (text, file, field, words) in [
        ("", PDF, "text", "Fill in this field"),
        ("хвороба", b"<html><script>".as_slice(), "file", "PDF, JPEG or PNG"),
        ("хвороба", huge.as_slice(), "file", "5 MB"),
    ] {
        let (status, page) =
            desk.upload(&desk.own, &path, &[("kind", "absence"), ("text", text)], file).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains(&format!("href=\"#{field}\"")) && page.contains(words), "{words}: {page}");
    }
    let fields = [("kind", "absence"), ("text", "сесія міської ради"), ("document", "№ 12")];
    assert_eq!(desk.upload(&desk.own, &path, &fields, PDF).await.0, StatusCode::SEE_OTHER);
    assert_eq!(desk.upload(&desk.own, &path, &fields, PDF).await.0, StatusCode::SEE_OTHER, "sent twice");
    let (_, page) = desk.get(&desk.own, &own).await;
    assert!(page.contains("Absence: waits for a decision") && page.contains("довідка.pdf"), "{page}");
    assert!(!page.contains(&path), "it waits, so there is nothing to ask");
    let id = desk.room.house.app.agenda(&desk.room.trainer).await.unwrap().pleas[0].what.0;
    let (status, _, headers) =
        desk.call(&desk.trainer, "GET", &format!("/pleas/{id}/document"), ("", vec![])).await;
    let header = |name: &str| headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!((status, header("content-type").as_str()), (StatusCode::OK, "application/pdf"));
    assert!(header("content-disposition").starts_with("attachment;"));
    assert_eq!(desk.get("", &format!("/api/v1/pleas/{id}/document")).await.0, StatusCode::UNAUTHORIZED);
    for list in ["/teach", "/manage"] {
        let token = if list == "/teach" { &desk.trainer } else { &desk.manager };
        assert!(desk.get(token, list).await.1.contains(&format!("/pleas/{id}")), "{list}");
    }
    let register = format!("/teach/sessions/{ahead}");
    assert!(desk.get(&desk.trainer, &register).await.1.contains(&format!("{register}/pleas/{id}")));
    let decision = format!("{register}/pleas/{id}");
    assert_eq!(desk.get(&desk.own, &decision).await.0, StatusCode::FORBIDDEN);
    assert!(desk.get(&desk.trainer, &decision).await.1.contains("сесія міської ради"));
    let (status, page) = desk.form(&desk.trainer, &decision, "verdict=refused").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("href=\"#reason\""), "{page}");
    assert_eq!(desk.form(&desk.trainer, &decision, "verdict=granted").await.0, StatusCode::SEE_OTHER);
    let (status, page) = desk.form(&desk.manager, &decision, "verdict=refused&reason=x").await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("has decided"), "{page}");
    let (_, page) = desk.get(&desk.own, &own).await;
    assert!(page.contains("Absence: granted") && page.contains("excused"), "{page}");
    desk.room.deliver().await;
}

#[tokio::test]
async fn an_appeal_goes_through_the_interface() {
    let desk = Desk::new().await;
    desk.room.over().await;
    let Room { class, .. } = &desk.room;
    let path = format!("/api/v1/enrollments/{}/pleas", class.people[0]);
    let body = json!({ "kind": "appeal", "session_id": class.session, "text": "" });
    let (status, problem) = desk.json(&desk.own, "POST", &path, &body).await;
    assert_eq!(
        (status, &problem["errors"][0]["pointer"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("/text"))
    );
    let body = json!({ "kind": "appeal", "session_id": class.session, "text": "був на занятті" });
    assert_eq!(desk.json(&desk.trainer, "POST", &path, &body).await.0, StatusCode::FORBIDDEN);
    let (status, asked) = desk.json(&desk.own, "POST", &path, &body).await;
    assert_eq!((status, &asked["state"]), (StatusCode::CREATED, &json!("waiting")));
    let id = asked["id"].as_str().unwrap();
    let early = json!({ "kind": "absence", "session_id": class.session, "text": "хвороба" });
    let (status, problem) = desk.json(&desk.own, "POST", &path, &early).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    let document = format!("/api/v1/pleas/{id}/document?file_name=a.png");
    let put = |body: Vec<u8>| desk.call(&desk.own, "PUT", &document, ("application/octet-stream", body));
    desk.read_in("uk").await;
    let (status, problem, _) = put(b"PK".to_vec()).await;
    desk.read_in("en").await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && problem.contains("Надішліть файл"), "{problem}");
    assert_eq!(put(b"\x89PNG\r\n\x1a\n...".to_vec()).await.0, StatusCode::OK);
    assert_eq!(put(PDF.to_vec()).await.0, StatusCode::UNPROCESSABLE_ENTITY, "once");
    let (_, waiting) = desk.json(&desk.manager, "GET", "/api/v1/pleas", &Value::Null).await;
    assert_eq!(waiting[0]["id"], json!(id));
    assert_eq!(desk.json(&desk.own, "GET", "/api/v1/pleas", &Value::Null).await.0, StatusCode::FORBIDDEN);
    let decision = format!("/api/v1/sessions/{}/pleas/{id}/decision", class.session);
    let body = json!({ "verdict": "granted", "kind": "present", "reason": "у списку є підпис" });
    assert_eq!(desk.json(&desk.own, "POST", &decision, &body).await.0, StatusCode::FORBIDDEN);
    assert_eq!(desk.json(&desk.trainer, "POST", &decision, &body).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, decided) = desk.json(&desk.manager, "POST", &decision, &body).await;
    assert_eq!((status, &decided["state"]), (StatusCode::OK, &json!("granted")));
    assert!(decided["mark_id"].is_string(), "{decided}");
    let (_, own) = desk.json(&desk.own, "GET", &path, &Value::Null).await;
    assert_eq!(own[0]["reason"], json!("у списку є підпис"));
    desk.room.deliver().await;
}

#[tokio::test]
async fn a_page_says_until_when_and_why_not() {
    let desk = Desk::new().await;
    let Room { class, .. } = &desk.room;
    let path = format!("/me/pleas/{}/{}", class.people[0], class.session);
    assert_eq!(desk.get(&desk.own, &path).await.0, StatusCode::UNPROCESSABLE_ENTITY, "under way");
    desk.room.over().await;
    assert!(desk.get(&desk.own, &path).await.1.contains("for 14 days after it is closed"));
    desk.room.close().await;
    assert!(desk.get(&desk.own, &path).await.1.contains("You can appeal until"));
    let raw = asks("був на занятті");
    let id = desk.room.plead(0, class.session, PleaKind::Appeal, raw).await.unwrap();
    let decision = format!("/teach/sessions/{}/pleas/{id}", class.session);
    let (_, page) = desk.get(&desk.trainer, &decision).await;
    assert!(page.contains("second person") && !page.contains("name=\"verdict\""), "{page}");
    assert!(desk.get(&desk.manager, &decision).await.1.contains("The register is closed"));
    let granted = format!("verdict=granted&mark={}&reason=x", MarkKind::Present);
    assert_eq!(desk.form(&desk.manager, &decision, &granted).await.0, StatusCode::SEE_OTHER);
    let own = format!("/me/enrollments/{}", class.people[0]);
    assert!(desk.get(&desk.own, &own).await.1.contains("waits for a second person"));
    assert!(desk.get(&desk.trainer, "/teach").await.1.contains("1 correction of a closed register"));
    let other = format!("/me/pleas/{}/{}", class.people[1], class.session);
    assert_eq!(desk.get(&desk.own, &other).await.0, StatusCode::NOT_FOUND);
    desk.room.house.clock.pass(Duration::days(15));
    let now = desk.room.house.app.now();
    desk.room.ground.run("UPDATE login SET seen_at = $1", vec![now.into()]).await;
    assert_eq!(desk.get(&desk.own, &path).await.0, StatusCode::UNPROCESSABLE_ENTITY, "too late");
    desk.room.deliver().await;
}
