//! Deciding on what people ask about sessions.

use super::found;
use crate::attendance::{lock_held, writable};
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Author, MayTakeAttendance};
use postup_domain::attendance::{Attendance, Frame, Mark, Meeting, stand};
use postup_domain::cohort::Cohort;
use postup_domain::email::Email;
use postup_domain::id::{CorrectionId, MarkId, PersonId, PleaId, SessionId};
use postup_domain::plea::{Answer, Effect, NamedPlea, Plea, PleaDecision};
use postup_domain::rejection::Refusal;
use postup_domain::session::{RegisterState, Session};
use postup_domain::text::Line;
use postup_persistence::store::Read;
use postup_persistence::{Tx, attendance, audit, enrollment, plea};

/// What was asked, for whoever decides.
#[derive(Clone, Debug)]
pub struct Case {
    pub named: NamedPlea,
    pub meeting: Meeting,
    /// What the register says of the person.
    pub stands: Option<Attendance>,
    /// Why the reader cannot decide on it.
    pub obstacle: Option<Refusal>,
}

impl App {
    /// Decides on what was asked: a granted absence is an excuse in the register unless it says something already, a granted
    /// appeal is the mark that the decision names. In a closed register that is a correction, which waits for a second
    /// person. The person is told once it is final, with the reason.
    pub async fn decide_plea(
        &self,
        permit: &MayTakeAttendance,
        id: PleaId,
        answer: Answer,
    ) -> Result<(), Error> {
        let (now, author) = (self.clock.now(), permit.author());
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        let asked = plea::find(&tx, id).await?.filter(|named| named.plea.session == session.id);
        let asked = asked.ok_or(Error::Missing("plea"))?.plea;
        let of = enrollment::read(&tx, asked.enrollment).await?.ok_or(Error::Missing("enrollment"))?;
        let history = attendance::seated(&tx, session.id, session.cohort, asked.enrollment).await?;
        let marker = marker(history.as_deref().unwrap_or_default(), session.frame());
        let cohort = found(&tx, session.cohort).await?;
        self.decidable(&tx, &cohort, &asked, (author, of.person, marker), now).await?;
        answer.check(asked.kind)?;
        let effect = self.carry_out(&tx, &session, &asked, &answer, history, (author, now)).await?;
        let is_final = !matches!(effect, Effect::Correction(..));
        let Answer { verdict, reason, .. } = answer;
        let decision = PleaDecision { verdict, effect, author, at: now, reason };
        plea::decide(&tx, id, &decision).await?;
        let subject = ("session", session.id.to_string());
        let detail = decision.reason.as_ref().map(Line::as_str).unwrap_or_default();
        let action = format!("register.{}-{verdict}", asked.kind);
        audit::record(&tx, &entry(now, self.entropy(), author, &action, subject, detail)).await?;
        if is_final {
            self.tell_of_plea(&tx, &session, vec![of.person], Email::PleaDecided { plea: id }, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Whether somebody may decide on it: `author`, on what a person asked, against the mark of another.
    async fn decidable(
        &self,
        db: &impl Read,
        cohort: &Cohort,
        of: &Plea,
        (author, asks, marker): (Author, PersonId, Author),
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let others = self.deciders(db, cohort, of, Some(asks), marker, now).await?;
        let somebody_else = others.iter().any(|other| Some(*other) != author && Some(*other) != marker);
        Ok(of.decidable_by(author, asks, marker, somebody_else)?)
    }

    /// What was asked, with all that a decision needs to know.
    pub async fn plea_case(&self, actor: &Actor, session: SessionId, id: PleaId) -> Result<Case, Error> {
        let meeting = self.meeting(actor, session).await?;
        let reader = self.reader();
        let named = plea::find(&reader, id).await?.filter(|named| named.plea.session == session);
        let named = named.ok_or(Error::Missing("plea"))?;
        let asked = &named.plea;
        let of = self.enrollment(&Actor::system(), asked.enrollment).await?;
        let history = attendance::history(&reader, session, asked.enrollment).await?;
        let history: Vec<Mark> = history.into_iter().map(|named| named.mark).collect();
        let (frame, now) = (meeting.frame(), self.clock.now());
        let (stands, marker) = (stand(&history, frame), marker(&history, frame));
        let cohort = found(&reader, meeting.place.cohort).await?;
        let people = (actor.person(), of.enrollment.person, marker);
        let obstacle = match self.decidable(&reader, &cohort, asked, people, now).await {
            Err(Error::Rejected(rejection)) => Some(rejection.refusal),
            other => other.map(|()| None)?,
        };
        Ok(Case { stands: stands.map(|now| now.attendance), obstacle, meeting, named })
    }

    /// What an answer does in the register.
    async fn carry_out(
        &self,
        tx: &Tx,
        session: &Session,
        asked: &Plea,
        answer: &Answer,
        history: Option<Vec<Mark>>,
        (author, now): (Author, DateTime<Utc>),
    ) -> Result<Effect, Error> {
        let (frame, entropy) = (session.frame(), &*self.entropy);
        let is_marked = history.as_deref().is_some_and(|history| stand(history, frame).is_some());
        let id = CorrectionId::new(now, entropy);
        let Some(change) = asked.change(id, answer, is_marked, author, now) else { return Ok(Effect::None) };
        // Whoever left has no line in the register, and can only be told no.
        let history = history.ok_or(Refusal::NotOnRegister)?;
        let change = change.against(&history, frame)?;
        if session.register == RegisterState::Closed {
            self.enter_proposal(tx, session, &change).await?;
            return Ok(Effect::Correction(change.id, None));
        }
        writable(tx, session, author).await?;
        let mark = change.mark(MarkId::new(now, entropy), now);
        let id = mark.id;
        self.enter_mark(tx, session, mark, history).await?;
        Ok(Effect::Mark(id))
    }

    /// Tells whoever asked for it what became of a change in a closed register.
    pub(crate) async fn tell_of_correction(
        &self,
        tx: &Tx,
        session: &Session,
        correction: CorrectionId,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Some((id, person)) = plea::of_correction(tx, correction).await? else { return Ok(()) };
        self.tell_of_plea(tx, session, vec![person], Email::PleaDecided { plea: id }, now).await
    }
}

/// Who made the mark that stands.
pub(super) fn marker(history: &[Mark], frame: Frame<'_>) -> Option<PersonId> {
    let stands = stand(history, frame)?;
    history.iter().find(|mark| mark.id == stands.mark)?.author
}
