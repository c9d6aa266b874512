//! Planning, publishing and closing cohorts.

mod copy;
mod decision;

pub use copy::CopyProspect;

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Author, MayManageCohort, MayManageProgram, Sight};
use postup_domain::cohort::{Cohort, CohortState, Plan, Told};
use postup_domain::course::Course;
use postup_domain::email::Email;
use postup_domain::enrollment::{Office, Route, step_field};
use postup_domain::id::{CohortId, CourseId};
use postup_domain::program::{Program, Publication};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::session::{Session, SessionState};
use postup_domain::territory::TerritoryCode;
use postup_persistence::{
    Cursor, Page, Read, StoreError, Tx, audit, cohort, course, enrollment, figures, organization, program,
    session, territory,
};

impl App {
    /// The cohort, if it exists for the actor.
    pub async fn cohort(&self, actor: &Actor, id: CohortId) -> Result<Cohort, Error> {
        let seen = cohort::find(&self.reader(), &actor.sight(), id).await?;
        seen.ok_or(Error::Missing("cohort"))
    }

    /// Cohorts by their first day.
    pub async fn cohorts(
        &self,
        actor: &Actor,
        filter: &cohort::Filter,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Cohort>, Error> {
        Ok(cohort::list(&self.reader(), &actor.sight(), filter, after, limit).await?)
    }

    /// Of these cohorts, those whose exact place the actor may know (product rule 11).
    pub async fn knows_places(&self, actor: &Actor, cohorts: &[Cohort]) -> Result<Vec<CohortId>, Error> {
        Ok(cohort::telling_place(&self.reader(), &actor.sight(), cohorts).await?)
    }

    /// The counts of a cohort, as the actor may know them.
    pub fn counts_told(&self, actor: &Actor, cohort: &Cohort) -> Told {
        cohort.told(actor.sight().sees_register(&cohort.place()), self.settings.threshold, self.now())
    }

    /// The newest cohort of a course that the actor manages: the pattern for the next one.
    pub async fn newest_cohort(&self, actor: &Actor, course: CourseId) -> Result<Option<Cohort>, Error> {
        Ok(cohort::newest_of(&self.reader(), &actor.sight(), course).await?)
    }

    /// The permit to change a cohort and its sessions.
    pub async fn may_manage_cohort(&self, actor: &Actor, id: CohortId) -> Result<MayManageCohort, Error> {
        Ok(actor.may_manage_cohort(self.cohort(actor, id).await?.place())?)
    }

    /// Writes a new cohort of the newest version of a course down, as a draft.
    pub async fn create_cohort(
        &self,
        permit: &MayManageProgram,
        course: CourseId,
        plan: Plan,
    ) -> Result<Cohort, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let program = program::lock(&tx, permit.program()).await?.ok_or(Error::Missing("program"))?;
        let course = course::lock(&tx, course).await?.filter(|course| course.program == program.id);
        let course = course.ok_or(Error::Missing("course"))?;
        if course.state == Publication::Archived {
            return Err(Refusal::NotPublished.into());
        }
        look_at(&tx, &program, &plan).await?;
        let cohort =
            draft(CohortId::new(now, entropy), &course, &program, plan, Route::default(), permit.author());
        cohort::insert(&tx, &cohort, now).await.map_err(named)?;
        let subject = ("cohort", cohort.id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), "cohort.created", subject, "")).await?;
        tx.commit().await?;
        Ok(cohort)
    }

    /// Replaces the plan of a cohort, as it was at `version`. Promised seats stay (E6); new ones go to the queue.
    pub async fn edit_cohort(
        &self,
        permit: &MayManageCohort,
        version: i64,
        plan: Plan,
    ) -> Result<Cohort, Error> {
        self.change_cohort(permit, "cohort.edited", async |tx, cohort, _| {
            if cohort.version != version {
                return Err(Error::Stale);
            }
            cohort.accepts(&plan)?;
            let program = program_of(tx, cohort).await?;
            look_at(tx, &program, &plan).await?;
            let sessions = session::of_cohort(tx, &Sight::system(), cohort.id).await?;
            keep_sessions_inside(&sessions, &plan)?;
            if plan.terms.minimum != cohort.plan.terms.minimum {
                // Whoever sets other terms decides by them, and what was decided by the old ones is open again.
                cohort.decision_owner = permit.author().filter(|_| plan.terms.minimum.is_some());
                cohort.decided_at = None;
            }
            cohort.plan = plan;
            self.seat_anew(tx, cohort).await?;
            if cohort.state == CohortState::Published {
                // What is shown stays complete.
                Cohort { state: CohortState::Draft, ..cohort.clone() }.on_publication()?;
            }
            Ok(())
        })
        .await
    }

    /// Replaces the steps of approval. Whoever is on the way keeps those they began with.
    pub async fn set_route(
        &self,
        permit: &MayManageCohort,
        version: i64,
        route: Route,
    ) -> Result<Cohort, Error> {
        self.change_cohort(permit, "cohort.route_changed", async |tx, cohort, _| {
            if cohort.version != version {
                return Err(Error::Stale);
            }
            if !cohort.is_planned() {
                return Err(Refusal::NotADraft.into());
            }
            for (number, step) in route.steps.iter().enumerate() {
                if let Office::Organization(id) = step.office {
                    let unknown = Error::field(step_field(number, "organization_id"), Fault::Unknown);
                    organization::find(tx, id, self.today()).await?.ok_or(unknown)?;
                }
            }
            if route != cohort.route {
                enrollment::keep_route(tx, cohort.id, &cohort.route).await?;
                cohort.route = route;
            }
            Ok(())
        })
        .await
    }

    /// Shows a cohort to everyone; its course and program have to be shown already.
    pub async fn publish_cohort(&self, permit: &MayManageCohort) -> Result<Cohort, Error> {
        self.change_cohort(permit, "cohort.published", async |tx, cohort, now| {
            let program = program_of(tx, cohort).await?;
            let course = course::find(tx, &Sight::system(), cohort.course).await?;
            let shown = course.is_some_and(|course| course.state == Publication::Published)
                && program.state == Publication::Published;
            if !shown {
                return Err(Refusal::NotPublished.into());
            }
            let version = course::version(tx, cohort.course_version).await?;
            if !version.is_some_and(|version| version.is_complete()) {
                return Err(Refusal::Incomplete.into());
            }
            look_at(tx, &program, &cohort.plan).await?;
            cohort.state = cohort.on_publication()?;
            self.tell_waiting(tx, cohort, now).await
        })
        .await
    }

    /// Calls a cohort off with all its sessions to come, and tells everyone who is in it, once.
    pub async fn cancel_cohort(&self, permit: &MayManageCohort) -> Result<Cohort, Error> {
        self.change_cohort(permit, "cohort.cancelled", async |tx, cohort, now| {
            let state = cohort.on_cancellation()?;
            self.cancel(tx, cohort, state, permit.author(), now).await
        })
        .await
    }

    async fn cancel(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        state: CohortState,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        cohort.state = state;
        self.end_visits_around(tx, cohort.id, author, now).await?;
        session::cancel_planned(tx, cohort.id, now).await?;
        self.tell_everybody_in(tx, cohort, now, |enrollment| Email::CohortCancelled { enrollment }).await
    }

    /// Puts a cohort away once it is over.
    pub async fn archive_cohort(&self, permit: &MayManageCohort) -> Result<Cohort, Error> {
        self.change_cohort(permit, "cohort.archived", async |_, cohort, now| {
            cohort.state = cohort.on_archiving(now)?;
            Ok(())
        })
        .await
    }

    pub(crate) async fn change_cohort(
        &self,
        permit: &MayManageCohort,
        action: &str,
        change: impl AsyncFnOnce(&Tx, &mut Cohort, DateTime<Utc>) -> Result<(), Error>,
    ) -> Result<Cohort, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let before = (cohort.plan.starts_on, cohort.state);
        change(&tx, &mut cohort, now).await?;
        cohort::update(&tx, &mut cohort).await.map_err(named)?;
        if before != (cohort.plan.starts_on, cohort.state) {
            figures::touch_cohort(&tx, cohort.id, now).await?;
        }
        // A larger cohort has seats that the queue waits for.
        if cohort.state == CohortState::Published {
            self.fill_free_seats(&tx, &mut cohort, now).await?;
        }
        let subject = ("cohort", cohort.id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), action, subject, "")).await?;
        tx.commit().await?;
        Ok(cohort)
    }
}

/// A new cohort of the newest version of a course, with nobody in it.
fn draft(
    id: CohortId,
    course: &Course,
    program: &Program,
    plan: Plan,
    route: Route,
    author: Author,
) -> Cohort {
    Cohort {
        id,
        course: course.id,
        course_version: course.content.id,
        program: program.id,
        organization: program.plan.organization,
        decision_owner: author.filter(|_| plan.terms.minimum.is_some()),
        plan,
        route,
        state: CohortState::Draft,
        confirmed: 0,
        held: 0,
        reserved: 0,
        in_quota: 0,
        waitlisted: 0,
        arrivals: 0,
        decided_at: None,
        requirements_since: None,
        version: 1,
    }
}

async fn program_of(tx: &Tx, cohort: &Cohort) -> Result<Program, Error> {
    program::find(tx, &Sight::system(), cohort.program).await?.ok_or(Error::Missing("program"))
}

/// What a plan says of the world outside it: its place is in the codifier, its days lie within the program's term.
async fn look_at(db: &impl Read, program: &Program, plan: &Plan) -> Result<(), Error> {
    if !program.spans(plan.starts_on, plan.ends_on) {
        let field = if plan.starts_on < program.plan.starts_on { "starts_on" } else { "ends_on" };
        return Err(Error::field(field, Fault::OutsidePeriod));
    }
    let Some(code) = &plan.territory else { return Ok(()) };
    let unknown = || Error::field("territory", Fault::Unknown);
    let code: TerritoryCode = code.parse().map_err(|_| unknown())?;
    territory::find(db, &code).await?.map(|_| ()).ok_or_else(unknown)
}

/// Sessions that are still planned stay between the first and the last day.
fn keep_sessions_inside(sessions: &[Session], plan: &Plan) -> Result<(), Error> {
    let planned = sessions.iter().filter(|session| session.state == SessionState::Planned);
    for day in planned.map(|session| session.plan.local_start.0.date()) {
        if day < plan.starts_on {
            return Err(Error::field("starts_on", Fault::OutsidePeriod));
        }
        if day > plan.ends_on {
            return Err(Error::field("ends_on", Fault::OutsidePeriod));
        }
    }
    Ok(())
}

/// Names the field behind a constraint of the table.
fn named(error: StoreError) -> Error {
    if error.is_duplicate_of("code") { Error::field("code", Fault::Taken) } else { error.into() }
}
