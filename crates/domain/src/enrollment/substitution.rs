//! Passing a seat on to a colleague: it keeps its quota, and the queue never sees it.

use super::{Cause, Enrollment, EnrollmentState, Listed, Matches, answer_by, follow};
use crate::cohort::{Cohort, CohortState, beginning};
use crate::rejection::{Refusal, Rejection};
use chrono::{DateTime, Utc};

/// However soon the training begins, a colleague who is asked has so many hours of daytime to answer.
const LEAST_HOURS: i32 = 2;

impl Cohort {
    /// Whether a seat can be passed on now: by its managers until the training begins, by personnel officers until the
    /// day that is set.
    pub fn takes_substitutes(&self, by_manager: bool, now: DateTime<Utc>) -> Result<(), Rejection> {
        if self.state != CohortState::Published {
            return Err(Refusal::CohortNotOpen.into());
        }
        let closes = self.substitution_closes(by_manager);
        if now < closes { Ok(()) } else { Err(Rejection::from(Refusal::SubstitutionClosed).at(closes)) }
    }

    /// The first instant at which seats cannot be passed on any more.
    pub fn substitution_closes(&self, by_manager: bool) -> DateTime<Utc> {
        closes(self.plan.begins_at(), self.plan.terms.substitution_closes, by_manager)
    }

    /// The last moment for the answer of a colleague who is asked now: as for every question, but before the training
    /// begins as far as that leaves time to answer at all.
    pub fn substitute_answers_by(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let zone = self.plan.time_zone;
        let latest = answer_by(now, LEAST_HOURS, zone).max(self.plan.begins_at());
        answer_by(now, self.plan.waitlist.answer_hours, zone).min(latest)
    }
}

fn closes(begins: DateTime<Utc>, set: Option<DateTime<Utc>>, by_manager: bool) -> DateTime<Utc> {
    set.filter(|_| !by_manager).map_or(begins, |closes| closes.min(begins))
}

impl Listed {
    /// Whether the seat can be passed on to a colleague now.
    pub fn passes_on_at(&self, by_manager: bool, now: DateTime<Utc>) -> bool {
        let begins = beginning(self.run.starts_on, self.run.time_zone);
        self.run.state == CohortState::Published
            && self.enrollment.has_seat_to_pass_on()
            && now < closes(begins, self.run.substitution_closes, by_manager)
    }
}

impl Enrollment {
    /// A seat that the queue was asked about stays with the queue.
    fn has_seat_to_pass_on(&self) -> bool {
        self.holds_seat() && self.state != EnrollmentState::Offered
    }

    /// Leaves the seat to a colleague who fits these quotas.
    pub fn on_substitution(&self, newcomer: Matches) -> Result<(EnrollmentState, Cause), Rejection> {
        if !self.has_seat_to_pass_on() {
            return Err(Refusal::NoSeatToPassOn.into());
        }
        if !newcomer.allows(self.pool) {
            return Err(Refusal::QuotaNotMet.into());
        }
        follow(Some(self.state), EnrollmentState::Withdrawn, Cause::Substituted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrollment::Pool;
    use crate::id::{CohortId, EnrollmentId, PersonId};
    use uuid::Uuid;

    fn enrollment(state: EnrollmentState, seat_held: bool, pool: i32) -> Enrollment {
        Enrollment {
            id: EnrollmentId(Uuid::nil()),
            cohort: CohortId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            state,
            arrival: 1,
            applied_at: DateTime::UNIX_EPOCH,
            since: DateTime::UNIX_EPOCH,
            seat_held,
            pool: Pool(pool),
            matches: Matches::of([pool]),
            turn: crate::enrollment::Turn::default(),
            route: None,
            answer_by: None,
            final_score: None,
            version: 1,
        }
    }

    #[test]
    fn only_a_seat_of_ones_own_is_passed_on_and_only_to_who_fits() {
        use EnrollmentState::{Applied, Confirmed, Nominated, Offered, Waitlisted, Withdrawn};
        let passed_on = Ok((Withdrawn, Cause::Substituted));
        let no_seat = || Err(Refusal::NoSeatToPassOn);
        for (state, held, pool, fits, expected) in [
            (Confirmed, false, 0, Matches::default(), passed_on),
            (Confirmed, false, 2, Matches::of([2, 3]), passed_on),
            (Confirmed, false, 2, Matches::of([3]), Err(Refusal::QuotaNotMet)),
            (Nominated, true, 1, Matches::of([1]), passed_on),
            (Nominated, false, 0, Matches::default(), no_seat()),
            (Offered, false, 0, Matches::default(), no_seat()),
            (Waitlisted, false, 0, Matches::default(), no_seat()),
            (Applied, false, 0, Matches::default(), no_seat()),
            (Withdrawn, false, 0, Matches::default(), no_seat()),
        ] {
            let done = enrollment(state, held, pool).on_substitution(fits);
            assert_eq!(done.map_err(|no| no.refusal), expected, "{state} {held} {pool}");
        }
    }
}
