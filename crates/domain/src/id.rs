//! The registry of typed ids. Every id is a UUIDv7: the instant it was made, then ten random bytes.

use crate::entropy::Entropy;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The text is not a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

fn version7(now: DateTime<Utc>, entropy: &dyn Entropy) -> Uuid {
    let mut random = [0; 10];
    entropy.fill(&mut random);
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Leaves bytes as they are.
struct Nothing;

impl Entropy for Nothing {
    fn fill(&self, _bytes: &mut [u8]) {}
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
        #[cfg_attr(feature = "openapi", derive(poem_openapi::NewType))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id for something that comes into being `now`.
            pub fn new(now: DateTime<Utc>, entropy: &dyn Entropy) -> Self {
                Self(version7(now, entropy))
            }

            /// No id made at this instant or later is smaller.
            pub fn least(at: DateTime<Utc>) -> Self {
                Self(version7(at, &Nothing))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::from_str(text).map(Self).map_err(|_| NotAnId)
            }
        }

        #[cfg(feature = "sea-orm")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

ids! {
    /// Names a login.
    AccountId;
    /// Names one line of the audit trail.
    AuditId;
    /// Names an issued certificate.
    CertificateId;
    /// Names one run of a course.
    CohortId;
    /// Names a change of a closed register that somebody proposes.
    CorrectionId;
    /// Names what a person asks about a session.
    PleaId;
    /// Names a catalogue entry.
    CourseId;
    /// Names one version of a catalogue entry.
    CourseVersionId;
    /// Names somebody whom an employer named by an address.
    NomineeId;
    /// Names one edition of the codifier as it was imported.
    EditionId;
    /// Names what somebody states in place of a course.
    EquivalentId;
    /// Names one person's place in one cohort.
    EnrollmentId;
    /// Names one role given to one person.
    GrantId;
    /// Names one file that was sent to be taken in.
    ImportId;
    /// Names one promise of a memorandum.
    IndicatorId;
    /// Names long work that somebody asked for.
    JobId;
    /// Names one table that is gathered for somebody.
    ExportId;
    /// Names one interruption of a session.
    InterruptionId;
    /// Names one sign-in, by cookie or by bearer token.
    LoginId;
    /// Names one attendance event; the client makes it.
    MarkId;
    /// Names what a manager wrote to people of a cohort.
    MessageId;
    /// Names one message to one person.
    NotificationId;
    /// Names an organization.
    OrganizationId;
    /// Names a human.
    PersonId;
    /// Names a program under a memorandum.
    ProgramId;
    /// Names one value that was reported on an indicator.
    ReportId;
    /// Names sessions that were planned together.
    SeriesId;
    /// Names one meeting of a cohort.
    SessionId;
    /// Names one time in which somebody approves in an officer's place.
    StandInId;
    /// Names one step in the life of an enrollment, a register or a certificate.
    StepId;
    /// Names one unit of a course version.
    UnitId;
    /// Names a place of an organization.
    VenueId;
    /// Names somebody who came without being on the list; the client makes it.
    WalkInId;
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Ones;
    impl Entropy for Ones {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(1);
        }
    }

    #[test]
    fn an_id_sorts_by_the_instant_it_was_made() {
        let early = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let late = DateTime::from_timestamp(1_800_000_001, 0).unwrap();
        assert!(PersonId::new(early, &Ones) < PersonId::new(late, &Ones));
        assert_eq!(PersonId::new(early, &Ones).0.get_version_num(), 7);
    }

    #[test]
    fn text_round_trips() {
        let id = PersonId::new(DateTime::from_timestamp(1_800_000_000, 0).unwrap(), &Ones);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("x".parse::<PersonId>(), Err(NotAnId));
    }
}
