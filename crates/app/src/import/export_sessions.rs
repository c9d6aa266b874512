//! Writing what stands in registers and what interrupted sessions, as tables that can be taken in again unchanged.

use super::export::Exported;
use crate::{App, Error};
use chrono::SecondsFormat;
use postup_domain::access::Actor;
use postup_domain::attendance::LineCodes;
use postup_domain::id::{CohortId, SessionId};
use postup_domain::import::{INTERRUPTIONS, MARKS};
use postup_domain::interruption::standing;
use postup_persistence::attendance::{Listed, Told};
use postup_persistence::{Cursor, attendance, interruption};

impl App {
    /// The register of the next session, of one cohort or of all; people without a mark have empty cells, to be filled in.
    pub async fn export_marks(
        &self,
        actor: &Actor,
        cohort: Option<CohortId>,
        after: Option<&Cursor>,
    ) -> Result<Exported, Error> {
        let (reader, sight) = (self.reader(), actor.sight());
        let after = session_of(after);
        let found = attendance::session_after(&reader, &sight, cohort, false, after).await?;
        let Some(session) = found else { return Ok(Exported { rows: Vec::new(), next: None }) };
        let people = attendance::told(&reader, &session).await?;
        let codes = LineCodes::new(session.id, people.iter().map(|person| person.enrollment));
        let rows = people.iter().map(|person| mark_cells(&session, person, &codes)).collect();
        Ok(Exported { rows, next: Some(behind(&session)) })
    }

    /// What interrupted the next session that was interrupted at all; what lasts is not told yet.
    pub(super) async fn export_interruptions(
        &self,
        actor: &Actor,
        after: Option<&Cursor>,
    ) -> Result<Exported, Error> {
        let (reader, sight) = (self.reader(), actor.sight());
        let after = session_of(after);
        let found = attendance::session_after(&reader, &sight, None, true, after).await?;
        let Some(session) = found else { return Ok(Exported { rows: Vec::new(), next: None }) };
        let notes = interruption::notes(&reader, session.id).await?;
        let rows = standing(&notes).into_iter().filter_map(|one| {
            let ended = one.pause.ended_at?;
            let cell = |name: &str| match name {
                "cohort" => session.code.to_string(),
                "session" => start(&session),
                "began_at" => one.pause.began_at.to_rfc3339_opts(SecondsFormat::Millis, true),
                "ended_at" => ended.to_rfc3339_opts(SecondsFormat::Millis, true),
                "cause" => one.pause.cause.to_string(),
                _ => String::new(),
            };
            Some(INTERRUPTIONS.iter().map(|column| cell(column.name)).collect())
        });
        Ok(Exported { rows: rows.collect(), next: Some(behind(&session)) })
    }
}

fn session_of(after: Option<&Cursor>) -> Option<SessionId> {
    after.and_then(|cursor| cursor.id.parse().ok())
}

fn behind(session: &Listed) -> Cursor {
    Cursor { value: String::new(), id: session.id.to_string() }
}

/// The start, which names a session within its cohort; the id where two begin at once.
fn start(session: &Listed) -> String {
    if session.twins > 1 {
        session.id.to_string()
    } else {
        session.local_start.format("%Y-%m-%d %H:%M").to_string()
    }
}

fn mark_cells(session: &Listed, person: &Told, codes: &LineCodes) -> Vec<String> {
    let stands = person.standing.map(|standing| standing.attendance);
    let cell = |name: &str| match name {
        "cohort" => session.code.to_string(),
        "session" => start(session),
        "email" => person.email.to_string(),
        "line_code" => codes.of(person.enrollment).map(|code| code.to_string()).unwrap_or_default(),
        "family_name" => person.family_name.to_string(),
        "given_name" => person.given_name.to_string(),
        "status" => stands.map(|stands| stands.status.to_string()).unwrap_or_default(),
        "minutes" => stands.map(|stands| stands.minutes.to_string()).unwrap_or_default(),
        _ => String::new(),
    };
    MARKS.iter().map(|column| cell(column.name)).collect()
}
