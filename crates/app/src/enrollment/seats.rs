//! One step of an enrollment under the lock on its cohort, and who gets the seats that become free by it.

use crate::login::Token;
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{
    Cause, Decided, Enrollment, EnrollmentState, Step, Weight, allows, answer_by, seats_to_give,
};
use postup_domain::id::{CohortId, EnrollmentId, NotificationId, StepId};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::Rejection;
use postup_domain::text::Line;
use postup_persistence::enrollment::{NewLink, NewStep};
use postup_persistence::{Tx, audit, cohort, enrollment, figures, outbox};

/// A transition that has happened, with the enrollment as it stands after it.
pub(crate) struct Moved {
    pub enrollment: Enrollment,
    pub from: Option<EnrollmentState>,
    pub cause: Cause,
    pub author: Author,
    pub note: Option<Line>,
}

impl App {
    /// Takes one step under the lock on the cohort, then gives away whatever became free.
    pub(crate) async fn take_step(
        &self,
        cohort: CohortId,
        id: EnrollmentId,
        author: Author,
        note: Option<Line>,
        step: impl Fn(&Enrollment, &Cohort, DateTime<Utc>) -> Result<(EnrollmentState, Cause), Rejection>,
    ) -> Result<Decided, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, cohort).await?.ok_or(Error::Missing("cohort"))?;
        let enrollment = enrollment::read(&tx, id).await?.ok_or(Error::Missing("enrollment"))?;
        let (to, cause) = step(&enrollment, &cohort, now)?;
        let moved = self.step(&tx, &mut cohort, enrollment, (to, cause), author, note, now).await?;
        self.fill_free_seats(&tx, &mut cohort, now).await?;
        let queue = match to {
            EnrollmentState::Waitlisted => Some(enrollment::place_in_queue(&tx, &moved.enrollment).await?),
            _ => None,
        };
        tx.commit().await?;
        Ok(Decided { enrollment: moved.enrollment, cause, queue })
    }

    /// Moves one enrollment into another state with everything that goes with it: counters, step, message, trail. Call
    /// it under the lock on the cohort, and [`Self::fill_free_seats`] after it.
    #[expect(clippy::too_many_arguments, reason = "a transition is all of this")]
    pub(crate) async fn step(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        enrollment: Enrollment,
        (to, cause): (EnrollmentState, Cause),
        author: Author,
        note: Option<Line>,
        now: DateTime<Utc>,
    ) -> Result<Moved, Error> {
        let (from, before) = (enrollment.state, enrollment.weight());
        let mut moving = [enrollment];
        enrollment::advance(tx, &mut moving, to, None, now).await?;
        let [enrollment] = moving;
        shift(tx, cohort, -before + enrollment.weight()).await?;
        let moved = Moved { enrollment, from: Some(from), cause, author, note };
        self.write_down(tx, std::slice::from_ref(&moved), now).await?;
        Ok(moved)
    }

    /// Gives every free seat to the queue, in order of arrival, at once or as an offer with a deadline. Call it under
    /// the lock on the cohort whenever a seat may have become free: after a withdrawal, a decline, after the capacity
    /// was raised. Answers who got one.
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
        let Some(head) = heads.first() else { return Ok(Vec::new()) };
        let from = head.state;
        let (to, cause) = head.on_free_seat(cohort)?;
        let (zone, hours) = (cohort.plan.time_zone, cohort.plan.waitlist.answer_hours);
        let deadline = to.awaits_answer().then(|| answer_by(now, hours, zone));
        let before = total(&heads);
        enrollment::advance(tx, &mut heads, to, deadline, now).await?;
        shift(tx, cohort, -before + total(&heads)).await?;
        let moved: Vec<Moved> = heads
            .into_iter()
            .map(|enrollment| Moved { enrollment, from: Some(from), cause, author: None, note: None })
            .collect();
        self.write_down(tx, &moved, now).await?;
        Ok(moved.iter().map(|moved| moved.enrollment.id).collect())
    }

    /// The rows that go with every transition: its step, its message, its line of the trail, and the note for the
    /// figures. What the table of transitions does not have is written down nowhere.
    pub(crate) async fn write_down(&self, tx: &Tx, moved: &[Moved], now: DateTime<Utc>) -> Result<(), Error> {
        let entropy = &*self.entropy;
        let (mut steps, mut letters, mut trail, mut links) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for Moved { enrollment, from, cause, author, note } in moved {
            if !allows(*from, enrollment.state, *cause) {
                let wrong = format!("no transition from {from:?} to {} by {cause}", enrollment.state);
                return Err(Error::Broken(wrong));
            }
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
            let (letter, mut email) = (NotificationId::new(now, entropy), enrollment.email(*cause));
            if let Some(expires_at) = enrollment.answer_by {
                let token = Token::new(entropy);
                email = email.opened_by(token.reveal().to_owned());
                let (token_hash, number) = (token.hash(), enrollment.version);
                links.push(NewLink { token_hash, enrollment: enrollment.id, number, expires_at });
            }
            let told =
                NewNotification::now(letter, enrollment.person, email, id, now).about(enrollment.cohort);
            letters.push(NewNotification { not_after: enrollment.answer_by, ..told });
            let action = format!("enrollment.{}", enrollment.state);
            let subject = ("enrollment", enrollment.id.to_string());
            trail.push(entry(now, entropy, *author, &action, subject, cause.as_str()));
        }
        enrollment::record_steps(tx, &steps).await?;
        enrollment::insert_links(tx, &links).await?;
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

fn total(enrollments: &[Enrollment]) -> Weight {
    enrollments.iter().map(Enrollment::weight).fold(Weight::default(), std::ops::Add::add)
}

/// Moves the counters of seats and queue, on the row and in the value.
async fn shift(tx: &Tx, cohort: &mut Cohort, by: Weight) -> Result<(), Error> {
    enrollment::count(tx, cohort.id, by).await?;
    cohort.confirmed += by.confirmed;
    cohort.held += by.held;
    cohort.waitlisted += by.waitlisted;
    Ok(())
}
