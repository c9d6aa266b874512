//! Strings that have been looked at: trimmed, composed (NFC), free of control and direction characters, bounded.

use crate::rejection::{Fault, Invalid};
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Characters that change how the text around them is shown or parsed, and that no name needs.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Trims, composes and folds inner white space to single spaces.
pub fn tidy(raw: &str) -> String {
    raw.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

fn one_line(field: &'static str, raw: &str, longest: usize) -> Result<String, Invalid> {
    let text = tidy(raw);
    if text.chars().any(is_forbidden) {
        return Err(Invalid::new(field, Fault::ForbiddenCharacter));
    }
    match text.chars().count() {
        0 => Err(Invalid::new(field, Fault::Missing)),
        n if n > longest => Err(Invalid::new(field, Fault::TooLong { longest })),
        _ => Ok(text),
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident ($longest:literal);)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The longest text allowed, in characters.
            pub const LONGEST: usize = $longest;

            /// Looks at the text; the error names `field`.
            pub fn new(field: &'static str, raw: &str) -> Result<Self, Invalid> {
                one_line(field, raw, Self::LONGEST).map(Self)
            }

            /// The same, where an empty text means "none".
            pub fn optional(field: &'static str, raw: &str) -> Result<Option<Self>, Invalid> {
                if raw.trim().is_empty() { Ok(None) } else { Self::new(field, raw).map(Some) }
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

texts! {
    /// A title of a program, course, unit, organization.
    Title(300);
    /// One of the names of a person.
    Name(100);
    /// A line of free text: a position, a venue, a contact, a reason.
    Line(500);
    /// The subject of a letter, before anything is filled in.
    Subject(150);
}

/// Several paragraphs of plain text; never markup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Prose(String);

impl Prose {
    /// The longest text allowed, in characters.
    pub const LONGEST: usize = 5_000;

    /// Keeps line ends, refuses other control characters; may be empty.
    pub fn new(field: &'static str, raw: &str) -> Result<Self, Invalid> {
        let text: String = raw.replace("\r\n", "\n").trim().nfc().collect();
        if text.chars().any(|c| c != '\n' && c != '\t' && is_forbidden(c)) {
            return Err(Invalid::new(field, Fault::ForbiddenCharacter));
        }
        if text.chars().count() > Self::LONGEST {
            return Err(Invalid::new(field, Fault::TooLong { longest: Self::LONGEST }));
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The non-empty lines, e.g. one learning outcome each.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The short public name of a program, course or cohort, e.g. `WATER-01`: capital Latin letters, digits, hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    pub fn new(field: &'static str, raw: &str) -> Result<Self, Invalid> {
        let text = raw.trim().to_uppercase();
        if text.is_empty() {
            return Err(Invalid::new(field, Fault::Missing));
        }
        let fits = text.len() <= 32
            && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
            && !text.starts_with('-');
        if fits { Ok(Self(text)) } else { Err(Invalid::new(field, Fault::NotACode)) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address that a mail can be sent to, lower-cased so that one human has one account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Accepts the addresses people have: one `@`, a dot in the domain, no spaces or quotes, at most 254 octets (RFC 5321).
    pub fn new(field: &'static str, raw: &str) -> Result<Self, Invalid> {
        let text: String = raw.trim().to_lowercase().nfc().collect();
        if text.is_empty() {
            return Err(Invalid::new(field, Fault::Missing));
        }
        if Self::fits(&text) { Ok(Self(text)) } else { Err(Invalid::new(field, Fault::NotAnAddress)) }
    }

    fn fits(text: &str) -> bool {
        let Some((local, domain)) = text.split_once('@') else { return false };
        let odd = |c: char| c.is_whitespace() || is_forbidden(c) || "<>()[],;:\\\"@".contains(c);
        let labels_fit = domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
        text.len() <= 254
            && !local.is_empty()
            && local.len() <= 64
            && local.is_ascii()
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && !local.contains(odd)
            && domain.contains('.')
            && labels_fit
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both<T> {
    pub uk: T,
    pub en: T,
}

impl<T> Both<T> {
    pub fn new(uk: T, en: T) -> Self {
        Self { uk, en }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["a@b.ua", "Olena.Koval+1@rada.gov.ua ", "x@a-b.укр"] {
            assert!(EmailAddress::new("email", good).is_ok(), "{good}");
        }
        for bad in
            ["", "a", "a@b", "a b@c.ua", "a@@c.ua", "a@c..ua", ".a@c.ua", "a\r\nBcc:x@y.ua", "<a@b.ua>"]
        {
            assert!(EmailAddress::new("email", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_keep_their_form_and_lose_their_tricks() {
        assert_eq!(Name::new("name", "  Дар’я   Ґалаґан ").unwrap().as_str(), "Дар’я Ґалаґан");
        assert_eq!(Name::new("name", "и\u{306}").unwrap().as_str(), "й");
        assert!(Name::new("name", "a\u{202e}b").is_err());
        assert!(Name::new("name", " \t").is_err());
        assert!(Name::new("name", &"я".repeat(101)).is_err());
    }

    #[test]
    fn codes() {
        assert_eq!(Code::new("code", "water-01").unwrap().as_str(), "WATER-01");
        assert!(Code::new("code", "ВОДА").is_err());
    }
}
