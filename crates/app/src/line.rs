//! Lines of callers in front of one thing: whoever comes while a change to it is under way is served in the next, together
//! with all who came by then. So a rush on one row does not queue for it in the database.

use crate::Error;
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many may wait in one line; whoever comes then is asked to come again.
const MOST_WAITING: usize = 4_096;

/// The lines in front of things of one kind; a thing has one while somebody is being served.
pub(crate) struct Lines<K, W>(Mutex<HashMap<K, VecDeque<W>>>);

impl<K, W> Default for Lines<K, W> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Copy + Eq + Hash, W> Lines<K, W> {
    fn lines(&self) -> MutexGuard<'_, HashMap<K, VecDeque<W>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins the line. Whoever finds nobody in front has it served, with what this answers.
    ///
    /// # Errors
    /// `Busy` when too many wait already.
    pub(crate) fn join(self: &Arc<Self>, key: K, waiting: W) -> Result<Option<Served<K, W>>, Error> {
        let mut lines = self.lines();
        let is_first = !lines.contains_key(&key);
        let line = lines.entry(key).or_default();
        if line.len() >= MOST_WAITING {
            return Err(Error::Busy);
        }
        line.push_back(waiting);
        Ok(is_first.then(|| Served { lines: self.clone(), key, is_over: false }))
    }
}

/// The serving of one line. Dropped before its end, by a panic, it breaks the line up, so that nobody waits for ever.
pub(crate) struct Served<K: Copy + Eq + Hash, W> {
    lines: Arc<Lines<K, W>>,
    key: K,
    is_over: bool,
}

impl<K: Copy + Eq + Hash, W> Served<K, W> {
    /// The next from the head of the line, as many as weigh `most` together, but at least one; when nobody is left, the
    /// line is gone.
    pub(crate) fn next(&mut self, most: usize, weight: impl Fn(&W) -> usize) -> Option<Vec<W>> {
        let mut lines = self.lines.lines();
        let Some(line) = lines.get_mut(&self.key).filter(|line| !line.is_empty()) else {
            lines.remove(&self.key);
            self.is_over = true;
            return None;
        };
        let mut weighs = 0;
        let fitting = line.iter().take_while(|one| {
            weighs += weight(one);
            weighs <= most
        });
        let count = fitting.count().max(1);
        Some(line.drain(..count).collect())
    }
}

impl<K: Copy + Eq + Hash, W> Drop for Served<K, W> {
    fn drop(&mut self) {
        if !self.is_over {
            self.lines.lines().remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_come_meanwhile_are_served_together_and_in_order() {
        let lines = Arc::new(Lines::default());
        let mut served = lines.join('a', 3).unwrap().unwrap();
        assert!(lines.join('a', 4).unwrap().is_none() && lines.join('a', 5).unwrap().is_none());
        assert!(lines.join('b', 1).unwrap().is_some());
        let weight = |one: &usize| *one;
        assert_eq!(served.next(7, weight), Some(vec![3, 4]));
        assert_eq!(served.next(1, weight), Some(vec![5]), "what is too heavy goes alone");
        assert_eq!(served.next(7, weight), None);
        let again = lines.join('a', 6).unwrap();
        drop(served);
        assert!(again.is_some() && lines.join('a', 7).unwrap().is_none(), "the next line is another one");
    }

    #[test]
    fn a_line_that_nobody_serves_any_more_is_broken_up() {
        let lines = Arc::new(Lines::default());
        let served = lines.join('a', 1).unwrap();
        drop(served);
        assert!(lines.join('a', 2).unwrap().is_some());
    }

    #[test]
    fn a_line_has_an_end() {
        let lines = Arc::new(Lines::default());
        let _served = lines.join('a', 0).unwrap();
        assert!((1..MOST_WAITING).all(|n| lines.join('a', n).is_ok()));
        assert!(matches!(lines.join('a', 0), Err(Error::Busy)));
    }
}
