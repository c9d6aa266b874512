//! Permits: proof, as a value, that the table was asked. Use-cases demand them; their fields are read-only.

use super::{Action, Actor, CohortPlace, Denied, Place, Role};
use crate::id::{CertificateId, CohortId, EnrollmentId, OrganizationId, PersonId, ProgramId, SessionId};
use crate::import::ImportKind;

/// Who a change is written down under; `None` is the product itself.
pub type Author = Option<PersonId>;

macro_rules! permits {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name { author: Author, $($field: $type),* }

        impl $name {
            /// Who asked.
            pub fn author(&self) -> Author {
                self.author
            }
            $(pub fn $field(&self) -> $type { self.$field.clone() })*
        }
    )+};
}

permits! {
    /// Apply for a seat in a cohort for a person.
    MayEnroll { cohort: CohortId, person: PersonId }
    /// Name a person for a cohort, or ask again; `by_employer` in the name of the employer.
    MayNominate { cohort: CohortId, person: PersonId, by_employer: bool }
    /// Name people by their addresses for a cohort as those of an employer; `by_employer` in its name.
    MayName { cohort: CohortId, employer: OrganizationId, by_employer: bool }
    /// End an enrollment before its time; `at_any_time` for those who manage the cohort.
    MayWithdraw { enrollment: EnrollmentId, cohort: CohortId, at_any_time: bool }
    /// Name a colleague for somebody's seat; `employer` is that of the one who leaves, `is_manager` says that the actor
    /// manages the cohort.
    MaySubstitute {
        enrollment: EnrollmentId,
        cohort: CohortId,
        employer: Option<OrganizationId>,
        newcomer: PersonId,
        is_manager: bool
    }
    /// Go on in another cohort; `is_manager` says that the actor manages both.
    MayTransfer { enrollment: EnrollmentId, from: CohortId, to: CohortId, is_manager: bool }
    /// Be a guest in a session of another cohort, and give that up; `is_manager` says that the actor manages both.
    MayVisit { enrollment: EnrollmentId, home: CohortId, session: SessionId, host: CohortId, is_manager: bool }
    /// Answer an offer or a nomination.
    MayAnswer { enrollment: EnrollmentId, cohort: CohortId }
    /// Approve an application, or not, for the office that is asked at this step of its route; `stands_for` is the officer
    /// in whose place that is done.
    MayApprove { enrollment: EnrollmentId, cohort: CohortId, turn: i32, stands_for: Option<PersonId> }
    /// Say who approves in the place of an organization's officers, and end that.
    MayNameStandIn { organization: OrganizationId }
    /// Read what the training of an organization's people adds up to.
    MayReadCredits { organization: OrganizationId }
    /// Confirm or reject an application.
    MayDecide { enrollment: EnrollmentId, cohort: CohortId }
    /// Ask to be excused from a session, or another mark for it.
    MayPlead { enrollment: EnrollmentId, cohort: CohortId }
    /// Append marks to a register.
    MayTakeAttendance { session: SessionId, cohort: CohortId }
    /// Check in to a session.
    MayCheckIn { session: SessionId, cohort: CohortId, person: PersonId }
    /// Decide between marks that contradict each other; `after_closing` for those who may reopen the register.
    MaySettleMarks { session: SessionId, cohort: CohortId, after_closing: bool }
    /// Close a register.
    MayCloseRegister { session: SessionId, cohort: CohortId }
    /// Reopen a closed register.
    MayReopenRegister { session: SessionId, cohort: CohortId }
    /// Record a final score.
    MayAssess { enrollment: EnrollmentId, cohort: CohortId }
    /// Say how an organization judges interruptions of its sessions.
    MayJudgeInterruptions { organization: OrganizationId }
    /// Say when an organization's registers are closed by themselves.
    MayRuleClosing { organization: OrganizationId }
    /// Add and change the places of an organization.
    MayManageVenues { organization: OrganizationId }
    /// Create a program run by an organization.
    MayCreateProgram { organization: OrganizationId }
    /// Change a program and the courses in it.
    MayManageProgram { program: ProgramId }
    /// Change a cohort and its sessions.
    MayManageCohort { cohort: CohortId }
    /// Issue certificates in a cohort.
    MayIssueCertificates { cohort: CohortId }
    /// Revoke a certificate.
    MayRevokeCertificate { certificate: CertificateId }
    /// Change a person's record.
    MayEditPerson { person: PersonId }
    /// Add a person, or correct the record of one, from a file.
    MayImportPerson { person: PersonId }
    /// Send a file to be taken in. What may be done with each row is another question.
    MayImportFile { }
    /// Add and change organizations.
    MayManageOrganizations { }
    /// Give and take roles, suspend accounts.
    MayManageAccess { }
    /// Send a message again.
    MayManageMail { }
    /// Put letters into the installation's own words.
    MayManageTemplates { }
    /// Read completion figures.
    MayReadFigures { }
    /// Read the audit trail.
    MayReadAudit { }
}

impl MayAnswer {
    /// For whoever holds the secret that was mailed to the person: it proves who answers as a sign-in would.
    pub fn by_letter(person: PersonId, enrollment: EnrollmentId, cohort: CohortId) -> Self {
        Self { author: Some(person), enrollment, cohort }
    }
}

/// Where an enrollment stands: who, employed by whom, in which cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnrollmentPlace {
    pub person: PersonId,
    pub employer: Option<OrganizationId>,
    /// The organization whose approval is awaited.
    pub asked: Option<OrganizationId>,
    pub cohort: CohortPlace,
}

impl EnrollmentPlace {
    /// Where nobody's approval is awaited.
    pub fn of(person: PersonId, employer: Option<OrganizationId>, cohort: CohortPlace) -> Self {
        Self { person, employer, asked: None, cohort }
    }
}

impl From<EnrollmentPlace> for Place {
    fn from(at: EnrollmentPlace) -> Self {
        Self::Person { person: at.person, employer: at.employer, cohort: Some(at.cohort) }
    }
}

impl Actor {
    pub fn may_enroll(&self, at: EnrollmentPlace) -> Result<MayEnroll, Denied> {
        self.require(Action::Enroll, &at.into())?;
        Ok(MayEnroll { author: self.person(), cohort: at.cohort.cohort, person: at.person })
    }

    pub fn may_nominate(&self, at: EnrollmentPlace) -> Result<MayNominate, Denied> {
        self.require(Action::Nominate, &at.into())?;
        let by_employer = self.holds(Role::PersonnelOfficer, &at.into());
        Ok(MayNominate { author: self.person(), cohort: at.cohort.cohort, person: at.person, by_employer })
    }

    /// Whoever has the address is asked, so it is the employer alone that matters.
    pub fn may_name(&self, employer: OrganizationId, cohort: CohortPlace) -> Result<MayName, Denied> {
        let person = PersonId(uuid::Uuid::nil());
        let place = Place::Person { person, employer: Some(employer), cohort: Some(cohort) };
        self.require(Action::Nominate, &place)?;
        let by_employer = self.holds(Role::PersonnelOfficer, &place);
        Ok(MayName { author: self.person(), cohort: cohort.cohort, employer, by_employer })
    }

    pub fn may_withdraw(&self, enrollment: EnrollmentId, at: EnrollmentPlace) -> Result<MayWithdraw, Denied> {
        self.require(Action::Withdraw, &at.into())?;
        let at_any_time = self.require(Action::Decide, &Place::Cohort(at.cohort)).is_ok();
        Ok(MayWithdraw { author: self.person(), enrollment, cohort: at.cohort.cohort, at_any_time })
    }

    /// `newcomer` is the colleague in the same cohort.
    pub fn may_substitute(
        &self,
        enrollment: EnrollmentId,
        at: EnrollmentPlace,
        newcomer: EnrollmentPlace,
    ) -> Result<MaySubstitute, Denied> {
        self.require(Action::Substitute, &at.into())?;
        self.require(Action::Substitute, &newcomer.into())?;
        Ok(MaySubstitute {
            author: self.person(),
            enrollment,
            cohort: at.cohort.cohort,
            employer: at.employer,
            newcomer: newcomer.person,
            is_manager: self.require(Action::Decide, &Place::Cohort(at.cohort)).is_ok(),
        })
    }

    /// The person between any two cohorts, a manager between the own ones.
    pub fn may_transfer(
        &self,
        enrollment: EnrollmentId,
        at: EnrollmentPlace,
        to: CohortPlace,
    ) -> Result<MayTransfer, Denied> {
        self.require(Action::Transfer, &at.into())?;
        let there = EnrollmentPlace { cohort: to, ..at };
        self.require(Action::Transfer, &there.into())?;
        let is_manager = self.manages_both(at.cohort, to);
        Ok(MayTransfer {
            author: self.person(),
            enrollment,
            from: at.cohort.cohort,
            to: to.cohort,
            is_manager,
        })
    }

    fn manages_both(&self, one: CohortPlace, other: CohortPlace) -> bool {
        [one, other].into_iter().all(|at| self.require(Action::Decide, &Place::Cohort(at)).is_ok())
    }

    pub fn may_visit(
        &self,
        enrollment: EnrollmentId,
        at: EnrollmentPlace,
        session: SessionId,
        host: CohortPlace,
    ) -> Result<MayVisit, Denied> {
        self.require(Action::Visit, &at.into())?;
        self.require(Action::Visit, &EnrollmentPlace { cohort: host, ..at }.into())?;
        let is_manager = self.manages_both(at.cohort, host);
        let (home, host) = (at.cohort.cohort, host.cohort);
        Ok(MayVisit { author: self.person(), enrollment, home, session, host, is_manager })
    }

    pub fn may_answer(&self, enrollment: EnrollmentId, at: EnrollmentPlace) -> Result<MayAnswer, Denied> {
        self.require(Action::Answer, &at.into())?;
        Ok(MayAnswer { author: self.person(), enrollment, cohort: at.cohort.cohort })
    }

    /// `turn` is the step of the route at which the application waits.
    pub fn may_approve(
        &self,
        enrollment: EnrollmentId,
        turn: i32,
        at: EnrollmentPlace,
    ) -> Result<MayApprove, Denied> {
        let place: Place = EnrollmentPlace { employer: at.asked, ..at }.into();
        self.require(Action::Approve, &place)?;
        let in_own_right = self.holds(Role::PersonnelOfficer, &place);
        let stands_for = self.stands_for(&place).filter(|_| !in_own_right);
        let cohort = at.cohort.cohort;
        Ok(MayApprove { author: self.person(), enrollment, cohort, turn, stands_for })
    }

    pub fn may_name_stand_in(&self, organization: OrganizationId) -> Result<MayNameStandIn, Denied> {
        self.require(Action::NameStandIn, &Place::Organization(organization))?;
        Ok(MayNameStandIn { author: self.person(), organization })
    }

    pub fn may_read_credits(&self, organization: OrganizationId) -> Result<MayReadCredits, Denied> {
        self.require(Action::ReadCredits, &Place::Organization(organization))?;
        Ok(MayReadCredits { author: self.person(), organization })
    }

    pub fn may_decide(&self, enrollment: EnrollmentId, at: EnrollmentPlace) -> Result<MayDecide, Denied> {
        self.require(Action::Decide, &Place::Cohort(at.cohort))?;
        Ok(MayDecide { author: self.person(), enrollment, cohort: at.cohort.cohort })
    }

    pub fn may_plead(&self, enrollment: EnrollmentId, at: EnrollmentPlace) -> Result<MayPlead, Denied> {
        self.require(Action::Plead, &at.into())?;
        Ok(MayPlead { author: self.person(), enrollment, cohort: at.cohort.cohort })
    }

    pub fn may_take_attendance(
        &self,
        session: SessionId,
        at: CohortPlace,
    ) -> Result<MayTakeAttendance, Denied> {
        self.require(Action::TakeAttendance, &Place::Cohort(at))?;
        Ok(MayTakeAttendance { author: self.person(), session, cohort: at.cohort })
    }

    /// Whether the person holds a seat there is for the session to find out.
    pub fn may_check_in(&self, session: SessionId, at: CohortPlace) -> Result<MayCheckIn, Denied> {
        let person = self.person().ok_or(Denied(Action::CheckIn))?;
        self.require(Action::CheckIn, &EnrollmentPlace::of(person, None, at).into())?;
        Ok(MayCheckIn { author: self.person(), session, cohort: at.cohort, person })
    }

    pub fn may_settle_marks(&self, session: SessionId, at: CohortPlace) -> Result<MaySettleMarks, Denied> {
        self.require(Action::TakeAttendance, &Place::Cohort(at))?;
        let after_closing = self.require(Action::ReopenRegister, &Place::Cohort(at)).is_ok();
        Ok(MaySettleMarks { author: self.person(), session, cohort: at.cohort, after_closing })
    }

    pub fn may_close_register(
        &self,
        session: SessionId,
        at: CohortPlace,
    ) -> Result<MayCloseRegister, Denied> {
        self.require(Action::CloseRegister, &Place::Cohort(at))?;
        Ok(MayCloseRegister { author: self.person(), session, cohort: at.cohort })
    }

    pub fn may_reopen_register(
        &self,
        session: SessionId,
        at: CohortPlace,
    ) -> Result<MayReopenRegister, Denied> {
        self.require(Action::ReopenRegister, &Place::Cohort(at))?;
        Ok(MayReopenRegister { author: self.person(), session, cohort: at.cohort })
    }

    pub fn may_assess(&self, enrollment: EnrollmentId, at: EnrollmentPlace) -> Result<MayAssess, Denied> {
        self.require(Action::Assess, &Place::Cohort(at.cohort))?;
        Ok(MayAssess { author: self.person(), enrollment, cohort: at.cohort.cohort })
    }

    pub fn may_judge_interruptions(
        &self,
        organization: OrganizationId,
    ) -> Result<MayJudgeInterruptions, Denied> {
        self.require(Action::JudgeInterruptions, &Place::Organization(organization))?;
        Ok(MayJudgeInterruptions { author: self.person(), organization })
    }

    pub fn may_rule_closing(&self, organization: OrganizationId) -> Result<MayRuleClosing, Denied> {
        self.require(Action::RuleClosing, &Place::Organization(organization))?;
        Ok(MayRuleClosing { author: self.person(), organization })
    }

    pub fn may_manage_venues(&self, organization: OrganizationId) -> Result<MayManageVenues, Denied> {
        self.require(Action::ManageVenues, &Place::Organization(organization))?;
        Ok(MayManageVenues { author: self.person(), organization })
    }

    pub fn may_create_program(&self, organization: OrganizationId) -> Result<MayCreateProgram, Denied> {
        self.require(Action::CreateProgram, &Place::Organization(organization))?;
        Ok(MayCreateProgram { author: self.person(), organization })
    }

    pub fn may_manage_program(
        &self,
        program: ProgramId,
        organization: OrganizationId,
    ) -> Result<MayManageProgram, Denied> {
        self.require(Action::ManageProgram, &Place::Program { program, organization })?;
        Ok(MayManageProgram { author: self.person(), program })
    }

    pub fn may_manage_cohort(&self, at: CohortPlace) -> Result<MayManageCohort, Denied> {
        self.require(Action::ManageCohort, &Place::Cohort(at))?;
        Ok(MayManageCohort { author: self.person(), cohort: at.cohort })
    }

    pub fn may_issue_certificates(&self, at: CohortPlace) -> Result<MayIssueCertificates, Denied> {
        self.require(Action::IssueCertificates, &Place::Cohort(at))?;
        Ok(MayIssueCertificates { author: self.person(), cohort: at.cohort })
    }

    pub fn may_revoke_certificate(
        &self,
        certificate: CertificateId,
        at: CohortPlace,
    ) -> Result<MayRevokeCertificate, Denied> {
        self.require(Action::RevokeCertificate, &Place::Cohort(at))?;
        Ok(MayRevokeCertificate { author: self.person(), certificate })
    }

    pub fn may_edit_person(
        &self,
        person: PersonId,
        employer: Option<OrganizationId>,
    ) -> Result<MayEditPerson, Denied> {
        self.require(Action::EditPerson, &Place::Person { person, employer, cohort: None })?;
        Ok(MayEditPerson { author: self.person(), person })
    }

    /// `employer` is where the person works, or will by the file.
    pub fn may_import_person(
        &self,
        person: PersonId,
        employer: Option<OrganizationId>,
    ) -> Result<MayImportPerson, Denied> {
        self.require(Action::ImportPerson, &Place::Person { person, employer, cohort: None })?;
        Ok(MayImportPerson { author: self.person(), person })
    }

    pub fn may_import_file(&self) -> Result<MayImportFile, Denied> {
        self.require(Action::ImportFile, &Place::Installation)?;
        Ok(MayImportFile { author: self.person() })
    }

    /// Whoever only teaches takes the tables of sessions away and no others.
    pub fn may_export_file(&self, kind: ImportKind) -> Result<MayImportFile, Denied> {
        let keepers = [Role::Administrator, Role::ProgramManager, Role::PersonnelOfficer];
        let keeps = self.person().is_none() || keepers.iter().any(|role| self.has(*role));
        if keeps || kind.is_of_sessions() { self.may_import_file() } else { Err(Denied(Action::ImportFile)) }
    }

    pub fn may_manage_organizations(&self) -> Result<MayManageOrganizations, Denied> {
        self.require(Action::ManageOrganizations, &Place::Installation)?;
        Ok(MayManageOrganizations { author: self.person() })
    }

    pub fn may_manage_access(&self) -> Result<MayManageAccess, Denied> {
        self.require(Action::ManageAccess, &Place::Installation)?;
        Ok(MayManageAccess { author: self.person() })
    }

    /// `at` is the cohort the message is about, if any.
    pub fn may_manage_mail(&self, at: Option<CohortPlace>) -> Result<MayManageMail, Denied> {
        self.require(Action::ManageMail, &at.map_or(Place::Installation, Place::Cohort))?;
        Ok(MayManageMail { author: self.person() })
    }

    pub fn may_manage_templates(&self) -> Result<MayManageTemplates, Denied> {
        self.require(Action::ManageTemplates, &Place::Installation)?;
        Ok(MayManageTemplates { author: self.person() })
    }

    pub fn may_read_figures(&self) -> Result<MayReadFigures, Denied> {
        self.require(Action::ReadFigures, &Place::Installation)?;
        Ok(MayReadFigures { author: self.person() })
    }

    pub fn may_read_audit(&self) -> Result<MayReadAudit, Denied> {
        self.require(Action::ReadAudit, &Place::Installation)?;
        Ok(MayReadAudit { author: self.person() })
    }
}
