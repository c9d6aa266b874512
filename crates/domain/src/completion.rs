//! Completion: derived from the course version's rule, never set. The answer names what is missing, and says early
//! whether a person can still pass.

mod outlook;

pub use outlook::{Chance, Hope, Lesson, Prospect, Risk, Visit};

use crate::course::CompletionRule;
use crate::words;

words! {
    /// The verdict.
    CompletionState {
        Completed = "completed",
        /// Can still pass.
        InProgress = "in_progress",
        NotCompleted = "not_completed",
    }
}

/// What the rule is applied to, in minutes of the cohort's sessions that were not cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// All planned minutes.
    pub planned: i64,
    /// Credited to the person so far.
    pub credited: i64,
    /// Of sessions whose register is still open: what could still be credited, beyond what is.
    pub available: i64,
    /// Sessions whose register is still open.
    pub open_registers: i64,
    /// Lost when sessions were interrupted, and made up by none yet.
    pub owed: i64,
    /// How much of what is credited was attended in other cohorts of the course.
    pub carried: i64,
    pub final_score: Option<i16>,
}

/// A unit of the course that was attended in another cohort before, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Of this cohort's sessions of the unit.
    pub planned: i64,
    /// Credited in these sessions.
    pub own: i64,
    /// Of those whose register is still open: what could still be credited, beyond what is.
    pub available: i64,
    pub open_registers: i64,
    /// Credited in sessions of the unit elsewhere.
    pub elsewhere: i64,
    /// What sessions elsewhere in which the person is a guest can still bring.
    pub coming: i64,
}

impl Evidence {
    /// Counts what was attended elsewhere, unit by unit and never beyond what this cohort plans for it. Where a unit is
    /// full, its open registers are not waited for.
    #[must_use]
    pub fn with_carried(mut self, units: &[Carried]) -> Self {
        for unit in units {
            let credited = (unit.own + unit.elsewhere).min(unit.planned);
            let more = (credited - unit.own).max(0);
            self.credited += more;
            self.carried += more;
            let room = (unit.planned - credited).max(0);
            self.available += (unit.available + unit.coming).min(room) - unit.available;
            if more > 0 && credited == unit.planned {
                self.open_registers -= unit.open_registers;
            }
        }
        self
    }
}

/// Why a verdict is not "completed" yet, or never will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The course run has no session yet.
    NothingPlanned,
    /// Minutes short of the share the rule asks for.
    MinutesMissing { missing: i64, available: i64 },
    /// Minutes that nobody was taught, since sessions were interrupted, and that no session makes up for yet.
    MakeUpOwed { minutes: i64 },
    /// Registers that are still open.
    RegistersOpen { count: i64 },
    /// No final score yet.
    ScoreMissing { required: i16 },
    /// A final score below the rule.
    ScoreTooLow { score: i16, required: i16 },
}

impl Reason {
    /// The stable code, also the key of its words.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NothingPlanned => "completion-nothing-planned",
            Self::MinutesMissing { .. } => "completion-minutes-missing",
            Self::MakeUpOwed { .. } => "completion-make-up-owed",
            Self::RegistersOpen { .. } => "completion-registers-open",
            Self::ScoreMissing { .. } => "completion-score-missing",
            Self::ScoreTooLow { .. } => "completion-score-too-low",
        }
    }

    pub const ALL: &'static [Self] = &[
        Self::NothingPlanned,
        Self::MinutesMissing { missing: 1, available: 1 },
        Self::MakeUpOwed { minutes: 1 },
        Self::RegistersOpen { count: 1 },
        Self::ScoreMissing { required: 1 },
        Self::ScoreTooLow { score: 0, required: 1 },
    ];
}

/// The verdict with its reasons and the sums it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub state: CompletionState,
    /// The minutes the rule asks for: the share, rounded up to a whole minute.
    pub required: i64,
    pub evidence: Evidence,
    pub reasons: Vec<Reason>,
}

/// Applies the rule.
pub fn judge(rule: CompletionRule, evidence: Evidence) -> Verdict {
    let required = (evidence.planned * i64::from(rule.attendance_percent) + 99) / 100;
    let missing = (required - evidence.credited).max(0);
    let mut reasons = Vec::new();
    let mut lost = false;
    if evidence.planned == 0 {
        reasons.push(Reason::NothingPlanned);
    }
    if missing > 0 {
        reasons.push(Reason::MinutesMissing { missing, available: evidence.available });
        lost |= missing > evidence.available + evidence.owed;
        if evidence.owed > 0 {
            reasons.push(Reason::MakeUpOwed { minutes: evidence.owed });
        }
    }
    if evidence.open_registers > 0 {
        reasons.push(Reason::RegistersOpen { count: evidence.open_registers });
    }
    if let Some(required) = rule.final_score {
        match evidence.final_score {
            None => reasons.push(Reason::ScoreMissing { required }),
            Some(score) if score < required => {
                reasons.push(Reason::ScoreTooLow { score, required });
                lost |= evidence.open_registers == 0;
            }
            Some(_) => {}
        }
    }
    let state = match (reasons.is_empty(), lost) {
        (true, _) => CompletionState::Completed,
        (false, false) => CompletionState::InProgress,
        (false, true) => CompletionState::NotCompleted,
    };
    Verdict { state, required, evidence, reasons }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: CompletionRule = CompletionRule { attendance_percent: 80, final_score: None };

    fn evidence(credited: i64, available: i64, open_registers: i64) -> Evidence {
        Evidence { planned: 600, credited, available, open_registers, owed: 0, carried: 0, final_score: None }
    }

    #[test]
    fn the_share_decides() {
        for (credited, available, open, expected) in [
            (480, 0, 0, CompletionState::Completed),
            (479, 0, 0, CompletionState::NotCompleted),
            (479, 1, 1, CompletionState::InProgress),
            (400, 79, 1, CompletionState::NotCompleted),
            (480, 120, 1, CompletionState::InProgress),
        ] {
            assert_eq!(
                judge(RULE, evidence(credited, available, open)).state,
                expected,
                "{credited} {available} {open}"
            );
        }
    }

    #[test]
    fn what_nobody_was_taught_is_nobodys_fault() {
        let owed = |owed| judge(RULE, Evidence { owed, ..evidence(400, 40, 1) });
        assert_eq!(owed(40).state, CompletionState::InProgress);
        assert!(owed(40).reasons.contains(&Reason::MakeUpOwed { minutes: 40 }));
        assert_eq!(owed(39).state, CompletionState::NotCompleted);
        let enough = judge(RULE, Evidence { owed: 120, ..evidence(480, 0, 0) });
        assert_eq!(enough.state, CompletionState::Completed);
    }

    #[test]
    fn a_part_of_a_minute_is_not_forgiven() {
        let verdict = judge(RULE, Evidence { planned: 101, ..evidence(80, 0, 0) });
        assert_eq!((verdict.required, verdict.state), (81, CompletionState::NotCompleted));
    }

    #[test]
    fn the_score_counts_too_and_the_answer_names_it() {
        let rule = CompletionRule { final_score: Some(60), ..RULE };
        let with = |final_score| judge(rule, Evidence { final_score, ..evidence(600, 0, 0) });
        assert_eq!(with(None).reasons, [Reason::ScoreMissing { required: 60 }]);
        assert_eq!(with(None).state, CompletionState::InProgress);
        assert_eq!(with(Some(59)).state, CompletionState::NotCompleted);
        assert_eq!(with(Some(60)).state, CompletionState::Completed);
    }

    #[test]
    fn what_was_attended_elsewhere_counts_for_its_unit_and_no_further() {
        let unit = |own, available, open_registers, elsewhere| Carried {
            planned: 200,
            own,
            available,
            open_registers,
            elsewhere,
            coming: 0,
        };
        // (credited, available, open registers) before; the unit; the same after, and what was carried.
        for (before, unit, after, carried) in [
            ((0, 600, 3), unit(0, 200, 1, 200), (200, 400, 2), 200),
            ((0, 600, 3), unit(0, 200, 1, 500), (200, 400, 2), 200),
            ((0, 600, 3), unit(0, 200, 1, 150), (150, 450, 3), 150),
            ((100, 400, 2), unit(100, 0, 0, 50), (150, 400, 2), 50),
            ((100, 400, 2), unit(100, 0, 0, 900), (200, 400, 2), 100),
            ((200, 400, 2), unit(200, 0, 1, 200), (200, 400, 2), 0),
            ((100, 450, 3), unit(100, 50, 1, 80), (180, 420, 3), 80),
        ] {
            let done = evidence(before.0, before.1, before.2).with_carried(&[unit]);
            assert_eq!((done.credited, done.available, done.open_registers), after, "{before:?} {unit:?}");
            assert_eq!(done.carried, carried);
        }
    }

    #[test]
    fn where_somebody_will_be_a_guest_can_still_bring_what_the_unit_lacks() {
        let missed =
            |coming| Carried { planned: 200, own: 50, available: 0, open_registers: 0, elsewhere: 0, coming };
        for (coming, available) in [(0, 300), (90, 390), (500, 450)] {
            let done = evidence(150, 300, 2).with_carried(&[missed(coming)]);
            assert_eq!((done.credited, done.available, done.open_registers), (150, available, 2), "{coming}");
        }
    }

    #[test]
    fn nothing_planned_is_nothing_completed() {
        let verdict = judge(RULE, Evidence { planned: 0, ..evidence(0, 0, 0) });
        assert_eq!(verdict.state, CompletionState::InProgress);
    }
}
