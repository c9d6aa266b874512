//! What can be typeset.

use crate::sheet::Sheet;
use crate::signatures::Signatures;
use crate::year::Year;
use chrono::{NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

/// One document. It is all that the typesetting process is ever told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Document {
    Certificate(Box<Sheet>),
    Signatures(Box<Signatures>),
    Year(Box<Year>),
}

impl Document {
    /// What makes it another document than every other one.
    pub(crate) fn identity(&self) -> String {
        match self {
            Self::Certificate(sheet) => sheet.number.clone(),
            Self::Signatures(list) => format!("{} {}", list.title, list.as_of),
            Self::Year(year) => format!("{} {}", year.title, year.as_of),
        }
    }

    /// Of when it is.
    pub(crate) fn time(&self) -> NaiveDateTime {
        match self {
            Self::Certificate(sheet) => sheet.issued_on.and_time(NaiveTime::MIN),
            Self::Signatures(list) => list.as_of,
            Self::Year(year) => year.as_of,
        }
    }
}
