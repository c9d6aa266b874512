//! The queue looks once more: who no longer fits is passed over, who has something else is asked.

use super::hall::{Hall, of_category};
use super::{SEATED, TURNED_DOWN};
use crate::enrollment::{counters_hold, enroll, leave};
use chrono::Duration;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{
    Cause, Condition, ConditionKind, Criterion, EnrollmentState, QuotaPlan, Statement,
};
use postup_domain::id::PersonId;
use serde_json::Value;

const PASSED_OVER: super::Outcome = (EnrollmentState::Rejected, Cause::NoLongerEligible);
const PROMOTED: super::Outcome = (EnrollmentState::Confirmed, Cause::HeadOfQueue);

impl Hall {
    /// So many of category 5; the first has the only seat, the others wait.
    async fn queue(&self, count: usize) -> Vec<PersonId> {
        let mut people = Vec::new();
        for number in 0..count {
            let person = self.somebody("Черга", 5).await;
            let expected =
                if number == 0 { SEATED } else { (EnrollmentState::Waitlisted, Cause::NoSeatFree) };
            assert_eq!(self.apply(person).await.unwrap(), expected);
            people.push(person);
        }
        people
    }

    async fn leaves(&self, person: PersonId) {
        let seated = self.own(person).await;
        leave(&self.house, &self.ground.actor(person, &[]), seated.enrollment.id).await.unwrap();
        counters_hold(&self.ground, self.cohort).await;
    }
}

#[tokio::test]
async fn who_no_longer_fits_is_passed_over_when_a_seat_becomes_free() {
    let hall = Hall::of(1).await;
    let people = hall.queue(5).await;
    for changed in &people[1..3] {
        hall.become_of(*changed, 2).await;
    }
    // The last no longer fits either, but it is not their turn: they may still put it right.
    hall.become_of(people[4], 2).await;
    hall.leaves(people[0]).await;
    let mut outcomes = Vec::new();
    for person in &people[1..] {
        outcomes.push(hall.outcome(*person).await);
    }
    let waits = (EnrollmentState::Waitlisted, Cause::NoSeatFree);
    assert_eq!(outcomes, [PASSED_OVER, PASSED_OVER, PROMOTED, waits]);
    let why = hall.house.app.explain(&hall.own(people[1]).await).await.unwrap();
    assert!(why.statements.contains(&Statement::Because(Cause::NoLongerEligible)), "{why:?}");
    assert!(why.statements.iter().any(|one| matches!(one, Statement::Unmet(_))), "{why:?}");
    let told = "SELECT COUNT(*) AS count FROM notification WHERE key = 'rejected'";
    assert_eq!(hall.ground.count(told, vec![]).await, 2);
    assert_eq!(hall.breaches().await, Vec::<String>::new());
}

#[tokio::test]
async fn the_same_where_quotas_keep_seats() {
    let hall = Hall::of(2).await;
    let release_on = (hall.ground.now + Duration::days(3)).date_naive();
    let plan = QuotaPlan { criterion: Criterion::PositionCategory(7), seats: 1, release_on };
    hall.house.app.add_quota(&hall.permit().await, plan).await.unwrap();
    hall.ask(vec![of_category("5"), of_category("7")]).await;
    let people = hall.queue(3).await;
    hall.become_of(people[1], 2).await;
    hall.leaves(people[0]).await;
    assert_eq!(hall.outcome(people[1]).await, PASSED_OVER);
    assert_eq!(hall.outcome(people[2]).await, PROMOTED);
    assert_eq!(hall.breaches().await, Vec::<String>::new());
    assert_eq!(hall.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn a_long_queue_is_looked_at_in_few_statements() {
    let hall = Hall::of(1).await;
    let people = hall.queue(120).await;
    for changed in &people[1..119] {
        hall.become_of(*changed, 2).await;
    }
    hall.leaves(people[0]).await;
    assert_eq!(hall.outcome(people[118]).await, PASSED_OVER);
    assert_eq!(hall.outcome(people[119]).await, PROMOTED);
}

#[tokio::test]
async fn whoever_is_asked_and_no_longer_fits_is_turned_down_when_they_say_yes() {
    let hall = Hall::of(1).await;
    let (asked, next) = (hall.somebody("Перша", 5).await, hall.somebody("Друга", 5).await);
    let nominated = hall.nominate(asked).await.unwrap().enrollment.id;
    hall.apply(next).await.unwrap();
    hall.become_of(asked, 2).await;
    assert_eq!(hall.accept(asked, nominated).await, TURNED_DOWN);
    assert_eq!(hall.outcome(next).await, PROMOTED, "the next in line has the seat");
    counters_hold(&hall.ground, hall.cohort).await;
    assert_eq!(hall.breaches().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_offer_to_somebody_who_no_longer_fits_goes_on() {
    let hall = Hall::of(1).await;
    hall.ground.run("UPDATE cohort SET waitlist_policy = 'offer', answer_hours = 24", vec![]).await;
    let people = hall.queue(3).await;
    hall.leaves(people[0]).await;
    let offered = hall.own(people[1]).await.enrollment;
    assert_eq!(offered.state, EnrollmentState::Offered);
    hall.ask(vec![Condition::new(ConditionKind::OrganizationKind, "ministry").unwrap()]).await;
    assert_eq!(hall.accept(people[1], offered.id).await, PASSED_OVER);
    assert_eq!(hall.outcome(people[2]).await, PASSED_OVER, "nobody of the queue fits now");
    counters_hold(&hall.ground, hall.cohort).await;
    assert_eq!(hall.breaches().await, Vec::<String>::new());
}

#[tokio::test]
async fn whoever_has_something_else_at_the_time_is_warned_and_asked_before_a_seat_is_theirs() {
    let hall = Hall::asking(1, Vec::new()).await;
    let elsewhere = hall.ground.cohort(5, EnrollmentPolicy::Open).await;
    let at = hall.ground.now + Duration::days(10);
    hall.ground.session(hall.cohort, at, 90).await;
    hall.ground.session(elsewhere, at + Duration::hours(1), 90).await;
    // What only touches does not overlap.
    hall.ground.session(elsewhere, at + Duration::minutes(90), 60).await;
    let (holder, busy) = (hall.somebody("Перша", 5).await, hall.somebody("Друга", 5).await);
    assert_eq!(hall.apply(holder).await.unwrap(), SEATED);
    enroll(&hall.house, &hall.ground.actor(busy, &[]), elsewhere).await.unwrap();
    let client = hall.house.client();
    let bearer = format!("Bearer {}", hall.ground.sign_in(busy, &[]).await);
    let get = async |path: String| {
        let get = client.get(path).header("authorization", &bearer).header("accept-language", "en");
        get.send().await.0.into_body().into_string().await.unwrap()
    };
    let clashes = async |path: String| {
        let said: Value = serde_json::from_str(&get(path).await).unwrap();
        said["clashes"].as_array().unwrap().len()
    };
    let html = get(format!("/cohorts/{}", hall.cohort)).await;
    assert!(html.contains("overlap with your others"), "{html}");
    assert_eq!(clashes(format!("/api/v1/cohorts/{}/requirements", hall.cohort)).await, 1);
    let waits = (EnrollmentState::Waitlisted, Cause::NoSeatFree);
    assert_eq!(hall.apply(busy).await.unwrap(), waits, "it keeps nobody out");
    let id = hall.own(busy).await.enrollment.id;
    let html = get(format!("/me/enrollments/{id}")).await;
    assert!(html.contains("overlap with your others"), "{html}");
    hall.leaves(holder).await;
    let own = hall.own(busy).await;
    assert_eq!(
        (own.enrollment.state, own.cause),
        (EnrollmentState::Offered, Cause::Clashes),
        "a human decides"
    );
    assert!(own.enrollment.answer_by.is_some());
    assert_eq!(clashes(format!("/api/v1/enrollments/{id}")).await, 1);
    assert_eq!(hall.accept(busy, id).await, (EnrollmentState::Confirmed, Cause::OfferAccepted));
    assert_eq!(hall.house.app.check_invariants().await.unwrap(), []);
}
