//! Figures said in words: what a key is called, hours from minutes, the table as CSV. Shared by pages and interface.

use postup_app::figures::Named;
use postup_domain::figures::{Dimension, Figure, Stages};
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
        Dimension::Month | Dimension::All => key.to_owned(),
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

/// The table as CSV (RFC 4180) with machine names; a byte-order mark so that spreadsheets read it as UTF-8.
pub fn csv(named: &Named, locale: Locale) -> Result<Vec<u8>, csv::Error> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record([
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
        "hours",
        "as_of",
    ])?;
    let as_of = named.figures.as_of.to_rfc3339();
    for line in lines(named, locale) {
        let (a, b) = (line.figure.participations, line.figure.people);
        let counts = [a.applied, a.confirmed, a.present, a.completed, a.certified]
            .into_iter()
            .chain([b.applied, b.confirmed, b.present, b.completed, b.certified])
            .map(|count| count.to_string());
        let head = [line.figure.key.clone(), harmless(&line.name)];
        let tail = [line.hours(), as_of.clone()];
        writer.write_record(head.into_iter().chain(counts).chain(tail))?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// A text that no spreadsheet takes for a formula (reliability S11).
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
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
    fn formulas_are_disarmed() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("Суми"), "Суми");
    }
}
