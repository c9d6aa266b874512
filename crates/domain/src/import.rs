//! Tables that people send: what they may hold, and the verdict on each of their rows.
//!
//! An import adds and corrects, it never removes anybody and never empties a field: an empty cell says nothing. So the
//! same file a second time changes nothing, and a file of some people is not a list of all others' ends.

mod columns;
mod job;

pub use columns::{Column, ENROLLMENTS, INTERRUPTIONS, MARKS, NOMINATIONS, PEOPLE};
pub use job::{Job, JobState, Tally};

use crate::rejection::{Fault, Rejection};
use crate::text::Both;
use crate::words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// What the rows of a table are.
    ImportKind {
        People = "people",
        Enrollments = "enrollments",
        Nominations = "nominations",
        /// What lists say of people in sessions.
        Marks = "marks",
        /// When something stopped sessions.
        Interruptions = "interruptions",
    }
}

impl ImportKind {
    /// Its rows speak of sessions: trainers may send and take them too.
    pub const fn is_of_sessions(self) -> bool {
        matches!(self, Self::Marks | Self::Interruptions)
    }

    /// The columns such a table has.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::People => PEOPLE,
            Self::Enrollments => ENROLLMENTS,
            Self::Nominations => NOMINATIONS,
            Self::Marks => MARKS,
            Self::Interruptions => INTERRUPTIONS,
        }
    }
}

words! {
    /// How a table is written.
    TableFormat {
        Csv = "csv",
        Xlsx = "xlsx",
    }
}

words! {
    /// What becomes of a row.
    Verdict {
        /// Somebody or something is added.
        New = "new",
        /// What is known is corrected.
        Changed = "changed",
        /// Nothing is to be done.
        Same = "same",
        /// The row cannot be taken; as long as there is one, nothing is.
        Faulty = "faulty",
    }
}

/// The most rows of one file.
pub const MOST_ROWS: u32 = 100_000;

/// The longest text of a cell that is looked at, in characters; the rest is cut, and the cell then too long for any field.
pub const LONGEST_CELL: usize = 1_000;

/// Why a row cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowFault {
    /// A cell cannot be what its column wants.
    Cell { column: String, fault: Fault },
    /// An earlier row of the file speaks of the same person, or the same person in the same cohort.
    Repeated { row: u32 },
    /// Several things go by what the cell says.
    Ambiguous { column: String },
    /// The importer may not add or change this person.
    NotYours,
    /// A rule says no; the code of the refusal, and the instant and the people that its sentence speaks of.
    Refused {
        code: String,
        instant: Option<DateTime<Utc>>,
        #[serde(default)]
        whom: Option<Both<String>>,
    },
}

impl RowFault {
    /// A cell cannot be what its column wants.
    pub fn cell(column: impl Into<String>, fault: Fault) -> Self {
        Self::Cell { column: column.into(), fault }
    }

    /// A rule says no.
    pub fn refused(no: &Rejection) -> Self {
        Self::Refused { code: no.code().to_owned(), instant: no.instant, whom: no.whom.clone() }
    }

    /// The stable code, also the key of its words.
    pub fn code(&self) -> &str {
        match self {
            Self::Cell { fault, .. } => fault.code(),
            Self::Repeated { .. } => "import-fault-repeated",
            Self::Ambiguous { column } if column == "session" => "import-fault-ambiguous-session",
            Self::Ambiguous { column } if column == "line_code" => "import-fault-ambiguous-line",
            Self::Ambiguous { .. } => "import-fault-ambiguous",
            Self::NotYours => "import-fault-not-yours",
            Self::Refused { code, .. } => code,
        }
    }

    /// The column at fault, if it is one.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Cell { column, .. } | Self::Ambiguous { column } => Some(column),
            _ => None,
        }
    }
}

/// A row with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// As the table program counts, from 1.
    pub number: u32,
    /// One text for each column of the kind, empty where the cell is.
    pub cells: Vec<String>,
    pub verdict: Verdict,
    /// Why it is faulty.
    pub faults: Vec<RowFault>,
}

/// What a cell says: without what table programs put around texts. White space of every kind and marks of byte order
/// fall away at both ends; `="00123"` and a leading apostrophe in front of a digit or a sign that begins a formula are how
/// a text is kept a text.
pub fn plain(cell: &str) -> &str {
    let trimmed =
        cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}'));
    if let Some(inside) = trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return inside.trim();
    }
    match trimmed.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) || begins_with_digit(rest) => rest,
        _ => trimmed,
    }
}

/// What a cell must not begin with when a table program opens the file (reliability S11).
pub fn begins_formula(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

/// A text as a cell of a file that is written: never a formula.
pub fn guarded(text: &str) -> String {
    let is_quoted_number = text.starts_with('\'') && begins_with_digit(text);
    if looks_like_formula(text) || is_quoted_number { format!("'{text}") } else { text.to_owned() }
}

/// Begins like a number, perhaps behind apostrophes.
fn begins_with_digit(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(|first: char| first.is_ascii_digit())
}

/// Begins like a formula, perhaps behind apostrophes: so that what was guarded once can be guarded again.
fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(begins_formula)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_table_programs_put_around_a_text_falls_away() {
        for (cell, said) in [
            ("\u{a0} olena@rada.gov.ua\u{a0}", "olena@rada.gov.ua"),
            ("\u{feff}email", "email"),
            ("=\"00032945\"", "00032945"),
            ("'+380501234567", "+380501234567"),
            ("'00032945", "00032945"),
            ("'ясний", "'ясний"),
            ("", ""),
            ("=1+1", "=1+1"),
        ] {
            assert_eq!(plain(cell), said, "{cell:?}");
        }
    }

    #[test]
    fn a_text_that_is_written_and_read_stays_itself_and_is_no_formula() {
        for text in
            ["=HYPERLINK(\"x\")", "'007", "''7", "007", "+380", "-1", "@a", "＝1", "'=1", "'ok", "Олена", "'"]
        {
            let cell = guarded(text);
            assert!(!cell.starts_with(begins_formula), "{cell}");
            assert_eq!(plain(&cell), text);
        }
    }
}
