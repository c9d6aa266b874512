//! Reading what interrupted a session, and when it could be made up.

use super::judged;
use crate::{App, Error};
use postup_domain::access::Actor;
use postup_domain::id::SessionId;
use postup_domain::interruption::{
    Delivery, Interruption, NamedNote, PolicyInForce, Slot, Span, propose, standing,
};
use postup_domain::session::{Session, SessionState};
use postup_persistence::{interruption, session};

/// Everything about the interruptions of a session.
#[derive(Clone, Debug)]
pub struct Interrupted {
    pub session: Session,
    pub standing: Vec<Interruption>,
    /// Every note, in order.
    pub notes: Vec<NamedNote>,
    pub rule: PolicyInForce,
    pub delivery: Delivery,
    /// Lost minutes for which no other session makes up yet.
    pub owed_minutes: i32,
    /// When they could be made up; `None` when nothing is owed or the cohort has no day left.
    pub proposal: Option<Slot>,
    /// The sessions that make up for it.
    pub made_up_by: Vec<Session>,
}

impl App {
    /// What interrupted a session, for those who see its register.
    pub async fn interruptions(&self, actor: &Actor, id: SessionId) -> Result<Interrupted, Error> {
        let meeting = self.meeting(actor, id).await?;
        let (reader, sight) = (self.reader(), postup_domain::access::Sight::system());
        let timetable = session::of_cohort(&reader, &sight, meeting.place.cohort).await?;
        let own = timetable.iter().find(|session| session.id == id).cloned();
        let session = own.ok_or(Error::Missing("session"))?;
        let notes = interruption::named_notes(&reader, id).await?;
        let standing = standing(notes.iter().map(|named| &named.note));
        let rule =
            interruption::policy_at(&reader, meeting.place.organization, session.plan.starts_at).await?;
        let cohort = self.cohort(&postup_domain::access::Actor::system(), session.cohort).await?;
        let planned: Vec<&Session> =
            timetable.iter().filter(|other| other.state == SessionState::Planned).collect();
        let made_up_by: Vec<Session> = planned
            .iter()
            .filter(|other| other.plan.makes_up == Some(id))
            .map(|other| (*other).clone())
            .collect();
        let made_up: i32 = made_up_by.iter().map(Session::held_minutes).sum();
        let owed_minutes = (session.count.lost_minutes - made_up).max(0);
        let taken: Vec<Span> = planned.iter().map(|other| other.plan.span()).collect();
        let plan = &session.plan;
        let last = cohort.plan.ends_on;
        let proposal = (owed_minutes > 0 && session.state == SessionState::Planned)
            .then(|| propose(plan.local_start, owed_minutes, plan.time_zone, &taken, last, self.clock.now()))
            .flatten();
        let delivery = judged(&session, &standing, &rule);
        Ok(Interrupted { session, standing, notes, rule, delivery, owed_minutes, proposal, made_up_by })
    }
}
