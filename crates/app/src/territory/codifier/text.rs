//! The rows of the text form: UTF-8 with or without a mark at its beginning, separated by semicolons, any line ends.

use super::finding::{Finding, Flaw};
use super::rows::{MOST_CELLS, Row};

/// All rows that are not empty lines. A row is numbered by its line.
pub fn read(file: &[u8]) -> Result<Vec<Row>, Finding> {
    let text = decoded(file)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut cells = 0_usize;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(damaged)? {
        let line = record.position().map_or(0, csv::Position::line);
        let mut row = Row::new(u32::try_from(line).unwrap_or(u32::MAX));
        cells += record.len();
        if u32::try_from(cells).is_ok_and(|cells| cells > MOST_CELLS) {
            return Err(Finding::of_row(row.number, Flaw::TooManyCells { most: MOST_CELLS }));
        }
        for (column, field) in record.iter().enumerate() {
            row.put(column, field)?;
        }
        rows.push(row);
    }
    Ok(rows)
}

fn decoded(file: &[u8]) -> Result<&str, Finding> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let text = std::str::from_utf8(file).map_err(|error| not_text(file, error.valid_up_to()))?;
    match text.find('\0') {
        Some(at) => Err(not_text(file, at)),
        None => Ok(text),
    }
}

/// Names the line in which the text stops being one.
fn not_text(file: &[u8], at: usize) -> Finding {
    let breaks = file.iter().take(at).filter(|byte| **byte == b'\n').count();
    Finding::of_row(u32::try_from(breaks + 1).unwrap_or(u32::MAX), Flaw::NotText)
}

fn damaged(error: csv::Error) -> Finding {
    Finding::of_file(Flaw::Damaged { detail: error.to_string() })
}
