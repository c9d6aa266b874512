//! Minutes from the report of an online meeting: read, looked at with whoever was not recognized, then written as times in
//! the register.

mod read;
mod time;

pub use read::{Flawed, Reading};

use crate::attendance::{lock_held, marked, open_book};
use crate::import::FileFlaw;
use crate::{App, Error, entry};
use postup_domain::access::{Actor, MayTakeAttendance, Sight};
use postup_domain::attendance::{Attendance, Book, Heard, MarkSource, Meeting, Said, newcomers, stand};
use postup_domain::id::{EnrollmentId, MarkId, SessionId};
use postup_domain::interruption::Span;
use postup_domain::meeting_log::{Choice, MatchedBy, Participant, Roll, gathered, is_around, of_people};
use postup_domain::rejection::Refusal;
use postup_domain::session::Session;
use postup_domain::text::Line;
use postup_persistence::meeting_log::Expected;
use postup_persistence::{Read, attendance, audit, meeting_log, session};
use std::collections::{BTreeMap, HashMap};

/// Who participants are, as somebody says now; nothing where that is left open.
pub type Choices = HashMap<String, Option<Choice>>;

/// A participant with whom it is.
#[derive(Clone, Debug)]
pub struct LogRow {
    pub participant: Participant,
    /// Nothing while nobody knows.
    pub who: Option<(Choice, MatchedBy)>,
}

/// What a report means for one person.
#[derive(Clone, Debug)]
pub struct LogEffect {
    pub person: EnrollmentId,
    pub before: Option<Attendance>,
    pub after: Option<Attendance>,
    pub heard: Heard,
}

/// What entering a report would do.
#[derive(Clone, Debug)]
pub struct LogLook {
    pub meeting: Meeting,
    pub rows: Vec<LogRow>,
    /// Everybody on the register, by surname.
    pub people: Vec<Expected>,
    pub effects: Vec<LogEffect>,
    /// People who are not on the list and whom nobody has written down yet.
    pub walk_ins: Vec<Line>,
    /// Why the register takes no marks from the reader.
    pub shut: Option<Refusal>,
}

/// What entering a report has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogEntered {
    /// People of whom something was written.
    pub people: usize,
    /// People of whom the register said so already, or who were there outside of the session.
    pub known: usize,
    pub walk_ins: usize,
    /// Participants of whom nobody knows who they are.
    pub open: usize,
}

impl LogLook {
    /// Whether entering it would write something.
    pub fn changes(&self) -> bool {
        let news = |effect: &LogEffect| matches!(effect.heard, Heard::New | Heard::Changed);
        self.effects.iter().any(news) || !self.walk_ins.is_empty()
    }
}

/// The people of a session and what was said of participants, together what recognizes them.
struct Known {
    people: Vec<Expected>,
    roll: Roll,
    kept: HashMap<String, Choice>,
}

impl Known {
    async fn of(db: &impl Read, session: &Session) -> Result<Self, Error> {
        let people = meeting_log::expected(db, session.id, session.cohort).await?;
        let kept = meeting_log::choices(db, session.cohort).await?;
        let roll = Roll::new(people.iter().map(|one| (one.enrollment, &one.name, one.email.as_str())));
        Ok(Self { people, roll, kept })
    }

    fn who(&self, participant: &Participant, choices: &Choices) -> Option<(Choice, MatchedBy)> {
        let key = participant.key();
        let is_here = |choice: &Choice| match choice {
            Choice::Person(person) => self.people.iter().any(|one| one.enrollment == *person),
            Choice::WalkIn | Choice::Nobody => true,
        };
        let kept = self.kept.get(&key).copied().filter(is_here).map(|kept| (kept, MatchedBy::Choice));
        let found = || self.roll.find(participant).map(|(person, by)| (Choice::Person(person), by));
        let by_itself = kept.or_else(found);
        match choices.get(&key) {
            Some(said) if *said != by_itself.map(|(choice, _)| choice) => {
                said.filter(is_here).map(|choice| (choice, MatchedBy::Choice))
            }
            _ => by_itself,
        }
    }

    fn rows(&self, participants: &[Participant], choices: &Choices) -> Vec<LogRow> {
        let row = |of: &Participant| LogRow { participant: of.clone(), who: self.who(of, choices) };
        participants.iter().map(row).collect()
    }
}

/// The participants as a report can name them, whatever came back from a page: each once, and none at another time.
fn of_meeting(participants: &[Participant], session: &Session) -> Result<Vec<Participant>, Refusal> {
    let planned = session.plan.span();
    let mut times = participants.iter().flat_map(|one| &one.there);
    if times.any(|time| !is_around(*time, planned)) {
        return Err(Refusal::MeetingLogUnreadable);
    }
    Ok(gathered(participants.iter().cloned()))
}

/// When everybody was there who is somebody on the register.
fn times(rows: &[LogRow]) -> BTreeMap<EnrollmentId, Vec<Span>> {
    of_people(rows.iter().filter_map(|row| match row.who {
        Some((Choice::Person(person), _)) => Some((person, &row.participant)),
        _ => None,
    }))
}

/// Those who are not on the list, each with the minutes within the session.
fn walk_ins(rows: &[LogRow], session: &Session) -> Vec<(Line, Option<i32>)> {
    let planned = session.plan.span();
    let walk_in = |row: &LogRow| {
        let name = Line::new("name", &row.participant.name).ok()?;
        let there = row.participant.there.iter().filter_map(|span| span.within(planned));
        let minutes = there.map(Span::length).sum::<chrono::TimeDelta>().num_minutes();
        Some((name, Some(i32::try_from(minutes).ok().filter(|minutes| *minutes > 0)?)))
    };
    let walk_ins = rows.iter().filter(|row| matches!(row.who, Some((Choice::WalkIn, _))));
    walk_ins.filter_map(walk_in).collect()
}

impl App {
    /// What a report says. Nothing of it is written, and nothing of it is kept.
    pub async fn read_meeting_log(
        &self,
        permit: &MayTakeAttendance,
        content: &[u8],
    ) -> Result<Result<Reading, FileFlaw>, Error> {
        let session = session::find(&self.reader(), &Sight::system(), permit.session()).await?;
        let session = session.ok_or(Error::Missing("session"))?;
        Ok(read::read(content, &session.plan, self.clock.now()))
    }

    /// What the participants of a report would do to a register, were they entered now.
    pub async fn look_at_meeting_log(
        &self,
        actor: &Actor,
        id: SessionId,
        participants: &[Participant],
        choices: &Choices,
    ) -> Result<LogLook, Error> {
        let meeting = self.meeting(actor, id).await?;
        let permit = actor.may_take_attendance(id, meeting.place)?;
        let (reader, now) = (self.reader(), self.clock.now());
        let session = session::find(&reader, &Sight::system(), id).await?.ok_or(Error::Missing("session"))?;
        let known = Known::of(&reader, &session).await?;
        let rows = known.rows(&of_meeting(participants, &session)?, choices);
        let times = times(&rows);
        let named = times.keys().copied().collect();
        let mut book =
            open_book(&reader, &session, named, &[], permit.author(), MarkSource::Import, now).await?;
        // What a closed register would say is worth a look all the same.
        let shut = book.shut.take();
        let reason = Line::new("reason", "-").ok();
        let effects = times.into_iter().map(|(person, there)| {
            let before = attendance_of(&book, person);
            let heard = self.hear(&mut book, person, there, reason.clone());
            LogEffect { person, before, after: attendance_of(&book, person), heard }
        });
        let effects = effects.collect();
        let names: Vec<Line> = walk_ins(&rows, &session).into_iter().map(|(name, _)| name).collect();
        let walk_ins = newcomers(&names, &attendance::walk_ins(&reader, id).await?);
        Ok(LogLook { meeting, rows, people: known.people, effects, walk_ins, shut })
    }

    /// Writes what a report says into the register: times of those who are on it, walk-ins, and who somebody said that
    /// participants are, which is proposed the next time. The same report again changes nothing.
    pub async fn enter_meeting_log(
        &self,
        permit: &MayTakeAttendance,
        participants: &[Participant],
        choices: &Choices,
        reason: &Line,
    ) -> Result<LogEntered, Error> {
        let (now, author) = (self.clock.now(), permit.author());
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        let known = Known::of(&tx, &session).await?;
        let rows = known.rows(&of_meeting(participants, &session)?, choices);
        let mut entered =
            LogEntered { open: rows.iter().filter(|row| row.who.is_none()).count(), ..LogEntered::default() };
        let times = times(&rows);
        let named = times.keys().copied().collect();
        let mut book = open_book(&tx, &session, named, &[], author, MarkSource::Import, now).await?;
        for (person, there) in times {
            match self.hear(&mut book, person, there, Some(reason.clone())) {
                Heard::Known => entered.known += 1,
                Heard::New | Heard::Changed => entered.people += 1,
                Heard::Refused(no) => return Err(no.into()),
            }
        }
        entered.walk_ins =
            self.write_walk_ins(&tx, &session, author, &walk_ins(&rows, &session), now).await?;
        // What is found by itself need not be kept, and who a guest was says nothing of the cohort's next meeting.
        let is_guest = |of: EnrollmentId| known.people.iter().any(|one| one.enrollment == of && one.is_guest);
        let said = rows.iter().filter_map(|row| {
            let (choice, _) =
                row.who.filter(|(who, _)| !matches!(who, Choice::Person(of) if is_guest(*of)))?;
            let by_itself = known.who(&row.participant, &Choices::new()).map(|(choice, _)| choice);
            (by_itself != Some(choice)).then(|| (row.participant.key(), choice))
        });
        let said: Vec<(String, Choice)> = said.collect();
        if entered.people + entered.walk_ins + said.len() == 0 {
            return Ok(entered);
        }
        meeting_log::keep_choices(&tx, session.cohort, &said, author, now).await?;
        if !book.taken.is_empty() {
            let line = marked(&book, book.taken.len(), self.entropy());
            self.close_book(&tx, &session, &book, &[line]).await?;
        }
        let subject = ("session", session.id.to_string());
        let detail =
            format!("people={} walk_ins={} choices={}", entered.people, entered.walk_ins, said.len());
        let line = entry(now, self.entropy(), author, "register.meeting_log", subject, detail);
        audit::record(&tx, &line).await?;
        tx.commit().await?;
        Ok(entered)
    }

    fn hear(
        &self,
        book: &mut Book<'_>,
        enrollment: EnrollmentId,
        there: Vec<Span>,
        reason: Option<Line>,
    ) -> Heard {
        let now = book.now;
        let said = Said { enrollment, statement: None, there, reason };
        said.tell(book, || MarkId::new(now, self.entropy()))
    }
}

fn attendance_of(book: &Book<'_>, person: EnrollmentId) -> Option<Attendance> {
    stand(book.history.get(&person)?, book.frame).map(|standing| standing.attendance)
}
