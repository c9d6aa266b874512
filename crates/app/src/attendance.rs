//! Taking attendance: marks, registers, and their closing.

mod correct;
mod delivery;
mod paper;
mod read;
mod record;
mod settle;
mod signature;
mod walk_in;

pub use correct::NewCorrection;
pub(crate) use delivery::Delivery;
pub use paper::{PaperEntered, PaperLook, PaperSheet, ReadLine, Unread};
pub use read::{Grid, Register, Taken};
pub use record::Record;

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Author, MayCloseRegister, MayReopenRegister, MayTakeAttendance};
use postup_domain::attendance::{Basis, Book, Mark, MarkKind, MarkSource, Meeting, NewMark, Outcome, stand};
use postup_domain::audit::Entry;
use postup_domain::entropy::Entropy;
use postup_domain::id::{EnrollmentId, MarkId, SessionId, StepId};
use postup_domain::rejection::Refusal;
use postup_domain::session::{RegisterState, Session, SessionState};
use postup_domain::text::Line;
use postup_persistence::attendance::Meetings;
use postup_persistence::{Read, Tx, attendance, audit, figures, session, together};
use std::collections::BTreeMap;

/// A register is marked as a whole at most this many people at a time.
const MOST_AT_ONCE: u64 = 5_000;

impl App {
    /// The session with its course, if its register exists for the actor; a session that everybody sees is no secret,
    /// but its register is not theirs.
    pub(crate) async fn meeting(&self, actor: &Actor, id: SessionId) -> Result<Meeting, Error> {
        let (reader, sight) = (self.reader(), actor.sight());
        let found = attendance::meetings(&reader, Meetings::One { session: id }).await?;
        let meeting = found.into_iter().next().ok_or(Error::Missing("session"))?;
        if !sight.sees_register(&meeting.place) {
            let seen = session::find(&reader, &sight, id).await?;
            seen.ok_or(Error::Missing("session"))?;
            actor.may_take_attendance(id, meeting.place)?;
        }
        Ok(meeting)
    }

    /// Whether the actor may mark people in this session.
    pub async fn may_take_attendance(
        &self,
        actor: &Actor,
        id: SessionId,
    ) -> Result<MayTakeAttendance, Error> {
        let place = attendance::place(&self.reader(), id).await?.ok_or(Error::Missing("session"))?;
        if !actor.sight().sees_register(&place) {
            self.meeting(actor, id).await?;
        }
        Ok(actor.may_take_attendance(id, place)?)
    }

    /// Writes down what a book has taken, and what follows from it; `lines` say by whom.
    pub(crate) async fn close_book(
        &self,
        tx: &Tx,
        session: &Session,
        book: &Book<'_>,
        lines: &[Entry],
    ) -> Result<(), Error> {
        let changed = book.changed();
        let touched: Vec<_> = changed.iter().map(|(enrollment, _)| *enrollment).collect();
        let parts = [
            attendance::appending(session.cohort, &book.taken),
            attendance::keeping(session.id, &changed),
            audit::record_each(lines),
            figures::touching(&touched, book.now),
        ];
        together(tx, parts.into_iter().flatten().collect()).await?;
        Ok(())
    }

    /// Marks everybody present whom nobody has marked yet; answers how many.
    pub async fn mark_rest_present(&self, permit: &MayTakeAttendance) -> Result<usize, Error> {
        let reader = self.reader();
        let rest = attendance::unmarked(&reader, permit.session(), permit.cohort(), MOST_AT_ONCE).await?;
        let now = self.clock.now();
        let marks = rest.into_iter().map(|enrollment| NewMark {
            id: MarkId::new(now, &*self.entropy),
            enrollment,
            kind: MarkKind::Present,
            minutes: None,
            device_at: None,
            reason: None,
            basis: Basis::Seen(None),
        });
        let outcomes = self.record_marks(permit, marks.collect(), MarkSource::Web).await?;
        for (_, outcome) in &outcomes {
            if let Outcome::Refused(refusal @ (Refusal::RegisterClosed | Refusal::SecondPersonNeeded)) =
                outcome
            {
                return Err((*refusal).into());
            }
        }
        Ok(outcomes.iter().filter(|(_, outcome)| *outcome == Outcome::Recorded).count())
    }

    /// Whether the actor may close the register of this session.
    pub async fn may_close_register(&self, actor: &Actor, id: SessionId) -> Result<MayCloseRegister, Error> {
        let meeting = self.meeting(actor, id).await?;
        Ok(actor.may_close_register(id, meeting.place)?)
    }

    /// Closes a register. Whoever has no mark counts as not having been there.
    pub async fn close_register(&self, permit: &MayCloseRegister) -> Result<(), Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut session = lock_held(&tx, permit.session()).await?;
        if !session.register.takes_marks() {
            return Err(Refusal::RegisterClosed.into());
        }
        if now < session.plan.starts_at {
            return Err(Refusal::SessionNotBegun.into());
        }
        self.end_interruption(&tx, &mut session, permit.author(), now).await?;
        self.turn(&tx, &session, RegisterState::Closed, permit.author(), None).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether the actor may reopen the register of this session.
    pub async fn may_reopen_register(
        &self,
        actor: &Actor,
        id: SessionId,
    ) -> Result<MayReopenRegister, Error> {
        let meeting = self.meeting(actor, id).await?;
        Ok(actor.may_reopen_register(id, meeting.place)?)
    }

    /// Reopens a closed register, with a reason that stays beside it.
    pub async fn reopen_register(&self, permit: &MayReopenRegister, reason: Line) -> Result<(), Error> {
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        if session.register.takes_marks() {
            return Err(Refusal::RegisterOpen.into());
        }
        self.turn(&tx, &session, RegisterState::Reopened, permit.author(), Some(&reason)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn turn(
        &self,
        tx: &Tx,
        session: &Session,
        to: RegisterState,
        author: Author,
        reason: Option<&Line>,
    ) -> Result<(), Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let step = StepId::new(now, entropy);
        attendance::set_register(tx, step, session.id, to, author, reason, now).await?;
        let subject = ("session", session.id.to_string());
        let detail = reason.map(Line::as_str).unwrap_or_default();
        let action = format!("register.{to}");
        audit::record(tx, &entry(now, entropy, author, &action, subject, detail)).await?;
        let people = attendance::on_register(tx, session.id, session.cohort).await?;
        let people: Vec<EnrollmentId> = people.into_iter().map(|(enrollment, _)| enrollment).collect();
        figures::touch(tx, &people, now).await?;
        if to == RegisterState::Closed {
            self.warn_of_risk(tx, &people, now).await?;
        }
        Ok(())
    }
}

/// The register of a session with the marks of some people, for entering more by somebody who looks at it; those of `ids`
/// may have come before.
pub(crate) async fn open_book<'s>(
    db: &impl Read,
    session: &'s Session,
    mut people: Vec<EnrollmentId>,
    ids: &[MarkId],
    author: Author,
    source: MarkSource,
    now: DateTime<Utc>,
) -> Result<Book<'s>, Error> {
    people.sort_unstable();
    people.dedup();
    let (history, known) = attendance::histories(db, session.id, session.cohort, &people, ids).await?;
    Ok(Book {
        session: session.id,
        frame: session.frame(),
        shut: shut(db, session, author).await?,
        known,
        history,
        author,
        source,
        away: None,
        now,
        taken: Vec::new(),
    })
}

/// The line of the trail about so many marks of a book.
pub(crate) fn marked(book: &Book<'_>, count: usize, entropy: &dyn Entropy) -> Entry {
    let subject = ("session", book.session.to_string());
    entry(book.now, entropy, book.author, "register.marked", subject, format!("{count} marks"))
}

/// Credits the minutes of a session anew from its history: its planned length has changed. Lock the session first.
pub(crate) async fn refold(tx: &Tx, session: &Session) -> Result<(), Error> {
    let mut history: BTreeMap<EnrollmentId, Vec<Mark>> = BTreeMap::new();
    for mark in attendance::marks_of(tx, session.id).await? {
        history.entry(mark.enrollment).or_default().push(mark);
    }
    let (mut standing, mut without) = (Vec::new(), Vec::new());
    for (enrollment, marks) in history {
        match stand(&marks, session.frame()) {
            Some(stands) => standing.push((enrollment, stands)),
            None => without.push(enrollment),
        }
    }
    attendance::keep(tx, session.id, &standing).await?;
    attendance::forget(tx, session.id, &without).await?;
    Ok(())
}

/// Why somebody cannot write into a register: it is closed, or it was they who opened it again, so that what it says is
/// changed by two people (A6).
pub(crate) async fn shut(
    db: &impl Read,
    session: &Session,
    author: Author,
) -> Result<Option<Refusal>, Error> {
    Ok(shut_for(session, reopener(db, session).await?, author))
}

/// Who opened a register again.
async fn reopener(db: &impl Read, session: &Session) -> Result<Author, Error> {
    match session.register {
        RegisterState::Reopened => Ok(attendance::reopened_by(db, session.id).await?),
        RegisterState::Open | RegisterState::Closed => Ok(None),
    }
}

fn shut_for(session: &Session, reopener: Author, author: Author) -> Option<Refusal> {
    match session.register {
        RegisterState::Open => None,
        RegisterState::Closed => Some(Refusal::RegisterClosed),
        RegisterState::Reopened => {
            (reopener.is_some() && reopener == author).then_some(Refusal::SecondPersonNeeded)
        }
    }
}

/// Nothing is written into a register that is shut for the author.
pub(crate) async fn writable(tx: &Tx, session: &Session, author: Author) -> Result<(), Error> {
    shut(tx, session, author).await?.map_or(Ok(()), |refusal| Err(refusal.into()))
}

/// The session under lock, unless it was cancelled.
pub(crate) async fn lock_held(tx: &Tx, id: SessionId) -> Result<Session, Error> {
    let session = session::lock(tx, id).await?.ok_or(Error::Missing("session"))?;
    if session.state == SessionState::Cancelled {
        return Err(Refusal::SessionCancelled.into());
    }
    Ok(session)
}
