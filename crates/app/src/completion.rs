//! Completion: derived from the course version's rule, and the final scores it asks for.

mod outlook;

pub(crate) use outlook::prospects;
pub use outlook::{Elsewhere, Hopeful, Outlook, Visitable};

use crate::{App, Error, entry};
use postup_domain::access::{Action, Actor, MayAssess, Place};
use postup_domain::cohort::Cohort;
use postup_domain::completion::{Verdict, judge};
use postup_domain::course::CompletionRule;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::{CohortId, EnrollmentId, StepId};
use postup_domain::person::FullName;
use postup_domain::rejection::{Fault, Refusal};
use postup_persistence::{audit, cohort, completion, enrollment, figures};

/// One person's verdict.
#[derive(Clone, Debug)]
pub struct Judged {
    pub enrollment: EnrollmentId,
    pub name: FullName,
    pub rule: CompletionRule,
    pub verdict: Verdict,
}

impl App {
    /// The verdict on everybody who holds a seat in a cohort, by surname; for its trainers and managers.
    pub async fn completion(&self, actor: &Actor, id: CohortId) -> Result<(Cohort, Vec<Judged>), Error> {
        let (reader, sight) = (self.reader(), actor.sight());
        let cohort = cohort::find(&reader, &sight, id).await?.ok_or(Error::Missing("cohort"))?;
        actor.require(Action::TakeAttendance, &Place::Cohort(cohort.place()))?;
        let cases = completion::of_cohort(&reader, id).await?;
        let judged = cases.into_iter().map(|(case, name)| Judged {
            enrollment: case.enrollment,
            name,
            rule: case.rule,
            verdict: judge(case.rule, case.evidence),
        });
        Ok((cohort, judged.collect()))
    }

    /// The verdicts on some enrollments with the rule of each. The caller has looked whether they exist for the actor.
    pub async fn verdicts(
        &self,
        enrollments: &[EnrollmentId],
    ) -> Result<Vec<(EnrollmentId, CompletionRule, Verdict)>, Error> {
        let cases = completion::evidence(&self.reader(), enrollments).await?;
        Ok(cases
            .into_iter()
            .map(|case| (case.enrollment, case.rule, judge(case.rule, case.evidence)))
            .collect())
    }

    /// Whether the actor may record this person's final score.
    pub async fn may_assess(&self, actor: &Actor, id: EnrollmentId) -> Result<MayAssess, Error> {
        let place = self.enrollment(actor, id).await?.place();
        Ok(actor.may_assess(id, place)?)
    }

    /// Records a final score, 0–100, and answers the version the enrollment has after it. Earlier scores stay in the
    /// history; the last one counts. `seen` is the version the score was given on, where the caller knows it.
    pub async fn assess(&self, permit: &MayAssess, score: i64, seen: Option<i64>) -> Result<i64, Error> {
        let range = Error::field("score", Fault::OutOfRange { least: 0, most: 100 });
        let score = i16::try_from(score).ok().filter(|score| (0..=100).contains(score)).ok_or(range)?;
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let id = permit.enrollment();
        let enrollment = enrollment::read(&tx, id).await?.ok_or(Error::Missing("enrollment"))?;
        if enrollment.state != EnrollmentState::Confirmed {
            return Err(Refusal::StepNotAllowed.into());
        }
        if seen.is_some_and(|seen| seen != enrollment.version) {
            return Err(Error::Stale);
        }
        completion::assess(&tx, StepId::new(now, entropy), id, score, permit.author(), now).await?;
        let subject = ("enrollment", id.to_string());
        let line = entry(now, entropy, permit.author(), "enrollment.assessed", subject, score.to_string());
        audit::record(&tx, &line).await?;
        figures::touch(&tx, &[id], now).await?;
        tx.commit().await?;
        Ok(enrollment.version + 1)
    }
}
