//! Reading enrollments.

use crate::{App, Error};
use postup_domain::access::{Action, Actor, Place};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{EnrollmentState, Listed, NamedStep};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_persistence::{Cursor, Page, cohort, enrollment};

impl App {
    /// One enrollment: one's own, of one's people, or in a cohort one manages or teaches.
    pub async fn enrollment(&self, actor: &Actor, id: EnrollmentId) -> Result<Listed, Error> {
        let found = enrollment::find(&self.reader(), &actor.sight(), id).await?;
        found.ok_or(Error::Missing("enrollment"))
    }

    /// Every step of an enrollment, the newest first. Names of staff are for those who manage the cohort; everybody
    /// else learns that it was staff.
    pub async fn enrollment_history(&self, actor: &Actor, of: &Listed) -> Result<Vec<NamedStep>, Error> {
        let mut steps = enrollment::history(&self.reader(), of.enrollment.id).await?;
        if !actor.sight().manages.covers(&of.run.place) {
            for step in &mut steps {
                let own = [actor.person(), Some(of.enrollment.person)].contains(&step.step.author);
                step.author = step.author.take().filter(|_| own);
                step.stood_for = step.stood_for.take().filter(|_| step.step.stood_for == actor.person());
            }
        }
        for step in &mut steps {
            step.counterpart =
                step.counterpart.take().filter(|other| actor.sight().sees_enrollment(&other.place));
        }
        Ok(steps)
    }

    /// The cohort, if the actor decides on its applications.
    pub async fn cohort_of_applications(&self, actor: &Actor, id: CohortId) -> Result<Cohort, Error> {
        let found = cohort::find(&self.reader(), &actor.sight(), id).await?;
        let cohort = found.ok_or(Error::Missing("cohort"))?;
        actor.require(Action::Decide, &Place::Cohort(cohort.place()))?;
        Ok(cohort)
    }

    /// The enrollments of a cohort in order of arrival, for those who decide on them; of one state when it is named.
    pub async fn enrollments_of_cohort(
        &self,
        actor: &Actor,
        cohort: CohortId,
        state: Option<EnrollmentState>,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Listed>, Error> {
        let cohort = self.cohort_of_applications(actor, cohort).await?;
        Ok(enrollment::of_cohort(&self.reader(), cohort.id, state, after, limit).await?)
    }

    /// How many enrollments of a cohort are in each state, for those who decide on them.
    pub async fn count_enrollments(
        &self,
        actor: &Actor,
        cohort: CohortId,
    ) -> Result<Vec<(EnrollmentState, i64)>, Error> {
        let cohort = self.cohort_of_applications(actor, cohort).await?;
        Ok(enrollment::count_by_state(&self.reader(), cohort.id).await?)
    }

    /// Everything the actor ever applied for, the newest first.
    pub async fn own_enrollments(&self, actor: &Actor) -> Result<Vec<Listed>, Error> {
        match actor.person() {
            Some(person) => Ok(enrollment::of_person(&self.reader(), person).await?),
            None => Ok(Vec::new()),
        }
    }

    /// The enrollments of the people the actor stands for: the own ones, and those of one's employees.
    pub async fn enrollments_of_people(
        &self,
        actor: &Actor,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Listed>, Error> {
        Ok(enrollment::of_people(&self.reader(), &actor.sight(), after, limit).await?)
    }

    /// The actor's own enrollment in a cohort, if there is one.
    pub async fn own_enrollment_in(&self, actor: &Actor, cohort: CohortId) -> Result<Option<Listed>, Error> {
        let own = self.own_enrollments(actor).await?;
        Ok(own.into_iter().find(|listed| listed.enrollment.cohort == cohort))
    }
}
