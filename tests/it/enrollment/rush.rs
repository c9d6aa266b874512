//! A rush through the accept loop: nobody is lost, nothing is sold twice, and who cannot be served is told when to come.

use postup_tests::rush::Crowd;
use std::time::Duration;

const BOUND: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_come_for_fifty_seats_of_which_three_quotas_keep_half() {
    let crowd = Crowd::gather(1_000).await;
    let cohort = crowd.cohort_with_quotas(50).await;
    let course = crowd.rush(cohort, Duration::from_secs(1)).await;
    assert_eq!((course.taken, course.strange.as_slice()), (1_000, [].as_slice()), "{course:?}");
    assert!(course.longest < BOUND, "{course:?}");
    crowd.all_is_right(cohort, 50).await;
}
