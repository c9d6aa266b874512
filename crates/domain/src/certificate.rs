//! Certificates: issued documents with frozen facts, a number without gaps, a code nobody can guess, and a state.

mod code;
mod number;

pub use code::{CheckCode, NotACheckCode};
pub use number::{NotARegistrationNumber, NumberPattern, PatternError, RegistrationNumber};

use crate::access::Author;
use crate::cohort::Form;
use crate::course::{ContentType, Hours, LengthType};
use crate::id::{CertificateId, CohortId, EnrollmentId, OrganizationId, PersonId};
use crate::organization::Edrpou;
use crate::person::FullName;
use crate::rejection::{Refusal, Rejection};
use crate::text::{Both, Line, Name, Title};
use crate::words;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// Whether a certificate counts. Everything but `valid` is final, and none of it deletes anything (UA-09).
    CertificateState {
        Valid = "valid",
        /// Issued anew under another number, which the register names.
        Replaced = "replaced",
        Revoked = "revoked",
        /// Past the last day it was issued for.
        Expired = "expired",
    }
}

words! {
    /// Why a certificate was revoked. The check page shows this class and nothing else of the case (CERT-20).
    RevocationReason {
        /// The person, the course or the volume on it is wrong, and no corrected one follows.
        IssuedInError = "issued_in_error",
        /// The completion rule was not met after all, for example after a register was corrected.
        RuleNotMet = "rule_not_met",
        /// Presence or work of somebody else, forged papers.
        ObtainedByDeceit = "obtained_by_deceit",
        /// A court or an authority decided so.
        DecisionOfAuthority = "decision_of_authority",
        /// The person asked for it.
        RequestOfHolder = "request_of_holder",
    }
}

words! {
    /// Why a certificate was issued anew.
    ReplacementReason {
        /// The person's name was wrong or has changed.
        NameCorrected = "name_corrected",
        /// Anything else printed on it was wrong.
        FactsCorrected = "facts_corrected",
    }
}

/// The names of the holder as they were at the moment of issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    pub family_name: Name,
    pub given_name: Name,
    /// Absent where the person has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patronymic: Option<Name>,
    /// The person's own spelling, as in the passport (LANG-03).
    pub latin_family_name: Name,
    pub latin_given_name: Name,
}

impl From<FullName> for Holder {
    fn from(name: FullName) -> Self {
        Self {
            family_name: name.family,
            given_name: name.given,
            patronymic: name.patronymic,
            latin_family_name: name.latin_family,
            latin_given_name: name.latin_given,
        }
    }
}

impl Holder {
    /// Given name and patronymic: "Олена Петрівна".
    pub fn given_names(&self) -> String {
        let tail = self.patronymic.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("{}{tail}", self.given_name)
    }

    /// Surname first, as documents have it: "Коваль Олена Петрівна".
    pub fn in_ukrainian(&self) -> String {
        format!("{} {}", self.family_name, self.given_names())
    }

    /// Given name first: "Olena Koval".
    pub fn in_latin(&self) -> String {
        format!("{} {}", self.latin_given_name, self.latin_family_name)
    }
}

/// The organization that taught and signs, under the name it had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    pub name: Both<Title>,
    /// Absent where the provider is foreign and has no Ukrainian number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edrpou: Option<Edrpou>,
}

/// Where the training took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Place {
    /// Nowhere in particular.
    Online,
    /// A city, never an address (product rule 11).
    City(Both<Title>),
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    pub name: Both<Name>,
    pub position: Both<Line>,
}

/// Everything a certificate says, frozen when it is issued: the minimum of UA-08 in both languages. A later change of a
/// name, a title or a rule changes nothing here.
///
/// It is stored, signed and shown as the JSON of [`to_json`](Self::to_json).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    pub registration_number: RegistrationNumber,
    pub check_code: CheckCode,
    pub holder: Holder,
    pub provider: Provider,
    /// The program under the memorandum.
    pub program: Both<Title>,
    /// The course, in law the "програма підвищення кваліфікації".
    pub course: Both<Title>,
    pub content_type: ContentType,
    pub length_type: LengthType,
    /// Academic hours.
    pub hours: Hours,
    /// ECTS credits as a decimal, for example `1.5`: what [`Hours::credits`] said at the moment of issue (UA-01, UA-04).
    pub ects_credits: String,
    pub form: Form,
    /// First day of training.
    pub starts_on: NaiveDate,
    /// Last day of training.
    pub ends_on: NaiveDate,
    /// Learning outcomes, one an entry; may be empty.
    pub outcomes: Both<Vec<String>>,
    pub place: Place,
    pub issued_on: NaiveDate,
    pub signatory: Signatory,
}

impl Facts {
    /// The one way in which facts are written down: equal facts give equal bytes, so that their SHA-256 can be kept.
    ///
    /// # Errors
    /// None that these types can cause; the signature is that of the serializer.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// When a field is missing, unknown, or not of its form.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }
}

/// Why and when a certificate stopped being valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Valid,
    /// Issued anew.
    Replaced {
        by: CertificateId,
        reason: ReplacementReason,
        at: DateTime<Utc>,
    },
    /// Taken back.
    Revoked {
        reason: RevocationReason,
        at: DateTime<Utc>,
    },
    /// Past its last day.
    Expired {
        at: DateTime<Utc>,
    },
}

impl Standing {
    /// The state alone.
    pub const fn state(&self) -> CertificateState {
        match self {
            Self::Valid => CertificateState::Valid,
            Self::Replaced { .. } => CertificateState::Replaced,
            Self::Revoked { .. } => CertificateState::Revoked,
            Self::Expired { .. } => CertificateState::Expired,
        }
    }
}

/// An issued document: one line of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    pub id: CertificateId,
    pub enrollment: EnrollmentId,
    pub cohort: CohortId,
    pub person: PersonId,
    /// The organization whose numbers it counts in.
    pub issuer: OrganizationId,
    /// The calendar year of issue in Kyiv; with the issuer, what the ordinal counts in.
    pub year: i32,
    /// 1, 2, 3 … without gaps.
    pub ordinal: i64,
    pub facts: Facts,
    pub standing: Standing,
    pub issued_at: DateTime<Utc>,
    pub issued_by: Author,
}

/// One step in the life of a certificate; the first one is its issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub to: CertificateState,
    pub author: Author,
    pub at: DateTime<Utc>,
    /// A word of [`RevocationReason`] or [`ReplacementReason`]; none for the issue.
    pub reason: Option<String>,
}

impl Certificate {
    /// Takes it back, for good.
    ///
    /// # Errors
    /// When it is not valid any more.
    pub fn revoke(&mut self, reason: RevocationReason, now: DateTime<Utc>) -> Result<(), Rejection> {
        self.end(Standing::Revoked { reason, at: now })
    }

    /// Marks that another one stands in its place.
    ///
    /// # Errors
    /// When it is not valid any more.
    pub fn replace(
        &mut self,
        by: CertificateId,
        reason: ReplacementReason,
        now: DateTime<Utc>,
    ) -> Result<(), Rejection> {
        self.end(Standing::Replaced { by, reason, at: now })
    }

    fn end(&mut self, standing: Standing) -> Result<(), Rejection> {
        match self.standing {
            Standing::Valid => {
                self.standing = standing;
                Ok(())
            }
            _ => Err(Refusal::CertificateNotValid.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<T>(make: fn(&'static str, &str) -> Result<T, crate::rejection::Invalid>, text: &str) -> T {
        make("field", text).unwrap()
    }

    fn title(uk: &str, en: &str) -> Both<Title> {
        Both::new(line(Title::new, uk), line(Title::new, en))
    }

    fn facts() -> Facts {
        let hours = Hours::from_hundredths(4_500);
        Facts {
            registration_number: "ПК 2026/000123".parse().unwrap(),
            check_code: CheckCode::from_bytes([7; 16]),
            holder: Holder {
                family_name: line(Name::new, "Ґалаґан"),
                given_name: line(Name::new, "Дар’я"),
                patronymic: None,
                latin_family_name: line(Name::new, "Galagan"),
                latin_given_name: line(Name::new, "Daria"),
            },
            provider: Provider {
                name: title("Академія міст", "Academy of Cities"),
                edrpou: Some(line(Edrpou::new, "37472062")),
            },
            program: title("Спроможні громади", "Capable hromadas"),
            course: title("Водопостачання", "Water supply"),
            content_type: ContentType::Special,
            length_type: LengthType::Professional,
            hours,
            ects_credits: hours.credits().to_string(),
            form: Form::Blended,
            starts_on: "2026-09-01".parse().unwrap(),
            ends_on: "2026-09-30".parse().unwrap(),
            outcomes: Both::new(
                vec!["читати схему мережі".to_owned()],
                vec!["read a network plan".to_owned()],
            ),
            place: Place::City(title("Суми", "Sumy")),
            issued_on: "2026-10-02".parse().unwrap(),
            signatory: Signatory {
                name: Both::new(line(Name::new, "Іван Їжак"), line(Name::new, "Ivan Yizhak")),
                position: Both::new(line(Line::new, "Ректор"), line(Line::new, "Rector")),
            },
        }
    }

    #[test]
    fn facts_are_written_in_one_way_and_read_back() {
        let json = facts().to_json().unwrap();
        assert_eq!(Facts::from_json(&json).unwrap(), facts());
        assert_eq!(facts().to_json().unwrap(), json);
        for part in [
            r#""registration_number":"ПК 2026/000123","check_code":""#,
            r#""hours":"45","ects_credits":"1.5","form":"blended","starts_on":"2026-09-01""#,
            r#""content_type":"special","length_type":"professional""#,
            r#""place":{"city":{"uk":"Суми","en":"Sumy"}}"#,
        ] {
            assert!(json.contains(part), "{part} in {json}");
        }
        assert!(!json.contains("patronymic"));
    }

    #[test]
    fn facts_with_a_foreign_field_are_not_ours() {
        let json = facts().to_json().unwrap();
        let with_more = json.replacen('{', r#"{"rank":"captain","#, 1);
        assert!(Facts::from_json(&with_more).unwrap_err().to_string().contains("rank"));
        assert!(Facts::from_json(&json.replace("blended", "by_pigeon")).is_err());
    }

    #[test]
    fn names_are_said_as_documents_have_them() {
        let mut holder = facts().holder;
        assert_eq!(holder.in_ukrainian(), "Ґалаґан Дар’я");
        holder.patronymic = Some(line(Name::new, "Ігорівна"));
        assert_eq!(holder.in_ukrainian(), "Ґалаґан Дар’я Ігорівна");
        assert_eq!(holder.in_latin(), "Daria Galagan");
    }

    #[test]
    fn what_is_not_valid_any_more_stays_as_it_is() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let id = |last| CertificateId(uuid::Uuid::from_u128(last));
        let mut certificate = Certificate {
            id: id(1),
            enrollment: EnrollmentId(uuid::Uuid::from_u128(2)),
            cohort: crate::id::CohortId(uuid::Uuid::from_u128(6)),
            person: PersonId(uuid::Uuid::from_u128(3)),
            issuer: OrganizationId(uuid::Uuid::from_u128(4)),
            year: 2026,
            ordinal: 123,
            facts: facts(),
            standing: Standing::Valid,
            issued_at: now,
            issued_by: None,
        };
        certificate.replace(id(5), ReplacementReason::NameCorrected, now).unwrap();
        assert_eq!(certificate.standing.state(), CertificateState::Replaced);
        let again = certificate.revoke(RevocationReason::IssuedInError, now);
        assert_eq!(again, Err(Refusal::CertificateNotValid.into()));
        assert_eq!(certificate.standing.state(), CertificateState::Replaced);
    }
}
