//! From bytes to text: UTF-8 with or without a mark, UTF-16 with one, or Windows-1251.

use super::{Flaw, Trouble};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1251};
use std::borrow::Cow;

/// The text of a file.
pub fn decoded(file: &[u8]) -> Result<Cow<'_, str>, Trouble> {
    let text = match file {
        [0xef, 0xbb, 0xbf, rest @ ..] => of_utf8(rest)?.into(),
        [0xff, 0xfe, rest @ ..] => whole(rest, UTF_16LE.decode_without_bom_handling(rest))?,
        [0xfe, 0xff, rest @ ..] => whole(rest, UTF_16BE.decode_without_bom_handling(rest))?,
        file => match std::str::from_utf8(file) {
            Ok(text) => text.into(),
            Err(_) if is_mostly_utf8(file) => of_utf8(file)?.into(),
            Err(_) => whole(file, WINDOWS_1251.decode_without_bom_handling(file))?,
        },
    };
    match text.char_indices().find(|(_, c)| is_binary(*c)) {
        Some((at, _)) => Err(not_text(text.as_bytes(), at)),
        None => Ok(text),
    }
}

fn of_utf8(file: &[u8]) -> Result<&str, Trouble> {
    std::str::from_utf8(file).map_err(|error| not_text(file, error.valid_up_to()))
}

fn whole<'f>(file: &[u8], (text, had_errors): (Cow<'f, str>, bool)) -> Result<Cow<'f, str>, Trouble> {
    if had_errors { Err(not_text(file, 0)) } else { Ok(text) }
}

/// Whether a file that is not sound UTF-8 was meant to be: more letters outside of ASCII can be read than cannot.
fn is_mostly_utf8(file: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in file.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    sound > broken
}

/// A character that no text has.
fn is_binary(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}')
}

/// Names the line in which the text stops being one.
fn not_text(file: &[u8], at: usize) -> Trouble {
    let breaks = file.iter().take(at).filter(|byte| **byte == b'\n').count();
    Trouble::of_row(u32::try_from(breaks + 1).unwrap_or(u32::MAX), Flaw::NotText)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_that_table_programs_write() {
        let text = "email;прізвище\r\na@b.ua;Ґалаґан’їй\r\n";
        let (legacy, ..) = WINDOWS_1251.encode(text);
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked = format!("\u{feff}{text}");
        for file in [text.as_bytes(), marked.as_bytes(), &legacy, &wide] {
            assert_eq!(decoded(file).unwrap(), text);
        }
    }

    #[test]
    fn a_damaged_text_is_not_taken_for_another_encoding() {
        let mut file = "email;прізвище\na@b.ua;Ґалаґан\n".as_bytes().to_vec();
        file.push(0xd0);
        assert_eq!(decoded(&file), Err(Trouble::of_row(3, Flaw::NotText)));
        assert_eq!(decoded(b"a;b\n\0"), Err(Trouble::of_row(2, Flaw::NotText)));
        assert!(decoded(b"\x89PNG\r\n\x1a\n\xff\xfe").is_err());
    }
}
