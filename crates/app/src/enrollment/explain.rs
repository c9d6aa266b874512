//! Why an enrollment stands as it does, loaded from the rows.

use super::quota::named;
use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{
    Decided, EnrollmentState, Explanation, Grounds, Listed, NamedQuota, Shortfall,
};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId};
use postup_domain::organization::Organization;
use postup_domain::text::Line;
use postup_persistence::{Read, enrollment};
use std::collections::{BTreeSet, HashMap};

impl App {
    /// Why an enrollment stands as it does.
    pub async fn explain(&self, of: &Listed) -> Result<Explanation, Error> {
        Ok(self.explain_all(std::slice::from_ref(of)).await?.pop().unwrap_or_default())
    }

    /// The same for many, in a few statements however many there are.
    pub async fn explain_all(&self, of: &[Listed]) -> Result<Vec<Explanation>, Error> {
        let waiting = of.iter().filter(|one| one.enrollment.state == EnrollmentState::Waitlisted);
        let mut cohorts: Vec<CohortId> =
            waiting.filter(|one| one.run.reserved > 0).map(|one| one.enrollment.cohort).collect();
        cohorts.sort_unstable();
        cohorts.dedup();
        let keeping = keeping(&self.reader(), &cohorts, self.now()).await?;
        let explain = |one: &Listed| {
            let quotas = keeping.get(&one.enrollment.cohort).map(Vec::as_slice).unwrap_or_default();
            Explanation::new(&one.grounds(), quotas)
        };
        Ok(of.iter().map(explain).collect())
    }

    /// The explanation of what has just been decided; reads past the change, so that nobody waits for it.
    pub(crate) async fn explained(&self, done: Decided, cohort: &Cohort, note: Option<Line>) -> Decided {
        let quotas = self.keeping_for([&done], cohort).await;
        let offices = self.offices_of([&done]).await;
        let lacking = self.lacking([&done]).await;
        explain(done, cohort, note, &quotas, &offices, &lacking)
    }

    /// The same for many, in a few statements however many there are.
    pub(crate) async fn explained_all(
        &self,
        done: Vec<Result<Decided, Error>>,
        cohort: &Cohort,
    ) -> Vec<Result<Decided, Error>> {
        let quotas = self.keeping_for(done.iter().flatten(), cohort).await;
        let offices = self.offices_of(done.iter().flatten()).await;
        let lacking = self.lacking(done.iter().flatten()).await;
        done.into_iter().map(|one| Ok(explain(one?, cohort, None, &quotas, &offices, &lacking))).collect()
    }

    /// The organizations whose approval these wait for. What is done is done: without their names it is explained all the
    /// same.
    async fn offices_of(&self, done: impl IntoIterator<Item = &Decided>) -> Vec<Organization> {
        let asked: BTreeSet<OrganizationId> =
            done.into_iter().filter_map(|done| done.enrollment.turn.asked).collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let asked: Vec<OrganizationId> = asked.into_iter().collect();
        self.organizations_by_id(&asked).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a decision is explained without the office that is asked");
            Vec::new()
        })
    }

    /// What stands between those of these who were turned down and their cohort. What is done is done, as above.
    async fn lacking(&self, done: impl IntoIterator<Item = &Decided>) -> HashMap<EnrollmentId, Shortfall> {
        let over = done.into_iter().filter(|done| done.enrollment.state == EnrollmentState::Rejected);
        let over: Vec<EnrollmentId> = over.map(|done| done.enrollment.id).collect();
        if over.is_empty() {
            return HashMap::new();
        }
        enrollment::shortfalls(&self.reader(), &over).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a decision is explained without what the cohort asks");
            HashMap::new()
        })
    }

    /// The quotas that explain why somebody of these waits. What is done is done: when they cannot be read, it is explained
    /// without them.
    async fn keeping_for(
        &self,
        done: impl IntoIterator<Item = &Decided>,
        cohort: &Cohort,
    ) -> Vec<NamedQuota> {
        let waits = |done: &Decided| done.enrollment.state == EnrollmentState::Waitlisted;
        if cohort.reserved == 0 || !done.into_iter().any(waits) {
            return Vec::new();
        }
        match keeping(&self.reader(), &[cohort.id], self.now()).await {
            Ok(mut keeping) => keeping.remove(&cohort.id).unwrap_or_default(),
            Err(error) => {
                tracing::warn!(%error, "a decision is explained without its quotas");
                Vec::new()
            }
        }
    }
}

fn explain(
    done: Decided,
    cohort: &Cohort,
    note: Option<Line>,
    quotas: &[NamedQuota],
    offices: &[Organization],
    lacking: &HashMap<EnrollmentId, Shortfall>,
) -> Decided {
    let enrollment = &done.enrollment;
    let asked = offices.iter().find(|office| Some(office.id) == enrollment.turn.asked);
    let grounds = Grounds {
        state: enrollment.state,
        cause: done.cause,
        note,
        queue: done.queue,
        answer_by: enrollment.answer_by,
        asked: asked.map(|office| office.name.clone()),
        silence: enrollment.route_in(cohort).silence(enrollment.turn),
        time_zone: cohort.plan.time_zone,
        waitlist: cohort.plan.waitlist.policy,
        matches: enrollment.matches,
        reconfirmation: None,
        shortfall: lacking.get(&enrollment.id).cloned(),
    };
    let explanation = Explanation::new(&grounds, quotas);
    Decided { explanation, ..done }
}

/// The quotas of these cohorts that keep seats still, with the names of what they ask for.
pub(crate) async fn keeping(
    db: &impl Read,
    cohorts: &[CohortId],
    now: DateTime<Utc>,
) -> Result<HashMap<CohortId, Vec<NamedQuota>>, Error> {
    let (of, quotas): (Vec<CohortId>, Vec<_>) =
        enrollment::active_quotas(db, cohorts).await?.into_iter().unzip();
    let mut keeping: HashMap<CohortId, Vec<NamedQuota>> = HashMap::new();
    for (cohort, quota) in of.into_iter().zip(named(db, quotas, now).await?) {
        keeping.entry(cohort).or_default().push(quota);
    }
    Ok(keeping)
}
