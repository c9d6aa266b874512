//! Answers to offers and nominations: yes, no, or silence until the deadline.

use super::By;
use crate::access::away;
use crate::login::token;
use crate::{App, Error};
use chrono::Duration;
use postup_domain::access::{Actor, MayAnswer, MayApprove, Sight};
use postup_domain::enrollment::{Decided, Enrollment, Listed};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::rejection::Refusal;
use postup_persistence::enrollment::Opened;
use postup_persistence::{cohort, enrollment};

/// How many cohorts with answers overdue are looked at in one round.
const BATCH: u64 = 100;

/// A question that a letter asked, and what its link allows.
pub struct Question {
    pub of: Listed,
    pub permit: Reply,
}

/// Who answers by a link.
pub enum Reply {
    /// The person who was nominated or offered a seat.
    Answer(MayAnswer),
    /// An officer whose approval is awaited.
    Approval(MayApprove),
}

impl App {
    /// Whether the actor may answer for this enrollment: only the person who was asked.
    pub async fn may_answer(&self, actor: &Actor, id: EnrollmentId) -> Result<MayAnswer, Error> {
        let place = self.enrollment(actor, id).await?.place();
        Ok(actor.may_answer(id, place)?)
    }

    /// What the link with this secret asks, without using it up: who holds its secret is the person it was sent to.
    ///
    /// # Errors
    /// `LinkNotValid` also for an officer who may not approve any more.
    pub async fn question_behind(&self, secret: &str) -> Result<Question, Error> {
        let (reader, now) = (self.reader(), self.clock.now());
        let opened = enrollment::find_link(&reader, &token::hash(secret), now).await?;
        let Opened { enrollment: id, approver } = opened.ok_or(Refusal::LinkNotValid)?;
        let found = enrollment::find(&reader, &Sight::system(), id).await?;
        let of = found.ok_or(Error::Missing("enrollment"))?;
        let Enrollment { person, cohort, turn, .. } = of.enrollment;
        let permit = match approver {
            None => Reply::Answer(MayAnswer::by_letter(person, id, cohort)),
            Some(officer) => {
                let actor = away(&reader, officer, now).await?;
                let permit = actor.may_approve(id, turn.number, of.place());
                Reply::Approval(permit.map_err(|_| Refusal::LinkNotValid)?)
            }
        };
        Ok(Question { of, permit })
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
        self.take_step(permit.cohort(), permit.enrollment(), author, None, |of, now| {
            of.enrollment.on_acceptance(of.cohort, of.approvers, of.seat, now)
        })
        .await
    }

    /// The person's "no"; a seat that was held goes to the next in the queue in the same change.
    pub async fn decline(&self, permit: MayAnswer) -> Result<Decided, Error> {
        let author = permit.author();
        self.take_step(permit.cohort(), permit.enrollment(), author, None, |of, _| {
            Ok(of.enrollment.on_decline()?.into())
        })
        .await
    }

    /// Takes silence for a "no" wherever a deadline has passed, and sends applications on that no office decided on in time;
    /// what was held goes to the next. Answers how many were
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
            let approvers = self.approvers_of(&tx, &cohort, &enrollment, now).await?;
            let seat = if enrollment.is_yes_by_silence(&cohort) {
                // Whoever waits for a seat that has just become free comes first.
                self.fill_free_seats(&tx, &mut cohort, now).await?;
                self.seat_for(&tx, &cohort, enrollment.matches).await?
            } else {
                None
            };
            let passage = enrollment.on_silence(&cohort, &approvers, seat.is_some(), now)?;
            self.step(&tx, &mut cohort, enrollment, passage, seat, By::default(), None, None, now).await?;
        }
        self.fill_free_seats(&tx, &mut cohort, now).await?;
        tx.commit().await?;
        Ok(count)
    }
}
