//! A role, where it counts, and for how long.

use crate::id::{CohortId, GrantId, OrganizationId, PersonId, ProgramId};
use crate::rejection::{Checks, Fault, Invalid};
use crate::words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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

impl Role {
    /// Whether the role means anything in such a scope. Nobody is given the role that everybody has.
    pub fn fits(self, scope: &Scope) -> bool {
        match (self, scope) {
            (Self::Official, _) => false,
            (_, Scope::Everything) => true,
            (Self::Trainer | Self::ProgramManager, scope) => !matches!(scope, Scope::Territory(_)),
            (Self::PersonnelOfficer, scope) => matches!(scope, Scope::Organization(_)),
            (Self::Analyst, scope) => matches!(scope, Scope::Territory(_)),
            (Self::Donor, scope) => matches!(scope, Scope::Program(_) | Scope::Organization(_)),
            (Self::Administrator, _) => false,
        }
    }
}

/// What is to be given: a role, where, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantPlan {
    pub role: Role,
    pub scope: Scope,
    /// `None` means from now on.
    pub valid_from: Option<DateTime<Utc>>,
    /// The first instant at which it no longer counts.
    pub valid_to: Option<DateTime<Utc>>,
}

impl GrantPlan {
    /// A role from now on, without end.
    pub fn lasting(role: Role, scope: Scope) -> Self {
        Self { role, scope, valid_from: None, valid_to: None }
    }
}

/// The same as typed: `scope_target` is an id, or the code of a territory; instants are RFC 3339.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawGrantPlan {
    pub role: String,
    pub scope_kind: String,
    pub scope_target: String,
    pub valid_from: String,
    pub valid_to: String,
}

impl TryFrom<&RawGrantPlan> for GrantPlan {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawGrantPlan) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let role: Option<Role> =
            checks.take(raw.role.trim().parse().map_err(|_| Invalid::new("role", Fault::NotAWord)));
        let scope = checks.take(
            Scope::parse(raw.scope_kind.trim(), raw.scope_target.trim())
                .ok_or_else(|| Invalid::new("scope_target", Fault::Unknown)),
        );
        let valid_from = instant_or_none(&mut checks, "valid_from", &raw.valid_from);
        let valid_to = instant_or_none(&mut checks, "valid_to", &raw.valid_to);
        if valid_from.zip(valid_to).is_some_and(|(from, to)| to <= from) {
            checks.note("valid_to", Fault::EndsBeforeStart);
        }
        match (role, scope) {
            (Some(role), Some(scope)) => {
                if !role.fits(&scope) {
                    checks.note("scope_kind", Fault::Unknown);
                }
                checks.finish()?;
                Ok(Self { role, scope, valid_from, valid_to })
            }
            _ => Err(checks.into_faults()),
        }
    }
}

fn instant_or_none(checks: &mut Checks, field: &'static str, raw: &str) -> Option<DateTime<Utc>> {
    match raw.trim() {
        "" => None,
        text => checks
            .take(DateTime::parse_from_rfc3339(text).map_err(|_| Invalid::new(field, Fault::NotATime)))
            .map(|instant| crate::clock::to_millis(instant.to_utc())),
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
