//! The tile map: 27 equal tiles in the rough shape of the country.

use super::KEPT_BACK;
use crate::pages::page::Page;
use postup_domain::figures::Reach;
use postup_i18n::Locale;

/// A first-level unit: what its codes begin with, where its tile stands, what the tile is called.
struct Place {
    prefix: &'static str,
    column: i32,
    row: i32,
    uk: &'static str,
    en: &'static str,
}

const fn place(prefix: &'static str, column: i32, row: i32, uk: &'static str, en: &'static str) -> Place {
    Place { prefix, column, row, uk, en }
}

const PLACES: [Place; 27] = [
    place("UA07", 1, 0, "ВОЛ", "VOL"),
    place("UA56", 2, 0, "РІВ", "RIV"),
    place("UA74", 5, 0, "ЧЕР", "CHN"),
    place("UA59", 6, 0, "СУМ", "SUM"),
    place("UA46", 0, 1, "ЛЬВ", "LVI"),
    place("UA61", 1, 1, "ТЕР", "TER"),
    place("UA68", 2, 1, "ХМЕ", "KHM"),
    place("UA18", 3, 1, "ЖИТ", "ZHY"),
    place("UA80", 4, 1, "м.К", "KYV"),
    place("UA32", 5, 1, "КИЇ", "KYI"),
    place("UA53", 6, 1, "ПОЛ", "POL"),
    place("UA63", 7, 1, "ХАР", "KHA"),
    place("UA44", 8, 1, "ЛУГ", "LUH"),
    place("UA21", 0, 2, "ЗАК", "ZAK"),
    place("UA26", 1, 2, "ІВФ", "IVF"),
    place("UA73", 2, 2, "ЧРВ", "CHV"),
    place("UA05", 3, 2, "ВІН", "VIN"),
    place("UA71", 4, 2, "ЧРК", "CHK"),
    place("UA35", 5, 2, "КІР", "KIR"),
    place("UA12", 6, 2, "ДНІ", "DNI"),
    place("UA14", 7, 2, "ДОН", "DON"),
    place("UA51", 4, 3, "ОДЕ", "ODE"),
    place("UA48", 5, 3, "МИК", "MYK"),
    place("UA65", 6, 3, "ХЕР", "KHE"),
    place("UA23", 7, 3, "ЗАП", "ZAP"),
    place("UA85", 5, 4, "м.С", "SEV"),
    place("UA01", 6, 4, "КРИ", "CRI"),
];

/// A tile is a square of so many units, gap included.
const SIDE: i32 = 40;
/// Tints beside none.
const STEPS: i64 = 4;
/// More names than this in a sentence are not read.
const MOST_NAMES: usize = 6;

/// One tile. `tint` is 0 to 4, or a word where there is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    pub x: i32,
    pub y: i32,
    pub code: &'static str,
    pub text: String,
    pub tint: String,
}

/// What a tint means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    pub tint: String,
    pub text: String,
}

/// The map with its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    pub name: String,
    pub message: String,
    pub tiles: Vec<Tile>,
    pub legend: Vec<Class>,
}

/// A first-level unit with its number; `None` when that is kept back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub code: String,
    pub name: String,
    pub count: Option<i64>,
}

/// The widest number of one tint, from the greatest of all.
fn step(most: i64) -> i64 {
    (most + STEPS - 1) / STEPS
}

fn tint(count: i64, most: i64) -> i64 {
    if count <= 0 { 0 } else { ((count - 1) / step(most).max(1) + 1).min(STEPS) }
}

fn tiles(locale: Locale, of: impl Fn(&str) -> Option<(String, String)>) -> Vec<Tile> {
    PLACES
        .iter()
        .map(|place| {
            let (text, tint) = of(place.prefix).unwrap_or_else(|| ("–".to_owned(), "none".to_owned()));
            let code = match locale {
                Locale::Uk => place.uk,
                Locale::En => place.en,
            };
            Tile { x: place.column * SIDE, y: place.row * SIDE, code, text, tint }
        })
        .collect()
}

/// Some names in a row, and whether there are more.
fn list(names: &[&str]) -> String {
    let said = names.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join(", ");
    if names.len() > MOST_NAMES { format!("{said} …") } else { said }
}

/// How many people completed in each region.
pub fn regions(page: &Page, regions: &[Region]) -> Map {
    let known = || regions.iter().filter_map(|region| Some((region, region.count?)));
    let most = known().map(|(_, count)| count).max().unwrap_or_default();
    let tiles = tiles(page.locale, |prefix| {
        let region = regions.iter().find(|region| region.code.starts_with(prefix))?;
        Some(match region.count {
            Some(count) => (page.number(count), tint(count, most).to_string()),
            None => (KEPT_BACK.to_owned(), "kept".to_owned()),
        })
    });
    let mut legend = vec![Class { tint: "0".to_owned(), text: "0".to_owned() }];
    let width = step(most).max(1);
    for class in (1..=STEPS).filter(|class| (class - 1) * width < most) {
        let (from, to) = ((class - 1) * width + 1, (class * width).min(most));
        let text =
            if from == to { page.number(to) } else { format!("{}–{}", page.number(from), page.number(to)) };
        legend.push(Class { tint: class.to_string(), text });
    }
    let kept = regions.iter().filter(|region| region.count.is_none()).count();
    if kept > 0 {
        legend.push(Class { tint: "kept".to_owned(), text: page.t("figures-kept-back") });
    }
    let mut message = Vec::new();
    match known().filter(|(_, count)| *count > 0).max_by_key(|(_, count)| *count) {
        Some((region, count)) => {
            message.push(page.t2("figures-map-most", "name", region.name.as_str(), "count", count));
            let none: Vec<&str> =
                known().filter(|(_, count)| *count == 0).map(|(region, _)| region.name.as_str()).collect();
            if !none.is_empty() {
                message.push(page.t2("figures-map-none", "count", none.len(), "names", list(&none)));
            }
        }
        None if kept == 0 => message.push(page.t("figures-map-nobody")),
        None => {}
    }
    if kept > 0 {
        message.push(page.tn("figures-map-kept", kept));
    }
    Map { name: page.t("figures-map-name"), message: message.join(" "), tiles, legend }
}

impl Map {
    /// In what share of its hromadas somebody completed, for each oblast.
    pub fn reach(page: &Page, reach: &[Reach]) -> Self {
        const QUARTERS: [(&str, &str); 5] =
            [("0", "0"), ("1", "1–24"), ("2", "25–49"), ("3", "50–74"), ("4", "75–100")];
        let percent = |one: &Reach| if one.hromadas > 0 { one.reached * 100 / one.hromadas } else { 0 };
        let tiles = tiles(page.locale, |prefix| {
            let one = reach.iter().find(|one| one.oblast.starts_with(prefix))?;
            let percent = percent(one);
            let quarter = if one.reached == 0 { 0 } else { (percent / 25 + 1).min(STEPS) };
            // One of a hundred and fifty hromadas is not none.
            let text = if one.reached > 0 && percent == 0 { "<1".to_owned() } else { percent.to_string() };
            Some((text, quarter.to_string()))
        });
        let legend = QUARTERS
            .iter()
            .map(|(tint, text)| Class { tint: (*tint).to_owned(), text: format!("{text} %") })
            .collect();
        let sum = |of: fn(&Reach) -> i64| reach.iter().map(of).sum::<i64>();
        let (reached, hromadas) = (sum(|one| one.reached), sum(|one| one.hromadas));
        let message = page.t2("figures-reach-message", "reached", reached, "count", hromadas);
        Self { name: page.t("figures-reach-name"), message, tiles, legend }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_region_has_a_tile_of_its_own() {
        let distinct = |key: fn(&Place) -> String| PLACES.iter().map(key).collect::<HashSet<_>>().len();
        assert_eq!(distinct(|place| place.prefix.to_owned()), 27);
        assert_eq!(distinct(|place| format!("{} {}", place.column, place.row)), 27);
        assert_eq!(distinct(|place| place.uk.to_owned()), 27);
        assert_eq!(distinct(|place| place.en.to_owned()), 27);
    }

    #[test]
    fn tints_part_the_numbers_evenly_and_keep_none_apart() {
        let tints = |most| (0..=most).map(|count| tint(count, most)).collect::<Vec<_>>();
        assert_eq!(tints(8), [0, 1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(tints(2), [0, 1, 2]);
        assert_eq!(tint(31, 31), 4);
        assert_eq!(tint(0, 0), 0);
    }
}
