//! One cohort with all that happened in it, written in one transaction.

use super::country::Country;
use super::lives::Lives;
use super::{Made, Maker};
use crate::{Error, entry};
use chrono::{DateTime, Duration, Utc};
use postup_domain::access::{Grant, Role, Scope};
use postup_domain::audit::Entry;
use postup_domain::cohort::{Cohort, CohortState};
use postup_domain::course::Course;
use postup_domain::enrollment::{Enrollment, EnrollmentState, Route, Weight};
use postup_domain::id::{CohortId, EnrollmentId, GrantId, PersonId};
use postup_persistence::{Tx, access, audit, cohort, enrollment, figures, session, together};
use std::collections::HashSet;
use std::ops::Add;

impl Maker {
    pub(super) async fn cohort(
        &self,
        number: usize,
        country: &Country,
        courses: &[Course],
        made: &mut Made,
    ) -> Result<(), Error> {
        let course = self.dice.pick(courses).ok_or(Error::Missing("course"))?;
        let draft = self.draft(number, country.people.len(), &country.city)?;
        let announced = (draft.plan.enrollment_opens - Duration::days(10)).min(self.now);
        let entropy = self.app.entropy();
        let mut cohort = Cohort {
            id: CohortId::new(announced, entropy),
            course: course.id,
            course_version: course.content.id,
            program: course.program,
            organization: self.runner(course).await?,
            plan: draft.plan,
            route: Route::default(),
            state: CohortState::Published,
            confirmed: 0,
            held: 0,
            reserved: 0,
            in_quota: 0,
            waitlisted: 0,
            arrivals: 0,
            decision_owner: None,
            decided_at: None,
            requirements_since: None,
            version: 1,
        };
        let people = self.some(&country.people, draft.applicants);
        let trainer = country.people.get(self.dice.below(country.trainers)).copied();
        let sessions = self.sessions(&cohort, course, &draft.days, announced)?;
        let new = cohort.clone();
        let mut lives = Lives::new(&mut cohort, &self.dice, entropy);
        lives.unfold(&people, self.now)?;
        let Lives { enrollments, steps, .. } = lives;

        let tx = self.app.store.begin().await?;
        cohort::insert(&tx, &new, announced).await?;
        session::insert(&tx, &sessions).await?;
        self.name_trainer(&tx, &new, trainer, announced).await?;
        let mut parts = enrollment::insert_all(&enrollments);
        let weight = enrollments.iter().map(Enrollment::weight).fold(Weight::default(), Weight::add);
        parts.push(enrollment::count_in(new.id, enrollments.len(), weight));
        parts.extend(enrollment::record_steps(&steps));
        together(&tx, parts).await?;
        let mut trail = vec![self.entry(announced, "cohort.published", ("cohort", new.id.to_string()))];
        trail.extend(steps.iter().map(|new| {
            let action = format!("enrollment.{}", new.step.to);
            self.entry(new.step.at, &action, ("enrollment", new.step.enrollment.to_string()))
        }));
        let seated = seated(&enrollments);
        for (number, session) in sessions.iter().enumerate() {
            made.marks += self.attend(&tx, session, number, &seated, trainer, &mut trail).await?;
        }
        audit::record_all(&tx, &trail).await?;
        made.certificates += self.certify(&tx, &cohort).await?;
        let touched: Vec<EnrollmentId> = enrollments.iter().map(|enrollment| enrollment.id).collect();
        figures::touch(&tx, &touched, self.now).await?;
        tx.commit().await?;
        made.cohorts += 1;
        made.sessions += sessions.len();
        made.enrollments += enrollments.len();
        Ok(())
    }

    async fn runner(&self, course: &Course) -> Result<postup_domain::id::OrganizationId, Error> {
        Ok(self.app.program(&self.system, course.program).await?.plan.organization)
    }

    /// So many different people.
    fn some(&self, people: &[PersonId], count: usize) -> Vec<PersonId> {
        let mut chosen = HashSet::with_capacity(count);
        let mut some = Vec::with_capacity(count);
        while some.len() < count.min(people.len()) {
            let place = self.dice.below(people.len());
            if chosen.insert(place) {
                some.extend(people.get(place));
            }
        }
        some
    }

    async fn name_trainer(
        &self,
        tx: &Tx,
        cohort: &Cohort,
        trainer: Option<PersonId>,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Some(person) = trainer else { return Ok(()) };
        let grant = Grant {
            id: GrantId::new(at, self.app.entropy()),
            person,
            role: Role::Trainer,
            scope: Scope::Cohort(cohort.id),
            valid_from: at,
            valid_to: None,
        };
        Ok(access::insert(tx, &grant, None, at).await?)
    }

    /// Certificates for everybody who has completed, once the cohort is over.
    async fn certify(&self, tx: &Tx, cohort: &Cohort) -> Result<usize, Error> {
        let ended = cohort.plan.ends_on.and_hms_opt(9, 0, 0).map(|local| local.and_utc());
        let Some(at) = ended.map(|end| end + Duration::days(3)).filter(|at| *at < self.now) else {
            return Ok(0);
        };
        let permit = self.system.may_issue_certificates(cohort.place())?;
        let ready = |nominees: Vec<crate::certificate::Nominee>| {
            let ready = nominees.into_iter().filter(crate::certificate::Nominee::is_ready);
            Ok(ready.map(|nominee| nominee.candidate).collect())
        };
        Ok(self.app.certify(tx, &permit, None, ready, at).await?.len())
    }

    pub(super) fn entry(&self, at: DateTime<Utc>, action: &str, subject: (&str, String)) -> Entry {
        entry(at, self.app.entropy(), None, action, subject, "")
    }
}

fn seated(enrollments: &[Enrollment]) -> Vec<EnrollmentId> {
    let seated = enrollments.iter().filter(|enrollment| enrollment.state == EnrollmentState::Confirmed);
    seated.map(|enrollment| enrollment.id).collect()
}
