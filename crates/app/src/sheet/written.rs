//! Writing tables, as separated text or as a workbook: every cell is a text, none of them a formula (reliability S11), and
//! what is read again by the readers beside this one is what was written.

use crate::Error;
use postup_domain::import::{TableFormat, guarded};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::mem;

/// The most rows of one sheet; table programs end at 1,048,576.
const MOST_ROWS: u32 = 1_000_000;

/// A table on its way out.
pub struct Written(Form);

enum Form {
    /// What was not taken yet.
    Text(String),
    Book(Box<Book>),
}

struct Book {
    workbook: Workbook,
    text: Format,
    heading: Vec<String>,
    /// Rows on the last sheet.
    rows: u32,
}

impl Written {
    pub fn new(format: TableFormat) -> Result<Self, Error> {
        Ok(Self(match format {
            // The mark tells table programs that this is UTF-8.
            TableFormat::Csv => Form::Text("\u{feff}".to_owned()),
            TableFormat::Xlsx => Form::Book(Box::new(Book::new().map_err(broken)?)),
        }))
    }

    /// The names of the columns.
    pub fn heading<'c>(&mut self, columns: impl Iterator<Item = &'c str>) -> Result<(), Error> {
        match &mut self.0 {
            Form::Text(text) => {
                text.push_str(&line(columns));
                Ok(())
            }
            Form::Book(book) => {
                book.heading = columns.map(str::to_owned).collect();
                book.begin_sheet().map_err(broken)
            }
        }
    }

    pub fn row<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> Result<(), Error> {
        match &mut self.0 {
            Form::Text(text) => {
                text.push_str(&line(cells));
                Ok(())
            }
            Form::Book(book) => book.row(cells).map_err(broken),
        }
    }

    /// What can go already. A workbook goes as a whole.
    pub fn take(&mut self) -> Vec<u8> {
        match &mut self.0 {
            Form::Text(text) => mem::take(text).into_bytes(),
            Form::Book(_) => Vec::new(),
        }
    }

    /// Everything that was not taken. Folding a large workbook takes a second of a processor.
    pub fn finish(self) -> Result<Vec<u8>, Error> {
        match self.0 {
            Form::Text(text) => Ok(text.into_bytes()),
            Form::Book(mut book) => book.workbook.save_to_buffer().map_err(broken),
        }
    }
}

impl Book {
    fn new() -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.add_worksheet_with_constant_memory()?;
        // As text, so that a program which opens it again leaves zeros in front of numbers, and signs, as they are.
        Ok(Self { workbook, text: Format::new().set_num_format("@"), heading: Vec::new(), rows: 0 })
    }

    fn sheet(&mut self) -> Result<&mut Worksheet, XlsxError> {
        let last = self.workbook.worksheets().len().saturating_sub(1);
        self.workbook.worksheet_from_index(last)
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        let (text, heading, first) = (self.text.clone(), self.heading.clone(), self.rows);
        let bold = text.clone().set_bold();
        let sheet = self.sheet()?;
        for (column, name) in (0..).zip(&heading) {
            sheet.set_column_width(column, 18)?;
            sheet.set_column_format(column, &text)?;
            sheet.write_string_with_format(first, column, name, &bold)?;
        }
        sheet.set_freeze_panes(first + 1, 0)?;
        self.rows += 1;
        Ok(())
    }

    fn row<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> Result<(), XlsxError> {
        if self.rows >= MOST_ROWS {
            self.workbook.add_worksheet_with_constant_memory()?;
            self.rows = 0;
            self.begin_sheet()?;
        }
        let (text, row) = (self.text.clone(), self.rows);
        let sheet = self.sheet()?;
        for (column, cell) in (0..).zip(cells) {
            if !cell.is_empty() {
                sheet.write_string_with_format(row, column, guarded(cell), &text)?;
            }
        }
        self.rows += 1;
        Ok(())
    }
}

/// One line as RFC 4180 wants it, with the semicolon that table programs here expect.
fn line<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let cells: Vec<String> = cells.map(|cell| quoted(&guarded(cell))).collect();
    cells.join(";") + "\r\n"
}

fn quoted(cell: &str) -> String {
    if cell.contains([';', ',', '"', '\n', '\r', '\t']) || cell.starts_with(' ') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn broken(error: XlsxError) -> Error {
    Error::Broken(format!("a workbook could not be written: {error}"))
}
