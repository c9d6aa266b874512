//! How the house is, as administrators see it.

use crate::audit::{ADMINISTRATOR, read};
use chrono::Duration;
use poem::http::StatusCode;
use postup_domain::clock::Clock;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::health::Beat;
use postup_tests::{Ground, TestApp};

/// How many things need somebody, as the headline says. The clock of a test is not that of PostgreSQL, which is one.
fn needing(page: &str) -> i64 {
    let Some((before, _)) = page.split_once(" needs you").or_else(|| page.split_once(" need you")) else {
        return 0;
    };
    let mut words = before.rsplit(['>', ' ']);
    assert!(words.next().unwrap().starts_with("thing"), "{before}");
    words.next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn an_administrator_sees_how_the_house_is() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let token = ground.sign_in(ground.person("Адміністраторка").await, &ADMINISTRATOR).await;
    let client = house.client();
    let (status, page) = read(&client, &token, "/admin").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Has said nothing yet"), "{page}");

    let now = house.clock.now();
    let beat = |work: &str, done: i64, failed: Option<i64>| Beat {
        work: work.to_owned(),
        done_at: Some(now - Duration::seconds(done)),
        failed_at: failed.map(|seconds| now - Duration::seconds(seconds)),
    };
    house.app.note_beats(&[beat("figures", 10, None)]).await.unwrap();
    let well = needing(&read(&client, &token, "/admin").await.1);
    house.app.note_beats(&[beat("imports", 20, Some(5))]).await.unwrap();
    // Another worker that did not fail takes nothing away from what this one said.
    house.app.note_beats(&[Beat { work: "imports".into(), done_at: None, failed_at: None }]).await.unwrap();
    let (_, page) = read(&client, &token, "/admin").await;
    assert!(page.contains("spoke 0 seconds ago"), "{page}");
    assert!(page.contains("Files that were sent"), "{page}");
    assert_eq!(page.matches(">failed<").count(), 1, "{page}");
    assert_eq!(needing(&page), well + 1, "what fails is in the headline: {page}");
    // What a worker saw before does not hide what another saw since.
    house.app.note_beats(&[beat("imports", 1, None)]).await.unwrap();
    house.app.note_beats(&[beat("imports", 20, Some(5))]).await.unwrap();
    let (_, page) = read(&client, &token, "/admin").await;
    assert!(needing(&page) == well && !page.contains(">failed<"), "{page}");
    house.clock.pass(Duration::minutes(3));
    let (_, page) = read(&client, &token, "/admin").await;
    assert!(page.contains("is silent, spoke last 3 minutes ago"), "{page}");

    // A letter that should have left.
    let person = ground.person("Читачка").await;
    let cohort = ground.cohort(2, EnrollmentPolicy::Open).await;
    let permit = house.app.may_enroll(&ground.actor(person, &[]), cohort, person).await.unwrap();
    house.app.enroll(permit).await.unwrap();
    house.clock.pass(Duration::hours(2));
    let (_, page) = read(&client, &token, "/admin").await;
    assert!(page.contains("1 letter waits") && page.contains("the oldest was due 2 hours ago"), "{page}");
    ground.run("DELETE FROM notification", vec![]).await;
}
