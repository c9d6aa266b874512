//! Quotas of a cohort: keeping seats, changing that, and letting them go on their day.

use super::Offices;
use super::eligibility::asked_of;
use crate::territory::wording;
use crate::{App, Error, entry};
use chrono::{DateTime, Duration, NaiveTime, Utc};
use postup_domain::access::{Actor, Author, MayManageCohort};
use postup_domain::cohort::{Cohort, EnrollmentPolicy};
use postup_domain::course::Subject;
use postup_domain::enrollment::{
    Admission, Criterion, MOST_QUOTAS, Matches, NamedQuota, Newcomer, Pool, Quota, QuotaPlan,
    asks_for_coverage, fitting, seat_anew,
};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId};
use postup_domain::rejection::{Fault, Refusal, Rejection};
use postup_domain::session::{LocalTime, instant};
use postup_domain::territory::TerritoryCode;
use postup_domain::text::Both;
use postup_i18n::{Locale, Words};
use postup_persistence::{Read, Tx, audit, cohort, course, enrollment, organization, territory};
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl App {
    /// The quotas of a cohort, which everybody who sees the cohort may see.
    pub async fn quotas(&self, actor: &Actor, id: CohortId) -> Result<Vec<NamedQuota>, Error> {
        let cohort = self.cohort(actor, id).await?;
        let reader = self.reader();
        let quotas = enrollment::quotas(&reader, cohort.id).await?;
        named(&reader, quotas, self.now()).await
    }

    /// Keeps seats of a cohort for some people. Who has a seat keeps it, and counts against the new quota where that makes
    /// room; seats that are others' cannot be kept.
    pub async fn add_quota(&self, permit: &MayManageCohort, plan: QuotaPlan) -> Result<Quota, Error> {
        self.change_quotas(permit, "quota.added", None, plan).await
    }

    /// Changes a quota that was not released yet.
    pub async fn edit_quota(
        &self,
        permit: &MayManageCohort,
        number: i32,
        plan: QuotaPlan,
    ) -> Result<Quota, Error> {
        self.change_quotas(permit, "quota.edited", Some(number), plan).await
    }

    async fn change_quotas(
        &self,
        permit: &MayManageCohort,
        action: &str,
        number: Option<i32>,
        plan: QuotaPlan,
    ) -> Result<Quota, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        if !cohort.is_planned() {
            return Err(Refusal::NotADraft.into());
        }
        if plan.release_on > cohort.plan.starts_on {
            return Err(Error::field("release_on", Fault::OutsidePeriod));
        }
        known(&tx, &plan.criterion, now).await?;
        let quotas = enrollment::quotas(&tx, cohort.id).await?;
        let quota = planned(&quotas, number, plan)?;
        let others = quotas.into_iter().filter(|one| one.number != quota.number);
        let quotas: Vec<Quota> = others.chain([quota.clone()]).collect();
        self.reseat(&tx, &mut cohort, quotas).await?;
        self.fill_free_seats(&tx, &mut cohort, now).await?;
        self.note(&tx, &cohort, &quota, action, permit.author(), now).await?;
        tx.commit().await?;
        Ok(quota)
    }

    /// Lets the seats of a quota go before their day; free ones go to the queue at once.
    pub async fn release_quota(&self, permit: &MayManageCohort, number: i32) -> Result<Quota, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let quotas = enrollment::quotas(&tx, cohort.id).await?;
        let quota = quotas.into_iter().find(|one| one.number == number).ok_or(Error::Missing("quota"))?;
        if !quota.is_active() {
            return Err(Refusal::QuotaReleased.into());
        }
        let released = self.release(&tx, &mut cohort, quota, permit.author(), now).await?;
        self.fill_free_seats(&tx, &mut cohort, now).await?;
        tx.commit().await?;
        Ok(released)
    }

    /// Lets the seats go of every quota whose day has come by the clock of its cohort. Answers how many quotas there were.
    /// The worker calls it; several may at once.
    pub async fn release_due_quotas(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        // The day begins on the other side of the world first.
        let latest = (now + Duration::hours(14)).date_naive();
        let mut count = 0;
        for id in enrollment::cohorts_with_due_quotas(&self.reader(), latest).await? {
            let tx = self.store.begin().await?;
            let mut cohort = cohort::lock(&tx, id).await?.ok_or(Error::Missing("cohort"))?;
            for quota in enrollment::quotas(&tx, id).await? {
                if quota.is_active() && release_at(&cohort, &quota) <= now {
                    self.release(&tx, &mut cohort, quota, None, now).await?;
                    count += 1;
                }
            }
            self.fill_free_seats(&tx, &mut cohort, now).await?;
            tx.commit().await?;
        }
        Ok(count)
    }

    /// From now on the quota's seats are general, with those who sit on them.
    async fn release(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        quota: Quota,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<Quota, Error> {
        enrollment::merge_pool(tx, cohort.id, quota.pool()).await?;
        cohort.reserved -= quota.seats;
        cohort.in_quota -= quota.used;
        enrollment::set_reserved(tx, cohort.id, cohort.reserved, cohort.in_quota).await?;
        let released = Quota { released_at: Some(now), freed: quota.seats - quota.used, ..quota };
        enrollment::put_quota(tx, cohort.id, &released).await?;
        self.note(tx, cohort, &released, "quota.released", author, now).await?;
        Ok(released)
    }

    async fn note(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        quota: &Quota,
        action: &str,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Quota { number, criterion, seats, release_on, freed, .. } = quota;
        let (kind, value) = (criterion.kind(), criterion.value());
        let detail = format!("{number}: {seats} {kind} {value} until {release_on}, {freed} freed");
        let subject = ("cohort", cohort.id.to_string());
        audit::record(tx, &entry(now, self.entropy(), author, action, subject, detail)).await?;
        Ok(())
    }

    /// Counts everybody anew after the plan of a cohort has changed, where quotas keep seats of it.
    pub(crate) async fn seat_anew(&self, tx: &Tx, cohort: &mut Cohort) -> Result<(), Error> {
        if cohort.reserved == 0 {
            return Ok(());
        }
        let quotas = enrollment::quotas(tx, cohort.id).await?;
        self.reseat(tx, cohort, quotas).await
    }

    /// Looks anew who fits which quota and counts every seat against one of them or none, with these quotas and the
    /// capacity of the plan. Refuses when there is no way to keep everybody seated.
    async fn reseat(&self, tx: &Tx, cohort: &mut Cohort, mut quotas: Vec<Quota>) -> Result<(), Error> {
        let subject = subject_for(tx, cohort, &quotas).await?;
        let present = enrollment::present(tx, cohort.id, subject).await?;
        let matches: Vec<Matches> = present.iter().map(|one| fitting(&quotas, &one.traits)).collect();
        let seated = present.iter().zip(&matches).filter(|(one, _)| one.holds_seat);
        let holders: Vec<(Pool, Matches)> = seated.map(|(one, matches)| (one.pool, *matches)).collect();
        let promised = i64::try_from(holders.len()).unwrap_or(i64::MAX);
        let refused = || Rejection::from(Refusal::QuotaTooLarge).of(promised);
        let mut pools = seat_anew(cohort.plan.capacity, &quotas, &holders).ok_or_else(refused)?.into_iter();
        let mut changed: BTreeMap<(Pool, Matches), Vec<EnrollmentId>> = BTreeMap::new();
        let mut used: HashMap<Pool, i32> = HashMap::new();
        for (one, matches) in present.iter().zip(matches) {
            let pool = if one.holds_seat { pools.next().unwrap_or_default() } else { Pool::GENERAL };
            if one.holds_seat {
                *used.entry(pool).or_default() += 1;
            }
            if (one.pool, one.matches) != (pool, matches) {
                changed.entry((pool, matches)).or_default().push(one.id);
            }
        }
        for ((pool, matches), ids) in changed {
            enrollment::set_matches(tx, &ids, pool, matches).await?;
        }
        for quota in quotas.iter_mut().filter(|quota| quota.is_active()) {
            quota.used = used.get(&quota.pool()).copied().unwrap_or_default();
            enrollment::put_quota(tx, cohort.id, quota).await?;
        }
        let active = || quotas.iter().filter(|quota| quota.is_active());
        cohort.reserved = active().map(|quota| quota.seats).sum();
        cohort.in_quota = active().map(|quota| quota.used).sum();
        enrollment::set_reserved(tx, cohort.id, cohort.reserved, cohort.in_quota).await?;
        Ok(())
    }

    /// Opens a cohort for these people, within a change that holds the lock on it: what its rules look at, and what is known
    /// of each of them, in a few statements however many there are.
    pub(crate) async fn open_admission(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        people: &[PersonId],
    ) -> Result<(Admission, HashMap<PersonId, Newcomer>), Error> {
        let (mut quotas, mut holders) = (Vec::new(), Vec::new());
        if cohort.reserved > 0 {
            quotas = enrollment::quotas(tx, cohort.id).await?;
            holders = enrollment::holders(tx, cohort.id).await?;
        }
        let subject = subject_for(tx, cohort, &quotas).await?;
        let newcomers = enrollment::newcomers(tx, None, cohort.id, people, None, subject).await?;
        let mut by_person: HashMap<PersonId, Newcomer> =
            newcomers.into_iter().map(|newcomer| (newcomer.person, newcomer)).collect();
        if cohort.plan.policy == EnrollmentPolicy::Employer {
            let employers = by_person.values().filter_map(|newcomer| newcomer.traits.organization);
            let offices = Offices::load(tx, &cohort.route, employers, self.now()).await?;
            for newcomer in by_person.values_mut() {
                newcomer.approvers = offices.approvers(newcomer.person, newcomer.traits.organization);
            }
        }
        let asked = asked_of(tx, cohort, by_person.values_mut(), self.now()).await?;
        Ok((Admission::new(cohort.clone(), quotas, holders).asking(asked), by_person))
    }

    /// Which quotas of a cohort a person fits now; looked at only where there are any.
    pub(crate) async fn matches_of(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        person: PersonId,
    ) -> Result<Matches, Error> {
        self.matches_with(tx, cohort, person, None).await
    }

    /// The same for somebody of whom an employer says that they work there.
    pub(crate) async fn matches_with(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        person: PersonId,
        employer: Option<OrganizationId>,
    ) -> Result<Matches, Error> {
        if cohort.reserved == 0 {
            return Ok(Matches::default());
        }
        let quotas = enrollment::quotas(tx, cohort.id).await?;
        let subject = subject_for(tx, cohort, &quotas).await?;
        let newcomer = enrollment::newcomers(tx, None, cohort.id, &[person], employer, subject).await?.pop();
        Ok(fitting(&quotas, &newcomer.ok_or(Error::Missing("person"))?.traits))
    }
}

/// The quota as planned: a new one, or another one in the place of the one with this number.
fn planned(quotas: &[Quota], number: Option<i32>, plan: QuotaPlan) -> Result<Quota, Error> {
    let QuotaPlan { criterion, seats, release_on } = plan;
    let number = match number {
        Some(number) => {
            let old = quotas.iter().find(|one| one.number == number).ok_or(Error::Missing("quota"))?;
            if !old.is_active() {
                return Err(Refusal::QuotaReleased.into());
            }
            number
        }
        None => quotas.iter().map(|one| one.number).max().unwrap_or_default() + 1,
    };
    if number > MOST_QUOTAS {
        return Err(Rejection::from(Refusal::TooManyQuotas).of(MOST_QUOTAS.into()).into());
    }
    Ok(Quota { number, criterion, seats, used: 0, release_on, released_at: None, freed: 0 })
}

/// The subject whose coverage a quota of the cohort asks for, if one does.
pub(super) async fn subject_for(
    db: &impl Read,
    cohort: &Cohort,
    quotas: &[Quota],
) -> Result<Option<Subject>, Error> {
    if !asks_for_coverage(quotas) {
        return Ok(None);
    }
    let version = course::version(db, cohort.course_version).await?;
    Ok(version.map(|version| version.subject))
}

/// The instant at which a quota lets its seats go: its day begins by the clock of the cohort.
pub(super) fn release_at(cohort: &Cohort, quota: &Quota) -> DateTime<Utc> {
    let zone = cohort.plan.time_zone;
    let midnight = instant("release_on", LocalTime::midnight(quota.release_on), zone);
    midnight.unwrap_or_else(|_| quota.release_on.and_time(NaiveTime::MIN).and_utc())
}

/// What a criterion says of the world: its unit is in the codifier, its organization is known.
pub(super) async fn known(tx: &Tx, criterion: &Criterion, now: DateTime<Utc>) -> Result<(), Error> {
    let is_known = match criterion {
        Criterion::Territory(code) => territory::find(tx, code).await?.is_some(),
        Criterion::Organization(id) => organization::find(tx, *id, now.date_naive()).await?.is_some(),
        _ => true,
    };
    if is_known { Ok(()) } else { Err(Error::field("value", Fault::Unknown)) }
}

fn said(say: impl Fn(Locale) -> String) -> Both<String> {
    Both::new(say(Locale::Uk), say(Locale::En))
}

/// The quotas with the names of what they ask for, in two statements at most.
pub(crate) async fn named(
    db: &impl Read,
    quotas: Vec<Quota>,
    now: DateTime<Utc>,
) -> Result<Vec<NamedQuota>, Error> {
    let names = names_of(db, &quotas.iter().map(|quota| &quota.criterion).collect::<Vec<_>>(), now).await?;
    Ok(names.into_iter().zip(quotas).map(|(name, quota)| NamedQuota { quota, name }).collect())
}

/// The names of what criteria ask for, in their order; empty where words say it all.
pub(super) async fn names_of(
    db: &impl Read,
    criteria: &[&Criterion],
    now: DateTime<Utc>,
) -> Result<Vec<Both<String>>, Error> {
    let mut codes: BTreeSet<TerritoryCode> = BTreeSet::new();
    let mut organizations: Vec<OrganizationId> = Vec::new();
    for criterion in criteria {
        match criterion {
            Criterion::Territory(code) => drop(codes.insert(code.clone())),
            Criterion::Organization(id) => organizations.push(*id),
            _ => {}
        }
    }
    let units = if codes.is_empty() { HashMap::new() } else { territory::find_all(db, &codes).await? };
    let organizations = match organizations.is_empty() {
        true => Vec::new(),
        false => organization::find_all(db, &organizations, now.date_naive()).await?,
    };
    let name = |criterion: &&Criterion| match criterion {
        Criterion::Territory(code) => units
            .get(code)
            .map(|unit| said(|locale| wording::name(Words::embedded(), locale, unit)))
            .unwrap_or_default(),
        Criterion::Organization(id) => organizations
            .iter()
            .find(|one| one.id == *id)
            .map(|one| Both::new(one.name.uk.to_string(), one.name.en.to_string()))
            .unwrap_or_default(),
        _ => Both::default(),
    };
    Ok(criteria.iter().map(name).collect())
}
