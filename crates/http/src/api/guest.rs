//! Guests in sessions of other cohorts, as JSON.

use super::problem::Failure;
use super::{Tag, paging};
use crate::caller::Caller;
use crate::policy::{Line as PolicyLine, Policy};
use crate::site::Site;
use chrono::{DateTime, FixedOffset, Utc};
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::Error;
use postup_domain::attendance::{AttendanceStatus, Meeting};
use postup_domain::cohort::time_zone;
use postup_domain::id::{CohortId, EnrollmentId, SessionId};

/// Guest places: what was missed at home, in a session of another cohort.
pub struct GuestApi {
    pub site: Site,
}

pub const POLICIES: &[PolicyLine] = &[
    (Method::GET, "/enrollments/:id/guest-places", Policy::SignedIn),
    (Method::POST, "/enrollments/:id/guest-places", Policy::SignedIn),
    (Method::DELETE, "/enrollments/:id/guest-places/:session", Policy::SignedIn),
];

/// Being a guest.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewGuestPlace {
    /// A session of another cohort of the same course that teaches a unit of which something was missed.
    session_id: SessionId,
}

/// A place in a session of another cohort.
#[derive(Debug, Object)]
#[oai(rename = "GuestPlace")]
struct GuestPlaceDocument {
    session_id: SessionId,
    cohort_id: CohortId,
    cohort_code: String,
    title_uk: String,
    title_en: String,
    starts_at: DateTime<FixedOffset>,
    ends_at: DateTime<FixedOffset>,
    /// For the person, and for whoever sees the register there.
    #[oai(skip_serializing_if_is_none)]
    venue: Option<String>,
    #[oai(skip_serializing_if_is_none)]
    link: Option<String>,
    /// Absent while nobody has marked the person.
    #[oai(skip_serializing_if_is_none)]
    status: Option<AttendanceStatus>,
    #[oai(skip_serializing_if_is_none)]
    credited_minutes: Option<i32>,
}

impl From<&Meeting> for GuestPlaceDocument {
    fn from(of: &Meeting) -> Self {
        let at = |at: DateTime<Utc>| paging::offset(at, of.time_zone);
        Self {
            session_id: of.session,
            cohort_id: of.place.cohort,
            cohort_code: of.code.to_string(),
            title_uk: of.title.uk.to_string(),
            title_en: of.title.en.to_string(),
            starts_at: at(of.starts_at),
            ends_at: at(of.ends_at),
            venue: of.venue.as_ref().map(ToString::to_string),
            link: of.link.as_ref().map(ToString::to_string),
            status: of.own.map(|own| own.status),
            credited_minutes: of.own.map(|own| own.minutes),
        }
    }
}

/// A session in which the person could be a guest.
#[derive(Debug, Object)]
#[oai(rename = "PossibleGuestPlace")]
struct PossibleDocument {
    session_id: SessionId,
    cohort_id: CohortId,
    cohort_code: String,
    title_uk: String,
    title_en: String,
    starts_at: DateTime<FixedOffset>,
    /// What it brings beyond everything that the own cohort can still bring.
    minutes: i64,
}

/// Guest places, and what else is possible.
#[derive(Debug, Object)]
#[oai(rename = "GuestPlaces")]
struct GuestPlacesDocument {
    /// In the order of time.
    places: Vec<GuestPlaceDocument>,
    /// In the order of time; empty when nothing was missed.
    possible: Vec<PossibleDocument>,
}

#[derive(ApiResponse)]
enum Given {
    /// The place is the person's.
    #[oai(status = 201)]
    Place(Json<GuestPlaceDocument>, #[oai(header = "Location")] String),
}

#[derive(ApiResponse)]
enum Ended {
    /// The place has ended.
    #[oai(status = 204)]
    Done,
}

#[OpenApi(tag = "Tag::Enrollments")]
impl GuestApi {
    /// The sessions of other cohorts in which the person is a guest, and those in which they could be.
    #[oai(path = "/enrollments/:id/guest-places", method = "get", operation_id = "listGuestPlaces")]
    async fn list(
        &self,
        caller: Caller,
        id: Path<EnrollmentId>,
    ) -> Result<Json<GuestPlacesDocument>, Failure> {
        let app = &self.site.app;
        let of = app.enrollment(&caller.0, id.0).await?;
        let places = app.guest_places(&caller.0, &of).await?;
        let possible = app.outlook(&caller.0, &of).await?.map(|outlook| outlook.visits).unwrap_or_default();
        let possible = possible.iter().map(|one| {
            let session = &one.session;
            Ok(PossibleDocument {
                session_id: session.session,
                cohort_id: session.place.cohort,
                cohort_code: session.code.to_string(),
                title_uk: session.title.uk.to_string(),
                title_en: session.title.en.to_string(),
                starts_at: paging::offset(session.starts_at, time_zone("time_zone", &session.time_zone)?),
                minutes: one.minutes,
            })
        });
        let possible = possible.collect::<Result<_, Error>>()?;
        Ok(Json(GuestPlacesDocument { places: places.iter().map(Into::into).collect(), possible }))
    }

    /// Makes the person a guest of a session of another cohort of the same course, for a unit of which they missed something
    /// at home. Asked for by the person where the other cohort is open to all whom it is for, or done by whoever manages both
    /// cohorts. What is attended there counts for the own
    /// enrollment, and for nothing in the other cohort. A place that is there already is answered again.
    #[oai(path = "/enrollments/:id/guest-places", method = "post", operation_id = "giveGuestPlace")]
    async fn give(
        &self,
        caller: Caller,
        id: Path<EnrollmentId>,
        body: Json<NewGuestPlace>,
    ) -> Result<Given, Failure> {
        let session = body.0.session_id;
        let permit = self.site.app.may_visit(&caller.0, id.0, session).await?;
        self.site.app.visit(&permit).await?;
        let of = self.site.app.enrollment(&caller.0, id.0).await?;
        let places = self.site.app.guest_places(&caller.0, &of).await?;
        let place = places.iter().find(|place| place.session == session);
        let place = place.ok_or(Error::Missing("guest place"))?;
        let location = format!("/api/v1/enrollments/{}/guest-places", id.0);
        Ok(Given::Place(Json(place.into()), location))
    }

    /// Gives a guest place up, before the session begins.
    #[oai(path = "/enrollments/:id/guest-places/:session", method = "delete", operation_id = "endGuestPlace")]
    async fn end(
        &self,
        caller: Caller,
        id: Path<EnrollmentId>,
        session: Path<SessionId>,
    ) -> Result<Ended, Failure> {
        let permit = self.site.app.may_visit(&caller.0, id.0, session.0).await?;
        self.site.app.give_up_visit(&permit).await?;
        Ok(Ended::Done)
    }
}
