//! Says things in one language.

use postup_domain::text::Both;
use postup_i18n::{Locale, Value, Words};

/// Says what one kind of document says.
pub(crate) struct Speaker<'a> {
    pub words: &'a Words,
    pub locale: Locale,
    /// How the keys of its words begin.
    pub of: &'static str,
}

impl Speaker<'_> {
    pub(crate) fn choose<T: ToString>(&self, both: &Both<T>) -> String {
        match self.locale {
            Locale::Uk => both.uk.to_string(),
            Locale::En => both.en.to_string(),
        }
    }

    pub(crate) fn say(&self, what: &str) -> String {
        self.words.text(self.locale, &format!("{}-{what}", self.of))
    }

    pub(crate) fn say_with(&self, what: &str, arguments: &[(&str, Value<'_>)]) -> String {
        self.words.text_with(self.locale, &format!("{}-{what}", self.of), arguments)
    }
}
