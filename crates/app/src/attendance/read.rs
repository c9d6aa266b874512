//! Reading registers and timetables.

use crate::{App, Error};
use chrono::{DateTime, TimeDelta, Utc};
use postup_domain::access::Actor;
use postup_domain::attendance::{Attendee, Meeting, NamedMark, RegisterStep};
use postup_domain::enrollment::Listed;
use postup_domain::id::{EnrollmentId, SessionId};
use postup_persistence::attendance::{Bar, Meetings};
use postup_persistence::{Cursor, Page, attendance};

/// A register: the session, how much of it is filled in, and a page of its people by surname.
#[derive(Clone, Debug)]
pub struct Register {
    pub meeting: Meeting,
    pub bar: Bar,
    pub people: Page<Attendee>,
}

impl App {
    /// The register of a session.
    pub async fn register(
        &self,
        actor: &Actor,
        id: SessionId,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Register, Error> {
        let meeting = self.meeting(actor, id).await?;
        let (reader, cohort) = (self.reader(), meeting.place.cohort);
        let bar = attendance::bar(&reader, id, cohort).await?;
        let people = attendance::register(&reader, id, cohort, after, limit).await?;
        Ok(Register { meeting, bar, people })
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
