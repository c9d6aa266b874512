//! Cohorts that take place only with people enough: tentative, then confirmed or called off, with one letter to everyone.

use crate::desk::{Desk, body_of, cohort_plan, expect, header, text};
use chrono::Duration;
use poem::http::StatusCode;
use postup_domain::access::Sight;
use postup_domain::id::{CohortId, PersonId};
use postup_persistence::outbox::{Filter, list};
use serde_json::{Value, json};

/// A published cohort of two seats that takes so many people, to be decided on by the end of 7 May 2026.
async fn tentative(desk: &Desk, minimum: i32) -> CohortId {
    let course = desk.course(desk.program("P").await, "ENOUGH").await;
    let mut plan = cohort_plan("ENOUGH-A", 2);
    plan["minimum"] = json!(minimum);
    plan["decision_on"] = json!("2026-05-07");
    let cohort = desk.made(&format!("/api/v1/courses/{course}/cohorts"), &plan).await;
    let id = text(&cohort, "id");
    assert_eq!(cohort["tentative"], false, "a draft is not shown at all");
    let shown = desk.made(&format!("/api/v1/cohorts/{id}/publication"), &Value::Null).await;
    assert_eq!((&shown["tentative"], &shown["minimum"]), (&json!(true), &json!(minimum)));
    assert_eq!(shown["decision_on"], "2026-05-07");
    id.parse().unwrap()
}

/// Who was sent letters of a key, one entry for each.
async fn told(desk: &Desk, key: &str) -> Vec<PersonId> {
    let reader = desk.house.app.reader();
    let page = list(&reader, &Sight::system(), &Filter::default(), None, 200).await.unwrap();
    page.items.into_iter().filter(|letter| letter.key == key).map(|letter| letter.person).collect()
}

#[tokio::test]
async fn the_manager_confirms_and_everybody_is_told_once() {
    let desk = Desk::new().await;
    let cohort = tentative(&desk, 2).await;
    let mut people = Vec::new();
    for name in ["one", "two", "waits"] {
        people.push(desk.enroll(name, cohort).await.0);
    }
    let path = format!("/api/v1/cohorts/{cohort}");
    let page = desk.client.get(format!("/cohorts/{cohort}")).send().await;
    let html = page.0.into_body().into_string().await.unwrap();
    assert!(html.contains("Попередній набір"), "{html}");
    let confirmed = desk.made(&format!("{path}/confirmation"), &Value::Null).await;
    assert_eq!(confirmed["tentative"], false);
    let mut reached = told(&desk, "cohort_confirmed").await;
    reached.sort_unstable();
    people.sort_unstable();
    assert_eq!(reached, people, "also the one who waits, each of them once");
    let again = desk.post(&desk.manager, &format!("{path}/confirmation"), &Value::Null).await;
    let again = expect(again, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(again["code"], "rejection-nothing-to-decide");

    // Other terms open the question again.
    let seen = desk.get(&desk.manager, &path).await;
    let tag = header(&seen, "etag");
    let mut plan = cohort_plan("ENOUGH-A", 2);
    plan["minimum"] = json!(1);
    plan["decision_on"] = json!("2026-05-07");
    let edited = expect(desk.put(&desk.manager, &path, Some(&tag), &plan).await, StatusCode::OK).await;
    assert_eq!(edited["tentative"], true);
}

#[tokio::test]
async fn a_day_with_people_enough_decides_by_itself() {
    let desk = Desk::new().await;
    let cohort = tentative(&desk, 1).await;
    let (person, _) = desk.enroll("one", cohort).await;
    let app = &desk.house.app;
    assert_eq!(app.settle_decisions().await.unwrap(), 0, "the day has not come");
    assert_eq!(told(&desk, "decision_due").await.len(), 0);
    // 9 in the morning of 6 May: the manager is reminded, once.
    desk.house.clock.pass(Duration::days(2));
    app.settle_decisions().await.unwrap();
    app.settle_decisions().await.unwrap();
    assert_eq!(told(&desk, "decision_due").await.len(), 1);
    desk.house.clock.pass(Duration::days(1));
    assert_eq!(app.settle_decisions().await.unwrap(), 0, "the day itself is still for deciding");
    desk.house.clock.pass(Duration::days(1));
    assert_eq!(app.settle_decisions().await.unwrap(), 1);
    assert_eq!(app.settle_decisions().await.unwrap(), 0);
    assert_eq!(told(&desk, "cohort_confirmed").await, [person]);
    let seen = body_of(desk.client.get(format!("/api/v1/cohorts/{cohort}")).send().await).await;
    assert_eq!(seen["tentative"], false);
}

#[tokio::test]
async fn too_few_people_wait_for_a_person_and_may_be_called_off() {
    let desk = Desk::new().await;
    let cohort = tentative(&desk, 2).await;
    let (person, _) = desk.enroll("one", cohort).await;
    let app = &desk.house.app;
    desk.house.clock.pass(Duration::days(4));
    for _ in 0..2 {
        assert_eq!(app.settle_decisions().await.unwrap(), 0);
    }
    assert_eq!(told(&desk, "decision_due").await.len(), 1, "that the day has passed is said once");
    let system = postup_domain::access::Actor::system();
    let permit = app.may_manage_cohort(&system, cohort).await.unwrap();
    app.cancel_cohort(&permit).await.unwrap();
    assert_eq!(told(&desk, "cohort_cancelled").await, [person]);
    assert_eq!(app.settle_decisions().await.unwrap(), 0);
    assert_eq!(app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn an_owner_who_stays_silent_is_taken_for_a_no_a_day_later() {
    let desk = Desk::new().await;
    let cohort = tentative(&desk, 2).await;
    let (person, _) = desk.enroll("one", cohort).await;
    let app = &desk.house.app;
    // The day for the decision, 7 May, ends at 21:00 in UTC.
    let ends: chrono::DateTime<chrono::Utc> = "2026-05-07T21:00:00Z".parse().unwrap();
    desk.house.clock.set(ends + Duration::days(1) - Duration::milliseconds(1));
    app.settle_decisions().await.unwrap();
    assert_eq!(told(&desk, "decision_due").await.len(), 1);
    assert_eq!(told(&desk, "cohort_cancelled").await.len(), 0);
    desk.house.clock.set(ends + Duration::days(1));
    let rounds = (0..3).map(|_| app.settle_decisions());
    for round in futures_util::future::join_all(rounds).await {
        assert_eq!(round.unwrap(), 0);
    }
    assert_eq!(told(&desk, "cohort_cancelled").await, [person], "each person once, whoever works");
    let seen = app.cohort(&postup_domain::access::Actor::system(), cohort).await.unwrap();
    assert_eq!(seen.state, postup_domain::cohort::CohortState::Cancelled);
    assert_eq!(app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn whoever_decides_is_a_person_there_is() {
    let desk = Desk::new().await;
    let cohort = tentative(&desk, 2).await;
    let db = sea_orm::Database::connect(&desk.house.database.url).await.unwrap();
    let nobody = "UPDATE cohort SET decision_owner = $1 WHERE id = $2";
    let values: Vec<sea_orm::Value> = vec![uuid::Uuid::nil().into(), cohort.into()];
    let backend = sea_orm::ConnectionTrait::get_database_backend(&db);
    let statement = sea_orm::Statement::from_sql_and_values(backend, nobody, values);
    sea_orm::ConnectionTrait::execute_raw(&db, statement).await.unwrap_err();
}

#[tokio::test]
async fn terms_that_do_not_fit_name_their_fields() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "TERMS").await;
    for (minimum, decision, pointer, code) in [
        (Some(3), None, "/decision_on", "fault-missing"),
        (None, Some("2026-05-07"), "/minimum", "fault-missing"),
        (Some(31), Some("2026-05-07"), "/minimum", "fault-out-of-range"),
        (Some(3), Some("2026-05-12"), "/decision_on", "fault-outside-period"),
    ] {
        let mut plan = cohort_plan("TERMS-A", 30);
        plan["minimum"] = json!(minimum);
        plan["decision_on"] = json!(decision);
        let answer = desk.post(&desk.manager, &format!("/api/v1/courses/{course}/cohorts"), &plan).await;
        let problem = expect(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
        assert_eq!(problem["errors"][0]["code"], code, "{problem}");
    }
}
