//! Writing Ukrainian in Latin letters, by the resolution of the Cabinet of Ministers No. 55 of 27 January 2010.
//!
//! It makes the English names of territories, and *suggests* the Latin spelling of a person's name: the person's own
//! (passport) spelling always wins over the suggestion.

use unicode_normalization::UnicodeNormalization;

/// The official Latin spelling of a Ukrainian text. The soft sign and the apostrophe fall away, `зг` becomes `zgh`, and
/// `є ї й ю я` are written differently at the beginning of a word. A capital letter of several Latin ones becomes
/// `Shch` in `Щербухи` and `SHCH` in `ЩЕРБУХИ`. What is not a Ukrainian letter stays as it is.
pub fn romanize(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    let mut letters = text.nfc().peekable();
    // The letter before this one in the same word; an apostrophe inside a word does not part it.
    let mut previous: Option<char> = None;
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().filter(|after| after.is_alphabetic());
        if is_apostrophe(letter) && previous.is_some() && next.is_some() {
            continue;
        }
        match spelling(letter, previous) {
            Some(spelling) => latin.push_str(&in_case(letter, spelling, previous, next)),
            None => latin.push(letter),
        }
        previous = Some(letter).filter(|letter| letter.is_alphabetic());
    }
    latin
}

/// The characters people type for the Ukrainian apostrophe: U+2019 (official), U+02BC, the plain one and its look-alikes.
pub(crate) fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '’' | 'ʼ' | '\'' | '‘' | '`' | '´' | '′' | '＇')
}

/// The small Latin letters for one Ukrainian letter, or nothing when it is not Ukrainian.
#[expect(clippy::match_same_arms, reason = "a line for every letter, in the order of the alphabet")]
fn spelling(letter: char, previous: Option<char>) -> Option<&'static str> {
    let small = letter.to_lowercase().next()?;
    let inside = previous.is_some();
    let after_z = matches!(previous, Some('з' | 'З'));
    Some(match small {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' if after_z => "gh",
        'г' => "h",
        'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'є' if inside => "ie",
        'є' => "ye",
        'ж' => "zh",
        'з' => "z",
        'и' => "y",
        'і' => "i",
        'ї' | 'й' if inside => "i",
        'ї' => "yi",
        'й' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ь' => "",
        'ю' if inside => "iu",
        'ю' => "yu",
        'я' if inside => "ia",
        'я' => "ya",
        _ => return None,
    })
}

/// Carries the case of the Ukrainian letter over: all Latin letters are capital when a neighbor is capital too.
fn in_case(letter: char, spelling: &str, previous: Option<char>, next: Option<char>) -> String {
    if !letter.is_uppercase() {
        return spelling.to_owned();
    }
    if next.or(previous).is_some_and(char::is_uppercase) {
        return spelling.to_uppercase();
    }
    let mut small = spelling.chars();
    small.next().into_iter().flat_map(char::to_uppercase).chain(small).collect()
}

#[cfg(test)]
mod tests {
    use super::romanize;

    fn all(cases: &[(&str, &str)]) {
        for (ukrainian, latin) in cases {
            assert_eq!(romanize(ukrainian), *latin, "{ukrainian}");
        }
    }

    #[test]
    fn the_examples_of_the_resolution_hold() {
        all(&[
            ("Алушта", "Alushta"),
            ("Борщагівка", "Borshchahivka"),
            ("Вінниця", "Vinnytsia"),
            ("Гадяч", "Hadiach"),
            ("Ґалаґан", "Galagan"),
            ("Єнакієве", "Yenakiieve"),
            ("Гаєвич", "Haievych"),
            ("Короп’є", "Koropie"),
            ("Згорани", "Zghorany"),
            ("Розгон", "Rozghon"),
            ("Їжакевич", "Yizhakevych"),
            ("Кадиївка", "Kadyivka"),
            ("Мар’їне", "Marine"),
            ("Йосипівка", "Yosypivka"),
            ("Стрий", "Stryi"),
            ("Олексій", "Oleksii"),
            ("Щербухи", "Shcherbukhy"),
            ("Гоща", "Hoshcha"),
            ("Юрій", "Yurii"),
            ("Корюківка", "Koriukivka"),
            ("Яготин", "Yahotyn"),
            ("Костянтин", "Kostiantyn"),
            ("Знам’янка", "Znamianka"),
            ("Солом’янський", "Solomianskyi"),
            ("Феодосія", "Feodosiia"),
            ("Русь", "Rus"),
        ]);
    }

    #[test]
    fn a_part_after_a_hyphen_or_a_space_begins_a_word() {
        all(&[
            ("Івано-Франківськ", "Ivano-Frankivsk"),
            ("Кам’янець-Подільський", "Kamianets-Podilskyi"),
            ("Нечуй-Єрмаченко", "Nechui-Yermachenko"),
            ("Великі Юначки", "Velyki Yunachky"),
        ]);
    }

    #[test]
    fn capitals_stay_capitals() {
        all(&[
            ("ЩЕРБУХИ", "SHCHERBUKHY"),
            ("ЗГОРАНИ", "ZGHORANY"),
            ("БОРЩ", "BORSHCH"),
            ("КОРОП’Є", "KOROPIE"),
            ("ЮРІЙ Щербань", "YURII Shcherban"),
            ("Я", "Ya"),
            ("М’Я", "MIA"),
            ("РУСЬ", "RUS"),
        ]);
    }

    #[test]
    fn every_apostrophe_falls_away_inside_a_word_and_only_there() {
        all(&[
            ("Знам'янка", "Znamianka"),
            ("Знамʼянка", "Znamianka"),
            ("село ’Яр’", "selo ’Yar’"),
            ("Kyiv 2026, No. 5", "Kyiv 2026, No. 5"),
            ("", ""),
        ]);
    }

    #[test]
    fn decomposed_letters_are_read_as_one() {
        all(&[("И\u{306}осип", "Yosyp"), ("Марі\u{308}вка", "Marivka"), ("Украі\u{308}на", "Ukraina")]);
    }
}
