//! Certificates for many, issued by the worker piece by piece.

use super::{Graduation, issue, numbers};
use chrono::Duration;
use poem::http::StatusCode;
use postup_app::job::Issued;
use postup_domain::access::Actor;
use postup_domain::id::EnrollmentId;
use postup_domain::job::{Job, Progress};
use postup_tests::TestApp;

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
    assert!(list.contains(&path) && !list.contains("certificates/draft\"><button"), "{list}");
    let stranger = of.official_token(&house, 1).await;
    assert_eq!(read(&stranger, path.clone()).await.0, StatusCode::NOT_FOUND);

    // Whoever loses the right to it in the middle stops it; what is done stays.
    of.run("UPDATE access_grant SET revoked_at = granted_at", vec![]).await;
    assert!(!house.app.work_piece(job.id).await.unwrap());
    assert_eq!(ordinals(&of).await, (100, 100, 100));
}
