//! Guests: people of one cohort in a session of another of the same course, for a unit that they missed at home. A guest
//! place is no seat: it counts for the person's own enrollment, and for nothing in the cohort that is visited.

use crate::cohort::{Cohort, CohortState, EnrollmentPolicy};
use crate::id::{EnrollmentId, PersonId, SessionId};
use crate::rejection::{Refusal, Rejection};
use crate::session::{Session, SessionState};
use chrono::{DateTime, Utc};

/// A place in a session, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuestPlace {
    pub session: SessionId,
    pub enrollment: EnrollmentId,
    pub person: PersonId,
}

/// The room in which a session takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// `None` while nobody knows.
    pub seats: Option<i32>,
    /// Of the cohort's own people, all who may come.
    pub own: i32,
    pub guests: i32,
}

impl Room {
    pub fn takes_one_more(&self) -> bool {
        self.seats.is_none_or(|seats| self.own.saturating_add(self.guests) < seats)
    }
}

/// A cohort's own people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crowd {
    pub capacity: i32,
    /// Who holds a seat, or for whom one is kept.
    pub seated: i32,
    /// Who has applied, or waits for a seat.
    pub waiting: i32,
    /// More may come.
    pub takes_applications: bool,
}

impl Crowd {
    /// How many of them may come in the end.
    pub fn at_most(self) -> i32 {
        let coming = self.seated.saturating_add(self.waiting).min(self.capacity);
        if self.takes_applications { self.capacity } else { coming }.max(self.seated)
    }
}

impl Cohort {
    /// Whether people of other cohorts may come by themselves, as to a cohort that is open to all.
    pub fn is_open_to_guests(&self) -> Result<(), Rejection> {
        let is_open = self.plan.policy == EnrollmentPolicy::Open;
        if is_open { Ok(()) } else { Err(Refusal::GuestByCoordinator.into()) }
    }

    /// Whether people of other cohorts may still come to one of its sessions.
    pub fn takes_guests_in(&self, session: &Session, now: DateTime<Utc>) -> Result<(), Rejection> {
        if self.state != CohortState::Published {
            return Err(Refusal::CohortNotOpen.into());
        }
        if session.state == SessionState::Cancelled {
            return Err(Refusal::SessionCancelled.into());
        }
        if !session.register.takes_marks() {
            return Err(Refusal::RegisterClosed.into());
        }
        if session.plan.starts_at <= now { Err(Refusal::GuestTooLate.into()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_theirs_who_still_may_get_it() {
        let at_most = |capacity, seated, waiting, takes_applications| {
            Crowd { capacity, seated, waiting, takes_applications }.at_most()
        };
        assert_eq!(
            (at_most(20, 3, 1, true), at_most(20, 3, 1, false), at_most(20, 19, 8, false)),
            (20, 4, 20)
        );
        assert_eq!(
            (at_most(20, 22, 0, true), at_most(20, 22, 5, false)),
            (22, 22),
            "seats of a larger cohort stay"
        );
    }

    #[test]
    fn a_guest_takes_nobodys_seat() {
        let room = |seats, own, guests| Room { seats, own, guests }.takes_one_more();
        assert!(room(None, 30, 5) && room(Some(30), 28, 1));
        assert!(!room(Some(30), 30, 0) && !room(Some(30), 28, 2));
    }
}
