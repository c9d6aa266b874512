//! Figures: participations and people, always two numbers, along one dimension at a time.

use crate::words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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
