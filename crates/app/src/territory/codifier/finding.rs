//! What can be wrong with a file, and where.

use crate::sheet::{self, Trouble};
use postup_domain::territory::NotATerritoryCode;
use std::fmt;

/// How many findings are kept; the rest is only counted.
const KEPT: usize = 100;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The file has no content.
    Empty,
    /// The file is larger than any codifier.
    TooLarge {
        mebibytes: usize,
    },
    /// A workbook of the format before `.xlsx`.
    OldWorkbook,
    /// Neither a workbook nor text in UTF-8.
    NotText,
    /// The workbook or the text cannot be read to its end; the detail is technical.
    Damaged {
        detail: String,
    },
    /// The packed file has more parts than a workbook needs.
    TooManyParts {
        most: usize,
    },
    /// The packed file unfolds into more than any codifier has.
    Bomb {
        mebibytes: u64,
    },
    /// More cells than any codifier has.
    TooManyCells {
        most: u32,
    },
    /// No row holds the seven titles.
    NoHeading,
    /// A row holds most of the titles, but not this one.
    WrongTitle {
        expected: &'static str,
        found: String,
    },
    /// A text longer than any in a codifier, in characters.
    TooLong {
        most: usize,
    },
    /// Text to the right of the seven columns.
    BeyondColumns {
        found: String,
    },
    /// A row without any code.
    NoCode,
    /// A code stands to the right of an empty cell.
    Gap,
    BadCode {
        found: String,
        reason: NotATerritoryCode,
    },
    DuplicateCode {
        code: String,
        first_row: u32,
    },
    UnknownCategory {
        found: String,
    },
    /// The digits of the code stand for another level than the category.
    WrongLevel {
        code: String,
        code_level: u8,
        category: String,
        category_level: u8,
    },
    NoName,
    BadName {
        found: String,
    },
    /// A unit below the first level without one above it.
    NoParent {
        category: String,
    },
    /// A unit of the first level under another one.
    ParentAboveFirst {
        category: String,
    },
    ParentMissing {
        parent: String,
    },
    /// The unit above is of the same level or a lower one.
    ParentNotAbove {
        parent: String,
    },
    /// The row names other units above than the row of its parent does.
    WrongPath {
        expected: String,
        found: String,
    },
    /// Text below the table.
    AfterEnd {
        found: String,
    },
    /// The heading has no rows under it.
    NoUnits,
}

impl Flaw {
    /// The stable code, also the key of its words.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "territory-flaw-empty",
            Self::TooLarge { .. } => "territory-flaw-too-large",
            Self::OldWorkbook => "territory-flaw-old-workbook",
            Self::NotText => "territory-flaw-not-text",
            Self::Damaged { .. } => "territory-flaw-damaged",
            Self::TooManyParts { .. } => "territory-flaw-too-many-parts",
            Self::Bomb { .. } => "territory-flaw-bomb",
            Self::TooManyCells { .. } => "territory-flaw-too-many-cells",
            Self::NoHeading => "territory-flaw-no-heading",
            Self::WrongTitle { .. } => "territory-flaw-wrong-title",
            Self::TooLong { .. } => "territory-flaw-too-long",
            Self::BeyondColumns { .. } => "territory-flaw-beyond-columns",
            Self::NoCode => "territory-flaw-no-code",
            Self::Gap => "territory-flaw-gap",
            Self::BadCode { reason: NotATerritoryCode::NoPrefix, .. } => "territory-flaw-code-prefix",
            Self::BadCode { reason: NotATerritoryCode::WrongLength(_), .. } => "territory-flaw-code-length",
            Self::BadCode { reason: NotATerritoryCode::NotADigit(_), .. } => "territory-flaw-code-digit",
            Self::BadCode { reason: NotATerritoryCode::NoFirstLevel, .. } => {
                "territory-flaw-code-first-level"
            }
            Self::DuplicateCode { .. } => "territory-flaw-duplicate-code",
            Self::UnknownCategory { .. } => "territory-flaw-unknown-category",
            Self::WrongLevel { .. } => "territory-flaw-wrong-level",
            Self::NoName => "territory-flaw-no-name",
            Self::BadName { .. } => "territory-flaw-bad-name",
            Self::NoParent { .. } => "territory-flaw-no-parent",
            Self::ParentAboveFirst { .. } => "territory-flaw-parent-above-first",
            Self::ParentMissing { .. } => "territory-flaw-parent-missing",
            Self::ParentNotAbove { .. } => "territory-flaw-parent-not-above",
            Self::WrongPath { .. } => "territory-flaw-wrong-path",
            Self::AfterEnd { .. } => "territory-flaw-after-end",
            Self::NoUnits => "territory-flaw-no-units",
        }
    }

    /// What the words of the flaw fill in.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Empty
            | Self::OldWorkbook
            | Self::NotText
            | Self::NoHeading
            | Self::NoCode
            | Self::Gap
            | Self::NoName
            | Self::NoUnits => vec![],
            Self::TooLarge { mebibytes } => vec![("most", mebibytes.to_string())],
            Self::Bomb { mebibytes } => vec![("most", mebibytes.to_string())],
            Self::TooManyParts { most } | Self::TooLong { most } => vec![("most", most.to_string())],
            Self::TooManyCells { most } => vec![("most", most.to_string())],
            Self::Damaged { detail } => vec![("detail", detail.clone())],
            Self::WrongTitle { expected, found } => {
                vec![("expected", (*expected).to_owned()), ("found", found.clone())]
            }
            Self::BeyondColumns { found }
            | Self::UnknownCategory { found }
            | Self::BadName { found }
            | Self::AfterEnd { found }
            | Self::BadCode { found, .. } => vec![("found", found.clone())],
            Self::DuplicateCode { code, first_row } => {
                vec![("code", code.clone()), ("row", first_row.to_string())]
            }
            Self::WrongLevel { code, code_level, category, category_level } => vec![
                ("code", code.clone()),
                ("code_level", code_level.to_string()),
                ("category", category.clone()),
                ("category_level", category_level.to_string()),
            ],
            Self::NoParent { category } | Self::ParentAboveFirst { category } => {
                vec![("category", category.clone())]
            }
            Self::ParentMissing { parent } | Self::ParentNotAbove { parent } => {
                vec![("parent", parent.clone())]
            }
            Self::WrongPath { expected, found } => {
                vec![("expected", expected.clone()), ("found", found.clone())]
            }
        }
    }
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// As the table program counts, from 1.
    pub row: Option<u32>,
    /// `A` to `H`.
    pub column: Option<char>,
    pub flaw: Flaw,
}

impl Finding {
    pub(super) fn of_file(flaw: Flaw) -> Self {
        Self { row: None, column: None, flaw }
    }

    pub(super) fn of_row(row: u32, flaw: Flaw) -> Self {
        Self { row: Some(row), column: None, flaw }
    }

    /// `column` counts from 0.
    pub(super) fn of_cell(row: u32, column: usize, flaw: Flaw) -> Self {
        Self { row: Some(row), column: letter(column), flaw }
    }
}

impl From<Trouble> for Finding {
    fn from(Trouble { row, column, flaw }: Trouble) -> Self {
        let flaw = match flaw {
            sheet::Flaw::Empty => Flaw::Empty,
            sheet::Flaw::TooLarge { mebibytes } => Flaw::TooLarge { mebibytes },
            sheet::Flaw::OldWorkbook => Flaw::OldWorkbook,
            sheet::Flaw::NotText => Flaw::NotText,
            sheet::Flaw::OpenQuote => Flaw::Damaged { detail: "a quotation mark is never closed".to_owned() },
            sheet::Flaw::Damaged { detail } => Flaw::Damaged { detail },
            sheet::Flaw::TooManyParts { most } => Flaw::TooManyParts { most },
            sheet::Flaw::Bomb { mebibytes } => Flaw::Bomb { mebibytes },
            sheet::Flaw::TooManyCells { most } => Flaw::TooManyCells { most },
            sheet::Flaw::TooLong { most } => Flaw::TooLong { most },
            sheet::Flaw::NoSheet | sheet::Flaw::TooWide { .. } => Flaw::NoHeading,
        };
        Self { row, column: column.and_then(letter), flaw }
    }
}

/// The name of a column that counts from 0.
fn letter(column: usize) -> Option<char> {
    "ABCDEFGH".chars().nth(column)
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.flaw.code())?;
        if let Some(row) = self.row {
            write!(f, " row={row}")?;
        }
        if let Some(column) = self.column {
            write!(f, " column={column}")?;
        }
        self.flaw.arguments().iter().try_for_each(|(name, value)| write!(f, " {name}={value:?}"))
    }
}

/// The file cannot be taken. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Unusable {
    /// The first hundred, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many there are in all.
    pub total: usize,
}

impl Unusable {
    pub(super) fn note(&mut self, finding: Finding) {
        self.total += 1;
        if self.findings.len() < KEPT {
            self.findings.push(finding);
        }
    }
}

impl From<Finding> for Unusable {
    fn from(finding: Finding) -> Self {
        Self { findings: vec![finding], total: 1 }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} findings", self.total)?;
        self.findings.iter().try_for_each(|finding| write!(f, "; {finding}"))
    }
}

impl std::error::Error for Unusable {}

/// A text from the file as a message may repeat it: short, and without characters that disturb a terminal.
pub(super) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().filter(|c| !c.is_control()).take(41).collect();
    if shown.chars().count() > 40 {
        shown.pop();
        shown.push('…');
    }
    shown
}
