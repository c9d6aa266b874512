//! The rows of certificates.

use crate::StoreError;
use postup_domain::certificate::{
    Certificate, CertificateState, CheckCode, Facts, RegistrationNumber, Standing,
};
use postup_domain::id::{CertificateId, CohortId, EnrollmentId, OrganizationId, PersonId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sha2::{Digest, Sha256};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateId,
    pub organization_id: OrganizationId,
    pub year: i32,
    pub number: i64,
    pub registration_number: RegistrationNumber,
    pub code: CheckCode,
    pub enrollment_id: EnrollmentId,
    pub cohort_id: CohortId,
    pub person_id: PersonId,
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    #[sea_orm(column_type = "Text")]
    pub digest: String,
    pub state: CertificateState,
    #[sea_orm(column_type = "Text", nullable)]
    pub state_reason: Option<String>,
    pub state_since: Option<DateTimeUtc>,
    pub issued_at: DateTimeUtc,
    pub issued_by: Option<PersonId>,
    pub replaces: Option<CertificateId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub mod step {
    use postup_domain::certificate::CertificateState;
    use postup_domain::id::{CertificateId, PersonId, StepId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "certificate_step")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: StepId,
        pub certificate_id: CertificateId,
        pub to_state: CertificateState,
        pub author: Option<PersonId>,
        pub at: DateTimeUtc,
        #[sea_orm(column_type = "Text", nullable)]
        pub reason: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// SHA-256 of frozen facts as hexadecimal digits.
fn digest(json: &str) -> String {
    Sha256::digest(json).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The row of a certificate that was just issued.
pub(super) fn issued(certificate: &Certificate) -> Result<ActiveModel, StoreError> {
    let facts = certificate.facts.to_json().map_err(StoreError::corrupt)?;
    Ok(ActiveModel {
        id: Set(certificate.id),
        organization_id: Set(certificate.issuer),
        year: Set(certificate.year),
        number: Set(certificate.ordinal),
        registration_number: Set(certificate.facts.registration_number.clone()),
        code: Set(certificate.facts.check_code),
        enrollment_id: Set(certificate.enrollment),
        cohort_id: Set(certificate.cohort),
        person_id: Set(certificate.person),
        digest: Set(digest(&facts)),
        facts: Set(facts),
        state: Set(CertificateState::Valid),
        state_reason: Set(None),
        state_since: Set(None),
        issued_at: Set(certificate.issued_at),
        issued_by: Set(certificate.issued_by),
        replaces: Set(None),
    })
}

/// Reads a row back. `successor` is the certificate that stands in its place, if one does. Facts that were altered in
/// the database do not pass as ours.
pub(super) fn read(row: Model, successor: Option<CertificateId>) -> Result<Certificate, StoreError> {
    let altered = || StoreError::corrupt(format!("certificate {} was altered", row.id));
    if digest(&row.facts) != row.digest {
        return Err(altered());
    }
    let facts = Facts::from_json(&row.facts).map_err(StoreError::corrupt)?;
    if facts.registration_number != row.registration_number || facts.check_code != row.code {
        return Err(altered());
    }
    let standing = standing(&row, successor).ok_or_else(altered)?;
    Ok(Certificate {
        id: row.id,
        enrollment: row.enrollment_id,
        cohort: row.cohort_id,
        person: row.person_id,
        issuer: row.organization_id,
        year: row.year,
        ordinal: row.number,
        facts,
        standing,
        issued_at: row.issued_at,
        issued_by: row.issued_by,
    })
}

fn standing(row: &Model, successor: Option<CertificateId>) -> Option<Standing> {
    let reason = row.state_reason.as_deref();
    Some(match row.state {
        CertificateState::Valid => Standing::Valid,
        CertificateState::Replaced => {
            Standing::Replaced { by: successor?, reason: reason?.parse().ok()?, at: row.state_since? }
        }
        CertificateState::Revoked => {
            Standing::Revoked { reason: reason?.parse().ok()?, at: row.state_since? }
        }
        CertificateState::Expired => Standing::Expired { at: row.state_since? },
    })
}
