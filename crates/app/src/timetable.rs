//! A look at sessions before they are planned or moved: what they would overlap with, whether the place is large enough,
//! who would be told. Whoever decides sees it; nothing is kept from happening.

use crate::session::{as_it_stands, changes, planned};
use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, MayManageCohort, Role, Scope, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::id::{CohortId, PersonId, VenueId};
use postup_domain::interruption::Span;
use postup_domain::person::FullName;
use postup_domain::series::RawRepeat;
use postup_domain::session::{Plan, RawPlan, Session, SessionState};
use postup_domain::timetable::{Overlap, Slot, Ties, overlaps};
use postup_domain::venue::{Shortage, Venue};
use postup_persistence::{Read, access, cohort, person, session, timetable, venue};
use std::collections::{BTreeSet, HashMap};

/// What a place has too little of for a cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cramped {
    pub venue: Venue,
    pub shortage: Shortage,
    /// What it has.
    pub has: i32,
    /// The seats of the cohort.
    pub needs: i32,
}

/// How many people get a letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub seated: usize,
    /// Those who are offered a seat.
    pub offered: usize,
    pub trainers: usize,
}

impl Told {
    pub fn participants(self) -> usize {
        self.seated + self.offered
    }
}

/// Sessions that would be planned.
#[derive(Clone, Debug)]
pub struct Prospect {
    pub plans: Vec<Plan>,
    /// Each names one of the plans by its place.
    pub overlaps: Vec<Overlap>,
    pub cramped: Vec<Cramped>,
}

/// Sessions that would be changed.
#[derive(Clone, Debug)]
pub struct MoveProspect {
    /// The session, and with it the rest of its series where that moves too; each with the plan it would have.
    pub changes: Vec<(Session, Plan)>,
    /// Whether time or place would be another, so that people are told.
    pub moves: bool,
    pub told: Told,
    /// Each names one of the changes by its place.
    pub overlaps: Vec<Overlap>,
    pub cramped: Vec<Cramped>,
}

/// The sessions to come of a cohort, and what is to be known of them.
#[derive(Clone, Debug)]
pub struct Timetable {
    pub sessions: Vec<Session>,
    /// Each names one of the sessions by its place.
    pub overlaps: Vec<Overlap>,
    pub cramped: Vec<Cramped>,
}

impl App {
    /// What is ahead of a cohort, with everything that overlaps with it.
    pub async fn timetable_ahead(&self, permit: &MayManageCohort) -> Result<Timetable, Error> {
        let (reader, now) = (self.reader(), self.now());
        let of = found(&reader, permit.cohort()).await?;
        let all = session::of_cohort(&reader, &Sight::system(), of.id).await?;
        let ahead = |session: &Session| session.state == SessionState::Planned && session.plan.ends_at > now;
        let sessions: Vec<Session> = all.into_iter().filter(ahead).collect();
        let slots: Vec<Slot> = sessions.iter().map(Slot::from).collect();
        let trainers = access::trainers_of(&reader, of.id, now).await?;
        let mut overlaps = self.overlaps(&reader, &of, &trainers, &slots).await?;
        // Two sessions of the cohort are one overlap, told with the earlier.
        overlaps.retain(|one| {
            let place = sessions.iter().position(|session| session.id == one.with.session);
            place.is_none_or(|place| one.slot < place)
        });
        let cramped = cramped(&reader, &of, slots.iter().filter_map(|slot| slot.venue)).await?;
        Ok(Timetable { sessions, overlaps, cramped })
    }

    /// A look at sessions as [`App::plan_sessions`] would plan them.
    pub async fn look_at_plans(
        &self,
        permit: &MayManageCohort,
        raw: &RawPlan,
        repeat: &RawRepeat,
    ) -> Result<Prospect, Error> {
        let reader = self.reader();
        let of = as_it_stands(&reader, permit).await?;
        let plans = planned(&reader, &of, raw, repeat).await?;
        let slots: Vec<Slot> = plans.iter().map(|plan| Slot::of(plan, None)).collect();
        let trainers = access::trainers_of(&reader, of.id, self.now()).await?;
        let overlaps = self.overlaps(&reader, &of, &trainers, &slots).await?;
        let cramped = cramped(&reader, &of, slots.iter().filter_map(|slot| slot.venue)).await?;
        Ok(Prospect { plans, overlaps, cramped })
    }

    /// A look at a session, with `rest` at the later ones of its series too, as [`App::edit_sessions`] would change them.
    pub async fn look_at_move(
        &self,
        permit: &MayManageCohort,
        session: Session,
        raw: &RawPlan,
        rest: bool,
    ) -> Result<MoveProspect, Error> {
        session.may_change()?;
        let reader = self.reader();
        let of = as_it_stands(&reader, permit).await?;
        let later = if rest { session::later_of(&reader, &session, self.now()).await? } else { Vec::new() };
        let changes = changes(&reader, &of, session, later, raw).await?;
        let moving = changes.iter().filter(|(session, plan)| plan.differs_in_time_or_place(&session.plan));
        let (mut moves, mut tells) = (false, false);
        for (_, plan) in moving {
            (moves, tells) = (true, tells || plan.starts_at > self.now());
        }
        let slots: Vec<Slot> =
            changes.iter().map(|(session, plan)| Slot::of(plan, Some(session.id))).collect();
        let trainers = access::trainers_of(&reader, of.id, self.now()).await?;
        let mut overlaps = self.overlaps(&reader, &of, &trainers, &slots).await?;
        // Where those stood that move along says nothing of where they will.
        overlaps.retain(|one| changes.iter().all(|(session, _)| session.id != one.with.session));
        let cramped = cramped(&reader, &of, slots.iter().filter_map(|slot| slot.venue)).await?;
        let told = if tells { told(&reader, of.id, self.now()).await? } else { Told::default() };
        Ok(MoveProspect { changes, moves, told, overlaps, cramped })
    }

    /// How many people would be told if a session of the cohort were moved or called off.
    pub async fn told_of_changes(&self, permit: &MayManageCohort) -> Result<Told, Error> {
        told(&self.reader(), permit.cohort(), self.now()).await
    }

    /// The places in which sessions of a cohort can be planned.
    pub async fn venues_for(&self, actor: &Actor, of: &Cohort) -> Result<Vec<Venue>, Error> {
        let filter = venue::Filter { organization: Some(of.organization), archived: false };
        Ok(venue::list(&self.reader(), &actor.sight(), &filter, None, 500).await?.items)
    }

    /// What these sessions overlap with, taught by these trainers.
    pub(crate) async fn overlaps(
        &self,
        db: &impl Read,
        of: &Cohort,
        trainers: &[PersonId],
        slots: &[Slot],
    ) -> Result<Vec<Overlap>, Error> {
        let begin = slots.iter().map(|slot| slot.span.from).min();
        let end = slots.iter().map(|slot| slot.span.until).max();
        let Some(span) = begin.zip(end).map(|(from, until)| Span { from, until }) else {
            return Ok(Vec::new());
        };
        let people = timetable::people_in_both(db, of.id).await?;
        let trainers = self.trainers_elsewhere(db, of.id, trainers).await?;
        let others: BTreeSet<CohortId> = people.keys().chain(trainers.keys()).copied().collect();
        let others: Vec<CohortId> = others.into_iter().collect();
        let venues: BTreeSet<VenueId> = slots.iter().filter_map(|slot| slot.venue).collect();
        let venues: Vec<VenueId> = venues.into_iter().collect();
        let own = (of.id, of.organization);
        let meetings = timetable::meetings(db, span, own, &others, &venues).await?;
        Ok(overlaps(of.id, slots, &meetings, &Ties { trainers, people }))
    }

    /// Who of the trainers of a cohort teaches which others.
    async fn trainers_elsewhere(
        &self,
        db: &impl Read,
        of: CohortId,
        trainers: &[PersonId],
    ) -> Result<HashMap<CohortId, Vec<FullName>>, Error> {
        let now = self.now();
        let grants = access::of_persons(db, trainers).await?;
        let elsewhere: BTreeSet<(CohortId, PersonId)> = grants
            .iter()
            .filter(|grant| grant.role == Role::Trainer && grant.counts_at(now))
            .filter_map(|grant| match grant.scope {
                Scope::Cohort(id) if id != of => Some((id, grant.person)),
                _ => None,
            })
            .collect();
        let names = person::find_all(db, &Sight::system(), trainers).await?;
        let mut found: HashMap<CohortId, Vec<FullName>> = HashMap::new();
        for (id, trainer) in elsewhere {
            let name = names.iter().find(|person| person.id == trainer).map(|person| person.name.clone());
            found.entry(id).or_default().extend(name);
        }
        Ok(found)
    }
}

async fn found(db: &impl Read, id: CohortId) -> Result<Cohort, Error> {
    cohort::find(db, &Sight::system(), id).await?.ok_or(Error::Missing("cohort"))
}

async fn told(db: &impl Read, of: CohortId, now: DateTime<Utc>) -> Result<Told, Error> {
    Ok(Told {
        seated: cohort::seated(db, of).await?.len(),
        offered: cohort::offered(db, of).await?.len(),
        trainers: access::trainers_of(db, of, now).await?.len(),
    })
}

/// Which of these places have too little for a cohort, each once.
pub(crate) async fn cramped(
    db: &impl Read,
    of: &Cohort,
    venues: impl Iterator<Item = VenueId>,
) -> Result<Vec<Cramped>, Error> {
    let venues: BTreeSet<VenueId> = venues.collect();
    let mut cramped = Vec::new();
    for id in venues {
        let Some(venue) = venue::find(db, &Sight::system(), id).await? else { continue };
        for (shortage, has) in venue.plan.shortages(of.plan.capacity) {
            cramped.push(Cramped { venue: venue.clone(), shortage, has, needs: of.plan.capacity });
        }
    }
    Ok(cramped)
}
