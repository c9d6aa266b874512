//! Whether a person can still pass, and through which sessions: a function of what is credited and what is left.

use crate::id::{SessionId, UnitId};
use std::collections::BTreeMap;

/// One session as it bears on a person, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    pub session: SessionId,
    /// The session itself, or the one it makes up for.
    pub root: SessionId,
    pub unit: Option<UnitId>,
    /// Nothing for one that makes up for another.
    pub planned: i64,
    pub credited: i64,
    /// What its register, while it is open, can still bring beyond that.
    pub open: i64,
    /// What counted of it and the person did not get.
    pub missed: i64,
}

/// A session of another cohort of the course, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    pub session: SessionId,
    /// The unit of the person's own course that it teaches.
    pub unit: UnitId,
    /// What its register can still bring.
    pub open: i64,
    /// The person has a place there.
    pub taken: bool,
}

/// Everything that bears on a person in one cohort.
#[derive(Clone, Copy, Debug)]
pub struct Prospect<'a> {
    /// The minutes the rule asks for.
    pub required: i64,
    pub lessons: &'a [Lesson],
    /// Attended in other cohorts, by unit.
    pub brought: &'a [(UnitId, i64)],
    /// Where the person is a guest, or could be.
    pub visits: &'a [Visit],
    /// Lost when sessions were interrupted, and made up by none yet.
    pub owed: i64,
}

/// How it stands with a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chance {
    /// The share is reached.
    Reached,
    /// It can be reached through the sessions that are left.
    Possible,
    /// It can be reached as a guest in sessions of other cohorts.
    AsGuest,
    /// It can be reached if lost time is made up.
    IfMadeUp,
    Gone,
}

/// How near the limit somebody has come who has missed something, while a session is left that saves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// There are sessions left that must not be missed.
    Some,
    /// None of those left may be missed.
    Every,
}

/// What one session can still do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hope {
    pub session: SessionId,
    /// Minutes that it can still bring.
    pub minutes: i64,
    /// Without it the share cannot be reached through the others.
    pub needed: bool,
}

impl Prospect<'_> {
    /// Minutes that count when each session and each visit has brought so many: no session and those that make up for it bring more than
    /// it was planned for, no unit more than all its sessions.
    fn total(&self, brings: impl Fn(&Lesson) -> i64, comes: impl Fn(&Visit) -> i64) -> i64 {
        let mut roots: BTreeMap<SessionId, (i64, i64, Option<UnitId>)> = BTreeMap::new();
        for lesson in self.lessons {
            let (planned, sum, unit) = roots.entry(lesson.root).or_default();
            *planned += lesson.planned;
            *sum += brings(lesson);
            if lesson.session == lesson.root {
                *unit = lesson.unit;
            }
        }
        let own: i64 = roots.values().map(|(planned, sum, _)| *sum.min(planned)).sum();
        let mut brought: BTreeMap<UnitId, i64> = BTreeMap::new();
        let visited = self.visits.iter().map(|visit| (visit.unit, comes(visit)));
        for (unit, minutes) in self.brought.iter().copied().chain(visited) {
            *brought.entry(unit).or_default() += minutes;
        }
        let carried = brought.iter().map(|(unit, elsewhere)| {
            let of = roots.values().filter(|(.., of)| *of == Some(*unit));
            let (planned, own) =
                of.fold((0, 0), |(all, own), (planned, sum, _)| (all + planned, own + sum.min(planned)));
            (own + elsewhere).min(planned) - own
        });
        own + carried.sum::<i64>()
    }

    /// Minutes that count now.
    pub fn credited(&self) -> i64 {
        self.total(|lesson| lesson.credited, |_| 0)
    }

    /// Minutes that count if nothing more is missed.
    pub fn best(&self) -> i64 {
        self.best_with(|_| false)
    }

    /// The same if the person also visits these.
    fn best_with(&self, visited: impl Fn(&Visit) -> bool) -> i64 {
        let comes = |visit: &Visit| if visit.taken || visited(visit) { visit.open } else { 0 };
        self.total(|lesson| lesson.credited + lesson.open, comes)
    }

    /// What each visit that the person could still make would bring beyond everything else; in the order given.
    pub fn offers(&self) -> Vec<(SessionId, i64)> {
        let best = self.best();
        let more = |visit: &Visit| (visit.session, self.best_with(|one| one.session == visit.session) - best);
        let offers = self.visits.iter().filter(|visit| !visit.taken).map(more);
        offers.filter(|(_, minutes)| *minutes > 0).collect()
    }

    pub fn chance(&self) -> Chance {
        if self.credited() >= self.required {
            Chance::Reached
        } else if self.best() >= self.required {
            Chance::Possible
        } else if self.best_with(|_| true) >= self.required {
            Chance::AsGuest
        } else if self.best() + self.owed >= self.required {
            Chance::IfMadeUp
        } else {
            Chance::Gone
        }
    }

    /// The sessions that can still bring something, in the order given.
    pub fn hopes(&self) -> Vec<Hope> {
        let now = self.credited();
        let possible = self.chance() == Chance::Possible;
        let hope = |left: &Lesson| {
            let alone = |lesson: &Lesson| lesson.credited + if lesson == left { lesson.open } else { 0 };
            let others = |lesson: &Lesson| lesson.credited + if lesson == left { 0 } else { lesson.open };
            let taken = |visit: &Visit| if visit.taken { visit.open } else { 0 };
            let needed = possible && self.total(others, taken) < self.required;
            Hope { session: left.session, minutes: self.total(alone, |_| 0) - now, needed }
        };
        let left = self.lessons.iter().filter(|lesson| lesson.open > 0);
        left.map(hope).filter(|hope| hope.minutes > 0 || hope.needed).collect()
    }

    /// `None` where nothing was missed yet, nothing is to be saved, or nothing saves it.
    pub fn risk(&self) -> Option<Risk> {
        if self.chance() != Chance::Possible || self.lessons.iter().all(|lesson| lesson.missed <= 0) {
            return None;
        }
        let hopes = self.hopes();
        if hopes.iter().all(|hope| hope.needed) {
            Some(Risk::Every)
        } else {
            hopes.iter().any(|hope| hope.needed).then_some(Risk::Some)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;
    use uuid::Uuid;

    fn id(n: usize) -> SessionId {
        SessionId(Uuid::from_u128(u128::try_from(n).unwrap()))
    }

    fn unit(n: u8) -> UnitId {
        UnitId(Uuid::from_u128(n.into()))
    }

    fn lesson(n: usize, planned: i64, credited: i64, open: i64) -> Lesson {
        let missed = planned - credited - open;
        Lesson { session: id(n), root: id(n), unit: None, planned, credited, open, missed }
    }

    fn prospect(required: i64, lessons: &[Lesson]) -> Prospect<'_> {
        Prospect { required, lessons, brought: &[], visits: &[], owed: 0 }
    }

    #[test]
    fn what_must_not_be_missed_is_named() {
        let lessons = [lesson(1, 90, 0, 0), lesson(2, 90, 0, 90), lesson(3, 90, 0, 90), lesson(4, 20, 0, 20)];
        let of = prospect(180, &lessons);
        assert_eq!((of.chance(), of.credited(), of.best()), (Chance::Possible, 0, 200));
        let needed: Vec<bool> = of.hopes().iter().map(|hope| hope.needed).collect();
        assert_eq!(needed, [true, true, false]);
        assert_eq!(of.risk(), Some(Risk::Some));
        assert_eq!(prospect(195, &lessons).risk(), Some(Risk::Every));
        assert_eq!(prospect(100, &lessons).risk(), None, "one of them is enough, with the short one");
        assert_eq!(prospect(201, &lessons).chance(), Chance::Gone);
        assert_eq!(Prospect { owed: 1, ..prospect(201, &lessons) }.chance(), Chance::IfMadeUp);
        assert_eq!(prospect(180, &lessons[1..]).risk(), None, "nobody is warned who has missed nothing");
        assert_eq!(prospect(0, &lessons).chance(), Chance::Reached);
    }

    #[test]
    fn a_make_up_session_saves_what_it_makes_up_for_and_no_more() {
        let make_up = Lesson { root: id(1), planned: 0, ..lesson(2, 90, 0, 90) };
        let lessons = [lesson(1, 90, 60, 0), make_up];
        let of = prospect(90, &lessons);
        assert_eq!(of.hopes(), [Hope { session: id(2), minutes: 30, needed: true }]);
        let carried = Lesson { unit: Some(unit(1)), ..lesson(1, 90, 60, 0) };
        let of = Prospect { brought: &[(unit(1), 500)], ..prospect(90, std::slice::from_ref(&carried)) };
        assert_eq!((of.credited(), of.chance()), (90, Chance::Reached));
    }

    /// What counts after a future in which each session brought so many minutes, told one minute after the other.
    fn lived(lessons: &[Lesson], brought: &[(UnitId, i64)], visits: &[Visit], came: &[i64]) -> i64 {
        let mut room: HashMap<SessionId, i64> = HashMap::new();
        let mut of: HashMap<SessionId, UnitId> = HashMap::new();
        for lesson in lessons {
            *room.entry(lesson.root).or_default() += lesson.planned;
            if let (true, Some(unit)) = (lesson.root == lesson.session, lesson.unit) {
                of.insert(lesson.root, unit);
            }
        }
        let mut counted = 0;
        let (at_home, as_guest) = came.split_at(lessons.len());
        for (lesson, came) in lessons.iter().zip(at_home) {
            for _ in 0..*came {
                let left = room.get_mut(&lesson.root).unwrap();
                if *left > 0 {
                    *left -= 1;
                    counted += 1;
                }
            }
        }
        let visited = visits.iter().map(|visit| visit.unit).zip(as_guest.iter().copied());
        for (unit, minutes) in brought.iter().copied().chain(visited) {
            for _ in 0..minutes {
                let free = room.iter_mut().find(|(root, left)| of.get(root) == Some(&unit) && **left > 0);
                if let Some((_, left)) = free {
                    *left -= 1;
                    counted += 1;
                }
            }
        }
        counted
    }

    /// Every future: each session that is left is missed, left halfway, or attended, and so is each visit.
    fn futures(lessons: &[Lesson], visits: &[Visit]) -> Vec<Vec<i64>> {
        let mut all = vec![Vec::new()];
        let at_home = lessons.iter().map(|lesson| (lesson.credited, lesson.open));
        for (credited, open) in at_home.chain(visits.iter().map(|visit| (0, visit.open))) {
            let mut choices = vec![0, open / 2, open];
            choices.dedup();
            all = all
                .into_iter()
                .flat_map(|past: Vec<i64>| {
                    choices
                        .iter()
                        .map(move |more| [past.as_slice(), &[credited + more]].concat())
                        .collect::<Vec<_>>()
                })
                .collect();
        }
        all
    }

    fn any_lessons() -> impl Strategy<Value = Vec<Lesson>> {
        let shape = (1..7_i64, 0..7_i64, any::<bool>(), proptest::option::of(1..3_u8), any::<bool>());
        proptest::collection::vec(shape, 1..6).prop_map(|shapes| {
            let mut lessons: Vec<Lesson> = Vec::new();
            for (n, (long, credited, is_open, of, makes_up)) in shapes.into_iter().enumerate() {
                let credited = credited.min(long);
                let open = if is_open { long - credited } else { 0 };
                let mut one = Lesson { unit: of.map(unit), ..lesson(n, long, credited, open) };
                if let Some(first) = lessons.first().filter(|_| makes_up) {
                    one = Lesson { root: first.session, planned: 0, ..one };
                }
                lessons.push(one);
            }
            lessons
        })
    }

    fn any_visits() -> impl Strategy<Value = Vec<Visit>> {
        proptest::collection::vec((1..3_u8, 0..7_i64, any::<bool>()), 0..3).prop_map(|shapes| {
            let visit = |(n, (of, open, taken))| Visit { session: id(100 + n), unit: unit(of), open, taken };
            shapes.into_iter().enumerate().map(visit).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn the_answer_agrees_with_a_search_of_every_future(
            lessons in any_lessons(),
            share in 1..40_i64,
            minutes in proptest::collection::vec(0..8_i64, 2),
            visits in any_visits(),
        ) {
            let brought = [(unit(1), minutes[0]), (unit(2), minutes[1])];
            let of =
                Prospect { required: share, lessons: &lessons, brought: &brought, visits: &visits, owed: 0 };
            let (open, at_home): (Vec<_>, Vec<_>) = futures(&lessons, &visits).into_iter().partition(|came| {
                let as_guest = came.iter().skip(lessons.len());
                visits.iter().zip(as_guest).any(|(visit, came)| !visit.taken && *came > 0)
            });
            let counts = |came: &Vec<i64>| lived(&lessons, &brought, &visits, came);
            let passes = |came: &Vec<i64>| counts(came) >= share;
            let credited = lessons.iter().map(|lesson| lesson.credited);
            let nothing: Vec<i64> = credited.chain(visits.iter().map(|_| 0)).collect();
            let expected = match (passes(&nothing), at_home.iter().any(passes), open.iter().any(passes)) {
                (true, ..) => Chance::Reached,
                (_, true, _) => Chance::Possible,
                (.., true) => Chance::AsGuest,
                _ => Chance::Gone,
            };
            prop_assert_eq!(of.chance(), expected);
            prop_assert_eq!(of.credited(), counts(&nothing));
            let best = at_home.iter().map(counts).max().unwrap();
            prop_assert_eq!(of.best(), best);
            for (at, lesson) in lessons.iter().enumerate().filter(|(_, lesson)| lesson.open > 0) {
                let missed = |came: &&Vec<i64>| came[at] == lesson.credited;
                let needed = expected == Chance::Possible && !at_home.iter().filter(missed).any(passes);
                let hope = of.hopes().into_iter().find(|hope| hope.session == lesson.session);
                prop_assert_eq!(hope.is_some_and(|hope| hope.needed), needed);
            }
            for (at, visit) in visits.iter().enumerate().filter(|(_, visit)| !visit.taken) {
                let others = |came: &&Vec<i64>| {
                    let as_guest = came.iter().skip(lessons.len()).enumerate();
                    visits.iter().zip(as_guest).all(|(visit, (n, came))| visit.taken || n == at || *came == 0)
                };
                let with = open.iter().filter(others).map(counts).max().unwrap_or(best).max(best);
                let offer = of.offers().into_iter().find(|(session, _)| *session == visit.session);
                prop_assert_eq!(offer.map_or(0, |(_, minutes)| minutes), with - best);
            }
        }
    }
}
