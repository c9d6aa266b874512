//! Notifications: what became of every message.

use super::Tag;
use super::paging::{limit, next_link, offset, open};
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, Policy};
use crate::site::Site;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use poem::http::{Method, Uri};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_domain::access::Role;
use postup_domain::id::{CohortId, MessageId, NotificationId, PersonId};
use postup_domain::notification::{Notification, NotificationState};
use postup_persistence::outbox::Filter;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/notifications", Policy::SignedIn),
    (Method::GET, "/notifications/:id", Policy::SignedIn),
    (Method::POST, "/notifications/:id/repetition", SENDERS),
];

/// Those who look after mail.
const SENDERS: Policy = Policy::Any(&[Role::ProgramManager, Role::Administrator]);

/// A message to one person: its fate, never its text.
#[derive(Debug, Object)]
#[oai(rename = "Notification")]
pub struct Sent {
    id: NotificationId,
    person_id: PersonId,
    /// Surname and given name.
    person_name: String,
    cohort_id: Option<CohortId>,
    /// Which message, e.g. `seat_confirmed`.
    key: String,
    state: NotificationState,
    /// How often it was tried.
    attempts: i32,
    created_at: DateTime<FixedOffset>,
    /// The next attempt, while it is queued; the daily digest it waits for, while it is held.
    next_attempt_at: Option<DateTime<FixedOffset>>,
    /// Dropped rather than sent after this.
    not_after: Option<DateTime<FixedOffset>>,
    finished_at: Option<DateTime<FixedOffset>>,
    /// What the mail server said last, or why the message was dropped.
    last_reply: Option<String>,
}

impl Sent {
    fn new(found: Notification, zone: Tz) -> Self {
        let local = |instant| offset(instant, zone);
        Self {
            id: found.id,
            person_id: found.person,
            person_name: found.reader,
            cohort_id: found.cohort,
            key: found.key,
            state: found.state,
            attempts: found.attempts,
            created_at: local(found.created_at),
            next_attempt_at: matches!(found.state, NotificationState::Queued | NotificationState::Held)
                .then(|| local(found.due_at)),
            not_after: found.not_after.map(local),
            finished_at: found.finished_at.map(local),
            last_reply: found.last_reply,
        }
    }
}

#[derive(ApiResponse)]
enum Listed {
    /// Newest first. The header `Link` leads to the next page.
    #[oai(status = 200)]
    Ok(Json<Vec<Sent>>, #[oai(header = "Link")] Option<String>),
}

/// The operations.
pub struct NotificationApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Notifications")]
impl NotificationApi {
    /// Messages that the caller may see: the own ones, and those about cohorts the caller manages
    #[oai(path = "/notifications", method = "get", operation_id = "list_notifications")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        caller: Caller,
        uri: &Uri,
        person: Query<Option<PersonId>>,
        cohort: Query<Option<CohortId>>,
        state: Query<Option<NotificationState>>,
        /// Letters of what a manager wrote.
        message: Query<Option<MessageId>>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Listed, Failure> {
        let filter = Filter { person: person.0, cohort: cohort.0, state: state.0, message: message.0 };
        let (after, most) = (open(cursor.0.as_deref())?, limit(most.0)?);
        let page = self.site.app.notifications(&caller.0.sight(), &filter, after.as_ref(), most).await?;
        let address = uri.path_and_query().map_or("", |path| path.as_str());
        let link = next_link(address, page.next.as_ref());
        let zone = self.site.look.time_zone;
        Ok(Listed::Ok(Json(page.items.into_iter().map(|found| Sent::new(found, zone)).collect()), link))
    }

    /// One message
    #[oai(path = "/notifications/:id", method = "get", operation_id = "get_notification")]
    async fn get(&self, caller: Caller, id: Path<NotificationId>) -> Result<Json<Sent>, Failure> {
        let found = self.site.app.notification(&caller.0.sight(), id.0).await?;
        Ok(Json(Sent::new(found, self.site.look.time_zone)))
    }

    /// Send a message again that failed or was dropped
    #[oai(path = "/notifications/:id/repetition", method = "post", operation_id = "repeat_notification")]
    async fn repeat(&self, caller: Caller, id: Path<NotificationId>) -> Result<Json<Sent>, Failure> {
        let permit = self.site.app.may_send_again(&caller.0, id.0).await?;
        let found = self.site.app.send_again(&permit, id.0).await?;
        Ok(Json(Sent::new(found, self.site.look.time_zone)))
    }
}
