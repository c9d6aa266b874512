//! The Ukrainian alphabetical order (standards LANG-02), as a key that sorts the same everywhere.
//!
//! The key is kept in a column beside the text and compared byte by byte. It is made of the digits `0`–`9` and the
//! letters `a`–`f` only, so SQLite, PostgreSQL under any collation, and Rust agree about it.

use std::fmt::Write as _;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The Ukrainian alphabet with the four letters of its neighbors where a Ukrainian reader looks for them.
const CYRILLIC: &str = "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя";
const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";

/// What stands between words sorts before everything: `Коваль Яна` before `Ковальчук Анна`.
const BETWEEN_WORDS: u8 = 0x01;
const DIGITS: u8 = 0x10;
const FIRST_CYRILLIC: u8 = 0x20;
const FIRST_LATIN: u8 = 0x60;
const ANYTHING_ELSE: u8 = 0xf0;

/// The sort key of a text: two hexadecimal digits for each letter. Case, accents and apostrophes do not count; order
/// texts of equal keys by something else that is unique.
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.nfc().flat_map(char::to_lowercase).nfc().filter(|letter| !is_silent(*letter)) {
        match weight(letter) {
            BETWEEN_WORDS => gap = !key.is_empty(),
            weight => {
                if gap {
                    push(&mut key, BETWEEN_WORDS);
                    gap = false;
                }
                push(&mut key, weight);
            }
        }
    }
    key
}

fn push(key: &mut String, weight: u8) {
    // Writing to a String cannot fail.
    let _ = write!(key, "{weight:02x}");
}

fn is_silent(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '‘' | '`' | '´' | '\u{ad}') || is_combining_mark(letter)
}

fn weight(letter: char) -> u8 {
    if let Some(place) = place_in(CYRILLIC, letter) {
        return FIRST_CYRILLIC.saturating_add(place);
    }
    if let Some(digit) = letter.to_digit(10).and_then(|digit| u8::try_from(digit).ok()) {
        return DIGITS.saturating_add(digit);
    }
    if let Some(place) = letter.nfd().next().and_then(|base| place_in(LATIN, base)) {
        return FIRST_LATIN.saturating_add(place);
    }
    if letter.is_alphabetic() { ANYTHING_ELSE } else { BETWEEN_WORDS }
}

fn place_in(alphabet: &str, letter: char) -> Option<u8> {
    alphabet.chars().position(|other| other == letter).and_then(|place| u8::try_from(place).ok())
}

#[cfg(test)]
mod tests {
    use super::sort_key;

    fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
        let mut names = names.to_vec();
        names.sort_by_key(|name| sort_key(name));
        names
    }

    #[test]
    fn the_alphabet_is_the_ukrainian_one() {
        let expected = [
            "Гаєвич",
            "Ґалаґан",
            "Діденко",
            "Еней",
            "Єнакієве",
            "Жук",
            "Зима",
            "Ирій",
            "Іваненко",
            "Їжакевич",
            "Йосипенко",
            "Коваль",
            "Щербак",
            "Юрченко",
            "Яременко",
        ];
        let mut shuffled = expected;
        shuffled.reverse();
        assert_eq!(sorted(&shuffled), expected);
    }

    #[test]
    fn surnames_go_before_given_names() {
        assert_eq!(
            sorted(&["Ковальчук Анна", "Коваль-Яременко Ія", "Коваль Яна", "Коваль Анна"]),
            ["Коваль Анна", "Коваль Яна", "Коваль-Яременко Ія", "Ковальчук Анна"]
        );
    }

    #[test]
    fn case_apostrophes_and_accents_do_not_count() {
        for (one, other) in [
            ("Дем’янчук", "ДЕМ'ЯНЧУК"),
            ("Ки\u{301}їв", "Київ"),
            ("и\u{306}", "й"),
            ("Zürich", "zurich"),
            ("  а  ", "а"),
        ] {
            assert_eq!(sort_key(one), sort_key(other), "{one}");
        }
        assert_ne!(sort_key("гай"), sort_key("ґай"));
    }

    #[test]
    fn numbers_then_ukrainian_then_latin() {
        assert_eq!(sorted(&["Water", "Вода", "2 група", "1 група"]), ["1 група", "2 група", "Вода", "Water"]);
    }

    #[test]
    fn the_key_has_one_alphabet() {
        let key = sort_key("Ґ’ёЯ-Ż 9 漢 ❄");
        assert!(key.chars().all(|letter| letter.is_ascii_digit() || ('a'..='f').contains(&letter)), "{key}");
        assert_eq!(key.len() % 2, 0);
    }
}
