//! The sessions of a cohort, and their registers: marks by the rules of attendance, some of them corrected.

use super::Maker;
use crate::Error;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use postup_domain::attendance::{Basis, Book, MarkKind, MarkSource, NewMark};
use postup_domain::audit::Entry;
use postup_domain::cohort::Cohort;
use postup_domain::course::Course;
use postup_domain::id::{EnrollmentId, MarkId, PersonId, SessionId, StepId};
use postup_domain::session::{RawPlan, RegisterState, Session};
use postup_domain::text::Line;
use postup_persistence::{Tx, attendance};
use std::collections::HashMap;

/// One person in so many comes once and never again.
const STAYS_AWAY: usize = 12;
/// In percent: marks that are corrected afterwards.
const CORRECTED: usize = 1;
/// Registers are closed so many hours after the session.
const CLOSED_AFTER: i64 = 30;

impl Maker {
    pub(super) fn sessions(
        &self,
        cohort: &Cohort,
        course: &Course,
        days: &[NaiveDate],
        announced: DateTime<Utc>,
    ) -> Result<Vec<Session>, Error> {
        let units = course.content.units.iter().cycle();
        let session = |(number, (day, unit)): (usize, (&NaiveDate, &postup_domain::course::Unit))| {
            let raw = RawPlan {
                title_uk: format!("{} ({})", unit.title.uk.as_str(), number + 1),
                title_en: format!("{} ({})", unit.title.en.as_str(), number + 1),
                unit_id: unit.id.to_string(),
                on: day.to_string(),
                from: "10:00".to_owned(),
                to: "12:00".to_owned(),
                ..RawPlan::default()
            };
            let id = SessionId::new(announced, self.app.entropy());
            Ok(Session::planned(id, cohort.id, raw.check(cohort.plan.time_zone)?))
        };
        days.iter().zip(units).enumerate().map(session).collect()
    }

    /// Marks everybody who holds a seat and closes the register, unless the session is still to come or has just been;
    /// answers how many marks that took.
    pub(super) async fn attend(
        &self,
        tx: &Tx,
        session: &Session,
        number: usize,
        seated: &[EnrollmentId],
        trainer: Option<PersonId>,
        trail: &mut Vec<Entry>,
    ) -> Result<usize, Error> {
        let closed = session.plan.ends_at + Duration::hours(CLOSED_AFTER);
        if closed >= self.now || seated.is_empty() {
            return Ok(0);
        }
        let mut book = Book {
            session: session.id,
            frame: session.frame(),
            shut: None,
            known: HashMap::new(),
            history: seated.iter().map(|enrollment| (*enrollment, Vec::new())).collect(),
            author: trainer,
            source: MarkSource::Web,
            away: None,
            now: session.plan.ends_at,
            taken: Vec::with_capacity(seated.len()),
        };
        for (place, enrollment) in seated.iter().enumerate() {
            let kind = self.presence(place, number);
            book.enter(self.mark(*enrollment, kind, book.now, None));
        }
        book.now += Duration::hours(2);
        for enrollment in seated.iter().filter(|_| self.dice.below(100) < CORRECTED) {
            let reason = Line::new("reason", "за списком на вході")?;
            book.enter(self.mark(*enrollment, MarkKind::Present, book.now, Some(reason)));
        }
        attendance::append(tx, session.cohort, &book.taken).await?;
        attendance::keep(tx, session.id, &book.changed()).await?;
        let step = StepId::new(closed, self.app.entropy());
        attendance::set_register(tx, step, session.id, RegisterState::Closed, trainer, None, closed).await?;
        for (at, action) in [(session.plan.ends_at, "register.marked"), (closed, "register.closed")] {
            trail.push(self.entry(at, action, ("session", session.id.to_string())));
        }
        Ok(book.taken.len())
    }

    fn mark(
        &self,
        enrollment: EnrollmentId,
        kind: MarkKind,
        at: DateTime<Utc>,
        reason: Option<Line>,
    ) -> NewMark {
        NewMark {
            id: MarkId::new(at, self.app.entropy()),
            enrollment,
            kind,
            minutes: None,
            device_at: None,
            reason,
            basis: Basis::Unstated,
        }
    }

    fn presence(&self, place: usize, number: usize) -> MarkKind {
        let thrown = self.dice.below(100);
        if number > 0 && place % STAYS_AWAY == STAYS_AWAY - 1 {
            return MarkKind::Absent;
        }
        match thrown {
            0..86 => MarkKind::Present,
            86..93 => MarkKind::Late,
            93..96 => MarkKind::Excused,
            _ => MarkKind::Absent,
        }
    }
}
