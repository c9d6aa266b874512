//! The rows of a table, whatever file they came from.

use super::finding::{Finding, Flaw, quoted};
use postup_domain::search::search_key;

/// The titles of the seven columns.
pub const TITLES: [&str; COLUMNS] = [
    "Перший рівень",
    "Другий рівень",
    "Третій рівень",
    "Четвертий рівень",
    "Додатковий рівень",
    "Категорія об’єкта",
    "Назва об’єкта",
];
pub const COLUMNS: usize = 7;
pub const CATEGORY: usize = 5;
pub const NAME: usize = 6;

/// The longest text a cell may have, in characters; the note of approval has about two hundred.
pub const LONGEST_CELL: usize = 1_000;

/// No file with more cells is read. The ministry's has a quarter of a million.
pub const MOST_CELLS: u32 = 1_000_000;

/// How far down the heading is looked for.
const LAST_HEADING: u32 = 50;

/// One row: trimmed texts, empty where the cell is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As the table program counts, from 1.
    pub number: u32,
    pub cells: [String; COLUMNS],
    /// The first text to the right of the seven columns.
    pub beyond: Option<String>,
}

impl Row {
    pub fn new(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    /// Puts a text into a column, which counts from 0.
    pub fn put(&mut self, column: usize, text: &str) -> Result<(), Finding> {
        let text = text.trim();
        if text.chars().nth(LONGEST_CELL).is_some() {
            return Err(Finding::of_cell(self.number, column, Flaw::TooLong { most: LONGEST_CELL }));
        }
        match self.cells.get_mut(column) {
            Some(cell) => text.clone_into(cell),
            None if text.is_empty() || self.beyond.is_some() => {}
            None => self.beyond = Some(quoted(text)),
        }
        Ok(())
    }

    pub fn is_blank(&self) -> bool {
        self.beyond.is_none() && self.cells.iter().all(String::is_empty)
    }

    /// The first text of the row, as a message may repeat it.
    pub fn first_text(&self) -> String {
        self.cells.iter().find(|cell| !cell.is_empty()).map_or_else(String::new, |cell| quoted(cell))
    }
}

/// The rows above the heading, and those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub preamble: Vec<Row>,
    pub body: Vec<Row>,
}

impl Table {
    /// Finds the heading by its titles and parts the rows there.
    pub fn new(mut rows: Vec<Row>) -> Result<Self, Finding> {
        let likeness = |row: &Row| titles_of(row).filter(|(_, expected, found)| expected == found).count();
        let candidates = rows.iter().take_while(|row| row.number <= LAST_HEADING);
        let (position, heading) = candidates
            .enumerate()
            .min_by_key(|(_, row)| COLUMNS - likeness(row))
            .filter(|(_, row)| likeness(row) * 2 > COLUMNS)
            .ok_or(Finding::of_file(Flaw::NoHeading))?;
        check_titles(heading)?;
        let body = rows.split_off(position + 1);
        rows.truncate(position);
        Ok(Self { preamble: rows, body })
    }
}

fn check_titles(heading: &Row) -> Result<(), Finding> {
    if let Some((column, ..)) = titles_of(heading).find(|(_, expected, found)| expected != found) {
        let found = heading.cells.get(column).map_or_else(String::new, |cell| quoted(cell));
        let expected = TITLES.get(column).copied().unwrap_or_default();
        return Err(Finding::of_cell(heading.number, column, Flaw::WrongTitle { expected, found }));
    }
    match &heading.beyond {
        Some(found) => {
            Err(Finding::of_cell(heading.number, COLUMNS, Flaw::BeyondColumns { found: found.clone() }))
        }
        None => Ok(()),
    }
}

/// Column, expected and found title, both in the form for comparing.
fn titles_of(row: &Row) -> impl Iterator<Item = (usize, String, String)> {
    TITLES
        .iter()
        .zip(&row.cells)
        .enumerate()
        .map(|(column, (title, cell))| (column, search_key(title), search_key(cell)))
}
