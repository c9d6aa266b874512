//! Registers and marks as JSON.

use super::problem::Failure;
use super::{Tag, paging};
use crate::caller::{self, Caller};
use crate::policy::{Line as PolicyLine, MANAGERS, TEACHERS};
use crate::reason;
use crate::site::Site;
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::Error;
use postup_app::attendance::{Register, Taken};
use postup_domain::attendance::{
    AttendanceStatus, Attendee, Basis, Dispute, MarkKind, MarkSource, MarkVerdict, NamedMark, NewMark, Outcome,
    RULE_VERSION,
};
use postup_domain::id::{CohortId, EnrollmentId, MarkId, PersonId, SessionId};
use postup_domain::person::FullName;
use postup_domain::rejection::{Checks, Fault, Invalid, Refusal, Rejection};
use postup_domain::session::RegisterState;
use postup_domain::text::Line;
use postup_i18n::Locale;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

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
    (Method::GET, "/registers", TEACHERS),
    (Method::POST, "/sessions/:id/closing", TEACHERS),
    (Method::POST, "/sessions/:id/reopening", MANAGERS),
];

/// The most marks in one call, and the most people shown at once.
const MOST: usize = 5_000;

/// A mark as the client makes it.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct MarkInput {
    /// A UUID made by the client; sending the same mark again changes nothing.
    id: MarkId,
    enrollment_id: EnrollmentId,
    kind: MarkKind,
    /// Minutes present, where somebody counted them; `minutes` and `correction` need them.
    minutes: Option<i32>,
    /// When the device says it was made.
    device_at: Option<DateTime<FixedOffset>>,
    /// Needed where the mark changes what stands.
    reason: Option<String>,
    /// The mark that stood when the client looked, null if none did. If another stands by now, this one is refused with
    /// `rejection-register-changed`. Left out, nothing is compared.
    replaces: MaybeUndefined<MarkId>,
}

/// Marks to append.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewMarks {
    /// 1 to 5,000.
    marks: Vec<MarkInput>,
    /// For marks made on a device that was away: what its clock says now. Then nothing is refused for being late or
    /// overtaken: `kept` marks came after the closing, contradictions are shown as disputes.
    sent_at: Option<DateTime<FixedOffset>>,
    /// Who made the marks. They are refused when somebody else is signed in.
    marker_id: Option<PersonId>,
}

/// What became of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, poem_openapi::Enum)]
#[oai(rename_all = "snake_case")]
enum MarkOutcome {
    /// Appended.
    Recorded,
    /// Appended; the register was closed meanwhile, so it counts once somebody accepts it.
    Kept,
    /// It came before, or says what stands already.
    Known,
    Refused,
}

/// What became of one mark.
#[derive(Debug, Object)]
#[oai(rename = "MarkResult")]
struct ResultDocument {
    id: MarkId,
    outcome: MarkOutcome,
    /// Why it was refused.
    #[oai(skip_serializing_if_is_none)]
    code: Option<String>,
    /// The same in the caller's language.
    #[oai(skip_serializing_if_is_none)]
    detail: Option<String>,
}

/// What became of each mark, in the order they were sent.
#[derive(Debug, Object)]
#[oai(rename = "MarkResults")]
struct ResultsDocument {
    marks: Vec<ResultDocument>,
}

/// One line of a register.
#[derive(Debug, Object)]
#[oai(rename = "RegisterLine")]
struct LineDocument {
    enrollment_id: EnrollmentId,
    /// Surname first.
    name: String,
    /// Absent while nobody has marked the person.
    #[oai(skip_serializing_if_is_none)]
    status: Option<AttendanceStatus>,
    #[oai(skip_serializing_if_is_none)]
    credited_minutes: Option<i32>,
    /// The mark that says so.
    #[oai(skip_serializing_if_is_none)]
    mark_id: Option<MarkId>,
    #[oai(skip_serializing_if_is_none)]
    marked_at: Option<DateTime<FixedOffset>>,
    #[oai(skip_serializing_if_is_none)]
    reason: Option<String>,
    /// Another mark says otherwise; see `/sessions/{id}/disputes`.
    disputed: bool,
}

/// All marks of a session as they stand.
#[derive(Debug, Object)]
#[oai(rename = "Register")]
struct RegisterDocument {
    session_id: SessionId,
    cohort_id: CohortId,
    state: RegisterState,
    planned_minutes: i32,
    /// The version of the rule that credits minutes.
    rule_version: i16,
    /// Since when it counts; marks made before keep their meaning.
    #[oai(skip_serializing_if_is_none)]
    rule_since: Option<DateTime<FixedOffset>>,
    marked: i64,
    /// People about whom somebody has to decide.
    disputed: i64,
    /// Everybody who holds a seat, by surname.
    people: Vec<LineDocument>,
}

/// The state of a register after closing or reopening.
#[derive(Debug, Object)]
#[oai(rename = "RegisterTurn")]
struct TurnDocument {
    session_id: SessionId,
    state: RegisterState,
}

/// One mark of the history.
#[derive(Debug, Object)]
#[oai(rename = "Mark")]
struct MarkDocument {
    id: MarkId,
    enrollment_id: EnrollmentId,
    kind: MarkKind,
    #[oai(skip_serializing_if_is_none)]
    minutes: Option<i32>,
    #[oai(skip_serializing_if_is_none)]
    device_at: Option<DateTime<FixedOffset>>,
    server_at: DateTime<FixedOffset>,
    #[oai(skip_serializing_if_is_none)]
    author_name: Option<String>,
    source: MarkSource,
    #[oai(skip_serializing_if_is_none)]
    reason: Option<String>,
    /// When it was made by the clock of the server, as far as one can tell.
    made_at: DateTime<FixedOffset>,
    /// The mark that stood when this one was made.
    #[oai(skip_serializing_if_is_none)]
    replaces: Option<MarkId>,
    /// By how much the clock of the device was ahead at delivery.
    #[oai(skip_serializing_if_is_none)]
    skew_ms: Option<i64>,
    /// Came after the register was closed.
    late: bool,
    /// The version of the rule it was made under.
    rule_version: i16,
    /// What was decided on it.
    #[oai(skip_serializing_if_is_none)]
    verdict: Option<MarkVerdict>,
}

/// What somebody has to decide about one person.
#[derive(Debug, Object)]
#[oai(rename = "Dispute")]
struct DisputeDocument {
    enrollment_id: EnrollmentId,
    name: String,
    /// The mark that stands until then.
    #[oai(skip_serializing_if_is_none)]
    stands: Option<MarkId>,
    /// The marks to choose from, the earliest first.
    marks: Vec<MarkDocument>,
}

/// A decision.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewSettlement {
    enrollment_id: EnrollmentId,
    /// The mark that is to stand; the others are set aside. Left out, what came late is set aside.
    stands: Option<MarkId>,
    reason: String,
}

/// A register to take along.
#[derive(Debug, Object)]
#[oai(rename = "TakenRegister")]
struct TakenDocument {
    session_id: SessionId,
    cohort_id: CohortId,
    cohort_code: String,
    title_uk: String,
    title_en: String,
    course_uk: String,
    course_en: String,
    starts_at: DateTime<FixedOffset>,
    ends_at: DateTime<FixedOffset>,
    time_zone: String,
    state: RegisterState,
    planned_minutes: i32,
    rule_version: i16,
    people: Vec<LineDocument>,
}

/// Why a register is reopened.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewReopening {
    reason: String,
}

#[derive(ApiResponse)]
enum Shown {
    #[oai(status = 200)]
    Register(Json<RegisterDocument>, #[oai(header = "ETag")] String),
    /// Nothing has changed since.
    #[oai(status = 304)]
    Same,
}

impl RegisterApi {
    pub fn new(site: Site) -> Self {
        Self { site }
    }
}

fn line(zone: Tz, of: &Attendee) -> LineDocument {
    LineDocument {
        enrollment_id: of.enrollment,
        name: of.name.in_register(),
        status: of.standing.map(|now| now.attendance.status),
        credited_minutes: of.standing.map(|now| now.attendance.minutes),
        mark_id: of.standing.map(|now| now.mark),
        marked_at: of.standing.map(|now| paging::offset(now.at, zone)),
        reason: of.reason.as_ref().map(ToString::to_string),
        disputed: of.standing.is_some_and(|now| now.disputed),
    }
}

fn mark(zone: Tz, named: &NamedMark) -> MarkDocument {
    let mark = &named.mark;
    MarkDocument {
        id: mark.id,
        enrollment_id: mark.enrollment,
        kind: mark.kind,
        minutes: mark.minutes,
        device_at: mark.device_at.map(|at| paging::offset(at, zone)),
        server_at: paging::offset(mark.server_at, zone),
        author_name: named.author.as_ref().map(FullName::in_register),
        source: mark.source,
        reason: mark.reason.as_ref().map(ToString::to_string),
        made_at: paging::offset(mark.made_at(), zone),
        replaces: mark.replaces,
        skew_ms: mark.skew_ms,
        late: mark.late,
        rule_version: mark.rule,
        verdict: mark.verdict,
    }
}

fn taken(of: &Taken) -> TakenDocument {
    let (meeting, zone) = (&of.meeting, of.meeting.time_zone);
    TakenDocument {
        session_id: meeting.session,
        cohort_id: meeting.place.cohort,
        cohort_code: meeting.code.to_string(),
        title_uk: meeting.title.uk.to_string(),
        title_en: meeting.title.en.to_string(),
        course_uk: meeting.course.uk.to_string(),
        course_en: meeting.course.en.to_string(),
        starts_at: paging::offset(meeting.starts_at, zone),
        ends_at: paging::offset(meeting.ends_at, zone),
        time_zone: zone.to_string(),
        state: meeting.register,
        planned_minutes: meeting.minutes,
        rule_version: RULE_VERSION,
        people: of.people.iter().map(|person| line(zone, person)).collect(),
    }
}

/// Names the content: state, people, and the mark that counts for each.
fn tag(register: &Register) -> String {
    let mut hash = Sha256::new();
    hash.update(register.meeting.register.as_str());
    hash.update(register.meeting.minutes.to_be_bytes());
    for person in &register.people.items {
        hash.update(person.enrollment.0.as_bytes());
        hash.update(person.name.in_register());
        hash.update(person.standing.map(|now| *now.mark.0.as_bytes()).unwrap_or_default());
        hash.update([u8::from(person.standing.is_some_and(|now| now.disputed))]);
    }
    let mut text = String::from("\"");
    for byte in hash.finalize().iter().take(12) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('"');
    text
}

/// The input as the domain wants it, or every field at fault.
fn new_marks(input: Vec<MarkInput>) -> Result<Vec<NewMark>, Error> {
    if !(1..=MOST).contains(&input.len()) {
        return Err(Error::field("marks", Fault::OutOfRange { least: 1, most: 5_000 }));
    }
    let mut checks = Checks::default();
    let marks = input
        .into_iter()
        .enumerate()
        .map(|(index, mark)| {
            if mark.minutes.is_some_and(|minutes| !(0..=1_440).contains(&minutes)) {
                let range = Fault::OutOfRange { least: 0, most: 1_440 };
                checks.note(format!("marks.{index}.minutes"), range);
            }
            if mark.kind.needs_minutes() && mark.minutes.is_none() {
                checks.note(format!("marks.{index}.minutes"), Fault::Missing);
            }
            let reason = Line::optional("reason", mark.reason.as_deref().unwrap_or_default())
                .map_err(|invalid| Invalid::new(format!("marks.{index}.reason"), invalid.fault));
            NewMark {
                id: mark.id,
                enrollment: mark.enrollment_id,
                kind: mark.kind,
                minutes: mark.minutes,
                device_at: mark.device_at.map(|at| postup_domain::clock::to_millis(at.with_timezone(&Utc))),
                reason: checks.take(reason).flatten(),
                basis: match mark.replaces {
                    MaybeUndefined::Undefined => Basis::Unstated,
                    MaybeUndefined::Null => Basis::Seen(None),
                    MaybeUndefined::Value(id) => Basis::Seen(Some(id)),
                },
            }
        })
        .collect();
    checks.finish()?;
    Ok(marks)
}

fn result(locale: Locale, (id, outcome): (MarkId, Outcome)) -> ResultDocument {
    let refusal = match outcome {
        Outcome::Refused(refusal) => Some(refusal),
        Outcome::Recorded | Outcome::Kept | Outcome::Known => None,
    };
    ResultDocument {
        id,
        outcome: match outcome {
            Outcome::Recorded => MarkOutcome::Recorded,
            Outcome::Kept => MarkOutcome::Kept,
            Outcome::Known => MarkOutcome::Known,
            Outcome::Refused(_) => MarkOutcome::Refused,
        },
        code: refusal.map(|refusal| refusal.code().to_owned()),
        detail: refusal.map(|refusal| reason::rejection(locale, &Rejection::from(refusal))),
    }
}

/// The refusal of the first mark, when every mark was refused.
fn refusal_of_all(outcomes: &[(MarkId, Outcome)]) -> Option<Refusal> {
    let refusals: Vec<Refusal> = outcomes
        .iter()
        .filter_map(|(_, outcome)| match outcome {
            Outcome::Refused(refusal) => Some(*refusal),
            Outcome::Recorded | Outcome::Kept | Outcome::Known => None,
        })
        .collect();
    if refusals.len() == outcomes.len() { refusals.first().copied() } else { None }
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
            rule_version: RULE_VERSION,
            rule_since: register.rule_since.map(|since| paging::offset(since, meeting.time_zone)),
            marked: register.bar.marked,
            disputed: register.bar.disputed,
            people: register.people.items.iter().map(|person| line(meeting.time_zone, person)).collect(),
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
            Some(sent_at) => {
                self.site.app.deliver_marks(&permit, marks, sent_at.with_timezone(&Utc)).await?
            }
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
        let document = |dispute: Dispute| DisputeDocument {
            enrollment_id: dispute.enrollment,
            name: dispute.name.in_register(),
            stands: dispute.standing.map(|now| now.mark),
            marks: dispute.marks.iter().map(|named| mark(Tz::Europe__Kyiv, named)).collect(),
        };
        Ok(Json(found.into_iter().map(document).collect()))
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
