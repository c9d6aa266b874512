//! Applications that arrive while a change is under way are decided together in the next, each as if alone.

use super::{counters_hold, enroll, leave, refusal};
use futures_util::future::{join_all, poll_immediate};
use poem::http::StatusCode;
use postup_app::Error;
use postup_app::idempotency::{Claim, Key, under};
use postup_domain::access::{Actor, MayEnroll};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Decided, EnrollmentState};
use postup_domain::id::{CohortId, PersonId};
use postup_domain::rejection::Refusal;
use postup_persistence::cohort;
use postup_tests::{Ground, TestApp};
use std::pin::pin;

struct Door {
    house: TestApp,
    ground: Ground,
    cohort: CohortId,
    people: Vec<PersonId>,
}

impl Door {
    async fn of(seats: i32, people: usize) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(seats, EnrollmentPolicy::Open).await;
        let people = ground.people(people).await;
        Self { house, ground, cohort, people }
    }

    fn actor(&self, number: usize) -> Actor {
        self.ground.actor(self.people[number], &[])
    }

    async fn permit(&self, number: usize) -> MayEnroll {
        let person = self.people[number];
        self.house.app.may_enroll(&self.actor(number), self.cohort, person).await.unwrap()
    }

    async fn permits(&self, numbers: impl IntoIterator<Item = usize>) -> Vec<MayEnroll> {
        join_all(numbers.into_iter().map(|number| self.permit(number))).await
    }

    /// All at once, in this order.
    async fn rush(&self, permits: Vec<MayEnroll>) -> Vec<Result<Decided, Error>> {
        join_all(permits.into_iter().map(|permit| self.house.app.enroll(permit))).await
    }

    async fn written(&self) -> [i64; 4] {
        let mut counts = [0; 4];
        for (count, table) in
            counts.iter_mut().zip(["enrollment", "enrollment_step", "notification", "audit_entry"])
        {
            *count = self.ground.count(&format!("SELECT COUNT(*) AS count FROM {table}"), vec![]).await;
        }
        counts
    }
}

#[tokio::test]
async fn many_take_one_change_and_the_order_of_arrival_is_the_order_of_the_queue() {
    let door = Door::of(30, 200).await;
    let permits = door.permits(0..200).await;
    let before = door.house.store.revision();
    let done = door.rush(permits).await;
    assert_eq!(door.house.store.revision() - before, 1, "one commit for all of them");
    for (number, one) in (1..).zip(done) {
        let done = one.unwrap();
        let queue = (number > 30).then(|| number - 30);
        assert_eq!((done.enrollment.arrival, done.queue), (number, queue));
    }
    assert_eq!(door.written().await, [200; 4]);
    counters_hold(&door.ground, door.cohort).await;
}

#[tokio::test]
async fn the_fate_of_one_touches_nobody_else() {
    let door = Door::of(2, 6).await;
    let inside = enroll(&door.house, &door.actor(0), door.cohort).await.unwrap();
    let out = enroll(&door.house, &door.actor(1), door.cohort).await.unwrap().enrollment.id;
    leave(&door.house, &door.actor(1), out).await.unwrap();
    let permits = door.permits([0, 2, 2, 3, 1, 4]).await;
    door.ground.run("DELETE FROM person WHERE id = $1", vec![door.people[3].into()]).await;
    let before = door.house.store.revision();
    let done = door.rush(permits).await;
    assert_eq!(door.house.store.revision() - before, 1);
    let fates: Vec<_> = done
        .iter()
        .map(|one| match one {
            Ok(done) => Ok((done.enrollment.state, done.queue)),
            Err(Error::Missing(what)) => Err((*what).to_owned()),
            Err(error) => Err(format!("{:?}", refusal(error))),
        })
        .collect();
    let twice = || Err(format!("{:?}", Some(Refusal::AlreadyEnrolled)));
    let waits = |place| Ok((EnrollmentState::Waitlisted, Some(place)));
    assert_eq!(
        fates,
        [
            twice(),
            Ok((EnrollmentState::Confirmed, None)),
            twice(),
            Err("person".to_owned()),
            waits(1),
            waits(2)
        ]
    );
    assert_eq!(inside.enrollment.arrival, 1);
    let back = done[4].as_ref().unwrap();
    assert_eq!((back.enrollment.id, back.enrollment.version), (out, 3));
    counters_hold(&door.ground, door.cohort).await;
}

#[tokio::test]
async fn a_closed_cohort_refuses_each_by_the_instant_of_its_own_arrival() {
    let door = Door::of(5, 2).await;
    let closes = door.ground.now + chrono::Duration::days(6);
    door.house.clock.set(closes - chrono::Duration::milliseconds(1));
    let permits = door.permits(0..2).await;
    let [early, late] = <[MayEnroll; 2]>::try_from(permits).unwrap();
    let mut early = pin!(door.house.app.enroll(early));
    assert!(poll_immediate(&mut early).await.is_none());
    door.house.clock.set(closes);
    let (early, late) = tokio::join!(early, door.house.app.enroll(late));
    assert!(early.is_ok(), "came in time, whenever it was decided");
    assert_eq!(refusal(&late.unwrap_err()), Some(Refusal::EnrollmentClosed));
}

#[tokio::test]
async fn each_key_is_stamped_with_its_own_effect() {
    let door = Door::of(1, 3).await;
    enroll(&door.house, &door.actor(2), door.cohort).await.unwrap();
    let permits = door.permits(0..3).await;
    let app = &door.house.app;
    let key = |number: usize| Key { principal: "somebody".to_owned(), key: format!("key-{number}") };
    for number in 0..3 {
        assert_eq!(app.claim_key(&key(number), "hash").await.unwrap(), Claim::New);
    }
    let under_keys = permits.into_iter().enumerate().map(|(n, permit)| under(key(n), app.enroll(permit)));
    let done = join_all(under_keys).await;
    for (number, one) in done.iter().enumerate() {
        let claim = app.claim_key(&key(number), "hash").await.unwrap();
        match one {
            Ok(done) => {
                let subject = format!("enrollment/{}", done.enrollment.id);
                assert_eq!(claim, Claim::Committed { subject });
            }
            Err(error) => {
                assert_eq!((number, refusal(error)), (2, Some(Refusal::AlreadyEnrolled)));
                assert_eq!(claim, Claim::Running, "a refusal had no effect");
            }
        }
    }
}

#[tokio::test]
async fn what_is_broken_for_one_is_broken_for_nobody_else() {
    let door = Door::of(5, 3).await;
    let id = enroll(&door.house, &door.actor(1), door.cohort).await.unwrap().enrollment.id;
    leave(&door.house, &door.actor(1), id).await.unwrap();
    // A step that stands where the next one belongs.
    let step = "UPDATE enrollment SET version = 1 WHERE id = $1";
    door.ground.run(step, vec![id.into()]).await;
    let permits = door.permits(0..3).await;
    let done = door.rush(permits).await;
    assert!(done[0].is_ok() && done[2].is_ok(), "{done:?}");
    assert!(matches!(done[1], Err(Error::Broken(_))), "{:?}", done[1]);
    counters_hold(&door.ground, door.cohort).await;
}

#[tokio::test]
async fn a_change_that_fails_answers_everybody_and_leaves_nothing() {
    let door = Door::of(5, 4).await;
    let permits = door.permits(0..4).await;
    door.ground.run("ALTER TABLE fact_due RENAME TO fact_gone", vec![]).await;
    let done = door.rush(permits.clone()).await;
    assert!(done.iter().all(|one| matches!(one, Err(Error::Broken(_)))), "{done:?}");
    assert_eq!(door.written().await, [0; 4]);
    door.ground.run("ALTER TABLE fact_gone RENAME TO fact_due", vec![]).await;
    assert!(door.rush(permits).await.iter().all(Result::is_ok), "the line goes on");
    counters_hold(&door.ground, door.cohort).await;
}

#[tokio::test]
async fn who_goes_away_while_waiting_is_decided_on_whole() {
    let door = Door::of(5, 2).await;
    let mut permits = door.permits(0..2).await;
    let other = door.house.store.begin().await.unwrap();
    cohort::lock(&other, door.cohort).await.unwrap();
    let gone = permits.remove(0);
    {
        let mut waiting = pin!(door.house.app.enroll(gone));
        assert!(poll_immediate(&mut waiting).await.is_none());
    }
    drop(other);
    let next = door.rush(permits).await.remove(0).unwrap();
    assert_eq!(next.enrollment.arrival, 2);
    assert_eq!(door.written().await, [2; 4]);
    counters_hold(&door.ground, door.cohort).await;
}

#[tokio::test]
async fn a_line_that_is_too_long_asks_to_come_again() {
    const MOST: usize = 4_096;
    let door = Door::of(5, 2).await;
    let token = door.ground.sign_in(door.people[1], &[]).await;
    let client = door.house.client();
    let knock = async |path: String| {
        let answer = client
            .post(path)
            .header("authorization", format!("Bearer {token}"))
            .body_json(&serde_json::json!({}))
            .send()
            .await;
        let retry = answer.0.headers().get("retry-after").is_some();
        (answer.0.status(), retry)
    };
    let permit = door.permit(0).await;
    let other = door.house.store.begin().await.unwrap();
    cohort::lock(&other, door.cohort).await.unwrap();
    let mut head = pin!(door.house.app.enroll(permit.clone()));
    assert!(poll_immediate(&mut head).await.is_none());
    // Now it is being served and waits for the lock; the line forms behind it.
    tokio::task::yield_now().await;
    let mut line = pin!(door.rush(vec![permit; MOST + 500]));
    assert!(poll_immediate(&mut line).await.is_none());
    let full = knock(format!("/api/v1/cohorts/{}/enrollments", door.cohort)).await;
    assert_eq!(full, (StatusCode::SERVICE_UNAVAILABLE, true));
    drop(other);
    assert!(head.await.is_ok());
    let busy = line.await.iter().filter(|one| matches!(one, Err(Error::Busy))).count();
    assert_eq!(busy, 500);
    let then = knock(format!("/api/v1/cohorts/{}/enrollments", door.cohort)).await;
    assert_eq!(then, (StatusCode::CREATED, false));
}
