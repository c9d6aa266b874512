//! How words sound, roughly: Ukrainian letters and whatever Latin people write for them come to the same.

use super::search_key;
use crate::romanization::romanize;

/// Small letters for the sound of a text, word by word: the Ukrainian spelling, the official Latin one (resolution 55 of
/// 2010) and the common ones of one's own making (`grupa`, `rayon`, `Kharkow`, `borsch`) are equal, and so are `и`, `і`
/// and `ї`, single and double letters, with a soft sign and without. Words that mean different things may be equal too:
/// this is for finding, never for proving.
pub fn sound_key(text: &str) -> String {
    search_key(text)
        .split(' ')
        .map(sound_of_word)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn sound_of_word(word: &str) -> String {
    let latin: Vec<char> = romanize(&in_ukrainian_letters(word)).chars().collect();
    let mut rest = latin.as_slice();
    let mut sound = String::with_capacity(word.len());
    while let Some((heard, taken)) = first_sound(rest) {
        for letter in heard.chars() {
            push(&mut sound, letter);
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    sound
}

/// A double letter sounds once, and a glide before a vowel is heard as the vowel: `ія`, `iya` and `ia` are one.
fn push(sound: &mut String, letter: char) {
    if matches!(letter, 'a' | 'e' | 'o' | 'u') && sound.ends_with('i') {
        sound.pop();
    }
    if !sound.ends_with(letter) {
        sound.push(letter);
    }
}

/// Letters of the neighboring keyboard that people leave switched on.
fn in_ukrainian_letters(word: &str) -> String {
    let letter = |letter: char| match letter {
        'ы' => 'и',
        'э' | 'ё' => 'е',
        'ъ' => 'ь',
        other => other,
    };
    word.chars().map(letter).collect()
}

/// What the first letters sound like, and how many they are. One letter stands for each sound: `j` for `ж`, `q` for `ч`,
/// `x` for `ш` and `щ`, `c` for `ц`, `h` for `г` and `х`.
fn first_sound(letters: &[char]) -> Option<(String, usize)> {
    const TOGETHER: [(&str, &str); 11] = [
        ("shch", "x"),
        ("sch", "x"),
        ("sh", "x"),
        ("zgh", "zh"),
        ("zh", "j"),
        ("kh", "h"),
        ("gh", "h"),
        ("ch", "q"),
        ("ts", "c"),
        ("tz", "c"),
        ("ck", "k"),
    ];
    let begins = |with: &str| {
        with.chars().zip(letters.iter().map(Some).chain(std::iter::repeat(None))).all(|(a, b)| Some(&a) == b)
    };
    if let Some((written, heard)) = TOGETHER.into_iter().find(|(written, _)| begins(written)) {
        return Some(((*heard).to_owned(), written.chars().count()));
    }
    let heard = match *letters.first()? {
        'g' => 'h',
        'y' | 'j' => 'i',
        'w' => 'v',
        'q' => 'k',
        'x' => return Some(("ks".to_owned(), 1)),
        other => other,
    };
    Some((heard.to_string(), 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ways_to_write_one_word_sound_alike() {
        for (ukrainian, others) in [
            ("Громада", vec!["hromada", "gromada", "ґромада", "HROMADA"]),
            ("Харків", vec!["Kharkiv", "harkiv", "kharkiw"]),
            ("Борщагівка", vec!["Borshchahivka", "Borschagivka", "boršchahivka"]),
            ("Район", vec!["raion", "rayon", "rajon"]),
            ("Київ", vec!["Kyiv", "кіїв", "киiв"]),
            ("Знам’янка", vec!["Znamianka", "znamyanka", "знам'янка", "знамʼянка", "знамянка", "znam`janka"]),
            ("Доступність", vec!["dostupnist", "доступнисть", "dostupnist'"]),
            ("Водопостачання", vec!["vodopostachannia", "vodopostachanya", "водопостачаня"]),
            ("Ґалаґан", vec!["Galagan", "Halahan", "Галаган"]),
            ("Юрій Згорани", vec!["Yurii Zghorany", "jurij zghorani"]),
            ("Цивільна", vec!["tsyvilna", "civilna", "цівільна"]),
        ] {
            for other in others {
                assert_eq!(sound_key(other), sound_key(ukrainian), "{other}");
            }
        }
        assert_ne!(sound_key("вода"), sound_key("мода"));
        assert_ne!(sound_key("шабля"), sound_key("чабля"));
        assert_eq!(sound_key("ь ’"), "");
    }

    /// Without `ґ`, which official Latin tells from `г` and nobody who searches does.
    fn words() -> impl Strategy<Value = String> {
        proptest::string::string_regex("[А-ЩЬЮЯЄІЇа-щьюяєії]{2,12}( [а-щьюяєії]{2,9})?").unwrap()
    }

    proptest! {
        #[test]
        fn official_latin_sounds_as_the_ukrainian_it_stands_for(text in words()) {
            prop_assert_eq!(sound_key(&romanize(&text)), sound_key(&text));
        }

        #[test]
        fn slips_in_i_and_g_and_case_are_not_heard(text in words(), turn in 0_usize..3) {
            let other = |letter: char| match letter {
                'и' | 'і' | 'ї' => ['и', 'і', 'ї'][turn],
                'г' => 'ґ',
                same => same,
            };
            let typed: String = text.to_lowercase().chars().map(other).collect();
            prop_assert_eq!(sound_key(&typed.to_uppercase()), sound_key(&text));
        }

        #[test]
        fn a_sound_is_its_own_words(text in "\\PC{0,40}") {
            let sound = sound_key(&text);
            prop_assert!(!sound.contains("  ") && sound.trim() == sound);
        }
    }
}
