//! What a cohort asks of everybody in it. Conditions of one kind are alternatives, those of different kinds come together;
//! every earlier course is asked for by itself. Who has a seat keeps it when the conditions change.

use super::{Cause, Criterion, CriterionKind, Enrollment, EnrollmentState, Traits, follow};
use crate::id::CourseId;
use crate::person::Person;
use crate::rejection::{Fault, Invalid, Refusal, Rejection};
use crate::text::Both;
use crate::words;
use serde::{Deserialize, Serialize};

words! {
    /// What a condition looks at.
    ConditionKind {
        /// A unit of the codifier with everything in it.
        Territory = "territory",
        OrganizationKind = "organization_kind",
        Organization = "organization",
        PositionCategory = "position_category",
        Appointment = "appointment",
        /// An earlier course, completed here or an equivalent elsewhere.
        Course = "course",
    }
}

/// So many conditions a cohort can have.
pub const MOST_CONDITIONS: usize = 32;

/// The version of the rule by which people are looked at.
pub const REQUIREMENTS_RULE: u16 = 1;

/// What is asked, or what is known: a fact about a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Typed", into = "Typed")]
pub struct Condition {
    kind: ConditionKind,
    asked: Asked,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Asked {
    Person(Criterion),
    Course(CourseId),
}

/// A condition as it is kept.
#[derive(Serialize, Deserialize)]
struct Typed {
    kind: ConditionKind,
    value: String,
}

impl TryFrom<Typed> for Condition {
    type Error = Invalid;

    fn try_from(typed: Typed) -> Result<Self, Invalid> {
        Self::new(typed.kind, &typed.value)
    }
}

impl From<Condition> for Typed {
    fn from(condition: Condition) -> Self {
        Self { kind: condition.kind, value: condition.value() }
    }
}

/// A condition with the name of what it asks for; empty where words say it all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCondition {
    pub condition: Condition,
    pub name: Both<String>,
}

/// What is known of a person when conditions look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    facts: Vec<Condition>,
    /// A manager made an exception for the person.
    pub is_excepted: bool,
}

/// A condition that is not met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmet {
    /// Any of these would do.
    pub asked: Vec<NamedCondition>,
    /// What the record says instead, where words can say it.
    pub has: Option<Condition>,
}

/// What came of a look at a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub record: Record,
    /// Empty for who is let in by an exception.
    pub shortfall: Shortfall,
}

/// Everything that stands between a person and a cohort, by a version of the rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    pub rule: u16,
    pub unmet: Vec<Unmet>,
}

words! {
    /// What would change it.
    Remedy {
        /// The person's record, if it is out of date.
        Record = "record",
        /// Completing the course, or stating an equivalent.
        Course = "course",
    }
}

impl Condition {
    /// Reads a condition as it is typed and kept.
    pub fn new(kind: ConditionKind, value: &str) -> Result<Self, Invalid> {
        let criterion =
            |of| Ok::<_, Invalid>(Self { kind, asked: Asked::Person(Criterion::new(of, value)?) });
        match kind {
            ConditionKind::Course => {
                let fault = if value.trim().is_empty() { Fault::Missing } else { Fault::Unknown };
                let course = value.trim().parse().map_err(|_| Invalid::new("value", fault))?;
                Ok(Self::of_course(course))
            }
            ConditionKind::Territory => criterion(CriterionKind::Territory),
            ConditionKind::OrganizationKind => criterion(CriterionKind::OrganizationKind),
            ConditionKind::Organization => criterion(CriterionKind::Organization),
            ConditionKind::PositionCategory => criterion(CriterionKind::PositionCategory),
            ConditionKind::Appointment => criterion(CriterionKind::Appointment),
        }
    }

    pub fn of_course(course: CourseId) -> Self {
        Self { kind: ConditionKind::Course, asked: Asked::Course(course) }
    }

    pub fn kind(&self) -> ConditionKind {
        self.kind
    }

    /// The course it asks for, if it does.
    pub fn course(&self) -> Option<CourseId> {
        match self.asked {
            Asked::Course(course) => Some(course),
            Asked::Person(_) => None,
        }
    }

    /// What it asks of the person's record, if it does.
    pub fn criterion(&self) -> Option<&Criterion> {
        match &self.asked {
            Asked::Person(criterion) => Some(criterion),
            Asked::Course(_) => None,
        }
    }

    /// The value as it is kept.
    pub fn value(&self) -> String {
        match &self.asked {
            Asked::Course(course) => course.to_string(),
            Asked::Person(criterion) => criterion.value(),
        }
    }
}

impl Record {
    /// The record of a person with the courses they have completed, or something that counts as one.
    pub fn new(traits: &Traits, completed: impl IntoIterator<Item = CourseId>, is_excepted: bool) -> Self {
        let fact = |kind, value: String| Condition::new(kind, &value).ok();
        let unit = |code: &String| fact(ConditionKind::Territory, code.clone());
        let organization = traits.organization.map(|id| fact(ConditionKind::Organization, id.to_string()));
        let kind =
            traits.organization_kind.map(|kind| fact(ConditionKind::OrganizationKind, kind.to_string()));
        let category = traits.position_category;
        let category = category.map(|number| fact(ConditionKind::PositionCategory, number.to_string()));
        let appointment = traits.appointment.map(|kind| fact(ConditionKind::Appointment, kind.to_string()));
        let person = [organization, kind, category, appointment].into_iter().flatten().flatten();
        let facts = traits.units.iter().filter_map(unit).chain(person);
        Self { facts: facts.chain(completed.into_iter().map(Condition::of_course)).collect(), is_excepted }
    }

    /// The same with an exception or without.
    #[must_use]
    pub fn excepted(self, is_excepted: bool) -> Self {
        Self { is_excepted, ..self }
    }

    /// The record as a correction leaves it; of another place of work nothing is known yet.
    #[must_use]
    pub fn corrected(mut self, before: &Person, after: &Person) -> Self {
        let moved = (&before.employer, &before.territory) != (&after.employer, &after.territory);
        self.facts.retain(|fact| match fact.kind {
            ConditionKind::Territory | ConditionKind::Organization | ConditionKind::OrganizationKind => {
                !moved
            }
            ConditionKind::PositionCategory | ConditionKind::Appointment => false,
            ConditionKind::Course => true,
        });
        let traits = Traits {
            position_category: after.position_category,
            appointment: after.appointment,
            ..Traits::default()
        };
        self.facts.extend(Self::new(&traits, [], false).facts);
        self
    }

    /// What it says of a kind, where that is more than a place or a name.
    fn said(&self, kind: ConditionKind) -> Option<Condition> {
        let is_said = matches!(
            kind,
            ConditionKind::OrganizationKind | ConditionKind::PositionCategory | ConditionKind::Appointment
        );
        self.facts.iter().find(|fact| is_said && fact.kind == kind).cloned()
    }
}

impl Look {
    /// Looks at a person.
    pub fn at(conditions: &[NamedCondition], record: Record) -> Self {
        let unmet = if record.is_excepted { Vec::new() } else { unmet(conditions, &record) };
        Self { record, shortfall: Shortfall { rule: REQUIREMENTS_RULE, unmet } }
    }

    /// Nothing stands between the person and the cohort.
    pub fn is_good(&self) -> bool {
        self.shortfall.unmet.is_empty()
    }
}

impl Shortfall {
    /// What would change it, beside an exception.
    pub fn remedies(&self) -> impl Iterator<Item = Remedy> {
        let asks = |course: bool| {
            let asked =
                |one: &Unmet| one.asked.iter().any(|asked| asked.condition.course().is_some() == course);
            self.unmet.iter().any(asked)
        };
        let record = asks(false).then_some(Remedy::Record);
        record.into_iter().chain(asks(true).then_some(Remedy::Course))
    }
}

impl Enrollment {
    /// Where somebody goes who does not fit when a seat could be theirs by a rule or by their own answer; a human who
    /// decides on an application may make an exception first.
    pub fn on_not_fitting(&self) -> Result<(EnrollmentState, Cause), Rejection> {
        let cause = match self.state {
            EnrollmentState::Nominated => Cause::NotEligible,
            EnrollmentState::Waitlisted | EnrollmentState::Offered => Cause::NoLongerEligible,
            _ => return Err(Refusal::NotEligible.into()),
        };
        follow(Some(self.state), EnrollmentState::Rejected, cause)
    }
}

/// Conditions of which any one would do, together.
pub fn alternatives(conditions: &[NamedCondition]) -> Vec<Vec<NamedCondition>> {
    let mut groups: Vec<Vec<NamedCondition>> = Vec::new();
    for one in conditions {
        let kind = one.condition.kind;
        let alike = |group: &&mut Vec<NamedCondition>| {
            kind != ConditionKind::Course && group.iter().any(|other| other.condition.kind == kind)
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.push(one.clone()),
            None => groups.push(vec![one.clone()]),
        }
    }
    groups
}

fn unmet(conditions: &[NamedCondition], record: &Record) -> Vec<Unmet> {
    let is_met = |group: &Vec<NamedCondition>| group.iter().any(|one| record.facts.contains(&one.condition));
    let groups = alternatives(conditions).into_iter().filter(|group| !is_met(group));
    let unmet = |asked: Vec<NamedCondition>| {
        let has = asked.first().and_then(|one| record.said(one.condition.kind));
        Unmet { asked, has }
    };
    groups.map(unmet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organization::OrganizationKind;
    use crate::person::AppointmentKind;
    use uuid::Uuid;

    const EARLIER: CourseId = CourseId(Uuid::from_u128(1));
    const OTHER: CourseId = CourseId(Uuid::from_u128(2));

    fn asks(kind: ConditionKind, value: &str) -> NamedCondition {
        NamedCondition { condition: Condition::new(kind, value).unwrap(), name: Both::default() }
    }

    fn category(number: i16) -> NamedCondition {
        asks(ConditionKind::PositionCategory, &number.to_string())
    }

    #[test]
    fn what_is_kept_is_read_back() {
        for (kind, value) in [
            (ConditionKind::Territory, "UA59000000000057109"),
            (ConditionKind::OrganizationKind, "local_authority"),
            (ConditionKind::Organization, "01890a5d-ac96-774b-bcce-b302099a8057"),
            (ConditionKind::PositionCategory, "5"),
            (ConditionKind::Appointment, "elected"),
            (ConditionKind::Course, "01890a5d-ac96-774b-bcce-b302099a8057"),
        ] {
            let condition = Condition::new(kind, value).unwrap();
            assert_eq!((condition.kind(), condition.value().as_str()), (kind, value));
        }
        let missing = Invalid::new("value", Fault::Missing);
        assert_eq!(Condition::new(ConditionKind::Course, " "), Err(missing));
    }

    #[test]
    fn every_kind_is_met_by_the_fact_it_asks_for_and_by_nothing_else() {
        let organization = "01890a5d-ac96-774b-bcce-b302099a8057";
        let traits = Traits {
            units: vec!["UA59080270010036634".to_owned(), "UA59000000000057109".to_owned()],
            organization: Some(organization.parse().unwrap()),
            organization_kind: Some(OrganizationKind::LocalAuthority),
            position_category: Some(5),
            appointment: Some(AppointmentKind::Elected),
            uncovered: false,
        };
        let record = Record::new(&traits, [EARLIER], false);
        let (earlier, other) = (EARLIER.to_string(), OTHER.to_string());
        for (kind, met, not) in [
            (ConditionKind::Territory, "UA59000000000057109", "UA46000000000026241"),
            (ConditionKind::OrganizationKind, "local_authority", "ngo"),
            (ConditionKind::Organization, organization, "01890a5d-ac96-774b-bcce-b302099a8058"),
            (ConditionKind::PositionCategory, "5", "6"),
            (ConditionKind::Appointment, "elected", "appointed"),
            (ConditionKind::Course, &earlier, &other),
        ] {
            assert!(Look::at(&[asks(kind, met)], record.clone()).is_good(), "{kind} {met}");
            assert!(!Look::at(&[asks(kind, not)], record.clone()).is_good(), "{kind} {not}");
            assert!(!Look::at(&[asks(kind, met)], Record::default()).is_good(), "{kind} of nobody");
            let excepted = Record { is_excepted: true, ..Record::default() };
            assert!(Look::at(&[asks(kind, met)], excepted).is_good(), "{kind}, excepted");
        }
    }

    #[test]
    fn kinds_come_together_and_values_of_one_kind_are_alternatives() {
        let elected = asks(ConditionKind::Appointment, "elected");
        let [earlier, other] = [EARLIER, OTHER].map(|id| asks(ConditionKind::Course, &id.to_string()));
        let conditions = [category(5), elected.clone(), category(6), earlier.clone(), other.clone()];
        let record = |position_category, appointment, completed: &[CourseId]| {
            let traits = Traits { position_category, appointment, ..Traits::default() };
            Record::new(&traits, completed.iter().copied(), false)
        };
        let categories = Unmet { asked: vec![category(5), category(6)], has: None };
        let lacking = |one: &NamedCondition| Unmet { asked: vec![one.clone()], has: None };
        let both = [EARLIER, OTHER];
        let by_election = Some(AppointmentKind::Elected);
        for (record, expected, remedies) in [
            (record(Some(6), by_election, &both), vec![], vec![]),
            (record(None, by_election, &both), vec![categories.clone()], vec![Remedy::Record]),
            (
                record(Some(4), by_election, &both),
                vec![Unmet { has: Some(category(4).condition), ..categories.clone() }],
                vec![Remedy::Record],
            ),
            (
                record(Some(5), None, &[OTHER]),
                vec![lacking(&elected), lacking(&earlier)],
                vec![Remedy::Record, Remedy::Course],
            ),
            (
                record(Some(5), by_election, &[]),
                vec![lacking(&earlier), lacking(&other)],
                vec![Remedy::Course],
            ),
        ] {
            let shortfall = Look::at(&conditions, record).shortfall;
            assert_eq!(shortfall.remedies().collect::<Vec<_>>(), remedies);
            assert_eq!(shortfall.unmet, expected);
        }
        assert!(Look::at(&[], Record::default()).is_good());
    }
}
