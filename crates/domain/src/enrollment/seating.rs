//! Who sits on which seat where some seats are kept for some people.
//!
//! **Rule 1.** Every seat of a cohort is general or belongs to one quota. A person may sit on a general seat, or on one of
//! any quota she fits. Whoever comes is seated if and only if there is a way to seat her together with everybody who holds
//! a seat already; for that, holders are counted anew against other quotas that they fit, which changes nothing for them.
//! So a seat stays empty only while nobody who waits may have it, and no quota and no general seat is ever sold twice.
//! The order in which people came decides among those who may have the same seat.

use super::Criterion;
use crate::course::{number, word};
use crate::program::day;
use crate::rejection::{Checks, Invalid};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The version of the rule above, told with every decision.
pub const RULE: u16 = 1;

/// A cohort has at most so many quotas.
pub const MOST_QUOTAS: i32 = 32;

/// What a seat counts against: a quota by its number in the cohort, or no quota.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
pub struct Pool(pub i32);

impl Pool {
    pub const GENERAL: Self = Self(0);
}

/// Which quotas of a cohort a person fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
pub struct Matches(pub i64);

impl Matches {
    /// The quotas with these numbers.
    pub fn of(numbers: impl IntoIterator<Item = i32>) -> Self {
        Self(numbers.into_iter().fold(0, |bits, number| bits | bit(number)))
    }

    /// Whether a seat of this pool may be hers.
    pub fn allows(self, pool: Pool) -> bool {
        pool == Pool::GENERAL || self.0 & bit(pool.0) != 0
    }
}

fn bit(number: i32) -> i64 {
    u32::try_from(number).ok().and_then(|number| 1_i64.checked_shl(number)).unwrap_or_default()
}

/// Seats of a cohort kept for some people until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Counts the quotas of the cohort from 1.
    pub number: i32,
    pub criterion: Criterion,
    pub seats: i32,
    /// How many of them are somebody's.
    pub used: i32,
    /// As this day begins by the clock of the cohort, its free seats join the rest.
    pub release_on: NaiveDate,
    pub released_at: Option<DateTime<Utc>>,
    /// How many seats were free when it was released.
    pub freed: i32,
}

impl Quota {
    pub fn pool(&self) -> Pool {
        Pool(self.number)
    }

    pub fn is_active(&self) -> bool {
        self.released_at.is_none()
    }

    /// Seats that are kept for those who fit.
    pub fn free(&self) -> i32 {
        if self.is_active() { self.seats - self.used } else { 0 }
    }
}

/// A holder who is counted anew: somebody who fits these quotas goes from one pool to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub matches: Matches,
    pub from: Pool,
    pub to: Pool,
}

/// Where somebody sits down, and who is counted anew before, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    pub pool: Pool,
    pub moves: Vec<Move>,
}

/// The seats of a cohort and who holds them, by what they fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seating {
    seats: BTreeMap<Pool, i32>,
    held: BTreeMap<(Pool, Matches), i32>,
}

impl Seating {
    /// Empty seats: so many in all, of which the quotas that are still active keep theirs.
    pub fn new(capacity: i32, quotas: &[Quota]) -> Self {
        let kept: BTreeMap<Pool, i32> = quotas
            .iter()
            .filter(|quota| quota.is_active())
            .map(|quota| (quota.pool(), quota.seats))
            .collect();
        let general = capacity - kept.values().sum::<i32>();
        Self { seats: kept.into_iter().chain([(Pool::GENERAL, general)]).collect(), held: BTreeMap::new() }
    }

    /// Adds holders as they are counted now.
    #[must_use]
    pub fn holding(mut self, holders: impl IntoIterator<Item = (Pool, Matches, i32)>) -> Self {
        for (pool, matches, count) in holders {
            *self.held.entry((pool, matches)).or_default() += count;
        }
        self
    }

    fn used(&self, pool: Pool) -> i32 {
        self.held.iter().filter(|((one, _), _)| *one == pool).map(|(_, count)| count).sum()
    }

    /// Free seats of a pool; below zero when more are held than there are.
    pub fn free(&self, pool: Pool) -> i32 {
        self.seats.get(&pool).copied().unwrap_or_default() - self.used(pool)
    }

    /// Free seats of all pools together.
    pub fn free_in_all(&self) -> i32 {
        self.seats.values().sum::<i32>() - self.held.values().sum::<i32>()
    }

    /// Seats one more person by rule 1, or says that there is no way. A seat of a quota is taken before a general one.
    pub fn place(&mut self, matches: Matches) -> Option<Placement> {
        let mut came_from: BTreeMap<Pool, Option<Move>> = BTreeMap::new();
        let mut queue: VecDeque<Pool> =
            self.seats.keys().rev().copied().filter(|pool| matches.allows(*pool)).collect();
        came_from.extend(queue.iter().map(|pool| (*pool, None)));
        while let Some(pool) = queue.pop_front() {
            if self.free(pool) > 0 {
                return Some(self.settle(pool, &came_from, matches));
            }
            for (next, step) in self.exits(pool) {
                if let std::collections::btree_map::Entry::Vacant(unseen) = came_from.entry(next) {
                    unseen.insert(Some(step));
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// The pools to which somebody who is counted against this one could go, each with one who could.
    fn exits(&self, from: Pool) -> BTreeMap<Pool, Move> {
        let holders: BTreeSet<Matches> = self
            .held
            .iter()
            .filter(|((pool, _), count)| *pool == from && **count > 0)
            .map(|(key, _)| key.1)
            .collect();
        let mut exits = BTreeMap::new();
        for matches in holders {
            for to in self.seats.keys().copied().filter(|to| *to != from && matches.allows(*to)) {
                exits.entry(to).or_insert(Move { matches, from, to });
            }
        }
        exits
    }

    /// Walks back from the free seat to the newcomer, moving each holder on the way.
    fn settle(
        &mut self,
        free: Pool,
        came_from: &BTreeMap<Pool, Option<Move>>,
        matches: Matches,
    ) -> Placement {
        let (mut pool, mut moves) = (free, Vec::new());
        while let Some(Some(step)) = came_from.get(&pool) {
            self.shift(*step);
            moves.push(*step);
            pool = step.from;
        }
        *self.held.entry((pool, matches)).or_default() += 1;
        Placement { pool, moves }
    }

    fn shift(&mut self, Move { matches, from, to }: Move) {
        *self.held.entry((from, matches)).or_default() -= 1;
        *self.held.entry((to, matches)).or_default() += 1;
    }
}

/// How everybody who holds a seat would be counted against these seats, each on the pool they are on while that is
/// possible; `None` when there is no way to seat them all. Holders come as they are counted now.
pub fn seat_anew(capacity: i32, quotas: &[Quota], holders: &[(Pool, Matches)]) -> Option<Vec<Pool>> {
    let mut seating = Seating::new(capacity, quotas);
    if seating.free(Pool::GENERAL) < 0 {
        return None;
    }
    let mut pools: Vec<Option<Pool>> = vec![None; holders.len()];
    for (seat, (pool, matches)) in pools.iter_mut().zip(holders) {
        if matches.allows(*pool) && seating.seats.contains_key(pool) && seating.free(*pool) > 0 {
            *seating.held.entry((*pool, *matches)).or_default() += 1;
            *seat = Some(*pool);
        }
    }
    for at in 0..holders.len() {
        let (Some(None), Some((_, matches))) = (pools.get(at).copied(), holders.get(at)) else { continue };
        let Placement { pool, moves } = seating.place(*matches)?;
        for step in moves {
            let moved = holders.iter().zip(pools.iter_mut());
            let mut fitting =
                moved.filter(|((_, fits), seat)| *fits == step.matches && **seat == Some(step.from));
            if let Some((_, seat)) = fitting.next() {
                *seat = Some(step.to);
            }
        }
        if let Some(seat) = pools.get_mut(at) {
            *seat = Some(pool);
        }
    }
    pools.into_iter().collect()
}

/// The quotas that keep seats free, by the day of their release, the next first.
pub fn keeping(quotas: &[Quota]) -> Vec<&Quota> {
    let mut keeping: Vec<&Quota> = quotas.iter().filter(|quota| quota.free() > 0).collect();
    keeping.sort_by_key(|quota| (quota.release_on, quota.number));
    keeping
}

/// What it takes to write a quota down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaPlan {
    pub criterion: Criterion,
    pub seats: i32,
    pub release_on: NaiveDate,
}

/// The same as typed.
#[derive(Clone, Debug, Default)]
pub struct RawQuota {
    pub kind: String,
    /// What the kind asks for: a code, an id, a word, a number; empty where it asks for nothing more.
    pub value: String,
    pub seats: String,
    pub release_on: String,
}

impl TryFrom<&RawQuota> for QuotaPlan {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawQuota) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let kind = checks.take(word("kind", &raw.kind));
        let criterion = kind.and_then(|kind| checks.take(Criterion::new(kind, &raw.value)));
        let seats = checks.take(number("seats", &raw.seats, 1, 100_000));
        let release_on = checks.take(day("release_on", &raw.release_on));
        match (criterion, seats.map(i32::try_from), release_on) {
            (Some(criterion), Some(Ok(seats)), Some(release_on)) => Ok(Self { criterion, seats, release_on }),
            _ => Err(checks.into_faults()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quota(number: i32, seats: i32) -> Quota {
        Quota {
            number,
            criterion: Criterion::PositionCategory(5),
            seats,
            used: 0,
            release_on: NaiveDate::MIN,
            released_at: None,
            freed: 0,
        }
    }

    #[test]
    fn a_holder_is_counted_anew_to_make_room() {
        // Two quotas of one seat, nothing general; the first fits both, the second only one of them.
        let mut seating = Seating::new(2, &[quota(1, 1), quota(2, 1)]);
        let both = Matches::of([1, 2]);
        let Placement { pool, .. } = seating.place(both).unwrap();
        let only = Matches::of([pool.0]);
        let placed = seating.place(only).unwrap();
        assert_eq!(placed.moves, [Move { matches: both, from: pool, to: Pool(3 - pool.0) }]);
        assert_eq!((placed.pool, seating.free_in_all()), (pool, 0));
    }

    #[test]
    fn a_kept_seat_stays_free_for_those_who_fit_and_a_released_one_for_nobody() {
        let mut seating = Seating::new(2, &[quota(1, 1)]);
        assert!(seating.place(Matches::default()).is_some());
        assert_eq!(seating.place(Matches::default()), None);
        assert_eq!(seating.free(Pool(1)), 1);
        assert!(seating.clone().place(Matches::of([1])).is_some());
        let released = Quota { released_at: Some(DateTime::UNIX_EPOCH), ..quota(1, 1) };
        let mut seating = Seating::new(2, &[released]).holding([(Pool::GENERAL, Matches::default(), 1)]);
        assert!(seating.place(Matches::default()).is_some());
        assert_eq!(seating.free_in_all(), 0);
    }

    #[test]
    fn more_kept_than_there_is_seats_nobody() {
        assert_eq!(seat_anew(1, &[quota(1, 2)], &[]), None);
        assert_eq!(seat_anew(1, &[quota(1, 1)], &[(Pool::GENERAL, Matches::default())]), None);
        assert_eq!(seat_anew(1, &[quota(1, 1)], &[(Pool::GENERAL, Matches::of([1]))]), Some(vec![Pool(1)]));
    }

    #[test]
    fn everything_wrong_with_a_quota_is_said_at_once() {
        let raw =
            RawQuota { kind: "position_category".to_owned(), value: "9".to_owned(), ..RawQuota::default() };
        let faults = QuotaPlan::try_from(&raw).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["value", "seats", "release_on"]);
    }
}
