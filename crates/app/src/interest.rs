//! Waiting for a course that has no date yet, and turning that into cohorts.

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, MayEditPerson, MayManageProgram, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::course::Course;
use postup_domain::email::Email;
use postup_domain::id::{CourseId, NotificationId, PersonId};
use postup_domain::interest::{Interest, Proposal, RawWish, Waiters, Waiting, Wish, proposals, regions};
use postup_domain::notification::NewNotification;
use postup_domain::program::Publication;
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::territory::{Located, TerritoryCode};
use postup_persistence::{Read, Tx, audit, course, interest, organization, outbox, person, territory};
use std::collections::{BTreeSet, HashMap};

/// So many people make a cohort, unless somebody says otherwise.
pub const LEAST: i64 = 15;

/// Who waits for a course, by region, and the cohorts that would make.
#[derive(Clone, Debug, Default)]
pub struct Demand {
    pub all: Waiters,
    /// The unit whose parts are counted; the whole country when `None`.
    pub within: Option<Located>,
    pub regions: Vec<(Located, Waiters)>,
    /// The second is where, unless it is online.
    pub proposals: Vec<(Proposal, Option<Located>)>,
}

impl App {
    /// What the actor wishes of a course.
    pub async fn own_interest(&self, actor: &Actor, course: CourseId) -> Result<Option<Interest>, Error> {
        match actor.person() {
            Some(person) => Ok(interest::find(&self.reader(), course, person).await?),
            None => Ok(None),
        }
    }

    /// What the actor waits for still, with the courses.
    pub async fn own_interests(&self, actor: &Actor) -> Result<Vec<(Interest, Course)>, Error> {
        let person = actor.person().ok_or(Error::Missing("person"))?;
        let reader = self.reader();
        let waited_for = interest::of_person(&reader, person).await?;
        let ids: Vec<CourseId> = waited_for.iter().map(|one| one.course).collect();
        let mut courses: HashMap<CourseId, Course> = course::find_all(&reader, &actor.sight(), &ids)
            .await?
            .into_iter()
            .map(|one| (one.id, one))
            .collect();
        let with_course = |one: Interest| courses.remove(&one.course).map(|course| (one, course));
        Ok(waited_for.into_iter().filter_map(with_course).collect())
    }

    /// Where the actor works, for a wish that names no place.
    pub async fn own_territory(&self, actor: &Actor) -> Result<Option<String>, Error> {
        match actor.person() {
            Some(person) => self.territory_of(person).await,
            None => Ok(None),
        }
    }

    /// Where a person works: the own place, else that of the employer.
    pub(crate) async fn territory_of(&self, id: PersonId) -> Result<Option<String>, Error> {
        let reader = self.reader();
        let found = person::find(&reader, &Sight::system(), id).await?.ok_or(Error::Missing("person"))?;
        if found.territory.is_some() {
            return Ok(found.territory);
        }
        let Some(employer) = found.employer else { return Ok(None) };
        let employer = organization::find(&reader, employer, self.now().date_naive()).await?;
        Ok(employer.and_then(|employer| employer.territory))
    }

    /// Writes down that a person waits for a course, or what they wish from now on.
    pub async fn note_interest(
        &self,
        permit: &MayEditPerson,
        course: CourseId,
        raw: &RawWish,
    ) -> Result<Interest, Error> {
        let now = self.clock.now();
        let wish = Wish::try_from(raw)?;
        let tx = self.store.begin().await?;
        let found = course::find(&tx, &Sight::system(), course).await?.ok_or(Error::Missing("course"))?;
        if found.state != Publication::Published {
            return Err(Refusal::NotPublished.into());
        }
        let unit = territory::find(&tx, &wish.territory).await?;
        if unit.is_none_or(|unit| unit.valid_to.is_some()) {
            return Err(Error::field("territory", Fault::Unknown));
        }
        let interest = Interest { course, person: permit.person(), wish, since: now };
        interest::put(&tx, &interest).await?;
        let subject = ("course", course.to_string());
        audit::record(&tx, &entry(now, self.entropy(), permit.author(), "interest.noted", subject, ""))
            .await?;
        let kept = interest::find(&tx, course, permit.person()).await?;
        tx.commit().await?;
        kept.ok_or(Error::Missing("interest"))
    }

    /// A person no longer waits for a course.
    pub async fn end_interest(&self, permit: &MayEditPerson, course: CourseId) -> Result<(), Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        if !interest::remove(&tx, course, permit.person()).await? {
            return Err(Error::Missing("interest"));
        }
        let subject = ("course", course.to_string());
        audit::record(&tx, &entry(now, self.entropy(), permit.author(), "interest.ended", subject, ""))
            .await?;
        Ok(tx.commit().await?)
    }

    /// Who waits for a course in each part of a unit, and the cohorts at least so many people wait for.
    pub async fn demand(
        &self,
        permit: &MayManageProgram,
        course: CourseId,
        within: Option<&TerritoryCode>,
        least: i64,
    ) -> Result<Demand, Error> {
        let reader = self.reader();
        let found = course::find(&reader, &Sight::system(), course).await?;
        found.filter(|found| found.program == permit.program()).ok_or(Error::Missing("course"))?;
        let waiting: Vec<Waiting> = interest::waiting(&reader, course).await?;
        let (counted, proposed) = (regions(&waiting, within), proposals(&waiting, least));
        let named = counted.iter().map(|(unit, _)| unit);
        let proposed_for = proposed.iter().filter_map(|proposal| proposal.territory.as_ref());
        let units = located(&reader, named.chain(proposed_for).chain(within).cloned().collect()).await?;
        let unit = |code: &TerritoryCode| units.get(code).cloned();
        Ok(Demand {
            all: Waiters::of(&waiting),
            within: within.and_then(unit),
            regions: counted.into_iter().filter_map(|(code, count)| Some((unit(&code)?, count))).collect(),
            proposals: proposed
                .into_iter()
                .map(|proposal| {
                    let place = proposal.territory.as_ref().and_then(unit);
                    (proposal, place)
                })
                .collect(),
        })
    }

    /// Tells those who wait for what a cohort is that it takes applications.
    pub(crate) async fn tell_waiting(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let waiters = interest::waiters(tx, cohort.course, cohort.plan.territory.as_deref()).await?;
        let met = waiters.iter().filter(|(one, near)| one.wish.is_met(&cohort.plan, *near));
        let letters: Vec<NewNotification> = met
            .map(|(one, _)| {
                let email = Email::CourseOpened { cohort: cohort.id };
                let id = NotificationId::new(now, self.entropy());
                NewNotification::now(id, one.person, email, cohort.id, now)
                    .about(cohort.id)
                    .until(cohort.plan.enrollment_closes)
            })
            .collect();
        outbox::push_all(tx, &letters).await?;
        Ok(())
    }
}

/// Units with those above them, in three statements however many they are.
async fn located(
    db: &impl Read,
    codes: BTreeSet<TerritoryCode>,
) -> Result<HashMap<TerritoryCode, Located>, Error> {
    let units = territory::find_all(db, &codes).await?.into_values().collect();
    let located = territory::locate(db, units).await?;
    Ok(located.into_iter().map(|unit| (unit.territory.code.clone(), unit)).collect())
}
