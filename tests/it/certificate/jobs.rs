//! Certificates for many, issued by the worker piece by piece.

use super::{Graduation, issue, numbers, refusal};
use chrono::Duration;
use poem::http::StatusCode;
use postup_app::job::Issued;
use postup_domain::access::Actor;
use postup_domain::id::EnrollmentId;
use postup_domain::job::{Job, Progress, Stop};
use postup_domain::rejection::Refusal;
use postup_tests::TestApp;
use serde_json::{Value, json};

/// Asks for certificates as the manager whose token it is.
async fn ask(house: &TestApp, of: &Graduation, token: &str, list: Vec<EnrollmentId>) -> Issued {
    let actor = actor(house, token).await;
    let permit = house.app.may_issue_certificates(&actor, of.cohort).await.unwrap();
    house.app.issue_or_begin(permit, list).await.unwrap()
}

async fn actor(house: &TestApp, token: &str) -> Actor {
    house.app.recognise(token).await.unwrap().unwrap().actor
}

fn later(issued: Issued) -> Job {
    match issued {
        Issued::Later(job) => job,
        Issued::Now(_) => panic!("issued at once"),
    }
}

async fn ordinals(of: &Graduation) -> (i64, i64, i64) {
    let all = "SELECT COUNT(*) AS answer FROM certificate";
    let last = "SELECT COALESCE(MAX(number), 0) AS answer FROM certificate";
    let told = "SELECT COUNT(*) AS answer FROM notification WHERE key = 'certificate_issued'";
    (of.number(all).await, of.number(last).await, of.number(told).await)
}

#[tokio::test]
async fn few_are_issued_at_once_and_many_by_the_worker() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 251).await;
    let token = of.manager_token(&house).await;
    let list = of.graduates();
    assert!(matches!(ask(&house, &of, &token, list[..3].to_vec()).await, Issued::Now(_)));
    let job = later(ask(&house, &of, &token, list[3..].to_vec()).await);
    assert_eq!(ordinals(&of).await, (3, 3, 3), "nothing happens before the worker comes");
    // A second wish starts nothing twice.
    assert_eq!(later(ask(&house, &of, &token, list[3..].to_vec()).await).id, job.id);
    assert_eq!(house.app.work_jobs().await.unwrap(), 3);
    assert_eq!(ordinals(&of).await, (250, 250, 250));
    let actor = actor(&house, &token).await;
    let done = house.app.job(&actor, job.id).await.unwrap();
    assert_eq!((done.state, done.done, done.made), (Progress::Done, 247, 247));
    assert_eq!(house.app.work_jobs().await.unwrap(), 0);
    let breaches = house.app.check_invariants().await.unwrap();
    assert!(breaches.iter().all(|breach| !breach.invariant.starts_with('C')), "{breaches:?}");
}

#[tokio::test]
async fn whoever_dies_is_followed_by_another_who_goes_on() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 351).await;
    let token = of.manager_token(&house).await;
    let job = later(ask(&house, &of, &token, of.graduates()).await);
    // Two pieces, and then the worker is silent.
    assert!(house.app.work_piece(job.id).await.unwrap() && house.app.work_piece(job.id).await.unwrap());
    assert_eq!(ordinals(&of).await, (200, 200, 200));
    // A piece that breaks in its middle leaves nothing behind.
    let broken =
        "CREATE TRIGGER broken BEFORE INSERT ON notification BEGIN SELECT RAISE(ABORT, 'broken'); END";
    if !house.store.is_postgres() {
        of.run(broken, vec![]).await;
        assert!(house.app.work_piece(job.id).await.is_err());
        of.run("DROP TRIGGER broken", vec![]).await;
        assert_eq!(ordinals(&of).await, (200, 200, 200));
    }
    // Meanwhile somebody on the list gets theirs in another way; its number is the next, and the work leaves it out.
    let one = issue(&house, &of, vec![*of.graduates().last().unwrap()]).await.unwrap();
    assert_eq!(numbers(&one), [201]);
    assert_eq!(house.app.work_jobs().await.unwrap(), 0, "another worker waits while the first may be at it");
    house.clock.pass(Duration::seconds(61));
    assert_eq!(house.app.work_jobs().await.unwrap(), 2);
    assert_eq!(ordinals(&of).await, (350, 350, 350), "no gap, nobody twice");
    let actor = actor(&house, &token).await;
    let done = house.app.job(&actor, job.id).await.unwrap();
    assert_eq!((done.state, done.done, done.made), (Progress::Done, 350, 349));
}

#[tokio::test]
async fn the_page_shows_how_far_it_is_to_whoever_asked() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 252).await;
    let token = of.manager_token(&house).await;
    let job = later(ask(&house, &of, &token, of.graduates()).await);
    let client = house.client();
    let read = async |token: &str, path: String| {
        let answer = client
            .get(path)
            .header("authorization", format!("Bearer {token}"))
            .header("accept-language", "en")
            .send()
            .await
            .0;
        (answer.status(), answer.into_body().into_string().await.unwrap())
    };
    let path = format!("/jobs/{}", job.id);
    house.app.work_piece(job.id).await.unwrap();
    let (status, page) = read(&token, path.clone()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("max=\"251\" value=\"100\"") && page.contains("data-live"), "{page}");
    let (_, list) = read(&token, format!("/manage/cohorts/{}/certificates", of.cohort)).await;
    assert!(list.contains(&path) && list.contains("триває"), "{list}");
    assert!(!list.contains("certificates/draft\"") && !list.contains("enrollment_ids"), "{list}");
    let stranger = of.official_token(&house, 1).await;
    assert_eq!(read(&stranger, path.clone()).await.0, StatusCode::NOT_FOUND);

    // Whoever loses the right to it in the middle stops it; what is done stays.
    of.run("UPDATE access_grant SET revoked_at = granted_at", vec![]).await;
    assert!(!house.app.work_piece(job.id).await.unwrap());
    assert_eq!(ordinals(&of).await, (100, 100, 100));
    let (_, page) = read(&token, path.clone()).await;
    assert!(page.contains("більше не має на неї права") && !page.contains("data-live"), "{page}");
    assert!(!page.contains("/certificates\""), "what would be refused is not offered: {page}");
    let stopped = "SELECT COUNT(*) AS answer FROM audit_entry WHERE action = 'cohort.issue_stopped' AND detail = 'no_right'";
    assert_eq!(of.number(stopped).await, 1);
}

#[tokio::test]
async fn others_who_may_issue_see_the_work_and_lose_no_list_of_their_own() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 252).await;
    let token = of.manager_token(&house).await;
    let list = of.graduates();
    let job = later(ask(&house, &of, &token, list.clone()).await);
    let other = of.manager(&house);
    assert_eq!(house.app.job(&other, job.id).await.unwrap().id, job.id);
    let permit = house.app.may_issue_certificates(&other, of.cohort).await.unwrap();
    let refused = house.app.issue_or_begin(permit, list[..3].to_vec()).await;
    assert_eq!(refusal(refused), Some(Refusal::IssueUnderWay));
    house.app.work_jobs().await.unwrap();
    assert_eq!(ordinals(&of).await, (251, 251, 251));
}

#[tokio::test]
async fn what_cannot_go_on_stops_and_leaves_the_cohort_to_others() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 252).await;
    let token = of.manager_token(&house).await;
    let job = later(ask(&house, &of, &token, of.graduates()).await);
    assert!(house.app.work_piece(job.id).await.unwrap());
    let name = "А".repeat(150);
    let spoiled = "UPDATE program SET signatory_name_uk = $1";
    of.run(spoiled, vec![name.into()]).await;
    assert_eq!(house.app.work_jobs().await.unwrap(), 0);
    house.clock.pass(Duration::seconds(61));
    assert_eq!(house.app.work_jobs().await.unwrap(), 0);
    let stopped = house.app.job(&actor(&house, &token).await, job.id).await.unwrap();
    assert_eq!((stopped.state, stopped.reason, stopped.made), (Progress::Stopped, Some(Stop::Refused), 100));
    of.run(spoiled, vec!["Марія Вишневецька".into()]).await;
    let rest = of.graduates()[100..].to_vec();
    later(ask(&house, &of, &token, rest).await);
    house.app.work_jobs().await.unwrap();
    assert_eq!(ordinals(&of).await, (251, 251, 251), "no gap, nobody twice");
}

#[tokio::test]
async fn the_interface_begins_long_work_and_says_how_far_it_is() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 252).await;
    let bearer = format!("Bearer {}", of.manager_token(&house).await);
    let client = house.client();
    let ids: Vec<String> = of.graduates().iter().map(ToString::to_string).collect();
    let path = format!("/api/v1/cohorts/{}/certificates", of.cohort);
    let wish = json!({ "enrollment_ids": ids });
    let begun = client.post(&path).header("authorization", &bearer).body_json(&wish).send().await;
    begun.assert_status(StatusCode::ACCEPTED);
    let at = begun.0.headers()["location"].to_str().unwrap().to_owned();
    house.app.work_jobs().await.unwrap();
    let answer = client.get(&at).header("authorization", &bearer).send().await;
    let job: Value = serde_json::from_str(&answer.0.into_body().into_string().await.unwrap()).unwrap();
    assert_eq!((&job["state"], &job["issued"]), (&json!("done"), &json!(251)), "{job}");
    let stranger = of.official_token(&house, 1).await;
    let hidden = client.get(&at).header("authorization", format!("Bearer {stranger}")).send().await;
    hidden.assert_status(StatusCode::NOT_FOUND);
}
