//! The sessions that rows name: by their id, by their cohort and start, or by what the file was sent for.

use super::cohorts::{self, Cohorts};
use super::when;
use crate::Error;
use chrono::{NaiveTime, Timelike};
use postup_domain::access::{Actor, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::id::{CohortId, SessionId};
use postup_domain::import::RowFault;
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::session::{Session, SessionState};
use postup_persistence::{Read, cohort, session};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What was looked up for earlier rows.
pub struct Sessions {
    /// Meant where a row names none.
    given: Option<SessionId>,
    cohorts: Cohorts,
    timetables: HashMap<CohortId, Vec<Session>>,
    /// Nothing where there is no such session for the importer.
    by_id: HashMap<SessionId, Option<(Cohort, Session)>>,
}

impl Sessions {
    pub fn new(given: Option<SessionId>) -> Self {
        Self { given, cohorts: Cohorts::default(), timetables: HashMap::new(), by_id: HashMap::new() }
    }

    /// Looks the cells of a row up, unless that was done before.
    pub async fn look_up(
        &mut self,
        db: &impl Read,
        actor: &Actor,
        cohort: &str,
        session: &str,
    ) -> Result<(), Error> {
        let sight = actor.sight();
        if let Some(id) = self.id_of(cohort, session) {
            if let Entry::Vacant(place) = self.by_id.entry(id) {
                let found = match session::find(db, &sight, id).await? {
                    Some(session) => {
                        let cohort = cohort::find(db, &sight, session.cohort).await?;
                        cohort.map(|cohort| (cohort, session))
                    }
                    None => None,
                };
                place.insert(found);
            }
            return Ok(());
        }
        self.cohorts.look_up(db, actor, cohort).await?;
        let Some(found) = self.cohorts.get(cohort) else { return Ok(()) };
        if let Entry::Vacant(place) = self.timetables.entry(found.id) {
            place.insert(session::of_cohort(db, &Sight::system(), found.id).await?);
        }
        Ok(())
    }

    fn id_of(&self, cohort: &str, session: &str) -> Option<SessionId> {
        let none = cohort.is_empty() && session.is_empty();
        session.parse().ok().or(self.given.filter(|_| none))
    }

    /// The session that a row means.
    pub fn get(&self, cohort: &str, session: &str) -> Result<(&Cohort, &Session), RowFault> {
        let fault = |column: &str, fault| RowFault::cell(column, fault);
        if let Some(id) = self.id_of(cohort, session) {
            let known = self.by_id.get(&id).and_then(Option::as_ref);
            let (of, session) = known.ok_or_else(|| fault("session", Fault::Unknown))?;
            let fits = cohort.is_empty() || cohorts::code(cohort)? == of.plan.code;
            return if fits { held(of, session) } else { Err(fault("cohort", Fault::Unknown)) };
        }
        let (of, timetable) = self.timetable(cohort)?;
        let begins = when::Said::new(session).map_err(|no| fault("session", no))?;
        let day = begins.day.ok_or_else(|| fault("session", Fault::NotADate))?;
        let fits = |one: &&Session| {
            let start = one.plan.local_start.0;
            start.date() == day && begins.time.is_none_or(|time| minute(time) == minute(start.time()))
        };
        let all: Vec<&Session> = timetable.iter().filter(fits).collect();
        let planned: Vec<&Session> =
            all.iter().copied().filter(|one| one.state == SessionState::Planned).collect();
        match (planned.as_slice(), all.first()) {
            ([one], _) => Ok((of, one)),
            ([], Some(one)) => held(of, one),
            ([], None) => Err(fault("session", Fault::Unknown)),
            _ => Err(RowFault::Ambiguous { column: "session".to_owned() }),
        }
    }

    /// The cohort that a row means, with its sessions.
    pub fn timetable(&self, cohort: &str) -> Result<(&Cohort, &[Session]), RowFault> {
        cohorts::code(cohort)?;
        let of = self.cohorts.get(cohort).ok_or_else(|| RowFault::cell("cohort", Fault::Unknown))?;
        Ok((of, self.timetables.get(&of.id).map(Vec::as_slice).unwrap_or_default()))
    }
}

/// What a clock shows.
fn minute(time: NaiveTime) -> (u32, u32) {
    (time.hour(), time.minute())
}

fn held<'s>(of: &'s Cohort, session: &'s Session) -> Result<(&'s Cohort, &'s Session), RowFault> {
    match session.state {
        SessionState::Planned => Ok((of, session)),
        SessionState::Cancelled => Err(RowFault::refused(&Refusal::SessionCancelled.into())),
    }
}
