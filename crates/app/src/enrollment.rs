//! Applying for a seat, deciding, leaving; and the queue that moves up by itself.

mod admission;
pub mod answer;
pub mod approval;
mod clash;
pub(crate) mod door;
pub(crate) mod eligibility;
mod equivalent;
pub(crate) mod explain;
mod nomination;
pub mod nominee;
pub mod quota;
mod read;
mod reconfirmation;
mod seats;
mod substitution;
mod transfer;
pub(crate) use transfer::lock_both;
pub mod wording;

use crate::{App, Error};
pub(crate) use admission::Waiting;
pub(crate) use approval::Offices;
use chrono::{DateTime, Utc};
pub(crate) use eligibility::named as condition_names;
pub(crate) use nomination::Nominated;
use postup_domain::access::{Actor, Author, EnrollmentPlace, MayDecide, MayEnroll, MayWithdraw};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{
    Admission, Arrival, Coming, Decided, Enrollment, Matches, Passage, Placement, Request, Weight,
    WithdrawalReason,
};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::text::Line;
use postup_persistence::{Tx, cohort, enrollment, together};
pub(crate) use quota::named as quota_names;
pub(crate) use seats::{By, Moved};
use std::ops::Add;

/// Somebody who applies, or is applied for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Applicant {
    pub person: PersonId,
    pub author: Author,
    pub at: DateTime<Utc>,
}

/// Somebody who comes in by a way of their own, and how.
pub(crate) struct Arriving {
    pub person: PersonId,
    pub passage: Passage,
    /// Which quotas of the cohort the person fits.
    pub matches: Matches,
    /// The seat that is the person's, or is kept for the answer.
    pub seat: Option<Placement>,
    /// The enrollment that is left for this one.
    pub counterpart: Option<EnrollmentId>,
    /// Who names somebody by an address must not learn what their record says: they are looked at when they answer.
    pub unseen: bool,
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
        Ok(actor.may_enroll(EnrollmentPlace::of(person, employer, cohort.place()))?)
    }

    /// Decides on applications for one cohort, one after another, within a change that holds the lock on it, and writes
    /// down who came in. A refusal of one touches nobody else.
    pub(crate) async fn apply(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        applicants: &[Applicant],
        now: DateTime<Utc>,
    ) -> Result<Vec<Result<Decided, Error>>, Error> {
        let people: Vec<PersonId> = applicants.iter().map(|one| one.person).collect();
        let (mut admission, newcomers) = self.open_admission(tx, cohort, &people).await?;
        let mut decide = |one: &Applicant| {
            let newcomer = newcomers.get(&one.person).ok_or(Error::Missing("person"))?;
            let id = EnrollmentId::new(one.at, self.entropy());
            Ok(admission.apply(newcomer, Request { id, at: one.at })?)
        };
        let decisions: Vec<Result<Arrival, Error>> = applicants.iter().map(&mut decide).collect();
        let arrived = applicants.iter().zip(&decisions);
        let arrived: Vec<_> =
            arrived.filter_map(|(one, decision)| Some((decision.as_ref().ok()?, one.author))).collect();
        self.let_in(tx, cohort, admission, &arrived, None, now).await?;
        Ok(decisions.into_iter().map(|decision| decision.map(Decided::from)).collect())
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
        let Arriving { person, passage, matches, seat, counterpart, unseen } = arriving;
        let (mut admission, newcomers) = self.open_admission(tx, cohort, &[person]).await?;
        let newcomer = newcomers.get(&person).ok_or(Error::Missing("person"))?;
        let request = Request { id: EnrollmentId::new(now, self.entropy()), at: now };
        let look = if unseen { None } else { admission.look(newcomer) };
        if let Some(look) = look.as_ref().filter(|look| !look.is_good()) {
            return Err(eligibility::refusal(look).into());
        }
        let coming = Coming { passage, matches, seat, look };
        let arrival = admission.take_in(newcomer, request, coming)?;
        let moved = self.let_in(tx, cohort, admission, &[(&arrival, author)], counterpart, now).await?;
        moved.into_iter().next().ok_or(Error::Missing("enrollment"))
    }

    /// Writes down who came in by an admission, with everything that goes with it. Call it under the lock on the cohort.
    async fn let_in(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        admission: Admission,
        arrived: &[(&Arrival, Author)],
        counterpart: Option<EnrollmentId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Moved>, Error> {
        if arrived.is_empty() {
            return Ok(Vec::new());
        }
        let arrivals = || arrived.iter().map(|(arrival, _)| *arrival);
        let weight = arrivals().map(Arrival::weight).fold(Weight::default(), Weight::add);
        let enrollments: Vec<Enrollment> = arrivals().map(|one| one.enrollment.clone()).collect();
        let mut parts = enrollment::insert_all(&enrollments);
        parts.push(enrollment::count_in(cohort.id, arrived.len(), weight));
        parts.extend(enrollment::use_quotas(cohort.id, arrivals().flat_map(Arrival::uses)));
        let moved = |(enrollment, (arrival, author)): (Enrollment, &(&Arrival, Author))| Moved {
            enrollment,
            from: arrival.from,
            cause: arrival.cause,
            by: (*author).into(),
            note: None,
            counterpart,
            look: arrival.look.clone(),
        };
        let moved: Vec<Moved> = enrollments.into_iter().zip(arrived).map(moved).collect();
        parts.extend(self.trail_of(&moved)?.parts(&moved, now)?);
        together(tx, parts).await?;
        if arrivals().any(|arrival| arrival.is_guest) {
            self.end_visits_after(tx, &moved, now).await?;
        }
        self.ask_offices(tx, &moved, now).await?;
        for step in arrivals().flat_map(|arrival| &arrival.moves) {
            enrollment::count_anew(tx, cohort.id, *step).await?;
        }
        *cohort = admission.into_cohort();
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
        self.take_step(permit.cohort(), permit.enrollment(), author, None, |of, _| {
            Ok(of.enrollment.on_confirmation(of.seat)?.into())
        })
        .await
    }

    /// The manager's "no", with the reason that the person reads.
    pub async fn reject_enrollment(&self, permit: MayDecide, reason: Line) -> Result<Decided, Error> {
        let author = permit.author();
        self.take_step(permit.cohort(), permit.enrollment(), author, Some(reason), |of, _| {
            Ok(of.enrollment.on_rejection()?.into())
        })
        .await
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
        self.take_step(permit.cohort(), permit.enrollment(), author, note, |of, now| {
            if !at_any_time {
                of.cohort.lets_go(of.enrollment, now)?;
            }
            Ok(of.enrollment.on_withdrawal(reason)?.into())
        })
        .await
    }
}
