//! Interruptions of sessions: noted, corrected, judged by the policy of the organization; credited minutes, letters and
//! the real end follow.

mod policy;
mod read;

pub use policy::Policies;
pub use read::Interrupted;

use crate::attendance::{lock_held, refold, writable};
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Author, MayTakeAttendance, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::email::Email;
use postup_domain::id::{CohortId, InterruptionId, NotificationId, SessionId, StepId};
use postup_domain::interruption::{
    Interruption, InterruptionCause, InterruptionSource, Note, Pause, PolicyInForce, begin, deliver, open,
    standing,
};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::session::Session;
use postup_domain::text::Line;
use postup_persistence::{Tx, attendance, audit, cohort, figures, interruption, outbox};

/// What is to be written about an interruption.
struct Change {
    interruption: InterruptionId,
    pause: Pause,
    withdrawn: bool,
    source: InterruptionSource,
    reason: Option<Line>,
    action: &'static str,
}

impl App {
    /// Stops a session now.
    pub async fn pause_session(
        &self,
        permit: &MayTakeAttendance,
        cause: InterruptionCause,
        source: InterruptionSource,
    ) -> Result<InterruptionId, Error> {
        let began_at = self.clock.now();
        self.note_interruption(permit, Pause { cause, began_at, ended_at: None }, source).await
    }

    /// Notes an interruption that is over, or one that lasts.
    pub async fn note_interruption(
        &self,
        permit: &MayTakeAttendance,
        pause: Pause,
        source: InterruptionSource,
    ) -> Result<InterruptionId, Error> {
        let id = InterruptionId::new(self.clock.now(), &*self.entropy);
        self.change_interruptions(permit, async |standing| {
            begin(standing, pause)?;
            let action = "session.interrupted";
            Ok(Change { interruption: id, pause, withdrawn: false, source, reason: None, action })
        })
        .await?;
        Ok(id)
    }

    /// Goes on with a session that is stopped.
    pub async fn resume_session(
        &self,
        permit: &MayTakeAttendance,
        ended_at: Option<DateTime<Utc>>,
        source: InterruptionSource,
    ) -> Result<(), Error> {
        let ended_at = ended_at.unwrap_or_else(|| self.clock.now());
        self.change_interruptions(permit, async |standing| {
            let lasting = open(standing).ok_or(Refusal::NotPaused)?;
            let pause = Pause { ended_at: Some(ended_at), ..lasting.pause };
            let action = "session.resumed";
            Ok(Change { interruption: lasting.id, pause, withdrawn: false, source, reason: None, action })
        })
        .await
    }

    /// Says afterwards what an interruption really was; `None` when there was none.
    pub async fn correct_interruption(
        &self,
        permit: &MayTakeAttendance,
        id: InterruptionId,
        pause: Option<Pause>,
        reason: Line,
        source: InterruptionSource,
    ) -> Result<(), Error> {
        self.change_interruptions(permit, async |standing| {
            let known = standing.iter().find(|one| one.id == id).ok_or(Error::Missing("interruption"))?;
            let others: Vec<Interruption> = standing.iter().copied().filter(|one| one.id != id).collect();
            if let Some(pause) = pause {
                begin(&others, pause)?;
            }
            Ok(Change {
                interruption: id,
                pause: pause.unwrap_or(known.pause),
                withdrawn: pause.is_none(),
                source,
                reason: Some(reason),
                action: "session.interruption-corrected",
            })
        })
        .await
    }

    /// Writes down when a session really ended; `None` for when it was planned to.
    pub async fn end_session(
        &self,
        permit: &MayTakeAttendance,
        ended_at: Option<DateTime<Utc>>,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut session = lock_held(&tx, permit.session()).await?;
        writable(&tx, &session, permit.author()).await?;
        if let Some(at) = ended_at {
            let fault = if at > now {
                Some(Fault::InFuture)
            } else if at <= session.plan.starts_at {
                Some(Fault::EndsBeforeStart)
            } else if at > session.plan.ends_at + chrono::TimeDelta::hours(12) {
                Some(Fault::OutsidePeriod)
            } else {
                None
            };
            if let Some(fault) = fault {
                return Err(Error::field("ended_at", fault));
            }
        }
        if session.count.ended_at == ended_at {
            return Ok(());
        }
        session.count.ended_at = ended_at;
        let detail = ended_at.map(|at| at.to_rfc3339()).unwrap_or_default();
        self.trace(&tx, &session, permit.author(), "session.ended", &detail, now).await?;
        let before = interruption::notes(&tx, session.id).await?;
        let before = standing(&before);
        self.judge_session(&tx, &mut session, &before, now).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn change_interruptions(
        &self,
        permit: &MayTakeAttendance,
        change: impl AsyncFnOnce(&[Interruption]) -> Result<Change, Error>,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut session = lock_held(&tx, permit.session()).await?;
        writable(&tx, &session, permit.author()).await?;
        let notes = interruption::notes(&tx, session.id).await?;
        let before = standing(&notes);
        let change = change(&before).await?;
        change.pause.check(&session.plan, now)?;
        let action = change.action;
        let note = self.next_note(&session, &notes, change, permit.author(), now);
        interruption::append(&tx, &note).await?;
        self.trace(&tx, &session, permit.author(), action, note.pause.cause.as_str(), now).await?;
        self.judge_session(&tx, &mut session, &before, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes what a file tells of a session, unless a note says the same already, be it one that was corrected since.
    pub(crate) async fn note_imported(
        &self,
        tx: &Tx,
        id: SessionId,
        pauses: &[Pause],
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut session = lock_held(tx, id).await?;
        writable(tx, &session, author).await?;
        let mut notes = interruption::notes(tx, session.id).await?;
        let before = standing(&notes);
        for pause in pauses {
            if notes.iter().any(|note| note.pause == *pause) {
                continue;
            }
            begin(&standing(&notes), *pause)?;
            pause.check(&session.plan, now)?;
            let interruption = InterruptionId::new(now, &*self.entropy);
            let (source, action) = (InterruptionSource::Import, "session.interrupted");
            let change =
                Change { interruption, pause: *pause, withdrawn: false, source, reason: None, action };
            let note = self.next_note(&session, &notes, change, author, now);
            interruption::append(tx, &note).await?;
            self.trace(tx, &session, author, action, pause.cause.as_str(), now).await?;
            notes.push(note);
        }
        self.judge_session(tx, &mut session, &before, now).await
    }

    fn next_note(
        &self,
        session: &Session,
        notes: &[Note],
        change: Change,
        author: Author,
        now: DateTime<Utc>,
    ) -> Note {
        Note {
            id: StepId::new(now, &*self.entropy),
            session: session.id,
            number: notes.last().map_or(1, |last| last.number + 1),
            interruption: change.interruption,
            pause: change.pause,
            withdrawn: change.withdrawn,
            author,
            at: now,
            source: change.source,
            reason: change.reason,
        }
    }

    async fn trace(
        &self,
        tx: &Tx,
        session: &Session,
        author: Author,
        action: &str,
        detail: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let subject = ("session", session.id.to_string());
        audit::record(tx, &entry(now, &*self.entropy, author, action, subject, detail)).await?;
        Ok(())
    }

    /// An interruption that lasts when the register is closed ends with the session. Lock the session first.
    pub(crate) async fn end_interruption(
        &self,
        tx: &Tx,
        session: &mut Session,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let notes = interruption::notes(tx, session.id).await?;
        let before = standing(&notes);
        let Some(lasting) = open(&before) else { return Ok(()) };
        let began = lasting.pause.began_at;
        let end = if began < session.plan.ends_at { session.plan.ends_at.min(now) } else { now };
        let pause = Pause { ended_at: Some(end.max(began + chrono::TimeDelta::seconds(1))), ..lasting.pause };
        let (source, action) = (InterruptionSource::Web, "session.resumed");
        let change =
            Change { interruption: lasting.id, pause, withdrawn: false, source, reason: None, action };
        let note = self.next_note(session, &notes, change, author, now);
        interruption::append(tx, &note).await?;
        self.trace(tx, session, author, action, pause.cause.as_str(), now).await?;
        self.judge_session(tx, session, &before, now).await
    }

    /// Judges a session anew: what of it counts, everybody's minutes, and a letter to everybody when that differs from
    /// what they know and nothing is under way. `before` is what stood when they were told last. Lock the session first.
    pub(crate) async fn judge_session(
        &self,
        tx: &Tx,
        session: &mut Session,
        before: &[Interruption],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let cohort = cohort_of(tx, session.cohort).await?;
        let rule = interruption::policy_at(tx, cohort.organization, session.plan.starts_at).await?;
        let known = session.count.clone();
        let stands = standing(&interruption::notes(tx, session.id).await?);
        session.count = known.after(&judged(session, &stands, &rule));
        interruption::keep(tx, session).await?;
        refold(tx, session).await?;
        let people = attendance::on_register(tx, session.id, session.cohort).await?;
        let enrollments: Vec<_> = people.iter().map(|(enrollment, _)| *enrollment).collect();
        figures::touch(tx, &enrollments, now).await?;
        let over: Vec<Interruption> =
            before.iter().copied().filter(|one| one.pause.ended_at.is_some()).collect();
        let told =
            if over.len() == before.len() { known } else { known.after(&judged(session, &over, &rule)) };
        let same = (told.state, told.lost_minutes) == (session.count.state, session.count.lost_minutes);
        if same || open(&stands).is_some() {
            return Ok(());
        }
        let event = format!("{}/{}", session.id, session.version);
        let letters: Vec<NewNotification> = people
            .into_iter()
            .map(|(enrollment, person)| {
                let id = NotificationId::new(now, &*self.entropy);
                let email = Email::SessionInterrupted { enrollment, session: session.id };
                NewNotification::now(id, person, email, &event, now).about(session.cohort)
            })
            .collect();
        outbox::push_all(tx, &letters).await?;
        Ok(())
    }
}

/// What is left of a session by a policy.
pub(crate) fn judged(
    session: &Session,
    standing: &[Interruption],
    rule: &PolicyInForce,
) -> postup_domain::interruption::Delivery {
    let pauses: Vec<Pause> = standing.iter().map(|one| one.pause).collect();
    deliver(session.plan.span(), &pauses, session.count.ended_at, rule.policy)
}

async fn cohort_of(tx: &Tx, id: CohortId) -> Result<Cohort, Error> {
    cohort::find(tx, &Sight::system(), id).await?.ok_or(Error::Missing("cohort"))
}
