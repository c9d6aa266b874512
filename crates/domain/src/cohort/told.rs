//! What of a cohort's counts somebody may know: staff all of them; everybody else what it takes to decide about an
//! application, while applications are taken, and no small count of people (standards SDC-01).

use super::Cohort;
use crate::disclosure::is_tellable;
use chrono::{DateTime, Utc};

/// Free seats. Where few are taken it is a lower bound, the same however few they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seats {
    pub left: i32,
    pub is_least: bool,
}

impl Seats {
    /// Of so many, when so many are somebody's, for whoever may not know of fewer than `threshold` people.
    pub fn of(capacity: i32, taken: i32, threshold: i64) -> Self {
        let left = (capacity - taken).max(0);
        let few = i32::try_from(threshold).unwrap_or(i32::MAX).saturating_sub(1).max(0);
        if left == 0 || taken > few {
            return Self { left, is_least: false };
        }
        Self { left: capacity.saturating_sub(few).max(1), is_least: few > 0 }
    }
}

/// People who wait for a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    Exactly(i32),
    /// Somebody, but fewer than the least that may be told.
    FewerThan(i64),
}

/// The counts of a cohort as somebody may know them; nothing where they are none of their business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub seats: Option<Seats>,
    pub queue: Option<Queue>,
    /// How many have a confirmed seat.
    pub confirmed: Option<i32>,
}

impl Cohort {
    /// Its counts, for staff or for everybody else.
    pub fn told(&self, to_staff: bool, threshold: i64, now: DateTime<Utc>) -> Told {
        if !to_staff && self.takes_applications(now).is_err() {
            return Told { seats: None, queue: None, confirmed: None };
        }
        let threshold = if to_staff { 1 } else { threshold };
        let tellable = |count: i32| is_tellable(count.into(), threshold);
        Told {
            seats: Some(Seats::of(self.plan.capacity, self.confirmed + self.held, threshold)),
            queue: Some(if tellable(self.waitlisted) {
                Queue::Exactly(self.waitlisted)
            } else {
                Queue::FewerThan(threshold)
            }),
            // Beside the free seats it tells how many have to answer an offer.
            confirmed: Some(self.confirmed).filter(|count| tellable(*count) && tellable(self.held)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_who_have_a_seat_look_the_same_however_few_they_are() {
        let seats = |capacity, taken| Seats::of(capacity, taken, 5);
        for few in 0..5 {
            assert_eq!(seats(30, few), Seats { left: 26, is_least: true }, "{few}");
        }
        assert_eq!(seats(30, 5), Seats { left: 25, is_least: false });
        assert_eq!(seats(30, 30), Seats { left: 0, is_least: false });
        // In a small room only whether there is a seat.
        assert!((0..4).all(|few| seats(4, few) == Seats { left: 1, is_least: true }));
        assert_eq!(seats(4, 4), Seats { left: 0, is_least: false });
        // Whoever may know everything.
        assert_eq!(Seats::of(30, 2, 1), Seats { left: 28, is_least: false });
    }
}
