use super::*;
use crate::attendance::{MarkSource, RULE_VERSION};
use crate::id::{EnrollmentId, SessionId};
use crate::interruption::{Earlier, InterruptionCause, Pause, Policy, Span, deliver};
use proptest::prelude::*;
use uuid::Uuid;

const START: i64 = 1_800_000_000;
const FRAME: Frame =
    Frame { starts_at: DateTime::from_timestamp(START, 0).unwrap(), minutes: 90, lost: 0, stretches: None };

fn at(minute: i64) -> DateTime<Utc> {
    FRAME.starts_at + TimeDelta::minutes(minute)
}

/// A mark of the present rule, made and arrived in this minute of the session.
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
        rule: RULE_VERSION,
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

/// A session of 90 minutes that was stopped, and what is left of it.
fn stopped(stops: &[(i64, i64)], end: Option<i64>, policy: Policy) -> crate::interruption::Delivery {
    let pause = |(from, until): &(i64, i64)| Pause {
        cause: InterruptionCause::Power,
        began_at: at(*from),
        ended_at: Some(at(*until)),
    };
    let pauses: Vec<Pause> = stops.iter().map(pause).collect();
    deliver(Span { from: at(0), until: at(90) }, &pauses, end.map(at), policy)
}

fn checks(list: &[(i64, bool)]) -> Vec<Mark> {
    let kind = |came: &bool| if *came { MarkKind::CheckIn } else { MarkKind::CheckOut };
    (1..).zip(list).map(|(n, (minute, came))| mark(n, *minute, kind(came))).collect()
}

#[test]
fn only_what_was_taught_counts_of_the_time_in_the_room() {
    let taught = stopped(&[(30, 50)], None, Policy::default());
    let frame = Frame { lost: taught.lost_minutes, stretches: Some(&taught.stretches), ..FRAME };
    let minutes = |marks: &[Mark]| stand(marks, frame).unwrap().attendance.minutes;
    let left_when_it_stopped = checks(&[(0, true), (50, false)]);
    assert_eq!(minutes(&left_when_it_stopped), 30);
    assert_eq!(minutes(&checks(&[(50, true)])), 40);
    let old: Vec<Mark> = left_when_it_stopped.iter().map(|mark| Mark { rule: 2, ..mark.clone() }).collect();
    assert_eq!(minutes(&old), 50, "marks of rule 2 keep their meaning");
    let waited = fold(&checks(&[(35, true), (45, false)]), frame).unwrap();
    assert_eq!(
        (waited.status, waited.minutes),
        (AttendanceStatus::Late, 0),
        "was there, and nothing was taught"
    );
    // Whoever waits for a session that begins late is not late.
    let taught = stopped(&[(-5, 20)], None, Policy::default());
    let frame = Frame { stretches: Some(&taught.stretches), ..FRAME };
    let came = fold(&checks(&[(20, true)]), frame).unwrap();
    assert_eq!((came.status, came.minutes), (AttendanceStatus::Present, 90));
}

/// The same minute by minute: what was taught in each, what does not need to be, and who was there.
fn by_minutes(stops: &[(i64, i64)], end: Option<i64>, policy: Policy, checks: &[(i64, bool)]) -> (i32, i32) {
    let stopped = |minute: i64| stops.iter().any(|(from, until)| (*from..*until).contains(&minute));
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for minute in -60..300 {
        if stopped(minute) && !stopped(minute - 1) {
            runs.push((minute, minute + 1));
        } else if stopped(minute) {
            runs.last_mut().unwrap().1 = minute + 1;
        }
    }
    if runs.iter().any(|(from, until)| *from <= 0 && *until > i64::from(policy.overrun_minutes)) {
        return (90, 0);
    }
    let last = 90 - i64::from(policy.final_minutes);
    let (forgiven, lost): (Vec<_>, Vec<_>) = runs
        .iter()
        .map(|(from, until)| (0.max(*from), 90.min(*until)))
        .filter(|(from, until)| from < until)
        .partition(|(from, _)| *from == 0 || *from >= last);
    let inside = |runs: &[(i64, i64)], minute: i64| runs.iter().any(|(a, b)| (*a..*b).contains(&minute));
    if (0..90).all(|minute| inside(&forgiven, minute)) {
        return (90, 0);
    }
    let end = end.unwrap_or(90);
    let early = end < 90 && !forgiven.iter().any(|(from, until)| (*from..=*until).contains(&end));
    let mut counts: Vec<bool> =
        (0..90).map(|minute| !(inside(&lost, minute) || (early && minute >= end))).collect();
    let missed = (0..90).filter(|minute| inside(&lost, *minute)).count();
    let mut made_up = 0;
    for minute in 90..end.max(90) {
        let more = made_up < missed && !stopped(minute);
        made_up += usize::from(more);
        counts.push(more);
    }
    while counts.len() > 90 && counts.last() == Some(&false) {
        counts.pop();
    }
    let held = counts.iter().filter(|counts| **counts).count();
    let lost_minutes = 90 - i32::try_from(held).unwrap();
    if lost_minutes == 90 || (lost_minutes > 0 && missed > 0 && policy.earlier == Earlier::NotHeld) {
        return (90, 0);
    }
    let mut order = checks.to_vec();
    order.sort_by_key(|(minute, _)| *minute);
    let mut here = order.first().is_some_and(|(_, came)| !came);
    let mut there = Vec::new();
    let mut next = order.iter().peekable();
    for minute in 0..i64::try_from(counts.len()).unwrap() {
        while let Some((_, came)) = next.next_if(|(at, _)| *at <= minute) {
            here = *came;
        }
        there.push(here);
    }
    let present = |minute: i64| usize::try_from(minute).is_ok_and(|minute| there.get(minute) == Some(&true));
    let credited = |(minute, counts): (usize, &bool)| {
        let minute = i64::try_from(minute).unwrap();
        let waits = forgiven
            .iter()
            .any(|(from, until)| (*from..*until).contains(&minute) && (present(from - 1) || present(*until)));
        *counts && (present(minute) || waits)
    };
    let credited = counts.iter().enumerate().filter(|one| credited(*one)).count();
    (lost_minutes, i32::try_from(credited).unwrap())
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
    let ties = (proptest::option::of(1..8_u128), any::<bool>(), 1..=RULE_VERSION, verdict);
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
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn intervals_agree_with_a_count_of_every_minute(
        stops in proptest::collection::vec((-30..110_i64, 1..50_i64), 0..4),
        end in proptest::option::of(30..140_i64),
        (last, overrun, whole) in (0..40_i32, 0..40_i32, any::<bool>()),
        list in proptest::collection::vec((-20..140_i64, any::<bool>()), 1..7),
    ) {
        let stops: Vec<(i64, i64)> = stops.into_iter().map(|(from, long)| (from, from + long)).collect();
        let earlier = if whole { Earlier::NotHeld } else { Earlier::Partly };
        let policy = Policy { final_minutes: last, overrun_minutes: overrun, earlier };
        let left = stopped(&stops, end, policy);
        let (lost, credited) = by_minutes(&stops, end, policy, &list);
        prop_assert_eq!(left.lost_minutes, lost);
        let stretches = (!left.as_planned()).then_some(&left.stretches);
        let frame = Frame { lost, stretches, ..FRAME };
        let found = stand(&checks(&list), frame).unwrap().attendance;
        prop_assert_eq!(found.minutes, credited, "{:?}", left);
        prop_assert!(found.minutes <= frame.held());
    }
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
                shut: None,
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
