//! What is left of a session that was interrupted: a function of its plan, what stopped it, and the policy of its
//! organization.

use super::Pause;
use crate::rejection::{Checks, Fault, Invalid};
use crate::text::Line;
use crate::words;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// Whether a session counts.
    HeldState {
        Held = "held",
        PartlyHeld = "partly_held",
        NotHeld = "not_held",
    }
}

words! {
    /// What becomes of a session that was stopped before its last minutes and did not make up for it.
    Earlier {
        /// The time that was lost does not count, the rest does.
        Partly = "partly",
        /// Nothing of it counts.
        NotHeld = "not_held",
    }
}

/// How an organization judges interruptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What begins within so many minutes of the planned end takes nothing away.
    pub final_minutes: i32,
    /// What is under way at the planned start and lasts so many minutes at most takes nothing away either; if it lasts
    /// longer, nothing of the session counts.
    pub overrun_minutes: i32,
    pub earlier: Earlier,
}

impl Default for Policy {
    /// The defaults of the product, after the regulation of the Kyiv-Mohyla academy on classes during alerts, of which
    /// the last choice is kept open: what was taught before an alert counts.
    fn default() -> Self {
        Self { final_minutes: 20, overrun_minutes: 20, earlier: Earlier::Partly }
    }
}

/// A policy with where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyInForce {
    pub policy: Policy,
    /// Sessions that begin from then on are judged by it; none for the defaults of the product.
    pub since: Option<DateTime<Utc>>,
    /// The document that says so.
    pub source: Option<Line>,
    /// Counts the policies of an organization; 0 for the defaults.
    pub number: i32,
}

/// A policy as typed.
#[derive(Clone, Debug, Default)]
pub struct RawPolicy {
    pub final_minutes: String,
    pub overrun_minutes: String,
    pub earlier: String,
    pub source: String,
}

impl RawPolicy {
    /// Looks at the fields.
    pub fn check(&self) -> Result<(Policy, Line), Vec<Invalid>> {
        let mut checks = Checks::default();
        let mut minutes = |field: &'static str, raw: &str| {
            let range = Fault::OutOfRange { least: 0, most: 240 };
            let fault = match raw.trim() {
                "" => Fault::Missing,
                text => match text.parse::<i32>() {
                    Ok(minutes) if (0..=240).contains(&minutes) => return Some(minutes),
                    Ok(_) => range,
                    Err(_) => Fault::NotANumber,
                },
            };
            checks.note(field, fault);
            None
        };
        let final_minutes = minutes("final_minutes", &self.final_minutes);
        let overrun_minutes = minutes("overrun_minutes", &self.overrun_minutes);
        let earlier = match self.earlier.trim() {
            "" => Err(Invalid::new("earlier", Fault::Missing)),
            word => word.parse().map_err(|_| Invalid::new("earlier", Fault::NotAWord)),
        };
        let earlier = checks.take(earlier);
        let source = checks.take(Line::new("source", &self.source));
        let (Some(final_minutes), Some(overrun_minutes), Some(earlier), Some(source)) =
            (final_minutes, overrun_minutes, earlier, source)
        else {
            return Err(checks.into_faults());
        };
        Ok((Policy { final_minutes, overrun_minutes, earlier }, source))
    }
}

/// A stretch of time, up to but not including its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

impl Span {
    /// What two of them have in common.
    #[must_use]
    pub fn within(self, other: Self) -> Option<Self> {
        let (from, until) = (self.from.max(other.from), self.until.min(other.until));
        (from < until).then_some(Self { from, until })
    }

    pub fn length(self) -> TimeDelta {
        self.until - self.from
    }

    /// All of them in their order, those that overlap or meet as one.
    pub fn joined(spans: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut spans: Vec<Self> = spans.into_iter().collect();
        spans.sort_unstable();
        let mut joined: Vec<Self> = Vec::with_capacity(spans.len());
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
                _ => joined.push(span),
            }
        }
        joined
    }
}

/// What is left of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub state: HeldState,
    /// Minutes of the plan that do not count.
    pub lost_minutes: i32,
    pub stretches: Stretches,
}

/// The times of a session that count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretches {
    /// All of them, in order. Whoever was there at such a time is credited for it.
    pub held: Vec<Span>,
    /// Those among them in which it was stopped: whoever was there when it stopped or when it went on is credited for all
    /// of it.
    pub waived: Vec<Span>,
}

impl Stretches {
    /// How much of it somebody is credited for who was there at these times, which do not overlap.
    pub fn credited(&self, there: &[Span]) -> TimeDelta {
        let within = |span: Span| there.iter().filter_map(move |one| one.within(span)).map(Span::length);
        let taught = self.held.iter().flat_map(|held| without(*held, self.waived.iter().copied()));
        let waited = |stop: Span| {
            there.iter().any(|one| {
                (one.from < stop.from && one.until >= stop.from)
                    || (one.from <= stop.until && one.until > stop.until)
            })
        };
        let waived = |stop: &Span| if waited(*stop) { stop.length() } else { within(*stop).sum() };
        taught.flat_map(within).chain(self.waived.iter().map(waived)).sum()
    }

    /// When teaching began.
    pub fn began(&self) -> Option<DateTime<Utc>> {
        let first = self.held.first()?;
        without(*first, self.waived.iter().copied()).first().map(|span| span.from)
    }

    /// When the last of it ended.
    pub fn ended(&self) -> Option<DateTime<Utc>> {
        self.held.last().map(|span| span.until)
    }
}

/// What is left of a session that was planned for `planned`, ended at `real_end` if that is another time, and was stopped
/// by `pauses`. One that lasts still is taken to last to the planned end.
pub fn deliver(planned: Span, pauses: &[Pause], real_end: Option<DateTime<Utc>>, policy: Policy) -> Delivery {
    let minutes = whole_minutes(planned.length());
    // Pauses that touch are one.
    let stops = Span::joined(pauses.iter().map(|pause| {
        let until = pause.ended_at.unwrap_or_else(|| planned.until.max(pause.began_at));
        Span { from: pause.began_at, until }
    }));
    let overrun = planned.from + TimeDelta::minutes(policy.overrun_minutes.into());
    if stops.iter().any(|stop| stop.from <= planned.from && stop.until > overrun) {
        return Delivery::nothing(minutes);
    }
    let last = planned.until - TimeDelta::minutes(policy.final_minutes.into());
    let within = stops.iter().filter_map(|stop| stop.within(planned));
    let (mut waived, lost): (Vec<Span>, Vec<Span>) =
        within.partition(|stop| stop.from >= last || stop.from == planned.from);
    if without(planned, waived.iter().copied()).is_empty() {
        return Delivery::nothing(minutes);
    }
    // Whoever ends early without anything that stops them loses the rest, whatever the policy.
    let end = real_end.unwrap_or(planned.until);
    let cut = (end < planned.until && waived.iter().all(|stop| end < stop.from || end > stop.until))
        .then_some(Span { from: end.max(planned.from), until: planned.until });
    waived.retain(|stop| cut.is_none_or(|cut| stop.until <= cut.from));
    let stopped: TimeDelta = lost.iter().map(|stop| stop.length()).sum();
    let mut held = without(planned, lost.iter().copied().chain(cut));
    held.extend(made_up(planned, &stops, end, stopped));
    let counted = held.iter().map(|span| span.length()).sum::<TimeDelta>();
    let lost_minutes = (minutes - whole_minutes(counted)).max(0);
    let stopped_for_good = lost_minutes > 0 && stopped > TimeDelta::zero();
    let state = match lost_minutes {
        0 => HeldState::Held,
        all if all >= minutes => return Delivery::nothing(minutes),
        _ if stopped_for_good && policy.earlier == Earlier::NotHeld => return Delivery::nothing(minutes),
        _ => HeldState::PartlyHeld,
    };
    Delivery { state, lost_minutes, stretches: Stretches { held, waived } }
}

impl Delivery {
    /// Nothing differs from the plan.
    pub fn as_planned(&self) -> bool {
        self.state == HeldState::Held && self.stretches.held.len() == 1 && self.stretches.waived.is_empty()
    }

    fn nothing(minutes: i32) -> Self {
        Self { state: HeldState::NotHeld, lost_minutes: minutes, stretches: Stretches::default() }
    }
}

/// Time after the planned end that makes up for what was lost before it, as far as it was not stopped too.
fn made_up(planned: Span, stops: &[Span], end: DateTime<Utc>, stopped: TimeDelta) -> Vec<Span> {
    let mut owed = stopped;
    let after = Span { from: planned.until, until: end };
    let mut spans = Vec::new();
    for span in without(after, stops.iter().copied()) {
        let until = span.until.min(span.from + owed);
        if until > span.from {
            spans.push(Span { until, ..span });
            owed -= until - span.from;
        }
    }
    spans
}

/// What remains of a span; the others may come in any order.
fn without(whole: Span, others: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut rest = vec![whole];
    for other in others {
        rest = rest
            .into_iter()
            .flat_map(|span| {
                let before = Span { from: span.from, until: span.until.min(other.from) };
                let after = Span { from: span.from.max(other.until), until: span.until };
                [before, after]
            })
            .filter(|span| span.from < span.until)
            .collect();
    }
    rest.retain(|span| span.from < span.until);
    rest
}

fn whole_minutes(time: TimeDelta) -> i32 {
    i32::try_from(time.num_minutes()).unwrap_or(i32::MAX)
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
