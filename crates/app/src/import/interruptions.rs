//! Rows of interruptions: a time, and what stopped the sessions that it meets. A row names a session, a cohort or an
//! organization; where nothing was on at that time, there is nothing to write.

use super::people::{Employer, find_employer};
use super::sessions::Sessions;
use super::{Change, Finding, RawRow, faulty, sound, when};
use crate::attendance::shut;
use crate::{App, Error};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use postup_domain::access::Actor;
use postup_domain::id::{OrganizationId, SessionId};
use postup_domain::import::{INTERRUPTIONS, RowFault, Verdict};
use postup_domain::interruption::{InterruptionCause, Note, Pause, Span, open, standing};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::search::search_key;
use postup_domain::session::{Session, SessionState};
use postup_persistence::{Read, interruption, session};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What people write for a cause, in the form for comparing.
const SAID: [(&str, InterruptionCause); 16] = [
    ("повітряна тривога", InterruptionCause::AirRaidAlert),
    ("тривога", InterruptionCause::AirRaidAlert),
    ("air raid alert", InterruptionCause::AirRaidAlert),
    ("air raid", InterruptionCause::AirRaidAlert),
    ("alert", InterruptionCause::AirRaidAlert),
    ("немає світла", InterruptionCause::Power),
    ("світло", InterruptionCause::Power),
    ("відключення світла", InterruptionCause::Power),
    ("no power", InterruptionCause::Power),
    ("немає звязку", InterruptionCause::Connection),
    ("звязок", InterruptionCause::Connection),
    ("інтернет", InterruptionCause::Connection),
    ("no connection", InterruptionCause::Connection),
    ("інша причина", InterruptionCause::Other),
    ("інше", InterruptionCause::Other),
    ("other cause", InterruptionCause::Other),
];

/// The longest time that one row may speak of.
const LONGEST: TimeDelta = TimeDelta::days(31);

/// What a row is about.
enum Scope {
    Sessions,
    Organization(OrganizationId),
}

/// What was looked up for earlier rows.
pub struct Interruptions {
    sessions: Sessions,
    organizations: HashMap<String, Employer>,
}

/// What is known of a session.
struct Known {
    notes: Vec<Note>,
    shut: Option<Refusal>,
}

impl Interruptions {
    pub fn new(given: Option<SessionId>) -> Self {
        Self { sessions: Sessions::new(given), organizations: HashMap::new() }
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
        let rows: Vec<PauseRow> = rows.into_iter().map(PauseRow).collect();
        for row in &rows {
            self.sessions.look_up(db, actor, row.cell("cohort"), row.cell("session")).await?;
            let cell = row.cell("organization");
            if !cell.is_empty() && !self.organizations.contains_key(cell) {
                let found = find_employer(db, cell, app.today()).await?;
                self.organizations.insert(cell.to_owned(), found);
            }
        }
        let read: Vec<_> = rows.iter().map(|row| self.read(actor, now, row)).collect();
        let mut wide: HashMap<OrganizationId, Span> = HashMap::new();
        for (scope, _, time) in read.iter().flatten() {
            if let Scope::Organization(id) = scope {
                let known = wide.entry(*id).or_insert(*time);
                *known = Span { from: known.from.min(time.from), until: known.until.max(time.until) };
            }
        }
        let mut of_organizations: HashMap<OrganizationId, Vec<Session>> = HashMap::new();
        for (id, time) in wide {
            let found = session::of_organization(db, id, time.from, time.until).await?;
            of_organizations.insert(id, found);
        }
        let mut known: HashMap<SessionId, Known> = HashMap::new();
        let mut findings = Vec::with_capacity(rows.len());
        for (row, read) in rows.into_iter().zip(read) {
            let (scope, cause, time) = match read {
                Ok(read) => read,
                Err(faults) => {
                    findings.push(faulty(row.0, faults));
                    continue;
                }
            };
            let sessions: Vec<&Session> = match scope {
                Scope::Sessions => self.of_row(&row),
                Scope::Organization(id) => of_organizations.get(&id).into_iter().flatten().collect(),
            };
            let met: Vec<(&Session, Pause)> = sessions
                .into_iter()
                .filter_map(|session| Some((session, Pause::around(&session.plan, cause, time)?)))
                .collect();
            for (session, _) in &met {
                if let Entry::Vacant(place) = known.entry(session.id) {
                    let notes = interruption::notes(db, session.id).await?;
                    let shut = shut(db, session, actor.person()).await?;
                    place.insert(Known { notes, shut });
                }
            }
            findings.push(judge_row(seen, row, &met, &known));
        }
        Ok(findings)
    }

    /// The sessions that a row means by a cohort or by one of them.
    fn of_row(&self, row: &PauseRow) -> Vec<&Session> {
        let (cohort, session) = (row.cell("cohort"), row.cell("session"));
        match self.sessions.get(cohort, session) {
            Ok((_, session)) => vec![session],
            Err(_) => {
                let timetable = self.sessions.timetable(cohort).map(|(_, all)| all).unwrap_or_default();
                timetable.iter().filter(|one| one.state == SessionState::Planned).collect()
            }
        }
    }

    fn read(
        &self,
        actor: &Actor,
        now: DateTime<Utc>,
        row: &PauseRow,
    ) -> Result<(Scope, InterruptionCause, Span), Vec<RowFault>> {
        let (scope, zone) = self.scope(actor, row).map_err(|fault| vec![fault])?;
        let mut faults = Vec::new();
        let plan = match self.sessions.get(row.cell("cohort"), row.cell("session")) {
            Ok((_, session)) => Some(&session.plan),
            Err(_) => None,
        };
        let mut time = |column: &'static str| {
            let cell = row.cell(column);
            let at = match plan {
                Some(plan) => when::near(column, cell, plan),
                None => when::at(column, cell, zone),
            };
            match at {
                Ok(at) if at > now => {
                    faults.push(RowFault::cell(column, Fault::InFuture));
                    None
                }
                Ok(at) => Some(at),
                Err(invalid) => {
                    faults.push(RowFault::cell(column, invalid.fault));
                    None
                }
            }
        };
        let (from, until) = (time("began_at"), time("ended_at"));
        let cause = cause(row.cell("cause"));
        if cause.is_none() {
            faults.push(RowFault::cell("cause", Fault::NotAWord));
        }
        match (from, until, cause) {
            (Some(from), Some(until), Some(cause)) => {
                let time = Span { from, until };
                let fault = if until <= from {
                    Some(Fault::EndsBeforeStart)
                } else if time.length() > LONGEST {
                    Some(Fault::OutsidePeriod)
                } else {
                    None
                };
                match fault {
                    Some(fault) => Err(vec![RowFault::cell("ended_at", fault)]),
                    None => Ok((scope, cause, time)),
                }
            }
            _ => Err(faults),
        }
    }

    /// What a row is about, and by which clocks it tells the time.
    fn scope(&self, actor: &Actor, row: &PauseRow) -> Result<(Scope, Tz), RowFault> {
        let (cohort, session) = (row.cell("cohort"), row.cell("session"));
        let organization = row.cell("organization");
        if cohort.is_empty() && session.is_empty() && !organization.is_empty() {
            let fault = |fault| Err(RowFault::cell("organization", fault));
            let id = match self.organizations.get(organization) {
                Some(Employer::Known(id)) => *id,
                Some(Employer::Wrong(wrong)) => return fault(*wrong),
                Some(Employer::Several) => {
                    return Err(RowFault::Ambiguous { column: "organization".to_owned() });
                }
                Some(Employer::Unknown) | None => return fault(Fault::Unknown),
            };
            let may = actor.may_judge_interruptions(id).is_ok();
            return if may {
                Ok((Scope::Organization(id), Tz::Europe__Kyiv))
            } else {
                Err(RowFault::NotYours)
            };
        }
        let of = if session.is_empty() && !cohort.is_empty() {
            self.sessions.timetable(cohort)?.0
        } else {
            let missing = cohort.is_empty() && session.is_empty();
            self.sessions.get(cohort, session).map_err(|fault| match fault {
                RowFault::Cell { fault: Fault::Missing, .. } if missing => {
                    RowFault::cell("cohort", Fault::Missing)
                }
                other => other,
            })?;
            self.sessions.get(cohort, session)?.0
        };
        let may = actor.require(
            postup_domain::access::Action::TakeAttendance,
            &postup_domain::access::Place::Cohort(of.place()),
        );
        if may.is_ok() { Ok((Scope::Sessions, of.plan.time_zone)) } else { Err(RowFault::NotYours) }
    }
}

fn judge_row(
    seen: &mut HashMap<String, u32>,
    row: PauseRow,
    met: &[(&Session, Pause)],
    known: &HashMap<SessionId, Known>,
) -> Finding {
    let mut news = Vec::new();
    for (session, pause) in met {
        let Some(known) = known.get(&session.id) else { continue };
        if known.notes.iter().any(|note| note.pause == *pause) {
            continue;
        }
        let key = format!("{} {} {:?} {:?}", session.id, pause.cause, pause.began_at, pause.ended_at);
        if let Some(earlier) = seen.get(&key) {
            let fault = RowFault::Repeated { row: *earlier };
            return faulty(row.0, vec![fault]);
        }
        seen.insert(key, row.0.number);
        let lasting = open(&standing(&known.notes)).map(|_| Refusal::PausedAlready);
        if let Some(no) = known.shut.or(lasting) {
            return faulty(row.0, vec![RowFault::refused(&no.into())]);
        }
        news.push((session.id, *pause));
    }
    if news.is_empty() {
        return sound(row.0, Verdict::Same, None);
    }
    sound(row.0, Verdict::New, Some(Change::Interrupt(news)))
}

/// A row read by the names of its columns.
struct PauseRow(RawRow);

impl PauseRow {
    fn cell(&self, name: &str) -> &str {
        let place = INTERRUPTIONS.iter().position(|column| column.name == name);
        place.and_then(|place| self.0.cells.get(place)).map_or("", String::as_str)
    }
}

/// Files of alerts have no column for it.
fn cause(cell: &str) -> Option<InterruptionCause> {
    if cell.is_empty() {
        return Some(InterruptionCause::AirRaidAlert);
    }
    let key = search_key(cell);
    let own = cell.trim().to_lowercase().parse::<InterruptionCause>().ok();
    own.or_else(|| SAID.iter().find(|(said, _)| *said == key).map(|(_, cause)| *cause))
}
