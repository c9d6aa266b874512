//! Refusals and faults of the domain, said in words.

use crate::explain;
use chrono_tz::Tz;
use postup_domain::rejection::{Fault, Rejection};
use postup_i18n::{Locale, Value, Words};

/// Why a rule said no, as a sentence.
pub fn rejection(locale: Locale, rejection: &Rejection) -> String {
    let moment = rejection.instant.map(|instant| locale.occasion_with_year(instant, Tz::Europe__Kyiv));
    let arguments = [
        ("moment", Value::from(moment.unwrap_or_default())),
        ("count", rejection.count.unwrap_or_default().into()),
        (
            "whom",
            rejection
                .whom
                .as_ref()
                .map(|whom| explain::pick(locale, whom).as_str())
                .unwrap_or_default()
                .into(),
        ),
    ];
    Words::embedded().text_with(locale, rejection.code(), &arguments)
}

/// What is wrong with a field and how to mend it, without a full stop.
pub fn fault(locale: Locale, fault: Fault) -> String {
    let (least, most) = match fault {
        Fault::TooLong { longest } => (0, i64::try_from(longest).unwrap_or(i64::MAX)),
        Fault::TooLarge { mebibytes } => (0, i64::try_from(mebibytes).unwrap_or(i64::MAX)),
        Fault::TooShort { shortest } => (i64::try_from(shortest).unwrap_or(i64::MAX), 0),
        Fault::OutOfRange { least, most } => (least, most),
        _ => (0, 0),
    };
    let arguments = [("least", least.into()), ("most", most.into()), ("word", fault.mention().into())];
    Words::embedded().text_with(locale, fault.code(), &arguments)
}

#[cfg(test)]
mod tests {
    use postup_domain::rejection::{Fault, Refusal, Rejection};
    use postup_i18n::Locale;

    #[test]
    fn every_code_has_words_in_both_languages() {
        for locale in Locale::ALL {
            for refusal in Refusal::ALL {
                let said = super::rejection(locale, &Rejection::from(*refusal).of(3));
                assert!(!said.is_empty() && said != refusal.code(), "{}", refusal.code());
            }
            for fault in Fault::ALL {
                let said = super::fault(locale, *fault);
                assert!(!said.is_empty() && said != fault.code(), "{}", fault.code());
            }
        }
    }
}
