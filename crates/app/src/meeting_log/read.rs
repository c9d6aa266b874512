//! The reports of Zoom, Microsoft Teams and Google Meet: tables with some words above, or several tables one below the
//! other, of which the one with every coming and leaving is taken.

use super::time::{length, moment};
use crate::import::FileFlaw;
use crate::sheet::{self, Bounds, Kind, Row, Trouble, decoded, text};
use chrono::{DateTime, TimeDelta, Utc};
use postup_domain::import::plain;
use postup_domain::interruption::Span;
use postup_domain::meeting_log::{MOST_PARTICIPANTS, Participant, gathered, is_around};
use postup_domain::rejection::Fault;
use postup_domain::search::search_key;
use postup_domain::session::Plan;
use std::collections::HashMap;

/// What a report may cost.
const BOUNDS: Bounds = Bounds { file: 1024 * 1024, inflated: 0, cells: 200_000, longest: 200, cut: true };

/// What stands between cells.
const SIGNS: [u8; 3] = [b'\t', b';', b','];

/// The most rows that are named as passed over.
const MOST_NAMED: usize = 50;

/// A difference between what a program counted and its times that is no second visit.
const ROUNDING: TimeDelta = TimeDelta::minutes(1);

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Name,
    Family,
    Email,
    /// The name to sign in with, mostly an address.
    SignIn,
    Joined,
    /// The first time of several.
    First,
    Left,
    Duration,
    /// Whether the row tells of a coming or a leaving, at the time of the next.
    Action,
    At,
    /// Still outside of the meeting.
    Waiting,
}

/// The titles that the programs write, in the form for comparing.
const TITLES: [(Field, &[&str]); 11] = [
    (
        Field::Name,
        &[
            "name",
            "full name",
            "display name",
            "participant",
            "participant name",
            "name (original name)",
            "user name (original name)",
            "first name",
            "given name",
            "імя",
            "повне імя",
            "учасник",
            "імя учасника",
            "імя (справжнє імя)",
            "імя (вихідне імя)",
            "імя (оригінальне імя)",
            "імя користувача (справжнє імя)",
            "відображуване імя",
        ],
    ),
    (Field::Family, &["last name", "surname", "family name", "прізвище"]),
    (
        Field::Email,
        &[
            "email",
            "e mail",
            "user email",
            "email address",
            "participant email",
            "електронна пошта",
            "пошта",
            "електронна адреса",
            "адреса електронної пошти",
            "електронна пошта користувача",
            "електронна пошта учасника",
        ],
    ),
    (
        Field::SignIn,
        &[
            "participant id (upn)",
            "upn",
            "user principal name",
            "ідентифікатор учасника (upn)",
            "ід учасника (upn)",
        ],
    ),
    (
        Field::Joined,
        &[
            "join time",
            "joined",
            "joined at",
            "time joined",
            "час приєднання",
            "приєднання",
            "час входу",
            "вхід",
        ],
    ),
    (
        Field::First,
        &[
            "first join",
            "first join time",
            "first joined",
            "перше приєднання",
            "час першого приєднання",
            "перший вхід",
        ],
    ),
    (
        Field::Left,
        &[
            "leave time",
            "left",
            "left at",
            "time left",
            "time exited",
            "exit time",
            "last leave",
            "last leave time",
            "час виходу",
            "вихід",
            "останній вихід",
            "час останнього виходу",
            "час відєднання",
        ],
    ),
    (
        Field::Duration,
        &[
            "duration",
            "duration (minutes)",
            "total duration (minutes)",
            "in meeting duration",
            "time in call",
            "тривалість",
            "тривалість (хвилини)",
            "тривалість (у хвилинах)",
            "загальна тривалість (хвилини)",
            "тривалість у нараді",
            "тривалість перебування на нараді",
        ],
    ),
    (Field::Action, &["user action", "action", "дія користувача", "дія"]),
    (Field::At, &["timestamp", "time", "мітка часу", "час"]),
    (Field::Waiting, &["in waiting room", "у залі очікування", "у кімнаті очікування"]),
];

/// A row that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flawed {
    /// As a table program counts, from 1.
    pub row: u32,
    pub column: &'static str,
    pub fault: Fault,
}

/// What a report says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub participants: Vec<Participant>,
    /// The first of the rows that cannot be taken.
    pub flawed: Vec<Flawed>,
}

/// A table of a report: its columns and its rows.
#[derive(Default)]
struct Section {
    columns: Vec<(Field, usize)>,
    rows: Vec<Row>,
}

impl Section {
    /// Its heading, if that is what a row is.
    fn of_heading(row: &Row) -> Option<Self> {
        let field = |(place, title): &(usize, String)| {
            let title = search_key(&plain(title).replace(['_', '*', ':', '.'], " "));
            let found = TITLES.iter().find(|(_, titles)| titles.contains(&title.as_str()));
            found.map(|(field, _)| (*field, *place))
        };
        let columns: Vec<_> = row.cells.iter().filter_map(field).collect();
        let section = Self { columns, rows: Vec::new() };
        let names = section.has(Field::Name) || section.has(Field::Family);
        (names && section.worth() > 0).then_some(section)
    }

    fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|(one, _)| *one == field)
    }

    /// How exactly it says who was there when.
    fn worth(&self) -> u8 {
        if self.has(Field::Joined) && self.has(Field::Left) {
            3
        } else if self.has(Field::Action) && self.has(Field::At) {
            2
        } else {
            u8::from(self.has(Field::Joined) || self.has(Field::First))
        }
    }

    fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        let places = self.columns.iter().filter(|(one, _)| *one == field).map(|(_, place)| place);
        let mut found = places.filter_map(|place| row.cells.iter().find(|(at, _)| at == place));
        found.find_map(|(_, text)| Some(plain(text)).filter(|text| !text.is_empty())).unwrap_or_default()
    }
}

/// Reads a report, whatever made it.
pub fn read(file: &[u8], plan: &Plan, now: DateTime<Utc>) -> Result<Reading, FileFlaw> {
    if sheet::kind(file, &BOUNDS)? == Kind::Workbook {
        return Err(FileFlaw::new("meeting-log-flaw-workbook", None, &[]));
    }
    let text = decoded(file)?;
    let (mut best, mut trouble) = (None::<Section>, None);
    for sign in SIGNS {
        match sections(&text, sign) {
            Ok(found) => {
                for section in found {
                    let worth = |one: &Section| (one.worth(), one.columns.len());
                    if best.as_ref().is_none_or(|best| worth(best) < worth(&section)) {
                        best = Some(section);
                    }
                }
            }
            Err(found) => trouble = Some(found),
        }
    }
    let section = match (best, trouble) {
        (Some(section), _) => section,
        (None, Some(trouble)) => return Err(trouble.into()),
        (None, None) => return Err(FileFlaw::new("meeting-log-flaw-no-heading", None, &[])),
    };
    let mut reading = Reading::default();
    let rows = if section.worth() == 2 {
        of_actions(&section, plan, now, &mut reading.flawed)
    } else {
        section.rows.iter().filter_map(|row| of_row(&section, row, plan, now, &mut reading.flawed)).collect()
    };
    reading.flawed.truncate(MOST_NAMED);
    reading.participants = gathered(rows);
    if reading.participants.len() > MOST_PARTICIPANTS {
        let most = [("most", MOST_PARTICIPANTS.to_string())];
        return Err(FileFlaw::new("import-flaw-too-many-rows", None, &most));
    }
    if reading.participants.is_empty() && reading.flawed.is_empty() {
        return Err(FileFlaw::new("import-flaw-no-rows", None, &[]));
    }
    Ok(reading)
}

/// The tables that a text holds, read with this sign between cells.
fn sections(whole: &str, sign: u8) -> Result<Vec<Section>, Trouble> {
    let mut sections: Vec<Section> = Vec::new();
    text::read_parted(whole, sign, &BOUNDS, |row| {
        match Section::of_heading(&row) {
            Some(section) => sections.push(section),
            // One cell alone is a title, or what a program says of the meeting.
            None if row.cells.len() > 1 => {
                if let Some(section) = sections.last_mut() {
                    section.rows.push(row);
                }
            }
            None => {}
        }
        Ok::<(), Trouble>(())
    })?;
    Ok(sections)
}

fn who(section: &Section, row: &Row) -> Participant {
    let name = [section.cell(row, Field::Name), section.cell(row, Field::Family)].join(" ").trim().to_owned();
    let address = |field| Some(section.cell(row, field)).filter(|text| text.contains('@'));
    let email = address(Field::Email).or_else(|| address(Field::SignIn)).unwrap_or_default().to_owned();
    Participant { name: if name.is_empty() { email.clone() } else { name }, email, there: Vec::new() }
}

/// One visit, from a row that tells both ends of it.
fn of_row(
    section: &Section,
    row: &Row,
    plan: &Plan,
    now: DateTime<Utc>,
    flawed: &mut Vec<Flawed>,
) -> Option<Participant> {
    let mut participant = who(section, row);
    let waiting = search_key(section.cell(row, Field::Waiting));
    if participant.name.is_empty() || matches!(waiting.as_str(), "yes" | "так" | "true") {
        return None;
    }
    match visit(section, row, plan, now) {
        Ok(span) => participant.there.push(span),
        Err((column, fault)) => {
            flawed.push(Flawed { row: row.number, column, fault });
            return None;
        }
    }
    Some(participant)
}

fn visit(
    section: &Section,
    row: &Row,
    plan: &Plan,
    now: DateTime<Utc>,
) -> Result<Span, (&'static str, Fault)> {
    let joined = match section.cell(row, Field::Joined) {
        "" => section.cell(row, Field::First),
        cell => cell,
    };
    if joined.is_empty() {
        return Err(("joined", Fault::Missing));
    }
    let from = moment(joined, plan).map_err(|fault| ("joined", fault))?;
    if from > now {
        return Err(("joined", Fault::InFuture));
    }
    let left = match section.cell(row, Field::Left) {
        "" => None,
        cell => Some(moment(cell, plan).map_err(|fault| ("left", fault))?),
    };
    let counted = match section.cell(row, Field::Duration) {
        "" => None,
        cell => Some(length(cell).ok_or(("duration", Fault::NotANumber))?),
    };
    let until = match (left, counted.and_then(|counted| from.checked_add_signed(counted))) {
        // Whoever left in between was counted for less than lies between the first and the last.
        (Some(left), Some(counted)) if counted + ROUNDING < left => counted,
        (Some(left), _) => left,
        (None, Some(counted)) => counted,
        (None, None) => return Err(("left", Fault::Missing)),
    };
    if until < from {
        return Err(("left", Fault::EndsBeforeStart));
    }
    let span = Span { from, until: until.min(now) };
    if is_around(span, plan.span()) { Ok(span) } else { Err(("joined", Fault::FarFromSession)) }
}

/// Visits from rows that each tell of one coming or leaving.
fn of_actions(
    section: &Section,
    plan: &Plan,
    now: DateTime<Utc>,
    flawed: &mut Vec<Flawed>,
) -> Vec<Participant> {
    let mut inside: HashMap<String, (u32, DateTime<Utc>, Participant)> = HashMap::new();
    let mut visits = Vec::new();
    for row in &section.rows {
        let participant = who(section, row);
        if participant.name.is_empty() {
            continue;
        }
        let mut flaw = |column, fault| flawed.push(Flawed { row: row.number, column, fault });
        let at = match moment(section.cell(row, Field::At), plan) {
            Ok(at) if at > now => {
                flaw("joined", Fault::InFuture);
                continue;
            }
            Ok(at) if !is_around(Span { from: at, until: at }, plan.span()) => {
                flaw("joined", Fault::FarFromSession);
                continue;
            }
            Ok(at) => at,
            Err(fault) => {
                flaw("joined", fault);
                continue;
            }
        };
        let action = search_key(section.cell(row, Field::Action));
        let says = |words: &[&str]| words.iter().any(|word| action.starts_with(word));
        if says(&["join", "приєдна", "увійш", "вхід"]) {
            inside.entry(participant.key()).or_insert((row.number, at, participant));
        } else if says(&["left", "leave", "вийш", "вихід", "залиш", "поки"]) {
            match inside.remove(&participant.key()) {
                Some((_, from, known)) if from <= at => {
                    visits.push(Participant { there: vec![Span { from, until: at }], ..known });
                }
                Some(_) => flaw("left", Fault::EndsBeforeStart),
                None => flaw("joined", Fault::Missing),
            }
        } else {
            flaw("action", Fault::NotAWord);
        }
    }
    let mut open: Vec<u32> = inside.into_values().map(|(row, ..)| row).collect();
    open.sort_unstable();
    flawed.extend(open.into_iter().map(|row| Flawed { row, column: "left", fault: Fault::Missing }));
    visits
}
