//! The register of one session while a batch of marks is entered: which are taken, which came before, which are refused.

use super::{Basis, Frame, Mark, MarkKind, MarkSource, NewMark, RULE_VERSION, Standing, fold, stand};
use crate::access::Author;
use crate::id::{EnrollmentId, MarkId, SessionId};
use crate::rejection::Refusal;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// What became of one mark that was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Appended to the history.
    Recorded,
    /// The register was closed meanwhile: appended, and counts once somebody accepts it.
    Kept,
    /// It came before, or says what stands already: nothing was added.
    Known,
    /// Not taken, and why.
    Refused(Refusal),
}

/// What a batch finds, and what it leaves behind.
#[derive(Clone, Debug)]
pub struct Book<'a> {
    pub session: SessionId,
    pub frame: Frame<'a>,
    /// Why the register takes no marks from the author.
    pub shut: Option<Refusal>,
    /// Marks of the batch's ids that came before.
    pub known: HashMap<MarkId, Mark>,
    /// Everybody the batch names who holds a seat in the session's cohort, with their marks in the session.
    pub history: HashMap<EnrollmentId, Vec<Mark>>,
    pub author: Author,
    pub source: MarkSource,
    /// For marks made on a device that may have been away: by how many milliseconds its clock is ahead. Nobody looks at
    /// the register while they come in, so whatever can be kept is kept: contradictions as disputes, late ones as such.
    pub away: Option<i64>,
    pub now: DateTime<Utc>,
    /// The marks that were taken, in the order of arrival.
    pub taken: Vec<Mark>,
}

impl Book<'_> {
    /// Enters one mark.
    pub fn enter(&mut self, new: NewMark) -> Outcome {
        let mut mark = self.mark(&new);
        if let Some(before) = self.known.get(&mark.id) {
            let same = before.same_content(&mark);
            return if same { Outcome::Known } else { Outcome::Refused(Refusal::MarkDiffers) };
        }
        if let Some(refusal) = self.shut.filter(|_| self.away.is_none()) {
            return Outcome::Refused(refusal);
        }
        let Some(history) = self.history.get(&mark.enrollment) else {
            return Outcome::Refused(Refusal::NotOnRegister);
        };
        let looked = match self.away {
            Some(_) => explained(&mark, mark.replaces.is_some()),
            None if mark.kind.is_check() => None,
            None => compare(history, new.basis, &mut mark, self.frame),
        };
        if let Some(outcome) = looked {
            return outcome;
        }
        self.history.entry(mark.enrollment).or_default().push(mark.clone());
        self.known.insert(mark.id, mark.clone());
        self.taken.push(mark);
        if self.shut.is_none() { Outcome::Recorded } else { Outcome::Kept }
    }

    /// Where those stand who were marked in this batch, but for what is only kept.
    pub fn changed(&self) -> Vec<(EnrollmentId, Standing)> {
        let counting = self.taken.iter().filter(|mark| !mark.late);
        let mut people: Vec<EnrollmentId> = counting.map(|mark| mark.enrollment).collect();
        people.sort_unstable();
        people.dedup();
        people
            .into_iter()
            .filter_map(|person| Some((person, stand(self.history.get(&person)?, self.frame)?)))
            .collect()
    }

    pub(super) fn mark(&self, new: &NewMark) -> Mark {
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
            replaces: match new.basis {
                Basis::Seen(seen) if !new.kind.is_check() => seen,
                _ => None,
            },
            skew_ms: self.away,
            late: self.shut.is_some(),
            rule: RULE_VERSION,
            verdict: None,
        }
    }
}

/// A mark by somebody who looks at the register: it must know what stands, and give a reason for changing it. `Some` when
/// it is not to be taken.
fn compare(history: &[Mark], basis: Basis, mark: &mut Mark, frame: Frame<'_>) -> Option<Outcome> {
    let standing = stand(history, frame);
    let current = standing.map(|now| now.mark);
    let stale = matches!(basis, Basis::Seen(seen) if seen != current);
    mark.replaces = current;
    let then = fold(history.iter().chain([&*mark]), frame);
    let agrees = standing.map(|now| now.attendance) == then;
    match (stale, agrees) {
        (true, true) => Some(Outcome::Known),
        (true, false) => Some(Outcome::Refused(Refusal::RegisterChanged)),
        (false, _) => explained(mark, standing.is_some() && !agrees),
    }
}

/// A change needs a reason (rule 3).
fn explained(mark: &Mark, changes: bool) -> Option<Outcome> {
    let silent = mark.reason.is_none() && (changes || mark.kind == MarkKind::Correction);
    silent.then_some(Outcome::Refused(Refusal::ReasonMissing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attendance::AttendanceStatus;
    use crate::text::Line;
    use chrono::TimeDelta;
    use uuid::Uuid;

    fn book(people: u128) -> Book<'static> {
        let starts_at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        Book {
            session: SessionId(Uuid::nil()),
            frame: Frame { starts_at, minutes: 90, lost: 0, stretches: None },
            shut: None,
            known: HashMap::new(),
            history: (1..=people).map(|n| (EnrollmentId(Uuid::from_u128(n)), Vec::new())).collect(),
            author: None,
            source: MarkSource::Api,
            away: None,
            now: starts_at,
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

    fn seen(id: u128) -> Basis {
        Basis::Seen(Some(MarkId(Uuid::from_u128(id))))
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
        let corrected = NewMark { minutes: Some(90), ..new(4, 1, MarkKind::Correction) };
        assert_eq!(book.enter(corrected), Outcome::Refused(Refusal::ReasonMissing));
    }

    #[test]
    fn a_closed_register_knows_what_came_before_and_takes_nothing_new() {
        let mut book = book(2);
        book.enter(new(1, 1, MarkKind::Present));
        book.shut = Some(Refusal::RegisterClosed);
        assert_eq!(book.enter(new(1, 1, MarkKind::Present)), Outcome::Known);
        assert_eq!(book.enter(new(2, 2, MarkKind::Present)), Outcome::Refused(Refusal::RegisterClosed));
        book.away = Some(0);
        assert_eq!(book.enter(new(2, 2, MarkKind::Present)), Outcome::Kept);
        assert_eq!(book.changed().len(), 1, "what was kept counts for nothing yet");
    }

    #[test]
    fn what_somebody_else_marked_meanwhile_is_not_overwritten() {
        let mut book = book(1);
        book.enter(new(1, 1, MarkKind::Absent));
        let stale = |id, kind| because(NewMark { basis: Basis::Seen(None), ..new(id, 1, kind) });
        assert_eq!(book.enter(stale(2, MarkKind::Present)), Outcome::Refused(Refusal::RegisterChanged));
        assert_eq!(book.enter(stale(3, MarkKind::Absent)), Outcome::Known);
        let fresh = because(NewMark { basis: seen(1), ..new(4, 1, MarkKind::Present) });
        assert_eq!(book.enter(fresh), Outcome::Recorded);
    }

    #[test]
    fn a_device_that_was_away_is_heard_and_the_dispute_is_shown() {
        let mut book = book(1);
        book.enter(new(1, 1, MarkKind::Excused));
        book.away = Some(0);
        let away = |id, kind| NewMark { basis: Basis::Seen(None), ..new(id, 1, kind) };
        assert_eq!(book.enter(away(2, MarkKind::Present)), Outcome::Recorded);
        assert!(book.changed()[0].1.disputed);
        let silent = NewMark { basis: seen(2), ..new(3, 1, MarkKind::Late) };
        assert_eq!(book.enter(silent), Outcome::Refused(Refusal::ReasonMissing));
    }

    #[test]
    fn the_last_to_arrive_counts_even_when_its_clock_lags() {
        let mut book = book(1);
        book.enter(new(9, 1, MarkKind::Absent));
        book.now -= TimeDelta::seconds(30);
        book.enter(because(new(2, 1, MarkKind::Present)));
        let standing = book.changed();
        assert_eq!(standing.len(), 1);
        assert_eq!(Some(standing[0].1.attendance), fold(&book.taken, book.frame));
        assert_eq!(standing[0].1.attendance.status, AttendanceStatus::Present);
    }
}
