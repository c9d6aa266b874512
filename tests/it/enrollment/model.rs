//! Any order of applying, leaving, deciding, answering, staying silent, more and fewer seats, and quotas let go ends where a
//! plain model says it ends; and a product with a flaw does not.

use super::seating::possible;
use super::{counters_hold, enroll, leave};
use chrono::Duration;
use postup_app::Error;
use postup_domain::access::{Actor, Sight};
use postup_domain::cohort::{EnrollmentPolicy, Plan};
use postup_domain::enrollment::{Criterion, EnrollmentState, Matches, QuotaPlan};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::person::AppointmentKind;
use postup_domain::text::Line;
use postup_persistence::cohort;
use postup_tests::database::on_postgres;
use postup_tests::{Ground, TestApp};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

#[derive(Clone, Copy, Debug)]
enum Deed {
    Apply(usize),
    Leave(usize),
    Confirm(usize),
    Reject(usize),
    Accept(usize),
    Decline(usize),
    /// A day passes and the worker goes round.
    Day,
    Raise,
    Lower,
    /// A quota is let go by hand.
    Release(usize),
}

/// What is wrong with the product under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    None,
    ReleaseForgotten,
    ExpiryIgnored,
    PromotedTwice,
}

const PEOPLE: usize = 6;
/// Who fits which quota: nothing, the first, the second, both.
const FITS: [&[i32]; PEOPLE] = [&[], &[1], &[2], &[1, 2], &[], &[1]];
/// The last day on which the window of the cohort is open, counted from the first.
const DAYS: usize = 5;

fn deed() -> impl Strategy<Value = Deed> {
    let person = 0..PEOPLE;
    prop_oneof![
        8 => person.clone().prop_map(Deed::Apply),
        4 => person.clone().prop_map(Deed::Leave),
        3 => person.clone().prop_map(Deed::Confirm),
        1 => person.clone().prop_map(Deed::Reject),
        4 => person.clone().prop_map(Deed::Accept),
        2 => person.prop_map(Deed::Decline),
        2 => Just(Deed::Day),
        1 => Just(Deed::Raise),
        1 => Just(Deed::Lower),
        1 => (0..2_usize).prop_map(Deed::Release),
    ]
}

/// How a cohort begins: general seats, those of two quotas, and its policies.
#[derive(Clone, Copy, Debug)]
struct Start {
    general: i32,
    kept: [i32; 2],
    approval: bool,
    offers: bool,
}

fn start() -> impl Strategy<Value = Start> {
    (1..3_i32, [0..3_i32, 0..3_i32], any::<bool>(), any::<bool>())
        .prop_map(|(general, kept, approval, offers)| Start { general, kept, approval, offers })
}

/// What should be so: the state of each person, and the order in which they came last.
struct Model {
    capacity: i32,
    /// Seats of each quota that is still active.
    kept: [Option<i32>; 2],
    approval: bool,
    offers: bool,
    states: [Option<EnrollmentState>; PEOPLE],
    arrivals: [usize; PEOPLE],
    came: usize,
    day: usize,
}

impl Model {
    fn new(start: Start) -> Self {
        let kept = start.kept.map(|seats| Some(seats).filter(|seats| *seats > 0));
        Self {
            capacity: start.general + start.kept.iter().sum::<i32>(),
            kept,
            approval: start.approval,
            offers: start.offers,
            states: [None; PEOPLE],
            arrivals: [0; PEOPLE],
            came: 0,
            day: 0,
        }
    }

    fn matches(person: usize) -> Matches {
        Matches::of(FITS[person].iter().copied())
    }

    /// Whether everybody with a seat, and these too, can be seated in so many seats.
    fn fits(&self, capacity: i32, more: Option<usize>) -> bool {
        let kept = self.kept.map(Option::unwrap_or_default);
        let general = capacity - kept.iter().sum::<i32>();
        let holds = |state: Option<EnrollmentState>| {
            matches!(state, Some(EnrollmentState::Confirmed | EnrollmentState::Offered))
        };
        let holders = (0..PEOPLE).filter(|person| holds(self.states[*person]));
        let people: Vec<Matches> = holders.chain(more).map(Self::matches).collect();
        general >= 0 && possible(&[general, kept[0], kept[1]], &people)
    }

    fn seat_or_queue(&self, person: usize) -> EnrollmentState {
        let seat = self.fits(self.capacity, Some(person));
        if seat { EnrollmentState::Confirmed } else { EnrollmentState::Waitlisted }
    }

    fn fill(&mut self) {
        let mut waiting: Vec<usize> =
            (0..PEOPLE).filter(|person| self.states[*person] == Some(EnrollmentState::Waitlisted)).collect();
        waiting.sort_by_key(|person| self.arrivals[*person]);
        let promoted = if self.offers { EnrollmentState::Offered } else { EnrollmentState::Confirmed };
        for person in waiting {
            if self.fits(self.capacity, Some(person)) {
                self.states[person] = Some(promoted);
            }
        }
    }

    /// Does it; `false` when it must be refused.
    fn allow(&mut self, deed: Deed) -> bool {
        use EnrollmentState::{Applied, Confirmed, Declined, Offered, Rejected, Waitlisted, Withdrawn};
        match deed {
            Deed::Apply(person) => {
                if self.states[person].is_some_and(|state| !state.is_over()) {
                    return false;
                }
                self.came += 1;
                self.arrivals[person] = self.came;
                self.states[person] = Some(if self.approval { Applied } else { self.seat_or_queue(person) });
            }
            Deed::Leave(person) => match self.states[person] {
                Some(Applied | Waitlisted | Offered | Confirmed) => self.states[person] = Some(Withdrawn),
                _ => return false,
            },
            Deed::Confirm(person) => match self.states[person] {
                Some(Applied) => self.states[person] = Some(self.seat_or_queue(person)),
                _ => return false,
            },
            Deed::Reject(person) => match self.states[person] {
                Some(Applied | Waitlisted | Offered) => self.states[person] = Some(Rejected),
                _ => return false,
            },
            Deed::Accept(person) => match self.states[person] {
                Some(Offered) => self.states[person] = Some(Confirmed),
                _ => return false,
            },
            Deed::Decline(person) => match self.states[person] {
                Some(Offered) => self.states[person] = Some(Declined),
                _ => return false,
            },
            Deed::Day => {
                if self.day == DAYS {
                    return true;
                }
                self.day += 1;
                for state in self.states.iter_mut().filter(|state| **state == Some(Offered)) {
                    *state = Some(Declined);
                }
                self.fill();
                for (quota, on) in [(0, 2), (1, 4)] {
                    if self.day >= on {
                        self.kept[quota] = None;
                    }
                }
            }
            Deed::Raise => self.capacity += 1,
            Deed::Lower => {
                if self.capacity == 1 || !self.fits(self.capacity - 1, None) {
                    return false;
                }
                self.capacity -= 1;
            }
            Deed::Release(quota) => {
                if self.kept[quota].take().is_none() {
                    return false;
                }
            }
        }
        self.fill();
        true
    }
}

struct Stage {
    house: TestApp,
    ground: Ground,
    manager: Actor,
    actors: Vec<Actor>,
    flaw: Flaw,
}

/// A cohort being played.
struct Play {
    cohort: CohortId,
    ids: [Option<EnrollmentId>; PEOPLE],
    day: usize,
}

impl Stage {
    async fn new(flaw: Flaw) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let people = ground.people(PEOPLE).await;
        for (person, fits) in people.iter().zip(FITS) {
            let (category, elected) = (fits.contains(&1), fits.contains(&2));
            let text = "UPDATE person SET position_category = $1, appointment = $2 WHERE id = $3";
            let values =
                vec![category.then_some(5_i16).into(), elected.then_some("elected").into(), (*person).into()];
            ground.run(text, values).await;
        }
        let long = (ground.now + Duration::days(60)).date_naive();
        ground.run("UPDATE program SET ends_on = $1", vec![long.into()]).await;
        let actors = people.iter().map(|person| ground.actor(*person, &[])).collect();
        let manager = ground.manager().await;
        Self { house, ground, manager, actors, flaw }
    }

    async fn open(&self, start: Start) -> Play {
        self.house.clock.set(self.ground.now);
        let policy = if start.approval { EnrollmentPolicy::Approval } else { EnrollmentPolicy::Open };
        let capacity = start.general + start.kept.iter().sum::<i32>();
        let cohort = self.ground.cohort(capacity, policy).await;
        let waitlist = if start.offers { "offer" } else { "automatic" };
        let text = "UPDATE cohort SET form = 'online', waitlist_policy = $1, answer_hours = 4 WHERE id = $2";
        self.ground.run(text, vec![waitlist.into(), cohort.into()]).await;
        let permit = self.house.app.may_manage_cohort(&self.manager, cohort).await.unwrap();
        let asked = [Criterion::PositionCategory(5), Criterion::Appointment(AppointmentKind::Elected)];
        for ((criterion, seats), days) in asked.into_iter().zip(start.kept).zip([2, 4]) {
            // Its number is that of the model, also when it keeps nothing: then it is let go at once.
            let release_on = (self.ground.now + Duration::days(days)).date_naive();
            let plan = QuotaPlan { criterion, seats: seats.max(1), release_on };
            if seats == 0 {
                let wider = "UPDATE cohort SET capacity = capacity + 1 WHERE id = $1";
                self.ground.run(wider, vec![cohort.into()]).await;
            }
            let quota = self.house.app.add_quota(&permit, plan).await.unwrap();
            if seats == 0 {
                self.house.app.release_quota(&permit, quota.number).await.unwrap();
                let back = "UPDATE cohort SET capacity = capacity - 1 WHERE id = $1";
                self.ground.run(back, vec![cohort.into()]).await;
            }
        }
        Play { cohort, ids: [None; PEOPLE], day: 0 }
    }

    async fn attempt(&self, play: &mut Play, deed: Deed) -> Result<(), Error> {
        let app = &self.house.app;
        let known = |person: usize| play.ids[person].ok_or(Error::Missing("enrollment"));
        match deed {
            Deed::Apply(person) => {
                let done = enroll(&self.house, &self.actors[person], play.cohort).await?;
                play.ids[person] = Some(done.enrollment.id);
            }
            Deed::Leave(person) => {
                leave(&self.house, &self.actors[person], known(person)?).await?;
            }
            Deed::Confirm(person) => {
                let permit = app.may_decide(&self.manager, known(person)?).await?;
                app.confirm_enrollment(permit).await?;
            }
            Deed::Reject(person) => {
                let permit = app.may_decide(&self.manager, known(person)?).await?;
                app.reject_enrollment(permit, Line::new("reason", "no")?).await?;
            }
            Deed::Accept(person) => {
                let permit = app.may_answer(&self.actors[person], known(person)?).await?;
                app.accept(permit).await?;
            }
            Deed::Decline(person) => {
                let permit = app.may_answer(&self.actors[person], known(person)?).await?;
                app.decline(permit).await?;
            }
            Deed::Day => {
                if play.day < DAYS {
                    play.day += 1;
                    let days = i64::try_from(play.day).unwrap();
                    self.house.clock.set(self.ground.now + Duration::days(days));
                    self.go_round().await?;
                }
            }
            Deed::Raise => self.resize(play.cohort, 1).await?,
            Deed::Lower => self.resize(play.cohort, -1).await?,
            Deed::Release(quota) => {
                let permit = app.may_manage_cohort(&self.manager, play.cohort).await?;
                app.release_quota(&permit, i32::try_from(quota + 1).unwrap()).await?;
            }
        }
        if self.flaw == Flaw::PromotedTwice {
            let next = "UPDATE enrollment SET state = 'confirmed' WHERE id = (SELECT id FROM enrollment \
                        WHERE cohort_id = $1 AND state = 'waitlisted' AND EXISTS (SELECT 1 FROM enrollment_step s \
                        JOIN enrollment o ON o.id = s.enrollment_id WHERE o.cohort_id = $1 \
                        AND s.cause = 'head_of_queue') ORDER BY arrival LIMIT 1)";
            self.ground.run(next, vec![play.cohort.into()]).await;
        }
        Ok(())
    }

    /// The worker's round.
    async fn go_round(&self) -> Result<(), Error> {
        if self.flaw != Flaw::ExpiryIgnored {
            self.house.app.expire_answers().await?;
        }
        if self.flaw != Flaw::ReleaseForgotten {
            self.house.app.release_due_quotas().await?;
        }
        Ok(())
    }

    async fn resize(&self, id: CohortId, by: i32) -> Result<(), Error> {
        let permit = self.house.app.may_manage_cohort(&self.manager, id).await?;
        let cohort = cohort::find(&self.house.app.reader(), &Sight::system(), id).await?.unwrap();
        let capacity = cohort.plan.capacity + by;
        if capacity == 0 {
            return Err(Error::Missing("seats"));
        }
        let plan = Plan { capacity, ..cohort.plan };
        self.house.app.edit_cohort(&permit, cohort.version, plan).await.map(|_| ())
    }

    /// Says what does not agree with the model first.
    async fn play(&self, start: Start, deeds: &[Deed]) -> Result<(), String> {
        let (mut model, mut play) = (Model::new(start), self.open(start).await);
        for deed in deeds {
            let allowed = model.allow(*deed);
            let done = self.attempt(&mut play, *deed).await;
            if done.is_ok() != allowed {
                return Err(format!("{deed:?}: {done:?}"));
            }
            for (person, id) in play.ids.iter().enumerate() {
                let Some(id) = id else { continue };
                let of = self.house.app.enrollment(&self.manager, *id).await.unwrap();
                if Some(of.enrollment.state) != model.states[person] {
                    let (is, should) = (of.enrollment.state, model.states[person]);
                    return Err(format!("person {person} after {deed:?} is {is}, should be {should:?}"));
                }
            }
        }
        counters_hold(&self.ground, play.cohort).await;
        let gaps = "SELECT COUNT(*) AS count FROM enrollment e WHERE e.cohort_id = $1 AND e.state <> (SELECT t.to_state \
                    FROM enrollment_step t WHERE t.enrollment_id = e.id ORDER BY t.number DESC LIMIT 1)";
        match self.ground.count(gaps, vec![play.cohort.into()]).await {
            0 => Ok(()),
            _ => Err("a step is missing".to_owned()),
        }
    }
}

/// Plays at random until the model and the product differ.
fn differs(flaw: Flaw, cases: u32) -> Option<String> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stage = runtime.block_on(Stage::new(flaw));
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let plays = (start(), proptest::collection::vec(deed(), 1..28));
    let outcome = runner.run(&plays, |(start, deeds)| {
        runtime.block_on(stage.play(start, &deeds)).map_err(TestCaseError::fail)
    });
    match outcome {
        Ok(()) => None,
        Err(TestError::Fail(why, play)) => Some(format!("{why}: {play:?}")),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

#[test]
fn any_order_of_deeds_follows_the_model() {
    assert_eq!(differs(Flaw::None, if on_postgres() { 24 } else { 64 }), None);
}

#[test]
fn a_flawed_product_does_not() {
    for flaw in [Flaw::ReleaseForgotten, Flaw::ExpiryIgnored, Flaw::PromotedTwice] {
        assert!(differs(flaw, 400).is_some(), "{flaw:?} was not caught");
    }
}
