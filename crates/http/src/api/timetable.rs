//! A look at sessions before they are planned or moved, and sessions in series, as JSON.

use super::Tag;
use super::answer::Bilingual;
use super::paging::{offset, version};
use super::problem::{EditFailure, Failure};
use super::session::{SessionIn, SessionOut};
use crate::caller::Caller;
use crate::policy::{Line, MANAGERS};
use crate::site::Site;
use chrono::{DateTime, FixedOffset, NaiveDate};
use poem::http::Method;
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi};
use postup_app::timetable::{Cramped, Told};
use postup_domain::id::{CohortId, SessionId, VenueId};
use postup_domain::interruption::Span;
use postup_domain::series::{DayOfWeek, Every, RawRepeat};
use postup_domain::session::RawPlan;
use postup_domain::timetable::{Overlap, Shared};
use postup_domain::venue::Shortage;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/cohorts/:id/overlaps", MANAGERS),
    (Method::POST, "/cohorts/:id/series", MANAGERS),
    (Method::POST, "/cohorts/:id/series/preview", MANAGERS),
    (Method::POST, "/sessions/:id/preview", MANAGERS),
    (Method::PUT, "/sessions/:id/series", MANAGERS),
    (Method::POST, "/sessions/:id/series/preview", MANAGERS),
];

/// What two sessions at one time have in common.
#[derive(Debug, Enum)]
#[oai(rename = "OverlapKind", rename_all = "snake_case")]
enum SharedOut {
    /// They are of one cohort.
    Cohort,
    /// They are in one room.
    Venue,
    /// Somebody teaches both.
    Trainer,
    /// People have a seat in both, or are offered one.
    People,
}

/// Two sessions at one time. It keeps nothing from being planned.
#[derive(Debug, Object)]
#[oai(rename = "Overlap")]
struct OverlapOut {
    shares: SharedOut,
    /// When the session begins that is looked at.
    starts_at: DateTime<FixedOffset>,
    /// The other one.
    with: Bilingual,
    with_starts_at: DateTime<FixedOffset>,
    with_ends_at: DateTime<FixedOffset>,
    /// The short name of its cohort.
    cohort_code: String,
    /// Who teaches both, where somebody does.
    #[oai(skip_serializing_if_is_none)]
    trainer: Option<String>,
    /// How many people are in both, where some are.
    #[oai(skip_serializing_if_is_none)]
    people: Option<i64>,
}

impl OverlapOut {
    fn new(overlap: Overlap, spans: &[Span]) -> Option<Self> {
        let Overlap { slot, with, shared } = overlap;
        let (shares, trainer, people) = match shared {
            Shared::Cohort => (SharedOut::Cohort, None, None),
            Shared::Venue => (SharedOut::Venue, None, None),
            Shared::Trainer(name) => (SharedOut::Trainer, Some(name.in_register()), None),
            Shared::People(people) => (SharedOut::People, None, Some(people)),
        };
        Some(Self {
            shares,
            starts_at: offset(spans.get(slot)?.from, with.time_zone),
            with: (&with.title).into(),
            with_starts_at: offset(with.span.from, with.time_zone),
            with_ends_at: offset(with.span.until, with.time_zone),
            cohort_code: with.code.to_string(),
            trainer,
            people,
        })
    }

    fn all(overlaps: Vec<Overlap>, spans: &[Span]) -> Vec<Self> {
        overlaps.into_iter().filter_map(|overlap| Self::new(overlap, spans)).collect()
    }
}

/// A place that has too little for the cohort.
#[derive(Debug, Object)]
#[oai(rename = "Shortage")]
struct ShortageOut {
    venue_id: VenueId,
    of: Shortage,
    has: i32,
    /// The seats of the cohort.
    needs: i32,
}

impl From<Cramped> for ShortageOut {
    fn from(cramped: Cramped) -> Self {
        Self { venue_id: cramped.venue.id, of: cramped.shortage, has: cramped.has, needs: cramped.needs }
    }
}

/// How many people would get a letter.
#[derive(Debug, Object)]
#[oai(rename = "ToldOfChange")]
struct ToldOut {
    seated: u64,
    /// Those who are offered a seat.
    offered: u64,
    trainers: u64,
}

impl From<Told> for ToldOut {
    fn from(told: Told) -> Self {
        let count = |people: usize| u64::try_from(people).unwrap_or(u64::MAX);
        Self { seated: count(told.seated), offered: count(told.offered), trainers: count(told.trainers) }
    }
}

/// A cohort's sessions to come that overlap with something, or take place where there is too little room.
#[derive(Debug, Object)]
#[oai(rename = "TimetableWarnings")]
struct Warnings {
    overlaps: Vec<OverlapOut>,
    shortages: Vec<ShortageOut>,
}

/// One session that would be.
#[derive(Debug, Object)]
struct PlannedTime {
    starts_at: DateTime<FixedOffset>,
    ends_at: DateTime<FixedOffset>,
    /// The planned length, in minutes that really pass.
    minutes: i32,
}

/// Sessions as they would be planned.
#[derive(Debug, Object)]
struct SeriesPreview {
    sessions: Vec<PlannedTime>,
    overlaps: Vec<OverlapOut>,
    shortages: Vec<ShortageOut>,
}

/// A session that would be changed.
#[derive(Debug, Object)]
struct ChangedTime {
    id: SessionId,
    was_starts_at: DateTime<FixedOffset>,
    was_ends_at: DateTime<FixedOffset>,
    starts_at: DateTime<FixedOffset>,
    ends_at: DateTime<FixedOffset>,
}

/// Sessions as they would be changed.
#[derive(Debug, Object)]
struct SessionPreview {
    sessions: Vec<ChangedTime>,
    /// Time or place would be another, so people are told.
    moves: bool,
    told: ToldOut,
    overlaps: Vec<OverlapOut>,
    shortages: Vec<ShortageOut>,
}

/// How a session repeats itself: by `times` or `until`.
#[derive(Debug, Object)]
#[oai(rename = "SeriesRule", deny_unknown_fields)]
struct RepeatIn {
    every: Option<Every>,
    /// Empty for that of the first session.
    #[oai(default)]
    weekdays: Vec<DayOfWeek>,
    /// How many sessions take place.
    times: Option<i64>,
    /// The last day.
    until: Option<NaiveDate>,
    /// Days that are left out and do not count.
    #[oai(default)]
    except: Vec<NaiveDate>,
}

impl From<RepeatIn> for RawRepeat {
    fn from(typed: RepeatIn) -> Self {
        let days: Vec<String> = typed.except.iter().map(ToString::to_string).collect();
        Self {
            every: typed.every.map(|every| every.to_string()).unwrap_or_default(),
            weekdays: typed.weekdays.iter().map(ToString::to_string).collect(),
            times: typed.times.map(|times| times.to_string()).unwrap_or_default(),
            until: typed.until.map(|day| day.to_string()).unwrap_or_default(),
            except: days.join(" "),
        }
    }
}

/// The first session, and how it repeats itself.
#[derive(Debug, Object)]
#[oai(rename = "SeriesPlan", deny_unknown_fields)]
struct SeriesIn {
    session: SessionIn,
    repeat: RepeatIn,
}

impl SeriesIn {
    fn raw(self) -> (RawPlan, RawRepeat) {
        (self.session.into(), self.repeat.into())
    }
}

#[derive(ApiResponse)]
enum Planned {
    /// All of them, the earliest first.
    #[oai(status = 201)]
    Created(Json<Vec<SessionOut>>),
}

/// The operations.
pub struct TimetableApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Sessions")]
impl TimetableApi {
    /// What the sessions to come of a cohort overlap with, and where there is too little room for it
    #[oai(path = "/cohorts/:id/overlaps", method = "get", operation_id = "list_overlaps")]
    async fn overlaps(&self, caller: Caller, id: Path<CohortId>) -> Result<Json<Warnings>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let timetable = self.site.app.timetable_ahead(&permit).await?;
        let spans: Vec<Span> = timetable.sessions.iter().map(|session| session.plan.span()).collect();
        Ok(Json(Warnings {
            overlaps: OverlapOut::all(timetable.overlaps, &spans),
            shortages: timetable.cramped.into_iter().map(ShortageOut::from).collect(),
        }))
    }

    /// Plans sessions in series, all of them or none
    ///
    /// Days are those of the cohort's calendar, so that times on the wall stay when clocks change.
    #[oai(path = "/cohorts/:id/series", method = "post", operation_id = "create_series")]
    async fn create(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<SeriesIn>,
    ) -> Result<Planned, Failure> {
        let app = &self.site.app;
        let permit = app.may_manage_cohort(&caller.0, id.0).await?;
        let (plan, repeat) = body.0.raw();
        let sessions = app.plan_sessions(&permit, &plan, &repeat).await?;
        let cohort = app.cohort(&caller.0, id.0).await?;
        let out = |session| SessionOut::new(session, &cohort, true);
        Ok(Planned::Created(Json(sessions.into_iter().map(out).collect())))
    }

    /// A look at a series before it is planned; changes nothing
    #[oai(path = "/cohorts/:id/series/preview", method = "post", operation_id = "preview_series")]
    async fn preview(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<SeriesIn>,
    ) -> Result<Json<SeriesPreview>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let (plan, repeat) = body.0.raw();
        let found = self.site.app.look_at_plans(&permit, &plan, &repeat).await?;
        let spans: Vec<Span> = found.plans.iter().map(postup_domain::session::Plan::span).collect();
        let planned = found.plans.iter().map(|plan| PlannedTime {
            starts_at: offset(plan.starts_at, plan.time_zone),
            ends_at: offset(plan.ends_at, plan.time_zone),
            minutes: plan.minutes(),
        });
        Ok(Json(SeriesPreview {
            sessions: planned.collect(),
            overlaps: OverlapOut::all(found.overlaps, &spans),
            shortages: found.cramped.into_iter().map(ShortageOut::from).collect(),
        }))
    }

    /// A look at a change of a session: who would be told, and what it would overlap with; changes nothing
    #[oai(path = "/sessions/:id/preview", method = "post", operation_id = "preview_session")]
    async fn preview_move(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<SessionIn>,
    ) -> Result<Json<SessionPreview>, Failure> {
        self.look(&caller, id.0, body.0, false).await
    }

    /// Replaces the plan of a session, and moves the rest of its series alike
    ///
    /// The later sessions that are still to come take its time of day and its place, and move by as many days; all of them
    /// or none. People get one letter.
    #[oai(path = "/sessions/:id/series", method = "put", operation_id = "edit_series")]
    async fn edit_rest(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        #[oai(name = "If-Match")] seen: Header<Option<String>>,
        body: Json<SessionIn>,
    ) -> Result<Json<Vec<SessionOut>>, EditFailure> {
        let app = &self.site.app;
        let (permit, session) = app.may_manage_session(&caller.0, id.0).await?;
        let version = version(seen.0.as_deref()).map_err(EditFailure)?;
        let edited = app.edit_sessions(&permit, id.0, version, &RawPlan::from(body.0), true).await?;
        let cohort = app.cohort(&caller.0, session.cohort).await?;
        let out = |session| SessionOut::new(session, &cohort, true);
        Ok(Json(edited.into_iter().map(out).collect()))
    }

    /// A look at such a change; changes nothing
    #[oai(path = "/sessions/:id/series/preview", method = "post", operation_id = "preview_rest")]
    async fn preview_rest(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<SessionIn>,
    ) -> Result<Json<SessionPreview>, Failure> {
        self.look(&caller, id.0, body.0, true).await
    }
}

impl TimetableApi {
    async fn look(
        &self,
        caller: &Caller,
        id: SessionId,
        typed: SessionIn,
        rest: bool,
    ) -> Result<Json<SessionPreview>, Failure> {
        let (permit, session) = self.site.app.may_manage_session(&caller.0, id).await?;
        let found = self.site.app.look_at_move(&permit, session, &RawPlan::from(typed), rest).await?;
        let spans: Vec<Span> = found.changes.iter().map(|(_, plan)| plan.span()).collect();
        let changed = found.changes.iter().map(|(session, plan)| ChangedTime {
            id: session.id,
            was_starts_at: offset(session.plan.starts_at, session.plan.time_zone),
            was_ends_at: offset(session.plan.ends_at, session.plan.time_zone),
            starts_at: offset(plan.starts_at, plan.time_zone),
            ends_at: offset(plan.ends_at, plan.time_zone),
        });
        Ok(Json(SessionPreview {
            sessions: changed.collect(),
            moves: found.moves,
            told: found.told.into(),
            overlaps: OverlapOut::all(found.overlaps, &spans),
            shortages: found.cramped.into_iter().map(ShortageOut::from).collect(),
        }))
    }
}
