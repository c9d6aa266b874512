//! Seats kept for some people: nobody else has them before their day, and on that day nobody waits beside them.

use super::{counters_hold, enroll, leave, refusal};
use chrono::Duration;
use futures_util::future::join_all;
use postup_domain::access::Actor;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Criterion, EnrollmentState, Pool, QuotaPlan};
use postup_domain::id::{CohortId, PersonId};
use postup_domain::person::AppointmentKind;
use postup_domain::rejection::Refusal;
use postup_tests::{Ground, TestApp};

struct Hall {
    house: TestApp,
    ground: Ground,
    manager: Actor,
    cohort: CohortId,
}

impl Hall {
    async fn of(seats: i32) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(seats, EnrollmentPolicy::Open).await;
        let manager = ground.manager().await;
        Self { house, ground, manager, cohort }
    }

    async fn keep(&self, criterion: Criterion, seats: i32, days: i64) -> Result<i32, Option<Refusal>> {
        let permit = self.house.app.may_manage_cohort(&self.manager, self.cohort).await.unwrap();
        let release_on = (self.ground.now + Duration::days(days)).date_naive();
        let added = self.house.app.add_quota(&permit, QuotaPlan { criterion, seats, release_on }).await;
        added.map(|quota| quota.number).map_err(|error| refusal(&error))
    }

    async fn people(&self, count: usize, set: &str) -> Vec<PersonId> {
        let people = self.ground.people(count).await;
        for person in &people {
            self.ground.run(&format!("UPDATE person SET {set} WHERE id = $1"), vec![(*person).into()]).await;
        }
        people
    }

    async fn apply(&self, person: PersonId) -> (EnrollmentState, Pool) {
        let done = enroll(&self.house, &self.ground.actor(person, &[]), self.cohort).await.unwrap();
        (done.enrollment.state, done.enrollment.pool)
    }

    async fn count(&self, state: &str) -> i64 {
        let text = format!("SELECT COUNT(*) AS count FROM enrollment WHERE state = '{state}'");
        self.ground.count(&text, vec![]).await
    }
}

const FIFTH: Criterion = Criterion::PositionCategory(5);
const ELECTED: Criterion = Criterion::Appointment(AppointmentKind::Elected);

#[tokio::test]
async fn kept_seats_wait_for_those_they_are_kept_for_until_their_day() {
    let hall = Hall::of(3).await;
    hall.keep(FIFTH, 2, 3).await.unwrap();
    let (others, fifth) =
        (hall.people(3, "position_category = 1").await, hall.people(1, "position_category = 5").await);
    assert_eq!(hall.apply(others[0]).await, (EnrollmentState::Confirmed, Pool::GENERAL));
    assert_eq!(hall.apply(others[1]).await.0, EnrollmentState::Waitlisted);
    assert_eq!(hall.apply(fifth[0]).await, (EnrollmentState::Confirmed, Pool(1)));
    assert_eq!(hall.apply(others[2]).await.0, EnrollmentState::Waitlisted);
    counters_hold(&hall.ground, hall.cohort).await;
    // The day begins at midnight in Kyiv.
    let midnight = (hall.ground.now + Duration::days(3)).date_naive().and_hms_opt(0, 0, 0).unwrap().and_utc();
    hall.house.clock.set(midnight - Duration::hours(4));
    assert_eq!(hall.house.app.release_due_quotas().await.unwrap(), 0);
    hall.house.clock.set(midnight);
    assert_eq!(hall.house.app.release_due_quotas().await.unwrap(), 1);
    assert_eq!(hall.house.app.release_due_quotas().await.unwrap(), 0);
    assert_eq!((hall.count("confirmed").await, hall.count("waitlisted").await), (3, 1));
    let quotas = hall.house.app.quotas(&Actor::visitor(), hall.cohort).await.unwrap();
    assert_eq!((quotas[0].quota.freed, quotas[0].quota.is_active()), (1, false));
    let logged = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'quota.released'";
    assert_eq!(hall.ground.count(logged, vec![]).await, 1);
    counters_hold(&hall.ground, hall.cohort).await;
    assert!(hall.house.app.check_invariants().await.unwrap().is_empty());
}

#[tokio::test]
async fn holders_are_counted_anew_to_make_room_and_nobody_loses_a_seat() {
    let hall = Hall::of(3).await;
    let both = hall.people(1, "position_category = 5, appointment = 'elected'").await;
    let plain = hall.people(2, "position_category = 1").await;
    hall.apply(both[0]).await;
    hall.apply(plain[0]).await;
    // Two seats for the elected and one for the fifth category leave nothing for the one who fits neither.
    hall.keep(ELECTED, 1, 5).await.unwrap();
    assert_eq!(hall.keep(FIFTH, 2, 5).await, Err(Some(Refusal::QuotaTooLarge)));
    hall.keep(FIFTH, 1, 5).await.unwrap();
    counters_hold(&hall.ground, hall.cohort).await;
    assert_eq!(hall.apply(plain[1]).await.0, EnrollmentState::Waitlisted);
    // Whichever quota the first counts against, each of the two newcomers who fit one could come.
    for set in ["position_category = 5", "appointment = 'elected'"] {
        let fitting = hall.people(2, set).await;
        let state = hall.apply(fitting[0]).await.0;
        let expected = if set.starts_with("position") {
            EnrollmentState::Confirmed
        } else {
            EnrollmentState::Waitlisted
        };
        assert_eq!(state, expected, "{set}");
        counters_hold(&hall.ground, hall.cohort).await;
    }
}

#[tokio::test]
async fn a_freed_seat_goes_to_the_first_who_may_have_it() {
    let hall = Hall::of(2).await;
    hall.keep(FIFTH, 1, 5).await.unwrap();
    let plain = hall.people(2, "position_category = 1").await;
    let fifth = hall.people(2, "position_category = 5").await;
    for person in [plain[0], fifth[0], plain[1], fifth[1]] {
        hall.apply(person).await;
    }
    let own = hall.ground.actor(fifth[0], &[]);
    let of = hall.house.app.own_enrollment_in(&own, hall.cohort).await.unwrap().unwrap();
    leave(&hall.house, &own, of.enrollment.id).await.unwrap();
    let state = async |person| {
        let own = hall.ground.actor(person, &[]);
        hall.house.app.own_enrollment_in(&own, hall.cohort).await.unwrap().unwrap().enrollment.state
    };
    assert_eq!(state(plain[1]).await, EnrollmentState::Waitlisted);
    assert_eq!(state(fifth[1]).await, EnrollmentState::Confirmed);
    assert!(hall.house.app.check_invariants().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rush_with_three_quotas_fills_every_seat_and_none_twice() {
    let hall = Hall::of(20).await;
    hall.keep(FIFTH, 5, 5).await.unwrap();
    hall.keep(ELECTED, 5, 5).await.unwrap();
    hall.keep(Criterion::Organization(hall.ground.council), 4, 5).await.unwrap();
    let mut people = hall.people(40, "organization_id = NULL").await;
    people.extend(hall.people(12, "position_category = 5").await);
    people.extend(hall.people(12, "appointment = 'elected', organization_id = NULL").await);
    people.extend(
        hall.people(12, "position_category = 5, appointment = 'elected', organization_id = NULL").await,
    );
    let rush = people.iter().map(|person| {
        let (actor, app, cohort) = (hall.ground.actor(*person, &[]), hall.house.app.clone(), hall.cohort);
        tokio::spawn(async move {
            let permit = app.may_enroll(&actor, cohort, actor.person().unwrap()).await.unwrap();
            app.enroll(permit).await.unwrap()
        })
    });
    for one in join_all(rush).await {
        one.unwrap();
    }
    assert_eq!(hall.count("confirmed").await, 20);
    for quota in hall.house.app.quotas(&hall.manager, hall.cohort).await.unwrap() {
        assert_eq!(quota.quota.free(), 0, "quota {}", quota.quota.number);
    }
    counters_hold(&hall.ground, hall.cohort).await;
    assert!(hall.house.app.check_invariants().await.unwrap().is_empty());
}
