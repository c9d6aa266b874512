//! Numbers as people write them.

use std::fmt::Display;

use crate::Locale;

/// No line break inside a number.
const NO_BREAK_SPACE: char = '\u{a0}';

impl Locale {
    /// A number from its plain form (`1234.5`, with a point): `1 234,5` in Ukrainian, `1,234.5` in English. The digits
    /// after the point stay as they are given. Anything that is not a number is returned unchanged.
    pub fn decimal(self, value: impl Display) -> String {
        let text = value.to_string();
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("\u{2212}", rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || !whole.chars().chain(fraction.chars()).all(|digit| digit.is_ascii_digit()) {
            return text;
        }
        let (group, point) = match self {
            Locale::Uk => (NO_BREAK_SPACE, ','),
            Locale::En => (',', '.'),
        };
        let mut said = String::from(sign);
        for (index, digit) in whole.chars().enumerate() {
            let left = whole.len().saturating_sub(index);
            if index > 0 && left.is_multiple_of(3) {
                said.push(group);
            }
            said.push(digit);
        }
        if !fraction.is_empty() {
            said.push(point);
            said.push_str(fraction);
        }
        said
    }

    /// A share in whole or decimal per cent, from its plain form: `80 %` in Ukrainian, `80%` in English.
    pub fn percent(self, value: impl Display) -> String {
        let number = self.decimal(value);
        match self {
            Locale::Uk => format!("{number}{NO_BREAK_SPACE}%"),
            Locale::En => format!("{number}%"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Locale::{En, Uk};

    #[test]
    fn numbers_are_grouped_and_keep_their_digits() {
        let cases = [
            ("0", "0", "0"),
            ("12", "12", "12"),
            ("1.50", "1,50", "1.50"),
            ("1234", "1\u{a0}234", "1,234"),
            ("1234567.5", "1\u{a0}234\u{a0}567,5", "1,234,567.5"),
            ("-3", "\u{2212}3", "\u{2212}3"),
            ("n/a", "n/a", "n/a"),
            ("", "", ""),
        ];
        for (plain, uk, en) in cases {
            assert_eq!(Uk.decimal(plain), uk);
            assert_eq!(En.decimal(plain), en);
        }
        assert_eq!(Uk.percent(80), "80\u{a0}%");
        assert_eq!(En.percent("66.7"), "66.7%");
    }
}
