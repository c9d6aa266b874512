//! What an actor may see. Queries take it as an argument, so that a read without one cannot be written.

use super::{CohortPlace, EnrollmentPlace};
use crate::id::{CohortId, OrganizationId, PersonId, ProgramId};

/// Where one role of an actor reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    pub everything: bool,
    pub organizations: Vec<OrganizationId>,
    pub territories: Vec<String>,
    pub programs: Vec<ProgramId>,
    pub cohorts: Vec<CohortId>,
}

impl Reach {
    pub fn is_empty(&self) -> bool {
        !self.everything
            && self.organizations.is_empty()
            && self.territories.is_empty()
            && self.programs.is_empty()
            && self.cohorts.is_empty()
    }

    /// Whether a cohort lies within.
    pub fn covers(&self, at: &CohortPlace) -> bool {
        self.everything
            || self.organizations.contains(&at.organization)
            || self.programs.contains(&at.program)
            || self.cohorts.contains(&at.cohort)
    }
}

/// What exists for an actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Sees the own record.
    pub person: Option<PersonId>,
    /// Manages: drafts, applications, people, mail of these.
    pub manages: Reach,
    /// Teaches: registers and names of these.
    pub teaches: Reach,
    /// Sees the learning of people who work in these.
    pub employs: Reach,
    /// Sees what waits for the approval of these, in the place of somebody who is away.
    pub approves: Vec<OrganizationId>,
    /// Sees figures of everything.
    pub figures: bool,
    /// Sees accounts, grants, all mail, the audit trail.
    pub administers: bool,
}

impl Sight {
    /// Sees what every visitor sees, and nothing else.
    pub fn visitor() -> Self {
        Self::default()
    }

    /// The sight of the product itself: worker, import, audit.
    pub fn system() -> Self {
        let all = Reach { everything: true, ..Reach::default() };
        Self {
            person: None,
            manages: all.clone(),
            teaches: all.clone(),
            employs: all,
            approves: Vec::new(),
            figures: true,
            administers: true,
        }
    }

    /// Whether an enrollment exists for the actor: one's own, of one's people, in a cohort one manages or teaches,
    /// or one that waits for one's approval.
    pub fn sees_enrollment(&self, at: &EnrollmentPlace) -> bool {
        self.person == Some(at.person)
            || self.manages.covers(&at.cohort)
            || self.teaches.covers(&at.cohort)
            || self.employs.everything
            || at.employer.is_some_and(|employer| self.employs.organizations.contains(&employer))
            || at.asked.is_some_and(|asked| self.approves_for().any(|one| one == asked))
    }

    /// The organizations whose approvals exist for the actor.
    pub fn approves_for(&self) -> impl Iterator<Item = OrganizationId> + '_ {
        self.employs.organizations.iter().chain(&self.approves).copied()
    }

    /// Whether the register of a cohort's sessions, with its names, and its counts as they are exist for the actor.
    pub fn sees_register(&self, at: &CohortPlace) -> bool {
        self.manages.covers(at) || self.teaches.covers(at)
    }
}
