//! One step of an enrollment under the lock on its cohort, and who gets the seats that become free by it.

use super::eligibility;
use crate::login::Token;
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Author, MayApprove};
use postup_domain::audit::Entry;
use postup_domain::cohort::{Cohort, WaitlistPolicy};
use postup_domain::enrollment::{
    Cause, Decided, Enrollment, EnrollmentState, Explanation, Look, Matches, Moving, Passage, Placement,
    Pool, Seating, Step, Weight, allows, seats_to_give,
};
use postup_domain::id::{CohortId, EnrollmentId, NotificationId, PersonId, StepId};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::{Refusal, Rejection};
use postup_domain::text::Line;
use postup_persistence::enrollment::{NewLink, NewStep, Post};
use postup_persistence::{Part, Tx, audit, cohort, enrollment, figures, outbox, together};
use std::collections::{BTreeSet, HashSet};

/// Who takes a step: a person, perhaps in the place of somebody who is away, or the product itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct By {
    pub author: Author,
    pub stood_for: Option<PersonId>,
}

impl By {
    pub fn approver(permit: &MayApprove) -> Self {
        Self { author: permit.author(), stood_for: permit.stands_for() }
    }
}

impl From<Author> for By {
    fn from(author: Author) -> Self {
        Self { author, stood_for: None }
    }
}

/// A transition that has happened, with the enrollment as it stands after it.
pub(crate) struct Moved {
    pub enrollment: Enrollment,
    pub from: Option<EnrollmentState>,
    pub cause: Cause,
    pub by: By,
    pub note: Option<Line>,
    pub counterpart: Option<EnrollmentId>,
    /// What was seen of the person, where the cohort asks something.
    pub look: Option<Look>,
}

impl Moved {
    /// A step that nobody asked for.
    pub(super) fn by_rule(enrollment: Enrollment, from: EnrollmentState, cause: Cause) -> Self {
        let by = By::default();
        Self { enrollment, from: Some(from), cause, by, note: None, counterpart: None, look: None }
    }
}

impl App {
    /// Takes one step under the lock on the cohort, then gives away whatever became free.
    pub(crate) async fn take_step(
        &self,
        cohort: CohortId,
        id: EnrollmentId,
        by: impl Into<By>,
        note: Option<Line>,
        step: impl Fn(Moving<'_>, DateTime<Utc>) -> Result<Passage, Rejection>,
    ) -> Result<Decided, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, cohort).await?.ok_or(Error::Missing("cohort"))?;
        let enrollment = enrollment::read(&tx, id).await?.ok_or(Error::Missing("enrollment"))?;
        let seat = match enrollment.holds_seat() {
            true => None,
            false => self.seat_for(&tx, &cohort, enrollment.matches).await?,
        };
        let approvers = self.approvers_of(&tx, &cohort, &enrollment, now).await?;
        let moving =
            Moving { enrollment: &enrollment, cohort: &cohort, approvers: &approvers, seat: seat.is_some() };
        let passage = step(moving, now)?;
        if enrollment.state == EnrollmentState::Nominated && !passage.to.is_over() {
            self.settle_nominee(&tx, &enrollment, now).await?;
        }
        let wish = passage;
        let (passage, look) = self.fitting(&tx, &cohort, &enrollment, wish, now).await?;
        let by = if passage == wish { by.into() } else { By::default() };
        let moved = self.step(&tx, &mut cohort, enrollment, passage, seat, by, note, look, now).await?;
        self.fill_free_seats(&tx, &mut cohort, now).await?;
        let cause = passage.cause;
        let queue = match passage.to {
            EnrollmentState::Waitlisted => Some(enrollment::place_in_queue(&tx, &moved.enrollment).await?),
            _ => None,
        };
        tx.commit().await?;
        let note = moved.note;
        let done =
            Decided { enrollment: moved.enrollment, cause, queue, explanation: Explanation::default() };
        Ok(self.explained(done, &cohort, note).await)
    }

    /// Moves one enrollment into another state with everything that goes with it: counters, step, message, trail. `seat`
    /// is where it sits down if it has no seat and needs one. Call it under the lock on the cohort, and
    /// [`Self::fill_free_seats`] after it.
    #[expect(clippy::too_many_arguments, reason = "a transition is all of this")]
    pub(crate) async fn step(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        enrollment: Enrollment,
        passage: Passage,
        seat: Option<Placement>,
        by: By,
        note: Option<Line>,
        look: Option<Look>,
        now: DateTime<Utc>,
    ) -> Result<Moved, Error> {
        let from = enrollment.state;
        let enrollment = self.advance(tx, cohort, enrollment, passage, seat, now).await?;
        let cause = passage.cause;
        let moved = Moved { enrollment, from: Some(from), cause, by, note, counterpart: None, look };
        self.write_down(tx, std::slice::from_ref(&moved), now).await?;
        Ok(moved)
    }

    /// The enrollment in its new state, with the seat it keeps, takes or leaves, and the counters that go with that.
    pub(crate) async fn advance(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        enrollment: Enrollment,
        passage: Passage,
        seat: Option<Placement>,
        now: DateTime<Utc>,
    ) -> Result<Enrollment, Error> {
        let (before, left) = (enrollment.weight(), enrollment.pool);
        let sits = matches!(passage.to, EnrollmentState::Confirmed | EnrollmentState::Offered);
        let pool = match seat {
            _ if !sits => Pool::GENERAL,
            _ if enrollment.holds_seat() => enrollment.pool,
            Some(seat) => self.sit(tx, cohort, &seat).await?,
            None => return Err(Refusal::NoSeatLeft.into()),
        };
        let mut moving = [enrollment];
        enrollment::advance(tx, &mut moving, passage, pool, now).await?;
        let [enrollment] = moving;
        let after = enrollment.weight();
        shift(tx, cohort, -before + after).await?;
        if left != pool {
            let uses = [(left, -before.in_quota), (pool, after.in_quota)];
            together(tx, enrollment::use_quotas(cohort.id, uses).into_iter().collect()).await?;
        }
        Ok(enrollment)
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
        let moved = if cohort.reserved == 0 {
            let heads = self.fitting_heads(tx, cohort, free, now).await?;
            let clashing = self.clashing(tx, cohort, heads.iter().map(|(head, _)| head), now).await?;
            let (asked, seated): (Vec<_>, Vec<_>) =
                heads.into_iter().partition(|(head, _)| clashing.contains(&head.person));
            let mut moved = Vec::new();
            for (heads, clashes) in [(seated, false), (asked, true)] {
                let Some((head, _)) = heads.first() else { continue };
                let (from, passage) = (head.state, head.on_free_seat(cohort, clashes, now)?);
                let (mut heads, looks): (Vec<_>, Vec<_>) = heads.into_iter().unzip();
                let before = total(&heads);
                enrollment::advance(tx, &mut heads, passage, Pool::GENERAL, now).await?;
                shift(tx, cohort, -before + total(&heads)).await?;
                let one =
                    |(enrollment, look)| Moved { look, ..Moved::by_rule(enrollment, from, passage.cause) };
                moved.extend(heads.into_iter().zip(looks).map(one));
            }
            moved
        } else {
            self.fill_quotas(tx, cohort, now).await?
        };
        self.write_down(tx, &moved, now).await?;
        Ok(moved.iter().map(|moved| moved.enrollment.id).collect())
    }

    /// The same where quotas keep seats: whoever of the queue can be seated by rule 1 is, in order of arrival.
    async fn fill_quotas(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        now: DateTime<Utc>,
    ) -> Result<Vec<Moved>, Error> {
        let mut seating = self.seating(tx, cohort).await?;
        let (mut moved, mut unfit, mut hopeless) = (Vec::new(), Vec::new(), BTreeSet::new());
        let queue = enrollment::queue(tx, cohort.id).await?;
        let people: Vec<PersonId> = queue.iter().map(|head| head.person).collect();
        let mut looks = eligibility::looks(tx, cohort, &people, now).await?;
        let clashing = self.clashing(tx, cohort, queue.iter(), now).await?;
        for head in queue {
            if seating.free_in_all() <= 0 {
                break;
            }
            // Seats only become fewer here: whom there was no way to seat, there is none for anybody alike.
            if hopeless.contains(&head.matches) {
                continue;
            }
            let look = looks.remove(&head.person);
            if let Some(look) = look.clone().filter(|look| !look.is_good()) {
                // Whoever could not have been seated anyway is looked at again another time.
                if seating.clone().place(head.matches).is_some() {
                    unfit.push((head, look));
                }
                continue;
            }
            let Some(seat) = seating.place(head.matches) else {
                hopeless.insert(head.matches);
                continue;
            };
            let clashes = clashing.contains(&head.person);
            let (from, passage) = (head.state, head.on_free_seat(cohort, clashes, now)?);
            let enrollment = self.advance(tx, cohort, head, passage, Some(seat), now).await?;
            moved.push(Moved { look, ..Moved::by_rule(enrollment, from, passage.cause) });
        }
        self.pass_over(tx, cohort, unfit, now).await?;
        Ok(moved)
    }

    /// Of these those who have something else at the time of the sessions; looked at where nobody would be asked.
    async fn clashing(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        heads: impl Iterator<Item = &Enrollment>,
        now: DateTime<Utc>,
    ) -> Result<HashSet<PersonId>, Error> {
        let people: Vec<PersonId> = heads.map(|head| head.person).collect();
        if people.is_empty() || cohort.plan.waitlist.policy == WaitlistPolicy::Offer {
            return Ok(HashSet::new());
        }
        Ok(enrollment::clashing(tx, cohort.id, &people, now).await?)
    }

    /// The seats of a cohort as they are held now.
    pub(crate) async fn seating(&self, tx: &Tx, cohort: &Cohort) -> Result<Seating, Error> {
        let quotas = enrollment::quotas(tx, cohort.id).await?;
        let holders = enrollment::holders(tx, cohort.id).await?;
        Ok(Seating::new(cohort.plan.capacity, &quotas).holding(holders))
    }

    /// Where somebody who fits these quotas would sit (rule 1); `None` when there is no way.
    pub(crate) async fn seat_for(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        matches: Matches,
    ) -> Result<Option<Placement>, Error> {
        if cohort.seats_left() == 0 {
            return Ok(None);
        }
        if cohort.reserved == 0 {
            return Ok(Some(Placement { pool: Pool::GENERAL, moves: Vec::new() }));
        }
        Ok(self.seating(tx, cohort).await?.place(matches))
    }

    /// The same for a newcomer, who passes nobody.
    pub(crate) async fn seat_for_newcomer(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        matches: Matches,
    ) -> Result<Option<Placement>, Error> {
        let (mut admission, _) = self.open_admission(tx, cohort, &[]).await?;
        Ok(admission.seat(matches))
    }

    /// Makes room for a placement: counts holders anew, the last on the way first. Answers the pool to sit down on.
    async fn sit(&self, tx: &Tx, cohort: &mut Cohort, seat: &Placement) -> Result<Pool, Error> {
        for step in &seat.moves {
            enrollment::count_anew(tx, cohort.id, *step).await?;
            let quota = |pool: Pool| i32::from(pool != Pool::GENERAL);
            let by = Weight { in_quota: quota(step.to) - quota(step.from), ..Weight::default() };
            shift(tx, cohort, by).await?;
            let uses = [(step.from, -1), (step.to, 1)];
            together(tx, enrollment::use_quotas(cohort.id, uses).into_iter().collect()).await?;
        }
        Ok(seat.pool)
    }

    /// The rows that go with every transition: its step, its message, its line of the trail, and the note for the
    /// figures. What the table of transitions does not have is written down nowhere.
    pub(crate) async fn write_down(&self, tx: &Tx, moved: &[Moved], now: DateTime<Utc>) -> Result<(), Error> {
        together(tx, self.trail_of(moved)?.parts(moved, now)?).await?;
        self.end_visits_after(tx, moved, now).await?;
        self.ask_offices(tx, moved, now).await
    }

    /// What [`Self::write_down`] writes.
    pub(crate) fn trail_of(&self, moved: &[Moved]) -> Result<Trail, Error> {
        let entropy = &*self.entropy;
        let mut trail = Trail::default();
        for Moved { enrollment, from, cause, by, note, counterpart, .. } in moved {
            if !allows(*from, enrollment.state, *cause) {
                let wrong = format!("no transition from {from:?} to {} by {cause}", enrollment.state);
                return Err(Error::Broken(wrong));
            }
            let at = enrollment.since;
            let id = StepId::new(at, entropy);
            let step = Step {
                enrollment: enrollment.id,
                from: *from,
                to: enrollment.state,
                author: by.author,
                at,
                cause: *cause,
                note: note.clone(),
                counterpart: *counterpart,
                stood_for: by.stood_for,
            };
            trail.steps.push(NewStep { id, number: enrollment.version, step });
            let (letter, mut email) = (NotificationId::new(at, entropy), enrollment.email(*cause));
            let answer_by = enrollment.answer_by.filter(|_| enrollment.state.awaits_answer());
            if let Some(expires_at) = answer_by {
                let token = Token::new(entropy);
                email = email.opened_by(token.reveal().to_owned());
                let (token_hash, number) = (token.hash(), enrollment.version);
                let link =
                    NewLink { token_hash, enrollment: enrollment.id, approver: None, number, expires_at };
                trail.post.links.push(link);
            }
            let told =
                NewNotification::now(letter, enrollment.person, email, id, at).about(enrollment.cohort);
            trail.post.letters.push((enrollment.id, NewNotification { not_after: answer_by, ..told }));
            let action = format!("enrollment.{}", enrollment.state);
            let subject = ("enrollment", enrollment.id.to_string());
            let mut detail = cause.as_str().to_owned();
            if let Some(absent) = by.stood_for {
                detail.push_str(&format!(" in the place of {absent}"));
            }
            trail.entries.push(entry(at, entropy, by.author, &action, subject, detail));
        }
        Ok(trail)
    }
}

/// The rows that go with steps, one of each kind for each, and links where an answer is awaited.
#[derive(Default)]
pub(crate) struct Trail {
    pub steps: Vec<NewStep>,
    pub post: Post,
    pub entries: Vec<Entry>,
}

impl Trail {
    pub(super) fn parts(self, moved: &[Moved], now: DateTime<Utc>) -> Result<Vec<Part>, Error> {
        let letters: Vec<NewNotification> = self.post.letters.into_iter().map(|(_, letter)| letter).collect();
        let mut parts = enrollment::record_steps(&self.steps);
        parts.extend(enrollment::insert_links(&self.post.links));
        parts.extend(eligibility::looked_at(moved)?);
        parts.extend(outbox::push_new(&letters)?);
        parts.extend(audit::record_each(&self.entries));
        let touched: Vec<EnrollmentId> = moved.iter().map(|moved| moved.enrollment.id).collect();
        parts.extend(figures::touching(&touched, now));
        Ok(parts)
    }
}

pub(super) fn total(enrollments: &[Enrollment]) -> Weight {
    enrollments.iter().map(Enrollment::weight).fold(Weight::default(), std::ops::Add::add)
}

/// Moves the counters of seats and queue, on the row and in the value.
pub(super) async fn shift(tx: &Tx, cohort: &mut Cohort, by: Weight) -> Result<(), Error> {
    enrollment::count(tx, cohort.id, by).await?;
    cohort.count(by);
    Ok(())
}
