//! The states of an enrollment, why it moves from one to another, and the one table of what may follow what.

use crate::rejection::{Refusal, Rejection};
use crate::words;

words! {
    /// Where an enrollment stands. Whether a seat led to completion is derived from marks, never stored here.
    EnrollmentState {
        /// Asked by the employer; waits for the person's own answer.
        Nominated = "nominated",
        /// Waits for a decision: of the first office on the cohort's route, or of the manager.
        Applied = "applied",
        /// An office has approved; waits for the next one, or for the manager.
        EmployerApproved = "employer_approved",
        /// Waits for a seat.
        Waitlisted = "waitlisted",
        /// A seat is held until the person answers or the deadline passes.
        Offered = "offered",
        /// Holds a seat.
        Confirmed = "confirmed",
        /// The person said no to a nomination or an offer, or did not answer in time.
        Declined = "declined",
        /// Turned down by the manager or by a rule.
        Rejected = "rejected",
        /// Ended before its time.
        Withdrawn = "withdrawn",
        /// Goes on in another cohort.
        Transferred = "transferred",
    }
}

impl EnrollmentState {
    /// Out of the cohort for good, unless the person applies anew.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Declined | Self::Rejected | Self::Withdrawn | Self::Transferred)
    }

    /// The person has been asked and not answered yet.
    pub fn awaits_answer(self) -> bool {
        matches!(self, Self::Nominated | Self::Offered)
    }
}

words! {
    /// Why an enrollment ended before its time.
    WithdrawalReason {
        Duty = "duty",
        Illness = "illness",
        Alert = "alert",
        Mobilization = "mobilization",
        Other = "other",
    }
}

words! {
    /// Why a transition happened; each has a sentence in words.
    Cause {
        SeatFree = "seat_free",
        NoSeatFree = "no_seat_free",
        NeedsDecision = "needs_decision",
        /// An office is asked for its approval.
        NeedsApproval = "needs_approval",
        /// An office approved.
        Approved = "approved",
        /// An office did not.
        NotApproved = "not_approved",
        /// An office did not decide in time, which counts as its approval.
        ApprovalPresumed = "approval_presumed",
        /// An office did not decide in time, and the application goes on.
        ApprovalOverdue = "approval_overdue",
        /// An office did not decide in time, and the application ends.
        ApprovalLapsed = "approval_lapsed",
        /// The employer named the person.
        Nominated = "nominated",
        NominationAccepted = "nomination_accepted",
        NominationDeclined = "nomination_declined",
        /// Named to have the seat of a colleague.
        Substitutes = "substitutes",
        /// A colleague has the seat now.
        Substituted = "substituted",
        ManagerConfirmed = "manager_confirmed",
        ManagerRejected = "manager_rejected",
        HeadOfQueue = "head_of_queue",
        /// The head of the queue, who has something else at the time of the sessions.
        Clashes = "clashes",
        OfferAccepted = "offer_accepted",
        OfferDeclined = "offer_declined",
        /// The person is none of those the cohort is for.
        NotEligible = "not_eligible",
        /// The person was one of those the cohort is for, and is no longer.
        NoLongerEligible = "no_longer_eligible",
        /// The deadline passed in silence.
        NoAnswer = "no_answer",
        /// Asked shortly before the training begins, the person does not come.
        ReconfirmationDeclined = "reconfirmation_declined",
        /// Asked shortly before the training begins, the person did not answer.
        NotReconfirmed = "not_reconfirmed",
        /// Left for another cohort of the course.
        Transferred = "transferred",
        /// Came from another cohort of the course.
        TransferredHere = "transferred_here",
        Duty = "duty",
        Illness = "illness",
        Alert = "alert",
        Mobilization = "mobilization",
        Other = "other",
    }
}

impl From<WithdrawalReason> for Cause {
    fn from(reason: WithdrawalReason) -> Self {
        match reason {
            WithdrawalReason::Duty => Self::Duty,
            WithdrawalReason::Illness => Self::Illness,
            WithdrawalReason::Alert => Self::Alert,
            WithdrawalReason::Mobilization => Self::Mobilization,
            WithdrawalReason::Other => Self::Other,
        }
    }
}

/// Every reason to leave.
const LEAVING: &[Cause] = &[Cause::Duty, Cause::Illness, Cause::Alert, Cause::Mobilization, Cause::Other];

/// The same for those whose seat can be a colleague's.
const HANDING_OVER: &[Cause] =
    &[Cause::Duty, Cause::Illness, Cause::Alert, Cause::Mobilization, Cause::Other, Cause::Substituted];

/// What may follow what, and why. `None` is outside: never there, or over.
pub const TRANSITIONS: &[(Option<EnrollmentState>, EnrollmentState, &[Cause])] = {
    use EnrollmentState as S;
    &[
        (None, S::Nominated, &[Cause::Nominated, Cause::Substitutes]),
        (None, S::Applied, &[Cause::NeedsDecision, Cause::NeedsApproval, Cause::TransferredHere]),
        (None, S::Waitlisted, &[Cause::NoSeatFree, Cause::TransferredHere]),
        (None, S::Confirmed, &[Cause::SeatFree, Cause::TransferredHere]),
        (None, S::Rejected, &[Cause::NotEligible]),
        (Some(S::Nominated), S::Applied, &[Cause::NominationAccepted]),
        (Some(S::Nominated), S::EmployerApproved, &[Cause::NominationAccepted]),
        (Some(S::Nominated), S::Waitlisted, &[Cause::NoSeatFree]),
        (Some(S::Nominated), S::Confirmed, &[Cause::NominationAccepted]),
        (Some(S::Nominated), S::Declined, &[Cause::NominationDeclined, Cause::NoAnswer]),
        (Some(S::Nominated), S::Rejected, &[Cause::ManagerRejected, Cause::NotEligible]),
        (Some(S::Nominated), S::Withdrawn, HANDING_OVER),
        (Some(S::Applied), S::Applied, &[Cause::ApprovalOverdue]),
        (Some(S::Applied), S::EmployerApproved, &[Cause::Approved, Cause::ApprovalPresumed]),
        (Some(S::Applied), S::Waitlisted, &[Cause::NoSeatFree]),
        (
            Some(S::Applied),
            S::Confirmed,
            &[Cause::ManagerConfirmed, Cause::Approved, Cause::ApprovalPresumed],
        ),
        (Some(S::Applied), S::Rejected, &[Cause::ManagerRejected, Cause::NotApproved, Cause::ApprovalLapsed]),
        (Some(S::Applied), S::Withdrawn, LEAVING),
        (Some(S::Applied), S::Transferred, &[Cause::Transferred]),
        (
            Some(S::EmployerApproved),
            S::EmployerApproved,
            &[Cause::Approved, Cause::ApprovalPresumed, Cause::ApprovalOverdue],
        ),
        (Some(S::EmployerApproved), S::Waitlisted, &[Cause::NoSeatFree]),
        (
            Some(S::EmployerApproved),
            S::Confirmed,
            &[Cause::ManagerConfirmed, Cause::Approved, Cause::ApprovalPresumed],
        ),
        (
            Some(S::EmployerApproved),
            S::Rejected,
            &[Cause::ManagerRejected, Cause::NotApproved, Cause::ApprovalLapsed],
        ),
        (Some(S::EmployerApproved), S::Withdrawn, LEAVING),
        (Some(S::EmployerApproved), S::Transferred, &[Cause::Transferred]),
        (Some(S::Waitlisted), S::Offered, &[Cause::HeadOfQueue, Cause::Clashes]),
        (Some(S::Waitlisted), S::Confirmed, &[Cause::HeadOfQueue, Cause::ManagerConfirmed]),
        (Some(S::Waitlisted), S::Rejected, &[Cause::ManagerRejected, Cause::NoLongerEligible]),
        (Some(S::Waitlisted), S::Withdrawn, LEAVING),
        (Some(S::Waitlisted), S::Transferred, &[Cause::Transferred]),
        (Some(S::Offered), S::Confirmed, &[Cause::OfferAccepted]),
        (Some(S::Offered), S::Declined, &[Cause::OfferDeclined, Cause::NoAnswer]),
        (Some(S::Offered), S::Rejected, &[Cause::ManagerRejected, Cause::NoLongerEligible]),
        (Some(S::Offered), S::Withdrawn, LEAVING),
        (Some(S::Offered), S::Transferred, &[Cause::Transferred]),
        (Some(S::Confirmed), S::Declined, &[Cause::ReconfirmationDeclined, Cause::NotReconfirmed]),
        (Some(S::Confirmed), S::Withdrawn, HANDING_OVER),
        (Some(S::Confirmed), S::Transferred, &[Cause::Transferred]),
    ]
};

/// Whether the table has this transition.
pub fn allows(from: Option<EnrollmentState>, to: EnrollmentState, cause: Cause) -> bool {
    let from = from.filter(|state| !state.is_over());
    TRANSITIONS.iter().any(|(one, other, causes)| (*one, *other) == (from, to) && causes.contains(&cause))
}

/// The transition, if the table has it.
pub fn follow(
    from: Option<EnrollmentState>,
    to: EnrollmentState,
    cause: Cause,
) -> Result<(EnrollmentState, Cause), Rejection> {
    if allows(from, to, cause) { Ok((to, cause)) } else { Err(Refusal::StepNotAllowed.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_reached_and_every_cause_is_used() {
        for state in EnrollmentState::ALL {
            assert!(TRANSITIONS.iter().any(|(_, to, _)| to == state), "{state} is never reached");
        }
        for cause in Cause::ALL {
            assert!(TRANSITIONS.iter().any(|(_, _, causes)| causes.contains(cause)), "{cause} is never used");
        }
    }

    #[test]
    fn what_is_over_is_left_only_by_coming_anew() {
        for (from, to, causes) in TRANSITIONS {
            assert!(!from.is_some_and(EnrollmentState::is_over), "{from:?} to {to}");
            for cause in *causes {
                assert!(allows(*from, *to, *cause));
            }
        }
        for state in EnrollmentState::ALL.iter().filter(|state| state.is_over()) {
            assert!(allows(Some(*state), EnrollmentState::Confirmed, Cause::SeatFree));
            assert!(!allows(Some(*state), EnrollmentState::Withdrawn, Cause::Duty));
        }
    }

    #[test]
    fn no_pair_of_states_stands_twice() {
        for (at, (from, to, _)) in TRANSITIONS.iter().enumerate() {
            let earlier = TRANSITIONS.iter().take(at);
            assert!(earlier.clone().all(|(one, other, _)| (one, other) != (from, to)), "{from:?} to {to}");
        }
    }

    #[test]
    fn a_seat_comes_only_after_a_question_is_answered_or_none_was_needed() {
        assert!(!allows(Some(EnrollmentState::Offered), EnrollmentState::Confirmed, Cause::HeadOfQueue));
        assert!(!allows(
            Some(EnrollmentState::Nominated),
            EnrollmentState::Confirmed,
            Cause::ManagerConfirmed
        ));
        assert!(!allows(Some(EnrollmentState::Confirmed), EnrollmentState::Confirmed, Cause::OfferAccepted));
        assert!(!allows(Some(EnrollmentState::Applied), EnrollmentState::Offered, Cause::HeadOfQueue));
    }
}
