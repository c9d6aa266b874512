//! The register is a pure function of its history, in whatever order and however often the marks arrive.

use super::{Class, because, class, record};
use postup_domain::attendance::{Basis, Frame, MarkKind, NewMark, Outcome, fold};
use postup_domain::id::MarkId;
use postup_persistence::attendance;
use postup_tests::database::on_postgres;
use postup_tests::{Ground, TestApp};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

const PEOPLE: usize = 3;

/// Marks of one device: who, what, how many minutes, with a reason or without.
fn marks() -> impl Strategy<Value = Vec<(usize, usize, Option<i32>, bool)>> {
    proptest::collection::vec(
        (0..PEOPLE, 0..MarkKind::ALL.len(), proptest::option::of(0..120_i32), any::<bool>()),
        1..12,
    )
}

async fn deliver(
    house: &TestApp,
    ground: &Ground,
    class: &mut Class,
    marks: &[(usize, usize, Option<i32>, bool)],
    order: &[prop::sample::Index],
) {
    class.session = ground.session(class.cohort, ground.now - chrono::Duration::minutes(30), 90).await;
    let made: Vec<NewMark> = marks
        .iter()
        .map(|(person, kind, minutes, reasoned)| {
            let mut random = [0; 16];
            house.app.entropy().fill(&mut random);
            let mark = NewMark {
                id: MarkId(Uuid::from_bytes(random)),
                enrollment: class.people[*person],
                kind: MarkKind::ALL[*kind],
                minutes: *minutes,
                device_at: None,
                reason: None,
                basis: Basis::Unstated,
            };
            if *reasoned { because(mark) } else { mark }
        })
        .collect();
    // Batches of three, drawn with repetition, in any order.
    let drawn: Vec<NewMark> = order.iter().map(|index| index.get(&made).clone()).collect();
    let mut recorded = 0;
    for batch in drawn.chunks(3) {
        let outcomes = record(house, class, batch.to_vec()).await.unwrap();
        recorded += outcomes.iter().filter(|outcome| **outcome == Outcome::Recorded).count();
        house.clock.pass(chrono::Duration::milliseconds(if recorded % 2 == 0 { 0 } else { 5 }));
    }
    let frame = Frame {
        starts_at: ground.now - chrono::Duration::minutes(30),
        minutes: 90,
        lost: 0,
        stretches: None,
    };
    let reader = house.app.reader();
    let history = attendance::marks_of(&reader, class.session).await.unwrap();
    assert_eq!(history.len(), recorded);
    let register = house.app.register(&class.trainer, class.session, None, 10).await.unwrap();
    for line in &register.people.items {
        let own = history.iter().filter(|mark| mark.enrollment == line.enrollment);
        assert_eq!(line.standing.map(|standing| standing.attendance), fold(own, frame));
    }
}

#[test]
fn what_stands_is_the_fold_of_the_history() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (house, ground, ready) = runtime.block_on(async {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let ready = class(&house, &ground, PEOPLE).await;
        (house, ground, ready)
    });
    let ready = std::cell::RefCell::new(ready);
    let cases = if on_postgres() { 16 } else { 32 };
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let plays = (marks(), proptest::collection::vec(any::<prop::sample::Index>(), 1..20));
    runner
        .run(&plays, |(marks, order)| {
            runtime.block_on(deliver(&house, &ground, &mut ready.borrow_mut(), &marks, &order));
            Ok(())
        })
        .unwrap();
}
