//! Every way the rules can say no, each with a stable code that is the same in log, problem document, words and tests.

mod mention;

pub use mention::Mention;

use crate::text::Both;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a single field of the input cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    Missing,
    TooLong {
        longest: usize,
    },
    TooShort {
        shortest: usize,
    },
    /// A file.
    TooLarge {
        mebibytes: usize,
    },
    ForbiddenCharacter,
    NotACode,
    NotAnAddress,
    NotAWord,
    NotANumber,
    NotADate,
    NotATime,
    /// A telephone.
    NotAPhone,
    /// An instant that is still to come, where what happened is told.
    InFuture,
    /// The local time does not exist, since the clocks jump over it.
    TimeSkipped,
    OutOfRange {
        least: i64,
        most: i64,
    },
    EndsBeforeStart,
    /// A day outside of what it belongs to: a cohort of its program, a session of its cohort.
    OutsidePeriod,
    /// A time in the report of a meeting that is of another one.
    FarFromSession,
    Unknown,
    Taken,
    TooCommon,
    WrongCheckDigit,
    /// A placeholder of this name is not known here.
    UnknownPlaceholder {
        name: Mention,
    },
    /// A brace without its other half.
    BrokenPlaceholder,
    /// A file that is no document which people may send.
    NotADocument,
    /// The text does not say what it has to, by this placeholder.
    PlaceholderMissing {
        name: Mention,
    },
}

impl Fault {
    /// The stable code, also the key of its words (`fault-…`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "fault-missing",
            Self::TooLong { .. } => "fault-too-long",
            Self::TooShort { .. } => "fault-too-short",
            Self::TooLarge { .. } => "fault-too-large",
            Self::ForbiddenCharacter => "fault-forbidden-character",
            Self::NotACode => "fault-not-a-code",
            Self::NotADocument => "fault-not-a-document",
            Self::NotAnAddress => "fault-not-an-address",
            Self::NotAWord => "fault-not-a-word",
            Self::NotANumber => "fault-not-a-number",
            Self::NotADate => "fault-not-a-date",
            Self::NotATime => "fault-not-a-time",
            Self::NotAPhone => "fault-not-a-phone",
            Self::InFuture => "fault-in-future",
            Self::TimeSkipped => "fault-time-skipped",
            Self::OutOfRange { .. } => "fault-out-of-range",
            Self::EndsBeforeStart => "fault-ends-before-start",
            Self::FarFromSession => "fault-far-from-session",
            Self::OutsidePeriod => "fault-outside-period",
            Self::Unknown => "fault-unknown",
            Self::Taken => "fault-taken",
            Self::TooCommon => "fault-too-common",
            Self::WrongCheckDigit => "fault-wrong-check-digit",
            Self::UnknownPlaceholder { .. } => "fault-unknown-placeholder",
            Self::BrokenPlaceholder => "fault-broken-placeholder",
            Self::PlaceholderMissing { .. } => "fault-placeholder-missing",
        }
    }

    /// One value of every fault, for the test that every code has words.
    pub const ALL: &'static [Self] = &[
        Self::Missing,
        Self::TooLong { longest: 1 },
        Self::TooShort { shortest: 1 },
        Self::TooLarge { mebibytes: 1 },
        Self::ForbiddenCharacter,
        Self::NotACode,
        Self::NotAnAddress,
        Self::NotAWord,
        Self::NotANumber,
        Self::NotADate,
        Self::NotATime,
        Self::NotAPhone,
        Self::InFuture,
        Self::TimeSkipped,
        Self::OutOfRange { least: 0, most: 1 },
        Self::EndsBeforeStart,
        Self::OutsidePeriod,
        Self::Unknown,
        Self::Taken,
        Self::TooCommon,
        Self::WrongCheckDigit,
        Self::UnknownPlaceholder { name: Mention::NONE },
        Self::BrokenPlaceholder,
        Self::NotADocument,
        Self::PlaceholderMissing { name: Mention::NONE },
    ];

    /// The word that the fault speaks of; empty when it speaks of none.
    pub fn mention(&self) -> &str {
        match self {
            Self::UnknownPlaceholder { name } | Self::PlaceholderMissing { name } => name.as_str(),
            _ => "",
        }
    }
}

/// A field whose text cannot be what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {}", .fault.code())]
pub struct Invalid {
    /// The name of the field in the wire object and in the form; list entries as `units.2.title_uk`.
    pub field: String,
    pub fault: Fault,
}

impl Invalid {
    pub fn new(field: impl Into<String>, fault: Fault) -> Self {
        Self { field: field.into(), fault }
    }
}

/// Collects what is wrong with each field, so that a form shows everything at once.
#[derive(Debug, Default)]
pub struct Checks(Vec<Invalid>);

impl Checks {
    /// Keeps the value, or notes why there is none.
    pub fn take<T>(&mut self, looked_at: Result<T, Invalid>) -> Option<T> {
        looked_at.map_err(|invalid| self.0.push(invalid)).ok()
    }

    pub fn note(&mut self, field: impl Into<String>, fault: Fault) {
        self.0.push(Invalid::new(field, fault));
    }

    /// Nothing was noted so far.
    pub fn is_clean(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing was noted. Use as the gate before the values are unwrapped together.
    pub fn finish(self) -> Result<(), Vec<Invalid>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }

    pub fn into_faults(self) -> Vec<Invalid> {
        self.0
    }
}

macro_rules! rejections {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)+) => {
        /// A rule said no.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Refusal { $($(#[$doc])* $variant,)+ }

        impl Refusal {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code, also the key of its words.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
}

rejections! {
    /// The cohort is not published, was cancelled or archived.
    CohortNotOpen = "rejection-cohort-not-open",
    /// Applications are not taken yet.
    EnrollmentNotYetOpen = "rejection-enrollment-not-yet-open",
    /// Applications are no longer taken.
    EnrollmentClosed = "rejection-enrollment-closed",
    /// Whoever should stand in approves for the organization anyway.
    ApprovesAlready = "rejection-approves-already",
    /// The same person stands in for the same officer at that time already.
    StandsInAlready = "rejection-stands-in-already",
    /// Nobody stands in for more than a year at a time.
    StandInTooLong = "rejection-stand-in-too-long",
    /// People come to this cohort by nomination only.
    NominationOnly = "rejection-nomination-only",
    /// An office has not approved yet.
    ApprovalAwaited = "rejection-approval-awaited",
    /// People are on their way on the present route.
    /// The person already has a place or an application in this cohort.
    AlreadyEnrolled = "rejection-already-enrolled",
    /// The same employer named the same address before.
    AlreadyNamed = "rejection-already-named",
    /// The person already has a live certificate for this enrollment.
    AlreadyCertified = "rejection-already-certified",
    /// The state of the enrollment does not allow this step.
    StepNotAllowed = "rejection-step-not-allowed",
    /// No seat is free.
    NoSeatLeft = "rejection-no-seat-left",
    /// Fewer seats than people who were promised one.
    CapacityBelowConfirmed = "rejection-capacity-below-confirmed",
    /// So many seats cannot be kept: they are somebody's already, or there are not so many.
    QuotaTooLarge = "rejection-quota-too-large",
    /// The cohort has as many quotas as it can.
    TooManyQuotas = "rejection-too-many-quotas",
    /// The quota was released; its seats are everybody's.
    QuotaReleased = "rejection-quota-released",
    /// The deadline for an answer has passed.
    AnswerTooLate = "rejection-answer-too-late",
    /// The last day on which people may withdraw by themselves is over.
    WithdrawalClosed = "rejection-withdrawal-closed",
    /// The last day on which a seat can be passed on to a colleague is over.
    SubstitutionClosed = "rejection-substitution-closed",
    /// The person holds no seat that a colleague could have.
    NoSeatToPassOn = "rejection-no-seat-to-pass-on",
    /// The two people do not work for the same organization.
    OtherEmployer = "rejection-other-employer",
    /// The seat is kept for people of a quota, and this person does not fit it.
    QuotaNotMet = "rejection-quota-not-met",
    /// The two cohorts do not run the same course.
    OtherCourse = "rejection-other-course",
    /// The session has begun, or people are marked in it: nobody becomes its guest or stops being one any more.
    GuestTooLate = "rejection-guest-too-late",
    /// The session teaches no unit of the person's course, or the person has a seat in its cohort.
    GuestElsewhere = "rejection-guest-elsewhere",
    /// Nothing of the unit is missing that the person's own cohort could not bring.
    GuestNothingMissed = "rejection-guest-nothing-missed",
    /// Who comes to that cohort is decided by people, so its guests are brought by whoever manages both.
    GuestByCoordinator = "rejection-guest-by-coordinator",
    /// The room has no place beside the cohort's own people.
    GuestRoomFull = "rejection-guest-room-full",
    /// The person was not asked whether they still come, or has answered.
    NothingToReconfirm = "rejection-nothing-to-reconfirm",
    /// Something is stated in place of the course already.
    AlreadyStated = "rejection-already-stated",
    /// The person is none of those the cohort is for.
    NotEligible = "rejection-not-eligible",
    /// The cohort takes place in any case, or that was decided.
    NothingToDecide = "rejection-nothing-to-decide",
    /// A letter asked a short while ago.
    AskedJustNow = "rejection-asked-just-now",
    /// The register is closed; corrections need it reopened.
    RegisterClosed = "rejection-register-closed",
    /// The register is open already.
    RegisterOpen = "rejection-register-open",
    /// Whoever opened the register again, or proposed the change, is not the one to make it.
    SecondPersonNeeded = "rejection-second-person-needed",
    /// What is proposed stands already.
    NothingToCorrect = "rejection-nothing-to-correct",
    /// A change for this person waits for a second one already.
    CorrectionWaits = "rejection-correction-waits",
    /// The session has begun, so nobody is excused in advance any more.
    AbsenceTooLate = "rejection-absence-too-late",
    /// The session is not over, or its register says nothing of the person yet.
    AppealTooEarly = "rejection-appeal-too-early",
    /// The time for an appeal against a mark is over.
    AppealTooLate = "rejection-appeal-too-late",
    /// Something was asked about this session already, and waits for a decision.
    PleaWaits = "rejection-plea-waits",
    /// Somebody has decided on it already.
    PleaDecided = "rejection-plea-decided",
    /// It can be added to only while it waits, and once.
    PleaComplete = "rejection-plea-complete",
    /// The register can be closed only after the session began.
    SessionNotBegun = "rejection-session-not-begun",
    /// The session was cancelled.
    SessionCancelled = "rejection-session-cancelled",
    /// The session is interrupted already, and that lasts.
    PausedAlready = "rejection-paused-already",
    /// The session is not interrupted.
    NotPaused = "rejection-not-paused",
    /// The enrollment belongs to another cohort than the session, or holds no seat.
    NotOnRegister = "rejection-not-on-register",
    /// The same mark id came before with other content.
    MarkDiffers = "rejection-mark-differs",
    /// Somebody else marked the person since the register was looked at.
    RegisterChanged = "rejection-register-changed",
    /// A mark that replaces another needs a reason.
    ReasonMissing = "rejection-reason-missing",
    /// The mark is not one of those a human has to decide on, or somebody did already.
    MarkSettled = "rejection-mark-settled",
    /// More lines than can be printed at once.
    SheetTooLong = "rejection-sheet-too-long",
    /// The file is no report of an online meeting, or has no times.
    MeetingLogUnreadable = "rejection-meeting-log-unreadable",
    /// A list says that one person came and went more often in a session than anybody does.
    TimesTooMany = "rejection-times-too-many",
    /// The marks were made by somebody else than the one who is signed in.
    AnotherMarker = "rejection-another-marker",
    /// The session does not let people in yet.
    CheckInNotYet = "rejection-check-in-not-yet",
    /// The session is over, or its register is closed.
    CheckInOver = "rejection-check-in-over",
    /// The code of the session is not the one that was scanned, or not any more.
    CheckInCodeOld = "rejection-check-in-code-old",
    /// No session of the person has this code or this word now.
    CheckInCodeUnknown = "rejection-check-in-code-unknown",
    /// The person has no session now.
    NoSessionNow = "rejection-no-session-now",
    /// The person who checks in holds no seat in the cohort of the session.
    NoSeatHere = "rejection-no-seat-here",
    /// The personal code is void, or its person holds no seat in the cohort of the session.
    PersonalCodeUnknown = "rejection-personal-code-unknown",
    /// The completion rule is not met.
    NotCompleted = "rejection-not-completed",
    /// Only a draft can be changed in this way.
    NotADraft = "rejection-not-a-draft",
    /// The thing is not published, or no longer.
    NotPublished = "rejection-not-published",
    /// The house counts the indicator itself; nobody reports on it.
    CountedByTheHouse = "rejection-counted-by-the-house",
    /// Something that is still in use stands in the way.
    StillInUse = "rejection-still-in-use",
    /// Publication needs more: units, hours, dates.
    Incomplete = "rejection-incomplete",
    /// The link was used, has expired, or was never ours.
    LinkNotValid = "rejection-link-not-valid",
    /// E-mail address and password do not belong together.
    WrongCredentials = "rejection-wrong-credentials",
    /// The address was not confirmed yet.
    AddressNotConfirmed = "rejection-address-not-confirmed",
    /// Too many attempts; wait.
    TooManyAttempts = "rejection-too-many-attempts",
    /// The account was suspended.
    AccountSuspended = "rejection-account-suspended",
    /// The certificate is not valid any more, so it cannot be revoked again.
    CertificateNotValid = "rejection-certificate-not-valid",
    /// The cohort meets in person and names no place, which a certificate has to.
    PlaceMissing = "rejection-place-missing",
    /// Nobody may take the last administrator away.
    LastAdministrator = "rejection-last-administrator",
    /// Certificates of the cohort are being issued to others just now.
    IssueUnderWay = "rejection-issue-under-way",
    /// So many tables are being gathered for the person that they have to wait for one of them.
    ExportsUnderWay = "rejection-exports-under-way",
    /// The table is not whole yet, is kept no longer, or was gathered with other rights.
    ExportNotReady = "rejection-export-not-ready",
    /// The file is not checked yet, has rows that cannot be taken, or nothing to write.
    ImportNotReady = "rejection-import-not-ready",
    /// Nobody is in the selection.
    NobodySelected = "rejection-nobody-selected",
    /// In the chosen hromadas there is no personnel officer who was not invited yet.
    NobodyToInvite = "rejection-nobody-to-invite",
    /// Others are in the selection now than those it was confirmed for.
    SelectionChanged = "rejection-selection-changed",
    /// The place is, on that date, in an occupied unit (UA-07).
    PlaceOccupied = "rejection-place-occupied",
}

/// A refusal, with what makes its sentence exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    pub refusal: Refusal,
    /// The instant the sentence speaks of: when the window opens, until when to wait.
    pub instant: Option<DateTime<Utc>>,
    /// The number the sentence speaks of: seats promised, people concerned.
    pub count: Option<i64>,
    /// For whom, in both languages: the people a quota is for.
    pub whom: Option<Both<String>>,
}

impl Rejection {
    pub const fn code(&self) -> &'static str {
        self.refusal.code()
    }

    #[must_use]
    pub fn at(mut self, instant: DateTime<Utc>) -> Self {
        self.instant = Some(instant);
        self
    }

    #[must_use]
    pub fn of(mut self, count: i64) -> Self {
        self.count = Some(count);
        self
    }

    #[must_use]
    pub fn keeping_for(mut self, whom: Both<String>) -> Self {
        self.whom = Some(whom);
        self
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, instant: None, count: None, whom: None }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Rejection {}
