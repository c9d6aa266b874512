//! Newcomers to a cohort, decided on one after another in memory: what is known of them was loaded before, what comes of
//! it is written afterwards. Each is decided on as if alone behind those before.

use super::{
    Approvers, Cause, Criterion, Enrollment, EnrollmentState, Look, Matches, Move, NamedCondition, Passage,
    Placement, Pool, Quota, Record, Seating, Traits, Weight, follow, on_application,
};
use crate::cohort::Cohort;
use crate::id::{EnrollmentId, PersonId};
use crate::rejection::{Refusal, Rejection};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Somebody who comes, as far as the rules look.
#[derive(Clone, Debug)]
pub struct Newcomer {
    pub person: PersonId,
    /// The enrollment in this cohort, if there was one before.
    pub standing: Option<Standing>,
    /// Has come, or is to come, to a session of this cohort as a guest.
    pub is_guest: bool,
    pub traits: Traits,
    /// Who could approve for the person; loaded only where somebody has to.
    pub approvers: Approvers,
    /// What conditions look at; loaded only where there are some.
    pub record: Record,
}

/// How an enrollment stands that was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub id: EnrollmentId,
    pub state: EnrollmentState,
    pub version: i64,
}

/// A request to come in.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Names the enrollment if there was none before.
    pub id: EnrollmentId,
    pub at: DateTime<Utc>,
}

/// How somebody comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    pub passage: Passage,
    /// Which quotas of the cohort the person fits.
    pub matches: Matches,
    /// The seat that is the person's, or is kept for the answer.
    pub seat: Option<Placement>,
    /// What came of the look at what the cohort asks; `None` where it asks nothing, or nobody has looked yet.
    pub look: Option<Look>,
}

/// Somebody who has come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub enrollment: Enrollment,
    pub from: Option<EnrollmentState>,
    pub cause: Cause,
    /// The place in the queue, 1 for the next in line; only for those who wait.
    pub queue: Option<i64>,
    /// Has been a guest here.
    pub is_guest: bool,
    /// Who is counted anew to make room, in this order.
    pub moves: Vec<Move>,
    pub look: Option<Look>,
}

impl Arrival {
    /// What it adds to the counters beside the cohort.
    pub fn weight(&self) -> Weight {
        let in_quota = |pool: Pool| i32::from(pool != Pool::GENERAL);
        let moved = self.moves.iter().map(|step| in_quota(step.to) - in_quota(step.from)).sum();
        self.enrollment.weight() + Weight { in_quota: moved, ..Weight::default() }
    }

    /// What it adds to the seats of each pool that are somebody's.
    pub fn uses(&self) -> impl Iterator<Item = (Pool, i32)> {
        let own = self.enrollment.holds_seat().then_some((self.enrollment.pool, 1));
        self.moves.iter().flat_map(|step| [(step.from, -1), (step.to, 1)]).chain(own)
    }
}

/// A cohort that takes people in.
#[derive(Clone, Debug)]
pub struct Admission {
    cohort: Cohort,
    quotas: Vec<Quota>,
    conditions: Vec<NamedCondition>,
    /// Only where quotas keep seats.
    seating: Option<Seating>,
    /// Seats only become fewer here: whom there was no way to seat, there is none for anybody alike.
    hopeless: BTreeSet<Matches>,
    inside: BTreeSet<PersonId>,
}

impl Admission {
    /// The cohort as it stands under the lock, its quotas, and who holds its seats; the latter two count only where quotas
    /// keep seats.
    pub fn new(cohort: Cohort, quotas: Vec<Quota>, holders: Vec<(Pool, Matches, i32)>) -> Self {
        let keeps = cohort.reserved > 0;
        let seating = keeps.then(|| Seating::new(cohort.plan.capacity, &quotas).holding(holders));
        Self {
            cohort,
            quotas,
            conditions: Vec::new(),
            seating,
            hopeless: BTreeSet::new(),
            inside: BTreeSet::new(),
        }
    }

    /// The same of a cohort that asks something of everybody.
    #[must_use]
    pub fn asking(self, conditions: Vec<NamedCondition>) -> Self {
        Self { conditions, ..self }
    }

    /// What comes of a look at a newcomer; `None` where the cohort asks nothing.
    pub fn look(&self, newcomer: &Newcomer) -> Option<Look> {
        (!self.conditions.is_empty()).then(|| Look::at(&self.conditions, newcomer.record.clone()))
    }

    /// The cohort with everybody who has come in.
    pub fn into_cohort(self) -> Cohort {
        self.cohort
    }

    /// Decides on an application: a seat while there is one and nobody waits, else the queue, or the manager's decision;
    /// whom the cohort is not for is turned down. A refusal leaves everything as it was.
    pub fn apply(&mut self, newcomer: &Newcomer, request: Request) -> Result<Arrival, Rejection> {
        self.cohort.lets_apply(request.at)?;
        self.is_outside(newcomer)?;
        let matches = fitting(&self.quotas, &newcomer.traits);
        let look = self.look(newcomer);
        if look.as_ref().is_some_and(|look| !look.is_good()) {
            let passage = follow(None, EnrollmentState::Rejected, Cause::NotEligible)?.into();
            return self.take_in(newcomer, request, Coming { passage, matches, seat: None, look });
        }
        let seat = self.seat(matches);
        let passage = on_application(&self.cohort, &newcomer.approvers, seat.is_some(), request.at)?;
        self.take_in(newcomer, request, Coming { passage, matches, seat, look })
    }

    fn is_outside(&self, newcomer: &Newcomer) -> Result<(), Rejection> {
        let is_in = newcomer.standing.is_some_and(|before| !before.state.is_over());
        if is_in || self.inside.contains(&newcomer.person) {
            return Err(Refusal::AlreadyEnrolled.into());
        }
        Ok(())
    }

    /// Takes somebody in who is neither in the cohort nor has come in here.
    pub fn take_in(
        &mut self,
        newcomer: &Newcomer,
        Request { id, at }: Request,
        Coming { passage, matches, seat, look }: Coming,
    ) -> Result<Arrival, Rejection> {
        self.is_outside(newcomer)?;
        let Newcomer { person, standing, is_guest, .. } = newcomer;
        let Passage { to: state, cause, turn, answer_by } = passage;
        let seat_held = seat.is_some() && state == EnrollmentState::Nominated;
        let Placement { pool, moves } = seat.unwrap_or(Placement { pool: Pool::GENERAL, moves: Vec::new() });
        let enrollment = Enrollment {
            id: standing.map_or(id, |before| before.id),
            cohort: self.cohort.id,
            person: *person,
            state,
            arrival: self.cohort.arrivals + 1,
            applied_at: at,
            since: at,
            seat_held,
            pool,
            matches,
            turn,
            route: None,
            answer_by,
            final_score: None,
            version: standing.map_or(1, |before| before.version + 1),
        };
        let from = standing.map(|before| before.state);
        let is_guest = *is_guest;
        let mut arrival = Arrival { enrollment, from, cause, queue: None, is_guest, moves, look };
        self.cohort.arrivals += 1;
        self.cohort.count(arrival.weight());
        self.inside.insert(*person);
        arrival.queue = (state == EnrollmentState::Waitlisted).then(|| i64::from(self.cohort.waitlisted));
        Ok(arrival)
    }

    /// Where a newcomer would sit, who passes nobody: without quotas a seat that is free while people wait is theirs; with
    /// quotas those who wait beside a free seat may not have it.
    pub fn seat(&mut self, matches: Matches) -> Option<Placement> {
        let cohort = &self.cohort;
        if !cohort.plan.policy.seats_at_once() || cohort.seats_left() == 0 {
            return None;
        }
        let Some(seating) = &mut self.seating else {
            let general = Placement { pool: Pool::GENERAL, moves: Vec::new() };
            return (cohort.waitlisted == 0).then_some(general);
        };
        if self.hopeless.contains(&matches) {
            return None;
        }
        let seat = seating.place(matches);
        if seat.is_none() {
            self.hopeless.insert(matches);
        }
        seat
    }
}

/// Which of the quotas that keep seats still somebody fits.
pub fn fitting(quotas: &[Quota], traits: &Traits) -> Matches {
    let fits = quotas.iter().filter(|quota| quota.is_active() && quota.criterion.fits(traits));
    Matches::of(fits.map(|quota| quota.number))
}

/// Whether a quota of these asks who comes from a hromada that nobody is trained in.
pub fn asks_for_coverage(quotas: &[Quota]) -> bool {
    quotas.iter().any(|quota| quota.is_active() && quota.criterion == Criterion::Uncovered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::{CohortState, Plan, RawPlan};
    use crate::enrollment::{Condition, ConditionKind};
    use crate::id::{CohortId, CourseId, CourseVersionId, OrganizationId, ProgramId};
    use chrono::NaiveDate;
    use uuid::Uuid;

    const NOBODY: Uuid = Uuid::nil();

    fn cohort(capacity: i32, reserved: i32) -> Cohort {
        let text = |text: &str| text.to_owned();
        let raw = RawPlan {
            code: text("A-1"),
            form: text("online"),
            language: text("uk"),
            starts_on: text("2026-05-11"),
            ends_on: text("2026-06-08"),
            capacity: capacity.to_string(),
            policy: text("open"),
            enrollment_opens_on: text("2026-05-01"),
            enrollment_closes_on: text("2026-05-10"),
            ..RawPlan::default()
        };
        Cohort {
            id: CohortId(NOBODY),
            course: CourseId(NOBODY),
            course_version: CourseVersionId(NOBODY),
            program: ProgramId(NOBODY),
            organization: OrganizationId(NOBODY),
            plan: Plan::try_from(&raw).unwrap(),
            route: crate::enrollment::Route::default(),
            state: CohortState::Published,
            confirmed: 0,
            held: 0,
            reserved,
            in_quota: 0,
            waitlisted: 0,
            arrivals: 0,
            decision_owner: None,
            decided_at: None,
            requirements_since: None,
            version: 1,
        }
    }

    fn fifth_category(seats: i32) -> Quota {
        Quota {
            number: 1,
            criterion: Criterion::PositionCategory(5),
            seats,
            used: 0,
            release_on: NaiveDate::MAX,
            released_at: None,
            freed: 0,
        }
    }

    fn somebody(number: u128, category: Option<i16>) -> Newcomer {
        let traits = Traits { position_category: category, ..Traits::default() };
        Newcomer {
            person: PersonId(Uuid::from_u128(number)),
            standing: None,
            is_guest: false,
            traits,
            approvers: Approvers::default(),
            record: Record::new(&Traits { position_category: category, ..Traits::default() }, [], false),
        }
    }

    fn request() -> Request {
        let at = "2026-05-04T06:00:00Z".parse().unwrap();
        Request { id: EnrollmentId(NOBODY), at }
    }

    #[test]
    fn each_is_decided_on_as_if_alone_behind_those_before() {
        let mut admission = Admission::new(cohort(2, 1), vec![fifth_category(1)], vec![]);
        let mut apply = |number, category| admission.apply(&somebody(number, category), request());
        let first = apply(1, None).unwrap();
        assert_eq!(
            (first.enrollment.state, first.enrollment.pool),
            (EnrollmentState::Confirmed, Pool::GENERAL)
        );
        let second = apply(2, None).unwrap();
        assert_eq!((second.enrollment.state, second.queue), (EnrollmentState::Waitlisted, Some(1)));
        assert_eq!(apply(1, None).unwrap_err().refusal, Refusal::AlreadyEnrolled);
        let third = apply(3, Some(5)).unwrap();
        assert_eq!((third.enrollment.pool, third.enrollment.arrival), (Pool(1), 3));
        let fourth = apply(4, Some(5)).unwrap();
        assert_eq!((fourth.enrollment.state, fourth.queue), (EnrollmentState::Waitlisted, Some(2)));
        let after = admission.into_cohort();
        assert_eq!((after.confirmed, after.in_quota, after.waitlisted, after.arrivals), (2, 1, 2, 4));
    }

    #[test]
    fn a_refusal_changes_nothing() {
        let mut admission = Admission::new(cohort(1, 1), vec![fifth_category(1)], vec![]);
        let late = Request { at: "2026-05-11T06:00:00Z".parse().unwrap(), ..request() };
        let refused = admission.apply(&somebody(1, Some(5)), late).unwrap_err();
        assert_eq!(refused.refusal, Refusal::EnrollmentClosed);
        let next = admission.apply(&somebody(2, Some(5)), request()).unwrap();
        assert_eq!((next.enrollment.state, next.enrollment.arrival), (EnrollmentState::Confirmed, 1));
    }

    #[test]
    fn whom_the_cohort_is_not_for_is_turned_down_and_takes_no_seat() {
        let asked = Condition::new(ConditionKind::PositionCategory, "5").unwrap();
        let asked = NamedCondition { condition: asked, name: crate::text::Both::default() };
        let mut admission = Admission::new(cohort(1, 0), vec![], vec![]).asking(vec![asked]);
        let turned_down = admission.apply(&somebody(1, Some(4)), request()).unwrap();
        let state = (turned_down.enrollment.state, turned_down.cause);
        assert_eq!(state, (EnrollmentState::Rejected, Cause::NotEligible));
        assert_eq!(turned_down.weight(), Weight::default());
        assert_eq!(turned_down.look.unwrap().shortfall.unmet.len(), 1);
        let next = admission.apply(&somebody(2, Some(5)), request()).unwrap();
        assert_eq!((next.enrollment.state, next.enrollment.arrival), (EnrollmentState::Confirmed, 2));
        assert!(next.look.unwrap().is_good());
        let excepted = Record::new(&Traits::default(), [], true);
        let excepted = Newcomer { record: excepted, ..somebody(3, None) };
        assert_eq!(
            admission.apply(&excepted, request()).unwrap().enrollment.state,
            EnrollmentState::Waitlisted
        );
    }

    #[test]
    fn who_was_out_comes_back_on_the_same_enrollment_and_who_is_in_does_not() {
        let mut admission = Admission::new(cohort(2, 0), vec![], vec![]);
        let id = EnrollmentId(Uuid::from_u128(9));
        let before =
            |state| Newcomer { standing: Some(Standing { id, state, version: 3 }), ..somebody(1, None) };
        let waiting = before(EnrollmentState::Waitlisted);
        assert_eq!(admission.apply(&waiting, request()).unwrap_err().refusal, Refusal::AlreadyEnrolled);
        let back = admission.apply(&before(EnrollmentState::Withdrawn), request()).unwrap();
        assert_eq!((back.enrollment.id, back.enrollment.version), (id, 4));
        assert_eq!(back.from, Some(EnrollmentState::Withdrawn));
    }
}
