//! What a quota asks of the people it keeps seats for.

use crate::id::OrganizationId;
use crate::organization::OrganizationKind;
use crate::person::AppointmentKind;
use crate::rejection::{Fault, Invalid};
use crate::territory::TerritoryCode;
use crate::words;
use std::str::FromStr;

words! {
    /// What a criterion looks at.
    CriterionKind {
        /// A unit of the codifier with everything in it.
        Territory = "territory",
        OrganizationKind = "organization_kind",
        Organization = "organization",
        PositionCategory = "position_category",
        Appointment = "appointment",
        /// A hromada in which nobody has completed a course of the same subject.
        Uncovered = "uncovered",
    }
}

/// What is asked of a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Criterion {
    Territory(TerritoryCode),
    OrganizationKind(OrganizationKind),
    Organization(OrganizationId),
    /// 1–7.
    PositionCategory(i16),
    Appointment(AppointmentKind),
    Uncovered,
}

/// What is known of a person when criteria look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// The codes of the unit the person works in and of every unit above it.
    pub units: Vec<String>,
    pub organization: Option<OrganizationId>,
    pub organization_kind: Option<OrganizationKind>,
    pub position_category: Option<i16>,
    pub appointment: Option<AppointmentKind>,
    /// The person comes from a hromada in which nobody has completed a course of the subject.
    pub uncovered: bool,
}

impl Criterion {
    /// Reads a criterion as it is typed and kept: the kind, and the value where the kind has one.
    pub fn new(kind: CriterionKind, value: &str) -> Result<Self, Invalid> {
        fn read<T: FromStr>(value: &str) -> Result<T, Invalid> {
            let fault = if value.is_empty() { Fault::Missing } else { Fault::Unknown };
            value.parse().map_err(|_| Invalid::new("value", fault))
        }
        let value = value.trim();
        Ok(match kind {
            CriterionKind::Territory => Self::Territory(read(value)?),
            CriterionKind::OrganizationKind => Self::OrganizationKind(read(value)?),
            CriterionKind::Organization => Self::Organization(read(value)?),
            CriterionKind::PositionCategory => match read(value)? {
                category @ 1..=7 => Self::PositionCategory(category),
                _ => return Err(Invalid::new("value", Fault::OutOfRange { least: 1, most: 7 })),
            },
            CriterionKind::Appointment => Self::Appointment(read(value)?),
            CriterionKind::Uncovered => Self::Uncovered,
        })
    }

    pub fn kind(&self) -> CriterionKind {
        match self {
            Self::Territory(_) => CriterionKind::Territory,
            Self::OrganizationKind(_) => CriterionKind::OrganizationKind,
            Self::Organization(_) => CriterionKind::Organization,
            Self::PositionCategory(_) => CriterionKind::PositionCategory,
            Self::Appointment(_) => CriterionKind::Appointment,
            Self::Uncovered => CriterionKind::Uncovered,
        }
    }

    /// The value as it is kept; empty where the kind has none.
    pub fn value(&self) -> String {
        match self {
            Self::Territory(code) => code.as_str().to_owned(),
            Self::OrganizationKind(kind) => kind.to_string(),
            Self::Organization(id) => id.to_string(),
            Self::PositionCategory(category) => category.to_string(),
            Self::Appointment(kind) => kind.to_string(),
            Self::Uncovered => String::new(),
        }
    }

    /// Whether a person is one of those it asks for. What is not known of a person fits nothing.
    pub fn fits(&self, traits: &Traits) -> bool {
        match self {
            Self::Territory(code) => traits.units.iter().any(|unit| unit == code.as_str()),
            Self::OrganizationKind(kind) => traits.organization_kind == Some(*kind),
            Self::Organization(id) => traits.organization == Some(*id),
            Self::PositionCategory(category) => traits.position_category == Some(*category),
            Self::Appointment(kind) => traits.appointment == Some(*kind),
            Self::Uncovered => traits.uncovered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        for (kind, value) in [
            (CriterionKind::Territory, "UA59000000000057109"),
            (CriterionKind::OrganizationKind, "local_authority"),
            (CriterionKind::Organization, id),
            (CriterionKind::PositionCategory, "5"),
            (CriterionKind::Appointment, "elected"),
            (CriterionKind::Uncovered, ""),
        ] {
            let criterion = Criterion::new(kind, value).unwrap();
            assert_eq!((criterion.kind(), criterion.value().as_str()), (kind, value));
        }
    }

    #[test]
    fn a_wrong_value_names_its_field() {
        for (kind, value, fault) in [
            (CriterionKind::Territory, "", Fault::Missing),
            (CriterionKind::Territory, "Суми", Fault::Unknown),
            (CriterionKind::PositionCategory, "8", Fault::OutOfRange { least: 1, most: 7 }),
            (CriterionKind::Appointment, "inherited", Fault::Unknown),
        ] {
            assert_eq!(Criterion::new(kind, value), Err(Invalid::new("value", fault)), "{kind} {value}");
        }
    }

    #[test]
    fn a_unit_holds_everybody_under_it_and_the_unknown_fits_nothing() {
        let sumy = Criterion::new(CriterionKind::Territory, "UA59000000000057109").unwrap();
        let units = vec!["UA59080270010036634".to_owned(), "UA59000000000057109".to_owned()];
        assert!(sumy.fits(&Traits { units, ..Traits::default() }));
        for criterion in [sumy, Criterion::PositionCategory(5), Criterion::Uncovered] {
            assert!(!criterion.fits(&Traits::default()), "{criterion:?}");
        }
    }
}
