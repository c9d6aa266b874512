//! Writing the text form, so that what was read can be read again.

use super::edition_day;
use super::rows::TITLES;
use chrono::NaiveDate;
use postup_domain::territory::{Level, Territory, TerritoryCode};

/// The units as text: UTF-8 with a mark for table programs, semicolons, CRLF, a note with the day of the edition, the
/// heading, one row each. Where a level is missing above a unit, the row repeats the code before it, as the ministry does.
pub fn write(in_force_on: NaiveDate, units: &[Territory]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let note = format!("У редакції від {}", edition_day::say(in_force_on));
    writer.write_record(["", "", "", "", "", note.as_str(), ""])?;
    writer.write_record(TITLES)?;
    for unit in units {
        let path = path(unit);
        let code = |level: usize| path.get(level).copied().unwrap_or_default();
        let codes = [code(0), code(1), code(2), code(3), code(4)];
        writer.write_record(codes.iter().chain(&[unit.category.as_str(), unit.name.as_str()]))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
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
