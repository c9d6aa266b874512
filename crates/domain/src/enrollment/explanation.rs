//! Why an enrollment stands as it does: statements with their arguments, put into words by whoever shows them, so that
//! page, mail and interface say the same.

use super::{
    Cause, EnrollmentState, Lapse, Matches, Quota, RULE, Reconfirmation, ReconfirmationState, Remedy,
    Shortfall, Unmet,
};
use crate::cohort::{Silence, WaitlistPolicy};
use crate::text::{Both, Line, Title};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// A quota with the name of what it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedQuota {
    pub quota: Quota,
    /// The name of the unit or the organization; empty where words say it all.
    pub name: Both<String>,
}

/// One sentence to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// What the state means.
    Stands(EnrollmentState),
    /// The place in the queue, 1 for the next in line.
    Queued(i64),
    /// What happens when a seat becomes free.
    Next(WaitlistPolicy),
    /// Seats are kept for others until a day; the place in the queue when they are not any more, as things stand, if there
    /// is a queue then.
    Kept { seats: i32, quota: NamedQuota, until: NaiveDate, then: Option<i64> },
    /// The last moment for an answer, by the clock of the cohort.
    AnswerBy(DateTime<Utc>, Tz),
    /// Asked whether the person still comes: until when, by the clock of the cohort, and what silence means.
    Reconfirm(DateTime<Utc>, Tz, Silence),
    /// The person has said so, at this moment by the clock of the cohort.
    Reconfirmed(DateTime<Utc>, Tz),
    /// There was no answer, and the seat stays.
    NotReconfirmed,
    /// Whose approval is awaited.
    Awaits(Both<Title>),
    /// Until when, by the clock of the cohort, and what follows without a decision.
    DecidedBy(DateTime<Utc>, Tz, Lapse),
    /// After an approval the manager decides.
    AwaitsManager,
    /// Why the last step was taken.
    Because(Cause),
    /// The reason that was given.
    Noted(Line),
    /// What the cohort asks and the person does not have.
    Unmet(Unmet),
    /// What would change that.
    Remedy(Remedy),
    /// A manager can make an exception.
    MayBeExcepted,
    /// The version of the rule by which people are looked at.
    LookedAtBy(u16),
    /// The version of the rule by which seats are given.
    Rule(u16),
}

/// Why an enrollment stands as it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    pub statements: Vec<Statement>,
}

/// What an explanation is made of.
#[derive(Clone, Debug)]
pub struct Grounds {
    pub state: EnrollmentState,
    pub cause: Cause,
    /// The reason that was given with the last step.
    pub note: Option<Line>,
    /// The place in the queue; only for those who wait.
    pub queue: Option<i64>,
    pub answer_by: Option<DateTime<Utc>>,
    /// The organization whose approval is awaited.
    pub asked: Option<Both<Title>>,
    /// What follows when it does not decide in time.
    pub silence: Option<Lapse>,
    pub time_zone: Tz,
    pub waitlist: WaitlistPolicy,
    pub matches: Matches,
    pub reconfirmation: Option<Reconfirmation>,
    /// What stands between the person and the cohort, if that is why.
    pub shortfall: Option<Shortfall>,
}

impl Explanation {
    /// What stands between somebody and a cohort, and what would change it.
    pub fn of_shortfall(shortfall: &Shortfall) -> Self {
        let unmet = shortfall.unmet.iter().cloned().map(Statement::Unmet);
        let changed = shortfall.remedies().map(Statement::Remedy);
        let last = [Statement::MayBeExcepted, Statement::LookedAtBy(shortfall.rule)];
        Self { statements: unmet.chain(changed).chain(last).collect() }
    }

    /// The statements about an enrollment beside quotas that are still active.
    pub fn new(grounds: &Grounds, quotas: &[NamedQuota]) -> Self {
        let stands = Statement::Stands(grounds.state);
        let because = Statement::Because(grounds.cause);
        let statements = match grounds.state {
            EnrollmentState::Waitlisted => waiting(grounds, quotas),
            EnrollmentState::Nominated | EnrollmentState::Offered => {
                let deadline = grounds.answer_by.map(|at| Statement::AnswerBy(at, grounds.time_zone));
                let kept = matches!(grounds.cause, Cause::Substitutes | Cause::Clashes).then_some(because);
                std::iter::once(stands).chain(kept).chain(deadline).collect()
            }
            EnrollmentState::Rejected => {
                let noted = grounds.note.clone().map(Statement::Noted);
                let lacks = grounds.shortfall.as_ref().map(|one| Self::of_shortfall(one).statements);
                [stands, because].into_iter().chain(noted).chain(lacks.into_iter().flatten()).collect()
            }
            EnrollmentState::Declined | EnrollmentState::Withdrawn | EnrollmentState::Transferred => {
                vec![stands, because]
            }
            EnrollmentState::Applied | EnrollmentState::EmployerApproved => {
                let carried = (grounds.cause == Cause::TransferredHere).then_some(because);
                approving(grounds).into_iter().chain(carried).collect()
            }
            EnrollmentState::Confirmed => {
                let carried = (grounds.cause == Cause::TransferredHere).then_some(because);
                let comes = grounds.reconfirmation.and_then(|asked| comes(&asked, grounds.time_zone));
                std::iter::once(stands).chain(carried).chain(comes).collect()
            }
        };
        Self { statements }
    }
}

/// What was asked about coming, or answered.
fn comes(asked: &Reconfirmation, zone: Tz) -> Option<Statement> {
    match (asked.state, asked.answered_at) {
        (ReconfirmationState::Asked, _) => Some(Statement::Reconfirm(asked.answer_by, zone, asked.silence)),
        (ReconfirmationState::Confirmed, Some(at)) => Some(Statement::Reconfirmed(at, zone)),
        (ReconfirmationState::Silent, _) => Some(Statement::NotReconfirmed),
        (ReconfirmationState::Confirmed | ReconfirmationState::Declined, _) => None,
    }
}

/// Whose approval is awaited until when, and what follows without it; or that the manager decides.
fn approving(grounds: &Grounds) -> Vec<Statement> {
    let approved = grounds.state == EnrollmentState::EmployerApproved;
    let approved = approved.then_some(Statement::Stands(EnrollmentState::EmployerApproved));
    let silent = matches!(grounds.cause, Cause::ApprovalOverdue | Cause::ApprovalPresumed);
    let overdue = silent.then_some(Statement::Because(grounds.cause));
    let awaits = match &grounds.asked {
        Some(office) => Statement::Awaits(office.clone()),
        None if approved.is_some() => Statement::AwaitsManager,
        None => Statement::Stands(EnrollmentState::Applied),
    };
    let until = grounds.answer_by.zip(grounds.silence);
    let until = until.map(|(at, silence)| Statement::DecidedBy(at, grounds.time_zone, silence));
    approved.into_iter().chain(overdue).chain([awaits]).chain(until).collect()
}

/// The place, what comes next, and what is kept for whom until when, the next release first.
fn waiting(grounds: &Grounds, quotas: &[NamedQuota]) -> Vec<Statement> {
    let place = grounds.queue.unwrap_or(1);
    let mut statements = vec![Statement::Queued(place)];
    if grounds.cause == Cause::TransferredHere {
        statements.push(Statement::Because(grounds.cause));
    }
    statements.push(Statement::Next(grounds.waitlist));
    let kept = |named: &&NamedQuota| named.quota.free() > 0 && !grounds.matches.allows(named.quota.pool());
    let mut keeping: Vec<&NamedQuota> = quotas.iter().filter(kept).collect();
    keeping.sort_by_key(|named| (named.quota.release_on, named.quota.number));
    let mut freed = 0;
    for named in keeping {
        let (seats, until) = (named.quota.free(), named.quota.release_on);
        freed += i64::from(seats);
        let then = Some(place - freed).filter(|place| *place > 0);
        statements.push(Statement::Kept { seats, quota: named.clone(), until, then });
    }
    statements.push(Statement::Rule(RULE));
    statements
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrollment::Criterion;

    fn named(number: i32, free: i32, day: u32) -> NamedQuota {
        let quota = Quota {
            number,
            criterion: Criterion::PositionCategory(5),
            seats: free + 1,
            used: 1,
            release_on: NaiveDate::from_ymd_opt(2026, 5, day).unwrap(),
            released_at: None,
            freed: 0,
        };
        NamedQuota { quota, name: Both::default() }
    }

    #[test]
    fn who_waits_learns_what_is_kept_until_when_and_where_that_leads() {
        let grounds = Grounds {
            state: EnrollmentState::Waitlisted,
            cause: Cause::NoSeatFree,
            note: None,
            queue: Some(4),
            answer_by: None,
            asked: None,
            silence: None,
            time_zone: Tz::Europe__Kyiv,
            waitlist: WaitlistPolicy::Automatic,
            matches: Matches::of([3]),
            reconfirmation: None,
            shortfall: None,
        };
        // The third is for such people and is full; the second is released before the first.
        let said = Explanation::new(&grounds, &[named(1, 2, 20), named(2, 2, 12), named(3, 0, 1)]).statements;
        let kept: Vec<_> = said
            .iter()
            .filter_map(|one| match one {
                Statement::Kept { seats, quota, then, .. } => Some((quota.quota.number, *seats, *then)),
                _ => None,
            })
            .collect();
        assert_eq!(kept, [(2, 2, Some(2)), (1, 2, None)]);
        assert_eq!(said.first(), Some(&Statement::Queued(4)));
        assert_eq!(said.last(), Some(&Statement::Rule(RULE)));
    }
}
