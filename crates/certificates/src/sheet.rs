//! What stands on the sheet: every text already said in its language, in the order in which the template places it.

use chrono::NaiveDate;
use postup_domain::certificate::{Facts, Holder, Place};
use postup_i18n::{Locale, Value, Words};
use serde::{Deserialize, Serialize};

use crate::speaker::Speaker;

/// A labelled line of the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub label: String,
    pub value: String,
}

/// The texts of one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Side {
    pub provider: String,
    /// The provider's number with its name; empty where there is none.
    pub provider_code: String,
    pub heading: String,
    pub number_label: String,
    pub awarded: String,
    /// The parts in their order; where they need two lines, the break comes between them.
    pub name: [String; 2],
    pub achievement: String,
    pub course: String,
    pub facts: Vec<Entry>,
    pub outcomes_heading: String,
    pub outcomes: Vec<String>,
    pub annex: String,
    pub position: String,
    pub signatory: String,
    pub check: String,
}

/// One certificate, ready for typesetting. It is all that the typesetting process is ever told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// The title in the document's properties.
    pub title: String,
    /// The registration number.
    pub number: String,
    pub issued_on: NaiveDate,
    pub check_url: String,
    /// What a screen reader says in place of the QR symbol.
    pub qr_description: String,
    pub uk: Side,
    pub en: Side,
}

impl Sheet {
    /// Says the facts in both languages. The sheet as a whole is Ukrainian, with English parts.
    pub(crate) fn new(words: &Words, facts: &Facts, check_url: &str) -> Self {
        let ukrainian = Speaker { words, locale: Locale::Uk, of: "certificate-sheet" };
        let english = Speaker { words, locale: Locale::En, of: "certificate-sheet" };
        let number = facts.registration_number.to_string();
        let name = facts.holder.in_ukrainian();
        Self {
            title: ukrainian.say_with("title", &[("number", number.as_str().into()), ("name", name.into())]),
            qr_description: ukrainian.say_with("qr", &[("url", check_url.into())]),
            number,
            issued_on: facts.issued_on,
            check_url: check_url.to_owned(),
            uk: ukrainian.side(facts),
            en: english.side(facts),
        }
    }
}

impl Speaker<'_> {
    fn side(&self, facts: &Facts) -> Side {
        let provider_code = facts.provider.edrpou.as_ref();
        let outcomes = match self.locale {
            Locale::Uk => &facts.outcomes.uk,
            Locale::En => &facts.outcomes.en,
        };
        Side {
            provider: self.choose(&facts.provider.name),
            provider_code: provider_code
                .map(|code| self.say_with("edrpou", &[("code", code.as_str().into())]))
                .unwrap_or_default(),
            heading: self.say("heading"),
            number_label: self.say("number"),
            awarded: self.say("awarded"),
            name: self.name(&facts.holder),
            achievement: self.say("achievement"),
            course: self.choose(&facts.course),
            facts: self.entries(facts),
            outcomes_heading: self.say("outcomes"),
            outcomes: outcomes.clone(),
            annex: self.say("annex"),
            position: self.choose(&facts.signatory.position),
            signatory: self.choose(&facts.signatory.name),
            check: self.say("check"),
        }
    }

    fn entries(&self, facts: &Facts) -> Vec<Entry> {
        let hours = facts.hours.to_string();
        let volume =
            [("hours", Value::try_number(&hours)), ("credits", Value::try_number(&facts.ects_credits))];
        let content = self.say(&format!("content-{}", facts.content_type));
        let length = self.say(&format!("length-{}", facts.length_type));
        [
            ("type", format!("{content}, {length}")),
            ("volume", self.say_with("volume-value", &volume)),
            ("form", self.say(&format!("form-{}", facts.form))),
            ("period", self.locale.period(facts.starts_on, facts.ends_on)),
            ("place", self.place(&facts.place)),
            ("program", self.choose(&facts.program)),
            ("issued", self.locale.date_long(facts.issued_on)),
        ]
        .into_iter()
        .map(|(label, value)| Entry { label: self.say(label), value })
        .collect()
    }

    /// Surname first in Ukrainian, as documents have it; given name first in English.
    fn name(&self, holder: &Holder) -> [String; 2] {
        match self.locale {
            Locale::Uk => [holder.family_name.to_string(), holder.given_names()],
            Locale::En => [holder.latin_given_name.to_string(), holder.latin_family_name.to_string()],
        }
    }

    fn place(&self, place: &Place) -> String {
        match place {
            Place::Online => self.say("place-online"),
            Place::City(city) => self.choose(city),
        }
    }
}

#[cfg(test)]
mod tests {
    use postup_domain::certificate::{CertificateState, ReplacementReason, RevocationReason};
    use postup_domain::cohort::Form;
    use postup_domain::course::{ContentType, LengthType};
    use postup_i18n::Words;

    #[test]
    fn every_word_of_the_domain_can_be_said() {
        fn keys<T: ToString>(start: &str, all: &[T]) -> Vec<String> {
            all.iter().map(|word| format!("certificate-{start}-{}", word.to_string())).collect()
        }
        let keys = [
            keys("sheet-content", ContentType::ALL),
            keys("sheet-length", LengthType::ALL),
            keys("sheet-form", Form::ALL),
            keys("state", CertificateState::ALL),
            keys("revocation", RevocationReason::ALL),
            keys("replacement", ReplacementReason::ALL),
        ];
        for key in keys.concat() {
            assert!(Words::embedded().has(&key), "no words for {key}");
        }
    }
}
