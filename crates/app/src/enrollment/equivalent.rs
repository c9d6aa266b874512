//! Stating a course from elsewhere in place of one that a cohort asks for, and deciding on that.

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Author, MayEnroll, MayManageCohort};
use postup_domain::cohort::Cohort;
use postup_domain::email::Email;
use postup_domain::enrollment::{
    Condition, Equivalent, EquivalentState, Evidence, NamedEquivalent, RawEvidence, may_state,
};
use postup_domain::id::{CohortId, CourseId, EquivalentId, NotificationId};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::text::Line;
use postup_persistence::{Tx, access, audit, cohort, enrollment, outbox};

/// So many that are decided are shown beside those that wait.
const DECIDED: i64 = 50;

impl App {
    /// States a course from elsewhere; a letter tells those who manage the cohort.
    ///
    /// # Errors
    /// `AlreadyStated` while one for the same course waits or counts; a fault of `course_id` when the cohort does not ask
    /// for it.
    pub async fn state_equivalent(
        &self,
        permit: &MayEnroll,
        course: CourseId,
        raw: &RawEvidence,
    ) -> Result<EquivalentId, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        if !cohort.is_planned() {
            return Err(Refusal::CohortNotOpen.into());
        }
        let today = now.with_timezone(&cohort.plan.time_zone).date_naive();
        let evidence = Evidence::read(raw, today)?;
        let asked = enrollment::requirements(&tx, cohort.id).await?;
        if !asked.iter().any(|one: &Condition| one.course() == Some(course)) {
            return Err(Error::field("course_id", Fault::Unknown));
        }
        let before = enrollment::equivalents_of(&tx, cohort.id, permit.person()).await?;
        let before: Vec<Equivalent> = before.into_iter().map(|one| one.equivalent).collect();
        may_state(&before, course)?;
        let stated = Equivalent {
            id: EquivalentId::new(now, self.entropy()),
            cohort: cohort.id,
            person: permit.person(),
            course,
            evidence,
            state: EquivalentState::Stated,
            author: permit.author(),
            stated_at: now,
            decided_at: None,
            reason: None,
        };
        enrollment::insert_equivalent(&tx, &stated).await?;
        self.trail_equivalent(&tx, &stated, permit.author(), now).await?;
        let managers = access::managers_of(&tx, &cohort.place(), now).await?;
        let letters: Vec<NewNotification> = managers
            .into_iter()
            .filter(|manager| Some(*manager) != permit.author())
            .map(|manager| {
                let id = NotificationId::new(now, self.entropy());
                let email = Email::EquivalentStated { equivalent: stated.id };
                NewNotification::now(id, manager, email, stated.id, now).about(cohort.id)
            })
            .collect();
        outbox::push_all(&tx, &letters).await?;
        tx.commit().await?;
        Ok(stated.id)
    }

    /// What the actor stated in a cohort, the newest first.
    pub async fn own_equivalents(
        &self,
        actor: &Actor,
        cohort: CohortId,
    ) -> Result<Vec<NamedEquivalent>, Error> {
        let cohort = self.cohort(actor, cohort).await?;
        match actor.person() {
            Some(person) => Ok(enrollment::equivalents_of(&self.reader(), cohort.id, person).await?),
            None => Ok(Vec::new()),
        }
    }

    /// What people stated in a cohort: all that waits for a decision, and what was decided last.
    pub async fn equivalents(&self, permit: &MayManageCohort) -> Result<Vec<NamedEquivalent>, Error> {
        Ok(enrollment::equivalents(&self.reader(), permit.cohort(), DECIDED).await?)
    }

    /// One of them, for those who manage its cohort.
    pub async fn equivalent(
        &self,
        actor: &Actor,
        id: EquivalentId,
    ) -> Result<(MayManageCohort, NamedEquivalent), Error> {
        let found = enrollment::equivalent(&self.reader(), id).await?.ok_or(Error::Missing("equivalent"))?;
        let permit = self.may_manage_cohort(actor, found.equivalent.cohort).await;
        match permit {
            Ok(permit) => Ok((permit, found)),
            // Whoever sees the cohort and does not manage it must not learn that there is a statement.
            Err(Error::Denied(_)) => Err(Error::Missing("equivalent")),
            Err(other) => Err(other),
        }
    }

    /// Accepts it as the course it is stated for, or not; a letter tells the person. Who was turned down may apply again.
    ///
    /// # Errors
    /// `StepNotAllowed` when it is decided, `ReasonMissing` for a "no" without one.
    pub async fn decide_equivalent(
        &self,
        permit: &MayManageCohort,
        id: EquivalentId,
        accept: bool,
        reason: Option<Line>,
    ) -> Result<NamedEquivalent, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let cohort: Cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let found = enrollment::equivalent(&tx, id).await?;
        let found = found.filter(|found| found.equivalent.cohort == cohort.id);
        let found = found.ok_or(Error::Missing("equivalent"))?;
        let decided = found.equivalent.decide(accept, reason, now)?;
        enrollment::decide_equivalent(&tx, &decided).await?;
        self.trail_equivalent(&tx, &decided, permit.author(), now).await?;
        let letter = NotificationId::new(now, self.entropy());
        let email = Email::EquivalentDecided { equivalent: id };
        let letter = NewNotification::now(letter, decided.person, email, id, now).about(cohort.id);
        outbox::push(&tx, &letter).await?;
        tx.commit().await?;
        Ok(NamedEquivalent { equivalent: decided, ..found })
    }

    async fn trail_equivalent(
        &self,
        tx: &Tx,
        of: &Equivalent,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let action = format!("equivalent.{}", of.state);
        let reason = of.reason.as_ref().map(Line::as_str).unwrap_or_default();
        let detail = format!("{} for {} in {}: {reason}", of.person, of.course, of.cohort);
        let subject = ("equivalent", of.id.to_string());
        Ok(audit::record(tx, &entry(now, self.entropy(), author, &action, subject, detail)).await?)
    }
}
