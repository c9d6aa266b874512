//! Planning, moving and calling off sessions.

mod moving;
mod telling;

pub(crate) use moving::changes;

use crate::{App, Error, entry};
use postup_domain::access::{Actor, MayManageCohort, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::email::Email;
use postup_domain::id::{CohortId, SeriesId, SessionId, VenueId};
use postup_domain::rejection::{Fault, Invalid, Refusal};
use postup_domain::series::{RawRepeat, Repeat};
use postup_domain::session::{Plan, RawPlan, Session, SessionState};
use postup_persistence::{Read, Tx, audit, cohort, course, figures, session, venue};

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

    /// Plans a session, and the same on every day that is meant; all at once or none.
    pub async fn plan_sessions(
        &self,
        permit: &MayManageCohort,
        raw: &RawPlan,
        repeat: &RawRepeat,
    ) -> Result<Vec<Session>, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let cohort = lock(&tx, permit).await?;
        let plans = planned(&tx, &cohort, raw, repeat).await?;
        let series = (plans.len() > 1).then(|| SeriesId::new(now, entropy));
        let sessions: Vec<Session> = plans
            .into_iter()
            .map(|plan| Session { series, ..Session::planned(SessionId::new(now, entropy), cohort.id, plan) })
            .collect();
        session::insert(&tx, &sessions).await?;
        figures::touch_cohort(&tx, cohort.id, now).await?;
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

    /// Calls a session off; everybody concerned is told.
    pub async fn cancel_session(&self, permit: &MayManageCohort, id: SessionId) -> Result<Session, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let cohort = lock(&tx, permit).await?;
        let session = session::lock(&tx, id).await?.filter(|session| session.cohort == cohort.id);
        let mut session = session.ok_or(Error::Missing("session"))?;
        session.may_change()?;
        if session::is_made_up(&tx, id).await? {
            return Err(Refusal::StillInUse.into());
        }
        session.state = SessionState::Cancelled;
        session.sequence += 1;
        session::update(&tx, &mut session, false, now).await?;
        self.tell_of_end(&tx, &session, now).await?;
        let subject = ("session", id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), "session.cancelled", subject, "")).await?;
        tx.commit().await?;
        Ok(session)
    }
}

/// The cohort, locked; sessions of one that was called off or put away stay as they are.
async fn lock(tx: &Tx, permit: &MayManageCohort) -> Result<Cohort, Error> {
    let cohort = cohort::lock(tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
    if cohort.is_planned() { Ok(cohort) } else { Err(Refusal::NotPublished.into()) }
}

/// The cohort as it stands, for a look that changes nothing.
pub(crate) async fn as_it_stands(db: &impl Read, permit: &MayManageCohort) -> Result<Cohort, Error> {
    let cohort = cohort::find(db, &Sight::system(), permit.cohort()).await?;
    let cohort = cohort.ok_or(Error::Missing("cohort"))?;
    if cohort.is_planned() { Ok(cohort) } else { Err(Refusal::NotPublished.into()) }
}

/// Every session that is meant, looked at.
pub(crate) async fn planned(
    db: &impl Read,
    cohort: &Cohort,
    raw: &RawPlan,
    repeat: &RawRepeat,
) -> Result<Vec<Plan>, Error> {
    let plans = Repeat::try_from(repeat)?.plans(raw, cohort.plan.time_zone)?;
    if plans.len() > 1 && plans.iter().any(|plan| plan.makes_up.is_some()) {
        return Err(Error::field("times", Fault::OutOfRange { least: 1, most: 1 }));
    }
    let mut looked_at = Vec::with_capacity(plans.len());
    // A later day is outside of the cohort by where the series ends, not by where it begins.
    let end = if repeat.until.trim().is_empty() { "times" } else { "until" };
    for plan in plans {
        let plan = placed(db, cohort, plan, None).await?;
        let found = look_at(db, cohort, &plan).await;
        found.map_err(|error| if looked_at.is_empty() { error } else { blaming(error, "on", end) })?;
        looked_at.push(plan);
    }
    Ok(looked_at)
}

/// The same, with another field at fault.
fn blaming(error: Error, field: &str, other: &str) -> Error {
    let Error::Invalid(mut faults) = error else { return error };
    for fault in faults.iter_mut().filter(|fault| fault.field == field) {
        other.clone_into(&mut fault.field);
    }
    Error::Invalid(faults)
}

/// The plan with its place in words. Nothing new is planned in a place that was put away, but for what is `there` already.
pub(crate) async fn placed(
    db: &impl Read,
    cohort: &Cohort,
    plan: Plan,
    there: Option<VenueId>,
) -> Result<Plan, Error> {
    let Some(id) = plan.venue_id else { return Ok(plan) };
    let found = venue::find(db, &Sight::system(), id).await?.filter(|venue| {
        venue.organization == cohort.organization && (!venue.archived || there == Some(venue.id))
    });
    let venue = found.ok_or_else(|| Error::field("venue_id", Fault::Unknown))?;
    // The cohort's own place is no detail of another.
    let detail = plan.venue.as_ref().filter(|told| Some(*told) != cohort.plan.venue.as_ref());
    let place = venue.plan.place_with(detail)?;
    Ok(Plan { venue: Some(place), ..plan })
}

/// What a plan says of the world outside it: its day lies within the cohort, its unit belongs to the course.
pub(crate) async fn look_at(db: &impl Read, cohort: &Cohort, plan: &Plan) -> Result<(), Error> {
    let mut faults = Vec::new();
    if !cohort.plan.spans(plan.local_start.0.date()) {
        faults.push(Invalid::new("on", Fault::OutsidePeriod));
    }
    if let Some(unit) = plan.unit {
        let version = course::version(db, cohort.course_version).await?;
        if !version.is_some_and(|version| version.units.iter().any(|known| known.id == unit)) {
            faults.push(Invalid::new("unit_id", Fault::Unknown));
        }
    }
    if let Some(id) = plan.makes_up {
        let lost = session::find(db, &Sight::system(), id).await?;
        if !lost.is_some_and(|lost| lost.can_be_made_up_in(cohort.id)) {
            faults.push(Invalid::new("makes_up", Fault::Unknown));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}
