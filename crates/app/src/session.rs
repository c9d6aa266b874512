//! Planning, moving and calling off sessions.

mod telling;

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, MayManageCohort, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::email::Email;
use postup_domain::id::{CohortId, SessionId};
use postup_domain::interruption::standing;
use postup_domain::rejection::{Fault, Invalid, Refusal};
use postup_domain::session::{LONGEST_SERIES, Plan, RawPlan, Session, SessionState};
use postup_persistence::{Tx, audit, cohort, course, interruption, session};

impl App {
    /// The session, if its cohort exists for the actor.
    pub async fn session(&self, actor: &Actor, id: SessionId) -> Result<Session, Error> {
        let seen = session::find(&self.reader(), &actor.sight(), id).await?;
        seen.ok_or(Error::Missing("session"))
    }

    /// The timetable of a cohort, the earliest first.
    pub async fn sessions(&self, actor: &Actor, cohort: CohortId) -> Result<Vec<Session>, Error> {
        Ok(session::of_cohort(&self.reader(), &actor.sight(), cohort).await?)
    }

    /// The permit to change a session, and the session as it stands.
    pub async fn may_manage_session(
        &self,
        actor: &Actor,
        id: SessionId,
    ) -> Result<(MayManageCohort, Session), Error> {
        let session = self.session(actor, id).await?;
        let permit = self.may_manage_cohort(actor, session.cohort).await?;
        Ok((permit, session))
    }

    /// Plans a session, and the same every week until there are `times`; all at once or none.
    pub async fn plan_sessions(
        &self,
        permit: &MayManageCohort,
        raw: &RawPlan,
        times: i64,
    ) -> Result<Vec<Session>, Error> {
        if !(1..=LONGEST_SERIES).contains(&times) {
            return Err(Error::field("times", Fault::OutOfRange { least: 1, most: LONGEST_SERIES }));
        }
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let cohort = lock(&tx, permit).await?;
        let plans = raw.weekly(cohort.plan.time_zone, times)?;
        for plan in &plans {
            look_at(&tx, &cohort, plan).await?;
        }
        if times > 1 && plans.iter().any(|plan| plan.makes_up.is_some()) {
            return Err(Error::field("times", Fault::OutOfRange { least: 1, most: 1 }));
        }
        let sessions: Vec<Session> = plans
            .into_iter()
            .map(|plan| Session::planned(SessionId::new(now, entropy), cohort.id, plan))
            .collect();
        session::insert(&tx, &sessions).await?;
        let lines: Vec<_> = sessions
            .iter()
            .map(|session| {
                let subject = ("session", session.id.to_string());
                entry(now, entropy, permit.author(), "session.planned", subject, "")
            })
            .collect();
        for line in &lines {
            audit::record(&tx, line).await?;
        }
        for session in sessions.iter().filter(|session| session.plan.makes_up.is_some()) {
            let id = session.id;
            self.tell_seated(&tx, session, now, |of| Email::MakeUpPlanned { enrollment: of, session: id })
                .await?;
        }
        tx.commit().await?;
        Ok(sessions)
    }

    /// Replaces the plan of a session, as it was at `version`, in the cohort's zone. Whoever holds a seat is told of a new
    /// time or place.
    pub async fn edit_session(
        &self,
        permit: &MayManageCohort,
        id: SessionId,
        version: i64,
        raw: &RawPlan,
    ) -> Result<Session, Error> {
        self.change_session(permit, id, "session.edited", async |tx, cohort, session, now| {
            if session.version != version {
                return Err(Error::Stale);
            }
            session.may_change()?;
            let plan = raw.check(cohort.plan.time_zone)?;
            look_at(tx, cohort, &plan).await?;
            let (moved, former) = (plan.differs_in_time_or_place(&session.plan), session.plan.former());
            let shifted = plan.span() != session.plan.span();
            session.plan = plan;
            session.sequence += i64::from(moved);
            session::update(tx, session, moved, now).await?;
            if shifted {
                let stands = standing(&interruption::notes(tx, session.id).await?);
                self.judge_session(tx, session, &stands, now).await?;
            }
            if !moved {
                return Ok(());
            }
            session::keep_former(tx, session, &former, permit.author(), now).await?;
            let number = session.sequence;
            self.tell_of_change(tx, session, now, Email::TaughtSessionChanged { session: id, number }, |of| {
                Email::SessionChanged { enrollment: of, session: id, number }
            })
            .await
        })
        .await
    }

    /// Calls a session off; whoever holds a seat is told.
    pub async fn cancel_session(&self, permit: &MayManageCohort, id: SessionId) -> Result<Session, Error> {
        self.change_session(permit, id, "session.cancelled", async |tx, _, session, now| {
            session.may_change()?;
            if session::is_made_up(tx, session.id).await? {
                return Err(Refusal::StillInUse.into());
            }
            session.state = SessionState::Cancelled;
            session.sequence += 1;
            session::update(tx, session, false, now).await?;
            self.tell_of_change(tx, session, now, Email::TaughtSessionCancelled { session: id }, |of| {
                Email::SessionCancelled { enrollment: of, session: id }
            })
            .await
        })
        .await
    }

    async fn change_session(
        &self,
        permit: &MayManageCohort,
        id: SessionId,
        action: &str,
        change: impl AsyncFnOnce(&Tx, &Cohort, &mut Session, DateTime<Utc>) -> Result<(), Error>,
    ) -> Result<Session, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let cohort = lock(&tx, permit).await?;
        let session = session::lock(&tx, id).await?.filter(|session| session.cohort == cohort.id);
        let mut session = session.ok_or(Error::Missing("session"))?;
        change(&tx, &cohort, &mut session, now).await?;
        let subject = ("session", id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), action, subject, "")).await?;
        tx.commit().await?;
        Ok(session)
    }
}

/// The cohort, locked; sessions of one that was called off or put away stay as they are.
async fn lock(tx: &Tx, permit: &MayManageCohort) -> Result<Cohort, Error> {
    let cohort = cohort::lock(tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
    if cohort.is_planned() { Ok(cohort) } else { Err(Refusal::NotPublished.into()) }
}

/// What a plan says of the world outside it: its day lies within the cohort, its unit belongs to the course.
async fn look_at(tx: &Tx, cohort: &Cohort, plan: &Plan) -> Result<(), Error> {
    let mut faults = Vec::new();
    if !cohort.plan.spans(plan.local_start.0.date()) {
        faults.push(Invalid::new("on", Fault::OutsidePeriod));
    }
    if let Some(unit) = plan.unit {
        let version = course::version(tx, cohort.course_version).await?;
        if !version.is_some_and(|version| version.units.iter().any(|known| known.id == unit)) {
            faults.push(Invalid::new("unit_id", Fault::Unknown));
        }
    }
    if let Some(id) = plan.makes_up {
        let lost = session::find(tx, &Sight::system(), id).await?;
        if !lost.is_some_and(|lost| lost.can_be_made_up_in(cohort.id)) {
            faults.push(Invalid::new("makes_up", Fault::Unknown));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}
