//! How the house is.

use chrono::{DateTime, TimeDelta, Utc};

/// How often the worker writes down what it did.
pub const BEAT: TimeDelta = TimeDelta::seconds(30);

/// When one kind of the worker's work was last done, and when it last failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// `figures`, `reminders` …
    pub work: String,
    pub done_at: Option<DateTime<Utc>>,
    pub failed_at: Option<DateTime<Utc>>,
}

impl Beat {
    /// What came last was a failure.
    pub fn is_failing(&self) -> bool {
        self.failed_at > self.done_at
    }
}

/// Whether a worker that said this last is still there: one that misses three beats is not.
pub fn is_alive(last: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - last <= BEAT * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_last_counts() {
        let at = |second| DateTime::from_timestamp(second, 0);
        let beat = |done_at, failed_at| Beat { work: "figures".into(), done_at, failed_at };
        assert!(!beat(at(2), at(1)).is_failing());
        assert!(beat(at(1), at(2)).is_failing());
        assert!(beat(None, at(2)).is_failing());
        assert!(!beat(at(1), None).is_failing());
    }

    #[test]
    fn three_missed_beats_are_too_many() {
        let now = DateTime::from_timestamp(1_000, 0).unwrap();
        assert!(is_alive(now - TimeDelta::seconds(90), now));
        assert!(!is_alive(now - TimeDelta::seconds(91), now));
    }
}
