//! What a password must be (standards SEC-03): long, not guessed at once. No rules about kinds of characters.

use crate::rejection::{Fault, Invalid};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// The longest password, in characters; hashing more would only cost time.
pub const LONGEST: usize = 256;
/// What must be left, in letters and digits, when everything guessable is taken away.
const LEAST_REST: usize = 5;
const LEAST_DIFFERENT: usize = 5;
/// A run along a keyboard row, the alphabet or the digits counts from this length.
const RUN: usize = 4;

/// Words that everybody tries, and ours.
const COMMON: &[&str] = &[
    "postup",
    "поступ",
    "password",
    "passwort",
    "пароль",
    "admin",
    "administrator",
    "qwerty",
    "йцукен",
    "letmein",
    "welcome",
    "monkey",
    "dragon",
    "iloveyou",
    "secret",
    "login",
    "user",
    "test",
    "demo",
    "changeme",
    "україна",
    "ukraine",
    "ukraina",
    "київ",
    "kyiv",
    "слава",
    "героям",
    "україні",
    "hromada",
    "громада",
    "рада",
    "gov",
];

const ROWS: &[&str] = &[
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "йцукенгшщзхї",
    "фівапролджє",
    "ячсмитьбю",
];

/// A password as it is hashed: composed (NFC), so that every keyboard spells it alike. Never shown, not even by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// A password somebody wants to have from now on. `context` holds what others know about the person: the address,
    /// the names.
    ///
    /// # Errors
    /// Too short, too long, or too easily guessed; the error names `field`.
    pub fn wanted(
        field: &'static str,
        raw: &str,
        shortest: usize,
        context: &[&str],
    ) -> Result<Self, Invalid> {
        let password = Self::typed(raw);
        match password.0.chars().count() {
            0 => Err(Invalid::new(field, Fault::Missing)),
            length if length < shortest => Err(Invalid::new(field, Fault::TooShort { shortest })),
            length if length > LONGEST => Err(Invalid::new(field, Fault::TooLong { longest: LONGEST })),
            _ if is_guessable(&password.0, context) => Err(Invalid::new(field, Fault::TooCommon)),
            _ => Ok(password),
        }
    }

    /// A password as typed at sign-in; it is compared, not judged. What is beyond the longest cannot match anyway.
    pub fn typed(raw: &str) -> Self {
        Self(raw.chars().take(LONGEST + 1).nfc().collect())
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

fn is_guessable(password: &str, context: &[&str]) -> bool {
    let letters = plain(password);
    let mut different: Vec<char> = letters.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < LEAST_DIFFERENT || is_repetition(&letters) {
        return true;
    }
    let mut rest = letters;
    for word in guesses(context) {
        rest = rest.replace(&word, " ");
    }
    without_runs(&rest).chars().filter(|letter| *letter != ' ').count() < LEAST_REST
}

/// Small letters and digits only.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What an attacker tries first, longest first, so that a short word does not break a long one.
fn guesses(context: &[&str]) -> Vec<String> {
    let known = context.iter().flat_map(|text| {
        text.split(|c: char| !c.is_alphanumeric()).map(plain).chain([plain(text)]).collect::<Vec<_>>()
    });
    let mut words: Vec<String> = COMMON
        .iter()
        .map(|word| (*word).to_owned())
        .chain(known.filter(|word| word.chars().count() >= 3))
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The same few letters again and again.
fn is_repetition(letters: &str) -> bool {
    let letters: Vec<char> = letters.chars().collect();
    (1..=letters.len() / 2).any(|period| {
        period < 8 && letters.iter().zip(letters.iter().skip(period)).all(|(one, other)| one == other)
    })
}

fn without_runs(letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    let mut rest = String::new();
    let mut at = 0;
    while at < letters.len() {
        let tail = letters.get(at..).unwrap_or_default();
        match run_length(tail) {
            run if run >= RUN => {
                rest.push(' ');
                at += run;
            }
            _ => {
                rest.extend(tail.first());
                at += 1;
            }
        }
    }
    rest
}

/// How many letters at the beginning walk along a row, in either direction, or stay on one key.
fn run_length(letters: &[char]) -> usize {
    let same = letters.iter().take_while(|letter| Some(*letter) == letters.first()).count();
    ROWS.iter()
        .flat_map(|row| [row.chars().collect::<Vec<_>>(), row.chars().rev().collect()])
        .flat_map(|row| {
            (0..row.len())
                .map(|start| {
                    row.iter().skip(start).zip(letters).take_while(|(key, letter)| key == letter).count()
                })
                .collect::<Vec<_>>()
        })
        .max()
        .unwrap_or_default()
        .max(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTEXT: &[&str] = &["olena.koval@brody-rada.gov.ua", "Коваль", "Олена"];

    fn fault(raw: &str) -> Option<Fault> {
        Password::wanted("password", raw, 15, CONTEXT).err().map(|invalid| invalid.fault)
    }

    #[test]
    fn phrases_are_welcome() {
        for good in [
            "чотири коні везуть сіно",
            "tr0ub4dor and friends",
            "correct horse battery staple",
            "Їжак шукає гриби",
            "        x9!k;Qm2#Lw",
            "👩‍🌾 сіє жито навесні",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for bad in [
            "passwordpassword",
            "demo demo demo demo",
            "1234567890123456",
            "qwertyuiopasdfgh",
            "йцукенгшщзхїфіва",
            "aaaaaaaaaaaaaaaaaa",
            "Postup2026postup",
            "olena.koval-2026",
            "Коваль Олена 1985",
            "brody-rada.gov.ua",
            "abcdefghijklmnop",
            "987654321 987654321",
            "Слава Україні!!! Героям Слава",
        ] {
            assert_eq!(fault(bad), Some(Fault::TooCommon), "{bad}");
        }
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert_eq!(fault("чотири коні ве"), Some(Fault::TooShort { shortest: 15 }));
        assert_eq!(fault("чотири коні вез"), None);
        assert_eq!(fault(""), Some(Fault::Missing));
        let long: String = "чотири коні везуть сіно ".chars().cycle().take(LONGEST).collect();
        assert_eq!(fault(&long), None);
        assert_eq!(fault(&format!("{long}!")), Some(Fault::TooLong { longest: LONGEST }));
    }

    #[test]
    fn both_spellings_of_a_letter_are_one() {
        assert_eq!(Password::typed("й"), Password::typed("и\u{306}"));
        assert_eq!(format!("{:?}", Password::typed("x")), "Password(…)");
    }
}
