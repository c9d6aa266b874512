//! Planning, publishing and putting away programs.

use crate::{App, Error};
use postup_domain::access::{Actor, MayCreateProgram, MayManageProgram};
use postup_domain::id::{OrganizationId, ProgramId};
use postup_domain::program::Program;
use postup_persistence::program;

impl App {
    /// The program, if it exists for the actor.
    pub async fn program(&self, actor: &Actor, id: ProgramId) -> Result<Program, Error> {
        let seen = program::find(&self.reader(), &actor.sight(), id).await?;
        seen.ok_or(Error::Missing("program"))
    }

    /// The permit to change a program and the courses in it.
    pub async fn may_manage_program(&self, actor: &Actor, id: ProgramId) -> Result<MayManageProgram, Error> {
        let program = self.program(actor, id).await?;
        Ok(actor.may_manage_program(program.id, program.plan.organization)?)
    }

    /// The permit to create programs of an organization.
    pub async fn may_create_program(
        &self,
        actor: &Actor,
        organization: OrganizationId,
    ) -> Result<MayCreateProgram, Error> {
        Ok(actor.may_create_program(organization)?)
    }
}
