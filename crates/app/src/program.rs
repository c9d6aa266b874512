//! Planning, publishing and putting away programs.

use crate::{App, Error, entry};
use chrono_tz::Europe::Kyiv;
use postup_domain::access::{Actor, MayCreateProgram, MayManageProgram};
use postup_domain::id::{OrganizationId, ProgramId};
use postup_domain::program::{Plan, Program, Publication};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::text::Both;
use postup_persistence::{Cursor, Page, StoreError, Tx, audit, course, figures, program};

impl App {
    /// The program, if it exists for the actor.
    pub async fn program(&self, actor: &Actor, id: ProgramId) -> Result<Program, Error> {
        let seen = program::find(&self.reader(), &actor.sight(), id).await?;
        seen.ok_or(Error::Missing("program"))
    }

    /// Programs by code.
    pub async fn programs(
        &self,
        actor: &Actor,
        filter: &program::Filter,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Program>, Error> {
        Ok(program::list(&self.reader(), &actor.sight(), filter, after, limit).await?)
    }

    /// Organizations that run, support or fund programs, by name. Organizations are no secret.
    pub async fn organizations_of_programs(&self) -> Result<Vec<(OrganizationId, Both<String>)>, Error> {
        let today = self.now().with_timezone(&Kyiv).date_naive();
        Ok(program::organizations(&self.reader(), today).await?)
    }

    /// The permit to change a program and the courses in it.
    pub async fn may_manage_program(&self, actor: &Actor, id: ProgramId) -> Result<MayManageProgram, Error> {
        let program = self.program(actor, id).await?;
        Ok(actor.may_manage_program(program.id, program.plan.organization)?)
    }

    /// The permit to create a program of the organization that the plan names.
    pub fn may_create_program(&self, actor: &Actor, plan: &Plan) -> Result<MayCreateProgram, Error> {
        Ok(actor.may_create_program(plan.organization)?)
    }

    /// Writes a new program down, as a draft.
    pub async fn create_program(&self, permit: &MayCreateProgram, plan: Plan) -> Result<Program, Error> {
        if plan.organization != permit.organization() {
            return Err(Error::Missing("organization"));
        }
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let id = ProgramId::new(now, entropy);
        let program = Program { id, plan, state: Publication::Draft, version: 1 };
        let tx = self.store.begin().await?;
        program::insert(&tx, &program, now).await.map_err(named)?;
        let subject = ("program", id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), "program.created", subject, "")).await?;
        tx.commit().await?;
        Ok(program)
    }

    /// Replaces the plan of a program, as it was at `version`. The organization that runs it stays.
    pub async fn edit_program(
        &self,
        permit: &MayManageProgram,
        version: i64,
        plan: Plan,
    ) -> Result<Program, Error> {
        self.change_program(permit, "program.edited", async |tx, program| {
            if program.version != version {
                return Err(Error::Stale);
            }
            if plan.organization != program.plan.organization {
                return Err(Refusal::StillInUse.into());
            }
            if plan.funders != program.plan.funders {
                figures::touch_program(tx, program.id, self.now()).await?;
            }
            program.plan = plan;
            match program.state {
                // What is shown stays complete.
                Publication::Published => {
                    let draft = Program { state: Publication::Draft, ..program.clone() };
                    draft.on_publication().map(|_| ()).map_err(Error::from)
                }
                Publication::Draft => Ok(()),
                Publication::Archived => Err(Refusal::NotPublished.into()),
            }
        })
        .await
    }

    /// Shows a program to everyone.
    pub async fn publish_program(&self, permit: &MayManageProgram) -> Result<Program, Error> {
        self.change_program(permit, "program.published", async |_, program| {
            program.state = program.on_publication()?;
            Ok(())
        })
        .await
    }

    /// Puts a program away once no course of it is published.
    pub async fn archive_program(&self, permit: &MayManageProgram) -> Result<Program, Error> {
        self.change_program(permit, "program.archived", async |tx, program| {
            program.state = program.on_archiving(course::count_published(tx, program.id).await?)?;
            Ok(())
        })
        .await
    }

    async fn change_program(
        &self,
        permit: &MayManageProgram,
        action: &str,
        change: impl AsyncFnOnce(&Tx, &mut Program) -> Result<(), Error>,
    ) -> Result<Program, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let mut program = program::lock(&tx, permit.program()).await?.ok_or(Error::Missing("program"))?;
        change(&tx, &mut program).await?;
        program::update(&tx, &mut program).await.map_err(named)?;
        let subject = ("program", program.id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), action, subject, "")).await?;
        tx.commit().await?;
        Ok(program)
    }
}

/// Names the field behind a constraint of the table.
fn named(error: StoreError) -> Error {
    match error {
        duplicate if duplicate.is_duplicate_of("code") => Error::field("code", Fault::Taken),
        StoreError::Dangling => Error::field("organization_id", Fault::Unknown),
        other => other.into(),
    }
}
