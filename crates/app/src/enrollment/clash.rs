//! What else a person has at the time of a cohort's sessions: said before anybody decides, and never decided by itself.

use crate::{App, Error};
use postup_domain::access::Actor;
use postup_domain::enrollment::{Clash, Listed};
use postup_domain::id::CohortId;
use postup_persistence::enrollment;

impl App {
    /// The sessions of a cohort that overlap with the actor's own elsewhere.
    pub async fn own_clashes(&self, actor: &Actor, cohort: CohortId) -> Result<Vec<Clash>, Error> {
        let cohort = self.cohort(actor, cohort).await?;
        match actor.person() {
            Some(person) => Ok(enrollment::clashes(&self.reader(), cohort.id, person, self.now()).await?),
            None => Ok(Vec::new()),
        }
    }

    /// The same of somebody whose enrollment was read within the actor's sight; of none that is over.
    pub async fn clashes_of(&self, of: &Listed) -> Result<Vec<Clash>, Error> {
        if of.enrollment.state.is_over() {
            return Ok(Vec::new());
        }
        let enrollment = &of.enrollment;
        Ok(enrollment::clashes(&self.reader(), enrollment.cohort, enrollment.person, self.now()).await?)
    }
}
