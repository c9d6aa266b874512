//! Saying territories, and what is wrong with a file of them, in the reader's language.

use super::codifier::{Finding, Unusable};
use super::{ImportFailure, ImportReport, MOST_REMOVED};
use postup_domain::territory::{Located, Territory};
use postup_i18n::{Locale, Value, Words};

/// The name with its noun: "Вінницька область", "Vinnytska oblast".
pub fn name(words: &Words, locale: Locale, territory: &Territory) -> String {
    let name = match locale {
        Locale::Uk => territory.name.as_str(),
        Locale::En => territory.name_en.as_str(),
    };
    words.text_with(locale, territory.name_key(), &[("name", name.into())])
}

/// The name with all units above it, from the part to the whole, as an address is written:
/// "Андріївська громада, Бердянський район, Запорізька область".
pub fn full_name(words: &Words, locale: Locale, located: &Located) -> String {
    located.chain().map(|territory| name(words, locale, territory)).collect::<Vec<_>>().join(", ")
}

/// Where and what: "Рядок 7, стовпець B: …".
pub fn finding(words: &Words, locale: Locale, finding: &Finding) -> String {
    let arguments = finding.flaw.arguments();
    let arguments: Vec<(&str, Value<'_>)> =
        arguments.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    let flaw = words.text_with(locale, finding.flaw.code(), &arguments);
    let row = finding.row.map(|row| row.to_string());
    let column = finding.column.map(String::from);
    let key = match (&row, &column) {
        (None, _) => "territory-finding-file",
        (Some(_), None) => "territory-finding-row",
        (Some(_), Some(_)) => "territory-finding-cell",
    };
    let place = [("row", row), ("column", column)];
    let place = place.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?.into())));
    words.text_with(locale, key, &place.chain([("flaw", flaw.as_str().into())]).collect::<Vec<_>>())
}

/// What an import did: "Edition of 19 January 2024: 31 744 units. …".
pub fn report(words: &Words, locale: Locale, report: &ImportReport) -> String {
    let count = |units: usize| Value::from(units);
    let day = locale.date(report.in_force_on);
    let arguments = [
        ("day", day.into()),
        ("units", count(report.units)),
        ("added", count(report.added)),
        ("renamed", count(report.renamed)),
        ("moved", count(report.moved)),
        ("removed", count(report.removed)),
        ("unchanged", count(report.unchanged)),
    ];
    words.text_with(locale, "territory-import-done", &arguments)
}

/// Why a file was not taken, one line each; or nothing, when the cause is not the file.
pub fn refusal(words: &Words, locale: Locale, failure: &ImportFailure) -> Option<Vec<String>> {
    match failure {
        ImportFailure::Unusable(unusable) => Some(unusable_file(words, locale, unusable)),
        ImportFailure::TooManyRemovals { removed, present } => {
            let arguments = [
                ("removed", Value::from(*removed)),
                ("present", Value::from(*present)),
                ("percent", Value::from(MOST_REMOVED)),
            ];
            Some(vec![words.text_with(locale, "territory-import-too-many-removals", &arguments)])
        }
        ImportFailure::Error(_) => None,
    }
}

fn unusable_file(words: &Words, locale: Locale, unusable: &Unusable) -> Vec<String> {
    let total = [("total", Value::from(unusable.total))];
    let mut lines = vec![words.text_with(locale, "territory-import-refused", &total)];
    lines.extend(unusable.findings.iter().map(|one| finding(words, locale, one)));
    let more = unusable.total.saturating_sub(unusable.findings.len());
    if more > 0 {
        lines.push(words.text_with(locale, "territory-import-more", &[("total", Value::from(more))]));
    }
    lines
}
