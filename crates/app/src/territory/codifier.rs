//! Reading the ministry's codifier: an `.xlsx` workbook or text separated by semicolons, told apart by content.
//!
//! Both have the same seven columns: the codes of the five levels (each row repeats its whole path), the letter of the
//! category and the name. Above the heading may stand the note of approval, whose last date is the day of the edition.
//! A file is taken as a whole or not at all.

mod edition_day;
mod finding;
mod rows;
mod text;
mod units;
mod workbook;
mod write;

pub use finding::{Finding, Flaw, Unusable};
pub use write::write;

use crate::sheet::{self, Bounds, Kind};
use chrono::NaiveDate;
use postup_domain::territory::Territory;
use rows::{LONGEST_CELL, MOST_CELLS, Table};

/// The largest file that is looked at, in bytes. The ministry's workbook has 1.5 MB, its text form 3.5 MB.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;

/// What a codifier may cost. The ministry's workbook has 12 MiB unfolded.
const BOUNDS: Bounds = Bounds {
    file: LARGEST_FILE,
    inflated: 50 * 1024 * 1024,
    cells: MOST_CELLS,
    longest: LONGEST_CELL,
    cut: false,
};

/// What one file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// From the note of approval, or the day it was read when there is none.
    pub in_force_on: NaiveDate,
    /// Every unit once, parents before their parts.
    pub units: Vec<Territory>,
}

/// Reads a file, whatever it is called. `today` dates an edition that does not say its day.
pub fn read(file: &[u8], today: NaiveDate) -> Result<Edition, Unusable> {
    let table = table(file)?;
    let in_force_on = edition_day::find(&table.preamble).unwrap_or(today);
    let units = units::read(&table.body, in_force_on)?;
    Ok(Edition { in_force_on, units })
}

fn table(file: &[u8]) -> Result<Table, Finding> {
    let rows = match sheet::kind(file, &BOUNDS)? {
        Kind::Workbook => workbook::read(file)?,
        Kind::Text => text::read(file)?,
    };
    Table::new(rows)
}

/// A file in which the reading broke off; the detail is technical.
pub fn damaged(detail: String) -> Unusable {
    Finding::of_file(Flaw::Damaged { detail }).into()
}
