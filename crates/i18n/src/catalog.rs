//! Every message in every language, ready to be said.

use std::sync::{Arc, LazyLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use intl_memoizer::concurrent::IntlLangMemoizer;

use crate::Locale;

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// An argument of a message. `"text".into()`, `String` and whole numbers convert by themselves. Numbers choose plural
/// forms and are grouped in thousands, so a year or a number on a document is passed as text. A decimal is made with
/// [`FluentValue::try_number`] from its written form (`"1.50"`), which keeps its digits.
pub type Value<'a> = FluentValue<'a>;

type Bundle = FluentBundle<Arc<FluentResource>>;

/// All messages of the product. Cheap to share, safe between threads.
pub struct Words {
    uk: Spoken,
    en: Spoken,
}

/// One language twice: as it is, and with invisible direction marks around arguments.
struct Spoken {
    plain: Bundle,
    isolating: Bundle,
}

impl Words {
    /// Reads the messages compiled into the binary. The build has already checked them.
    pub fn new() -> Self {
        Words { uk: spoken(Locale::Uk, UK), en: spoken(Locale::En, EN) }
    }

    /// The one copy this process shares.
    pub fn embedded() -> &'static Words {
        static WORDS: LazyLock<Words> = LazyLock::new(Words::new);
        &WORDS
    }

    /// Whether there is a message of this key.
    pub fn has(&self, key: &str) -> bool {
        self.uk.plain.has_message(key)
    }

    /// The message without arguments. A key that does not exist comes back as itself, and panics in a debug build.
    pub fn text(&self, locale: Locale, key: &str) -> String {
        say(&self.spoken(locale).plain, key, &[])
    }

    /// The message with its arguments, as plain text: for mail, documents, CSV and logs.
    pub fn text_with(&self, locale: Locale, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        say(&self.spoken(locale).plain, key, arguments)
    }

    /// The message with its arguments for a page: an argument of another writing direction cannot turn the sentence
    /// around, because invisible marks (FSI and PDI) stand around it.
    pub fn page_text(&self, locale: Locale, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        say(&self.spoken(locale).isolating, key, arguments)
    }

    fn spoken(&self, locale: Locale) -> &Spoken {
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

fn spoken(locale: Locale, sources: &[&str]) -> Spoken {
    let resources: Vec<Arc<FluentResource>> = sources
        .iter()
        .map(|source| FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(readable, _)| readable))
        .map(Arc::new)
        .collect();
    Spoken { plain: bundle(locale, &resources, false), isolating: bundle(locale, &resources, true) }
}

fn bundle(locale: Locale, resources: &[Arc<FluentResource>], isolating: bool) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![locale.identifier()]);
    bundle.set_use_isolating(isolating);
    bundle.set_formatter(Some(match locale {
        Locale::Uk => |value, _: &IntlLangMemoizer| number(Locale::Uk, value),
        Locale::En => |value, _: &IntlLangMemoizer| number(Locale::En, value),
    }));
    for resource in resources {
        bundle.add_resource_overriding(Arc::clone(resource));
    }
    bundle
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
    fn direction_marks_stand_on_pages_only() {
        let words = Words::embedded();
        let name = [("title", Value::from("Іван"))];
        assert_eq!(words.text_with(En, "common-page-title-error", &name), "Error: Іван");
        assert_eq!(words.page_text(En, "common-page-title-error", &name), "Error: \u{2068}Іван\u{2069}");
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
