//! Verdicts as sentences, the same in pages and in the JSON interface.

use postup_domain::completion::Reason;
use postup_domain::course::CompletionRule;
use postup_domain::text::Both;
use postup_i18n::{Locale, Words};

/// The text in a language.
pub fn pick<T>(locale: Locale, both: &Both<T>) -> &T {
    match locale {
        Locale::Uk => &both.uk,
        Locale::En => &both.en,
    }
}

/// What is missing for completion.
pub fn missing(locale: Locale, reason: Reason) -> String {
    let words = Words::embedded();
    let say =
        |arguments: &[(&str, postup_i18n::Value<'_>)]| words.text_with(locale, reason.code(), arguments);
    match reason {
        Reason::NothingPlanned => say(&[]),
        Reason::MinutesMissing { missing, available } => {
            say(&[("missing", missing.into()), ("available", available.into())])
        }
        Reason::MakeUpOwed { minutes } => say(&[("minutes", minutes.into())]),
        Reason::RegistersOpen { count } => say(&[("count", count.into())]),
        Reason::ScoreMissing { required } => say(&[("required", i64::from(required).into())]),
        Reason::ScoreTooLow { score, required } => {
            say(&[("score", i64::from(score).into()), ("required", i64::from(required).into())])
        }
    }
}

/// The completion rule as a sentence.
pub fn rule(locale: Locale, rule: CompletionRule) -> String {
    let percent = locale.percent(rule.attendance_percent);
    match rule.final_score {
        None => Words::embedded().text_with(locale, "completion-rule", &[("percent", percent.into())]),
        Some(score) => Words::embedded().text_with(
            locale,
            "completion-rule-score",
            &[("percent", percent.into()), ("score", i64::from(score).into())],
        ),
    }
}
