//! Territories: the units of the official codifier KATOTTG. They are imported from the ministry's file, never typed in.

mod code;
mod nearness;

use crate::romanization::romanize;
use crate::search::search_key;
use crate::text::Title;
use crate::words;
use chrono::NaiveDate;

pub use code::{Level, NotATerritoryCode, TerritoryCode};
pub use nearness::Nearness;

words! {
    /// What a unit is. The letters are Latin in the official file (standards GEO-02).
    Category {
        /// Oblast, and the Autonomous Republic of Crimea.
        Oblast = "O",
        /// City with special status: Kyiv and Sevastopol.
        SpecialStatusCity = "K",
        Raion = "P",
        /// Territory of a territorial community.
        Hromada = "H",
        City = "M",
        /// Settlement of urban type; no longer in force since January 2024.
        UrbanSettlement = "T",
        Settlement = "X",
        Village = "C",
        CityDistrict = "B",
    }
}

impl Category {
    /// Reads the letter as the official file has it (Latin) and as people type it (Cyrillic, small).
    pub fn read(text: &str) -> Option<Self> {
        let latin: String = text.trim().to_uppercase().chars().map(latin_twin).collect();
        latin.parse().ok()
    }

    /// The level at which units of this kind stand.
    pub const fn level(self) -> Level {
        match self {
            Self::Oblast | Self::SpecialStatusCity => Level::First,
            Self::Raion => Level::Second,
            Self::Hromada => Level::Third,
            Self::City | Self::UrbanSettlement | Self::Settlement | Self::Village => Level::Fourth,
            Self::CityDistrict => Level::Additional,
        }
    }

    /// Whether the compact edition has units of this kind: from the oblast down to the city.
    pub const fn is_compact(self) -> bool {
        !matches!(self, Self::UrbanSettlement | Self::Settlement | Self::Village | Self::CityDistrict)
    }

    /// The nouns people type together with a name, already in the form of [`search_key`].
    const fn search_words(self) -> &'static str {
        match self {
            Self::Oblast => "область oblast",
            Self::SpecialStatusCity | Self::City => "місто city",
            Self::Raion => "район raion",
            Self::Hromada => "територіальна громада hromada",
            Self::UrbanSettlement => "селище міського типу смт settlement",
            Self::Settlement => "селище settlement",
            Self::Village => "село village",
            Self::CityDistrict => "район міста city district",
        }
    }
}

/// The Latin letter that looks like a Cyrillic one.
fn latin_twin(letter: char) -> char {
    match letter {
        'О' => 'O',
        'К' => 'K',
        'Р' => 'P',
        'Н' => 'H',
        'М' => 'M',
        'Т' => 'T',
        'Х' => 'X',
        'С' => 'C',
        'В' => 'B',
        other => other,
    }
}

/// One unit of the codifier, as it is now or as it was when it went out of force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Territory {
    pub code: TerritoryCode,
    pub category: Category,
    /// As the codifier has it: for an oblast, raion or hromada a bare adjective. To be shown together with its noun.
    pub name: Title,
    /// The name in Latin letters (resolution 55), without the noun too.
    pub name_en: String,
    /// The unit directly above; none for the first level.
    pub parent: Option<TerritoryCode>,
    /// The first-level unit it lies in, which for an oblast, Kyiv and Sevastopol is the unit itself.
    pub oblast: TerritoryCode,
    /// The raion it lies in or is.
    pub raion: Option<TerritoryCode>,
    /// The hromada it lies in or is. Kyiv and Sevastopol have none (standards GEO-04).
    pub hromada: Option<TerritoryCode>,
    /// The first day with these values, as far as the imported editions tell.
    pub valid_from: NaiveDate,
    /// The first day on which the unit is no longer in force.
    pub valid_to: Option<NaiveDate>,
}

impl Territory {
    /// A unit in force from a day on, placed under its parent.
    pub fn new(
        code: TerritoryCode,
        category: Category,
        name: Title,
        parent: Option<&Self>,
        valid_from: NaiveDate,
    ) -> Self {
        let itself = |wanted: Category| (category == wanted).then(|| code.clone());
        Self {
            category,
            name_en: romanize(name.as_str()),
            name,
            parent: parent.map(|above| above.code.clone()),
            oblast: parent.map_or_else(|| code.clone(), |above| above.oblast.clone()),
            raion: itself(Category::Raion).or_else(|| parent?.raion.clone()),
            hromada: itself(Category::Hromada).or_else(|| parent?.hromada.clone()),
            valid_from,
            valid_to: None,
            code,
        }
    }

    /// Whether the unit was in force on a day, as far as these values reach.
    pub fn is_in_force_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }

    /// Whether the unit is the other one or a part of it.
    pub fn lies_in(&self, whole: &TerritoryCode) -> bool {
        let above = [Some(&self.code), self.parent.as_ref(), Some(&self.oblast), self.raion.as_ref()];
        above.into_iter().chain([self.hromada.as_ref()]).flatten().any(|code| code == whole)
    }

    /// The units above, nearest first.
    pub fn above(&self) -> Vec<&TerritoryCode> {
        let mut above = Vec::new();
        let chain = [self.parent.as_ref(), self.hromada.as_ref(), self.raion.as_ref(), Some(&self.oblast)];
        for code in chain.into_iter().flatten() {
            if *code != self.code && !above.contains(&code) {
                above.push(code);
            }
        }
        above
    }

    /// Whether both state the same unit in the same place under the same name, whatever the days.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.is_placed_like(other)
            && (&self.code, self.category, &self.name, &self.name_en)
                == (&other.code, other.category, &other.name, &other.name_en)
    }

    /// Whether all units above are the same.
    pub fn is_placed_like(&self, other: &Self) -> bool {
        (&self.parent, &self.oblast, &self.raion, &self.hromada)
            == (&other.parent, &other.oblast, &other.raion, &other.hromada)
    }

    /// The key of the phrase that joins the name with its noun: "Вінницька область", "Vinnytska oblast".
    pub fn name_key(&self) -> &'static str {
        match self.category {
            Category::Oblast if self.is_crimea() => "territory-name-crimea",
            Category::Oblast => "territory-name-oblast",
            Category::SpecialStatusCity => "territory-name-special-status-city",
            Category::Raion => "territory-name-raion",
            Category::Hromada => "territory-name-hromada",
            Category::City => "territory-name-city",
            Category::UrbanSettlement => "territory-name-urban-settlement",
            Category::Settlement => "territory-name-settlement",
            Category::Village => "territory-name-village",
            Category::CityDistrict => "territory-name-city-district",
        }
    }

    /// The only unit of category O whose name is not an adjective; its code begins with 01.
    fn is_crimea(&self) -> bool {
        self.code.as_str().starts_with("UA01")
    }

    /// What the unit is found by: its name in both scripts and the nouns people add. Words are single-spaced.
    pub fn search_text(&self) -> String {
        let name = search_key(self.name.as_str());
        format!("{name} {} {}", search_key(&self.name_en), self.category.search_words())
    }
}

/// A unit and those above it, nearest first. The name of a hromada alone is ambiguous (119 of them are shared), so it is
/// shown with its raion and oblast (standards GEO-05).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    pub territory: Territory,
    pub above: Vec<Territory>,
}

impl Located {
    /// The unit and all above it, from the part to the whole.
    pub fn chain(&self) -> impl Iterator<Item = &Territory> {
        std::iter::once(&self.territory).chain(&self.above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> TerritoryCode {
        text.parse().unwrap()
    }

    fn unit(text: &str, category: Category, name: &str, parent: Option<&Territory>) -> Territory {
        let day = NaiveDate::from_ymd_opt(2024, 1, 19).unwrap();
        Territory::new(code(text), category, Title::new("name", name).unwrap(), parent, day)
    }

    fn vinnytsia() -> [Territory; 5] {
        let oblast = unit("UA05000000000010236", Category::Oblast, "Вінницька", None);
        let raion = unit("UA05020000000026686", Category::Raion, "Вінницький", Some(&oblast));
        let hromada = unit("UA05020030000031457", Category::Hromada, "Вінницька", Some(&raion));
        let city = unit("UA05020030010063857", Category::City, "Вінниця", Some(&hromada));
        let district = unit("UA05020030010112345", Category::CityDistrict, "Замостянський", Some(&city));
        [oblast, raion, hromada, city, district]
    }

    #[test]
    fn the_level_of_a_code_fits_the_level_of_its_category() {
        for unit in vinnytsia() {
            assert_eq!(unit.code.level(), unit.category.level(), "{}", unit.code);
        }
        assert_eq!(code("UA80000000000126643").level(), Level::Additional, "a district of Kyiv");
        assert_eq!(code("UA32000000070090000").level(), Level::Fourth, "a city outside any raion");
    }

    #[test]
    fn categories_are_read_in_both_scripts() {
        for (cyrillic, latin) in "ОКРНМТХСВ".chars().zip("OKPHMTXCB".chars()) {
            let category = Category::read(&latin.to_string()).unwrap();
            assert_eq!(Category::read(&format!(" {cyrillic} ")), Some(category));
            assert_eq!(Category::read(&cyrillic.to_lowercase().to_string()), Some(category));
            assert_eq!(category.as_str(), latin.to_string());
        }
        for odd in ["", "A", "OO", "Щ", "1"] {
            assert_eq!(Category::read(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_unit_knows_where_it_lies() {
        let [oblast, raion, hromada, city, district] = vinnytsia();
        assert_eq!((&oblast.oblast, &oblast.raion, &oblast.parent), (&oblast.code, &None, &None));
        assert_eq!(raion.raion.as_ref(), Some(&raion.code));
        assert_eq!(district.hromada.as_ref(), Some(&hromada.code));
        assert_eq!(district.above(), [&city.code, &hromada.code, &raion.code, &oblast.code]);
        assert!(oblast.above().is_empty());
        for whole in [&oblast, &raion, &hromada, &city, &district] {
            assert!(district.lies_in(&whole.code));
        }
        assert!(!hromada.lies_in(&city.code));
    }

    #[test]
    fn a_district_of_kyiv_lies_in_kyiv_and_in_no_hromada() {
        let kyiv = unit("UA80000000000093317", Category::SpecialStatusCity, "Київ", None);
        let district = unit("UA80000000000126643", Category::CityDistrict, "Голосіївський", Some(&kyiv));
        assert_eq!((&district.oblast, &district.hromada), (&kyiv.code, &None));
        assert_eq!(district.above(), [&kyiv.code]);
    }

    #[test]
    fn force_ends_before_the_last_day() {
        let [mut unit, ..] = vinnytsia();
        let day = |d| NaiveDate::from_ymd_opt(2024, 1, d).unwrap();
        assert!(!unit.is_in_force_on(day(18)) && unit.is_in_force_on(day(19)));
        unit.valid_to = Some(day(25));
        assert!(unit.is_in_force_on(day(24)) && !unit.is_in_force_on(day(25)));
    }

    #[test]
    fn units_are_found_by_both_scripts_and_their_noun() {
        let [oblast, ..] = vinnytsia();
        assert_eq!(oblast.search_text(), "вінницька vinnytska область oblast");
        assert_eq!(oblast.name_key(), "territory-name-oblast");
        let crimea = unit("UA01000000000013043", Category::Oblast, "Автономна Республіка Крим", None);
        assert_eq!(crimea.name_key(), "territory-name-crimea");
    }
}
