//! The one who asks, and the one table that says what each role may do.

use super::{Grant, Reach, Role, Scope, Sight};
use crate::id::{AccountId, CohortId, LoginId, OrganizationId, PersonId, ProgramId};
use crate::stand_in::StandIn;
use crate::words;
use chrono::{DateTime, Utc};

words! {
    /// What can be done. Each action has one permit.
    Action {
        Enroll = "enroll",
        Nominate = "nominate",
        Withdraw = "withdraw",
        Substitute = "substitute",
        Transfer = "transfer",
        Visit = "visit",
        Answer = "answer",
        Plead = "plead",
        Approve = "approve",
        NameStandIn = "name_stand_in",
        ReadCredits = "read_credits",
        Decide = "decide",
        TakeAttendance = "take_attendance",
        CheckIn = "check_in",
        CloseRegister = "close_register",
        ReopenRegister = "reopen_register",
        Assess = "assess",
        CreateProgram = "create_program",
        ManageProgram = "manage_program",
        ManageCohort = "manage_cohort",
        IssueCertificates = "issue_certificates",
        RevokeCertificate = "revoke_certificate",
        EditPerson = "edit_person",
        ImportPerson = "import_person",
        ImportFile = "import_file",
        JudgeInterruptions = "judge_interruptions",
        RuleClosing = "rule_closing",
        ManageVenues = "manage_venues",
        ManageOrganizations = "manage_organizations",
        ManageAccess = "manage_access",
        ManageMail = "manage_mail",
        ManageTemplates = "manage_templates",
        ReadFigures = "read_figures",
        ReadAudit = "read_audit",
    }
}

/// Where a cohort stands in the tree of scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CohortPlace {
    pub cohort: CohortId,
    pub program: ProgramId,
    /// The organization that runs the program.
    pub organization: OrganizationId,
}

/// Where the subject of an action stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The installation as a whole.
    Installation,
    Organization(OrganizationId),
    Program {
        program: ProgramId,
        organization: OrganizationId,
    },
    Cohort(CohortPlace),
    /// A person, perhaps in a cohort.
    Person {
        person: PersonId,
        employer: Option<OrganizationId>,
        cohort: Option<CohortPlace>,
    },
}

/// Not yours to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is not allowed", .0.as_str())]
pub struct Denied(pub Action);

/// The one who asks: a visitor, a signed-in person with the grants that count now, or the product itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    person: Option<PersonId>,
    account: Option<AccountId>,
    login: Option<LoginId>,
    grants: Vec<Grant>,
    stands_in: Vec<StandIn>,
    system: bool,
}

impl Actor {
    /// Somebody who did not sign in.
    pub fn visitor() -> Self {
        Self::default()
    }

    /// The product itself: the worker, the command line.
    pub fn system() -> Self {
        Self { system: true, ..Self::default() }
    }

    /// A person on whose behalf something is done while they are away: with the grants that count at `now`.
    pub fn away(person: PersonId, grants: Vec<Grant>, now: DateTime<Utc>) -> Self {
        let grants =
            grants.into_iter().filter(|grant| grant.person == person && grant.counts_at(now)).collect();
        Self { person: Some(person), grants, ..Self::default() }
    }

    /// A signed-in person; grants that do not count at `now` are dropped.
    pub fn signed_in(
        person: PersonId,
        account: AccountId,
        login: LoginId,
        grants: Vec<Grant>,
        now: DateTime<Utc>,
    ) -> Self {
        Self { account: Some(account), login: Some(login), ..Self::away(person, grants, now) }
    }

    /// The same with what the person may do in the place of others; what does not count at `now` is dropped.
    #[must_use]
    pub fn standing_in(self, stands_in: Vec<StandIn>, now: DateTime<Utc>) -> Self {
        let person = self.person;
        let counts = |one: &StandIn| Some(one.deputy) == person && one.counts_at(now);
        Self { stands_in: stands_in.into_iter().filter(counts).collect(), ..self }
    }

    pub fn person(&self) -> Option<PersonId> {
        self.person
    }

    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    pub fn login(&self) -> Option<LoginId> {
        self.login
    }

    pub fn is_system(&self) -> bool {
        self.system
    }

    /// Has the role somewhere. For navigation only; permits ask [`Self::allows`].
    pub fn has(&self, role: Role) -> bool {
        match role {
            Role::Official => self.person.is_some(),
            _ => self.grants.iter().any(|grant| grant.role == role),
        }
    }

    /// Holds a role beyond that of every official, or acts in the place of somebody who does.
    pub fn is_staff(&self) -> bool {
        !self.grants.is_empty() || !self.stands_in.is_empty()
    }

    /// In whose place the person acts now.
    pub fn stands_in(&self) -> &[StandIn] {
        &self.stands_in
    }

    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// What exists for this actor.
    pub fn sight(&self) -> Sight {
        if self.system {
            return Sight::system();
        }
        Sight {
            person: self.person,
            manages: self.reach(Role::ProgramManager),
            teaches: self.reach(Role::Trainer),
            employs: self.reach(Role::PersonnelOfficer),
            approves: self.stands_in.iter().map(|one| one.organization).collect(),
            figures: self.has(Role::Analyst) || self.has(Role::Donor) || self.has(Role::ProgramManager),
            administers: self.has(Role::Administrator),
        }
    }

    fn reach(&self, role: Role) -> Reach {
        let mut reach = Reach::default();
        for grant in self.grants.iter().filter(|grant| grant.role == role) {
            match &grant.scope {
                Scope::Everything => reach.everything = true,
                Scope::Organization(id) => reach.organizations.push(*id),
                Scope::Territory(code) => reach.territories.push(code.clone()),
                Scope::Program(id) => reach.programs.push(*id),
                Scope::Cohort(id) => reach.cohorts.push(*id),
            }
        }
        reach
    }

    /// The table: which role may do what, where.
    pub fn allows(&self, action: Action, place: &Place) -> bool {
        if self.system {
            return true;
        }
        let manager = || self.holds(Role::ProgramManager, place);
        match action {
            Action::Enroll | Action::Withdraw => {
                self.is_own(place) || manager() || self.holds(Role::PersonnelOfficer, place)
            }
            Action::Transfer | Action::Visit => self.is_own(place) || manager(),
            Action::Nominate | Action::Substitute => manager() || self.holds(Role::PersonnelOfficer, place),
            Action::Decide
            | Action::ReopenRegister
            | Action::ManageProgram
            | Action::ManageCohort
            | Action::IssueCertificates
            | Action::RevokeCertificate => manager(),
            Action::TakeAttendance | Action::CloseRegister | Action::Assess => {
                manager() || self.holds(Role::Trainer, place)
            }
            Action::CreateProgram
            | Action::JudgeInterruptions
            | Action::RuleClosing
            | Action::ManageVenues => manager(),
            // Nobody says yes or no in somebody else's name, or asks, or checks somebody else in.
            Action::Answer | Action::CheckIn | Action::Plead => self.is_own(place),
            // Nobody approves the own application, and nobody has it approved by whoever stands in.
            Action::Approve => {
                !self.is_own(place)
                    && (self.holds(Role::PersonnelOfficer, place) || self.stands_for(place).is_some())
            }
            Action::NameStandIn => {
                self.holds(Role::PersonnelOfficer, place) || self.holds(Role::Administrator, place)
            }
            Action::ReadCredits => self.holds(Role::PersonnelOfficer, place),
            Action::EditPerson => self.is_own(place) || self.holds(Role::Administrator, place),
            Action::ImportPerson => {
                self.holds(Role::Administrator, place)
                    || self.holds_everywhere(Role::ProgramManager)
                    || self.holds(Role::PersonnelOfficer, place)
            }
            Action::ImportFile => {
                self.has(Role::Administrator)
                    || self.has(Role::ProgramManager)
                    || self.has(Role::PersonnelOfficer)
                    || self.has(Role::Trainer)
            }
            Action::ManageOrganizations => {
                self.holds(Role::Administrator, place) || self.holds_everywhere(Role::ProgramManager)
            }
            Action::ManageAccess | Action::ManageTemplates | Action::ReadAudit => {
                self.holds_everywhere(Role::Administrator)
            }
            Action::ManageMail => self.holds_everywhere(Role::Administrator) || manager(),
            Action::ReadFigures => {
                self.has(Role::Analyst) || self.has(Role::Donor) || self.has(Role::ProgramManager)
            }
        }
    }

    /// `Ok` when the table allows it.
    pub fn require(&self, action: Action, place: &Place) -> Result<(), Denied> {
        if self.allows(action, place) { Ok(()) } else { Err(Denied(action)) }
    }

    /// The officer in whose place the actor approves there.
    pub(super) fn stands_for(&self, place: &Place) -> Option<PersonId> {
        let Place::Person { person, employer: Some(employer), .. } = place else { return None };
        let mut theirs = self.stands_in.iter().filter(|one| one.organization == *employer);
        theirs.find(|one| one.absent != *person).map(|one| one.absent)
    }

    fn is_own(&self, place: &Place) -> bool {
        matches!(place, Place::Person { person, .. } if Some(*person) == self.person)
    }

    fn holds_everywhere(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.scope == Scope::Everything)
    }

    pub(super) fn holds(&self, role: Role, place: &Place) -> bool {
        self.grants.iter().any(|grant| grant.role == role && covers(&grant.scope, role, place))
    }
}

/// Whether a place lies in a scope. A personnel officer's scope is the employer, everybody else's what is run.
fn covers(scope: &Scope, role: Role, place: &Place) -> bool {
    let within_cohort = |at: &CohortPlace| match scope {
        Scope::Cohort(id) => *id == at.cohort,
        Scope::Program(id) => *id == at.program,
        Scope::Organization(id) => *id == at.organization,
        Scope::Everything | Scope::Territory(_) => false,
    };
    match (scope, place) {
        (Scope::Everything, _) => true,
        (Scope::Organization(id), Place::Person { employer, .. }) if role == Role::PersonnelOfficer => {
            Some(*id) == *employer
        }
        (_, Place::Person { .. } | Place::Cohort(_)) if role == Role::PersonnelOfficer => false,
        (Scope::Organization(id), Place::Organization(at)) => id == at,
        (Scope::Organization(id), Place::Program { organization, .. }) => id == organization,
        (Scope::Program(id), Place::Program { program, .. }) => id == program,
        (_, Place::Cohort(at) | Place::Person { cohort: Some(at), .. }) => within_cohort(at),
        _ => false,
    }
}
