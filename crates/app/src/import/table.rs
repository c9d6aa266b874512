//! From a file to rows of known columns: the heading is found by its titles, in any order; what it does not know is
//! passed over and named.

use super::LARGEST_FILE;
use crate::sheet::{self, Bounds, Flaw, Kind, Row, Trouble};
use postup_domain::import::{Column, ImportKind, LONGEST_CELL, MOST_ROWS, plain};
use serde::{Deserialize, Serialize};

/// What a file of rows may cost.
const BOUNDS: Bounds = Bounds {
    file: LARGEST_FILE,
    inflated: 64 * 1024 * 1024,
    cells: 3_000_000,
    longest: LONGEST_CELL,
    cut: true,
};

/// How far down the heading is looked for.
const LAST_HEADING: u32 = 20;

/// The most headings that are named as passed over.
const MOST_NAMED: usize = 20;

/// A row as it stands in the file: one text for each column of the kind, empty where the cell is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawRow {
    /// As the table program counts, from 1.
    pub number: u32,
    pub cells: Vec<String>,
}

/// What reading brings to light.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Headings that no column answers to.
    Ignored(Vec<String>),
    Row(RawRow),
}

/// Why a file as a whole cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFlaw {
    /// The key of its words.
    pub code: String,
    /// As the table program counts, from 1.
    pub row: Option<u32>,
    /// What the words fill in.
    pub arguments: Vec<(String, String)>,
}

impl FileFlaw {
    pub(crate) fn new(code: &str, row: Option<u32>, arguments: &[(&str, String)]) -> Self {
        let arguments = arguments.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Self { code: code.to_owned(), row, arguments }
    }

    /// A file that took more memory or time than a table needs.
    pub fn too_costly() -> Self {
        Self::new("import-flaw-too-costly", None, &[])
    }

    /// A file in which the reading broke off; the detail is technical.
    pub fn damaged(detail: String) -> Self {
        Self::new("import-flaw-damaged", None, &[("detail", detail)])
    }
}

impl From<Trouble> for FileFlaw {
    fn from(Trouble { row, flaw, .. }: Trouble) -> Self {
        match flaw {
            Flaw::Empty => Self::new("import-flaw-empty", row, &[]),
            Flaw::TooLarge { mebibytes } => {
                Self::new("import-flaw-too-large", row, &[("most", mebibytes.to_string())])
            }
            Flaw::OldWorkbook => Self::new("import-flaw-old-workbook", row, &[]),
            Flaw::NotText => Self::new("import-flaw-not-text", row, &[]),
            Flaw::OpenQuote => Self::new("import-flaw-open-quote", row, &[]),
            Flaw::Damaged { detail } => Self { row, ..Self::damaged(detail) },
            Flaw::TooManyParts { .. } | Flaw::Bomb { .. } => Self::new("import-flaw-bomb", row, &[]),
            Flaw::TooManyCells { most } => {
                Self::new("import-flaw-too-many-cells", row, &[("most", most.to_string())])
            }
            Flaw::TooWide { most } => Self::new("import-flaw-too-wide", row, &[("most", most.to_string())]),
            Flaw::TooLong { most } => Self::new("import-flaw-too-long", row, &[("most", most.to_string())]),
            Flaw::NoSheet => Self::new("import-flaw-no-sheet", row, &[]),
        }
    }
}

/// Reads a file, whatever it is called, and gives away what it finds; stops when `give` says that nobody listens.
pub fn read(file: &[u8], kind: ImportKind, give: impl FnMut(Piece) -> bool) -> Result<(), FileFlaw> {
    let mut reading = Reading { columns: kind.columns(), places: None, rows: 0, give };
    let take = |row: Row| reading.take(row);
    let read = match sheet::kind(file, &BOUNDS)? {
        Kind::Workbook => sheet::workbook::read(file, &BOUNDS, take),
        Kind::Text => sheet::text::read(file, &BOUNDS, take),
    };
    match read {
        Ok(()) => reading.finish(),
        Err(Stop::Flawed(flaw)) => Err(flaw),
        Err(Stop::NobodyListens) => Ok(()),
    }
}

enum Stop {
    Flawed(FileFlaw),
    NobodyListens,
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Flawed(trouble.into())
    }
}

impl From<FileFlaw> for Stop {
    fn from(flaw: FileFlaw) -> Self {
        Self::Flawed(flaw)
    }
}

struct Reading<G> {
    columns: &'static [Column],
    /// Column of the file → column of the kind, once the heading is found.
    places: Option<Vec<Option<usize>>>,
    rows: u32,
    give: G,
}

impl<G: FnMut(Piece) -> bool> Reading<G> {
    fn take(&mut self, row: Row) -> Result<(), Stop> {
        match &self.places {
            None => self.look_for_heading(&row),
            Some(places) => {
                let cells = placed(places, self.columns.len(), &row);
                if cells.iter().all(String::is_empty) {
                    return Ok(());
                }
                self.rows += 1;
                if self.rows > MOST_ROWS {
                    let most = [("most", MOST_ROWS.to_string())];
                    return Err(FileFlaw::new("import-flaw-too-many-rows", Some(row.number), &most).into());
                }
                self.give(Piece::Row(RawRow { number: row.number, cells }))
            }
        }
    }

    fn give(&mut self, piece: Piece) -> Result<(), Stop> {
        if (self.give)(piece) { Ok(()) } else { Err(Stop::NobodyListens) }
    }

    /// A row with two known titles is the heading; notes above it are passed over.
    fn look_for_heading(&mut self, row: &Row) -> Result<(), Stop> {
        let width = row.cells.iter().map(|(place, _)| place + 1).max().unwrap_or_default().min(1_000);
        let mut places = vec![None; width];
        let mut ignored = Vec::new();
        for (place, title) in row.cells.iter().filter(|(place, _)| *place < width) {
            let title = plain(title);
            let found = self.columns.iter().position(|column| column.is_called(title));
            match found {
                Some(column) if places.contains(&Some(column)) => {
                    return Err(FileFlaw::new(
                        "import-flaw-column-twice",
                        Some(row.number),
                        &[("title", short(title))],
                    )
                    .into());
                }
                Some(column) => {
                    if let Some(slot) = places.get_mut(*place) {
                        *slot = Some(column);
                    }
                }
                None if title.is_empty() => {}
                None => ignored.push(short(title)),
            }
        }
        if places.iter().flatten().count() < 2 {
            return if row.number < LAST_HEADING { Ok(()) } else { Err(self.no_heading().into()) };
        }
        let missing: Vec<&str> = (0..self.columns.len())
            .zip(self.columns)
            .filter(|(at, column)| column.required && !places.contains(&Some(*at)))
            .map(|(_, column)| column.name)
            .collect();
        if !missing.is_empty() {
            let missing = [("columns", missing.join(", "))];
            return Err(FileFlaw::new("import-flaw-columns-missing", Some(row.number), &missing).into());
        }
        ignored.truncate(MOST_NAMED);
        self.places = Some(places);
        self.give(Piece::Ignored(ignored))
    }

    fn no_heading(&self) -> FileFlaw {
        let wanted: Vec<&str> = self.columns.iter().filter(|one| one.required).map(|one| one.name).collect();
        FileFlaw::new("import-flaw-no-heading", None, &[("columns", wanted.join(", "))])
    }

    fn finish(self) -> Result<(), FileFlaw> {
        match (&self.places, self.rows) {
            (None, _) => Err(self.no_heading()),
            (Some(_), 0) => Err(FileFlaw::new("import-flaw-no-rows", None, &[])),
            (Some(_), _) => Ok(()),
        }
    }
}

/// The cells of a row in the order of the kind's columns.
fn placed(places: &[Option<usize>], count: usize, row: &Row) -> Vec<String> {
    let mut cells = vec![String::new(); count];
    for (place, text) in &row.cells {
        let column = places.get(*place).copied().flatten();
        if let Some(cell) = column.and_then(|column| cells.get_mut(column)) {
            plain(text).clone_into(cell);
        }
    }
    cells
}

/// A title as a message may repeat it.
fn short(title: &str) -> String {
    title.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<(Vec<String>, Vec<RawRow>), String> {
        let (mut named, mut rows) = (Vec::new(), Vec::new());
        let read = read(text.as_bytes(), ImportKind::Enrollments, |piece| {
            match piece {
                Piece::Ignored(titles) => named = titles,
                Piece::Row(row) => rows.push(row),
            }
            true
        });
        read.map(|()| (named, rows)).map_err(|flaw| flaw.code)
    }

    #[test]
    fn columns_stand_in_any_order_under_any_note() {
        let text = "Список на травень\n\n№;Пошта;ПІБ;Код групи\n1;\u{a0}a@b.ua ;Коваль;WATER-1\n;;;\n2;c@d.ua;;WATER-2\n";
        let (ignored, rows) = rows(text).unwrap();
        assert_eq!(ignored, ["№", "ПІБ"]);
        let said: Vec<_> =
            rows.iter().map(|row| (row.number, row.cells[0].as_str(), row.cells[1].as_str())).collect();
        assert_eq!(said, [(4, "WATER-1", "a@b.ua"), (6, "WATER-2", "c@d.ua")]);
    }

    #[test]
    fn a_file_that_is_no_such_table_says_why() {
        for (text, code) in [
            ("", "import-flaw-empty"),
            ("hello\nworld\n", "import-flaw-no-heading"),
            ("email;стан\na@b.ua;x\n", "import-flaw-columns-missing"),
            ("email;cohort;Пошта\n", "import-flaw-column-twice"),
            ("email;cohort\n;\n", "import-flaw-no-rows"),
            ("email;cohort\n\"a@b.ua;X\n", "import-flaw-open-quote"),
            ("email;cohort\na@b.ua;\0\n", "import-flaw-not-text"),
        ] {
            assert_eq!(rows(text), Err(code.to_owned()), "{text}");
        }
        let many = format!("email;cohort\n{}", "a;b\n".repeat(100_001));
        assert_eq!(rows(&many), Err("import-flaw-too-many-rows".to_owned()));
    }
}
