//! Content lines (RFC 5545, 3.1 and 3.3.11).

/// The most octets of a line, its end not counted.
const LONGEST: usize = 75;

#[derive(Debug, Default)]
pub struct Lines {
    text: String,
}

impl Lines {
    /// A value that is no text: taken as it is, but for what would end the line.
    pub fn put(&mut self, name: &str, value: &str) {
        let value: String = value.chars().filter(|one| !one.is_control()).collect();
        self.fold(&format!("{name}:{value}"));
    }

    /// A text: its separators and line breaks are escaped, other control characters left out.
    pub fn say(&mut self, name: &str, text: &str) {
        let mut value = String::with_capacity(text.len());
        for one in text.chars() {
            match one {
                '\\' | ';' | ',' => value.extend(['\\', one]),
                '\n' => value.push_str("\\n"),
                _ if one.is_control() => {}
                _ => value.push(one),
            }
        }
        self.fold(&format!("{name}:{value}"));
    }

    /// Breaks a line between characters wherever it would become too long; what goes on begins with a blank.
    fn fold(&mut self, line: &str) {
        let mut octets = 0;
        for one in line.chars() {
            if octets + one.len_utf8() > LONGEST {
                self.text.push_str("\r\n ");
                octets = 1;
            }
            self.text.push(one);
            octets += one.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    pub fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_is_said_comes_back(text in "[^\\p{Cc}]{0,200}") {
            let mut lines = Lines::default();
            lines.say("SUMMARY", &text);
            let folded = lines.into_text();
            prop_assert!(folded.split("\r\n").all(|line| line.len() <= LONGEST));
            let line = folded.replace("\r\n ", "");
            let value = line.strip_prefix("SUMMARY:").unwrap().strip_suffix("\r\n").unwrap();
            let mut said = String::new();
            let mut escaped = false;
            for one in value.chars() {
                match one {
                    '\\' if !escaped => escaped = true,
                    _ => { said.push(one); escaped = false; }
                }
            }
            prop_assert_eq!(said, text);
        }
    }

    #[test]
    fn nothing_can_add_a_line() {
        let mut lines = Lines::default();
        lines.put("URL", "https://a.test/\r\nX-EVIL:1");
        lines.say("SUMMARY", "a\r\nX-EVIL:1");
        assert_eq!(lines.into_text(), "URL:https://a.test/X-EVIL:1\r\nSUMMARY:a\\nX-EVIL:1\r\n");
    }
}
