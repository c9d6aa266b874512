//! Cohorts: one run of one course version.

mod copy;
mod task;
mod terms;
mod told;

pub use copy::{CopyPlan, RawCopy, Shift};
pub use task::{Readiness, Task, TaskState};
pub use terms::{Minimum, Reconfirming, Terms};
pub use told::{Queue, Seats, Told};

use crate::access::CohortPlace;
use crate::course::{number, word};
use crate::enrollment::{Route, Weight};
use crate::id::{CohortId, CourseId, CourseVersionId, OrganizationId, PersonId, ProgramId};
use crate::program::day;
use crate::rejection::{Checks, Fault, Invalid, Refusal, Rejection};
use crate::session::{LocalTime, instant};
use crate::text::{Code, Line};
use crate::words;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

words! {
    /// How the teaching happens.
    Form {
        InPerson = "in_person",
        Online = "online",
        Blended = "blended",
    }
}

words! {
    /// The language of teaching.
    TeachingLanguage {
        Ukrainian = "uk",
        English = "en",
    }
}

words! {
    /// Whether a cohort is being prepared, shown, called off, or put away.
    CohortState {
        Draft = "draft",
        Published = "published",
        Cancelled = "cancelled",
        Archived = "archived",
    }
}

words! {
    /// How an application becomes a seat.
    EnrollmentPolicy {
        /// A free seat is given at once.
        Open = "open",
        /// The manager decides.
        Approval = "approval",
        /// The offices on the cohort's route approve: the employer, then the manager.
        Employer = "employer",
        /// Nobody applies; people are nominated by their employer.
        Nomination = "nomination",
    }
}

impl EnrollmentPolicy {
    /// Whether whoever may come in gets a free seat without anybody's decision.
    pub fn seats_at_once(self) -> bool {
        matches!(self, Self::Open | Self::Nomination)
    }
}

words! {
    /// How a seat that became free finds its next owner.
    WaitlistPolicy {
        /// The head of the queue has it at once.
        Automatic = "automatic",
        /// The head of the queue is asked, and answers before a deadline.
        Offer = "offer",
    }
}

words! {
    /// What it means when somebody who holds a seat does not answer whether they still come.
    Silence {
        /// The seat stays theirs.
        Keep = "keep",
        /// The seat goes to the queue.
        Free = "free",
    }
}

/// How the queue moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waitlist {
    pub policy: WaitlistPolicy,
    /// How many hours there are for an answer, 1–720; the night does not count.
    pub answer_hours: i32,
}

/// What it takes to write a cohort down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub code: Code,
    pub form: Form,
    pub language: TeachingLanguage,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// The unit of the codifier it takes place in; `None` online.
    pub territory: Option<String>,
    /// The exact place; shown to participants only (product rule 11).
    pub venue: Option<Line>,
    pub time_zone: Tz,
    pub capacity: i32,
    pub policy: EnrollmentPolicy,
    pub waitlist: Waitlist,
    pub enrollment_opens: DateTime<Utc>,
    /// The first instant at which applications are no longer taken.
    pub enrollment_closes: DateTime<Utc>,
    pub terms: Terms,
    /// Whom to ask.
    pub contact: Option<Line>,
}

/// A cohort with the counters kept beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    pub id: CohortId,
    pub course: CourseId,
    pub course_version: CourseVersionId,
    pub program: ProgramId,
    /// Runs the program.
    pub organization: OrganizationId,
    pub plan: Plan,
    /// Who approves applications, where the policy asks for approval.
    pub route: Route,
    pub state: CohortState,
    /// People who hold a seat; with the seats held never above the capacity (E1).
    pub confirmed: i32,
    /// Seats kept free while somebody is asked.
    pub held: i32,
    /// Seats of quotas that were not released yet.
    pub reserved: i32,
    /// How many of them are somebody's.
    pub in_quota: i32,
    /// People in the queue.
    pub waitlisted: i32,
    /// How often somebody came in; the last number of arrival.
    pub arrivals: i64,
    /// Decides whether it takes place, where that needs a decision: whoever set the terms of it.
    pub decision_owner: Option<PersonId>,
    /// When it was decided that it takes place.
    pub decided_at: Option<DateTime<Utc>>,
    /// Since when its present conditions hold; `None` where it asks nothing of anybody.
    pub requirements_since: Option<DateTime<Utc>>,
    pub version: i64,
}

impl Cohort {
    pub fn place(&self) -> CohortPlace {
        CohortPlace { cohort: self.id, program: self.program, organization: self.organization }
    }

    pub fn seats_left(&self) -> i32 {
        (self.plan.capacity - self.confirmed - self.held).max(0)
    }

    /// Moves the counters of seats and queue.
    pub fn count(&mut self, by: Weight) {
        self.confirmed += by.confirmed;
        self.held += by.held;
        self.waitlisted += by.waitlisted;
        self.in_quota += by.in_quota;
    }

    /// Whether an application may be made now, and if not, why.
    pub fn takes_applications(&self, now: DateTime<Utc>) -> Result<(), Rejection> {
        if self.state != CohortState::Published {
            return Err(Refusal::CohortNotOpen.into());
        }
        if now < self.plan.enrollment_opens {
            return Err(Rejection::from(Refusal::EnrollmentNotYetOpen).at(self.plan.enrollment_opens));
        }
        if now >= self.plan.enrollment_closes {
            return Err(Rejection::from(Refusal::EnrollmentClosed).at(self.plan.enrollment_closes));
        }
        Ok(())
    }

    /// Whether people may apply now, or be applied for; where they are nominated only, nobody may.
    pub fn lets_apply(&self, now: DateTime<Utc>) -> Result<(), Rejection> {
        self.takes_applications(now)?;
        match self.plan.policy {
            EnrollmentPolicy::Nomination => Err(Refusal::NominationOnly.into()),
            _ => Ok(()),
        }
    }

    /// Whether the plan may replace the present one: promised seats stay (E6), and what is over stays as it was.
    pub fn accepts(&self, plan: &Plan) -> Result<(), Rejection> {
        if !self.is_planned() {
            return Err(Refusal::NotADraft.into());
        }
        let promised = self.confirmed + self.held;
        if plan.capacity < promised {
            return Err(Rejection::from(Refusal::CapacityBelowConfirmed).of(promised.into()));
        }
        Ok(())
    }
}

impl Cohort {
    /// Being prepared or shown: neither called off nor put away.
    pub fn is_planned(&self) -> bool {
        matches!(self.state, CohortState::Draft | CohortState::Published)
    }

    /// Whether it may be shown to everyone: wherever people meet, the settlement is known.
    pub fn on_publication(&self) -> Result<CohortState, Rejection> {
        if self.state != CohortState::Draft {
            return Err(Refusal::NotADraft.into());
        }
        let placed = self.plan.form == Form::Online || self.plan.territory.is_some();
        if placed { Ok(CohortState::Published) } else { Err(Refusal::Incomplete.into()) }
    }

    /// Calls it off.
    pub fn on_cancellation(&self) -> Result<CohortState, Rejection> {
        if self.is_planned() { Ok(CohortState::Cancelled) } else { Err(Refusal::NotPublished.into()) }
    }

    /// Puts it away once it is over, was called off, or never was shown.
    pub fn on_archiving(&self, now: DateTime<Utc>) -> Result<CohortState, Rejection> {
        let today = now.with_timezone(&self.plan.time_zone).date_naive();
        match self.state {
            CohortState::Archived => Err(Refusal::NotPublished.into()),
            CohortState::Published if self.plan.ends_on >= today => Err(Refusal::StillInUse.into()),
            _ => Ok(CohortState::Archived),
        }
    }
}

impl Plan {
    /// The last day of enrollment, as people read it.
    pub fn last_enrollment_day(&self) -> NaiveDate {
        let end = self.enrollment_closes.with_timezone(&self.time_zone).date_naive();
        end.pred_opt().unwrap_or(end)
    }

    /// The first day of enrollment.
    pub fn first_enrollment_day(&self) -> NaiveDate {
        self.enrollment_opens.with_timezone(&self.time_zone).date_naive()
    }

    /// The instant at which the first day begins by the clock of the cohort.
    pub fn begins_at(&self) -> DateTime<Utc> {
        beginning(self.starts_on, self.time_zone)
    }

    /// Whether a day lies between the first and the last.
    pub fn spans(&self, day: NaiveDate) -> bool {
        (self.starts_on..=self.ends_on).contains(&day)
    }
}

/// The same as typed. Enrollment opens at the start of a day and closes at the end of one, in the cohort's zone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawPlan {
    pub code: String,
    pub form: String,
    pub language: String,
    pub starts_on: String,
    pub ends_on: String,
    pub territory: String,
    pub venue: String,
    /// An IANA name; empty means Europe/Kyiv.
    pub time_zone: String,
    pub capacity: String,
    pub policy: String,
    /// `automatic` when empty.
    #[serde(default)]
    pub waitlist_policy: String,
    /// 48 when empty.
    #[serde(default)]
    pub answer_hours: String,
    pub enrollment_opens_on: String,
    pub enrollment_closes_on: String,
    /// The last day on which people may withdraw by themselves; always when empty.
    #[serde(default)]
    pub withdrawal_closes_on: String,
    /// The last day on which personnel officers may pass seats on to colleagues; until the training begins when empty.
    #[serde(default)]
    pub substitution_closes_on: String,
    /// How many days before the first one people are asked whether they still come, at most 30; never when empty or 0.
    #[serde(default)]
    pub reconfirm_days: String,
    /// `keep` when empty.
    #[serde(default)]
    pub reconfirm_silence: String,
    /// How many people it takes; it takes place in any case when empty.
    #[serde(default)]
    pub minimum: String,
    /// The last day for the decision whether it takes place; goes with the minimum.
    #[serde(default)]
    pub decision_on: String,
    pub contact: String,
}

/// The instant at which a day begins by the clock of a zone.
pub(crate) fn beginning(on: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = LocalTime::midnight(on);
    instant("starts_on", midnight, zone).unwrap_or_else(|_| midnight.0.and_utc())
}

/// Reads an IANA time zone; the old alias `Europe/Kiev` is accepted (LANG-04).
pub fn time_zone(field: &'static str, raw: &str) -> Result<Tz, Invalid> {
    match raw.trim() {
        "" | "Europe/Kiev" => Ok(Tz::Europe__Kyiv),
        text => text.parse().map_err(|_| Invalid::new(field, Fault::Unknown)),
    }
}

impl TryFrom<&RawPlan> for Waitlist {
    type Error = Invalid;

    fn try_from(raw: &RawPlan) -> Result<Self, Invalid> {
        let policy = match raw.waitlist_policy.trim() {
            "" => WaitlistPolicy::Automatic,
            text => word("waitlist_policy", text)?,
        };
        let answer_hours = match raw.answer_hours.trim() {
            "" => 48,
            text => number("answer_hours", text, 1, 720)?,
        };
        Ok(Self { policy, answer_hours: i32::try_from(answer_hours).unwrap_or(i32::MAX) })
    }
}

impl TryFrom<&RawPlan> for Plan {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawPlan) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let code = checks.take(Code::new("code", &raw.code));
        let form = checks.take(word("form", &raw.form));
        let language = checks.take(word("language", &raw.language));
        let starts_on = checks.take(day("starts_on", &raw.starts_on));
        let ends_on = checks.take(day("ends_on", &raw.ends_on));
        if matches!((starts_on, ends_on), (Some(from), Some(to)) if to < from) {
            checks.note("ends_on", Fault::EndsBeforeStart);
        }
        let venue = checks.take(Line::optional("venue", &raw.venue)).flatten();
        let contact = checks.take(Line::optional("contact", &raw.contact)).flatten();
        let zone = checks.take(time_zone("time_zone", &raw.time_zone));
        let capacity = checks.take(number("capacity", &raw.capacity, 1, 100_000));
        let policy = checks.take(word("policy", &raw.policy));
        let waitlist = checks.take(Waitlist::try_from(raw));
        let opens_on = checks.take(day("enrollment_opens_on", &raw.enrollment_opens_on));
        let closes_on = checks.take(day("enrollment_closes_on", &raw.enrollment_closes_on));
        if matches!((opens_on, closes_on), (Some(from), Some(to)) if to < from) {
            checks.note("enrollment_closes_on", Fault::EndsBeforeStart);
        }
        let territory = Some(raw.territory.trim().to_owned()).filter(|code| !code.is_empty());
        match (
            code, form, language, starts_on, ends_on, zone, capacity, policy, waitlist, opens_on, closes_on,
        ) {
            (
                Some(code),
                Some(form),
                Some(language),
                Some(starts_on),
                Some(ends_on),
                Some(time_zone),
                Some(capacity),
                Some(policy),
                Some(waitlist),
                Some(opens_on),
                Some(closes_on),
            ) => {
                let after = closes_on.succ_opt().unwrap_or(closes_on);
                let opens =
                    checks.take(instant("enrollment_opens_on", LocalTime::midnight(opens_on), time_zone));
                let closes =
                    checks.take(instant("enrollment_closes_on", LocalTime::midnight(after), time_zone));
                let (Some(enrollment_opens), Some(enrollment_closes)) = (opens, closes) else {
                    return Err(checks.into_faults());
                };
                let capacity = i32::try_from(capacity).unwrap_or(i32::MAX);
                let terms = Terms::read(&mut checks, raw, (starts_on, ends_on), time_zone, capacity);
                checks.finish()?;
                Ok(Self {
                    code,
                    form,
                    language,
                    starts_on,
                    ends_on,
                    territory,
                    venue,
                    time_zone,
                    capacity,
                    policy,
                    waitlist,
                    enrollment_opens,
                    enrollment_closes,
                    terms,
                    contact,
                })
            }
            _ => Err(checks.into_faults()),
        }
    }
}
