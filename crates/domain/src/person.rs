//! Persons: one per human, whatever the accounts.

use crate::id::{OrganizationId, PersonId};
use crate::rejection::{Checks, Fault, Invalid};
use crate::text::{EmailAddress, Line, Name};
use crate::words;
use serde::{Deserialize, Serialize};

words! {
    /// The language a person reads.
    Language {
        Ukrainian = "uk",
        English = "en",
    }
}

words! {
    /// How a person came to the post.
    AppointmentKind {
        Elected = "elected",
        Appointed = "appointed",
    }
}

/// The names a person goes by. The patronymic may be absent; the Latin spelling is the person's own (LANG-02, LANG-03).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullName {
    pub family: Name,
    pub given: Name,
    pub patronymic: Option<Name>,
    pub latin_family: Name,
    pub latin_given: Name,
}

impl FullName {
    /// Surname first, as in registers: "Коваль Олена Петрівна".
    pub fn in_register(&self) -> String {
        let tail = self.patronymic.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("{} {}{tail}", self.family, self.given)
    }

    /// Given name first, Latin: "Olena Koval".
    pub fn in_latin(&self) -> String {
        format!("{} {}", self.latin_given, self.latin_family)
    }
}

impl Language {
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Ukrainian => Self::English,
            Self::English => Self::Ukrainian,
        }
    }
}

/// Somebody, with the post held now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: FullName,
    pub email: EmailAddress,
    pub employer: Option<OrganizationId>,
    pub position: Option<Line>,
    /// 1–7 by Law 2493-III, art. 14; `None` when not stated (UA-12).
    pub position_category: Option<i16>,
    pub appointment: Option<AppointmentKind>,
    /// A unit of the codifier: where the person works.
    pub territory: Option<String>,
    pub language: Language,
    pub version: i64,
}

/// What a person says about oneself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub name: FullName,
    pub employer: Option<OrganizationId>,
    pub position: Option<Line>,
    pub position_category: Option<i16>,
    pub appointment: Option<AppointmentKind>,
    pub territory: Option<String>,
    pub language: Language,
}

impl From<Person> for Profile {
    fn from(person: Person) -> Self {
        let Person { name, employer, position, position_category, appointment, territory, language, .. } =
            person;
        Self { name, employer, position, position_category, appointment, territory, language }
    }
}

/// The same as typed. Empty Latin names are suggested by the caller before this is checked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawProfile {
    pub family_name: String,
    pub given_name: String,
    pub patronymic: String,
    pub latin_family_name: String,
    pub latin_given_name: String,
    pub organization_id: String,
    pub position: String,
    pub position_category: String,
    pub appointment: String,
    pub territory: String,
    pub language: String,
}

/// A person's profile as it would have been typed.
impl From<&Person> for RawProfile {
    fn from(person: &Person) -> Self {
        let text = |value: Option<String>| value.unwrap_or_default();
        let name = &person.name;
        Self {
            family_name: name.family.to_string(),
            given_name: name.given.to_string(),
            patronymic: text(name.patronymic.as_ref().map(ToString::to_string)),
            latin_family_name: name.latin_family.to_string(),
            latin_given_name: name.latin_given.to_string(),
            organization_id: text(person.employer.map(|id| id.to_string())),
            position: text(person.position.as_ref().map(ToString::to_string)),
            position_category: text(person.position_category.map(|category| category.to_string())),
            appointment: text(person.appointment.map(|kind| kind.to_string())),
            territory: text(person.territory.clone()),
            language: person.language.to_string(),
        }
    }
}

impl TryFrom<&RawProfile> for Profile {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawProfile) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let family = checks.take(Name::new("family_name", &raw.family_name));
        let given = checks.take(Name::new("given_name", &raw.given_name));
        let patronymic = checks.take(Name::optional("patronymic", &raw.patronymic)).flatten();
        let latin_family = checks.take(Name::new("latin_family_name", &raw.latin_family_name));
        let latin_given = checks.take(Name::new("latin_given_name", &raw.latin_given_name));
        let employer = given_or_none(&mut checks, "organization_id", &raw.organization_id);
        let position = checks.take(Line::optional("position", &raw.position)).flatten();
        let position_category = given_or_none(&mut checks, "position_category", &raw.position_category);
        if position_category.is_some_and(|category: i16| !(1..=7).contains(&category)) {
            checks.note("position_category", Fault::OutOfRange { least: 1, most: 7 });
        }
        let appointment = given_or_none(&mut checks, "appointment", &raw.appointment);
        let language = given_or_none(&mut checks, "language", &raw.language).unwrap_or(Language::Ukrainian);
        let territory = Some(raw.territory.trim().to_owned()).filter(|code| !code.is_empty());
        match (family, given, latin_family, latin_given) {
            (Some(family), Some(given), Some(latin_family), Some(latin_given)) => {
                checks.finish()?;
                let name = FullName { family, given, patronymic, latin_family, latin_given };
                Ok(Self { name, employer, position, position_category, appointment, territory, language })
            }
            _ => Err(checks.into_faults()),
        }
    }
}

fn given_or_none<T: std::str::FromStr>(checks: &mut Checks, field: &'static str, raw: &str) -> Option<T> {
    match raw.trim() {
        "" => None,
        text => checks.take(text.parse().map_err(|_| Invalid::new(field, Fault::NotAWord))),
    }
}
