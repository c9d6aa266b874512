//! Interruptions of sessions as JSON.

use super::Tag;
use super::answer::Created;
use super::paging::offset;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line as PolicyLine, MANAGERS, TEACHERS};
use crate::site::Site;
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::interruption::{Interrupted, Policies};
use postup_domain::access::Actor;
use postup_domain::clock::to_millis;
use postup_domain::id::{InterruptionId, OrganizationId, SessionId};
use postup_domain::interruption::{
    Earlier, HeldState, InterruptionCause, InterruptionSource, NamedNote, Pause, PolicyInForce, RawPolicy,
    Slot,
};
use postup_domain::person::FullName;
use postup_domain::text::Line;

/// Who may call which operation.
pub const POLICIES: &[PolicyLine] = &[
    (Method::GET, "/sessions/:id/interruptions", TEACHERS),
    (Method::POST, "/sessions/:id/interruptions", TEACHERS),
    (Method::POST, "/sessions/:id/resumption", TEACHERS),
    (Method::POST, "/sessions/:id/end", TEACHERS),
    (Method::POST, "/sessions/:id/interruptions/:interruption/corrections", TEACHERS),
    (Method::POST, "/sessions/:id/interruptions/:interruption/withdrawal", TEACHERS),
    (Method::GET, "/organizations/:id/interruption-policies", MANAGERS),
    (Method::POST, "/organizations/:id/interruption-policies", MANAGERS),
];

/// How an organization judges interruptions.
#[derive(Debug, Object)]
#[oai(rename = "InterruptionPolicy")]
struct PolicyOut {
    /// 0 for the defaults of the product.
    number: i32,
    /// What begins within so many minutes of the planned end takes nothing away.
    final_minutes: i32,
    /// What is under way at the start and lasts longer than so many minutes leaves nothing.
    overrun_minutes: i32,
    /// What becomes of a session that was stopped otherwise and did not make up for it.
    earlier: Earlier,
    /// Counts for sessions that begin from then on.
    #[oai(skip_serializing_if_is_none)]
    since: Option<DateTime<FixedOffset>>,
    /// The document that says so.
    #[oai(skip_serializing_if_is_none)]
    source: Option<String>,
}

impl From<&PolicyInForce> for PolicyOut {
    fn from(rule: &PolicyInForce) -> Self {
        Self {
            number: rule.number,
            final_minutes: rule.policy.final_minutes,
            overrun_minutes: rule.policy.overrun_minutes,
            earlier: rule.policy.earlier,
            since: rule.since.map(|since| offset(since, Tz::Europe__Kyiv)),
            source: rule.source.as_ref().map(ToString::to_string),
        }
    }
}

/// The policies of an organization.
#[derive(Debug, Object)]
#[oai(rename = "InterruptionPolicies")]
struct PoliciesOut {
    /// By which sessions are judged that begin now.
    present: PolicyOut,
    /// Everything that was ever set, the newest first.
    all: Vec<PolicyOut>,
}

impl From<Policies> for PoliciesOut {
    fn from(policies: Policies) -> Self {
        Self { present: (&policies.present).into(), all: policies.all.iter().map(PolicyOut::from).collect() }
    }
}

/// A policy to be set.
#[derive(Debug, Object)]
#[oai(rename = "NewInterruptionPolicy", deny_unknown_fields)]
struct NewPolicy {
    /// 0 to 240.
    final_minutes: i32,
    /// 0 to 240.
    overrun_minutes: i32,
    earlier: Earlier,
    /// The document that says so.
    source: String,
}

/// What stands of one interruption.
#[derive(Debug, Object)]
#[oai(rename = "Interruption")]
struct InterruptionOut {
    id: InterruptionId,
    cause: InterruptionCause,
    began_at: DateTime<FixedOffset>,
    /// Absent while it lasts.
    #[oai(skip_serializing_if_is_none)]
    ended_at: Option<DateTime<FixedOffset>>,
}

/// One note; the last about an interruption stands.
#[derive(Debug, Object)]
#[oai(rename = "InterruptionNote")]
struct NoteOut {
    number: i32,
    interruption_id: InterruptionId,
    cause: InterruptionCause,
    began_at: DateTime<FixedOffset>,
    #[oai(skip_serializing_if_is_none)]
    ended_at: Option<DateTime<FixedOffset>>,
    /// There was no such interruption after all.
    withdrawn: bool,
    at: DateTime<FixedOffset>,
    source: InterruptionSource,
    #[oai(skip_serializing_if_is_none)]
    author_name: Option<String>,
    #[oai(skip_serializing_if_is_none)]
    reason: Option<String>,
}

/// A time at which what was lost could be made up.
#[derive(Debug, Object)]
#[oai(rename = "MakeUpProposal")]
struct SlotOut {
    /// On the wall of the session's zone, as a new session wants it.
    on: String,
    from: String,
    to: String,
}

impl From<Slot> for SlotOut {
    fn from(slot: Slot) -> Self {
        let time = |local: postup_domain::session::LocalTime| local.0.format("%H:%M").to_string();
        Self { on: slot.from.0.date().to_string(), from: time(slot.from), to: time(slot.until) }
    }
}

/// What interrupted a session, and what is left of it.
#[derive(Debug, Object)]
#[oai(rename = "SessionInterruptions")]
struct InterruptedOut {
    session_id: SessionId,
    held: HeldState,
    planned_minutes: i32,
    held_minutes: i32,
    lost_minutes: i32,
    /// When it really ended, where somebody wrote that down.
    #[oai(skip_serializing_if_is_none)]
    ended_at: Option<DateTime<FixedOffset>>,
    policy: PolicyOut,
    interruptions: Vec<InterruptionOut>,
    notes: Vec<NoteOut>,
    /// Lost minutes that no session makes up for yet.
    owed_minutes: i32,
    made_up_by: Vec<SessionId>,
    #[oai(skip_serializing_if_is_none)]
    proposal: Option<SlotOut>,
}

impl From<Interrupted> for InterruptedOut {
    fn from(of: Interrupted) -> Self {
        let zone = of.session.plan.time_zone;
        let moment = |at: DateTime<Utc>| offset(at, zone);
        let note = |named: &NamedNote| NoteOut {
            number: named.note.number,
            interruption_id: named.note.interruption,
            cause: named.note.pause.cause,
            began_at: moment(named.note.pause.began_at),
            ended_at: named.note.pause.ended_at.map(moment),
            withdrawn: named.note.withdrawn,
            at: moment(named.note.at),
            source: named.note.source,
            author_name: named.author.as_ref().map(FullName::in_register),
            reason: named.note.reason.as_ref().map(ToString::to_string),
        };
        Self {
            session_id: of.session.id,
            held: of.session.count.state,
            planned_minutes: of.session.plan.minutes(),
            held_minutes: of.session.held_minutes(),
            lost_minutes: of.session.count.lost_minutes,
            ended_at: of.session.count.ended_at.map(moment),
            policy: (&of.rule).into(),
            interruptions: of
                .standing
                .iter()
                .map(|one| InterruptionOut {
                    id: one.id,
                    cause: one.pause.cause,
                    began_at: moment(one.pause.began_at),
                    ended_at: one.pause.ended_at.map(moment),
                })
                .collect(),
            notes: of.notes.iter().map(note).collect(),
            owed_minutes: of.owed_minutes,
            made_up_by: of.made_up_by.iter().map(|session| session.id).collect(),
            proposal: of.proposal.map(SlotOut::from),
        }
    }
}

/// An interruption to be noted.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewInterruption {
    cause: InterruptionCause,
    /// Left out, it begins now.
    began_at: Option<DateTime<FixedOffset>>,
    /// Left out, it lasts.
    ended_at: Option<DateTime<FixedOffset>>,
}

/// What an interruption really was.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct InterruptionCorrection {
    cause: InterruptionCause,
    began_at: DateTime<FixedOffset>,
    /// Left out, it lasts.
    ended_at: Option<DateTime<FixedOffset>>,
    reason: String,
}

#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct InterruptionWithdrawal {
    reason: String,
}

/// An end.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct SessionResumption {
    /// Left out, now.
    ended_at: Option<DateTime<FixedOffset>>,
}

/// An end.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct SessionEnd {
    /// Null for the planned end.
    ended_at: Option<DateTime<FixedOffset>>,
}

fn instant(at: DateTime<FixedOffset>) -> DateTime<Utc> {
    to_millis(at.with_timezone(&Utc))
}

/// The operations.
pub struct InterruptionApi {
    pub site: Site,
}

impl InterruptionApi {
    async fn present(&self, actor: &Actor, id: SessionId) -> Result<Json<InterruptedOut>, Failure> {
        Ok(Json(self.site.app.interruptions(actor, id).await?.into()))
    }
}

#[OpenApi(tag = "Tag::Attendance")]
impl InterruptionApi {
    /// What interrupted a session, and what is left of it
    #[oai(path = "/sessions/:id/interruptions", method = "get", operation_id = "listInterruptions")]
    async fn list(&self, caller: Caller, id: Path<SessionId>) -> Result<Json<InterruptedOut>, Failure> {
        self.present(&caller.0, id.0).await
    }

    /// Notes an interruption; without times, it begins now and lasts
    ///
    /// Credited minutes follow by the policy of the organization, and whoever holds a seat is told.
    #[oai(path = "/sessions/:id/interruptions", method = "post", operation_id = "interruptSession")]
    async fn interrupt(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<NewInterruption>,
    ) -> Result<Created<InterruptedOut>, Failure> {
        let app = &self.site.app;
        let permit = app.may_take_attendance(&caller.0, id.0).await?;
        let pause = Pause {
            cause: body.0.cause,
            began_at: body.0.began_at.map_or_else(|| app.now(), instant),
            ended_at: body.0.ended_at.map(instant),
        };
        let interruption = app.note_interruption(&permit, pause, InterruptionSource::Api).await?;
        let shown = app.interruptions(&caller.0, id.0).await?;
        let version = shown.session.version;
        Ok(Created::of(&format!("sessions/{}/interruptions", id.0), interruption, version, shown))
    }

    /// Goes on with a session that is stopped
    #[oai(path = "/sessions/:id/resumption", method = "post", operation_id = "resumeSession")]
    async fn resume(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<SessionResumption>,
    ) -> Result<Json<InterruptedOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let ended_at = body.0.ended_at.map(instant);
        self.site.app.resume_session(&permit, ended_at, InterruptionSource::Api).await?;
        self.present(&caller.0, id.0).await
    }

    /// Writes down when a session really ended
    #[oai(path = "/sessions/:id/end", method = "post", operation_id = "endSession")]
    async fn end(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<SessionEnd>,
    ) -> Result<Json<InterruptedOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        self.site.app.end_session(&permit, body.0.ended_at.map(instant)).await?;
        self.present(&caller.0, id.0).await
    }

    /// Says afterwards what an interruption really was, with a reason
    #[oai(
        path = "/sessions/:id/interruptions/:interruption/corrections",
        method = "post",
        operation_id = "correctInterruption"
    )]
    async fn correct(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        interruption: Path<InterruptionId>,
        body: Json<InterruptionCorrection>,
    ) -> Result<Json<InterruptedOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let reason = Line::new("reason", &body.0.reason)?;
        let pause = Pause {
            cause: body.0.cause,
            began_at: instant(body.0.began_at),
            ended_at: body.0.ended_at.map(instant),
        };
        let source = InterruptionSource::Api;
        self.site.app.correct_interruption(&permit, interruption.0, Some(pause), reason, source).await?;
        self.present(&caller.0, id.0).await
    }

    /// Says that there was no such interruption, with a reason
    #[oai(
        path = "/sessions/:id/interruptions/:interruption/withdrawal",
        method = "post",
        operation_id = "withdrawInterruption"
    )]
    async fn withdraw(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        interruption: Path<InterruptionId>,
        body: Json<InterruptionWithdrawal>,
    ) -> Result<Json<InterruptedOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let reason = Line::new("reason", &body.0.reason)?;
        let source = InterruptionSource::Api;
        self.site.app.correct_interruption(&permit, interruption.0, None, reason, source).await?;
        self.present(&caller.0, id.0).await
    }

    /// How an organization judges interruptions
    #[oai(
        path = "/organizations/:id/interruption-policies",
        method = "get",
        operation_id = "listInterruptionPolicies"
    )]
    async fn policies(&self, caller: Caller, id: Path<OrganizationId>) -> Result<Json<PoliciesOut>, Failure> {
        let permit = self.site.app.may_judge_interruptions(&caller.0, id.0).await?;
        Ok(Json(self.site.app.interruption_policies(&permit).await?.into()))
    }

    /// Sets the policy for sessions that begin from now on
    ///
    /// What was judged before stays as it was.
    #[oai(
        path = "/organizations/:id/interruption-policies",
        method = "post",
        operation_id = "setInterruptionPolicy"
    )]
    async fn set_policy(
        &self,
        caller: Caller,
        id: Path<OrganizationId>,
        body: Json<NewPolicy>,
    ) -> Result<Json<PolicyOut>, Failure> {
        let permit = self.site.app.may_judge_interruptions(&caller.0, id.0).await?;
        let raw = RawPolicy {
            final_minutes: body.0.final_minutes.to_string(),
            overrun_minutes: body.0.overrun_minutes.to_string(),
            earlier: body.0.earlier.to_string(),
            source: body.0.source,
        };
        let set = self.site.app.set_interruption_policy(&permit, &raw).await?;
        Ok(Json((&set).into()))
    }
}
