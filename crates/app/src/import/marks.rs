//! Rows of marks: what lists say of people in sessions. An empty cell says nothing, and what stands already is no news; a
//! row that says otherwise needs the reason for the change.

use super::sessions::Sessions;
use super::{Change, Finding, RawRow, faulty, sound, when};
use crate::attendance::open_book;
use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::Actor;
use postup_domain::attendance::{Book, Heard, LineCodes, MarkKind, MarkSource, NotALine, Said};
use postup_domain::id::{EnrollmentId, MarkId, PersonId, SessionId};
use postup_domain::import::{MARKS, RowFault, Verdict};
use postup_domain::interruption::Span;
use postup_domain::rejection::{Fault, Invalid, Refusal};
use postup_domain::search::search_key;
use postup_domain::session::Session;
use postup_domain::text::{EmailAddress, Line};
use postup_persistence::{Read, attendance, person};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What people write for a status, in the form for comparing.
const SAID: [(&str, MarkKind); 22] = [
    ("присутність", MarkKind::Present),
    ("присутній", MarkKind::Present),
    ("присутня", MarkKind::Present),
    ("був", MarkKind::Present),
    ("була", MarkKind::Present),
    ("так", MarkKind::Present),
    ("+", MarkKind::Present),
    ("п", MarkKind::Present),
    ("запізнення", MarkKind::Late),
    ("запізнився", MarkKind::Late),
    ("запізнилася", MarkKind::Late),
    ("з", MarkKind::Late),
    ("поважна причина", MarkKind::Excused),
    ("відсутній з поважної причини", MarkKind::Excused),
    ("відсутня з поважної причини", MarkKind::Excused),
    ("пп", MarkKind::Excused),
    ("відсутність", MarkKind::Absent),
    ("відсутній", MarkKind::Absent),
    ("відсутня", MarkKind::Absent),
    ("не було", MarkKind::Absent),
    ("ні", MarkKind::Absent),
    ("н", MarkKind::Absent),
];

/// What was looked up for earlier rows.
pub struct Marks {
    sessions: Sessions,
    /// Who is on the register.
    expected: HashMap<SessionId, HashMap<PersonId, EnrollmentId>>,
    codes: HashMap<SessionId, LineCodes>,
}

/// A row as far as it can be read: who and where, or what is wrong.
type Placed = Result<(SessionId, Said), Vec<RowFault>>;

impl Marks {
    pub fn new(given: Option<SessionId>) -> Self {
        Self { sessions: Sessions::new(given), expected: HashMap::new(), codes: HashMap::new() }
    }

    /// The verdicts on the next rows.
    pub async fn judge(
        &mut self,
        app: &App,
        db: &impl Read,
        actor: &Actor,
        now: DateTime<Utc>,
        seen: &mut HashMap<String, u32>,
        rows: Vec<RawRow>,
    ) -> Result<Vec<Finding>, Error> {
        let rows: Vec<MarkRow> = rows.into_iter().map(MarkRow).collect();
        for row in &rows {
            self.look_up(db, actor, row).await?;
        }
        let addresses: Vec<EmailAddress> = rows.iter().filter_map(|row| row.address()?.ok()).collect();
        let people = person::find_by_emails(db, &addresses).await?;
        let people: HashMap<String, PersonId> =
            people.into_iter().map(|person| (person.email.to_string(), person.id)).collect();
        let placed: Vec<Placed> = rows.iter().map(|row| self.place(actor, now, row, &people)).collect();
        let mut named: HashMap<SessionId, Vec<EnrollmentId>> = HashMap::new();
        for (session, said) in placed.iter().flatten() {
            named.entry(*session).or_default().push(said.enrollment);
        }
        let mut books: HashMap<SessionId, Book<'_>> = HashMap::new();
        for row in &rows {
            if let Ok((_, session)) = self.sessions.get(row.cell("cohort"), row.cell("session"))
                && let Some(people) = named.remove(&session.id)
            {
                let book =
                    open_book(db, session, people, &[], actor.person(), MarkSource::Import, now).await?;
                books.insert(session.id, book);
            }
        }
        let judged = rows.into_iter().zip(placed).map(|(row, placed)| match placed {
            Ok((session, said)) => judge_row(app, now, seen, row.0, session, said, &mut books),
            Err(faults) => faulty(row.0, faults),
        });
        Ok(judged.collect())
    }

    async fn look_up(&mut self, db: &impl Read, actor: &Actor, row: &MarkRow) -> Result<(), Error> {
        let (cohort, session) = (row.cell("cohort"), row.cell("session"));
        self.sessions.look_up(db, actor, cohort, session).await?;
        let Ok((of, session)) = self.sessions.get(cohort, session) else { return Ok(()) };
        let expected = match self.expected.entry(session.id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let people = attendance::on_register(db, session.id, of.id).await?;
                place.insert(people.into_iter().map(|(enrollment, person)| (person, enrollment)).collect())
            }
        };
        if !row.cell("line_code").is_empty() && !self.codes.contains_key(&session.id) {
            let codes = LineCodes::new(session.id, expected.values().copied());
            self.codes.insert(session.id, codes);
        }
        Ok(())
    }

    fn place(
        &self,
        actor: &Actor,
        now: DateTime<Utc>,
        row: &MarkRow,
        people: &HashMap<String, PersonId>,
    ) -> Placed {
        let found = self.sessions.get(row.cell("cohort"), row.cell("session"));
        let (of, session) = found.map_err(|fault| vec![fault])?;
        if actor.may_take_attendance(session.id, of.place()).is_err() {
            return Err(vec![RowFault::NotYours]);
        }
        let said = row.said(session, now);
        match (self.person(row, session.id, people), said) {
            (Ok(enrollment), Ok(Content { statement, there, reason })) => {
                let there = there.into_iter().collect();
                Ok((session.id, Said { enrollment, statement, there, reason }))
            }
            (person, said) => Err(person.err().into_iter().chain(said.err().into_iter().flatten()).collect()),
        }
    }

    /// By the address, by the code of the line, or by both, which then have to mean the same. Whether an address is known
    /// outside of the register is not told.
    fn person(
        &self,
        row: &MarkRow,
        session: SessionId,
        people: &HashMap<String, PersonId>,
    ) -> Result<EnrollmentId, RowFault> {
        let by_address = row
            .address()
            .map(|address| {
                let person = people.get(address?.as_str());
                let seat = person.and_then(|person| self.expected.get(&session)?.get(person)).copied();
                seat.ok_or_else(|| RowFault::refused(&Refusal::NotOnRegister.into()))
            })
            .transpose()?;
        let fault = |fault| RowFault::cell("line_code", fault);
        let by_code = match (row.cell("line_code"), self.codes.get(&session)) {
            ("", _) | (_, None) => None,
            (code, Some(codes)) => Some(codes.find(code).map_err(|no| match no {
                NotALine::NotACode => fault(Fault::NotACode),
                NotALine::Mistyped => fault(Fault::WrongCheckDigit),
                NotALine::Unknown => fault(Fault::Unknown),
                NotALine::Ambiguous => RowFault::Ambiguous { column: "line_code".to_owned() },
            })?),
        };
        match (by_address, by_code) {
            (Some(one), Some(other)) if one != other => Err(fault(Fault::Unknown)),
            (one, other) => one.or(other).ok_or_else(|| RowFault::cell("email", Fault::Missing)),
        }
    }
}

fn judge_row(
    app: &App,
    now: DateTime<Utc>,
    seen: &mut HashMap<String, u32>,
    row: RawRow,
    session: SessionId,
    said: Said,
    books: &mut HashMap<SessionId, Book<'_>>,
) -> Finding {
    let key = format!("{session} {}", said.enrollment);
    if let Some(earlier) = seen.get(&key) {
        let fault = RowFault::Repeated { row: *earlier };
        return faulty(row, vec![fault]);
    }
    seen.insert(key, row.number);
    let heard = books.get_mut(&session).map(|book| said.tell(book, || MarkId::new(now, app.entropy())));
    match heard.unwrap_or(Heard::Refused(Refusal::NotOnRegister)) {
        Heard::Known => sound(row, Verdict::Same, None),
        Heard::New => sound(row, Verdict::New, Some(Change::Tell { session, said: Box::new(said) })),
        Heard::Changed => sound(row, Verdict::Changed, Some(Change::Tell { session, said: Box::new(said) })),
        Heard::Refused(no) => faulty(row, vec![RowFault::refused(&no.into())]),
    }
}

/// What a row says of whoever it names.
struct Content {
    statement: Option<(MarkKind, Option<i32>)>,
    there: Option<Span>,
    reason: Option<Line>,
}

/// A row read by the names of its columns.
struct MarkRow(RawRow);

impl MarkRow {
    fn cell(&self, name: &str) -> &str {
        let place = MARKS.iter().position(|column| column.name == name);
        place.and_then(|place| self.0.cells.get(place)).map_or("", String::as_str)
    }

    fn address(&self) -> Option<Result<EmailAddress, RowFault>> {
        let cell = Some(self.cell("email")).filter(|cell| !cell.is_empty())?;
        Some(EmailAddress::new("email", cell).map_err(|invalid| RowFault::cell("email", invalid.fault)))
    }

    fn said(&self, session: &Session, now: DateTime<Utc>) -> Result<Content, Vec<RowFault>> {
        let mut faults = Vec::new();
        let mut note = |column: &str, fault| faults.push(RowFault::cell(column, fault));
        let status = match self.cell("status") {
            "" => None,
            cell => {
                let kind = status(cell);
                if kind.is_none() {
                    note("status", Fault::NotAWord);
                }
                kind
            }
        };
        let is_away = matches!(status, Some(MarkKind::Absent | MarkKind::Excused));
        let most = if is_away { 0 } else { session.plan.minutes() };
        let minutes = match (self.cell("minutes"), self.cell("minutes").parse::<i32>()) {
            ("", _) => None,
            (_, Ok(minutes)) if (0..=most).contains(&minutes) => Some(minutes),
            (_, Ok(_)) => {
                note("minutes", Fault::OutOfRange { least: 0, most: most.into() });
                None
            }
            (_, Err(_)) => {
                note("minutes", Fault::NotANumber);
                None
            }
        };
        let mut time = |column: &'static str| {
            let cell = Some(self.cell(column)).filter(|cell| !cell.is_empty())?;
            let at = when::near(column, cell, &session.plan);
            let at =
                at.and_then(|at| if at > now { Err(Invalid::new(column, Fault::InFuture)) } else { Ok(at) });
            at.map_err(|invalid| note(column, invalid.fault)).ok()
        };
        let (came, left) = (time("came_at"), time("left_at"));
        let there = (came.is_some() || left.is_some()).then(|| Span {
            from: came.unwrap_or(session.plan.starts_at),
            until: left.unwrap_or(session.plan.ends_at),
        });
        match there {
            Some(there) if there.from >= there.until => note("left_at", Fault::EndsBeforeStart),
            Some(there) if there.within(session.plan.span()).is_none() => {
                note("came_at", Fault::OutsidePeriod);
            }
            _ => {}
        }
        let reason = Line::optional("change_reason", self.cell("change_reason"))
            .map_err(|invalid| note("change_reason", invalid.fault));
        let statement = match (status, minutes) {
            (Some(kind), minutes) => Some((kind, minutes)),
            (None, Some(minutes)) => Some((MarkKind::Minutes, Some(minutes))),
            (None, None) => None,
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Content { statement, there, reason: reason.ok().flatten() })
    }
}

fn status(cell: &str) -> Option<MarkKind> {
    let key = search_key(cell);
    let own = key.parse::<MarkKind>().ok().filter(|kind| MarkKind::PLAIN.contains(kind));
    own.or_else(|| SAID.iter().find(|(said, _)| *said == key).map(|(_, kind)| *kind))
}
