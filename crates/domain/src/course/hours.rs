//! Academic hours and the credits that follow from them.

use crate::rejection::{Fault, Invalid};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Academic hours, exact to the hundredth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
pub struct Hours(i64);

impl Hours {
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// Reads `45`, `7.5` or `7,5`; at most two decimals, from a hundredth to 2,000 hours.
    pub fn new(field: impl Into<String>, raw: &str) -> Result<Self, Invalid> {
        let field = field.into();
        let text = raw.trim().replace(',', ".");
        if text.is_empty() {
            return Err(Invalid::new(field, Fault::Missing));
        }
        let hundredths = hundredths(&text).ok_or_else(|| Invalid::new(field.clone(), Fault::NotANumber))?;
        if (1..=200_000).contains(&hundredths) {
            Ok(Self(hundredths))
        } else {
            Err(Invalid::new(field, Fault::OutOfRange { least: 0, most: 2_000 }))
        }
    }

    /// The hours of whole credits.
    pub const fn of_credits(credits: i64) -> Self {
        Self(credits * 3_000)
    }

    /// 1 ECTS credit = 30 hours (UA-01).
    pub const fn credits(self) -> Credits {
        Credits { hundredths_of_hours: self.0 }
    }

    #[must_use]
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Self {
        Self(all.into_iter().map(|hours| hours.0).sum())
    }
}

fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 2 || whole.is_empty() || !format!("{whole}{part}").chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    format!("{whole}{part:0<2}").parse().ok()
}

/// As data: `45`, `7.5`, `0.25`.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(self.0))
    }
}

/// A decimal of two places without trailing zeros.
fn decimal(hundredths: i64) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match part {
        0 => whole.to_string(),
        part if part % 10 == 0 => format!("{whole}.{}", part / 10),
        part => format!("{whole}.{part:02}"),
    }
}

impl Serialize for Hours {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        hundredths(&text).map(Self).ok_or_else(|| serde::de::Error::custom("not hours"))
    }
}

/// ECTS credits: exactly a thirtieth of the hours. Shown to the hundredth, cut and never rounded up (UA-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credits {
    hundredths_of_hours: i64,
}

impl Credits {
    /// At least this many whole credits?
    pub const fn at_least(self, credits: i64) -> bool {
        self.hundredths_of_hours >= credits * 3_000
    }

    /// At most this many whole credits?
    pub const fn at_most(self, credits: i64) -> bool {
        self.hundredths_of_hours <= credits * 3_000
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(self.hundredths_of_hours / 30))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_hours_are_a_credit_and_nothing_is_rounded_up() {
        let credits = |hours| Hours::new("hours", hours).unwrap().credits().to_string();
        for (hours, expected) in
            [("6", "0.2"), ("45", "1.5"), ("30", "1"), ("7", "0.23"), ("29.99", "0.99"), ("60", "2")]
        {
            assert_eq!(credits(hours), expected, "{hours}");
        }
    }

    #[test]
    fn hours_are_exact() {
        assert_eq!(Hours::new("h", "7,5").unwrap().to_string(), "7.5");
        assert_eq!(Hours::new("h", "0.05").unwrap().to_string(), "0.05");
        assert_eq!(Hours::sum([Hours::from_hundredths(10), Hours::from_hundredths(20)]).to_string(), "0.3");
        for bad in ["", "x", "1.234", "-1", "0", "1e3", ".5", "2001"] {
            assert!(Hours::new("h", bad).is_err(), "{bad}");
        }
    }
}
