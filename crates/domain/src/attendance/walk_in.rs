//! Somebody in the room who is not on the list: written down by name, and found to be a person later.

use super::{Mark, MarkKind, MarkSource, RULE_VERSION};
use crate::access::Author;
use crate::id::{EnrollmentId, MarkId, SessionId, WalkInId};
use crate::search::search_key;
use crate::text::Line;
use chrono::{DateTime, Utc};
use std::collections::HashSet;

/// A walk-in as it was written down. Never changed, never removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalkIn {
    /// Made by the client, so that a repeated delivery is one walk-in.
    pub id: WalkInId,
    pub session: SessionId,
    /// The name, or a code that leads to it.
    pub name: Line,
    pub kind: MarkKind,
    pub minutes: Option<i32>,
    /// When the device says it was written down.
    pub device_at: Option<DateTime<Utc>>,
    pub server_at: DateTime<Utc>,
    pub author: Author,
    /// The person it was found to be.
    pub merged: Option<EnrollmentId>,
}

/// What a client sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWalkIn {
    pub id: WalkInId,
    pub name: Line,
    pub kind: MarkKind,
    pub minutes: Option<i32>,
    pub device_at: Option<DateTime<Utc>>,
}

/// Those of some names that nobody has written down yet, each once.
pub fn newcomers(names: &[Line], known: &[WalkIn]) -> Vec<Line> {
    let mut seen: HashSet<String> = known.iter().map(|one| search_key(one.name.as_str())).collect();
    names.iter().filter(|name| seen.insert(search_key(name.as_str()))).cloned().collect()
}

impl WalkIn {
    /// Says the same, whatever the server added.
    pub fn same_content(&self, session: SessionId, other: &NewWalkIn) -> bool {
        (self.id, self.session, &self.name, self.kind, self.minutes)
            == (other.id, session, &other.name, other.kind, other.minutes)
    }

    /// The mark by which it joins the history of the person: made when the walk-in was, by whoever wrote it down. What the
    /// register says of the person already is not touched; if it differs, a human decides.
    pub fn mark(&self, id: MarkId, enrollment: EnrollmentId, late: bool, now: DateTime<Utc>) -> Mark {
        Mark {
            id,
            session: self.session,
            enrollment,
            kind: self.kind,
            minutes: self.minutes,
            device_at: Some(self.device_at.unwrap_or(self.server_at).min(self.server_at)),
            server_at: now,
            author: self.author,
            source: MarkSource::WalkIn,
            reason: Some(self.name.clone()),
            replaces: None,
            skew_ms: None,
            late,
            rule: RULE_VERSION,
            verdict: None,
        }
    }
}
