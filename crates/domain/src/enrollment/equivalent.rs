//! A course from elsewhere that somebody states in place of one that a cohort asks for, with what shows it. A manager of
//! the cohort accepts it or not.

use crate::access::Author;
use crate::id::{CohortId, CourseId, EquivalentId, PersonId};
use crate::rejection::{Checks, Fault, Invalid, Refusal, Rejection};
use crate::text::{Both, Line};
use crate::words;
use chrono::{DateTime, NaiveDate, Utc};

words! {
    /// What became of it.
    EquivalentState {
        /// A manager of the cohort has to decide.
        Stated = "stated",
        /// It counts as the course.
        Accepted = "accepted",
        /// It does not.
        Refused = "refused",
    }
}

/// What was done elsewhere, and what shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub title: Line,
    pub provider: Line,
    pub completed_on: NaiveDate,
    /// The number of a document, or where it can be read.
    pub document: Line,
}

/// The same as typed.
#[derive(Clone, Debug, Default)]
pub struct RawEvidence {
    pub title: String,
    pub provider: String,
    pub completed_on: String,
    pub document: String,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equivalent {
    pub id: EquivalentId,
    pub cohort: CohortId,
    pub person: PersonId,
    /// The course it is to count as.
    pub course: CourseId,
    pub evidence: Evidence,
    pub state: EquivalentState,
    pub author: Author,
    pub stated_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was decided so; the person reads it.
    pub reason: Option<Line>,
}

/// A statement with the names around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEquivalent {
    pub equivalent: Equivalent,
    /// Who states it, surname first.
    pub person: String,
    /// The title of the course it is to count as.
    pub course: Both<String>,
}

impl Evidence {
    /// Reads what was typed; what is over is over by `today`.
    pub fn read(raw: &RawEvidence, today: NaiveDate) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let title = checks.take(Line::new("title", &raw.title));
        let provider = checks.take(Line::new("provider", &raw.provider));
        let completed_on = checks.take(day(&raw.completed_on, today));
        let document = checks.take(Line::new("document", &raw.document));
        match (title, provider, completed_on, document) {
            (Some(title), Some(provider), Some(completed_on), Some(document)) => {
                Ok(Self { title, provider, completed_on, document })
            }
            _ => Err(checks.into_faults()),
        }
    }
}

fn day(typed: &str, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    let fault = |fault| Invalid::new("completed_on", fault);
    match typed.trim() {
        "" => Err(fault(Fault::Missing)),
        typed => match typed.parse() {
            Ok(day) if day > today => Err(fault(Fault::InFuture)),
            Ok(day) => Ok(day),
            Err(_) => Err(fault(Fault::NotADate)),
        },
    }
}

impl Equivalent {
    /// The manager's decision, once; a "no" needs a reason.
    pub fn decide(&self, accept: bool, reason: Option<Line>, now: DateTime<Utc>) -> Result<Self, Rejection> {
        if self.state != EquivalentState::Stated {
            return Err(Refusal::StepNotAllowed.into());
        }
        if !accept && reason.is_none() {
            return Err(Refusal::ReasonMissing.into());
        }
        let state = if accept { EquivalentState::Accepted } else { EquivalentState::Refused };
        Ok(Self { state, decided_at: Some(now), reason, ..self.clone() })
    }
}

/// Whether another can be stated for a course after these: while one waits or counts there is nothing to add.
pub fn may_state(before: &[Equivalent], course: CourseId) -> Result<(), Rejection> {
    let open = |one: &&Equivalent| one.course == course && one.state != EquivalentState::Refused;
    if before.iter().any(|one| open(&one)) { Err(Refusal::AlreadyStated.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn stated() -> Equivalent {
        let raw = RawEvidence {
            title: "Вода".to_owned(),
            provider: "Університет".to_owned(),
            completed_on: "2025-05-12".to_owned(),
            document: "№ 17".to_owned(),
        };
        Equivalent {
            id: EquivalentId(Uuid::nil()),
            cohort: CohortId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            course: CourseId(Uuid::nil()),
            evidence: Evidence::read(&raw, NaiveDate::MAX).unwrap(),
            state: EquivalentState::Stated,
            author: None,
            stated_at: DateTime::UNIX_EPOCH,
            decided_at: None,
            reason: None,
        }
    }

    #[test]
    fn a_decision_is_made_once_and_a_no_has_a_reason() {
        let (now, stated) = (DateTime::UNIX_EPOCH, stated());
        let reason = Line::new("reason", "Замало годин").unwrap();
        assert_eq!(stated.decide(false, None, now).unwrap_err().refusal, Refusal::ReasonMissing);
        let refused = stated.decide(false, Some(reason), now).unwrap();
        assert_eq!(refused.state, EquivalentState::Refused);
        let accepted = stated.decide(true, None, now).unwrap();
        assert_eq!(accepted.decide(false, None, now).unwrap_err().refusal, Refusal::StepNotAllowed);
        let again = |before: &Equivalent| may_state(std::slice::from_ref(before), before.course);
        assert_eq!(again(&refused), Ok(()));
        for open in [&stated, &accepted] {
            assert_eq!(again(open).unwrap_err().refusal, Refusal::AlreadyStated);
        }
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let raw = RawEvidence { completed_on: "2025-13-01".to_owned(), ..RawEvidence::default() };
        let faults = Evidence::read(&raw, NaiveDate::MAX).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["title", "provider", "completed_on", "document"]);
        let tomorrow = RawEvidence { completed_on: "2026-05-05".to_owned(), ..RawEvidence::default() };
        let today = NaiveDate::from_ymd_opt(2026, 5, 4).unwrap();
        let faults = Evidence::read(&tomorrow, today).unwrap_err();
        assert!(faults.contains(&Invalid::new("completed_on", Fault::InFuture)));
    }
}
