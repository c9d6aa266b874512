//! The facts that messages are made of.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use postup_domain::cohort::Form;
use postup_domain::id::{CertificateId, CohortId, EnrollmentId, PleaId, SessionId};
use postup_domain::interruption::HeldState;
use postup_domain::pattern::Pattern;
use postup_domain::plea::{PleaKind, PleaState};
use postup_domain::text::{Both, Code, Title};
use postup_i18n::Locale;

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
