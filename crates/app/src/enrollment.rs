//! Applying for a seat, deciding, leaving; and the queue that moves up by itself.

mod read;

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Author, EnrollmentPlace, MayDecide, MayEnroll, MayWithdraw};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{
    Cause, Decided, Enrollment, EnrollmentState, Step, WithdrawalReason, on_application, seats_to_give,
};
use postup_domain::id::{CohortId, EnrollmentId, NotificationId, PersonId, StepId};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::{Refusal, Rejection};
use postup_domain::text::Line;
use postup_persistence::enrollment::{Application, NewStep};
use postup_persistence::{Tx, audit, cohort, enrollment, figures, outbox};

/// A transition that has happened, with the enrollment as it stands after it.
struct Moved {
    enrollment: Enrollment,
    from: Option<EnrollmentState>,
    cause: Cause,
    author: Author,
    note: Option<Line>,
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
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let (state, cause) = on_application(&cohort, now)?;
        let arrival = enrollment::arrive(&tx, cohort.id, state).await?;
        let (person, id) = (permit.person(), EnrollmentId::new(now, entropy));
        let new = Application { id, cohort: cohort.id, person, state, arrival, at: now };
        let (id, version) = enrollment::insert(&tx, &new).await?.ok_or(Refusal::AlreadyEnrolled)?;
        let from = if version == 1 { None } else { enrollment::last_state(&tx, id).await? };
        let enrollment = Enrollment {
            id,
            cohort: cohort.id,
            person,
            state,
            arrival,
            applied_at: now,
            since: now,
            final_score: None,
            version,
        };
        let moved = Moved { enrollment, from, cause, author: permit.author(), note: None };
        self.write_down(&tx, std::slice::from_ref(&moved), now).await?;
        tx.commit().await?;
        let queue = (state == EnrollmentState::Waitlisted).then(|| i64::from(cohort.waitlisted) + 1);
        Ok(Decided { enrollment: moved.enrollment, cause, queue })
    }

    /// Whether the actor may confirm or reject this application.
    pub async fn may_decide(&self, actor: &Actor, id: EnrollmentId) -> Result<MayDecide, Error> {
        let place = self.enrollment(actor, id).await?.place();
        Ok(actor.may_decide(id, place)?)
    }

    /// The manager's "yes": a seat, or the queue when none is left.
    pub async fn confirm_enrollment(&self, permit: MayDecide) -> Result<Decided, Error> {
        let author = permit.author();
        let step = |enrollment: &Enrollment, cohort: &Cohort| enrollment.on_confirmation(cohort);
        self.take_step(permit.cohort(), permit.enrollment(), author, None, step).await
    }

    /// The manager's "no", with the reason that the person reads.
    pub async fn reject_enrollment(&self, permit: MayDecide, reason: Line) -> Result<Decided, Error> {
        let author = permit.author();
        let step = |enrollment: &Enrollment, _: &Cohort| enrollment.on_rejection();
        self.take_step(permit.cohort(), permit.enrollment(), author, Some(reason), step).await
    }

    /// Whether the actor may end this enrollment.
    pub async fn may_withdraw(&self, actor: &Actor, id: EnrollmentId) -> Result<MayWithdraw, Error> {
        let place = self.enrollment(actor, id).await?.place();
        Ok(actor.may_withdraw(id, place)?)
    }

    /// Ends an enrollment before its time; a seat that becomes free goes to the head of the queue in the same change.
    pub async fn withdraw(
        &self,
        permit: MayWithdraw,
        reason: WithdrawalReason,
        note: Option<Line>,
    ) -> Result<Decided, Error> {
        let author = permit.author();
        let step = |enrollment: &Enrollment, _: &Cohort| enrollment.on_withdrawal(reason);
        self.take_step(permit.cohort(), permit.enrollment(), author, note, step).await
    }

    /// Takes one step under the lock on the cohort, then gives away whatever became free.
    async fn take_step(
        &self,
        cohort: CohortId,
        id: EnrollmentId,
        author: Author,
        note: Option<Line>,
        step: impl Fn(&Enrollment, &Cohort) -> Result<(EnrollmentState, Cause), Rejection>,
    ) -> Result<Decided, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, cohort).await?.ok_or(Error::Missing("cohort"))?;
        let enrollment = enrollment::read(&tx, id).await?.ok_or(Error::Missing("enrollment"))?;
        let from = enrollment.state;
        let (to, cause) = step(&enrollment, &cohort)?;
        let mut moving = [enrollment];
        enrollment::advance(&tx, &mut moving, to, now).await?;
        shift(&tx, &mut cohort, from, to, 1).await?;
        let [enrollment] = moving;
        let moved = Moved { enrollment, from: Some(from), cause, author, note };
        self.write_down(&tx, std::slice::from_ref(&moved), now).await?;
        self.fill_free_seats(&tx, &mut cohort, now).await?;
        let queue = match to {
            EnrollmentState::Waitlisted => Some(enrollment::place_in_queue(&tx, &moved.enrollment).await?),
            _ => None,
        };
        tx.commit().await?;
        Ok(Decided { enrollment: moved.enrollment, cause, queue })
    }

    /// Gives every free seat to the queue, in order of arrival. Call it under the lock on the cohort whenever a seat may
    /// have become free: after a withdrawal, after the capacity was raised. Answers who got one.
    pub(crate) async fn fill_free_seats(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        now: DateTime<Utc>,
    ) -> Result<Vec<EnrollmentId>, Error> {
        let free = seats_to_give(cohort, now);
        if free == 0 {
            return Ok(Vec::new());
        }
        let mut heads = enrollment::head_of_queue(tx, cohort.id, free).await?;
        for head in &heads {
            head.on_free_seat()?;
        }
        let (from, to) = (EnrollmentState::Waitlisted, EnrollmentState::Confirmed);
        enrollment::advance(tx, &mut heads, to, now).await?;
        shift(tx, cohort, from, to, i32::try_from(heads.len()).unwrap_or(i32::MAX)).await?;
        let moved: Vec<Moved> = heads
            .into_iter()
            .map(|enrollment| Moved {
                enrollment,
                from: Some(from),
                cause: Cause::HeadOfQueue,
                author: None,
                note: None,
            })
            .collect();
        self.write_down(tx, &moved, now).await?;
        Ok(moved.iter().map(|moved| moved.enrollment.id).collect())
    }

    /// The rows that go with every transition: its step, its message, its line of the trail, and the note for the figures.
    async fn write_down(&self, tx: &Tx, moved: &[Moved], now: DateTime<Utc>) -> Result<(), Error> {
        let entropy = &*self.entropy;
        let (mut steps, mut letters, mut trail) = (Vec::new(), Vec::new(), Vec::new());
        for Moved { enrollment, from, cause, author, note } in moved {
            let id = StepId::new(now, entropy);
            let step = Step {
                enrollment: enrollment.id,
                from: *from,
                to: enrollment.state,
                author: *author,
                at: now,
                cause: *cause,
                note: note.clone(),
            };
            steps.push(NewStep { id, number: enrollment.version, step });
            let (letter, email) = (NotificationId::new(now, entropy), enrollment.email(*cause));
            letters.push(
                NewNotification::now(letter, enrollment.person, email, id, now).about(enrollment.cohort),
            );
            let action = format!("enrollment.{}", enrollment.state);
            let subject = ("enrollment", enrollment.id.to_string());
            trail.push(entry(now, entropy, *author, &action, subject, cause.as_str()));
        }
        enrollment::record_steps(tx, &steps).await?;
        outbox::push_all(tx, &letters).await?;
        if let Some((first, rest)) = trail.split_first() {
            audit::record(tx, first).await?;
            audit::record_all(tx, rest).await?;
        }
        let touched: Vec<EnrollmentId> = moved.iter().map(|moved| moved.enrollment.id).collect();
        figures::touch(tx, &touched, now).await?;
        Ok(())
    }
}

/// Moves the counters of seats and queue for `count` enrollments, on the row and in the value.
async fn shift(
    tx: &Tx,
    cohort: &mut Cohort,
    from: EnrollmentState,
    to: EnrollmentState,
    count: i32,
) -> Result<(), Error> {
    let ((seats_before, queue_before), (seats_after, queue_after)) =
        (enrollment::counted(from), enrollment::counted(to));
    let seats = (seats_after - seats_before) * count;
    let queue = (queue_after - queue_before) * count;
    enrollment::count(tx, cohort.id, seats, queue).await?;
    cohort.confirmed += seats;
    cohort.waitlisted += queue;
    Ok(())
}
