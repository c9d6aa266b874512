//! The way from the application to the verdict, through the router: as JSON and as pages without scripts.

use poem::http::StatusCode;
use poem::test::TestResponse;
use postup_domain::access::{Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::id::{CohortId, SessionId};
use postup_tests::{Client, Ground, TestApp};
use serde_json::{Value, json};

struct House {
    house: TestApp,
    ground: Ground,
    client: Client,
    cohort: CohortId,
    session: SessionId,
    manager: String,
    trainer: String,
    officials: Vec<String>,
}

async fn house(seats: i32, officials: usize, policy: EnrollmentPolicy) -> House {
    let house = TestApp::new().await;
    let ground = Ground::with_rule(&house, 80, Some(60)).await;
    let cohort = ground.cohort(seats, policy).await;
    let session = ground.session(cohort, ground.now - chrono::Duration::minutes(30), 90).await;
    let manager = ground.person("Керівна").await;
    let manager =
        ground.sign_in(manager, &[(Role::ProgramManager, Scope::Organization(ground.organization))]).await;
    let trainer = ground.person("Тренерка").await;
    let trainer = ground.sign_in(trainer, &[(Role::Trainer, Scope::Cohort(cohort))]).await;
    let mut tokens = Vec::new();
    for person in ground.people(officials).await {
        tokens.push(ground.sign_in(person, &[]).await);
    }
    let client = house.client();
    House { house, ground, client, cohort, session, manager, trainer, officials: tokens }
}

impl House {
    async fn get(&self, token: &str, path: &str) -> TestResponse {
        let bearer = format!("Bearer {token}");
        self.client.get(path).header("authorization", bearer).header("accept-language", "en").send().await
    }

    async fn post(&self, token: &str, path: &str, body: Value) -> TestResponse {
        let bearer = format!("Bearer {token}");
        let request = self.client.post(path).header("authorization", bearer);
        request.header("accept-language", "en").body_json(&body).send().await
    }

    async fn form(&self, token: &str, path: &str, fields: &[(String, String)]) -> TestResponse {
        let bearer = format!("Bearer {token}");
        let request = self.client.post(path).header("authorization", bearer).header("accept-language", "en");
        request.form(&fields).send().await
    }

    /// Applies as this official; the enrollment as it is answered.
    async fn apply(&self, official: usize) -> Value {
        let path = format!("/api/v1/cohorts/{}/enrollments", self.cohort);
        let answer = self.post(&self.officials[official], &path, json!({})).await;
        answer.assert_status(StatusCode::CREATED);
        json(answer).await
    }
}

/// The answer without the marks that keep directions of writing apart.
async fn text(answer: TestResponse) -> String {
    answer.0.into_body().into_string().await.unwrap().replace(['\u{2068}', '\u{2069}'], "")
}

async fn json(answer: TestResponse) -> Value {
    serde_json::from_str(&text(answer).await).unwrap()
}

fn id(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect(name);
    rest.split_once('"').unwrap().0.to_owned()
}

fn header(answer: &TestResponse, name: &str) -> String {
    answer.0.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn enrollments_as_json() {
    let at = house(1, 3, EnrollmentPolicy::Open).await;
    let first = at.apply(0).await;
    assert_eq!((first["state"].as_str(), first["arrival"].as_i64()), (Some("confirmed"), Some(1)));
    at.apply(1).await;
    let third = at.apply(2).await;
    assert_eq!(third["queue_position"], 2);
    assert!(
        third["explanation"].as_str().unwrap().starts_with("You are second in the queue; seats are given")
    );
    let path = format!("/api/v1/cohorts/{}/enrollments", at.cohort);
    let again = at.post(&at.officials[0], &path, json!({})).await;
    again.assert_status(StatusCode::CONFLICT);
    assert_eq!(json(again).await["code"], "rejection-already-enrolled");
    at.post(&at.officials[0], &path, json!({"person": 1})).await.assert_status(StatusCode::BAD_REQUEST);
    at.get(&at.officials[0], &path).await.assert_status(StatusCode::FORBIDDEN);
    let page = at.get(&at.manager, &format!("{path}?limit=2")).await;
    let link = header(&page, "link");
    let page = json(page).await;
    assert_eq!(page.as_array().unwrap().len(), 2);
    let cursor = link.split_once("cursor=").unwrap().1.split_once('>').unwrap().0;
    let rest = at.get(&at.manager, &format!("{path}?limit=2&cursor={cursor}")).await;
    rest.assert_status_is_ok();
    let rest = json(rest).await;
    assert_eq!(rest.as_array().unwrap().len(), 1);
    let why = rest[0]["explanation"].as_str().unwrap();
    assert!(why.starts_with("Number 2 in the queue; seats are given in the order of arrival."), "{why}");
    assert!(why.ends_with("Seats are given by rule 1."), "{why}");
    let own = format!("/api/v1/enrollments/{}", id(&first));
    at.get(&at.officials[1], &own).await.assert_status(StatusCode::NOT_FOUND);
    let withdrawal = format!("{own}/withdrawal");
    at.post(&at.officials[1], &withdrawal, json!({"reason": "duty"}))
        .await
        .assert_status(StatusCode::NOT_FOUND);
    let left = at.post(&at.officials[0], &withdrawal, json!({"reason": "illness"})).await;
    assert_eq!(json(left).await["state"], "withdrawn");
    let left = json(at.get(&at.officials[0], &own).await).await;
    assert_eq!(left["history"][0]["cause"], "illness");
    assert_eq!(left["history"][0]["by"], "participant");
    let second = json(at.get(&at.officials[1], "/api/v1/enrollments").await).await;
    assert_eq!(second[0]["state"], "confirmed");
}

#[tokio::test]
async fn registers_and_completion_as_json() {
    let at = house(2, 2, EnrollmentPolicy::Open).await;
    let people = [at.apply(0).await, at.apply(1).await];
    let register = format!("/api/v1/sessions/{}/register", at.session);
    let marks = format!("/api/v1/sessions/{}/marks", at.session);
    at.get(&at.officials[0], &register).await.assert_status(StatusCode::FORBIDDEN);
    let empty = at.get(&at.trainer, &register).await;
    let tag = header(&empty, "etag");
    assert_eq!(json(empty).await["people"].as_array().unwrap().len(), 2);
    let bearer = format!("Bearer {}", at.trainer);
    let same =
        at.client.get(&register).header("authorization", &bearer).header("if-none-match", &tag).send().await;
    same.assert_status(StatusCode::NOT_MODIFIED);
    let mark = |number: u8, person: &Value, kind: &str| {
        json!({"id": format!("0198a000-0000-7000-8000-0000000000{number:02}"), "enrollment_id": id(person),
               "kind": kind, "device_at": "2026-05-04T08:31:00+03:00"})
    };
    let sent = json!({"marks": [mark(1, &people[0], "present"), mark(2, &people[1], "absent")]});
    for outcome in ["recorded", "known"] {
        let answer = json(at.post(&at.trainer, &marks, sent.clone()).await).await;
        assert_eq!(answer["marks"][0]["outcome"], outcome);
        assert_eq!(answer["marks"][1]["outcome"], outcome);
    }
    let silent = at.post(&at.trainer, &marks, json!({"marks": [mark(3, &people[1], "late")]})).await;
    silent.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(json(silent).await["code"], "rejection-reason-missing");
    let stale = json!({"marks": [{"id": "0198a000-0000-7000-8000-000000000004", "enrollment_id": id(&people[1]),
                                  "kind": "late", "reason": "came", "replaces": null}]});
    let stale = json(at.post(&at.trainer, &marks, stale).await).await;
    assert_eq!(stale["code"], "rejection-register-changed");
    let shown = at.get(&at.trainer, &register).await;
    assert_ne!(header(&shown, "etag"), tag);
    assert_eq!(json(shown).await["people"][0]["credited_minutes"], 90);
    let closing = format!("/api/v1/sessions/{}/closing", at.session);
    at.post(&at.trainer, &closing, json!({})).await.assert_status_is_ok();
    let late = at.post(&at.trainer, &marks, json!({"marks": [mark(5, &people[1], "present")]})).await;
    assert_eq!(json(late).await["code"], "rejection-register-closed");
    let reopening = format!("/api/v1/sessions/{}/reopening", at.session);
    let why = json!({"reason": "a document"});
    at.post(&at.trainer, &reopening, why.clone()).await.assert_status(StatusCode::FORBIDDEN);
    at.post(&at.manager, &reopening, why).await.assert_status_is_ok();
    at.post(&at.trainer, &closing, json!({})).await.assert_status_is_ok();
    let score = format!("/api/v1/enrollments/{}/score", id(&people[0]));
    let put = |tag: Option<&'static str>| {
        let request = at.client.put(&score).header("authorization", &bearer).body_json(&json!({"score": 70}));
        match tag {
            Some(tag) => request.header("if-match", tag).send(),
            None => request.send(),
        }
    };
    put(None).await.assert_status(StatusCode::PRECONDITION_REQUIRED);
    put(Some("\"9\"")).await.assert_status(StatusCode::PRECONDITION_FAILED);
    put(Some("\"1\"")).await.assert_status_is_ok();
    let path = format!("/api/v1/cohorts/{}/completion", at.cohort);
    let verdicts = json(at.get(&at.trainer, &path).await).await;
    assert_eq!((&verdicts["completed"], &verdicts["people"][0]["state"]), (&json!(1), &json!("completed")));
    let codes: Vec<_> =
        verdicts["people"][1]["reasons"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["completion-minutes-missing", "completion-score-missing"]);
}

#[tokio::test]
async fn an_official_applies_waits_and_leaves_on_pages() {
    let at = house(1, 2, EnrollmentPolicy::Open).await;
    let official = &at.officials[1];
    assert!(text(at.get(official, "/me").await).await.contains("You have not applied anywhere yet"));
    at.apply(0).await;
    let cohort = format!("/cohorts/{}", at.cohort);
    let page = text(at.get(official, &cohort).await).await;
    assert!(page.contains(&format!("action=\"{cohort}/enrollments\"")), "{page}");
    let applied = at.form(official, &format!("{cohort}/enrollments"), &fields(&[("_once", "a")])).await;
    applied.assert_status(StatusCode::SEE_OTHER);
    let own = header(&applied, "location");
    let page = text(at.get(official, &own).await).await;
    assert!(page.contains("You are first in the queue; seats are given in the order of arrival."), "{page}");
    assert!(!page.contains("вул. Соборна"), "the place is for those who hold a seat");
    assert!(text(at.get(official, &cohort).await).await.contains(&own));
    let twice = at.form(official, &format!("{cohort}/enrollments"), &fields(&[("_once", "b")])).await;
    twice.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(twice).await.contains("already has an application or a seat"));
    at.get(&at.officials[0], &own).await.assert_status(StatusCode::NOT_FOUND);
    let withdrawal = format!("{own}/withdrawal");
    at.get(official, &withdrawal).await.assert_status_is_ok();
    let silent = at.form(official, &withdrawal, &fields(&[("note", "x")])).await;
    silent.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let left = at.form(official, &withdrawal, &fields(&[("reason", "duty"), ("note", "Сесія ради")])).await;
    left.assert_status(StatusCode::SEE_OTHER);
    let page = text(at.get(official, &own).await).await;
    assert!(page.contains("Left because of official duties.") && page.contains("Сесія ради"), "{page}");
    let page = text(at.get(&at.officials[0], "/me").await).await;
    assert!(page.contains("You can still complete this course.") && page.contains("вул. Соборна"), "{page}");
}

#[tokio::test]
async fn a_trainer_fills_the_register_without_scripts() {
    let at = house(3, 3, EnrollmentPolicy::Open).await;
    let people = [at.apply(0).await, at.apply(1).await, at.apply(2).await];
    let path = format!("/teach/sessions/{}", at.session);
    let teach = text(at.get(&at.trainer, "/teach").await).await;
    assert!(teach.contains(&path) && teach.contains("0 of 3 marked"), "{teach}");
    at.get(&at.officials[0], &path).await.assert_status(StatusCode::FORBIDDEN);
    let page = text(at.get(&at.trainer, &path).await).await;
    assert_eq!(page.matches("type=\"radio\"").count(), 12);
    at.form(&at.trainer, &format!("{path}/everyone"), &fields(&[("_once", "a")])).await;
    let page = text(at.get(&at.trainer, &path).await).await;
    assert!(page.contains("3 of 3 marked"));
    assert_eq!(page.matches(" checked>").count(), 3);
    let names: Vec<[String; 3]> = people
        .iter()
        .map(|person| ["kind", "seen", "minutes"].map(|part| format!("{part}-{}", id(person))))
        .collect();
    let sheet = |kinds: [&str; 3], reason: &str, page: &str| {
        let mut sent = vec![("reason".to_owned(), reason.to_owned())];
        for ([kind, seen, minutes], choice) in names.iter().zip(kinds) {
            sent.push((kind.clone(), choice.to_owned()));
            sent.push((seen.clone(), hidden(page, seen)));
            sent.push((minutes.clone(), String::new()));
        }
        sent
    };
    let changed = sheet(["present", "late", "present"], "", &page);
    let silent = at.form(&at.trainer, &path, &changed).await;
    silent.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(silent).await.contains("Give a reason"));
    let changed = sheet(["present", "late", "present"], "mistake", &page);
    at.form(&at.trainer, &path, &changed).await.assert_status(StatusCode::SEE_OTHER);
    let count = "SELECT COUNT(*) AS count FROM mark";
    assert_eq!(at.ground.count(count, vec![]).await, 4, "only what changed was written");
    // The manager still looks at the page from before, and says something else.
    let stale = sheet(["present", "absent", "present"], "document", &page);
    let conflict = at.form(&at.manager, &path, &stale).await;
    conflict.assert_status(StatusCode::CONFLICT);
    let conflict = text(conflict).await;
    assert!(conflict.contains("Nothing of theirs was overwritten"), "{conflict}");
    assert!(conflict.contains("late") && conflict.contains("75"), "{conflict}");
    assert_eq!(at.ground.count(count, vec![]).await, 4);
    // Sent again from the page that shows both, it is taken.
    let resolved = sheet(["present", "absent", "present"], "document", &conflict);
    at.form(&at.manager, &path, &resolved).await.assert_status(StatusCode::SEE_OTHER);
    let history = text(at.get(&at.trainer, &format!("{path}/people/{}", id(&people[1]))).await).await;
    assert!(history.contains("Керівна") && history.contains("A document was shown"), "{history}");
    at.get(&at.trainer, &format!("{path}/closing")).await.assert_status_is_ok();
    at.form(&at.trainer, &format!("{path}/closing"), &[]).await.assert_status(StatusCode::SEE_OTHER);
    let page = text(at.get(&at.manager, &path).await).await;
    assert!(!page.contains("type=\"radio\"") && page.contains(&format!("{path}/reopening")), "{page}");
    let late = at.form(&at.trainer, &path, &resolved).await;
    assert!(late.0.status().is_redirection() || late.0.status() == StatusCode::UNPROCESSABLE_ENTITY);
    at.form(&at.manager, &format!("{path}/reopening"), &[])
        .await
        .assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let why = fields(&[("reason", "Довідка")]);
    at.form(&at.manager, &format!("{path}/reopening"), &why).await.assert_status(StatusCode::SEE_OTHER);
    drop(at.house);
}

#[tokio::test]
async fn the_coordinator_decides_and_scores_on_pages() {
    let at = house(1, 3, EnrollmentPolicy::Approval).await;
    let people = [at.apply(0).await, at.apply(1).await, at.apply(2).await];
    let list = format!("/manage/cohorts/{}/applications", at.cohort);
    at.get(&at.trainer, &list).await.assert_status(StatusCode::FORBIDDEN);
    let page = text(at.get(&at.manager, &list).await).await;
    assert!(page.contains("waits for a decision (3)") && page.contains("Сумська міська рада"), "{page}");
    for person in &people[..2] {
        let path = format!("/manage/enrollments/{}/confirmation", id(person));
        at.form(&at.manager, &path, &[]).await.assert_status(StatusCode::SEE_OTHER);
    }
    let page = text(at.get(&at.manager, &format!("{list}?state=waitlisted")).await).await;
    assert!(page.contains("Number 1 in the queue"), "{page}");
    let rejection = format!("/manage/enrollments/{}/rejection", id(&people[2]));
    at.form(&at.manager, &rejection, &[]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let why = fields(&[("reason", "Не посадова особа")]);
    at.form(&at.manager, &rejection, &why).await.assert_status(StatusCode::SEE_OTHER);
    let page = text(at.get(&at.officials[2], &format!("/me/enrollments/{}", id(&people[2]))).await).await;
    assert!(
        page.contains("Не посадова особа") && page.contains("the coordinator") && !page.contains("Керівна")
    );
    let completion = format!("/manage/cohorts/{}/completion", at.cohort);
    let score = format!("/manage/enrollments/{}/score", id(&people[0]));
    at.form(&at.trainer, &score, &fields(&[("score", "88")])).await.assert_status(StatusCode::SEE_OTHER);
    let page = text(at.get(&at.trainer, &completion).await).await;
    assert!(page.contains("value=\"88\"") && page.contains("0 of 1 have met the rule"), "{page}");
}
