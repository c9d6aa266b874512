//! Chance that repeats itself: the same seed throws the same numbers. For made-up data only, never for secrets of real
//! people.

use postup_domain::entropy::Entropy;
use std::sync::atomic::{AtomicU64, Ordering};

/// SplitMix64 (Steele, Lea and Flood, 2014).
pub(crate) struct Dice(AtomicU64);

/// The odd number that SplitMix64 counts by.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    pub(crate) fn throw(&self) -> u64 {
        let state = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but without `end`; 0 when there is none. Small ends only: the tiny bias does not matter here.
    pub(crate) fn below(&self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.throw() % end).unwrap_or_default()
    }

    /// One of the items.
    pub(crate) fn pick<'a, T>(&self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let thrown = self.throw().to_le_bytes();
            chunk.iter_mut().zip(thrown).for_each(|(byte, thrown)| *byte = thrown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_another_one_does_not() {
        let throws = |seed| {
            let dice = Dice::new(seed);
            [dice.throw(), dice.throw(), dice.throw()]
        };
        assert_eq!(throws(1), throws(1));
        assert_ne!(throws(1), throws(2));
        // The first number of the published sequence for seed 0.
        assert_eq!(throws(0)[0], 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn every_side_comes_up() {
        let dice = Dice::new(7);
        let mut seen = [0; 6];
        (0..600).for_each(|_| seen[dice.below(6)] += 1);
        assert!(seen.iter().all(|count| (60..150).contains(count)), "{seen:?}");
        assert_eq!((dice.below(0), dice.below(1), dice.pick::<u8>(&[])), (0, 0, None));
    }
}
