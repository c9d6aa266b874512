//! What follows from several tables laid beside each other (standards SDC-03): the least and the most that a count could be,
//! as far as anybody can tell who knows everything that is told.

use super::is_tellable;
use std::collections::VecDeque;

/// A count in a network of sums: what flows into a place flows out of it. What is told bounds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub from: usize,
    pub to: usize,
    pub is: i64,
    pub least: i64,
    pub most: i64,
}

impl Count {
    /// A count from one place to another that is told, or of which nothing is.
    pub fn new((from, to): (usize, usize), is: i64, is_told: bool) -> Self {
        let (least, most) = if is_told { (is, is) } else { (0, i64::MAX / 4) };
        Self { from, to, is, least, most }
    }

    /// How far it can go, with or against its direction.
    fn room(&self, flow: i64, forward: bool) -> i64 {
        if forward { self.most - flow } else { flow - self.least }
    }
}

/// Counts that are sums of each other.
#[derive(Clone, Debug)]
pub struct Network {
    counts: Vec<Count>,
    /// The counts at each place.
    at: Vec<Vec<usize>>,
}

impl Network {
    pub fn new(counts: Vec<Count>) -> Self {
        let places = counts.iter().map(|count| count.from.max(count.to) + 1).max().unwrap_or_default();
        let mut at = vec![Vec::new(); places];
        for (index, count) in counts.iter().enumerate() {
            for place in [count.from, count.to] {
                if let Some(list) = at.get_mut(place) {
                    list.push(index);
                }
            }
        }
        Self { counts, at }
    }

    /// Whether each small count could be others, the least and the most of which lie the threshold apart.
    pub fn hides_what_is_small(&self, threshold: i64) -> bool {
        let small = self.counts.iter().enumerate().filter(|(_, count)| !is_tellable(count.is, threshold));
        small.map(|(index, _)| index).all(|index| self.is_open(index, threshold))
    }

    fn is_open(&self, index: usize, width: i64) -> bool {
        let more = self.slack(index, true, width);
        more + self.slack(index, false, width - more) >= width
    }

    /// How much more, or less, a count could be, as far as `enough`: by so much other counts can make up for it.
    fn slack(&self, index: usize, upwards: bool, enough: i64) -> i64 {
        let Some(count) = self.counts.get(index) else { return 0 };
        let wanted = count.room(count.is, upwards).min(enough);
        let (start, end) = if upwards { (count.to, count.from) } else { (count.from, count.to) };
        let mut flows: Vec<i64> = self.counts.iter().map(|count| count.is).collect();
        let mut found = 0;
        while found < wanted {
            let Some(path) = self.path(&flows, index, start, end) else { break };
            let room = path.iter().map(|step| step.room).min().unwrap_or_default().min(wanted - found);
            for step in path {
                if let Some(flow) = flows.get_mut(step.count) {
                    *flow += if step.forward { room } else { -room };
                }
            }
            found += room;
        }
        found
    }

    /// The shortest way from a place to another on which every count but `without` has room.
    fn path(&self, flows: &[i64], without: usize, start: usize, end: usize) -> Option<Vec<Step>> {
        let mut came: Vec<Option<Step>> = vec![None; self.at.len()];
        let mut next = VecDeque::from([start]);
        while let Some(place) = next.pop_front() {
            for index in self.at.get(place).into_iter().flatten().copied().filter(|index| *index != without) {
                let (Some(count), Some(flow)) = (self.counts.get(index), flows.get(index)) else { continue };
                let forward = count.from == place;
                let (there, room) = (if forward { count.to } else { count.from }, count.room(*flow, forward));
                let Some(known) = came.get_mut(there).filter(|_| there != start && room > 0) else {
                    continue;
                };
                if known.is_none() {
                    *known = Some(Step { count: index, forward, room, from: place });
                    next.push_back(there);
                }
            }
            if came.get(end).is_some_and(Option::is_some) {
                break;
            }
        }
        let (mut path, mut place) = (Vec::new(), end);
        while place != start {
            let step = came.get(place).copied().flatten()?;
            place = step.from;
            path.push(step);
        }
        Some(path)
    }
}

#[derive(Clone, Copy)]
struct Step {
    count: usize,
    forward: bool,
    room: i64,
    from: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A table of two rows and two columns: the cells are 0 to 3, then come the rows, the columns, and the total.
    fn network(cells: [i64; 4], told: [bool; 5], base: i64) -> Network {
        let [a, b, c, d] = cells;
        let whole = a + b + c + d;
        let mut counts: Vec<Count> = [((2, 4), a), ((2, 5), b), ((3, 4), c), ((3, 5), d)]
            .map(|(arc, is)| Count::new(arc, is, false))
            .into();
        let sums = [((0, 2), a + b), ((0, 3), c + d), ((4, 1), a + c), ((5, 1), b + d), ((1, 0), whole)];
        for ((arc, is), is_told) in sums.into_iter().zip(told) {
            let mut count = Count::new(arc, is, is_told);
            if is_told && arc.1 == 1 {
                count.least = is - is.rem_euclid(base);
                count.most = count.least + base - 1;
            }
            counts.push(count);
        }
        Network::new(counts)
    }

    /// The same by trying every table there is.
    fn tried(network: &Network, cell: usize, most: i64) -> i64 {
        let bounds = |sum: i64, index: usize| {
            let count = network.counts[index];
            (count.least..=count.most).contains(&sum)
        };
        let mut values = Vec::new();
        for number in 0..(most + 1).pow(4) {
            let [a, b, c, d] = [0, 1, 2, 3].map(|place| number / (most + 1).pow(place) % (most + 1));
            let sums = [a + b, c + d, a + c, b + d, a + b + c + d];
            if sums.into_iter().zip(4..).all(|(sum, index)| bounds(sum, index)) {
                values.push([a, b, c, d][cell]);
            }
        }
        values.iter().max().unwrap() - values.iter().min().unwrap()
    }

    proptest! {
        #[test]
        fn bounds_are_those_that_are_found_by_trying_every_table(
            cells in prop::array::uniform4(0_i64..4),
            told in prop::array::uniform4(any::<bool>()),
            base in 1_i64..6,
        ) {
            let [one, other, first, second] = told;
            let network = network(cells, [one, other, first, second, true], base);
            for cell in 0..4 {
                let apart = tried(&network, cell, 12);
                prop_assert!(network.is_open(cell, apart), "{apart} apart");
                prop_assert!(!network.is_open(cell, apart + 1), "{apart} apart");
            }
        }
    }

    #[test]
    fn a_cell_that_follows_from_rows_and_columns_is_found_and_rounding_hides_it() {
        // The second row takes place in the first column only, so that the columns tell the cells of the first row.
        let cells = [3, 47, 50, 0];
        let mut exact = network(cells, [true; 5], 1);
        exact.counts.retain(|count| (count.from, count.to) != (3, 5));
        assert!(!Network::new(exact.counts).hides_what_is_small(5));
        let mut rounded = network(cells, [true; 5], 10);
        rounded.counts.retain(|count| (count.from, count.to) != (3, 5));
        assert!(Network::new(rounded.counts).hides_what_is_small(5));
    }
}
