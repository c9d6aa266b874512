//! Long work that is done piece by piece, each piece whole or not at all. Whoever dies in the middle is followed by another
//! who goes on where the last piece ended.

use crate::access::Author;
use crate::id::{CohortId, EnrollmentId, JobId};
use crate::words;
use chrono::{DateTime, Utc};

/// How many of its things are done in one piece.
pub const PIECE: usize = 100;

words! {
    /// What is done.
    JobKind {
        /// Certificates are issued.
        Issue = "issue",
    }
}

words! {
    /// How far it is.
    Progress {
        /// Nobody has begun it yet.
        Waiting = "waiting",
        Running = "running",
        Done = "done",
        /// It cannot go on; what is done stays done.
        Stopped = "stopped",
    }
}

words! {
    /// Why it stopped before it was done.
    Stop {
        /// Whoever asked for it no longer has the right to it.
        NoRight = "no_right",
        /// What remains cannot be done as things stand.
        Refused = "refused",
    }
}

impl Progress {
    /// A look a second later may show more.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

/// Work that somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub kind: JobKind,
    /// Who asked for it, and with whose rights it is done.
    pub author: Author,
    pub cohort: CohortId,
    /// What it is about, in order.
    pub wanted: Vec<EnrollmentId>,
    /// How many of them were seen to.
    pub done: usize,
    /// For how many of those something was made; the others no longer were as they had to be.
    pub made: usize,
    pub state: Progress,
    /// Why it stopped.
    pub reason: Option<Stop>,
    pub created_at: DateTime<Utc>,
    /// When it came to the state it is in.
    pub since: DateTime<Utc>,
}

impl Job {
    /// What is done next.
    pub fn next_piece(&self) -> &[EnrollmentId] {
        let rest = self.wanted.get(self.done..).unwrap_or_default();
        rest.get(..PIECE).unwrap_or(rest)
    }

    /// Takes a piece of so many things as done.
    pub fn advance(&mut self, done: usize, made: usize, now: DateTime<Utc>) {
        self.done += done;
        self.made += made;
        let state = if self.done >= self.wanted.len() { Progress::Done } else { Progress::Running };
        if state != self.state {
            (self.state, self.since) = (state, now);
        }
    }

    /// Ends it before it is done.
    pub fn stop(&mut self, reason: Stop, now: DateTime<Utc>) {
        (self.state, self.reason, self.since) = (Progress::Stopped, Some(reason), now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn pieces_make_up_the_whole_and_none_comes_twice() {
        let wanted: Vec<EnrollmentId> =
            (0..250).map(|number| EnrollmentId(Uuid::from_u128(number))).collect();
        let at = DateTime::UNIX_EPOCH;
        let mut job = Job {
            id: JobId(Uuid::nil()),
            kind: JobKind::Issue,
            author: None,
            cohort: CohortId(Uuid::nil()),
            wanted: wanted.clone(),
            done: 0,
            made: 0,
            state: Progress::Waiting,
            reason: None,
            created_at: at,
            since: at,
        };
        let mut seen = Vec::new();
        while !job.next_piece().is_empty() {
            assert!(job.state.is_under_way());
            seen.extend_from_slice(job.next_piece());
            job.advance(job.next_piece().len(), 0, at);
        }
        assert_eq!((seen, job.state, job.done), (wanted, Progress::Done, 250));
    }
}
