//! The register of one session while a batch of marks is entered: which are taken, which came before, which are refused.

use super::{Attendance, Basis, Mark, MarkSource, NewMark, Standing, check_correction, credit};
use crate::access::Author;
use crate::id::{EnrollmentId, MarkId, SessionId};
use crate::rejection::Refusal;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;

/// What became of one mark that was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Appended to the history.
    Recorded,
    /// It came before, or says what stands already: nothing was added.
    Known,
    /// Not taken, and why.
    Refused(Refusal),
}

/// What a batch finds, and what it leaves behind.
#[derive(Clone, Debug)]
pub struct Book {
    pub session: SessionId,
    pub planned_minutes: i32,
    /// Whether the register takes marks.
    pub open: bool,
    /// Marks of the batch's ids that came before.
    pub known: HashMap<MarkId, Mark>,
    /// Everybody the batch names who holds a seat in the session's cohort, with where they stand.
    pub standing: HashMap<EnrollmentId, Option<Standing>>,
    pub author: Author,
    pub source: MarkSource,
    pub now: DateTime<Utc>,
    /// The marks that were taken, in the order of arrival.
    pub taken: Vec<Mark>,
}

impl Book {
    /// Enters one mark.
    pub fn enter(&mut self, new: NewMark) -> Outcome {
        let mark = self.mark(&new);
        if let Some(before) = self.known.get(&mark.id) {
            return if before.same_content(&mark) {
                Outcome::Known
            } else {
                Outcome::Refused(Refusal::MarkDiffers)
            };
        }
        if !self.open {
            return Outcome::Refused(Refusal::RegisterClosed);
        }
        let Some(standing) = self.standing.get(&mark.enrollment).copied() else {
            return Outcome::Refused(Refusal::NotOnRegister);
        };
        let attendance = credit(mark.kind, mark.minutes, self.planned_minutes);
        if let Some(outcome) = overtaken(new.basis, standing, attendance) {
            return outcome;
        }
        if check_correction(standing.map(|now| now.attendance), &new, self.planned_minutes).is_err() {
            return Outcome::Refused(Refusal::ReasonMissing);
        }
        self.take(mark, standing, attendance);
        Outcome::Recorded
    }

    /// The lines of attendance that have changed.
    pub fn changed(&self) -> Vec<(EnrollmentId, Standing)> {
        let mut changed: Vec<_> = self
            .taken
            .iter()
            .filter_map(|mark| {
                let standing = (*self.standing.get(&mark.enrollment)?)?;
                (standing.mark == mark.id).then_some((mark.enrollment, standing))
            })
            .collect();
        changed.sort_by_key(|(enrollment, _)| *enrollment);
        changed
    }

    fn mark(&self, new: &NewMark) -> Mark {
        Mark {
            id: new.id,
            session: self.session,
            enrollment: new.enrollment,
            kind: new.kind,
            minutes: new.minutes,
            device_at: new.device_at,
            server_at: self.now,
            author: self.author,
            source: self.source,
            reason: new.reason.clone(),
        }
    }

    /// The order of arrival is the order of (server time, id). A clock that lags behind that of another server, or two
    /// marks of one millisecond, must not turn it around.
    fn take(&mut self, mut mark: Mark, standing: Option<Standing>, attendance: Attendance) {
        if let Some(before) = standing.filter(|before| (mark.server_at, mark.id) <= (before.at, before.mark))
        {
            mark.server_at = before.at + TimeDelta::milliseconds(1);
        }
        let now = Standing { attendance, mark: mark.id, at: mark.server_at };
        self.standing.insert(mark.enrollment, Some(now));
        self.known.insert(mark.id, mark.clone());
        self.taken.push(mark);
    }
}

/// Somebody else marked the person since the client looked: fine when both say the same, refused otherwise.
fn overtaken(basis: Basis, standing: Option<Standing>, attendance: Attendance) -> Option<Outcome> {
    let Basis::Seen(seen) = basis else { return None };
    if standing.map(|now| now.mark) == seen {
        return None;
    }
    let agrees = standing.is_some_and(|now| now.attendance == attendance);
    Some(if agrees { Outcome::Known } else { Outcome::Refused(Refusal::RegisterChanged) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attendance::{MarkKind, fold};
    use crate::text::Line;
    use uuid::Uuid;

    fn book(people: u128) -> Book {
        Book {
            session: SessionId(Uuid::nil()),
            planned_minutes: 90,
            open: true,
            known: HashMap::new(),
            standing: (1..=people).map(|n| (EnrollmentId(Uuid::from_u128(n)), None)).collect(),
            author: None,
            source: MarkSource::Api,
            now: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
            taken: Vec::new(),
        }
    }

    fn new(id: u128, person: u128, kind: MarkKind) -> NewMark {
        NewMark {
            id: MarkId(Uuid::from_u128(id)),
            enrollment: EnrollmentId(Uuid::from_u128(person)),
            kind,
            minutes: None,
            device_at: None,
            reason: None,
            basis: Basis::Unstated,
        }
    }

    fn because(mark: NewMark) -> NewMark {
        NewMark { reason: Some(Line::new("reason", "list of the caretaker").unwrap()), ..mark }
    }

    #[test]
    fn a_second_delivery_is_known_and_another_content_is_not() {
        let mut book = book(1);
        assert_eq!(book.enter(new(1, 1, MarkKind::Present)), Outcome::Recorded);
        assert_eq!(book.enter(new(1, 1, MarkKind::Present)), Outcome::Known);
        assert_eq!(book.enter(new(1, 1, MarkKind::Late)), Outcome::Refused(Refusal::MarkDiffers));
        assert_eq!(book.taken.len(), 1);
    }

    #[test]
    fn a_correction_needs_a_reason_and_a_seat() {
        let mut book = book(1);
        book.enter(new(1, 1, MarkKind::Absent));
        assert_eq!(book.enter(new(2, 1, MarkKind::Present)), Outcome::Refused(Refusal::ReasonMissing));
        assert_eq!(book.enter(because(new(2, 1, MarkKind::Present))), Outcome::Recorded);
        assert_eq!(book.enter(new(3, 2, MarkKind::Present)), Outcome::Refused(Refusal::NotOnRegister));
    }

    #[test]
    fn a_closed_register_knows_what_came_before_and_takes_nothing_new() {
        let mut book = book(2);
        book.enter(new(1, 1, MarkKind::Present));
        book.open = false;
        assert_eq!(book.enter(new(1, 1, MarkKind::Present)), Outcome::Known);
        assert_eq!(book.enter(new(2, 2, MarkKind::Present)), Outcome::Refused(Refusal::RegisterClosed));
    }

    #[test]
    fn what_somebody_else_marked_meanwhile_is_not_overwritten() {
        let mut book = book(1);
        book.enter(new(1, 1, MarkKind::Absent));
        let stale = |id, kind| because(NewMark { basis: Basis::Seen(None), ..new(id, 1, kind) });
        assert_eq!(book.enter(stale(2, MarkKind::Present)), Outcome::Refused(Refusal::RegisterChanged));
        assert_eq!(book.enter(stale(3, MarkKind::Absent)), Outcome::Known);
        let basis = Basis::Seen(Some(MarkId(Uuid::from_u128(1))));
        let fresh = because(NewMark { basis, ..new(4, 1, MarkKind::Present) });
        assert_eq!(book.enter(fresh), Outcome::Recorded);
    }

    #[test]
    fn the_last_to_arrive_counts_even_when_its_clock_lags() {
        let mut book = book(1);
        book.enter(new(9, 1, MarkKind::Absent));
        book.now -= TimeDelta::seconds(30);
        book.enter(because(new(2, 1, MarkKind::Present)));
        let standing = book.changed();
        assert_eq!(standing.len(), 1);
        assert_eq!(Some(standing[0].1.attendance), fold(&book.taken, 90));
        assert_eq!(standing[0].1.attendance.status, MarkKind::Present);
    }
}
