use super::*;
use crate::interruption::InterruptionCause;

const REGULATION: Policy = Policy { final_minutes: 20, overrun_minutes: 20, earlier: Earlier::NotHeld };

/// The regulation of the Kyiv-Mohyla academy: an alert in the last 20 minutes, the class counts as held; an earlier one,
/// it does not; one that runs for more than 20 minutes after the start, it does not; the same for cuts of power and
/// connection. <https://web.ukma.edu.ua/index.php/uk/about/safety/instructions>
const ACADEMY: &str = "Kyiv-Mohyla academy, safety instructions";
/// Product rule 4: the same windows; an earlier interruption that is not made up leaves the session partly held or not.
const PRODUCT: &str = "product rule 4";

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + minute * 60, 0).unwrap()
}

fn span(from: i64, until: i64) -> Span {
    Span { from: at(from), until: at(until) }
}

fn pause(from: i64, until: Option<i64>) -> Pause {
    Pause { cause: InterruptionCause::AirRaidAlert, began_at: at(from), ended_at: until.map(at) }
}

fn delivered(pauses: &[(i64, i64)], end: Option<i64>, policy: Policy) -> Delivery {
    let pauses: Vec<Pause> = pauses.iter().map(|(from, until)| pause(*from, Some(*until))).collect();
    deliver(span(0, 90), &pauses, end.map(at), policy)
}

/// A class of 90 minutes: who says so, by which policy, what stopped it, its real end, and what is left of it.
type Class<'a> = (&'a str, Policy, &'a [(i64, i64)], Option<i64>, HeldState, i32);

#[test]
fn the_table_of_interruptions() {
    use HeldState::{Held, NotHeld, PartlyHeld};
    let product = Policy::default();
    let table: &[Class] = &[
        (ACADEMY, REGULATION, &[], None, Held, 0),
        (ACADEMY, REGULATION, &[(70, 90)], None, Held, 0),
        (ACADEMY, REGULATION, &[(71, 300)], None, Held, 0),
        (ACADEMY, REGULATION, &[(69, 90)], None, NotHeld, 90),
        (ACADEMY, REGULATION, &[(30, 40)], None, NotHeld, 90),
        (ACADEMY, REGULATION, &[(-60, 20)], None, Held, 0),
        (ACADEMY, REGULATION, &[(-60, 21)], None, NotHeld, 90),
        (ACADEMY, REGULATION, &[(0, 21)], None, NotHeld, 90),
        (ACADEMY, REGULATION, &[(-60, -1)], None, Held, 0),
        (PRODUCT, product, &[(70, 90)], None, Held, 0),
        (PRODUCT, product, &[(69, 90)], None, PartlyHeld, 21),
        (PRODUCT, product, &[(30, 40)], None, PartlyHeld, 10),
        (PRODUCT, product, &[(30, 40), (35, 50)], None, PartlyHeld, 20),
        (PRODUCT, product, &[(30, 40), (75, 90)], None, PartlyHeld, 10),
        (PRODUCT, product, &[(-5, 21)], None, NotHeld, 90),
        (PRODUCT, product, &[(-5, 20)], None, Held, 0),
        // Made up at once, after the planned end.
        (PRODUCT, product, &[(30, 40)], Some(100), Held, 0),
        (PRODUCT, product, &[(30, 40)], Some(95), PartlyHeld, 5),
        (PRODUCT, product, &[(30, 40), (90, 95)], Some(100), PartlyHeld, 5),
        (ACADEMY, REGULATION, &[(30, 40)], Some(100), Held, 0),
        (ACADEMY, REGULATION, &[(30, 40)], Some(95), NotHeld, 90),
        // Longer than planned gives nothing more; shorter than planned gives less, whatever the policy.
        (PRODUCT, product, &[], Some(120), Held, 0),
        (PRODUCT, product, &[], Some(60), PartlyHeld, 30),
        (ACADEMY, REGULATION, &[], Some(60), PartlyHeld, 30),
        (PRODUCT, product, &[(75, 90)], Some(75), Held, 0),
        // Nothing was taught between two grace periods that touch.
        (PRODUCT, product, &[(0, 15), (15, 90)], None, NotHeld, 90),
    ];
    for (source, policy, pauses, end, state, lost) in table {
        let left = delivered(pauses, *end, *policy);
        assert_eq!((left.state, left.lost_minutes), (*state, *lost), "{source}: {pauses:?}, end {end:?}");
        let held: TimeDelta = left.stretches.held.iter().map(|span| span.length()).sum();
        assert_eq!(held.num_minutes(), i64::from(90 - lost), "{source}: {pauses:?}, end {end:?}");
    }
}

#[test]
fn one_that_lasts_is_taken_to_last_to_the_planned_end() {
    let left = deliver(span(0, 90), &[pause(50, None)], None, Policy::default());
    assert_eq!((left.state, left.lost_minutes), (HeldState::PartlyHeld, 40));
    assert_eq!(left.stretches.held, [span(0, 50)]);
}

#[test]
fn what_counts_are_the_times_around_and_after() {
    let left = delivered(&[(30, 40), (75, 90)], Some(95), Policy::default());
    assert_eq!(left.stretches.held, [span(0, 30), span(40, 90), span(90, 95)]);
    assert_eq!(left.stretches.waived, [span(75, 90)]);
}

#[test]
fn a_part_of_a_minute_is_not_given_back() {
    let stop = Pause { ended_at: Some(at(30) + TimeDelta::seconds(1)), ..pause(30, None) };
    assert_eq!(deliver(span(0, 90), &[stop], None, Policy::default()).lost_minutes, 1);
}
