//! Passing a seat on to a colleague, who is asked; until the answer nobody else can have it.

use super::quota::named;
use super::wording;
use super::{Arriving, Moved};
use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Author, EnrollmentPlace, MaySubstitute};
use postup_domain::cohort::Cohort;
use postup_domain::email::Email;
use postup_domain::enrollment::{
    Cause, Decided, Enrollment, EnrollmentState, Explanation, NamedQuota, Passage, Placement,
};
use postup_domain::id::{EnrollmentId, NotificationId, PersonId};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::{Refusal, Rejection};
use postup_domain::text::{Both, Line};
use postup_i18n::Locale;
use postup_persistence::{Tx, access, cohort, enrollment, outbox};

impl App {
    /// Whether the actor may name this person for the seat of this enrollment: a personnel officer the people of the own
    /// organization for each other's, a manager everybody.
    pub async fn may_substitute(
        &self,
        actor: &Actor,
        id: EnrollmentId,
        newcomer: PersonId,
    ) -> Result<MaySubstitute, Error> {
        let at = self.enrollment(actor, id).await?.place();
        let employer = enrollment::employer_of(&self.reader(), newcomer).await?;
        let employer = employer.ok_or(Error::Missing("person"))?;
        let newcomer = EnrollmentPlace::of(newcomer, employer, at.cohort);
        Ok(actor.may_substitute(id, at, newcomer)?)
    }

    /// Ends one enrollment and asks a colleague to take its seat, in one change; answers how the colleague stands.
    ///
    /// # Errors
    /// `QuotaNotMet` with those the seat is kept for and until when, and every other refusal of
    /// [`Cohort::takes_substitutes`] and [`Enrollment::on_substitution`].
    pub async fn substitute(&self, permit: MaySubstitute, note: Option<Line>) -> Result<Decided, Error> {
        let (now, author) = (self.clock.now(), permit.author());
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        cohort.takes_substitutes(permit.is_manager(), now)?;
        let leaving =
            enrollment::read(&tx, permit.enrollment()).await?.ok_or(Error::Missing("enrollment"))?;
        let person = permit.newcomer();
        look_at(&tx, &permit, &leaving).await?;
        let matches = self.matches_of(&tx, &cohort, person).await?;
        let (to, cause) = match leaving.on_substitution(matches) {
            Err(refused) if refused.refusal == Refusal::QuotaNotMet => {
                return Err(self.kept_for(&tx, &cohort, &leaving, refused, now).await?.into());
            }
            other => other?,
        };
        let (id, from, pool) = (leaving.id, Some(leaving.state), leaving.pool);
        let left = self.advance(&tx, &mut cohort, leaving, (to, cause).into(), None, now).await?;
        let arriving = Arriving {
            person,
            passage: Passage {
                answer_by: Some(cohort.substitute_answers_by(now)),
                ..(EnrollmentState::Nominated, Cause::Substitutes).into()
            },
            matches,
            seat: Some(Placement { pool, moves: Vec::new() }),
            counterpart: Some(id),
            unseen: false,
        };
        let came = self.arrive(&tx, &mut cohort, arriving, author, now).await?.enrollment;
        let left = Moved {
            enrollment: left,
            from,
            cause,
            by: author.into(),
            note,
            counterpart: Some(came.id),
            look: None,
        };
        self.write_down(&tx, &[left], now).await?;
        self.tell_managers(&tx, &cohort, &came, author, now).await?;
        // The colleague may fit other quotas, which can make room for somebody who waits.
        self.fill_free_seats(&tx, &mut cohort, now).await?;
        tx.commit().await?;
        let explanation = Explanation::default();
        let done = Decided { enrollment: came, cause: Cause::Substitutes, queue: None, explanation };
        Ok(self.explained(done, &cohort, None).await)
    }

    /// The refusal with those the seat is kept for, and until when.
    async fn kept_for(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        leaving: &Enrollment,
        refused: Rejection,
        now: DateTime<Utc>,
    ) -> Result<Rejection, Error> {
        let quotas = enrollment::quotas(tx, cohort.id).await?;
        let quota = quotas.into_iter().find(|quota| quota.pool() == leaving.pool);
        let Some(quota) = named(tx, quota.into_iter().collect(), now).await?.pop() else {
            return Ok(refused);
        };
        Ok(refused.at(super::quota::release_at(cohort, &quota.quota)).keeping_for(whom(&quota)))
    }

    /// The quota that the seat of an enrollment counts against, if it does.
    pub async fn quota_of(&self, of: &Enrollment) -> Result<Option<NamedQuota>, Error> {
        let reader = self.reader();
        let quotas = enrollment::quotas(&reader, of.cohort).await?;
        let quota = quotas.into_iter().find(|quota| quota.pool() == of.pool && quota.is_active());
        Ok(named(&reader, quota.into_iter().collect(), self.now()).await?.pop())
    }

    /// One letter to everybody who manages the cohort, but not to whoever did it.
    async fn tell_managers(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        came: &Enrollment,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let managers = access::managers_of(tx, &cohort.place(), now).await?;
        let letters: Vec<NewNotification> = managers
            .into_iter()
            .filter(|manager| Some(*manager) != author)
            .map(|manager| {
                let id = NotificationId::new(now, self.entropy());
                let email = Email::SeatPassedOn { enrollment: came.id };
                let event = format!("{}/{}", came.id, came.version);
                NewNotification::now(id, manager, email, event, now).about(cohort.id)
            })
            .collect();
        outbox::push_all(tx, &letters).await?;
        Ok(())
    }
}

/// What the two people have to be to each other: colleagues, and two.
async fn look_at(tx: &Tx, permit: &MaySubstitute, leaving: &Enrollment) -> Result<(), Error> {
    if permit.newcomer() == leaving.person {
        return Err(Refusal::AlreadyEnrolled.into());
    }
    let employer = enrollment::employer_of(tx, permit.newcomer()).await?.ok_or(Error::Missing("person"))?;
    if employer.is_none() || employer != permit.employer() {
        return Err(Refusal::OtherEmployer.into());
    }
    Ok(())
}

/// Those a quota is for, in both languages.
pub(crate) fn whom(quota: &NamedQuota) -> Both<String> {
    Both::new(wording::criterion(Locale::Uk, quota), wording::criterion(Locale::En, quota))
}
