//! Every message in every language, ready to be said.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use intl_memoizer::concurrent::IntlLangMemoizer;

use crate::Locale;

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// An argument of a message. `"text".into()`, `String` and whole numbers convert by themselves. Numbers choose plural
/// forms and are grouped in thousands, so a year or a number on a document is passed as text. A decimal is made with
/// [`FluentValue::try_number`] from its written form (`"1.50"`), which keeps its digits.
pub type Value<'a> = FluentValue<'a>;

type Bundle = FluentBundle<FluentResource>;

/// Stands before a text whose direction is its own (FIRST STRONG ISOLATE).
const ISOLATE: char = '\u{2068}';
/// Ends it (POP DIRECTIONAL ISOLATE).
const POP: char = '\u{2069}';

/// All messages of the product. Cheap to share, safe between threads.
pub struct Words {
    uk: Bundle,
    en: Bundle,
}

impl Words {
    /// Reads the messages compiled into the binary. The build has already checked them.
    pub fn new() -> Self {
        Words { uk: bundle(Locale::Uk, UK), en: bundle(Locale::En, EN) }
    }

    /// The one copy this process shares.
    pub fn embedded() -> &'static Words {
        static WORDS: LazyLock<Words> = LazyLock::new(Words::new);
        &WORDS
    }

    /// Whether there is a message of this key.
    pub fn has(&self, key: &str) -> bool {
        self.uk.has_message(key)
    }

    /// The message without arguments. A key that does not exist comes back as itself, and panics in a debug build.
    pub fn text(&self, locale: Locale, key: &str) -> String {
        say(self.bundle(locale), key, &[])
    }

    /// The message with its arguments, as plain text: for mail, documents, CSV and logs.
    pub fn text_with(&self, locale: Locale, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        say(self.bundle(locale), key, arguments)
    }

    /// The message with its arguments for a page: an argument written from right to left cannot turn the sentence around,
    /// because invisible marks stand around it. Other arguments stay bare, so that what is read can be copied and found.
    pub fn page_text(&self, locale: Locale, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        if !arguments.iter().any(|(_, value)| turns_around(value)) {
            return self.text_with(locale, key, arguments);
        }
        let isolated: Vec<(&str, Value<'_>)> =
            arguments.iter().map(|(name, value)| (*name, isolated(value))).collect();
        self.text_with(locale, key, &isolated)
    }

    fn bundle(&self, locale: Locale) -> &Bundle {
        match locale {
            Locale::Uk => &self.uk,
            Locale::En => &self.en,
        }
    }
}

impl Default for Words {
    fn default() -> Self {
        Words::new()
    }
}

fn bundle(locale: Locale, sources: &[&str]) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![locale.identifier()]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::Uk => |value, _: &IntlLangMemoizer| number(Locale::Uk, value),
        Locale::En => |value, _: &IntlLangMemoizer| number(Locale::En, value),
    }));
    for source in sources {
        let read = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(read);
    }
    bundle
}

/// Whether a text has letters that are written from right to left: the Hebrew and Arabic blocks and their kin.
fn turns_around(value: &Value<'_>) -> bool {
    let from_the_right = |letter: char| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    matches!(value, FluentValue::String(text) if text.contains(from_the_right))
}

fn isolated<'v>(value: &Value<'v>) -> Value<'v> {
    match value {
        FluentValue::String(text) => Value::from(format!("{ISOLATE}{text}{POP}")),
        other => other.clone(),
    }
}

fn number(locale: Locale, value: &Value<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(locale.decimal(number.as_string())),
        _ => None,
    }
}

fn say(bundle: &Bundle, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        debug_assert!(false, "no message has the key {key}");
        return key.to_owned();
    };
    let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
    let mut errors = Vec::new();
    let said = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
    debug_assert!(errors.is_empty(), "the message {key} lacks an argument: {errors:?}");
    said
}

#[cfg(test)]
mod tests {
    use super::{Value, Words};
    use crate::Locale::{En, Uk};

    #[test]
    fn ukrainian_counts_in_three_forms_and_fractions_in_a_fourth() {
        let words = Words::embedded();
        let cases = [
            (1, "1 година"),
            (2, "2 години"),
            (5, "5 годин"),
            (11, "11 годин"),
            (21, "21 година"),
            (112, "112 годин"),
        ];
        for (hours, expected) in cases {
            assert_eq!(words.text_with(Uk, "common-count-hours", &[("hours", hours.into())]), expected);
        }
        let half = [("hours", Value::try_number("1.5"))];
        assert_eq!(words.text_with(Uk, "common-count-hours", &half), "1,5 години");
        assert_eq!(words.text_with(En, "common-count-hours", &half), "1.5 hours");
        assert_eq!(words.text_with(En, "common-count-hours", &[("hours", 1.into())]), "1 hour");
    }

    #[test]
    fn a_name_written_from_the_right_cannot_turn_a_page_around() {
        let words = Words::embedded();
        let title = |title| [("title", Value::from(title))];
        assert_eq!(words.page_text(En, "common-page-title-error", &title("Іван")), "Error: Іван");
        assert_eq!(
            words.page_text(En, "common-page-title-error", &title("דוד")),
            "Error: \u{2068}דוד\u{2069}"
        );
        assert_eq!(words.text_with(En, "common-page-title-error", &title("דוד")), "Error: דוד");
    }

    #[test]
    #[should_panic(expected = "no message has the key")]
    fn a_key_that_does_not_exist_is_found_while_developing() {
        Words::embedded().text(Uk, "nothing-of-that-name");
    }

    #[test]
    fn words_are_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Words>();
    }
}
