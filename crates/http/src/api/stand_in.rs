//! Who approves in the place of personnel officers who are away, as JSON.

use super::Tag;
use super::answer::Done;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, OFFICERS};
use crate::site::Site;
use chrono::{DateTime, NaiveDate, Utc};
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::stand_in::Named;
use postup_domain::id::{OrganizationId, PersonId, StandInId};
use postup_domain::stand_in::{RawStandIn, StandIn, StandInPlan};

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/organizations/:id/stand-ins", OFFICERS),
    (Method::POST, "/organizations/:id/stand-ins", OFFICERS),
    (Method::DELETE, "/stand-ins/:id", OFFICERS),
];

/// One person in the place of an officer who is away: a right to approve applications, and nothing else.
#[derive(Debug, Object)]
#[oai(rename = "StandIn")]
struct StandInDocument {
    id: StandInId,
    organization_id: OrganizationId,
    absent_id: PersonId,
    #[oai(skip_serializing_if_is_none)]
    absent_name: Option<String>,
    deputy_id: PersonId,
    #[oai(skip_serializing_if_is_none)]
    deputy_name: Option<String>,
    valid_from: DateTime<Utc>,
    /// The first instant at which it no longer counts.
    valid_to: DateTime<Utc>,
    /// When it was ended before its time.
    #[oai(skip_serializing_if_is_none)]
    ended_at: Option<DateTime<Utc>>,
}

impl From<StandIn> for StandInDocument {
    fn from(one: StandIn) -> Self {
        let StandIn { id, organization, absent, deputy, valid_from, valid_to, ended_at } = one;
        Self {
            id,
            organization_id: organization,
            absent_id: absent,
            absent_name: None,
            deputy_id: deputy,
            deputy_name: None,
            valid_from,
            valid_to,
            ended_at,
        }
    }
}

impl From<Named> for StandInDocument {
    fn from(one: Named) -> Self {
        let (absent, deputy) = (one.absent.in_register(), one.deputy.in_register());
        Self { absent_name: Some(absent), deputy_name: Some(deputy), ..one.stand_in.into() }
    }
}

/// Who is to approve, in whose place, and when; days are those of Kyiv.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewStandIn {
    /// A personnel officer of the organization.
    absent_id: PersonId,
    /// The address of somebody who works there.
    deputy_email: String,
    /// From now on when absent.
    first_day: Option<NaiveDate>,
    /// The last day on which it counts, at most a year after the first.
    last_day: NaiveDate,
}

#[derive(ApiResponse)]
enum NamedAnswer {
    #[oai(status = 201)]
    Created(Json<StandInDocument>),
}

/// The operations.
pub struct StandInApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Access")]
impl StandInApi {
    /// Who approves in the place of an organization's officers: now, soon, and within the past year.
    #[oai(path = "/organizations/:id/stand-ins", method = "get", operation_id = "listStandIns")]
    async fn list(
        &self,
        caller: Caller,
        id: Path<OrganizationId>,
    ) -> Result<Json<Vec<StandInDocument>>, Failure> {
        let permit = self.site.app.may_name_stand_in(&caller.0, id.0).await?;
        let found = self.site.app.stand_ins(&[permit]).await?;
        Ok(Json(found.into_iter().map(StandInDocument::from).collect()))
    }

    /// Let a colleague approve in the place of an officer who is away.
    #[oai(path = "/organizations/:id/stand-ins", method = "post", operation_id = "nameStandIn")]
    async fn name(
        &self,
        caller: Caller,
        id: Path<OrganizationId>,
        body: Json<NewStandIn>,
    ) -> Result<NamedAnswer, Failure> {
        let NewStandIn { absent_id, deputy_email, first_day, last_day } = body.0;
        let plan = StandInPlan::try_from(&RawStandIn {
            absent_id: absent_id.to_string(),
            deputy_email,
            first_day: first_day.map(|day| day.to_string()).unwrap_or_default(),
            last_day: last_day.to_string(),
        })?;
        let permit = self.site.app.may_name_stand_in(&caller.0, id.0).await?;
        let named = self.site.app.name_stand_in(&permit, &plan).await?;
        Ok(NamedAnswer::Created(Json(named.into())))
    }

    /// End it before its time. What is over stays as it is.
    #[oai(path = "/stand-ins/:id", method = "delete", operation_id = "endStandIn")]
    async fn end(&self, caller: Caller, id: Path<StandInId>) -> Result<Done, Failure> {
        let permit = self.site.app.may_end_stand_in(&caller.0, id.0).await?;
        self.site.app.end_stand_in(&permit, id.0).await?;
        Ok(Done::Done)
    }
}
