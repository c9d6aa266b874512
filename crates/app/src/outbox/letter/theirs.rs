//! What a letter tells of an enrollment that is its reader's, or that its reader decides on.

use super::{No, both};
use crate::access::away;
use crate::enrollment::{explain, wording};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Sight};
use postup_domain::cohort;
use postup_domain::enrollment::{EnrollmentState, Explanation, ReconfirmationState};
use postup_domain::id::EnrollmentId;
use postup_domain::notification::DropReason;
use postup_domain::person::FullName;
use postup_domain::text::Code;
use postup_i18n::Locale;
use postup_mail::{Approval, Handover, Message, Question, Training};
use postup_persistence::outbox::{self, Claimed, EnrollmentFacts};
use postup_persistence::{Reader, access, enrollment};

/// An enrollment that the letter says is its reader's.
pub(super) struct Theirs<'a> {
    pub db: &'a Reader,
    pub claimed: &'a Claimed,
    pub enrollment: EnrollmentId,
    pub now: DateTime<Utc>,
    pub locale: Locale,
}

impl Theirs<'_> {
    /// The facts, if the enrollment is the reader's and still in a state that the letter fits.
    pub async fn facts(&self, fits: impl Fn(EnrollmentState) -> bool) -> Result<EnrollmentFacts, No> {
        let facts = outbox::enrollment_facts(self.db, self.enrollment).await?;
        let facts = facts.ok_or(No::Drop(DropReason::Overtaken))?;
        if facts.person_id != self.claimed.person {
            return Err(No::Drop(DropReason::NotTheirs));
        }
        if fits(facts.state) { Ok(facts) } else { Err(No::Drop(DropReason::Overtaken)) }
    }

    pub async fn training(&self, fits: impl Fn(EnrollmentState) -> bool) -> Result<Training, No> {
        let facts = self.facts(fits).await?;
        self.explained(facts).await
    }

    /// The same with the reason why it stands so, as the reader's own page has it.
    pub async fn explained(&self, facts: EnrollmentFacts) -> Result<Training, No> {
        let listed = enrollment::find(self.db, &Sight::system(), self.enrollment).await?;
        let listed = listed.ok_or(No::Drop(DropReason::Overtaken))?;
        let cohorts = if listed.run.reserved > 0 { vec![listed.enrollment.cohort] } else { Vec::new() };
        let keeping = explain::keeping(self.db, &cohorts, self.now).await;
        let keeping = keeping.map_err(|error| No::Broken(error.to_string()))?.into_values().flatten();
        let why = Explanation::new(&listed.grounds(), &keeping.collect::<Vec<_>>());
        let explanation = wording::explanation(self.locale, true, &why);
        Ok(Training { explanation, ..self.told(facts).await? })
    }

    /// A question that is still open, and the last moment for its answer.
    pub async fn question(&self, asked: EnrollmentState, token: &str) -> Result<(Training, Question), No> {
        let facts = self.facts(|state| state == asked).await?;
        let until = facts.answer_by.ok_or(No::Drop(DropReason::Overtaken))?;
        if until <= self.now {
            return Err(No::Drop(DropReason::Expired));
        }
        let token = Some(token.to_owned()).filter(|token| !token.is_empty());
        Ok((self.explained(facts).await?, Question { until, token }))
    }

    /// Whether the reader still comes, while that is open.
    pub async fn reconfirmation(&self, token: &str) -> Result<(Training, Question), No> {
        let facts = self.facts(|state| state == EnrollmentState::Confirmed).await?;
        let of = enrollment::find(self.db, &Sight::system(), self.enrollment).await?;
        let asked = of.and_then(|of| of.reconfirmation).ok_or(No::Drop(DropReason::Overtaken))?;
        if asked.state != ReconfirmationState::Asked {
            return Err(No::Drop(DropReason::Overtaken));
        }
        if asked.answer_by <= self.now {
            return Err(No::Drop(DropReason::Expired));
        }
        let token = Some(token.to_owned()).filter(|token| !token.is_empty());
        Ok((self.explained(facts).await?, Question { until: asked.answer_by, token }))
    }

    /// Somebody else's application, if the reader may still approve it.
    pub async fn approval(&self, token: &str) -> Result<Message, No> {
        let listed = enrollment::find(self.db, &Sight::system(), self.enrollment).await?;
        let listed = listed.ok_or(No::Drop(DropReason::Overtaken))?;
        let turn = listed.enrollment.turn;
        if turn.asked.is_none() {
            return Err(No::Drop(DropReason::Overtaken));
        }
        let reader = away(self.db, self.claimed.person, self.now).await?;
        if reader.may_approve(self.enrollment, turn.number, listed.place()).is_err() {
            return Err(No::Drop(DropReason::NotTheirs));
        }
        let facts = outbox::enrollment_facts(self.db, self.enrollment).await?;
        let facts = facts.ok_or(No::Drop(DropReason::Overtaken))?;
        let name = listed.name.in_register();
        let applicant = std::iter::once(name).chain(listed.post.as_ref().map(ToString::to_string));
        let approval = Approval {
            applicant: applicant.collect::<Vec<_>>().join(", "),
            until: listed.enrollment.answer_by,
            token: Some(token.to_owned()).filter(|token| !token.is_empty()),
        };
        Ok(Message::ApprovalAsked(self.told(facts).await?, approval))
    }

    pub async fn told(&self, facts: EnrollmentFacts) -> Result<Training, No> {
        Ok(Training {
            enrollment: self.enrollment,
            title: both(&facts.title_uk, &facts.title_en)?,
            code: Code::new("code", &facts.code)?,
            form: facts.form,
            starts_on: facts.starts_on,
            ends_on: facts.ends_on,
            time_zone: cohort::time_zone("time_zone", &facts.time_zone)?,
            venue: facts.venue,
            first_session: outbox::first_session(self.db, facts.cohort_id, self.now).await?,
            contact: facts.contact,
            explanation: String::new(),
        })
    }

    /// A seat that is passed on, for those who run the cohort: who leaves it, and who is asked.
    pub async fn handover(&self) -> Result<Handover, No> {
        let of = enrollment::find(self.db, &Sight::system(), self.enrollment).await?;
        let of = of.ok_or(No::Drop(DropReason::Overtaken))?;
        let reader = self.claimed.person;
        let grants = access::of_persons(self.db, &[reader]).await?;
        if !Actor::away(reader, grants, self.now).sight().manages.covers(&of.run.place) {
            return Err(No::Drop(DropReason::NotTheirs));
        }
        let steps = enrollment::history(self.db, self.enrollment).await?;
        let from = steps.into_iter().find_map(|step| step.counterpart);
        let from = from.ok_or(No::Drop(DropReason::Overtaken))?;
        let named = |name: &FullName| match self.locale {
            Locale::Uk => name.in_register(),
            Locale::En => format!("{} {}", name.latin_family, name.latin_given),
        };
        let why = Explanation::new(&of.grounds(), &[]);
        Ok(Handover {
            enrollment: self.enrollment,
            from: named(&from.name),
            to: named(&of.name),
            explanation: wording::explanation(self.locale, false, &why),
            title: of.run.title,
            code: of.run.code,
        })
    }
}
