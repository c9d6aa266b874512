//! What is typed or scanned: the digits on the screen, the word that was said, the code that a person carries.

use crate::rejection::{Fault, Invalid};
use crate::text::tidy;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Six digits for people to type, from eight bytes that nobody can foretell.
pub fn digits(bytes: [u8; 8]) -> String {
    format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000)
}

/// What somebody typed in place of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    Digits(String),
    Word(String),
}

impl Typed {
    pub fn read(field: &'static str, raw: &str) -> Result<Self, Invalid> {
        let text = tidy(raw);
        let dense: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        match text.chars().count() {
            0 => Err(Invalid::new(field, Fault::Missing)),
            n if n > SpokenWord::LONGEST => {
                Err(Invalid::new(field, Fault::TooLong { longest: SpokenWord::LONGEST }))
            }
            _ if dense.chars().all(|c| c.is_ascii_digit()) => Ok(Self::Digits(dense)),
            _ => Ok(Self::Word(heard(&text))),
        }
    }
}

/// A word that is said in the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct SpokenWord(String);

impl SpokenWord {
    const SHORTEST: usize = 3;
    const LONGEST: usize = 40;

    pub fn new(field: &'static str, raw: &str) -> Result<Self, Invalid> {
        let text = tidy(raw);
        let fits = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | 'ʼ');
        match text.chars().filter(|c| c.is_alphabetic()).count() {
            _ if text.is_empty() => Err(Invalid::new(field, Fault::Missing)),
            _ if !text.chars().all(fits) => Err(Invalid::new(field, Fault::ForbiddenCharacter)),
            n if n < Self::SHORTEST => Err(Invalid::new(field, Fault::TooShort { shortest: Self::SHORTEST })),
            _ if text.chars().count() > Self::LONGEST => {
                Err(Invalid::new(field, Fault::TooLong { longest: Self::LONGEST }))
            }
            _ => Ok(Self(text)),
        }
    }

    /// The word as it is compared with what was typed.
    pub fn heard(&self) -> String {
        heard(&self.0)
    }
}

impl fmt::Display for SpokenWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Capitals, apostrophes, gaps and the layout of the keyboard do not matter to whoever heard a word.
fn heard(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c {
            'a' => 'а',
            'c' => 'с',
            'e' => 'е',
            'i' => 'і',
            'o' => 'о',
            'p' => 'р',
            'x' => 'х',
            'y' => 'у',
            'ґ' => 'г',
            other => other,
        })
        .collect()
}

/// What a person shows the trainer: ten digits, which a phone draws as a small symbol and every keyboard has.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
pub struct PersonalCode(String);

impl PersonalCode {
    const LENGTH: usize = 10;

    /// From bytes that nobody can foretell.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(format!("{:010}", u128::from_be_bytes(bytes) % 10_000_000_000))
    }

    /// As a scanner or a person types it.
    pub fn new(field: &'static str, raw: &str) -> Result<Self, Invalid> {
        let dense: String = raw.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        match dense.len() {
            0 => Err(Invalid::new(field, Fault::Missing)),
            Self::LENGTH if dense.chars().all(|c| c.is_ascii_digit()) => Ok(Self(dense)),
            _ => Err(Invalid::new(field, Fault::Unknown)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same in groups that can be read out.
    pub fn spaced(&self) -> String {
        spaced(&self.0)
    }
}

/// `123 456 7890`: threes, and what is left with the last of them.
pub fn spaced(digits: &str) -> String {
    let groups = (digits.len() / 3).max(1);
    let (mut text, mut group) = (String::with_capacity(digits.len() + groups), 1);
    for (place, digit) in digits.chars().enumerate() {
        if place == group * 3 && group < groups {
            text.push(' ');
            group += 1;
        }
        text.push(digit);
    }
    text
}

impl fmt::Debug for PersonalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonalCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_heard_whatever_the_keyboard() {
        let word = SpokenWord::new("word", " Синій  птах ").unwrap();
        assert_eq!(word.to_string(), "Синій птах");
        for typed in ["синій птах", "СИНІЙ ПТАХ", "синiй-птах"] {
            assert_eq!(Typed::read("code", typed), Ok(Typed::Word(word.heard())), "{typed}");
        }
        assert_ne!(Typed::read("code", "синій птаха"), Ok(Typed::Word(word.heard())));
        for (raw, fault) in [
            ("", Fault::Missing),
            ("ні", Fault::TooShort { shortest: 3 }),
            ("слово7", Fault::ForbiddenCharacter),
            ("<b>", Fault::ForbiddenCharacter),
            (&"а".repeat(41), Fault::TooLong { longest: 40 }),
        ] {
            assert_eq!(SpokenWord::new("word", raw).unwrap_err().fault, fault, "{raw}");
        }
    }

    #[test]
    fn digits_are_read_as_people_write_them() {
        for typed in ["042917", "042 917", " 042-917 "] {
            assert_eq!(Typed::read("code", typed), Ok(Typed::Digits("042917".to_owned())));
        }
        assert!(Typed::read("code", "  ").is_err());
        assert!(Typed::read("code", &"7".repeat(41)).is_err());
        assert_eq!(digits([0, 0, 0, 0, 0, 0, 0, 7]), "000007");
        assert_eq!(digits([255; 8]).len(), 6);
        let code = PersonalCode::from_bytes([0; 16]);
        assert_eq!(code.spaced(), "000 000 0000");
        assert_eq!(spaced("042917"), "042 917");
        assert_eq!(PersonalCode::new("code", "000-000 0000\n"), Ok(code));
        for wrong in ["", "1", "12345678901", "123456789a"] {
            assert!(PersonalCode::new("code", wrong).is_err(), "{wrong}");
        }
    }
}
