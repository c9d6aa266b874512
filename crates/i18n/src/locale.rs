//! The two languages and how one is chosen.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use unic_langid::LanguageIdentifier;

/// A language of the interface. Ukrainian is the default (Law 2704-VIII, article 27).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Locale {
    /// Ukrainian.
    #[default]
    Uk,
    /// English.
    En,
}

/// A text that names none of our languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLocale(pub String);

impl fmt::Display for UnknownLocale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown language: {}", self.0)
    }
}

impl std::error::Error for UnknownLocale {}

impl Locale {
    /// Every language, the default one first.
    pub const ALL: [Locale; 2] = [Locale::Uk, Locale::En];

    /// The language tag: `uk` or `en`. Goes into `lang`, cookies and rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Locale::Uk => "uk",
            Locale::En => "en",
        }
    }

    /// The language's own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Locale::Uk => "Українська",
            Locale::En => "English",
        }
    }

    /// The other language, for the switch in the header.
    #[must_use]
    pub const fn other(self) -> Locale {
        match self {
            Locale::Uk => Locale::En,
            Locale::En => Locale::Uk,
        }
    }

    /// Reads `uk` or `en`, in any case and with any region (`en-GB`).
    pub fn parse(text: &str) -> Option<Locale> {
        let language = text.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Locale::ALL.into_iter().find(|locale| locale.as_str() == language)
    }

    /// The best language for an `Accept-Language` header; `default` when the header asks for neither of ours.
    pub fn negotiate(accept_language: &str, default: Locale) -> Locale {
        let requested = by_preference(accept_language);
        let available = Locale::ALL.map(Locale::identifier);
        let best = negotiate_languages(&requested, &available, None, NegotiationStrategy::Filtering);
        best.first().and_then(|found| Locale::parse(found.language.as_str())).unwrap_or(default)
    }

    pub(crate) fn identifier(self) -> LanguageIdentifier {
        self.as_str().parse().unwrap_or_default()
    }
}

/// The languages of the header, most wanted first; those with a weight of zero are refused, not wanted.
fn by_preference(header: &str) -> Vec<LanguageIdentifier> {
    let mut wanted: Vec<(u16, LanguageIdentifier)> = header
        .split(',')
        .filter_map(|part| {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(Some(1000), thousandths)?;
            Some((weight, tag.trim().parse().ok()?))
        })
        .filter(|(weight, _)| *weight > 0)
        .collect();
    wanted.sort_by_key(|(weight, _)| Reverse(*weight));
    wanted.into_iter().map(|(_, tag)| tag).collect()
}

/// A quality value of at most three decimals (RFC 9110, 12.4.2) in thousandths.
fn thousandths(quality: &str) -> Option<u16> {
    let (whole, fraction) = quality.trim().split_once('.').unwrap_or((quality.trim(), ""));
    let fraction = format!("{fraction:0<3}");
    let value = whole.parse::<u16>().ok()?.checked_mul(1000)?;
    Some(value.saturating_add(fraction.get(..3)?.parse().ok()?).min(1000))
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Locale::parse(text).ok_or_else(|| UnknownLocale(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Locale::{self, En, Uk};

    #[test]
    fn the_header_decides_by_weight_and_falls_back_to_the_default() {
        let cases = [
            ("en-GB", Uk, En),
            ("en-US,en;q=0.9,uk;q=0.8", Uk, En),
            ("en;q=0.5, uk;q=0.9", En, Uk),
            ("uk-UA,uk;q=0.9,en;q=0.7", En, Uk),
            ("fr, de;q=0.5", Uk, Uk),
            ("fr", En, En),
            ("fr, en;q=0.1", Uk, En),
            ("en;q=0, fr", Uk, Uk),
            ("en;q=abc", Uk, Uk),
            ("", Uk, Uk),
            ("*", En, En),
            (";;;,,,q=1", Uk, Uk),
        ];
        for (header, default, expected) in cases {
            assert_eq!(Locale::negotiate(header, default), expected, "{header}");
        }
    }

    #[test]
    fn a_locale_is_read_back_from_what_it_writes() {
        for locale in Locale::ALL {
            assert_eq!(locale.as_str().parse(), Ok(locale));
        }
        assert_eq!(Locale::parse("EN-gb"), Some(En));
        assert_eq!(Locale::parse("english"), None);
    }
}
