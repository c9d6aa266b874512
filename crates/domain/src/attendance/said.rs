//! What a list says of one person in a session: a sheet of paper, a table, the log of a meeting. It is compared with what
//! stands, so that the same list a second time adds nothing.

use super::{Basis, Book, MarkKind, NewMark, Outcome, stand, untold};
use crate::id::{EnrollmentId, MarkId};
use crate::interruption::Span;
use crate::rejection::Refusal;
use crate::text::Line;

/// So often somebody comes and goes in one session; more is the work of a program, or of nobody.
const MOST_TIMES: usize = 200;

/// One line of a list. Without a statement and without a time it says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub enrollment: EnrollmentId,
    /// How the person stands, and the minutes that were counted.
    pub statement: Option<(MarkKind, Option<i32>)>,
    /// When the person was there.
    pub there: Vec<Span>,
    /// Why it differs from what stands.
    pub reason: Option<Line>,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It says what stands, or nothing.
    Known,
    /// Nothing was known of the person before.
    New,
    /// What stood is corrected.
    Changed,
    Refused(Refusal),
}

impl Said {
    /// Enters a line into a book, with ids for the marks that it takes.
    pub fn tell(&self, book: &mut Book<'_>, mut id: impl FnMut() -> MarkId) -> Heard {
        let frame = book.frame;
        let Some(history) = book.history.get(&self.enrollment) else {
            return Heard::Refused(Refusal::NotOnRegister);
        };
        let there = Span::joined(self.there.iter().filter_map(|span| span.within(frame.span())));
        if there.len() > MOST_TIMES {
            return Heard::Refused(Refusal::TimesTooMany);
        }
        let before = stand(history, frame).map(|standing| standing.attendance);
        let mut told = history.clone();
        let mut marks = Vec::new();
        for span in there {
            for part in untold(&told, span, frame) {
                for (kind, at) in [(MarkKind::CheckIn, part.from), (MarkKind::CheckOut, part.until)] {
                    let mark = NewMark { device_at: Some(at), ..self.mark(id(), kind, None) };
                    told.push(book.mark(&mark));
                    marks.push(mark);
                }
            }
        }
        let stated = self.statement.filter(|(kind, minutes)| {
            let agrees = before.is_some_and(|before| {
                let same_status = *kind == MarkKind::Minutes || *kind == before.status.kind();
                same_status && minutes.is_none_or(|minutes| minutes == before.minutes)
            });
            !agrees
        });
        // First, since times alone change nothing that was stated, but a statement would change what follows from times.
        if let Some((kind, minutes)) = stated {
            marks.insert(0, self.mark(id(), kind, minutes));
        }
        if marks.is_empty() {
            return Heard::Known;
        }
        if let Some(refusal) = book.shut {
            return Heard::Refused(refusal);
        }
        if before.is_some() && self.reason.is_none() {
            return Heard::Refused(Refusal::ReasonMissing);
        }
        for mark in marks {
            if let Outcome::Refused(refusal) = book.enter(mark) {
                return Heard::Refused(refusal);
            }
        }
        if before.is_some() { Heard::Changed } else { Heard::New }
    }

    fn mark(&self, id: MarkId, kind: MarkKind, minutes: Option<i32>) -> NewMark {
        NewMark {
            id,
            enrollment: self.enrollment,
            kind,
            minutes,
            device_at: None,
            reason: self.reason.clone(),
            basis: Basis::Unstated,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attendance::{Attendance, AttendanceStatus, Frame, Mark, MarkSource};
    use crate::id::SessionId;
    use chrono::{DateTime, TimeDelta, Utc};
    use proptest::prelude::*;
    use std::collections::HashMap;
    use uuid::Uuid;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap() + TimeDelta::minutes(minute)
    }

    fn span(from: i64, until: i64) -> Span {
        Span { from: at(from), until: at(until) }
    }

    fn person() -> EnrollmentId {
        EnrollmentId(Uuid::from_u128(1))
    }

    fn book() -> Book<'static> {
        Book {
            session: SessionId(Uuid::nil()),
            frame: Frame { starts_at: at(0), minutes: 90, lost: 0, stretches: None },
            shut: None,
            known: HashMap::new(),
            history: HashMap::from([(person(), Vec::<Mark>::new())]),
            author: None,
            source: MarkSource::Import,
            away: None,
            now: at(1_000),
            taken: Vec::new(),
        }
    }

    fn said(statement: Option<(MarkKind, Option<i32>)>, there: &[Span]) -> Said {
        Said { enrollment: person(), statement, there: there.to_vec(), reason: None }
    }

    fn because(said: Said) -> Said {
        Said { reason: Some(Line::new("reason", "list of the caretaker").unwrap()), ..said }
    }

    fn tell(book: &mut Book<'_>, said: &Said) -> Heard {
        let mut next = u128::try_from(book.taken.len()).unwrap() * 100;
        said.tell(book, || {
            next += 1;
            MarkId(Uuid::from_u128(next))
        })
    }

    fn stands(book: &Book<'_>) -> Option<(AttendanceStatus, i32)> {
        let standing = stand(&book.history[&person()], book.frame)?;
        let Attendance { status, minutes } = standing.attendance;
        Some((status, minutes))
    }

    #[test]
    fn the_same_line_twice_adds_nothing() {
        for one in [
            said(Some((MarkKind::Present, None)), &[]),
            said(Some((MarkKind::Late, Some(70))), &[]),
            said(Some((MarkKind::Minutes, Some(45))), &[]),
            said(None, &[span(10, 80)]),
            said(Some((MarkKind::Late, None)), &[span(10, 80)]),
        ] {
            let mut book = book();
            assert_eq!(tell(&mut book, &one), Heard::New, "{one:?}");
            let (taken, stood) = (book.taken.len(), stands(&book));
            assert_eq!(tell(&mut book, &one), Heard::Known, "{one:?}");
            assert_eq!((book.taken.len(), stands(&book)), (taken, stood));
        }
        assert_eq!(tell(&mut book(), &said(None, &[])), Heard::Known);
    }

    #[test]
    fn what_stands_is_corrected_with_a_reason_only() {
        let mut book = book();
        tell(&mut book, &said(Some((MarkKind::Absent, None)), &[]));
        let other = said(Some((MarkKind::Present, None)), &[]);
        assert_eq!(tell(&mut book, &other), Heard::Refused(Refusal::ReasonMissing));
        assert_eq!(stands(&book), Some((AttendanceStatus::Absent, 0)));
        assert_eq!(tell(&mut book, &because(other)), Heard::Changed);
        assert_eq!(stands(&book), Some((AttendanceStatus::Present, 90)));
        // A status without minutes does not forget the minutes that were counted.
        tell(&mut book, &because(said(Some((MarkKind::Present, Some(40))), &[])));
        assert_eq!(tell(&mut book, &said(Some((MarkKind::Present, None)), &[])), Heard::Known);
        assert_eq!(stands(&book), Some((AttendanceStatus::Present, 40)));
    }

    #[test]
    fn a_closed_register_knows_what_it_says_and_takes_nothing_else() {
        let mut book = book();
        let present = said(Some((MarkKind::Present, Some(90))), &[]);
        tell(&mut book, &present);
        book.shut = Some(Refusal::RegisterClosed);
        assert_eq!(tell(&mut book, &present), Heard::Known);
        let late = because(said(Some((MarkKind::Late, None)), &[]));
        assert_eq!(tell(&mut book, &late), Heard::Refused(Refusal::RegisterClosed));
        let stranger = Said { enrollment: EnrollmentId(Uuid::from_u128(2)), ..present };
        assert_eq!(tell(&mut book, &stranger), Heard::Refused(Refusal::NotOnRegister));
    }

    #[test]
    fn a_time_up_to_the_moment_at_which_a_known_one_begins_counts_as_a_whole() {
        let mut book = book();
        tell(&mut book, &said(None, &[span(75, 77)]));
        tell(&mut book, &because(said(None, &[span(37, 75)])));
        assert_eq!(stands(&book).map(|(_, minutes)| minutes), Some(39), "40 but for a moment");
    }

    #[test]
    fn nobody_comes_and_goes_without_end() {
        let seconds = |number: usize| TimeDelta::seconds(i64::try_from(number).unwrap() * 20);
        let times = |count: usize| -> Vec<Span> {
            let start = |number| at(0) + seconds(number);
            (0..count)
                .map(|number| Span { from: start(number), until: start(number) + TimeDelta::seconds(10) })
                .collect()
        };
        let over = [times(MOST_TIMES + 1), times(MOST_TIMES)].concat();
        assert_eq!(tell(&mut book(), &said(None, &over)), Heard::Refused(Refusal::TimesTooMany));
        let twice = [times(MOST_TIMES), times(MOST_TIMES)].concat();
        assert_eq!(tell(&mut book(), &said(None, &twice)), Heard::New);
    }

    #[test]
    fn times_outside_of_the_session_say_nothing() {
        assert_eq!(tell(&mut book(), &said(None, &[span(-60, -5), span(95, 120)])), Heard::Known);
    }

    fn minutes_of(spans: &[(i64, i64)]) -> i32 {
        let there = |minute: &i64| spans.iter().any(|(from, until)| from <= minute && minute < until);
        i32::try_from((0..90).filter(there).count()).unwrap()
    }

    proptest! {
        /// Times of one person from several devices, in any order and however often: together they are the time in which
        /// at least one of them was there.
        #[test]
        fn times_join(spans in proptest::collection::vec((-20_i64..100, 1_i64..60), 1..6), again in 0_usize..6) {
            let spans: Vec<(i64, i64)> = spans.into_iter().map(|(from, length)| (from, from + length)).collect();
            let mut book = book();
            for (from, until) in &spans {
                tell(&mut book, &because(said(None, &[span(*from, *until)])));
            }
            let expected = minutes_of(&spans);
            let minutes = stands(&book).map_or(0, |(_, minutes)| minutes);
            // Whole minutes are counted; a moment is left out where two times meet.
            prop_assert!(minutes <= expected && expected - minutes <= 1, "{} of {}", minutes, expected);
            let taken = book.taken.len();
            let (from, until) = spans[again % spans.len()];
            prop_assert_eq!(tell(&mut book, &said(None, &[span(from, until)])), Heard::Known);
            prop_assert_eq!(book.taken.len(), taken);
        }
    }
}
