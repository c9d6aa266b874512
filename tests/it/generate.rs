//! The synthetic country is made in bulk, so it must leave nothing that the audit objects to.

use postup_app::generate::{Failure, Made, Wish, generate};
use postup_domain::access::Actor;
use postup_domain::clock::Clock;
use postup_domain::figures::{Dimension, Slice};
use postup_tests::TestApp;

async fn made(house: &TestApp, wish: Wish) -> Result<Made, Failure> {
    let settings = house.app.settings().clone();
    generate(house.store.clone(), settings, house.clock.now(), wish, |_| {}).await
}

#[tokio::test]
async fn a_generated_country_holds_every_invariant_and_a_seed_repeats_itself() {
    let (house, twin) = (TestApp::new().await, TestApp::new().await);
    let wish = Wish { people: 300, seed: 7, add: false };
    let first = made(&house, wish).await.unwrap();
    assert_eq!((first.people, first.cohorts), (300, 15));
    assert!(first.enrollments > 400 && first.marks > 2_000 && first.certificates > 150, "{first:?}");
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
    assert_eq!(house.app.figures_due().await.unwrap(), 0);
    let permit = Actor::system().may_read_figures().unwrap();
    let counted = house.app.completion_figures(&permit, Dimension::Program, &Slice::default()).await.unwrap();
    let total = counted.figures.total;
    assert_eq!(usize::try_from(total.participations.applied), Ok(first.enrollments));
    assert_eq!(usize::try_from(total.participations.certified), Ok(first.certificates));
    assert!(total.people.applied < total.participations.applied, "{total:?}");
    // Nobody is written to: the addresses lead nowhere.
    assert_eq!(house.app.mail_health().await.unwrap().queued, 0);

    assert_eq!(made(&twin, wish).await.unwrap(), first);
    let other = Wish { people: 60, seed: 8, add: true };
    assert_eq!(made(&twin, other).await.unwrap().people, 60);
    assert_eq!(twin.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn people_who_are_there_are_not_mixed_up_with_made_up_ones_unasked() {
    let house = TestApp::new().await;
    let wish = Wish { people: 40, seed: 1, add: false };
    made(&house, wish).await.unwrap();
    assert!(matches!(made(&house, wish).await, Err(Failure::Inhabited)));
    made(&house, Wish { add: true, ..wish }).await.unwrap();
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
}
