//! Applying for a seat, deciding, leaving; and the queue that moves up by itself.

mod answer;
pub(crate) mod explain;
mod nomination;
pub mod quota;
mod read;
mod seats;
mod substitution;
pub mod wording;

use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Author, EnrollmentPlace, MayDecide, MayEnroll, MayWithdraw};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{
    Cause, Decided, Enrollment, EnrollmentState, Explanation, Matches, Placement, Pool, WithdrawalReason,
    on_application,
};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use postup_persistence::enrollment::Application;
use postup_persistence::{Tx, cohort, enrollment};
pub(crate) use seats::Moved;

/// Somebody on the way into a cohort, and how.
pub(crate) struct Arriving {
    pub person: PersonId,
    pub state: EnrollmentState,
    pub cause: Cause,
    /// Which quotas of the cohort the person fits.
    pub matches: Matches,
    /// The seat that is the person's, or is kept for the answer.
    pub seat: Option<Placement>,
    pub answer_by: Option<DateTime<Utc>>,
    /// The enrollment that is left for this one.
    pub counterpart: Option<EnrollmentId>,
}

impl App {
    /// Whether the actor may apply for this person in this cohort.
    pub async fn may_enroll(
        &self,
        actor: &Actor,
        cohort: CohortId,
        person: PersonId,
    ) -> Result<MayEnroll, Error> {
        let (reader, sight) = (self.reader(), actor.sight());
        let cohort = cohort::find(&reader, &sight, cohort).await?.ok_or(Error::Missing("cohort"))?;
        let employer = if actor.person() == Some(person) {
            None
        } else {
            enrollment::employer_of(&reader, person).await?.ok_or(Error::Missing("person"))?
        };
        Ok(actor.may_enroll(EnrollmentPlace { person, employer, cohort: cohort.place() })?)
    }

    /// Applies: a seat while there is one and nobody waits, else the queue, or the manager's decision. The lock on the
    /// cohort decides who is first.
    pub async fn enroll(&self, permit: MayEnroll) -> Result<Decided, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let done = self.apply(&tx, &mut cohort, permit.person(), permit.author(), now).await?;
        tx.commit().await?;
        self.explained(done, &cohort, None).await
    }

    /// One application within a change that holds the lock on the cohort.
    pub(crate) async fn apply(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        person: PersonId,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<Decided, Error> {
        let matches = self.matches_of(tx, cohort, person).await?;
        let seat = self.seat_for_newcomer(tx, cohort, matches).await?;
        let (state, cause) = on_application(cohort, seat.is_some(), now)?;
        let queue = (state == EnrollmentState::Waitlisted).then(|| i64::from(cohort.waitlisted) + 1);
        let seat = seat.filter(|_| state == EnrollmentState::Confirmed);
        let arriving = Arriving { person, state, cause, matches, seat, answer_by: None, counterpart: None };
        let moved = self.arrive(tx, cohort, arriving, author, now).await?;
        Ok(Decided { enrollment: moved.enrollment, cause, queue, explanation: Explanation::default() })
    }

    /// Writes somebody down who was not in the cohort, or was out of it, with everything that goes with it. Call it
    /// under the lock on the cohort.
    pub(crate) async fn arrive(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        arriving: Arriving,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<Moved, Error> {
        let Arriving { person, state, cause, matches, seat, answer_by, counterpart } = arriving;
        let seat_held = seat.is_some() && state == EnrollmentState::Nominated;
        let pool = match seat {
            Some(seat) => self.sit(tx, cohort, &seat).await?,
            None => Pool::GENERAL,
        };
        let mut enrollment = Enrollment {
            id: EnrollmentId::new(now, self.entropy()),
            cohort: cohort.id,
            person,
            state,
            arrival: 0,
            applied_at: now,
            since: now,
            seat_held,
            pool,
            matches,
            answer_by,
            final_score: None,
            version: 1,
        };
        enrollment.arrival = enrollment::arrive(tx, cohort.id, enrollment.weight()).await?;
        seats::add(cohort, enrollment.weight());
        enrollment::use_quota(tx, cohort.id, pool, enrollment.weight().in_quota).await?;
        let written = enrollment::insert(tx, &Application::from(&enrollment)).await?;
        (enrollment.id, enrollment.version) = written.ok_or(Refusal::AlreadyEnrolled)?;
        let from = match enrollment.version {
            1 => None,
            _ => enrollment::last_state(tx, enrollment.id).await?,
        };
        let moved = Moved { enrollment, from, cause, author, note: None, counterpart };
        self.write_down(tx, std::slice::from_ref(&moved), now).await?;
        Ok(moved)
    }

    /// Whether the actor may confirm or reject this application.
    pub async fn may_decide(&self, actor: &Actor, id: EnrollmentId) -> Result<MayDecide, Error> {
        let place = self.enrollment(actor, id).await?.place();
        Ok(actor.may_decide(id, place)?)
    }

    /// The manager's "yes": a seat, or the queue when none is left.
    pub async fn confirm_enrollment(&self, permit: MayDecide) -> Result<Decided, Error> {
        let author = permit.author();
        let step = |enrollment: &Enrollment, _: &Cohort, seat, _| enrollment.on_confirmation(seat);
        self.take_step(permit.cohort(), permit.enrollment(), author, None, step).await
    }

    /// The manager's "no", with the reason that the person reads.
    pub async fn reject_enrollment(&self, permit: MayDecide, reason: Line) -> Result<Decided, Error> {
        let author = permit.author();
        let step = |enrollment: &Enrollment, _: &Cohort, _, _| enrollment.on_rejection();
        self.take_step(permit.cohort(), permit.enrollment(), author, Some(reason), step).await
    }

    /// Whether the actor may end this enrollment.
    pub async fn may_withdraw(&self, actor: &Actor, id: EnrollmentId) -> Result<MayWithdraw, Error> {
        let place = self.enrollment(actor, id).await?.place();
        Ok(actor.may_withdraw(id, place)?)
    }

    /// Ends an enrollment before its time; a seat that becomes free goes to the head of the queue in the same change.
    ///
    /// # Errors
    /// `WithdrawalClosed` after the cohort's last day for it, unless the actor manages the cohort.
    pub async fn withdraw(
        &self,
        permit: MayWithdraw,
        reason: WithdrawalReason,
        note: Option<Line>,
    ) -> Result<Decided, Error> {
        let author = permit.author();
        let at_any_time = permit.at_any_time();
        let step = |enrollment: &Enrollment, cohort: &Cohort, _, now| {
            if !at_any_time {
                cohort.lets_go(enrollment, now)?;
            }
            enrollment.on_withdrawal(reason)
        };
        self.take_step(permit.cohort(), permit.enrollment(), author, note, step).await
    }
}
