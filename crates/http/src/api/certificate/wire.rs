//! The wire objects of certificates.

use chrono::{DateTime, NaiveDate, Utc};
use poem_openapi::Object;
use postup_app::certificate::Checked;
use postup_domain::certificate::{
    Certificate, CertificateState, Facts, Holder, Place, Provider, RevocationReason, Signatory, Standing,
};
use postup_domain::cohort::Form;
use postup_domain::course::{ContentType, LengthType};
use postup_domain::id::{CertificateId, CohortId, EnrollmentId, JobId, PersonId};
use postup_domain::job::{Job, Progress, Stop};
use postup_domain::text::Both;

/// Whom to issue certificates to.
#[derive(Object)]
pub struct NewCertificates {
    /// Enrollments of the cohort; the numbers follow this order.
    #[oai(validator(max_items = 5000))]
    pub enrollment_ids: Vec<EnrollmentId>,
}

/// What was issued.
#[derive(Object)]
pub struct IssuedCertificates {
    pub certificates: Vec<IssuedCertificate>,
}

/// A certificate as one line of the register.
#[derive(Object)]
pub struct IssuedCertificate {
    id: CertificateId,
    enrollment_id: EnrollmentId,
    registration_number: String,
    state: CertificateState,
    issued_on: NaiveDate,
}

impl From<&Certificate> for IssuedCertificate {
    fn from(certificate: &Certificate) -> Self {
        Self {
            id: certificate.id,
            enrollment_id: certificate.enrollment,
            registration_number: certificate.facts.registration_number.to_string(),
            state: certificate.standing.state(),
            issued_on: certificate.facts.issued_on,
        }
    }
}

/// Certificates for many, issued piece by piece.
#[derive(Object)]
pub struct IssueJob {
    id: JobId,
    cohort_id: CohortId,
    state: Progress,
    /// How many certificates were asked for.
    wanted: u64,
    /// How many of them were seen to.
    done: u64,
    /// For how many of those a certificate was issued; the others no longer were as they had to be.
    issued: u64,
    /// Why it stopped.
    #[oai(skip_serializing_if_is_none)]
    reason: Option<Stop>,
    created_at: DateTime<Utc>,
}

impl From<&Job> for IssueJob {
    fn from(job: &Job) -> Self {
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Self {
            id: job.id,
            cohort_id: job.cohort,
            state: job.state,
            wanted: count(job.wanted.len()),
            done: count(job.done),
            issued: count(job.made),
            reason: job.reason,
            created_at: job.created_at,
        }
    }
}

/// Why a certificate is taken back.
#[derive(Object)]
pub struct NewRevocation {
    pub reason: RevocationReason,
}

/// Whether a certificate counts, and if not, why and since when.
#[derive(Object)]
struct CertificateStanding {
    state: CertificateState,
    /// A word of the reasons for revoking or replacing.
    #[oai(skip_serializing_if_is_none)]
    reason: Option<String>,
    #[oai(skip_serializing_if_is_none)]
    since: Option<DateTime<Utc>>,
    /// The number of the certificate that stands in its place.
    #[oai(skip_serializing_if_is_none)]
    replaced_by: Option<String>,
}

impl From<&Checked> for CertificateStanding {
    fn from(checked: &Checked) -> Self {
        let standing = &checked.certificate.standing;
        let (reason, since) = match standing {
            Standing::Valid => (None, None),
            Standing::Revoked { reason, at } => (Some(reason.to_string()), Some(*at)),
            Standing::Replaced { reason, at, .. } => (Some(reason.to_string()), Some(*at)),
            Standing::Expired { at } => (None, Some(*at)),
        };
        let replaced_by = checked.replaced_by.as_ref().map(ToString::to_string);
        Self { state: standing.state(), reason, since, replaced_by }
    }
}

/// A text of a certificate in both languages.
#[derive(Object)]
struct ClaimText {
    uk: String,
    en: String,
}

impl<T: ToString> From<&Both<T>> for ClaimText {
    fn from(both: &Both<T>) -> Self {
        Self { uk: both.uk.to_string(), en: both.en.to_string() }
    }
}

/// Learning outcomes in both languages.
#[derive(Object)]
struct ClaimOutcomes {
    uk: Vec<String>,
    en: Vec<String>,
}

/// The holder under the names of the day of issue.
#[derive(Object)]
struct ClaimHolder {
    family_name: String,
    given_name: String,
    #[oai(skip_serializing_if_is_none)]
    patronymic: Option<String>,
    latin_family_name: String,
    latin_given_name: String,
}

impl From<&Holder> for ClaimHolder {
    fn from(holder: &Holder) -> Self {
        Self {
            family_name: holder.family_name.to_string(),
            given_name: holder.given_name.to_string(),
            patronymic: holder.patronymic.as_ref().map(ToString::to_string),
            latin_family_name: holder.latin_family_name.to_string(),
            latin_given_name: holder.latin_given_name.to_string(),
        }
    }
}

/// The issuer under the name of the day of issue.
#[derive(Object)]
struct ClaimProvider {
    name: ClaimText,
    #[oai(skip_serializing_if_is_none)]
    edrpou: Option<String>,
}

impl From<&Provider> for ClaimProvider {
    fn from(provider: &Provider) -> Self {
        let edrpou = provider.edrpou.as_ref().map(ToString::to_string);
        Self { name: (&provider.name).into(), edrpou }
    }
}

/// Who signed.
#[derive(Object)]
struct ClaimSignatory {
    name: ClaimText,
    position: ClaimText,
}

impl From<&Signatory> for ClaimSignatory {
    fn from(signatory: &Signatory) -> Self {
        Self { name: (&signatory.name).into(), position: (&signatory.position).into() }
    }
}

/// Everything a certificate says, frozen when it was issued (standards UA-08).
#[derive(Object)]
struct CertificateClaims {
    registration_number: String,
    holder: ClaimHolder,
    provider: ClaimProvider,
    program: ClaimText,
    course: ClaimText,
    content_type: ContentType,
    length_type: LengthType,
    /// Academic hours as a decimal.
    hours: String,
    /// ECTS credits as a decimal.
    ects_credits: String,
    form: Form,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    outcomes: ClaimOutcomes,
    /// Where the training took place; absent where it was online.
    #[oai(skip_serializing_if_is_none)]
    place: Option<ClaimText>,
    issued_on: NaiveDate,
    signatory: ClaimSignatory,
}

impl From<&Facts> for CertificateClaims {
    fn from(facts: &Facts) -> Self {
        Self {
            registration_number: facts.registration_number.to_string(),
            holder: (&facts.holder).into(),
            provider: (&facts.provider).into(),
            program: (&facts.program).into(),
            course: (&facts.course).into(),
            content_type: facts.content_type,
            length_type: facts.length_type,
            hours: facts.hours.to_string(),
            ects_credits: facts.ects_credits.clone(),
            form: facts.form,
            starts_on: facts.starts_on,
            ends_on: facts.ends_on,
            outcomes: ClaimOutcomes { uk: facts.outcomes.uk.clone(), en: facts.outcomes.en.clone() },
            place: match &facts.place {
                Place::Online => None,
                Place::City(city) => Some(city.into()),
            },
            issued_on: facts.issued_on,
            signatory: (&facts.signatory).into(),
        }
    }
}

/// A certificate, for its holder and its issuer.
#[derive(Object)]
#[oai(rename = "Certificate")]
pub struct CertificateOut {
    id: CertificateId,
    enrollment_id: EnrollmentId,
    cohort_id: CohortId,
    person_id: PersonId,
    issued_at: DateTime<Utc>,
    standing: CertificateStanding,
    /// The public page that anybody may check it on.
    check_url: String,
    claims: CertificateClaims,
}

impl CertificateOut {
    pub fn new(checked: &Checked, check_url: String) -> Self {
        let certificate = &checked.certificate;
        Self {
            id: certificate.id,
            enrollment_id: certificate.enrollment,
            cohort_id: certificate.cohort,
            person_id: certificate.person,
            issued_at: certificate.issued_at,
            standing: checked.into(),
            check_url,
            claims: (&certificate.facts).into(),
        }
    }
}

/// A certificate, for anybody who has its code.
#[derive(Object)]
pub struct PublicCertificate {
    standing: CertificateStanding,
    claims: CertificateClaims,
}

impl From<&Checked> for PublicCertificate {
    fn from(checked: &Checked) -> Self {
        Self { standing: checked.into(), claims: (&checked.certificate.facts).into() }
    }
}
