//! What issuing needs: who and what a certificate would speak of, the counter of numbers, the rows.

use super::row::{self, step};
use crate::StoreError;
use crate::sql;
use crate::store::{Read, Tx};
use chrono::NaiveDate;
use postup_domain::access::CohortPlace;
use postup_domain::certificate::{Certificate, CertificateState, Provider, RegistrationNumber};
use postup_domain::cohort::Form;
use postup_domain::course::{ContentType, Hours, LengthType};
use postup_domain::id::{CertificateId, CohortId, EnrollmentId, OrganizationId, PersonId, ProgramId, StepId};
use postup_domain::organization::Edrpou;
use postup_domain::person::FullName;
use postup_domain::territory::TerritoryCode;
use postup_domain::text::{Both, Name, Prose, Title};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, FromQueryResult};

/// What all certificates of a cohort say alike, as it stands now.
#[derive(Clone, Debug)]
pub struct Subject {
    pub place: CohortPlace,
    /// Runs the program and issues its certificates, under the name in force on the day asked for.
    pub issuer: OrganizationId,
    pub provider: Provider,
    pub program: Both<Title>,
    pub course: Both<Title>,
    pub content_type: ContentType,
    pub length_type: LengthType,
    pub hours: Hours,
    pub outcomes: Both<Prose>,
    pub form: Form,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub territory: Option<TerritoryCode>,
    pub signatory_name: Both<Title>,
    pub signatory_position: Both<Title>,
}

#[derive(FromQueryResult)]
struct SubjectRow {
    id: CohortId,
    program_id: ProgramId,
    organization_id: OrganizationId,
    issuer: OrganizationId,
    edrpou: Option<Edrpou>,
    name_uk: Title,
    name_en: Title,
    program_uk: Title,
    program_en: Title,
    course_uk: Title,
    course_en: Title,
    content_type: ContentType,
    length_type: LengthType,
    hours: Hours,
    outcomes_uk: Prose,
    outcomes_en: Prose,
    form: Form,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    territory: Option<TerritoryCode>,
    signatory_name_uk: Title,
    signatory_name_en: Title,
    signatory_position_uk: Title,
    signatory_position_en: Title,
}

impl From<SubjectRow> for Subject {
    fn from(row: SubjectRow) -> Self {
        Self {
            place: CohortPlace { cohort: row.id, program: row.program_id, organization: row.organization_id },
            issuer: row.issuer,
            provider: Provider { name: Both::new(row.name_uk, row.name_en), edrpou: row.edrpou },
            program: Both::new(row.program_uk, row.program_en),
            course: Both::new(row.course_uk, row.course_en),
            content_type: row.content_type,
            length_type: row.length_type,
            hours: row.hours,
            outcomes: Both::new(row.outcomes_uk, row.outcomes_en),
            form: row.form,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            territory: row.territory,
            signatory_name: Both::new(row.signatory_name_uk, row.signatory_name_en),
            signatory_position: Both::new(row.signatory_position_uk, row.signatory_position_en),
        }
    }
}

/// The name in force on a day is the newest that began by then; before the first name, that first one.
const SUBJECT: &str = "SELECT c.id, c.program_id, c.organization_id, o.id AS issuer, o.edrpou, n.name_uk, n.name_en, \
     p.title_uk AS program_uk, p.title_en AS program_en, v.title_uk AS course_uk, v.title_en AS course_en, \
     v.content_type, v.length_type, v.hours, v.outcomes_uk, v.outcomes_en, c.form, c.starts_on, c.ends_on, \
     c.territory, p.signatory_name_uk, p.signatory_name_en, p.signatory_position_uk, p.signatory_position_en \
     FROM cohort c \
     JOIN course_version v ON v.id = c.course_version_id \
     JOIN program p ON p.id = c.program_id \
     JOIN organization o ON o.id = p.organization_id \
     JOIN organization_name n ON n.organization_id = o.id AND n.valid_from = COALESCE( \
         (SELECT MAX(m.valid_from) FROM organization_name m WHERE m.organization_id = o.id AND m.valid_from <= $2), \
         (SELECT MIN(m.valid_from) FROM organization_name m WHERE m.organization_id = o.id)) \
     WHERE c.id = $1";

/// What certificates of a cohort would say on a day.
pub async fn subject(db: &impl Read, cohort: CohortId, on: NaiveDate) -> Result<Option<Subject>, StoreError> {
    let row = sql::one::<SubjectRow>(db, SUBJECT, vec![cohort.into(), on.into()]).await?;
    Ok(row.map(Subject::from))
}

/// Somebody who holds a seat and may be certified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub enrollment: EnrollmentId,
    pub person: PersonId,
    pub name: FullName,
    /// The valid certificate of this enrollment, if there is one.
    pub live: Option<(CertificateId, RegistrationNumber)>,
}

#[derive(FromQueryResult)]
struct CandidateRow {
    id: EnrollmentId,
    person_id: PersonId,
    family_name: Name,
    given_name: Name,
    patronymic: Option<Name>,
    latin_family_name: Name,
    latin_given_name: Name,
    live: Option<CertificateId>,
    registration_number: Option<RegistrationNumber>,
}

impl From<CandidateRow> for Candidate {
    fn from(row: CandidateRow) -> Self {
        Self {
            enrollment: row.id,
            person: row.person_id,
            name: FullName {
                family: row.family_name,
                given: row.given_name,
                patronymic: row.patronymic,
                latin_family: row.latin_family_name,
                latin_given: row.latin_given_name,
            },
            live: row.live.zip(row.registration_number),
        }
    }
}

const CANDIDATES: &str = "SELECT e.id, e.person_id, p.family_name, p.given_name, p.patronymic, \
     p.latin_family_name, p.latin_given_name, k.id AS live, k.registration_number \
     FROM enrollment e \
     JOIN person p ON p.id = e.person_id \
     LEFT JOIN certificate k ON k.enrollment_id = e.id AND k.state = 'valid' \
     WHERE e.cohort_id = $1 AND e.state = 'confirmed' \
     ORDER BY p.sort_key, e.id";

/// Everybody who holds a seat in a cohort, in the order of the alphabet.
pub async fn candidates(db: &impl Read, cohort: CohortId) -> Result<Vec<Candidate>, StoreError> {
    let rows = sql::all::<CandidateRow>(db, CANDIDATES, vec![cohort.into()]).await?;
    Ok(rows.into_iter().map(Candidate::from).collect())
}

#[derive(FromQueryResult)]
struct Last {
    last: i64,
}

/// Locks the counter of an issuer and year until the change ends, and tells the last number it gave out.
pub async fn lock_series(tx: &Tx, issuer: OrganizationId, year: i32) -> Result<i64, StoreError> {
    advance_series(tx, issuer, year, 0).await
}

/// Takes the next `count` numbers; returns the last of them.
pub async fn advance_series(
    tx: &Tx,
    issuer: OrganizationId,
    year: i32,
    count: i64,
) -> Result<i64, StoreError> {
    let text = "INSERT INTO certificate_series (organization_id, year, last) VALUES ($1, $2, $3) \
         ON CONFLICT (organization_id, year) DO UPDATE SET last = certificate_series.last + excluded.last \
         RETURNING last";
    let row = sql::one::<Last>(tx, text, vec![issuer.into(), year.into(), count.into()]).await?;
    Ok(row.ok_or_else(|| StoreError::corrupt("the counter of numbers gave no number"))?.last)
}

/// Writes certificates down with their first steps, several hundred a statement.
pub async fn insert_all(
    tx: &Tx,
    certificates: &[Certificate],
    step: impl Fn() -> StepId,
) -> Result<(), StoreError> {
    for chunk in certificates.chunks(500) {
        let rows = chunk.iter().map(row::issued).collect::<Result<Vec<_>, _>>()?;
        row::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
        let steps = chunk.iter().map(|certificate| first_step(step(), certificate));
        step::Entity::insert_many(steps).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

fn first_step(id: StepId, certificate: &Certificate) -> step::ActiveModel {
    step::ActiveModel {
        id: Set(id),
        certificate_id: Set(certificate.id),
        to_state: Set(CertificateState::Valid),
        author: Set(certificate.issued_by),
        at: Set(certificate.issued_at),
        reason: Set(None),
    }
}
