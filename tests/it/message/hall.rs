//! A cohort to whose people a manager writes.

use poem::http::StatusCode;
use postup_app::Error;
use postup_app::message::Confirmation;
use postup_app::outbox::Postman;
use postup_domain::access::{Actor, MayManageCohort, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::id::{CohortId, EnrollmentId, PersonId, StepId};
use postup_domain::message::{MessagePlan, RawMessage};
use postup_domain::rejection::Refusal;
use postup_mail::Rendered;
use postup_tests::{Client, Ground, TestApp};
use serde_json::Value;
use std::sync::Arc;

/// A cohort with people in it, and who runs it.
pub struct Hall {
    pub house: TestApp,
    pub ground: Ground,
    pub cohort: CohortId,
    pub manager: Actor,
    pub token: String,
    pub client: Client,
}

const BODY: &str =
    "Вітаємо, {name}!\n\nКурс «{course}» ({cohort}), {dates}\nМісце: {place}\n\nВаша сторінка: {link}";

pub fn typed(groups: &[&str]) -> RawMessage {
    RawMessage {
        groups: groups.iter().map(|word| (*word).to_owned()).collect(),
        subject_uk: "Перепустка до {cohort}".to_owned(),
        body_uk: BODY.to_owned(),
        ..RawMessage::default()
    }
}

pub fn in_both(groups: &[&str]) -> RawMessage {
    RawMessage {
        subject_en: "A pass for {course}".to_owned(),
        body_en: "Dear {name},\n\nbring your passport. The place: {place}\n{link}".to_owned(),
        ..typed(groups)
    }
}

pub fn plan(raw: &RawMessage) -> MessagePlan {
    MessagePlan::try_from(raw).unwrap()
}

impl Hall {
    pub async fn new() -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(30, EnrollmentPolicy::Open).await;
        ground.run("UPDATE cohort SET code = 'WATER-1' WHERE id = $1", vec![cohort.into()]).await;
        let person = ground.person("Керівна").await;
        let roles = [(Role::ProgramManager, Scope::Organization(ground.organization))];
        let (manager, token) = (ground.actor(person, &roles), ground.sign_in(person, &roles).await);
        let client = house.client();
        Self { house, ground, cohort, manager, token, client }
    }

    pub async fn permit(&self) -> MayManageCohort {
        self.house.app.may_manage_cohort(&self.manager, self.cohort).await.unwrap()
    }

    pub async fn put(&self, person: PersonId, state: &str) -> EnrollmentId {
        let id = EnrollmentId::new(self.ground.now, self.house.app.entropy());
        let text = "INSERT INTO enrollment (id, cohort_id, person_id, state, arrival, applied_at, since, version) \
                    SELECT $1, $2, $3, $4, COUNT(*) + 1, $5, $5, 1 FROM enrollment";
        let values = vec![id.into(), self.cohort.into(), person.into(), state.into(), self.ground.now.into()];
        self.ground.run(text, values).await;
        let step = "INSERT INTO enrollment_step (id, enrollment_id, number, to_state, at, cause) \
                    VALUES ($1, $2, 1, $3, $4, 'other')";
        let step_id = StepId::new(self.ground.now, self.house.app.entropy());
        let values = vec![step_id.into(), id.into(), state.into(), self.ground.now.into()];
        self.ground.run(step, values).await;
        id
    }

    /// Somebody of this surname and language, in this state.
    pub async fn somebody(&self, family: &str, language: &str, state: &str) -> (PersonId, EnrollmentId) {
        let person = self.ground.person(family).await;
        self.ground
            .run("UPDATE person SET language = $1 WHERE id = $2", vec![language.into(), person.into()])
            .await;
        (person, self.put(person, state).await)
    }

    pub async fn prepare(&self, raw: &RawMessage) -> Confirmation {
        let permit = self.permit().await;
        self.house.app.prepare_message(&permit, &plan(raw)).await.unwrap().confirmation
    }

    pub async fn send(&self, raw: &RawMessage) {
        let (permit, confirmation) = (self.permit().await, self.prepare(raw).await);
        self.house.app.send_message(&permit, plan(raw), &confirmation).await.unwrap();
    }

    pub async fn deliver(&self) -> Vec<Rendered> {
        let postman = Arc::new(Postman::new(self.house.app.clone(), self.house.mailer.clone()));
        postman.deliver_due(10_000).await.unwrap();
        let mut letters = self.house.mailbox.take();
        letters.sort_by_key(|letter| letter.to.name().map(ToString::to_string));
        letters
    }

    pub async fn letters_written(&self) -> i64 {
        self.ground.count("SELECT COUNT(*) AS count FROM notification", vec![]).await
    }

    pub async fn fate(&self, person: PersonId) -> String {
        let filter = postup_persistence::outbox::Filter { person: Some(person), ..Default::default() };
        let found =
            self.house.app.notifications(&self.manager.sight(), &filter, None, 10).await.unwrap().items;
        format!("{} {}", found[0].state, found[0].last_reply.clone().unwrap_or_default())
    }

    pub fn path(&self, tail: &str) -> String {
        format!("/manage/cohorts/{}/messages{tail}", self.cohort)
    }

    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String, String) {
        let request = self.client.post(path).header("accept-language", "en");
        let answer =
            request.header("authorization", format!("Bearer {}", self.token)).form(&fields).send().await.0;
        let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        (answer.status(), to.unwrap_or_default(), answer.into_body().into_string().await.unwrap())
    }

    pub async fn page(&self, path: &str) -> String {
        let request = self.client.get(path).header("accept-language", "en");
        let answer = request.header("authorization", format!("Bearer {}", self.token)).send().await;
        answer.assert_status_is_ok();
        answer.0.into_body().into_string().await.unwrap()
    }

    pub async fn api(&self, method: &str, path: &str, body: Option<&Value>) -> (StatusCode, Value) {
        let request = self.client.request(method.parse().unwrap(), format!("/api/v1{path}"));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        let request = request.header("accept-language", "en");
        let answer = match body {
            Some(body) => request.body_json(body).send().await.0,
            None => request.send().await.0,
        };
        let status = answer.status();
        let text = answer.into_body().into_string().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}

/// The value of a hidden field.
pub fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let from = page.split_once(&format!("name=\"{name}\" value=\"")).expect(name).1;
    from.split_once('"').unwrap().0
}

pub fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Rejected(rejection)) => rejection.refusal,
        other => panic!("not refused: {other:?}"),
    }
}
