//! What a new edition of the codifier changes in the units we have.

use super::codifier::Edition;
use chrono::NaiveDate;
use postup_domain::territory::{Territory, TerritoryCode};
use std::collections::HashMap;

/// A unit before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub before: Territory,
    pub after: Territory,
}

/// Everything that taking the edition means. Each unit is in one of the lists at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Codes that were never there.
    pub added: Vec<Territory>,
    /// Codes that had gone out of force and are back.
    pub revived: Vec<Territory>,
    /// Another name, or another category under the same code.
    pub renamed: Vec<Changed>,
    /// Another unit somewhere above; perhaps another name too.
    pub moved: Vec<Changed>,
    /// In force until now and not in the edition, with the first day out of force.
    pub removed: Vec<(Territory, NaiveDate)>,
    pub unchanged: usize,
    /// Units in force before the edition.
    pub present: usize,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.added.len() + self.revived.len() + self.renamed.len() + self.moved.len() + self.removed.len()
            == 0
    }
}

/// Compares what is stored, units out of force included, with a new edition. A change counts from the day of the
/// edition, but never from before the unit's present values did: an older edition may be taken after a newer one.
pub fn compare(stored: Vec<Territory>, edition: &Edition) -> Changes {
    let mut changes = Changes {
        present: stored.iter().filter(|unit| unit.valid_to.is_none()).count(),
        ..Changes::default()
    };
    let mut stored: HashMap<TerritoryCode, Territory> =
        stored.into_iter().map(|unit| (unit.code.clone(), unit)).collect();
    for unit in &edition.units {
        match stored.remove(&unit.code) {
            None => changes.added.push(unit.clone()),
            Some(before) => changes.compare_one(before, unit.clone()),
        }
    }
    let day = edition.in_force_on;
    let gone = stored.into_values().filter(|unit| unit.valid_to.is_none());
    changes.removed =
        gone.map(|unit| (day.max(unit.valid_from), unit)).map(|(day, unit)| (unit, day)).collect();
    changes.removed.sort_by(|(one, _), (other, _)| one.code.cmp(&other.code));
    changes
}

impl Changes {
    fn compare_one(&mut self, before: Territory, mut after: Territory) {
        if let Some(end) = before.valid_to {
            after.valid_from = after.valid_from.max(end);
            self.revived.push(after);
        } else if before.says_the_same_as(&after) {
            self.unchanged += 1;
        } else {
            after.valid_from = after.valid_from.max(before.valid_from);
            let list = if before.is_placed_like(&after) { &mut self.renamed } else { &mut self.moved };
            list.push(Changed { before, after });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postup_domain::territory::Category;
    use postup_domain::text::Title;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
    }

    fn unit(code: &str, category: Category, name: &str, parent: Option<&Territory>, year: i32) -> Territory {
        Territory::new(code.parse().unwrap(), category, Title::new("name", name).unwrap(), parent, day(year))
    }

    /// Two oblasts; in the first a raion, whose oblast `moved` changes.
    fn units(name: &str, moved: bool, year: i32) -> Vec<Territory> {
        let first = unit("UA05000000000010236", Category::Oblast, "Вінницька", None, year);
        let second = unit("UA07000000000024379", Category::Oblast, "Волинська", None, year);
        let raion = unit(
            "UA05020000000026686",
            Category::Raion,
            name,
            Some(if moved { &second } else { &first }),
            year,
        );
        vec![first, second, raion]
    }

    fn edition(units: Vec<Territory>, year: i32) -> Edition {
        Edition { in_force_on: day(year), units }
    }

    #[test]
    fn the_same_edition_changes_nothing() {
        let changes =
            compare(units("Вінницький", false, 2024), &edition(units("Вінницький", false, 2025), 2025));
        assert!(changes.is_empty());
        assert_eq!((changes.unchanged, changes.present), (3, 3));
    }

    #[test]
    fn everything_is_new_at_first() {
        let changes = compare(vec![], &edition(units("Вінницький", false, 2024), 2024));
        assert_eq!((changes.added.len(), changes.present), (3, 0));
    }

    #[test]
    fn a_name_and_a_place_change_from_the_day_of_the_edition() {
        let changes =
            compare(units("Вінницький", false, 2024), &edition(units("Гайсинський", false, 2025), 2025));
        let [Changed { before, after }] = changes.renamed.as_slice() else { panic!("{changes:?}") };
        assert_eq!((before.valid_from, after.valid_from), (day(2024), day(2025)));
        let changes =
            compare(units("Вінницький", false, 2024), &edition(units("Гайсинський", true, 2025), 2025));
        assert_eq!((changes.renamed.len(), changes.moved.len(), changes.unchanged), (0, 1, 2));
    }

    #[test]
    fn a_missing_unit_ends_and_may_come_back() {
        let mut stored = units("Вінницький", false, 2024);
        let shorter = edition(stored.get(..2).unwrap().to_vec(), 2025);
        let changes = compare(stored.clone(), &shorter);
        assert_eq!(changes.removed, [(stored.get(2).unwrap().clone(), day(2025))]);
        stored.get_mut(2).unwrap().valid_to = Some(day(2025));
        assert!(compare(stored.clone(), &shorter).is_empty(), "ended units do not end again");
        let changes = compare(stored, &edition(units("Вінницький", false, 2026), 2026));
        let [revived] = changes.revived.as_slice() else { panic!("{changes:?}") };
        assert_eq!((revived.valid_from, revived.valid_to), (day(2026), None));
        assert_eq!((changes.present, changes.unchanged), (2, 2));
    }

    #[test]
    fn an_older_edition_never_turns_time_around() {
        let changes =
            compare(units("Вінницький", false, 2025), &edition(units("Гайсинський", false, 2024), 2024));
        assert_eq!(changes.renamed.first().map(|changed| changed.after.valid_from), Some(day(2025)));
    }
}
