//! What outsiders read of a cohort's counts: what it takes to decide about an application, and no small count of people.

use crate::desk::{Desk, body_of, cohort_plan, text};
use chrono::Duration;
use postup_domain::id::CohortId;
use serde_json::{Value, json};

async fn read(desk: &Desk, path: &str) -> String {
    let answer = desk.client.get(path).header("accept-language", "en").send().await;
    answer.assert_status_is_ok();
    answer.0.into_body().into_string().await.unwrap().replace(['\u{2068}', '\u{2069}'], "")
}

async fn seen(desk: &Desk, cohort: CohortId) -> (Value, Value, String) {
    let path = format!("/api/v1/cohorts/{cohort}");
    let outside: Value = serde_json::from_str(&read(desk, &path).await).unwrap();
    let inside = body_of(desk.get(&desk.manager, &path).await).await;
    (outside, inside, read(desk, &format!("/cohorts/{cohort}")).await)
}

#[tokio::test]
async fn few_seats_that_are_taken_are_not_told_to_outsiders() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "TOLD").await;
    let cohort = desk.cohort(&course, "TOLD-A", 30).await;
    for taken in 0..=5 {
        if taken > 0 {
            desk.enroll(&format!("official{taken}"), cohort).await;
        }
        let (outside, inside, page) = seen(&desk, cohort).await;
        let told = if taken < 5 { 26 } else { 25 };
        assert_eq!(outside["seats_left"], told, "{taken}");
        assert_eq!(inside["seats_left"], 30 - taken);
        let (words, others) = if taken < 5 {
            ("At least 26 of 30 seats left", "at least 26 free seats")
        } else {
            (">25 of 30 seats left", " 25 free seats")
        };
        assert!(page.contains(words), "{taken}: {page}");
        let (list, course) = (read(&desk, "/courses").await, read(&desk, "/courses/TOLD").await);
        assert!(list.contains(others), "{taken}: {list}");
        assert!(course.contains(words), "{taken}: {course}");
    }
    desk.house.clock.pass(Duration::days(30));
    let path = format!("/cohorts/{cohort}");
    let closed: Value = serde_json::from_str(&read(&desk, &format!("/api/v1{path}")).await).unwrap();
    assert_eq!((&closed["seats_left"], &closed["waitlisted"]), (&Value::Null, &Value::Null));
    let page = read(&desk, &path).await;
    assert!(page.contains("Seats in all: 30") && !page.contains("seats left"), "{page}");
}

#[tokio::test]
async fn a_short_queue_and_a_quota_that_is_taken_up_are_not_told_to_outsiders() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "QUEUE").await;
    let cohort = desk.cohort(&course, "QUEUE-A", 1).await;
    for waiting in 0..=5 {
        desk.enroll(&format!("official{waiting}"), cohort).await;
        let (outside, inside, page) = seen(&desk, cohort).await;
        assert_eq!((&outside["seats_left"], &inside["waitlisted"]), (&json!(0), &json!(waiting)));
        let few = (1..5).contains(&waiting);
        assert_eq!(outside["waitlisted"], if few { Value::Null } else { json!(waiting) });
        assert_eq!(page.contains("Fewer than 5 people on the waiting list"), few, "{waiting}");
        assert_eq!(page.contains(">5 people on the waiting list"), waiting == 5, "{page}");
    }

    let cohort = desk.cohort(&course, "QUEUE-B", 30).await;
    let release_on = cohort_plan("X", 1)["starts_on"].clone();
    let quota = json!({"kind": "position_category", "value": "3", "seats": 7, "release_on": release_on});
    let path = format!("/api/v1/cohorts/{cohort}/quotas");
    let made = body_of(desk.post(&desk.manager, &path, &quota).await).await;
    assert_eq!((&made["used"], &made["free"]), (&json!(0), &json!(7)), "{made}");
    let outside: Value = serde_json::from_str(&read(&desk, &path).await).unwrap();
    assert_eq!(
        (&outside[0]["seats"], &outside[0]["used"], &outside[0]["free"]),
        (&json!(7), &Value::Null, &Value::Null)
    );
    assert!(text(&outside[0], "explanation").starts_with("7 seats are kept until"), "{outside}");
    assert!(read(&desk, &format!("/cohorts/{cohort}")).await.contains("7 seats are kept until"));
}
