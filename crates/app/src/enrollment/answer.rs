//! Answers to offers and nominations: yes, no, or silence until the deadline.

use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, MayAnswer};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{Decided, Enrollment};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_persistence::{cohort, enrollment};

/// How many cohorts with answers overdue are looked at in one round.
const BATCH: u64 = 100;

impl App {
    /// Whether the actor may answer for this enrollment: only the person who was asked.
    pub async fn may_answer(&self, actor: &Actor, id: EnrollmentId) -> Result<MayAnswer, Error> {
        let place = self.enrollment(actor, id).await?.place();
        Ok(actor.may_answer(id, place)?)
    }

    /// The person's "yes" to an offer or a nomination.
    pub async fn accept(&self, permit: MayAnswer) -> Result<Decided, Error> {
        let author = permit.author();
        let step = |enrollment: &Enrollment, cohort: &Cohort, now: DateTime<Utc>| {
            enrollment.on_acceptance(cohort, now)
        };
        self.take_step(permit.cohort(), permit.enrollment(), author, None, step).await
    }

    /// The person's "no"; a seat that was held goes to the next in the queue in the same change.
    pub async fn decline(&self, permit: MayAnswer) -> Result<Decided, Error> {
        let author = permit.author();
        let step = |enrollment: &Enrollment, _: &Cohort, _: DateTime<Utc>| enrollment.on_decline();
        self.take_step(permit.cohort(), permit.enrollment(), author, None, step).await
    }

    /// Takes silence for a "no" wherever a deadline has passed; what was held goes to the next. Answers how many were
    /// silent. The worker calls it; several may at once.
    pub async fn expire_answers(&self) -> Result<usize, Error> {
        let mut silent = 0;
        loop {
            let overdue = enrollment::cohorts_with_overdue(&self.reader(), self.clock.now(), BATCH).await?;
            if overdue.is_empty() {
                return Ok(silent);
            }
            for cohort in overdue {
                silent += self.expire_in(cohort).await?;
            }
        }
    }

    async fn expire_in(&self, id: CohortId) -> Result<usize, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, id).await?.ok_or(Error::Missing("cohort"))?;
        let overdue = enrollment::overdue(&tx, id, now).await?;
        let count = overdue.len();
        for enrollment in overdue {
            let step = enrollment.on_silence(now)?;
            self.step(&tx, &mut cohort, enrollment, step, None, None, now).await?;
        }
        self.fill_free_seats(&tx, &mut cohort, now).await?;
        tx.commit().await?;
        Ok(count)
    }
}
