//! What registers, marks and decisions look like on the wire.

use crate::api::paging;
use crate::reason;
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use poem_openapi::payload::Json;
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{ApiResponse, Object};
use postup_app::Error;
use postup_app::attendance::{Register, Taken};
use postup_domain::attendance::{
    AttendanceStatus, Attendee, Basis, Dispute, MarkKind, MarkSource, MarkVerdict, NamedMark, NewMark,
    Outcome, RULE_VERSION,
};
use postup_domain::id::{CohortId, EnrollmentId, MarkId, PersonId, SessionId};
use postup_domain::interruption::HeldState;
use postup_domain::person::FullName;
use postup_domain::rejection::{Checks, Fault, Invalid, Refusal, Rejection};
use postup_domain::session::RegisterState;
use postup_domain::text::Line;
use postup_i18n::Locale;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The most marks in one call, and the most people shown at once.
pub(super) const MOST: usize = 5_000;

/// A mark as the client makes it.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct MarkInput {
    /// A UUID made by the client; sending the same mark again changes nothing.
    pub(super) id: MarkId,
    pub(super) enrollment_id: EnrollmentId,
    pub(super) kind: MarkKind,
    /// Minutes present, where somebody counted them; `minutes` and `correction` need them.
    pub(super) minutes: Option<i32>,
    /// When the device says it was made.
    pub(super) device_at: Option<DateTime<FixedOffset>>,
    /// Needed where the mark changes what stands.
    pub(super) reason: Option<String>,
    /// The mark that stood when the client looked, null if none did. If another stands by now, this one is refused with
    /// `rejection-register-changed`. Left out, nothing is compared.
    pub(super) replaces: MaybeUndefined<MarkId>,
}

/// Marks to append.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewMarks {
    /// 1 to 5,000.
    pub(super) marks: Vec<MarkInput>,
    /// For marks made on a device that was away: what its clock says now. Then nothing is refused for being late or
    /// overtaken: `kept` marks came after the closing, contradictions are shown as disputes.
    pub(super) sent_at: Option<DateTime<FixedOffset>>,
    /// Who made the marks. They are refused when somebody else is signed in.
    pub(super) marker_id: Option<PersonId>,
}

/// What became of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, poem_openapi::Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum MarkOutcome {
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
pub(super) struct ResultDocument {
    pub(super) id: MarkId,
    pub(super) outcome: MarkOutcome,
    /// Why it was refused.
    #[oai(skip_serializing_if_is_none)]
    pub(super) code: Option<String>,
    /// The same in the caller's language.
    #[oai(skip_serializing_if_is_none)]
    pub(super) detail: Option<String>,
}

/// What became of each mark, in the order they were sent.
#[derive(Debug, Object)]
#[oai(rename = "MarkResults")]
pub(super) struct ResultsDocument {
    pub(super) marks: Vec<ResultDocument>,
}

/// One line of a register.
#[derive(Debug, Object)]
#[oai(rename = "RegisterLine")]
pub(super) struct LineDocument {
    pub(super) enrollment_id: EnrollmentId,
    /// Surname first.
    pub(super) name: String,
    /// Absent while nobody has marked the person.
    #[oai(skip_serializing_if_is_none)]
    pub(super) status: Option<AttendanceStatus>,
    #[oai(skip_serializing_if_is_none)]
    pub(super) credited_minutes: Option<i32>,
    /// The mark that says so.
    #[oai(skip_serializing_if_is_none)]
    pub(super) mark_id: Option<MarkId>,
    #[oai(skip_serializing_if_is_none)]
    pub(super) marked_at: Option<DateTime<FixedOffset>>,
    #[oai(skip_serializing_if_is_none)]
    pub(super) reason: Option<String>,
    /// Another mark says otherwise; see `/sessions/{id}/disputes`.
    pub(super) disputed: bool,
    /// The code of the own cohort of somebody who is a guest.
    #[oai(skip_serializing_if_is_none)]
    pub(super) guest_from: Option<String>,
}

/// All marks of a session as they stand.
#[derive(Debug, Object)]
#[oai(rename = "Register")]
pub(super) struct RegisterDocument {
    pub(super) session_id: SessionId,
    pub(super) cohort_id: CohortId,
    pub(super) state: RegisterState,
    pub(super) planned_minutes: i32,
    /// Those that count, after interruptions.
    pub(super) held_minutes: i32,
    pub(super) held: HeldState,
    /// The version of the rule that credits minutes.
    pub(super) rule_version: i16,
    /// Since when it counts; marks made before keep their meaning.
    #[oai(skip_serializing_if_is_none)]
    pub(super) rule_since: Option<DateTime<FixedOffset>>,
    pub(super) marked: i64,
    /// People about whom somebody has to decide.
    pub(super) disputed: i64,
    /// Everybody who holds a seat, by surname.
    pub(super) people: Vec<LineDocument>,
    /// People of other cohorts who come for what they missed there.
    pub(super) guests: Vec<LineDocument>,
}

/// The state of a register after closing or reopening.
#[derive(Debug, Object)]
#[oai(rename = "RegisterTurn")]
pub(super) struct TurnDocument {
    pub(super) session_id: SessionId,
    pub(super) state: RegisterState,
}

/// One mark of the history.
#[derive(Debug, Object)]
#[oai(rename = "Mark")]
pub(super) struct MarkDocument {
    pub(super) id: MarkId,
    pub(super) enrollment_id: EnrollmentId,
    pub(super) kind: MarkKind,
    #[oai(skip_serializing_if_is_none)]
    pub(super) minutes: Option<i32>,
    #[oai(skip_serializing_if_is_none)]
    pub(super) device_at: Option<DateTime<FixedOffset>>,
    pub(super) server_at: DateTime<FixedOffset>,
    #[oai(skip_serializing_if_is_none)]
    pub(super) author_name: Option<String>,
    pub(super) source: MarkSource,
    #[oai(skip_serializing_if_is_none)]
    pub(super) reason: Option<String>,
    /// When it was made by the clock of the server, as far as one can tell.
    pub(super) made_at: DateTime<FixedOffset>,
    /// The mark that stood when this one was made.
    #[oai(skip_serializing_if_is_none)]
    pub(super) replaces: Option<MarkId>,
    /// By how much the clock of the device was ahead at delivery.
    #[oai(skip_serializing_if_is_none)]
    pub(super) skew_ms: Option<i64>,
    /// Came after the register was closed.
    pub(super) late: bool,
    /// The version of the rule it was made under.
    pub(super) rule_version: i16,
    /// What was decided on it.
    #[oai(skip_serializing_if_is_none)]
    pub(super) verdict: Option<MarkVerdict>,
}

/// What somebody has to decide about one person.
#[derive(Debug, Object)]
#[oai(rename = "Dispute")]
pub(super) struct DisputeDocument {
    pub(super) enrollment_id: EnrollmentId,
    pub(super) name: String,
    /// The mark that stands until then.
    #[oai(skip_serializing_if_is_none)]
    pub(super) stands: Option<MarkId>,
    /// The marks to choose from, the earliest first.
    pub(super) marks: Vec<MarkDocument>,
}

/// A decision.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewSettlement {
    pub(super) enrollment_id: EnrollmentId,
    /// The mark that is to stand; the others are set aside. Left out, what came late is set aside.
    pub(super) stands: Option<MarkId>,
    pub(super) reason: String,
}

/// A register to take along.
#[derive(Debug, Object)]
#[oai(rename = "TakenRegister")]
pub(super) struct TakenDocument {
    pub(super) session_id: SessionId,
    pub(super) cohort_id: CohortId,
    pub(super) cohort_code: String,
    pub(super) title_uk: String,
    pub(super) title_en: String,
    pub(super) course_uk: String,
    pub(super) course_en: String,
    pub(super) starts_at: DateTime<FixedOffset>,
    pub(super) ends_at: DateTime<FixedOffset>,
    pub(super) time_zone: String,
    pub(super) state: RegisterState,
    pub(super) planned_minutes: i32,
    pub(super) rule_version: i16,
    pub(super) people: Vec<LineDocument>,
}

/// Why a register is reopened.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewReopening {
    pub(super) reason: String,
}

#[derive(ApiResponse)]
pub(super) enum Shown {
    #[oai(status = 200)]
    Register(Json<RegisterDocument>, #[oai(header = "ETag")] String),
    /// Nothing has changed since.
    #[oai(status = 304)]
    Same,
}

pub(super) fn line(zone: Tz, of: &Attendee) -> LineDocument {
    LineDocument {
        enrollment_id: of.enrollment,
        name: of.name.in_register(),
        status: of.standing.map(|now| now.attendance.status),
        credited_minutes: of.standing.map(|now| now.attendance.minutes),
        mark_id: of.standing.map(|now| now.mark),
        marked_at: of.standing.map(|now| paging::offset(now.at, zone)),
        reason: of.reason.as_ref().map(ToString::to_string),
        disputed: of.standing.is_some_and(|now| now.disputed),
        guest_from: of.guest_from.as_ref().map(ToString::to_string),
    }
}

pub(super) fn mark(zone: Tz, named: &NamedMark) -> MarkDocument {
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

pub(super) fn dispute(of: &Dispute) -> DisputeDocument {
    DisputeDocument {
        enrollment_id: of.enrollment,
        name: of.name.in_register(),
        stands: of.standing.map(|now| now.mark),
        marks: of.marks.iter().map(|named| mark(Tz::Europe__Kyiv, named)).collect(),
    }
}

pub(super) fn taken(of: &Taken) -> TakenDocument {
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
pub(super) fn tag(register: &Register) -> String {
    let mut hash = Sha256::new();
    hash.update(register.meeting.register.as_str());
    hash.update(register.meeting.held_minutes().to_be_bytes());
    for person in register.people.items.iter().chain(&register.guests) {
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
pub(super) fn new_marks(input: Vec<MarkInput>) -> Result<Vec<NewMark>, Error> {
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

pub(super) fn result(locale: Locale, (id, outcome): (MarkId, Outcome)) -> ResultDocument {
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
pub(super) fn refusal_of_all(outcomes: &[(MarkId, Outcome)]) -> Option<Refusal> {
    let refusals: Vec<Refusal> = outcomes
        .iter()
        .filter_map(|(_, outcome)| match outcome {
            Outcome::Refused(refusal) => Some(*refusal),
            Outcome::Recorded | Outcome::Kept | Outcome::Known => None,
        })
        .collect();
    if refusals.len() == outcomes.len() { refusals.first().copied() } else { None }
}
