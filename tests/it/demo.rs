//! The demonstration's story is told through the use-cases, so it must leave nothing that the audit objects to.

use postup_domain::clock::Clock;
use postup_tests::TestApp;
use postup_tests::outside::CountingEntropy;
use std::sync::Arc;

#[tokio::test]
async fn the_story_holds_every_invariant_and_is_told_once() {
    let house = TestApp::new().await;
    let entropy = Arc::new(CountingEntropy::new());
    let now = house.clock.now();
    let told =
        |entropy| postup_app::demo::load(house.store.clone(), entropy, house.app.settings().clone(), now);
    assert!(told(entropy.clone()).await.unwrap());
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
    let (total, _) = house.app.public_figures().await.unwrap();
    assert!(total.people.certified > 10, "{total:?}");
    assert!(!told(entropy).await.unwrap());
}
