//! Minutes from the report of an online meeting: the file, then who was there from when until when, with whoever was not
//! recognized to be told, then the register.

use super::sheet;
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::{Page, go};
use crate::pages::upload::{self, Sent};
use crate::site::Site;
use crate::{reason, verdict};
use askama::Template;
use chrono::DateTime;
use poem::http::StatusCode;
use poem::web::{Data, Multipart, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::meeting_log::{Choices, Flawed, LogLook, LogRow};
use postup_domain::attendance::{Heard, Meeting};
use postup_domain::id::{EnrollmentId, SessionId};
use postup_domain::interruption::Span;
use postup_domain::meeting_log::{Choice, MOST_PARTICIPANTS, MatchedBy, Participant};
use postup_domain::rejection::{Fault, Rejection};
use postup_domain::session::SessionState;
use postup_domain::text::Line;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// So many options all lists of people on the page have together; beyond that they name only whom nobody is yet.
const MOST_OPTIONS: usize = 20_000;

#[derive(Template)]
#[template(path = "register/log.html")]
struct Ask<'a> {
    page: &'a Page,
    meeting: Meeting,
    form: Form,
    is_held: bool,
}

/// A participant on the page.
struct Row {
    /// The name of the field that says who it is.
    field: String,
    name: String,
    email: String,
    time: String,
    minutes: String,
    /// A human may say otherwise.
    asked: bool,
    chosen: &'static str,
    /// The person it is, who can be chosen again whatever the list for all has room for.
    person: Option<EnrollmentId>,
    /// Who it is and how that was found, where somebody is known.
    who: String,
    by: String,
    /// What the register will say of the person.
    effect: String,
}

#[derive(Template)]
#[template(path = "register/log_look.html")]
struct Look<'a> {
    page: &'a Page,
    meeting: &'a Meeting,
    rows: Vec<Row>,
    people: Vec<(EnrollmentId, String)>,
    flawed: Vec<String>,
    walk_ins: Vec<String>,
    /// The participants, to be sent again.
    log: String,
    open: usize,
    recognized: usize,
    refusal: Option<String>,
    saves: bool,
}

async fn ask(page: &Page, site: &Site, id: SessionId, form: Form) -> Result<Response, PageError> {
    site.app.may_take_attendance(&page.actor, id).await?;
    let meeting = site.app.register(&page.actor, id, None, 1).await?.meeting;
    let status = form.status();
    let is_held = meeting.state == SessionState::Planned;
    page.show_as(status, &Ask { page, meeting, form, is_held })
}

/// A line for each participant: the name, the address, the times in seconds.
fn packed(participants: &[Participant]) -> String {
    let mut text = String::new();
    for participant in participants {
        let clean = |text: &str| text.replace(char::is_control, " ");
        // Writing to a string cannot fail.
        let _ = write!(text, "{}\t{}\t", clean(&participant.name), clean(&participant.email));
        for span in &participant.there {
            let _ = write!(text, "{}-{} ", span.from.timestamp(), span.until.timestamp());
        }
        text.push('\n');
    }
    text
}

fn unpacked(text: &str) -> Option<Vec<Participant>> {
    let span = |word: &str| {
        let (from, until) = word.split_once('-')?;
        let at = |text: &str| DateTime::from_timestamp(text.parse().ok()?, 0);
        Some(Span { from: at(from)?, until: at(until)? }).filter(|span| span.from <= span.until)
    };
    let participant = |line: &str| {
        let mut parts = line.split('\t');
        let (name, email) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        let there = parts.next()?.split_whitespace().map(span).collect::<Option<_>>()?;
        Some(Participant { name, email, there })
    };
    let lines = text.lines().filter(|line| !line.is_empty()).take(MOST_PARTICIPANTS);
    lines.map(participant).collect()
}

/// Who somebody says that participants are.
fn choices(form: &Form, participants: &[Participant]) -> Choices {
    let sent: HashMap<&str, &str> =
        form.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let chosen = |(index, participant): (usize, &Participant)| {
        let choice = match *sent.get(format!("who-{index}").as_str())? {
            "walk_in" => Some(Choice::WalkIn),
            "nobody" => Some(Choice::Nobody),
            person => person.parse().ok().map(Choice::Person),
        };
        Some((participant.key(), choice))
    };
    participants.iter().enumerate().filter_map(chosen).collect()
}

fn flaw(page: &Page, flawed: &Flawed) -> String {
    let column = page.t(&format!("meeting-log-column-{}", flawed.column));
    page.say(
        "meeting-log-flaw-row",
        &[
            ("row", flawed.row.to_string().as_str().into()),
            ("column", column.as_str().into()),
            ("fault", reason::fault(page.locale, flawed.fault).as_str().into()),
        ],
    )
}

/// "10:02–11:27", on the clocks of the session.
fn time(page: &Page, meeting: &Meeting, of: &Participant) -> String {
    let Some(whole) = of.whole() else { return String::new() };
    let clock = |at: DateTime<chrono::Utc>| at.with_timezone(&meeting.time_zone).format("%H:%M").to_string();
    let times = format!("{}–{}", clock(whole.from), clock(whole.until));
    match of.there.len() {
        0 | 1 => times,
        visits => format!("{times} · {}", page.tn("meeting-log-visits", visits)),
    }
}

fn rows(page: &Page, look: &LogLook) -> Vec<Row> {
    let names: HashMap<EnrollmentId, String> =
        look.people.iter().map(|one| (one.enrollment, one.name.in_register())).collect();
    let effects: HashMap<EnrollmentId, String> = look
        .effects
        .iter()
        .map(|effect| {
            let after = effect.after.map(|after| sheet::say(page, after));
            let said = match effect.heard {
                Heard::New => after.unwrap_or_default(),
                Heard::Changed => {
                    let before = effect.before.map(|before| sheet::say(page, before)).unwrap_or_default();
                    page.t2(
                        "meeting-log-effect-changed",
                        "before",
                        before,
                        "after",
                        after.unwrap_or_default(),
                    )
                }
                Heard::Known if after.is_none() => page.t("meeting-log-effect-outside"),
                Heard::Known => page.t("meeting-log-effect-known"),
                Heard::Refused(no) => reason::rejection(page.locale, &Rejection::from(no)),
            };
            (effect.person, said)
        })
        .collect();
    let row = |(index, row): (usize, &LogRow)| {
        let LogRow { participant, who } = row;
        let (chosen, person, said) = match who.map(|(choice, _)| choice) {
            None => ("", None, String::new()),
            Some(Choice::WalkIn) => ("walk_in", None, page.t("meeting-log-who-walk-in")),
            Some(Choice::Nobody) => ("nobody", None, page.t("meeting-log-who-nobody")),
            Some(Choice::Person(person)) => {
                ("person", Some(person), names.get(&person).cloned().unwrap_or_default())
            }
        };
        let effect = person.and_then(|person| effects.get(&person).cloned()).unwrap_or_default();
        Row {
            field: format!("who-{index}"),
            name: participant.name.clone(),
            email: participant.email.clone(),
            time: time(page, &look.meeting, participant),
            minutes: page.tn("common-count-minutes", participant.minutes()),
            asked: !matches!(who, Some((_, MatchedBy::Email))),
            chosen,
            person,
            who: said,
            by: who.map(|(_, by)| page.word("meeting-log-by", by)).unwrap_or_default(),
            effect,
        }
    };
    let mut rows: Vec<Row> = look.rows.iter().enumerate().map(row).collect();
    // Whoever is to be told first.
    rows.sort_by_key(|row| !row.chosen.is_empty());
    rows
}

/// People for the lists of those who may be meant.
fn people(look: &LogLook, asked: usize) -> Vec<(EnrollmentId, String)> {
    let taken: HashSet<EnrollmentId> = if asked * look.people.len() > MOST_OPTIONS {
        look.effects.iter().map(|effect| effect.person).collect()
    } else {
        HashSet::new()
    };
    let free = look.people.iter().filter(|one| !taken.contains(&one.enrollment));
    let most = MOST_OPTIONS / asked.max(1);
    free.take(most).map(|one| (one.enrollment, one.name.in_register())).collect()
}

async fn look(
    page: &Page,
    site: &Site,
    id: SessionId,
    participants: &[Participant],
    choices: &Choices,
    flawed: &[Flawed],
    refused: Option<&Rejection>,
) -> Result<Response, PageError> {
    let look = site.app.look_at_meeting_log(&page.actor, id, participants, choices).await?;
    let rows = rows(page, &look);
    let open = rows.iter().filter(|row| row.chosen.is_empty()).count();
    let asked = rows.iter().filter(|row| row.asked).count();
    let shut = look.shut.map(Rejection::from);
    let refusal = refused.or(shut.as_ref()).map(|no| reason::rejection(page.locale, no));
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.show_as(
        status,
        &Look {
            page,
            meeting: &look.meeting,
            people: people(&look, asked),
            flawed: flawed.iter().map(|one| flaw(page, one)).collect(),
            walk_ins: look.walk_ins.iter().map(ToString::to_string).collect(),
            log: packed(participants),
            open,
            recognized: look.effects.len(),
            refusal,
            saves: look.shut.is_none() && (look.changes() || rows.iter().any(|row| row.asked)),
            rows,
        },
    )
}

#[handler]
pub(super) async fn show(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    ask(&page, &site, *id, Form::blank(page.locale).about("meeting-log")).await
}

#[handler]
pub(super) async fn receive(
    page: Page,
    id: Path<SessionId>,
    parts: Multipart,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let Sent { mut form, content, .. } =
        upload::read(Form::blank(page.locale).about("meeting-log"), parts).await?;
    if content.is_empty() {
        form.complain_with("file", reason::fault(page.locale, Fault::Missing));
        return ask(&page, &site, *id, form).await;
    }
    match site.app.read_meeting_log(&permit, &content).await? {
        Ok(reading) => {
            let choices = Choices::new();
            look(&page, &site, *id, &reading.participants, &choices, &reading.flawed, None).await
        }
        Err(flaw) => {
            form.complain_with("file", verdict::file_flaw(page.locale, &flaw));
            ask(&page, &site, *id, form).await
        }
    }
}

#[handler]
pub(super) async fn enter(
    page: Page,
    id: Path<SessionId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let participants = unpacked(form.value("log")).ok_or(PageError::Unreadable)?;
    let choices = choices(&form, &participants);
    if form.value("step") != "save" {
        return look(&page, &site, *id, &participants, &choices, &[], None).await;
    }
    let reason = Line::new("reason", &page.t("meeting-log-reason")).map_err(Error::from)?;
    match site.app.enter_meeting_log(&permit, &participants, &choices, &reason).await {
        Ok(_) => Ok(go(&format!("/teach/sessions/{}", *id), Some("meeting-log-saved-flash"))),
        Err(Error::Rejected(no)) => look(&page, &site, *id, &participants, &choices, &[], Some(&no)).await,
        Err(other) => Err(other.into()),
    }
}
