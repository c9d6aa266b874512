//! Programs: the umbrella under a memorandum.

mod contact;

pub use contact::Contact;

use crate::id::{OrganizationId, ProgramId};
use crate::rejection::{Checks, Fault, Invalid, Refusal, Rejection};
use crate::text::{Both, Code, Line, Prose, Title};
use crate::words;
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

words! {
    /// Whether something is being prepared, shown, or put away. Shared by programs and courses.
    Publication {
        Draft = "draft",
        Published = "published",
        Archived = "archived",
    }
}

/// A program with the organization that runs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub id: ProgramId,
    pub plan: Plan,
    pub state: Publication,
    pub version: i64,
}

impl Program {
    /// Whether it may be shown to everyone: it says in both languages what it is.
    pub fn on_publication(&self) -> Result<Publication, Rejection> {
        if self.state != Publication::Draft {
            return Err(Refusal::NotADraft.into());
        }
        let described = !self.plan.description.uk.is_empty() && !self.plan.description.en.is_empty();
        if described { Ok(Publication::Published) } else { Err(Refusal::Incomplete.into()) }
    }

    /// Whether it may be put away, with so many of its courses still published.
    pub fn on_archiving(&self, published_courses: u64) -> Result<Publication, Rejection> {
        archived(self.state, published_courses)
    }

    /// Whether something of the program may take place on these days.
    pub fn spans(&self, from: NaiveDate, until: NaiveDate) -> bool {
        self.plan.starts_on <= from && until <= self.plan.ends_on
    }
}

/// Puts away what nothing stands on any more.
pub(crate) fn archived(state: Publication, in_use: u64) -> Result<Publication, Rejection> {
    if state == Publication::Archived {
        return Err(Refusal::NotPublished.into());
    }
    match i64::try_from(in_use) {
        Ok(0) => Ok(Publication::Archived),
        count => Err(Rejection::from(Refusal::StillInUse).of(count.unwrap_or(i64::MAX))),
    }
}

/// What it takes to write a program down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub code: Code,
    pub title: Both<Title>,
    pub description: Both<Prose>,
    /// Runs the program and issues its certificates.
    pub organization: OrganizationId,
    pub partners: Vec<OrganizationId>,
    pub funders: Vec<OrganizationId>,
    /// Number and date of the memorandum, as people cite it.
    pub memorandum: Option<Line>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Signs the certificates.
    pub signatory_name: Both<Title>,
    pub signatory_position: Both<Title>,
    /// Whom to ask about its courses.
    pub contact: Option<Contact>,
}

/// The same as typed; lists of ids are separated by commas.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawPlan {
    pub code: String,
    pub title_uk: String,
    pub title_en: String,
    pub description_uk: String,
    pub description_en: String,
    pub organization_id: String,
    pub partner_ids: Vec<String>,
    pub funder_ids: Vec<String>,
    pub memorandum: String,
    pub starts_on: String,
    pub ends_on: String,
    pub signatory_name_uk: String,
    pub signatory_name_en: String,
    pub signatory_position_uk: String,
    pub signatory_position_en: String,
    pub contact_office_uk: String,
    pub contact_office_en: String,
    pub contact_email: String,
    pub contact_phone: String,
}

/// Reads a calendar day, `2026-05-12` as in data or `12.05.2026` as people write it.
pub fn day(field: impl Into<String>, raw: &str) -> Result<NaiveDate, Invalid> {
    let text = raw.trim();
    let field = field.into();
    if text.is_empty() {
        return Err(Invalid::new(field, Fault::Missing));
    }
    let read = |form| NaiveDate::parse_from_str(text, form);
    match read("%Y-%m-%d").or_else(|_| read("%d.%m.%Y")) {
        Ok(day) => of_the_calendar(field, day),
        Err(_) => Err(Invalid::new(field, Fault::NotADate)),
    }
}

/// A day of a year with at most four digits: databases tell no others, or not all of them.
pub fn of_the_calendar(field: impl Into<String>, day: NaiveDate) -> Result<NaiveDate, Invalid> {
    if (1..=9999).contains(&day.year()) { Ok(day) } else { Err(Invalid::new(field, Fault::NotADate)) }
}

impl TryFrom<&RawPlan> for Plan {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawPlan) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let code = checks.take(Code::new("code", &raw.code));
        let title = both(&mut checks, ["title_uk", "title_en"], [&raw.title_uk, &raw.title_en], Title::new);
        let description = both(
            &mut checks,
            ["description_uk", "description_en"],
            [&raw.description_uk, &raw.description_en],
            Prose::new,
        );
        let organization = checks.take(one_id("organization_id", &raw.organization_id));
        let partners = ids(&mut checks, "partner_ids", &raw.partner_ids);
        let funders = ids(&mut checks, "funder_ids", &raw.funder_ids);
        let memorandum = checks.take(Line::optional("memorandum", &raw.memorandum)).flatten();
        let starts_on = checks.take(day("starts_on", &raw.starts_on));
        let ends_on = checks.take(day("ends_on", &raw.ends_on));
        if matches!((starts_on, ends_on), (Some(from), Some(to)) if to < from) {
            checks.note("ends_on", Fault::EndsBeforeStart);
        }
        let signatory_name = both(
            &mut checks,
            ["signatory_name_uk", "signatory_name_en"],
            [&raw.signatory_name_uk, &raw.signatory_name_en],
            Title::new,
        );
        let signatory_position = both(
            &mut checks,
            ["signatory_position_uk", "signatory_position_en"],
            [&raw.signatory_position_uk, &raw.signatory_position_en],
            Title::new,
        );
        let contact = contact::contact(&mut checks, raw);
        let all =
            (code, title, description, organization, starts_on, ends_on, signatory_name, signatory_position);
        match all {
            (
                Some(code),
                Some(title),
                Some(description),
                Some(organization),
                Some(starts_on),
                Some(ends_on),
                Some(signatory_name),
                Some(signatory_position),
            ) => {
                checks.finish()?;
                Ok(Self {
                    code,
                    title,
                    description,
                    organization,
                    partners,
                    funders,
                    memorandum,
                    starts_on,
                    ends_on,
                    signatory_name,
                    signatory_position,
                    contact,
                })
            }
            _ => Err(checks.into_faults()),
        }
    }
}

/// Looks at a text in both languages.
pub fn both<T>(
    checks: &mut Checks,
    fields: [&'static str; 2],
    raw: [&str; 2],
    look: impl Fn(&'static str, &str) -> Result<T, Invalid>,
) -> Option<Both<T>> {
    let [uk_field, en_field] = fields;
    let [uk_raw, en_raw] = raw;
    let uk = checks.take(look(uk_field, uk_raw));
    let en = checks.take(look(en_field, en_raw));
    Some(Both::new(uk?, en?))
}

/// Reads one id.
pub fn one_id<T: std::str::FromStr>(field: &'static str, raw: &str) -> Result<T, Invalid> {
    match raw.trim() {
        "" => Err(Invalid::new(field, Fault::Missing)),
        text => text.parse().map_err(|_| Invalid::new(field, Fault::Unknown)),
    }
}

/// Reads ids, each of them once.
fn ids<T: std::str::FromStr + Ord>(checks: &mut Checks, field: &'static str, raw: &[String]) -> Vec<T> {
    let read = raw
        .iter()
        .filter(|text| !text.trim().is_empty())
        .filter_map(|text| checks.take(text.trim().parse().map_err(|_| Invalid::new(field, Fault::Unknown))));
    read.collect::<BTreeSet<T>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nothing_stands_on_is_put_away() {
        assert_eq!(archived(Publication::Published, 0), Ok(Publication::Archived));
        assert_eq!(archived(Publication::Draft, 0), Ok(Publication::Archived));
        let refused = archived(Publication::Published, 2).unwrap_err();
        assert_eq!((refused.refusal, refused.count), (Refusal::StillInUse, Some(2)));
        assert_eq!(archived(Publication::Archived, 0).unwrap_err().refusal, Refusal::NotPublished);
    }

    #[test]
    fn a_party_named_twice_is_one_party() {
        let id = "0198a000-0000-7000-8000-000000000000".to_owned();
        let mut checks = Checks::default();
        let parties: Vec<OrganizationId> = ids(&mut checks, "partner_ids", &[id.clone(), String::new(), id]);
        assert_eq!(parties.len(), 1);
        assert!(checks.finish().is_ok());
    }
}
