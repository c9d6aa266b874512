//! Check-in of one's own: in its minute, to its session, once; and what the register says of it.

mod desk;
mod doors;
mod pages;

use chrono::{DateTime, Duration, Utc};
use poem::http::StatusCode;
use poem::test::TestResponse;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::id::{CohortId, EnrollmentId, PersonId, SessionId};
use postup_tests::{Client, Ground, TestApp};
use serde_json::{Value, json};

/// A session of 90 minutes that begins in half an hour, its trainer, and people with a sign-in.
struct Room {
    house: TestApp,
    ground: Ground,
    client: Client,
    cohort: CohortId,
    session: SessionId,
    starts_at: DateTime<Utc>,
    trainer: String,
    trains: Actor,
    people: Vec<Guest>,
}

struct Guest {
    person: PersonId,
    seat: EnrollmentId,
    token: String,
    actor: Actor,
}

impl Room {
    async fn new(people: usize) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(40, EnrollmentPolicy::Open).await;
        let starts_at = ground.now + Duration::minutes(30);
        let session = ground.session(cohort, starts_at, 90).await;
        let roles = [(Role::Trainer, Scope::Cohort(cohort))];
        let person = ground.person("Тренерка").await;
        let (trainer, trains) = (ground.sign_in(person, &roles).await, ground.actor(person, &roles));
        let client = house.client();
        let mut room =
            Self { house, ground, client, cohort, session, starts_at, trainer, trains, people: Vec::new() };
        for person in room.ground.people(people).await {
            let guest = room.seated(person, cohort).await;
            room.people.push(guest);
        }
        room
    }

    async fn seated(&self, person: PersonId, cohort: CohortId) -> Guest {
        let (actor, token) = (self.ground.actor(person, &[]), self.ground.sign_in(person, &[]).await);
        let permit = self.house.app.may_enroll(&actor, cohort, person).await.unwrap();
        let seat = self.house.app.enroll(permit).await.unwrap().enrollment.id;
        Guest { person, seat, token, actor }
    }

    /// On to so many minutes after the start.
    fn at(&self, minutes: i64) {
        self.house.clock.set(self.starts_at + Duration::minutes(minutes));
    }

    async fn get(&self, token: &str, path: &str) -> TestResponse {
        self.get_in(token, path, "en").await
    }

    async fn get_in(&self, token: &str, path: &str, language: &str) -> TestResponse {
        let request = self.client.get(path).header("authorization", format!("Bearer {token}"));
        request.header("accept-language", language).send().await
    }

    async fn send(&self, method: &str, token: &str, path: &str, body: Value) -> TestResponse {
        let request = if method == "put" { self.client.put(path) } else { self.client.post(path) };
        let request = request.header("authorization", format!("Bearer {token}"));
        request.header("accept-language", "en").body_json(&body).send().await
    }

    async fn form(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let request = self.client.post(path).header("authorization", format!("Bearer {token}"));
        request.header("accept-language", "en").form(&fields).send().await
    }

    /// What the screen shows now.
    async fn screen(&self) -> Value {
        let path = format!("/api/v1/sessions/{}/check-in", self.session);
        json(self.send("put", &self.trainer, &path, json!({})).await, StatusCode::OK).await
    }

    async fn digits(&self) -> String {
        self.screen().await["screen"]["digits"].as_str().unwrap().to_owned()
    }

    /// The address behind the symbol, without the origin.
    async fn address(&self) -> String {
        let screen = self.screen().await;
        let address = screen["screen"]["address"].as_str().unwrap();
        address.strip_prefix(&self.house.app.settings().origin).unwrap().to_owned()
    }

    /// Types something as one of the people.
    async fn types(&self, who: usize, code: &str) -> TestResponse {
        self.send("post", &self.people[who].token, "/api/v1/check-ins", json!({ "code": code })).await
    }

    /// What became of it.
    async fn outcome(&self, who: usize, code: &str) -> String {
        let said = json(self.types(who, code).await, StatusCode::OK).await;
        said["outcome"].as_str().unwrap().to_owned()
    }

    /// Why it was refused.
    async fn refusal(&self, who: usize, code: &str) -> String {
        code_of(self.types(who, code).await).await
    }

    /// Status and minutes of one of the people.
    async fn stands(&self, who: usize) -> Option<(String, i32)> {
        let register =
            self.house.app.register(&self.trains, self.session, None, 50).await.unwrap().people.items;
        let line = register.iter().find(|line| line.enrollment == self.people[who].seat).unwrap();
        line.standing.map(|now| (now.attendance.status.to_string(), now.attendance.minutes))
    }

    async fn marks(&self) -> i64 {
        self.ground.count("SELECT COUNT(*) AS count FROM mark", vec![]).await
    }
}

async fn text(answer: TestResponse) -> String {
    answer.0.into_body().into_string().await.unwrap().replace(['\u{2068}', '\u{2069}'], "")
}

async fn json(answer: TestResponse, status: StatusCode) -> Value {
    let got = answer.0.status();
    let said = text(answer).await;
    assert_eq!(got, status, "{said}");
    serde_json::from_str(&said).unwrap()
}

async fn code_of(answer: TestResponse) -> String {
    assert!(answer.0.status().is_client_error(), "{}", answer.0.status());
    let said: Value = serde_json::from_str(&text(answer).await).unwrap();
    said["code"].as_str().unwrap().to_owned()
}

fn header(answer: &TestResponse, name: &str) -> String {
    answer.0.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
