//! The check code: the unguessable half of a certificate's identity.

use std::fmt;
use std::str::FromStr;

use crate::crockford::{digit, letter};
use serde::{Deserialize, Serialize};

/// 128 bits in groups of five.
const LENGTH: usize = 26;

/// The code that opens a certificate's public check page (standards CERT-20): 128 random bits, written as 26 letters
/// and digits that are safe in an address. It is not the registration number, which anybody can count up to.
///
/// `Debug` hides it, because whoever holds it may read the certificate.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[cfg_attr(feature = "sea-orm", sea_orm(value_type = "String"))]
#[serde(into = "String", try_from = "String")]
pub struct CheckCode([u8; 16]);

impl CheckCode {
    /// Makes the code out of 16 bytes of randomness. The caller answers for their being random.
    pub fn from_bytes(random: [u8; 16]) -> Self {
        Self(random)
    }

    /// The 16 bytes behind the code.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for CheckCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = u128::from_be_bytes(self.0);
        (0..LENGTH)
            .rev()
            .filter_map(|place| letter(u8::try_from((bits >> (place * 5)) & 31).ok()?))
            .try_for_each(|letter| write!(f, "{letter}"))
    }
}

impl fmt::Debug for CheckCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckCode(…)")
    }
}

impl From<CheckCode> for String {
    fn from(code: CheckCode) -> Self {
        code.to_string()
    }
}

/// The text is not a check code: wrong length, or a character that no code contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a certificate check code")]
pub struct NotACheckCode;

impl FromStr for CheckCode {
    type Err = NotACheckCode;

    /// Reads a code as people type it: upper case, spaces and hyphens are forgiven, and so are `o` for `0`, `i` and `l`
    /// for `1`. Each code has exactly one value, so two different accepted texts that differ in more than that are two
    /// different codes.
    fn from_str(text: &str) -> Result<Self, NotACheckCode> {
        let mut bits = 0_u128;
        let mut count = 0_usize;
        for letter in text.chars().filter(|letter| !matches!(letter, ' ' | '-')) {
            let digit = u128::from(digit(letter).ok_or(NotACheckCode)?);
            // The first of the 26 digits carries only three bits: 26 × 5 = 130.
            if count == LENGTH || (count == 0 && digit > 7) {
                return Err(NotACheckCode);
            }
            bits = (bits << 5) | digit;
            count += 1;
        }
        if count == LENGTH { Ok(Self(bits.to_be_bytes())) } else { Err(NotACheckCode) }
    }
}

impl TryFrom<String> for CheckCode {
    type Error = NotACheckCode;

    fn try_from(text: String) -> Result<Self, NotACheckCode> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_as_the_same_bytes() {
        for bytes in [[0; 16], [255; 16], *b"0123456789abcdef"] {
            let code = CheckCode::from_bytes(bytes);
            let text = code.to_string();
            assert_eq!(text.len(), 26);
            assert!(text.chars().all(|letter| digit(letter).is_some()), "{text}");
            assert_eq!(text.parse(), Ok(code));
        }
        assert_eq!(CheckCode::from_bytes([255; 16]).to_string(), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
    }

    #[test]
    fn codes_typed_from_paper_are_forgiven_and_foreign_text_is_not() {
        let code =
            CheckCode::from_bytes(*b"\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef");
        let text = code.to_string();
        let spaced =
            format!("{}-{} ", text[..13].to_uppercase(), &text[13..]).replace('0', "O").replace('1', "l");
        assert_eq!(spaced.parse(), Ok(code));
        for wrong in [
            "",
            "7",
            "8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "7zzzzzzzzzzzzzzzzzzzzzzzzzz",
            "7zzzzzzzzzzzz/zzzzzzzzzzzz",
            "7ууууууууууууууууууууууууу",
        ] {
            assert_eq!(wrong.parse::<CheckCode>(), Err(NotACheckCode), "{wrong}");
        }
    }

    #[test]
    fn the_log_never_shows_a_code() {
        assert_eq!(format!("{:?}", CheckCode::from_bytes([7; 16])), "CheckCode(…)");
    }
}
