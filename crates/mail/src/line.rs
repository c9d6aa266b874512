//! One line of text that is safe in a message header.

use std::fmt;

/// The longest line taken, in characters. A subject beyond it is cut by [`Line::shortened`].
pub const LONGEST: usize = 200;

/// Text without line breaks or control characters and of at most [`LONGEST`] characters.
///
/// Display names and subjects pass through this type before any mail library sees them, so that nothing a person typed
/// can become a header, a recipient or a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(String);

/// Why a text is no [`Line`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// It holds a line break, NUL or another control character.
    #[error("the text holds a control character or a line break")]
    Control,
    /// It is longer than [`LONGEST`] characters.
    #[error("the text is longer than {LONGEST} characters")]
    TooLong,
}

impl Line {
    /// Takes a text as it is.
    ///
    /// # Errors
    /// [`BadLine`] when the text holds a control character or is too long.
    pub fn new(text: impl Into<String>) -> Result<Self, BadLine> {
        let text = text.into();
        if text.chars().any(breaks_a_header) {
            return Err(BadLine::Control);
        }
        if text.chars().count() > LONGEST {
            return Err(BadLine::TooLong);
        }
        Ok(Self(text))
    }

    /// Takes a text and cuts it with an ellipsis when it is too long, as subjects with long course titles are.
    ///
    /// # Errors
    /// [`BadLine::Control`] when the text holds a control character.
    pub fn shortened(text: &str) -> Result<Self, BadLine> {
        if text.chars().count() <= LONGEST {
            return Self::new(text);
        }
        let kept: String = text.chars().take(LONGEST - 1).collect();
        Self::new(format!("{}…", kept.trim_end()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Control characters (C0, DEL, C1) and the two Unicode line separators.
fn breaks_a_header(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_breakers_are_refused() {
        for bad in ["a\r\nBcc: x@y", "a\nb", "a\rb", "a\0b", "a\u{85}b", "a\u{7f}", "a\u{2028}b", "a\tb"] {
            assert_eq!(Line::new(bad), Err(BadLine::Control), "{bad:?}");
            assert_eq!(Line::shortened(bad), Err(BadLine::Control), "{bad:?}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(Line::new("ї".repeat(LONGEST)).is_ok());
        assert_eq!(Line::new("ї".repeat(LONGEST + 1)), Err(BadLine::TooLong));
    }

    #[test]
    fn a_long_subject_is_cut_with_an_ellipsis() {
        let line = Line::shortened(&"слово ".repeat(100)).unwrap();
        assert!(line.as_str().ends_with('…'));
        assert!(line.as_str().chars().count() <= LONGEST);
    }
}
