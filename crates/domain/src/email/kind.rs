//! The kinds of messages, and which of them a reader may do without.

use crate::words;

words! {
    /// Every kind of message. This table is the whole of it: a new kind is added here, and [`MailKind::need`] does not
    /// compile until it says whether its reader can do without.
    ///
    /// | kind | tells | need |
    /// |---|---|---|
    /// | `confirm_address` | confirm that the address is yours | must have |
    /// | `already_registered` | somebody tried to register your address again | must have |
    /// | `reset_password` | choose a new password | must have |
    /// | `application_received` | your application waits for a decision | must have |
    /// | `application_moved_on` | your application goes on to whoever decides next | must have |
    /// | `approval_asked` | somebody's application waits for your approval | must have |
    /// | `seat_confirmed` | the seat is yours | must have |
    /// | `waitlisted` | your place in the queue | must have |
    /// | `promoted` | a seat became free and is yours | must have |
    /// | `seat_offered` | a seat is held for you until you answer | must have |
    /// | `nomination_asked` | your employer named you; will you come? | must have |
    /// | `reconfirmation_asked` | the training begins soon; do you still come? | must have |
    /// | `answer_declined` | you said no; that is settled | must have |
    /// | `answer_overdue` | no answer came in time, so the seat went on | must have |
    /// | `transferred` | you go on in another cohort | must have |
    /// | `rejected` | your application was turned down | must have |
    /// | `withdrawn` | your enrollment has ended | must have |
    /// | `equivalent_stated` | you decide whether something counts as a course | must have |
    /// | `equivalent_decided` | whether what you stated counts as a course | must have |
    /// | `seat_passed_on` | a seat in a cohort you run goes to a colleague | must have |
    /// | `stand_in_named` | who approves in the place of an officer, to both | must have |
    /// | `stand_in_ended` | that was ended before its time, to both | must have |
    /// | `session_changed` | another time or place | must have |
    /// | `session_cancelled` | a session is off | must have |
    /// | `taught_session_changed` | to trainers: another time or place | must have |
    /// | `taught_session_cancelled` | to trainers: a session is off | must have |
    /// | `session_interrupted` | what counts of a session that was interrupted | must have |
    /// | `make_up_planned` | when lost time is made up | must have |
    /// | `guest_place_given` | you are a guest in a session of another cohort | must have |
    /// | `guest_place_ended` | you are not any more | must have |
    /// | `register_unfilled` | to those who keep a register: it is not closed after its session | must have |
    /// | `attendance_at_risk` | which sessions must not be missed any more, for the certificate's sake | must have |
    /// | `plea_made` | to those who decide: somebody asks to be excused, or another mark | must have |
    /// | `plea_decided` | what was decided on that | must have |
    /// | `cohort_confirmed` | there are people enough: the cohort takes place | must have |
    /// | `cohort_cancelled` | the cohort was called off | must have |
    /// | `decision_due` | you decide whether a cohort takes place | must have |
    /// | `certificate_issued` | your certificate | must have |
    /// | `template_failed` | to administrators: the installation's own words of a letter failed | must have |
    /// | `cohort_message` | what a manager writes to those who hold a seat or are asked, while the cohort is on | must have |
    /// | `cohort_news` | what a manager writes to everybody else | optional |
    /// | `cohort_invitation` | your hromada is invited to name people | optional |
    /// | `session_tomorrow` | a reminder of what `seat_confirmed` and the pages have told already | optional |
    /// | `course_opened` | a cohort of a course you wait for, which your page shows too | optional |
    /// | `daily_digest` | the optional messages of a day in one | optional |
    ///
    /// Must have is what changes somebody's rights, seat, time or place, or answers what they did themselves: it goes out
    /// at once whatever its reader prefers. Optional is what they would find on their pages anyway: it follows their
    /// preference, and each such letter carries the way to end its kind (RFC 8058, standards MAIL-02).
    MailKind {
        ConfirmAddress = "confirm_address",
        AlreadyRegistered = "already_registered",
        ResetPassword = "reset_password",
        ApplicationReceived = "application_received",
        ApplicationMovedOn = "application_moved_on",
        ApprovalAsked = "approval_asked",
        SeatConfirmed = "seat_confirmed",
        Waitlisted = "waitlisted",
        Promoted = "promoted",
        SeatOffered = "seat_offered",
        NominationAsked = "nomination_asked",
        ReconfirmationAsked = "reconfirmation_asked",
        AnswerDeclined = "answer_declined",
        AnswerOverdue = "answer_overdue",
        Transferred = "transferred",
        Rejected = "rejected",
        Withdrawn = "withdrawn",
        SeatPassedOn = "seat_passed_on",
        EquivalentStated = "equivalent_stated",
        EquivalentDecided = "equivalent_decided",
        StandInNamed = "stand_in_named",
        StandInEnded = "stand_in_ended",
        SessionChanged = "session_changed",
        SessionCancelled = "session_cancelled",
        TaughtSessionChanged = "taught_session_changed",
        TaughtSessionCancelled = "taught_session_cancelled",
        SessionInterrupted = "session_interrupted",
        MakeUpPlanned = "make_up_planned",
        GuestPlaceGiven = "guest_place_given",
        GuestPlaceEnded = "guest_place_ended",
        RegisterUnfilled = "register_unfilled",
        AttendanceAtRisk = "attendance_at_risk",
        PleaMade = "plea_made",
        PleaDecided = "plea_decided",
        CohortConfirmed = "cohort_confirmed",
        CohortCancelled = "cohort_cancelled",
        DecisionDue = "decision_due",
        CertificateIssued = "certificate_issued",
        TemplateFailed = "template_failed",
        CohortMessage = "cohort_message",
        CohortNews = "cohort_news",
        CohortInvitation = "cohort_invitation",
        SessionTomorrow = "session_tomorrow",
        CourseOpened = "course_opened",
        DailyDigest = "daily_digest",
    }
}

words! {
    /// Whether a reader may do without a kind of message.
    Need {
        /// Goes out at once, whatever its reader prefers.
        MustHave = "must_have",
        /// Follows its reader's preference.
        Optional = "optional",
    }
}

impl MailKind {
    /// Whether its reader may do without it.
    pub const fn need(self) -> Need {
        match self {
            Self::ConfirmAddress
            | Self::AlreadyRegistered
            | Self::ResetPassword
            | Self::ApplicationReceived
            | Self::ApplicationMovedOn
            | Self::ApprovalAsked
            | Self::SeatConfirmed
            | Self::Waitlisted
            | Self::Promoted
            | Self::SeatOffered
            | Self::NominationAsked
            | Self::ReconfirmationAsked
            | Self::AnswerDeclined
            | Self::AnswerOverdue
            | Self::Transferred
            | Self::Rejected
            | Self::Withdrawn
            | Self::SeatPassedOn
            | Self::EquivalentStated
            | Self::EquivalentDecided
            | Self::StandInNamed
            | Self::StandInEnded
            | Self::SessionChanged
            | Self::SessionCancelled
            | Self::TaughtSessionChanged
            | Self::TaughtSessionCancelled
            | Self::SessionInterrupted
            | Self::MakeUpPlanned
            | Self::GuestPlaceGiven
            | Self::GuestPlaceEnded
            | Self::RegisterUnfilled
            | Self::AttendanceAtRisk
            | Self::PleaMade
            | Self::PleaDecided
            | Self::CohortConfirmed
            | Self::CohortCancelled
            | Self::DecisionDue
            | Self::TemplateFailed
            | Self::CohortMessage
            | Self::CertificateIssued => Need::MustHave,
            Self::CohortNews
            | Self::CohortInvitation
            | Self::SessionTomorrow
            | Self::CourseOpened
            | Self::DailyDigest => Need::Optional,
        }
    }

    /// Whether a reader may refuse this kind alone. The digest is not a kind of news but a way to get it; whoever ends it
    /// ends all that would be in it.
    pub fn may_be_refused(self) -> bool {
        self.need() == Need::Optional && self != Self::DailyDigest
    }

    /// The kinds that a reader may refuse one by one.
    pub fn refusable() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|kind| kind.may_be_refused())
    }

    /// The kinds that nobody can refuse.
    pub fn must_have() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|kind| kind.need() == Need::MustHave)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_somebodys_seat_cannot_be_refused() {
        for kind in [MailKind::SeatConfirmed, MailKind::SessionCancelled, MailKind::ResetPassword] {
            assert!(!kind.may_be_refused());
            assert!(MailKind::must_have().any(|one| one == kind));
        }
        assert!(MailKind::SessionTomorrow.may_be_refused());
        assert!(!MailKind::DailyDigest.may_be_refused());
        assert!(!MailKind::must_have().any(|kind| kind == MailKind::DailyDigest));
    }
}
