//! A role, where it counts, and for how long.

use crate::id::{CohortId, GrantId, OrganizationId, PersonId, ProgramId};
use crate::words;
use chrono::{DateTime, Utc};

words! {
    /// What a person may be for Postup.
    Role {
        /// Enrolls, and sees the own record. Every person is one.
        Official = "official",
        /// Records attendance of the cohorts in scope.
        Trainer = "trainer",
        /// Enrolls and follows the people of one employer.
        PersonnelOfficer = "personnel_officer",
        /// Runs programs, courses, cohorts.
        ProgramManager = "program_manager",
        /// Reads figures.
        Analyst = "analyst",
        /// Reads figures of what was paid for.
        Donor = "donor",
        /// Keeps accounts, grants, mail and the audit trail.
        Administrator = "administrator",
    }
}

/// Where a grant counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    Everything,
    Organization(OrganizationId),
    /// A unit of the codifier and all below it, by its code.
    Territory(String),
    Program(ProgramId),
    Cohort(CohortId),
}

impl Scope {
    /// The kind as a word, for rows and wire objects.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Organization(_) => "organization",
            Self::Territory(_) => "territory",
            Self::Program(_) => "program",
            Self::Cohort(_) => "cohort",
        }
    }

    /// The name of what it points to; empty for everything.
    pub fn target(&self) -> String {
        match self {
            Self::Everything => String::new(),
            Self::Organization(id) => id.to_string(),
            Self::Territory(code) => code.clone(),
            Self::Program(id) => id.to_string(),
            Self::Cohort(id) => id.to_string(),
        }
    }

    /// The reverse of [`Self::kind`] and [`Self::target`].
    pub fn parse(kind: &str, target: &str) -> Option<Self> {
        match kind {
            "everything" if target.is_empty() => Some(Self::Everything),
            "organization" => target.parse().ok().map(Self::Organization),
            "territory" if !target.is_empty() => Some(Self::Territory(target.to_owned())),
            "program" => target.parse().ok().map(Self::Program),
            "cohort" => target.parse().ok().map(Self::Cohort),
            _ => None,
        }
    }
}

/// A role given to a person, somewhere, for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub id: GrantId,
    pub person: PersonId,
    pub role: Role,
    pub scope: Scope,
    pub valid_from: DateTime<Utc>,
    /// The first instant at which it no longer counts.
    pub valid_to: Option<DateTime<Utc>>,
}

impl Grant {
    pub fn counts_at(&self, now: DateTime<Utc>) -> bool {
        self.valid_from <= now && self.valid_to.is_none_or(|end| now < end)
    }
}
