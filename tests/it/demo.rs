//! The demonstration's story is told through the use-cases, so it must leave nothing that the audit objects to.

use postup_domain::access::Actor;
use postup_domain::clock::Clock;
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::figures::{Dimension, Slice};
use postup_persistence::{cohort, course, enrollment};
use postup_tests::TestApp;
use postup_tests::outside::CountingEntropy;
use std::collections::HashMap;
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
    assert!(!told(entropy).await.unwrap());

    let system = Actor::system();
    let courses = house.app.courses(&system, &course::Filter::default(), None, 100).await.unwrap().items;
    let mut subjects: Vec<_> = courses.iter().map(|course| course.content.subject.as_str()).collect();
    subjects.sort_unstable();
    subjects.dedup();
    assert_eq!((courses.len(), subjects.len()), (8, 8));
    let cohorts = house.app.cohorts(&system, &cohort::Filter::default(), None, 100).await.unwrap().items;
    assert_eq!(cohorts.len(), 21);
    let over = cohorts.iter().filter(|cohort| cohort.plan.ends_on < now.date_naive()).count();
    let open = cohorts.iter().filter(|cohort| cohort.takes_applications(now).is_ok()).count();
    assert!(over >= 8 && open >= 4, "{over} over, {open} open");

    let permit = system.may_read_figures().unwrap();
    let oblasts = house.app.completion_figures(&permit, Dimension::Oblast, &Slice::default()).await.unwrap();
    assert!(oblasts.figures.rows.len() >= 20, "{} oblasts", oblasts.figures.rows.len());
    let hromadas =
        house.app.completion_figures(&permit, Dimension::Hromada, &Slice::default()).await.unwrap();
    assert!(hromadas.figures.rows.len() >= 100, "{} hromadas", hromadas.figures.rows.len());
    let total = oblasts.figures.total;
    assert!(total.people.certified > 150, "{total:?}");
    assert!(total.participations.completed < total.participations.present, "{total:?}");
    assert!(total.participations.confirmed < total.participations.applied, "{total:?}");

    let states = states(&house, &cohorts).await;
    for state in [
        EnrollmentState::Applied,
        EnrollmentState::Waitlisted,
        EnrollmentState::Confirmed,
        EnrollmentState::Rejected,
        EnrollmentState::Withdrawn,
    ] {
        assert!(states.get(&state).is_some_and(|count| *count > 0), "nobody is {state}: {states:?}");
    }
}

/// How many enrollments there are in each state.
async fn states(house: &TestApp, cohorts: &[Cohort]) -> HashMap<EnrollmentState, i64> {
    let mut states = HashMap::new();
    for cohort in cohorts {
        for (state, count) in enrollment::count_by_state(&house.app.reader(), cohort.id).await.unwrap() {
            *states.entry(state).or_default() += count;
        }
    }
    states
}
