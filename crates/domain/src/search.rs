//! Forgiving comparison: what people type finds what the register spells.

use crate::romanization::is_apostrophe;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The form in which two spellings of one name are equal (standards LANG-02): small letters, no apostrophes of any kind,
/// no stress marks or accents, `ґ` as `г`, hyphens and dashes as spaces, single spaces. The Ukrainian letters `й` and `ї`
/// stay themselves, control characters fall away. The result is for comparing, not for showing.
pub fn search_key(text: &str) -> String {
    let composed: String = text.nfc().collect::<String>().to_lowercase();
    let mut key = String::with_capacity(composed.len());
    for letter in composed.chars() {
        match letter {
            'ґ' => key.push('г'),
            'й' | 'ї' => key.push(letter),
            '-' | '‐' | '‑' | '–' | '—' => key.push(' '),
            other if is_apostrophe(other) => {}
            control if control.is_control() && !control.is_whitespace() => {}
            other => key.extend(other.nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
    key.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::search_key;

    #[test]
    fn spellings_of_one_name_are_equal() {
        for (typed, spelled) in [
            ("знам'янка", "Знам’янка"),
            ("ЗНАМʼЯНКА", "Знам’янка"),
            ("знамянка", "Знам’янка"),
            ("Галаган", "Ґалаґан"),
            ("івано франківськ", "Івано-Франківськ"),
            ("  Біла\u{a0}  Церква", "Біла Церква"),
            ("Ки\u{301}їв", "київ"),
            ("Киі\u{308}в", "Київ"),
            ("Zürich", "zurich"),
            ("Ки\0їв\u{7}", "київ"),
        ] {
            assert_eq!(search_key(typed), search_key(spelled), "{typed}");
        }
    }

    #[test]
    fn different_names_stay_different() {
        for (one, other) in [("Київ", "Киів"), ("Майкоп", "Маикоп"), ("Гоща", "Гоша"), ("Яр", "Яри")]
        {
            assert_ne!(search_key(one), search_key(other), "{one}");
        }
        assert_eq!(search_key("Їжакевич Юрій"), "їжакевич юрій");
    }
}
