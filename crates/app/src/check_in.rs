//! Check-in of one's own, and what the trainer does for it.

mod carried;
mod desk;
mod seal;

pub use desk::{Desk, Screen};

use crate::attendance::{lock_held, writable};
use crate::login::token;
use crate::{App, Error, entry};
use chrono::{DateTime, TimeDelta, Utc};
use postup_domain::access::{Actor, MayCheckIn, MayTakeAttendance};
use postup_domain::attendance::{MarkSource, Meeting, stand};
use postup_domain::check_in::{Arrival, CheckedIn, EARLY, PersonalCode, Typed, adds, open_at};
use postup_domain::id::{EnrollmentId, MarkId, PersonId, SessionId};
use postup_domain::login::AttemptKind;
use postup_domain::rejection::{Refusal, Rejection};
use postup_domain::session::{Session, SessionState};
use postup_persistence::attendance::Meetings;
use postup_persistence::check_in::Keys;
use postup_persistence::{Tx, attendance, audit, check_in, figures, login, session};

/// For so long after its end a session is still recognised by its code, to say that it is over.
const RECALLED: TimeDelta = TimeDelta::hours(12);

/// A session as somebody sees it who is about to check in.
#[derive(Clone, Debug)]
pub struct OwnCheckIn {
    pub meeting: Meeting,
    /// Holds a seat in its cohort.
    pub seated: bool,
    /// When they checked in, and how.
    pub since: Option<(DateTime<Utc>, MarkSource)>,
    /// Whether a check-in is possible now.
    pub door: Result<CheckedIn, Rejection>,
}

/// Somebody who comes in.
struct Coming<'a> {
    session: SessionId,
    author: PersonId,
    source: MarkSource,
    at: DateTime<Utc>,
    who: Who<'a>,
    /// The tries that a right code or word makes forgotten.
    tries: Option<String>,
}

enum Who<'a> {
    Person(PersonId),
    Bearer(&'a PersonalCode),
}

impl App {
    /// A session with where the actor stands at its door.
    pub async fn own_check_in(&self, actor: &Actor, id: SessionId) -> Result<OwnCheckIn, Error> {
        let person = actor.person().ok_or(Error::Missing("session"))?;
        let reader = self.reader();
        let found = attendance::meetings(&reader, Meetings::One { session: id }).await?;
        let meeting = found.into_iter().next().ok_or(Error::Missing("session"))?;
        let seat = check_in::seat(&reader, id, person).await?;
        let since = match seat {
            Some(seat) => check_in::first(&reader, id, seat, meeting.starts_at - EARLY).await?,
            None => {
                let seen = session::find(&reader, &actor.sight(), id).await?;
                seen.ok_or(Error::Missing("session"))?;
                None
            }
        };
        let door = match (meeting.state, meeting.register.takes_marks()) {
            (SessionState::Cancelled, _) => Err(Refusal::SessionCancelled.into()),
            (_, false) => Err(Refusal::CheckInOver.into()),
            _ => open_at(meeting.frame(), self.now()),
        };
        Ok(OwnCheckIn { meeting, seated: seat.is_some(), since, door })
    }

    /// Whether the actor may check in to a session; whether they hold a seat is found out when they do.
    pub async fn may_check_in(&self, actor: &Actor, id: SessionId) -> Result<MayCheckIn, Error> {
        let found = attendance::meetings(&self.reader(), Meetings::One { session: id }).await?;
        let meeting = found.into_iter().next().ok_or(Error::Missing("session"))?;
        Ok(actor.may_check_in(id, meeting.place)?)
    }

    /// What a browser keeps of a scan while its person signs in; `None` when the code is not that of this minute. Whoever
    /// opens the address has scanned it: the same as what a phone would keep that is signed in already.
    pub async fn keep_scan(&self, id: SessionId, token: &str) -> Result<Option<String>, Error> {
        let now = self.now();
        let secret = self.keys_of(id).await?.secret;
        Ok(secret
            .filter(|secret| seal::is_token(secret, id, token, now))
            .and_then(|secret| seal::ticket(&secret, id, now)))
    }

    /// Checks the person in who scanned the code on the screen. A second scan changes nothing.
    pub async fn check_in(
        &self,
        permit: &MayCheckIn,
        token: &str,
        kept: Option<&str>,
    ) -> Result<CheckedIn, Error> {
        let (id, now) = (permit.session(), self.now());
        let secret = self.keys_of(id).await?.secret.ok_or(Refusal::CheckInCodeOld)?;
        let scanned = kept.and_then(|kept| seal::scanned_at(&secret, id, kept, now));
        let at = scanned.or_else(|| seal::is_token(&secret, id, token, now).then_some(now));
        let at = at.ok_or(Refusal::CheckInCodeOld)?;
        let (author, source) = (permit.person(), MarkSource::Projector);
        let coming = Coming { session: id, author, source, at, who: Who::Person(author), tries: None };
        Ok(self.welcome(coming, now).await?.1)
    }

    /// Checks the actor in to that of their sessions, or to `only`, whose digits or whose word they typed. Wrong ones make
    /// the person wait, longer each time.
    pub async fn check_in_typed(
        &self,
        actor: &Actor,
        only: Option<SessionId>,
        raw: &str,
    ) -> Result<(SessionId, CheckedIn), Error> {
        let typed = Typed::read("code", raw)?;
        let person = actor.person().ok_or(Error::Missing("person"))?;
        let (now, reader) = (self.now(), self.reader());
        let which = Meetings::Attended { person, ends_after: now - RECALLED };
        let mut meetings = attendance::meetings(&reader, which).await?;
        meetings.retain(|meeting| {
            meeting.starts_at - EARLY <= now && only.is_none_or(|only| only == meeting.session)
        });
        if meetings.is_empty() {
            return Err(Refusal::NoSessionNow.into());
        }
        // Of two with the same word, the one that goes on.
        meetings.sort_by_key(|meeting| meeting.frame().until() <= now);
        let tries = token::hash(&format!("check-in/{person}"));
        self.take_try(AttemptKind::CheckIn, &tries, now).await?;
        let sessions: Vec<SessionId> = meetings.iter().map(|meeting| meeting.session).collect();
        let keys = check_in::keys(&reader, &sessions).await?;
        let fits = |meeting: &&Meeting| {
            keys.get(&meeting.session).is_some_and(|keys| opens(keys, meeting.session, &typed, now))
        };
        let meeting = meetings.iter().find(fits).ok_or(Refusal::CheckInCodeUnknown)?;
        let permit = actor.may_check_in(meeting.session, meeting.place)?;
        let coming = Coming {
            session: permit.session(),
            author: person,
            source: match typed {
                Typed::Digits(_) => MarkSource::Projector,
                Typed::Word(_) => MarkSource::Word,
            },
            at: now,
            who: Who::Person(person),
            tries: Some(tries),
        };
        Ok((meeting.session, self.welcome(coming, now).await?.1))
    }

    /// Checks whoever carries this code in to the session that the actor holds.
    pub async fn check_in_bearer(
        &self,
        permit: &MayTakeAttendance,
        code: &PersonalCode,
    ) -> Result<(EnrollmentId, CheckedIn), Error> {
        let now = self.now();
        let author = permit.author().ok_or(Error::Missing("person"))?;
        let (session, source) = (permit.session(), MarkSource::PersonalCode);
        let coming = Coming { session, author, source, at: now, who: Who::Bearer(code), tries: None };
        self.welcome(coming, now).await
    }

    async fn welcome(
        &self,
        coming: Coming<'_>,
        now: DateTime<Utc>,
    ) -> Result<(EnrollmentId, CheckedIn), Error> {
        let entropy = &*self.entropy;
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, coming.session).await?;
        let outcome = open_at(session.frame(), coming.at)?;
        let seat = seat(&tx, &session, &coming.who).await?;
        if let Some(tries) = &coming.tries {
            login::forget_attempts(&tx, AttemptKind::CheckIn, tries).await?;
        }
        let history = attendance::seated(&tx, session.id, session.cohort, seat).await?;
        let mut history = history.unwrap_or_default();
        if !adds(&history, session.frame()) {
            tx.commit().await?;
            return Ok((seat, CheckedIn::Known));
        }
        let (author, source) = (coming.author, coming.source);
        match writable(&tx, &session, Some(author)).await {
            Err(Error::Rejected(_)) if source != MarkSource::PersonalCode => {
                return Err(Refusal::CheckInOver.into());
            }
            other => other?,
        }
        let arrival = Arrival { session: session.id, enrollment: seat, author, source, at: coming.at };
        let mark = arrival.mark(MarkId::new(now, entropy), now);
        attendance::append(&tx, session.cohort, std::slice::from_ref(&mark)).await?;
        history.push(mark);
        if let Some(standing) = stand(&history, session.frame()) {
            attendance::keep(&tx, session.id, &[(seat, standing)]).await?;
        }
        let subject = ("session", session.id.to_string());
        let line = entry(now, entropy, Some(author), "register.checked_in", subject, source.as_str());
        audit::record(&tx, &line).await?;
        figures::touch(&tx, &[seat], now).await?;
        tx.commit().await?;
        Ok((seat, outcome))
    }

    async fn keys_of(&self, id: SessionId) -> Result<Keys, Error> {
        Ok(check_in::keys(&self.reader(), &[id]).await?.remove(&id).unwrap_or_default())
    }
}

async fn seat(tx: &Tx, session: &Session, who: &Who<'_>) -> Result<EnrollmentId, Error> {
    match who {
        Who::Person(person) => {
            let seat = check_in::seat(tx, session.id, *person).await?;
            Ok(seat.ok_or(Refusal::NoSeatHere)?)
        }
        Who::Bearer(code) => {
            let seat = check_in::seat_of_code(tx, session.id, code).await?;
            Ok(seat.ok_or(Refusal::PersonalCodeUnknown)?)
        }
    }
}

/// Whether what was typed opens a session now.
fn opens(keys: &Keys, session: SessionId, typed: &Typed, now: DateTime<Utc>) -> bool {
    match typed {
        Typed::Digits(digits) => {
            keys.secret.as_ref().is_some_and(|secret| seal::are_digits(secret, session, digits, now))
        }
        Typed::Word(word) => keys.word.as_ref().is_some_and(|said| seal::is_word(&said.heard(), word)),
    }
}
