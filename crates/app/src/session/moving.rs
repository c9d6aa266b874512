//! Changing a session, alone or with the rest of its series.

use super::{lock, look_at, placed};
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Author, MayManageCohort};
use postup_domain::cohort::Cohort;
use postup_domain::id::SessionId;
use postup_domain::interruption::standing;
use postup_domain::session::{Plan, RawPlan, Session};
use postup_persistence::{Read, Tx, audit, interruption, session};

impl App {
    /// Replaces the plan of a session, as it was at `version`, in the cohort's zone. Everybody concerned is told of a new
    /// time or place.
    pub async fn edit_session(
        &self,
        permit: &MayManageCohort,
        id: SessionId,
        version: i64,
        raw: &RawPlan,
    ) -> Result<Session, Error> {
        let edited = self.edit_sessions(permit, id, version, raw, false).await?;
        edited.into_iter().next().ok_or(Error::Missing("session"))
    }

    /// The same; with `rest`, the later sessions of its series that are still to come take its time and place and move by as
    /// many days. All of them or none; each person gets one letter.
    pub async fn edit_sessions(
        &self,
        permit: &MayManageCohort,
        id: SessionId,
        version: i64,
        raw: &RawPlan,
        rest: bool,
    ) -> Result<Vec<Session>, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let cohort = lock(&tx, permit).await?;
        let found = session::lock(&tx, id).await?.filter(|session| session.cohort == cohort.id);
        let found = found.ok_or(Error::Missing("session"))?;
        if found.version != version {
            return Err(Error::Stale);
        }
        found.may_change()?;
        let later = if rest { session::lock_later(&tx, &found, now).await? } else { Vec::new() };
        let (mut edited, mut moved) = (Vec::new(), Vec::new());
        for (mut session, plan) in changes(&tx, &cohort, found, later, raw).await? {
            if self.replan(&tx, &mut session, plan, permit.author(), now).await? {
                moved.push(session.clone());
            }
            let subject = ("session", session.id.to_string());
            let line = entry(now, entropy, permit.author(), "session.edited", subject, "");
            audit::record(&tx, &line).await?;
            edited.push(session);
        }
        self.tell_of_moves(&tx, &moved, now).await?;
        tx.commit().await?;
        Ok(edited)
    }

    /// Gives a session another plan; answers whether time or place are others now.
    pub(crate) async fn replan(
        &self,
        tx: &Tx,
        session: &mut Session,
        plan: Plan,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let (moved, former) = (plan.differs_in_time_or_place(&session.plan), session.plan.former());
        let shifted = plan.span() != session.plan.span();
        session.plan = plan;
        session.sequence += i64::from(moved);
        session::update(tx, session, moved, now).await?;
        if shifted {
            let stands = standing(&interruption::notes(tx, session.id).await?);
            self.judge_session(tx, session, &stands, now).await?;
        }
        if moved {
            session::keep_former(tx, session, &former, author, now).await?;
        }
        Ok(moved)
    }
}

/// The plan that each would have: the one that was typed for the session itself, its time and place for the later ones.
pub(crate) async fn changes(
    db: &impl Read,
    cohort: &Cohort,
    found: Session,
    later: Vec<Session>,
    raw: &RawPlan,
) -> Result<Vec<(Session, Plan)>, Error> {
    let plan = placed(db, cohort, raw.check(cohort.plan.time_zone)?, found.plan.venue_id).await?;
    let days = (plan.local_start.0.date() - found.plan.local_start.0.date()).num_days();
    let mut changes = vec![(found, plan.clone())];
    for session in later {
        let moved = session.plan.like(&plan, days)?;
        changes.push((session, moved));
    }
    for (_, plan) in &changes {
        look_at(db, cohort, plan).await?;
    }
    Ok(changes)
}
