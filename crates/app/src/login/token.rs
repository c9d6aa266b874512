//! Secrets that open something: 256 random bits, kept by us as their hash only (S6).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use postup_domain::entropy::{Entropy, thirty_two};
use sha2::{Digest, Sha256};
use std::fmt;

/// A fresh secret, on its way to its owner. `Debug` does not show it (S19).
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub fn new(entropy: &dyn Entropy) -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(thirty_two(entropy)))
    }

    /// The secret itself, 43 characters that fit a cookie, a header and an address.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What a secret is kept as: SHA-256, which is enough for 256 random bits.
pub fn hash(secret: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sevens;
    impl Entropy for Sevens {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    #[test]
    fn a_token_is_long_and_its_hash_is_another_thing() {
        let token = Token::new(&Sevens);
        assert_eq!(token.reveal().len(), 43);
        assert_eq!(token.hash(), hash(token.reveal()));
        assert_ne!(token.hash(), token.reveal());
        assert_eq!(format!("{token:?}"), "Token(…)");
    }
}
