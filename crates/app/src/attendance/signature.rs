//! Sheets to sign where people meet: who is expected, and the code of each line.

use super::paper::expected;
use crate::{App, Error};
use postup_domain::access::{Action, Actor, Place, Role, Scope, Sight};
use postup_domain::attendance::{Attendee, LineCodes, MOST_LINES, Meeting, SignatureLine, SignatureSheet};
use postup_domain::id::{CohortId, PersonId, SessionId};
use postup_persistence::attendance::{MOST_MEETINGS, Meetings};
use postup_persistence::{access, attendance, cohort, guest, person, program};

impl App {
    /// The sheet of one session.
    pub async fn signature_sheet(&self, actor: &Actor, id: SessionId) -> Result<SignatureSheet, Error> {
        let meeting = self.meeting(actor, id).await?;
        actor.may_take_attendance(id, meeting.place)?;
        let sheets = self.sheets(vec![meeting]).await?;
        sheets.into_iter().next().ok_or(Error::Missing("session"))
    }

    /// The sheets of all sessions of a cohort that were not called off, the earliest first.
    pub async fn signature_sheets(&self, actor: &Actor, id: CohortId) -> Result<Vec<SignatureSheet>, Error> {
        let reader = self.reader();
        let cohort = cohort::find(&reader, &actor.sight(), id).await?.ok_or(Error::Missing("cohort"))?;
        actor.require(Action::TakeAttendance, &Place::Cohort(cohort.place()))?;
        let meetings = attendance::meetings(&reader, Meetings::In { cohort: id }).await?;
        if meetings.is_empty() { Err(Error::Missing("session")) } else { self.sheets(meetings).await }
    }

    /// The sheets of sessions of one cohort: the same people and the guests of each, with codes of its own.
    async fn sheets(&self, meetings: Vec<Meeting>) -> Result<Vec<SignatureSheet>, Error> {
        let Some(first) = meetings.first() else { return Ok(Vec::new()) };
        let (reader, place) = (self.reader(), first.place);
        // Of more sessions than this the list of meetings itself would be cut.
        let most = if meetings.len() < MOST_MEETINGS { MOST_LINES / meetings.len() } else { 0 };
        let people = expected(&reader, first.session, place.cohort, most).await?;
        let program = program::find(&reader, &Sight::system(), place.program).await?;
        let program = program.ok_or(Error::Missing("program"))?.plan.title;
        let grants = access::of_scope(&reader, Role::Trainer, &Scope::Cohort(place.cohort)).await?;
        let trainers: Vec<PersonId> = grants.iter().map(|grant| grant.person).collect();
        let trainers = person::find_all(&reader, &Sight::system(), &trainers).await?;
        let trainers: Vec<_> = trainers.into_iter().map(|trainer| trainer.name).collect();
        let sessions: Vec<SessionId> = meetings.iter().map(|meeting| meeting.session).collect();
        let mut guests = guest::on_registers(&reader, &sessions).await?;
        let sheet = |meeting: Meeting| {
            let guests = guests.remove(&meeting.session).unwrap_or_default().0;
            let people = || people.iter().chain(&guests);
            let codes = LineCodes::new(meeting.session, people().map(|person| person.enrollment));
            let line = |person: &Attendee| {
                let code = codes.of(person.enrollment)?;
                Some(SignatureLine { enrollment: person.enrollment, name: person.name.clone(), code })
            };
            let lines = people().filter_map(line).collect();
            SignatureSheet { meeting, program: program.clone(), trainers: trainers.clone(), lines }
        };
        Ok(meetings.into_iter().map(sheet).collect())
    }
}
