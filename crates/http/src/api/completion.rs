//! Completion as JSON.

use super::problem::{EditFailure, Failure};
use super::{Tag, paging};
use crate::caller::{self, Caller};
use crate::explain;
use crate::policy::{Line, Policy, TEACHERS};
use crate::site::Site;
use chrono::{DateTime, FixedOffset};
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::Error;
use postup_app::completion::{Elsewhere, Hopeful, Outlook};
use postup_domain::completion::{Chance, CompletionState, Verdict};
use postup_domain::id::{CohortId, EnrollmentId, SessionId};
use postup_i18n::Locale;

/// Completion: derived, never set.
pub struct CompletionApi {
    site: Site,
}

pub const POLICIES: &[Line] = &[
    (Method::GET, "/cohorts/:id/completion", TEACHERS),
    (Method::GET, "/enrollments/:id/outlook", Policy::SignedIn),
    (Method::PUT, "/enrollments/:id/score", TEACHERS),
];

/// Why a verdict is not "completed".
#[derive(Debug, Object)]
#[oai(rename = "CompletionReason")]
pub struct ReasonDocument {
    code: String,
    /// In the caller's language.
    text: String,
}

/// What the rule of the course says of a person.
#[derive(Debug, Object)]
#[oai(rename = "CompletionVerdict")]
pub struct VerdictDocument {
    state: CompletionState,
    /// Minutes the rule asks for.
    required_minutes: i64,
    /// Minutes of all sessions that were not cancelled.
    planned_minutes: i64,
    credited_minutes: i64,
    /// How many of these were attended in other cohorts of the course.
    carried_minutes: i64,
    /// Minutes that sessions with an open register can still bring.
    available_minutes: i64,
    open_registers: i64,
    /// Lost to interruptions and made up by no session yet.
    owed_minutes: i64,
    #[oai(skip_serializing_if_is_none)]
    final_score: Option<i16>,
    reasons: Vec<ReasonDocument>,
}

impl VerdictDocument {
    pub fn new(locale: Locale, verdict: &Verdict) -> Self {
        let evidence = verdict.evidence;
        Self {
            state: verdict.state,
            required_minutes: verdict.required,
            planned_minutes: evidence.planned,
            credited_minutes: evidence.credited,
            carried_minutes: evidence.carried,
            available_minutes: evidence.available,
            open_registers: evidence.open_registers,
            owed_minutes: evidence.owed,
            final_score: evidence.final_score,
            reasons: verdict
                .reasons
                .iter()
                .map(|reason| ReasonDocument {
                    code: reason.code().to_owned(),
                    text: explain::missing(locale, *reason),
                })
                .collect(),
        }
    }
}

/// One person's verdict.
#[derive(Debug, Object)]
#[oai(rename = "PersonCompletion")]
struct JudgedDocument {
    enrollment_id: EnrollmentId,
    /// Surname first.
    name: String,
    #[oai(flatten)]
    verdict: VerdictDocument,
}

/// The verdicts on a cohort.
#[derive(Debug, Object)]
#[oai(rename = "CohortCompletion")]
struct CohortDocument {
    cohort_id: CohortId,
    completed: u64,
    /// Everybody who holds a seat, by surname.
    people: Vec<JudgedDocument>,
}

/// Whether the share can still be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, poem_openapi::Enum)]
#[oai(rename = "CompletionChance", rename_all = "snake_case")]
enum ChanceOut {
    Reached,
    /// Through the sessions that are left.
    Possible,
    /// As a guest in sessions of other cohorts; see `/enrollments/{id}/guest-places`.
    AsGuest,
    /// If time that was lost to interruptions is made up.
    IfMadeUp,
    /// Not in this cohort.
    Gone,
}

/// What one session can still bring.
#[derive(Debug, Object)]
#[oai(rename = "RemainingSession")]
struct HopeOut {
    session_id: SessionId,
    starts_at: DateTime<FixedOffset>,
    minutes: i64,
    /// Without it the share cannot be reached through the others.
    needed: bool,
    /// It has ended; only its register is open still.
    over: bool,
}

/// Another cohort of the course in which the person could go on and pass.
#[derive(Debug, Object)]
#[oai(rename = "RemainingCohort")]
struct ElsewhereOut {
    cohort_id: CohortId,
    code: String,
    required_minutes: i64,
    /// What was attended and counts there at once.
    credited_minutes: i64,
    available_minutes: i64,
}

/// How a person can still pass.
#[derive(Debug, Object)]
#[oai(rename = "CompletionOutlook")]
struct OutlookOut {
    chance: ChanceOut,
    #[oai(flatten)]
    verdict: VerdictDocument,
    missing_minutes: i64,
    /// In the order of time.
    sessions: Vec<HopeOut>,
    elsewhere: Vec<ElsewhereOut>,
}

impl OutlookOut {
    fn new(locale: Locale, of: &Outlook) -> Self {
        let hope = |hope: &Hopeful| HopeOut {
            session_id: hope.session.id,
            starts_at: paging::offset(hope.session.plan.starts_at, hope.session.plan.time_zone),
            minutes: hope.minutes,
            needed: hope.needed,
            over: hope.over,
        };
        let elsewhere = |one: &Elsewhere| ElsewhereOut {
            cohort_id: one.cohort.id,
            code: one.cohort.plan.code.to_string(),
            required_minutes: one.required,
            credited_minutes: one.credited,
            available_minutes: one.available,
        };
        Self {
            chance: match of.chance {
                Chance::Reached => ChanceOut::Reached,
                Chance::Possible => ChanceOut::Possible,
                Chance::AsGuest => ChanceOut::AsGuest,
                Chance::IfMadeUp => ChanceOut::IfMadeUp,
                Chance::Gone => ChanceOut::Gone,
            },
            missing_minutes: (of.verdict.required - of.verdict.evidence.credited).max(0),
            verdict: VerdictDocument::new(locale, &of.verdict),
            sessions: of.hopes.iter().map(hope).collect(),
            elsewhere: of.elsewhere.iter().map(elsewhere).collect(),
        }
    }
}

/// A final score.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewScore {
    /// 0 to 100.
    score: i64,
}

/// The score as it counts now.
#[derive(Debug, Object)]
#[oai(rename = "FinalScore")]
struct ScoreDocument {
    enrollment_id: EnrollmentId,
    score: i64,
    version: i64,
}

#[derive(ApiResponse)]
enum Scored {
    #[oai(status = 200)]
    Score(Json<ScoreDocument>, #[oai(header = "ETag")] String),
}

impl CompletionApi {
    pub fn new(site: Site) -> Self {
        Self { site }
    }
}

#[OpenApi(tag = "Tag::Enrollments")]
impl CompletionApi {
    /// The verdict on everybody who holds a seat, with what is missing.
    #[oai(path = "/cohorts/:id/completion", method = "get", operation_id = "getCompletion")]
    async fn cohort(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
    ) -> Result<Json<CohortDocument>, Failure> {
        let locale = caller::locale(request);
        let (_, judged) = self.site.app.completion(&caller.0, id.0).await?;
        let completed = judged.iter().filter(|one| one.verdict.state == CompletionState::Completed).count();
        Ok(Json(CohortDocument {
            cohort_id: id.0,
            completed: u64::try_from(completed).unwrap_or(u64::MAX),
            people: judged
                .iter()
                .map(|one| JudgedDocument {
                    enrollment_id: one.enrollment,
                    name: one.name.in_register(),
                    verdict: VerdictDocument::new(locale, &one.verdict),
                })
                .collect(),
        }))
    }

    /// Whether the person can still pass, and through which sessions; only while they hold a seat.
    #[oai(path = "/enrollments/:id/outlook", method = "get", operation_id = "getOutlook")]
    async fn outlook(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<EnrollmentId>,
    ) -> Result<Json<OutlookOut>, Failure> {
        let of = self.site.app.enrollment(&caller.0, id.0).await?;
        let outlook = self.site.app.outlook(&caller.0, &of).await?;
        let outlook = outlook.ok_or(Error::Missing("outlook"))?;
        Ok(Json(OutlookOut::new(caller::locale(request), &outlook)))
    }

    /// Records a final score; earlier ones stay in the history.
    #[oai(path = "/enrollments/:id/score", method = "put", operation_id = "assessEnrollment")]
    async fn assess(
        &self,
        caller: Caller,
        id: Path<EnrollmentId>,
        /// The version of the enrollment that was looked at.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<NewScore>,
    ) -> Result<Scored, EditFailure> {
        let permit = self.site.app.may_assess(&caller.0, id.0).await?;
        let seen = paging::version(if_match.0.as_deref()).map_err(EditFailure)?;
        let score = body.0.score;
        let version = self.site.app.assess(&permit, score, Some(seen)).await?;
        let document = ScoreDocument { enrollment_id: id.0, score, version };
        Ok(Scored::Score(Json(document), paging::etag(version)))
    }
}
