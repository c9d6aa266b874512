//! What a message speaks of: one variant per message, with the facts the outbox has loaded for it.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use postup_domain::cohort::Form;
use postup_domain::email::MailKind;
use postup_domain::id::{CertificateId, CohortId, EnrollmentId, PleaId, SessionId};
use postup_domain::interruption::HeldState;
use postup_domain::pattern::Pattern;
use postup_domain::plea::{PleaKind, PleaState};
use postup_domain::text::{Both, Code, Title};
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

/// One person's place in one cohort, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Whose page the letter links to.
    pub enrollment: EnrollmentId,
    /// The course's title.
    pub title: Both<Title>,
    /// The cohort's short name.
    pub code: Code,
    /// How the teaching happens.
    pub form: Form,
    /// The cohort's first day.
    pub starts_on: NaiveDate,
    /// The cohort's last day.
    pub ends_on: NaiveDate,
    /// Whose clock the times are told by.
    pub time_zone: Tz,
    /// The exact place. Told only to those who hold a seat (standards PRIV-08), whatever is given here.
    pub venue: Option<String>,
    /// When the first session begins.
    pub first_session: Option<DateTime<Utc>>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// How it stands and why, in the reader's language; the same as on the reader's page.
    pub explanation: String,
}

/// What waits for the reader's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The last moment for it.
    pub until: DateTime<Utc>,
    /// Opens the answer without a sign-in, once; without it the link leads to the reader's own page.
    pub token: Option<String>,
}

/// An application that waits for the reader's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Whose it is: name and post.
    pub applicant: String,
    /// The last moment, if there is one.
    pub until: Option<DateTime<Utc>>,
    /// Opens the decision without a sign-in, once.
    pub token: Option<String>,
}

/// One session, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// What it is about.
    pub title: Both<Title>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Whose clock the times are told by.
    pub time_zone: Tz,
    /// The exact place.
    pub venue: Option<String>,
    /// Where to join online: an `https://` address.
    pub link: Option<String>,
}

/// How a session stood before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// When it was to begin.
    pub starts_at: DateTime<Utc>,
    /// When it was to end.
    pub ends_at: DateTime<Utc>,
    /// The exact place.
    pub venue: Option<String>,
    /// Where to join online.
    pub link: Option<String>,
}

/// A session and how it stood before, where somebody kept that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub meeting: Meeting,
    pub former: Option<Former>,
}

/// A session, as a letter tells it to a trainer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taught {
    /// Whose page the letter links to.
    pub session: SessionId,
    pub moved: Moved,
    /// Others that were moved with it.
    pub rest: Vec<Moved>,
    /// The course's title.
    pub title: Both<Title>,
    /// The cohort's short name.
    pub code: Code,
    /// How the teaching happens.
    pub form: Form,
}

/// What is left of a session that was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// Whether it counts.
    pub state: HeldState,
    /// Minutes that count.
    pub held: i32,
    /// Minutes as planned.
    pub planned: i32,
}

/// What a person asked about a session, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub plea: PleaId,
    pub session: SessionId,
    pub kind: PleaKind,
    /// What became of it.
    pub state: PleaState,
    pub meeting: Meeting,
    /// Who asked.
    pub person: String,
    pub text: String,
    /// What shows it: the number of a document, the name of one that was sent along.
    pub document: Option<String>,
    /// Why it was decided so.
    pub reason: Option<String>,
}

/// How far somebody has come, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Whose share it is, for a reader who is somebody else.
    pub person: Option<String>,
    /// Minutes that count.
    pub credited: i64,
    /// Minutes that the rule asks for.
    pub required: i64,
    /// The sessions that must not be missed, the next one first.
    pub needed: Vec<Meeting>,
}

/// A register that is not closed after its session, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// Whose register the letter links to.
    pub session: SessionId,
    pub meeting: Meeting,
    /// The course's title.
    pub title: Both<Title>,
    /// The cohort's short name.
    pub code: Code,
    /// People with a seat.
    pub people: i64,
    /// Those of them who have a mark.
    pub marked: i64,
    /// When it is closed by itself.
    pub closes_at: Option<DateTime<Utc>>,
}

/// A cohort that needs a decision, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whose page the letter links to.
    pub cohort: CohortId,
    /// The course's title.
    pub title: Both<Title>,
    /// The cohort's short name.
    pub code: Code,
    /// People with a seat.
    pub people: i32,
    /// How many it takes.
    pub minimum: i32,
    /// The last day for the decision.
    pub decide_on: NaiveDate,
}

/// Somebody in the place of an officer who is away, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    /// Where the letter leads.
    pub path: &'static str,
    /// Whose approvals they are.
    pub organization: Both<Title>,
    /// Who is away, in the reader's language.
    pub absent: String,
    /// Who acts.
    pub deputy: String,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
}

/// A course from elsewhere that is stated in place of one of ours, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Where the letter leads.
    pub path: String,
    /// The title of the course it is to count as.
    pub course: Both<String>,
    /// Who states it, for whoever decides.
    pub person: Option<String>,
    /// What shows it, for whoever decides.
    pub document: Option<String>,
    /// What is stated and what became of it, in the reader's language.
    pub explanation: String,
}

/// A seat that goes from one person to another, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// The enrollment of whoever is asked to take it.
    pub enrollment: EnrollmentId,
    /// The course's title.
    pub title: Both<Title>,
    /// The cohort's short name.
    pub code: Code,
    /// Who leaves it, in the reader's language.
    pub from: String,
    /// Who is asked.
    pub to: String,
    /// How that person stands and why, in the reader's language.
    pub explanation: String,
}

/// An invitation to name people for a cohort, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub cohort: CohortId,
    /// The local authority that is invited.
    pub organization: Both<Title>,
    /// The course's title.
    pub title: Both<Title>,
    /// The cohort's short name.
    pub code: Code,
    pub form: Form,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// The last day for applications.
    pub closes_on: NaiveDate,
    /// Free seats.
    pub seats: i32,
    /// Whom to ask.
    pub contact: Option<String>,
}

/// What a manager wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub subject: Pattern,
    pub body: Pattern,
    /// The language of both.
    pub locale: Locale,
    /// The manager's name; empty when nobody knows it any more.
    pub author: String,
    /// Whether the reader holds a seat and may know the exact place.
    pub seated: bool,
}

/// A cohort that takes applications, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Whose page the letter links to.
    pub cohort: CohortId,
    /// The course's title.
    pub title: Both<Title>,
    /// The cohort's short name.
    pub code: Code,
    /// How the teaching happens.
    pub form: Form,
    /// The cohort's first day.
    pub starts_on: NaiveDate,
    /// The cohort's last day.
    pub ends_on: NaiveDate,
    /// The first day of enrollment.
    pub opens_on: NaiveDate,
    /// The last day of enrollment.
    pub closes_on: NaiveDate,
}

/// An issued certificate, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// Names the certificate.
    pub certificate: CertificateId,
    /// The title printed on it.
    pub title: Both<Title>,
    /// The issuer's number.
    pub number: String,
    /// The code that opens the check page.
    pub code: String,
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
