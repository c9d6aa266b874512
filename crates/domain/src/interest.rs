//! Who waits for a course that has no date yet: what they wish, how many they are where, and which cohorts that makes.

use crate::cohort::{Form, Plan};
use crate::course::word;
use crate::id::{CourseId, PersonId};
use crate::rejection::{Checks, Fault, Invalid};
use crate::territory::TerritoryCode;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// What somebody wishes of a cohort to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Near which unit of the codifier.
    pub territory: TerritoryCode,
    /// Any form when `None`.
    pub form: Option<Form>,
    /// The first day of the month from which on it suits; any time when `None`.
    pub month: Option<NaiveDate>,
}

/// One person who waits for one course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interest {
    pub course: CourseId,
    pub person: PersonId,
    pub wish: Wish,
    pub since: DateTime<Utc>,
}

/// The wish as typed.
#[derive(Clone, Debug, Default)]
pub struct RawWish {
    pub territory: String,
    /// Any form when empty.
    pub form: String,
    /// `2026-05`; any time when empty.
    pub month: String,
}

impl TryFrom<&RawWish> for Wish {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawWish) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let territory = checks.take(match raw.territory.trim() {
            "" => Err(Invalid::new("territory", Fault::Missing)),
            code => code.parse().map_err(|_| Invalid::new("territory", Fault::Unknown)),
        });
        let form = checks.take(optional(&raw.form, |text| word("form", text)));
        let month = checks.take(optional(&raw.month, month));
        match (territory, form, month) {
            (Some(territory), Some(form), Some(month)) => Ok(Self { territory, form, month }),
            _ => Err(checks.into_faults()),
        }
    }
}

fn optional<T>(raw: &str, read: impl Fn(&str) -> Result<T, Invalid>) -> Result<Option<T>, Invalid> {
    match raw.trim() {
        "" => Ok(None),
        text => read(text).map(Some),
    }
}

fn month(text: &str) -> Result<NaiveDate, Invalid> {
    let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok();
    first.filter(|_| text.len() == 7).ok_or_else(|| Invalid::new("month", Fault::NotADate))
}

impl Wish {
    /// Whether a cohort is what is waited for: in the wished form, not before the wished month, and near, which is in
    /// the same oblast or online.
    pub fn is_met(&self, plan: &Plan, same_oblast: bool) -> bool {
        let near = plan.form == Form::Online || same_oblast;
        let suits = self.form.is_none_or(|form| form == plan.form);
        near && suits && self.month.is_none_or(|month| plan.starts_on >= month)
    }
}

/// People who wait in one place and wish the same form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub oblast: TerritoryCode,
    pub raion: Option<TerritoryCode>,
    pub hromada: Option<TerritoryCode>,
    pub form: Option<Form>,
    pub people: i64,
}

impl Waiting {
    /// The units they wait in, the smallest first.
    fn units(&self) -> impl Iterator<Item = &TerritoryCode> {
        [self.hromada.as_ref(), self.raion.as_ref(), Some(&self.oblast)].into_iter().flatten()
    }

    /// The unit directly below `within`; itself where nothing smaller is known.
    fn below<'a>(&'a self, within: Option<&'a TerritoryCode>) -> Option<&'a TerritoryCode> {
        let Some(within) = within else { return Some(&self.oblast) };
        let mut smaller = within;
        for unit in self.units() {
            if unit == within {
                return Some(smaller);
            }
            smaller = unit;
        }
        None
    }
}

/// How many wait, and what form they wish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiters {
    pub people: i64,
    pub in_person: i64,
    pub online: i64,
    pub blended: i64,
    pub any_form: i64,
}

impl Waiters {
    fn add(&mut self, form: Option<Form>, people: i64) {
        self.people += people;
        *match form {
            Some(Form::InPerson) => &mut self.in_person,
            Some(Form::Online) => &mut self.online,
            Some(Form::Blended) => &mut self.blended,
            None => &mut self.any_form,
        } += people;
    }

    /// All of some.
    pub fn of(waiting: &[Waiting]) -> Self {
        let mut all = Self::default();
        for one in waiting {
            all.add(one.form, one.people);
        }
        all
    }
}

/// How many wait in each part of a unit, or in each oblast; most first.
pub fn regions(waiting: &[Waiting], within: Option<&TerritoryCode>) -> Vec<(TerritoryCode, Waiters)> {
    let mut regions: BTreeMap<&TerritoryCode, Waiters> = BTreeMap::new();
    for one in waiting {
        if let Some(unit) = one.below(within) {
            regions.entry(unit).or_default().add(one.form, one.people);
        }
    }
    let mut regions: Vec<_> = regions.into_iter().map(|(unit, count)| (unit.clone(), count)).collect();
    regions.sort_by_key(|(_, count)| std::cmp::Reverse(count.people));
    regions
}

/// A cohort that enough people wait for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Where they come together; `None` online.
    pub territory: Option<TerritoryCode>,
    pub form: Form,
    pub people: i64,
}

/// Cohorts as near to people as at least so many of them allow: in a hromada, else in the raion, else in the oblast; and
/// online for those who wish it or do not mind. Nobody is counted twice.
pub fn proposals(waiting: &[Waiting], least: i64) -> Vec<Proposal> {
    let least = least.max(1);
    let (mut online, mut rest): (Vec<&Waiting>, Vec<&Waiting>) =
        waiting.iter().partition(|one| one.form == Some(Form::Online));
    let mut proposals = Vec::new();
    let levels: [fn(&Waiting) -> Option<&TerritoryCode>; 3] =
        [|one| one.hromada.as_ref(), |one| one.raion.as_ref(), |one| Some(&one.oblast)];
    for level in levels {
        let mut groups: BTreeMap<Option<&TerritoryCode>, Vec<&Waiting>> = BTreeMap::new();
        for one in rest {
            groups.entry(level(one)).or_default().push(one);
        }
        rest = Vec::new();
        for (unit, group) in groups {
            let mut count = Waiters::default();
            for one in &group {
                count.add(one.form, one.people);
            }
            match unit {
                Some(unit) if count.people >= least => {
                    let form = if count.blended > count.in_person { Form::Blended } else { Form::InPerson };
                    proposals.push(Proposal { territory: Some(unit.clone()), form, people: count.people });
                }
                _ => rest.extend(group),
            }
        }
    }
    online.extend(rest.into_iter().filter(|one| one.form.is_none()));
    let people = online.iter().map(|one| one.people).sum();
    if people >= least {
        proposals.push(Proposal { territory: None, form: Form::Online, people });
    }
    proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.people));
    proposals
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMY: &str = "UA59000000000057109";
    const SUMY_RAION: &str = "UA59080000000022563";
    const SUMY_HROMADA: &str = "UA59080270000028464";
    const KYIV: &str = "UA80000000000093317";

    fn code(text: &str) -> TerritoryCode {
        text.parse().unwrap()
    }

    fn in_sumy(hromada: &str, form: Option<Form>, people: i64) -> Waiting {
        let (oblast, raion) = (code(SUMY), Some(code(SUMY_RAION)));
        Waiting { oblast, raion, hromada: Some(code(hromada)), form, people }
    }

    fn in_kyiv(form: Option<Form>, people: i64) -> Waiting {
        Waiting { oblast: code(KYIV), raion: None, hromada: None, form, people }
    }

    #[test]
    fn what_is_wrong_with_a_wish_is_named() {
        let raw =
            RawWish { territory: "Суми".into(), form: "by_post".into(), month: "травень".into() };
        let faults = Wish::try_from(&raw).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["territory", "form", "month"]);
        let raw = RawWish { territory: SUMY.into(), ..RawWish::default() };
        assert_eq!(Wish::try_from(&raw), Ok(Wish { territory: code(SUMY), form: None, month: None }));
        for odd in ["2026-5", "2026-13", "12026-1", "2026-05-01"] {
            let raw = RawWish { territory: SUMY.into(), form: String::new(), month: odd.into() };
            assert_eq!(Wish::try_from(&raw), Err(vec![Invalid::new("month", Fault::NotADate)]), "{odd}");
        }
    }

    #[test]
    fn regions_go_down_to_the_hromada() {
        let waiting = [
            in_sumy(SUMY_HROMADA, None, 3),
            in_sumy(SUMY_HROMADA, Some(Form::Online), 2),
            in_sumy("UA59080010000018289", Some(Form::InPerson), 1),
            in_kyiv(Some(Form::Blended), 4),
        ];
        let counted = |within: Option<&str>| -> Vec<(String, i64)> {
            let within = within.map(code);
            let found = regions(&waiting, within.as_ref());
            found.into_iter().map(|(unit, count)| (unit.to_string(), count.people)).collect()
        };
        assert_eq!(counted(None), [(SUMY.to_owned(), 6), (KYIV.to_owned(), 4)]);
        assert_eq!(counted(Some(SUMY)), [(SUMY_RAION.to_owned(), 6)]);
        assert_eq!(
            counted(Some(SUMY_RAION)),
            [(SUMY_HROMADA.to_owned(), 5), ("UA59080010000018289".to_owned(), 1)]
        );
        assert_eq!(counted(Some(SUMY_HROMADA)), [(SUMY_HROMADA.to_owned(), 5)]);
        assert_eq!(counted(Some(KYIV)), [(KYIV.to_owned(), 4)], "nothing smaller is known");
        let all = Waiters { people: 10, in_person: 1, online: 2, blended: 4, any_form: 3 };
        assert_eq!(Waiters::of(&waiting), all);
    }

    #[test]
    fn a_cohort_is_proposed_as_near_as_people_are_enough() {
        let waiting = [
            in_sumy(SUMY_HROMADA, Some(Form::InPerson), 5),
            in_sumy("UA59080010000018289", Some(Form::Blended), 2),
            in_sumy("UA59080030000068325", None, 2),
            in_sumy(SUMY_HROMADA, Some(Form::Online), 3),
            in_kyiv(None, 1),
            in_kyiv(Some(Form::InPerson), 1),
        ];
        let place = |unit: &str, form, people| Proposal { territory: Some(code(unit)), form, people };
        let online = Proposal { territory: None, form: Form::Online, people: 4 };
        assert_eq!(
            proposals(&waiting, 4),
            [place(SUMY_HROMADA, Form::InPerson, 5), place(SUMY_RAION, Form::Blended, 4), online]
        );
        assert_eq!(proposals(&waiting, 6), [place(SUMY_RAION, Form::InPerson, 9)]);
        assert!(proposals(&waiting, 10).is_empty());
        for least in 0..12 {
            let found = proposals(&waiting, least);
            let all: i64 = found.iter().map(|proposal| proposal.people).sum();
            assert!(all <= 14 && found.iter().all(|proposal| proposal.people >= least), "{least}");
        }
    }
}
