//! When registers are closed by themselves, and who is reminded of those that are not.

use crate::access::CohortPlace;
use crate::id::{CohortId, SessionId};
use crate::rejection::{Checks, Fault, Invalid};
use crate::session::RegisterState;
use crate::text::Line;
use chrono::{DateTime, TimeDelta, Utc};

/// The longest wait that can be set: thirty days, as late as marks are delivered.
const LONGEST: i32 = 720;
/// The longest time for appeals that can be set.
const LONGEST_APPEAL: i32 = 90;

/// What becomes of a register after its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosingRule {
    /// So many hours after the end it is closed; without it, by hand only.
    pub close_hours: Option<i32>,
    /// So many hours after the end the trainers are reminded of it.
    pub trainer_hours: i32,
    /// So many hours after the end whoever manages the cohort is.
    pub manager_hours: i32,
    /// People appeal against their marks for so many days after a register was closed.
    pub appeal_days: i32,
}

impl Default for ClosingRule {
    /// The choice of the product: no act of the law sets these times, so each organization names its own document.
    fn default() -> Self {
        Self { close_hours: None, trainer_hours: 24, manager_hours: 72, appeal_days: 14 }
    }
}

/// A rule as it was set once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetClosing {
    /// `None` where a cohort follows its organization again.
    pub rule: Option<ClosingRule>,
    /// For this cohort alone.
    pub cohort: Option<CohortId>,
    /// For sessions that end from then on.
    pub since: DateTime<Utc>,
    /// Counts the rules of an organization.
    pub number: i32,
    /// The document that says so.
    pub source: Option<Line>,
}

/// The rule for a session of a cohort that ends at an instant, out of all that its organization has set, and the document
/// that says so.
pub fn in_force(set: &[SetClosing], cohort: CohortId, ends_at: DateTime<Utc>) -> (ClosingRule, Option<Line>) {
    let last = |of: Option<CohortId>| {
        let known = set.iter().filter(|one| one.cohort == of && one.since <= ends_at);
        let last = known.max_by_key(|one| one.number)?;
        Some((last.rule?, last.source.clone()))
    };
    last(Some(cohort)).or_else(|| last(None)).unwrap_or_default()
}

/// A register that is not closed after its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenRegister {
    pub session: SessionId,
    pub place: CohortPlace,
    pub ends_at: DateTime<Utc>,
    pub register: RegisterState,
    /// When it was opened again.
    pub reopened_at: Option<DateTime<Utc>>,
    pub people: i64,
    pub marked: i64,
    /// How many of them for more than an excuse, which people may have before the session.
    pub taken: i64,
    /// Who was reminded of it.
    pub told: Told,
}

/// Who was reminded of a register that is not closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    #[default]
    Nobody,
    Trainers,
    Managers,
}

/// What is to be done about a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Close,
    Remind(Told),
}

impl ClosingRule {
    /// When a register is closed by itself. One in which nobody is marked, or people are excused only, is not: that
    /// everybody else stayed away is for a human to say.
    pub fn closes_at(&self, of: &OpenRegister) -> Option<DateTime<Utc>> {
        let hours = self.close_hours.filter(|_| of.taken > 0)?;
        Some(of.reopened_at.unwrap_or(of.ends_at) + TimeDelta::hours(hours.into()))
    }

    /// What is to be done about a register now. Nobody is reminded of one that is filled in and closed by itself.
    pub fn due(&self, of: &OpenRegister, now: DateTime<Utc>) -> Option<Due> {
        if self.closes_at(of).is_some_and(|at| at <= now) {
            return Some(Due::Close);
        }
        let waits = of.register == RegisterState::Open
            && of.people > 0
            && (of.marked < of.people || self.close_hours.is_none());
        let over = |hours: i32| of.ends_at + TimeDelta::hours(hours.into()) <= now;
        let levels = [(Told::Managers, self.manager_hours), (Told::Trainers, self.trainer_hours)];
        let level = levels.into_iter().find(|(_, hours)| over(*hours)).map(|(level, _)| level);
        level.filter(|level| waits && of.told < *level).map(Due::Remind)
    }
}

/// A rule as typed.
#[derive(Clone, Debug, Default)]
pub struct RawClosing {
    pub close_hours: String,
    pub trainer_hours: String,
    pub manager_hours: String,
    pub appeal_days: String,
    pub source: String,
}

fn number(field: &'static str, raw: &str, most: i32) -> Result<i32, Invalid> {
    match raw.trim().parse::<i32>() {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        Ok(_) => Err(Invalid::new(field, Fault::OutOfRange { least: 1, most: most.into() })),
        Err(_) if raw.trim().is_empty() => Err(Invalid::new(field, Fault::Missing)),
        Err(_) => Err(Invalid::new(field, Fault::NotANumber)),
    }
}

impl RawClosing {
    /// Looks at the fields: the rule, and the document that says so.
    pub fn check(&self) -> Result<(ClosingRule, Option<Line>), Vec<Invalid>> {
        let mut checks = Checks::default();
        let close_hours = match self.close_hours.trim() {
            "" => None,
            text => checks.take(number("close_hours", text, LONGEST)),
        };
        let trainer_hours = checks.take(number("trainer_hours", &self.trainer_hours, LONGEST));
        let manager_hours = checks.take(number("manager_hours", &self.manager_hours, LONGEST));
        if let (Some(trainer), Some(manager)) = (trainer_hours, manager_hours)
            && manager < trainer
        {
            checks.note("manager_hours", Fault::OutOfRange { least: trainer.into(), most: LONGEST.into() });
        }
        let appeal_days = checks.take(number("appeal_days", &self.appeal_days, LONGEST_APPEAL));
        let source = checks.take(Line::optional("source", &self.source));
        let (Some(trainer_hours), Some(manager_hours), Some(appeal_days), Some(source)) =
            (trainer_hours, manager_hours, appeal_days, source)
        else {
            return Err(checks.into_faults());
        };
        checks.finish()?;
        Ok((ClosingRule { close_hours, trainer_hours, manager_hours, appeal_days }, source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{OrganizationId, ProgramId};
    use uuid::Uuid;

    const COHORT: CohortId = CohortId(Uuid::from_u128(1));

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + hour * 3_600, 0).unwrap()
    }

    fn open(marked: i64, told: Told) -> OpenRegister {
        OpenRegister {
            session: SessionId(Uuid::nil()),
            place: CohortPlace {
                cohort: COHORT,
                program: ProgramId(Uuid::nil()),
                organization: OrganizationId(Uuid::nil()),
            },
            ends_at: at(0),
            register: RegisterState::Open,
            reopened_at: None,
            people: 3,
            marked,
            taken: marked,
            told,
        }
    }

    #[test]
    fn each_is_reminded_once_and_a_filled_register_closes() {
        let by_rule = ClosingRule {
            close_hours: Some(48),
            trainer_hours: 24,
            manager_hours: 40,
            ..ClosingRule::default()
        };
        let by_hand = ClosingRule { close_hours: None, ..by_rule };
        let (trainers, managers) = (Some(Due::Remind(Told::Trainers)), Some(Due::Remind(Told::Managers)));
        for (rule, marked, told, hour, expected) in [
            (by_rule, 2, Told::Nobody, 23, None),
            (by_rule, 2, Told::Nobody, 24, trainers),
            (by_rule, 2, Told::Trainers, 39, None),
            (by_rule, 2, Told::Trainers, 40, managers),
            (by_rule, 2, Told::Nobody, 41, managers),
            (by_rule, 2, Told::Managers, 47, None),
            (by_rule, 2, Told::Managers, 48, Some(Due::Close)),
            // Filled in, so nobody is bothered.
            (by_rule, 3, Told::Nobody, 40, None),
            (by_rule, 3, Told::Nobody, 48, Some(Due::Close)),
            // Empty, so a human closes it.
            (by_rule, 0, Told::Managers, 480, None),
            (by_hand, 3, Told::Nobody, 24, trainers),
            (by_hand, 3, Told::Managers, 480, None),
        ] {
            assert_eq!(
                rule.due(&open(marked, told), at(hour)),
                expected,
                "{rule:?} {marked} {told:?} {hour}"
            );
        }
        let excused = OpenRegister { taken: 0, ..open(2, Told::Managers) };
        assert_eq!(by_rule.due(&excused, at(480)), None, "nobody has taken it, whoever is excused");
        let again = OpenRegister {
            register: RegisterState::Reopened,
            reopened_at: Some(at(100)),
            ..open(2, Told::Nobody)
        };
        assert_eq!(by_rule.due(&again, at(147)), None, "who opened it again is not reminded");
        assert_eq!(by_rule.due(&again, at(148)), Some(Due::Close));
        assert_eq!(by_hand.due(&OpenRegister { people: 0, ..open(0, Told::Nobody) }, at(90)), None);
    }

    #[test]
    fn the_rule_of_a_cohort_goes_before_that_of_its_organization() {
        let rule = |hours| Some(ClosingRule { close_hours: Some(hours), ..ClosingRule::default() });
        let set =
            |number, cohort, since, rule| SetClosing { rule, cohort, since: at(since), number, source: None };
        let all = [
            set(1, None, 0, rule(10)),
            set(2, Some(COHORT), 5, rule(20)),
            set(3, None, 6, rule(30)),
            set(4, Some(COHORT), 9, None),
        ];
        let hours = |hour| in_force(&all, COHORT, at(hour)).0.close_hours;
        assert_eq!(
            [hours(-1), hours(1), hours(5), hours(8), hours(9)],
            [None, Some(10), Some(20), Some(20), Some(30)]
        );
        assert_eq!(in_force(&all, CohortId(Uuid::nil()), at(8)).0.close_hours, Some(30));
    }

    #[test]
    fn every_faulty_field_is_named() {
        let raw = RawClosing {
            close_hours: "0".to_owned(),
            trainer_hours: "24".to_owned(),
            manager_hours: "x".to_owned(),
            appeal_days: "91".to_owned(),
            source: String::new(),
        };
        let fields: Vec<String> = raw.check().unwrap_err().into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["close_hours", "manager_hours", "appeal_days"]);
        let raw = RawClosing { appeal_days: "14".to_owned(), ..raw };
        let late = RawClosing { close_hours: String::new(), manager_hours: "23".to_owned(), ..raw.clone() };
        assert_eq!(late.check().unwrap_err()[0].field, "manager_hours");
        let fine = RawClosing { close_hours: String::new(), manager_hours: "24".to_owned(), ..raw };
        assert_eq!(fine.check().unwrap().0.close_hours, None);
    }
}
