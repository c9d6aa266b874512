//! Changes of closed registers, and when registers are closed by themselves, as JSON.

use super::Tag;
use super::answer::Created;
use super::paging::offset;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line as PolicyLine, MANAGERS, TEACHERS};
use crate::site::Site;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::Error;
use postup_app::attendance::NewCorrection;
use postup_app::closing::Closing;
use postup_domain::access::Actor;
use postup_domain::attendance::{CorrectionVerdict, MarkKind, MarkSource, NamedCorrection};
use postup_domain::closing::{ClosingRule, RawClosing};
use postup_domain::id::{CohortId, CorrectionId, EnrollmentId, MarkId, OrganizationId, SessionId};
use postup_domain::person::FullName;
use postup_domain::text::Line;

/// Who may call which operation.
pub const POLICIES: &[PolicyLine] = &[
    (Method::GET, "/sessions/:id/corrections", TEACHERS),
    (Method::POST, "/sessions/:id/corrections", TEACHERS),
    (Method::POST, "/sessions/:id/corrections/:correction/confirmation", TEACHERS),
    (Method::POST, "/sessions/:id/corrections/:correction/refusal", TEACHERS),
    (Method::GET, "/organizations/:id/closing-rule", MANAGERS),
    (Method::PUT, "/organizations/:id/closing-rule", MANAGERS),
    (Method::GET, "/cohorts/:id/closing-rule", MANAGERS),
    (Method::PUT, "/cohorts/:id/closing-rule", MANAGERS),
    (Method::DELETE, "/cohorts/:id/closing-rule", MANAGERS),
];

/// A change of a closed register to be proposed.
#[derive(Debug, Object)]
#[oai(rename = "NewCorrection", deny_unknown_fields)]
struct CorrectionInput {
    enrollment_id: EnrollmentId,
    kind: MarkKind,
    /// `minutes` and `correction` need them.
    #[oai(validator(minimum(value = "0"), maximum(value = "1440")))]
    minutes: Option<i32>,
    reason: String,
}

/// A change of a closed register; it counts once another person has confirmed it.
#[derive(Debug, Object)]
#[oai(rename = "Correction")]
struct CorrectionOut {
    id: CorrectionId,
    enrollment_id: EnrollmentId,
    /// Surname first.
    name: String,
    kind: MarkKind,
    #[oai(skip_serializing_if_is_none)]
    minutes: Option<i32>,
    reason: String,
    #[oai(skip_serializing_if_is_none)]
    author_name: Option<String>,
    at: DateTime<FixedOffset>,
    /// Absent while it waits.
    #[oai(skip_serializing_if_is_none)]
    verdict: Option<CorrectionVerdict>,
    #[oai(skip_serializing_if_is_none)]
    decided_by: Option<String>,
    #[oai(skip_serializing_if_is_none)]
    decided_at: Option<DateTime<FixedOffset>>,
    #[oai(skip_serializing_if_is_none)]
    answer: Option<String>,
    /// The mark by which it joined the register.
    #[oai(skip_serializing_if_is_none)]
    mark_id: Option<MarkId>,
}

impl From<NamedCorrection> for CorrectionOut {
    fn from(named: NamedCorrection) -> Self {
        let of = named.correction;
        let decision = of.decision.as_ref();
        Self {
            id: of.id,
            enrollment_id: of.enrollment,
            name: named.name.in_register(),
            kind: of.kind,
            minutes: of.minutes,
            reason: of.reason.to_string(),
            author_name: named.author.as_ref().map(FullName::in_register),
            at: offset(of.at, Tz::Europe__Kyiv),
            verdict: decision.map(|decision| decision.verdict),
            decided_by: named.decider.as_ref().map(FullName::in_register),
            decided_at: decision.map(|decision| offset(decision.at, Tz::Europe__Kyiv)),
            answer: decision.and_then(|decision| decision.reason.as_ref().map(ToString::to_string)),
            mark_id: decision.and_then(|decision| decision.mark),
        }
    }
}

#[derive(Debug, Object)]
#[oai(rename = "CorrectionRefusal", deny_unknown_fields)]
struct RefusalInput {
    /// What whoever proposed it is told.
    reason: Option<String>,
}

/// When registers are closed by themselves.
#[derive(Debug, Object)]
#[oai(rename = "ClosingRule")]
struct RuleOut {
    /// So many hours after the end of a session; absent when they are closed by hand only.
    #[oai(skip_serializing_if_is_none)]
    close_hours: Option<i32>,
    /// The trainers are reminded so many hours after the end.
    trainer_hours: i32,
    /// Whoever manages the cohort is.
    manager_hours: i32,
    /// People appeal against their marks for so many days after a register was closed.
    appeal_days: i32,
    /// The document that says so; absent for the product's own choice.
    #[oai(skip_serializing_if_is_none)]
    source: Option<String>,
    /// The cohort has a rule of its own.
    own: bool,
}

impl From<Closing> for RuleOut {
    fn from(closing: Closing) -> Self {
        let ClosingRule { close_hours, trainer_hours, manager_hours, appeal_days } = closing.present;
        let source = closing.source.map(|source| source.to_string());
        Self { close_hours, trainer_hours, manager_hours, appeal_days, source, own: closing.own }
    }
}

/// A rule to be set, for sessions that end from now on.
#[derive(Debug, Object)]
#[oai(rename = "NewClosingRule", deny_unknown_fields)]
struct RuleInput {
    /// 1 to 720; left out, registers are closed by hand only.
    close_hours: Option<i32>,
    /// 1 to 720.
    trainer_hours: i32,
    /// From `trainer_hours` to 720.
    manager_hours: i32,
    /// 1 to 90; 14 when left out.
    appeal_days: Option<i32>,
    /// The document that says so.
    source: Option<String>,
}

impl From<RuleInput> for RawClosing {
    fn from(input: RuleInput) -> Self {
        Self {
            close_hours: input.close_hours.map(|hours| hours.to_string()).unwrap_or_default(),
            trainer_hours: input.trainer_hours.to_string(),
            manager_hours: input.manager_hours.to_string(),
            appeal_days: input.appeal_days.unwrap_or(ClosingRule::default().appeal_days).to_string(),
            source: input.source.unwrap_or_default(),
        }
    }
}

/// The operations.
pub struct CorrectionApi {
    pub site: Site,
}

impl CorrectionApi {
    async fn one(
        &self,
        actor: &Actor,
        session: SessionId,
        id: CorrectionId,
    ) -> Result<CorrectionOut, Failure> {
        let found = self.site.app.corrections(actor, session).await?;
        let found = found.into_iter().find(|named| named.correction.id == id);
        Ok(found.ok_or(Error::Missing("correction"))?.into())
    }

    async fn of_cohort(&self, actor: &Actor, id: CohortId) -> Result<Json<RuleOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(actor, id).await?;
        Ok(Json(self.site.app.closing_of_cohort(&permit).await?.into()))
    }
}

#[OpenApi(tag = "Tag::Attendance")]
impl CorrectionApi {
    /// What was proposed for a closed register, the newest first
    #[oai(path = "/sessions/:id/corrections", method = "get", operation_id = "listCorrections")]
    async fn list(&self, caller: Caller, id: Path<SessionId>) -> Result<Json<Vec<CorrectionOut>>, Failure> {
        let found = self.site.app.corrections(&caller.0, id.0).await?;
        Ok(Json(found.into_iter().map(CorrectionOut::from).collect()))
    }

    /// Proposes a change of a closed register; it counts once another person confirms it
    #[oai(path = "/sessions/:id/corrections", method = "post", operation_id = "proposeCorrection")]
    async fn propose(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<CorrectionInput>,
    ) -> Result<Created<CorrectionOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let new = NewCorrection {
            enrollment: body.0.enrollment_id,
            kind: body.0.kind,
            minutes: body.0.minutes,
            reason: Line::new("reason", &body.0.reason)?,
            source: MarkSource::Api,
        };
        let proposed = self.site.app.propose_correction(&permit, new).await?;
        let shown = self.one(&caller.0, id.0, proposed).await?;
        Ok(Created::of(&format!("sessions/{}/corrections", id.0), proposed, 1, shown))
    }

    /// Confirms a change that another person proposed
    #[oai(
        path = "/sessions/:id/corrections/:correction/confirmation",
        method = "post",
        operation_id = "confirmCorrection"
    )]
    async fn confirm(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        correction: Path<CorrectionId>,
    ) -> Result<Json<CorrectionOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let verdict = CorrectionVerdict::Confirmed;
        self.site.app.decide_correction(&permit, correction.0, verdict, None).await?;
        Ok(Json(self.one(&caller.0, id.0, correction.0).await?))
    }

    /// Refuses a change that another person proposed
    #[oai(
        path = "/sessions/:id/corrections/:correction/refusal",
        method = "post",
        operation_id = "refuseCorrection"
    )]
    async fn refuse(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        correction: Path<CorrectionId>,
        body: Json<RefusalInput>,
    ) -> Result<Json<CorrectionOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let reason = Line::optional("reason", body.0.reason.as_deref().unwrap_or_default())?;
        let verdict = CorrectionVerdict::Refused;
        self.site.app.decide_correction(&permit, correction.0, verdict, reason).await?;
        Ok(Json(self.one(&caller.0, id.0, correction.0).await?))
    }

    /// When the registers of an organization are closed by themselves
    #[oai(path = "/organizations/:id/closing-rule", method = "get", operation_id = "getClosingRule")]
    async fn rule(&self, caller: Caller, id: Path<OrganizationId>) -> Result<Json<RuleOut>, Failure> {
        let permit = self.site.app.may_rule_closing(&caller.0, id.0).await?;
        Ok(Json(self.site.app.closing_of_organization(&permit).await?.into()))
    }

    /// Sets that, for sessions that end from now on
    #[oai(path = "/organizations/:id/closing-rule", method = "put", operation_id = "setClosingRule")]
    async fn set_rule(
        &self,
        caller: Caller,
        id: Path<OrganizationId>,
        body: Json<RuleInput>,
    ) -> Result<Json<RuleOut>, Failure> {
        let permit = self.site.app.may_rule_closing(&caller.0, id.0).await?;
        self.site.app.set_closing(&permit, &body.0.into()).await?;
        Ok(Json(self.site.app.closing_of_organization(&permit).await?.into()))
    }

    /// When the registers of a cohort are closed by themselves
    #[oai(path = "/cohorts/:id/closing-rule", method = "get", operation_id = "getCohortClosingRule")]
    async fn cohort_rule(&self, caller: Caller, id: Path<CohortId>) -> Result<Json<RuleOut>, Failure> {
        self.of_cohort(&caller.0, id.0).await
    }

    /// Gives a cohort a rule of its own
    #[oai(path = "/cohorts/:id/closing-rule", method = "put", operation_id = "setCohortClosingRule")]
    async fn set_cohort_rule(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<RuleInput>,
    ) -> Result<Json<RuleOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        self.site.app.set_closing_of_cohort(&permit, Some(&body.0.into())).await?;
        self.of_cohort(&caller.0, id.0).await
    }

    /// Lets a cohort follow its organization again
    #[oai(path = "/cohorts/:id/closing-rule", method = "delete", operation_id = "endCohortClosingRule")]
    async fn end_cohort_rule(&self, caller: Caller, id: Path<CohortId>) -> Result<Json<RuleOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        self.site.app.set_closing_of_cohort(&permit, None).await?;
        self.of_cohort(&caller.0, id.0).await
    }
}
