//! The rows of the first sheet of an `.xlsx` workbook that is shown, read cell by cell: a cell far off costs nothing.

use super::{Bounds, Flaw, Meter, Row, Trouble, archive};
use calamine::{Cell, Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx, XlsxError};
use std::io::{Cursor, Read, Seek};

/// Hands every row that has a cell to `take`, in the order of the sheet.
pub fn read<E: From<Trouble>>(
    file: &[u8],
    bounds: &Bounds,
    mut take: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    archive::check(file, bounds.inflated)?;
    let mut workbook = Xlsx::new(Cursor::new(file)).map_err(|error| damaged(None, &error))?;
    let sheet = shown(&workbook).ok_or_else(|| Trouble::of_file(Flaw::NoSheet))?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|error| damaged(None, &error))?;
    let mut meter = Meter::new(bounds);
    let mut row = Row::default();
    loop {
        let last = (row.number > 0).then_some(row.number);
        let Some(cell) = cells.next_cell().map_err(|error| damaged(last, &error))? else { break };
        let (number, column) = place(&cell);
        if number < row.number {
            let detail = format!("row {number} stands after row {}", row.number);
            return Err(Trouble::of_row(number, Flaw::Damaged { detail }).into());
        }
        if number > row.number {
            let finished = std::mem::replace(&mut row, Row { number, cells: Vec::new() });
            if finished.number > 0 {
                take(finished)?;
            }
        }
        put(&mut meter, &mut row, column, cell.get_value())?;
    }
    if row.number > 0 { take(row) } else { Ok(()) }
}

/// The first sheet that people see; programs hide sheets of lists and settings in front of it.
fn shown<R: Read + Seek>(workbook: &Xlsx<R>) -> Option<String> {
    let sheets = workbook.sheets_metadata();
    let shown = sheets.iter().find(|sheet| sheet.visible == SheetVisible::Visible);
    shown.or(sheets.first()).map(|sheet| sheet.name.clone())
}

/// The row, from 1, and the column, from 0.
fn place(cell: &Cell<DataRef<'_>>) -> (u32, usize) {
    let (row, column) = cell.get_position();
    (row.saturating_add(1), usize::try_from(column).unwrap_or(usize::MAX))
}

fn put(meter: &mut Meter, row: &mut Row, column: usize, value: &DataRef<'_>) -> Result<(), Trouble> {
    match value {
        DataRef::Empty => Ok(()),
        DataRef::String(text) => meter.put(row, column, text),
        DataRef::SharedString(text) => meter.put(row, column, text),
        DataRef::DateTime(instant) if instant.is_datetime() => meter.put(row, column, &day(instant)),
        other => meter.put(row, column, &Data::from(other.clone()).to_string()),
    }
}

/// A cell that its program shows as a date, as `2026-05-04`, with the time where there is one.
fn day(instant: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = instant.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {hour:02}:{minute:02}:{second:02}")
    }
}

fn damaged(row: Option<u32>, error: &XlsxError) -> Trouble {
    Trouble { row, column: None, flaw: Flaw::Damaged { detail: error.to_string() } }
}
