//! The desk of a manager: an organization, people with roles, and the interface as they reach it.

use poem::http::StatusCode;
use poem::test::TestResponse;
use postup_app::login::NewAccount;
use postup_domain::access::{Actor, GrantPlan, Role, Scope};
use postup_domain::id::{CohortId, OrganizationId, PersonId, ProgramId};
use postup_domain::login::LoginKind;
use postup_domain::{organization, person};
use postup_tests::{Client, TestApp};
use serde_json::{Value, json};

pub const PASSWORD: &str = "тихий ранок над Ворсклою";

/// One installation with one organization in it.
pub struct Desk {
    pub house: TestApp,
    pub client: Client,
    pub organization: OrganizationId,
    /// The token of somebody who manages all that the organization runs.
    pub manager: String,
}

impl Desk {
    pub async fn new() -> Self {
        let house = TestApp::new().await;
        let organization = add_organization(&house, "Школа міст").await;
        let client = house.client();
        let mut desk = Self { house, client, organization, manager: String::new() };
        desk.manager =
            desk.staff("manager", &[(Role::ProgramManager, Scope::Organization(organization))]).await.1;
        desk
    }

    pub async fn another_organization(&self, name: &str) -> OrganizationId {
        add_organization(&self.house, name).await
    }

    /// Somebody with these roles, and a token of theirs.
    pub async fn staff(&self, name: &str, roles: &[(Role, Scope)]) -> (PersonId, String) {
        let app = &self.house.app;
        let email = format!("{name}@postup.test");
        let profile = person::RawProfile {
            family_name: "Коваль".to_owned(),
            given_name: "Олена".to_owned(),
            language: "uk".to_owned(),
            ..Default::default()
        };
        let new = NewAccount { email: email.clone(), password: PASSWORD.to_owned(), profile };
        let person = app.create_account(&new).await.expect("an account");
        for (role, scope) in roles {
            app.grant_by_email(&email, &GrantPlan::lasting(*role, scope.clone())).await.expect("a grant");
        }
        let opened = app.sign_in(&email, PASSWORD, LoginKind::Bearer, &Actor::visitor()).await;
        (person, opened.expect("a sign-in").token.reveal().to_owned())
    }

    pub async fn get(&self, token: &str, path: &str) -> TestResponse {
        self.client.get(path).header("authorization", bearer(token)).send().await
    }

    pub async fn post(&self, token: &str, path: &str, body: &Value) -> TestResponse {
        let request = self.client.post(path).header("authorization", bearer(token));
        if body.is_null() { request.send().await } else { request.body_json(body).send().await }
    }

    pub async fn put(&self, token: &str, path: &str, tag: Option<&str>, body: &Value) -> TestResponse {
        let request = self.client.put(path).header("authorization", bearer(token)).body_json(body);
        match tag {
            Some(tag) => request.header("if-match", tag).send().await,
            None => request.send().await,
        }
    }

    /// Sends a form of a page.
    pub async fn form(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        self.client.post(path).header("authorization", bearer(token)).form(&fields).send().await
    }

    /// Writes something down and answers it.
    pub async fn made(&self, path: &str, body: &Value) -> Value {
        let answer = self.post(&self.manager, path, body).await;
        let status = answer.0.status();
        let said = body_of(answer).await;
        assert!(status.is_success(), "{path}: {status} {said}");
        said
    }

    /// A published program of the organization.
    pub async fn program(&self, code: &str) -> ProgramId {
        let program = self.made("/api/v1/programs", &program_plan(code, self.organization)).await;
        let path = format!("/api/v1/programs/{}/publication", text(&program, "id"));
        self.made(&path, &Value::Null).await;
        text(&program, "id").parse().expect("an id")
    }

    /// A published course of a program; answers its id.
    pub async fn course(&self, program: ProgramId, code: &str) -> String {
        let course = self.made(&format!("/api/v1/programs/{program}/courses"), &course_plan(code)).await;
        let id = text(&course, "id");
        self.made(&format!("/api/v1/courses/{id}/publication"), &Value::Null).await;
        id
    }

    /// A published online cohort of a course.
    pub async fn cohort(&self, course: &str, code: &str, capacity: i32) -> CohortId {
        let cohort =
            self.made(&format!("/api/v1/courses/{course}/cohorts"), &cohort_plan(code, capacity)).await;
        let id = text(&cohort, "id");
        self.made(&format!("/api/v1/cohorts/{id}/publication"), &Value::Null).await;
        id.parse().expect("an id")
    }

    /// Seats somebody new in a cohort.
    pub async fn enroll(&self, name: &str, cohort: CohortId) -> (PersonId, String) {
        let (person, token) = self.staff(name, &[]).await;
        let app = &self.house.app;
        let permit = app.may_enroll(&Actor::system(), cohort, person).await.expect("a permit");
        app.enroll(permit).await.expect("an enrollment");
        (person, token)
    }
}

async fn add_organization(house: &TestApp, name: &str) -> OrganizationId {
    let raw = organization::RawProfile {
        kind: "ngo".to_owned(),
        name_uk: name.to_owned(),
        name_en: "School of Cities".to_owned(),
        ..Default::default()
    };
    let permit = Actor::system().may_manage_organizations().expect("the product may");
    house.app.add_organization(&permit, &raw, None, true).await.expect("an organization").id
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

/// The body as JSON, or null.
pub async fn body_of(answer: TestResponse) -> Value {
    let text = answer.0.into_body().into_string().await.expect("a text");
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

/// A header of an answer.
pub fn header(answer: &TestResponse, name: &str) -> String {
    answer.0.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// A member that is a text.
pub fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("{name} is not in {value}")).to_owned()
}

/// Asserts the status and answers the body.
pub async fn expect(answer: TestResponse, status: StatusCode) -> Value {
    let got = answer.0.status();
    let said = body_of(answer).await;
    assert_eq!(got, status, "{said}");
    said
}

pub fn program_plan(code: &str, organization: OrganizationId) -> Value {
    json!({
        "code": code,
        "title": { "uk": "Міста без бар’єрів", "en": "Cities without barriers" },
        "description": { "uk": "Навчання посадових осіб.", "en": "Training of officials." },
        "organization_id": organization.to_string(),
        "memorandum": "№ 12 від 1 лютого 2026 р.",
        "starts_on": "2026-01-01",
        "ends_on": "2027-12-31",
        "signatory_name": { "uk": "Ірина Бондар", "en": "Iryna Bondar" },
        "signatory_position": { "uk": "директорка", "en": "director" },
    })
}

pub fn course_plan(code: &str) -> Value {
    json!({
        "code": code,
        "title": { "uk": "Доступність вулиць", "en": "Accessible streets" },
        "summary": { "uk": "Про пониження бортів.", "en": "About dropped kerbs." },
        "outcomes": { "uk": "Читати норми\nМіряти ухили", "en": "Read the norms\nMeasure slopes" },
        "subject": "accessibility",
        "content_type": "special",
        "length_type": "short_term",
        "attendance_percent": 80,
        "units": [
            { "title": { "uk": "Норми", "en": "Norms" }, "hours": "4.5" },
            { "title": { "uk": "Практика", "en": "Practice" }, "hours": "1.5" },
        ],
    })
}

pub fn cohort_plan(code: &str, capacity: i32) -> Value {
    json!({
        "code": code,
        "form": "online",
        "language": "uk",
        "starts_on": "2026-05-11",
        "ends_on": "2026-12-11",
        "venue": "вул. Соборна, 1, каб. 5",
        "capacity": capacity,
        "policy": "open",
        "enrollment_opens_on": "2026-05-01",
        "enrollment_closes_on": "2026-05-10",
        "contact": "school@postup.test",
    })
}

pub fn session_plan(on: &str, from: &str, to: &str) -> Value {
    json!({
        "title": { "uk": "Ухили", "en": "Slopes" },
        "on": on,
        "from": from,
        "to": to,
        "venue": "вул. Соборна, 1, каб. 5",
        "link": "https://video.postup.test/room",
    })
}
