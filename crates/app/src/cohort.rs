//! Planning, publishing and closing cohorts.

use crate::{App, Error};
use postup_domain::access::{Actor, MayManageCohort};
use postup_domain::cohort::Cohort;
use postup_domain::id::CohortId;
use postup_persistence::cohort;

impl App {
    /// The cohort, if it exists for the actor.
    pub async fn cohort(&self, actor: &Actor, id: CohortId) -> Result<Cohort, Error> {
        let seen = cohort::find(&self.reader(), &actor.sight(), id).await?;
        seen.ok_or(Error::Missing("cohort"))
    }

    /// The permit to change a cohort and its sessions.
    pub async fn may_manage_cohort(&self, actor: &Actor, id: CohortId) -> Result<MayManageCohort, Error> {
        Ok(actor.may_manage_cohort(self.cohort(actor, id).await?.place())?)
    }
}
