//! Reading tables that people send, workbooks and separated text alike: row by row, within bounds, every cell a text.
//! Formulas are never computed; of a formula's cell the text that its program left there is taken. And writing such tables.

mod archive;
mod encoding;
pub mod text;
pub mod workbook;
pub mod written;

pub use encoding::decoded;

/// What a file may cost.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The largest file that is looked at, in bytes.
    pub file: usize,
    /// What all parts of a workbook may hold together, unfolded, in bytes.
    pub inflated: u64,
    /// The most cells that are not empty.
    pub cells: u32,
    /// The longest text of a cell, in characters.
    pub longest: usize,
    /// Whether a longer text is cut to one character more than that; otherwise the file is refused.
    pub cut: bool,
}

/// One row: the cells that hold something, each with its column, which counts from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As the table program counts, from 1.
    pub number: u32,
    pub cells: Vec<(usize, String)>,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The file has no content.
    Empty,
    TooLarge {
        mebibytes: usize,
    },
    /// A workbook of the format before `.xlsx`.
    OldWorkbook,
    /// Neither a workbook nor text.
    NotText,
    /// A quotation mark opens a cell and never closes it.
    OpenQuote,
    /// It cannot be read to its end; the detail is technical.
    Damaged {
        detail: String,
    },
    /// The packed file has more parts than a workbook needs.
    TooManyParts {
        most: usize,
    },
    /// The packed file unfolds into too much.
    Bomb {
        mebibytes: u64,
    },
    TooManyCells {
        most: u32,
    },
    /// A row has more columns than a table program shows.
    TooWide {
        most: usize,
    },
    /// A text of a cell is longer, in characters.
    TooLong {
        most: usize,
    },
    /// The workbook has no sheet.
    NoSheet,
}

/// A flaw, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// As the table program counts, from 1.
    pub row: Option<u32>,
    /// Counts from 0.
    pub column: Option<usize>,
    pub flaw: Flaw,
}

impl Trouble {
    fn of_file(flaw: Flaw) -> Self {
        Self { row: None, column: None, flaw }
    }

    fn of_row(row: u32, flaw: Flaw) -> Self {
        Self { row: Some(row), column: None, flaw }
    }
}

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Workbook,
    Text,
}

/// Tells by the first bytes, whatever the file is called.
pub fn kind(file: &[u8], bounds: &Bounds) -> Result<Kind, Trouble> {
    match file {
        [] => Err(Trouble::of_file(Flaw::Empty)),
        file if file.len() > bounds.file => {
            Err(Trouble::of_file(Flaw::TooLarge { mebibytes: bounds.file / (1024 * 1024) }))
        }
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Ok(Kind::Workbook),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Trouble::of_file(Flaw::OldWorkbook)),
        _ => Ok(Kind::Text),
    }
}

/// Counts cells and looks at their texts on behalf of both readers.
struct Meter {
    bounds: Bounds,
    cells: u32,
}

impl Meter {
    fn new(bounds: &Bounds) -> Self {
        Self { bounds: *bounds, cells: 0 }
    }

    /// Puts a text into a row; an empty one costs nothing and leaves nothing.
    fn put(&mut self, row: &mut Row, column: usize, text: &str) -> Result<(), Trouble> {
        let Bounds { cells, longest, cut, .. } = self.bounds;
        if text.is_empty() {
            return Ok(());
        }
        self.cells += 1;
        if self.cells > cells {
            return Err(Trouble::of_row(row.number, Flaw::TooManyCells { most: cells }));
        }
        let kept = match text.char_indices().nth(longest + 1) {
            Some((end, _)) if cut => text.get(..end).unwrap_or_default(),
            _ => text,
        };
        if !cut && text.trim().chars().nth(longest).is_some() {
            let flaw = Flaw::TooLong { most: longest };
            return Err(Trouble { row: Some(row.number), column: Some(column), flaw });
        }
        row.cells.push((column, kept.to_owned()));
        Ok(())
    }
}
