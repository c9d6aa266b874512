//! People whom an employer names by an address, without their being on its list. The employer sees them under the name
//! that was typed until they say yes, whoever has the address: nobody learns from naming an address whether it is known
//! here, or where its owner works.

use super::{Cause, EnrollmentState};
use crate::access::Author;
use crate::id::{CohortId, EnrollmentId, NomineeId, OrganizationId};
use crate::text::{EmailAddress, Name};
use crate::words;
use chrono::{DateTime, Utc};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nominee {
    pub id: NomineeId,
    pub cohort: CohortId,
    /// For whom they were named.
    pub organization: OrganizationId,
    pub author: Author,
    pub email: EmailAddress,
    pub family_name: Name,
    pub given_name: Name,
    pub patronymic: Option<Name>,
    /// `None` when there was nobody to ask: the owner of the address is in the cohort by another way.
    pub enrollment: Option<EnrollmentId>,
    pub answer_by: DateTime<Utc>,
    /// When the question was sent last.
    pub asked_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

impl Nominee {
    /// Surname first, as typed.
    pub fn in_register(&self) -> String {
        let tail = self.patronymic.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("{} {}{tail}", self.family_name, self.given_name)
    }
}

words! {
    /// What became of the question.
    NomineeState {
        Asked = "asked",
        Accepted = "accepted",
        Declined = "declined",
        /// The deadline passed in silence.
        Silent = "silent",
        /// The nomination ended otherwise.
        Ended = "ended",
    }
}

impl NomineeState {
    /// By the state of the enrollment and why it is there; both are absent where nobody was asked.
    pub fn of(
        enrollment: Option<(EnrollmentState, Cause)>,
        answer_by: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        match enrollment {
            Some((EnrollmentState::Nominated, _)) => Self::Asked,
            None if now < answer_by => Self::Asked,
            None | Some((EnrollmentState::Declined, Cause::NoAnswer)) => Self::Silent,
            Some((EnrollmentState::Declined, _)) => Self::Declined,
            Some((state, _)) if state.is_over() => Self::Ended,
            Some(_) => Self::Accepted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_nobody_asked_is_silent_like_everybody_who_does_not_answer() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let of = |there, now| NomineeState::of(there, at(10), at(now));
        assert_eq!((of(None, 9), of(None, 10)), (NomineeState::Asked, NomineeState::Silent));
        let asked = Some((EnrollmentState::Nominated, Cause::Nominated));
        let silent = Some((EnrollmentState::Declined, Cause::NoAnswer));
        assert_eq!((of(asked, 9), of(silent, 10)), (NomineeState::Asked, NomineeState::Silent));
        let no = Some((EnrollmentState::Declined, Cause::NominationDeclined));
        let yes = Some((EnrollmentState::Waitlisted, Cause::NoSeatFree));
        assert_eq!((of(no, 9), of(yes, 11)), (NomineeState::Declined, NomineeState::Accepted));
    }
}
