//! The digits of Crockford's base 32: codes made of them survive being read from paper.

/// In lower case: no `i`, `l`, `o`, `u`.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The digit of a value; those from 32 on have none.
pub(crate) fn letter(value: u8) -> Option<char> {
    DIGITS.get(usize::from(value)).copied().map(char::from)
}

/// The value of a digit as people type it: in either case, `o` for `0`, `i` and `l` for `1`.
pub(crate) fn digit(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    let place = DIGITS.iter().position(|known| char::from(*known) == letter)?;
    u8::try_from(place).ok()
}
