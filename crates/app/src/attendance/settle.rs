//! Deciding between marks that contradict each other, and on marks that came after the register was closed.

use crate::attendance::{lock_held, writable};
use crate::{App, Error, entry};
use postup_domain::access::{Actor, MaySettleMarks};
use postup_domain::attendance::{Dispute, Mark, contenders, settle, stand};
use postup_domain::id::{EnrollmentId, MarkId, SessionId};
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use postup_persistence::{attendance, audit, figures};

impl App {
    /// The people about whom somebody has to decide, each with the marks to choose from.
    pub async fn disputes(&self, actor: &Actor, id: SessionId) -> Result<Vec<Dispute>, Error> {
        let meeting = self.meeting(actor, id).await?;
        let mut found = attendance::disputes(&self.reader(), id, meeting.place.cohort).await?;
        for dispute in &mut found {
            let marks: Vec<_> = dispute.marks.iter().map(|named| named.mark.clone()).collect();
            let open: Vec<MarkId> = contenders(&marks, meeting.frame()).iter().map(|mark| mark.id).collect();
            dispute.marks.retain(|named| open.contains(&named.mark.id));
            dispute.marks.sort_by_key(|named| (named.mark.made_at(), named.mark.id));
        }
        Ok(found)
    }

    /// Whether the actor may decide between the marks of this session.
    pub async fn may_settle_marks(&self, actor: &Actor, id: SessionId) -> Result<MaySettleMarks, Error> {
        let meeting = self.meeting(actor, id).await?;
        Ok(actor.may_settle_marks(id, meeting.place)?)
    }

    /// Lets one of the marks stand and sets the others aside, with the reason beside them; without one, whatever came late
    /// is set aside. What a closed register says changes only for those who may reopen it.
    pub async fn settle_marks(
        &self,
        permit: &MaySettleMarks,
        enrollment: EnrollmentId,
        stands: Option<MarkId>,
        reason: &Line,
    ) -> Result<(), Error> {
        let (now, entropy, author) = (self.clock.now(), &*self.entropy, permit.author());
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        let closed = !session.register.takes_marks();
        if closed && !permit.after_closing() {
            return Err(Refusal::RegisterClosed.into());
        }
        if !closed {
            writable(&tx, &session, author).await?;
        }
        let frame = session.frame();
        let history = attendance::seated(&tx, session.id, session.cohort, enrollment).await?;
        let mut history = history.ok_or(Refusal::NotOnRegister)?;
        let own = |mark: &Mark| Some(mark.id) == stands && mark.author == author;
        if closed && history.iter().any(own) {
            return Err(Refusal::SecondPersonNeeded.into());
        }
        let verdicts = settle(&history, frame, stands).ok_or(Refusal::MarkSettled)?;
        for (mark, verdict) in verdicts {
            attendance::decide(&tx, mark, verdict, author, reason, now).await?;
            for one in history.iter_mut().filter(|one| one.id == mark) {
                one.verdict = Some(verdict);
            }
        }
        match stand(&history, frame) {
            Some(standing) => attendance::keep(&tx, session.id, &[(enrollment, standing)]).await?,
            None => attendance::forget(&tx, session.id, &[enrollment]).await?,
        }
        let subject = ("session", session.id.to_string());
        audit::record(&tx, &entry(now, entropy, author, "register.settled", subject, reason.as_str()))
            .await?;
        figures::touch(&tx, &[enrollment], now).await?;
        if closed {
            self.warn_of_risk(&tx, &[enrollment], now).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
