//! Venues: the places of an organization, with the seats and the shelter they have.

use crate::course::number;
use crate::id::{OrganizationId, VenueId};
use crate::rejection::{Checks, Invalid};
use crate::text::{Line, Name, Title};
use crate::words;
use serde::{Deserialize, Serialize};

/// The most people a place is written down for.
const MOST: i64 = 100_000;

/// What it takes to write a place down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// `Hall 5`, `Training centre`.
    pub name: Name,
    pub address: Title,
    /// A unit of the codifier.
    pub territory: Option<String>,
    pub seats: i32,
    /// How many people its shelter takes: 0 when there is none, nothing when nobody knows.
    pub shelter: Option<i32>,
}

/// A place of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Venue {
    pub id: VenueId,
    pub organization: OrganizationId,
    pub plan: Plan,
    /// Nothing new is planned there.
    pub archived: bool,
    pub version: i64,
}

words! {
    /// What a place has too little of.
    Shortage {
        Seats = "seats",
        Shelter = "shelter",
    }
}

impl Plan {
    /// What it has too little of for so many people. What nobody knows is no shortage.
    pub fn shortages(&self, people: i32) -> Vec<(Shortage, i32)> {
        let seats = (self.seats < people).then_some((Shortage::Seats, self.seats));
        let shelter =
            self.shelter.filter(|shelter| *shelter < people).map(|shelter| (Shortage::Shelter, shelter));
        seats.into_iter().chain(shelter).collect()
    }

    fn place(&self) -> String {
        format!("{}, {}", self.name, self.address)
    }

    /// The whole place of a session here, with a detail of the session's own; one that was told whole before is not doubled.
    ///
    /// # Errors
    /// When it is too long, naming `venue`.
    pub fn place_with(&self, detail: Option<&Line>) -> Result<Line, Invalid> {
        let place = self.place();
        let detail = detail.map(|detail| self.detail_of(detail)).unwrap_or_default();
        Line::new("venue", &if detail.is_empty() { place } else { format!("{place}, {detail}") })
    }

    /// What a session here says beyond the place itself.
    pub fn detail_of(&self, told: &Line) -> String {
        let rest = told.as_str().strip_prefix(&self.place()).unwrap_or(told.as_str());
        rest.trim_start_matches([',', ' ']).to_owned()
    }
}

/// The same as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawPlan {
    pub name: String,
    pub address: String,
    pub territory: String,
    pub seats: String,
    pub shelter: String,
}

impl TryFrom<&RawPlan> for Plan {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawPlan) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let people = |field: &'static str, text: &str, least| {
            number(field, text, least, MOST).map(|people| i32::try_from(people).unwrap_or(i32::MAX))
        };
        let name = checks.take(Name::new("name", &raw.name));
        let address = checks.take(Title::new("address", &raw.address));
        let seats = checks.take(people("seats", &raw.seats, 1));
        let shelter = match raw.shelter.trim() {
            "" => None,
            text => checks.take(people("shelter", text, 0)),
        };
        let (Some(name), Some(address), Some(seats)) = (name, address, seats) else {
            return Err(checks.into_faults());
        };
        checks.finish()?;
        let territory = Some(raw.territory.trim().to_owned()).filter(|code| !code.is_empty());
        Ok(Self { name, address, territory, seats, shelter })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rejection::Fault;

    fn typed(seats: &str, shelter: &str) -> Result<Plan, Vec<Invalid>> {
        Plan::try_from(&RawPlan {
            name: "Зала 5".into(),
            address: "м. Суми, майдан Незалежності, 2".into(),
            seats: seats.into(),
            shelter: shelter.into(),
            ..RawPlan::default()
        })
    }

    #[test]
    fn too_few_seats_and_too_small_a_shelter_are_said_and_the_unknown_is_not() {
        let plan = |seats, shelter| typed(seats, shelter).unwrap();
        assert_eq!(plan("30", "30").shortages(30), []);
        assert_eq!(plan("30", "").shortages(30), []);
        assert_eq!(plan("29", "").shortages(30), [(Shortage::Seats, 29)]);
        assert_eq!(plan("40", "0").shortages(30), [(Shortage::Shelter, 0)]);
        assert_eq!(plan("1", "2").shortages(3), [(Shortage::Seats, 1), (Shortage::Shelter, 2)]);
    }

    #[test]
    fn numbers_are_asked_for_by_name() {
        assert_eq!(
            typed("0", "x").unwrap_err(),
            [
                Invalid::new("seats", Fault::OutOfRange { least: 1, most: MOST }),
                Invalid::new("shelter", Fault::NotANumber),
            ]
        );
    }

    #[test]
    fn a_detail_comes_after_the_place_once() {
        let plan = typed("30", "").unwrap();
        let line = |text: &str| Line::new("venue", text).unwrap();
        let whole = plan.place_with(Some(&line("каб. 7"))).unwrap();
        assert_eq!(whole.as_str(), "Зала 5, м. Суми, майдан Незалежності, 2, каб. 7");
        assert_eq!(plan.place_with(Some(&whole)).unwrap(), whole);
        assert_eq!(plan.detail_of(&whole), "каб. 7");
        assert_eq!(plan.place_with(None).unwrap().as_str(), "Зала 5, м. Суми, майдан Незалежності, 2");
    }
}
