//! Telling people of sessions to come, in the transaction that changes them.

use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::email::Email;
use postup_domain::id::{EnrollmentId, NotificationId, PersonId};
use postup_domain::notification::NewNotification;
use postup_domain::session::Session;
use postup_persistence::{Tx, access, cohort, figures, outbox};

impl App {
    /// Tells everyone who holds a seat of a session to come.
    pub(super) async fn tell_seated(
        &self,
        tx: &Tx,
        session: &Session,
        now: DateTime<Utc>,
        email: impl Fn(EnrollmentId) -> Email,
    ) -> Result<(), Error> {
        let seated = seated(tx, session, now).await?;
        self.post(tx, session, seated.into_iter().map(|(of, person)| (person, email(of))), now).await
    }

    /// Tells everybody concerned that a session to come was moved or called off: those who hold a seat or are offered one,
    /// and those who teach.
    pub(crate) async fn tell_of_change(
        &self,
        tx: &Tx,
        session: &Session,
        now: DateTime<Utc>,
        to_trainers: Email,
        email: impl Fn(EnrollmentId) -> Email,
    ) -> Result<(), Error> {
        let seated = seated(tx, session, now).await?;
        let offered = cohort::offered(tx, session.cohort).await?;
        let people = seated.into_iter().chain(offered).map(|(of, person)| (person, email(of)));
        let trainers = access::trainers_of(tx, session.cohort, now).await?;
        let trainers = trainers.into_iter().map(|person| (person, to_trainers.clone()));
        self.post(tx, session, people.chain(trainers), now).await
    }

    async fn post(
        &self,
        tx: &Tx,
        session: &Session,
        letters: impl Iterator<Item = (PersonId, Email)>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if session.plan.starts_at <= now {
            return Ok(());
        }
        let event = format!("{}/{}", session.id, session.version);
        let letter = |(person, email)| {
            let id = NotificationId::new(now, &*self.entropy);
            let new = NewNotification::now(id, person, email, &event, now);
            new.about(session.cohort).until(session.plan.ends_at)
        };
        outbox::push_all(tx, &letters.map(letter).collect::<Vec<_>>()).await?;
        Ok(())
    }
}

/// Those who hold a seat; their progress is counted anew.
async fn seated(
    tx: &Tx,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<Vec<(EnrollmentId, PersonId)>, Error> {
    let seated = cohort::seated(tx, session.cohort).await?;
    let enrollments: Vec<_> = seated.iter().map(|(enrollment, _)| *enrollment).collect();
    figures::touch(tx, &enrollments, now).await?;
    Ok(seated)
}
