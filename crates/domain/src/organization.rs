//! Organizations: ministries, NGOs, providers, donors, local authorities.

use crate::id::OrganizationId;
use crate::rejection::{Checks, Fault, Invalid};
use crate::text::{Both, Title};
use crate::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

words! {
    /// What an organization is.
    OrganizationKind {
        Ministry = "ministry",
        Ngo = "ngo",
        Provider = "provider",
        Donor = "donor",
        LocalAuthority = "local_authority",
        MilitaryAdministration = "military_administration",
        Other = "other",
    }
}

/// A number of the register of legal entities: eight digits, the last of them a check digit (standards ID-08).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Edrpou(String);

impl Edrpou {
    pub fn new(field: &'static str, raw: &str) -> Result<Self, Invalid> {
        let text = raw.trim();
        let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
        if text.chars().count() != 8 || digits.len() != 8 {
            return Err(Invalid::new(field, Fault::NotACode));
        }
        match digits.split_last() {
            Some((check, body)) if check_digit(body) == *check => Ok(Self(text.to_owned())),
            _ => Err(Invalid::new(field, Fault::WrongCheckDigit)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Edrpou {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_digit(body: &[u32]) -> u32 {
    let number = body.iter().fold(0_u32, |sum, digit| sum * 10 + digit);
    let middle = (3_000_000..6_000_000).contains(&number);
    let weights: [u32; 7] = if middle { [7, 1, 2, 3, 4, 5, 6] } else { [1, 2, 3, 4, 5, 6, 7] };
    let remainder = |add: u32| body.iter().zip(weights).map(|(d, w)| d * (w + add)).sum::<u32>() % 11;
    match remainder(0) {
        10 => remainder(2) % 10,
        digit => digit,
    }
}

/// A name, and from which day it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedName {
    pub name: Both<Title>,
    pub valid_from: NaiveDate,
}

/// An organization with the name in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    pub id: OrganizationId,
    pub kind: OrganizationKind,
    pub name: Both<Title>,
    pub edrpou: Option<Edrpou>,
    /// A unit of the codifier.
    pub territory: Option<String>,
    pub version: i64,
}

/// What it takes to write an organization down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub kind: OrganizationKind,
    pub name: Both<Title>,
    pub edrpou: Option<Edrpou>,
    pub territory: Option<String>,
}

/// The same as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawProfile {
    pub kind: String,
    pub name_uk: String,
    pub name_en: String,
    pub edrpou: String,
    pub territory: String,
}

impl TryFrom<&RawProfile> for Profile {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawProfile) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let kind = checks.take(raw.kind.parse().map_err(|_| Invalid::new("kind", Fault::NotAWord)));
        let uk = checks.take(Title::new("name_uk", &raw.name_uk));
        let en = checks.take(Title::new("name_en", &raw.name_en));
        let edrpou = match raw.edrpou.trim() {
            "" => None,
            text => checks.take(Edrpou::new("edrpou", text)),
        };
        match (kind, uk, en) {
            (Some(kind), Some(uk), Some(en)) => {
                checks.finish()?;
                let territory = Some(raw.territory.trim().to_owned()).filter(|code| !code.is_empty());
                Ok(Self { kind, name: Both::new(uk, en), edrpou, territory })
            }
            _ => Err(checks.into_faults()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for good in ["00034022", "37472062", "14360570", "20077720"] {
            assert!(Edrpou::new("edrpou", good).is_ok(), "{good}");
        }
        assert_eq!(Edrpou::new("edrpou", "37472063").unwrap_err().fault, Fault::WrongCheckDigit);
        assert_eq!(Edrpou::new("edrpou", "3747206").unwrap_err().fault, Fault::NotACode);
    }
}
