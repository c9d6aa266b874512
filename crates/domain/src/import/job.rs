//! The life of one file: taken in, looked at row by row, written all at once.

use super::{ImportKind, Verdict};
use crate::access::Author;
use crate::id::{ImportId, SessionId};
use crate::words;
use chrono::{DateTime, Utc};

words! {
    /// How far an import is.
    JobState {
        /// The file is here; nobody has looked at it yet.
        Received = "received",
        /// Its rows are being judged.
        Checking = "checking",
        /// Every row has its verdict. Nothing is written.
        Checked = "checked",
        /// Its rows are being written.
        Committing = "committing",
        /// Every row is written.
        Committed = "committed",
        /// The file as a whole cannot be taken. Nothing is written.
        Refused = "refused",
        /// Somebody thought better of it. Nothing is written.
        Discarded = "discarded",
    }
}

impl JobState {
    /// Somebody works on it or will, so that a look a second later may show more.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Received | Self::Checking | Self::Committing)
    }
}

/// How many rows have which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub new: i64,
    pub changed: i64,
    pub same: i64,
    pub faulty: i64,
}

impl Tally {
    /// Counts one row.
    pub fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::New => self.new += 1,
            Verdict::Changed => self.changed += 1,
            Verdict::Same => self.same += 1,
            Verdict::Faulty => self.faulty += 1,
        }
    }

    /// All rows.
    pub fn rows(&self) -> i64 {
        self.new + self.changed + self.same + self.faulty
    }

    /// Rows that a commit would write.
    pub fn to_write(&self) -> i64 {
        self.new + self.changed
    }
}

/// One file on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: ImportId,
    pub kind: ImportKind,
    /// The session that its rows speak of where they name none.
    pub session: Option<SessionId>,
    /// Who sent it, and with whose rights it is read.
    pub author: Author,
    /// As the sender called it.
    pub file_name: String,
    pub state: JobState,
    /// Verdicts so far.
    pub tally: Tally,
    /// Of the rows, how many are ready to be written while it is being committed.
    pub done: i64,
    /// Why the file is refused: the code of the flaw with its arguments, as JSON.
    pub flaw: Option<String>,
    /// Headings that no column answers to; their cells are passed over.
    pub ignored: Vec<String>,
    pub created_at: DateTime<Utc>,
    /// When it came to the state it is in.
    pub since: DateTime<Utc>,
}

impl Job {
    /// How many of how many rows are done with, where that is known.
    pub fn progress(&self) -> Option<(i64, i64)> {
        (self.state == JobState::Committing).then(|| (self.done, self.tally.rows()))
    }

    /// Nothing of it was written and nobody works on it.
    pub fn may_be_discarded(&self) -> bool {
        matches!(self.state, JobState::Checked | JobState::Refused | JobState::Discarded)
    }

    /// Whether its rows may be written: all are judged, none is faulty, one is to be written.
    pub fn can_commit(&self) -> bool {
        self.state == JobState::Checked && self.tally.faulty == 0 && self.tally.to_write() > 0
    }
}
