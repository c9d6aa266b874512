//! Registration numbers and the pattern they follow.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Longest registration number in characters.
const LONGEST: usize = 64;

/// A number as it is printed, for example `ПК 2026/000123`. Unique per issuer and year and without gaps; the use-case
/// that issues certificates sees to both (standards UA-09).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[cfg_attr(feature = "sea-orm", sea_orm(value_type = "String"))]
#[serde(into = "String", try_from = "String")]
pub struct RegistrationNumber(String);

impl RegistrationNumber {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<RegistrationNumber> for String {
    fn from(number: RegistrationNumber) -> Self {
        number.0
    }
}

/// The text cannot be a registration number: empty, longer than 64 characters, or with invisible characters or outer
/// spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a registration number")]
pub struct NotARegistrationNumber;

impl TryFrom<String> for RegistrationNumber {
    type Error = NotARegistrationNumber;

    fn try_from(text: String) -> Result<Self, NotARegistrationNumber> {
        let plain = !text.is_empty() && text.trim() == text && !text.chars().any(char::is_control);
        if plain && text.chars().count() <= LONGEST { Ok(Self(text)) } else { Err(NotARegistrationNumber) }
    }
}

impl FromStr for RegistrationNumber {
    type Err = NotARegistrationNumber;

    fn from_str(text: &str) -> Result<Self, NotARegistrationNumber> {
        text.to_owned().try_into()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Series,
    Year,
    /// With the smallest number of digits; shorter numbers get zeros in front.
    Number(usize),
}

/// How an issuer writes its numbers, for example `{series} {year}/{number:06}`.
///
/// `{year}` and `{number}` stand in every pattern exactly once and apart from each other, since otherwise two numbers
/// of one issuer could be written alike. `{series}` may be missing. `{number:06}` asks for at least six digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[cfg_attr(feature = "sea-orm", sea_orm(value_type = "String"))]
#[serde(into = "String", try_from = "String")]
pub struct NumberPattern {
    written: String,
    parts: Vec<Part>,
}

impl NumberPattern {
    /// Writes the number of one certificate.
    ///
    /// # Errors
    /// When the result is too long or the series contains invisible characters.
    pub fn format(
        &self,
        series: &str,
        year: i32,
        number: u64,
    ) -> Result<RegistrationNumber, NotARegistrationNumber> {
        let text: String = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Series => series.trim().to_owned(),
                Part::Year => format!("{year:04}"),
                Part::Number(digits) => format!("{number:0digits$}"),
            })
            .collect();
        // A pattern may begin with a series that this issuer does not use.
        text.trim().to_owned().try_into()
    }
}

impl Default for NumberPattern {
    /// `{series} {year}/{number:06}`.
    fn default() -> Self {
        Self {
            written: "{series} {year}/{number:06}".to_owned(),
            parts: vec![
                Part::Series,
                Part::Text(" ".to_owned()),
                Part::Year,
                Part::Text("/".to_owned()),
                Part::Number(6),
            ],
        }
    }
}

/// Why a text is not a number pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A brace without its partner.
    #[error("the pattern has a brace without its partner")]
    Brace,
    /// Something in braces that is none of `series`, `year`, `number`, `number:0N` with N from 1 to 12.
    #[error("the pattern knows only {{series}}, {{year}}, {{number}} and {{number:06}}")]
    UnknownField,
    /// `{year}` or `{number}` is missing, occurs twice, or the two touch.
    #[error("the pattern needs {{year}} and {{number}}, each once and not side by side")]
    Ambiguous,
    /// Longer than 64 characters or with invisible characters.
    #[error("the pattern is too long or has invisible characters")]
    Text,
}

impl FromStr for NumberPattern {
    type Err = PatternError;

    fn from_str(written: &str) -> Result<Self, PatternError> {
        if written.chars().count() > LONGEST || written.chars().any(char::is_control) {
            return Err(PatternError::Text);
        }
        let mut parts = Vec::new();
        let mut rest = written;
        while !rest.is_empty() {
            let (text, after) = rest.split_once('{').unwrap_or((rest, ""));
            if text.contains('}') {
                return Err(PatternError::Brace);
            }
            if !text.is_empty() {
                parts.push(Part::Text(text.to_owned()));
            }
            if text.len() == rest.len() {
                break;
            }
            let (field, after) = after.split_once('}').ok_or(PatternError::Brace)?;
            parts.push(read_field(field)?);
            rest = after;
        }
        if is_unambiguous(&parts) {
            Ok(Self { written: written.to_owned(), parts })
        } else {
            Err(PatternError::Ambiguous)
        }
    }
}

fn read_field(field: &str) -> Result<Part, PatternError> {
    match field {
        "series" => Ok(Part::Series),
        "year" => Ok(Part::Year),
        "number" => Ok(Part::Number(1)),
        _ => field
            .strip_prefix("number:0")
            .and_then(|digits| digits.parse().ok())
            .filter(|digits| (1..=12).contains(digits))
            .map(Part::Number)
            .ok_or(PatternError::UnknownField),
    }
}

fn is_unambiguous(parts: &[Part]) -> bool {
    let years = parts.iter().filter(|part| **part == Part::Year).count();
    let numbers = parts.iter().filter(|part| matches!(part, Part::Number(_))).count();
    let touching = parts.windows(2).any(|pair| match pair {
        [left, right] => !matches!(left, Part::Text(_)) && !matches!(right, Part::Text(_)),
        _ => false,
    });
    years == 1 && numbers == 1 && !touching
}

impl TryFrom<String> for NumberPattern {
    type Error = PatternError;

    fn try_from(written: String) -> Result<Self, PatternError> {
        written.parse()
    }
}

impl From<NumberPattern> for String {
    fn from(pattern: NumberPattern) -> Self {
        pattern.written
    }
}

impl fmt::Display for NumberPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_write_series_year_and_number() {
        for (pattern, number, written) in [
            ("{series} {year}/{number:06}", 123, "ПК 2026/000123"),
            ("№ {number}-{year}", 7, "№ 7-2026"),
            ("{year}.{series}.{number:03}", 12_345, "2026.ПК.12345"),
        ] {
            let pattern: NumberPattern = pattern.parse().unwrap();
            assert_eq!(pattern.format("ПК", 2026, number).unwrap().as_str(), written);
        }
        let default: NumberPattern = "{series} {year}/{number:06}".parse().unwrap();
        assert_eq!(NumberPattern::default(), default);
        assert_eq!(default.format("", 2026, 1).unwrap().as_str(), "2026/000001");
    }

    #[test]
    fn patterns_that_could_write_two_numbers_alike_are_refused() {
        for (pattern, error) in [
            ("{series}/{number}", PatternError::Ambiguous),
            ("{year}{number}", PatternError::Ambiguous),
            ("{year} {number} {number}", PatternError::Ambiguous),
            ("{year} {number:6}", PatternError::UnknownField),
            ("{year} {number:099}", PatternError::UnknownField),
            ("{year} {numbers}", PatternError::UnknownField),
            ("{year} {number", PatternError::Brace),
            ("{year} }{number}", PatternError::Brace),
            ("{year}\n{number}", PatternError::Text),
        ] {
            assert_eq!(pattern.parse::<NumberPattern>(), Err(error), "{pattern}");
        }
    }

    #[test]
    fn a_number_is_short_visible_text() {
        assert!("ПК 2026/000123".parse::<RegistrationNumber>().is_ok());
        for wrong in ["", " 1", "1\u{0}", &"9".repeat(65)] {
            assert!(wrong.parse::<RegistrationNumber>().is_err(), "{wrong:?}");
        }
    }
}
