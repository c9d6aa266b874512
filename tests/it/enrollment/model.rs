//! Any order of applying, leaving, confirming and rejecting ends where a plain model says it ends.

use super::{counters_hold, enroll, leave};
use postup_app::Error;
use postup_domain::access::Actor;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::text::Line;
use postup_tests::database::on_postgres;
use postup_tests::{Ground, TestApp};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[derive(Clone, Copy, Debug)]
enum Deed {
    Apply(usize),
    Leave(usize),
    Confirm(usize),
    Reject(usize),
}

const PEOPLE: usize = 5;

fn deed() -> impl Strategy<Value = Deed> {
    let person = 0..PEOPLE;
    prop_oneof![
        4 => person.clone().prop_map(Deed::Apply),
        2 => person.clone().prop_map(Deed::Leave),
        2 => person.clone().prop_map(Deed::Confirm),
        1 => person.prop_map(Deed::Reject),
    ]
}

/// What should be so: the state of each person, and the order in which they came last.
struct Model {
    seats: usize,
    approval: bool,
    states: [Option<EnrollmentState>; PEOPLE],
    arrivals: [usize; PEOPLE],
    came: usize,
}

impl Model {
    fn count(&self, state: EnrollmentState) -> usize {
        self.states.iter().filter(|one| **one == Some(state)).count()
    }

    fn free(&self) -> bool {
        self.count(EnrollmentState::Confirmed) < self.seats
    }

    fn seat_or_queue(&self) -> EnrollmentState {
        if self.free() { EnrollmentState::Confirmed } else { EnrollmentState::Waitlisted }
    }

    /// Does it; `false` when it must be refused.
    fn allow(&mut self, deed: Deed) -> bool {
        use EnrollmentState::{Applied, Confirmed, Rejected, Waitlisted, Withdrawn};
        match deed {
            Deed::Apply(person) => {
                if !matches!(self.states[person], None | Some(Rejected | Withdrawn)) {
                    return false;
                }
                self.came += 1;
                self.arrivals[person] = self.came;
                self.states[person] = Some(if self.approval { Applied } else { self.seat_or_queue() });
            }
            Deed::Leave(person) => match self.states[person] {
                Some(Applied | Waitlisted | Confirmed) => self.states[person] = Some(Withdrawn),
                _ => return false,
            },
            Deed::Confirm(person) => match self.states[person] {
                Some(Applied) => self.states[person] = Some(self.seat_or_queue()),
                _ => return false,
            },
            Deed::Reject(person) => match self.states[person] {
                Some(Applied | Waitlisted) => self.states[person] = Some(Rejected),
                _ => return false,
            },
        }
        while self.free() {
            let waiting = (0..PEOPLE).filter(|person| self.states[*person] == Some(Waitlisted));
            let Some(head) = waiting.min_by_key(|person| self.arrivals[*person]) else { break };
            self.states[head] = Some(Confirmed);
        }
        true
    }
}

struct Stage<'a> {
    house: &'a TestApp,
    ground: &'a Ground,
    manager: &'a Actor,
    actors: &'a [Actor],
}

impl Stage<'_> {
    async fn attempt(
        &self,
        cohort: CohortId,
        ids: &mut [Option<EnrollmentId>; PEOPLE],
        deed: Deed,
    ) -> Result<(), Error> {
        let missing = || Error::Missing("enrollment");
        match deed {
            Deed::Apply(person) => {
                ids[person] = Some(enroll(self.house, &self.actors[person], cohort).await?.enrollment.id);
            }
            Deed::Leave(person) => {
                leave(self.house, &self.actors[person], ids[person].ok_or_else(missing)?).await?;
            }
            Deed::Confirm(person) => {
                let id = ids[person].ok_or_else(missing)?;
                let permit = self.house.app.may_decide(self.manager, id).await?;
                self.house.app.confirm_enrollment(permit).await?;
            }
            Deed::Reject(person) => {
                let id = ids[person].ok_or_else(missing)?;
                let permit = self.house.app.may_decide(self.manager, id).await?;
                let reason = Line::new("reason", "no")?;
                self.house.app.reject_enrollment(permit, reason).await?;
            }
        }
        Ok(())
    }

    async fn play(&self, seats: i32, approval: bool, deeds: &[Deed]) {
        let policy = if approval { EnrollmentPolicy::Approval } else { EnrollmentPolicy::Open };
        let cohort = self.ground.cohort(seats, policy).await;
        let mut model = Model {
            seats: usize::try_from(seats).unwrap(),
            approval,
            states: [None; PEOPLE],
            arrivals: [0; PEOPLE],
            came: 0,
        };
        let mut ids = [None; PEOPLE];
        for deed in deeds {
            let allowed = model.allow(*deed);
            let done = self.attempt(cohort, &mut ids, *deed).await;
            assert_eq!(done.is_ok(), allowed, "{deed:?}: {done:?}");
            for (person, id) in ids.iter().enumerate() {
                let Some(id) = id else { continue };
                let of = self.house.app.enrollment(self.manager, *id).await.unwrap();
                assert_eq!(Some(of.enrollment.state), model.states[person], "person {person} after {deed:?}");
            }
        }
        counters_hold(self.ground, cohort).await;
        let gaps = "SELECT COUNT(*) AS count FROM enrollment e WHERE e.cohort_id = $1 AND e.state <> (SELECT t.to_state \
                    FROM enrollment_step t WHERE t.enrollment_id = e.id ORDER BY t.number DESC LIMIT 1)";
        assert_eq!(self.ground.count(gaps, vec![cohort.into()]).await, 0, "a step is missing");
    }
}

#[test]
fn cycles_of_leaving_and_coming_back_follow_the_model() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (house, ground, manager, actors) = runtime.block_on(async {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let people = ground.people(PEOPLE).await;
        let actors: Vec<Actor> = people.iter().map(|person| ground.actor(*person, &[])).collect();
        let manager = ground.manager().await;
        (house, ground, manager, actors)
    });
    let stage = Stage { house: &house, ground: &ground, manager: &manager, actors: &actors };
    let cases = if on_postgres() { 16 } else { 32 };
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let plays = (1..4_i32, any::<bool>(), proptest::collection::vec(deed(), 1..24));
    runner
        .run(&plays, |(seats, approval, deeds)| {
            runtime.block_on(stage.play(seats, approval, &deeds));
            Ok(())
        })
        .unwrap();
}
