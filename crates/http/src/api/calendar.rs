//! The caller's calendar as other programs can subscribe to it.

use super::Tag;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, Policy};
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::http::Method;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::Error;
use postup_app::calendar::Subscription;
use postup_domain::access::MayEditPerson;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/me/calendar", Policy::SignedIn),
    (Method::PUT, "/me/calendar", Policy::SignedIn),
    (Method::DELETE, "/me/calendar", Policy::SignedIn),
];

/// A calendar that can be subscribed to.
#[derive(Object)]
struct CalendarSubscription {
    /// iCalendar (RFC 5545) for whoever has this address; treat it as a secret.
    address: String,
    since: DateTime<Utc>,
}

impl From<Subscription> for CalendarSubscription {
    fn from(Subscription { address, since }: Subscription) -> Self {
        Self { address, since }
    }
}

#[derive(ApiResponse)]
enum Closed {
    /// The address leads nowhere any more.
    #[oai(status = 204)]
    Closed,
}

/// The operations.
pub struct CalendarApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Sessions")]
impl CalendarApi {
    /// The address of the caller's calendar; 404 while it is closed
    #[oai(path = "/me/calendar", method = "get", operation_id = "get_calendar")]
    async fn get(&self, caller: Caller) -> Result<Json<CalendarSubscription>, Failure> {
        let open = self.site.app.own_calendar(&caller.0).await?;
        Ok(Json(open.ok_or(Error::Missing("calendar"))?.into()))
    }

    /// Open the calendar under a new address; an earlier one leads nowhere any more
    #[oai(path = "/me/calendar", method = "put", operation_id = "open_calendar")]
    async fn open(&self, caller: Caller) -> Result<Json<CalendarSubscription>, Failure> {
        let permit = self.own(&caller).await?;
        Ok(Json(self.site.app.open_calendar(&permit).await?.into()))
    }

    /// Close the calendar
    #[oai(path = "/me/calendar", method = "delete", operation_id = "close_calendar")]
    async fn close(&self, caller: Caller) -> Result<Closed, Failure> {
        let permit = self.own(&caller).await?;
        self.site.app.close_calendar(&permit).await?;
        Ok(Closed::Closed)
    }
}

impl CalendarApi {
    async fn own(&self, caller: &Caller) -> Result<MayEditPerson, Failure> {
        let person = caller.0.person().ok_or(Error::Missing("person"))?;
        Ok(self.site.app.may_edit_person(&caller.0, person).await?)
    }
}
