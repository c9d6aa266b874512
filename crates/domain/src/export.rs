//! Tables that are too long to wait for: the worker gathers one part after the other, whoever asked takes the whole away.

use crate::access::Actor;
use crate::id::{CohortId, ExportId, PersonId};
use crate::import::ImportKind;
use crate::text::Code;
use crate::words;
use chrono::{DateTime, TimeDelta, Utc};

/// How long a table is kept, since it is full of personal data.
pub const KEPT: TimeDelta = TimeDelta::days(1);

/// How many tables are gathered for one person at a time.
pub const MOST_AT_A_TIME: usize = 3;

words! {
    /// How far an export is.
    ExportState {
        /// Nobody has begun it yet.
        Waiting = "waiting",
        Gathering = "gathering",
        /// The whole table is there.
        Ready = "ready",
        /// Whoever asked for it has other rights by now, so that half a table would be of one kind and half of another.
        Stopped = "stopped",
        /// Whoever asked for it wanted it no longer.
        Discarded = "discarded",
        /// Its time is over, or a newer one stands in its place.
        Expired = "expired",
    }
}

impl ExportState {
    /// A look a second later may show more.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Gathering)
    }

    /// Rows of it are kept.
    pub fn is_kept(self) -> bool {
        self.is_under_way() || self == Self::Ready
    }
}

/// A table that somebody takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub id: ExportId,
    pub kind: ImportKind,
    /// Of this cohort alone; its code.
    pub cohort: Option<(CohortId, Code)>,
    /// Who asked for it, and with whose rights it is gathered.
    pub author: PersonId,
    /// Those rights, as [`rights`] tells them.
    pub rights: String,
    /// How many rows there were when it was asked for; others may come or go meanwhile.
    pub expected: i64,
    /// How many are gathered.
    pub rows: i64,
    /// In how many parts.
    pub parts: i32,
    pub state: ExportState,
    pub created_at: DateTime<Utc>,
    /// When it came to the state it is in.
    pub since: DateTime<Utc>,
}

impl Export {
    /// The cohort whose rows alone it has.
    pub fn cohort(&self) -> Option<CohortId> {
        self.cohort.as_ref().map(|(id, _)| *id)
    }

    /// Takes one more part in.
    pub fn advance(&mut self, rows: usize, is_last: bool, now: DateTime<Utc>) {
        self.rows += i64::try_from(rows).unwrap_or(i64::MAX);
        self.parts += i32::from(rows > 0);
        self.turn(if is_last { ExportState::Ready } else { ExportState::Gathering }, now);
    }

    /// Brings it to a state.
    pub fn turn(&mut self, state: ExportState, now: DateTime<Utc>) {
        if state != self.state {
            (self.state, self.since) = (state, now);
        }
    }

    /// Until when the whole table can be taken away.
    pub fn kept_until(&self) -> Option<DateTime<Utc>> {
        (self.state == ExportState::Ready).then(|| self.since + KEPT)
    }

    /// Whether the actor may still have what was gathered for them.
    pub fn is_for(&self, actor: &Actor) -> bool {
        actor.person() == Some(self.author) && rights(actor) == self.rights
    }
}

/// The grants of an actor, told in such a way that any change of them shows.
pub fn rights(actor: &Actor) -> String {
    let grants = actor.grants().iter().map(|grant| grant.id.to_string());
    let mut ids: Vec<String> = grants.chain(actor.stands_in().iter().map(|one| one.id.to_string())).collect();
    ids.sort_unstable();
    ids.join(" ")
}
