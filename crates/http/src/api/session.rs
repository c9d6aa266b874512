//! Sessions as JSON. Without a seat or a role in the cohort, nobody reads the exact place or link (product rule 11).

use super::Tag;
use super::answer::{Bilingual, Created, One};
use super::paging::{offset, version};
use super::problem::{EditFailure, Failure};
use crate::caller::Caller;
use crate::policy::{Line, MANAGERS, Policy};
use crate::site::Site;
use chrono::{DateTime, FixedOffset, NaiveDate};
use poem::http::Method;
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::{App, Error};
use postup_domain::access::Actor;
use postup_domain::cohort::Cohort;
use postup_domain::id::{CohortId, SeriesId, SessionId, UnitId, VenueId};
use postup_domain::interruption::HeldState;
use postup_domain::series::RawRepeat;
use postup_domain::session::{RawPlan, RegisterState, Session, SessionState};

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/cohorts/:id/sessions", Policy::Everyone),
    (Method::POST, "/cohorts/:id/sessions", MANAGERS),
    (Method::GET, "/sessions/:id", Policy::Everyone),
    (Method::PUT, "/sessions/:id", MANAGERS),
    (Method::POST, "/sessions/:id/cancellation", MANAGERS),
];

/// One meeting of a cohort.
#[derive(Debug, Object)]
#[oai(rename = "Session")]
pub(super) struct SessionOut {
    id: SessionId,
    cohort_id: CohortId,
    unit_id: Option<UnitId>,
    title: Bilingual,
    starts_at: DateTime<FixedOffset>,
    ends_at: DateTime<FixedOffset>,
    /// An IANA name; the times on the wall are those of this zone.
    time_zone: String,
    /// The planned length, in minutes that really pass.
    minutes: i32,
    state: SessionState,
    register: RegisterState,
    /// Whether it counts, after interruptions.
    held: HeldState,
    held_minutes: i32,
    /// The session whose lost time it makes up.
    #[oai(skip_serializing_if_is_none)]
    makes_up: Option<SessionId>,
    /// The code of the settlement in the codifier; null online.
    settlement: Option<String>,
    /// The place of the organization's list, for the same people as `venue`.
    #[oai(skip_serializing_if_is_none)]
    venue_id: Option<VenueId>,
    /// The sessions that were planned together have one in common.
    #[oai(skip_serializing_if_is_none)]
    series_id: Option<SeriesId>,
    /// The exact place, for people who hold a seat and for staff; otherwise absent.
    #[oai(skip_serializing_if_is_none)]
    venue: Option<String>,
    /// Where to join online, for the same people.
    #[oai(skip_serializing_if_is_none)]
    link: Option<String>,
}

impl SessionOut {
    pub(super) fn new(session: Session, cohort: &Cohort, tells_place: bool) -> Self {
        let (minutes, held_minutes) = (session.plan.minutes(), session.held_minutes());
        let plan = session.plan;
        let zone = plan.time_zone;
        Self {
            id: session.id,
            cohort_id: session.cohort,
            unit_id: plan.unit,
            title: (&plan.title).into(),
            starts_at: offset(plan.starts_at, zone),
            ends_at: offset(plan.ends_at, zone),
            time_zone: zone.name().to_owned(),
            minutes,
            state: session.state,
            register: session.register,
            held: session.count.state,
            held_minutes,
            makes_up: plan.makes_up,
            settlement: cohort.plan.territory.clone(),
            venue_id: plan.venue_id.filter(|_| tells_place),
            series_id: session.series,
            venue: plan.venue.filter(|_| tells_place).map(|line| line.to_string()),
            link: plan.link.filter(|_| tells_place).map(|line| line.to_string()),
        }
    }
}

/// What it takes to write a session down. Times are those on the wall in the cohort's zone.
#[derive(Debug, Object)]
#[oai(rename = "SessionPlan", deny_unknown_fields)]
pub(super) struct SessionIn {
    title: Bilingual,
    unit_id: Option<UnitId>,
    on: NaiveDate,
    /// `10:00`. In the hour that happens twice the first is meant.
    from: String,
    /// `13:00`; a time before `from` is on the next day.
    to: String,
    /// A place of the organization that runs the cohort.
    venue_id: Option<VenueId>,
    /// The exact place, or a detail of that of `venue_id`, e.g. a room; shown to people who hold a seat.
    venue: Option<String>,
    /// Begins with `https://`; shown to the same people.
    link: Option<String>,
    /// The session whose lost time this one makes up.
    makes_up: Option<SessionId>,
}

impl From<SessionIn> for RawPlan {
    fn from(typed: SessionIn) -> Self {
        Self {
            title_uk: typed.title.uk,
            title_en: typed.title.en,
            unit_id: typed.unit_id.map(|id| id.to_string()).unwrap_or_default(),
            on: typed.on.to_string(),
            from: typed.from,
            to: typed.to,
            venue_id: typed.venue_id.map(|id| id.to_string()).unwrap_or_default(),
            venue: typed.venue.unwrap_or_default(),
            link: typed.link.unwrap_or_default(),
            makes_up: typed.makes_up.map(|id| id.to_string()).unwrap_or_default(),
        }
    }
}

/// The operations.
pub struct SessionApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Sessions")]
impl SessionApi {
    /// The timetable of a cohort, the earliest first
    #[oai(path = "/cohorts/:id/sessions", method = "get", operation_id = "list_sessions")]
    async fn list(&self, caller: Caller, id: Path<CohortId>) -> Result<Json<Vec<SessionOut>>, Failure> {
        let app = &self.site.app;
        let cohort = app.cohort(&caller.0, id.0).await?;
        let tells_place = !app.knows_places(&caller.0, std::slice::from_ref(&cohort)).await?.is_empty();
        let sessions = app.sessions(&caller.0, id.0).await?;
        let present = |session| SessionOut::new(session, &cohort, tells_place);
        Ok(Json(sessions.into_iter().map(present).collect()))
    }

    /// A new session of a cohort
    #[oai(path = "/cohorts/:id/sessions", method = "post", operation_id = "create_session")]
    async fn create(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<SessionIn>,
    ) -> Result<Created<SessionOut>, Failure> {
        let app = &self.site.app;
        let permit = app.may_manage_cohort(&caller.0, id.0).await?;
        let session = app.plan_sessions(&permit, &RawPlan::from(body.0), &RawRepeat::once()).await?;
        let session = session.into_iter().next();
        let session = session.ok_or(Error::Missing("session"))?;
        let cohort = app.cohort(&caller.0, id.0).await?;
        let (id, version) = (session.id, session.version);
        Ok(Created::of("sessions", id, version, SessionOut::new(session, &cohort, true)))
    }

    /// One session
    #[oai(path = "/sessions/:id", method = "get", operation_id = "get_session")]
    async fn get(&self, caller: Caller, id: Path<SessionId>) -> Result<One<SessionOut>, Failure> {
        let session = self.site.app.session(&caller.0, id.0).await?;
        present(&self.site.app, &caller.0, session).await
    }

    /// Replaces the plan of a session
    ///
    /// People who hold a seat are told of a new time or place.
    #[oai(path = "/sessions/:id", method = "put", operation_id = "edit_session")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<SessionId>,
        #[oai(name = "If-Match")] seen: Header<Option<String>>,
        body: Json<SessionIn>,
    ) -> Result<One<SessionOut>, EditFailure> {
        let (permit, _) = self.site.app.may_manage_session(&caller.0, id.0).await?;
        let version = version(seen.0.as_deref()).map_err(EditFailure)?;
        let session = self.site.app.edit_session(&permit, id.0, version, &RawPlan::from(body.0)).await?;
        Ok(present(&self.site.app, &caller.0, session).await?)
    }

    /// Calls a session off
    #[oai(path = "/sessions/:id/cancellation", method = "post", operation_id = "cancel_session")]
    async fn cancel(&self, caller: Caller, id: Path<SessionId>) -> Result<One<SessionOut>, Failure> {
        let (permit, _) = self.site.app.may_manage_session(&caller.0, id.0).await?;
        let session = self.site.app.cancel_session(&permit, id.0).await?;
        present(&self.site.app, &caller.0, session).await
    }
}

async fn present(app: &App, actor: &Actor, session: Session) -> Result<One<SessionOut>, Failure> {
    let cohort = app.cohort(actor, session.cohort).await?;
    let tells_place = !app.knows_places(actor, std::slice::from_ref(&cohort)).await?.is_empty();
    Ok(One::at(session.version, SessionOut::new(session, &cohort, tells_place)))
}
