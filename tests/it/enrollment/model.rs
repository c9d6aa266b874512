//! Any order of applying, being named, leaving, approving, deciding, answering, staying silent, changing places, more and fewer seats,
//! and quotas let go ends in two cohorts where a plain model says it ends, also when every change breaks in its middle
//! first; and a product with a flaw does not.

mod room;
mod stage;

use postup_domain::enrollment::Lapse;
use postup_tests::database::on_postgres;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use room::{PEOPLE, ROOMS, Start, Way};
use stage::Stage;

/// What somebody does in one of the cohorts.
#[derive(Clone, Copy, Debug)]
struct Deed {
    room: usize,
    person: usize,
    act: Act,
    /// It breaks in its middle, and is done again.
    killed: bool,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Apply,
    Nominate,
    Leave,
    /// "Yes" of the employer's office.
    Approve,
    /// Its "no".
    Disapprove,
    Confirm,
    Reject,
    Accept,
    Decline,
    /// The seat goes to this colleague.
    Substitute(usize),
    /// On to the other cohort.
    Transfer,
    /// Says whether they still come.
    Reconfirm(bool),
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
    /// An office that does not decide in time is waited for without end.
    StepTimeOutIgnored,
    PromotedTwice,
    /// A seat that is passed on becomes free first.
    SubstitutedThroughQueue,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => Just(Act::Apply),
        3 => Just(Act::Nominate),
        4 => Just(Act::Leave),
        3 => Just(Act::Approve),
        1 => Just(Act::Disapprove),
        3 => Just(Act::Confirm),
        1 => Just(Act::Reject),
        4 => Just(Act::Accept),
        2 => Just(Act::Decline),
        3 => (0..PEOPLE).prop_map(Act::Substitute),
        3 => Just(Act::Transfer),
        2 => any::<bool>().prop_map(Act::Reconfirm),
        3 => Just(Act::Day),
        1 => Just(Act::Raise),
        1 => Just(Act::Lower),
        1 => (0..2_usize).prop_map(Act::Release),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let killed = prop_oneof![6 => Just(false), 1 => Just(true)];
    // Most of it happens in one cohort, so that something does.
    let room = prop_oneof![2 => Just(0), 1 => Just(1)];
    (room, 0..PEOPLE, act(), killed).prop_map(|(room, person, act, killed)| Deed {
        room,
        person,
        act,
        killed,
    })
}

fn way() -> impl Strategy<Value = Way> {
    let silence = prop_oneof![Just(Lapse::PassOn), Just(Lapse::Reject), Just(Lapse::Approve)];
    let office =
        (silence, any::<bool>()).prop_map(|(silence, then_manager)| Way::Office { silence, then_manager });
    prop_oneof![3 => Just(Way::Open), 2 => Just(Way::Approval), 2 => office]
}

fn start() -> impl Strategy<Value = Start> {
    (1..3_i32, [0..3_i32, 0..3_i32], way(), any::<bool>()).prop_map(|(general, kept, way, offers)| Start {
        general,
        kept,
        way,
        offers,
    })
}

/// Plays at random until the model and the product differ.
fn differs(flaw: Flaw, cases: u32) -> Option<String> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stage = runtime.block_on(Stage::new(flaw));
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let plays = ([start(), start()], proptest::collection::vec(deed(), 1..32));
    let outcome = runner.run(&plays, |(starts, deeds): ([Start; ROOMS], Vec<Deed>)| {
        runtime.block_on(stage.play(starts, &deeds)).map_err(TestCaseError::fail)
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
    let flaws = [
        Flaw::ReleaseForgotten,
        Flaw::ExpiryIgnored,
        Flaw::StepTimeOutIgnored,
        Flaw::PromotedTwice,
        Flaw::SubstitutedThroughQueue,
    ];
    for flaw in flaws {
        assert!(differs(flaw, 400).is_some(), "{flaw:?} was not caught");
    }
}
