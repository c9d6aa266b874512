//! Answers to offers and nominations: yes, no, or silence until the deadline.

use crate::login::token;
use crate::{App, Error};
use chrono::Duration;
use postup_domain::access::{Actor, MayAnswer, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{Decided, Enrollment, Listed};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::rejection::Refusal;
use postup_persistence::{cohort, enrollment};

/// How many cohorts with answers overdue are looked at in one round.
const BATCH: u64 = 100;

impl App {
    /// Whether the actor may answer for this enrollment: only the person who was asked.
    pub async fn may_answer(&self, actor: &Actor, id: EnrollmentId) -> Result<MayAnswer, Error> {
        let place = self.enrollment(actor, id).await?.place();
        Ok(actor.may_answer(id, place)?)
    }

    /// What the link with this secret asks, without using it up.
    pub async fn question_behind(&self, secret: &str) -> Result<Listed, Error> {
        let (reader, now) = (self.reader(), self.clock.now());
        let id = enrollment::find_link(&reader, &token::hash(secret), now).await?;
        let id = id.ok_or(Refusal::LinkNotValid)?;
        let found = enrollment::find(&reader, &Sight::system(), id).await?;
        found.ok_or(Error::Missing("enrollment"))
    }

    /// The permit that lies in the letter: who holds its secret is the person it was sent to.
    pub async fn may_answer_by_letter(&self, secret: &str) -> Result<MayAnswer, Error> {
        let Enrollment { id, person, cohort, .. } = self.question_behind(secret).await?.enrollment;
        Ok(MayAnswer::by_letter(person, id, cohort))
    }

    /// Throws away links that ended a month ago or earlier; answers how many.
    pub async fn purge_answer_links(&self) -> Result<u64, Error> {
        let tx = self.store.begin().await?;
        let gone = enrollment::purge_links(&tx, self.clock.now() - Duration::days(30)).await?;
        tx.commit().await?;
        Ok(gone)
    }

    /// "Yes", by whoever is asked: the person who has been offered a seat or nominated, else whoever decides on
    /// applications.
    pub async fn say_yes(&self, actor: &Actor, id: EnrollmentId) -> Result<Decided, Error> {
        let of = self.enrollment(actor, id).await?;
        match actor.may_answer(id, of.place()) {
            Ok(permit) if of.enrollment.state.awaits_answer() => self.accept(permit).await,
            _ => self.confirm_enrollment(actor.may_decide(id, of.place())?).await,
        }
    }

    /// The person's "yes" to an offer or a nomination.
    pub async fn accept(&self, permit: MayAnswer) -> Result<Decided, Error> {
        let author = permit.author();
        let step =
            |enrollment: &Enrollment, cohort: &Cohort, seat, now| enrollment.on_acceptance(cohort, seat, now);
        self.take_step(permit.cohort(), permit.enrollment(), author, None, step).await
    }

    /// The person's "no"; a seat that was held goes to the next in the queue in the same change.
    pub async fn decline(&self, permit: MayAnswer) -> Result<Decided, Error> {
        let author = permit.author();
        let step = |enrollment: &Enrollment, _: &Cohort, _, _| enrollment.on_decline();
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
            self.step(&tx, &mut cohort, enrollment, step, None, None, None, now).await?;
        }
        self.fill_free_seats(&tx, &mut cohort, now).await?;
        tx.commit().await?;
        Ok(count)
    }
}
