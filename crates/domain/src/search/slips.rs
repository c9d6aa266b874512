//! Slips of the hand: how far a typed word is from a known one, and by which pairs of letters candidates are found.

use std::collections::BTreeSet;

/// From so many letters on, the beginning of a word is enough.
const A_BEGINNING: usize = 6;

/// How many slips a word of so many letters may have.
pub const fn slips_allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The fewest letters left out, put in, mistaken or swapped with their neighbor between what was typed and the word, or the
/// beginning of it for a longer one; nothing when they are more than `most`.
pub fn slips(typed: &str, word: &str, most: usize) -> Option<usize> {
    let (typed, word): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
    let longest = typed.len() + most;
    let is_beginning = typed.len() >= A_BEGINNING;
    if typed.len() > word.len() + most || (!is_beginning && word.len() > longest) {
        return None;
    }
    let word = word.get(..longest.min(word.len())).unwrap_or_default();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (place, letter) in typed.iter().enumerate() {
        let next = next_row(&typed, word, place, *letter, &row, &before);
        before = std::mem::replace(&mut row, next);
    }
    let fewest = if is_beginning { row.iter().min() } else { row.last() };
    fewest.copied().filter(|slips| *slips <= most)
}

/// The distances of one letter more of what was typed from all beginnings of the word.
fn next_row(
    typed: &[char],
    word: &[char],
    place: usize,
    letter: char,
    row: &[usize],
    before: &[usize],
) -> Vec<usize> {
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
    let mut next = vec![place + 1];
    for (column, other) in word.iter().enumerate() {
        let mistaken = at(row, column) + usize::from(letter != *other);
        let left_out = at(&next, column) + 1;
        let put_in = at(row, column + 1) + 1;
        let mut fewest = mistaken.min(left_out).min(put_in);
        let swapped = column > 0
            && place > 0
            && word.get(column - 1) == Some(&letter)
            && typed.get(place - 1) == Some(other);
        if swapped {
            fewest = fewest.min(at(before, column - 1) + 1);
        }
        next.push(fewest);
    }
    next
}

/// The pairs of neighboring letters of a word, with a sign before the first one.
pub fn pairs(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = std::iter::once('^').chain(word.chars()).collect();
    letters.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// How many of so many pairs of a typed word a word has at least that lies within so many slips: each slip breaks three of
/// them at most.
pub fn pairs_in_common(pairs: usize, slips: usize) -> usize {
    pairs.saturating_sub(3 * slips).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slips_are_counted() {
        for (typed, word, most, counted) in [
            ("voda", "voda", 1, Some(0)),
            ("vada", "voda", 1, Some(1)),
            ("ovda", "voda", 1, Some(1)),
            ("vod", "voda", 1, Some(1)),
            ("vooda", "voda", 1, Some(1)),
            ("vada", "vida", 0, None),
            ("mora", "voda", 1, None),
            ("vodapostaqana", "vodopostaqana", 2, Some(1)),
            ("vadapost", "vodopostaqana", 2, Some(2)),
            ("voda", "vodopostaqana", 1, None),
        ] {
            assert_eq!(slips(typed, word, most), counted, "{typed} {word}");
        }
    }

    fn slip(word: &str, kind: u8, place: usize, letter: char) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let place = place % letters.len();
        match kind {
            0 => letters.insert(place, letter),
            1 => letters[place] = letter,
            2 => drop(letters.remove(place)),
            _ if place > 0 => letters.swap(place - 1, place),
            _ => {}
        }
        letters.into_iter().collect()
    }

    proptest! {
        #[test]
        fn whoever_slips_is_still_understood(
            word in "[a-z]{5,14}",
            made in proptest::collection::vec((0_u8..4, 0_usize..20, proptest::char::range('a', 'z')), 0..3),
        ) {
            let typed = made.iter().fold(word.clone(), |word, (kind, place, letter)| {
                slip(&word, *kind, *place, *letter)
            });
            // Letters that were swapped and then changed again are counted one by one.
            let most = made.iter().map(|(kind, ..)| if *kind == 3 { 2 } else { 1 }).sum();
            prop_assert!(slips(&typed, &word, most).is_some());
            let typed = pairs(&typed);
            let shared = typed.intersection(&pairs(&word)).count();
            prop_assert!(shared + 3 * made.len() >= typed.len());
        }
    }
}
