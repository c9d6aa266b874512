//! What else takes place at the time of a session, in the same room, with the same trainers or the same people. It is said
//! before anybody decides and keeps nothing from happening.

use crate::id::{CohortId, SessionId, VenueId};
use crate::interruption::Span;
use crate::person::FullName;
use crate::session::{Plan, Session};
use crate::text::{Both, Code, Title};
use chrono_tz::Tz;
use std::collections::HashMap;

/// A session that is planned, or is looked at before it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// `None` for one that is not there yet.
    pub session: Option<SessionId>,
    pub span: Span,
    pub venue: Option<VenueId>,
}

impl Slot {
    /// Of a plan; `session` is the one that it would move.
    pub fn of(plan: &Plan, session: Option<SessionId>) -> Self {
        Self { session, span: plan.span(), venue: plan.venue_id }
    }
}

impl From<&Session> for Slot {
    fn from(session: &Session) -> Self {
        Self::of(&session.plan, Some(session.id))
    }
}

/// A planned session, of this cohort or another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub session: SessionId,
    pub cohort: CohortId,
    pub title: Both<Title>,
    /// The short name of its cohort.
    pub code: Code,
    pub span: Span,
    pub time_zone: Tz,
    pub venue: Option<VenueId>,
}

/// What two sessions at one time have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared {
    /// They are of one cohort.
    Cohort,
    /// They are in one room.
    Venue,
    /// Somebody teaches both.
    Trainer(FullName),
    /// So many people have a seat in both, or are offered one.
    People(i64),
}

/// Two sessions at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// Which of those that were looked at.
    pub slot: usize,
    pub with: Meeting,
    pub shared: Shared,
}

/// What a cohort has in common with others.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// Who teaches here and there.
    pub trainers: HashMap<CohortId, Vec<FullName>>,
    /// How many take part here and there.
    pub people: HashMap<CohortId, i64>,
}

/// Every overlap of these sessions of a cohort with the meetings that are planned, in the order of both.
pub fn overlaps(cohort: CohortId, slots: &[Slot], meetings: &[Meeting], ties: &Ties) -> Vec<Overlap> {
    let mut found = Vec::new();
    for (number, slot) in slots.iter().enumerate() {
        for with in meetings {
            if slot.session == Some(with.session) || slot.span.within(with.span).is_none() {
                continue;
            }
            let mut shares = |shared| found.push(Overlap { slot: number, with: with.clone(), shared });
            if with.cohort == cohort {
                shares(Shared::Cohort);
                continue;
            }
            if slot.venue.is_some() && slot.venue == with.venue {
                shares(Shared::Venue);
            }
            for trainer in ties.trainers.get(&with.cohort).into_iter().flatten() {
                shares(Shared::Trainer(trainer.clone()));
            }
            if let Some(people) = ties.people.get(&with.cohort).filter(|people| **people > 0) {
                shares(Shared::People(*people));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Name;
    use chrono::{DateTime, Duration};
    use uuid::Uuid;

    fn span(from: i64, hours: i64) -> Span {
        let from = DateTime::from_timestamp(1_800_000_000, 0).unwrap() + Duration::hours(from);
        Span { from, until: from + Duration::hours(hours) }
    }

    fn venue(number: u128) -> Option<VenueId> {
        Some(VenueId(Uuid::from_u128(number)))
    }

    fn cohort(number: u128) -> CohortId {
        CohortId(Uuid::from_u128(number))
    }

    fn meeting(number: u128, of: u128, span: Span, venue: Option<VenueId>) -> Meeting {
        Meeting {
            session: SessionId(Uuid::from_u128(number)),
            cohort: cohort(of),
            title: Both::new(Title::new("t", "Т").unwrap(), Title::new("t", "T").unwrap()),
            code: Code::new("code", "C").unwrap(),
            span,
            time_zone: Tz::Europe__Kyiv,
            venue,
        }
    }

    fn shared(slots: &[Slot], meetings: &[Meeting]) -> Vec<(usize, u128, &'static str)> {
        let name = |text| Name::new("name", text).unwrap();
        let name = FullName {
            family: name("Коваль"),
            given: name("Олена"),
            patronymic: None,
            latin_family: name("Koval"),
            latin_given: name("Olena"),
        };
        let ties = Ties {
            trainers: [(cohort(2), vec![name])].into(),
            people: [(cohort(2), 3), (cohort(3), 0)].into(),
        };
        let word = |shared: &Shared| match shared {
            Shared::Cohort => "cohort",
            Shared::Venue => "venue",
            Shared::Trainer(_) => "trainer",
            Shared::People(_) => "people",
        };
        overlaps(cohort(1), slots, meetings, &ties)
            .iter()
            .map(|overlap| (overlap.slot, overlap.with.session.0.as_u128(), word(&overlap.shared)))
            .collect()
    }

    #[test]
    fn what_touches_only_or_shares_nothing_is_no_overlap() {
        let slot = Slot { session: None, span: span(10, 2), venue: venue(1) };
        assert_eq!(shared(&[slot], &[meeting(1, 2, span(12, 2), venue(1))]), []);
        assert_eq!(shared(&[slot], &[meeting(1, 2, span(8, 2), venue(1))]), []);
        assert_eq!(shared(&[slot], &[meeting(1, 3, span(10, 2), venue(2))]), []);
        assert_eq!(shared(&[slot], &[meeting(1, 3, span(10, 2), None)]), []);
    }

    #[test]
    fn room_trainers_people_and_the_cohort_itself_are_told_apart() {
        let slots = [
            Slot { session: Some(SessionId(Uuid::from_u128(9))), span: span(10, 2), venue: venue(1) },
            Slot { session: None, span: span(20, 2), venue: None },
        ];
        let meetings = [
            // Itself, where it stood until now.
            meeting(9, 1, span(11, 2), venue(1)),
            meeting(1, 1, span(11, 2), None),
            meeting(2, 2, span(11, 10), venue(1)),
            meeting(3, 3, span(11, 2), venue(1)),
        ];
        assert_eq!(
            shared(&slots, &meetings),
            [
                (0, 1, "cohort"),
                (0, 2, "venue"),
                (0, 2, "trainer"),
                (0, 2, "people"),
                (0, 3, "venue"),
                (1, 2, "trainer"),
                (1, 2, "people"),
            ]
        );
    }
}
