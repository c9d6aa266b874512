//! Absences announced in advance and appeals against marks, as JSON.

use super::Tag;
use super::answer::Created;
use super::paging::offset;
use super::problem::Failure;
use crate::caller::Caller;
use crate::pages::plea::disposition;
use crate::policy::{Line as PolicyLine, Policy, TEACHERS};
use crate::site::Site;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::{Binary, Json};
use poem_openapi::{ApiResponse, Object, OpenApi, ResponseContent};
use postup_app::Error;
use postup_app::plea::{Asked, RawPlea};
use postup_domain::access::Actor;
use postup_domain::attendance::{MarkKind, MarkSource};
use postup_domain::id::{CorrectionId, EnrollmentId, MarkId, PleaId, SessionId};
use postup_domain::person::FullName;
use postup_domain::plea::{
    Answer, Effect, FileKind, NamedPlea, Pending, PleaFile, PleaKind, PleaState, PleaVerdict,
};
use postup_domain::text::Line;

/// Who may call which operation.
pub const POLICIES: &[PolicyLine] = &[
    (Method::GET, "/enrollments/:id/pleas", Policy::SignedIn),
    (Method::POST, "/enrollments/:id/pleas", Policy::SignedIn),
    (Method::GET, "/pleas", TEACHERS),
    (Method::PUT, "/pleas/:id/document", Policy::SignedIn),
    (Method::GET, "/pleas/:id/document", Policy::SignedIn),
    (Method::GET, "/sessions/:id/pleas", TEACHERS),
    (Method::POST, "/sessions/:id/pleas/:plea/decision", TEACHERS),
];

/// What a person asks about a session.
#[derive(Debug, Object)]
#[oai(rename = "NewPlea", deny_unknown_fields)]
struct PleaInput {
    /// An `absence` before the session begins; an `appeal` from its end until so many days after its register was closed as
    /// the closing rule says.
    kind: PleaKind,
    session_id: SessionId,
    text: String,
    /// The number of a document that shows it, or where it is.
    document: Option<String>,
}

/// What a person asked, and what became of it.
#[derive(Debug, Object)]
#[oai(rename = "Plea")]
struct PleaOut {
    id: PleaId,
    kind: PleaKind,
    session_id: SessionId,
    enrollment_id: EnrollmentId,
    /// Surname first.
    name: String,
    text: String,
    #[oai(skip_serializing_if_is_none)]
    document: Option<String>,
    /// The name of the document that was sent along; it is read at `/pleas/{id}/document`.
    #[oai(skip_serializing_if_is_none)]
    file_name: Option<String>,
    at: DateTime<FixedOffset>,
    state: PleaState,
    /// Absent while it waits.
    #[oai(skip_serializing_if_is_none)]
    verdict: Option<PleaVerdict>,
    #[oai(skip_serializing_if_is_none)]
    decided_by: Option<String>,
    #[oai(skip_serializing_if_is_none)]
    decided_at: Option<DateTime<FixedOffset>>,
    #[oai(skip_serializing_if_is_none)]
    reason: Option<String>,
    /// The mark by which it joined the register.
    #[oai(skip_serializing_if_is_none)]
    mark_id: Option<MarkId>,
    /// In a closed register: the change that a second person confirms.
    #[oai(skip_serializing_if_is_none)]
    correction_id: Option<CorrectionId>,
}

impl From<NamedPlea> for PleaOut {
    fn from(named: NamedPlea) -> Self {
        let NamedPlea { plea, name, decider } = named;
        let decision = plea.decision.as_ref();
        let (mark_id, correction_id) = match decision.map(|decision| &decision.effect) {
            Some(Effect::Mark(mark)) => (Some(*mark), None),
            Some(Effect::Correction(correction, _)) => (None, Some(*correction)),
            Some(Effect::None) | None => (None, None),
        };
        Self {
            id: plea.id,
            kind: plea.kind,
            session_id: plea.session,
            enrollment_id: plea.enrollment,
            name: name.in_register(),
            text: plea.text.to_string(),
            document: plea.document.as_ref().map(ToString::to_string),
            file_name: plea.file.as_ref().map(|file| file.name.to_string()),
            at: offset(plea.at, Tz::Europe__Kyiv),
            state: plea.state(),
            verdict: decision.map(|decision| decision.verdict),
            decided_by: decider.as_ref().map(FullName::in_register),
            decided_at: decision.map(|decision| offset(decision.at, Tz::Europe__Kyiv)),
            reason: plea.reason().map(ToString::to_string),
            mark_id,
            correction_id,
        }
    }
}

/// Something that waits for the caller.
#[derive(Debug, Object)]
#[oai(rename = "WaitingPlea")]
struct WaitingOut {
    id: PleaId,
    kind: PleaKind,
    /// Whose it is, surname first.
    name: String,
    session_id: SessionId,
    session_title_uk: String,
    session_title_en: String,
    cohort_code: String,
    starts_at: DateTime<FixedOffset>,
}

impl From<Pending<Asked>> for WaitingOut {
    fn from(of: Pending<Asked>) -> Self {
        let (id, kind, name) = of.what;
        Self {
            id,
            kind,
            name,
            session_id: of.session,
            session_title_uk: of.title.uk.to_string(),
            session_title_en: of.title.en.to_string(),
            cohort_code: of.code.to_string(),
            starts_at: offset(of.starts_at, of.time_zone),
        }
    }
}

/// A document, to be saved and not shown.
#[derive(ResponseContent)]
enum Document {
    #[oai(content_type = "application/pdf")]
    Pdf(Binary<Vec<u8>>),
    #[oai(content_type = "image/jpeg")]
    Jpeg(Binary<Vec<u8>>),
    #[oai(content_type = "image/png")]
    Png(Binary<Vec<u8>>),
}

#[derive(ApiResponse)]
enum Found {
    #[oai(status = 200)]
    Found(Document, #[oai(header = "Content-Disposition")] String),
}

/// A decision.
#[derive(Debug, Object)]
#[oai(rename = "PleaDecision", deny_unknown_fields)]
struct DecisionInput {
    verdict: PleaVerdict,
    /// What the register is to say; for a granted appeal.
    kind: Option<MarkKind>,
    #[oai(validator(minimum(value = "0"), maximum(value = "1440")))]
    minutes: Option<i32>,
    /// The person is told. Only an announced absence can be granted without one.
    reason: Option<String>,
}

/// The operations.
pub struct PleaApi {
    pub site: Site,
}

impl PleaApi {
    async fn one(&self, actor: &Actor, session: SessionId, id: PleaId) -> Result<PleaOut, Failure> {
        let found = self.site.app.pleas(actor, session).await?;
        let found = found.into_iter().find(|named| named.plea.id == id);
        Ok(found.ok_or(Error::Missing("plea"))?.into())
    }
}

#[OpenApi(tag = "Tag::Attendance")]
impl PleaApi {
    /// Everything that a person asked about the sessions of a cohort, the newest first
    #[oai(path = "/enrollments/:id/pleas", method = "get", operation_id = "listPleas")]
    async fn own(&self, caller: Caller, id: Path<EnrollmentId>) -> Result<Json<Vec<PleaOut>>, Failure> {
        let of = self.site.app.enrollment(&caller.0, id.0).await?;
        let found = self.site.app.pleas_of(&caller.0, &of).await?;
        Ok(Json(found.into_iter().map(PleaOut::from).collect()))
    }

    /// Announces an absence, or appeals against a mark; those who decide are told
    #[oai(path = "/enrollments/:id/pleas", method = "post", operation_id = "plead")]
    async fn plead(
        &self,
        caller: Caller,
        id: Path<EnrollmentId>,
        body: Json<PleaInput>,
    ) -> Result<Created<PleaOut>, Failure> {
        let app = &self.site.app;
        let permit = app.may_plead(&caller.0, id.0).await?;
        let PleaInput { kind, session_id, text, document } = body.0;
        let raw = RawPlea { text, document: document.unwrap_or_default(), ..RawPlea::default() };
        let asked = app.plead(&permit, session_id, kind, raw).await?;
        let of = app.enrollment(&caller.0, id.0).await?;
        let shown = app.pleas_of(&caller.0, &of).await?.into_iter().find(|named| named.plea.id == asked);
        let shown = PleaOut::from(shown.ok_or(Error::Missing("plea"))?);
        Ok(Created::of(&format!("enrollments/{}/pleas", id.0), asked, 1, shown))
    }

    /// What people ask and the caller can decide, the next session first; at most a hundred
    #[oai(path = "/pleas", method = "get", operation_id = "listWaitingPleas")]
    async fn waiting(&self, caller: Caller) -> Result<Json<Vec<WaitingOut>>, Failure> {
        let agenda = self.site.app.agenda(&caller.0).await?;
        Ok(Json(agenda.pleas.into_iter().map(WaitingOut::from).collect()))
    }

    /// Sends a document along with what waits for a decision, once: a PDF, a JPEG or a PNG of at most 5 MiB
    #[oai(path = "/pleas/:id/document", method = "put", operation_id = "sendPleaDocument")]
    async fn send(
        &self,
        caller: Caller,
        id: Path<PleaId>,
        /// As people know the file.
        file_name: Query<Option<String>>,
        body: Binary<Vec<u8>>,
    ) -> Result<Json<PleaOut>, Failure> {
        let name = file_name.0.unwrap_or_default();
        Ok(Json(self.site.app.attach_to_plea(&caller.0, id.0, &name, body.0).await?.into()))
    }

    /// The document that was sent along, for the person and those who decide
    #[oai(path = "/pleas/:id/document", method = "get", operation_id = "getPleaDocument")]
    async fn document(&self, caller: Caller, id: Path<PleaId>) -> Result<Found, Failure> {
        let PleaFile { kind, content, .. } = self.site.app.plea_file(&caller.0, id.0).await?;
        let body = Binary(content);
        let document = match kind {
            FileKind::Pdf => Document::Pdf(body),
            FileKind::Jpeg => Document::Jpeg(body),
            FileKind::Png => Document::Png(body),
        };
        Ok(Found::Found(document, disposition(id.0, kind)))
    }

    /// Everything that was asked about a session, the newest first
    #[oai(path = "/sessions/:id/pleas", method = "get", operation_id = "listSessionPleas")]
    async fn of_session(&self, caller: Caller, id: Path<SessionId>) -> Result<Json<Vec<PleaOut>>, Failure> {
        let found = self.site.app.pleas(&caller.0, id.0).await?;
        Ok(Json(found.into_iter().map(PleaOut::from).collect()))
    }

    /// Decides on it; on an appeal somebody else than who made the mark, where there is somebody
    ///
    /// In a closed register a granted one is a correction, which a second person has to confirm.
    #[oai(path = "/sessions/:id/pleas/:plea/decision", method = "post", operation_id = "decidePlea")]
    async fn decide(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        plea: Path<PleaId>,
        body: Json<DecisionInput>,
    ) -> Result<Json<PleaOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let DecisionInput { verdict, kind, minutes, reason } = body.0;
        let reason = Line::optional("reason", reason.as_deref().unwrap_or_default())?;
        let answer =
            Answer { verdict, says: kind.map(|kind| (kind, minutes)), reason, source: MarkSource::Api };
        self.site.app.decide_plea(&permit, plea.0, answer).await?;
        Ok(Json(self.one(&caller.0, id.0, plea.0).await?))
    }
}
