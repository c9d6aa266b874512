//! What a person asks about a session: to be excused from it in advance, or another mark afterwards. Somebody else decides.

mod file;

pub use file::{Attached, FileKind, LARGEST_FILE, PleaFile};

use crate::access::Author;
use crate::attendance::{Correction, CorrectionVerdict, MarkKind, MarkSource};
use crate::id::{CorrectionId, EnrollmentId, MarkId, PersonId, PleaId, SessionId};
use crate::person::FullName;
use crate::rejection::{Checks, Fault, Invalid, Refusal};
use crate::text::{Both, Code, Line, Title};
use crate::words;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

words! {
    /// What is asked.
    PleaKind {
        /// Will not come to a session that is ahead.
        Absence = "absence",
        /// The mark of a session that is over is wrong.
        Appeal = "appeal",
    }
}

words! {
    /// What was decided.
    PleaVerdict {
        Granted = "granted",
        Refused = "refused",
    }
}

words! {
    /// How it stands.
    PleaState {
        /// Nobody has decided.
        Waiting = "waiting",
        Granted = "granted",
        Refused = "refused",
        /// Granted, but the register is closed: a second person has to confirm the change.
        Proposed = "proposed",
        /// The second person did not.
        Unconfirmed = "unconfirmed",
    }
}

/// Something that a person asks about a session. Never changed, never removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plea {
    pub id: PleaId,
    pub kind: PleaKind,
    pub session: SessionId,
    pub enrollment: EnrollmentId,
    pub text: Line,
    /// The number of a document that shows it, or where it is.
    pub document: Option<Line>,
    /// The document itself.
    pub file: Option<Attached>,
    pub at: DateTime<Utc>,
    pub decision: Option<PleaDecision>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PleaDecision {
    pub verdict: PleaVerdict,
    pub effect: Effect,
    pub author: Author,
    pub at: DateTime<Utc>,
    pub reason: Option<Line>,
}

/// How a decision joins the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It does not: it was refused, or the register says something about the person already.
    None,
    Mark(MarkId),
    /// The register is closed, so a second person confirms.
    Correction(CorrectionId, Option<SecondWord>),
}

/// What the second person said of a change in a closed register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondWord {
    pub verdict: CorrectionVerdict,
    pub reason: Option<Line>,
}

/// The same with names: whose it is, and who decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPlea {
    pub plea: Plea,
    pub name: FullName,
    pub decider: Option<FullName>,
}

/// Something about a session that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending<T> {
    pub what: T,
    pub session: SessionId,
    /// Of the session.
    pub title: Both<Title>,
    /// Of the cohort.
    pub code: Code,
    pub starts_at: DateTime<Utc>,
    pub time_zone: Tz,
}

/// When a session is, when its register was closed, and how long appeals are taken after that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moments {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// `None` while it is open.
    pub closed_at: Option<DateTime<Utc>>,
    /// The register says something of the person.
    pub marked: bool,
    pub appeal_days: i32,
}

impl Moments {
    /// The last moment for an appeal; none while the register is open.
    pub fn appeal_until(&self) -> Option<DateTime<Utc>> {
        self.closed_at.map(|at| at + TimeDelta::days(self.appeal_days.into()))
    }

    /// What can be asked about the session now: an absence until it begins, an appeal once it is over and the register
    /// shows something. Whoever has no mark in a closed one counts as absent.
    pub fn kind_at(&self, now: DateTime<Utc>) -> Option<PleaKind> {
        if now < self.starts_at {
            return Some(PleaKind::Absence);
        }
        let open = self.appeal_until().is_none_or(|until| now < until);
        (self.has_mark(now) && open).then_some(PleaKind::Appeal)
    }

    fn has_mark(&self, now: DateTime<Utc>) -> bool {
        now >= self.ends_at && (self.marked || self.closed_at.is_some())
    }

    /// Whether this can be asked now.
    pub fn allow(&self, kind: PleaKind, now: DateTime<Utc>) -> Result<(), Refusal> {
        match kind {
            _ if self.kind_at(now) == Some(kind) => Ok(()),
            PleaKind::Absence => Err(Refusal::AbsenceTooLate),
            PleaKind::Appeal if !self.has_mark(now) => Err(Refusal::AppealTooEarly),
            PleaKind::Appeal => Err(Refusal::AppealTooLate),
        }
    }
}

/// What somebody decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub verdict: PleaVerdict,
    /// What the register is to say; for a granted appeal.
    pub says: Option<(MarkKind, Option<i32>)>,
    /// The person reads it. An announced absence can be granted without one.
    pub reason: Option<Line>,
    pub source: MarkSource,
}

impl Answer {
    /// Whether it answers what was asked.
    pub fn check(&self, kind: PleaKind) -> Result<(), Vec<Invalid>> {
        let mut checks = Checks::default();
        let (granted, appeal) = (self.verdict == PleaVerdict::Granted, kind == PleaKind::Appeal);
        if self.reason.is_none() && (appeal || !granted) {
            checks.note("reason", Fault::Missing);
        }
        match self.says {
            _ if !granted || !appeal => {}
            None => checks.note("kind", Fault::Missing),
            Some((kind, minutes)) => {
                if kind.is_check() {
                    checks.note("kind", Fault::NotAWord);
                }
                if kind.needs_minutes() && minutes.is_none() {
                    checks.note("minutes", Fault::Missing);
                }
            }
        }
        checks.finish()
    }
}

impl Plea {
    /// Whether this person may decide on it: never who asks; on an appeal not who made the mark, as long as somebody else is
    /// there to decide.
    pub fn decidable_by(
        &self,
        by: Author,
        asks: PersonId,
        marker: Author,
        somebody_else: bool,
    ) -> Result<(), Refusal> {
        if self.decision.is_some() {
            return Err(Refusal::PleaDecided);
        }
        let own_mark = self.kind == PleaKind::Appeal && by == marker && somebody_else;
        if by.is_none() || by == Some(asks) || own_mark {
            return Err(Refusal::SecondPersonNeeded);
        }
        Ok(())
    }

    /// How it stands.
    pub fn state(&self) -> PleaState {
        let Some(decision) = &self.decision else { return PleaState::Waiting };
        match (&decision.effect, decision.verdict) {
            (_, PleaVerdict::Refused) => PleaState::Refused,
            (Effect::Correction(_, None), _) => PleaState::Proposed,
            (Effect::Correction(_, Some(second)), _) if second.verdict == CorrectionVerdict::Refused => {
                PleaState::Unconfirmed
            }
            _ => PleaState::Granted,
        }
    }

    /// Why it stands so, in the words of whoever had the last one.
    pub fn reason(&self) -> Option<&Line> {
        let decision = self.decision.as_ref()?;
        match &decision.effect {
            Effect::Correction(_, Some(second)) if second.verdict == CorrectionVerdict::Refused => {
                second.reason.as_ref()
            }
            _ => decision.reason.as_ref(),
        }
    }

    /// The change of the register that an answer asks for, given whether the register says something of the person. An
    /// excuse is none for somebody who is marked: whoever came all the same stays so.
    pub fn change(
        &self,
        id: CorrectionId,
        answer: &Answer,
        is_marked: bool,
        author: Author,
        now: DateTime<Utc>,
    ) -> Option<Correction> {
        let (kind, minutes) = match (answer.verdict, self.kind) {
            (PleaVerdict::Refused, _) => return None,
            (PleaVerdict::Granted, PleaKind::Appeal) => answer.says?,
            (PleaVerdict::Granted, PleaKind::Absence) if is_marked => return None,
            (PleaVerdict::Granted, PleaKind::Absence) => (MarkKind::Excused, None),
        };
        Some(Correction {
            id,
            session: self.session,
            enrollment: self.enrollment,
            kind,
            minutes,
            reason: answer.reason.clone().unwrap_or_else(|| self.text.clone()),
            replaces: None,
            author,
            at: now,
            source: answer.source,
            decision: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + hour * 3_600, 0).unwrap()
    }

    #[test]
    fn an_absence_is_announced_before_and_an_appeal_made_in_its_window() {
        let open =
            Moments { starts_at: at(0), ends_at: at(2), closed_at: None, marked: true, appeal_days: 14 };
        let unmarked = Moments { marked: false, ..open };
        let closed = Moments { closed_at: Some(at(10)), ..open };
        for (moments, hour, expected) in [
            (open, -1, Some(PleaKind::Absence)),
            (open, 0, None),
            (open, 1, None),
            (open, 2, Some(PleaKind::Appeal)),
            (open, 9_000, Some(PleaKind::Appeal)),
            (unmarked, 9_000, None),
            (Moments { marked: false, ..closed }, 11, Some(PleaKind::Appeal)),
            (closed, 10 + 24 * 14 - 1, Some(PleaKind::Appeal)),
            (closed, 10 + 24 * 14, None),
            (Moments { appeal_days: 3, ..closed }, 10 + 24 * 3, None),
        ] {
            assert_eq!(moments.kind_at(at(hour)), expected, "{hour}");
        }
        assert_eq!(open.allow(PleaKind::Absence, at(0)), Err(Refusal::AbsenceTooLate));
        assert_eq!(open.allow(PleaKind::Appeal, at(1)), Err(Refusal::AppealTooEarly));
        assert_eq!(unmarked.allow(PleaKind::Appeal, at(3)), Err(Refusal::AppealTooEarly));
        assert_eq!(closed.allow(PleaKind::Appeal, at(9_000)), Err(Refusal::AppealTooLate));
    }

    fn plea(kind: PleaKind) -> Plea {
        Plea {
            id: PleaId(Uuid::nil()),
            kind,
            session: SessionId(Uuid::nil()),
            enrollment: EnrollmentId(Uuid::nil()),
            text: Line::new("text", "was there").unwrap(),
            document: None,
            file: None,
            at: at(0),
            decision: None,
        }
    }

    fn answer(verdict: PleaVerdict, says: Option<(MarkKind, Option<i32>)>, reason: &str) -> Answer {
        let reason = Line::optional("reason", reason).unwrap();
        Answer { verdict, says, reason, source: MarkSource::Web }
    }

    #[test]
    fn an_answer_says_all_that_it_needs_to() {
        use PleaKind::{Absence, Appeal};
        use PleaVerdict::{Granted, Refused};
        for (kind, answer, missing) in [
            (Absence, answer(Granted, None, ""), vec![]),
            (Absence, answer(Refused, None, ""), vec!["reason"]),
            (Appeal, answer(Refused, None, "signed nowhere"), vec![]),
            (Appeal, answer(Granted, None, ""), vec!["reason", "kind"]),
            (Appeal, answer(Granted, Some((MarkKind::Minutes, None)), "by the log"), vec!["minutes"]),
            (Appeal, answer(Granted, Some((MarkKind::CheckIn, None)), "by the log"), vec!["kind"]),
            (Appeal, answer(Granted, Some((MarkKind::Present, None)), "by the log"), vec![]),
        ] {
            let faults = answer.check(kind).err().unwrap_or_default();
            let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
            assert_eq!(fields, missing, "{kind} {answer:?}");
        }
    }

    #[test]
    fn an_excuse_does_not_replace_what_the_register_says() {
        use PleaKind::{Absence, Appeal};
        use PleaVerdict::{Granted, Refused};
        let id = CorrectionId(Uuid::nil());
        let change = |kind, answer: &Answer, is_marked| {
            plea(kind).change(id, answer, is_marked, None, at(1)).map(|change| (change.kind, change.reason))
        };
        let [no, yes] = [Refused, Granted].map(|verdict| answer(verdict, None, ""));
        assert_eq!(change(Absence, &no, false), None);
        assert_eq!(change(Absence, &yes, true), None);
        let own = Line::new("reason", "was there").unwrap();
        assert_eq!(change(Absence, &yes, false), Some((MarkKind::Excused, own)));
        let by_log = answer(Granted, Some((MarkKind::Present, None)), "by the log");
        let reason = by_log.reason.clone().unwrap();
        assert_eq!(change(Appeal, &by_log, true), Some((MarkKind::Present, reason)));
    }

    #[test]
    fn what_a_second_person_refuses_is_not_granted() {
        let line = |text| Line::new("reason", text).unwrap();
        let decided = |verdict, effect| {
            let reason = Some(line("first"));
            let decision = Some(PleaDecision { verdict, effect, author: None, at: at(1), reason });
            Plea { decision, ..plea(PleaKind::Appeal) }
        };
        let second = |verdict| Some(SecondWord { verdict, reason: Some(line("second")) });
        let of = |second| Effect::Correction(CorrectionId(Uuid::nil()), second);
        assert_eq!(plea(PleaKind::Appeal).state(), PleaState::Waiting);
        for (verdict, effect, state, reason) in [
            (PleaVerdict::Refused, Effect::None, PleaState::Refused, "first"),
            (PleaVerdict::Granted, Effect::None, PleaState::Granted, "first"),
            (PleaVerdict::Granted, of(None), PleaState::Proposed, "first"),
            (PleaVerdict::Granted, of(second(CorrectionVerdict::Confirmed)), PleaState::Granted, "first"),
            (PleaVerdict::Granted, of(second(CorrectionVerdict::Refused)), PleaState::Unconfirmed, "second"),
        ] {
            let plea = decided(verdict, effect);
            assert_eq!((plea.state(), plea.reason().unwrap().as_str()), (state, reason));
        }
    }

    #[test]
    fn nobody_decides_on_the_own_plea_nor_where_possible_on_the_own_mark() {
        let [asks, marker, other] = [1, 2, 3].map(|n| PersonId(Uuid::from_u128(n)));
        let may = |kind, by: PersonId, others| {
            plea(kind).decidable_by(Some(by), asks, Some(marker), others).is_ok()
        };
        assert!(!may(PleaKind::Appeal, asks, false));
        assert!(!may(PleaKind::Absence, asks, false));
        assert!(!may(PleaKind::Appeal, marker, true));
        assert!(may(PleaKind::Appeal, marker, false), "there is nobody else");
        assert!(may(PleaKind::Absence, marker, true));
        assert!(may(PleaKind::Appeal, other, true));
    }
}
