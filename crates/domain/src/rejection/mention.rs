//! A short word that a fault speaks of, small enough to be copied with it.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// So many octets of a word are kept.
const ROOM: usize = 32;

/// A word as somebody typed it, cut when it is long.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    octets: [u8; ROOM],
    length: usize,
}

impl Mention {
    pub const NONE: Self = Self { octets: [0; ROOM], length: 0 };

    pub fn as_str(&self) -> &str {
        self.octets.get(..self.length).and_then(|kept| std::str::from_utf8(kept).ok()).unwrap_or_default()
    }
}

impl From<&str> for Mention {
    fn from(word: &str) -> Self {
        let mut kept = Self::NONE;
        for letter in word.chars().filter(|letter| !letter.is_control()) {
            let end = kept.length + letter.len_utf8();
            let Some(room) = kept.octets.get_mut(kept.length..end) else { break };
            letter.encode_utf8(room);
            kept.length = end;
        }
        kept
    }
}

impl fmt::Debug for Mention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl Serialize for Mention {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Mention {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer).map_err(D::Error::custom)?;
        Ok(Self::from(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::Mention;

    #[test]
    fn a_long_word_is_cut_between_letters() {
        assert_eq!(Mention::from("посада").as_str(), "посада");
        assert_eq!(Mention::from("ї".repeat(40).as_str()).as_str(), "ї".repeat(16));
        assert_eq!(Mention::from(format!("a{}", "ї".repeat(40)).as_str()).as_str().chars().count(), 16);
        assert_eq!(Mention::from("a\r\nb").as_str(), "ab");
        assert_eq!(Mention::NONE.as_str(), "");
    }
}
