//! What a message speaks of: one variant per message, with the facts the outbox has loaded for it.

mod facts;

pub use facts::{
    Approval, Asked, Award, Claim, Decision, Deputy, Former, Handover, Invitation, Meeting, Moved, Opening,
    Question, Rest, Share, Taught, Training, Unfilled, Written,
};

use chrono::{DateTime, Utc};
use postup_domain::email::MailKind;
use postup_i18n::Locale;

/// One message and its facts. The variants answer those of [`postup_domain::email::Email`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Confirm that the address is yours, by the link with this token, until then.
    ConfirmAddress { token: String, until: Option<DateTime<Utc>> },
    /// Choose a new password, by the link with this token, until then.
    ResetPassword { token: String, until: Option<DateTime<Utc>> },
    /// Somebody registered with an address that has an account already.
    AlreadyRegistered,
    /// The application waits for a decision.
    ApplicationReceived(Training),
    /// The application goes on to whoever decides next.
    ApplicationMovedOn(Training),
    /// Somebody's application waits for the reader's approval.
    ApprovalAsked(Training, Approval),
    /// The seat is yours.
    SeatConfirmed(Training),
    /// No seat was free; the place in the queue, 1 for the next, when there is one still.
    Waitlisted(Training, Option<u32>),
    /// A seat became free and is yours.
    Promoted(Training),
    /// A seat is held until the reader answers.
    SeatOffered(Training, Question),
    /// The employer named the reader, who is asked.
    NominationAsked(Training, Question),
    /// Whether the reader still comes.
    ReconfirmationAsked(Training, Question),
    /// The reader's "no" to an offer or a nomination has arrived.
    AnswerDeclined(Training),
    /// No answer came in time.
    AnswerOverdue(Training),
    /// The reader goes on in another cohort.
    Transferred(Training),
    /// The application was turned down.
    Rejected(Training),
    /// The enrollment has ended.
    Withdrawn(Training),
    /// A seat in a cohort that the reader runs is passed on to a colleague.
    SeatPassedOn(Handover),
    /// Somebody approves in the place of an officer who is away; the reader is one of them.
    StandInNamed(Deputy),
    /// The same, ended before its time.
    StandInEnded(Deputy),
    /// The reader decides whether something counts as a course.
    EquivalentStated(Claim),
    /// Whether what the reader stated counts as a course.
    EquivalentDecided(Claim),
    /// A session takes place tomorrow.
    SessionTomorrow(Training, Meeting),
    /// A session has another time or place, and others with it.
    SessionChanged(Training, Moved, Vec<Moved>),
    /// A session will not take place.
    SessionCancelled(Training, Meeting),
    /// A session that the reader teaches has another time or place.
    TaughtSessionChanged(Taught),
    /// A session that the reader teaches will not take place.
    TaughtSessionCancelled(Taught),
    /// What counts of a session that was interrupted.
    SessionInterrupted(Training, Meeting, Rest),
    /// A session makes up for lost time.
    MakeUpPlanned(Training, Meeting),
    /// The reader is a guest in a session of another cohort.
    GuestPlaceGiven(Training, Meeting),
    /// The reader is not any more.
    GuestPlaceEnded(Training, Meeting),
    /// The register of a session is not closed yet, and the reader keeps it.
    RegisterUnfilled(Unfilled),
    /// There are sessions that must not be missed any more.
    AttendanceAtRisk(Training, Share),
    /// Somebody asks to be excused from a session, or another mark for it, and the reader decides.
    PleaMade(Training, Asked),
    /// What was decided on what the reader asked.
    PleaDecided(Training, Asked),
    /// The cohort takes place.
    CohortConfirmed(Training),
    /// The cohort was called off.
    CohortCancelled(Training),
    /// The reader decides whether a cohort takes place.
    DecisionDue(Decision),
    /// A cohort takes applications of a course that the reader waits for.
    CourseOpened(Opening),
    /// The certificate can be downloaded and checked.
    CertificateIssued(Award),
    /// What a manager wrote to those who act by it.
    CohortMessage(Training, Written),
    /// What a manager wrote to those who may do without.
    CohortNews(Training, Written),
    /// Nobody of the reader's hromada has been trained in what the cohort teaches.
    CohortInvitation(Invitation),
    /// A kind of letter could not be written in the installation's own words.
    TemplateFailed { kind: MailKind, language: Locale },
    /// What else happened in a day: other messages, in one letter.
    DailyDigest(Vec<Message>),
}

impl Message {
    /// Which kind it is, as in [`postup_domain::email::Email::kind`].
    pub const fn kind(&self) -> MailKind {
        match self {
            Self::ConfirmAddress { .. } => MailKind::ConfirmAddress,
            Self::ResetPassword { .. } => MailKind::ResetPassword,
            Self::AlreadyRegistered => MailKind::AlreadyRegistered,
            Self::ApplicationReceived(..) => MailKind::ApplicationReceived,
            Self::ApplicationMovedOn(..) => MailKind::ApplicationMovedOn,
            Self::ApprovalAsked(..) => MailKind::ApprovalAsked,
            Self::SeatConfirmed(..) => MailKind::SeatConfirmed,
            Self::Waitlisted(..) => MailKind::Waitlisted,
            Self::Promoted(..) => MailKind::Promoted,
            Self::SeatOffered(..) => MailKind::SeatOffered,
            Self::NominationAsked(..) => MailKind::NominationAsked,
            Self::ReconfirmationAsked(..) => MailKind::ReconfirmationAsked,
            Self::AnswerDeclined(..) => MailKind::AnswerDeclined,
            Self::AnswerOverdue(..) => MailKind::AnswerOverdue,
            Self::Transferred(..) => MailKind::Transferred,
            Self::Rejected(..) => MailKind::Rejected,
            Self::Withdrawn(..) => MailKind::Withdrawn,
            Self::SeatPassedOn(..) => MailKind::SeatPassedOn,
            Self::SessionTomorrow(..) => MailKind::SessionTomorrow,
            Self::SessionChanged(..) => MailKind::SessionChanged,
            Self::SessionCancelled(..) => MailKind::SessionCancelled,
            Self::TaughtSessionChanged(..) => MailKind::TaughtSessionChanged,
            Self::TaughtSessionCancelled(..) => MailKind::TaughtSessionCancelled,
            Self::SessionInterrupted(..) => MailKind::SessionInterrupted,
            Self::MakeUpPlanned(..) => MailKind::MakeUpPlanned,
            Self::GuestPlaceGiven(..) => MailKind::GuestPlaceGiven,
            Self::GuestPlaceEnded(..) => MailKind::GuestPlaceEnded,
            Self::RegisterUnfilled(..) => MailKind::RegisterUnfilled,
            Self::AttendanceAtRisk(..) => MailKind::AttendanceAtRisk,
            Self::PleaMade(..) => MailKind::PleaMade,
            Self::PleaDecided(..) => MailKind::PleaDecided,
            Self::CohortConfirmed(..) => MailKind::CohortConfirmed,
            Self::CohortCancelled(..) => MailKind::CohortCancelled,
            Self::StandInNamed(..) => MailKind::StandInNamed,
            Self::StandInEnded(..) => MailKind::StandInEnded,
            Self::EquivalentStated(..) => MailKind::EquivalentStated,
            Self::EquivalentDecided(..) => MailKind::EquivalentDecided,
            Self::DecisionDue(..) => MailKind::DecisionDue,
            Self::CourseOpened(..) => MailKind::CourseOpened,
            Self::CertificateIssued(..) => MailKind::CertificateIssued,
            Self::CohortMessage(..) => MailKind::CohortMessage,
            Self::CohortNews(..) => MailKind::CohortNews,
            Self::CohortInvitation(..) => MailKind::CohortInvitation,
            Self::TemplateFailed { .. } => MailKind::TemplateFailed,
            Self::DailyDigest(..) => MailKind::DailyDigest,
        }
    }

    /// The language it is in, whatever its reader's is; `None` for all that we say ourselves.
    pub const fn locale(&self) -> Option<Locale> {
        match self {
            Self::CohortMessage(_, written) | Self::CohortNews(_, written) => Some(written.locale),
            _ => None,
        }
    }

    /// The stable key, as in [`postup_domain::email::Email::key`].
    pub const fn key(&self) -> &'static str {
        self.kind().as_str()
    }
}
