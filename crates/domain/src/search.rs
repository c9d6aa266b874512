//! Forgiving comparison: what people type finds what the register spells.

mod slips;
mod sound;

pub use slips::{pairs, pairs_in_common, slips, slips_allowed};
pub use sound::sound_key;

use crate::romanization::is_apostrophe;
use std::collections::BTreeSet;
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

/// The text that is kept beside something to find it by: the spellings, and on a line of its own the words as they sound,
/// each between spaces.
pub fn searchable<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let spelled = search_key(&texts.into_iter().collect::<Vec<_>>().join(" "));
    let sound = sound_key(&spelled);
    let words: BTreeSet<&str> = sound.split(' ').filter(|word| !word.is_empty()).collect();
    format!("{spelled}\n {} ", words.into_iter().collect::<Vec<_>>().join(" "))
}

/// One word that somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    pub spelled: String,
    /// Never empty: what makes no sound is no word.
    pub sound: String,
}

/// More words than this in a search say nothing more.
const MOST_WORDS: usize = 8;

/// The words of a search field, in the order they were typed.
pub fn sought(typed: &str) -> Vec<Sought> {
    let key = search_key(typed);
    let words = key.split(' ').map(|word| Sought { spelled: word.to_owned(), sound: sound_key(word) });
    words.filter(|word| !word.sound.is_empty()).take(MOST_WORDS).collect()
}

impl Sought {
    /// How the line of sounds of [`searchable`] looks for a word that sounds like this: around it stands what `LIKE` takes for
    /// anything. Short words are looked for whole, since they begin too many others.
    pub fn sound_pattern(&self) -> String {
        let end = if self.sound.chars().count() > 3 { "" } else { " " };
        format!("% {}{end}%", self.sound)
    }
}

#[cfg(test)]
mod tests {
    use super::{search_key, searchable, sought};

    #[test]
    fn what_is_kept_says_spelling_and_sound_apart() {
        let kept = searchable(["ACCESS-01", "Доступність", "Access"]);
        assert_eq!(kept, "access 01 доступність access\n 01 aces dostupnist ");
        let word = &sought("dostupnist'")[0];
        assert_eq!(word.sound_pattern(), "% dostupnist%");
        assert_eq!(sought("яр")[0].sound_pattern(), "% ar %");
        assert_eq!(sought(" ь ’"), []);
        assert_eq!(sought("а б в г ґ д е є ж").len(), 8);
    }

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
