//! The short code of a line on a signature sheet. It follows from the session and the person's enrollment, so that it means
//! the same line whenever the sheet was printed and whoever joined since, and a code of another session means nothing.

use crate::crockford::{digit, letter};
use crate::id::{EnrollmentId, SessionId};
use crate::words;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

/// Digits of an ordinary code, without the check digit.
const SHORT: u8 = 5;
/// Digits of the codes of two people whose ordinary ones would be equal.
const LONG: u8 = 9;

/// The code of a line: `7K3-Q9P`, the last character checks the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LineCode {
    bits: u64,
    digits: u8,
}

words! {
    /// Why a text names no line.
    NotALine {
        /// It has another length or other characters than a code.
        NotACode = "not_a_code",
        /// The last character does not belong to the others: it was misread or mistyped.
        Mistyped = "mistyped",
        /// A code of another session or of somebody who holds no seat.
        Unknown = "unknown",
        /// Two people share it since one of them joined.
        Ambiguous = "ambiguous",
    }
}

impl LineCode {
    fn new(hash: u64, digits: u8) -> Self {
        Self { bits: hash & ((1 << (digits * 5)) - 1), digits }
    }

    /// The values of the digits, the first one first.
    fn values(self) -> impl Iterator<Item = u8> {
        (0..self.digits).rev().filter_map(move |place| u8::try_from((self.bits >> (place * 5)) & 31).ok())
    }

    /// What the last character stands for. One wrong digit and two digits that changed places always give another one:
    /// every place has a weight of its own in the field of 32 elements.
    fn check(self) -> u8 {
        let weighed = self.values().fold((1, 0), |(weight, sum), value| {
            let weight = times(weight, 2);
            (weight, sum ^ times(weight, value))
        });
        weighed.1
    }
}

/// The product in the field of 32 elements, by the polynomial x⁵ + x² + 1.
fn times(one: u8, other: u8) -> u8 {
    let (mut left, mut right, mut product) = (one & 31, other & 31, 0);
    while right > 0 {
        if right & 1 == 1 {
            product ^= left;
        }
        left <<= 1;
        if left > 31 {
            left ^= 0b10_0101;
        }
        right >>= 1;
    }
    product
}

impl fmt::Display for LineCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = self.values().chain([self.check()]).filter_map(letter);
        letters.enumerate().try_for_each(|(place, letter)| {
            let gap = if place > 0 && place % 3 == 0 { "-" } else { "" };
            write!(f, "{gap}{}", letter.to_ascii_uppercase())
        })
    }
}

impl FromStr for LineCode {
    type Err = NotALine;

    /// Reads a code as people type it: any case, with or without the hyphen, and with the Cyrillic letters that look like
    /// those of the code.
    fn from_str(text: &str) -> Result<Self, NotALine> {
        let (mut values, mut count) = (0_u64, 0_u8);
        for sign in text.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '–' | '‐'))
        {
            let value = digit(latin(sign)).ok_or(NotALine::NotACode)?;
            values = (values << 5) | u64::from(value);
            count += 1;
            if count > LONG + 1 {
                return Err(NotALine::NotACode);
            }
        }
        let digits = count.checked_sub(1).filter(|digits| [SHORT, LONG].contains(digits));
        let code = Self::new(values >> 5, digits.ok_or(NotALine::NotACode)?);
        if u64::from(code.check()) == values & 31 { Ok(code) } else { Err(NotALine::Mistyped) }
    }
}

/// The letter that was meant where the keyboard was Ukrainian.
fn latin(sign: char) -> char {
    match sign.to_lowercase().next().unwrap_or(sign) {
        'а' => 'a',
        'в' => 'b',
        'с' => 'c',
        'е' => 'e',
        'н' => 'h',
        'к' => 'k',
        'м' => 'm',
        'о' => '0',
        'р' => 'p',
        'т' => 't',
        'х' => 'x',
        'у' => 'y',
        'і' => '1',
        other => other,
    }
}

/// The codes of everybody on the list of a session, each of them once.
#[derive(Clone, Debug)]
pub struct LineCodes {
    hashes: HashMap<EnrollmentId, u64>,
    lines: HashMap<LineCode, Vec<EnrollmentId>>,
}

impl LineCodes {
    pub fn new(session: SessionId, people: impl IntoIterator<Item = EnrollmentId>) -> Self {
        let mut codes = Self { hashes: HashMap::new(), lines: HashMap::new() };
        for person in people {
            let hash = mixed(session, person);
            codes.hashes.insert(person, hash);
            for digits in [SHORT, LONG] {
                codes.lines.entry(LineCode::new(hash, digits)).or_default().push(person);
            }
        }
        codes
    }

    /// The code of a person on the list.
    pub fn of(&self, person: EnrollmentId) -> Option<LineCode> {
        let hash = *self.hashes.get(&person)?;
        let short = LineCode::new(hash, SHORT);
        let is_own = self.lines.get(&short).is_some_and(|people| people.len() == 1);
        Some(if is_own { short } else { LineCode::new(hash, LONG) })
    }

    /// Whose line a typed code names.
    pub fn find(&self, typed: &str) -> Result<EnrollmentId, NotALine> {
        match self.lines.get(&typed.parse()?).map(Vec::as_slice) {
            Some([person]) => Ok(*person),
            Some(_) => Err(NotALine::Ambiguous),
            None => Err(NotALine::Unknown),
        }
    }
}

/// Spreads both ids over 64 bits, the same on every machine for ever.
fn mixed(session: SessionId, person: EnrollmentId) -> u64 {
    [session.0, person.0].iter().map(uuid::Uuid::as_u64_pair).fold(0, |state, (high, low)| {
        [high, low].into_iter().fold(state, |state: u64, word| {
            let mut mixed = (state ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn session(number: u128) -> SessionId {
        SessionId(Uuid::from_u128(number))
    }

    fn people(count: u128) -> Vec<EnrollmentId> {
        (1..=count).map(|number| EnrollmentId(Uuid::from_u128(number << 60))).collect()
    }

    #[test]
    fn a_code_is_short_and_leads_back_to_its_line() {
        let people = people(300);
        let codes = LineCodes::new(session(7), people.clone());
        for person in &people {
            let code = codes.of(*person).unwrap().to_string();
            assert_eq!((code.len(), &code[3..4]), (7, "-"), "{code}");
            assert_eq!(codes.find(&code), Ok(*person));
        }
        assert_eq!(codes.of(people[0]).unwrap().to_string(), "FCH-74W");
    }

    #[test]
    fn codes_are_the_same_when_others_join_and_mean_nothing_in_another_session() {
        let people = people(40);
        let codes = LineCodes::new(session(7), people.clone());
        let before = LineCodes::new(session(7), people[..20].to_vec());
        let elsewhere = LineCodes::new(session(8), people.clone());
        for person in &people[..20] {
            assert_eq!(before.of(*person), codes.of(*person));
            assert_eq!(elsewhere.find(&codes.of(*person).unwrap().to_string()), Err(NotALine::Unknown));
        }
    }

    #[test]
    fn two_people_never_share_a_code() {
        let people = people(20_000);
        let codes = LineCodes::new(session(7), people.clone());
        let long = people.iter().filter(|person| codes.of(**person).unwrap().digits == LONG).count();
        assert!(long > 0, "so many people do collide");
        for person in &people {
            assert_eq!(codes.find(&codes.of(*person).unwrap().to_string()), Ok(*person));
        }
        let shared = people.iter().find(|person| codes.of(**person).unwrap().digits == LONG).unwrap();
        let printed_before = LineCodes::new(session(7), [*shared]).of(*shared).unwrap().to_string();
        assert_eq!(codes.find(&printed_before), Err(NotALine::Ambiguous));
    }

    #[test]
    fn codes_are_forgiven_what_keyboards_do() {
        let codes = LineCodes::new(session(7), people(1));
        let person = people(1)[0];
        for typed in ["FCH-74W", "fch74w", " FCH 74W ", "fсн–74w"] {
            assert_eq!(codes.find(typed), Ok(person), "{typed}");
        }
        for typed in ["", "FCH", "FCH-74", "FCH-74W1", "FCH-74u", "щось"] {
            assert_eq!(codes.find(typed), Err(NotALine::NotACode), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn a_slip_of_the_pen_is_noticed(hash: u64, at in 0_usize..5, other in 1_u8..32) {
            let code = LineCode::new(hash, SHORT).to_string().replace('-', "");
            let mut letters: Vec<char> = code.chars().collect();
            letters[at] = letter(digit(letters[at]).unwrap() ^ other).unwrap();
            let wrong: String = letters.iter().collect();
            prop_assert_eq!(wrong.parse::<LineCode>(), Err(NotALine::Mistyped));
            let mut letters: Vec<char> = code.chars().collect();
            letters.swap(at, (at + 1) % 5);
            let swapped: String = letters.iter().collect();
            prop_assert_eq!(swapped.parse::<LineCode>().is_ok(), swapped == code.to_lowercase() || swapped == code);
        }
    }
}
