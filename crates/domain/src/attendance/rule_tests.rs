use super::*;
use crate::attendance::MarkSource;
use crate::id::{EnrollmentId, SessionId};
use proptest::prelude::*;
use uuid::Uuid;

const START: i64 = 1_800_000_000;
const FRAME: Frame = Frame { starts_at: DateTime::from_timestamp(START, 0).unwrap(), minutes: 90, lost: 0 };

fn at(minute: i64) -> DateTime<Utc> {
    FRAME.starts_at + TimeDelta::minutes(minute)
}

/// A mark of rule 2, made and arrived in this minute of the session.
fn mark(n: u128, minute: i64, kind: MarkKind) -> Mark {
    Mark {
        id: MarkId(Uuid::from_u128(n)),
        session: SessionId(Uuid::nil()),
        enrollment: EnrollmentId(Uuid::nil()),
        kind,
        minutes: None,
        device_at: None,
        server_at: at(minute),
        author: None,
        source: MarkSource::Api,
        reason: None,
        replaces: None,
        skew_ms: None,
        late: false,
        rule: 2,
        verdict: None,
    }
}

fn after(n: u128, minute: i64, kind: MarkKind, replaces: u128) -> Mark {
    Mark { replaces: Some(MarkId(Uuid::from_u128(replaces))), ..mark(n, minute, kind) }
}

fn says(marks: &[Mark]) -> (&'static str, i32, bool) {
    let standing = stand(marks, FRAME).unwrap();
    (standing.attendance.status.as_str(), standing.attendance.minutes, standing.disputed)
}

#[test]
fn what_one_mark_is_worth() {
    use MarkKind::*;
    for (kind, counted, status, minutes) in [
        (Present, None, "present", 90),
        (Present, Some(60), "present", 60),
        (Present, Some(600), "present", 90),
        (Late, None, "late", 75),
        (Late, Some(40), "late", 40),
        (Excused, Some(40), "excused", 0),
        (Absent, None, "absent", 0),
        (Minutes, Some(40), "present", 40),
        (Minutes, Some(0), "absent", 0),
        (Correction, Some(600), "present", 90),
    ] {
        let found = credit(kind, counted, FRAME);
        assert_eq!((found.status.as_str(), found.minutes), (status, minutes), "{kind} {counted:?}");
    }
    assert_eq!(credit(Late, None, Frame { minutes: 10, ..FRAME }).minutes, 0);
    let interrupted = Frame { lost: 30, ..FRAME };
    for (kind, counted, minutes) in
        [(Present, None, 60), (Late, None, 45), (Present, Some(70), 60), (Minutes, Some(40), 40)]
    {
        assert_eq!(credit(kind, counted, interrupted).minutes, minutes, "{kind} {counted:?}");
    }
    assert_eq!(stand(&[], FRAME), None);
}

#[test]
fn check_ins_and_check_outs_make_intervals() {
    use MarkKind::*;
    let checks = |list: &[(i64, MarkKind)]| -> Vec<Mark> {
        (1..).zip(list).map(|(n, (minute, kind))| mark(n, *minute, *kind)).collect()
    };
    for (list, expected) in [
        (&[(-5, CheckIn)][..], ("present", 90)),
        (&[(10, CheckIn)], ("present", 80)),
        (&[(16, CheckIn)], ("late", 74)),
        (&[(30, CheckOut)], ("present", 30)),
        (&[(0, CheckIn), (30, CheckOut), (60, CheckIn)], ("present", 60)),
        (&[(0, CheckIn), (20, CheckIn), (30, CheckOut), (40, CheckOut)], ("present", 30)),
        (&[(-20, CheckIn), (-10, CheckOut)], ("absent", 0)),
        (&[(95, CheckIn)], ("absent", 0)),
    ] {
        let (status, minutes, _) = says(&checks(list));
        assert_eq!((status, minutes), expected, "{list:?}");
    }
    let mut marks = checks(&[(30, CheckOut)]);
    marks.push(mark(9, 0, Present));
    assert_eq!(says(&marks), ("present", 30, false), "a statement decides the status, the intervals measure");
    marks.push(Mark { minutes: Some(80), ..after(10, 40, Minutes, 9) });
    assert_eq!(says(&marks), ("present", 80, false), "what somebody counted stands");
    marks.push(after(11, 50, Absent, 10));
    assert_eq!(says(&marks), ("absent", 0, true), "absent, and seen all the same");
    marks.push(Mark { minutes: Some(0), ..after(12, 60, Correction, 11) });
    assert_eq!(says(&marks), ("absent", 0, false), "a correction ends it");
}

#[test]
fn a_statement_stands_until_it_is_replaced_and_two_that_differ_are_a_dispute() {
    use MarkKind::*;
    let first = mark(1, 0, Absent);
    let chain = [first.clone(), after(2, 5, Late, 1), after(3, 3, Present, 2)];
    assert_eq!(says(&chain), ("present", 90, false), "whatever the clocks say");
    let apart = [first.clone(), mark(4, 5, Present)];
    assert_eq!(says(&apart), ("present", 90, true));
    assert_eq!(contenders(&apart, FRAME).len(), 2);
    assert_eq!(says(&[first.clone(), mark(4, 5, Absent)]), ("absent", 0, false), "two that agree");
    let circle = [after(1, 0, Absent, 2), after(2, 1, Present, 1)];
    assert_eq!(says(&circle), ("present", 90, true));
}

#[test]
fn a_decision_ends_a_dispute() {
    use MarkKind::*;
    let decided = |mut mark: Mark, verdict| {
        mark.verdict = Some(verdict);
        mark
    };
    let (first, second) = (mark(1, 0, Absent), after(2, 5, Present, 1));
    let late = Mark { late: true, ..after(3, 6, Excused, 1) };
    let open = [first.clone(), second.clone(), late.clone()];
    assert_eq!(says(&open), ("present", 90, false), "what came late counts for nothing yet");
    let ids: Vec<u128> = contenders(&open, FRAME).iter().map(|mark| mark.id.0.as_u128()).collect();
    assert_eq!(ids, [2, 3]);
    let accepted = [
        first.clone(),
        decided(second.clone(), MarkVerdict::SetAside),
        decided(late.clone(), MarkVerdict::Accepted),
    ];
    assert_eq!(says(&accepted), ("excused", 0, false), "what the other had replaced stays replaced");
    let refused = [first, decided(second, MarkVerdict::Accepted), decided(late, MarkVerdict::SetAside)];
    assert_eq!(says(&refused), ("present", 90, false));
    assert!(contenders(&refused, FRAME).is_empty());
    let apart = decided(mark(4, 6, Excused), MarkVerdict::Accepted);
    let aside = decided(after(2, 5, Present, 1), MarkVerdict::SetAside);
    assert_eq!(says(&[mark(1, 0, Absent), aside, apart]), ("excused", 0, false), "nor does it come back");
    // A late mark that would have replaced the one that was kept.
    let kept = decided(mark(1, 0, Absent), MarkVerdict::Accepted);
    let aside = decided(Mark { late: true, ..after(2, 5, Present, 1) }, MarkVerdict::SetAside);
    assert_eq!(says(&[kept, aside]), ("absent", 0, false));
}

#[test]
fn marks_of_rule_one_keep_their_meaning() {
    let old = |n, minute, kind| Mark { rule: 1, ..mark(n, minute, kind) };
    let marks = [old(1, 0, MarkKind::Absent), old(2, 20, MarkKind::Late), old(3, 20, MarkKind::Present)];
    assert_eq!(says(&marks), ("present", 90, false), "the last to arrive");
    let lagging = Mark { device_at: Some(at(500)), ..old(4, 10, MarkKind::Late) };
    assert_eq!(says(&[marks[1].clone(), lagging]), ("late", 75, false));
    let mut mixed = marks.to_vec();
    mixed.push(after(4, 30, MarkKind::Excused, 3));
    assert_eq!(says(&mixed), ("excused", 0, false));
}

#[test]
fn the_clock_of_the_device_is_set_right() {
    let days = TimeDelta::days(3);
    let skewed = Mark {
        device_at: Some(at(30) + days),
        skew_ms: Some(days.num_milliseconds()),
        server_at: at(500),
        ..mark(1, 0, MarkKind::CheckIn)
    };
    assert_eq!(skewed.made_at(), at(30));
    assert_eq!(says(std::slice::from_ref(&skewed)), ("late", 60, false));
    let unknown = Mark { skew_ms: None, ..skewed };
    assert_eq!(unknown.made_at(), at(500), "nothing is made after it arrived");
    let broken = Mark { skew_ms: Some(i64::MAX / 2), ..unknown };
    assert_eq!(broken.made_at(), at(500));
}

fn any_mark() -> impl Strategy<Value = Mark> {
    let verdict =
        prop_oneof![Just(None), Just(Some(MarkVerdict::Accepted)), Just(Some(MarkVerdict::SetAside))];
    let shape = (1..8_u128, -20..120_i64, 0..MarkKind::ALL.len(), proptest::option::of(0..120_i32));
    let ties = (proptest::option::of(1..8_u128), any::<bool>(), 1..=2_i16, verdict);
    (shape, ties, proptest::option::of(-300_000..300_000_i64)).prop_map(
        |((n, minute, kind, minutes), (replaces, late, rule, verdict), skew)| Mark {
            minutes,
            replaces: replaces.map(|id| MarkId(Uuid::from_u128(id))),
            late,
            rule,
            verdict,
            skew_ms: skew,
            device_at: skew.map(|ms| at(minute) + TimeDelta::milliseconds(ms)),
            ..mark(n, minute, MarkKind::ALL[kind])
        },
    )
}

proptest! {
    #[test]
    fn a_decision_leaves_nothing_to_decide(
        marks in proptest::collection::vec(any_mark(), 0..9),
        choice in any::<proptest::sample::Index>(),
    ) {
        let mut marks = marks;
        marks.sort_by_key(|mark| mark.id);
        marks.dedup_by_key(|mark| mark.id);
        for mark in &mut marks {
            mark.verdict = None;
            mark.late &= mark.rule > 1;
        }
        let open: Vec<(MarkId, bool)> =
            contenders(&marks, FRAME).iter().map(|mark| (mark.id, mark.kind.is_check())).collect();
        if open.is_empty() {
            prop_assert_eq!(settle(&marks, FRAME, None), None);
            return Ok(());
        }
        let (chosen, is_check) = open[choice.index(open.len())];
        for (id, verdict) in settle(&marks, FRAME, Some(chosen)).unwrap() {
            for mark in marks.iter_mut().filter(|mark| mark.id == id) {
                mark.verdict = Some(verdict);
            }
        }
        let standing = stand(&marks, FRAME);
        prop_assert!(is_check || standing.is_some_and(|now| now.mark == chosen && !now.disputed), "{:?}", standing);
        prop_assert!(marks.iter().all(|mark| !mark.is_undecided()));
    }

    #[test]
    fn any_order_gives_the_same_register(
        marks in proptest::collection::vec(any_mark(), 0..9),
        order in proptest::collection::vec(any::<proptest::sample::Index>(), 0..20),
    ) {
        // Each id once, as the table keeps them.
        let mut marks = marks;
        marks.sort_by_key(|mark| mark.id);
        marks.dedup_by_key(|mark| mark.id);
        let expected = stand(&marks, FRAME);
        if let Some(standing) = expected {
            prop_assert!((0..=90).contains(&standing.attendance.minutes));
            prop_assert!(marks.iter().any(|mark| mark.id == standing.mark && mark.counts()));
            prop_assert!(!standing.disputed || contenders(&marks, FRAME).len() > 1);
        }
        let mut shuffled = marks.clone();
        for pair in order.chunks_exact(2) {
            if !shuffled.is_empty() {
                let (one, two) = (pair[0].index(shuffled.len()), pair[1].index(shuffled.len()));
                shuffled.swap(one, two);
            }
        }
        prop_assert_eq!(stand(&shuffled, FRAME), expected);
    }

    #[test]
    fn delivered_in_pieces_with_repetitions_it_is_the_same_register(
        marks in proptest::collection::vec(any_mark(), 1..9),
        order in proptest::collection::vec(any::<proptest::sample::Index>(), 1..30),
    ) {
        use crate::attendance::{Basis, Book, NewMark};
        let new = |mark: &Mark| NewMark {
            id: mark.id,
            enrollment: mark.enrollment,
            kind: mark.kind,
            minutes: mark.minutes,
            device_at: mark.device_at,
            reason: crate::text::Line::optional("reason", "because").unwrap(),
            basis: Basis::Seen(mark.replaces),
        };
        let mut marks = marks;
        marks.sort_by_key(|mark| mark.id);
        marks.dedup_by_key(|mark| mark.id);
        let deliver = |order: &[usize]| {
            let mut book = Book {
                session: SessionId(Uuid::nil()),
                frame: FRAME,
                open: true,
                known: std::collections::HashMap::new(),
                history: [(EnrollmentId(Uuid::nil()), Vec::new())].into(),
                author: None,
                source: MarkSource::Device,
                away: Some(0),
                now: at(5_000),
                taken: Vec::new(),
            };
            for index in order {
                book.enter(new(&marks[*index]));
            }
            (book.taken.len(), book.changed())
        };
        let all: Vec<usize> = (0..marks.len()).collect();
        let drawn: Vec<usize> = order.iter().map(|index| index.index(marks.len())).chain(all.iter().copied().rev()).collect();
        prop_assert_eq!(deliver(&drawn), deliver(&all));
    }
}
