//! Venues as JSON: for those who manage what their organization runs.

use super::Tag;
use super::answer::{Created, Many, One};
use super::paging::{limit, open, version};
use super::problem::{EditFailure, Failure};
use crate::caller::Caller;
use crate::policy::{Line, MANAGERS};
use crate::site::Site;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_domain::id::{OrganizationId, VenueId};
use postup_domain::venue::{RawPlan, Venue};
use postup_persistence::venue::Filter;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/venues", MANAGERS),
    (Method::POST, "/venues", MANAGERS),
    (Method::GET, "/venues/:id", MANAGERS),
    (Method::PUT, "/venues/:id", MANAGERS),
    (Method::POST, "/venues/:id/archiving", MANAGERS),
    (Method::POST, "/venues/:id/restoration", MANAGERS),
];

/// A place of an organization.
#[derive(Debug, Object)]
#[oai(rename = "Venue")]
struct VenueOut {
    id: VenueId,
    organization_id: OrganizationId,
    name: String,
    address: String,
    /// The code of a unit of the codifier.
    territory: Option<String>,
    seats: i32,
    /// How many people its shelter takes; 0 when there is none, null when nobody knows.
    shelter: Option<i32>,
    /// Nothing new is planned there.
    archived: bool,
}

impl From<Venue> for VenueOut {
    fn from(venue: Venue) -> Self {
        Self {
            id: venue.id,
            organization_id: venue.organization,
            name: venue.plan.name.to_string(),
            address: venue.plan.address.to_string(),
            territory: venue.plan.territory,
            seats: venue.plan.seats,
            shelter: venue.plan.shelter,
            archived: venue.archived,
        }
    }
}

/// What it takes to write a place down.
#[derive(Debug, Object)]
#[oai(rename = "VenuePlan", deny_unknown_fields)]
struct VenueIn {
    name: String,
    address: String,
    territory: Option<String>,
    seats: i32,
    /// How many people its shelter takes; 0 when there is none, absent when nobody knows.
    shelter: Option<i32>,
}

impl From<VenueIn> for RawPlan {
    fn from(typed: VenueIn) -> Self {
        Self {
            name: typed.name,
            address: typed.address,
            territory: typed.territory.unwrap_or_default(),
            seats: typed.seats.to_string(),
            shelter: typed.shelter.map(|people| people.to_string()).unwrap_or_default(),
        }
    }
}

/// The same, and whose it is.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewVenue {
    organization_id: OrganizationId,
    name: String,
    address: String,
    territory: Option<String>,
    seats: i32,
    /// How many people its shelter takes; 0 when there is none, absent when nobody knows.
    shelter: Option<i32>,
}

/// The operations.
pub struct VenueApi {
    pub site: Site,
}

impl VenueApi {
    async fn put_away(&self, caller: &Caller, id: VenueId, archived: bool) -> Result<One<VenueOut>, Failure> {
        let (permit, _) = self.site.app.may_manage_venue(&caller.0, id).await?;
        let venue = self.site.app.archive_venue(&permit, id, archived).await?;
        Ok(One::at(venue.version, venue))
    }
}

#[OpenApi(tag = "Tag::Organizations")]
impl VenueApi {
    /// The places in which the caller's sessions can take place
    #[oai(path = "/venues", method = "get", operation_id = "list_venues")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        organization: Query<Option<OrganizationId>>,
        /// Those too in which nothing new is planned.
        archived: Query<Option<bool>>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Many<VenueOut>, Failure> {
        let (after, most) = (open(cursor.0.as_deref())?, limit(most.0)?);
        let filter = Filter { organization: organization.0, archived: archived.0.unwrap_or_default() };
        let page = self.site.app.venues(&caller.0, &filter, after.as_ref(), most).await?;
        Ok(Many::page(request, page, VenueOut::from))
    }

    /// Add a place
    #[oai(path = "/venues", method = "post", operation_id = "add_venue")]
    async fn add(&self, caller: Caller, body: Json<NewVenue>) -> Result<Created<VenueOut>, Failure> {
        let NewVenue { organization_id, name, address, territory, seats, shelter } = body.0;
        let permit = self.site.app.may_manage_venues(&caller.0, organization_id).await?;
        let raw = RawPlan::from(VenueIn { name, address, territory, seats, shelter });
        let venue = self.site.app.add_venue(&permit, &raw).await?;
        Ok(Created::of("venues", venue.id, venue.version, venue))
    }

    /// One place
    #[oai(path = "/venues/:id", method = "get", operation_id = "get_venue")]
    async fn get(&self, caller: Caller, id: Path<VenueId>) -> Result<One<VenueOut>, Failure> {
        let venue = self.site.app.venue(&caller.0, id.0).await?;
        Ok(One::at(venue.version, venue))
    }

    /// Replaces what is written down of a place
    ///
    /// Another name or address is another place for the sessions to come there: everybody concerned is told.
    #[oai(path = "/venues/:id", method = "put", operation_id = "edit_venue")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<VenueId>,
        #[oai(name = "If-Match")] seen: Header<Option<String>>,
        body: Json<VenueIn>,
    ) -> Result<One<VenueOut>, EditFailure> {
        let (permit, _) = self.site.app.may_manage_venue(&caller.0, id.0).await?;
        let version = version(seen.0.as_deref()).map_err(EditFailure)?;
        let venue = self.site.app.edit_venue(&permit, id.0, version, &RawPlan::from(body.0)).await?;
        Ok(One::at(venue.version, venue))
    }

    /// Plans nothing new there any more
    #[oai(path = "/venues/:id/archiving", method = "post", operation_id = "archive_venue")]
    async fn archive(&self, caller: Caller, id: Path<VenueId>) -> Result<One<VenueOut>, Failure> {
        self.put_away(&caller, id.0, true).await
    }

    /// Takes a place that was put away into use again
    #[oai(path = "/venues/:id/restoration", method = "post", operation_id = "restore_venue")]
    async fn restore(&self, caller: Caller, id: Path<VenueId>) -> Result<One<VenueOut>, Failure> {
        self.put_away(&caller, id.0, false).await
    }
}
