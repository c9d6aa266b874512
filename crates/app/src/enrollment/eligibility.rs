//! Whom a cohort is for: conditions kept as data, looked at whenever somebody comes in or gets a seat, and exceptions from
//! them with a reason.

use super::quota::{known, names_of};
use super::{Moved, wording};
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, MayManageCohort, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{
    Cause, Condition, Enrollment, EnrollmentState, Explanation, Look, MOST_CONDITIONS, NamedCondition,
    Newcomer, Passage, Pool, Record,
};
use postup_domain::id::{CohortId, CourseId, PersonId};
use postup_domain::rejection::{Fault, Refusal, Rejection};
use postup_domain::text::{Both, EmailAddress, Line};
use postup_i18n::Locale;
use postup_persistence::enrollment::Exception;
use postup_persistence::{Part, Read, Tx, audit, cohort, course, enrollment, person};
use std::collections::HashMap;

/// So many of the queue are looked at together, when more than that many seats are not free.
const LOOKED_AT_ONCE: i32 = 50;

impl App {
    /// What a cohort asks of everybody in it.
    pub async fn requirements(&self, actor: &Actor, id: CohortId) -> Result<Vec<NamedCondition>, Error> {
        let cohort = self.cohort(actor, id).await?;
        asked(&self.reader(), &cohort, self.now()).await
    }

    /// What would come of a look at the actor now; `None` where the cohort asks nothing, or nobody is signed in.
    pub async fn own_look(&self, actor: &Actor, id: CohortId) -> Result<Option<Look>, Error> {
        let cohort = self.cohort(actor, id).await?;
        let Some(person) = actor.person() else { return Ok(None) };
        Ok(looks(&self.reader(), &cohort, &[person], self.now()).await?.remove(&person))
    }

    /// What each of these cohorts asks that asks for anything, and what would come of a look at the actor now if they are
    /// signed in: as many statements for fifty cohorts as for two.
    pub async fn own_looks(&self, actor: &Actor, cohorts: &[Cohort]) -> Result<LooksIn, Error> {
        let asking = cohorts.iter().filter(|cohort| cohort.requirements_since.is_some());
        let asking: Vec<CohortId> = asking.map(|cohort| cohort.id).collect();
        looks_in(&self.reader(), &asking, actor.person(), self.now()).await
    }

    /// Sets what a cohort asks from now on. Who is in it stays; everybody is looked at again before they get a seat.
    pub async fn set_requirements(
        &self,
        permit: &MayManageCohort,
        conditions: Vec<Condition>,
    ) -> Result<Vec<NamedCondition>, Error> {
        self.change_requirements(permit, |_| conditions).await
    }

    /// Asks for one thing more.
    pub async fn add_requirement(&self, permit: &MayManageCohort, condition: Condition) -> Result<(), Error> {
        let more = |before: Vec<Condition>| before.into_iter().chain([condition]).collect();
        self.change_requirements(permit, more).await.map(|_| ())
    }

    /// Stops asking for one thing.
    pub async fn drop_requirement(
        &self,
        permit: &MayManageCohort,
        condition: &Condition,
    ) -> Result<(), Error> {
        let fewer = |before: Vec<Condition>| before.into_iter().filter(|one| one != condition).collect();
        self.change_requirements(permit, fewer).await.map(|_| ())
    }

    async fn change_requirements(
        &self,
        permit: &MayManageCohort,
        change: impl FnOnce(Vec<Condition>) -> Vec<Condition>,
    ) -> Result<Vec<NamedCondition>, Error> {
        let tx = self.store.begin().await?;
        let cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        // Read under the lock: whoever got a seat before has got it before these conditions.
        let now = self.clock.now();
        if !cohort.is_planned() {
            return Err(Refusal::NotADraft.into());
        }
        let mut kept: Vec<Condition> = Vec::new();
        for condition in change(enrollment::requirements(&tx, cohort.id).await?) {
            if !kept.contains(&condition) {
                kept.push(condition);
            }
        }
        if kept.len() > MOST_CONDITIONS {
            let most = i64::try_from(MOST_CONDITIONS).unwrap_or(i64::MAX);
            return Err(Error::field("conditions", Fault::OutOfRange { least: 0, most }));
        }
        for condition in &kept {
            exists(&tx, &cohort, condition, now).await?;
        }
        enrollment::set_requirements(&tx, cohort.id, &kept, now).await?;
        let said = |one: &Condition| format!("{} {}", one.kind(), one.value());
        let detail = kept.iter().map(said).collect::<Vec<_>>().join("; ");
        let subject = ("cohort", cohort.id.to_string());
        let line = entry(now, self.entropy(), permit.author(), "cohort.requirements", subject, detail);
        audit::record(&tx, &line).await?;
        let named = named(&tx, kept, now).await?;
        tx.commit().await?;
        Ok(named)
    }

    /// The exceptions from what a cohort asks.
    pub async fn exceptions(&self, permit: &MayManageCohort) -> Result<Vec<Exception>, Error> {
        Ok(enrollment::exceptions(&self.reader(), permit.cohort()).await?)
    }

    /// Lets a person in whom the conditions would keep out.
    ///
    /// # Errors
    /// `Taken` when there is an exception for this person already.
    pub async fn make_exception(
        &self,
        permit: &MayManageCohort,
        person: PersonId,
        reason: &Line,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let known = person::find(&tx, &Sight::system(), person).await?;
        known.ok_or_else(|| Error::field("person_id", Fault::Unknown))?;
        if !enrollment::insert_exception(&tx, cohort.id, person, reason, permit.author(), now).await? {
            return Err(Error::field("person_id", Fault::Taken));
        }
        let detail = format!("{person}: {reason}");
        let subject = ("cohort", cohort.id.to_string());
        let line = entry(now, self.entropy(), permit.author(), "cohort.exception", subject, detail);
        audit::record(&tx, &line).await?;
        Ok(tx.commit().await?)
    }

    /// The same for the person with this address.
    pub async fn make_exception_by_email(
        &self,
        permit: &MayManageCohort,
        email: &str,
        reason: &Line,
    ) -> Result<(), Error> {
        let email = EmailAddress::new("email", email)?;
        let known = person::find_by_email(&self.reader(), &email).await?;
        let person = known.ok_or_else(|| Error::field("email", Fault::Unknown))?;
        self.make_exception(permit, person.id, reason).await.map_err(|error| match error {
            Error::Invalid(_) => Error::field("email", Fault::Taken),
            other => other,
        })
    }

    /// Where an enrollment really goes that was about to move, and what was seen. Who was asked and does not fit any more is
    /// turned down, and the seat goes on; who decides on an application reads why not, and may make an exception first.
    /// Call it under the lock on the cohort.
    pub(super) async fn fitting(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        enrollment: &Enrollment,
        passage: Passage,
        now: DateTime<Utc>,
    ) -> Result<(Passage, Option<Look>), Error> {
        if passage.to.is_over() {
            return Ok((passage, None));
        }
        let look = looks(tx, cohort, &[enrollment.person], now).await?.remove(&enrollment.person);
        match look {
            Some(look) if !look.is_good() && enrollment.state.awaits_answer() => {
                Ok((enrollment.on_not_fitting()?.into(), Some(look)))
            }
            Some(look) if !look.is_good() => Err(refusal(&look).into()),
            look => Ok((passage, look)),
        }
    }

    /// The first of the queue who fit, at most so many, with what was seen of them. Whoever stands before them and does not
    /// fit any more is turned down, and told why. Call it under the lock on the cohort.
    pub(super) async fn fitting_heads(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        count: i32,
        now: DateTime<Utc>,
    ) -> Result<Vec<(Enrollment, Option<Look>)>, Error> {
        if cohort.requirements_since.is_none() {
            let heads = enrollment::head_of_queue(tx, cohort.id, count).await?;
            return Ok(heads.into_iter().map(|head| (head, None)).collect());
        }
        let wanted = usize::try_from(count).unwrap_or_default();
        let mut fit: Vec<(Enrollment, Option<Look>)> = Vec::new();
        while fit.len() < wanted {
            let taken = i32::try_from(fit.len()).unwrap_or(i32::MAX);
            let looked_at = taken.saturating_add(LOOKED_AT_ONCE.max(count - taken));
            let heads = enrollment::head_of_queue(tx, cohort.id, looked_at).await?;
            let heads: Vec<Enrollment> = heads.into_iter().skip(fit.len()).collect();
            let people: Vec<PersonId> = heads.iter().map(|head| head.person).collect();
            let mut looks = looks(tx, cohort, &people, now).await?;
            let mut unfit = Vec::new();
            for head in heads {
                if fit.len() == wanted {
                    break;
                }
                match looks.remove(&head.person) {
                    Some(look) if !look.is_good() => unfit.push((head, look)),
                    look => fit.push((head, look)),
                }
            }
            if unfit.is_empty() {
                break;
            }
            self.pass_over(tx, cohort, unfit, now).await?;
        }
        Ok(fit)
    }

    /// Turns people of the queue down who do not fit any more.
    pub(super) async fn pass_over(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        unfit: Vec<(Enrollment, Look)>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Some((first, _)) = unfit.first() else { return Ok(()) };
        let (from, step) = (first.state, first.on_not_fitting()?);
        let (mut over, looks): (Vec<_>, Vec<_>) = unfit.into_iter().unzip();
        let before = super::seats::total(&over);
        enrollment::advance(tx, &mut over, step.into(), Pool::GENERAL, now).await?;
        super::seats::shift(tx, cohort, -before + super::seats::total(&over)).await?;
        let moved = over
            .into_iter()
            .zip(looks)
            .map(|(enrollment, look)| Moved { look: Some(look), ..Moved::by_rule(enrollment, from, step.1) });
        self.write_down(tx, &moved.collect::<Vec<_>>(), now).await
    }
}

/// What cohorts ask, and what would come of a look at somebody.
type LooksIn = HashMap<CohortId, (Vec<NamedCondition>, Option<Look>)>;

/// What those of some cohorts ask that ask for anything, and what would come of a look at this person.
pub(crate) async fn looks_in(
    db: &impl Read,
    cohorts: &[CohortId],
    person: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<LooksIn, Error> {
    let Some(first) = cohorts.first() else { return Ok(HashMap::new()) };
    let (of, conditions): (Vec<CohortId>, Vec<Condition>) =
        enrollment::requirements_of_all(db, cohorts).await?.into_iter().unzip();
    if conditions.is_empty() {
        return Ok(HashMap::new());
    }
    let named = named(db, conditions, now).await?;
    let mut asked: HashMap<CohortId, Vec<NamedCondition>> = HashMap::new();
    for (cohort, condition) in of.into_iter().zip(named) {
        asked.entry(cohort).or_default().push(condition);
    }
    let Some(person) = person else {
        return Ok(asked.into_iter().map(|(cohort, asked)| (cohort, (asked, None))).collect());
    };
    let courses: Vec<CourseId> = asked.values().flatten().filter_map(|one| one.condition.course()).collect();
    let past = enrollment::own_past(db, person, cohorts, &courses).await?;
    // A person's traits are the same wherever they go.
    let known = enrollment::newcomers(db, None, *first, &[person], None, None).await?;
    let traits = known.into_iter().next().map(|one| one.traits).unwrap_or_default();
    let look = |(cohort, asked): (CohortId, Vec<NamedCondition>)| {
        let (completed, is_excepted) = past.in_cohort(cohort);
        let look = Look::at(&asked, Record::new(&traits, completed, is_excepted));
        (cohort, (asked, Some(look)))
    };
    Ok(asked.into_iter().map(look).collect())
}

/// What a cohort asks, with names, in four statements at most; in none where it asks nothing.
pub(super) async fn asked(
    db: &impl Read,
    cohort: &Cohort,
    now: DateTime<Utc>,
) -> Result<Vec<NamedCondition>, Error> {
    match cohort.requirements_since {
        Some(_) => named(db, enrollment::requirements(db, cohort.id).await?, now).await,
        None => Ok(Vec::new()),
    }
}

/// Adds what conditions look at to what is known of newcomers, and answers the conditions; no statement where there are
/// none.
pub(super) async fn asked_of<'n>(
    db: &impl Read,
    cohort: &Cohort,
    newcomers: impl Iterator<Item = &'n mut Newcomer>,
    now: DateTime<Utc>,
) -> Result<Vec<NamedCondition>, Error> {
    let asked = asked(db, cohort, now).await?;
    if asked.is_empty() {
        return Ok(asked);
    }
    let courses: Vec<CourseId> = asked.iter().filter_map(|one| one.condition.course()).collect();
    let newcomers: Vec<&mut Newcomer> = newcomers.collect();
    let people: Vec<PersonId> = newcomers.iter().map(|one| one.person).collect();
    let mut past = enrollment::past(db, cohort.id, &people, &courses).await?;
    for one in newcomers {
        let completed = past.completed.remove(&one.person).unwrap_or_default();
        one.record = Record::new(&one.traits, completed, past.excepted.contains(&one.person));
    }
    Ok(asked)
}

/// What comes of a look at each of these people; nothing where the cohort asks nothing.
pub(crate) async fn looks(
    db: &impl Read,
    cohort: &Cohort,
    people: &[PersonId],
    now: DateTime<Utc>,
) -> Result<HashMap<PersonId, Look>, Error> {
    let (asked, records) = records(db, cohort, people, now).await?;
    Ok(records.into_iter().map(|(person, record)| (person, Look::at(&asked, record))).collect())
}

/// What the cohort asks, and what is known of each of these people; nothing where it asks nothing.
pub(crate) async fn records(
    db: &impl Read,
    cohort: &Cohort,
    people: &[PersonId],
    now: DateTime<Utc>,
) -> Result<(Vec<NamedCondition>, HashMap<PersonId, Record>), Error> {
    if cohort.requirements_since.is_none() || people.is_empty() {
        return Ok((Vec::new(), HashMap::new()));
    }
    let mut newcomers = enrollment::newcomers(db, None, cohort.id, people, None, None).await?;
    let asked = asked_of(db, cohort, newcomers.iter_mut(), now).await?;
    Ok((asked, newcomers.into_iter().map(|one| (one.person, one.record)).collect()))
}

/// Why somebody cannot be in a cohort, as a refusal.
pub(crate) fn refusal(look: &Look) -> Rejection {
    let why = Explanation::of_shortfall(&look.shortfall);
    let said = |locale| wording::explanation(locale, false, &why);
    Rejection::from(Refusal::NotEligible).keeping_for(Both::new(said(Locale::Uk), said(Locale::En)))
}

/// The rows that tell what was seen of people who moved.
pub(super) fn looked_at(moved: &[Moved]) -> Result<Vec<Part>, Error> {
    let (mut fitting, mut lacking) = (Vec::new(), Vec::new());
    for Moved { enrollment, cause, look, .. } in moved {
        match look {
            None => {}
            Some(look) if matches!(cause, Cause::NotEligible | Cause::NoLongerEligible) => {
                lacking.push((enrollment, &look.shortfall));
            }
            Some(look) if enrollment.state != EnrollmentState::Rejected => {
                fitting.push((enrollment, &look.record));
            }
            Some(_) => {}
        }
    }
    let mut parts = enrollment::note_fitting(&fitting)?;
    parts.extend(enrollment::note_shortfalls(&lacking)?);
    Ok(parts)
}

/// What a condition says of the world: its unit, its organization, its course is known.
async fn exists(tx: &Tx, cohort: &Cohort, condition: &Condition, now: DateTime<Utc>) -> Result<(), Error> {
    if let Some(criterion) = condition.criterion() {
        return known(tx, criterion, now).await;
    }
    let course = match condition.course() {
        Some(id) if id != cohort.course => course::find(tx, &Sight::system(), id).await?,
        _ => None,
    };
    course.map(|_| ()).ok_or_else(|| Error::field("value", Fault::Unknown))
}

/// Conditions with the names of what they ask for, in three statements at most.
pub(crate) async fn named(
    db: &impl Read,
    conditions: Vec<Condition>,
    now: DateTime<Utc>,
) -> Result<Vec<NamedCondition>, Error> {
    let criteria: Vec<_> = conditions.iter().filter_map(Condition::criterion).collect();
    let mut names = names_of(db, &criteria, now).await?.into_iter();
    let ids: Vec<CourseId> = conditions.iter().filter_map(Condition::course).collect();
    let courses = match ids.is_empty() {
        true => Vec::new(),
        false => course::find_all(db, &Sight::system(), &ids).await?,
    };
    let title = |id: CourseId| {
        let title = courses.iter().find(|course| course.id == id).map(|course| &course.content.title);
        title.map(|title| Both::new(title.uk.to_string(), title.en.to_string()))
    };
    let mut name = |condition: &Condition| match condition.course() {
        Some(course) => title(course).unwrap_or_default(),
        None => names.next().unwrap_or_default(),
    };
    Ok(conditions.into_iter().map(|condition| NamedCondition { name: name(&condition), condition }).collect())
}
