//! Planning, moving and calling off sessions.

use crate::{App, Error};
use postup_domain::access::{Actor, MayManageCohort};
use postup_domain::id::SessionId;
use postup_domain::session::Session;
use postup_persistence::session;

impl App {
    /// The permit to change a session, and the session as it stands.
    pub async fn may_manage_session(
        &self,
        actor: &Actor,
        id: SessionId,
    ) -> Result<(MayManageCohort, Session), Error> {
        let seen = session::find(&self.reader(), &actor.sight(), id).await?;
        let session = seen.ok_or(Error::Missing("session"))?;
        let permit = self.may_manage_cohort(actor, session.cohort).await?;
        Ok((permit, session))
    }
}
