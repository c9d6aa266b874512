//! Figures said in words: what a key is called, hours from minutes, the table as CSV. Shared by pages and interface.

use chrono::{DateTime, Utc};
use postup_app::figures::Named;
use postup_domain::figures::{Dimension, Figure, Month, Stages};
use postup_domain::import::guarded;
use postup_i18n::{Locale, Words};
use postup_persistence::figures::Label;

/// One row with its name.
#[derive(Clone, Debug)]
pub struct Line {
    pub name: String,
    pub figure: Figure,
}

impl Line {
    /// Credited hours of sixty minutes, cut to the hundredth: `12.5`.
    pub fn hours(&self) -> String {
        hours(self.figure.minutes)
    }

    /// Which share of those who hold a seat completed, in whole percent; nothing where nobody holds one.
    pub fn completion_percent(&self) -> Option<i64> {
        let Stages { confirmed, completed, .. } = self.figure.participations;
        (confirmed > 0).then(|| completed * 100 / confirmed)
    }
}

/// A column by which a table of figures is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Name,
    Applied,
    Confirmed,
    Present,
    Completed,
    Certified,
    Rate,
    Hours,
}

impl Column {
    /// In the order in which they stand.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Name, "name"),
        (Self::Applied, "applied"),
        (Self::Confirmed, "confirmed"),
        (Self::Present, "present"),
        (Self::Completed, "completed"),
        (Self::Certified, "certified"),
        (Self::Rate, "rate"),
        (Self::Hours, "hours"),
    ];

    fn number(self, line: &Line) -> i64 {
        let stages = line.figure.participations;
        match self {
            Self::Name => 0,
            Self::Applied => stages.applied,
            Self::Confirmed => stages.confirmed,
            Self::Present => stages.present,
            Self::Completed => stages.completed,
            Self::Certified => stages.certified,
            Self::Rate => line.completion_percent().unwrap_or(-1),
            Self::Hours => line.figure.minutes,
        }
    }
}

/// How a table is sorted: names from the first, months from the oldest, numbers from the greatest; or the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub column: Column,
    pub reversed: bool,
}

impl Sort {
    /// Reads `completed`, or `-completed` for the other way round; by name where it says nothing known.
    pub fn read(text: &str) -> Self {
        let (reversed, word) = text.strip_prefix('-').map_or((false, text), |word| (true, word));
        let known = Column::ALL.iter().find(|(_, name)| *name == word);
        known.map_or(Self { column: Column::Name, reversed: false }, |(column, _)| Self {
            column: *column,
            reversed,
        })
    }

    pub fn apply(self, lines: &mut [Line]) {
        if self.column != Column::Name {
            lines.sort_by_key(|line| std::cmp::Reverse(self.column.number(line)));
        }
        if self.reversed {
            lines.reverse();
        }
    }
}

/// The head of a column: its words, the address that sorts by it, and how it is sorted now, if it is.
#[derive(Clone, Debug)]
pub struct Head {
    pub label: String,
    pub path: String,
    pub state: &'static str,
    pub right: bool,
}

/// The heads of a table; `address` makes the address that sorts it as told.
pub fn heads(locale: Locale, by: Dimension, sort: &str, address: impl Fn(&str) -> String) -> Vec<Head> {
    let words = Words::embedded();
    Column::ALL
        .iter()
        .map(|(column, name)| {
            let label = match column {
                Column::Name => words.text(locale, &format!("figures-by-{by}")),
                Column::Rate => words.text(locale, "figures-completion-rate"),
                Column::Hours => words.text(locale, "figures-hours"),
                _ => words.text(locale, &format!("figures-stage-{name}")),
            };
            head(label, name, sort, &address)
        })
        .collect()
}

/// The head of one column; `sort` says how the table is sorted now, by name where it says nothing.
pub fn head(label: String, name: &str, sort: &str, address: &impl Fn(&str) -> String) -> Head {
    let (reversed, by) = sort.strip_prefix('-').map_or((false, sort), |by| (true, by));
    let is_name = name == "name";
    let here = by == name || (by.is_empty() && is_name);
    let state = match (here, is_name != reversed) {
        (false, _) => "",
        (true, true) => "ascending",
        (true, false) => "descending",
    };
    let turned = if here && !reversed { format!("-{name}") } else { name.to_owned() };
    Head { label, path: address(&turned), state, right: !is_name }
}

/// Hours of sixty minutes, cut to the hundredth, as a plain decimal.
pub fn hours(minutes: i64) -> String {
    postup_domain::course::Hours::from_hundredths(minutes * 100 / 60).to_string()
}

/// Every row with the name of its key, in the order people expect: by name, months by time.
pub fn lines(named: &Named, locale: Locale) -> Vec<Line> {
    let by = named.figures.by;
    let mut lines: Vec<Line> = named
        .figures
        .rows
        .iter()
        .map(|figure| Line { name: name(by, &figure.key, &named.labels, locale), figure: figure.clone() })
        .collect();
    if by != Dimension::Month {
        lines
            .sort_by_key(|line| (line.figure.key.is_empty(), postup_domain::collation::sort_key(&line.name)));
    }
    lines
}

/// What a key is called.
pub fn name(by: Dimension, key: &str, labels: &[Label], locale: Locale) -> String {
    let words = Words::embedded();
    if key.is_empty() {
        return words.text(locale, "figures-not-stated");
    }
    match by {
        Dimension::Subject => words.text(locale, &format!("course-subject-{}", key.replace('_', "-"))),
        Dimension::Month => {
            Month::new("month", key).map_or_else(|_| key.to_owned(), |month| locale.month(month.first_day()))
        }
        Dimension::All => key.to_owned(),
        _ => match labels.iter().find(|label| label.key == key) {
            Some(label) => {
                let text = match locale {
                    Locale::Uk => &label.uk,
                    Locale::En => &label.en,
                };
                match noun(label) {
                    Some(noun) => words.text_with(locale, noun, &[("name", text.as_str().into())]),
                    None => text.clone(),
                }
            }
            None => key.to_owned(),
        },
    }
}

/// The noun that a unit of the codifier needs, since the codifier gives bare adjectives.
fn noun(label: &Label) -> Option<&'static str> {
    match label.category.as_str() {
        "O" if label.key.starts_with("UA01") => Some("territory-name-crimea"),
        "O" => Some("territory-name-oblast"),
        "K" => Some("territory-name-special-status-city"),
        "P" => Some("territory-name-raion"),
        "H" => Some("territory-name-hromada"),
        _ => None,
    }
}

/// What a table is counted of, in a line of the file: a file that lies about tells by itself what it is.
pub struct Told<'a> {
    pub as_of: DateTime<Utc>,
    /// The query of the page, e.g. `by=oblast&course=…`.
    pub question: &'a str,
}

/// The rows as CSV, as they stand on the page.
pub fn csv(lines: &[Line], told: &Told<'_>) -> Result<Vec<u8>, csv::Error> {
    let head = [
        "key",
        "name",
        "participations_applied",
        "participations_confirmed",
        "participations_present",
        "participations_completed",
        "participations_certified",
        "people_applied",
        "people_confirmed",
        "people_present",
        "people_completed",
        "people_certified",
        "completion_percent",
        "hours",
        "as_of",
        "question",
    ];
    let as_of = told.as_of.to_rfc3339();
    let rows = lines.iter().map(|line| {
        let (a, b) = (line.figure.participations, line.figure.people);
        let counts = [a.applied, a.confirmed, a.present, a.completed, a.certified]
            .into_iter()
            .chain([b.applied, b.confirmed, b.present, b.completed, b.certified])
            .map(|count| count.to_string());
        let percent = line.completion_percent().map(|percent| percent.to_string()).unwrap_or_default();
        let mut row = vec![line.figure.key.clone(), line.name.clone()];
        row.extend(counts);
        row.extend([percent, line.hours(), as_of.clone(), told.question.to_owned()]);
        row
    });
    comma_separated(&head, rows)
}

/// A table as CSV (RFC 4180) with machine names; a byte-order mark so that spreadsheets read it as UTF-8, and nothing in
/// it that they would take for a formula.
pub fn comma_separated(
    head: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record(head)?;
    written(writer, rows)
}

/// More rows of such a table.
pub fn comma_separated_on(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, csv::Error> {
    written(writer(Vec::new()), rows)
}

fn writer(to: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to)
}

fn written(
    mut writer: csv::Writer<Vec<u8>>,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, csv::Error> {
    for row in rows {
        writer.write_record(row.iter().map(|text| guarded(text)))?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_cut_never_rounded_up() {
        assert_eq!(hours(90), "1.5");
        assert_eq!(hours(100), "1.66");
        assert_eq!(hours(0), "0");
    }

    #[test]
    fn a_table_is_sorted_as_told_and_back() {
        let line = |name: &str, completed| {
            let participations = Stages { completed, confirmed: 10, ..Stages::default() };
            let figure = Figure { key: String::new(), participations, people: participations, minutes: 0 };
            Line { name: name.to_owned(), figure }
        };
        let sorted = |text| {
            let mut lines = [line("а", 1), line("б", 5), line("в", 3)];
            Sort::read(text).apply(&mut lines);
            lines.map(|line| line.name).concat()
        };
        for (text, order) in
            [("", "абв"), ("-name", "вба"), ("completed", "бва"), ("-rate", "авб"), ("x", "абв")]
        {
            assert_eq!(sorted(text), order, "{text}");
        }
        let heads = heads(Locale::En, Dimension::Oblast, "completed", str::to_owned);
        let head = heads.iter().find(|head| !head.state.is_empty()).unwrap();
        assert_eq!((head.state, head.path.as_str()), ("descending", "-completed"));
    }
}
