//! Changes of a closed register: proposed by one person, confirmed by another.

use super::{AttendanceStatus, Frame, Mark, MarkKind, MarkSource, RULE_VERSION, fold, stand};
use crate::access::Author;
use crate::id::{CorrectionId, EnrollmentId, MarkId, SessionId};
use crate::person::FullName;
use crate::rejection::Refusal;
use crate::text::Line;
use crate::words;
use chrono::{DateTime, Utc};

words! {
    /// What the second person says.
    CorrectionVerdict {
        Confirmed = "confirmed",
        Refused = "refused",
    }
}

/// What somebody proposes. Never changed, never removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub id: CorrectionId,
    pub session: SessionId,
    pub enrollment: EnrollmentId,
    pub kind: MarkKind,
    pub minutes: Option<i32>,
    pub reason: Line,
    /// The mark that stood.
    pub replaces: Option<MarkId>,
    pub author: Author,
    pub at: DateTime<Utc>,
    pub source: MarkSource,
    pub decision: Option<CorrectionDecision>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionDecision {
    pub verdict: CorrectionVerdict,
    /// The mark by which it joined the history.
    pub mark: Option<MarkId>,
    pub author: Author,
    pub at: DateTime<Utc>,
    pub reason: Option<Line>,
}

/// The same with names: of the person in the register, of both who had a say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedCorrection {
    pub correction: Correction,
    pub name: FullName,
    pub author: Option<FullName>,
    pub decider: Option<FullName>,
}

impl Correction {
    /// Whether it would change what stands; notes which mark that is.
    pub fn against(mut self, history: &[Mark], frame: Frame<'_>) -> Result<Self, Refusal> {
        let standing = stand(history, frame);
        self.replaces = standing.map(|now| now.mark);
        let then = fold(history.iter().chain([&self.mark(MarkId(self.id.0), self.at)]), frame);
        let before = standing.map(|now| now.attendance);
        // Whoever has no mark in a closed register counts as absent.
        let absent = before.is_none() && then.is_some_and(|then| then.status == AttendanceStatus::Absent);
        if before == then || absent { Err(Refusal::NothingToCorrect) } else { Ok(self) }
    }

    /// Whether this person may decide on it, in a register with this history.
    pub fn decidable_by(&self, by: Author, history: &[Mark], frame: Frame<'_>) -> Result<(), Refusal> {
        if self.decision.is_some() {
            return Err(Refusal::MarkSettled);
        }
        if by.is_none() || by == self.author {
            return Err(Refusal::SecondPersonNeeded);
        }
        if stand(history, frame).map(|now| now.mark) == self.replaces {
            Ok(())
        } else {
            Err(Refusal::RegisterChanged)
        }
    }

    /// The mark by which it joins the history once it is confirmed.
    pub fn mark(&self, id: MarkId, now: DateTime<Utc>) -> Mark {
        Mark {
            id,
            session: self.session,
            enrollment: self.enrollment,
            kind: self.kind,
            minutes: self.minutes,
            device_at: None,
            server_at: now,
            author: self.author,
            source: self.source,
            reason: Some(self.reason.clone()),
            replaces: self.replaces,
            skew_ms: None,
            late: false,
            rule: RULE_VERSION,
            verdict: None,
        }
    }
}
