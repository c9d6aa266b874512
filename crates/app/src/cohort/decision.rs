//! Whether a cohort with a minimum takes place: decided by its manager, or by its day when there are people enough.

use crate::{App, Error};
use chrono::{DateTime, Duration, Utc};
use postup_domain::access::{Actor, MayManageCohort};
use postup_domain::cohort::Cohort;
use postup_domain::email::Email;
use postup_domain::id::{CohortId, EnrollmentId, NotificationId};
use postup_domain::notification::NewNotification;
use postup_persistence::{Tx, cohort, enrollment, outbox};

/// Whoever decides is reminded so long before the end of the day for it.
const REMINDED_BEFORE: Duration = Duration::days(2);

impl App {
    /// Decides that a cohort takes place, and tells everyone who is in it, once.
    ///
    /// # Errors
    /// `NothingToDecide` when it is not tentative.
    pub async fn confirm_cohort(&self, permit: &MayManageCohort) -> Result<Cohort, Error> {
        self.change_cohort(permit, "cohort.confirmed", async |tx, cohort, now| {
            cohort.on_go_ahead(now)?;
            self.tell_everybody_in(tx, cohort, now, |enrollment| Email::CohortConfirmed { enrollment }).await
        })
        .await
    }

    /// Looks at the cohorts whose day is near: reminds whoever decides, and when the day is over confirms those that have
    /// people enough. About the others a person is asked once more; silence calls them off a day later. Answers how many were
    /// confirmed. The worker calls it; several may at once.
    pub async fn settle_decisions(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        let mut confirmed = 0;
        for id in cohort::undecided(&self.reader(), now + REMINDED_BEFORE).await? {
            confirmed += usize::from(self.settle_decision(id, now).await?);
        }
        Ok(confirmed)
    }

    async fn settle_decision(&self, id: CohortId, now: DateTime<Utc>) -> Result<bool, Error> {
        let system = Actor::system();
        let cohort = self.cohort(&system, id).await?;
        let Some(minimum) = cohort.plan.terms.minimum.filter(|_| cohort.is_tentative()) else {
            return Ok(false);
        };
        let is_over = minimum.decide_by <= now;
        if is_over && cohort.has_enough_people() {
            let permit = system.may_manage_cohort(cohort.place())?;
            return match self.confirm_cohort(&permit).await {
                Ok(_) => Ok(true),
                // Somebody was first.
                Err(Error::Rejected(_)) => Ok(false),
                Err(other) => Err(other),
            };
        }
        if cohort.called_off_at().is_some_and(|at| at <= now) {
            return self.call_off(&system.may_manage_cohort(cohort.place())?).await.map(|()| false);
        }
        self.remind_of_decision(&cohort, if is_over { "passed" } else { "near" }, now).await?;
        Ok(false)
    }

    /// Calls a cohort off about which nobody decided.
    async fn call_off(&self, permit: &MayManageCohort) -> Result<(), Error> {
        let called_off = self
            .change_cohort(permit, "cohort.cancelled", async |tx, cohort, now| {
                let state = cohort.on_silence(now)?;
                self.cancel(tx, cohort, state, permit.author(), now).await
            })
            .await;
        match called_off {
            // Somebody was first.
            Ok(_) | Err(Error::Rejected(_)) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// Tells whoever decides, once for each day that was set and each of its two moments.
    async fn remind_of_decision(
        &self,
        cohort: &Cohort,
        moment: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let (Some(owner), Some(minimum)) = (cohort.decision_owner, cohort.plan.terms.minimum) else {
            return Ok(());
        };
        let event = format!("{}/{}/{moment}", cohort.id, minimum.decide_by.timestamp());
        let (id, email) =
            (NotificationId::new(now, self.entropy()), Email::DecisionDue { cohort: cohort.id });
        let tx = self.store.begin().await?;
        outbox::push(&tx, &NewNotification::now(id, owner, email, event, now).about(cohort.id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// One letter to everyone who is in a cohort in whatever state. Call it under the lock on the cohort.
    pub(super) async fn tell_everybody_in(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        now: DateTime<Utc>,
        email: impl Fn(EnrollmentId) -> Email,
    ) -> Result<(), Error> {
        let everybody = enrollment::everybody_in(tx, cohort.id).await?;
        let event = format!("{}/{}", cohort.id, cohort.version);
        let letters: Vec<NewNotification> = everybody
            .iter()
            .map(|(enrollment, person)| {
                let id = NotificationId::new(now, self.entropy());
                NewNotification::now(id, *person, email(*enrollment), &event, now).about(cohort.id)
            })
            .collect();
        outbox::push_all(tx, &letters).await?;
        Ok(())
    }
}
