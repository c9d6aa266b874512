//! The rows of the workbook. Rows that the sheet leaves out come back as one empty row.

use super::BOUNDS;
use super::finding::Finding;
use super::rows::Row;
use crate::sheet;

/// All rows that have a cell, in the order of the sheet.
pub fn read(file: &[u8]) -> Result<Vec<Row>, Finding> {
    let mut rows: Vec<Row> = Vec::new();
    sheet::workbook::read(file, &BOUNDS, |found: sheet::Row| {
        let last = rows.last().map_or(0, |row| row.number);
        if found.number > last + 1 {
            rows.push(Row::new(found.number - 1));
        }
        let mut row = Row::new(found.number);
        found.cells.iter().try_for_each(|(column, text)| row.put(*column, text))?;
        rows.push(row);
        Ok::<(), Finding>(())
    })?;
    Ok(rows)
}
