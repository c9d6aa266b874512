//! What becomes of those who apply for a cohort: decided by the rules one by one, in memory, with every step kept.

use crate::Error;
use crate::dice::Dice;
use chrono::{DateTime, Duration, Utc};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{
    Approvers, Cause, Enrollment, EnrollmentState, Matches, Passage, Pool, Step, Turn, Weight,
    WithdrawalReason, on_application, seats_to_give,
};
use postup_domain::entropy::Entropy;
use postup_domain::id::{EnrollmentId, PersonId, StepId};
use postup_persistence::enrollment::NewStep;

/// In percent: whose application is turned down, whose waits still, who leaves again.
const REJECTED: usize = 6;
const UNDECIDED: usize = 12;
const LEAVING: usize = 6;

/// The enrollments of one cohort, and everything that happened to them.
pub(super) struct Lives<'a> {
    cohort: &'a mut Cohort,
    dice: &'a Dice,
    entropy: &'a dyn Entropy,
    pub enrollments: Vec<Enrollment>,
    pub steps: Vec<NewStep>,
}

impl<'a> Lives<'a> {
    pub(super) fn new(cohort: &'a mut Cohort, dice: &'a Dice, entropy: &'a dyn Entropy) -> Self {
        Self { cohort, dice, entropy, enrollments: Vec::new(), steps: Vec::new() }
    }

    /// The people apply one after the other, some of them are decided on, some leave, and the queue moves up. What lies
    /// after `now` has not happened.
    pub(super) fn unfold(&mut self, people: &[PersonId], now: DateTime<Utc>) -> Result<(), Error> {
        let (opens, closes) = (self.cohort.plan.enrollment_opens, self.cohort.plan.enrollment_closes);
        let pause = (closes - opens) / i32::try_from(people.len() + 1).unwrap_or(i32::MAX);
        let mut at = opens;
        for person in people {
            at += Duration::milliseconds(pause.num_milliseconds());
            if at >= now {
                break;
            }
            self.apply(*person, at)?;
        }
        let decided = closes + Duration::hours(9);
        if decided < now {
            self.decide(decided)?;
            self.leave(decided + Duration::hours(20).min(now - decided))?;
        }
        Ok(())
    }

    fn apply(&mut self, person: PersonId, at: DateTime<Utc>) -> Result<(), Error> {
        let seat = self.cohort.seats_left() > 0 && self.cohort.waitlisted == 0;
        let passage = on_application(self.cohort, &Approvers::default(), seat, at)?;
        let (state, cause) = (passage.to, passage.cause);
        let arrival = i64::try_from(self.enrollments.len() + 1).unwrap_or(i64::MAX);
        self.enrollments.push(Enrollment {
            id: EnrollmentId::new(at, self.entropy),
            cohort: self.cohort.id,
            person,
            state,
            arrival,
            applied_at: at,
            since: at,
            seat_held: false,
            pool: Pool::GENERAL,
            matches: Matches::default(),
            turn: Turn::default(),
            route: None,
            answer_by: None,
            final_score: None,
            version: 0,
        });
        self.step(self.enrollments.len() - 1, None, state, cause, at);
        Ok(())
    }

    fn decide(&mut self, at: DateTime<Utc>) -> Result<(), Error> {
        for place in 0..self.enrollments.len() {
            let Some(enrollment) = self.enrollments.get(place) else { break };
            if enrollment.state != EnrollmentState::Applied {
                continue;
            }
            let thrown = self.dice.below(100);
            if thrown < UNDECIDED {
                continue;
            }
            let (to, cause) = if thrown < UNDECIDED + REJECTED {
                enrollment.on_rejection()?
            } else {
                enrollment.on_confirmation(self.cohort.seats_left() > 0)?
            };
            self.step(place, Some(EnrollmentState::Applied), to, cause, at);
        }
        Ok(())
    }

    fn leave(&mut self, at: DateTime<Utc>) -> Result<(), Error> {
        for place in 0..self.enrollments.len() {
            let Some(enrollment) = self.enrollments.get(place) else { break };
            if enrollment.state != EnrollmentState::Confirmed || self.dice.below(100) >= LEAVING {
                continue;
            }
            let reason = self.dice.pick(WithdrawalReason::ALL).copied().unwrap_or(WithdrawalReason::Duty);
            let (to, cause) = enrollment.on_withdrawal(reason)?;
            self.step(place, Some(EnrollmentState::Confirmed), to, cause, at);
            self.move_up(at)?;
        }
        Ok(())
    }

    /// Every free seat goes to the head of the queue.
    fn move_up(&mut self, at: DateTime<Utc>) -> Result<(), Error> {
        while seats_to_give(self.cohort, at) > 0 {
            let waits = |enrollment: &Enrollment| enrollment.state == EnrollmentState::Waitlisted;
            let Some(head) = self.enrollments.iter().position(waits) else { break };
            let Some(enrollment) = self.enrollments.get(head) else { break };
            let Passage { to, cause, .. } = enrollment.on_free_seat(self.cohort, false, at)?;
            self.step(head, Some(EnrollmentState::Waitlisted), to, cause, at);
        }
        Ok(())
    }

    fn step(
        &mut self,
        place: usize,
        from: Option<EnrollmentState>,
        to: EnrollmentState,
        cause: Cause,
        at: DateTime<Utc>,
    ) {
        let Some(enrollment) = self.enrollments.get_mut(place) else { return };
        let before = if from.is_some() { enrollment.weight() } else { Weight::default() };
        (enrollment.state, enrollment.since) = (to, at);
        enrollment.version += 1;
        let change = enrollment.weight() + -before;
        self.cohort.confirmed += change.confirmed;
        self.cohort.held += change.held;
        self.cohort.waitlisted += change.waitlisted;
        let step = Step {
            enrollment: enrollment.id,
            from,
            to,
            author: None,
            at,
            cause,
            note: None,
            counterpart: None,
            stood_for: None,
        };
        self.steps.push(NewStep { id: StepId::new(at, self.entropy), number: enrollment.version, step });
    }
}
