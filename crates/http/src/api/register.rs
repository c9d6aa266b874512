//! Registers and marks as JSON.

mod document;
mod walk_in;

use super::Tag;
use super::paging;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line as PolicyLine, MANAGERS, TEACHERS};
use crate::site::Site;
use chrono::Utc;
use chrono_tz::Tz;
use document::*;
use poem::Request;
use poem::http::Method;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use postup_domain::attendance::{MarkSource, RULE_VERSION};
use postup_domain::id::{EnrollmentId, SessionId, WalkInId};
use postup_domain::rejection::Refusal;
use postup_domain::session::RegisterState;
use postup_domain::text::Line;
use walk_in::*;

/// Registers: marks, closing, reopening.
pub struct RegisterApi {
    site: Site,
}

pub const POLICIES: &[PolicyLine] = &[
    (Method::GET, "/sessions/:id/register", TEACHERS),
    (Method::GET, "/sessions/:id/marks", TEACHERS),
    (Method::POST, "/sessions/:id/marks", TEACHERS),
    (Method::GET, "/sessions/:id/disputes", TEACHERS),
    (Method::POST, "/sessions/:id/settlements", TEACHERS),
    (Method::GET, "/sessions/:id/walk-ins", TEACHERS),
    (Method::POST, "/sessions/:id/walk-ins", TEACHERS),
    (Method::POST, "/sessions/:id/walk-ins/:walk_in/merging", TEACHERS),
    (Method::GET, "/registers", TEACHERS),
    (Method::POST, "/sessions/:id/closing", TEACHERS),
    (Method::POST, "/sessions/:id/reopening", MANAGERS),
];

impl RegisterApi {
    pub fn new(site: Site) -> Self {
        Self { site }
    }
}

#[OpenApi(tag = "Tag::Attendance")]
impl RegisterApi {
    /// Everybody who holds a seat, with where they stand in the session.
    #[oai(path = "/sessions/:id/register", method = "get", operation_id = "getRegister")]
    async fn register(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        #[oai(name = "If-None-Match")] if_none_match: Header<Option<String>>,
    ) -> Result<Shown, Failure> {
        let limit = u64::try_from(MOST).unwrap_or(u64::MAX);
        let register = self.site.app.register(&caller.0, id.0, None, limit).await?;
        let tag = tag(&register);
        if if_none_match.0.is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
            return Ok(Shown::Same);
        }
        let meeting = &register.meeting;
        let document = RegisterDocument {
            session_id: meeting.session,
            cohort_id: meeting.place.cohort,
            state: meeting.register,
            planned_minutes: meeting.minutes,
            held_minutes: meeting.held_minutes(),
            held: meeting.count.state,
            rule_version: RULE_VERSION,
            rule_since: register.rule_since.map(|since| paging::offset(since, meeting.time_zone)),
            marked: register.bar.marked,
            disputed: register.bar.disputed,
            people: register.people.items.iter().map(|person| line(meeting.time_zone, person)).collect(),
            guests: register.guests.iter().map(|person| line(meeting.time_zone, person)).collect(),
        };
        Ok(Shown::Register(Json(document), tag))
    }

    /// Every mark of one person in the session, the newest first.
    #[oai(path = "/sessions/:id/marks", method = "get", operation_id = "listMarks")]
    async fn marks(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        enrollment_id: Query<EnrollmentId>,
    ) -> Result<Json<Vec<MarkDocument>>, Failure> {
        let marks = self.site.app.marks_of_person(&caller.0, id.0, enrollment_id.0).await?;
        Ok(Json(marks.iter().map(|named| mark(Tz::Europe__Kyiv, named)).collect()))
    }

    /// Appends marks. Each is taken, known or refused by itself; without `sent_at`, the answer is a problem when all were
    /// refused.
    #[oai(path = "/sessions/:id/marks", method = "post", operation_id = "recordMarks")]
    async fn record(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<SessionId>,
        body: Json<NewMarks>,
    ) -> Result<Json<ResultsDocument>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let NewMarks { marks, sent_at, marker_id } = body.0;
        let marks = new_marks(marks)?;
        if marker_id.is_some() && marker_id != permit.author() {
            return Err(Refusal::AnotherMarker.into());
        }
        let outcomes = match sent_at {
            Some(sent_at) => self.site.app.deliver_marks(&permit, marks, sent_at.with_timezone(&Utc)).await?,
            None => self.site.app.record_marks(&permit, marks, MarkSource::Api).await?,
        };
        if let Some(refusal) = refusal_of_all(&outcomes).filter(|_| sent_at.is_none()) {
            return Err(refusal.into());
        }
        let locale = caller::locale(request);
        Ok(Json(ResultsDocument { marks: outcomes.into_iter().map(|one| result(locale, one)).collect() }))
    }

    /// The people about whom somebody has to decide: marks that contradict each other, and marks that came after the closing.
    #[oai(path = "/sessions/:id/disputes", method = "get", operation_id = "listDisputes")]
    async fn disputes(
        &self,
        caller: Caller,
        id: Path<SessionId>,
    ) -> Result<Json<Vec<DisputeDocument>>, Failure> {
        let found = self.site.app.disputes(&caller.0, id.0).await?;
        Ok(Json(found.iter().map(dispute).collect()))
    }

    /// Lets one mark stand and sets the others aside, with a reason. In a closed register only for those who may reopen it.
    #[oai(path = "/sessions/:id/settlements", method = "post", operation_id = "settleMarks")]
    async fn settle(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<NewSettlement>,
    ) -> Result<Json<Vec<MarkDocument>>, Failure> {
        let permit = self.site.app.may_settle_marks(&caller.0, id.0).await?;
        let reason = Line::new("reason", &body.0.reason)?;
        let of = body.0.enrollment_id;
        self.site.app.settle_marks(&permit, of, body.0.stands, &reason).await?;
        let marks = self.site.app.marks_of_person(&caller.0, id.0, of).await?;
        Ok(Json(marks.iter().map(|named| mark(Tz::Europe__Kyiv, named)).collect()))
    }

    /// Everybody who came without being on the list.
    #[oai(path = "/sessions/:id/walk-ins", method = "get", operation_id = "listWalkIns")]
    async fn walk_ins(
        &self,
        caller: Caller,
        id: Path<SessionId>,
    ) -> Result<Json<Vec<WalkInDocument>>, Failure> {
        let found = self.site.app.walk_ins(&caller.0, id.0).await?;
        Ok(Json(found.iter().map(walk_in).collect()))
    }

    /// Writes down somebody who is not on the list.
    #[oai(path = "/sessions/:id/walk-ins", method = "post", operation_id = "addWalkIn")]
    async fn add_walk_in(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<WalkInInput>,
    ) -> Result<Json<WalkInDocument>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let added = self.site.app.add_walk_in(&permit, new_walk_in(&body.0)?).await?;
        Ok(Json(walk_in(&added)))
    }

    /// Says who a walk-in was. Both histories stay; the walk-in becomes a mark of the person.
    #[oai(path = "/sessions/:id/walk-ins/:walk_in/merging", method = "post", operation_id = "mergeWalkIn")]
    async fn merge_walk_in(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        walk_in: Path<WalkInId>,
        body: Json<NewMerging>,
    ) -> Result<Json<MergingDocument>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let mark_id = self.site.app.merge_walk_in(&permit, walk_in.0, body.0.enrollment_id).await?;
        Ok(Json(MergingDocument { mark_id }))
    }

    /// The registers of the sessions one teaches, to take along where there is no network: those of today and the next
    /// seven days, and those of the last thirty days that are still open.
    #[oai(path = "/registers", method = "get", operation_id = "listRegisters")]
    async fn registers(&self, caller: Caller) -> Result<Json<Vec<TakenDocument>>, Failure> {
        let taken_along = self.site.app.registers_to_take(&caller.0, self.site.look.time_zone).await?;
        Ok(Json(taken_along.iter().map(taken).collect()))
    }

    /// Closes the register. Whoever has no mark counts as not having been there.
    #[oai(path = "/sessions/:id/closing", method = "post", operation_id = "closeRegister")]
    async fn close(&self, caller: Caller, id: Path<SessionId>) -> Result<Json<TurnDocument>, Failure> {
        let permit = self.site.app.may_close_register(&caller.0, id.0).await?;
        self.site.app.close_register(&permit).await?;
        Ok(Json(TurnDocument { session_id: id.0, state: RegisterState::Closed }))
    }

    /// Reopens a closed register, with a reason.
    #[oai(path = "/sessions/:id/reopening", method = "post", operation_id = "reopenRegister")]
    async fn reopen(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<NewReopening>,
    ) -> Result<Json<TurnDocument>, Failure> {
        let permit = self.site.app.may_reopen_register(&caller.0, id.0).await?;
        let reason = Line::new("reason", &body.0.reason)?;
        self.site.app.reopen_register(&permit, reason).await?;
        Ok(Json(TurnDocument { session_id: id.0, state: RegisterState::Reopened }))
    }
}
