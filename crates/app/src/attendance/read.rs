//! Reading registers and timetables.

use crate::{App, Error};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use postup_domain::access::{Action, Actor, Place};
use postup_domain::attendance::{Attendee, Meeting, NamedMark, RegisterStep, Standing};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::Listed;
use postup_domain::id::{CohortId, EnrollmentId, SessionId};
use postup_domain::session::{LocalTime, Session, SessionState, instant};
use postup_persistence::attendance::{Bar, Meetings};
use postup_persistence::{Cursor, Page, attendance, cohort, guest, session};
use std::collections::HashMap;

/// A register: the session, how much of it is filled in, and a page of its people by surname.
#[derive(Clone, Debug)]
pub struct Register {
    pub meeting: Meeting,
    pub bar: Bar,
    pub people: Page<Attendee>,
    /// From other cohorts; with the first page, unless names were typed.
    pub guests: Vec<Attendee>,
    /// Since when the present rule counts.
    pub rule_since: Option<DateTime<Utc>>,
}

impl Register {
    /// Whose marks are made in it: the cohort's own people, then guests.
    pub fn everybody(&self) -> impl Iterator<Item = &Attendee> {
        self.people.items.iter().chain(&self.guests)
    }
}

/// A register to take along: the session and everybody on it.
#[derive(Clone, Debug)]
pub struct Taken {
    pub meeting: Meeting,
    pub people: Vec<Attendee>,
}

/// The registers of all sessions of a cohort side by side, for a page of its people by surname.
#[derive(Clone, Debug)]
pub struct Grid {
    pub cohort: Cohort,
    pub sessions: Vec<Session>,
    pub people: Page<Attendee>,
    pub cells: HashMap<(EnrollmentId, SessionId), Standing>,
}

/// How far back an open register is still taken along: marks may be delivered that late.
const BACK: TimeDelta = TimeDelta::days(30);

impl App {
    /// The registers that a trainer takes along where there is no network: of today and the next seven days, and those
    /// begun in the last thirty days that are still open.
    pub async fn registers_to_take(&self, actor: &Actor, zone: Tz) -> Result<Vec<Taken>, Error> {
        let now = self.clock.now();
        let day = now.with_timezone(&zone).date_naive();
        let midnight = instant("day", LocalTime::midnight(day), zone).unwrap_or(now);
        let mut meetings = self.taught_meetings(actor, midnight, 8).await?;
        meetings.retain(|meeting| meeting.starts_at >= now - BACK);
        let sessions: Vec<SessionId> = meetings.iter().map(|meeting| meeting.session).collect();
        let mut people = attendance::rosters(&self.reader(), &sessions).await?;
        for (session, (guests, _)) in guest::on_registers(&self.reader(), &sessions).await? {
            people.entry(session).or_default().extend(guests);
        }
        let take = |meeting: Meeting| {
            let people = people.remove(&meeting.session).unwrap_or_default();
            Taken { meeting, people }
        };
        Ok(meetings.into_iter().map(take).collect())
    }

    /// The register of a session.
    pub async fn register(
        &self,
        actor: &Actor,
        id: SessionId,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Register, Error> {
        self.register_of(actor, id, "", after, limit).await
    }

    /// The same of those people whose names hold what was typed.
    pub async fn register_of(
        &self,
        actor: &Actor,
        id: SessionId,
        typed: &str,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Register, Error> {
        let meeting = self.meeting(actor, id).await?;
        let (reader, cohort) = (self.reader(), meeting.place.cohort);
        let mut bar = attendance::bar(&reader, id, cohort).await?;
        let (guests, disputed) = guest::on_registers(&reader, &[id]).await?.remove(&id).unwrap_or_default();
        bar.disputed += disputed;
        let guests = if after.is_none() && typed.is_empty() { guests } else { Vec::new() };
        let people = attendance::register(&reader, id, cohort, typed, after, limit).await?;
        let rule_since = attendance::rule_since(&reader).await?;
        Ok(Register { meeting, bar, people, guests, rule_since })
    }

    /// The registers of all sessions of a cohort that were not called off.
    pub async fn grid(
        &self,
        actor: &Actor,
        id: CohortId,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Grid, Error> {
        let (reader, sight) = (self.reader(), actor.sight());
        let cohort = cohort::find(&reader, &sight, id).await?.ok_or(Error::Missing("cohort"))?;
        actor.require(Action::TakeAttendance, &Place::Cohort(cohort.place()))?;
        let mut sessions = session::of_cohort(&reader, &sight, id).await?;
        sessions.retain(|session| session.state == SessionState::Planned);
        let Some(first) = sessions.first() else {
            let people = Page { items: Vec::new(), next: None };
            return Ok(Grid { cohort, sessions, people, cells: HashMap::new() });
        };
        let people = attendance::register(&reader, first.id, id, "", after, limit).await?;
        let named: Vec<EnrollmentId> = people.items.iter().map(|person| person.enrollment).collect();
        let cells = attendance::cells(&reader, id, &named).await?;
        Ok(Grid { cohort, sessions, people, cells })
    }

    /// Every mark of one person in a session, the newest first.
    pub async fn marks_of_person(
        &self,
        actor: &Actor,
        session: SessionId,
        enrollment: EnrollmentId,
    ) -> Result<Vec<NamedMark>, Error> {
        self.meeting(actor, session).await?;
        Ok(attendance::history(&self.reader(), session, enrollment).await?)
    }

    /// Who closed and reopened a register, when and why; the newest first.
    pub async fn register_history(&self, actor: &Actor, id: SessionId) -> Result<Vec<RegisterStep>, Error> {
        self.meeting(actor, id).await?;
        Ok(attendance::register_history(&self.reader(), id).await?)
    }

    /// The sessions ahead of the actor in the cohorts where they hold a seat, the next one first.
    pub async fn next_meetings(&self, actor: &Actor) -> Result<Vec<Meeting>, Error> {
        let Some(person) = actor.person() else { return Ok(Vec::new()) };
        let which = Meetings::Attended { person, ends_after: self.clock.now() };
        Ok(attendance::meetings(&self.reader(), which).await?)
    }

    /// The timetable of an enrollment's cohort with where the person stands in each session. Venue and link are told to
    /// those who hold a seat only (product rule 11).
    pub async fn timetable(&self, of: &Listed) -> Result<Vec<Meeting>, Error> {
        let which = Meetings::Of { cohort: of.enrollment.cohort, enrollment: of.enrollment.id };
        let mut meetings = attendance::meetings(&self.reader(), which).await?;
        if !of.tells_place() {
            for meeting in &mut meetings {
                (meeting.venue, meeting.link) = (None, None);
            }
        }
        Ok(meetings)
    }

    /// The sessions the actor teaches between two instants, and those begun before `now` whose register is still open.
    pub async fn taught_meetings(
        &self,
        actor: &Actor,
        from: DateTime<Utc>,
        days: i64,
    ) -> Result<Vec<Meeting>, Error> {
        let sight = actor.sight();
        let until = from + TimeDelta::days(days);
        let which = Meetings::Taught { reach: &sight.teaches, from, until, now: self.clock.now() };
        Ok(attendance::meetings(&self.reader(), which).await?)
    }
}
