//! A sheet that was signed, as somebody reads it off: whose lines bear a signature, and what that means for a register.

use super::{AttendanceStatus, LineCode, MarkKind, NotALine, Standing};
use crate::rejection::{Fault, Invalid};
use crate::words;

words! {
    /// What one line of the sheet means.
    LineMeaning {
        /// Signed by somebody whom nobody has marked.
        Signed = "signed",
        /// Signed by somebody who is known to have been there.
        Known = "known",
        /// Signed by somebody of whom the register says the opposite.
        Changed = "changed",
        /// Not signed, and whoever reads the sheet says that such people were absent.
        Absent = "absent",
        /// Not signed, though the register knows that the person was there: that stays.
        Unsigned = "unsigned",
        /// Not signed, and nothing follows.
        Blank = "blank",
    }
}

impl LineMeaning {
    pub fn of(standing: Option<Standing>, is_signed: bool, others_absent: bool) -> Self {
        let was_there = standing
            .map(|now| matches!(now.attendance.status, AttendanceStatus::Present | AttendanceStatus::Late));
        match (is_signed, was_there) {
            (true, None) => Self::Signed,
            (true, Some(true)) => Self::Known,
            (true, Some(false)) => Self::Changed,
            (false, None) if others_absent => Self::Absent,
            (false, Some(true)) => Self::Unsigned,
            (false, _) => Self::Blank,
        }
    }

    /// What is written into the register for it.
    pub fn mark(self) -> Option<MarkKind> {
        match self {
            Self::Signed | Self::Changed => Some(MarkKind::Present),
            Self::Absent => Some(MarkKind::Absent),
            Self::Known | Self::Unsigned | Self::Blank => None,
        }
    }
}

/// As long as what is typed off a sheet may be: more than the codes of the longest that is printed.
const LONGEST: usize = 50_000;

/// A piece of a code that was parted by blanks.
const PIECE: usize = 6;

/// Into so many pieces a code is parted at most.
const MOST_PIECES: usize = 4;

/// The codes that were typed or scanned one after another, each once: parted by blanks, line ends, commas or semicolons. A
/// blank may stand inside a code too, where people copy it as it is printed.
pub fn typed_codes(field: &'static str, text: &str) -> Result<Vec<String>, Invalid> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(Invalid::new(field, Fault::TooLong { longest: LONGEST }));
    }
    let mut codes: Vec<String> = Vec::new();
    for line in text.split(['\n', '\r', ',', ';']) {
        let mut words: &[&str] = &line.split_whitespace().collect::<Vec<_>>();
        while let Some((code, rest)) = first_code(words) {
            codes.push(code);
            words = rest;
        }
    }
    let mut seen = std::collections::HashSet::new();
    codes.retain(|code| seen.insert(code.clone()));
    Ok(codes)
}

/// The first code of some words, of one or several of them, and the words after it.
fn first_code<'w>(words: &'w [&'w str]) -> Option<(String, &'w [&'w str])> {
    let pieces = words.iter().take(MOST_PIECES).take_while(|word| word.chars().count() < PIECE).count();
    let reading = |count: usize| words.get(..count).map(|some| some.join(" "));
    let reads = |count: usize| Some((count, reading(count)?.parse::<LineCode>()));
    let read: Vec<_> = (1..=pieces).filter_map(reads).collect();
    let whole = read.iter().find(|(_, code)| code.is_ok());
    let nearly = read.iter().find(|(_, code)| *code == Err(NotALine::Mistyped));
    let count = whole.or(nearly).map_or(1, |(count, _)| *count);
    Some((reading(count)?, words.get(count..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attendance::{Attendance, LineCodes};
    use crate::id::{EnrollmentId, MarkId, SessionId};
    use chrono::DateTime;
    use uuid::Uuid;

    fn standing(status: AttendanceStatus) -> Option<Standing> {
        let attendance = Attendance { status, minutes: 0 };
        let at = DateTime::UNIX_EPOCH;
        Some(Standing { attendance, mark: MarkId(Uuid::nil()), at, disputed: false })
    }

    #[test]
    fn a_signature_adds_to_a_register_and_its_absence_takes_nothing_away() {
        use AttendanceStatus::*;
        for (status, signed, unsigned, denied) in [
            (None, LineMeaning::Signed, LineMeaning::Blank, LineMeaning::Absent),
            (Some(Present), LineMeaning::Known, LineMeaning::Unsigned, LineMeaning::Unsigned),
            (Some(Late), LineMeaning::Known, LineMeaning::Unsigned, LineMeaning::Unsigned),
            (Some(Absent), LineMeaning::Changed, LineMeaning::Blank, LineMeaning::Blank),
            (Some(Excused), LineMeaning::Changed, LineMeaning::Blank, LineMeaning::Blank),
        ] {
            let standing = status.and_then(standing);
            for others_absent in [false, true] {
                assert_eq!(LineMeaning::of(standing, true, others_absent), signed, "{status:?}");
            }
            assert_eq!(LineMeaning::of(standing, false, false), unsigned, "{status:?}");
            assert_eq!(LineMeaning::of(standing, false, true), denied, "{status:?}");
        }
    }

    #[test]
    fn codes_are_parted_however_they_were_typed() {
        let people: Vec<_> =
            (1..=3).map(|number: u128| EnrollmentId(Uuid::from_u128(number << 60))).collect();
        let codes = LineCodes::new(SessionId(Uuid::from_u128(7)), people.clone());
        let [one, two, three] = [0, 1, 2].map(|at: usize| codes.of(people[at]).unwrap().to_string());
        let bare = two.replace('-', "").to_lowercase();
        let parted = three.replace('-', " ");
        for text in [
            format!("{one} {bare} {parted}"),
            format!("{one}\r\n{bare}\n\n{parted}\n"),
            format!("{parted} {one};{bare}"),
            format!("{bare},{one},{parted} {one}"),
        ] {
            let typed = typed_codes("codes", &text).unwrap();
            let mut found: Vec<_> = typed.iter().map(|code| codes.find(code).unwrap()).collect();
            found.sort_unstable();
            assert_eq!((typed.len(), &found), (3, &people), "{text}");
        }
    }

    #[test]
    fn what_is_no_code_stays_as_it_was_typed() {
        let typed = |text| typed_codes("codes", text).unwrap();
        assert_eq!(typed("FCH-74X"), ["FCH-74X"]);
        assert_eq!(typed("FCH 74X щось"), ["FCH 74X", "щось"]);
        assert_eq!(typed(" \n ; , "), [""; 0]);
        assert_eq!(typed("x y"), ["x", "y"]);
        let long = typed_codes("codes", &"x".repeat(LONGEST + 1)).unwrap_err();
        assert_eq!(long, Invalid::new("codes", Fault::TooLong { longest: LONGEST }));
    }
}
