//! The people: spread over all hromadas, more of them where there are cities, as far as the compact codifier tells.

use super::{Made, Maker};
use crate::Error;
use crate::demo::names;
use crate::login::suggest_latin;
use postup_domain::id::{OrganizationId, PersonId};
use postup_domain::organization::{self, OrganizationKind};
use postup_domain::person::{Profile, RawProfile};
use postup_domain::territory::{Category, Territory};
use postup_domain::text::EmailAddress;
use postup_persistence::{organization as organizations, territory};
use std::collections::HashMap;

/// People written in one transaction.
const CHUNK: usize = 1_000;
/// How much more a hromada weighs for each city in it, and a city that is a region of its own.
const CITY: usize = 5;
const CAPITAL: usize = 80;
/// One person in so many teaches.
const TRAINERS: usize = 100;

pub(super) struct Country {
    pub people: Vec<PersonId>,
    /// How many of the people, from the first on, teach.
    pub trainers: usize,
    /// A city to meet in.
    pub city: String,
}

/// A place people work in, and how many of all the places before it weigh less.
struct Place {
    unit: Territory,
    up_to: usize,
}

impl Maker {
    pub(super) async fn country(
        &self,
        people: usize,
        made: &mut Made,
        progress: &impl Fn(&Made),
    ) -> Result<Country, Error> {
        self.app.import_compact_territories().await.map_err(|error| Error::Broken(error.to_string()))?;
        let places = self.places().await?;
        let weight = places.last().map_or(0, |place| place.up_to);
        let homes: Vec<usize> = (0..people)
            .map(|_| {
                let at = self.dice.below(weight);
                places.partition_point(|place| place.up_to <= at)
            })
            .collect();
        let councils = self.councils(&places, &homes, made).await?;
        let mut all = Vec::with_capacity(people);
        for (chunk, homes) in homes.chunks(CHUNK).enumerate() {
            let profiles = homes.iter().enumerate().map(|(place, home)| {
                let home = places.get(*home).ok_or(Error::Missing("territory"))?;
                self.person(chunk * CHUNK + place, home, &councils)
            });
            let profiles = profiles.collect::<Result<Vec<_>, Error>>()?;
            all.extend(self.app.admit_all(&profiles).await?);
            made.people = all.len();
            progress(made);
        }
        let city = places.iter().find(|place| place.unit.category == Category::SpecialStatusCity);
        let city = city.ok_or(Error::Missing("territory"))?.unit.code.to_string();
        Ok(Country { trainers: people.div_ceil(TRAINERS), people: all, city })
    }

    async fn places(&self) -> Result<Vec<Place>, Error> {
        let wanted = [Category::Hromada, Category::City, Category::SpecialStatusCity];
        let units = territory::of_categories(&self.app.reader(), &wanted).await?;
        let mut cities: HashMap<_, usize> = HashMap::new();
        for city in units.iter().filter(|unit| unit.category == Category::City) {
            *cities.entry(city.hromada.clone()).or_default() += 1;
        }
        let mut up_to = 0;
        let work_in = units.into_iter().filter(|unit| unit.category != Category::City);
        Ok(work_in
            .map(|unit| {
                let cities = cities.get(&Some(unit.code.clone())).copied().unwrap_or_default();
                up_to += match unit.category {
                    Category::SpecialStatusCity => CAPITAL,
                    _ => 1 + CITY * cities,
                };
                Place { unit, up_to }
            })
            .collect())
    }

    /// The councils of the places somebody works in: those that are there, and new ones for the others.
    async fn councils(
        &self,
        places: &[Place],
        homes: &[usize],
        made: &mut Made,
    ) -> Result<HashMap<String, OrganizationId>, Error> {
        let mut councils = self.known_councils().await?;
        let mut missing: Vec<&Place> = homes.iter().filter_map(|home| places.get(*home)).collect();
        missing.sort_by_key(|place| place.up_to);
        missing.dedup_by_key(|place| place.up_to);
        missing.retain(|place| !councils.contains_key(place.unit.code.as_str()));
        let founded: Vec<organization::RawProfile> =
            missing.iter().map(|place| council(&place.unit)).collect();
        let permit = self.system.may_manage_organizations()?;
        let founded = self.app.add_organizations(&permit, &founded, self.app.today()).await?;
        made.organizations += founded.len();
        councils.extend(
            founded
                .into_iter()
                .zip(&missing)
                .map(|(council, place)| (place.unit.code.to_string(), council.id)),
        );
        Ok(councils)
    }

    async fn known_councils(&self) -> Result<HashMap<String, OrganizationId>, Error> {
        let (reader, today) = (self.app.reader(), self.app.today());
        let (kind, mut after) = (Some(OrganizationKind::LocalAuthority), None);
        let mut known = HashMap::new();
        loop {
            let page = organizations::list(&reader, "", kind, today, after.as_ref(), 1_000).await?;
            known.extend(page.items.into_iter().filter_map(|council| Some((council.territory?, council.id))));
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(known),
            }
        }
    }

    fn person(
        &self,
        number: usize,
        home: &Place,
        councils: &HashMap<String, OrganizationId>,
    ) -> Result<(EmailAddress, Profile), Error> {
        let missing = || Error::Missing("person");
        let given = self.dice.pick(names::GIVEN).ok_or_else(missing)?;
        let family = names::borne(*self.dice.pick(names::FAMILY).ok_or_else(missing)?, given);
        let (post, category, appointment) = self.dice.pick(names::POSITIONS).ok_or_else(missing)?;
        let council = councils.get(home.unit.code.as_str());
        let raw = RawProfile {
            family_name: family.to_owned(),
            given_name: given.name.to_owned(),
            patronymic: given.patronymic.to_owned(),
            organization_id: council.map(ToString::to_string).unwrap_or_default(),
            position: (*post).to_owned(),
            position_category: category.to_string(),
            appointment: appointment.to_string(),
            territory: home.unit.code.to_string(),
            language: "uk".to_owned(),
            ..RawProfile::default()
        };
        let email = format!("p{number}.{}@generated.test", self.tag.to_lowercase());
        Ok((EmailAddress::new("email", &email)?, Profile::try_from(&suggest_latin(&raw))?))
    }
}

/// The council of a hromada or a city with special status. The compact codifier does not tell a settlement's council from a
/// village's, so the names say what is known.
fn council(unit: &Territory) -> organization::RawProfile {
    let name = unit.name.as_str();
    let (uk, en) = match (unit.category, name.strip_suffix('а')) {
        (Category::Hromada, Some(stem)) => {
            (format!("Рада {stem}ої громади"), format!("Council of {} hromada", unit.name_en))
        }
        _ => (format!("Рада міста {name}"), format!("Council of {}", unit.name_en)),
    };
    organization::RawProfile {
        kind: "local_authority".to_owned(),
        name_uk: uk,
        name_en: en,
        territory: unit.code.to_string(),
        ..organization::RawProfile::default()
    }
}
