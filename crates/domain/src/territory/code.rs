//! The code of a unit, and the level it stands for.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What is wrong with a text that should be a code of the codifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATerritoryCode {
    #[error("a code begins with the Latin letters UA")]
    NoPrefix,
    #[error("a code has 17 digits after UA, this one has {0} characters")]
    WrongLength(usize),
    #[error("a code has only digits after UA, this one has {0:?}")]
    NotADigit(char),
    #[error("a code names at least an oblast, this one has zeros there")]
    NoFirstLevel,
}

/// A code of the codifier: `UA` and 17 digits, built 2-2-3-3-2-5 from oblast, raion, hromada, settlement, city district
/// and a number that is unique in the country (standards GEO-01).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(try_from = "String", into = "String")]
pub struct TerritoryCode(String);

impl TerritoryCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How deep in the country the code lies: the last of its parts that is not all zeros.
    pub fn level(&self) -> Level {
        let named =
            |from: usize, to: usize| self.0.get(from..to).is_some_and(|part| part.contains(|c| c != '0'));
        match () {
            () if named(12, 14) => Level::Additional,
            () if named(9, 12) => Level::Fourth,
            () if named(6, 9) => Level::Third,
            () if named(4, 6) => Level::Second,
            () => Level::First,
        }
    }
}

impl FromStr for TerritoryCode {
    type Err = NotATerritoryCode;

    fn from_str(text: &str) -> Result<Self, NotATerritoryCode> {
        let text = text.trim();
        let digits = text.strip_prefix("UA").ok_or(NotATerritoryCode::NoPrefix)?;
        if let Some(odd) = digits.chars().find(|c| !c.is_ascii_digit()) {
            return Err(NotATerritoryCode::NotADigit(odd));
        }
        match digits.len() {
            17 if digits.starts_with("00") => Err(NotATerritoryCode::NoFirstLevel),
            17 => Ok(Self(text.to_owned())),
            other => Err(NotATerritoryCode::WrongLength(other)),
        }
    }
}

impl TryFrom<String> for TerritoryCode {
    type Error = NotATerritoryCode;
    fn try_from(text: String) -> Result<Self, NotATerritoryCode> {
        text.parse()
    }
}

impl From<TerritoryCode> for String {
    fn from(code: TerritoryCode) -> Self {
        code.0
    }
}

#[cfg(feature = "sea-orm")]
impl sea_orm::TryFromU64 for TerritoryCode {
    fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
        Err(sea_orm::DbErr::ConvertFromU64("TerritoryCode"))
    }
}

impl fmt::Display for TerritoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TerritoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The depth of a unit, as the codifier's columns count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    First,
    Second,
    Third,
    Fourth,
    Additional,
}

impl Level {
    /// From the whole down to the parts.
    pub const ALL: [Self; 5] = [Self::First, Self::Second, Self::Third, Self::Fourth, Self::Additional];

    /// 1 for an oblast … 5 for a city district.
    pub const fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
            Self::Additional => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_says_what_is_wrong_with_it() {
        for (text, wrong) in [
            ("", NotATerritoryCode::NoPrefix),
            ("UА05000000000010236", NotATerritoryCode::NoPrefix),
            ("ua05000000000010236", NotATerritoryCode::NoPrefix),
            ("UA0500000000001023", NotATerritoryCode::WrongLength(16)),
            ("UA050000000000102360", NotATerritoryCode::WrongLength(18)),
            ("UA0500000000001023О", NotATerritoryCode::NotADigit('О')),
            ("UA00000000000010236", NotATerritoryCode::NoFirstLevel),
        ] {
            assert_eq!(text.parse::<TerritoryCode>(), Err(wrong), "{text}");
        }
        let code: TerritoryCode = " UA05000000000010236 ".parse().unwrap();
        assert_eq!(code.as_str(), "UA05000000000010236");
    }
}
