//! Guests: asking for a place in a session of another cohort, giving it up, and telling guests what becomes of it.

use crate::completion::prospects;
use crate::enrollment::{Moved, eligibility, lock_both};
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Author, MayVisit, Sight};
use postup_domain::attendance::Meeting;
use postup_domain::cohort::CohortState;
use postup_domain::email::Email;
use postup_domain::enrollment::{EnrollmentState, Listed};
use postup_domain::guest::GuestPlace;
use postup_domain::id::{CohortId, EnrollmentId, NotificationId, SessionId};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::Refusal;
use postup_domain::session::Session;
use postup_persistence::attendance::Meetings;
use postup_persistence::{Tx, attendance, audit, cohort, enrollment, figures, guest, outbox, session};
use std::collections::BTreeSet;

impl App {
    /// Whether the actor may be, or have this person be, a guest of that session: the person, or whoever manages both
    /// cohorts. The same may give it up.
    pub async fn may_visit(
        &self,
        actor: &Actor,
        id: EnrollmentId,
        session: SessionId,
    ) -> Result<MayVisit, Error> {
        let at = self.enrollment(actor, id).await?.place();
        // Whoever is a guest there sees it, even when its cohort is not public any more.
        let sight = match guest::is_guest(&self.reader(), session, id).await? {
            true => Sight::system(),
            false => actor.sight(),
        };
        let found = session::find(&self.reader(), &sight, session).await?.ok_or(Error::Missing("session"))?;
        let host = cohort::find(&self.reader(), &sight, found.cohort).await?;
        let host = host.ok_or(Error::Missing("session"))?;
        Ok(actor.may_visit(id, at, session, host.place())?)
    }

    /// Where somebody is a guest, with how they stand there, in the order of time. Venue and link are told to the person, and
    /// to whoever sees the register there. The caller has looked whether the enrollment exists for the actor.
    pub async fn guest_places(&self, actor: &Actor, of: &Listed) -> Result<Vec<Meeting>, Error> {
        let which = Meetings::Visited { enrollment: of.enrollment.id };
        let mut places = attendance::meetings(&self.reader(), which).await?;
        let (sight, is_own) = (actor.sight(), actor.person() == Some(of.enrollment.person));
        for place in &mut places {
            if !of.tells_place() || !(is_own || sight.sees_register(&place.place)) {
                (place.venue, place.link) = (None, None);
            }
        }
        Ok(places)
    }

    /// Gives a guest place; whoever has it keeps it. Both cohorts are locked, so that nobody leaves the one or comes into
    /// the other meanwhile.
    ///
    /// # Errors
    /// `OtherCourse`, `GuestElsewhere`, `GuestNothingMissed`, `GuestRoomFull`, `GuestTooLate`, and whatever closes the session;
    /// unless the actor manages both cohorts, `GuestByCoordinator` and `NotEligible`.
    pub async fn visit(&self, permit: &MayVisit) -> Result<(), Error> {
        let (now, id) = (self.clock.now(), permit.enrollment());
        let tx = self.store.begin().await?;
        if permit.home() == permit.host() {
            return Err(Refusal::AlreadyEnrolled.into());
        }
        let (here, there) = lock_both(&tx, permit.home(), permit.host()).await?;
        let session = session::lock(&tx, permit.session()).await?.ok_or(Error::Missing("session"))?;
        let of = enrollment::read(&tx, id).await?.ok_or(Error::Missing("enrollment"))?;
        if of.state != EnrollmentState::Confirmed || here.state == CohortState::Cancelled {
            return Err(Refusal::StepNotAllowed.into());
        }
        here.leads_to(&there)?;
        there.takes_guests_in(&session, now)?;
        if guest::is_guest(&tx, session.id, id).await? {
            return Ok(());
        }
        if !permit.is_manager() {
            there.is_open_to_guests()?;
            let looks = eligibility::looks(&tx, &there, &[of.person], now).await?;
            if let Some(lacking) = looks.get(&of.person).filter(|look| !look.is_good()) {
                return Err(eligibility::refusal(lacking).into());
            }
        }
        let candidates = guest::candidates(&tx, id, Some(session.id), false, now).await?;
        let candidate = candidates.first().ok_or(Refusal::GuestElsewhere)?;
        let found = prospects(&tx, here.id, &[id]).await?.into_iter().next();
        let found = found.ok_or(Error::Missing("enrollment"))?;
        if found.offers(std::slice::from_ref(candidate), now).is_empty() {
            return Err(Refusal::GuestNothingMissed.into());
        }
        if !candidate.room.takes_one_more() {
            return Err(Refusal::GuestRoomFull.into());
        }
        guest::give(&tx, session.id, id, permit.author(), now).await?;
        let place = GuestPlace { session: session.id, enrollment: id, person: of.person };
        let email = Email::GuestPlaceGiven { enrollment: id, session: session.id };
        self.tell_guest(&tx, &place, there.id, "given", email, now).await?;
        let line = ("enrollment", id.to_string());
        let line = entry(now, self.entropy(), permit.author(), "guest.given", line, session.id.to_string());
        audit::record(&tx, &line).await?;
        figures::touch(&tx, &[id], now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives a guest place up.
    ///
    /// # Errors
    /// `Missing` when there is none; `GuestTooLate` once the session has begun or somebody was marked.
    pub async fn give_up_visit(&self, permit: &MayVisit) -> Result<(), Error> {
        let (now, id) = (self.clock.now(), permit.enrollment());
        let tx = self.store.begin().await?;
        let session = session::lock(&tx, permit.session()).await?.ok_or(Error::Missing("session"))?;
        if !guest::is_guest(&tx, session.id, id).await? {
            return Err(Error::Missing("guest place"));
        }
        if session.plan.starts_at <= now || !guest::end(&tx, session.id, id, now).await? {
            return Err(Refusal::GuestTooLate.into());
        }
        let of = enrollment::read(&tx, id).await?.ok_or(Error::Missing("enrollment"))?;
        let place = GuestPlace { session: session.id, enrollment: id, person: of.person };
        self.note_end(&tx, &place, &session, permit.author(), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends the guest places ahead for which there is no reason after these moves: of people whose own seats have ended, and
    /// of those who hold a seat where they were guests.
    pub(crate) async fn end_visits_after(
        &self,
        tx: &Tx,
        moved: &[Moved],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let seated = Some(EnrollmentState::Confirmed);
        let (mut left, mut came) = (Vec::new(), BTreeSet::new());
        for Moved { enrollment, from, .. } in moved {
            match (*from == seated, Some(enrollment.state) == seated) {
                (true, false) => left.push(enrollment.id),
                (false, true) => drop(came.insert(enrollment.cohort)),
                _ => {}
            }
        }
        let mut places = guest::ahead_of(tx, &left, now).await?;
        for cohort in came {
            places.extend(guest::ahead_beside_seats(tx, cohort, now).await?);
        }
        let author = |place: &GuestPlace| {
            let own = moved.iter().find(|one| one.enrollment.person == place.person);
            own.and_then(|one| one.by.author)
        };
        self.end_visits(tx, places, author, now).await
    }

    /// Ends the guest places ahead in a cohort, and those of its people, since it does not take place.
    pub(crate) async fn end_visits_around(
        &self,
        tx: &Tx,
        cohort: CohortId,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let places = guest::ahead_around(tx, cohort, now).await?;
        self.end_visits(tx, places, |_| author, now).await
    }

    /// Ends those of some guest places in which nobody was marked.
    pub(crate) async fn end_visits(
        &self,
        tx: &Tx,
        mut places: Vec<GuestPlace>,
        author: impl Fn(&GuestPlace) -> Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        // In the order of ids, as far as one step of a change goes; where two steps wait for each other, one is asked again.
        places.sort_unstable_by_key(|place| (place.session, place.enrollment));
        for place in places {
            let Some(session) = session::lock(tx, place.session).await? else { continue };
            if guest::end(tx, place.session, place.enrollment, now).await? {
                self.note_end(tx, &place, &session, author(&place), now).await?;
            }
        }
        Ok(())
    }

    /// What goes with the end of a guest place.
    async fn note_end(
        &self,
        tx: &Tx,
        place: &GuestPlace,
        session: &Session,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let email = Email::GuestPlaceEnded { enrollment: place.enrollment, session: session.id };
        self.tell_guest(tx, place, session.cohort, "ended", email, now).await?;
        let line = ("enrollment", place.enrollment.to_string());
        let line = entry(now, self.entropy(), author, "guest.ended", line, session.id.to_string());
        audit::record(tx, &line).await?;
        figures::touch(tx, &[place.enrollment], now).await?;
        Ok(())
    }

    /// Tells the guests of a session of what becomes of it.
    pub(crate) async fn tell_guests(
        &self,
        tx: &Tx,
        session: &Session,
        now: DateTime<Utc>,
        email: impl Fn(EnrollmentId) -> Email,
    ) -> Result<(), Error> {
        let guests = guest::of_session(tx, session.id).await?;
        let touched: Vec<_> = guests.iter().map(|place| place.enrollment).collect();
        figures::touch(tx, &touched, now).await?;
        if session.plan.starts_at <= now {
            return Ok(());
        }
        let event = format!("{}/{}", session.id, session.version);
        let letter = |place: &GuestPlace| {
            let id = NotificationId::new(now, self.entropy());
            let told = NewNotification::now(id, place.person, email(place.enrollment), &event, now);
            told.about(session.cohort).until(session.plan.ends_at)
        };
        outbox::push_all(tx, &guests.iter().map(letter).collect::<Vec<_>>()).await?;
        Ok(())
    }

    async fn tell_guest(
        &self,
        tx: &Tx,
        place: &GuestPlace,
        host: CohortId,
        what: &str,
        email: Email,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        // A place may be given up and asked for again.
        let event = format!("{}/{}/{what}/{}", place.session, place.enrollment, now.timestamp_millis());
        let id = NotificationId::new(now, self.entropy());
        outbox::push(tx, &NewNotification::now(id, place.person, email, event, now).about(host)).await?;
        Ok(())
    }
}
