//! What a page costs: the same number of statements, whether three people stand behind it or three hundred.

use crate::attendance::{class, mark};
use postup_domain::access::{Role, Scope};
use postup_domain::attendance::{MarkKind, MarkSource};
use postup_domain::cohort::EnrollmentPolicy;
use postup_tests::{Ground, TestApp};

/// Statements behind each page of one cohort with so many people who all were present.
async fn statements(count: usize) -> Vec<(String, u64)> {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, count).await;
    let permit = house.app.may_take_attendance(&class.trainer, class.session).await.unwrap();
    let marks = class.people.iter().map(|person| mark(&house, *person, MarkKind::Present)).collect();
    house.app.record_marks(&permit, marks, MarkSource::Api).await.unwrap();
    house.app.settle_figures().await.unwrap();
    let person = ground.person("Усевидющий").await;
    let roles = [Role::ProgramManager, Role::Trainer, Role::Analyst, Role::Administrator]
        .map(|role| (role, Scope::Everything));
    let token = ground.sign_in(person, &roles).await;
    let client = house.client();
    let (cohort, session) = (class.cohort, class.session);
    let mut costs = Vec::new();
    for path in [
        "/".to_owned(),
        "/courses".to_owned(),
        format!("/cohorts/{cohort}"),
        "/teach".to_owned(),
        format!("/teach/sessions/{session}"),
        format!("/teach/sessions/{session}/paper"),
        format!("/teach/sessions/{session}/log"),
        format!("/manage/cohorts/{cohort}"),
        format!("/manage/cohorts/{cohort}/applications"),
        format!("/manage/cohorts/{cohort}/certificates"),
        "/attendance".to_owned(),
        "/teach/hours".to_owned(),
        "/insight".to_owned(),
        "/insight?by=month".to_owned(),
        "/insight?by=hromada&from=2020-01".to_owned(),
        "/statistics".to_owned(),
        "/progress".to_owned(),
        "/open-data".to_owned(),
        "/insight?by=organization".to_owned(),
        format!("/api/v1/sessions/{session}/register"),
        format!("/api/v1/cohorts/{cohort}/completion"),
        "/api/v1/enrollments?limit=100".to_owned(),
        "/api/v1/people?limit=100".to_owned(),
    ] {
        let before = house.store.statements();
        let answer = client.get(&path).header("authorization", format!("Bearer {token}")).send().await;
        assert_eq!(answer.0.status(), poem::http::StatusCode::OK, "{path}");
        costs.push((path.split(['?']).next().unwrap().to_owned(), house.store.statements() - before));
    }
    let ids = |path: &str| path.split('/').filter(|part| part.len() != 36).collect::<Vec<_>>().join("/");
    costs.into_iter().map(|(path, cost)| (ids(&path), cost)).collect()
}

#[tokio::test]
async fn a_page_costs_the_same_with_three_and_with_three_hundred_people() {
    let few = statements(3).await;
    let many = statements(300).await;
    assert_eq!(few, many);
    for (path, cost) in many {
        assert!((1..=25).contains(&cost), "{path}: {cost} statements");
    }
}

#[tokio::test]
async fn an_application_costs_a_handful_of_statements() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(30, EnrollmentPolicy::Open).await;
    let person = ground.person("Одна").await;
    let token = ground.sign_in(person, &[]).await;
    let before = house.store.statements();
    let answer = house
        .client()
        .post(format!("/api/v1/cohorts/{cohort}/enrollments"))
        .header("authorization", format!("Bearer {token}"))
        .body_json(&serde_json::json!({}))
        .send()
        .await;
    answer.assert_status(poem::http::StatusCode::CREATED);
    let cost = house.store.statements() - before;
    assert!((4..=5).contains(&cost), "{cost} statements");
}

#[tokio::test]
async fn a_visitors_page_is_kept_until_something_changes() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(1, EnrollmentPolicy::Open).await;
    let people = ground.people(2).await;
    let token = ground.sign_in(people[0], &[]).await;
    let (client, path) = (house.client(), format!("/cohorts/{cohort}"));
    let look = async |token: Option<&str>| {
        let before = house.store.statements();
        let request = client.get(&path).header("accept-language", "en");
        let answer = match token {
            Some(token) => request.header("authorization", format!("Bearer {token}")).send().await,
            None => request.send().await,
        };
        let page = answer.0.into_body().into_string().await.unwrap();
        (page, house.store.statements() - before)
    };
    let (first, cost) = look(None).await;
    assert!(cost > 0);
    assert_eq!(look(None).await, (first.clone(), 0), "the same page again costs nothing");
    let (own, cost) = look(Some(&token)).await;
    assert!(cost > 0 && own != first, "who is signed in gets a page of their own");
    assert_eq!(look(None).await, (first.clone(), 0), "and it is shown to nobody else");

    let actor = ground.actor(people[1], &[]);
    let permit = house.app.may_enroll(&actor, cohort, people[1]).await.unwrap();
    house.app.enroll(permit).await.unwrap();
    let (after, cost) = look(None).await;
    assert!(cost > 0 && after != first, "no seat left");

    // Another process writes past this one: what is kept is old after a second.
    ground.run("UPDATE cohort SET waitlisted = 9", vec![]).await;
    assert_eq!(look(None).await, (after.clone(), 0));
    house.clock.pass(chrono::Duration::seconds(1));
    assert_ne!(look(None).await.0, after);
}
