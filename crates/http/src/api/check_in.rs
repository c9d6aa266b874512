//! Check-in of one's own as JSON, and what the trainer does for it.

use super::Tag;
use super::answer::Done;
use super::paging::offset;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line as PolicyLine, Policy, TEACHERS};
use crate::site::Site;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Enum, Object, OpenApi};
use postup_app::Error;
use postup_domain::access::{MayEditPerson, MayTakeAttendance};
use postup_domain::check_in::{CheckedIn, HeadCount, PersonalCode, SpokenWord, heads};
use postup_domain::id::{EnrollmentId, SessionId};
use postup_domain::person::FullName;

/// Who may call which operation.
pub const POLICIES: &[PolicyLine] = &[
    (Method::POST, "/check-ins", Policy::SignedIn),
    (Method::GET, "/me/personal-code", Policy::SignedIn),
    (Method::PUT, "/me/personal-code", Policy::SignedIn),
    (Method::DELETE, "/me/personal-code", Policy::SignedIn),
    (Method::GET, "/sessions/:id/check-in", TEACHERS),
    (Method::PUT, "/sessions/:id/check-in", TEACHERS),
    (Method::PUT, "/sessions/:id/spoken-word", TEACHERS),
    (Method::POST, "/sessions/:id/check-ins", TEACHERS),
    (Method::POST, "/sessions/:id/head-counts", TEACHERS),
];

/// What became of a check-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
enum CheckInOutcome {
    Recorded,
    /// The session has not begun; it counts from the start.
    Waiting,
    /// Was in already; nothing was added.
    Known,
}

impl From<CheckedIn> for CheckInOutcome {
    fn from(outcome: CheckedIn) -> Self {
        match outcome {
            CheckedIn::Recorded => Self::Recorded,
            CheckedIn::Waiting => Self::Waiting,
            CheckedIn::Known => Self::Known,
        }
    }
}

/// What the caller saw or heard in the room.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewCheckIn {
    /// The digits on the screen, or the word that was said. With `session_id` also the last part of the address behind the
    /// symbol.
    code: String,
    /// Left out, it is looked for among the caller's sessions of now.
    session_id: Option<SessionId>,
}

/// A check-in of the caller.
#[derive(Debug, Object)]
struct CheckIn {
    session_id: SessionId,
    outcome: CheckInOutcome,
}

/// The code that somebody showed.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct ShownCode {
    /// Ten digits.
    personal_code: String,
}

/// A check-in of somebody by their personal code.
#[derive(Debug, Object)]
struct BearerCheckIn {
    enrollment_id: EnrollmentId,
    /// Surname first.
    name: String,
    outcome: CheckInOutcome,
}

/// How many heads were counted.
#[derive(Debug, Object)]
#[oai(rename = "HeadCount")]
struct HeadsOut {
    people: i32,
    at: DateTime<FixedOffset>,
    #[oai(skip_serializing_if_is_none)]
    author_name: Option<String>,
}

impl From<HeadCount> for HeadsOut {
    fn from(count: HeadCount) -> Self {
        Self {
            people: count.people,
            at: offset(count.at, Tz::Europe__Kyiv),
            author_name: count.author.as_ref().map(FullName::in_register),
        }
    }
}

/// What the screen of the room shows now.
#[derive(Debug, Object)]
struct ScreenOut {
    /// What the symbol says.
    address: String,
    digits: String,
    /// When the next code takes its place.
    next_at: DateTime<FixedOffset>,
    /// Until when this one is taken.
    taken_until: DateTime<FixedOffset>,
}

/// How check-ins to a session go.
#[derive(Debug, Object)]
#[oai(rename = "CheckInDesk")]
struct DeskOut {
    /// Absent before the check-in was opened.
    #[oai(skip_serializing_if_is_none)]
    screen: Option<ScreenOut>,
    /// Absent while none was said.
    #[oai(skip_serializing_if_is_none)]
    spoken_word: Option<String>,
    /// Everybody who holds a seat.
    people: i64,
    /// Those who checked in by a code or a word.
    checked_in: i64,
    /// Those who count as present or late.
    there: i64,
    /// The last head-count.
    #[oai(skip_serializing_if_is_none)]
    heads: Option<HeadsOut>,
    /// Heads less those who are there.
    #[oai(skip_serializing_if_is_none)]
    difference: Option<i64>,
}

#[derive(Debug, Object)]
#[oai(rename = "NewSpokenWord", deny_unknown_fields)]
struct WordIn {
    /// 3 to 40 letters; left out, one of the caller's language is picked.
    word: Option<String>,
}

#[derive(Debug, Object)]
#[oai(rename = "NewHeadCount", deny_unknown_fields)]
struct HeadsIn {
    /// 0 to 10,000.
    people: i32,
}

/// A code that its person carries.
#[derive(Debug, Object)]
#[oai(rename = "PersonalCode")]
struct CodeOut {
    code: String,
    since: DateTime<FixedOffset>,
}

/// The operations.
pub struct CheckInApi {
    pub site: Site,
}

impl CheckInApi {
    async fn desk(&self, permit: &MayTakeAttendance) -> Result<Json<DeskOut>, Failure> {
        let zone = Tz::Europe__Kyiv;
        let screen = self.site.app.check_in_screen(permit).await?.map(|screen| ScreenOut {
            address: screen.address,
            digits: screen.digits,
            next_at: offset(screen.next_at, zone),
            taken_until: offset(screen.taken_until, zone),
        });
        let desk = self.site.app.check_in_desk(permit).await?;
        let difference = desk.turnout.difference();
        let turnout = desk.turnout;
        Ok(Json(DeskOut {
            screen,
            spoken_word: desk.word.as_ref().map(ToString::to_string),
            people: turnout.people,
            checked_in: turnout.scans,
            there: turnout.there,
            heads: turnout.counted.map(HeadsOut::from),
            difference,
        }))
    }

    async fn own(&self, caller: &Caller) -> Result<MayEditPerson, Failure> {
        let person = caller.0.person().ok_or(Error::Missing("person"))?;
        Ok(self.site.app.may_edit_person(&caller.0, person).await?)
    }

    async fn code(&self, caller: &Caller) -> Result<Json<CodeOut>, Failure> {
        let (code, since) = self.site.app.own_code(&caller.0).await?.ok_or(Error::Missing("code"))?;
        let since = offset(since, Tz::Europe__Kyiv);
        Ok(Json(CodeOut { code: code.as_str().to_owned(), since }))
    }
}

#[OpenApi(tag = "Tag::Attendance")]
impl CheckInApi {
    /// Check in by what is on the screen of the room, or by what was said there. Wrong ones make the caller wait
    #[oai(path = "/check-ins", method = "post", operation_id = "checkIn")]
    async fn check_in(&self, caller: Caller, body: Json<NewCheckIn>) -> Result<Json<CheckIn>, Failure> {
        let NewCheckIn { code, session_id } = body.0;
        let app = &self.site.app;
        if let Some(session) = session_id
            && app.keep_scan(session, &code).await?.is_some()
        {
            let permit = app.may_check_in(&caller.0, session).await?;
            let outcome = app.check_in(&permit, &code, None).await?.into();
            return Ok(Json(CheckIn { session_id: session, outcome }));
        }
        let (session_id, outcome) = app.check_in_typed(&caller.0, session_id, &code).await?;
        Ok(Json(CheckIn { session_id, outcome: outcome.into() }))
    }

    /// The caller's personal code; 404 when there is none
    #[oai(path = "/me/personal-code", method = "get", operation_id = "getPersonalCode")]
    async fn personal_code(&self, caller: Caller) -> Result<Json<CodeOut>, Failure> {
        self.code(&caller).await
    }

    /// Have a new personal code; the one before opens nothing any more
    #[oai(path = "/me/personal-code", method = "put", operation_id = "renewPersonalCode")]
    async fn renew_personal_code(&self, caller: Caller) -> Result<Json<CodeOut>, Failure> {
        self.site.app.renew_code(&self.own(&caller).await?).await?;
        self.code(&caller).await
    }

    /// Have no personal code any more
    #[oai(path = "/me/personal-code", method = "delete", operation_id = "voidPersonalCode")]
    async fn void_personal_code(&self, caller: Caller) -> Result<Done, Failure> {
        self.site.app.void_code(&self.own(&caller).await?).await?;
        Ok(Done::Done)
    }

    /// What the screen shows now, the word, and how many are in
    #[oai(path = "/sessions/:id/check-in", method = "get", operation_id = "getCheckInDesk")]
    async fn get(&self, caller: Caller, id: Path<SessionId>) -> Result<Json<DeskOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        self.desk(&permit).await
    }

    /// Open the check-in: from now on there is a code for the screen. A second time changes nothing
    #[oai(path = "/sessions/:id/check-in", method = "put", operation_id = "openCheckIn")]
    async fn open(&self, caller: Caller, id: Path<SessionId>) -> Result<Json<DeskOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        self.site.app.open_check_in(&permit).await?;
        self.desk(&permit).await
    }

    /// Say which word opens the session from now on
    #[oai(path = "/sessions/:id/spoken-word", method = "put", operation_id = "setSpokenWord")]
    async fn say(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<SessionId>,
        body: Json<WordIn>,
    ) -> Result<Json<DeskOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let word = body.0.word.map(|raw| SpokenWord::new("word", &raw)).transpose()?;
        self.site.app.say_word(&permit, word, caller::locale(request)).await?;
        self.desk(&permit).await
    }

    /// Check somebody in by the personal code they show
    #[oai(path = "/sessions/:id/check-ins", method = "post", operation_id = "checkInBearer")]
    async fn check_in_bearer(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<ShownCode>,
    ) -> Result<Json<BearerCheckIn>, Failure> {
        let app = &self.site.app;
        let permit = app.may_take_attendance(&caller.0, id.0).await?;
        let code = PersonalCode::new("personal_code", &body.0.personal_code)?;
        let (enrollment_id, outcome) = app.check_in_bearer(&permit, &code).await?;
        let name = app.name_of_seat(&permit, enrollment_id).await?.ok_or(Error::Missing("enrollment"))?;
        Ok(Json(BearerCheckIn { enrollment_id, name: name.in_register(), outcome: outcome.into() }))
    }

    /// Write down how many heads are in the room. Every count is kept; the last one is shown
    #[oai(path = "/sessions/:id/head-counts", method = "post", operation_id = "countHeads")]
    async fn count(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<HeadsIn>,
    ) -> Result<Json<DeskOut>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let people = heads("people", &body.0.people.to_string())?;
        self.site.app.count_heads(&permit, people).await?;
        self.desk(&permit).await
    }
}
