//! A person's own calendar under a secret address that other programs look at (standards CAL-03).

use crate::{App, Error, entry};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, KeyInit, Mac};
use postup_calendar::{Event, Feed, Party};
use postup_domain::access::{Actor, MayEditPerson, Role, Scope};
use postup_domain::cohort::{CohortState, time_zone};
use postup_domain::id::{CohortId, PersonId, SessionId};
use postup_domain::person::Language;
use postup_domain::session::SessionState;
use postup_i18n::{Locale, Words};
use postup_persistence::calendar::Meeting;
use postup_persistence::{access, audit, calendar, outbox};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// So much of the code that proves an address ours: 128 bits, which nobody guesses.
const PROOF: usize = 16;
/// How long what is over stays; what was called off has to stay for 30 days (CAL-03).
const KEPT: Duration = Duration::days(90);
/// How often programs may look again.
const REFRESH: Duration = Duration::hours(1);

/// A calendar that can be subscribed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The whole address; whoever has it reads the calendar.
    pub address: String,
    pub since: DateTime<Utc>,
}

impl Subscription {
    /// The same address as programs for calendars take it by a click.
    pub fn webcal(&self) -> String {
        format!("webcal://{}", self.address.split("://").last().unwrap_or_default())
    }
}

impl App {
    /// The actor's own calendar, when it is open.
    pub async fn own_calendar(&self, actor: &Actor) -> Result<Option<Subscription>, Error> {
        let person = actor.person().ok_or(Error::Missing("person"))?;
        let settled = calendar::subscription(&self.reader(), person).await?.filter(|settled| settled.open);
        Ok(settled.map(|settled| self.subscription_of(person, settled)))
    }

    /// Opens a calendar under a new address; an address from before leads nowhere any more.
    pub async fn open_calendar(&self, permit: &MayEditPerson) -> Result<Subscription, Error> {
        let settled = self.settle_calendar(permit, true, "person.calendar_opened").await?;
        Ok(self.subscription_of(permit.person(), settled))
    }

    /// Closes a calendar: its address leads nowhere any more.
    pub async fn close_calendar(&self, permit: &MayEditPerson) -> Result<(), Error> {
        self.settle_calendar(permit, false, "person.calendar_closed").await?;
        Ok(())
    }

    async fn settle_calendar(
        &self,
        permit: &MayEditPerson,
        open: bool,
        action: &str,
    ) -> Result<calendar::Subscription, Error> {
        let (now, person) = (self.clock.now(), permit.person());
        let tx = self.store.begin().await?;
        calendar::settle(&tx, person, open, now).await?;
        let settled = calendar::subscription(&tx, person).await?;
        let subject = ("person", person.to_string());
        audit::record(&tx, &entry(now, &*self.entropy, permit.author(), action, subject, "")).await?;
        tx.commit().await?;
        settled.ok_or_else(|| Error::Broken("a calendar was settled and is not there".to_owned()))
    }

    /// What stands under an address, as iCalendar text; the same bytes as long as nothing in it changes.
    ///
    /// # Errors
    /// `Missing` when we did not make the address, or it is void, or its person may not sign in any more.
    pub async fn calendar(&self, token: &str) -> Result<String, Error> {
        let missing = || Error::Missing("calendar");
        let (person, proof) = opened(token).ok_or_else(missing)?;
        let reader = self.reader();
        let settled = calendar::subscription(&reader, person).await?.filter(|settled| settled.open);
        let settled = settled.ok_or_else(missing)?;
        if !bool::from(self.calendar_proof(person, settled.number).as_slice().ct_eq(&proof)) {
            return Err(missing());
        }
        let owner = outbox::reader_of(&reader, person).await?.ok_or_else(missing)?;
        if owner.suspended_at.is_some() {
            return Err(missing());
        }
        let now = self.now();
        let grants = access::of_persons(&reader, &[person]).await?;
        let taught: Vec<CohortId> = Actor::away(person, grants, now)
            .grants()
            .iter()
            .filter(|grant| grant.role == Role::Trainer)
            .filter_map(|grant| match grant.scope {
                Scope::Cohort(cohort) => Some(cohort),
                _ => None,
            })
            .collect();
        let meetings = calendar::meetings(&reader, person, &taught, now - KEPT).await?;
        let locale = match owner.language {
            Language::Ukrainian => Locale::Uk,
            Language::English => Locale::En,
        };
        let events: Result<Vec<Event>, Error> =
            meetings.iter().map(|meeting| self.event(meeting, locale)).collect();
        let name = Words::embedded().text(locale, "calendar-name");
        let organizer = self.organizer();
        Ok(Feed { name, language: locale.as_str(), organizer, refresh: REFRESH, events: events? }.text())
    }

    /// Who holds all meetings, for calendars: the one whom letters come from.
    pub(crate) fn organizer(&self) -> Party {
        let (name, address) = self.settings.letters.organizer.clone();
        Party { name, address }
    }

    pub(crate) fn event(&self, meeting: &Meeting, locale: Locale) -> Result<Event, Error> {
        let (course, title) = match locale {
            Locale::Uk => (&meeting.course_uk, &meeting.title_uk),
            Locale::En => (&meeting.course_en, &meeting.title_en),
        };
        let origin = &self.settings.origin;
        let page = match meeting.enrollment_id {
            Some(enrollment) => format!("/me/enrollments/{enrollment}"),
            None => format!("/teach/sessions/{}", meeting.session_id),
        };
        let host =
            origin.split("://").last().unwrap_or_default().split([':', '/']).next().unwrap_or_default();
        Ok(Event {
            uid: format!("session-{}@{host}", meeting.session_id),
            sequence: meeting.sequence,
            changed_at: meeting.changed_at.unwrap_or_else(|| made_at(meeting.session_id)),
            local_start: meeting.local_start,
            local_end: meeting.local_end,
            zone: time_zone("time_zone", &meeting.time_zone)?,
            summary: format!("{course}: {title}"),
            location: meeting.venue.clone(),
            conference: meeting.link.clone(),
            url: format!("{origin}{page}"),
            cancelled: meeting.state == SessionState::Cancelled
                || meeting.cohort_state == CohortState::Cancelled,
        })
    }

    fn subscription_of(&self, person: PersonId, settled: calendar::Subscription) -> Subscription {
        let mut bytes = person.0.as_bytes().to_vec();
        bytes.extend(self.calendar_proof(person, settled.number));
        let token = BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let address = format!("{}/calendar/{token}.ics", self.settings.origin);
        Subscription { address, since: settled.changed_at }
    }

    /// HMAC (RFC 2104) over the person and the number of the address, cut to [`PROOF`] bytes.
    fn calendar_proof(&self, person: PersonId, number: i64) -> Vec<u8> {
        // A key of any length is taken, so there always is one.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.settings.letters.secret) else {
            return Vec::new();
        };
        mac.update(b"calendar/");
        mac.update(person.0.as_bytes());
        mac.update(&number.to_be_bytes());
        mac.finalize().into_bytes().iter().copied().take(PROOF).collect()
    }
}

/// Whose address it says it is, and the proof.
fn opened(token: &str) -> Option<(PersonId, [u8; PROOF])> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token.strip_suffix(".ics").unwrap_or(token)).ok()?;
    let (id, proof) = bytes.split_at_checked(16)?;
    Some((PersonId(Uuid::from_slice(id).ok()?), proof.try_into().ok()?))
}

/// When a session was planned: its id begins with the milliseconds (RFC 9562, 5.7).
fn made_at(id: SessionId) -> DateTime<Utc> {
    let millis = id.0.as_u128() >> 80;
    i64::try_from(millis).ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default()
}
