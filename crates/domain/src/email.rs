//! What we tell people: one variant per message. They carry ids only; text is rendered at delivery, in the reader's language.

mod kind;

pub use kind::{MailKind, Need};

use crate::id::{
    CertificateId, CohortId, EnrollmentId, EquivalentId, MessageId, OrganizationId, PleaId, SessionId,
    StandInId,
};
use crate::person::Language;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum Email {
    /// Confirm that the address is yours. `token` opens the link once.
    ConfirmAddress { token: String },
    /// Somebody registered with an address that has an account already.
    AlreadyRegistered,
    /// Choose a new password. `token` opens the link once.
    ResetPassword { token: String },
    /// The application waits for a decision.
    ApplicationReceived { enrollment: EnrollmentId },
    /// The application goes on to whoever decides next: an office approved, or did not decide in time.
    ApplicationMovedOn { enrollment: EnrollmentId },
    /// To an officer: somebody's application waits for your approval. `token` opens the decision once.
    ApprovalAsked { enrollment: EnrollmentId, token: String },
    /// The seat is yours.
    SeatConfirmed { enrollment: EnrollmentId },
    /// No seat was free; this is your place in the queue.
    Waitlisted { enrollment: EnrollmentId },
    /// A seat became free and is yours.
    Promoted { enrollment: EnrollmentId },
    /// A seat became free and is held for you until you answer.
    /// `token` opens the answer once; empty when the answer needs a sign-in.
    SeatOffered { enrollment: EnrollmentId, token: String },
    /// Your employer named you; will you come? `token` as above.
    NominationAsked { enrollment: EnrollmentId, token: String },
    /// The training begins soon; do you still come? `token` as above.
    ReconfirmationAsked { enrollment: EnrollmentId, token: String },
    /// You said no; that is settled.
    AnswerDeclined { enrollment: EnrollmentId },
    /// No answer came in time, so the seat went on.
    AnswerOverdue { enrollment: EnrollmentId },
    /// You go on in another cohort.
    Transferred { enrollment: EnrollmentId },
    /// The application was turned down.
    Rejected { enrollment: EnrollmentId },
    /// The enrollment has ended at your wish or by decision.
    Withdrawn { enrollment: EnrollmentId },
    /// To those who run a cohort: a seat in it is passed on to a colleague, whose enrollment this is.
    SeatPassedOn { enrollment: EnrollmentId },
    /// To those who run a cohort: somebody states a course from elsewhere in place of one that it asks for.
    EquivalentStated { equivalent: EquivalentId },
    /// What you stated in place of a course was accepted, or not.
    EquivalentDecided { equivalent: EquivalentId },
    /// A session takes place tomorrow.
    SessionTomorrow { enrollment: EnrollmentId, session: SessionId },
    /// A session was moved or its place changed.
    /// `number` is that of the change, which tells how it stood before; 0 when nobody kept that. `rest` are others that
    /// were moved with it.
    SessionChanged {
        enrollment: EnrollmentId,
        session: SessionId,
        #[serde(default)]
        number: i64,
        #[serde(default)]
        rest: Vec<(SessionId, i64)>,
    },
    /// A session or the whole cohort was called off.
    SessionCancelled { enrollment: EnrollmentId, session: SessionId },
    /// To a trainer: a session of theirs was moved or its place changed, by the change of this number.
    TaughtSessionChanged {
        session: SessionId,
        number: i64,
        #[serde(default)]
        rest: Vec<(SessionId, i64)>,
    },
    /// To a trainer: a session of theirs was called off.
    TaughtSessionCancelled { session: SessionId },
    /// A session was interrupted, and this is what counts of it.
    SessionInterrupted { enrollment: EnrollmentId, session: SessionId },
    /// A session that makes up for lost time is planned.
    MakeUpPlanned { enrollment: EnrollmentId, session: SessionId },
    /// You are a guest in a session of another cohort.
    GuestPlaceGiven { enrollment: EnrollmentId, session: SessionId },
    /// That has ended.
    GuestPlaceEnded { enrollment: EnrollmentId, session: SessionId },
    /// Somebody approves in the place of an officer who is away: to both.
    StandInNamed { stand_in: StandInId },
    /// That was ended before its time.
    StandInEnded { stand_in: StandInId },
    /// To trainers, later to managers: the register of a session is not closed yet.
    RegisterUnfilled { session: SessionId },
    /// To the person and their personnel officers: the share comes near the limit, and a session is left that saves it.
    AttendanceAtRisk { enrollment: EnrollmentId },
    /// To those who decide: somebody asks to be excused from a session, or another mark for it.
    PleaMade { plea: PleaId },
    /// To the person who asked that: what was decided.
    PleaDecided { plea: PleaId },
    /// There are people enough: the cohort takes place.
    CohortConfirmed { enrollment: EnrollmentId },
    /// The cohort was called off.
    CohortCancelled { enrollment: EnrollmentId },
    /// To whoever decides whether a cohort takes place: the day is near, or has passed.
    DecisionDue { cohort: CohortId },
    /// A cohort takes applications of a course that the reader waits for.
    CourseOpened { cohort: CohortId },
    /// The certificate can be downloaded and checked.
    CertificateIssued { certificate: CertificateId },
    /// What the manager of a cohort wrote to those who act by it.
    CohortMessage { enrollment: EnrollmentId, message: MessageId },
    /// The same to those who may do without.
    CohortNews { enrollment: EnrollmentId, message: MessageId },
    /// To a personnel officer: nobody of this local authority's hromada has been trained in what the cohort teaches.
    CohortInvitation { cohort: CohortId, organization: OrganizationId },
    /// To administrators: a letter could not be written in the installation's own words.
    TemplateFailed { kind: MailKind, language: Language, number: i64 },
    /// The optional messages of a day in one; they are the rows that were held for it.
    DailyDigest { day: NaiveDate },
}

impl Email {
    /// The same with the token that opens its link, where it has one.
    #[must_use]
    pub fn opened_by(self, token: String) -> Self {
        match self {
            Self::ConfirmAddress { .. } => Self::ConfirmAddress { token },
            Self::ResetPassword { .. } => Self::ResetPassword { token },
            Self::SeatOffered { enrollment, .. } => Self::SeatOffered { enrollment, token },
            Self::NominationAsked { enrollment, .. } => Self::NominationAsked { enrollment, token },
            Self::ReconfirmationAsked { enrollment, .. } => Self::ReconfirmationAsked { enrollment, token },
            Self::ApprovalAsked { enrollment, .. } => Self::ApprovalAsked { enrollment, token },
            other => other,
        }
    }

    /// The token that opens its link; empty when it was forgotten.
    pub fn token(&self) -> Option<&str> {
        match self {
            Self::ConfirmAddress { token }
            | Self::ResetPassword { token }
            | Self::SeatOffered { token, .. }
            | Self::NominationAsked { token, .. }
            | Self::ReconfirmationAsked { token, .. }
            | Self::ApprovalAsked { token, .. } => Some(token),
            _ => None,
        }
    }

    /// What a manager wrote, where it tells that.
    pub const fn message(&self) -> Option<MessageId> {
        match self {
            Self::CohortMessage { message, .. } | Self::CohortNews { message, .. } => Some(*message),
            _ => None,
        }
    }

    /// Which kind of message it is; that decides whether its reader may do without it.
    pub const fn kind(&self) -> MailKind {
        match self {
            Self::ConfirmAddress { .. } => MailKind::ConfirmAddress,
            Self::AlreadyRegistered => MailKind::AlreadyRegistered,
            Self::ResetPassword { .. } => MailKind::ResetPassword,
            Self::ApplicationReceived { .. } => MailKind::ApplicationReceived,
            Self::ApplicationMovedOn { .. } => MailKind::ApplicationMovedOn,
            Self::ApprovalAsked { .. } => MailKind::ApprovalAsked,
            Self::SeatConfirmed { .. } => MailKind::SeatConfirmed,
            Self::Waitlisted { .. } => MailKind::Waitlisted,
            Self::Promoted { .. } => MailKind::Promoted,
            Self::SeatOffered { .. } => MailKind::SeatOffered,
            Self::NominationAsked { .. } => MailKind::NominationAsked,
            Self::ReconfirmationAsked { .. } => MailKind::ReconfirmationAsked,
            Self::AnswerDeclined { .. } => MailKind::AnswerDeclined,
            Self::AnswerOverdue { .. } => MailKind::AnswerOverdue,
            Self::Transferred { .. } => MailKind::Transferred,
            Self::Rejected { .. } => MailKind::Rejected,
            Self::Withdrawn { .. } => MailKind::Withdrawn,
            Self::SeatPassedOn { .. } => MailKind::SeatPassedOn,
            Self::EquivalentStated { .. } => MailKind::EquivalentStated,
            Self::EquivalentDecided { .. } => MailKind::EquivalentDecided,
            Self::SessionTomorrow { .. } => MailKind::SessionTomorrow,
            Self::SessionChanged { .. } => MailKind::SessionChanged,
            Self::SessionCancelled { .. } => MailKind::SessionCancelled,
            Self::TaughtSessionChanged { .. } => MailKind::TaughtSessionChanged,
            Self::TaughtSessionCancelled { .. } => MailKind::TaughtSessionCancelled,
            Self::SessionInterrupted { .. } => MailKind::SessionInterrupted,
            Self::MakeUpPlanned { .. } => MailKind::MakeUpPlanned,
            Self::GuestPlaceGiven { .. } => MailKind::GuestPlaceGiven,
            Self::GuestPlaceEnded { .. } => MailKind::GuestPlaceEnded,
            Self::StandInNamed { .. } => MailKind::StandInNamed,
            Self::StandInEnded { .. } => MailKind::StandInEnded,
            Self::RegisterUnfilled { .. } => MailKind::RegisterUnfilled,
            Self::AttendanceAtRisk { .. } => MailKind::AttendanceAtRisk,
            Self::PleaMade { .. } => MailKind::PleaMade,
            Self::PleaDecided { .. } => MailKind::PleaDecided,
            Self::CohortConfirmed { .. } => MailKind::CohortConfirmed,
            Self::CohortCancelled { .. } => MailKind::CohortCancelled,
            Self::DecisionDue { .. } => MailKind::DecisionDue,
            Self::CourseOpened { .. } => MailKind::CourseOpened,
            Self::CertificateIssued { .. } => MailKind::CertificateIssued,
            Self::CohortMessage { .. } => MailKind::CohortMessage,
            Self::CohortNews { .. } => MailKind::CohortNews,
            Self::CohortInvitation { .. } => MailKind::CohortInvitation,
            Self::TemplateFailed { .. } => MailKind::TemplateFailed,
            Self::DailyDigest { .. } => MailKind::DailyDigest,
        }
    }

    /// The stable key of the message, in rows and words.
    pub const fn key(&self) -> &'static str {
        self.kind().as_str()
    }
}
