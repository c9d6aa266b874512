//! Saying territories, and what is wrong with a file of them, in the reader's language.

use super::codifier::Finding;
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
