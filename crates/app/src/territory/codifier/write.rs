//! Writing the codifier, so that what was read can be read again.

use super::edition_day;
use super::rows::TITLES;
use crate::Error;
use crate::sheet::written::Written;
use chrono::NaiveDate;
use postup_domain::import::TableFormat;
use postup_domain::territory::{Level, Territory, TerritoryCode};

/// The units as the ministry writes them: a note with the day of the edition, the heading, one row each. Where a level is
/// missing above a unit, the row repeats the code before it.
pub fn write(format: TableFormat, in_force_on: NaiveDate, units: &[Territory]) -> Result<Vec<u8>, Error> {
    let mut written = Written::new(format)?;
    let note = format!("У редакції від {}", edition_day::say(in_force_on));
    written.row(["", "", "", "", "", note.as_str(), ""].into_iter())?;
    written.heading(TITLES.into_iter())?;
    for unit in units {
        let path = path(unit);
        let code = |level: usize| path.get(level).copied().unwrap_or_default();
        let codes = [code(0), code(1), code(2), code(3), code(4)];
        written.row(codes.into_iter().chain([unit.category.as_str(), unit.name.as_str()]))?;
    }
    written.finish()
}

/// The codes of the levels from the first down to the unit's own.
fn path(unit: &Territory) -> Vec<&str> {
    let mut path: Vec<&str> = Vec::new();
    for level in Level::ALL {
        if level == unit.category.level() {
            path.push(unit.code.as_str());
            break;
        }
        let here = unit.above().into_iter().find(|code| code.level() == level);
        path.extend(here.map(TerritoryCode::as_str).or_else(|| path.last().copied()));
    }
    path
}
