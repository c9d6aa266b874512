//! The next cohort from the last one: looked at first, then written at once with timetable, quotas, route, requirements and
//! trainers.

use super::{draft, look_at, named};
use crate::enrollment::{condition_names, quota_names};
use crate::timetable::{Cramped, cramped};
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Grant, MayManageCohort, MayManageProgram, Role, Scope, Sight};
use postup_domain::cohort::{Cohort, CopyPlan, Readiness, Shift};
use postup_domain::course::{Course, CourseVersion, Unit};
use postup_domain::enrollment::{Condition, NamedCondition, NamedQuota, Quota};
use postup_domain::id::{CohortId, GrantId, PersonId, SeriesId, SessionId, UnitId, VenueId};
use postup_domain::person::Person;
use postup_domain::program::{Program, Publication};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::session::{Plan, Session};
use postup_domain::timetable::{Overlap, Slot};
use postup_persistence::{
    Read, access, audit, cohort, course, enrollment, message, person, program, session, venue,
};
use std::collections::HashMap;

/// A cohort that would be written, and what is to be known of it.
#[derive(Clone, Debug)]
pub struct CopyProspect {
    pub cohort: Cohort,
    /// Each session with what it is a copy of.
    pub sessions: Vec<Session>,
    pub quotas: Vec<Quota>,
    pub conditions: Vec<Condition>,
    pub trainers: Vec<PersonId>,
    /// How many sessions lose their place, since it was put away.
    pub without_place: usize,
    /// How many sessions are about a unit that the course no longer has.
    pub without_unit: usize,
    /// Each names one of the sessions by its place.
    pub overlaps: Vec<Overlap>,
    pub cramped: Vec<Cramped>,
}

impl App {
    /// A look at a copy as [`App::copy_cohort`] would write it.
    pub async fn look_at_copy(
        &self,
        of: &MayManageCohort,
        permit: &MayManageProgram,
        copy: &CopyPlan,
    ) -> Result<CopyProspect, Error> {
        let reader = self.reader();
        let mut prospect = self.copied(&reader, of, permit, copy, self.now()).await?;
        let slots: Vec<Slot> =
            prospect.sessions.iter().map(|session| Slot::of(&session.plan, None)).collect();
        let trainers = &prospect.trainers;
        prospect.overlaps = self.overlaps(&reader, &prospect.cohort, trainers, &slots).await?;
        let venues = slots.iter().filter_map(|slot| slot.venue);
        prospect.cramped = cramped(&reader, &prospect.cohort, venues).await?;
        Ok(prospect)
    }

    /// The quotas and requirements of a copy, with the names of what they ask for.
    pub async fn names_in_copy(
        &self,
        of: &CopyProspect,
    ) -> Result<(Vec<NamedQuota>, Vec<NamedCondition>), Error> {
        let (reader, now) = (self.reader(), self.now());
        let quotas = quota_names(&reader, of.quotas.clone(), now).await?;
        Ok((quotas, condition_names(&reader, of.conditions.clone(), now).await?))
    }

    /// The trainers of a copy by name.
    pub async fn trainers_in_copy(&self, of: &CopyProspect) -> Result<Vec<Person>, Error> {
        Ok(person::find_all(&self.reader(), &Sight::system(), &of.trainers).await?)
    }

    /// Writes the next cohort down, as a draft: everything the last one was, on other days, with nobody in it.
    ///
    /// # Errors
    /// `Taken` code; days outside the program's term; a time that does not happen.
    pub async fn copy_cohort(
        &self,
        of: &MayManageCohort,
        permit: &MayManageProgram,
        copy: &CopyPlan,
    ) -> Result<Cohort, Error> {
        let (now, entropy, author) = (self.clock.now(), &*self.entropy, permit.author());
        let tx = self.store.begin().await?;
        program::lock(&tx, permit.program()).await?.ok_or(Error::Missing("program"))?;
        let CopyProspect { mut cohort, sessions, quotas, conditions, trainers, .. } =
            self.copied(&tx, of, permit, copy, now).await?;
        cohort::insert(&tx, &cohort, now).await.map_err(named)?;
        session::insert(&tx, &sessions).await?;
        for quota in &quotas {
            enrollment::put_quota(&tx, cohort.id, quota).await?;
            cohort.reserved += quota.seats;
        }
        if !quotas.is_empty() {
            enrollment::set_reserved(&tx, cohort.id, cohort.reserved, 0).await?;
        }
        if !conditions.is_empty() {
            enrollment::set_requirements(&tx, cohort.id, &conditions, now).await?;
        }
        let line =
            |action: &str, subject, detail: String| entry(now, entropy, author, action, subject, detail);
        let source = format!("copy of {}", of.cohort());
        let mut lines = vec![line("cohort.created", ("cohort", cohort.id.to_string()), source)];
        lines.extend(
            sessions
                .iter()
                .map(|one| line("session.planned", ("session", one.id.to_string()), String::new())),
        );
        for person in trainers {
            let scope = Scope::Cohort(cohort.id);
            let detail = format!("{} {}:{}", Role::Trainer, scope.kind(), scope.target());
            let grant = Grant {
                id: GrantId::new(now, entropy),
                person,
                role: Role::Trainer,
                scope,
                valid_from: now,
                valid_to: None,
            };
            access::insert(&tx, &grant, author, now).await?;
            lines.push(line("grant.given", ("grant", grant.id.to_string()), detail));
        }
        audit::record_all(&tx, &lines).await?;
        tx.commit().await?;
        Ok(cohort)
    }

    async fn copied(
        &self,
        db: &impl Read,
        of: &MayManageCohort,
        permit: &MayManageProgram,
        copy: &CopyPlan,
        now: DateTime<Utc>,
    ) -> Result<CopyProspect, Error> {
        let entropy = &*self.entropy;
        let source = cohort::find(db, &Sight::system(), of.cohort()).await?;
        let source = source.filter(|cohort| cohort.program == permit.program());
        let source = source.ok_or(Error::Missing("cohort"))?;
        let (course, program) = course_and_program(db, &source).await?;
        if course.state == Publication::Archived {
            return Err(Refusal::NotPublished.into());
        }
        let shift = Shift::new(&source.plan, copy.starts_on);
        let plan = shift.plan(&source.plan, copy)?;
        look_at(db, &program, &plan).await.map_err(by_first_day)?;
        let id = CohortId::new(now, entropy);
        let cohort = draft(id, &course, &program, plan, source.route.clone(), permit.author());
        let sessions = session::of_cohort(db, &Sight::system(), source.id).await?;
        let moved = shift.meetings(&sessions)?;
        let version = course::version(db, source.course_version).await?.ok_or(Error::Missing("course"))?;
        let units = units(&version, &course.content);
        let venues: Vec<VenueId> = moved.iter().filter_map(|(_, plan)| plan.venue_id).collect();
        let usable = venue::usable(db, &venues).await?;
        let mut series: HashMap<SeriesId, SeriesId> = HashMap::new();
        let (mut without_place, mut without_unit) = (0, 0);
        let mut copies = Vec::with_capacity(moved.len());
        for (before, plan) in moved {
            let plan = match plan.venue_id {
                Some(id) if !usable.contains(&id) => {
                    without_place += 1;
                    Plan { venue_id: None, venue: None, ..plan }
                }
                _ => plan,
            };
            let unit = plan.unit.and_then(|unit| units.get(&unit).copied());
            without_unit += usize::from(plan.unit.is_some() && unit.is_none());
            let series =
                before.series.map(|old| *series.entry(old).or_insert_with(|| SeriesId::new(now, entropy)));
            let id = SessionId::new(now, entropy);
            copies.push(Session { series, ..Session::planned(id, cohort.id, Plan { unit, ..plan }) });
        }
        let quotas = enrollment::quotas(db, source.id).await?;
        let quotas: Option<Vec<Quota>> =
            (1..).zip(&quotas).map(|(number, quota)| shift.quota(quota, number)).collect();
        Ok(CopyProspect {
            cohort,
            sessions: copies,
            quotas: quotas.ok_or_else(|| Error::field("starts_on", Fault::NotADate))?,
            conditions: enrollment::requirements(db, source.id).await?,
            trainers: access::trainers_of(db, source.id, now).await?,
            without_place,
            without_unit,
            overlaps: Vec::new(),
            cramped: Vec::new(),
        })
    }

    /// How far a cohort is on its way to be shown, with this course and timetable.
    pub async fn readiness(
        &self,
        permit: &MayManageCohort,
        cohort: Cohort,
        content: CourseVersion,
        sessions: Vec<Session>,
    ) -> Result<Readiness, Error> {
        if cohort.id != permit.cohort() {
            return Err(Error::Missing("cohort"));
        }
        let reader = self.reader();
        let (course, program) = course_and_program(&reader, &cohort).await?;
        Ok(Readiness {
            content,
            course: course.state,
            program: program.state,
            sessions,
            trainers: access::trainers_of(&reader, cohort.id, self.now()).await?.len(),
            quotas: enrollment::quotas(&reader, cohort.id).await?.len(),
            messages: message::list(&reader, cohort.id, None, 1).await?.items.len(),
            cohort,
        })
    }
}

/// The last day follows from the first.
fn by_first_day(error: Error) -> Error {
    let Error::Invalid(mut faults) = error else { return error };
    for fault in faults.iter_mut().filter(|fault| fault.field == "ends_on") {
        "starts_on".clone_into(&mut fault.field);
    }
    Error::Invalid(faults)
}

async fn course_and_program(db: &impl Read, of: &Cohort) -> Result<(Course, Program), Error> {
    let course = course::find(db, &Sight::system(), of.course).await?.ok_or(Error::Missing("course"))?;
    let program = program::find(db, &Sight::system(), of.program).await?;
    Ok((course, program.ok_or(Error::Missing("program"))?))
}

/// Which unit of the newest version each unit of another one is: itself, or the one of the same title.
fn units(of: &CourseVersion, newest: &CourseVersion) -> HashMap<UnitId, UnitId> {
    let same = |unit: &Unit| {
        let by_id = newest.units.iter().find(|other| other.id == unit.id);
        let found = by_id.or_else(|| newest.units.iter().find(|other| other.title == unit.title));
        found.map(|other| (unit.id, other.id))
    };
    of.units.iter().filter_map(same).collect()
}
