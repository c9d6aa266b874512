//! Reminding people of what is ahead.

use crate::{App, Error};
use chrono::Duration;
use postup_domain::email::Email;
use postup_domain::id::NotificationId;
use postup_domain::notification::NewNotification;
use postup_persistence::guest;
use postup_persistence::outbox::{self, Upcoming};

/// People are reminded so long before a session begins: at the same hour of the day before.
const AHEAD: Duration = Duration::days(1);
/// Nobody is reminded of what begins this soon.
const TOO_LATE: Duration = Duration::hours(1);
/// Sessions of one round; the next round takes the rest.
const ROUND: u64 = 50;

impl App {
    /// Writes a reminder to everybody with a seat for each session of the next day, once for each time a session is set
    /// to. Returns how many messages were written. Safe to run from several workers at once.
    pub async fn remind_of_sessions(&self) -> Result<u64, Error> {
        let now = self.clock.now();
        let mut written = 0;
        for session in outbox::upcoming(&self.reader(), now + TOO_LATE, now + AHEAD, ROUND).await? {
            written += self.remind_of(&session).await?;
        }
        Ok(written)
    }

    async fn remind_of(&self, session: &Upcoming) -> Result<u64, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        if !outbox::note_reminded(&tx, session, now).await? {
            return Ok(0);
        }
        let event = format!("{}/{}", session.id, session.starts_at.timestamp());
        let to = |(enrollment, person)| {
            let id = NotificationId::new(now, &*self.entropy);
            let email = Email::SessionTomorrow { enrollment, session: session.id };
            let new = NewNotification::now(id, person, email, &event, now);
            new.about(session.cohort_id).until(session.starts_at)
        };
        let seated = outbox::seated(&tx, session.cohort_id).await?;
        let seated = seated.into_iter().map(|seated| (seated.id, seated.person_id));
        let guests = guest::of_session(&tx, session.id).await?;
        let guests = guests.into_iter().map(|place| (place.enrollment, place.person));
        let letters: Vec<_> = seated.chain(guests).map(to).collect();
        let written = outbox::push_all(&tx, &letters).await?;
        tx.commit().await?;
        Ok(written)
    }
}
