//! Naming people by an address: the same for whoever has it, and an answer without an account.

use super::counters_hold;
use chrono::Duration;
use poem::http::StatusCode;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::email::Email;
use postup_domain::enrollment::NomineeState;
use postup_domain::id::{CohortId, PersonId};
use postup_tests::{Ground, TestApp};
use serde_json::{Value, json};

/// A council with an officer in front of a cohort of two seats, and somebody who works elsewhere.
struct Council {
    house: TestApp,
    ground: Ground,
    cohort: CohortId,
    officer: Actor,
    token: String,
    elsewhere: PersonId,
    address: String,
}

const FORM: &str = "application/x-www-form-urlencoded";

impl Council {
    async fn new() -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(2, EnrollmentPolicy::Open).await;
        let person = ground.person("Кадрова").await;
        let roles = [(Role::PersonnelOfficer, Scope::Organization(ground.council))];
        let (officer, token) = (ground.actor(person, &roles), ground.sign_in(person, &roles).await);
        let elsewhere = ground.person("Справжня").await;
        let address = "olena@inshe.test".to_owned();
        ground
            .run(
                "UPDATE person SET organization_id = $1, email = $2 WHERE id = $3",
                vec![ground.organization.into(), address.clone().into(), elsewhere.into()],
            )
            .await;
        Self { house, ground, cohort, officer, token, elsewhere, address }
    }

    async fn name(&self, email: &str) -> (StatusCode, Value) {
        let path = format!("/api/v1/cohorts/{}/nominees", self.cohort);
        let body =
            json!({ "email": email, "family_name": "Тестова", "given_name": "Олена", "position": "голова" });
        self.call("POST", &path, Some(body)).await
    }

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let client = self.house.client();
        let request = client.request(method.parse().unwrap(), path);
        let mut request = request.header("authorization", format!("Bearer {}", self.token));
        if let Some(body) = body {
            request = request.content_type("application/json").body(body.to_string());
        }
        let answer = request.send().await.0;
        let status = answer.status();
        let text = answer.into_body().into_string().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn page(&self, path: &str) -> String {
        let client = self.house.client();
        let request = client.get(path).header("accept-language", "en");
        let answer = request.header("authorization", format!("Bearer {}", self.token)).send().await;
        answer.assert_status_is_ok();
        answer.0.into_body().into_string().await.unwrap()
    }

    /// The address that the last letter to somebody opens.
    async fn link(&self, email: &str) -> Option<String> {
        #[derive(sea_orm::FromQueryResult)]
        struct Row {
            payload: String,
        }
        use sea_orm::{FromQueryResult as _, Statement};
        let text = "SELECT n.payload FROM notification n JOIN person p ON p.id = n.person_id \
                    WHERE p.email = $1 AND n.key = 'nomination_asked' ORDER BY n.id DESC";
        let backend = sea_orm::ConnectionTrait::get_database_backend(&self.ground.db);
        let statement = Statement::from_sql_and_values(backend, text, [email.into()]);
        let row = Row::find_by_statement(statement).one(&self.ground.db).await.unwrap()?;
        let email: Email = serde_json::from_str(&row.payload).unwrap();
        Some(format!("/answer/{}", email.token().unwrap()))
    }

    async fn visit(&self, method: &str, path: &str, body: &str) -> (StatusCode, String, String) {
        let client = self.house.client();
        let request = client.request(method.parse().unwrap(), path).header("accept-language", "en");
        let answer = request.content_type(FORM).body(body.to_owned()).send().await.0;
        let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        (answer.status(), to.unwrap_or_default(), answer.into_body().into_string().await.unwrap())
    }

    async fn count(&self, text: &str) -> i64 {
        self.ground.count(text, vec![]).await
    }
}

/// What two answers may differ in: ids, and the address that was typed.
fn alike(mut answer: Value, email: &str) -> Value {
    answer["id"] = Value::Null;
    serde_json::from_str(&answer.to_string().replace(email, "address")).unwrap()
}

#[tokio::test]
async fn somebody_new_answers_by_letter_and_has_an_account_afterwards() {
    let council = Council::new().await;
    let (status, named) = council.name("nova@rada.test").await;
    assert_eq!((status, named["state"].as_str()), (StatusCode::CREATED, Some("asked")), "{named}");
    let employed = "SELECT COUNT(*) AS count FROM person p JOIN enrollment e ON e.person_id = p.id AND \
                    e.organization_id = p.organization_id WHERE p.email = 'nova@rada.test'";
    assert_eq!(council.count(employed).await, 0, "nobody works where they did not say so");
    assert!(!council.page("/manage/people").await.contains("nova@rada.test"));
    let held = "SELECT COUNT(*) AS count FROM enrollment WHERE state = 'nominated' AND seat_held";
    assert_eq!(council.count(held).await, 1);
    counters_hold(&council.ground, council.cohort).await;

    let link = council.link("nova@rada.test").await.unwrap();
    assert!(!council.page("/employer").await.contains("link opened"));
    for _ in 0..2 {
        assert_eq!(council.visit("GET", &link, "").await.0, StatusCode::OK);
        council.house.clock.pass(Duration::minutes(1));
    }
    let page = council.page("/employer").await;
    assert!(
        page.contains("link opened") && page.contains("Тестова Олена") && page.contains(">asked<"),
        "{page}"
    );
    let opened = "SELECT COUNT(*) AS count FROM answer_link WHERE opened_at IS NOT NULL";
    assert_eq!(council.count(opened).await, 1);
    assert_eq!(council.count(held).await, 1, "looking answers nothing");
    let account = format!("{link}/account");
    assert_eq!(council.visit("POST", &account, "").await.0, StatusCode::UNPROCESSABLE_ENTITY);

    let (status, _, page) = council.visit("POST", &link, "answer=yes").await;
    assert!(status.is_success() && page.contains(&account), "{page}");
    assert_eq!(council.count(employed).await, 1);
    let page = council.page("/employer").await;
    assert!(page.contains(">seat confirmed<") && !page.contains("Named by an address"), "{page}");
    let (status, reset, _) = council.visit("POST", &account, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let password = "correct horse battery staple";
    let (status, ..) = council.visit("POST", &reset, &format!("password={password}")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let kind = postup_domain::login::LoginKind::Web;
    council.house.app.sign_in("nova@rada.test", password, kind, &Actor::visitor()).await.unwrap();
    // From here on the letter opens nothing.
    assert_eq!(council.visit("POST", &account, "").await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn nobody_learns_whether_an_address_is_known_elsewhere() {
    let council = Council::new().await;
    let (status, known) = council.name(&council.address).await;
    let (other, new) = council.name("nova@rada.test").await;
    assert_eq!((status, other), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(alike(known.clone(), &council.address), alike(new.clone(), "nova@rada.test"));
    let page = council.page("/employer").await;
    assert!(!page.contains("Справжня") && page.matches("Тестова Олена").count() >= 2, "{page}");
    for email in [council.address.as_str(), "nova@rada.test"] {
        assert_eq!(council.name(email).await.0, StatusCode::CONFLICT);
        let seen = council.house.app.people(&council.officer, &Default::default(), None, 100).await.unwrap();
        assert!(seen.items.iter().all(|person| person.email.as_str() != email));
    }
    let again = |of: &Value| format!("/api/v1/nominees/{}/question", of["id"].as_str().unwrap());
    for of in [&known, &new] {
        assert_eq!(council.call("POST", &again(of), None).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    }
    council.house.clock.pass(Duration::hours(4));
    for of in [&known, &new] {
        assert_eq!(council.call("POST", &again(of), None).await.0, StatusCode::NO_CONTENT);
    }
    // The one who works elsewhere answers for herself, and stays where she is.
    let link = council.link(&council.address).await.unwrap();
    assert!(council.visit("POST", &link, "answer=yes").await.0.is_success());
    let record = "SELECT COUNT(*) AS count FROM person p JOIN enrollment e ON e.person_id = p.id WHERE p.id = $1 \
                  AND p.family_name = 'Справжня' AND p.organization_id = $2 AND e.organization_id = $2 \
                  AND e.state = 'confirmed' AND p.position = 'спеціалістка'";
    let values = vec![council.elsewhere.into(), council.ground.organization.into()];
    assert_eq!(council.ground.count(record, values).await, 1);
    let (_, list) = council.call("GET", "/api/v1/nominees", None).await;
    let states: Vec<&str> =
        list.as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["asked", "accepted"]);
}

#[tokio::test]
async fn whoever_is_in_the_cohort_already_is_not_given_away_by_a_refusal() {
    let council = Council::new().await;
    let app = &council.house.app;
    let own = council.ground.actor(council.elsewhere, &[]);
    super::enroll(&council.house, &own, council.cohort).await.unwrap();
    let (status, known) = council.name(&council.address).await;
    let (other, new) = council.name("nova@rada.test").await;
    assert_eq!((status, other), (StatusCode::CREATED, StatusCode::CREATED), "{known} {new}");
    assert_eq!(known["state"], new["state"]);
    assert_eq!(council.link(&council.address).await, None, "there is nothing to ask");
    council.house.clock.set(known["answer_by"].as_str().unwrap().parse().unwrap());
    app.expire_answers().await.unwrap();
    // The officer's sign-in is over by now.
    let list = app.nominees(&council.officer, None, 10).await.unwrap();
    let states: Vec<NomineeState> = list.items.iter().map(|named| app.nominee_state(named)).collect();
    assert_eq!(states, [NomineeState::Silent, NomineeState::Silent]);
    counters_hold(&council.ground, council.cohort).await;
}

#[tokio::test]
async fn an_officer_names_in_the_own_name_only_and_the_form_says_what_is_wrong() {
    let council = Council::new().await;
    let path = format!("/api/v1/cohorts/{}/nominees", council.cohort);
    let mut body = json!({ "email": "a@rada.test", "family_name": "Тестова", "given_name": "Олена",
        "organization_id": council.ground.organization.to_string() });
    assert_eq!(council.call("POST", &path, Some(body.clone())).await.0, StatusCode::FORBIDDEN);
    body["organization_id"] = Value::Null;
    body["email"] = json!("немає");
    body["family_name"] = json!("");
    let (status, problem) = council.call("POST", &path, Some(body)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let problem = problem.to_string();
    assert!(
        problem.contains("/email") && problem.contains("/family_name") && !problem.contains("latin"),
        "{problem}"
    );
    let form = format!("/employer/cohorts/{}/nominees", council.cohort);
    assert!(council.page(&format!("{form}/new")).await.contains("name=\"email\""));
    let client = council.house.client();
    let send = |body: &'static str| {
        let request = client.post(form.clone()).header("authorization", format!("Bearer {}", council.token));
        request.content_type(FORM).body(body).send()
    };
    send("email=x&family_name=&given_name=").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let good = "email=a%40rada.test&family_name=%D0%9A&given_name=%D0%86";
    send(good).await.assert_status(StatusCode::SEE_OTHER);
    send(good).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
}
