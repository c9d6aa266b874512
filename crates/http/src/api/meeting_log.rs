//! Reports of online meetings, as they are entered.

use super::Tag;
use super::paging::offset;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line as PolicyLine, TEACHERS};
use crate::reason;
use crate::site::Site;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::{Binary, Json};
use poem_openapi::{Object, OpenApi};
use postup_app::Error;
use postup_app::meeting_log::{Choices, Flawed, LogEntered, LogRow, Reading};
use postup_domain::access::MayTakeAttendance;
use postup_domain::id::{EnrollmentId, SessionId};
use postup_domain::meeting_log::{Choice, MatchedBy};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::text::Line;
use postup_i18n::{Locale, Words};

pub const POLICIES: &[PolicyLine] = &[
    (Method::POST, "/sessions/:id/meeting-log", TEACHERS),
    (Method::POST, "/sessions/:id/meeting-log/preview", TEACHERS),
];

/// When a participant was there.
#[derive(Debug, Object)]
struct Visit {
    from: DateTime<FixedOffset>,
    until: DateTime<FixedOffset>,
}

/// A participant of the meeting.
#[derive(Debug, Object)]
#[oai(rename = "MeetingParticipant")]
struct ParticipantOut {
    /// As the program showed it.
    name: String,
    email: String,
    visits: Vec<Visit>,
    /// Whole minutes in the meeting; times that overlap count once.
    minutes: i64,
    #[oai(skip_serializing_if_is_none)]
    enrollment_id: Option<EnrollmentId>,
    /// How the participant was recognized; absent while nobody knows who it is.
    #[oai(skip_serializing_if_is_none)]
    matched_by: Option<MatchedBy>,
}

impl ParticipantOut {
    fn new(zone: Tz, row: LogRow) -> Self {
        let LogRow { participant, who } = row;
        let visits = participant.there.iter();
        let visits =
            visits.map(|span| Visit { from: offset(span.from, zone), until: offset(span.until, zone) });
        Self {
            visits: visits.collect(),
            minutes: participant.minutes(),
            enrollment_id: who.and_then(|(choice, _)| match choice {
                Choice::Person(person) => Some(person),
                Choice::WalkIn | Choice::Nobody => None,
            }),
            matched_by: who.map(|(_, by)| by),
            name: participant.name,
            email: participant.email,
        }
    }
}

/// A row that was passed over.
#[derive(Debug, Object)]
struct FlawedRow {
    /// As a table program counts, from 1.
    row: u32,
    column: String,
    code: String,
    /// In the caller's language.
    detail: String,
}

impl FlawedRow {
    fn new(locale: Locale, flawed: &Flawed) -> Self {
        Self {
            row: flawed.row,
            column: flawed.column.to_owned(),
            code: flawed.fault.code().to_owned(),
            detail: reason::fault(locale, flawed.fault),
        }
    }
}

/// What a report says.
#[derive(Debug, Object)]
struct MeetingLogPreview {
    participants: Vec<ParticipantOut>,
    flawed: Vec<FlawedRow>,
}

/// What entering a report has done.
#[derive(Debug, Object)]
struct MeetingLogEntered {
    /// People of whom something was written.
    people: usize,
    /// People of whom the register said so already, or who were there outside of the session.
    known: usize,
    /// People who are not on the list, and were written down.
    walk_ins: usize,
    /// Participants whom nobody recognizes yet; the page of the session asks who they are.
    open: usize,
    flawed: Vec<FlawedRow>,
}

/// The operations.
pub struct MeetingLogApi {
    pub site: Site,
}

impl MeetingLogApi {
    async fn read(
        &self,
        caller: &Caller,
        id: SessionId,
        file: &[u8],
    ) -> Result<(MayTakeAttendance, Reading), Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id).await?;
        if file.is_empty() {
            return Err(Error::field("file", Fault::Missing).into());
        }
        let reading = self.site.app.read_meeting_log(&permit, file).await?;
        Ok((permit, reading.map_err(|_| Error::from(Refusal::MeetingLogUnreadable))?))
    }
}

#[OpenApi(tag = "Tag::Attendance")]
impl MeetingLogApi {
    /// Enters the report of an online meeting
    ///
    /// The participants' list of Zoom, Microsoft Teams or Google Meet as separated text, at most 1 MiB. Whoever is recognized,
    /// by address, by name or since somebody said so before, was there in these times; the same report again changes
    /// nothing.
    #[oai(path = "/sessions/:id/meeting-log", method = "post", operation_id = "enterMeetingLog")]
    async fn enter(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<SessionId>,
        body: Binary<Vec<u8>>,
    ) -> Result<Json<MeetingLogEntered>, Failure> {
        let (permit, Reading { participants, flawed }) = self.read(&caller, id.0, &body.0).await?;
        let locale = caller::locale(request);
        let reason = Line::new("reason", &Words::embedded().text(locale, "meeting-log-reason"))?;
        let LogEntered { people, known, walk_ins, open } =
            self.site.app.enter_meeting_log(&permit, &participants, &Choices::new(), &reason).await?;
        let flawed = flawed.iter().map(|one| FlawedRow::new(locale, one)).collect();
        Ok(Json(MeetingLogEntered { people, known, walk_ins, open, flawed }))
    }

    /// A look at a report before it is entered; changes nothing
    #[oai(path = "/sessions/:id/meeting-log/preview", method = "post", operation_id = "previewMeetingLog")]
    async fn preview(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<SessionId>,
        body: Binary<Vec<u8>>,
    ) -> Result<Json<MeetingLogPreview>, Failure> {
        let (_, Reading { participants, flawed }) = self.read(&caller, id.0, &body.0).await?;
        let none = Choices::new();
        let look = self.site.app.look_at_meeting_log(&caller.0, id.0, &participants, &none).await?;
        let (locale, zone) = (caller::locale(request), look.meeting.time_zone);
        Ok(Json(MeetingLogPreview {
            participants: look.rows.into_iter().map(|row| ParticipantOut::new(zone, row)).collect(),
            flawed: flawed.iter().map(|one| FlawedRow::new(locale, one)).collect(),
        }))
    }
}
