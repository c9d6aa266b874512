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
        let letters = seated.into_iter().map(|(of, person)| (person, email(of)));
        self.post(tx, &[session], letters, now).await
    }

    /// Tells everybody concerned that sessions of one cohort were moved; those to come, in one letter to each.
    pub(crate) async fn tell_of_moves(
        &self,
        tx: &Tx,
        moved: &[Session],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let ahead: Vec<&Session> = moved.iter().filter(|session| session.plan.starts_at > now).collect();
        let Some(first) = ahead.first().copied().or(moved.first()) else { return Ok(()) };
        let (session, number) = (first.id, first.sequence);
        let rest: Vec<_> = ahead.iter().skip(1).map(|session| (session.id, session.sequence)).collect();
        let to_trainers = Email::TaughtSessionChanged { session, number, rest: rest.clone() };
        let email = |enrollment| Email::SessionChanged { enrollment, session, number, rest: rest.clone() };
        let about = if ahead.is_empty() { vec![first] } else { ahead };
        for one in moved {
            let (session, number) = (one.id, one.sequence);
            let to_guests =
                |enrollment| Email::SessionChanged { enrollment, session, number, rest: Vec::new() };
            self.tell_guests(tx, one, now, to_guests).await?;
        }
        self.tell_concerned(tx, &about, now, &to_trainers, email).await
    }

    /// Tells everybody concerned that a session to come was called off.
    pub(super) async fn tell_of_end(&self, tx: &Tx, of: &Session, now: DateTime<Utc>) -> Result<(), Error> {
        let session = of.id;
        let email = |enrollment| Email::SessionCancelled { enrollment, session };
        self.tell_guests(tx, of, now, email).await?;
        self.tell_concerned(tx, &[of], now, &Email::TaughtSessionCancelled { session }, email).await
    }

    /// Those who hold a seat or are offered one, and those who teach.
    async fn tell_concerned(
        &self,
        tx: &Tx,
        about: &[&Session],
        now: DateTime<Utc>,
        to_trainers: &Email,
        email: impl Fn(EnrollmentId) -> Email,
    ) -> Result<(), Error> {
        let Some(first) = about.first() else { return Ok(()) };
        let seated = seated(tx, first, now).await?;
        let offered = cohort::offered(tx, first.cohort).await?;
        let people = seated.into_iter().chain(offered).map(|(of, person)| (person, email(of)));
        let trainers = access::trainers_of(tx, first.cohort, now).await?;
        let trainers = trainers.into_iter().map(|person| (person, to_trainers.clone()));
        self.post(tx, about, people.chain(trainers), now).await
    }

    async fn post(
        &self,
        tx: &Tx,
        about: &[&Session],
        letters: impl Iterator<Item = (PersonId, Email)>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let last = about.iter().map(|session| session.plan.ends_at).max();
        let Some((first, last)) = about.first().zip(last).filter(|(first, _)| first.plan.starts_at > now)
        else {
            return Ok(());
        };
        let event = format!("{}/{}", first.id, first.version);
        let letter = |(person, email)| {
            let id = NotificationId::new(now, &*self.entropy);
            NewNotification::now(id, person, email, &event, now).about(first.cohort).until(last)
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
