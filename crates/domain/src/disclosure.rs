//! Disclosure control: which rows of a public table are kept back, so that no count under the threshold is told or can be
//! worked out (standards SDC-01 to SDC-05).
//!
//! A row is shown whole or kept back whole, since its numbers bound each other. Rows that are kept back always come with
//! others that hide them: what is left of the total must not tell any of them.

mod network;

pub use network::{Count, Network};

use crate::figures::{Figure, Stages};
use crate::words;

words! {
    /// Whether a row of a public table has its numbers.
    Disclosure {
        Shown = "shown",
        Suppressed = "suppressed",
    }
}

/// What a public row tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// With a confirmed seat.
    pub participations: i64,
    pub people: i64,
    pub completed: i64,
    pub people_completed: i64,
}

impl From<&Figure> for Outcome {
    fn from(figure: &Figure) -> Self {
        Self {
            participations: figure.participations.confirmed,
            people: figure.people.confirmed,
            completed: figure.participations.completed,
            people_completed: figure.people.completed,
        }
    }
}

impl Outcome {
    /// The same with every number rounded down to a multiple of `base` (standards SDC-07).
    #[must_use]
    pub fn rounded(self, base: i64) -> Self {
        let down = |count: i64| count - count.rem_euclid(base.max(1));
        Self {
            participations: down(self.participations),
            people: down(self.people),
            completed: down(self.completed),
            people_completed: down(self.people_completed),
        }
    }

    /// Everything that the row tells, also by subtraction: how many have not completed.
    pub fn told(&self) -> [i64; 6] {
        let Self { participations, people, completed, people_completed } = *self;
        let left = [participations - completed, people - people_completed];
        [participations, people, completed, people_completed, left[0], left[1]]
    }
}

/// Whether a count may be told: there is nobody, or there are enough.
pub fn is_tellable(count: i64, threshold: i64) -> bool {
    count == 0 || count >= threshold
}

/// In this order stages are told, as far as they can be: those that tables tell too, before the others.
const TOLD_FIRST: [usize; 5] = [1, 3, 0, 4, 2];

/// Stages of which those are nothing that may not be told: a small count, or one that differs by a small count from
/// another, which is how many went no further.
pub fn tellable(stages: Stages, threshold: i64) -> [Option<i64>; 5] {
    let counts = stages.list();
    let mut told = [None; 5];
    for stage in TOLD_FIRST {
        let Some(count) = counts.get(stage) else { continue };
        let apart = |other: &i64| is_tellable((count - other).abs(), threshold);
        let is_told = is_tellable(*count, threshold) && told.iter().flatten().all(apart);
        if let Some(place) = told.get_mut(stage) {
            *place = is_told.then_some(*count);
        }
    }
    told
}

/// Whether it may be told in how many places these people are: not where there is one person in each of them, nor in each
/// but a few.
pub fn tells_places(people: i64, places: i64, threshold: i64) -> bool {
    places == 0 || people - places >= threshold
}

/// Which rows of a table whose totals are public are kept back; `None` when no part of the table can be shown.
///
/// A row is kept back when it tells a small number. Then the smallest of the others are kept back too, until what is
/// missing from each total is nothing or at least twice the threshold and has a row in it that is not small. Rows as
/// large as one of these go with it: otherwise whoever knows the rule could tell which of two equal rows it was.
pub fn kept_back<const M: usize>(rows: &[[i64; M]], threshold: i64) -> Option<Vec<bool>> {
    let is_small = |row: &[i64; M]| row.iter().any(|count| !is_tellable(*count, threshold));
    let mut kept: Vec<bool> = rows.iter().map(is_small).collect();
    if !kept.contains(&true) {
        return Some(kept);
    }
    let size = |row: &[i64; M]| row.first().copied().unwrap_or_default();
    let mut others: Vec<(i64, usize)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !is_small(row) && row.iter().any(|count| *count > 0))
        .map(|(index, row)| (size(row), index))
        .collect();
    others.sort_unstable();
    let mut others = others.into_iter().peekable();
    while !hides(rows, &kept, threshold) {
        let (taken, index) = others.next()?;
        let equal = std::iter::from_fn(|| others.next_if(|(size, _)| *size == taken));
        for index in std::iter::once(index).chain(equal.map(|(_, index)| index).collect::<Vec<_>>()) {
            if let Some(row) = kept.get_mut(index) {
                *row = true;
            }
        }
    }
    kept.contains(&false).then_some(kept)
}

/// Whether rows that are kept back hide each other in every sum.
fn hides<const M: usize>(rows: &[[i64; M]], kept: &[bool], threshold: i64) -> bool {
    let hidden = || rows.iter().zip(kept).filter(|(_, kept)| **kept).map(|(row, _)| row);
    (0..M).all(|measure| {
        let counts = || hidden().filter_map(move |row| row.get(measure).copied());
        let sum: i64 = counts().sum();
        sum == 0 || (sum >= 2 * threshold && counts().any(|count| count >= threshold))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    type Rule<const M: usize> = fn(&[[i64; M]], i64) -> Option<Vec<bool>>;

    /// What anybody sees of a table: its shown rows, and its totals.
    fn seen<const M: usize>(rows: &[[i64; M]], kept: &[bool]) -> (Vec<Option<[i64; M]>>, [i64; M]) {
        let total = std::array::from_fn(|measure| rows.iter().map(|row| row[measure]).sum());
        (rows.iter().zip(kept).map(|(row, kept)| (!kept).then_some(*row)).collect(), total)
    }

    /// How many cells somebody recomputes who knows the rule and tries every table there could be: cells that are the
    /// same in all tables that look like this one.
    fn recomputed<const M: usize>(rows: usize, cells: &[[i64; M]], threshold: i64, rule: Rule<M>) -> usize {
        let mut look_alike: HashMap<_, Vec<Vec<[i64; M]>>> = HashMap::new();
        for number in 0..cells.len().pow(u32::try_from(rows).unwrap()) {
            let digits =
                (0..u32::try_from(rows).unwrap()).map(|place| number / cells.len().pow(place) % cells.len());
            let table: Vec<[i64; M]> = digits.map(|digit| cells[digit]).collect();
            if let Some(kept) = rule(&table, threshold) {
                look_alike.entry(seen(&table, &kept)).or_default().push(table);
            }
        }
        let most = cells.iter().map(|cell| cell[0]).max().unwrap();
        let mut found = 0;
        for ((shown, total), tables) in look_alike {
            let hidden =
                |measure: usize| total[measure] - shown.iter().flatten().map(|row| row[measure]).sum::<i64>();
            for (row, _) in shown.iter().enumerate().filter(|(_, row)| row.is_none()) {
                // Beyond `most`, tables that look alike were not tried.
                for measure in (0..M).filter(|measure| (1..=most).contains(&hidden(*measure))) {
                    found += usize::from(
                        tables.iter().all(|table| table[row][measure] == tables[0][row][measure]),
                    );
                }
            }
        }
        found
    }

    fn pairs(most: i64) -> Vec<[i64; 3]> {
        (0..=most).flat_map(|all| (0..=all).map(move |done| [all, done, all - done])).collect()
    }

    fn singles(most: i64) -> Vec<[i64; 1]> {
        (0..=most).map(|count| [count]).collect()
    }

    #[test]
    fn whoever_knows_the_rule_and_tries_every_table_recomputes_no_cell() {
        assert_eq!(recomputed(3, &singles(14), 3, kept_back), 0);
        assert_eq!(recomputed(4, &singles(11), 3, kept_back), 0);
        assert_eq!(recomputed(3, &pairs(8), 3, kept_back), 0);
    }

    /// Mutants of the rule: only small rows are kept back; others are, but equal ones do not go with them.
    #[test]
    fn lesser_rules_are_seen_through() {
        fn primary<const M: usize>(rows: &[[i64; M]], threshold: i64) -> Option<Vec<bool>> {
            Some(rows.iter().map(|row| row.iter().any(|count| !is_tellable(*count, threshold))).collect())
        }
        fn apart<const M: usize>(rows: &[[i64; M]], threshold: i64) -> Option<Vec<bool>> {
            let mut kept = primary(rows, threshold)?;
            let mut order: Vec<usize> =
                (0..rows.len()).filter(|row| !kept[*row] && rows[*row][0] > 0).collect();
            order.sort_by_key(|row| (rows[*row][0], *row));
            let mut order = order.into_iter();
            while kept.contains(&true) && !hides(rows, &kept, threshold) {
                kept[order.next()?] = true;
            }
            Some(kept)
        }
        assert!(recomputed(3, &singles(14), 3, primary) > 0);
        assert!(recomputed(3, &singles(14), 3, apart) > 0);
        assert!(recomputed(3, &pairs(8), 3, primary) > 0);
    }

    fn rows() -> impl Strategy<Value = Vec<[i64; 6]>> {
        let row = (0_i64..40, 0_i64..40, 0_i64..40, 0_i64..40).prop_map(|(a, b, c, d)| {
            let participations = a.max(b);
            let completed = c.min(participations);
            let people = b.min(participations).max(i64::from(participations > 0));
            let people_completed = d.min(completed).min(people).max(i64::from(completed > 0));
            Outcome { participations, people, completed, people_completed }.told()
        });
        prop::collection::vec(row, 1..30)
    }

    proptest! {
        /// Nothing small is shown, and what is kept back could be anything between none and twice the threshold.
        #[test]
        fn what_is_missing_from_a_total_leaves_every_row_open(rows in rows(), threshold in 2_i64..12) {
            let Some(kept) = kept_back(&rows, threshold) else { return Ok(()) };
            let (shown, total) = seen(&rows, &kept);
            for count in shown.iter().flatten().flatten() {
                prop_assert!(is_tellable(*count, threshold));
            }
            let hidden = kept.iter().filter(|kept| **kept).count();
            for measure in 0..6 {
                let missing = total[measure] - shown.iter().flatten().map(|row| row[measure]).sum::<i64>();
                prop_assert!(missing == 0 || (hidden >= 2 && missing >= 2 * threshold));
            }
        }
    }

    #[test]
    fn a_stage_is_told_only_where_those_who_went_no_further_are_many_or_none() {
        let told = |[applied, confirmed, present, completed, certified]: [i64; 5]| {
            tellable(Stages { applied, confirmed, present, completed, certified }, 5)
        };
        assert_eq!(told([90, 80, 70, 60, 60]), [Some(90), Some(80), Some(70), Some(60), Some(60)]);
        assert_eq!(told([82, 80, 78, 60, 58]), [None, Some(80), None, Some(60), None]);
        assert_eq!(told([82, 80, 80, 79, 79]), [None, Some(80), Some(80), None, None]);
        assert_eq!(told([9, 4, 3, 0, 0]), [Some(9), None, None, Some(0), Some(0)]);
    }

    #[test]
    fn one_person_in_each_place_is_not_told() {
        assert!(tells_places(0, 0, 5) && tells_places(12, 7, 5));
        assert!(!tells_places(7, 7, 5) && !tells_places(11, 7, 5));
    }
}
