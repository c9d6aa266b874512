//! Planning, publishing and putting away courses.

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Kyiv;
use postup_domain::access::{Actor, MayManageProgram, Sight};
use postup_domain::course::{Course, CourseVersion, Openings, Plan, Unit};
use postup_domain::entropy::Entropy;
use postup_domain::id::{CourseId, CourseVersionId, UnitId};
use postup_domain::program::Publication;
use postup_domain::rejection::{Fault, Refusal};
use postup_persistence::{Cursor, Page, StoreError, Tx, audit, course, program};

impl App {
    /// The course with its newest version, if it exists for the actor.
    pub async fn course(&self, actor: &Actor, id: CourseId) -> Result<Course, Error> {
        let seen = course::find(&self.reader(), &actor.sight(), id).await?;
        seen.ok_or(Error::Missing("course"))
    }

    /// The same by its id or its code.
    pub async fn course_named(&self, actor: &Actor, name: &str) -> Result<Course, Error> {
        if let Ok(id) = name.parse() {
            return self.course(actor, id).await;
        }
        let code = name.to_uppercase();
        let seen = course::find_by_code(&self.reader(), &actor.sight(), &code).await?;
        seen.ok_or(Error::Missing("course"))
    }

    /// Courses by code.
    pub async fn courses(
        &self,
        actor: &Actor,
        filter: &course::Filter,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Course>, Error> {
        Ok(course::list(&self.reader(), &actor.sight(), filter, after, limit).await?)
    }

    /// What can be applied for now in these courses; those without an opening are left out.
    pub async fn openings(&self, courses: &[CourseId]) -> Result<Vec<(CourseId, Openings)>, Error> {
        let (filter, threshold) = (course::Filter::default(), self.settings.threshold);
        Ok(course::openings(&self.reader(), courses, &filter, threshold, self.now()).await?)
    }

    /// One version of a course, old or new. Whoever may see a cohort may see the version it runs.
    pub async fn course_version(&self, id: CourseVersionId) -> Result<CourseVersion, Error> {
        course::version(&self.reader(), id).await?.ok_or(Error::Missing("course"))
    }

    /// The permit to change a course, and the course as it stands.
    pub async fn may_manage_course(
        &self,
        actor: &Actor,
        id: CourseId,
    ) -> Result<(MayManageProgram, Course), Error> {
        let course = self.course(actor, id).await?;
        let permit = self.may_manage_program(actor, course.program).await?;
        Ok((permit, course))
    }

    /// Writes a new course down, as a draft.
    pub async fn create_course(&self, permit: &MayManageProgram, plan: Plan) -> Result<Course, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let program = program::lock(&tx, permit.program()).await?.ok_or(Error::Missing("program"))?;
        if program.state == Publication::Archived {
            return Err(Refusal::NotPublished.into());
        }
        let id = CourseId::new(now, entropy);
        let code = plan.code.clone();
        let content = first_version(id, plan, now, entropy);
        let course = Course { id, program: program.id, code, state: Publication::Draft, version: 1, content };
        course::insert(&tx, &course, now).await.map_err(named)?;
        let subject = ("course", id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), "course.created", subject, "")).await?;
        tx.commit().await?;
        Ok(course)
    }

    /// Replaces what a course says, as it was at `version`. Cohorts keep the version they were made with: once there is
    /// one, other words make a new version.
    pub async fn edit_course(
        &self,
        permit: &MayManageProgram,
        id: CourseId,
        version: i64,
        plan: Plan,
    ) -> Result<Course, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let mut course = lock(&tx, permit, id).await?;
        if course.version != version {
            return Err(Error::Stale);
        }
        if course.state == Publication::Archived {
            return Err(Refusal::NotPublished.into());
        }
        let runs = course::count_cohorts(&tx, course.content.id).await? > 0;
        course.code = plan.code.clone();
        let mut action = "course.edited";
        if runs && !course.content.says(&plan) {
            action = "course.versioned";
            let number = course.content.number + 1;
            course.content = CourseVersion { number, ..first_version(id, plan, now, entropy) };
            demand_complete(&course)?;
            course::update_with_new_version(&tx, &mut course, now).await.map_err(named)?;
        } else {
            if !runs {
                let CourseVersion { id: same, number, .. } = course.content;
                course.content = CourseVersion { id: same, number, ..first_version(id, plan, now, entropy) };
                demand_complete(&course)?;
            }
            course::update(&tx, &mut course).await.map_err(named)?;
        }
        let subject = ("course", id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), action, subject, "")).await?;
        tx.commit().await?;
        Ok(course)
    }

    /// Shows a course to everyone; its program has to be shown already.
    pub async fn publish_course(&self, permit: &MayManageProgram, id: CourseId) -> Result<Course, Error> {
        self.change_course(permit, id, "course.published", async |tx, course, _| {
            let program = program::find(tx, &Sight::system(), course.program).await?;
            if program.is_none_or(|program| program.state != Publication::Published) {
                return Err(Refusal::NotPublished.into());
            }
            course.state = course.on_publication()?;
            Ok(())
        })
        .await
    }

    /// Puts a course away once its cohorts are over.
    pub async fn archive_course(&self, permit: &MayManageProgram, id: CourseId) -> Result<Course, Error> {
        self.change_course(permit, id, "course.archived", async |tx, course, now| {
            let today = now.with_timezone(&Kyiv).date_naive();
            course.state = course.on_archiving(course::count_running(tx, course.id, today).await?)?;
            Ok(())
        })
        .await
    }

    async fn change_course(
        &self,
        permit: &MayManageProgram,
        id: CourseId,
        action: &str,
        change: impl AsyncFnOnce(&Tx, &mut Course, DateTime<Utc>) -> Result<(), Error>,
    ) -> Result<Course, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        program::lock(&tx, permit.program()).await?.ok_or(Error::Missing("program"))?;
        let mut course = lock(&tx, permit, id).await?;
        change(&tx, &mut course, now).await?;
        course::update(&tx, &mut course).await.map_err(named)?;
        let subject = ("course", id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), action, subject, "")).await?;
        tx.commit().await?;
        Ok(course)
    }
}

async fn lock(tx: &Tx, permit: &MayManageProgram, id: CourseId) -> Result<Course, Error> {
    let course = course::lock(tx, id).await?.ok_or(Error::Missing("course"))?;
    if course.program == permit.program() { Ok(course) } else { Err(Error::Missing("course")) }
}

/// What is shown stays complete.
fn demand_complete(course: &Course) -> Result<(), Error> {
    let shown = course.state == Publication::Published;
    if shown && !course.content.is_complete() { Err(Refusal::Incomplete.into()) } else { Ok(()) }
}

fn first_version(course: CourseId, plan: Plan, now: DateTime<Utc>, entropy: &dyn Entropy) -> CourseVersion {
    let hours = plan.hours();
    let units: Vec<Unit> = plan
        .units
        .into_iter()
        .map(|unit| Unit { id: UnitId::new(now, entropy), title: unit.title, hours: unit.hours })
        .collect();
    CourseVersion {
        id: CourseVersionId::new(now, entropy),
        course,
        number: 1,
        title: plan.title,
        summary: plan.summary,
        outcomes: plan.outcomes,
        subject: plan.subject,
        content_type: plan.content_type,
        length_type: plan.length_type,
        hours,
        rule: plan.rule,
        units,
    }
}

/// Names the field behind a constraint of the table.
fn named(error: StoreError) -> Error {
    if error.is_duplicate_of("code") { Error::field("code", Fault::Taken) } else { error.into() }
}
