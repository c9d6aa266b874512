//! What follows from the secret of a session: the code of each minute, and the proof that somebody scanned one.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use postup_domain::check_in::{PATIENCE, Step, digits};
use postup_domain::id::SessionId;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// So much of it stands in an address: 96 bits, which nobody guesses within a minute.
const TOKEN: usize = 12;

/// The code of a session in one minute, as an address carries it and as people type it.
pub(super) struct Code {
    pub(super) token: String,
    pub(super) digits: String,
}

/// HMAC (RFC 2104) over what it is for, the session and a number.
fn sealed(secret: &[u8], purpose: &[u8], session: SessionId, number: i64) -> Option<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(purpose);
    mac.update(session.0.as_bytes());
    mac.update(&number.to_be_bytes());
    Some(mac.finalize().into_bytes().into())
}

fn token_of(seal: [u8; 32]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(seal.split_at(TOKEN).0)
}

pub(super) fn code(secret: &[u8], session: SessionId, step: Step) -> Option<Code> {
    let seal = sealed(secret, b"check-in/", session, step.number())?;
    let (_, rest) = seal.split_at(TOKEN);
    Some(Code { token: token_of(seal), digits: digits(*rest.first_chunk()?) })
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// Whether an address carries the code of the present minute or the one before.
pub(super) fn is_token(secret: &[u8], session: SessionId, token: &str, now: DateTime<Utc>) -> bool {
    codes(secret, session, now).any(|code| same(&code.token, token))
}

/// The same for typed digits.
pub(super) fn are_digits(secret: &[u8], session: SessionId, typed: &str, now: DateTime<Utc>) -> bool {
    codes(secret, session, now).any(|code| same(&code.digits, typed))
}

fn codes(secret: &[u8], session: SessionId, now: DateTime<Utc>) -> impl Iterator<Item = Code> {
    Step::taken_at(now).into_iter().filter_map(move |step| code(secret, session, step))
}

/// Whether somebody typed the word that was said.
pub(super) fn is_word(said: &str, typed: &str) -> bool {
    same(said, typed)
}

/// What a browser keeps of a scan, so that signing in takes nothing from it.
pub(super) fn ticket(secret: &[u8], session: SessionId, at: DateTime<Utc>) -> Option<String> {
    let millis = at.timestamp_millis();
    Some(format!("{millis}.{}", token_of(sealed(secret, b"scanned/", session, millis)?)))
}

/// When the code was scanned of which a browser kept this.
pub(super) fn scanned_at(
    secret: &[u8],
    session: SessionId,
    kept: &str,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let at = DateTime::from_timestamp_millis(kept.split_once('.')?.0.parse().ok()?)?;
    let fits = at <= now && now - at < PATIENCE && same(&ticket(secret, session, at)?, kept);
    fits.then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use uuid::Uuid;

    #[test]
    fn a_code_opens_its_session_in_its_minute_under_its_secret() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let (one, other) = (SessionId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)));
        let Code { token, digits } = code(b"secret", one, Step::at(now)).unwrap();
        assert_eq!((token.len(), digits.len()), (16, 6));
        let later = now + TimeDelta::seconds(119);
        assert!(is_token(b"secret", one, &token, later) && are_digits(b"secret", one, &digits, later));
        let gone = now + TimeDelta::seconds(120);
        assert!(!is_token(b"secret", one, &token, gone) && !are_digits(b"secret", one, &digits, gone));
        assert!(!is_token(b"secret", other, &token, now) && !are_digits(b"secret", other, &digits, now));
        assert!(!is_token(b"another", one, &token, now));
        assert!(!is_token(b"secret", one, "", now) && !is_token(b"secret", one, &token[..15], now));
    }

    #[test]
    fn a_scan_is_kept_for_its_session_and_for_half_an_hour() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let (one, other) = (SessionId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)));
        let kept = ticket(b"secret", one, now).unwrap();
        assert_eq!(scanned_at(b"secret", one, &kept, now + TimeDelta::minutes(29)), Some(now));
        assert_eq!(scanned_at(b"secret", one, &kept, now + TimeDelta::minutes(30)), None);
        assert_eq!(scanned_at(b"secret", one, &kept, now - TimeDelta::seconds(1)), None, "not yet made");
        assert_eq!(scanned_at(b"secret", other, &kept, now), None);
        let (_, proof) = kept.split_once('.').unwrap();
        let earlier = format!("{}.{proof}", now.timestamp_millis() - 1);
        assert_eq!(scanned_at(b"secret", one, &earlier, now), None, "the instant is part of it");
    }
}
