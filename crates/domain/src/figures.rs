//! Figures: participations and people, always two numbers, along one dimension at a time.

use crate::id::{CourseId, ProgramId};
use crate::rejection::{Fault, Invalid};
use crate::territory::TerritoryCode;
use crate::words;
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

words! {
    /// Along what figures are told apart.
    Dimension {
        /// One row: everything.
        All = "all",
        Oblast = "oblast",
        Raion = "raion",
        Hromada = "hromada",
        Organization = "organization",
        Course = "course",
        Subject = "subject",
        Program = "program",
        Funder = "funder",
        /// The month (Europe/Kyiv) in which the cohort starts, `2026-05`.
        Month = "month",
    }
}

/// How many participations, or people, came how far. Each stage counts those of the stage before that reached it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stages {
    pub applied: i64,
    pub confirmed: i64,
    /// Were present in at least one session.
    pub present: i64,
    pub completed: i64,
    pub certified: i64,
}

impl Stages {
    /// In order.
    pub fn list(self) -> [i64; 5] {
        [self.applied, self.confirmed, self.present, self.completed, self.certified]
    }
}

/// One row of a table of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The code or id the row stands for; empty for everything, or where it is not known.
    pub key: String,
    pub participations: Stages,
    pub people: Stages,
    /// Credited, in minutes.
    pub minutes: i64,
}

/// A table of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    pub by: Dimension,
    pub rows: Vec<Figure>,
    pub total: Figure,
    /// Everything that happened before this instant is counted.
    pub as_of: DateTime<Utc>,
}

/// A calendar month, `2026-05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NaiveDate);

impl Month {
    /// Reads `2026-05`.
    pub fn new(field: &'static str, raw: &str) -> Result<Self, Invalid> {
        let text = raw.trim();
        let read =
            (text.len() == 7).then(|| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok());
        read.flatten().map(Self).ok_or_else(|| Invalid::new(field, Fault::NotADate))
    }

    /// The same, or none where nothing was given.
    pub fn optional(field: &'static str, raw: &str) -> Result<Option<Self>, Invalid> {
        if raw.trim().is_empty() { Ok(None) } else { Self::new(field, raw).map(Some) }
    }

    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// What of everything is counted: whatever is given must hold of a participation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// The post lies in this unit or below it.
    pub territory: Option<TerritoryCode>,
    pub course: Option<CourseId>,
    pub program: Option<ProgramId>,
    /// The cohort starts in this month or later.
    pub from: Option<Month>,
    /// The cohort starts in this month or earlier.
    pub until: Option<Month>,
}

impl Slice {
    /// Whether everything is counted.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }
}

/// The hromadas of one oblast, and in how many of them somebody completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The code of the oblast.
    pub oblast: String,
    /// As many as the codifier has.
    pub hromadas: i64,
    pub reached: i64,
}

/// How far one enrollment came: what the counters are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    pub applied: bool,
    pub confirmed: bool,
    pub present: bool,
    pub completed: bool,
    pub certified: bool,
    pub minutes: i64,
}

impl Reached {
    pub fn stages(self) -> Stages {
        Stages {
            applied: self.applied.into(),
            confirmed: self.confirmed.into(),
            present: self.present.into(),
            completed: self.completed.into(),
            certified: self.certified.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_and_said_alike() {
        assert_eq!(Month::new("from", " 2026-05 ").unwrap().to_string(), "2026-05");
        assert_eq!(Month::new("from", "2026-12").unwrap().next().to_string(), "2027-01");
        assert_eq!(Month::optional("from", ""), Ok(None));
        for wrong in ["2026", "2026-13", "05.2026", "2026-05-01", "травень"] {
            assert_eq!(Month::new("from", wrong).unwrap_err().field, "from", "{wrong}");
        }
    }
}
