//! Employer and territory in a form: typed as words, found in the registers, chosen when several fit. Works without
//! scripts: the form comes back with what was found.

use postup_app::territory::{Filter, wording};
use postup_domain::id::OrganizationId;
use postup_domain::search::search_key;
use postup_domain::territory::TerritoryCode;
use postup_i18n::Words;

use super::error::PageError;
use super::form::{Choice, Form};
use super::page::Page;
use crate::site::Site;

/// As many are offered as can be read at a glance.
const OFFERED: u64 = 10;

/// What was found for words that fit several.
#[derive(Clone, Debug, Default)]
pub(super) struct Whereabouts {
    pub employers: Vec<Choice>,
    pub territories: Vec<Choice>,
}

/// Resolves the fields `employer` → `organization_id` and `place` → `territory`. What is not clear becomes a complaint with
/// choices.
pub(super) async fn find(page: &Page, mut form: Form, site: &Site) -> Result<(Form, Whereabouts), PageError> {
    let employers = find_organization(page, &mut form, site, "employer", "organization_id").await?;
    let territories = find_place(page, &mut form, site).await?;
    Ok((form, Whereabouts { employers, territories }))
}

/// Resolves words in the field `place` to a unit of the codifier in `territory`; answers what is offered when that is not
/// clear.
pub(super) async fn find_place(page: &Page, form: &mut Form, site: &Site) -> Result<Vec<Choice>, PageError> {
    let Some(text) = open_question(form, "place", "territory") else { return Ok(Vec::new()) };
    let found = site.app.territories(&Filter { text, ..Filter::default() }, None, OFFERED).await?;
    let choices = found.items.iter().map(|located| {
        Choice::new(&located.territory.code, wording::full_name(Words::embedded(), page.locale, located))
    });
    Ok(settle(form, "place", "territory", choices.collect()))
}

/// Resolves words in one field to the id of an organization in another; answers what is offered when that is not clear.
pub(super) async fn find_organization(
    page: &Page,
    form: &mut Form,
    site: &Site,
    words: &str,
    id: &str,
) -> Result<Vec<Choice>, PageError> {
    let Some(typed) = open_question(form, words, id) else { return Ok(Vec::new()) };
    let found = site.app.organizations(&typed, None, None, OFFERED).await?;
    let choices = found
        .items
        .iter()
        .map(|organization| Choice::new(organization.id, page.pick(&organization.name).as_str()));
    Ok(settle(form, words, id, choices.collect()))
}

/// The words to look for, unless the field is empty or already answered for these very words.
fn open_question(form: &mut Form, words: &str, id: &str) -> Option<String> {
    let typed = form.value(words).trim().to_owned();
    if typed.is_empty() {
        form.set(id, "");
        return None;
    }
    let answered = form.value(&format!("{words}_was")) == typed && !form.value(id).is_empty();
    (!answered).then_some(typed)
}

/// Takes the only fit, or the only one spelled exactly so; otherwise complains and offers.
fn settle(form: &mut Form, words: &str, id: &str, found: Vec<Choice>) -> Vec<Choice> {
    let typed = search_key(form.value(words));
    let first_part = |choice: &Choice| search_key(choice.label.split(',').next().unwrap_or_default());
    let exact: Vec<&Choice> = found
        .iter()
        .filter(|choice| search_key(&choice.label) == typed || first_part(choice) == typed)
        .collect();
    let taken = match (found.as_slice(), exact.as_slice()) {
        ([only], _) => Some(only.clone()),
        (_, [only]) => Some((*only).clone()),
        _ => None,
    };
    form.set(&format!("{words}_was"), form.raw(words));
    if let Some(taken) = taken {
        form.set(id, &taken.value);
        form.set(words, &taken.label);
        form.set(&format!("{words}_was"), &taken.label);
        return Vec::new();
    }
    form.set(id, "");
    form.complain(words, if found.is_empty() { "person-nothing-found" } else { "person-several-found" });
    found
}

/// Fills in the words for what a record holds.
pub(super) async fn describe(
    page: &Page,
    form: &mut Form,
    site: &Site,
    employer: Option<OrganizationId>,
    territory: Option<&str>,
) -> Result<(), PageError> {
    if let Some(id) = employer {
        let organization = site.app.organization(id).await?;
        fill(form, "employer", "organization_id", &id.to_string(), page.pick(&organization.name).as_str());
    }
    fill_place(page, form, site, territory).await
}

/// The same for the territory alone.
pub(super) async fn fill_place(
    page: &Page,
    form: &mut Form,
    site: &Site,
    territory: Option<&str>,
) -> Result<(), PageError> {
    if let Some(code) = territory.and_then(|code| code.parse::<TerritoryCode>().ok()) {
        let located = site.app.territory(&code).await?;
        let label = wording::full_name(Words::embedded(), page.locale, &located);
        fill(form, "place", "territory", code.as_str(), &label);
    }
    Ok(())
}

pub(super) fn fill(form: &mut Form, words: &str, id: &str, value: &str, label: &str) {
    form.set(id, value);
    form.set(words, label);
    form.set(&format!("{words}_was"), label);
}
