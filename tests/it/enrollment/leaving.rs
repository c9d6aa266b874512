//! Until when people leave by themselves: to a day for those who hold a seat, and always for the others.

use super::{enroll, leave, refusal};
use chrono::Duration;
use postup_domain::access::{Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{EnrollmentState, WithdrawalReason};
use postup_domain::rejection::Refusal;
use postup_tests::{Ground, TestApp};

#[tokio::test]
async fn after_the_day_only_the_manager_takes_somebody_off() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(2, EnrollmentPolicy::Open).await;
    let closes = house.app.now() + Duration::hours(2);
    ground.run("UPDATE cohort SET withdrawal_closes = $1", vec![closes.into()]).await;
    let people = ground.people(4).await;
    let actors: Vec<_> = people.iter().map(|person| ground.actor(*person, &[])).collect();
    let mut ids = Vec::new();
    for actor in &actors {
        ids.push(enroll(&house, actor, cohort).await.unwrap().enrollment.id);
    }
    leave(&house, &actors[0], ids[0]).await.unwrap();
    house.clock.pass(Duration::hours(2));
    let refused = leave(&house, &actors[1], ids[1]).await.unwrap_err();
    assert_eq!(refusal(&refused), Some(Refusal::WithdrawalClosed));
    leave(&house, &actors[3], ids[3]).await.expect("nobody counts on who only waits");

    // The page says so instead of asking for a reason.
    let token = ground.sign_in(people[1], &[]).await;
    let path = format!("/me/enrollments/{}/withdrawal", ids[1]);
    let client = house.client();
    let page = client.get(&path).header("authorization", format!("Bearer {token}")).send().await;
    page.assert_status_is_ok();
    let html = page.0.into_body().into_string().await.unwrap();
    assert!(!html.contains("name=\"reason\""), "{html}");

    let manager = ground.person("Керівна").await;
    let manager = ground.actor(manager, &[(Role::ProgramManager, Scope::Everything)]);
    let permit = house.app.may_withdraw(&manager, ids[1]).await.unwrap();
    let gone = house.app.withdraw(permit, WithdrawalReason::Illness, None).await.unwrap();
    assert_eq!(gone.enrollment.state, EnrollmentState::Withdrawn);
}
