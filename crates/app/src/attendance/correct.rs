//! Changing what a closed register says: one proposes, another confirms.

use crate::attendance::lock_held;
use crate::{App, Error, entry};
use postup_domain::access::{Actor, MayTakeAttendance};
use postup_domain::attendance::{
    Correction, CorrectionDecision, CorrectionVerdict, Mark, MarkKind, MarkSource, NamedCorrection, stand,
};
use postup_domain::id::{CorrectionId, EnrollmentId, MarkId, SessionId};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::session::Session;
use postup_domain::text::Line;
use postup_persistence::{Tx, attendance, audit, enrollment, figures};

/// What somebody proposes.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    pub enrollment: EnrollmentId,
    pub kind: MarkKind,
    pub minutes: Option<i32>,
    pub reason: Line,
    pub source: MarkSource,
}

impl App {
    /// What was proposed for a closed register, and what became of it; the newest first.
    pub async fn corrections(&self, actor: &Actor, id: SessionId) -> Result<Vec<NamedCorrection>, Error> {
        self.meeting(actor, id).await?;
        Ok(attendance::corrections(&self.reader(), id).await?)
    }

    /// Proposes a change of a closed register; it counts once another person confirms it.
    pub async fn propose_correction(
        &self,
        permit: &MayTakeAttendance,
        new: NewCorrection,
    ) -> Result<CorrectionId, Error> {
        let (now, entropy, author) = (self.clock.now(), &*self.entropy, permit.author());
        if new.kind.is_check() {
            return Err(Error::field("kind", Fault::NotAWord));
        }
        if new.kind.needs_minutes() && new.minutes.is_none() {
            return Err(Error::field("minutes", Fault::Missing));
        }
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        if session.register.takes_marks() {
            return Err(Refusal::RegisterOpen.into());
        }
        let history = attendance::seated(&tx, session.id, session.cohort, new.enrollment).await?;
        let history = history.ok_or(Refusal::NotOnRegister)?;
        let proposed = Correction {
            id: CorrectionId::new(now, entropy),
            session: session.id,
            enrollment: new.enrollment,
            kind: new.kind,
            minutes: new.minutes,
            reason: new.reason,
            replaces: None,
            author,
            at: now,
            source: new.source,
            decision: None,
        };
        let proposed = proposed.against(&history, session.frame())?;
        self.enter_proposal(&tx, &session, &proposed).await?;
        tx.commit().await?;
        Ok(proposed.id)
    }

    /// Writes a proposed change of a closed register down, unless one for the same person waits.
    pub(crate) async fn enter_proposal(
        &self,
        tx: &Tx,
        session: &Session,
        proposed: &Correction,
    ) -> Result<(), Error> {
        if attendance::correction_waits(tx, session.id, proposed.enrollment).await? {
            return Err(Refusal::CorrectionWaits.into());
        }
        attendance::propose(tx, session.cohort, proposed).await?;
        let (author, subject) = (proposed.author, ("session", session.id.to_string()));
        let detail = proposed.reason.as_str();
        let action = "register.correction-proposed";
        audit::record(tx, &entry(proposed.at, self.entropy(), author, action, subject, detail)).await?;
        Ok(())
    }

    /// Appends a mark that was decided on, with all that follows from it.
    pub(crate) async fn enter_mark(
        &self,
        tx: &Tx,
        session: &Session,
        mark: Mark,
        mut history: Vec<Mark>,
    ) -> Result<(), Error> {
        attendance::append(tx, session.cohort, std::slice::from_ref(&mark)).await?;
        let (enrollment, now) = (mark.enrollment, mark.server_at);
        history.push(mark);
        if let Some(standing) = stand(&history, session.frame()) {
            attendance::keep(tx, session.id, &[(enrollment, standing)]).await?;
        }
        figures::touch(tx, &[enrollment], now).await?;
        self.warn_of_risk(tx, &[enrollment], now).await
    }

    /// The second person's word on a proposed change; with a "yes" it joins the history as a mark of whoever proposed it.
    pub async fn decide_correction(
        &self,
        permit: &MayTakeAttendance,
        id: CorrectionId,
        verdict: CorrectionVerdict,
        reason: Option<Line>,
    ) -> Result<(), Error> {
        let (now, entropy, author) = (self.clock.now(), &*self.entropy, permit.author());
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        let found = attendance::correction(&tx, id).await?.filter(|one| one.session == session.id);
        let proposed = found.ok_or(Error::Missing("correction"))?;
        let enrollment = proposed.enrollment;
        let history = attendance::seated(&tx, session.id, session.cohort, enrollment).await?;
        let history = history.ok_or(Refusal::NotOnRegister)?;
        let of = enrollment::read(&tx, enrollment).await?.ok_or(Error::Missing("enrollment"))?;
        if author == Some(of.person) {
            return Err(Refusal::SecondPersonNeeded.into());
        }
        let confirmed = verdict == CorrectionVerdict::Confirmed;
        match proposed.decidable_by(author, &history, session.frame()) {
            // What is overtaken can still be refused.
            Err(Refusal::RegisterChanged) if !confirmed => {}
            other => other?,
        }
        let mark = confirmed.then(|| proposed.mark(MarkId::new(now, entropy), now));
        let entered = mark.as_ref().map(|mark| mark.id);
        if let Some(mark) = mark {
            self.enter_mark(&tx, &session, mark, history).await?;
        }
        let decision = CorrectionDecision { verdict, mark: entered, author, at: now, reason };
        attendance::decide_correction(&tx, id, &decision).await?;
        let subject = ("session", session.id.to_string());
        let detail = decision.reason.as_ref().map(Line::as_str).unwrap_or_default();
        let action = format!("register.correction-{verdict}");
        audit::record(&tx, &entry(now, entropy, author, &action, subject, detail)).await?;
        self.tell_of_correction(&tx, &session, id, now).await?;
        tx.commit().await?;
        Ok(())
    }
}
