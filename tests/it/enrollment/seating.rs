//! Rule 1 against trying everything: nobody is refused who could sit, and nobody sits where no seat is.

use chrono::NaiveDate;
use postup_domain::enrollment::{Criterion, Matches, Placement, Pool, Quota, Seating, seat_anew};
use proptest::prelude::*;

/// General seats first, then those of quota 1, 2 …; a quota without seats is none.
fn quotas(seats: &[i32]) -> Vec<Quota> {
    let quota = |(number, seats): (i32, &i32)| Quota {
        number,
        criterion: Criterion::Uncovered,
        seats: *seats,
        used: 0,
        release_on: NaiveDate::MIN,
        released_at: None,
        freed: 0,
    };
    (0..).zip(seats).skip(1).filter(|(_, seats)| **seats > 0).map(quota).collect()
}

/// Whether everybody can sit, by trying every seat for everybody.
pub(super) fn possible(seats: &[i32], people: &[Matches]) -> bool {
    let Some((first, rest)) = people.split_first() else { return true };
    (0..seats.len()).any(|at| {
        let mut left = seats.to_vec();
        left[at] -= 1;
        left[at] >= 0 && first.allows(Pool(i32::try_from(at).unwrap())) && possible(&left, rest)
    })
}

fn people() -> impl Strategy<Value = Vec<Matches>> {
    let one = proptest::collection::btree_set(1..4_i32, 0..3).prop_map(Matches::of);
    proptest::collection::vec(one, 0..7)
}

/// Plays a placement on people who remember where they sit.
fn play(sitting: &mut Vec<(Matches, Pool)>, matches: Matches, Placement { pool, moves }: Placement) {
    for step in moves {
        let wanted = (step.matches, step.from);
        let mover = sitting.iter_mut().find(|one| **one == wanted).expect("somebody to be counted anew");
        mover.1 = step.to;
    }
    sitting.push((matches, pool));
}

fn fits(seats: &[i32], sitting: &[(Matches, Pool)]) -> bool {
    let room = |at: usize| {
        let pool = Pool(i32::try_from(at).unwrap());
        let used = sitting.iter().filter(|one| one.1 == pool).count();
        i32::try_from(used).unwrap() <= seats[at]
    };
    (0..seats.len()).all(room) && sitting.iter().all(|(matches, pool)| matches.allows(*pool))
}

proptest! {
    #[test]
    fn whoever_can_be_seated_is(seats in proptest::collection::vec(0..3_i32, 4), people in people()) {
        let mut seating = Seating::new(seats.iter().sum(), &quotas(&seats));
        let mut sitting: Vec<(Matches, Pool)> = Vec::new();
        for matches in people {
            let wanted: Vec<Matches> = sitting.iter().map(|one| one.0).chain([matches]).collect();
            let placed = seating.place(matches);
            prop_assert_eq!(placed.is_some(), possible(&seats, &wanted));
            if let Some(placement) = placed {
                play(&mut sitting, matches, placement);
            }
            prop_assert!(fits(&seats, &sitting), "{:?}", sitting);
        }
    }

    #[test]
    fn everybody_is_seated_anew_when_there_is_a_way(
        seats in proptest::collection::vec(0..3_i32, 4),
        people in people(),
    ) {
        let holders: Vec<(Pool, Matches)> = people.iter().map(|matches| (Pool::GENERAL, *matches)).collect();
        let anew = seat_anew(seats.iter().sum(), &quotas(&seats), &holders);
        prop_assert_eq!(anew.is_some(), possible(&seats, &people));
        let sitting: Vec<(Matches, Pool)> = people.into_iter().zip(anew.unwrap_or_default()).collect();
        prop_assert!(fits(&seats, &sitting), "{:?}", sitting);
    }
}
