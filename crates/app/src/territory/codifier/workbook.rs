//! The rows of the first sheet of an `.xlsx` workbook, read cell by cell: a cell far off costs nothing.

use super::archive;
use super::finding::{Finding, Flaw};
use super::rows::{MOST_CELLS, Row};
use calamine::{Cell, Data, DataRef, Reader, Xlsx, XlsxError};
use std::io::Cursor;

/// All rows that have a cell, in the order of the sheet.
pub fn read(file: &[u8]) -> Result<Vec<Row>, Finding> {
    archive::check(file)?;
    let mut workbook = Xlsx::new(Cursor::new(file)).map_err(damaged)?;
    let sheet = workbook.sheet_names().into_iter().next().ok_or(Finding::of_file(Flaw::NoHeading))?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(damaged)?;
    let mut rows = Rows::default();
    while let Some(cell) = cells.next_cell().map_err(|error| rows.broken_off(&error))? {
        rows.take(&cell)?;
    }
    Ok(rows.finished)
}

#[derive(Default)]
struct Rows {
    finished: Vec<Row>,
    cells: u32,
}

impl Rows {
    fn take(&mut self, cell: &Cell<DataRef<'_>>) -> Result<(), Finding> {
        let (row, column) = cell.get_position();
        let number = row.saturating_add(1);
        self.cells += 1;
        if self.cells > MOST_CELLS {
            return Err(Finding::of_row(number, Flaw::TooManyCells { most: MOST_CELLS }));
        }
        let last = self.finished.last().map_or(0, |row| row.number);
        if number < last {
            let detail = format!("row {number} stands after row {last}");
            return Err(Finding::of_row(number, Flaw::Damaged { detail }));
        }
        if number > last + 1 {
            // The sheet leaves empty rows out; one stands for all of them.
            self.finished.push(Row::new(number - 1));
        }
        if number > last {
            self.finished.push(Row::new(number));
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let Some(row) = self.finished.last_mut() else { return Ok(()) };
        match cell.get_value() {
            DataRef::Empty => Ok(()),
            DataRef::String(text) => row.put(column, text),
            DataRef::SharedString(text) => row.put(column, text),
            other => row.put(column, &Data::from(other.clone()).to_string()),
        }
    }

    /// The sheet ends in the middle; the last whole row tells where.
    fn broken_off(&self, error: &XlsxError) -> Finding {
        let row = self.finished.last().map(|row| row.number);
        Finding { row, column: None, flaw: Flaw::Damaged { detail: error.to_string() } }
    }
}

fn damaged(error: XlsxError) -> Finding {
    Finding::of_file(Flaw::Damaged { detail: error.to_string() })
}
